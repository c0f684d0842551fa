//! The card of a client.

use domain::id::ClientId;
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::contacts::{ContactDialog, Contacts, Guests};
use super::details::{ClientFields, Details, Draft};
use super::form::{Editor, Saving};
use super::meetings::{Meetings, NextStep};
use super::offices::{AddressDialog, Addresses, InterestDialog, Interests};
use super::opened::{Asking, Opened};
use super::typing::Typing;
use crate::api::{ClientCard, Failure, client_card, keep_client};
use crate::json::asked_before;
use crate::plain::Absent;
use crate::session::visit;
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::sheet::LaterStyles;

/// `/clients/{id}`.
#[component]
pub(crate) fn ClientPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let params = use_params_map();
    // While the page goes away the address names something else; what was shown stays until then.
    let id = Memo::new(move |before: Option<&Option<ClientId>>| match params.read().get("id") {
        Some(id) => id.parse().ok(),
        None => before.copied().flatten(),
    });
    let loaded = asked_before(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => client_card(id).await,
                None => Err(Failure::Gone),
            }
        },
    );
    let explain = use_explain();
    view! {
        <LaterStyles />
        <main class="page client-page later" id="page" tabindex="-1">
            <Suspense fallback=Waiting>
                {move || {
                    let explain = explain.clone();
                    Suspend::new(async move {
                        match loaded.await {
                            Ok(card) => view! { <Card opened=Opened::new(card) /> }.into_any(),
                            Err(Failure::Gone) => {
                                view! { <Absent title=text!(clients.gone) words=text!(clients.gone_text) /> }.into_any()
                            }
                            Err(failure) => {
                                view! { <Reasons reasons=Signal::stored(explain.failure(&failure)) /> }.into_any()
                            }
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_any()
}

#[component]
fn Card(opened: Opened) -> impl IntoView {
    let name = Memo::new(move |_| opened.card.read().client.name.clone());
    let archived = Memo::new(move |_| opened.card.read().client.archived);
    let daybook = text!(common.daybook);
    let (archive, restore, is_archived) =
        (text!(keeping.archive), text!(keeping.restore), text!(keeping.archived));
    view! {
        <Title text=move || format!("{} · {daybook}", name.get()) />
        <header class="page-head">
            <a class="button quiet icon back" href="/clients" aria-label=text!(clients.back)>
                <Glyph icon=Icon::BACK />
            </a>
            <h1 class="page-title">{name}</h1>
            <Show when=move || archived.get()>
                <span class="badge">{is_archived}</span>
            </Show>
            <div class="page-actions">
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| opened.archive(!archived.get_untracked())
                >
                    {move || if archived.get() { restore } else { archive }}
                </button>
            </div>
        </header>
        <div class="client-columns">
            <NextStep opened=opened />
            <div class="client-known">
                <Details opened=opened />
                <Contacts opened=opened />
                <Addresses opened=opened />
                <Interests opened=opened />
                <Guests opened=opened />
            </div>
            <Meetings opened=opened />
        </div>
        {move || opened.asked().map(|asking| dialog(opened, asking))}
    }
}

fn dialog(opened: Opened, asking: Asking) -> AnyView {
    match asking {
        Asking::Client => view! { <ClientDialog opened=opened /> }.into_any(),
        Asking::Contact(contact, newness) => {
            view! { <ContactDialog opened=opened contact=contact newness=newness /> }.into_any()
        }
        Asking::Address(address, newness) => {
            view! { <AddressDialog opened=opened address=address newness=newness /> }.into_any()
        }
        Asking::Interest(interest, newness) => {
            view! { <InterestDialog opened=opened interest=interest newness=newness /> }.into_any()
        }
    }
}

#[component]
fn ClientDialog(opened: Opened) -> impl IntoView {
    let draft = RwSignal::new(opened.card.with_untracked(Draft::of));
    let title = td_string!(opened.locale, clients.edit_title);
    let typing = Typing::over(opened, draft.get_untracked());
    let saving = Saving::over(
        typing.meanwhile,
        std::sync::Arc::new(move |sure| {
            Box::pin(async move {
                let there = |card: &ClientCard| Some(Draft::of(card));
                let send = move |draft: Draft, seen| keep_client(draft.client, seen, sure);
                typing.save(draft, there, Draft::follow, Draft::words_of, send).await
            })
        }),
    );
    let close = Callback::new(move |()| opened.leave());
    view! {
        <Editor title=title.to_owned() saving=saving on_close=close>
            <ClientFields draft=draft />
        </Editor>
    }
}

/// Stands in while the card is being read.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="section" aria-busy="true">
            <span class="skeleton block"></span>
        </div>
    }
}
