//! Individuals (S33): somebody who is known, or somebody new, made on the spot.

use std::sync::Arc;

use domain::id::IndividualId;
use domain::meeting::{Attendance, Attendee, ParticipantLine, Reply};
use domain::people::{Individual, check_reachable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{Picking, Shown};
use crate::api::{find_individuals, keep_individual};
use crate::state::clock::now;
use crate::text;
use crate::ui::field::Field;
use crate::ui::picker::{Find, Offer, Picker};
use crate::ui::refusals::use_explain;

#[component]
pub(super) fn Individuals(picking: Picking) -> impl IntoView {
    let found = StoredValue::new(Vec::<Individual>::new());
    let shown = RwSignal::new(String::new());
    let find: Find = Arc::new(move |text| {
        Box::pin(async move {
            let known = find_individuals(text).await.unwrap_or_default();
            let offer = |individual: &Individual| Offer {
                id: individual.id.0,
                name: individual.name.clone(),
                note: reach(individual),
                icon: None,
            };
            let offers = known.iter().map(offer).collect();
            found.try_set_value(known);
            offers
        })
    });
    let explain = use_explain();
    let choose = move |id: Uuid| {
        let known = found.with_value(|found| found.iter().find(|it| it.id.0 == id).cloned());
        let Some(known) = known else { return };
        shown.set(known.name.clone());
        match check_reachable(&known.email, &known.phone) {
            Some(refusal) => {
                picking.shown.set(Shown::Nobody);
                picking.wrong.set(vec![format!("{}: {}", known.name, explain.reason(&refusal))]);
            }
            None => {
                picking.wrong.set(Vec::new());
                picking.shown.set(Shown::Somebody(line(&known)));
            }
        }
    };
    view! {
        <Field id="pick-individual" label=text!(people.find_individual)>
            <Picker
                id="pick-individual"
                placeholder=text!(people.find_individual)
                shown=Signal::derive(move || shown.get())
                find=find
                on_choose=Callback::new(choose)
                nothing=text!(people.nobody_found)
            />
        </Field>
        <New picking=picking />
    }
}

/// Name, and an address or a number.
#[component]
fn New(picking: Picking) -> impl IntoView {
    let fields = [(); 3].map(|()| RwSignal::new(String::new()));
    let [name, email, phone] = fields;
    let busy = RwSignal::new(false);
    // The same until it is kept, so that pressing twice makes one.
    let id = StoredValue::new(IndividualId::generate(now()));
    let explain = use_explain();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The form stands in a dialog above the form of a card.
        event.stop_propagation();
        if busy.get_untracked() {
            return;
        }
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let individual = Individual {
            id: id.get_value(),
            name: text(name),
            email: text(email),
            phone: text(phone),
            archived: false,
        };
        let reasons = individual.check().err().map(|refused| refused.into_reasons()).unwrap_or_default();
        let unreachable = check_reachable(&individual.email, &individual.phone);
        let reasons: Vec<_> = reasons.iter().chain(&unreachable).map(|it| explain.reason(it)).collect();
        picking.wrong.set(reasons.clone());
        if !reasons.is_empty() {
            return;
        }
        let explain = explain.clone();
        busy.set(true);
        spawn_local(async move {
            let kept = keep_individual(individual).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match kept {
                Ok(kept) => {
                    id.set_value(IndividualId::generate(now()));
                    for field in fields {
                        field.set(String::new());
                    }
                    picking.add(vec![line(&kept)]);
                }
                Err(failure) => picking.wrong.set(explain.failure(&failure)),
            }
        });
    };
    let input = |id: &'static str, kind: &'static str, value: RwSignal<String>| {
        view! {
            <input
                class="input"
                id=id
                type=kind
                autocomplete="off"
                maxlength="200"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
    };
    view! {
        <form class="fields pick-new" novalidate aria-labelledby="pick-new-title" on:submit=add>
            <h3 class="loads-title" id="pick-new-title">
                {text!(people.new_individual)}
            </h3>
            <Field id="new-name" label=text!(refusal.field_name)>
                {input("new-name", "text", name)}
            </Field>
            <div class="field-row">
                <Field id="new-email" label=text!(refusal.field_email)>
                    {input("new-email", "email", email)}
                </Field>
                <Field id="new-phone" label=text!(refusal.field_phone)>
                    {input("new-phone", "tel", phone)}
                </Field>
            </div>
            <button class="button" disabled=busy>
                {text!(people.add_individual)}
            </button>
        </form>
    }
}

fn reach(individual: &Individual) -> String {
    if individual.email.is_empty() { individual.phone.clone() } else { individual.email.clone() }
}

fn line(individual: &Individual) -> ParticipantLine {
    ParticipantLine {
        attendee: Attendee::Individual(individual.id),
        name: individual.name.clone(),
        about: String::new(),
        email: individual.email.clone(),
        attendance: Attendance::default(),
        reply: Reply::default(),
    }
}
