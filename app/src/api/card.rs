//! All that the card of a meeting needs, in one call.

use domain::change::Revision;
use domain::client::{Contact, Interest};
use domain::id::MeetingId;
use domain::meeting::Sheet;
use domain::time::ZoneRules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::wire::Wire;
use super::{Choices, Failure, Offices};
#[cfg(feature = "ssr")]
use super::{directory::all_choices, door::Door, door::door};

/// A meeting with what may be chosen on its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// As of this revision the rest is true: changes after it come over the live socket.
    pub read_at: Revision,
    pub sheet: Sheet,
    /// The clock of the zone that the meeting was planned in, for some years around it.
    pub rules: ZoneRules,
    pub choices: Choices,
    /// Those who work for the meeting's client.
    pub contacts: Vec<Contact>,
    /// The sales opportunities of the meeting's client.
    pub interests: Vec<Interest>,
    /// Where one meets that client.
    pub offices: Offices,
}

#[server(name = AskCard, prefix = "/fn", endpoint = "card", input = Wire, output = Wire)]
pub async fn card(id: MeetingId) -> Result<Card, Failure> {
    let door = door()?;
    let choices = all_choices(&door).await?;
    let Door { store, who, .. } = door;
    let read_at = store.revision().await?;
    let sheet = store.meeting(who, id).await?;
    let (contacts, offices, interests) = match sheet.meeting.client {
        Some(client) => {
            let store::ClientCard { client, contacts, addresses, interests, .. } =
                store.client(who, client).await?;
            (contacts, Offices::of(&client, addresses), interests)
        }
        None => (Vec::new(), Offices::default(), Vec::new()),
    };
    let contacts = contacts.into_iter().filter(|contact| !contact.archived).collect();
    let when = &sheet.meeting.when;
    let rules = store::zones::rules(when.zone()).map_or_else(ZoneRules::utc, |rules| {
        let begins = when.span(&rules).start();
        rules.between(begins - CLOCK_REACHES, begins + CLOCK_REACHES)
    });
    Ok(Card { read_at, sheet, rules, choices, contacts, interests, offices })
}

/// As far as a meeting is likely to be moved.
#[cfg(feature = "ssr")]
const CLOCK_REACHES: chrono::TimeDelta = chrono::TimeDelta::days(6 * 366);
