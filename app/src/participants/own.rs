//! What stands in one's own way at a time that is being chosen: shown before it is saved, and never forbidden.

use domain::availability::Load;
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
    let (locale, dates, me) = (locale(), use_dates(), session().person.id);
    let mine = RwSignal::new(None::<Load>);
    let latest = Latest::default();
    let day = Memo::new(move |_| {
        proposed.with(|it| it.as_ref().map(|proposed| (proposed.day, proposed.rules.name().clone())))
    });
    Effect::new(move |_| {
        let Some((day, zone)) = day.get() else {
            latest.forget();
            return mine.set(None);
        };
        // What cannot be read now is not shown: it would forbid nothing.
        latest.ask(
            PAUSE,
            move || loads(vec![me], day, zone),
            move |read| {
                mine.set(read.unwrap_or_default().into_iter().next());
            },
        );
    });
    let conflicts = Memo::new(move |_| {
        let (proposed, mine) = proposed.get().zip(mine.get())?;
        Some(conflict_words(locale, &dates, &proposed, &mine))
    });
    view! {
        <Warnings title=text!(people.conflict_mine) fine=text!(people.free_mine) between="; " warnings=conflicts />
    }
}
