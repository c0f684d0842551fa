//! A small month: dots say how full each day is, a press goes there. By keyboard it is the grid of a date picker
//! (WAI-ARIA Authoring Practices).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::availability::dots;
use domain::change::News;
use domain::grid::month;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;
use web_sys::KeyboardEvent;

use super::super::desk::Desk;
use super::super::paint::as_texts;
use crate::api::{Failure, fullness};
use crate::meeting::words::length;
use crate::state::live::use_live;
use crate::text;
use crate::ui::escape;
use crate::ui::focus::{focus, once_drawn};
use crate::ui::icon::{Glyph, Icon};

/// Six weeks, so that the panel below it stays where it is.
const WEEKS: usize = 6;
const CELLS: u32 = 7 * WEEKS as u32;

#[component]
pub(super) fn SmallMonth(desk: Desk, full: BTreeMap<NaiveDate, u32>) -> impl IntoView {
    let begin = desk.shown.get_untracked().date;
    // Any date of the month that is shown, and the one that the keyboard is on.
    let (month, at) = (RwSignal::new(begin), RwSignal::new(begin));
    Effect::new(move |before: Option<NaiveDate>| {
        let date = desk.shown.get().date;
        if before.is_some_and(|before| before != date) {
            month.set(date);
            at.set(date);
        }
        date
    });
    let week_start = begin_of_week(desk);
    let first = Memo::new(move |_| month::first_day(month.get(), week_start));
    let full = use_fullness(desk, first, full);

    let turn = move |to: Option<NaiveDate>| {
        if let Some(to) = to {
            month.set(to);
            at.set(to);
        }
    };
    let title = move || {
        let shown = month.get();
        desk.words.with_value(|words| format!("{} {}", words.dates.month(shown), shown.year()))
    };
    let names = first.get_untracked().iter_days().take(7).map(|date| {
        let (long, short) =
            desk.words.with_value(|words| (words.dates.weekday(date), words.dates.weekday_short(date)));
        view! {
            <span role="columnheader">
                <abbr title=long>{short}</abbr>
            </span>
        }
    });
    let names = names.collect_view();
    let row = move |week: usize| {
        let days = move || {
            let (first, month, at) = (first.get(), month.get(), at.get());
            let dates = first.iter_days().skip(week * 7).take(7);
            full.with(|full| dates.map(|date| day(desk, date, month, at, full)).collect())
        };
        let (row, drawn) = as_texts(days, "data-day");
        view! { <div class="small-row" role="row" node_ref=row inner_html=drawn></div> }
    };
    view! {
        <section class="small-month">
            <div class="small-head">
                <strong class="small-title" id="small-month-title" aria-live="polite">
                    {title}
                </strong>
                <button
                    type="button"
                    class="button quiet icon small"
                    aria-label=text!(panel.month_back)
                    on:click=move |_| turn(month::previous(month.get_untracked()))
                >
                    <Glyph icon=Icon::PREVIOUS />
                </button>
                <button
                    type="button"
                    class="button quiet icon small"
                    aria-label=text!(panel.month_on)
                    on:click=move |_| turn(month::next(month.get_untracked()))
                >
                    <Glyph icon=Icon::NEXT />
                </button>
            </div>
            <div
                class="small-grid"
                role="grid"
                aria-labelledby="small-month-title"
                on:keydown=move |event| keydown(desk, month, at, &event)
            >
                <div class="small-row small-names" role="row">
                    {names}
                </div>
                {(0..WEEKS).map(row).collect_view()}
            </div>
            {year_strip(desk, month, turn)}
        </section>
    }
}

/// A day, and how full it is.
fn day(
    desk: Desk,
    date: NaiveDate,
    month: NaiveDate,
    at: NaiveDate,
    full: &BTreeMap<NaiveDate, u32>,
) -> String {
    let shown = desk.shown.get();
    let selected = shown.contains(date);
    let other = if month::is_same(month, date) { "" } else { " data-other" };
    let (marked, current) = match date == desk.now.today.get() {
        true => (" data-today", " aria-current=\"date\""),
        false => ("", ""),
    };
    let tab = if date == at { "0" } else { "-1" };
    let minutes = full.get(&date).copied().unwrap_or_default();
    let (id, dots) = (id_of(date), dots(minutes));
    let mut html = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        html,
        "<span class=\"small-cell\" role=\"gridcell\" aria-selected=\"{selected}\"{other}{marked}>\
         <a class=\"small-day\" id=\"{id}\"{current} tabindex=\"{tab}\" data-day=\"{date}\" data-dots=\"{dots}\" href=\""
    );
    escape::push(&mut html, &desk.address_of(shown.view, date));
    html.push_str("\" aria-label=\"");
    desk.words.with_value(|words| {
        let (day, locale) = (words.dates.full(date), words.locale);
        let name = match minutes {
            0 => day,
            minutes => td_string!(locale, panel.day_with, day = day, time = length(locale, minutes)),
        };
        escape::push(&mut html, &name);
    });
    let _ = write!(html, "\">{}</a></span>", date.day());
    html
}

/// How many minutes of each day are taken, in the small month around what is shown.
pub(super) async fn read_fullness(desk: Desk) -> Result<BTreeMap<NaiveDate, u32>, Failure> {
    let people = desk.filter.with_untracked(|filter| filter.people.clone());
    let first = month::first_day(desk.shown.get_untracked().date, begin_of_week(desk));
    Ok(first.iter_days().zip(fullness(people, first, CELLS).await?).collect())
}

