//! What can be done with a meeting on the grid of a calendar: the same verbs as on its card, answered with
//! what the grid draws.

use domain::calendar::{Entry, Takes};
use domain::change::Revision;
use domain::id::MeetingId;
use domain::meeting::Draft;
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// Plans a meeting (S7). The same id sent twice plans it once.
#[server(prefix = "/fn", endpoint = "enter", input = Wire, output = Wire)]
pub async fn enter(id: MeetingId, draft: Draft) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    store.plan(who, id, draft, now).await?;
    entry(&store, who, id).await
}

/// Moves a meeting or changes its length. It keeps its place and the zone that it was planned in.
#[server(prefix = "/fn", endpoint = "shift", input = Wire, output = Wire)]
pub async fn shift(id: MeetingId, seen: Revision, takes: Takes) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    let meeting = store.meeting(who, id).await?.meeting;
    let rules = store::zones::rules(meeting.when.zone());
    let when = rules.map_or_else(|| takes.when(&domain::time::ZoneRules::utc()), |rules| takes.when(&rules));
    store.reschedule(who, id, seen, when, meeting.place, now).await?;
    entry(&store, who, id).await
}

/// Takes a removal back.
#[server(prefix = "/fn", endpoint = "put_back", input = Wire, output = Wire)]
pub async fn put_back(id: MeetingId) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    store.restore_meeting(who, id, now).await?;
    entry(&store, who, id).await
}

/// A meeting as it stands now in the calendar of who asks.
#[cfg(feature = "ssr")]
async fn entry(store: &store::Store, who: store::Who, id: MeetingId) -> Result<Entry, Failure> {
    let posted = store.posted(id).await?.ok_or(Failure::Gone)?;
    Ok(posted.entry(&store.actor(who).await?))
}
