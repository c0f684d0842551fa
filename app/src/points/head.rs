//! Which period it is, and the ways to others. Reports have the same.

use chrono::NaiveDate;
use domain::points::{Length, Period};
use leptos::prelude::*;

use super::words::{length_name, period_name};
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// `to` is the address that shows another period; what else stands beside the ways there are the children.
#[component]
pub(crate) fn PeriodHead(
    title: &'static str,
    period: Memo<Period>,
    today: NaiveDate,
    to: Callback<Period, String>,
    children: Children,
) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let days = {
        let dates = dates.clone();
        move || {
            let period = period.get();
            format!("{} – {}", dates.day_month(period.first()), dates.short(period.last()))
        }
    };
    let step = move |count: i32| to.run(period.get().plus(count));
    // Another length shows where one was: today where that is within, else how the period began.
    let of_length = move |length| {
        let here = period.get();
        let date = if here.contains(today) { today } else { here.first() };
        to.run(Period::of(length, date))
    };
    let lengths = Length::ALL.into_iter().map(move |length| {
        view! {
            <a
                class="segment"
                href=move || of_length(length)
                aria-current=move || (period.get().length() == length).then_some("page")
            >
                {length_name(locale, length)}
            </a>
        }
    });
    view! {
        <header class="page-head">
            <div>
                <h1 class="page-title">
                    {title} " · " {move || period_name(locale, &dates, period.get())}
                </h1>
                <p class="hint">{days}</p>
            </div>
            <div class="page-actions">
                {children()}
                <nav class="segmented" aria-label=text!(points.lengths)>
                    {lengths.collect_view()}
                </nav>
                <a class="button" href=move || to.run(Period::of(period.get().length(), today))>
                    {text!(points.now)}
                </a>
                <div class="stepper">
                    <a class="button icon" href=move || step(-1) aria-label=text!(points.previous)>
                        <Glyph icon=Icon::PREVIOUS />
                    </a>
                    <a class="button icon" href=move || step(1) aria-label=text!(points.next)>
                        <Glyph icon=Icon::NEXT />
                    </a>
                </div>
            </div>
        </header>
    }
}
