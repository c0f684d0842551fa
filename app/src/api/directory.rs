//! What the pickers offer.

use domain::attribute::Attribute;
use domain::client::{Address, Client, Contact, Interest};
use domain::id::{AddressId, ClientId, DepartmentId, Named};
#[cfg(feature = "ssr")]
use domain::kind::Predefined;
use domain::kind::{Category, Kind};
use domain::meeting::ParticipantLine;
#[cfg(feature = "ssr")]
use domain::people::Department;
use domain::people::Person;
use domain::place::Place;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;
use crate::json::Unread;

/// What a meeting is made of, as far as it is short enough to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub kinds: Vec<Kind>,
    pub categories: Vec<Category>,
    pub places: Vec<Place>,
    /// What is asked of meetings beside their own fields.
    pub attributes: Vec<Attribute>,
    pub departments: Vec<Named<DepartmentId>>,
}

/// [`Choices`] for a screen on which nothing is chosen yet: they are read by who offers them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// Minutes of a meeting of which nobody has said how long it is (S8, S50).
    pub usual_minutes: Option<u32>,
    choices: Unread<Choices>,
}

impl Offer {
    /// # Errors
    /// [`Failure::Broken`].
    pub fn choices(&self) -> Result<Choices, Failure> {
        self.choices.read().map_err(|_| Failure::Broken { request: String::new() })
    }
}

/// A client with the people who work there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientChoice {
    pub client: Client,
    pub contacts: Vec<Contact>,
    /// Its sales opportunities.
    pub interests: Vec<Interest>,
    pub offices: Offices,
}

/// Where one meets a client: the main address for meetings first (S57).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offices {
    pub main: Option<AddressId>,
    pub addresses: Vec<Address>,
}

impl Offices {
    #[cfg(feature = "ssr")]
    pub(super) fn of(client: &Client, addresses: Vec<Address>) -> Self {
        let mut addresses: Vec<_> = addresses.into_iter().filter(|address| !address.archived).collect();
        addresses.sort_by_key(|address| Some(address.id) != client.main_address);
        Self { main: client.main_address, addresses }
    }

    pub fn main_office(&self) -> Option<&Address> {
        self.addresses.iter().find(|address| Some(address.id) == self.main)
    }

    pub fn find(&self, id: uuid::Uuid) -> Option<&Address> {
        self.addresses.iter().find(|address| address.id.0 == id)
    }
}

/// The kinds, categories and places that are not archived.
#[server(name = AskChoices, prefix = "/fn", endpoint = "choices", input = Wire, output = Wire)]
pub async fn choices() -> Result<Offer, Failure> {
    let choices = all_choices(&door()?).await?;
    let usual = choices.kinds.iter().find(|kind| kind.id == Predefined::Meeting.id());
    Ok(Offer { usual_minutes: usual.map(|kind| kind.default_minutes), choices: Unread::of(&choices) })
}

#[cfg(feature = "ssr")]
pub(super) async fn all_choices(Door { store, who, .. }: &Door) -> Result<Choices, Failure> {
    let who = *who;
    let (kinds, categories, places, attributes, departments) = tokio::try_join!(
        store.kinds(who),
        store.categories(who),
        store.places(who),
        store.attributes(who),
        store.departments(who)
    )?;
    let departments = departments.into_iter().filter(|department| !department.archived);
    Ok(Choices {
        kinds: kinds.into_iter().filter(|kind| !kind.archived).collect(),
        categories: categories.into_iter().filter(|category| !category.archived).collect(),
        places: places.into_iter().filter(|place| !place.archived).collect(),
        attributes: attributes.into_iter().filter(|attribute| !attribute.archived).collect(),
        departments: departments.map(|Department { id, name, .. }| Named { id, name }).collect(),
    })
}

/// Users, contacts and individuals by what is typed of their names (S28).
#[server(prefix = "/fn", endpoint = "find_people", input = Wire, output = Wire)]
pub async fn find_people(text: String) -> Result<Vec<ParticipantLine>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.find_people(who, &text, MOST_FOUND).await?)
}

/// Users alone: who can be responsible for a meeting (S18).
#[server(prefix = "/fn", endpoint = "find_users", input = Wire, output = Wire)]
pub async fn find_users(text: String) -> Result<Vec<Person>, Failure> {
    let Door { store, who, .. } = door()?;
    let page = store::Page { limit: MOST_FOUND, after: None };
    let found = store.people(who, page, &text).await?.items;
    Ok(found.into_iter().filter(|person| !person.archived).collect())
}

#[server(prefix = "/fn", endpoint = "find_clients", input = Wire, output = Wire)]
pub async fn find_clients(text: String) -> Result<Vec<Client>, Failure> {
    let Door { store, who, .. } = door()?;
    let page = store::Page { limit: MOST_FOUND, after: None };
    Ok(store.clients(who, page, &text).await?.items)
}

#[server(name = AskClient, prefix = "/fn", endpoint = "client", input = Wire, output = Wire)]
pub async fn client(id: ClientId) -> Result<ClientChoice, Failure> {
    let Door { store, who, .. } = door()?;
    let card = store.client(who, id).await?;
    let contacts = card.contacts.into_iter().filter(|contact| !contact.archived).collect();
    let interests = store.interests(who, id).await?;
    let interests = interests.into_iter().filter(|interest| !interest.archived).collect();
    let offices = Offices::of(&card.client, card.addresses);
    Ok(ClientChoice { client: card.client, contacts, interests, offices })
}

/// Keeps an interest that was made on the spot. The same id sent twice keeps one.
#[server(prefix = "/fn", endpoint = "keep_interest", input = Wire, output = Wire)]
pub async fn keep_interest(interest: Interest) -> Result<Interest, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_interest(who, interest, now).await?)
}

/// As many as fit under a field; whoever is not among them types another letter.
#[cfg(feature = "ssr")]
pub(super) const MOST_FOUND: u32 = 20;
