//! The meetings with a client, and who came to them beside those who work there.
//!
//! What is read is what stands in the calendars of the viewer and of those they lead, and what they planned; the table
//! of permissions decides of each, as in a calendar.

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::Entry;
use domain::client::{Guest, Side};
use domain::id::{ClientId, IndividualId, MeetingId};
use domain::people::Individual;
use uuid::Uuid;

use crate::calendar::{Seen, SeenRow, columns, foreseeable, joins, to_viewer, viewer};
use crate::db::{At, Differs, Ids, Tx, all, among};
use crate::error::Result;
use crate::registers::AtHand;
use crate::{Listed, Page, Store, Who};

impl Store {
    /// The meetings with a client that `who` may know of, on one side of `now`, the nearest first; cancelled ones too.
    pub async fn client_meetings(
        &self,
        who: Who,
        client: ClientId,
        side: Side,
        page: Page,
        now: DateTime<Utc>,
    ) -> Result<Listed<Entry>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        super::require_there(&mut tx, client).await?;
        meetings(&mut tx, &self.registers, who, client, side, page, now).await
    }

    /// The individuals who took part, or are to, in the meetings with a client that `who` may know of: in how many of
    /// the last and next ones, those with the most first.
    pub async fn client_guests(&self, who: Who, client: ClientId, now: DateTime<Utc>) -> Result<Vec<Guest>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        super::require_there(&mut tx, client).await?;
        let mut known: Vec<MeetingId> = Vec::new();
        for side in [Side::Past, Side::ToCome] {
            let page = Page { limit: MOST_WITH_GUESTS, after: None };
            let told = meetings(&mut tx, &self.registers, who, client, side, page, now).await?;
            known.extend(told.items.iter().map(|entry| entry.meeting));
        }
        let rows: Vec<(Uuid, String, String, String, bool, i64)> = all!(tx, GUESTS, Ids::of(&known))?;
        let guest = |(id, name, email, phone, archived, meetings)| Guest {
            individual: Individual { id: IndividualId(id), name, email, phone, archived },
            meetings: u32::try_from(meetings).unwrap_or(u32::MAX),
        };
        Ok(rows.into_iter().map(guest).collect())
    }
}

/// Of each side.
const MOST_WITH_GUESTS: u32 = 300;

pub(super) async fn meetings(
    tx: &mut Tx,
    registers: &AtHand,
    who: Who,
    client: ClientId,
    side: Side,
    page: Page,
    now: DateTime<Utc>,
) -> Result<Listed<Entry>> {
    // No meeting is longer than a year, and no wall is further from UTC than a day.
    let wall = foreseeable(now).naive_utc();
    let rows: Vec<SeenRow> = match side {
        Side::Past => {
            let latest = wall + TimeDelta::days(1);
            all!(tx, PAST, who.person.0, client.0, latest, At(now), page.cursor(), page.rows())?
        }
        Side::ToCome => {
            let earliest = wall - TimeDelta::days(370);
            all!(tx, TO_COME, who.person.0, client.0, earliest, At(now), page.cursor(), page.rows())?
        }
    };
    let mut entries = Seen::of(rows)?.entries(who, registers, tx).await?;
    if side == Side::Past {
        entries.reverse();
    }
    let Listed { mut items, next } = page.of(entries, |entry| entry.meeting.0);
    items.retain(|entry| entry.details.is_some());
    Ok(Listed { items, next })
}

/// `$side` are the conditions of a side of now, `$further` says that one comes after another, `$order` is the way.
macro_rules! with_client {
    ($side:literal, $further:literal, $order:literal) => {
        concat!(
            viewer!(),
            columns!(),
            "mine.answer AS my_answer, coalesce(mine.awaited, FALSE) AS awaited, ",
            to_viewer!(),
            "LEFT JOIN (
                SELECT taken.meeting, taken.tier, taken.starts, taken.ordinal, taken.ends
                FROM meeting AS met JOIN occurrence AS taken ON taken.meeting = met.id
                WHERE met.client = $2 AND met.removed_at IS NULL AND ",
            $side,
            " AND ((taken.starts, taken.meeting) ",
            $further,
            " (SELECT passed.starts, passed.meeting FROM occurrence AS passed
                    WHERE passed.meeting = $5 ORDER BY passed.ordinal LIMIT 1) OR $5 IS NULL)
                AND (met.author = $1 OR EXISTS (
                    SELECT 1 FROM participant AS seat WHERE seat.meeting = met.id AND seat.person = $1
                ) OR NOT met.private AND EXISTS (
                    SELECT 1 FROM participant AS seat JOIN person ON person.id = seat.person
                    JOIN led_department AS led ON led.leader = $1 AND led.department = person.department
                        AND led.instead_of <> person.id
                    WHERE seat.meeting = met.id
                ))
                ORDER BY taken.starts ",
            $order,
            ", taken.meeting ",
            $order,
            " LIMIT $6
            ) AS entry ON TRUE",
            joins!(),
            "LEFT JOIN calendar_entry AS mine ON mine.person = $1 AND mine.tier = entry.tier
                AND mine.starts = entry.starts AND mine.meeting = entry.meeting
                AND mine.ordinal = entry.ordinal"
        )
    };
}

const PAST: &str = with_client!("met.wall_start <= $3 AND taken.ends <= $4", "<", "DESC");

const TO_COME: &str = with_client!("met.wall_start >= $3 AND taken.ends > $4", ">", "");

const GUESTS: Differs = among!(
    "SELECT individual.id, individual.name, individual.email, individual.phone, individual.archived,
        COUNT(*) AS meetings
    FROM participant AS seat JOIN individual ON individual.id = seat.individual
    WHERE seat.meeting ",
    "$1",
    " AND seat.individual IS NOT NULL
    GROUP BY individual.id, individual.name, individual.email, individual.phone, individual.archived,
        individual.folded
    ORDER BY COUNT(*) DESC, individual.folded, individual.id",
);
