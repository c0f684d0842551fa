//! Rooms, and what they are booked for.

use chrono::NaiveDate;
use domain::id::MeetingId;
use domain::meeting::Draft;
use domain::place::{FreeDates, Occupancy};
use domain::time::Recurrence;
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door, rules};
use super::wire::Wire;

/// What the rooms are booked for on some days of the reader's calendar (S14).
#[server(name = AskOccupancy, prefix = "/fn", endpoint = "occupancy", input = Wire, output = Wire)]
pub async fn occupancy(first: NaiveDate, days: u32) -> Result<Occupancy, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.occupancy(who, rules().days(first, days.min(MOST_DAYS))).await?)
}

/// A month is more than anybody looks at in one piece.
#[cfg(feature = "ssr")]
const MOST_DAYS: u32 = 31;

/// On how many dates of a series which room is not free.
#[server(name = AskFreeDates, prefix = "/fn", endpoint = "free_dates", input = Wire, output = Wire)]
pub async fn free_dates(
    draft: Draft,
    recurrence: Recurrence,
    instead_of: Option<MeetingId>,
) -> Result<FreeDates, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.free_dates(who, draft, recurrence, instead_of, now).await?)
}
