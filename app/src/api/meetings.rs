//! What can be done with a meeting.

use chrono::{DateTime, Utc};
use domain::change::{Act, Channel, Revision};
use domain::id::{MeetingId, Named, PlaceId};
use domain::meeting::{Answer, Attendee, Draft, Sheet};
use domain::time::When;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// One line of a meeting's history (D18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub revision: Revision,
    pub at: DateTime<Utc>,
    /// `None` when Daybook itself acted.
    pub by: Option<String>,
    /// Through which door it came.
    pub channel: Channel,
    pub acts: Vec<Act>,
}

/// What happened to a meeting, oldest first, and what the things that it speaks of are called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    pub lines: Vec<History>,
    pub names: Vec<Named<Uuid>>,
}

#[server(prefix = "/fn", endpoint = "meeting", input = Wire, output = Wire)]
pub async fn meeting(id: MeetingId) -> Result<Sheet, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.meeting(who, id).await?)
}

/// Plans a meeting (S7). The same id sent twice plans it once.
#[server(prefix = "/fn", endpoint = "plan", input = Wire, output = Wire)]
pub async fn plan(id: MeetingId, draft: Draft) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.plan(who, id, draft, now).await?)
}

/// Saves the card.
#[server(prefix = "/fn", endpoint = "revise", input = Wire, output = Wire)]
pub async fn revise(id: MeetingId, seen: Revision, draft: Draft) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.revise(who, id, seen, draft, now).await?)
}

/// Moves the meeting or changes its length.
#[server(prefix = "/fn", endpoint = "reschedule", input = Wire, output = Wire)]
pub async fn reschedule(
    id: MeetingId,
    seen: Revision,
    when: When,
    place: Option<PlaceId>,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.reschedule(who, id, seen, when, place, now).await?)
}

/// Accepts or declines (S37, S38), or sets somebody else's answer (S39), to the meeting as it was seen.
#[server(prefix = "/fn", endpoint = "respond", input = Wire, output = Wire)]
pub async fn respond(
    id: MeetingId,
    seen: Option<Revision>,
    attendee: Attendee,
    answer: Answer,
    reason: String,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.respond_seeing(who, id, seen, attendee, answer, reason, now).await?)
}

#[server(prefix = "/fn", endpoint = "remove", input = Wire, output = Wire)]
pub async fn remove(id: MeetingId, seen: Revision) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.remove_meeting(who, id, seen, now).await?)
}

#[server(prefix = "/fn", endpoint = "meeting_history", input = Wire, output = Wire)]
pub async fn meeting_history(id: MeetingId) -> Result<Story, Failure> {
    let Door { store, who, .. } = door()?;
    let told = store.history(who, id).await?;
    let mut spoken_of: Vec<Uuid> =
        told.iter().flat_map(|told| &told.change.acts).flat_map(speaks_of).collect();
    spoken_of.sort_unstable();
    spoken_of.dedup();
    let names = store.names(who, &spoken_of).await?;
    let lines = told.into_iter().map(|told| History {
        revision: told.change.revision,
        at: told.change.at,
        by: told.by_name,
        channel: told.change.channel,
        acts: told.change.acts,
    });
    Ok(Story { lines: lines.collect(), names })
}

/// What an act is about, by id.
#[cfg(feature = "ssr")]
fn speaks_of(act: &Act) -> Vec<Uuid> {
    let of = |attendee: &Attendee| match attendee {
        Attendee::Person(id) => id.0,
        Attendee::Contact(id) => id.0,
        Attendee::Individual(id) => id.0,
    };
    let both = |from: Option<Uuid>, to: Option<Uuid>| from.into_iter().chain(to).collect();
    match act {
        Act::PlaceLost { place } => vec![place.0],
        Act::PlaceChanged { from, to } => both(from.map(|id| id.0), to.map(|id| id.0)),
        Act::KindChanged { from, to } => vec![from.0, to.0],
        Act::ClientChanged { from, to } => both(from.map(|id| id.0), to.map(|id| id.0)),
        Act::ContactChanged { from, to } => both(from.map(|id| id.0), to.map(|id| id.0)),
        Act::CategoryChanged { from, to } => both(from.map(|id| id.0), to.map(|id| id.0)),
        Act::InterestChanged { from, to } => both(from.map(|id| id.0), to.map(|id| id.0)),
        Act::DepartmentChanged { from, to } => both(from.map(|id| id.0), to.map(|id| id.0)),
        Act::AttributeChanged { attribute, .. } => vec![attribute.0],
        Act::Reassigned { from, to } => vec![from.0, to.0],
        Act::Invited { attendee } | Act::Uninvited { attendee } | Act::Responded { attendee, .. } => {
            vec![of(attendee)]
        }
        Act::Planned
        | Act::Rescheduled { .. }
        | Act::TextChanged { .. }
        | Act::AddressChanged { .. }
        | Act::PrivacyChanged { .. }
        | Act::Attached { .. }
        | Act::Detached { .. }
        | Act::Started
        | Act::Ticked { .. }
        | Act::Unticked { .. }
        | Act::Closed { .. }
        | Act::Cancelled { .. }
        | Act::Reopened { .. }
        | Act::Removed
        | Act::Restored
        | Act::SeriesPlanned { .. }
        | Act::SeriesRevised { .. }
        | Act::SeriesRemoved { .. }
        | Act::SeriesRestored { .. }
        | Act::SeriesExtended { .. }
        | Act::RuleChanged { .. }
        | Act::ClocksChanged
        | Act::PlanActed { .. }
        | Act::Discussed
        | Act::DirectoryKept => Vec::new(),
    }
}
