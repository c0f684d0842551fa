//! What can be done with a meeting.

use chrono::{DateTime, Utc};
use domain::change::{Act, Revision};
use domain::id::{MeetingId, PlaceId};
use domain::meeting::{Answer, Attendee, Draft, Sheet};
use domain::time::When;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};

/// One line of a meeting's history (D18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub revision: Revision,
    pub at: DateTime<Utc>,
    /// `None` when Daybook itself acted.
    pub by: Option<String>,
    pub acts: Vec<Act>,
}

#[server(prefix = "/fn", endpoint = "meeting", input = Json)]
pub async fn meeting(id: MeetingId) -> Result<Sheet, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.meeting(who, id).await?)
}

/// Plans a meeting (S7). The same id sent twice plans it once.
#[server(prefix = "/fn", endpoint = "plan", input = Json)]
pub async fn plan(id: MeetingId, draft: Draft) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.plan(who, id, draft, now).await?)
}

/// Saves the card.
#[server(prefix = "/fn", endpoint = "revise", input = Json)]
pub async fn revise(id: MeetingId, seen: Revision, draft: Draft) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.revise(who, id, seen, draft, now).await?)
}

/// Moves the meeting or changes its length.
#[server(prefix = "/fn", endpoint = "reschedule", input = Json)]
pub async fn reschedule(
    id: MeetingId,
    seen: Revision,
    when: When,
    place: Option<PlaceId>,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.reschedule(who, id, seen, when, place, now).await?)
}

/// Accepts or declines (S37, S38), or sets somebody else's answer (S39).
#[server(prefix = "/fn", endpoint = "respond", input = Json)]
pub async fn respond(
    id: MeetingId,
    attendee: Attendee,
    answer: Answer,
    reason: String,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.respond(who, id, attendee, answer, reason, now).await?)
}

#[server(prefix = "/fn", endpoint = "remove", input = Json)]
pub async fn remove(id: MeetingId, seen: Revision) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.remove_meeting(who, id, seen, now).await?)
}

/// Takes a removal back.
#[server(prefix = "/fn", endpoint = "restore", input = Json)]
pub async fn restore(id: MeetingId) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.restore_meeting(who, id, now).await?)
}

/// What happened to the meeting, oldest first.
#[server(prefix = "/fn", endpoint = "meeting_history", input = Json)]
pub async fn meeting_history(id: MeetingId) -> Result<Vec<History>, Failure> {
    let Door { store, who, .. } = door()?;
    let told = store.history(who, id).await?.into_iter();
    let lines = told.map(|told| History {
        revision: told.change.revision,
        at: told.change.at,
        by: told.by_name,
        acts: told.change.acts,
    });
    Ok(lines.collect())
}
