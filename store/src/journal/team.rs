//! The plans of a week that somebody leads, side by side (S61).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::availability::WorkingHours;
use domain::change::Revision;
use domain::id::{ClientId, DepartmentId, Named, PersonId};
use domain::journal::sheet::content;
use domain::journal::{
    DayCount, FactLine, JournalItem, Outcome, PlanKey, PlanPermits, TeamRow, Totals, WeekPlan, Weekly,
    findings, lines,
};
use domain::journey::Ways;
use domain::people::{Department, with_those_above};
use domain::permission::Actor;
use domain::time::IsoWeek;
use sqlx::types::Json;
use uuid::Uuid;

use super::{items, rows};
use crate::db::{Differs, Ids, all, among, one};
use crate::error::{Error, Result};
use crate::{Store, Who, changes};

impl Store {
    /// The week of everybody whom who asks leads, down the tree of departments, by name. Who leads nobody is
    /// answered an empty team.
    pub async fn weekly(
        &self,
        who: Who,
        week: IsoWeek,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Weekly> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let (revision,) = one!(tx, changes::REVISION)?;
        let leads: Vec<PersonId> = actor.leads.iter().copied().collect();
        let mut weekly = Weekly {
            week,
            today,
            revision: Revision(revision),
            team: Vec::new(),
            departments: Vec::new(),
            clients: Vec::new(),
        };
        if leads.is_empty() {
            return Ok(weekly);
        }
        let ids = || Ids(leads.iter().map(|person| person.0).collect());
        let people: Vec<PersonRow> = all!(tx, PEOPLE, ids())?;
        let mut meetings: BTreeMap<PersonId, Vec<JournalItem>> = BTreeMap::new();
        for (owner, item) in items::of_several(&mut tx, &leads, week).await? {
            meetings.entry(owner).or_default().push(item);
        }
        let departments = crate::departments::read_all(&mut tx).await?;
        let plans = rows::read_all(&mut tx, &leads, week, week).await?;
        let mut plans: BTreeMap<_, _> = plans.into_iter().map(|plan| (plan.key.owner, plan)).collect();
        let marks: Vec<(Uuid, i64)> = all!(tx, LOOKS, who.person.0, week.to_string())?;
        let looks: BTreeMap<_, _> = marks.into_iter().collect();
        let unread: Vec<(Uuid, i64)> = all!(tx, UNREAD, who.person.0, week.to_string())?;
        let unread: BTreeMap<_, _> = unread.into_iter().collect();
        for person in people {
            let owner = PersonId(person.id);
            let plan = plans.remove(&owner);
            let plan = plan.unwrap_or_else(|| WeekPlan::untouched(PlanKey { owner, week }));
            let items = meetings.remove(&owner).unwrap_or_default();
            let looked = Revision(looks.get(&person.id).copied().unwrap_or_default());
            let unread = unread.get(&person.id).copied().unwrap_or_default();
            let mut row = person.row(&actor, &plan, &items, &*self.ways, looked, unread as u32, today, now);
            if let Some(department) = &row.department {
                row.within = with_those_above(&departments, department.id);
            }
            weekly.clients.extend(items.into_iter().filter_map(|item| item.client));
            weekly.team.push(row);
        }
        weekly.clients.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
        weekly.clients.dedup();
        let headed: Vec<(Uuid,)> = all!(tx, HEADED, who.person.0)?;
        let headed = headed.into_iter().map(|(id,)| DepartmentId(id)).collect();
        weekly.departments = led(&departments, &headed, &weekly.team);
        Ok(weekly)
    }

