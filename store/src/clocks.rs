//! What becomes of times that are kept when the clocks are to change otherwise than was foreseen.
//!
//! A meeting is at a time on the wall of its zone; the instants at which it begins and ends are worked out from the tz
//! database that is compiled in. When Daybook brings another one, what lies ahead is worked out anew.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::IANA_TZDB_VERSION;
use domain::change::{About, Act, Channel};
use domain::id::{MeetingId, PlaceId};
use domain::meeting::Meeting;
use domain::time::{Span, When, ZoneName};
use sqlx::types::Json;
use uuid::Uuid;

use crate::changes::Write;
use crate::db::{At, Tx, all, first, run};
use crate::error::{Error, Result};
use crate::kinds::count;
use crate::meetings::rows::{self, span};
use crate::{Store, places};

impl Store {
    /// Puts every meeting that is not over to where its wall-clock time is by the tz database of this program, if the
    /// instants that are kept were worked out by another one, and answers how many moved.
    ///
    /// A room that somebody else has by then is not booked twice: the meeting stays without it, and its history says so.
    pub async fn follow_clocks(&self, now: DateTime<Utc>) -> Result<u32> {
        let known: Option<(Json<String>,)> = first!(self.db.reader().await?, VERSION, TZ_DATABASE)?;
        if known.is_some_and(|(version,)| version.0 == IANA_TZDB_VERSION) {
            return Ok(0);
        }
        let mut moved = 0;
        // Found before the write begins, so that others need not wait until everything is looked at.
        let mut after = Uuid::nil();
        loop {
            let rows: Vec<TimeRow> =
                all!(self.db.reader().await?, AHEAD, At(now), after, i64::from(AT_ONCE))?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            let mut stale = Vec::new();
            for row in rows {
                stale.extend(row.is_stale()?.then_some(MeetingId(row.id)));
            }
            if !stale.is_empty() {
                let write = self.write_as(None, Channel::System, now).await?;
                moved += put_right(write, &stale).await?;
            }
        }
        let mut write = self.write_as(None, Channel::System, now).await?;
        run!(write.tx, KEEP, TZ_DATABASE, Json(IANA_TZDB_VERSION))?;
        write.commit_untold().await?;
        Ok(moved)
    }
}

/// The setting that names the tz database by which the instants were worked out.
const TZ_DATABASE: &str = "tz_database";

/// Meetings that are looked at together.
const AT_ONCE: u32 = 5_000;

/// Each of these meetings is a change of its own, so that its history tells it.
async fn put_right(mut write: Write, stale: &[MeetingId]) -> Result<u32> {
    let mut meetings = Vec::with_capacity(stale.len());
    for id in stale {
        let stored = rows::read(&mut write.tx, *id).await?;
        let Some(stored) = stored.filter(|stored| !stored.removed) else { continue };
        let span = span(&stored.meeting.when)?;
        // Another process may have been here meanwhile.
        let kept: Option<(DateTime<Utc>, DateTime<Utc>)> = first!(write.tx, KEPT, id.0)?;
        if kept != Some((span.start(), span.end())) {
            meetings.push((stored.meeting, span));
        }
    }
    meetings.sort_by_key(|(meeting, span)| (*span, meeting.id));
    let lost = give_way(&mut write.tx, &mut meetings).await?;
    let ids: Vec<_> = meetings.iter().map(|(meeting, _)| meeting.id).collect();
    rows::clear_occurrences(&mut write.tx, &ids).await?;
    let mut changes = Vec::with_capacity(meetings.len());
    for (meeting, _) in &mut meetings {
        meeting.version = write.next_revision().await?;
        let mut acts = vec![Act::ClocksChanged];
        let place = lost.get(&meeting.id).copied();
        acts.extend(place.map(|place| Act::PlaceLost { place }));
        run!(
            write.tx,
            PUT,
            meeting.id.0,
            meeting.version.0,
            meeting.place.map(|place| place.0),
            place.is_some()
        )?;
        changes.push((
            meeting.version,
            About::Meeting(meeting.id),
            acts,
            meeting.people().collect::<Vec<_>>(),
        ));
    }
    let moved = meetings.iter().map(|(meeting, span)| (meeting, *span));
    rows::insert_occurrences(&mut write.tx, moved).await?;
    rows::fill_calendars(&mut write.tx, &ids).await?;
    for (revision, about, acts, affected) in changes {
        write.append(revision, about, &acts, &affected).await?;
    }
    write.commit_untold().await?;
    Ok(u32::try_from(meetings.len()).unwrap_or(u32::MAX))
}

/// Of two that would be in a room at once, the one that moved goes without it; of two that moved, the later one.
async fn give_way(tx: &mut Tx, meetings: &mut [(Meeting, Span)]) -> Result<BTreeMap<MeetingId, PlaceId>> {
    let ids: Vec<_> = meetings.iter().map(|(meeting, _)| meeting.id).collect();
    let mut wanted: BTreeMap<PlaceId, Vec<Span>> = BTreeMap::new();
    for (meeting, span) in meetings.iter() {
        if let Some(place) = meeting.place {
            wanted.entry(place).or_default().push(*span);
        }
    }
    let mut taken = BTreeMap::new();
    for (place, spans) in wanted {
        taken.insert(place, places::taken(tx, place, &spans, &ids).await?);
    }
    let mut lost = BTreeMap::new();
    for (meeting, span) in meetings.iter_mut().filter(|(meeting, _)| !meeting.state.is_over()) {
        let Some(place) = meeting.place else { continue };
        let taken = taken.entry(place).or_default();
        if taken.iter().any(|other| other.overlaps(span)) {
            meeting.place = None;
            lost.insert(meeting.id, place);
        } else {
            taken.push(*span);
        }
    }
    Ok(lost)
}

/// When a meeting is on the wall, and the instants that are kept of it.
#[derive(sqlx::FromRow)]
struct TimeRow {
    id: Uuid,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    zone: String,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
}

impl TimeRow {
    fn is_stale(&self) -> Result<bool> {
        let (length, zone) = (count(self.length)?, ZoneName(self.zone.clone()));
        let when = if self.all_day {
            When::AllDay { first: self.wall_start.date(), days: length, zone }
        } else {
            When::Timed { start: self.wall_start, minutes: length, zone }
        };
        let kept =
            Span::new(self.starts, self.ends).ok_or_else(|| Error::unreadable("an empty occurrence"))?;
        Ok(span(&when)? != kept)
    }
}

const VERSION: &str = "SELECT value FROM setting WHERE key = $1";

const KEEP: &str = "
    INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

const AHEAD: &str = "
    SELECT meeting.id, meeting.all_day, meeting.wall_start, meeting.length, meeting.zone, occurrence.starts,
        occurrence.ends
    FROM meeting JOIN occurrence ON occurrence.meeting = meeting.id AND occurrence.ordinal = 0
    WHERE meeting.id > $2 AND occurrence.ends > $1 AND meeting.removed_at IS NULL
    ORDER BY meeting.id LIMIT $3";

const KEPT: &str = "SELECT starts, ends FROM occurrence WHERE meeting = $1 AND ordinal = 0";

/// Without its room, an occurrence is no longer what its series says.
const PUT: &str = "
    UPDATE meeting SET version = $2, place = $3, altered = altered OR (series IS NOT NULL AND $4) WHERE id = $1";
