//! Meetings one below the other, as My work and the agenda of the calendar have them.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::calendar::{Details, Entry, Takes};
use domain::grid::day::on_the_wall;
use domain::kind::Hue;
use domain::meeting::{Answer, State};
use leptos::prelude::*;

use super::badge::{AnswerSign, MissedBadge, StateBadge, answer_word, state_word};
use super::signs::{Signs, signs};
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// Whose a meeting is, where the calendars of several people are listed together.
#[derive(Clone, Debug, PartialEq)]
pub struct Whose {
    pub names: String,
    /// Which of the colours for people.
    pub color: usize,
}

/// Tells whose a meeting is; nothing, of one's own calendar.
pub type TellWhose = Arc<dyn Fn(&Entry) -> Option<Whose> + Send + Sync>;

/// The meetings of a day that their reader may know of, in the order in which they are given. Of others' time it is
/// listed that it is taken, where it is told whose.
#[component]
pub fn MeetingList(
    day: NaiveDate,
    now: DateTime<Utc>,
    entries: Vec<Entry>,
    #[prop(optional)] whose: Option<TellWhose>,
) -> impl IntoView {
    let item = |entry: Entry| {
        let whose = whose.as_ref().and_then(|whose| whose(&entry));
        let Entry { meeting, takes, details, .. } = entry;
        let item = match (details, whose) {
            (Some(details), whose) => {
                let to = format!("/meetings/{meeting}");
                item(day, now, to, meeting.to_string(), takes, details, whose).into_any()
            }
            (None, Some(whose)) => busy(day, meeting.to_string(), &takes, whose).into_any(),
            (None, None) => return None,
        };
        Some(view! { <li>{item}</li> })
    };
    view! { <ul class="agenda">{entries.into_iter().filter_map(item).collect_view()}</ul> }
}

fn busy(day: NaiveDate, id: String, takes: &Takes, whose: Whose) -> impl IntoView {
    let (from, until) = times(day, takes);
    let style = person_hue(&whose);
    view! {
        <div class="agenda-item" data-event=id data-busy="" style=style>
            <span class="agenda-time">
                <strong>{from}</strong>
                <span>{until}</span>
            </span>
            <span class="agenda-what">
                <span class="agenda-subject">{text!(common.busy)}</span>
                <span class="agenda-note">{whose.names}</span>
            </span>
        </div>
    }
}

fn person_hue(whose: &Whose) -> String {
    format!("--hue:var(--person-{})", whose.color)
}

fn item(
    day: NaiveDate,
    now: DateTime<Utc>,
    to: String,
    id: String,
    takes: Takes,
    details: Details,
    whose: Option<Whose>,
) -> impl IntoView {
    let (from, until) = times(day, &takes);
    let under_way = matches!(takes, Takes::Time { span } if span.contains(now));
    let missed = details.state.needs_result(takes.end(&session().rules), now);
    let answer = details.my_answer.map(|mine| mine.answer).filter(|answer| *answer != Answer::Accepted);
    let style = whose.as_ref().map(person_hue).or_else(|| hue_style(details.color));
    let signs = signs(&details, locale()).collect();
    let names = whose.map(|whose| whose.names);
    let note = [names, details.place, details.client, details.address.map(|address| address.text)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <a
            class="agenda-item"
            href=to
            style=style
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
            <Signs signs=signs />
            {match (answer, details.state, under_way) {
                (_, State::Planned, _) if missed => view! { <MissedBadge /> }.into_any(),
                (Some(answer), ..) => view! { <AnswerSign answer=answer /> }.into_any(),
                (None, State::Planned, true) => {
                    view! {
                        <span class="badge" data-state="planned">
                            <Glyph icon=Icon::CLOCK />
                            {text!(common.under_way)}
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

/// The colour of a category for the style sheet; without one it takes the accent's.
pub fn hue_style(color: Option<Hue>) -> Option<String> {
    color.map(|hue| format!("--hue:{}", u16::from(hue)))
}
