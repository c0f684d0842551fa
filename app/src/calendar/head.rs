//! What is shown, and the ways to other days. Everything is a link: it can be opened in a new tab, and it
//! works before the script does.

use chrono::Datelike;
use leptos::prelude::*;
use leptos_meta::Title;

use super::desk::Desk;
use super::panel::PanelButtons;
use super::search::SearchButton;
use super::shown::{Shown, View};
use crate::text;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Head(desk: Desk) -> impl IntoView {
    let shown = desk.shown;
    let title = Memo::new(move |_| title(desk, shown.get()));
    let today = move || desk.address(shown.get().on(desk.now.today.get()));
    let views: [(View, &'static str); 5] = [
        (View::Day, text!(calendar.day)),
        (View::WorkWeek, text!(calendar.work_week)),
        (View::Week, text!(calendar.week)),
        (View::Month, text!(calendar.month)),
        (View::Agenda, text!(calendar.agenda)),
    ];
    let segment = move |(view, label): (View, &'static str)| {
        view! {
            <a
                class="segment"
                data-view=view.word()
                href=move || desk.address(shown.get().seen_as(view, desk.now.today.get()))
                aria-current=move || (shown.get().view == view).then_some("page")
            >
                {label}
            </a>
        }
    };
    let steps = [
        [text!(calendar.previous_day), text!(calendar.next_day)],
        [text!(calendar.previous_week), text!(calendar.next_week)],
        [text!(calendar.previous_month), text!(calendar.next_month)],
        [text!(calendar.previous_weeks), text!(calendar.next_weeks)],
    ];
    let step = move || match shown.get().view {
        View::Day => steps[0],
        View::WorkWeek | View::Week => steps[1],
        View::Month => steps[2],
        View::Agenda => steps[3],
    };
    view! {
        <Title text=move || title.with(|(days, year)| format!("{days} {year}")) />
        <header class="page-head calendar-head">
            <PanelButtons desk=desk />
            <h1 class="page-title" data-long=move || is_long(desk.shown.get()).then_some("")>
                {move || title.get().0} " " <span class="title-year">{move || title.get().1}</span>
            </h1>
            <SearchButton class="button quiet icon search-here" />
            <div class="page-actions">
                <a class="button" href=today>
                    {text!(calendar.today)}
                </a>
                <div class="stepper">
                    <a
                        class="button icon"
                        href=move || desk.address(shown.get().previous())
                        aria-label=move || step()[0]
                    >
                        <Glyph icon=Icon::PREVIOUS />
                    </a>
                    <a
                        class="button icon"
                        href=move || desk.address(shown.get().next())
                        aria-label=move || step()[1]
                    >
                        <Glyph icon=Icon::NEXT />
                    </a>
                </div>
            </div>
            <nav class="segmented calendar-views" aria-label=text!(calendar.view)>
                {views.into_iter().map(segment).collect_view()}
            </nav>
        </header>
    }
}

/// Whether the title names two dates or months: it needs its room on a phone.
fn is_long(shown: Shown) -> bool {
    match shown.view {
        View::Day | View::Month => false,
        View::Agenda => true,
        View::WorkWeek | View::Week => shown.first.month() != shown.last().month(),
    }
}

/// The days in words, and the year, which steps back.
fn title(desk: Desk, shown: Shown) -> (String, String) {
    desk.words.with_value(|words| {
        let dates = &words.dates;
        let (first, last) = (shown.first, shown.last());
        let days = match shown.view {
            View::Day => dates.day_month(first),
            View::Month => return (dates.month(shown.date), shown.date.year().to_string()),
            View::Agenda if first.year() == last.year() => {
                format!("{}\u{a0}– {}", dates.day_month(first), dates.day_month(last))
            }
            View::Agenda => {
                format!("{}\u{a0}{}\u{a0}– {}", dates.day_month(first), first.year(), dates.day_month(last))
            }
            View::WorkWeek | View::Week if first.month() == last.month() => dates.month(first),
            View::WorkWeek | View::Week if first.year() == last.year() => {
                format!("{}\u{a0}– {}", dates.month(first), dates.month(last))
            }
            View::WorkWeek | View::Week => {
                format!("{}\u{a0}{}\u{a0}– {}", dates.month(first), first.year(), dates.month(last))
            }
        };
        (days, last.year().to_string())
    })
}
