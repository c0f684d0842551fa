//! Whether one can get to a visit that is being planned, and on to the next one: warned of before it is saved, and never
//! forbidden (D10).

use domain::calendar::Entry;
use domain::journey::{Journey, Visit, journeys};
use domain::location::Position;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::words::length;
use crate::api::calendar;
use crate::session::session;
use crate::state::planner::use_planner;
use crate::text;
use crate::texts::locale;
use crate::ui::latest::{Latest, PAUSE};
use crate::ui::warnings::Warnings;

/// While nobody knows where it is it says nothing.
#[component]
pub(super) fn OwnJourney(editing: Editing) -> impl IntoView {
    let (locale, session) = (locale(), session());
    let roads = use_planner().roads;
    let (title, in_time, here) = (text!(visits.too_far), text!(visits.in_time), text!(visits.here));
    let visit = Memo::new(move |_| {
        let position = editing.form.position.read().parse::<Position>().ok();
        let proposed = editing.proposed_to_me().filter(|_| editing.is_outside())?;
        Some((Visit { meeting: editing.id, span: proposed.span?, position: Some(position?) }, proposed.day))
    });
    let others = RwSignal::new(Vec::<Entry>::new());
    let latest = Latest::default();
    let day = Memo::new(move |_| visit.get().map(|(_, day)| day));
    let rules = session.rules.clone();
    Effect::new(move |_| {
        let Some(day) = day.get() else {
            latest.forget();
            return others.set(Vec::new());
        };
        let whole = rules.day(day);
        // What cannot be read now is not shown: it would forbid nothing.
        latest.ask(
            PAUSE,
            move || calendar(whole.start(), whole.end(), Vec::new()),
            move |read| {
                others.set(read.map(|range| range.entries).unwrap_or_default());
            },
        );
    });
    // What is to be said of the ways from and to this visit where one is not there in time; nothing where there are none.
    let late = Memo::new(move |_| {
        let (visit, _) = visit.get()?;
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
            let ways = journeys(visits, roads).into_iter().filter(concerns).map(said);
            let ways: Vec<Option<String>> = ways.collect();
            (!ways.is_empty()).then(|| ways.into_iter().flatten().collect::<Vec<_>>())
        })
    });
    view! { <Warnings title=title fine=in_time between=" " warnings=late /> }
}
