//! Writing down a new client, with whom one meets there and where.

use std::sync::Arc;

use domain::client::{Address, Client, Contact, NewClient};
use domain::id::{AddressId, ClientId, ContactId, Named};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::contacts::ContactFields;
use super::details::{ClientFields, Draft};
use super::form::{Saving, Trouble};
use crate::api::add_client;
use crate::session::{session, visit};
use crate::state::clock::now;
use crate::text;
use crate::ui::field::{Field, typed_early};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::LaterStyles;

/// `/clients/new`, perhaps with the name already in the query.
#[component]
pub(crate) fn NewClientPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let name = use_query_map().read_untracked().get("name").unwrap_or_default();
    let me = &session().person;
    let (id, at) = (ClientId::generate(now()), now());
    // What somebody types before the program is there stays.
    let typed = |field: &str| typed_early(field).unwrap_or_default();
    let client = Client {
        id,
        name: typed_early("client-name").unwrap_or(name),
        tax_number: typed("client-tax-number"),
        phone: typed("client-phone"),
        main_contact: None,
        main_address: None,
        responsible: Some(me.id),
        archived: false,
    };
    let responsible = Some(Named { id: me.id, name: me.name.clone() });
    let draft = RwSignal::new(Draft { client, responsible });
    let contact = RwSignal::new(Contact {
        id: ContactId::generate(at),
        client: id,
        name: typed("contact-name"),
        position: typed("contact-position"),
        email: typed("contact-email"),
        phone: typed("contact-phone"),
        archived: false,
    });
    let (address_id, text) = (AddressId::generate(at), RwSignal::new(typed("address-text")));
    let navigate = use_navigate();
    let saving = Saving::new(Arc::new(move |sure| {
        let navigate = navigate.clone();
        Box::pin(async move {
            let new = NewClient {
                client: draft.get_untracked().client,
                contact: Some(contact.get_untracked()).filter(says_something),
                address: Some(text.get_untracked()).filter(|text| !text.trim().is_empty()).map(|text| {
                    Address { id: address_id, client: id, text, position: None, archived: false }
                }),
            };
            add_client(new, sure).await?;
            navigate(
                &format!("/clients/{id}"),
                NavigateOptions { replace: true, ..NavigateOptions::default() },
            );
            Ok(())
        })
    }));
    view! {
        <LaterStyles />
        <Title text=format!("{} · {}", text!(clients.new_client), text!(common.daybook)) />
        <main class="page client-page later" id="page" tabindex="-1">
            <header class="page-head">
                <a class="button quiet icon back" href="/clients" aria-label=text!(clients.back)>
                    <Glyph icon=Icon::BACK />
                </a>
                <h1 class="page-title">{text!(clients.new_client)}</h1>
            </header>
            <form
                class="client-new"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    saving.run(false);
                }
            >
                <section class="section fields" aria-label=text!(clients.details)>
                    <ClientFields draft=draft />
                </section>
                <section class="section" aria-labelledby="new-contact">
                    <h2 class="section-title" id="new-contact">
                        {text!(clients.main_contact)}
                    </h2>
                    <div class="fields">
                        <ContactFields draft=contact />
                    </div>
                </section>
                <div class="section fields">
                    <Field id="address-text" label=text!(clients.main_address)>
                        <textarea
                            class="input"
                            id="address-text"
                            rows="2"
                            prop:value=move || text.get()
                            on:input=move |event| text.set(event_target_value(&event))
                        ></textarea>
                    </Field>
                </div>
                <div class="client-new-foot">
                    <button class="button primary" aria-busy=move || saving.is_busy().then_some("true")>
                        <Glyph icon=Icon::CHECK />
                        {text!(clients.create)}
                    </button>
                    <a class="button quiet" href="/clients">
                        {text!(common.cancel)}
                    </a>
                </div>
                // Below the button, which so stays under the hand.
                <Trouble saving=saving />
            </form>
        </main>
    }
    .into_any()
}

fn says_something(contact: &Contact) -> bool {
    [&contact.name, &contact.position, &contact.email, &contact.phone]
        .iter()
        .any(|text| !text.trim().is_empty())
}
