//! What can be done with meetings.
//!
//! `references` reads what a draft points to, `rows` turns rows into a [`Meeting`] and back.

mod checklists;
mod life;
pub(crate) mod references;
pub(crate) mod rows;

use chrono::{DateTime, SubsecRound, Utc};
use domain::change::{About, Act, Change, Revision};
use domain::id::{MeetingId, PersonId, PlaceId};
use domain::meeting::{Answer, Attendee, Draft, Meeting, References, Sheet};
use domain::permission::{Action, Actor, Sight};
use domain::time::When;
use domain::{Refusal, Refused};
use sqlx::types::Json;
use uuid::Uuid;

use crate::changes::{ChangeRow, Write};
use crate::db::{Tx, all};
use crate::error::{Error, Result};
use crate::repairs::{self, Asked};
use crate::{Store, Who};
use rows::Stored;

/// A change with the name of who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub change: Change,
    /// `None` when Daybook itself or its command line acted.
    pub by_name: Option<String>,
}

impl Store {
    /// Plans a meeting. The same id again by the same person answers the meeting as it is now, and plans
    /// nothing.
    pub async fn plan(&self, who: Who, id: MeetingId, draft: Draft, now: DateTime<Utc>) -> Result<Sheet> {
        let draft = Draft { when: in_whole_seconds(draft.when), ..draft };
        once_more_if_double_booked(|| self.try_plan(who, id, draft.clone(), now)).await
    }

    /// Makes a meeting what the card says. [`Error::Conflict`] unless `seen` is its present version.
    pub async fn revise(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        draft: Draft,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let draft = Draft { when: in_whole_seconds(draft.when), ..draft };
        once_more_if_double_booked(|| self.try_revise(who, id, seen, draft.clone(), now)).await
    }

    /// Moves a meeting, or makes it longer or shorter. [`Error::Conflict`] unless `seen` is its present
    /// version.
    pub async fn reschedule(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        when: When,
        place: Option<PlaceId>,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let when = in_whole_seconds(when);
        once_more_if_double_booked(|| self.try_reschedule(who, id, seen, when.clone(), place, now)).await
    }

    /// Records an answer, one's own or for somebody else (S37 to S39). The same answer again changes nothing.
    pub async fn respond(
        &self,
        who: Who,
        id: MeetingId,
        attendee: Attendee,
        answer: Answer,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        self.respond_seeing(who, id, None, attendee, answer, reason, now).await
    }

    /// The same to the meeting as it was `seen`: [`Error::Conflict`] if it was moved since, so that an answer never
    /// stands for a time or a place that whoever gave it did not see.
    #[expect(clippy::too_many_arguments, reason = "an answer, and to what it was given")]
    pub async fn respond_seeing(
        &self,
        who: Who,
        id: MeetingId,
        seen: Option<Revision>,
        attendee: Attendee,
        answer: Answer,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        let mut meeting = before.meeting.clone();
        let acts = meeting.respond(&actor, attendee, answer, reason, write.at)?;
        if let Some(seen) = seen
            && was_moved_since(&mut write.tx, id, seen).await?
        {
            return Err(Error::Conflict { current: meeting.version });
        }
        if acts.is_empty() {
            return Ok(before.sheet(&actor));
        }
        meeting.version = write.next_revision().await?;
        rows::answer(&mut write.tx, &meeting, attendee).await?;
        finish(write, &actor, &before.meeting, &meeting, acts).await
    }

