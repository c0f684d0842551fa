//! The addresses of the client and its interests.

use std::sync::Arc;

use domain::client::{Address, Interest};
use domain::id::{AddressId, InterestId};
use domain::location::Position;
use domain::refusal::Field as Which;
use domain::{Refusal, Refused};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::form::{Editor, Saving};
use super::opened::{Asking, Newness, Opened, said_of_archive};
use super::section::{Line, Main, Section};
use super::typing::Typing;
use crate::api::{ClientCard, choose_main_address, keep_address, keep_interest};
use crate::map::PutOnMap;
use crate::state::clock::now;
use crate::text;
use crate::ui::field::Field;
use crate::ui::fields::name_field;
use crate::ui::icon::Icon;

#[component]
pub(super) fn Addresses(opened: Opened) -> impl IntoView {
    let new = Callback::new(move |()| {
        let id = AddressId::generate(now());
        let address = Address { id, client: opened.id, text: String::new(), position: None, archived: false };
        opened.ask(Asking::Address(address, Newness::New));
    });
    view! {
        <Section
            id="client-addresses"
            title=text!(clients.addresses)
            add=text!(clients.add)
            nothing=text!(clients.no_addresses)
            icon=Icon::PLACE
            opened=opened
            on_add=new
            lines=move || {
                let main = opened.card.read().client.main_address;
                opened
                    .card
                    .with(|card| card.addresses.iter().map(|address| address_line(opened, address, main)).collect())
            }
        />
    }
}

fn address_line(opened: Opened, address: &Address, main: Option<AddressId>) -> Line {
    let locale = opened.locale;
    let known = StoredValue::new(address.clone());
    let (id, name) = (address.id, address.text.clone());
    let choose = Callback::new(move |()| {
        let name = name.clone();
        opened.act(async move { choose_main_address(opened.id, id).await.map(drop) }, move || {
            td_string!(locale, clients.main_address_is, name = name)
        });
    });
    let archive = Callback::new(move |archived| {
        let act = opened.once_more_if_too_late(move |card| {
            let there = card.addresses.iter().find(|address| address.id == id).cloned();
            let address = Address { archived, ..there.unwrap_or_else(|| known.get_value()) };
            keep_address(address, card.version)
        });
        opened.act(act, move || said_of_archive(locale, &known.get_value().text, archived));
    });
    let position =
        address.position.map(|at| view! { <span>{format!("{:.5}, {:.5}", at.north(), at.east())}</span> });
    Line {
        id: id.to_string(),
        name: address.text.clone(),
        note: position.into_any(),
        main: if main == Some(id) {
            Main::Is(td_string!(locale, clients.main_address))
        } else {
            Main::CanBe(td_string!(locale, clients.make_main), choose)
        },
        archived: address.archived,
        open: Callback::new(move |()| opened.ask(Asking::Address(known.get_value(), Newness::Known))),
        archive,
    }
}

/// An address as it is being typed. A position is two numbers with a comma between them, as maps tell it.
#[derive(Clone)]
struct Typed {
    address: Address,
    position: String,
}

impl Typed {
    fn of(address: Address) -> Self {
        let position = address.position.map(|at| at.to_string()).unwrap_or_default();
        Self { address, position }
    }

    /// As [`domain::client::Client::follow`].
    fn follow(&mut self, before: &Self, now: &Self) -> Vec<Which> {
        let mut apart = self.address.follow(&before.address, &now.address);
        if self.position == before.position {
            self.position.clone_from(&now.position);
        } else if before.position != now.position && self.position != now.position {
            apart.push(Which::Coordinates);
        }
        apart
    }

    /// What a field says.
    fn words_of(&self, field: Which) -> String {
        match field {
            Which::Coordinates => self.position.clone(),
            _ => self.address.text.clone(),
        }
    }

    fn address(self) -> Result<Address, Refused> {
        let Self { address, position } = self;
        let read = |text: &str| text.trim().parse::<f64>().ok();
        let position = match position.trim() {
            "" => None,
            typed => {
                let parts = typed.split_once([',', ';', ' ']);
                let degrees = parts.and_then(|(north, east)| read(north).zip(read(east)));
                let position = degrees.and_then(|(north, east)| Position::degrees(north, east));
                Some(position.ok_or(Refusal::Malformed { field: Which::Coordinates })?)
            }
        };
        Ok(Address { position, ..address })
    }
}

