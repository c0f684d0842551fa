//! Plan against fact over a period (S64).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::change::Revision;
use domain::id::{ClientId, DepartmentId, KindId, Named, PersonId};
use domain::journal::report::{OwnedLine, PlanFact, Scope};
use domain::journal::{FactLine, JournalItem, PlanKey, WeekPlan, lines};
use domain::people::with_those_above;
use domain::time::IsoWeek;
use uuid::Uuid;

use super::{items, rows};
use crate::db::{Differs, Ids, Tx, all, among, one};
use crate::error::Result;
use crate::{Store, Who, changes};

impl Store {
    /// Every meeting of the plans of who asks and of everybody whom they lead, down the tree of departments, as far as
    /// it stands in the period; by person and time. Of others nothing, whoever is named.
    pub async fn plan_fact(&self, who: Who, scope: Scope, now: DateTime<Utc>) -> Result<PlanFact> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let (revision,) = one!(tx, changes::REVISION)?;
        let mut answer = PlanFact { revision: Revision(revision), people: Vec::new(), lines: Vec::new() };
        let known = std::iter::once(who.person).chain(actor.leads.iter().copied());
        let known: Vec<PersonId> = known.filter(|it| scope.person.is_none_or(|only| only == *it)).collect();
        let mut people = people(&mut tx, &known).await?;
        if let Some(only) = scope.department {
            let departments = crate::departments::read_all(&mut tx).await?;
            let below = |it: &Named<DepartmentId>| with_those_above(&departments, it.id).contains(&only);
            people.retain(|person| person.department.as_ref().is_some_and(below));
        }
        let weeks = scope.period.weeks();
        let (Some(from), Some(to)) = (weeks.first().copied(), weeks.last().copied()) else {
            return Ok(answer);
        };
        let owners: Vec<PersonId> = people.iter().map(|person| person.owner.id).collect();
        if owners.is_empty() {
            return Ok(answer);
        }
        answer.people.clone_from(&owners);
        let mut meetings: BTreeMap<PlanKey, Vec<JournalItem>> = BTreeMap::new();
        for (owner, item) in items::of_weeks(&mut tx, &owners, from, to).await? {
            let week = IsoWeek::of(item.when.first_day());
            meetings.entry(PlanKey { owner, week }).or_default().push(item);
        }
        let plans = rows::read_all(&mut tx, &owners, from, to).await?;
        let mut plans: BTreeMap<_, _> = plans.into_iter().map(|plan| (plan.key, plan)).collect();
        for person in &people {
            for week in &weeks {
                let key = PlanKey { owner: person.owner.id, week: *week };
                let plan = plans.remove(&key).unwrap_or_else(|| WeekPlan::untouched(key));
                let items = meetings.remove(&key).unwrap_or_default();
                let of_plan = lines(&plan, &items, now).into_iter();
                let within =
                    of_plan.filter(|line| line.date().is_some_and(|date| scope.period.contains(date)));
                answer.lines.extend(within.map(|line| person.line(*week, line)));
            }
        }
        name_dropped(&mut tx, &mut answer.lines).await?;
        let of_client = |line: &OwnedLine| {
            scope.client.is_none_or(|only| line.client.as_ref().is_some_and(|it| it.id == only))
        };
        answer.lines.retain(of_client);
        Ok(answer)
    }
}

/// Somebody whose plans are looked at.
struct Planner {
    owner: Named<PersonId>,
    department: Option<Named<DepartmentId>>,
}

impl Planner {
    fn line(&self, week: IsoWeek, line: FactLine) -> OwnedLine {
        let unknown = |id| Named { id, name: String::new() };
        let promised = line.planned.as_ref();
        OwnedLine {
            owner: self.owner.clone(),
            department: self.department.clone(),
            client: match &line.item {
                Some(item) => item.client.clone(),
                None => promised.and_then(|planned| planned.client).map(unknown),
            },
            kind: match (&line.item, promised) {
                (Some(item), _) => item.kind.clone(),
                (None, planned) => Named {
                    id: planned.map_or(KindId(Uuid::nil()), |planned| planned.kind),
                    name: String::new(),
                },
            },
            week,
            points: line.item.as_ref().map_or(0, |item| item.points),
            line,
        }
    }
}

async fn people(tx: &mut Tx, known: &[PersonId]) -> Result<Vec<Planner>> {
    let ids = Ids(known.iter().map(|person| person.0).collect());
    let rows: Vec<(Uuid, String, Option<Uuid>, Option<String>)> = all!(tx, PEOPLE, ids)?;
    let planner = |(id, name, department, department_name): (Uuid, String, Option<Uuid>, Option<String>)| {
        let department = department.map(DepartmentId).zip(department_name);
        Planner {
            owner: Named { id: PersonId(id), name },
            department: department.map(|(id, name)| Named { id, name }),
        }
    };
    Ok(rows.into_iter().map(planner).collect())
}

/// What is not in a plan any more is known by what was promised of it: by ids without names.
async fn name_dropped(tx: &mut Tx, lines: &mut [OwnedLine]) -> Result<()> {
    let dropped = || lines.iter().filter(|line| line.line.item.is_none());
    let clients: Vec<Uuid> = dropped().filter_map(|line| line.client.as_ref()).map(|it| it.id.0).collect();
    let kinds: Vec<Uuid> = dropped().map(|line| line.kind.id.0).collect();
    if kinds.is_empty() {
        return Ok(());
    }
    let clients: Vec<(Uuid, String)> = all!(tx, CLIENTS, Ids(clients))?;
    let kinds: Vec<(Uuid, String)> = all!(tx, KINDS, Ids(kinds))?;
    let clients: BTreeMap<ClientId, String> =
        clients.into_iter().map(|(id, name)| (ClientId(id), name)).collect();
    let kinds: BTreeMap<KindId, String> = kinds.into_iter().map(|(id, name)| (KindId(id), name)).collect();
    for line in lines.iter_mut().filter(|line| line.line.item.is_none()) {
        if let Some(client) = &mut line.client {
            client.name = clients.get(&client.id).cloned().unwrap_or_default();
        }
        line.kind.name = kinds.get(&line.kind.id).cloned().unwrap_or_default();
    }
    Ok(())
}

const PEOPLE: Differs = among!(
    "SELECT person.id, person.name, person.department, department.name
    FROM person LEFT JOIN department ON department.id = person.department
    WHERE NOT person.archived AND person.id ",
    "$1",
    " ORDER BY person.folded, person.id",
);

const CLIENTS: Differs = among!("SELECT id, name FROM client WHERE id ", "$1", "");

const KINDS: Differs = among!("SELECT id, name FROM kind WHERE id ", "$1", "");
