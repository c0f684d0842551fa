//! What My work shows.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Entry;
use domain::change::Revision;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door, rules};
use super::wire::Wire;

/// The coming week of a person, and what they are asked (S67).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// When it was so; `today` is the date then, on the wall clock of the person.
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    /// As of this revision the rest is true: changes after it come over the live socket.
    pub read_at: Revision,
    /// What stands in the person's calendar from today's midnight on, for [`Desk::DAYS`] days.
    pub entries: Vec<Entry>,
    /// The invitations that await an answer, soonest first.
    pub invitations: Vec<Entry>,
    /// The person's own meetings that have ended without a result (S2), the last one first.
    pub unresolved: Vec<Entry>,
}

impl Desk {
    /// Today and the six days after it.
    pub const DAYS: u32 = 7;
}

#[server(name = AskDesk, prefix = "/fn", endpoint = "desk", input = Wire, output = Wire)]
pub async fn desk() -> Result<Desk, Failure> {
    let Door { store, who, now } = door()?;
    let rules = rules();
    let today = rules.date(now);
    let week = rules.days(today, Desk::DAYS);
    let people = [who.person];
    let (range, invitations, mut unresolved) = tokio::try_join!(
        store.calendar(who, &people, week.start(), week.end()),
        store.invitations(who, now),
        store.unresolved(who, now)
    )?;
    unresolved.reverse();
    Ok(Desk { now, today, read_at: range.revision, entries: range.entries, invitations, unresolved })
}
