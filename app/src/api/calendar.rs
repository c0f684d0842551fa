//! What stands in calendars.

use chrono::{DateTime, Utc};
use domain::calendar::{Entry, Range};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};

/// One's own calendar.
#[server(prefix = "/fn", endpoint = "calendar", input = Json)]
pub async fn calendar(from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Range, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.calendar(who, &[who.person], from, to).await?)
}

/// The invitations that await one's answer, soonest first.
#[server(prefix = "/fn", endpoint = "invitations", input = Json)]
pub async fn invitations() -> Result<Vec<Entry>, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.invitations(who, now).await?)
}
