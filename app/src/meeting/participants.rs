//! Who takes part (Участники), and who sees to it (Ответственный).

use std::sync::Arc;

use domain::meeting::{Answer, Attendance, Attendee, ParticipantLine};
use domain::people::Person;
use domain::refusal::Field as Which;
use leptos::prelude::*;
use uuid::Uuid;

use super::editing::Editing;
use super::fact::Fact;
use super::participant::ParticipantRow;
use crate::api::{find_people, find_users};
use crate::participants::PickPeople;
use crate::text;
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::{Find, Offer, Picker};

#[component]
pub(super) fn Participants(editing: Editing, may_change: Memo<bool>) -> impl IntoView {
    let people = editing.form.people;
    let responsible = move || {
        if may_change.get() {
            view! { <Responsible editing=editing /> }.into_any()
        } else {
            let name = move || Some(editing.form.responsible.read().name.clone());
            view! {
                <dl class="fields">
                    <Fact label=text!(refusal.field_responsible) value=Signal::derive(name) />
                </dl>
            }
            .into_any()
        }
    };
    view! {
        <section class="section" aria-labelledby="people-title">
            <h2 class="section-title" id="people-title">
                {text!(refusal.field_participants)} <span class="count">{move || people.read().len()}</span>
            </h2>
            <ul class="people">
                <For each=move || people.get() key=shown_of let:line>
                    <ParticipantRow editing=editing line=line may_change=may_change />
                </For>
            </ul>
            <div class="fields">
                <Show when=move || may_change.get()>
                    <div class="picker-row">
                        <AddPerson editing=editing />
                        <Pick editing=editing />
                    </div>
                </Show>
                {responsible}
            </div>
        </section>
    }
}

/// A row is drawn anew when anything that it shows of somebody is different.
fn shown_of(line: &ParticipantLine) -> (Attendee, bool, Answer, String) {
    let optional = line.attendance == Attendance::Optional;
    (line.attendee, optional, line.reply.answer, line.reply.reason.clone())
}

/// Users, contacts and individuals, by typing (S28, S31 to S33).
#[component]
fn AddPerson(editing: Editing) -> impl IntoView {
    let found = StoredValue::new(Vec::<ParticipantLine>::new());
    let find: Find = Arc::new(move |text| {
        Box::pin(async move {
            let lines = find_people(text).await.unwrap_or_default();
            let there = editing.form.people.get_untracked();
            let new = |line: &ParticipantLine| there.iter().all(|each| each.attendee != line.attendee);
            let lines: Vec<_> = lines.into_iter().filter(new).collect();
            let offers = lines.iter().map(offer).collect();
            found.try_set_value(lines);
            offers
        })
    });
    let add = move |id: Uuid| {
        let line = found.with_value(|found| found.iter().find(|line| uuid(line.attendee) == id).cloned());
        if let Some(line) = line {
            editing.form.invite(line);
        }
    };
    view! {
        <Picker
            id="add-person"
            label=text!(meeting.add_person)
            placeholder=text!(meeting.add_person_placeholder)
            find=find
            on_choose=Callback::new(add)
            nothing=text!(meeting.nobody_found)
            wrong=editing.trouble.with(Which::Participants)
        />
    }
}

/// *Pick* (S27): departments, groups, people of clients and individuals, with how their day is filled.
#[component]
fn Pick(editing: Editing) -> impl IntoView {
    let open = RwSignal::new(false);
    let form = editing.form;
    let present = Signal::derive(move || form.people.read().iter().map(|line| line.attendee).collect());
    let proposed = Signal::derive(move || editing.proposed());
    let add = Callback::new(move |lines: Vec<ParticipantLine>| {
        for line in lines {
            form.invite(line);
        }
    });
    view! {
        <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <Glyph icon=Icon::PEOPLE />
            {text!(people.pick)}
        </button>
        <Show when=move || open.get()>
            <PickPeople
                present=present
                proposed=proposed
                on_choose=add
                on_close=Callback::new(move |()| open.set(false))
            />
        </Show>
    }
}

/// By default the author (S17); can be reassigned (S18).
#[component]
fn Responsible(editing: Editing) -> impl IntoView {
    let found = StoredValue::new(Vec::<Person>::new());
    let wrong = editing.trouble.with(Which::Responsible);
    let find: Find = Arc::new(move |text| {
        Box::pin(async move {
            let people = find_users(text).await.unwrap_or_default();
            let offers = people.iter().map(|person| Offer {
                id: person.id.0,
                name: person.name.clone(),
                note: person.position.clone(),
                icon: None,
            });
            let offers = offers.collect();
            found.try_set_value(people);
            offers
        })
    });
    let choose = move |id: Uuid| {
        let person = found.with_value(|found| found.iter().find(|person| person.id.0 == id).cloned());
        if let Some(person) = person {
            editing.form.reassign(&person);
        }
    };
    view! {
        <Field id="responsible" label=text!(refusal.field_responsible) wrong=wrong>
            <Picker
                id="responsible"
                placeholder=text!(meeting.find_person)
                shown=Signal::derive(move || editing.form.responsible.read().name.clone())
                find=find
                on_choose=Callback::new(choose)
                nothing=text!(meeting.nobody_found)
                wrong=wrong
            />
        </Field>
    }
}

fn offer(line: &ParticipantLine) -> Offer {
    Offer { id: uuid(line.attendee), name: line.name.clone(), note: line.about.clone(), icon: None }
}

fn uuid(attendee: Attendee) -> Uuid {
    match attendee {
        Attendee::Person(id) => id.0,
        Attendee::Contact(id) => id.0,
        Attendee::Individual(id) => id.0,
    }
}