    /// Approves every plan of a week that waits for it and against which nothing is to be said; with `only`, of these
    /// people. Answers whose. A plan that is changed meanwhile is left for a look.
    pub async fn approve_clean(
        &self,
        who: Who,
        week: IsoWeek,
        only: &[PersonId],
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<PersonId>> {
        let team = self.weekly(who, week, today, now).await?.team;
        let mut approved = Vec::new();
        for row in team.into_iter().filter(TeamRow::is_clean) {
            let owner = row.owner.id;
            if !only.is_empty() && !only.contains(&owner) {
                continue;
            }
            match self.approve_plan(who, PlanKey { owner, week }, &row.edition, now).await {
                Ok(()) => approved.push(owner),
                Err(Error::Conflict { .. } | Error::Refused(_) | Error::Gone) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(approved)
    }
}

/// The departments with somebody of the team in them or below, which are `headed` or below one that is.
fn led(
    departments: &[Department],
    headed: &BTreeSet<DepartmentId>,
    team: &[TeamRow],
) -> Vec<Named<DepartmentId>> {
    let leads = |id| with_those_above(departments, id).iter().any(|above| headed.contains(above));
    let shown = departments.iter().filter(|it| !it.archived);
    let shown = shown.filter(|it| team.iter().any(|row| row.within.contains(&it.id)) && leads(it.id));
    shown.map(|it| Named { id: it.id, name: it.name.clone() }).collect()
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    name: String,
    position: String,
    hours: Json<WorkingHours>,
    department: Option<Uuid>,
    department_name: Option<String>,
}

impl PersonRow {
    #[expect(clippy::too_many_arguments, reason = "a row is put together from what was read of each kind")]
    fn row(
        self,
        actor: &Actor,
        plan: &WeekPlan,
        items: &[JournalItem],
        ways: &dyn Ways,
        looked: Revision,
        unread: u32,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> TeamRow {
        let lines = lines(plan, items, now);
        let news = plan.amendments.iter().filter(|it| it.revision > looked).count();
        TeamRow {
            owner: Named { id: PersonId(self.id), name: self.name },
            position: self.position,
            department: self
                .department
                .map(DepartmentId)
                .zip(self.department_name)
                .map(|(id, name)| Named { id, name }),
            within: Vec::new(),
            clients: clients(items),
            state: plan.state_on(today),
            edition: plan.edition(&content(items)),
            days: plan.key.week.days().map(|date| day(&lines, date)),
            totals: Totals::of(&lines, ways),
            findings: if plan.approval.is_some() {
                0
            } else {
                findings(plan.key.week, items, &self.hours.0, ways).len() as u32
            },
            news: news as u32,
            unread,
            permits: PlanPermits::of(actor, plan, today),
        }
    }
}

fn clients(items: &[JournalItem]) -> Vec<ClientId> {
    let mut clients: Vec<_> = items.iter().filter_map(|item| item.client.as_ref()).map(|it| it.id).collect();
    clients.sort_unstable();
    clients.dedup();
    clients
}

fn day(lines: &[FactLine], date: NaiveDate) -> DayCount {
    let mut count = DayCount::default();
    for line in lines.iter().filter(|line| line.date() == Some(date)) {
        match line.outcome {
            Outcome::Cancelled | Outcome::Dropped => continue,
            Outcome::Done => count.done += 1,
            Outcome::Missed => count.missed += 1,
            Outcome::Ahead | Outcome::InProgress => {}
        }
        count.meetings += 1;
    }
    count
}

const HEADED: &str = "SELECT department FROM acting_head WHERE head = $1";

const PEOPLE: Differs = among!(
    "SELECT person.id, person.name, person.position, person.hours, person.department,
        department.name AS department_name
    FROM person LEFT JOIN department ON department.id = person.department
    WHERE NOT person.archived AND person.id ",
    "$1",
    " ORDER BY person.folded, person.id",
);

/// By owner.
const LOOKS: &str = "
    SELECT week_plan.owner, plan_look.revision
    FROM week_plan JOIN plan_look ON plan_look.plan = week_plan.id AND plan_look.person = $1
    WHERE week_plan.week = $2";

/// By owner.
const UNREAD: &str = "
    SELECT week_plan.owner, COUNT(*)
    FROM week_plan
    JOIN plan_reader ON plan_reader.plan = week_plan.id AND plan_reader.person = $1
    JOIN plan_message ON plan_message.plan = week_plan.id AND plan_message.posted > plan_reader.read_to
        AND plan_message.author <> $1 AND plan_message.deleted_at IS NULL
    WHERE week_plan.week = $2
    GROUP BY week_plan.owner";