    /// Takes a meeting out of every calendar and gives its room back. Once it is removed, again is well.
    pub async fn remove_meeting(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut write, actor) = self.write(who, now).await?;
        let stored = visible_or_removed(&mut write.tx, &actor, id).await?;
        let acts = stored.meeting.remove(&actor)?;
        if stored.removed {
            return Ok(());
        }
        require_seen(&stored.meeting, seen)?;
        let revision = write.next_revision().await?;
        rows::remove(&mut write.tx, id, revision, write.at).await?;
        if let Some(membership) = &stored.membership {
            crate::series::take_out(&mut write.tx, membership, revision).await?;
        }
        write.commit(revision, About::Meeting(id), acts, stored.meeting.people().collect()).await
    }

    /// Takes a removed meeting back as it was; refused when its room has been taken meanwhile. Of a meeting
    /// that stands, nothing changes.
    pub async fn restore_meeting(&self, who: Who, id: MeetingId, now: DateTime<Utc>) -> Result<Sheet> {
        once_more_if_double_booked(|| self.try_restore(who, id, now)).await
    }

    /// The card of a meeting. [`Error::Gone`] when it is removed, or not for this person to see.
    pub async fn meeting(&self, who: Who, id: MeetingId) -> Result<Sheet> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        Ok(visible(&mut tx, &actor, id).await?.sheet(&actor))
    }

    /// Everything that happened to a meeting, newest last, for whoever may see it in full; also after it was
    /// removed.
    pub async fn history(&self, who: Who, id: MeetingId) -> Result<Vec<Told>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        visible_or_removed(&mut tx, &actor, id).await?;
        let rows: Vec<ToldRow> = all!(tx, HISTORY, id.0)?;
        let told = |row: ToldRow| Ok(Told { change: row.change.change()?, by_name: row.by_name });
        rows.into_iter().map(told).collect()
    }

    /// Every meeting that is not removed, by id; so many after one of them. For an export, which is not asked
    /// who it is.
    pub async fn every_meeting(&self, after: Option<MeetingId>, limit: u32) -> Result<Vec<Meeting>> {
        let mut tx = self.db.begin_read().await?;
        let after = after.map_or(Uuid::nil(), |meeting| meeting.0);
        let ids: Vec<(Uuid,)> = all!(tx, EVERY_ID, after, i64::from(limit))?;
        let mut meetings = Vec::with_capacity(ids.len());
        for (id,) in ids {
            meetings.extend(rows::read(&mut tx, MeetingId(id)).await?.map(|stored| stored.meeting));
        }
        Ok(meetings)
    }

    async fn try_plan(&self, who: Who, id: MeetingId, draft: Draft, now: DateTime<Utc>) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        if let Some(there) = rows::read(&mut write.tx, id).await? {
            return match there {
                Stored { removed: true, .. } => Err(Error::Gone),
                there if there.meeting.author == who.person => Ok(there.sheet(&actor)),
                _ => Err(Refusal::NotPermitted { action: Action::PlanMeeting }.into()),
            };
        }
        let references = references::of(&mut write.tx, &actor, id, &draft).await?;
        let planned = Meeting::plan(&actor, id, draft.clone(), &references);
        let mut meeting = with_repairs(&mut write, &draft, &references, id, planned).await?;
        meeting.version = write.next_revision().await?;
        rows::insert(&mut write.tx, &meeting).await?;
        finish(write, &actor, &meeting, &meeting, vec![Act::Planned]).await
    }

    async fn try_revise(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        draft: Draft,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        actor.require_on(Action::ChangeMeeting, &before.meeting)?;
        require_seen(&before.meeting, seen)?;
        let references = references::of(&mut write.tx, &actor, id, &draft).await?;
        let mut meeting = before.meeting.clone();
        let revised = meeting.revise(&actor, draft.clone(), &references);
        let acts = with_repairs(&mut write, &draft, &references, id, revised).await?;
        changed(write, &actor, before, meeting, acts).await
    }

    async fn try_reschedule(
        &self,
        who: Who,
        id: MeetingId,
        seen: Revision,
        when: When,
        place: Option<PlaceId>,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        actor.require_on(Action::ChangeMeeting, &before.meeting)?;
        require_seen(&before.meeting, seen)?;
        let draft = before.meeting.rescheduled(when.clone(), place);
        let references = references::of(&mut write.tx, &actor, id, &draft).await?;
        let mut meeting = before.meeting.clone();
        let moved = meeting.reschedule(&actor, when, place, &references);
        let acts = with_repairs(&mut write, &draft, &references, id, moved).await?;
        changed(write, &actor, before, meeting, acts).await
    }

    async fn try_restore(&self, who: Who, id: MeetingId, now: DateTime<Utc>) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let stored = visible_or_removed(&mut write.tx, &actor, id).await?;
        if !stored.removed {
            return Ok(stored.sheet(&actor));
        }
        let mut meeting = stored.meeting.clone();
        let references = references::of(&mut write.tx, &actor, id, &meeting.draft()).await?;
        let acts = meeting.restore(&actor, &references)?;
        meeting.version = write.next_revision().await?;
        if let Some(membership) = &stored.membership {
            crate::series::put_back(&mut write.tx, membership, meeting.version).await?;
        }
        rows::restore(&mut write.tx, &meeting).await?;
        finish(write, &actor, &meeting, &meeting, acts).await
    }
}

