//! The load of whoever is pointed at, below the list: of one person as a strip (S29), of a circle sorted by who is
//! free (D21).

use std::time::Duration;

use domain::availability::{Load, by_freedom};
use domain::people::{Circle, Depth};
use leptos::prelude::*;

use super::heat::Heat;
use super::strip::{Hours, Strip, conflict_words, freedom_name, freedom_word};
use super::{Picking, Proposed, Shown};
use crate::api::{loads, loads_of};
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::latest::Latest;

/// Reads the loads of those who are shown, whenever others are shown or another day is proposed.
pub(super) fn follow(picking: Picking) {
    let latest = Latest::default();
    let day = Memo::new(move |_| picking.proposed.with(|it| (it.day, it.rules.name().clone())));
    Effect::new(move |_| {
        let ((day, zone), shown) = (day.get(), picking.shown.get());
        picking.loads.set(None);
        let question = move || async move {
            match shown {
                Shown::Everybody { circle, .. } => loads_of(circle, day, zone).await,
                Shown::Somebody(line) => match line.attendee.person() {
                    Some(person) => loads(vec![person], day, zone).await,
                    None => Ok(Vec::new()),
                },
                Shown::Nobody => Ok(Vec::new()),
            }
        };
        // What cannot be read now is not shown; who is picked can be picked all the same.
        latest.ask(Duration::ZERO, question, move |read| picking.loads.set(Some(read.unwrap_or_default())));
    });
}

#[component]
pub(super) fn Loads(picking: Picking) -> impl IntoView {
    let dates = use_dates();
    let (before, nobody) = (text!(people.nobody_shown), text!(people.empty_circle));
    let title = {
        let dates = dates.clone();
        move || {
            let day = picking.proposed.with(|proposed| proposed.day);
            leptos_i18n::td_string!(picking.locale, people.load_on, day = dates.day_month(day))
        }
    };
    let hint = |words: &'static str| view! { <p class="hint">{words}</p> }.into_any();
    let inside = move || {
        let shown = picking.shown.get();
        let proposed = picking.proposed.get();
        let read = picking.loads.get();
        match (shown, read) {
            (Shown::Nobody, _) => hint(before),
            (_, None) => view! { <span class="skeleton block"></span> }.into_any(),
            (Shown::Somebody(_), Some(loads)) => match loads.into_iter().next() {
                Some(load) => view! { <OfOne load=load proposed=proposed /> }.into_any(),
                None => ().into_any(),
            },
            (Shown::Everybody { .. }, Some(loads)) if loads.is_empty() => hint(nobody),
            (Shown::Everybody { .. }, Some(mut loads)) => {
                let day = proposed.rules.day(proposed.day);
                by_freedom(&mut loads, day, proposed.span, proposed.meeting);
                view! { <Heat picking=picking loads=loads proposed=proposed /> }.into_any()
            }
        }
    };
    view! {
        <section class="loads" aria-labelledby="loads-title">
            <div class="loads-head">
                <h3 class="loads-title" id="loads-title">
                    {title}
                </h3>
                <WithBelow picking=picking />
            </div>
            {inside}
        </section>
    }
}

/// A department with or without those below it (S34).
#[component]
fn WithBelow(picking: Picking) -> impl IntoView {
    let words = text!(people.whole);
    let depth = Memo::new(move |_| match &*picking.shown.read() {
        Shown::Everybody { circle: Circle::Department { depth, .. }, .. } => Some(*depth),
        _ => None,
    });
    let turn = move |whole: bool| {
        picking.shown.update(|shown| {
            if let Shown::Everybody { circle: Circle::Department { depth, .. }, .. } = shown {
                *depth = if whole { Depth::Whole } else { Depth::Alone };
            }
        });
    };
    view! {
        <Show when=move || depth.get().is_some()>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || depth.get() == Some(Depth::Whole)
                    on:change=move |event| turn(event_target_checked(&event))
                />
                {words}
            </label>
        </Show>
    }
}

/// The day of one person, and what is in the way.
#[component]
fn OfOne(load: Load, proposed: Proposed) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let hours = Hours::around(&proposed, std::slice::from_ref(&load));
    let (name, person) = (load.name.clone(), load.person);
    let then = proposed.span.map(|span| {
        let freedom = load.freedom(span, proposed.meeting);
        let why = conflict_words(locale, &dates, &proposed, &load);
        view! {
            <p class="freedom" data-freedom=freedom_word(freedom)>
                <strong>{freedom_name(locale, freedom)}</strong>
                <span>{why.join("; ")}</span>
            </p>
        }
    });
    view! {
        <div class="load-of-one" data-load=person.to_string()>
            <strong class="load-name">{name}</strong>
            <Strip load=load proposed=proposed hours=hours named=true />
            {then}
        </div>
    }
}
