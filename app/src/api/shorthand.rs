//! What somebody means who types a meeting in one line.
//!
//! It is read where all the names are; the grammar does not have to travel to the browser.

use chrono::NaiveDate;
use domain::id::{ClientId, Named, PlaceId};
use domain::shorthand::Reading;
use domain::time::Rule;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door, rules};
use super::wire::Wire;

/// A line as it was understood, with the names behind the ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    pub reading: Reading,
    pub client: Option<Named<ClientId>>,
    pub place: Option<Named<PlaceId>>,
}

/// The line is typed into a form that has this day.
#[server(name = AskUnderstood, prefix = "/fn", endpoint = "understand", input = Wire, output = Wire)]
pub async fn understand(line: String, chosen: NaiveDate) -> Result<Understood, Failure> {
    use domain::shorthand::{Known, read};

    let Door { store, who, now } = door()?;
    let (clients, places) = tokio::try_join!(store.clients_meant(who, &line), store.places(who))?;
    let open = places.into_iter().filter(|place| !place.archived);
    let places: Vec<_> = open.map(|place| Named { id: place.id, name: place.name }).collect();
    let known = Known { clients: &clients, places: &places, chosen: Some(chosen) };
    let reading = read(&line, rules().wall(now), known);
    let client = clients.into_iter().find(|client| reading.client == Some(client.id));
    let place = places.into_iter().find(|place| reading.place == Some(place.id));
    Ok(Understood { reading, client, place })
}

/// How often something recurs that begins on this date; `None` where the words do not say it.
#[server(prefix = "/fn", endpoint = "read_schedule", input = Wire, output = Wire)]
pub async fn read_schedule(text: String, first: NaiveDate) -> Result<Option<Rule>, Failure> {
    door()?;
    Ok(domain::shorthand::read_rule(&text, first))
}
