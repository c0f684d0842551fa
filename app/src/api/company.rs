//! Whose calendars can be looked at together.

use domain::availability::WorkingHours;
use domain::id::{PersonId, TeamId};
use domain::people::Team;
use domain::time::ZoneRules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// Somebody whose calendar is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: PersonId,
    pub name: String,
    pub hours: WorkingHours,
    /// By which clock they work, where that is another one than the reader's.
    pub rules: Option<ZoneRules>,
}

/// A department with everything below it, or a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub name: String,
    /// How far below the top it stands; of a group nothing.
    pub depth: Option<u32>,
    pub people: Vec<PersonId>,
}

/// These people, in their order; who is not there is left out.
#[server(prefix = "/fn", endpoint = "members", input = Wire, output = Wire)]
pub async fn members(people: Vec<PersonId>) -> Result<Vec<Member>, Failure> {
    use chrono::TimeDelta;

    let Door { store, who, now } = door()?;
    let around = TimeDelta::days(366);
    let mine = super::door::rules();
    let found = store.these_people(who, &people).await?;
    Ok(found
        .into_iter()
        .map(|person| {
            let zone = person.preferences.zone.filter(|zone| zone != mine.name());
            let rules = zone.and_then(|zone| store::zones::rules(&zone));
            Member {
                id: person.id,
                name: person.name,
                hours: person.hours,
                rules: rules.map(|rules| rules.between(now - around, now + around)),
            }
        })
        .collect())
}

/// The departments in the order of their tree, then the groups; those that are archived or empty are left out.
#[server(name = AskCompanies, prefix = "/fn", endpoint = "companies", input = Wire, output = Wire)]
pub async fn companies() -> Result<Vec<Company>, Failure> {
    let Door { store, who, .. } = door()?;
    let (departments, groups, placed) =
        tokio::try_join!(store.departments(who), store.groups(who), store.placed(who))?;
    let mut companies: Vec<Company> = domain::people::as_tree(&departments)
        .into_iter()
        .map(|(department, depth, below)| Company {
            name: department.name.clone(),
            depth: Some(depth),
            people: placed
                .iter()
                .filter(|(_, there)| there.is_some_and(|there| below.contains(&there)))
                .map(|(person, _)| *person)
                .collect(),
        })
        .collect();
    let active = |person: &PersonId| placed.iter().any(|(known, _)| known == person);
    companies.extend(groups.into_iter().filter(|group| !group.archived).map(|group| Company {
        name: group.name,
        depth: None,
        people: group.members.into_iter().filter(active).collect(),
    }));
    companies.retain(|company| !company.people.is_empty());
    Ok(companies)
}

/// The sets of people that one has kept, by name.
#[server(name = AskTeams, prefix = "/fn", endpoint = "teams", input = Wire, output = Wire)]
pub async fn teams() -> Result<Vec<Team>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.teams(who).await?)
}

/// Keeps a set of people, or makes one that is kept what is given.
#[server(prefix = "/fn", endpoint = "keep_team", input = Wire, output = Wire)]
pub async fn keep_team(team: Team) -> Result<Vec<Team>, Failure> {
    let Door { store, who, now } = door()?;
    store.save_team(who, team, now).await?;
    Ok(store.teams(who).await?)
}

#[server(prefix = "/fn", endpoint = "forget_team", input = Wire, output = Wire)]
pub async fn forget_team(id: TeamId) -> Result<Vec<Team>, Failure> {
    let Door { store, who, now } = door()?;
    store.forget_team(who, id, now).await?;
    Ok(store.teams(who).await?)
}
