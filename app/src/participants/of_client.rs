//! Somebody who works for a client (S31): the client first, then one of its people, the main contact before the
//! others.

use std::sync::Arc;

use domain::client::{Client, Contact};
use domain::meeting::{Attendance, Attendee, ParticipantLine, Reply};
use domain::people::check_reachable;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{Picking, Shown};
use crate::api::{ClientChoice, client as ask_client, find_clients};
use crate::text;
use crate::ui::avatar::Avatar;
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::{Find, Offer, Picker};
use crate::ui::refusals::use_explain;

#[component]
pub(super) fn OfClient(picking: Picking) -> impl IntoView {
    let found = StoredValue::new(Vec::<Client>::new());
    let chosen = RwSignal::new(None::<ClientChoice>);
    let find: Find = Arc::new(move |text| {
        Box::pin(async move {
            let clients = find_clients(text).await.unwrap_or_default();
            let clients: Vec<_> = clients.into_iter().filter(|client| !client.archived).collect();
            let offer = |client: &Client| Offer {
                id: client.id.0,
                name: client.name.clone(),
                note: client.phone.clone(),
                icon: Some(Icon::CLIENT),
            };
            let offers = clients.iter().map(offer).collect();
            found.try_set_value(clients);
            offers
        })
    });
    let explain = use_explain();
    let point_at = Callback::new(move |contact: Contact| {
        let client = chosen.with_untracked(|chosen| chosen.as_ref().map(|it| it.client.name.clone()));
        match check_reachable(&contact.email, &contact.phone) {
            // The client's card is where the address or the number can be filled in.
            Some(refusal) => {
                picking.shown.set(Shown::Nobody);
                picking.wrong.set(vec![format!("{}: {}", contact.name, explain.reason(&refusal))]);
            }
            None => {
                picking.wrong.set(Vec::new());
                picking.shown.set(Shown::Somebody(line(&contact, client.as_deref().unwrap_or_default())));
            }
        }
    });
    let choose = move |id: Uuid| {
        let id = found.with_value(|found| found.iter().find(|client| client.id.0 == id).map(|it| it.id));
        let Some(id) = id else { return };
        spawn_local(async move {
            let Ok(mut read) = ask_client(id).await else { return };
            let main = read.client.main_contact;
            // The others stay in their order.
            read.contacts.sort_by_key(|contact| Some(contact.id) != main);
            let first = read.contacts.first().cloned();
            if chosen.try_set(Some(read)).is_none() {
                match first {
                    Some(first) => point_at.run(first),
                    None => picking.shown.set(Shown::Nobody),
                }
            }
        });
    };
    let list = move || match chosen.get() {
        None => view! { <p class="hint">{text!(people.client_first)}</p> }.into_any(),
        Some(choice) if choice.contacts.is_empty() => {
            view! { <p class="hint">{text!(people.nobody_works_there)}</p> }.into_any()
        }
        Some(choice) => view! { <Contacts picking=picking choice=choice point_at=point_at /> }.into_any(),
    };
    view! {
        <Field id="pick-client" label=text!(refusal.field_client)>
            <Picker
                id="pick-client"
                placeholder=text!(meeting.client_placeholder)
                shown=Signal::derive(move || {
                    chosen.read().as_ref().map(|it| it.client.name.clone()).unwrap_or_default()
                })
                find=find
                on_choose=Callback::new(choose)
                nothing=text!(meeting.no_client_found)
            />
        </Field>
        <div class="pick-list">{list}</div>
    }
}

#[component]
fn Contacts(picking: Picking, choice: ClientChoice, point_at: Callback<Contact>) -> impl IntoView {
    let main = choice.client.main_contact;
    let (main_words, already) = (text!(people.main_contact), text!(people.takes_part));
    let row = move |contact: Contact| {
        let attendee = Attendee::Contact(contact.id);
        let pointed_at = move || match &*picking.shown.read() {
            Shown::Somebody(line) if line.attendee == attendee => "true",
            _ => "false",
        };
        let is_main = Some(contact.id) == main;
        let note = [Some(contact.position.clone()), is_main.then(|| main_words.to_owned())];
        let note: Vec<_> = note.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let name = contact.name.clone();
        view! {
            <li>
                <button
                    type="button"
                    class="pick-row"
                    aria-pressed=pointed_at
                    on:click=move |_| point_at.run(contact.clone())
                >
                    <Avatar name=name.clone() />
                    <span class="row-what">
                        <strong>{name}</strong>
                        <span>{note.join(" · ")}</span>
                    </span>
                    {move || {
                        picking
                            .takes_part(attendee)
                            .then(|| view! { <span class="tree-there"><Glyph icon=Icon::CHECK />{already}</span> })
                    }}
                </button>
            </li>
        }
    };
    view! { <ul aria-label=text!(people.works_there)>{choice.contacts.into_iter().map(row).collect_view()}</ul> }
}

fn line(contact: &Contact, client: &str) -> ParticipantLine {
    let about = [contact.position.as_str(), client].into_iter().filter(|part| !part.is_empty());
    ParticipantLine {
        attendee: Attendee::Contact(contact.id),
        name: contact.name.clone(),
        about: about.collect::<Vec<_>>().join(", "),
        email: contact.email.clone(),
        attendance: Attendance::default(),
        reply: Reply::default(),
    }
}
