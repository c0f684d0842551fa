//! What stands in calendars.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{Entry, Found, Range};
use domain::id::PersonId;
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door, rules};
use super::wire::Wire;

/// The calendars of these people; of nobody, one's own.
#[server(prefix = "/fn", endpoint = "calendar", input = Wire, output = Wire)]
pub async fn calendar(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    people: Vec<PersonId>,
) -> Result<Range, Failure> {
    let Door { store, who, .. } = door()?;
    let people = if people.is_empty() { vec![who.person] } else { people };
    Ok(store.calendar(who, &people, from, to).await?)
}

/// How many minutes of each of so many days are taken in the calendars of these people; of nobody, in one's own.
#[server(prefix = "/fn", endpoint = "fullness", input = Wire, output = Wire)]
pub async fn fullness(people: Vec<PersonId>, first: NaiveDate, days: u32) -> Result<Vec<u32>, Failure> {
    let Door { store, who, .. } = door()?;
    let people = if people.is_empty() { vec![who.person] } else { people };
    Ok(store.fullness(who, &people, first, days.min(MOST_DAYS), &rules()).await?)
}

/// A small month shows six weeks.
#[cfg(feature = "ssr")]
const MOST_DAYS: u32 = 62;

/// The meetings that one may see and that a text is about, the nearest first.
#[server(prefix = "/fn", endpoint = "search", input = Wire, output = Wire)]
pub async fn search(text: String) -> Result<Vec<Found>, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.search(who, &text, MOST_FOUND, now).await?)
}

/// A few screens of a phone.
#[cfg(feature = "ssr")]
const MOST_FOUND: u32 = 30;

/// The invitations that await one's answer, soonest first.
#[server(prefix = "/fn", endpoint = "invitations", input = Wire, output = Wire)]
pub async fn invitations() -> Result<Vec<Entry>, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.invitations(who, now).await?)
}
