//! What can be done with a meeting on the grid of a calendar: the same verbs as on its card, answered with
//! what the grid draws.

use domain::calendar::{Entry, Takes};
use domain::change::Revision;
use domain::id::{MeetingId, PlaceId};
use domain::meeting::{Answer, Draft, Outlook, Scope};
#[cfg(feature = "ssr")]
use domain::meeting::{Attendee, Meeting};
#[cfg(feature = "ssr")]
use domain::time::When;
use domain::time::ZoneRules;
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

/// Plans a meeting like another one at another time; who is invited has yet to answer. The same id sent twice
/// plans it once.
#[server(name = AskCopy, prefix = "/fn", endpoint = "copy", input = Wire, output = Wire)]
pub async fn copy(id: MeetingId, of: MeetingId, takes: Takes) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    let meeting = store.meeting(who, of).await?.meeting;
    let when = in_its_zone(takes, &meeting);
    store.plan(who, id, meeting.rescheduled(when, meeting.place), now).await?;
    entry(&store, who, id).await
}

/// Moves a meeting or changes its length. It keeps the zone that it was planned in, and its place unless another one is
/// named.
#[server(prefix = "/fn", endpoint = "shift", input = Wire, output = Wire)]
pub async fn shift(
    id: MeetingId,
    seen: Revision,
    takes: Takes,
    place: Option<PlaceId>,
) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    let meeting = store.meeting(who, id).await?.meeting;
    let when = in_its_zone(takes, &meeting);
    store.reschedule(who, id, seen, when, place.or(meeting.place), now).await?;
    entry(&store, who, id).await
}

/// Exactly what [`shift_series`] would do, and by which clock the times are that it tells.
#[server(prefix = "/fn", endpoint = "foresee_shift", input = Wire, output = Wire)]
pub async fn foresee_shift(
    id: MeetingId,
    takes: Takes,
    scope: Scope,
) -> Result<(Outlook, ZoneRules), Failure> {
    let Door { store, who, now } = door()?;
    let meeting = store.meeting(who, id).await?.meeting;
    let rules = store::zones::rules(meeting.when.zone());
    let around = chrono::TimeDelta::days(3 * 366);
    let rules = rules.map_or_else(ZoneRules::utc, |rules| rules.between(now - around, now + around));
    let draft = meeting.rescheduled(in_its_zone(takes, &meeting), meeting.place);
    Ok((store.preview_revision(who, id, scope, draft, None, now).await?, rules))
}

/// Moves an occurrence of a series and others with it, or changes their length; into another place, if one is named.
#[server(prefix = "/fn", endpoint = "shift_series", input = Wire, output = Wire)]
pub async fn shift_series(
    id: MeetingId,
    seen: Revision,
    takes: Takes,
    place: Option<PlaceId>,
    scope: Scope,
) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    let meeting = store.meeting(who, id).await?.meeting;
    let draft = meeting.rescheduled(in_its_zone(takes, &meeting), place.or(meeting.place));
    store.revise_occurrences(who, id, seen, scope, draft, None, now).await?;
    entry(&store, who, id).await
}

/// Accepts or declines (S37, S38); what it looks like then comes over the live socket.
#[server(prefix = "/fn", endpoint = "reply", input = Wire, output = Wire)]
pub async fn reply(id: MeetingId, seen: Option<Revision>, answer: Answer) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    let me = Attendee::Person(who.person);
    store.respond_seeing(who, id, seen, me, answer, String::new(), now).await?;
    Ok(())
}

/// Takes a removal back.
#[server(prefix = "/fn", endpoint = "put_back", input = Wire, output = Wire)]
pub async fn put_back(id: MeetingId) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    store.restore_meeting(who, id, now).await?;
    entry(&store, who, id).await
}

/// A time on the clock by which a meeting was planned.
#[cfg(feature = "ssr")]
fn in_its_zone(takes: Takes, meeting: &Meeting) -> When {
    let rules = store::zones::rules(meeting.when.zone());
    rules.map_or_else(|| takes.when(&ZoneRules::utc()), |rules| takes.when(&rules))
}

/// A meeting as it stands now in the calendar of who asks.
#[cfg(feature = "ssr")]
async fn entry(store: &store::Store, who: store::Who, id: MeetingId) -> Result<Entry, Failure> {
    let posted = store.posted(id).await?.ok_or(Failure::Gone)?;
    Ok(posted.entry(&store.actor(who).await?))
}
