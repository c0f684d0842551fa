//! When people have no time, told to everyone: that, and nothing else of it.

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use domain::meeting::Answer;
use domain::time::Span;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calendar::foreseeable;
use crate::db::{At, Differs, Ids, all, among};
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

/// How sure it is that a time is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Firmness {
    /// The invitation is not accepted: *Maybe* blocks time softly.
    Soft,
    /// Accepted.
    Firm,
}

impl Store {
    /// When these people have no time, in the order in which they are asked for. What is declined or
    /// cancelled takes no time.
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
            let firmness = match meaning(&answer)? {
                Answer::Accepted => Firmness::Firm,
                Answer::Maybe | Answer::Declined => Firmness::Soft,
            };
            for time in times.iter_mut().filter(|time| time.person.0 == person) {
                time.busy.push((span, firmness));
            }
        }
        Ok(times)
    }
}

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

const BUSY: Differs = among!(
    "SELECT entry.person, entry.starts, entry.ends, entry.answer FROM (
        SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person ",
    "$1",
    concat!(
        tier!("0", "$4"),
        " UNION ALL SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
    ),
    "$1",
    concat!(
        tier!("1", "$5"),
        " UNION ALL SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
    ),
    "$1",
    concat!(
        tier!("2", "$6"),
        " UNION ALL SELECT person, starts, ends, answer, meeting FROM calendar_entry WHERE person "
    ),
    "$1",
    concat!(
        tier!("3", "$7"),
        ") AS entry JOIN meeting ON meeting.id = entry.meeting
        WHERE meeting.state <> 'cancelled' ORDER BY entry.starts, entry.ends"
    ),
);
