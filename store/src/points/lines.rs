//! The meetings that bring points.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use domain::id::{ClientId, KindId, MeetingId, Named, PersonId};
use domain::kind::EventType;
use domain::permission::Actor;
use domain::points::{Course, Period, PointsLine};
use domain::time::{Span, When, ZoneName};
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all, among};
use crate::error::{Error, Result};
use crate::kinds::count;
use crate::words::meaning;

/// Those of several people in a period, each with whose it is, by person and time; cut to what `actor` may know.
pub(super) async fn of_several(
    tx: &mut Tx,
    actor: &Actor,
    owners: &[PersonId],
    period: Period,
    now: DateTime<Utc>,
) -> Result<Vec<(PersonId, PointsLine)>> {
    let owners = Ids(owners.iter().map(|owner| owner.0).collect());
    let rows: Vec<LineRow> = all!(tx, LINES, owners, midnight(period.first()), midnight(period.end()))?;
    rows.into_iter().map(|row| Ok((PersonId(row.responsible), row.line(actor, now)?))).collect()
}

pub(super) fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    responsible: Uuid,
    subject: String,
    private: bool,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    zone: String,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    state: String,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    kind: Uuid,
    kind_name: String,
    predefined: Option<String>,
    event_type: String,
    in_journal: bool,
    points: i32,
    client: Option<Uuid>,
    client_name: Option<String>,
    has_address: bool,
    items: i64,
    ticked: i64,
}

impl LineRow {
    fn line(self, actor: &Actor, now: DateTime<Utc>) -> Result<PointsLine> {
        let event_type: EventType = meaning(&self.event_type)?;
        let course = Course {
            span: Span::new(self.starts, self.ends)
                .ok_or_else(|| Error::unreadable("an empty occurrence"))?,
            state: meaning(&self.state)?,
            started: self.started_at,
            ended: self.ended_at,
            event_type,
            has_address: self.has_address,
        };
        // What stands in a week plan is no private matter.
        let hidden = self.private && !self.in_journal && actor.person.0 != self.responsible;
        let (length, zone) = (count(self.length)?, ZoneName(self.zone));
        let when = if self.all_day {
            When::AllDay { first: self.wall_start.date(), days: length, zone }
        } else {
            When::Timed { start: self.wall_start, minutes: length, zone }
        };
        let client = self.client.map(ClientId).zip(self.client_name).filter(|_| !hidden);
        Ok(PointsLine {
            meeting: MeetingId(self.id),
            subject: (!hidden).then_some(self.subject),
            when,
            kind: Named { id: KindId(self.kind), name: self.kind_name },
            predefined: self.predefined.as_deref().map(meaning).transpose()?,
            event_type,
            client: client.map(|(id, name)| Named { id, name }),
            points: count(self.points)?,
            standing: course.standing(now),
            oddities: course.oddities(),
            in_time: course.closed_in_time(),
            items: self.items as u32,
            ticked: self.ticked as u32,
        })
    }
}

const LINES: Differs = among!(
    "SELECT meeting.id, meeting.responsible, meeting.subject, meeting.private, meeting.all_day,
        meeting.wall_start, meeting.length, meeting.zone, occurrence.starts, occurrence.ends, meeting.state,
        meeting.started_at, meeting.ended_at, meeting.kind, kind.name AS kind_name, kind.predefined,
        kind.event_type, kind.in_journal, COALESCE(meeting.earned, kind.points) AS points, meeting.client,
        client.name AS client_name, meeting.address IS NOT NULL AS has_address,
        (SELECT COUNT(*) FROM checklist_item AS item WHERE item.checklist = meeting.checklist) AS items,
        (SELECT COUNT(*) FROM tick JOIN checklist_item AS item
            ON item.checklist = meeting.checklist AND item.id = tick.item
            WHERE tick.meeting = meeting.id) AS ticked
    FROM meeting
    JOIN kind ON kind.id = meeting.kind
    JOIN occurrence ON occurrence.meeting = meeting.id AND occurrence.ordinal = 0
    LEFT JOIN client ON client.id = meeting.client
    WHERE meeting.responsible ",
    "$1",
    " AND meeting.wall_start >= $2 AND meeting.wall_start < $3 AND meeting.removed_at IS NULL
        AND COALESCE(meeting.earned, kind.points) > 0
    ORDER BY meeting.responsible, meeting.wall_start, meeting.id",
);
