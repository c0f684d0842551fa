//! A meeting's life: it starts, is ticked off, closed or cancelled, and sometimes taken up again.

use chrono::{DateTime, Utc};
use domain::change::{Act, Revision};
use domain::id::{MeetingId, TemplateItemId};
use domain::meeting::{Meeting, Sheet, Significance, Tick};
use domain::permission::{Action, Actor};

use super::rows::Stored;
use super::{changed, checklists, finish, once_more_if_double_booked, references, require_seen, visible};
use crate::changes::Write;
use crate::error::Result;
use crate::{Store, Who};

impl Store {
    /// Planned → In progress (S41). Of a meeting that is in progress nothing changes.
    pub async fn start(&self, who: Who, id: MeetingId, now: DateTime<Utc>) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        let mut meeting = before.meeting.clone();
        let attributes = crate::attributes::read(&mut write.tx).await?;
        let significance = Significance { event_type: before.event_type, attributes: &attributes };
        let acts = meeting.start(&actor, significance, write.at)?;
        changed(write, &actor, before, meeting, acts).await
    }

    /// Ticks an item of the checklist, or takes the tick back (S42). No version is asked for: whoever ticks another
    /// item is in nobody's way, and who ticks the same one as somebody else finds it done.
    pub async fn tick(
        &self,
        who: Who,
        id: MeetingId,
        item: TemplateItemId,
        tick: Tick,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        let mut meeting = before.meeting.clone();
        let files: Vec<_> = before.files().cloned().collect();
        let acts = meeting.tick(&actor, item, tick, &files, write.at)?;
        if acts.is_empty() {
            return Ok(before.sheet(&actor));
        }
        meeting.version = write.next_revision().await?;
        checklists::write(&mut write.tx, &meeting, item).await?;
        finish(write, &actor, &before.meeting, &meeting, acts).await
    }

    /// → Closed, with the result and the time it took (S44, S70). It leaves every calendar and gives its room back.
    /// [`Error::Conflict`](crate::Error::Conflict) if `seen` is named and not its present version.
    pub async fn close_meeting(
        &self,
        who: Who,
        id: MeetingId,
        seen: Option<Revision>,
        result: String,
        minutes_spent: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        let mut meeting = before.meeting.clone();
        let attributes = crate::attributes::read(&mut write.tx).await?;
        let significance = Significance { event_type: before.event_type, attributes: &attributes };
        let acts = meeting.close(&actor, significance, result, minutes_spent, write.at)?;
        if let (Some(seen), false) = (seen, acts.is_empty()) {
            require_seen(&before.meeting, seen)?;
        }
        changed(write, &actor, before, meeting, acts).await
    }

    /// → Cancelled, with a reason. It leaves every calendar and gives its room back.
    /// [`Error::Conflict`](crate::Error::Conflict) if `seen` is named and not its present version.
    pub async fn cancel_meeting(
        &self,
        who: Who,
        id: MeetingId,
        seen: Option<Revision>,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let (before, meeting, acts) = cancelled(&mut write, &actor, id, reason).await?;
        if let (Some(seen), false) = (seen, acts.is_empty()) {
            require_seen(&before.meeting, seen)?;
        }
        changed(write, &actor, before, meeting, acts).await
    }

    /// Takes up again what is closed or cancelled. It takes its room back, or is refused by what has it now.
    /// [`Error::Conflict`](crate::Error::Conflict) if `seen` is named and not its present version.
    pub async fn reopen_meeting(
        &self,
        who: Who,
        id: MeetingId,
        seen: Option<Revision>,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        once_more_if_double_booked(|| self.try_reopen(who, id, seen, reason, now)).await
    }

    async fn try_reopen(
        &self,
        who: Who,
        id: MeetingId,
        seen: Option<Revision>,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Sheet> {
        let (mut write, actor) = self.write(who, now).await?;
        let before = visible(&mut write.tx, &actor, id).await?;
        actor.require_on(Action::ReopenMeeting, &before.meeting)?;
        if let Some(seen) = seen {
            require_seen(&before.meeting, seen)?;
        }
        let mut meeting = before.meeting.clone();
        let references = references::of(&mut write.tx, &actor, id, &meeting.draft()).await?;
        let acts = meeting.reopen(&actor, reason, &references)?;
        changed(write, &actor, before, meeting, acts).await
    }
}

/// A meeting as it was, what cancelling makes of it, and what happened.
pub(crate) async fn cancelled(
    write: &mut Write,
    actor: &Actor,
    id: MeetingId,
    reason: &str,
) -> Result<(Stored, Meeting, Vec<Act>)> {
    let before = visible(&mut write.tx, actor, id).await?;
    let mut meeting = before.meeting.clone();
    let acts = meeting.cancel(actor, reason, write.at)?;
    Ok((before, meeting, acts))
}
