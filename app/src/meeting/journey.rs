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

/// Shows nothing while one gets there in time, or nobody knows where it is.
#[component]
pub(super) fn OwnJourney(editing: Editing) -> impl IntoView {
    let (locale, session) = (locale(), session());
    let pace = session.pace;
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
    let late = move || {
        let Some((visit, _)) = visit.get() else { return Vec::new() };
        let here = text!(visits.here);
        others.with(|others| {
            let there = others.iter().filter(|entry| entry.meeting != visit.meeting);
            let visits = there.filter_map(Entry::visit).chain([visit]).collect();
            let subject = |meeting| {
                let known = others.iter().find(|entry| entry.meeting == meeting && meeting != visit.meeting);
                known.and_then(|entry| Some(entry.details.as_ref()?.subject.clone()))
            };
            let concerns = |way: &Journey| way.is_impossible() && [way.from, way.to].contains(&visit.meeting);
            let words = |way: Journey| {
                td_string!(
                    locale,
                    visits.too_late,
                    from = subject(way.from).unwrap_or_else(|| here.to_owned()),
                    to = subject(way.to).unwrap_or_else(|| here.to_owned()),
                    minutes = length(locale, way.way.minutes),
                    free = length(locale, way.free)
                )
            };
            journeys(visits, pace).into_iter().filter(concerns).map(words).collect()
        })
    };
    let late = Memo::new(move |_| late());
    let title = text!(visits.too_far);
    view! {
        <div role="status">
            <Show when=move || !late.read().is_empty()>
                <div class="notice clash">
                    <Glyph icon=Icon::Warning />
                    <div>
                        <strong>{title}</strong>
                        {move || late.get().into_iter().map(|words| view! { <span>{words}</span> }).collect_view()}
                    </div>
                </div>
            </Show>
        </div>
    }
}

/// Long enough that somebody who goes on changing is not asked for.
const PAUSE: Duration = Duration::from_millis(200);
