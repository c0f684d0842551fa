//! When people have no time, told to everyone: that, and nothing else of it.

use chrono::{DateTime, Utc};
use domain::availability::Firmness;
use domain::id::{MeetingId, PersonId};
use domain::meeting::Answer;
use domain::time::Span;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::calendar::foreseeable;
use crate::db::{At, Differs, Ids, Tx, all};
use crate::error::{Error, Result};
use crate::tier::Reach;
use crate::words::meaning;
use crate::{Store, Who};

/// When a person has no time within a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeBusy {
    pub person: PersonId,
    /// By start; they may overlap each other and reach beyond the range.
    pub busy: Vec<(Span, Firmness)>,
}

impl Store {
    /// When these people have no time, in the order in which they are asked for. What is declined,
    /// closed or cancelled takes no time.
    pub async fn free_busy(
        &self,
        who: Who,
        people: &[PersonId],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<FreeBusy>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let (from, to) = (foreseeable(from), foreseeable(to));
        let reach = Reach::into(from, to);
        let rows: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>, String)> = all!(
            tx,
            BUSY,
            Ids(people.iter().map(|person| person.0).collect()),
            At(from),
            At(to),
            At(reach.hours),
            At(reach.days),
            At(reach.week),
            At(reach.year),
        )?;
        let mut times: Vec<FreeBusy> =
            people.iter().map(|person| FreeBusy { person: *person, busy: Vec::new() }).collect();
        for (person, starts, ends, answer) in rows {
            let span = Span::new(starts, ends).ok_or_else(|| Error::unreadable("an empty occurrence"))?;
            // What is declined is not read.
            let Some(firmness) = Firmness::of(meaning(&answer)?) else { continue };
            for time in times.iter_mut().filter(|time| time.person.0 == person) {
                time.busy.push((span, firmness));
            }
        }
        Ok(times)
    }
}

/// Who has something else in which of these spans, and how they answered to it.
pub(crate) async fn clashes(
    tx: &mut Tx,
    people: &[PersonId],
    spans: &[Span],
    but: &[MeetingId],
) -> Result<Vec<(usize, PersonId, Answer)>> {
    if spans.is_empty() || people.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = spans.iter().map(|span| {
        let Reach { hours, days, week, year, .. } = Reach::into(span.start(), span.end());
        [span.start(), span.end(), hours, days, week, year].map(|instant| instant.timestamp())
    });
    let people = Ids(people.iter().map(|person| person.0).collect());
    let rows: Vec<(i64, Uuid, String)> =
        all!(tx, CLASHES, Json(wanted.collect::<Vec<_>>()), people, Ids::of(but))?;
    let clash = |(number, person, answer): (i64, Uuid, String)| {
        Ok((usize::try_from(number).unwrap_or_default(), PersonId(person), meaning(&answer)?))
    };
    rows.into_iter().map(clash).collect()
}

/// For each span and person one short walk along the key of the calendar, which `$each` begins and `$end` ends.
macro_rules! clashes_of_tier {
    ($tier:literal, $reach:literal, $each:literal, $end:literal) => {
        concat!(
            "SELECT wanted.number, calendar_entry.person, calendar_entry.answer, calendar_entry.meeting
            FROM wanted CROSS JOIN asked CROSS JOIN ",
            $each,
            " WHERE calendar_entry.person = asked.person AND calendar_entry.tier = ",
            $tier,
            "
                AND calendar_entry.starts > wanted.",
            $reach,
            " AND calendar_entry.starts < wanted.ends
                AND calendar_entry.ends > wanted.starts AND calendar_entry.answer <> 'declined'",
            $end
        )
    };
}

/// The state of a meeting is asked of each clash: joined, all meetings would be read for them.
macro_rules! clashes {
    ($wanted:literal, $asked:literal, $among:literal, $each:literal, $end:literal) => {
        concat!(
            "WITH wanted AS (",
            $wanted,
            "), asked AS (",
            $asked,
            ")
            SELECT DISTINCT entry.number, entry.person, entry.answer FROM (",
            clashes_of_tier!("0", "hours", $each, $end),
            " UNION ALL ",
            clashes_of_tier!("1", "days", $each, $end),
            " UNION ALL ",
            clashes_of_tier!("2", "week", $each, $end),
            " UNION ALL ",
            clashes_of_tier!("3", "year", $each, $end),
            ") AS entry
            WHERE (SELECT state FROM meeting WHERE meeting.id = entry.meeting) NOT IN ('closed', 'cancelled')
                AND NOT (entry.meeting ",
            $among,
            ")
            ORDER BY entry.number, entry.person, entry.answer"
        )
    };
}

const CLASHES: Differs = Differs {
    sqlite: clashes!(
        "SELECT key AS number, value ->> 0 AS starts, value ->> 1 AS ends, value ->> 2 AS hours,
            value ->> 3 AS days, value ->> 4 AS week, value ->> 5 AS year
        FROM json_each($1)",
        "SELECT unhex(value) AS person FROM json_each($2)",
        "IN (SELECT unhex(value) FROM json_each($3))",
        "calendar_entry",
        ""
    ),
    // Without OFFSET it would rather read all that these people ever had.
    postgres: clashes!(
        "SELECT number - 1 AS number, to_timestamp((value ->> 0)::bigint) AS starts,
            to_timestamp((value ->> 1)::bigint) AS ends, to_timestamp((value ->> 2)::bigint) AS hours,
            to_timestamp((value ->> 3)::bigint) AS days, to_timestamp((value ->> 4)::bigint) AS week,
            to_timestamp((value ->> 5)::bigint) AS year
        FROM jsonb_array_elements($1) WITH ORDINALITY AS given (value, number)",
        "SELECT unnest($2::uuid[]) AS person",
        "= ANY ($3)",
        "LATERAL (SELECT * FROM calendar_entry",
        " OFFSET 0) AS calendar_entry"
    ),
};

/// What of one tier takes time in the range `$2` to `$3`.
macro_rules! tier {
    ($tier:literal, $reach:literal) => {
        concat!(
            " AND tier = ",
            $tier,
            " AND starts > ",
            $reach,
            " AND starts < $3 AND ends > $2 AND answer <> 'declined'"
        )
    };
}

/// The times that the people in `$1` have taken in the range `$2` to `$3`, each with these columns of `entry` and
/// `meeting`. What is declined, closed or cancelled takes nobody's time.
macro_rules! taken {
    ($columns:literal) => {
        $crate::db::among!(
            concat!(
                "SELECT ",
                $columns,
                " FROM (SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
            ),
            "$1",
            concat!(
                $crate::free_busy::tier!("0", "$4"),
                " UNION ALL SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
            ),
            "$1",
            concat!(
                $crate::free_busy::tier!("1", "$5"),
                " UNION ALL SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
            ),
            "$1",
            concat!(
                $crate::free_busy::tier!("2", "$6"),
                " UNION ALL SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
            ),
            "$1",
            concat!(
                $crate::free_busy::tier!("3", "$7"),
                ") AS entry JOIN meeting ON meeting.id = entry.meeting
                WHERE meeting.state NOT IN ('closed', 'cancelled') ORDER BY entry.starts, entry.ends"
            ),
        )
    };
}

pub(crate) use {taken, tier};

const BUSY: Differs = taken!("entry.person, entry.starts, entry.ends, entry.answer");
