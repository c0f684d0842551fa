//! Finding meetings by what is typed of their subject, client, participants, room or address.
//!
//! What is looked through is what the viewer may see: the calendars of themselves and of everyone they lead, and what
//! they planned for others. The table of permissions decides row by row, as in a calendar; nobody else's meetings are
//! read at all. One looks near first: most of what is sought is within weeks, and only what is not there makes the
//! database look through years.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::{Entry, Found, Takes};
use domain::id::MeetingId;
use domain::time::ZoneRules;
use uuid::Uuid;

use crate::calendar::{Seen, SeenRow, columns, foreseeable, joins, to_viewer, viewer};
use crate::db::{At, Db, Differs, Ids, Tx, all, among, among_in, run};
use crate::error::Result;
use crate::words::{Sought, folded};
use crate::{Store, Who};

/// Days to both sides, from the near to the far; after them come all there are.
const NEAR: [i64; 2] = [45, 500];

impl Store {
    /// The meetings that `who` may see and in which every word of `text` begins a word of the subject, the client, the
    /// room, the address or somebody who takes part: the nearest to `now` first, past and to come. Without a word, none.
    pub async fn search(&self, who: Who, text: &str, limit: u32, now: DateTime<Utc>) -> Result<Vec<Found>> {
        let sought = Sought::by(text);
        let words = sought.words();
        let limit = limit.clamp(1, MOST_FOUND);
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        if words.iter().all(|word| word.is_empty()) {
            return Ok(Vec::new());
        }
        let watched: Vec<Uuid> =
            std::iter::once(who.person).chain(actor.leads).map(|person| person.0).collect();
        let mut found = Vec::new();
        for days in NEAR.into_iter().map(TimeDelta::days).chain([TimeDelta::days(ALWAYS)]) {
            let (from, to) = (foreseeable(now - days), foreseeable(now + days));
            found.clear();
            for (range, sql) in [([from, now], PAST), ([now, to], AHEAD)] {
                let seen = within(&mut tx, who, &watched, words, range, sql, limit).await?;
                found.extend(seen.entries(who, &self.registers, &mut tx).await?);
            }
            found.retain(|entry| entry.details.is_some());
            if found.len() >= limit as usize {
                break;
            }
        }
        found.sort_by_key(|entry| (distance(entry, now), entry.meeting));
        found.truncate(limit as usize);
        with_people(&mut tx, found, words).await
    }
}

/// What is found in the calendars of `watched` and in what the viewer planned for others, from one moment to another.
async fn within(
    tx: &mut Tx,
    who: Who,
    watched: &[Uuid],
    [a, b, c, d]: [&str; 4],
    [from, to]: [DateTime<Utc>; 2],
    sql: Differs,
    limit: u32,
) -> Result<Seen> {
    let (watched, limit) = (Ids(watched.to_vec()), i64::from(limit));
    let rows: Vec<SeenRow> = all!(tx, sql, who.person.0, At(from), At(to), a, b, c, d, limit, watched)?;
    Seen::of(rows)
}

/// Who of the participants is the reason that a meeting was found.
async fn with_people(tx: &mut Tx, entries: Vec<Entry>, words: [&str; 4]) -> Result<Vec<Found>> {
    let ids: Vec<MeetingId> = entries.iter().map(|entry| entry.meeting).collect();
    let rows: Vec<(Uuid, String)> = all!(tx, PEOPLE, Ids::of(&ids))?;
    let mut people: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (meeting, name) in rows {
        let is_sought = folded(&[&name]);
        if words.iter().any(|word| !word.is_empty() && is_sought.contains(word)) {
            people.entry(meeting).or_default().push(name);
        }
    }
    let found = entries.into_iter().map(|entry| {
        let people = people.remove(&entry.meeting.0).unwrap_or_default();
        Found { entry, people }
    });
    Ok(found.collect())
}

/// What is under way is at no distance; whole days are taken as they are in UTC.
fn distance(entry: &Entry, now: DateTime<Utc>) -> TimeDelta {
    let span = match entry.takes {
        Takes::Time { span } => span,
        Takes::Days { first, days } => ZoneRules::utc().days(first, days),
    };
    (span.start() - now).max(now - span.end()).max(TimeDelta::zero())
}

/// Longer than anybody reads.
const MOST_FOUND: u32 = 100;

/// Days: meetings are in the years that zones are known for.
const ALWAYS: i64 = 400 * 366;

