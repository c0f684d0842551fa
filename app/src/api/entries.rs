//! What can be done with a meeting on the grid of a calendar: the same verbs as on its card, answered with
//! what the grid draws.

#[cfg(feature = "ssr")]
use std::sync::Arc;

use domain::availability::Repair;
use domain::calendar::{Entry, Takes};
use domain::change::Revision;
#[cfg(feature = "ssr")]
use domain::id::SeriesId;
use domain::id::{MeetingId, PlaceId};
use domain::meeting::{Answer, Draft, Outlook, Scope};
#[cfg(feature = "ssr")]
use domain::meeting::{Attendee, Meeting, Sheet};
#[cfg(feature = "ssr")]
use domain::time::When;
use domain::time::{Recurrence, ZoneRules};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// Plans a meeting (S7), or a series whose first meeting has this id (S12). The same id sent twice plans it once.
#[server(prefix = "/fn", endpoint = "enter", input = Wire, output = Wire)]
pub async fn enter(id: MeetingId, draft: Draft, recurrence: Option<Recurrence>) -> Result<Entry, Failure> {
    let Door { store, who, now } = door()?;
    match recurrence {
        Some(recurrence) => store.plan_series(who, SeriesId(id.0), draft, recurrence, now).await?,
        None => store.plan(who, id, draft, now).await?,
    };
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

/// Where an occurrence of a series is to go, and others with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    pub takes: Takes,
    /// Another one than each has.
    pub place: Option<PlaceId>,
    /// It is known that not everybody finds a seat.
    pub crowded: bool,
    /// What is put right of the dates on which the others come.
    pub dates: Vec<Repair>,
    /// What was put right of them before, and is to be as it was.
    pub as_before: Vec<Repair>,
}

impl Goal {
    pub fn at(takes: Takes) -> Self {
        Self { takes, place: None, crowded: false, dates: Vec::new(), as_before: Vec::new() }
    }

    /// Takes back that occurrences went from there to where this is.
    pub fn back(self, from: Takes, place: Option<PlaceId>) -> Self {
        // They fitted into their room before.
        Self { place, crowded: place.is_some(), as_before: self.dates, ..Self::at(from) }
    }

    /// What the card of the one would say, and the schedule where the dates of the others are put right.
    #[cfg(feature = "ssr")]
    fn of(self, sheet: Sheet, scope: Scope) -> (Draft, Option<Recurrence>) {
        let Sheet { meeting, series, .. } = sheet;
        let when = in_its_zone(self.takes, &meeting);
        let moved = (meeting.when.first_day(), when.first_day());
        let place = self.place.or(meeting.place);
        let draft = Draft { crowded: self.crowded, ..meeting.rescheduled(when, place) };
        let other_dates = !self.dates.is_empty() || !self.as_before.is_empty();
        let goes_on = series.filter(|_| scope != Scope::This && other_dates);
        let as_before = |recurrence, repair: &Repair| repair.taken_back(recurrence);
        let goes_on = goes_on
            .map(|series| self.as_before.iter().rev().fold(series.recurrence, as_before))
            .map(|recurrence| recurrence.moved(moved.0, moved.1));
        let put_right = |(draft, recurrence), repair: &Repair| repair.applied_to(draft, recurrence);
        self.dates.iter().filter(|repair| repair.is_of_dates()).fold((draft, goes_on), put_right)
    }
}

/// Exactly what [`shift_series`] would do, and by which clock the times are that it tells.
#[server(prefix = "/fn", endpoint = "foresee_shift", input = Wire, output = Wire)]
pub async fn foresee_shift(id: MeetingId, goal: Goal, scope: Scope) -> Result<(Outlook, ZoneRules), Failure> {
    let Door { store, who, now } = door()?;
    let sheet = store.meeting(who, id).await?;
    let around = chrono::TimeDelta::days(3 * 366);
    let rules = rules_of(&sheet.meeting).between(now - around, now + around);
    let (draft, recurrence) = goal.of(sheet, scope);
    Ok((store.preview_revision(who, id, scope, draft, recurrence, now).await?, rules))
}

/// What has become of occurrences of a series that were moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shifted {
    /// The one that was meant, or the nearest of them where it was left out itself.
    pub entry: Entry,
    /// Where this one was, and which go back there with it; `None` where it did not go along.
    pub from: Option<(Takes, Scope)>,
}

/// Moves an occurrence of a series and others with it, or changes their length.
#[server(prefix = "/fn", endpoint = "shift_series", input = Wire, output = Wire)]
pub async fn shift_series(
    id: MeetingId,
    seen: Revision,
    goal: Goal,
    scope: Scope,
) -> Result<Shifted, Failure> {
    let Door { store, who, now } = door()?;
    let meant = store.meeting(who, id).await?;
    let (draft, recurrence) = goal.of(meant.clone(), scope);
    let goes_to = draft.when.clone();
    let answered = store.revise_occurrences(who, id, seen, scope, draft, recurrence, now).await?;
    let entry = entry(&store, who, answered.meeting.id).await?;
    Ok(Shifted { entry, from: came_from(&answered, &meant, &goes_to, scope) })
}

/// Where an occurrence was before the one that was meant went to `goes_to`, and which go back there with it.
#[cfg(feature = "ssr")]
fn came_from(answered: &Sheet, meant: &Sheet, goes_to: &When, scope: Scope) -> Option<(Takes, Scope)> {
    let left = &meant.meeting.when;
    let by = goes_to.first_day() - left.first_day();
    let date = answered.meeting.when.first_day().checked_sub_signed(by)?;
    let takes = Takes::of(&left.on(date), &rules_of(&meant.meeting));
    if answered.meeting.id == meant.meeting.id {
        return Some((takes, scope));
    }
    let (series, before) = (answered.series.as_ref()?, meant.series.as_ref()?);
    // Those that were before it stayed, and are another series now, unless there were none.
    let went_along = scope == Scope::All || series.id != before.id || date > left.first_day();
    (went_along && !series.altered).then_some((takes, Scope::All))
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
    takes.when(&rules_of(meeting))
}

#[cfg(feature = "ssr")]
fn rules_of(meeting: &Meeting) -> Arc<ZoneRules> {
    store::zones::rules(meeting.when.zone()).unwrap_or_else(|| Arc::new(ZoneRules::utc()))
}

/// A meeting as it stands now in the calendar of who asks.
#[cfg(feature = "ssr")]
async fn entry(store: &store::Store, who: store::Who, id: MeetingId) -> Result<Entry, Failure> {
    let posted = store.posted(id).await?.ok_or(Failure::Gone)?;
    Ok(posted.entry(&store.actor(who).await?))
}
