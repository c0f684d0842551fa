//! Whose calendars are shown: one's own, or those of several people over or beside one another.

use std::sync::Arc;

use domain::id::PersonId;
use domain::people::Team;
use leptos::prelude::*;
use leptos_i18n::td_string;
use uuid::Uuid;

use super::super::desk::Desk;
use super::super::faces::Face;
use super::super::filter::{Arranged, Filter};
use super::companies::Companies;
use super::teams::Teams;
use crate::api::find_users;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::picker::{Find, Offer, Picker};
use crate::ui::toast::{Toasts, Tone, use_toasts};

/// Changes whose calendars are shown. Copy it into an event handler.
#[derive(Clone, Copy)]
pub(super) struct Choose {
    desk: Desk,
    toasts: Toasts,
    locale: Locale,
}

impl Choose {
    /// Whose calendars are shown.
    pub(super) fn whose(self) -> Vec<PersonId> {
        self.desk.filter.with(|filter| filter.whose(self.desk.me))
    }

    /// Shows these calendars, unless they are more than can be told apart.
    pub(super) fn show(self, people: Vec<PersonId>) {
        if people.len() > Team::MOST_PEOPLE {
            let max = Team::MOST_PEOPLE;
            self.toasts.say(Tone::Error, td_string!(self.locale, refusal.too_many_people, max = max));
            // What was ticked is not: the box shows what is.
            self.desk.members.update(|_| {});
            return;
        }
        let filter = self.desk.filter.get_untracked().of(people, self.desk.me);
        self.desk.go.run(untrack(|| self.desk.filtered(&filter)));
    }

    pub(super) fn add(self, more: &[PersonId]) {
        let mut people = untrack(|| self.whose());
        people.extend(more.iter().filter(|person| !people.contains(person)).copied().collect::<Vec<_>>());
        self.show(people);
    }

    pub(super) fn leave_out(self, fewer: &[PersonId]) {
        let mut people = untrack(|| self.whose());
        people.retain(|person| !fewer.contains(person));
        if people.is_empty() {
            people.push(self.desk.me);
        }
        self.show(people);
    }
}

#[component]
pub(super) fn People(desk: Desk) -> impl IntoView {
    let choose = Choose { desk, toasts: use_toasts(), locale: locale() };
    let find: Find = Arc::new(move |text| {
        Box::pin(async move {
            let found = find_users(text).await.unwrap_or_default();
            let there = desk.filter.with_untracked(|filter| filter.whose(desk.me));
            let new = found.into_iter().filter(|person| !there.contains(&person.id));
            let offer = |person: domain::people::Person| Offer {
                id: person.id.0,
                name: person.name,
                note: person.position,
                icon: None,
            };
            new.map(offer).collect()
        })
    });
    let several = Memo::new(move |_| desk.faces.with(|faces| !faces.is_empty()));
    let list = move || {
        let faces: Vec<Face> = desk.faces.with(|faces| faces.iter().cloned().collect());
        faces.into_iter().map(|face| person(choose, face)).collect_view()
    };
    let mine = text!(panel.mine);
    view! {
        <fieldset class="side-section">
            <legend class="side-title">{text!(panel.people)}</legend>
            <Show when=move || several.get() fallback=move || view! { <p class="side-note">{mine}</p> }>
                <div class="side-people">{list}</div>
                <Arrange desk=desk choose=choose />
            </Show>
            <Picker
                id="look-at"
                label=text!(panel.add_person)
                placeholder=text!(panel.add_person)
                find=find
                on_choose=Callback::new(move |id: Uuid| choose.add(&[PersonId(id)]))
                nothing=text!(panel.nobody)
            />
            <Companies choose=choose />
            <Teams choose=choose />
        </fieldset>
    }
}

fn person(choose: Choose, Face { person, name, initials, color, .. }: Face) -> impl IntoView {
    view! {
        <label class="side-check colored" style=format!("--hue:var(--person-{color})")>
            <input
                type="checkbox"
                checked
                prop:checked=true
                on:change=move |_| choose.leave_out(&[person])
            />
            <b class="side-who" aria-hidden="true">
                {initials}
            </b>
            <span>{name}</span>
        </label>
    }
}

/// Over one another or beside one another, and back to one's own.
#[component]
fn Arrange(desk: Desk, choose: Choose) -> impl IntoView {
    let segment = move |arranged: Arranged, label: &'static str| {
        let is = move || desk.filter.with(|filter| filter.arranged == arranged);
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || if is() { "true" } else { "false" }
                on:click=move |_| {
                    let filter = Filter { arranged, ..desk.filter.get_untracked() };
                    desk.go.run(untrack(|| desk.filtered(&filter)));
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="segmented small" role="group" aria-label=text!(panel.arranged)>
            {segment(Arranged::Overlaid, text!(panel.overlaid))}
            {segment(Arranged::Beside, text!(panel.beside))}
        </div>
        <button
            type="button"
            class="button quiet small"
            on:click=move |_| choose.show(vec![desk.me])
        >
            {text!(panel.only_me)}
        </button>
    }
}
