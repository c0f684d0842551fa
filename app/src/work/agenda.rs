//! Meetings in the order of their time, a list a day.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::calendar::{Entry, Takes};
use domain::meeting::{Answer, State};
use domain::time::ZoneRules;
use leptos::prelude::*;

use crate::api::Desk;
use crate::meeting::MeetingList;
use crate::session::session;
use crate::text;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// The meetings of today.
#[component]
pub(super) fn Today(now: DateTime<Utc>, today: NaiveDate, entries: Vec<Entry>) -> impl IntoView {
    let entries = on_day(today, &entries, &session().rules);
    let count = entries.len();
    let list = if entries.is_empty() {
        view! { <Empty title=text!(work.today_empty) hint=text!(work.today_empty_hint) /> }.into_any()
    } else {
        view! { <MeetingList day=today now=now entries=entries /> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="today-title">
            <header class="panel-head">
                <h2 class="panel-title" id="today-title">
                    {text!(work.today)}
                </h2>
                {(count > 0).then(|| view! { <span class="count">{count}</span> })}
                <a class="panel-link" href="/calendar">
                    {text!(work.to_calendar)}
                </a>
            </header>
            {list}
        </section>
    }
}

/// The meetings of the days after today.
#[component]
pub(super) fn NextDays(now: DateTime<Utc>, today: NaiveDate, entries: Vec<Entry>) -> impl IntoView {
    let session = session();
    let days = (1..Desk::DAYS).filter_map(|after| today.checked_add_days(Days::new(after.into())));
    let days = days.map(|date| (date, on_day(date, &entries, &session.rules)));
    let days: Vec<_> = days.filter(|(_, entries)| !entries.is_empty()).collect();
    let list = if days.is_empty() {
        view! { <Empty title=text!(work.next_empty) hint=text!(work.next_empty_hint) /> }.into_any()
    } else {
        let day = |(date, entries)| view! { <Day date=date today=today now=now entries=entries /> };
        days.into_iter().map(day).collect_view().into_any()
    };
    view! {
        <section class="panel" aria-labelledby="next-title">
            <header class="panel-head">
                <h2 class="panel-title" id="next-title">
                    {text!(work.next_days)}
                </h2>
            </header>
            {list}
        </section>
    }
}

#[component]
fn Day(date: NaiveDate, today: NaiveDate, now: DateTime<Utc>, entries: Vec<Entry>) -> impl IntoView {
    let dates = use_dates();
    let name = if today.succ_opt() == Some(date) {
        text!(work.tomorrow).to_owned()
    } else {
        crate::ui::dates::capitalised(&dates.weekday(date))
    };
    view! {
        <div class="agenda-day">
            <h3 class="agenda-date">
                {name} <span class="hint">{dates.day_month(date)}</span>
            </h3>
            <MeetingList day=date now=now entries=entries />
        </div>
    }
}

#[component]
fn Empty(title: &'static str, hint: &'static str) -> impl IntoView {
    view! {
        <div class="empty">
            <Glyph icon=Icon::EMPTY />
            <p class="empty-title">{title}</p>
            <p class="hint">{hint}</p>
        </div>
    }
}

/// What stands on a day and is neither over nor declined, in the order of its time; whole days first.
fn on_day(date: NaiveDate, entries: &[Entry], rules: &ZoneRules) -> Vec<Entry> {
    let day = rules.day(date);
    let there = entries.iter().filter(|entry| match &entry.takes {
        Takes::Time { span } => span.overlaps(&day),
        Takes::Days { first, days } => {
            let last = first.checked_add_days(Days::new(u64::from(days.saturating_sub(1)))).unwrap_or(*first);
            (*first..=last).contains(&date)
        }
    });
    let mut there: Vec<Entry> = there.filter(|entry| stands(entry)).cloned().collect();
    there.sort_by_key(|entry| match &entry.takes {
        Takes::Days { .. } => None,
        Takes::Time { span } => Some((span.start(), span.end())),
    });
    there
}

/// A closed meeting no longer stands on My work (S45), and one that I declined is none of mine.
fn stands(entry: &Entry) -> bool {
    entry.details.as_ref().is_some_and(|details| {
        let declined = details.my_answer.is_some_and(|mine| mine.answer == Answer::Declined);
        matches!(details.state, State::Planned | State::InProgress) && !declined
    })
}