/// Gives the meetings what they are found by that were planned before it was written down.
pub(crate) async fn fold_meetings(db: &Db) -> Result<()> {
    loop {
        let rows: Vec<(Uuid, String, String)> = all!(db.reader().await?, UNFOLDED)?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut tx = db.begin_write().await?;
        for (meeting, subject, address) in rows {
            run!(tx, FOLD, meeting, folded(&[&subject, &address]))?;
        }
        tx.commit().await?;
    }
}

const UNFOLDED: &str =
    "SELECT id, subject, coalesce(address, '') FROM meeting WHERE folded IS NULL LIMIT 5000";

const FOLD: &str = "UPDATE meeting SET folded = $2 WHERE id = $1";

/// Whether a word begins a word of what a meeting is about. Of people and clients their names count, with which what
/// is folded of them begins; not their addresses, which all look alike within a company.
///
/// The offset of nothing keeps Postgres from looking through all participants there are at once.
macro_rules! matching {
    ($word:literal) => {
        concat!(
            "(instr(sought.folded, ",
            $word,
            ") > 0 OR instr(substr(coalesce(whose.folded, ''), 1, length(coalesce(whose.name, '')) + 1), ",
            $word,
            ") > 0 OR instr(coalesce(room.folded, ''), ",
            $word,
            ") > 0 OR EXISTS (
                SELECT 1 FROM participant AS seat
                LEFT JOIN person ON person.id = seat.person
                LEFT JOIN contact ON contact.id = seat.contact
                LEFT JOIN individual ON individual.id = seat.individual
                WHERE seat.meeting = sought.id AND instr(
                    substr(
                        coalesce(person.folded, contact.folded, individual.folded), 1,
                        length(coalesce(person.name, contact.name, individual.name)) + 1
                    ), ",
            $word,
            ") > 0 LIMIT 1 OFFSET 0))"
        )
    };
}

/// What of the calendars of `$watched`, who are the viewer and those they lead, and of what the viewer planned for
/// others, begins within a range and matches; so many of it, in this order.
macro_rules! search {
    ($watched:expr, $order:literal) => {
        concat!(
            viewer!(),
            columns!(),
            "mine.answer AS my_answer, coalesce(mine.awaited, FALSE) AS awaited, ",
            to_viewer!(),
            "LEFT JOIN (
                SELECT reach.meeting, reach.tier, reach.starts, reach.ordinal, reach.ends FROM (
                    SELECT calendar_entry.meeting, tier, starts, ordinal, ends
                    FROM calendar_entry JOIN meeting AS kept ON kept.id = calendar_entry.meeting
                    WHERE calendar_entry.person ",
            $watched,
            " AND tier IN (0, 1, 2, 3) AND starts >= $2 AND starts < $3
                        AND (calendar_entry.person = $1 OR NOT kept.private)
                    UNION
                    SELECT occurrence.meeting, tier, starts, ordinal, ends
                    FROM meeting AS planned JOIN occurrence ON occurrence.meeting = planned.id
                    WHERE planned.author = $1 AND planned.author <> planned.responsible
                        AND planned.removed_at IS NULL AND starts >= $2 AND starts < $3
                ) AS reach
                CROSS JOIN meeting AS sought
                LEFT JOIN client AS whose ON whose.id = sought.client
                LEFT JOIN place AS room ON room.id = sought.place
                WHERE sought.id = reach.meeting AND ",
            matching!("$4"),
            " AND ",
            matching!("$5"),
            " AND ",
            matching!("$6"),
            " AND ",
            matching!("$7"),
            " ORDER BY reach.starts ",
            $order,
            ", reach.meeting LIMIT $8) AS entry ON TRUE",
            joins!(),
            "LEFT JOIN calendar_entry AS mine ON mine.person = $1 AND mine.tier = entry.tier
                AND mine.starts = entry.starts AND mine.meeting = entry.meeting
                AND mine.ordinal = entry.ordinal"
        )
    };
}

const AHEAD: Differs = among_in!(search, "$9", "");

const PAST: Differs = among_in!(search, "$9", "DESC");

const PEOPLE: Differs = among!(
    "SELECT seat.meeting, coalesce(person.name, contact.name, individual.name) AS name
    FROM participant AS seat
    LEFT JOIN person ON person.id = seat.person
    LEFT JOIN contact ON contact.id = seat.contact
    LEFT JOIN individual ON individual.id = seat.individual
    WHERE seat.meeting ",
    "$1",
    " ORDER BY seat.meeting, seat.ordinal",
);
