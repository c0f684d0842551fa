//! The client and whom one meets there (S20, S21), and where (S57).

use std::sync::Arc;

use domain::client::{Client, Contact};
use domain::id::{ContactId, Named};
use domain::refusal::Field as Which;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::editing::Editing;
use super::fact::Fact;
use super::form::Form;
use crate::api::{Offices, client as ask_client, find_clients};
use crate::text;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::{Find, Offer, Picker};

#[component]
pub(super) fn ClientSection(editing: Editing, may_change: Memo<bool>) -> impl IntoView {
    let form = editing.form;
    let nothing_to_say =
        move || !may_change.get() && form.client.read().is_none() && form.contact.read().is_none();
    let open = text!(clients.open_card);
    let to_card = move || {
        let id = form.client.read().as_ref()?.id;
        Some(view! {
            <a class="button quiet small" href=format!("/clients/{id}")>
                {open}
            </a>
        })
    };
    let inside = move || {
        if may_change.get() {
            view! { <ClientFields editing=editing /> }.into_any()
        } else {
            view! { <ClientFacts editing=editing /> }.into_any()
        }
    };
    view! {
        <section class="section" aria-labelledby="client-title" hidden=nothing_to_say>
            <div class="section-title">
                <h2 id="client-title">{text!(meeting.client_and_contact)}</h2>
                {to_card}
            </div>
            {inside}
        </section>
    }
}

#[component]
fn ClientFields(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let wrong = editing.trouble.with(Which::Client);
    let found = StoredValue::new(Vec::<Client>::new());
    let find: Find = Arc::new(move |text| {
        Box::pin(async move {
            let clients = find_clients(text).await.unwrap_or_default();
            let clients: Vec<_> = clients.into_iter().filter(|client| !client.archived).collect();
            let offers = clients.iter().map(offer).collect();
            found.try_set_value(clients);
            offers
        })
    });
    let choose = move |id: Uuid| {
        let client = found.with_value(|found| found.iter().find(|client| client.id.0 == id).cloned());
        if let Some(client) = client {
            visit_client(editing, client);
        }
    };
    view! {
        <div class="fields">
            <Field id="client" label=text!(refusal.field_client) wrong=wrong>
                <div class="picker-row">
                    <Picker
                        id="client"
                        placeholder=text!(meeting.client_placeholder)
                        shown=Signal::derive(move || {
                            form.client.read().as_ref().map(|client| client.name.clone()).unwrap_or_default()
                        })
                        find=find
                        on_choose=Callback::new(choose)
                        nothing=text!(meeting.no_client_found)
                        wrong=wrong
                    />
                    <Show when=move || form.client.read().is_some()>
                        <button
                            type="button"
                            class="button quiet icon"
                            aria-label=text!(meeting.without_client)
                            on:click=move |_| leave_client(form)
                        >
                            <Glyph icon=Icon::CLOSE />
                        </button>
                    </Show>
                </div>
            </Field>
            <Show when=move || form.client.read().is_some()>
                <ContactField editing=editing />
            </Show>
        </div>
    }
}

#[component]
fn ContactField(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let wrong = editing.trouble.with(Which::Contact);
    let option = move |contact: Contact| {
        let id = contact.id;
        let name = if contact.position.is_empty() {
            contact.name
        } else {
            format!("{}, {}", contact.name, contact.position)
        };
        view! {
            <option value=id.to_string() selected=move || form.contact.get() == Some(id)>
                {name}
            </option>
        }
    };
    let choose = move |id: Option<ContactId>| {
        let contact = form
            .contacts
            .with_untracked(|contacts| contacts.iter().find(|contact| Some(contact.id) == id).cloned());
        form.meet(contact.as_ref());
    };
    view! {
        <Field id="contact" label=text!(refusal.field_contact) wrong=wrong>
            <select
                class="input"
                id="contact"
                on:change=move |event| choose(event_target_value(&event).parse().ok())
                aria-invalid=invalid(wrong)
                aria-describedby=described_by("contact", wrong)
            >
                <option value="" selected=move || form.contact.get().is_none()>
                    {text!(meeting.no_contact)}
                </option>
                {move || form.contacts.get().into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}

/// Fills the client, and with it the main contact (S20), who takes part (S21), and where one meets them (S57).
fn visit_client(editing: Editing, client: Client) {
    let (form, id) = (editing.form, client.id);
    form.meet(None);
    form.contacts.set(Vec::new());
    form.know_offices(Offices::default());
    forget_interest(form);
    form.client.set(Some(Named { id, name: client.name }));
    spawn_local(async move {
        let Ok(known) = ask_client(id).await else { return };
        let still =
            form.client.try_with_untracked(|client| client.as_ref().is_some_and(|client| client.id == id));
        if still == Some(true) {
            let main = known.contacts.iter().find(|contact| Some(contact.id) == known.client.main_contact);
            form.meet(main);
            form.contacts.set(known.contacts);
            form.interests.set(known.interests);
            form.know_offices(known.offices);
            if untrack(|| editing.is_outside()) {
                form.go_to_main_office();
            }
        }
    });
}

/// The interest is the client's, and goes with it.
fn forget_interest(form: Form) {
    form.interests.set(Vec::new());
    form.particulars.update(|particulars| particulars.interest = None);
}

fn leave_client(form: Form) {
    form.meet(None);
    form.contacts.set(Vec::new());
    form.know_offices(Offices::default());
    forget_interest(form);
    form.client.set(None);
}

fn offer(client: &Client) -> Offer {
    Offer { id: client.id.0, name: client.name.clone(), note: client.phone.clone(), icon: Some(Icon::CLIENT) }
}

/// The same for who may only read it.
#[component]
fn ClientFacts(editing: Editing) -> impl IntoView {
    let client = move || editing.sheet.read().as_ref()?.client.as_ref().map(|client| client.name.clone());
    let contact = move || editing.sheet.read().as_ref()?.contact.as_ref().map(|contact| contact.name.clone());
    view! {
        <dl class="fields">
            <Fact label=text!(refusal.field_client) value=Signal::derive(client) />
            <Fact label=text!(refusal.field_contact) value=Signal::derive(contact) />
        </dl>
    }
}
