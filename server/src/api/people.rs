//! Users, departments, groups and individuals.

use axum::Json;
use axum::extract::State;
use domain::availability::WorkingHours;
use domain::id::{DepartmentId, GroupId, IndividualId, PersonId};
use domain::people::{Department, Group, Individual, Person, Preferences, Role};
use domain::permission::Action;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id};
use super::list::{Find, List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::{Asks, check_new_password, hash_for_another, reset_password};

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_people, create_person))
        .routes(routes!(show_person, replace_person))
        .routes(routes!(list_departments, create_department))
        .routes(routes!(replace_department))
        .routes(routes!(list_groups, create_group))
        .routes(routes!(replace_group))
        .routes(routes!(list_individuals, create_individual))
        .routes(routes!(replace_individual))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonFields {
    id: Option<PersonId>,
    name: String,
    email: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    phone: String,
    department: Option<DepartmentId>,
    role: Option<Role>,
    #[serde(default)]
    preferences: Preferences,
    #[serde(default)]
    hours: WorkingHours,
    #[serde(default)]
    archived: bool,
    /// To sign in by. A new user without one cannot sign in yet; an existing one keeps the present one, and
    /// is signed out everywhere by another.
    #[schema(write_only)]
    password: Option<String>,
}

impl PersonFields {
    fn person(self, id: PersonId) -> Person {
        Person {
            id,
            name: self.name,
            email: self.email,
            position: self.position,
            phone: self.phone,
            department: self.department,
            role: self.role.unwrap_or(Role::Member),
            preferences: self.preferences,
            hours: self.hours,
            archived: self.archived,
        }
    }
}

/// Users by name, those who have left last.
#[utoipa::path(get, path = "/people", tag = "people", params(Find, Part),
    responses((status = OK, body = List<Person>), Problem))]
async fn list_people(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Find { find }): Query<Find>,
    Query(part): Query<Part>,
) -> Result<Json<List<Person>>, Problem> {
    Ok(Json(daybook.store.people(asks.who, part.into(), &find).await?.into()))
}

#[utoipa::path(get, path = "/people/{id}", tag = "people", params(("id" = PersonId, Path)),
    responses((status = OK, body = Person), Problem))]
async fn show_person(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<PersonId>,
) -> Result<Json<Person>, Problem> {
    Ok(Json(daybook.store.person(asks.who, id).await?))
}

/// Adds a user. Only administrators do.
#[utoipa::path(post, path = "/people", tag = "people", request_body = PersonFields,
    responses((status = CREATED, body = Person), Problem))]
async fn create_person(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<PersonFields>,
) -> Result<Created<Person>, Problem> {
    let now = daybook.clock.now();
    let hash = match &fields.password {
        Some(password) => Some(hash_for_another(&daybook, asks.who, password).await?),
        None => None,
    };
    let id = fields.id.unwrap_or_else(|| PersonId::generate(now));
    let person = fields.person(id);
    let person = match hash {
        None => daybook.store.save_person(asks.who, person, now).await?,
        Some(hash) => {
            let id = daybook.store.add_user(Some(asks.who), person, &hash, now).await?;
            daybook.store.person(asks.who, id).await?
        }
    };
    Ok(created("people", id, person))
}

/// Changes a user, or archives one who has left, who is then signed out. Only administrators do.
#[utoipa::path(put, path = "/people/{id}", tag = "people", params(("id" = PersonId, Path)),
    request_body = PersonFields, responses((status = OK, body = Person), Problem))]
async fn replace_person(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<PersonId>,
    Body(fields): Body<PersonFields>,
) -> Result<Json<Person>, Problem> {
    let (now, id) = (daybook.clock.now(), check_id(fields.id, id)?);
    // A password that is none must not leave the rest half done.
    let password = fields.password.clone();
    if let Some(password) = &password {
        daybook.store.actor(asks.who).await?.require(Action::KeepPeople)?;
        check_new_password(password)?;
    }
    let person = daybook.store.save_person(asks.who, fields.person(id), now).await?;
    if let Some(password) = password {
        reset_password(&daybook, asks.who, id, &password).await?;
    }
    Ok(Json(person))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DepartmentFields {
    id: Option<DepartmentId>,
    name: String,
    parent: Option<DepartmentId>,
    /// The supervisor of everyone in it and below it.
    head: Option<PersonId>,
    #[serde(default)]
    archived: bool,
}

impl DepartmentFields {
    fn department(self, id: DepartmentId) -> Department {
        let Self { id: _, name, parent, head, archived } = self;
        Department { id, name, parent, head, archived }
    }
}

/// The departments; each names the one above it.
#[utoipa::path(get, path = "/departments", tag = "people", params(Part),
    responses((status = OK, body = List<Department>), Problem))]
