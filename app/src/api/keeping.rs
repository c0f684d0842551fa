//! What an administrator keeps. Everybody may read it; that only administrators change it, the store says.

#[cfg(feature = "ssr")]
use std::collections::HashMap;

use domain::attribute::Attribute;
use domain::id::{Named, PersonId};
use domain::kind::{Category, Kind};
use domain::people::{Department, Group, Person};
use domain::place::Place;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// A department with the name of its head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadedDepartment {
    pub department: Department,
    pub head: Option<Named<PersonId>>,
}

/// A group with the names of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedGroup {
    pub group: Group,
    /// In the order of the group's members.
    pub members: Vec<Named<PersonId>>,
}

#[server(prefix = "/fn", endpoint = "places", input = Wire, output = Wire)]
pub async fn places() -> Result<Vec<Place>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.places(who).await?)
}

#[server(prefix = "/fn", endpoint = "keep_place", input = Wire, output = Wire)]
pub async fn keep_place(place: Place) -> Result<Place, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_place(who, place, now).await?)
}

#[server(prefix = "/fn", endpoint = "categories", input = Wire, output = Wire)]
pub async fn categories() -> Result<Vec<Category>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.categories(who).await?)
}

#[server(prefix = "/fn", endpoint = "keep_category", input = Wire, output = Wire)]
pub async fn keep_category(category: Category) -> Result<Category, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_category(who, category, now).await?)
}

#[server(prefix = "/fn", endpoint = "kinds", input = Wire, output = Wire)]
pub async fn kinds() -> Result<Vec<Kind>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.kinds(who).await?)
}

#[server(prefix = "/fn", endpoint = "keep_kind", input = Wire, output = Wire)]
pub async fn keep_kind(kind: Kind) -> Result<Kind, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_kind(who, kind, now).await?)
}

#[server(prefix = "/fn", endpoint = "departments", input = Wire, output = Wire)]
pub async fn departments() -> Result<Vec<HeadedDepartment>, Failure> {
    let Door { store, who, .. } = door()?;
    let departments = store.departments(who).await?;
    let heads: Vec<_> = departments.iter().filter_map(|department| department.head).collect();
    let names = names(&store, who, &heads).await?;
    let headed = |department: Department| HeadedDepartment {
        head: department.head.map(|head| named(&names, head)),
        department,
    };
    Ok(departments.into_iter().map(headed).collect())
}

#[server(prefix = "/fn", endpoint = "keep_department", input = Wire, output = Wire)]
pub async fn keep_department(department: Department) -> Result<Department, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_department(who, department, now).await?)
}

#[server(prefix = "/fn", endpoint = "groups", input = Wire, output = Wire)]
pub async fn groups() -> Result<Vec<NamedGroup>, Failure> {
    let Door { store, who, .. } = door()?;
    let groups = store.groups(who).await?;
    let mut members: Vec<_> = groups.iter().flat_map(|group| group.members.iter().copied()).collect();
    members.sort_unstable();
    members.dedup();
    let names = names(&store, who, &members).await?;
    let with_names = |group: Group| NamedGroup {
        members: group.members.iter().map(|member| named(&names, *member)).collect(),
        group,
    };
    Ok(groups.into_iter().map(with_names).collect())
}

#[server(prefix = "/fn", endpoint = "keep_group", input = Wire, output = Wire)]
pub async fn keep_group(group: Group) -> Result<Group, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_group(who, group, now).await?)
}

/// Users by what is typed of name, address or position, those who have left last.
#[server(prefix = "/fn", endpoint = "users", input = Wire, output = Wire)]
pub async fn users(find: String) -> Result<Vec<Person>, Failure> {
    let Door { store, who, .. } = door()?;
    let page = store::Page { limit: MOST_USERS, after: None };
    Ok(store.people(who, page, &find).await?.items)
}

/// As many as somebody looks through; whoever is not among them is found by typing.
#[cfg(feature = "ssr")]
const MOST_USERS: u32 = 200;

#[server(prefix = "/fn", endpoint = "keep_user", input = Wire, output = Wire)]
pub async fn keep_user(person: Person) -> Result<Person, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_person(who, person, now).await?)
}

/// Sets somebody's password, which signs them out everywhere.
#[server(prefix = "/fn", endpoint = "set_password", input = Wire, output = Wire)]
pub async fn set_password(person: PersonId, password: String) -> Result<(), Failure> {
    let Door { who, .. } = door()?;
    expect_context::<crate::context::Passwords>().set(who, person, password).await
}

#[server(prefix = "/fn", endpoint = "attributes", input = Wire, output = Wire)]
pub async fn attributes() -> Result<Vec<Attribute>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.attributes(who).await?)
}

#[server(prefix = "/fn", endpoint = "keep_attribute", input = Wire, output = Wire)]
pub async fn keep_attribute(attribute: Attribute) -> Result<Attribute, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.save_attribute(who, attribute, now).await?)
}

#[cfg(feature = "ssr")]
async fn names(
    store: &store::Store,
    who: store::Who,
    people: &[PersonId],
) -> Result<HashMap<PersonId, String>, Failure> {
    let ids: Vec<_> = people.iter().map(|person| person.0).collect();
    let names = store.names(who, &ids).await?;
    Ok(names.into_iter().map(|named| (PersonId(named.id), named.name)).collect())
}

#[cfg(feature = "ssr")]
fn named(names: &HashMap<PersonId, String>, id: PersonId) -> Named<PersonId> {
    Named { id, name: names.get(&id).cloned().unwrap_or_default() }
}