/// How many minutes of each day are taken, read when the month is looked at and again when something changes.
fn use_fullness(
    desk: Desk,
    first: Memo<NaiveDate>,
    known: BTreeMap<NaiveDate, u32>,
) -> ReadSignal<BTreeMap<NaiveDate, u32>> {
    let is_known = !known.is_empty();
    let full = RwSignal::new(known);
    let (again, waits) = (Trigger::new(), StoredValue::new(false));
    use_live().listen(move |notice| {
        let concerns = matches!(notice.news, News::Entry { .. } | News::Gone { .. } | News::Reload);
        // Several changes in a moment are read once.
        if concerns && waits.try_get_value() == Some(false) {
            waits.set_value(true);
            set_timeout(
                move || {
                    if waits.try_set_value(false).is_none() {
                        again.notify();
                    }
                },
                A_MOMENT,
            );
        }
    });
    Effect::new(move |before: Option<()>| {
        again.track();
        let (first, people) = (first.get(), desk.filter.with(|filter| filter.people.clone()));
        if !is_in_sight(desk) || (before.is_none() && is_known) {
            return;
        }
        spawn_local(async move {
            // Without an answer there are no dots; they are a hint and no promise.
            let Ok(minutes) = fullness(people.clone(), first, CELLS).await else { return };
            if desk.shows_still(&people) {
                full.try_set(first.iter_days().zip(minutes).collect());
            }
        });
    });
    full.read_only()
}

const A_MOMENT: Duration = Duration::from_millis(800);

/// On a narrow screen the panel is there only as a drawer.
pub(super) fn is_in_sight(desk: Desk) -> bool {
    let (open, drawer) = (desk.look.get().panel.is_shown(), desk.drawer.get());
    let wide = window().match_media("(width >= 75rem)").ok().flatten().is_some_and(|query| query.matches());
    if wide { open } else { drawer }
}

fn keydown(desk: Desk, month: RwSignal<NaiveDate>, at: RwSignal<NaiveDate>, event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let here = at.get_untracked();
    let column = u64::from(column_of(here, desk));
    let to = match (event.key().as_str(), event.shift_key()) {
        ("ArrowLeft", false) => here.pred_opt(),
        ("ArrowRight", false) => here.succ_opt(),
        ("ArrowUp", false) => here.checked_sub_days(Days::new(7)),
        ("ArrowDown", false) => here.checked_add_days(Days::new(7)),
        ("Home", false) => here.checked_sub_days(Days::new(column)),
        ("End", false) => here.checked_add_days(Days::new(6 - column)),
        ("PageUp", false) => here.checked_sub_months(Months::new(1)),
        ("PageDown", false) => here.checked_add_months(Months::new(1)),
        ("PageUp", true) => here.checked_sub_months(Months::new(12)),
        ("PageDown", true) => here.checked_add_months(Months::new(12)),
        (" ", false) => {
            event.prevent_default();
            desk.go.run(untrack(|| desk.address(desk.shown.get().on(here))));
            return;
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    let Some(to) = to else { return };
    at.set(to);
    if !month::is_same(month.get_untracked(), to) {
        month.set(to);
    }
    once_drawn(move || focus(&id_of(to)));
}

fn id_of(date: NaiveDate) -> String {
    format!("small-day-{date}")
}

fn column_of(date: NaiveDate, desk: Desk) -> u32 {
    let first = begin_of_week(desk).week_of(date)[0];
    u32::try_from((date - first).num_days()).unwrap_or_default()
}

fn begin_of_week(desk: Desk) -> domain::time::WeekStart {
    desk.shown.get_untracked().week_start()
}

/// The months of the year, and the years beside it.
fn year_strip(
    desk: Desk,
    month: RwSignal<NaiveDate>,
    turn: impl Fn(Option<NaiveDate>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let year = Memo::new(move |_| month.get().year());
    let of_year = move |number: u32| {
        let date = move || NaiveDate::from_ymd_opt(year.get(), number + 1, 1);
        let short = date().map(|date| desk.words.with_value(|words| words.dates.month_short(date)));
        let long = untrack(date).map(|date| desk.words.with_value(|words| words.dates.month(date)));
        let pressed = move || if month.get().month0() == number { "true" } else { "false" };
        view! {
            <button
                type="button"
                class="strip-month"
                title=long
                aria-pressed=pressed
                on:click=move |_| turn(untrack(date))
            >
                {short}
            </button>
        }
    };
    let months = untrack(|| (0..12).map(of_year).collect_view());
    let back = move || month.get_untracked().checked_sub_months(Months::new(12));
    let on = move || month.get_untracked().checked_add_months(Months::new(12));
    view! {
        <div class="year-strip" role="group" aria-label=text!(panel.year)>
            <div class="strip-year">
                <button
                    type="button"
                    class="button quiet icon small"
                    aria-label=text!(panel.year_back)
                    on:click=move |_| turn(back())
                >
                    <Glyph icon=Icon::PREVIOUS />
                </button>
                <span>{move || year.get()}</span>
                <button
                    type="button"
                    class="button quiet icon small"
                    aria-label=text!(panel.year_on)
                    on:click=move |_| turn(on())
                >
                    <Glyph icon=Icon::NEXT />
                </button>
            </div>
            <div class="strip-months">{months}</div>
        </div>
    }
}
