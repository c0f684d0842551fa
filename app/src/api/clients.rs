//! Clients: the list, the card, and what is kept of them.

#[cfg(feature = "ssr")]
use domain::alike::Doubles;
use domain::calendar::Entry;
use domain::change::Revision;
use domain::client::{Address, Client, ClientLine, Contact, Guest, Interest, Met, NewClient};
#[cfg(feature = "ssr")]
use domain::client::{ClientFilter, Side};
use domain::id::{AddressId, ClientId, ContactId, Named, PersonId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door, rules};
use super::wire::Wire;

/// Which clients the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientsAsked {
    pub find: String,
    pub mine: bool,
    pub archived: bool,
    /// Without a meeting for so many weeks.
    pub weeks: Option<u32>,
    /// The client after which the page begins.
    pub after: Option<ClientId>,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientsPage {
    pub lines: Vec<ClientLine>,
    /// The client after which the next page begins.
    pub next: Option<ClientId>,
}

/// Everything that stands on the card of a client, as of a revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientCard {
    pub revision: Revision,
    /// Of what is written down of the client: who changes that says what they have seen.
    pub version: Revision,
    pub client: Client,
    pub responsible: Option<Named<PersonId>>,
    pub contacts: Vec<Contact>,
    pub addresses: Vec<Address>,
    pub interests: Vec<Interest>,
    pub guests: Vec<Guest>,
    pub met: Met,
    /// The next ones.
    pub to_come: Vec<Entry>,
    /// The last ones.
    pub past: MeetingsPage,
}

/// Some of the meetings with a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingsPage {
    pub entries: Vec<Entry>,
    /// Where the next ones begin.
    pub next: Option<String>,
}

#[server(name = AskClients, prefix = "/fn", endpoint = "clients", input = Wire, output = Wire)]
pub async fn clients(asked: ClientsAsked) -> Result<ClientsPage, Failure> {
    let Door { store, who, now } = door()?;
    let ClientsAsked { find, mine, archived, weeks, after } = asked;
    let wall = rules().wall(now);
    let responsible = mine.then_some(who.person);
    let filter = ClientFilter { find, responsible, archived: Some(archived), unmet_since: None };
    let page = store::Page { limit: ON_A_PAGE, after: after.map(|after| after.to_string()) };
    let listed = store.client_lines(who, page, &filter.unmet_for(weeks, wall.date()), wall).await?;
    Ok(ClientsPage { lines: listed.items, next: listed.next.and_then(|next| next.parse().ok()) })
}

#[cfg(feature = "ssr")]
const ON_A_PAGE: u32 = 50;

#[server(name = AskClientCard, prefix = "/fn", endpoint = "client_card", input = Wire, output = Wire)]
pub async fn client_card(id: ClientId) -> Result<ClientCard, Failure> {
    let Door { store, who, now } = door()?;
    // What changes while it is read is told after this revision.
    let revision = store.revision().await?;
    let store::ClientCard { version, client, contacts, addresses, interests } = store.client(who, id).await?;
    let responsible: Vec<_> = client.responsible.iter().map(|person| person.0).collect();
    let page = || store::Page { limit: AT_ONCE, after: None };
    let (guests, met, to_come, past, names) = tokio::try_join!(
        store.client_guests(who, id, now),
        store.client_met(who, id, rules().wall(now)),
        store.client_meetings(who, id, Side::ToCome, page(), now),
        store.client_meetings(who, id, Side::Past, page(), now),
        store.names(who, &responsible),
    )?;
    let name = names.into_iter().next().map(|Named { name, .. }| name);
    Ok(ClientCard {
        revision,
        version,
        responsible: client.responsible.zip(name).map(|(id, name)| Named { id, name }),
        client,
        contacts,
        addresses,
        interests,
        guests,
        met,
        to_come: to_come.items,
        past: MeetingsPage { entries: past.items, next: past.next },
    })
}

/// Earlier meetings with a client, from where the last ones ended.
#[server(prefix = "/fn", endpoint = "earlier_meetings", input = Wire, output = Wire)]
pub async fn earlier_meetings(client: ClientId, after: String) -> Result<MeetingsPage, Failure> {
    let Door { store, who, now } = door()?;
    let page = store::Page { limit: AT_ONCE, after: Some(after) };
    let past = store.client_meetings(who, client, Side::Past, page, now).await?;
    Ok(MeetingsPage { entries: past.items, next: past.next })
}

/// Meetings that are read at once.
#[cfg(feature = "ssr")]
const AT_ONCE: u32 = 20;

/// `sure` says that the clients like it are known; `seen` which version of the client was looked at.
#[server(prefix = "/fn", endpoint = "add_client", input = Wire, output = Wire)]
pub async fn add_client(new: NewClient, sure: bool) -> Result<Client, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.add_client(who, new, doubles(sure), now).await?.client)
}

#[server(prefix = "/fn", endpoint = "keep_client", input = Wire, output = Wire)]
pub async fn keep_client(client: Client, seen: Revision, sure: bool) -> Result<Client, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.keep_client(who, client, Some(seen), doubles(sure), now).await?.kept)
}

#[server(prefix = "/fn", endpoint = "keep_contact", input = Wire, output = Wire)]
pub async fn keep_contact(contact: Contact, seen: Revision, sure: bool) -> Result<Contact, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.keep_contact(who, contact, Some(seen), doubles(sure), now).await?.kept)
}

#[server(prefix = "/fn", endpoint = "keep_address", input = Wire, output = Wire)]
pub async fn keep_address(address: Address, seen: Revision) -> Result<Address, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.keep_address(who, address, Some(seen), now).await?.kept)
}

#[server(prefix = "/fn", endpoint = "choose_main_contact", input = Wire, output = Wire)]
pub async fn choose_main_contact(client: ClientId, contact: ContactId) -> Result<Client, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.choose_main_contact(who, client, contact, now).await?)
}

#[server(prefix = "/fn", endpoint = "choose_main_address", input = Wire, output = Wire)]
pub async fn choose_main_address(client: ClientId, address: AddressId) -> Result<Client, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.choose_main_address(who, client, address, now).await?)
}

#[cfg(feature = "ssr")]
fn doubles(sure: bool) -> Doubles {
    if sure { Doubles::Known } else { Doubles::Refused }
}
