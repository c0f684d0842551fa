//! The month: whole weeks, in each day as many meetings as there is room for.
//!
//! How many lines of a day there is room for is for the style sheet to say, which knows how high a week is. What
//! does not fit is counted here for every number of lines there may be, and the style sheet shows the right one.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};
use domain::grid::bars::{hidden, lines};
use leptos::html::Div;
use leptos::prelude::*;

use super::desk::Desk;
use super::draw::Cell;
use super::paint::as_texts;
use super::shown::View;
use super::surface::Surface;
use super::week::{is_weekend, repaint};
use crate::ui::escape;

#[component]
pub(super) fn Month(desk: Desk) -> impl IntoView {
    let weeks = Memo::new(move |_| desk.shown.get().weeks());
    view! {
        <Surface desk=desk class="month">
            {weekdays(desk)}
            <div class="month-weeks" role="presentation" style=move || format!("--weeks:{}", weeks.get())>
                {move || (0..weeks.get()).map(|row| week(desk, row)).collect_view()}
                <div class="drag-layer" aria-hidden="true" node_ref=desk.days_layer></div>
            </div>
        </Surface>
    }
}

fn weekdays(desk: Desk) -> impl IntoView {
    let name = move |column: u64| {
        let date = desk.shown.get_untracked().first + Days::new(column);
        let (long, short) =
            desk.words.with_value(|words| (words.dates.weekday(date), words.dates.weekday_short(date)));
        view! {
            <div class="month-weekday" role="columnheader">
                <abbr title=long>{short}</abbr>
            </div>
        }
    };
    view! {
        <div class="month-head" role="row">
            {(0..7).map(name).collect_view()}
        </div>
    }
}

fn week(desk: Desk, row: u32) -> impl IntoView {
    let first = Memo::new(move |_| day_of(desk.shown.get().first, row * 7));
    let events = NodeRef::<Div>::new();
    let now = Memo::new(move |_| desk.now.among(first.get(), 7));
    let cells = Memo::new(move |_| {
        let (first, now) = (first.get(), now.get());
        let mut standing = desk.whole_days(first, 7);
        for date in first.iter_days().take(7) {
            let there = desk.hours(date).into_iter();
            standing.extend(there.filter(|each| {
                // What stands on several days is among the meetings of each.
                desk.words.with_value(|words| {
                    let (from, _) = crate::state::planner::days_of(&each.entry.takes, words.rules());
                    from.max(first) == date
                })
            }));
        }
        desk.faces.with(|faces| desk.brush.rows(standing, first, 7, now, faces))
    });
    let mut at_first = Some(cells.get_untracked());
    let html = cells.with_untracked(|cells| desk.brush.html(cells));
    Effect::new(move |before: Option<Vec<Cell>>| {
        let before = before.or_else(|| at_first.take()).unwrap_or_default();
        let after = cells.get();
        repaint(events, &before, &after, desk, None);
        after
    });
    // Whoever has the focus on a day has it on the day that takes its place.
    let days = move || {
        let first = first.get();
        cells.with(|cells| (0..7).map(|column| day(desk, first, column, cells)).collect())
    };
    let (row, drawn) = as_texts(days, "data-column");
    view! {
        <div class="month-week" role="rowgroup">
            <div class="month-days" role="row" node_ref=row inner_html=drawn></div>
            <div class="month-meetings" role="row">
                <div class="month-events" role="gridcell" aria-colspan="7" node_ref=events inner_html=html></div>
            </div>
        </div>
    }
}

/// A day below the meetings of its week.
fn day(desk: Desk, first: NaiveDate, column: u16, cells: &[Cell]) -> String {
    let date = day_of(first, column.into());
    let (marked, current) = match date == desk.now.today.get() {
        true => (" data-today", " aria-current=\"date\""),
        false => ("", ""),
    };
    let weekend = if is_weekend(date) { " data-weekend" } else { "" };
    let other = if desk.shown.get().is_of_month(date) { "" } else { " data-other" };
    let (mut html, mut to) = (String::new(), String::new());
    escape::push(&mut to, &desk.address_of(View::Day, date));
    // Writing to a string does not fail; the locale's own words hold no markup.
    let _ = write!(
        html,
        "<div class=\"month-day\" role=\"gridcell\" data-date=\"{date}\"{marked}{weekend}{other}>\
         <a class=\"month-number\" data-column=\"{column}\"{current} href=\"{to}\">"
    );
    number(desk, date, &mut html);
    let _ = write!(html, "</a><a class=\"month-rest\" tabindex=\"-1\" aria-hidden=\"true\" href=\"{to}\">");
    rest(cells, column, &mut html);
    html.push_str("</a></div>");
    html
}

/// The first of a month shows which, as the language writes it: before the number or after it.
fn number(desk: Desk, date: NaiveDate, html: &mut String) {
    let number = date.day().to_string();
    let (weekday, written) =
        desk.words.with_value(|words| (words.dates.weekday(date), words.dates.day_month(date)));
    let (before, after) = written.split_once(&number).unwrap_or_default();
    let class = if date.day() == 1 { "month-name" } else { "visually-hidden" };
    // Likewise.
    let _ = write!(
        html,
        "<span class=\"visually-hidden\">{weekday} </span><span class=\"{class}\">{before}</span>{number}\
         <span class=\"{class}\">{after}</span>"
    );
}

/// How many meetings of a day are not in sight, for every number of lines that may be.
fn rest(cells: &[Cell], column: u16, html: &mut String) {
    let bars = || cells.iter().filter_map(Cell::bar);
    for room in 0..lines(bars()).min(MOST_LINES) {
        let count = hidden(bars(), column, room);
        if count > 0 {
            // Likewise.
            let _ = write!(html, "<span data-lines=\"{room}\">+{count}</span>");
        }
    }
}

/// More lines than a day has on any screen.
const MOST_LINES: u16 = 12;

fn day_of(first: NaiveDate, days: u32) -> NaiveDate {
    first.checked_add_days(Days::new(days.into())).unwrap_or(first)
}
