//! Meetings in the order of their time, a list a day.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use domain::calendar::{Details, Entry, Takes};
use domain::grid::day::on_the_wall;
use domain::kind::Hue;
use domain::meeting::{Answer, State};
use domain::time::ZoneRules;
use leptos::prelude::*;

use crate::api::Desk;
use crate::meeting::{AnswerSign, StateBadge, answer_word, state_word};
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
        view! { <Agenda day=today now=now entries=entries /> }.into_any()
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
            <Agenda day=date now=now entries=entries />
        </div>
    }
}

#[component]
fn Agenda(day: NaiveDate, now: DateTime<Utc>, entries: Vec<Entry>) -> impl IntoView {
    let item = |entry: Entry| {
        let Entry { meeting, takes, details, .. } = entry;
        let details = details?;
        Some(
            view! { <li>{item(day, now, format!("/meetings/{meeting}"), meeting.to_string(), takes, details)}</li> },
        )
    };
    view! { <ul class="agenda">{entries.into_iter().filter_map(item).collect_view()}</ul> }
}

fn item(
    day: NaiveDate,
    now: DateTime<Utc>,
    to: String,
    id: String,
    takes: Takes,
    details: Details,
) -> impl IntoView {
    let (from, until) = times(day, &takes);
    let under_way = matches!(takes, Takes::Time { span } if span.contains(now));
    let answer = details.my_answer.map(|mine| mine.answer).filter(|answer| *answer != Answer::Accepted);
    let note = [details.place, details.client].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <a
            class="agenda-item"
            href=to
            style=hue_style(details.color)
            data-event=id
            data-state=state_word(details.state)
            data-answer=answer.map(answer_word)
            data-now=under_way.then_some("")
        >
            <span class="agenda-time">
                <strong>{from}</strong>
                <span>{until}</span>
            </span>
            <span class="agenda-what">
                <span class="agenda-subject">{details.subject}</span>
                {(!note.is_empty()).then(|| view! { <span class="agenda-note">{note}</span> })}
            </span>
            {details
                .private
                .then(|| {
                    view! {
                        <span class="answer">
                            <Glyph icon=Icon::Private />
                            <span class="visually-hidden">{text!(work.private)}</span>
                        </span>
                    }
                })}
            {match (answer, details.state, under_way) {
                (Some(answer), ..) => view! { <AnswerSign answer=answer /> }.into_any(),
                (None, State::Planned, true) => {
                    view! {
                        <span class="badge" data-state="planned">
                            <Glyph icon=Icon::Clock />
                            {text!(work.under_way)}
                        </span>
                    }
                        .into_any()
                }
                (None, State::Planned, false) => ().into_any(),
                (None, state, _) => view! { <StateBadge state=state /> }.into_any(),
            }}
        </a>
    }
}

/// From when until when; an end on another day than this has no time here.
fn times(day: NaiveDate, takes: &Takes) -> (String, String) {
    let Takes::Time { span } = takes else { return (text!(common.all_day).to_owned(), String::new()) };
    let dates = use_dates();
    let (from, until) = on_the_wall(span, &session().rules);
    let here = |at: NaiveDateTime| if at.date() == day { dates.time(at.time()) } else { "…".to_owned() };
    (here(from), here(until))
}

#[component]
fn Empty(title: &'static str, hint: &'static str) -> impl IntoView {
    view! {
        <div class="empty">
            <Glyph icon=Icon::Empty />
            <p class="empty-title">{title}</p>
            <p class="hint">{hint}</p>
        </div>
    }
}

/// The colour of a category for the style sheet; without one it takes the accent's.
pub(super) fn hue_style(color: Option<Hue>) -> Option<String> {
    color.map(|hue| format!("--hue:{}", u16::from(hue)))
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
