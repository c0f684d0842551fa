//! How people's days are filled (S29, D21): one walk over the calendars of all of them, cut to what the viewer
//! may know.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::availability::{Busy, Firmness, Load};
use domain::id::{MeetingId, PersonId};
use domain::people::{Circle, Person};
use domain::permission::{Actor, Sight};
use domain::time::{Span, ZoneRules};
use uuid::Uuid;

use crate::calendar::{Parties, foreseeable};
use crate::db::{At, Differs, Ids, Tx, all, among};
use crate::error::{Error, Result};
use crate::free_busy::tier;
use crate::tier::Reach;
use crate::words::meaning;
use crate::{Store, Who, zones};

impl Store {
    /// How the day of each of these users is filled, by name; archived ones are left out. `rules` say when the
    /// day begins and ends. Of a meeting that the viewer may not see, only when it is.
    pub async fn loads(
        &self,
        who: Who,
        people: &[PersonId],
        day: NaiveDate,
        rules: &ZoneRules,
    ) -> Result<Vec<Load>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let people = crate::circles::users(&mut tx, people).await?;
        filled(&mut tx, &actor, people, day, rules).await
    }

    /// The same of everybody in a circle.
    pub async fn loads_of(
        &self,
        who: Who,
        circle: Circle,
        day: NaiveDate,
        rules: &ZoneRules,
    ) -> Result<Vec<Load>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let people = crate::circles::members(&mut tx, circle).await?;
        filled(&mut tx, &actor, people, day, rules).await
    }
}

async fn filled(
    tx: &mut Tx,
    actor: &Actor,
    people: Vec<Person>,
    day: NaiveDate,
    rules: &ZoneRules,
) -> Result<Vec<Load>> {
    let span = rules.day(day);
    let (from, to) = (foreseeable(span.start()), foreseeable(span.end()));
    let reach = Reach::into(from, to);
    let rows: Vec<TakenRow> = all!(
        tx,
        TAKEN,
        Ids(people.iter().map(|person| person.id.0).collect()),
        At(from),
        At(to),
        At(reach.hours),
        At(reach.days),
        At(reach.week),
        At(reach.year),
    )?;
    // Whom the viewer takes part with, and whom they lead, is asked only of what they are no party to.
    let unknown: BTreeSet<Uuid> =
        rows.iter().filter(|row| row.told(actor, false, false).is_none()).map(|row| row.meeting).collect();
    let seats: Vec<(Uuid, Uuid)> = if unknown.is_empty() {
        Vec::new()
    } else {
        let within = actor.leads.iter().chain([&actor.person]).map(|person| person.0).collect();
        all!(tx, SEATS, Ids(unknown.into_iter().collect()), Ids(within))?
    };
    let mut seats_of: BTreeMap<Uuid, (bool, bool)> = BTreeMap::new();
    for (meeting, person) in seats {
        let (takes_part, led) = seats_of.entry(meeting).or_default();
        if person == actor.person.0 { *takes_part = true } else { *led = true }
    }
    let mut busy: BTreeMap<Uuid, Vec<Busy>> = BTreeMap::new();
    for row in rows {
        let (takes_part, led) = seats_of.get(&row.meeting).copied().unwrap_or_default();
        // What is declined is not read.
        let Some(firmness) = Firmness::of(meaning(&row.answer)?) else { continue };
        let span = Span::new(row.starts, row.ends).ok_or_else(|| Error::unreadable("an empty occurrence"))?;
        let subject = row.told(actor, takes_part, led);
        let taken = Busy { meeting: MeetingId(row.meeting), span, firmness, subject };
        busy.entry(row.person).or_default().push(taken);
    }
    Ok(people
        .into_iter()
        .map(|person| Load {
            person: person.id,
            works: works(&person, day, rules),
            busy: busy.remove(&person.id.0).unwrap_or_default(),
            name: person.name,
            position: person.position,
            email: person.email,
        })
        .collect())
}

/// When somebody works on a date, by the clock of their own zone, or else of the viewer's.
fn works(person: &Person, day: NaiveDate, rules: &ZoneRules) -> Option<Span> {
    let hours = person.hours.on(day)?;
    let own = person.preferences.zone.as_ref().and_then(zones::rules);
    let at = |time| own.as_deref().unwrap_or(rules).instant(day.and_time(time));
    Span::new(at(hours.start), at(hours.end))
}

#[derive(sqlx::FromRow)]
struct TakenRow {
    person: Uuid,
    meeting: Uuid,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    answer: String,
    subject: String,
    author: Uuid,
    responsible: Uuid,
    private: bool,
}

impl TakenRow {
    /// The subject, if `actor` may know it.
    fn told(&self, actor: &Actor, takes_part: bool, led: bool) -> Option<String> {
        let viewer = takes_part || self.person == actor.person.0;
        let parties = Parties {
            author: PersonId(self.author),
            responsible: PersonId(self.responsible),
            private: self.private,
            viewer: viewer.then_some(actor.person),
            led: led || actor.leads.contains(&PersonId(self.person)),
        };
        (actor.sight(&parties) == Sight::Full).then(|| self.subject.clone())
    }
}

const TAKEN: Differs = among!(
    "SELECT entry.person, entry.meeting, entry.starts, entry.ends, entry.answer, meeting.subject, meeting.author,
        meeting.responsible, meeting.private
    FROM (
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

/// Which of these people take part in which of these meetings.
const SEATS: Differs =
    among!("SELECT meeting, person FROM participant WHERE meeting ", "$1", " AND person ", "$2", "",);
