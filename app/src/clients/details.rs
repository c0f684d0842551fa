//! What is written down of the client itself: its fields, on the card and in a form.

use domain::client::Client;
use domain::id::{Named, PersonId};
use domain::people::Person;
use domain::refusal::Field as Which;
use leptos::prelude::*;
use uuid::Uuid;

use super::opened::{Asking, Opened};
use crate::api::ClientCard;
use crate::settings::keep::Colleagues;
use crate::text;
use crate::ui::field::Field;
use crate::ui::fields::text_field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::Picker;

/// A client with the name of who looks after it.
#[derive(Clone, PartialEq)]
pub(super) struct Draft {
    pub client: Client,
    pub responsible: Option<Named<PersonId>>,
}

impl Draft {
    pub(super) fn of(card: &ClientCard) -> Self {
        Self { client: card.client.clone(), responsible: card.responsible.clone() }
    }

    /// As [`Client::follow`].
    pub(super) fn follow(&mut self, before: &Self, now: &Self) -> Vec<Which> {
        let apart = self.client.follow(&before.client, &now.client);
        if self.client.responsible == now.client.responsible {
            self.responsible.clone_from(&now.responsible);
        }
        apart
    }

    /// What a field says.
    pub(super) fn words_of(&self, field: Which) -> String {
        match field {
            Which::TaxNumber => self.client.tax_number.clone(),
            Which::Phone => self.client.phone.clone(),
            Which::Responsible => self.responsible.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
            _ => self.client.name.clone(),
        }
    }
}

#[component]
pub(super) fn ClientFields(draft: RwSignal<Draft>) -> impl IntoView {
    view! {
        {text_field(
            draft,
            "client-name",
            text!(clients.name),
            "text",
            None,
            |it| it.client.name.clone(),
            |it, name| it.client.name = name,
        )}
        <div class="field-row">
            {text_field(
                draft,
                "client-tax-number",
                text!(refusal.field_tax_number),
                "text",
                None,
                |it| it.client.tax_number.clone(),
                |it, number| it.client.tax_number = number.trim().to_owned(),
            )}
            {text_field(
                draft,
                "client-phone",
                text!(refusal.field_phone),
                "tel",
                None,
                |it| it.client.phone.clone(),
                |it, phone| it.client.phone = phone,
            )}
        </div>
        <Responsible draft=draft />
    }
}

#[component]
fn Responsible(draft: RwSignal<Draft>) -> impl IntoView {
    let colleagues = Colleagues::none_yet();
    let set = move |person: Option<Person>| {
        draft.update(|it| {
            it.client.responsible = person.as_ref().map(|person| person.id);
            it.responsible = person.map(|person| Named { id: person.id, name: person.name });
        });
    };
    let choose = move |id: Uuid| set(colleagues.chosen(id));
    view! {
        <Field id="client-responsible" label=text!(refusal.field_responsible)>
            <div class="picker-row">
                <Picker
                    id="client-responsible"
                    placeholder=text!(clients.nobody_responsible)
                    shown=Signal::derive(move || {
                        draft.with(|it| it.responsible.as_ref().map(|it| it.name.clone())).unwrap_or_default()
                    })
                    find=colleagues.find(|_| true)
                    on_choose=Callback::new(choose)
                    nothing=text!(people.nobody_found)
                />
                <Show when=move || draft.with(|it| it.responsible.is_some())>
                    <button
                        type="button"
                        class="button quiet icon"
                        aria-label=text!(clients.without_responsible)
                        on:click=move |_| set(None)
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </Show>
            </div>
        </Field>
    }
}

/// The same to be read.
#[component]
pub(super) fn Details(opened: Opened) -> impl IntoView {
    let facts = move || {
        let card = opened.card.read();
        let phone = card.client.phone.clone();
        let phone =
            (!phone.is_empty()).then(|| view! { <a href=call(&phone)>{phone.clone()}</a> }.into_any());
        let tax = Some(card.client.tax_number.clone()).filter(|it| !it.is_empty()).map(IntoAny::into_any);
        let responsible = card.responsible.as_ref().map(|it| it.name.clone().into_any());
        let fact = |(label, value): (&'static str, Option<AnyView>)| {
            let value = value
                .unwrap_or_else(|| view! { <span class="hint">{text!(clients.not_said)}</span> }.into_any());
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                </div>
            }
        };
        [
            (text!(refusal.field_tax_number), tax),
            (text!(refusal.field_phone), phone),
            (text!(refusal.field_responsible), responsible),
        ]
        .map(fact)
        .collect_view()
    };
    view! {
        <section class="section" aria-labelledby="client-details">
            <div class="section-title">
                <h2 id="client-details">{text!(clients.details)}</h2>
                <button
                    type="button"
                    class="button quiet small"
                    on:click=move |_| opened.ask(Asking::Client)
                >
                    <Glyph icon=Icon::EDIT />
                    {text!(clients.edit)}
                </button>
            </div>
            <dl class="client-facts">{facts}</dl>
        </section>
    }
}

/// What a telephone dials: digits, and a plus before them.
pub(super) fn call(phone: &str) -> String {
    let number: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
    format!("tel:{number}")
}
