//! What is shown, and the ways to other days. Everything is a link: it can be opened in a new tab, and it
//! works before the script does.

use chrono::Datelike;
use leptos::prelude::*;
use leptos_meta::Title;

use super::desk::Desk;
use super::shown::{Shown, View, address};
use crate::text;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Head(desk: Desk) -> impl IntoView {
    let shown = desk.shown;
    let title = Memo::new(move |_| title(desk, shown.get()));
    let today = move || address(shown.get().view, desk.now.today.get());
    let week = Memo::new(move |_| shown.get().view == View::Week);
    let (previous_week, previous_day) = (text!(calendar.previous_week), text!(calendar.previous_day));
    let (next_week, next_day) = (text!(calendar.next_week), text!(calendar.next_day));
    // From a week one goes to today if it is in it.
    let day = move || {
        let (shown, today) = (shown.get(), desk.now.today.get());
        let date = if shown.view == View::Week && shown.contains(today) { today } else { shown.date };
        address(View::Day, date)
    };
    view! {
        <Title text=move || title.with(|(days, year)| format!("{days} {year}")) />
        <header class="page-head calendar-head">
            <h1 class="page-title">
                {move || title.get().0} " " <span class="title-year">{move || title.get().1}</span>
            </h1>
            <div class="page-actions">
                <a class="button" href=today>
                    {text!(calendar.today)}
                </a>
                <div class="stepper">
                    <a
                        class="button icon"
                        href=move || shown.get().previous().address()
                        aria-label=move || if week.get() { previous_week } else { previous_day }
                    >
                        <Glyph icon=Icon::Previous />
                    </a>
                    <a
                        class="button icon"
                        href=move || shown.get().next().address()
                        aria-label=move || if week.get() { next_week } else { next_day }
                    >
                        <Glyph icon=Icon::Next />
                    </a>
                </div>
            </div>
            <nav class="segmented" aria-label=text!(calendar.view)>
                <a class="segment" href=day aria-current=move || (!week.get()).then_some("page")>
                    {text!(calendar.day)}
                </a>
                <a
                    class="segment"
                    href=move || address(View::Week, shown.get().date)
                    aria-current=move || week.get().then_some("page")
                >
                    {text!(calendar.week)}
                </a>
            </nav>
        </header>
    }
}

/// The days in words, and the year, which steps back.
fn title(desk: Desk, shown: Shown) -> (String, String) {
    desk.words.with_value(|words| {
        let dates = &words.dates;
        let (first, last) = (shown.first, shown.last());
        let days = match shown.view {
            View::Day => dates.day_month(first),
            View::Week if first.month() == last.month() => dates.month(first),
            View::Week if first.year() == last.year() => {
                format!("{}\u{a0}– {}", dates.month(first), dates.month(last))
            }
            View::Week => {
                format!("{}\u{a0}{}\u{a0}– {}", dates.month(first), first.year(), dates.month(last))
            }
        };
        (days, last.year().to_string())
    })
}
