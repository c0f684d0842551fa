//! The meetings that a plan consists of.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use domain::change::Revision;
use domain::id::{ClientId, KindId, MeetingId, Named, PersonId};
use domain::journal::{Commitment, JournalItem, PlanKey};
use domain::meeting::State;
use domain::time::{IsoWeek, Span, When, ZoneName};
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all, among};
use crate::error::{Error, Result};
use crate::kinds::{count, hue};
use crate::meetings::rows::position;
use crate::words::meaning;

/// The meetings of one plan, the cancelled ones too, by start.
pub(super) async fn of_one(tx: &mut Tx, key: PlanKey) -> Result<Vec<JournalItem>> {
    let items = of_several(tx, &[key.owner], key.week).await?;
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// The same of several people, each with whose it is.
pub(crate) async fn of_several(
    tx: &mut Tx,
    owners: &[PersonId],
    week: IsoWeek,
) -> Result<Vec<(PersonId, JournalItem)>> {
    of_weeks(tx, owners, week, week).await
}

/// The same of the weeks from one to another.
pub(super) async fn of_weeks(
    tx: &mut Tx,
    owners: &[PersonId],
    from: IsoWeek,
    to: IsoWeek,
) -> Result<Vec<(PersonId, JournalItem)>> {
    let owners = Ids(owners.iter().map(|owner| owner.0).collect());
    let (first, end) = (from.monday(), to.plus(1).monday());
    let rows: Vec<ItemRow> = all!(tx, ITEMS, owners, midnight(first), midnight(end))?;
    rows.into_iter().map(|row| Ok((PersonId(row.responsible), row.item()?))).collect()
}

/// What some meetings are to plans now: in which one they are, and what they promise there.
pub(super) async fn promised(
    tx: &mut Tx,
    meetings: &[MeetingId],
) -> Result<Vec<(MeetingId, Option<(PlanKey, Commitment)>)>> {
    let rows: Vec<PromiseRow> = all!(tx, PROMISES, Ids::of(meetings))?;
    rows.into_iter().map(PromiseRow::promise).collect()
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: Uuid,
    version: i64,
    responsible: Uuid,
    subject: String,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    zone: String,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    kind: Uuid,
    kind_name: String,
    predefined: Option<String>,
    event_type: String,
    color: Option<i32>,
    points: i32,
    client: Option<Uuid>,
    client_name: Option<String>,
    contact_name: Option<String>,
    address: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    state: String,
}

impl ItemRow {
    fn item(self) -> Result<JournalItem> {
        let span =
            Span::new(self.starts, self.ends).ok_or_else(|| Error::unreadable("an empty occurrence"))?;
        Ok(JournalItem {
            meeting: MeetingId(self.id),
            version: Revision(self.version),
            subject: self.subject,
            when: when(self.all_day, self.wall_start, self.length, self.zone)?,
            span,
            kind: Named { id: KindId(self.kind), name: self.kind_name },
            predefined: self.predefined.as_deref().map(meaning).transpose()?,
            event_type: meaning(&self.event_type)?,
            color: self.color.map(hue).transpose()?,
            points: count(self.points)?,
            client: self.client.map(ClientId).zip(self.client_name).map(|(id, name)| Named { id, name }),
            contact: self.contact_name,
            address: self.address,
            position: position(self.latitude, self.longitude)?,
            state: meaning(&self.state)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct PromiseRow {
    id: Uuid,
    responsible: Uuid,
    subject: String,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    zone: String,
    kind: Uuid,
    client: Option<Uuid>,
    state: String,
    in_journal: bool,
    removed: bool,
}

impl PromiseRow {
    fn promise(self) -> Result<(MeetingId, Option<(PlanKey, Commitment)>)> {
        let cancelled = meaning::<State>(&self.state)? == State::Cancelled;
        let meeting = MeetingId(self.id);
        if self.removed || cancelled || !self.in_journal {
            return Ok((meeting, None));
        }
        let key = PlanKey { owner: PersonId(self.responsible), week: IsoWeek::of(self.wall_start.date()) };
        let commitment = Commitment {
            subject: self.subject,
            when: when(self.all_day, self.wall_start, self.length, self.zone)?,
            kind: KindId(self.kind),
            client: self.client.map(ClientId),
        };
        Ok((meeting, Some((key, commitment))))
    }
}

fn when(all_day: bool, wall_start: NaiveDateTime, length: i32, zone: String) -> Result<When> {
    let (length, zone) = (count(length)?, ZoneName(zone));
    Ok(if all_day {
        When::AllDay { first: wall_start.date(), days: length, zone }
    } else {
        When::Timed { start: wall_start, minutes: length, zone }
    })
}

/// In the order of the index, which is that of the owner's week.
const ITEMS: Differs = among!(
    "SELECT meeting.id, meeting.version, meeting.responsible, meeting.subject, meeting.all_day,
        meeting.wall_start, meeting.length, meeting.zone, occurrence.starts, occurrence.ends, meeting.kind,
        kind.name AS kind_name, kind.predefined, kind.event_type, category.color, COALESCE(meeting.earned, kind.points) AS points, meeting.client,
        client.name AS client_name, contact.name AS contact_name, meeting.address, meeting.latitude, meeting.longitude,
        meeting.state
    FROM meeting
    JOIN kind ON kind.id = meeting.kind
    JOIN occurrence ON occurrence.meeting = meeting.id AND occurrence.ordinal = 0
    LEFT JOIN category ON category.id = meeting.category
    LEFT JOIN client ON client.id = meeting.client
    LEFT JOIN contact ON contact.id = meeting.contact
    WHERE meeting.responsible ",
    "$1",
    " AND meeting.wall_start >= $2 AND meeting.wall_start < $3 AND meeting.removed_at IS NULL
        AND kind.in_journal
    ORDER BY meeting.responsible, meeting.wall_start, meeting.id",
);

const PROMISES: Differs = among!(
    "SELECT meeting.id, meeting.responsible, meeting.subject, meeting.all_day, meeting.wall_start,
        meeting.length, meeting.zone, meeting.kind, meeting.client, meeting.state, kind.in_journal,
        meeting.removed_at IS NOT NULL AS removed
    FROM meeting JOIN kind ON kind.id = meeting.kind WHERE meeting.id ",
    "$1",
    "",
);
