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
use super::shown::View;
use super::surface::Surface;
use super::week::{is_weekend, repaint};

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
    let cells = move || {
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
    };
    let drawn = untrack(cells);
    let html = desk.brush.html(&drawn);
    let shown = RwSignal::new(drawn.clone());
    let mut at_first = Some(drawn);
    Effect::new(move |before: Option<Vec<Cell>>| {
        let before = before.or_else(|| at_first.take()).unwrap_or_default();
        let after = cells();
        repaint(events, &before, &after, desk, None);
        if before != after {
            shown.set(after.clone());
        }
        after
    });
    view! {
        <div class="month-week" role="rowgroup">
            <div class="month-days" role="row">
                {(0..7).map(|column| day(desk, first, column, shown)).collect_view()}
            </div>
            <div class="month-meetings" role="row">
                <div class="month-events" role="gridcell" aria-colspan="7" node_ref=events inner_html=html></div>
            </div>
        </div>
    }
}

fn day(desk: Desk, first: Memo<NaiveDate>, column: u16, shown: RwSignal<Vec<Cell>>) -> impl IntoView {
    let date = Memo::new(move |_| day_of(first.get(), column.into()));
    let is_today = move || date.get() == desk.now.today.get();
    let weekday = move || desk.words.with_value(|words| words.dates.weekday(date.get()));
    // The first of a month shows which, as the language writes it: before the number or after it.
    let number = move || {
        let date = date.get();
        let (number, written) =
            (date.day().to_string(), desk.words.with_value(|words| words.dates.day_month(date)));
        let (before, after) = written.split_once(&number).unwrap_or_default();
        let class = if date.day() == 1 { "month-name" } else { "visually-hidden" };
        view! {
            <span class=class>{before.to_owned()}</span>
            {number}
            <span class=class>{after.to_owned()}</span>
        }
    };
    let rest = move || shown.with(|cells| rest(cells, column));
    view! {
        <div
            class="month-day"
            role="gridcell"
            data-date=move || date.get().to_string()
            data-today=move || is_today().then_some("")
            data-weekend=move || is_weekend(date.get()).then_some("")
            data-other=move || (!desk.shown.get().is_of_month(date.get())).then_some("")
        >
            <a
                class="month-number"
                href=move || desk.address_of(View::Day, date.get())
                aria-current=move || is_today().then_some("date")
            >
                <span class="visually-hidden">{weekday} " "</span>
                {number}
            </a>
            <a
                class="month-rest"
                href=move || desk.address_of(View::Day, date.get())
                tabindex="-1"
                aria-hidden="true"
                inner_html=rest
            ></a>
        </div>
    }
}

/// How many meetings of a day are not in sight, for every number of lines that may be.
fn rest(cells: &[Cell], column: u16) -> String {
    let bars = || cells.iter().filter_map(Cell::bar);
    let mut html = String::new();
    for room in 0..lines(bars()).min(MOST_LINES) {
        let count = hidden(bars(), column, room);
        if count > 0 {
            // Writing to a string does not fail.
            let _ = write!(html, "<span data-lines=\"{room}\">+{count}</span>");
        }
    }
    html
}

/// More lines than a day has on any screen.
const MOST_LINES: u16 = 12;

fn day_of(first: NaiveDate, days: u32) -> NaiveDate {
    first.checked_add_days(Days::new(days.into())).unwrap_or(first)
}