/// A booking that did not wait for its turn (raw SQL on Postgres) can come between what the rules have read
/// and what the verb writes; then the database refuses. Read again, the rules see it and name it.
pub(crate) async fn once_more_if_double_booked<T, F>(attempt: impl Fn() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    match attempt().await {
        Err(error) if error.is_double_booking() => attempt().await,
        answer => answer,
    }
}

/// Occurrences are kept in whole seconds.
pub(crate) fn in_whole_seconds(when: When) -> When {
    match when {
        When::Timed { start, minutes, zone } => When::Timed { start: start.trunc_subsecs(0), minutes, zone },
        all_day @ When::AllDay { .. } => all_day,
    }
}

pub(crate) async fn visible(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Stored> {
    let stored = visible_or_removed(tx, actor, id).await?;
    if stored.removed { Err(Error::Gone) } else { Ok(stored) }
}

/// Whoever may know only that a time is busy does not learn of which meeting.
pub(crate) async fn visible_or_removed(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Stored> {
    let stored = rows::read(tx, id).await?;
    stored.filter(|stored| actor.sight(&stored.meeting) == Sight::Full).ok_or(Error::Gone)
}

pub(crate) fn require_seen(meeting: &Meeting, seen: Revision) -> Result<()> {
    if meeting.version == seen { Ok(()) } else { Err(Error::Conflict { current: meeting.version }) }
}

async fn was_moved_since(tx: &mut Tx, id: MeetingId, seen: Revision) -> Result<bool> {
    let rows: Vec<(Json<Vec<Act>>,)> = all!(tx, DONE_SINCE, id.0, seen.0)?;
    Ok(rows.iter().flat_map(|(acts,)| &acts.0).any(Act::asks_again))
}

/// What the rules answered of one meeting, with what could be done instead if only its room is in the way.
async fn with_repairs<T>(
    write: &mut Write,
    draft: &Draft,
    references: &References,
    id: MeetingId,
    answer: Result<T, Refused>,
) -> Result<T> {
    let (people, now) = (draft.heads(references), write.at);
    let asked = Asked { draft, dates: &[], people, own: &[id], now };
    repairs::with_repairs(&mut write.tx, asked, answer).await
}

/// Writes what a verb has made of a meeting, unless it is what it was.
async fn changed(
    mut write: Write,
    actor: &Actor,
    before: Stored,
    mut meeting: Meeting,
    acts: Vec<Act>,
) -> Result<Sheet> {
    if acts.is_empty() && before.meeting == meeting {
        return Ok(before.sheet(actor));
    }
    meeting.version = write.next_revision().await?;
    rows::update(&mut write.tx, &before.meeting, &meeting).await?;
    finish(write, actor, &before.meeting, &meeting, acts).await
}

/// Commits, and answers the card as it is now.
async fn finish(
    mut write: Write,
    actor: &Actor,
    before: &Meeting,
    meeting: &Meeting,
    acts: Vec<Act>,
) -> Result<Sheet> {
    let stored = rows::read(&mut write.tx, meeting.id).await?;
    let stored = stored.ok_or_else(|| Error::unreadable("a meeting is not there after it was written"))?;
    let mut affected: Vec<PersonId> = before.people().chain(meeting.people()).collect();
    affected.sort_unstable();
    affected.dedup();
    write.commit(meeting.version, About::Meeting(meeting.id), acts, affected).await?;
    Ok(stored.sheet(actor))
}

#[derive(sqlx::FromRow)]
struct ToldRow {
    #[sqlx(flatten)]
    change: ChangeRow,
    by_name: Option<String>,
}

const EVERY_ID: &str = "
    SELECT id FROM meeting WHERE id > $1 AND removed_at IS NULL ORDER BY id LIMIT $2";

const DONE_SINCE: &str = "
    SELECT acts FROM change WHERE meeting = $1 AND revision > $2
    UNION ALL
    SELECT acts FROM occurrence_change WHERE meeting = $1 AND revision > $2";

/// What was done to the meeting itself, and what changes of its series did to it.
const HISTORY: &str = "
    SELECT revision, at, done_by, channel, meeting, series, acts, affected, person.name AS by_name
    FROM (
        SELECT revision, at, done_by, channel, meeting, series, acts, affected FROM change WHERE meeting = $1
        UNION ALL
        SELECT change.revision, change.at, change.done_by, change.channel, change.meeting, change.series,
            told.acts, change.affected
        FROM occurrence_change AS told JOIN change ON change.revision = told.revision
        WHERE told.meeting = $1
    ) AS change
    LEFT JOIN person ON person.id = done_by
    ORDER BY revision";
