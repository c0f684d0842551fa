//! Plan against fact.

use domain::id::PersonId;
use domain::journal::report::{By, OwnedLine, Report, Scope};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// A report, and what it was narrowed to is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFactReport {
    pub report: Report,
    /// Whose plans it is made from.
    pub people: Vec<PersonId>,
    pub person: Option<String>,
    pub department: Option<String>,
    pub client: Option<String>,
    /// The meetings themselves, where they are few.
    pub lines: Vec<OwnedLine>,
}

impl PlanFactReport {
    /// More meetings than this nobody reads through on a screen; the export has them all.
    pub const MOST_LINES: usize = 60;
}

/// Plan against fact of oneself and of everybody whom one leads.
#[server(name = AskPlanFact, prefix = "/fn", endpoint = "plan_fact", input = Wire, output = Wire)]
pub async fn plan_fact(scope: Scope, by: By) -> Result<PlanFactReport, Failure> {
    let Door { store, who, now } = door()?;
    let fact = store.plan_fact(who, scope, now).await?;
    let report = Report::of(&fact, by);
    let first = fact.lines.first();
    let person = first.filter(|_| scope.person.is_some()).map(|line| line.owner.name.clone());
    let department = first.filter(|_| scope.department.is_some()).and_then(|line| line.department.clone());
    let client = first.filter(|_| scope.client.is_some()).and_then(|line| line.client.clone());
    let few = fact.lines.len() <= PlanFactReport::MOST_LINES;
    Ok(PlanFactReport {
        report,
        people: fact.people,
        person,
        department: department.map(|it| it.name),
        client: client.map(|it| it.name),
        lines: if few { fact.lines } else { Vec::new() },
    })
}
