//! What stands in calendars.

use chrono::{DateTime, Utc};
use domain::calendar::{Entry, Range};
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// One's own calendar.
#[server(prefix = "/fn", endpoint = "calendar", input = Wire, output = Wire)]
pub async fn calendar(from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Range, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.calendar(who, &[who.person], from, to).await?)
}

/// The invitations that await one's answer, soonest first.
#[server(prefix = "/fn", endpoint = "invitations", input = Wire, output = Wire)]
pub async fn invitations() -> Result<Vec<Entry>, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.invitations(who, now).await?)
}
