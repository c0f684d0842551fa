//! Who can be asked to take part, and how their days are filled.

use chrono::NaiveDate;
use domain::availability::Load;
use domain::id::PersonId;
use domain::meeting::ParticipantLine;
#[cfg(feature = "ssr")]
use domain::meeting::{Attendance, Attendee, Reply};
use domain::people::{Circle, Department, Group, Individual};
use domain::time::ZoneName;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// The circles in which colleagues are found (S28), without those that are archived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub departments: Vec<Department>,
    pub groups: Vec<Group>,
}

#[server(name = AskRoster, prefix = "/fn", endpoint = "roster", input = Wire, output = Wire)]
pub async fn roster() -> Result<Roster, Failure> {
    let Door { store, who, .. } = door()?;
    let (departments, groups) = tokio::try_join!(store.departments(who), store.groups(who))?;
    Ok(Roster {
        departments: departments.into_iter().filter(|department| !department.archived).collect(),
        groups: groups.into_iter().filter(|group| !group.archived).collect(),
    })
}

/// Who belongs to a circle, as participants.
#[server(prefix = "/fn", endpoint = "colleagues", input = Wire, output = Wire)]
pub async fn colleagues(circle: Circle) -> Result<Vec<ParticipantLine>, Failure> {
    let Door { store, who, .. } = door()?;
    let people = store.circle(who, circle).await?;
    Ok(people
        .into_iter()
        .map(|person| ParticipantLine {
            attendee: Attendee::Person(person.id),
            name: person.name,
            about: person.position,
            email: person.email,
            attendance: Attendance::default(),
            reply: Reply::default(),
        })
        .collect())
}

/// How the day of these people is filled, on the clock of a zone (S29).
#[server(prefix = "/fn", endpoint = "loads", input = Wire, output = Wire)]
pub async fn loads(people: Vec<PersonId>, day: NaiveDate, zone: ZoneName) -> Result<Vec<Load>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.loads(who, &people, day, &clock(&zone)).await?)
}

/// The same of everybody in a circle (D21).
#[server(prefix = "/fn", endpoint = "loads_of", input = Wire, output = Wire)]
pub async fn loads_of(circle: Circle, day: NaiveDate, zone: ZoneName) -> Result<Vec<Load>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.loads_of(who, circle, day, &clock(&zone)).await?)
}

/// Individuals by what is typed of their names.
#[server(prefix = "/fn", endpoint = "find_individuals", input = Wire, output = Wire)]
pub async fn find_individuals(text: String) -> Result<Vec<Individual>, Failure> {
    let Door { store, who, .. } = door()?;
    let page = store::Page { limit: super::directory::MOST_FOUND, after: None };
    let found = store.individuals(who, page, &text).await?.items;
    Ok(found.into_iter().filter(|individual| !individual.archived).collect())
}

/// Keeps an individual who was made on the spot (S33). The same id sent twice keeps one.
#[server(prefix = "/fn", endpoint = "keep_individual", input = Wire, output = Wire)]
pub async fn keep_individual(individual: Individual) -> Result<Individual, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_individual(who, individual, now).await?)
}

#[cfg(feature = "ssr")]
fn clock(zone: &ZoneName) -> std::sync::Arc<domain::time::ZoneRules> {
    store::zones::rules(zone).unwrap_or_else(super::door::rules)
}
