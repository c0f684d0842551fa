//! What stands in one's own way, or in another's, at a time that is being chosen: shown before it is saved, and never forbidden.

use domain::availability::Load;
use domain::id::PersonId;
use leptos::prelude::*;

use super::{Proposed, conflict_words};
use crate::api::loads;
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::latest::{Latest, PAUSE};
use crate::ui::warnings::Warnings;

/// While no time is proposed it says nothing.
#[component]
pub fn OwnConflict(proposed: Signal<Option<Proposed>>) -> impl IntoView {
    let (title, fine) = (text!(people.conflict_mine), text!(people.free_mine));
    view! { <Conflict proposed=proposed person=session().person.id title=title fine=fine /> }
}

/// What stands in the way of somebody who is to be invited.
#[component]
pub fn ConflictOf(proposed: Signal<Option<Proposed>>, person: PersonId, name: String) -> impl IntoView {
    let title = text!(people.conflict_of, name = name.as_str());
    let fine = text!(people.free_of, name = name.as_str());
    view! { <Conflict proposed=proposed person=person title=title fine=fine /> }
}

#[component]
fn Conflict(
    proposed: Signal<Option<Proposed>>,
    person: PersonId,
    #[prop(into)] title: String,
    #[prop(into)] fine: String,
) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let load = RwSignal::new(None::<Load>);
    let latest = Latest::default();
    let day = Memo::new(move |_| {
        proposed.with(|it| it.as_ref().map(|proposed| (proposed.day, proposed.rules.name().clone())))
    });
    Effect::new(move |_| {
        let Some((day, zone)) = day.get() else {
            latest.forget();
            return load.set(None);
        };
        // What cannot be read now is not shown: it would forbid nothing.
        latest.ask(
            PAUSE,
            move || loads(vec![person], day, zone),
            move |read| {
                load.set(read.unwrap_or_default().into_iter().next());
            },
        );
    });
    let conflicts = Memo::new(move |_| {
        let (proposed, load) = proposed.get().zip(load.get())?;
        Some(conflict_words(locale, &dates, &proposed, &load))
    });
    view! {
        <Warnings title=title fine=fine between="; " warnings=conflicts />
    }
}
