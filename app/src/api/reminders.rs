//! When one wants to be told of meetings.

use domain::id::MeetingId;
use domain::reminder::{Due, Reminder};
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// One's own reminders of a meeting.
#[server(name = AskReminders, prefix = "/fn", endpoint = "reminders", input = Wire, output = Wire)]
pub async fn reminders(id: MeetingId) -> Result<Vec<Reminder>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.reminders(who, id).await?)
}

/// Makes these one's own reminders of a meeting.
#[server(prefix = "/fn", endpoint = "remind", input = Wire, output = Wire)]
pub async fn remind(id: MeetingId, wanted: Vec<Reminder>) -> Result<Vec<Reminder>, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.remind(who, id, wanted, now).await?)
}

/// What is to be told in the browser within the next day and a half.
#[server(prefix = "/fn", endpoint = "reminders_due", input = Wire, output = Wire)]
pub async fn reminders_due() -> Result<Vec<Due>, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.reminders_due(who, now - REACHES_BACK, now + REACHES_AHEAD).await?)
}

/// A meeting that began a moment ago may still be told.
#[cfg(feature = "ssr")]
const REACHES_BACK: chrono::TimeDelta = chrono::TimeDelta::minutes(10);
/// The longest lead that the card offers is a day.
#[cfg(feature = "ssr")]
const REACHES_AHEAD: chrono::TimeDelta = chrono::TimeDelta::hours(36);