#[component]
pub(super) fn AddressDialog(opened: Opened, address: Address, newness: Newness) -> impl IntoView {
    let title = match newness {
        Newness::New => text!(clients.new_address).to_owned(),
        Newness::Known => address.text.clone(),
    };
    let (id, draft) = (address.id, RwSignal::new(Typed::of(address)));
    let typing = Typing::over(opened, draft.get_untracked());
    let saving = Saving::over(
        typing.meanwhile,
        Arc::new(move |_| {
            Box::pin(async move {
                let there = move |card: &ClientCard| {
                    card.addresses.iter().find(|address| address.id == id).cloned().map(Typed::of)
                };
                let send = |typed: Typed, seen| async move { keep_address(typed.address()?, seen).await };
                typing.save(draft, there, Typed::follow, Typed::words_of, send).await
            })
        }),
    );
    let close = Callback::new(move |()| opened.leave());
    view! {
        <Editor title=title saving=saving on_close=close>
            <Field id="address-text" label=text!(refusal.field_address)>
                <textarea
                    class="input"
                    id="address-text"
                    rows="2"
                    prop:value=move || draft.with(|it| it.address.text.clone())
                    on:input=move |event| draft.update(|it| it.address.text = event_target_value(&event))
                ></textarea>
            </Field>
            <Field
                id="address-position"
                label=text!(refusal.field_coordinates)
                hint=text!(clients.position_hint).to_owned()
            >
                <input
                    class="input"
                    id="address-position"
                    inputmode="text"
                    autocomplete="off"
                    aria-describedby="address-position-hint"
                    prop:value=move || draft.with(|it| it.position.clone())
                    on:input=move |event| draft.update(|it| it.position = event_target_value(&event))
                />
            </Field>
            <div>
                <PutOnMap
                    held=Callback::new(move |()| {
                        draft.with_untracked(|it| (it.address.text.clone(), it.position.clone()))
                    })
                    near=Callback::new(move |()| {
                        opened.card.with_untracked(|card| card.addresses.iter().find_map(|it| it.position))
                    })
                    taken=Callback::new(move |(text, position)| {
                        draft.update(|it| {
                            it.address.text = text;
                            it.position = position;
                        });
                    })
                />
            </div>
        </Editor>
    }
}

#[component]
pub(super) fn Interests(opened: Opened) -> impl IntoView {
    let new = Callback::new(move |()| {
        let id = InterestId::generate(now());
        let interest = Interest { id, client: opened.id, name: String::new(), archived: false };
        opened.ask(Asking::Interest(interest, Newness::New));
    });
    view! {
        <Section
            id="client-interests"
            title=text!(clients.interests)
            add=text!(clients.add)
            nothing=text!(clients.no_interests)
            icon=Icon::CATEGORY
            opened=opened
            on_add=new
            lines=move || {
                opened.card.with(|card| card.interests.iter().map(|interest| interest_line(opened, interest)).collect())
            }
        />
    }
}

fn interest_line(opened: Opened, interest: &Interest) -> Line {
    let locale = opened.locale;
    let known = StoredValue::new(interest.clone());
    let archive = Callback::new(move |archived| {
        let interest = Interest { archived, ..known.get_value() };
        let name = interest.name.clone();
        opened.act(async move { keep_interest(interest).await.map(drop) }, move || {
            said_of_archive(locale, &name, archived)
        });
    });
    Line {
        id: interest.id.to_string(),
        name: interest.name.clone(),
        note: ().into_any(),
        main: Main::None,
        archived: interest.archived,
        open: Callback::new(move |()| opened.ask(Asking::Interest(known.get_value(), Newness::Known))),
        archive,
    }
}

#[component]
pub(super) fn InterestDialog(opened: Opened, interest: Interest, newness: Newness) -> impl IntoView {
    let title = match newness {
        Newness::New => text!(clients.new_interest).to_owned(),
        Newness::Known => interest.name.clone(),
    };
    let draft = RwSignal::new(interest);
    let saving = Saving::new(Arc::new(move |_| {
        Box::pin(async move {
            keep_interest(draft.get_untracked()).await?;
            opened.saved().await;
            Ok(())
        })
    }));
    let close = Callback::new(move |()| opened.leave());
    view! {
        <Editor title=title saving=saving on_close=close>
            {name_field(draft, text!(clients.interest_name), |it| &mut it.name)}
        </Editor>
    }
}

#[cfg(test)]
mod tests {
    use domain::id::ClientId;
    use uuid::Uuid;

    use super::*;

    fn typed(position: &str) -> Result<Option<Position>, Refused> {
        let (id, client) = (AddressId(Uuid::nil()), ClientId(Uuid::nil()));
        let address = Address { id, client, text: "Tverskaya 1".into(), position: None, archived: false };
        Typed { address, position: position.to_owned() }.address().map(|address| address.position)
    }

    #[test]
    fn a_position_is_read_as_maps_tell_it() {
        assert_eq!(typed("55.75222, 37.61556"), Ok(Position::degrees(55.75222, 37.61556)));
        assert_eq!(typed("-33.9 18.4"), Ok(Position::degrees(-33.9, 18.4)));
        assert_eq!(typed("  "), Ok(None));
        assert!(typed("by the river").is_err() && typed("91, 0").is_err());
    }
}
