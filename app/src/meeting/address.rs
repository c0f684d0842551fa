//! Where a meeting outside is: an office from the client's card, or an address that is typed (S56 to S58).

use std::sync::Arc;

use domain::client::Address;
use domain::location::Position;
use domain::refusal::Field as About;
use leptos::prelude::*;
use uuid::Uuid;

use super::editing::Editing;
use super::form::Form;
use super::journey::OwnJourney;
use crate::map::{LookUp, PutOnMap};
use crate::text;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::icon::Icon;
use crate::ui::picker::{Find, Offer, Picker};

#[component]
pub(super) fn AddressField(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let wrong = editing.trouble.with(About::Address);
    let main = text!(visits.main_address);
    let find: Find = Arc::new(move |typed: String| {
        let offers = offered(form, &typed, main);
        Box::pin(async move { offers })
    });
    // What the field said when a position was put to it, as long as somebody is at it.
    let before = StoredValue::new(String::new());
    let choose = move |id: Uuid| {
        let office = form.offices.with_untracked(|offices| offices.find(id).cloned());
        if let Some(office) = office {
            form.go_to(&office.location());
            before.set_value(office.text);
        }
    };
    let left = move |_| {
        let typed = form.address.get_untracked();
        // Whoever adds to an address is still there; any other one is elsewhere.
        if !before.with_value(|before| typed.contains(before.trim()) && !before.trim().is_empty()) {
            form.position.set(position_of(form, &typed));
        }
    };
    view! {
        <Field id="address" label=text!(refusal.field_address) wrong=wrong>
            <div
                on:focusin=move |_| before.set_value(form.address.get_untracked())
                on:focusout=left
            >
                <Picker
                    id="address"
                    placeholder=text!(visits.address_placeholder)
                    shown=form.address
                    find=find
                    on_choose=Callback::new(choose)
                    on_typed=Callback::new(move |typed| form.address.set(typed))
                    nothing=""
                    wrong=wrong
                />
            </div>
        </Field>
        <div class="field-row switches">
            <LookUp address=form.address position=form.position />
            <PutOnMap
                held=Callback::new(move |()| (form.address.get_untracked(), form.position.get_untracked()))
                near=Callback::new(move |()| {
                    form.offices.with_untracked(|offices| {
                        let main = offices.main_office().and_then(|main| main.position);
                        main.or_else(|| offices.addresses.iter().find_map(|office| office.position))
                    })
                })
                taken=Callback::new(move |(address, position)| {
                    form.address.set(address);
                    form.position.set(position);
                })
            />
        </div>
        <PositionField editing=editing />
        <OwnJourney editing=editing />
    }
}

/// Where it is on the earth; without it nothing is claimed of the way there.
#[component]
fn PositionField(editing: Editing) -> impl IntoView {
    let position = editing.form.position;
    let wrong = editing.trouble.with(About::Coordinates);
    view! {
        <Field
            id="position"
            label=text!(refusal.field_coordinates)
            hint=text!(visits.position_hint).to_owned()
            wrong=wrong
        >
            <input
                class="input"
                id="position"
                autocomplete="off"
                inputmode="decimal"
                placeholder=text!(visits.position_placeholder)
                value=position.get_untracked()
                prop:value=move || position.get()
                on:change=move |event| position.set(event_target_value(&event).trim().to_owned())
                aria-invalid=invalid(wrong)
                aria-describedby=described_by("position", wrong)
            />
        </Field>
    }
}

/// The client's offices whose words have what is typed: the main one first.
fn offered(form: Form, typed: &str, main: &'static str) -> Vec<Offer> {
    let typed = typed.trim().to_lowercase();
    form.offices.with_untracked(|offices| {
        let offer = |office: &Address| Offer {
            id: office.id.0,
            name: office.text.clone(),
            note: if offices.main == Some(office.id) { main.to_owned() } else { String::new() },
            icon: Some(Icon::PLACE),
        };
        let fits = |office: &&Address| office.text.to_lowercase().contains(&typed);
        offices.addresses.iter().filter(fits).map(offer).collect()
    })
}

/// Where that office of the client's is.
fn position_of(form: Form, text: &str) -> String {
    let position = form.offices.with_untracked(|offices| {
        let there = offices.addresses.iter().find(|office| office.text.trim() == text.trim());
        there.and_then(|office| office.position)
    });
    words(position)
}

/// As it stands in its field.
pub(super) fn words(position: Option<Position>) -> String {
    position.map(|position| position.to_string()).unwrap_or_default()
}