async fn list_departments(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Department>>, Problem> {
    Ok(part.of(daybook.store.departments(asks.who).await?, |department| department.id.to_string()))
}

/// Adds a department. Only administrators do.
#[utoipa::path(post, path = "/departments", tag = "people", request_body = DepartmentFields,
    responses((status = CREATED, body = Department), Problem))]
async fn create_department(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<DepartmentFields>,
) -> Result<Created<Department>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| DepartmentId::generate(now));
    let department = daybook.store.save_department(asks.who, fields.department(id), now).await?;
    Ok(created("departments", id, department))
}

/// Changes or archives a department. Only administrators do.
#[utoipa::path(put, path = "/departments/{id}", tag = "people", params(("id" = DepartmentId, Path)),
    request_body = DepartmentFields, responses((status = OK, body = Department), Problem))]
async fn replace_department(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<DepartmentId>,
    Body(fields): Body<DepartmentFields>,
) -> Result<Json<Department>, Problem> {
    let id = check_id(fields.id, id)?;
    let department = fields.department(id);
    Ok(Json(daybook.store.save_department(asks.who, department, daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupFields {
    id: Option<GroupId>,
    name: String,
    #[serde(default)]
    members: Vec<PersonId>,
    #[serde(default)]
    archived: bool,
}

impl GroupFields {
    fn group(self, id: GroupId) -> Group {
        let Self { id: _, name, members, archived } = self;
        Group { id, name, members, archived }
    }
}

/// The groups of users that are invited together.
#[utoipa::path(get, path = "/groups", tag = "people", params(Part),
    responses((status = OK, body = List<Group>), Problem))]
async fn list_groups(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Group>>, Problem> {
    Ok(part.of(daybook.store.groups(asks.who).await?, |group| group.id.to_string()))
}

/// Adds a group. Only administrators do.
#[utoipa::path(post, path = "/groups", tag = "people", request_body = GroupFields,
    responses((status = CREATED, body = Group), Problem))]
async fn create_group(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<GroupFields>,
) -> Result<Created<Group>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| GroupId::generate(now));
    Ok(created("groups", id, daybook.store.save_group(asks.who, fields.group(id), now).await?))
}

/// Changes or archives a group. Only administrators do.
#[utoipa::path(put, path = "/groups/{id}", tag = "people", params(("id" = GroupId, Path)),
    request_body = GroupFields, responses((status = OK, body = Group), Problem))]
async fn replace_group(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<GroupId>,
    Body(fields): Body<GroupFields>,
) -> Result<Json<Group>, Problem> {
    let id = check_id(fields.id, id)?;
    Ok(Json(daybook.store.save_group(asks.who, fields.group(id), daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IndividualFields {
    id: Option<IndividualId>,
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    archived: bool,
}

impl IndividualFields {
    fn individual(self, id: IndividualId) -> Individual {
        let Self { id: _, name, email, phone, archived } = self;
        Individual { id, name, email, phone, archived }
    }
}

/// Natural persons outside the organisation who belong to no client.
#[utoipa::path(get, path = "/individuals", tag = "people", params(Find, Part),
    responses((status = OK, body = List<Individual>), Problem))]
async fn list_individuals(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Find { find }): Query<Find>,
    Query(part): Query<Part>,
) -> Result<Json<List<Individual>>, Problem> {
    Ok(Json(daybook.store.individuals(asks.who, part.into(), &find).await?.into()))
}

#[utoipa::path(post, path = "/individuals", tag = "people", request_body = IndividualFields,
    responses((status = CREATED, body = Individual), Problem))]
async fn create_individual(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<IndividualFields>,
) -> Result<Created<Individual>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| IndividualId::generate(now));
    Ok(created("individuals", id, daybook.store.save_individual(asks.who, fields.individual(id), now).await?))
}

#[utoipa::path(put, path = "/individuals/{id}", tag = "people", params(("id" = IndividualId, Path)),
    request_body = IndividualFields, responses((status = OK, body = Individual), Problem))]
async fn replace_individual(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<IndividualId>,
    Body(fields): Body<IndividualFields>,
) -> Result<Json<Individual>, Problem> {
    let id = check_id(fields.id, id)?;
    let individual = fields.individual(id);
    Ok(Json(daybook.store.save_individual(asks.who, individual, daybook.clock.now()).await?))
}
