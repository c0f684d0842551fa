//! Files that belong to meetings. Their contents are not kept here: a row names its content by hash.

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::attachment::Attachment;
use domain::change::About;
use domain::id::{AttachmentId, MeetingId, PersonId};
use domain::permission::Action;
use uuid::Uuid;

use crate::db::{Tx, all, first, run};
use crate::error::{Error, Result};
use crate::meetings::visible;
use crate::{Store, Who};

/// A file that is to be added, with its content already in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    pub id: AttachmentId,
    pub name: String,
    pub media_type: String,
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub content: String,
}

impl Store {
    /// Adds a file to a meeting (S23). The same id again answers what is there.
    pub async fn attach(
        &self,
        who: Who,
        meeting: MeetingId,
        new: NewAttachment,
        now: DateTime<Utc>,
    ) -> Result<Attachment> {
        let (mut write, actor) = self.write(who, now).await?;
        let stored = visible(&mut write.tx, &actor, meeting).await?;
        let present = of(&mut write.tx, meeting).await?;
        if let Some((there, _)) = present.iter().find(|(attachment, _)| attachment.id == new.id) {
            return Ok(there.clone());
        }
        let acts = stored.meeting.attach(&actor, &new.name, present.len())?;
        let known: Option<(Uuid,)> = first!(write.tx, KNOWN, new.id.0)?;
        if known.is_some() {
            // It belongs to another meeting.
            return Err(Refusal::NotPermitted { action: Action::AttachFile }.into());
        }
        let NewAttachment { id, name, media_type, bytes, content } = new;
        let name = name.trim().to_owned();
        let attachment =
            Attachment { id, name, media_type, bytes, content, added_by: actor.person, added_at: write.at };
        insert(&mut write.tx, meeting, &attachment).await?;
        let revision = write.next_revision().await?;
        run!(write.tx, SET_VERSION, meeting.0, revision.0)?;
        write.commit(revision, About::Meeting(meeting), acts, stored.meeting.people().collect()).await?;
        Ok(attachment)
    }

    /// Takes a file away from a meeting, and answers the name of its content. Once it is gone, again is well.
    pub async fn detach(
        &self,
        who: Who,
        meeting: MeetingId,
        id: AttachmentId,
        now: DateTime<Utc>,
    ) -> Result<Option<String>> {
        let (mut write, actor) = self.write(who, now).await?;
        let stored = visible(&mut write.tx, &actor, meeting).await?;
        let present = of(&mut write.tx, meeting).await?;
        let Some((attachment, _)) = present.into_iter().find(|(attachment, _)| attachment.id == id) else {
            return Ok(None);
        };
        let acts = stored.meeting.detach(&actor, &attachment)?;
        run!(write.tx, DELETE, id.0)?;
        let revision = write.next_revision().await?;
        run!(write.tx, SET_VERSION, meeting.0, revision.0)?;
        write.commit(revision, About::Meeting(meeting), acts, stored.meeting.people().collect()).await?;
        Ok(Some(attachment.content))
    }

    /// One file of a meeting that this person may see.
    pub async fn attachment(&self, who: Who, meeting: MeetingId, id: AttachmentId) -> Result<Attachment> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        visible(&mut tx, &actor, meeting).await?;
        let mut present = of(&mut tx, meeting).await?.into_iter();
        let found = present.find(|(attachment, _)| attachment.id == id);
        found.map(|(attachment, _)| attachment).ok_or(Error::Gone)
    }

    /// Refuses whoever may add no file to a meeting, before its content is sent.
    pub async fn require_may_attach(&self, who: Who, meeting: MeetingId, name: &str) -> Result<()> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let stored = visible(&mut tx, &actor, meeting).await?;
        let present = of(&mut tx, meeting).await?.len();
        stored.meeting.attach(&actor, name, present)?;
        Ok(())
    }

    /// Whether a file of any meeting has this content.
    pub async fn has_content(&self, content: &str) -> Result<bool> {
        let found: Option<(Uuid,)> = first!(self.db.reader().await?, WITH_CONTENT, content)?;
        Ok(found.is_some())
    }

    /// The names of all contents, each once, by name; so many after one of them.
    pub async fn contents(&self, after: &str, limit: u32) -> Result<Vec<String>> {
        let rows: Vec<(String,)> = all!(self.db.reader().await?, CONTENTS, after, i64::from(limit))?;
        Ok(rows.into_iter().map(|(content,)| content).collect())
    }
}

/// The files of a meeting in the order in which they were added, with the names of who added them.
pub(crate) async fn of(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<(Attachment, String)>> {
    let rows: Vec<AttachmentRow> = all!(tx, OF_MEETING, meeting.0)?;
    rows.into_iter().map(AttachmentRow::line).collect()
}

async fn insert(tx: &mut Tx, meeting: MeetingId, attachment: &Attachment) -> Result<()> {
    run!(
        tx,
        INSERT,
        attachment.id.0,
        meeting.0,
        attachment.name.as_str(),
        attachment.media_type.as_str(),
        i64::try_from(attachment.bytes).map_err(Error::unreadable)?,
        attachment.content.as_str(),
        attachment.added_by.0,
        attachment.added_at,
    )
}

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    id: Uuid,
    name: String,
    media_type: String,
    bytes: i64,
    content: String,
    added_by: Uuid,
    added_at: DateTime<Utc>,
    added_by_name: String,
}

impl AttachmentRow {
    fn line(self) -> Result<(Attachment, String)> {
        let attachment = Attachment {
            id: AttachmentId(self.id),
            name: self.name,
            media_type: self.media_type,
            bytes: u64::try_from(self.bytes).map_err(Error::unreadable)?,
            content: self.content,
            added_by: PersonId(self.added_by),
            added_at: self.added_at,
        };
        Ok((attachment, self.added_by_name))
    }
}

const OF_MEETING: &str = "
    SELECT attachment.id, attachment.name, media_type, bytes, content, added_by, added_at,
        person.name AS added_by_name
    FROM attachment JOIN person ON person.id = attachment.added_by
    WHERE meeting = $1 ORDER BY added_at, attachment.id";

const KNOWN: &str = "SELECT id FROM attachment WHERE id = $1";

const INSERT: &str = "
    INSERT INTO attachment (id, meeting, name, media_type, bytes, content, added_by, added_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const DELETE: &str = "DELETE FROM attachment WHERE id = $1";

const SET_VERSION: &str = "UPDATE meeting SET version = $2 WHERE id = $1";

const WITH_CONTENT: &str = "SELECT id FROM attachment WHERE content = $1 LIMIT 1";

const CONTENTS: &str = "
    SELECT DISTINCT content FROM attachment WHERE content > $1 ORDER BY content LIMIT $2";
