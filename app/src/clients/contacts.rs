//! Who works for the client (контактные лица), and the individuals who came to meetings.

use std::sync::Arc;

use domain::client::{Contact, Guest};
use domain::id::ContactId;
use domain::refusal::Field;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::details::call;
use super::form::{Editor, Saving};
use super::opened::{Asking, Newness, Opened, said_of_archive};
use super::section::{Line, Main, Section};
use super::typing::Typing;
use super::words::times;
use crate::api::{ClientCard, choose_main_contact, keep_contact};
use crate::state::clock::now;
use crate::text;
use crate::ui::fields::text_field;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Contacts(opened: Opened) -> impl IntoView {
    let new = Callback::new(move |()| {
        let contact = blank(opened);
        opened.ask(Asking::Contact(contact, Newness::New));
    });
    view! {
        <Section
            id="client-contacts"
            title=text!(clients.contacts)
            add=text!(clients.add)
            nothing=text!(clients.no_contacts)
            icon=Icon::CONTACT
            opened=opened
            on_add=new
            lines=move || {
                let main = opened.card.read().client.main_contact;
                opened.card.with(|card| card.contacts.iter().map(|contact| line(opened, contact, main)).collect())
            }
        />
    }
}

fn blank(opened: Opened) -> Contact {
    Contact {
        id: ContactId::generate(now()),
        client: opened.id,
        name: String::new(),
        position: String::new(),
        email: String::new(),
        phone: String::new(),
        archived: false,
    }
}

fn line(opened: Opened, contact: &Contact, main: Option<ContactId>) -> Line {
    let locale = opened.locale;
    let known = StoredValue::new(contact.clone());
    let (id, name) = (contact.id, contact.name.clone());
    let choose = Callback::new(move |()| {
        let name = name.clone();
        opened.act(async move { choose_main_contact(opened.id, id).await.map(drop) }, move || {
            td_string!(locale, clients.main_contact_is, name = name)
        });
    });
    let archive = Callback::new(move |archived| {
        let act = opened.once_more_if_too_late(move |card| {
            let there = card.contacts.iter().find(|contact| contact.id == id).cloned();
            let contact = Contact { archived, ..there.unwrap_or_else(|| known.get_value()) };
            keep_contact(contact, card.version, true)
        });
        opened.act(act, move || said_of_archive(locale, &known.get_value().name, archived));
    });
    Line {
        id: id.to_string(),
        name: contact.name.clone(),
        note: reach(&contact.position, &contact.phone, &contact.email),
        main: if main == Some(id) {
            Main::Is(td_string!(locale, clients.main_contact))
        } else {
            Main::CanBe(td_string!(locale, clients.make_main), choose)
        },
        archived: contact.archived,
        open: Callback::new(move |()| opened.ask(Asking::Contact(known.get_value(), Newness::Known))),
        archive,
    }
}

/// How somebody is reached: a press calls or writes.
fn reach(position: &str, phone: &str, email: &str) -> AnyView {
    let position = (!position.is_empty()).then(|| view! { <span>{position.to_owned()}</span> });
    let phone = (!phone.is_empty()).then(|| view! { <a href=call(phone)>{phone.to_owned()}</a> });
    let email =
        (!email.is_empty()).then(|| view! { <a href=format!("mailto:{email}")>{email.to_owned()}</a> });
    view! { <span class="client-reach">{position} {phone} {email}</span> }.into_any()
}

#[component]
pub(super) fn ContactDialog(opened: Opened, contact: Contact, newness: Newness) -> impl IntoView {
    let title = match newness {
        Newness::New => text!(clients.new_contact).to_owned(),
        Newness::Known => contact.name.clone(),
    };
    let (id, draft) = (contact.id, RwSignal::new(contact));
    let typing = Typing::over(opened, draft.get_untracked());
    let saving = Saving::over(
        typing.meanwhile,
        Arc::new(move |sure| {
            Box::pin(async move {
                let there = move |card: &ClientCard| card.contacts.iter().find(|it| it.id == id).cloned();
                let send = move |contact, seen| keep_contact(contact, seen, sure);
                typing.save(draft, there, Contact::follow, words_of, send).await
            })
        }),
    );
    let close = Callback::new(move |()| opened.leave());
    view! {
        <Editor title=title saving=saving on_close=close>
            <ContactFields draft=draft />
        </Editor>
    }
}

/// What a field of a contact says.
fn words_of(contact: &Contact, field: Field) -> String {
    match field {
        Field::Position => contact.position.clone(),
        Field::Phone => contact.phone.clone(),
        Field::Email => contact.email.clone(),
        _ => contact.name.clone(),
    }
}

#[component]
pub(super) fn ContactFields(draft: RwSignal<Contact>) -> impl IntoView {
    view! {
        {text_field(
            draft,
            "contact-name",
            text!(clients.contact_name),
            "text",
            None,
            |it: &Contact| it.name.clone(),
            |it, name| it.name = name,
        )}
        {text_field(
            draft,
            "contact-position",
            text!(refusal.field_position),
            "text",
            None,
            |it: &Contact| it.position.clone(),
            |it, position| it.position = position,
        )}
        <div class="field-row">
            {text_field(
                draft,
                "contact-phone",
                text!(clients.contact_phone),
                "tel",
                None,
                |it: &Contact| it.phone.clone(),
                |it, phone| it.phone = phone,
            )}
            {text_field(
                draft,
                "contact-email",
                text!(refusal.field_email),
                "email",
                None,
                |it: &Contact| it.email.clone(),
                |it, email| it.email = email.trim().to_owned(),
            )}
        </div>
    }
}

/// Those who belong to no client and took part; nothing where nobody did.
#[component]
pub(super) fn Guests(opened: Opened) -> impl IntoView {
    let locale = opened.locale;
    let row = move |guest: Guest| {
        let Guest { individual, meetings } = guest;
        view! {
            <li class="row" data-part=individual.id.to_string()>
                <Glyph icon=Icon::PERSON />
                <div class="row-what">
                    <strong>{individual.name}</strong>
                    {reach("", &individual.phone, &individual.email)}
                </div>
                <span class="hint">{times(locale, meetings)}</span>
            </li>
        }
    };
    let title = text!(clients.guests);
    view! {
        <Show when=move || !opened.card.read().guests.is_empty()>
            <section class="section" aria-labelledby="client-guests">
                <h2 class="section-title" id="client-guests">
                    {title}
                </h2>
                <ul class="rows client-parts">
                    {move || opened.card.get().guests.into_iter().map(row).collect_view()}
                </ul>
            </section>
        </Show>
    }
}
