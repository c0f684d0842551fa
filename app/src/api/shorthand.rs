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

#[cfg(test)]
mod tests {
    use domain::shorthand::{Known, read};

    use super::*;

    #[test]
    fn a_rule_arrives_as_it_was_understood() {
        let now = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(10, 30, 0).unwrap();
        for line in
            ["Standup every second Tuesday until 30 June", "в последнюю пятницу месяца 10 раз", "Standup"]
        {
            let understood =
                Understood { reading: read(line, now, Known::default()), client: None, place: None };
            let sent = serde_json::to_string(&understood).unwrap();
            assert_eq!(crate::json::read::<Understood>(&sent).ok(), Some(understood), "{line}");
        }
    }
}
