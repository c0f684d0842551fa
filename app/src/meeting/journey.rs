//! Whether one can get to a visit that is being planned, and on to the next one: warned of before it is saved, and never
//! forbidden (D10).

use std::time::Duration;

use domain::calendar::Entry;
use domain::journey::{Journey, Visit, journeys};
use domain::location::Position;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::words::length;
use crate::api::calendar;
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};

/// A line that is there from the beginning, as that of what is in one's way; while nobody knows where it is it says nothing.
#[component]
pub(super) fn OwnJourney(editing: Editing) -> impl IntoView {
    let (locale, session) = (locale(), session());
    let pace = session.pace;
    let (title, in_time, here) = (text!(visits.too_far), text!(visits.in_time), text!(visits.here));
    let visit = Memo::new(move |_| {
        let position = editing.form.position.read().parse::<Position>().ok();
        let proposed = editing.proposed_to_me().filter(|_| editing.is_outside())?;
        Some((Visit { meeting: editing.id, span: proposed.span?, position: Some(position?) }, proposed.day))
    });
    let others = RwSignal::new(Vec::<Entry>::new());
    let asked = StoredValue::new(0_u32);
    let day = Memo::new(move |_| visit.get().map(|(_, day)| day));
    let rules = session.rules.clone();
    Effect::new(move |_| {
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let Some(day) = day.get() else { return others.set(Vec::new()) };
        let is_last = move || asked.try_get_value() == Some(number);
        let whole = rules.day(day);
        set_timeout(
            move || {
                if !is_last() {
                    return;
                }
                spawn_local(async move {
                    // What cannot be read now is not shown: it would forbid nothing.
                    let read = calendar(whole.start(), whole.end(), Vec::new()).await;
                    if is_last() {
                        others.set(read.map(|range| range.entries).unwrap_or_default());
                    }
                });
            },
            PAUSE,
        );
    });
    // Each way from or to this visit: what is to be said of it, and nothing where one is there in time.
    let ways = Memo::new(move |_| {
        let Some((visit, _)) = visit.get() else { return Vec::new() };
        others.with(|others| {
            let there = || others.iter().filter(|entry| entry.meeting != visit.meeting);
            let visits = there().filter_map(Entry::visit).chain([visit]).collect();
            let subject = |meeting| {
                let known = there().find(|entry| entry.meeting == meeting);
                let known = known.and_then(|entry| entry.details.as_ref());
                known.map_or_else(|| here.to_owned(), |details| details.subject.clone())
            };
            let said = |way: Journey| {
                way.is_impossible().then(|| {
                    td_string!(
                        locale,
                        visits.too_late,
                        from = subject(way.from),
                        to = subject(way.to),
                        minutes = length(locale, way.way.minutes),
                        free = length(locale, way.free)
                    )
                })
            };
            let concerns = |way: &Journey| [way.from, way.to].contains(&visit.meeting);
            journeys(visits, pace).into_iter().filter(concerns).map(said).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="own-way" role="status">
            {move || {
                let ways = ways.get();
                let late: Vec<String> = ways.iter().flatten().cloned().collect();
                if late.is_empty() {
                    return (!ways.is_empty()).then(|| view! { <span class="hint">{in_time}</span> }.into_any());
                }
                let all = late.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view();
                let view = view! {
                    <details>
                        <summary>
                            <Glyph icon=Icon::WARNING />
                            <span>
                                <strong>{title}</strong>
                                " "
                                {late.join(" ")}
                            </span>
                        </summary>
                        <ul>{all}</ul>
                    </details>
                };
                Some(view.into_any())
            }}
        </div>
    }
}

/// Long enough that somebody who goes on changing is not asked for.
const PAUSE: Duration = Duration::from_millis(200);
