//! Leading a meeting through its life.

use domain::change::Revision;
use domain::id::{MeetingId, TemplateItemId};
use domain::meeting::{Sheet, Tick};
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// Begins a meeting (S41).
#[server(prefix = "/fn", endpoint = "start_meeting", input = Wire, output = Wire)]
pub async fn start_meeting(id: MeetingId) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.start(who, id, now).await?)
}

/// Ticks an item of the checklist, or takes the tick back (S42).
#[server(prefix = "/fn", endpoint = "tick_item", input = Wire, output = Wire)]
pub async fn tick_item(id: MeetingId, item: TemplateItemId, tick: Tick) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.tick(who, id, item, tick, now).await?)
}

/// Finishes a meeting, with what came of it and the minutes it took (S44, S70).
#[server(prefix = "/fn", endpoint = "close_meeting", input = Wire, output = Wire)]
pub async fn close_meeting(
    id: MeetingId,
    result: String,
    minutes_spent: Option<u32>,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.close_meeting(who, id, None, result, minutes_spent, now).await?)
}

#[server(prefix = "/fn", endpoint = "cancel_meeting", input = Wire, output = Wire)]
pub async fn cancel_meeting(id: MeetingId, seen: Revision, reason: String) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.cancel_meeting(who, id, Some(seen), &reason, now).await?)
}

#[server(prefix = "/fn", endpoint = "reopen_meeting", input = Wire, output = Wire)]
pub async fn reopen_meeting(id: MeetingId, seen: Revision, reason: String) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.reopen_meeting(who, id, Some(seen), &reason, now).await?)
}
