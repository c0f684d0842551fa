//! Points: what somebody has earned in a period, and what is expected of them.
//!
//! What a meeting has earned is written with its state ([`crate::meetings::rows`]); here it is only read. [`lines`] reads
//! the meetings, [`targets`] keeps what is expected.

mod lines;
mod targets;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::change::Revision;
use domain::id::{DepartmentId, KindId, Named, PersonId};
use domain::permission::Action;
use domain::points::{
    Effectiveness, KindWorth, Period, PointsLine, PointsRow, PointsSheet, Sum, TeamPoints, target_of, trend,
};
use uuid::Uuid;

use crate::db::{Differs, Ids, all, among, one};
use crate::error::{Error, Result};
use crate::kinds::count;
use crate::words::meaning;
use crate::{Store, Who, changes};

pub(crate) use targets::put as put_target;

impl Store {
    /// What somebody has earned in a period, and by what. [`Error::Gone`] for who is neither this person nor above.
    pub async fn points(
        &self,
        who: Who,
        owner: PersonId,
        period: Period,
        now: DateTime<Utc>,
    ) -> Result<PointsSheet> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        if !actor.may_with_plan(Action::SeePoints, owner) {
            return Err(Error::Gone);
        }
        let (revision,) = one!(tx, changes::REVISION)?;
        let person = crate::people::find(&mut tx, owner).await?.ok_or(Error::Gone)?;
        let targets = targets::read(&mut tx).await?;
        let lines = lines::of_several(&mut tx, &actor, &[owner], period, now).await?;
        let lines: Vec<PointsLine> = lines.into_iter().map(|(_, line)| line).collect();
        let first = period.plus(1 - period.length().trend()).first();
        let earned: Vec<(NaiveDateTime, i32)> =
            all!(tx, EARNED, owner.0, lines::midnight(first), lines::midnight(period.end()))?;
        let earned = earned.into_iter().map(|(start, points)| Ok((start.date(), count(points)?)));
        let earned = earned.collect::<Result<Vec<_>>>()?;
        let kinds: Vec<(Uuid, String, Option<String>, i32)> = all!(tx, KINDS)?;
        let kind = |(id, name, predefined, points): (Uuid, String, Option<String>, i32)| {
            Ok(KindWorth {
                kind: Named { id: KindId(id), name },
                predefined: predefined.as_deref().map(meaning).transpose()?,
                points: count(points)?,
            })
        };
        Ok(PointsSheet {
            revision: Revision(revision),
            owner: Named { id: owner, name: person.name },
            period,
            sum: Sum::of(&lines),
            aim: target_of(&targets, &person.position).and_then(|target| target.aim(period.length())),
            position: person.position,
            effectiveness: Effectiveness::of(&lines),
            lines,
            trend: trend(period, &earned),
            kinds: kinds.into_iter().map(kind).collect::<Result<_>>()?,
        })
    }

    /// The points of everybody whom who asks leads, down the tree of departments, by name. Who leads nobody is
    /// answered an empty team.
    pub async fn team_points(&self, who: Who, period: Period, now: DateTime<Utc>) -> Result<TeamPoints> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let (revision,) = one!(tx, changes::REVISION)?;
        let leads: Vec<PersonId> = actor.leads.iter().copied().collect();
        let mut points = TeamPoints { revision: Revision(revision), period, team: Vec::new() };
        if leads.is_empty() {
            return Ok(points);
        }
        let people: Vec<PersonRow> = all!(tx, PEOPLE, Ids(leads.iter().map(|person| person.0).collect()))?;
        let targets = targets::read(&mut tx).await?;
        let mut lines: BTreeMap<PersonId, Vec<PointsLine>> = BTreeMap::new();
        for (owner, line) in lines::of_several(&mut tx, &actor, &leads, period, now).await? {
            lines.entry(owner).or_default().push(line);
        }
        let row = |person: PersonRow| {
            let owner = PersonId(person.id);
            let department = person.department.map(DepartmentId).zip(person.department_name);
            PointsRow {
                owner: Named { id: owner, name: person.name },
                department: department.map(|(id, name)| Named { id, name }),
                sum: Sum::of(lines.get(&owner).into_iter().flatten()),
                aim: target_of(&targets, &person.position).and_then(|target| target.aim(period.length())),
                position: person.position,
            }
        };
        points.team = people.into_iter().map(row).collect();
        Ok(points)
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    name: String,
    position: String,
    department: Option<Uuid>,
    department_name: Option<String>,
}

/// What was earned, for the days for which it counts.
const EARNED: &str = "
    SELECT wall_start, earned FROM meeting
    WHERE responsible = $1 AND wall_start >= $2 AND wall_start < $3 AND removed_at IS NULL AND earned > 0";

const KINDS: &str = "
    SELECT id, name, predefined, points FROM kind
    WHERE in_journal AND points > 0 AND NOT archived ORDER BY points DESC, folded, id";

const PEOPLE: Differs = among!(
    "SELECT person.id, person.name, person.position, person.department, department.name AS department_name
    FROM person LEFT JOIN department ON department.id = person.department
    WHERE NOT person.archived AND person.id ",
    "$1",
    " ORDER BY person.folded, person.id",
);
