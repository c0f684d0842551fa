//! When people are away, and who stands in for them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::absence::{Absence, AbsenceLine};
use domain::id::{AbsenceId, PersonId};
use domain::time::ZoneName;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id};
use super::list::{List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_absences, create_absence))
        .routes(routes!(replace_absence, remove_absence))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// Of whom. Without it, of oneself.
    person: Option<PersonId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AbsenceFields {
    id: Option<AbsenceId>,
    /// Who is away; without it, oneself.
    person: Option<PersonId>,
    first: NaiveDate,
    /// The last day away.
    last: NaiveDate,
    /// Where the days begin and end; without it, the zone of the session.
    zone: Option<ZoneName>,
    /// Who leads meanwhile whom the person leads.
    substitute: Option<PersonId>,
}

impl AbsenceFields {
    fn absence(self, id: AbsenceId, asks: &Asks) -> Absence {
        let Self { id: _, person, first, last, zone, substitute } = self;
        let zone = zone.unwrap_or_else(|| asks.signed_in.zone.clone());
        Absence { id, person: person.unwrap_or(asks.who.person), first, last, zone, substitute }
    }
}

/// The absences of somebody that are not over, the next one first. The person and the heads above may see them.
#[utoipa::path(get, path = "/absences", tag = "people", params(Whose, Part),
    responses((status = OK, body = List<AbsenceLine>), Problem))]
async fn list_absences(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Whose { person }): Query<Whose>,
    Query(part): Query<Part>,
) -> Result<Json<List<AbsenceLine>>, Problem> {
    let person = person.unwrap_or(asks.who.person);
    let absences = daybook.store.absences(asks.who, person, daybook.clock.now()).await?;
    Ok(part.of(absences, |line| line.absence.id.to_string()))
}

/// Notes an absence of oneself, or of somebody whom one leads.
#[utoipa::path(post, path = "/absences", tag = "people", request_body = AbsenceFields,
    responses((status = CREATED, body = Absence), Problem))]
async fn create_absence(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<AbsenceFields>,
) -> Result<Created<Absence>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| AbsenceId::generate(now));
    let absence = fields.absence(id, &asks);
    let absence = daybook.store.save_absence(asks.who, absence, now).await?;
    Ok(created("absences", absence.id, absence))
}

/// Makes an absence what is given; it stays the same person's.
#[utoipa::path(put, path = "/absences/{id}", tag = "people", params(("id" = AbsenceId, Path)),
    request_body = AbsenceFields, responses((status = OK, body = Absence), Problem))]
async fn replace_absence(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<AbsenceId>,
    Body(fields): Body<AbsenceFields>,
) -> Result<Json<Absence>, Problem> {
    let id = check_id(fields.id, id)?;
    let absence = fields.absence(id, &asks);
    Ok(Json(daybook.store.save_absence(asks.who, absence, daybook.clock.now()).await?))
}

/// Takes an absence back.
#[utoipa::path(delete, path = "/absences/{id}", tag = "people", params(("id" = AbsenceId, Path)),
    responses((status = NO_CONTENT), Problem))]
async fn remove_absence(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<AbsenceId>,
) -> Result<StatusCode, Problem> {
    daybook.store.remove_absence(asks.who, id, daybook.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
