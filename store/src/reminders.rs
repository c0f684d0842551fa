//! When people want to be told of meetings (S24). It is nobody else's business, so no change tells of it.

use chrono::{DateTime, Utc};
use domain::id::MeetingId;
use domain::reminder::{Due, Reminder};
use uuid::Uuid;

use crate::db::{At, all, run};
use crate::error::Result;
use crate::kinds::{count, number};
use crate::meetings::visible;
use crate::words::{meaning, word};
use crate::{Store, Who};

impl Store {
    /// One's own reminders of a meeting, the last one to come first.
    pub async fn reminders(&self, who: Who, meeting: MeetingId) -> Result<Vec<Reminder>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        visible(&mut tx, &actor, meeting).await?;
        let rows: Vec<(i32, String)> = all!(tx, OF_MEETING, who.person.0, meeting.0)?;
        let reminder = |(minutes, through): (i32, String)| {
            Ok(Reminder { minutes_before: count(minutes)?, through: meaning(&through)? })
        };
        rows.into_iter().map(reminder).collect()
    }

    /// Makes these one's own reminders of a meeting.
    pub async fn remind(
        &self,
        who: Who,
        meeting: MeetingId,
        reminders: Vec<Reminder>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>> {
        let (mut write, actor) = self.write(who, now).await?;
        let stored = visible(&mut write.tx, &actor, meeting).await?;
        let reminders = Reminder::check(&actor, &stored.meeting, reminders)?;
        run!(write.tx, CLEAR, who.person.0, meeting.0)?;
        for Reminder { minutes_before, through } in &reminders {
            run!(write.tx, ADD, who.person.0, meeting.0, number(*minutes_before)?, word(through)?)?;
        }
        write.commit_untold().await?;
        Ok(reminders.into_iter().collect())
    }

    /// What this person is to be told of in the browser: open meetings that begin within a range, by start. What they
    /// declined, they are not told of.
    pub async fn reminders_due(&self, who: Who, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Due>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<DueRow> = all!(tx, DUE, who.person.0, At(from), At(to))?;
        rows.into_iter().map(DueRow::due).collect()
    }
}

#[derive(sqlx::FromRow)]
struct DueRow {
    meeting: Uuid,
    subject: String,
    place: Option<String>,
    starts: DateTime<Utc>,
    minutes_before: i32,
}

impl DueRow {
    fn due(self) -> Result<Due> {
        let Self { meeting, subject, place, starts, minutes_before } = self;
        let minutes_before = count(minutes_before)?;
        Ok(Due { meeting: MeetingId(meeting), subject, place, starts, minutes_before })
    }
}

const OF_MEETING: &str = "
    SELECT minutes_before, channel FROM reminder WHERE person = $1 AND meeting = $2
    ORDER BY minutes_before, channel";

const CLEAR: &str = "DELETE FROM reminder WHERE person = $1 AND meeting = $2";

const ADD: &str = "INSERT INTO reminder (person, meeting, minutes_before, channel) VALUES ($1, $2, $3, $4)";

/// Who takes no part any more, and is no supervisor, is not told either: their entry is gone.
const DUE: &str = "
    SELECT meeting.id AS meeting, meeting.subject, place.name AS place, entry.starts, reminder.minutes_before
    FROM reminder
    JOIN calendar_entry AS entry ON entry.meeting = reminder.meeting AND entry.person = reminder.person
    JOIN meeting ON meeting.id = reminder.meeting
    LEFT JOIN place ON place.id = meeting.place
    WHERE reminder.person = $1 AND reminder.channel = 'screen' AND entry.answer <> 'declined'
        AND entry.starts >= $2 AND entry.starts < $3
        AND meeting.state IN ('planned', 'in_progress') AND meeting.removed_at IS NULL
    ORDER BY entry.starts, reminder.minutes_before DESC, meeting.id";
