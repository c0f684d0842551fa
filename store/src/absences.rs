//! When people are away, and who stands in for them (S69).

use chrono::{DateTime, NaiveDate, Utc};
use domain::Refusal;
use domain::absence::{Absence, AbsenceLine};
use domain::change::Channel;
use domain::id::{AbsenceId, PersonId};
use domain::permission::{Action, Actor};
use domain::refusal::Field;
use domain::time::ZoneName;
use uuid::Uuid;

use crate::db::{all, first, one, run};
use crate::departments::note_leaders;
use crate::error::{Error, Result};
use crate::{Store, Who, zones};

impl Store {
    /// The absences of somebody that are not over, the next one first: one's own, or those of whom one leads.
    pub async fn absences(&self, who: Who, person: PersonId, now: DateTime<Utc>) -> Result<Vec<AbsenceLine>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        require(&actor, person)?;
        let rows: Vec<Row> = all!(tx, OF_PERSON, person.0, now.timestamp())?;
        Ok(rows.into_iter().map(Row::line).collect())
    }

    /// For whom whoever asks stands in now, by name.
    pub async fn stood_in_for(&self, who: Who) -> Result<Vec<AbsenceLine>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<Row> = all!(tx, STOOD_IN_FOR, who.person.0)?;
        Ok(rows.into_iter().map(Row::line).collect())
    }

    /// Notes an absence, or makes one that is there what is given; it stays the same person's. What has begun is in
    /// force with the commit, everything else by [`Store::follow_absences`].
    pub async fn save_absence(&self, who: Who, absence: Absence, now: DateTime<Utc>) -> Result<Absence> {
        let (mut write, actor) = self.write(who, now).await?;
        require(&actor, absence.person)?;
        let whose: Option<(Uuid,)> = first!(write.tx, WHOSE, absence.id.0)?;
        if whose.is_some_and(|(person,)| person != absence.person.0) {
            return Err(Error::Gone);
        }
        absence.check()?;
        let rules = zones::rules(&absence.zone).ok_or(Refusal::Unknown { field: Field::Zone })?;
        if crate::people::find(&mut write.tx, absence.person).await?.is_none() {
            return Err(Error::Gone);
        }
        if let Some(substitute) = absence.substitute {
            let known = crate::people::find(&mut write.tx, substitute).await?;
            let known = known.ok_or(Refusal::Unknown { field: Field::Substitute })?;
            if known.archived {
                return Err(Refusal::Archived { field: Field::Substitute }.into());
            }
        }
        let days = (absence.last - absence.first).num_days() as u32 + 1;
        let span = rules.days(absence.first, days);
        run!(
            write.tx,
            PUT,
            absence.id.0,
            absence.person.0,
            absence.first,
            absence.last,
            absence.zone.as_str(),
            span.start().timestamp(),
            span.end().timestamp(),
            absence.substitute.map(|substitute| substitute.0),
            span.contains(now),
        )?;
        note_leaders(&mut write.tx).await?;
        write.commit_directory().await?;
        Ok(absence)
    }

    /// Takes an absence back; what is not there, again is well.
    pub async fn remove_absence(&self, who: Who, id: AbsenceId, now: DateTime<Utc>) -> Result<()> {
        let (mut write, actor) = self.write(who, now).await?;
        let whose: Option<(Uuid,)> = first!(write.tx, WHOSE, id.0)?;
        let Some((person,)) = whose else { return Ok(()) };
        require(&actor, PersonId(person))?;
        run!(write.tx, REMOVE, id.0)?;
        note_leaders(&mut write.tx).await?;
        write.commit_directory().await
    }

    /// Lets those begin and end whose time has come; answers how many. Whoever looks is told that rights are different.
    pub async fn follow_absences(&self, now: DateTime<Utc>) -> Result<u32> {
        let (due,): (i64,) = one!(self.db.reader().await?, DUE, now.timestamp())?;
        if due == 0 {
            return Ok(0);
        }
        let mut write = self.write_as(None, Channel::System, now).await?;
        // Another process may have done it meanwhile.
        let (due,): (i64,) = one!(write.tx, DUE, now.timestamp())?;
        if due > 0 {
            run!(write.tx, FOLLOW, now.timestamp())?;
            note_leaders(&mut write.tx).await?;
            write.commit_directory().await?;
        }
        Ok(due as u32)
    }
}

/// To others it is as if the person were not there.
fn require(actor: &Actor, person: PersonId) -> Result<()> {
    if actor.may_with_plan(Action::KeepAbsence, person) { Ok(()) } else { Err(Error::Gone) }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person: Uuid,
    first: NaiveDate,
    last: NaiveDate,
    zone: String,
    substitute: Option<Uuid>,
    name: String,
    substitute_name: Option<String>,
    in_force: bool,
}

impl Row {
    fn line(self) -> AbsenceLine {
        let absence = Absence {
            id: AbsenceId(self.id),
            person: PersonId(self.person),
            first: self.first,
            last: self.last,
            zone: ZoneName(self.zone),
            substitute: self.substitute.map(PersonId),
        };
        let Self { name, substitute_name, in_force, .. } = self;
        AbsenceLine { absence, name, substitute_name, in_force }
    }
}

macro_rules! lines {
    ($where:literal) => {
        concat!(
            "SELECT absence.id, absence.person, absence.first, absence.last, absence.zone, absence.substitute,
                person.name, substitute.name AS substitute_name, absence.in_force
            FROM absence JOIN person ON person.id = absence.person
            LEFT JOIN person AS substitute ON substitute.id = absence.substitute
            WHERE ",
            $where
        )
    };
}

const OF_PERSON: &str =
    lines!("absence.person = $1 AND absence.ends > $2 ORDER BY absence.starts, absence.id");

const STOOD_IN_FOR: &str =
    lines!("absence.substitute = $1 AND absence.in_force ORDER BY person.folded, absence.id");

const WHOSE: &str = "SELECT person FROM absence WHERE id = $1";

const PUT: &str = "
    INSERT INTO absence (id, person, first, last, zone, starts, ends, substitute, in_force)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last, zone = excluded.zone,
        starts = excluded.starts, ends = excluded.ends, substitute = excluded.substitute, in_force = excluded.in_force";

const REMOVE: &str = "DELETE FROM absence WHERE id = $1";

const DUE: &str = "SELECT count(*) FROM absence WHERE in_force <> (starts <= $1 AND ends > $1)";

const FOLLOW: &str = "
    UPDATE absence SET in_force = (starts <= $1 AND ends > $1) WHERE in_force <> (starts <= $1 AND ends > $1)";
