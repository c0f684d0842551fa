//! Sets of people that one looks at together: one's own, told to nobody else.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{PersonId, TeamId};
use domain::people::Team;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id};
use super::list::{List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(list_teams, create_team)).routes(routes!(replace_team, forget_team))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TeamFields {
    id: Option<TeamId>,
    name: String,
    /// In the order in which they are shown.
    people: Vec<PersonId>,
}

/// One's own teams, by name.
#[utoipa::path(get, path = "/teams", tag = "people", params(Part),
    responses((status = OK, body = List<Team>), Problem))]
async fn list_teams(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Team>>, Problem> {
    Ok(part.of(daybook.store.teams(asks.who).await?, |team| team.id.to_string()))
}

/// Keeps a team.
#[utoipa::path(post, path = "/teams", tag = "people", request_body = TeamFields,
    responses((status = CREATED, body = Team), Problem))]
async fn create_team(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(TeamFields { id, name, people }): Body<TeamFields>,
) -> Result<Created<Team>, Problem> {
    let now = daybook.clock.now();
    let team = Team { id: id.unwrap_or_else(|| TeamId::generate(now)), name, people };
    let team = daybook.store.save_team(asks.who, team, now).await?;
    Ok(created("teams", team.id, team))
}

/// Makes a team what is given.
#[utoipa::path(put, path = "/teams/{id}", tag = "people", params(("id" = TeamId, Path)),
    request_body = TeamFields, responses((status = OK, body = Team), Problem))]
async fn replace_team(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<TeamId>,
    Body(fields): Body<TeamFields>,
) -> Result<Json<Team>, Problem> {
    let team = Team { id: check_id(fields.id, id)?, name: fields.name, people: fields.people };
    Ok(Json(daybook.store.save_team(asks.who, team, daybook.clock.now()).await?))
}

/// Forgets a team. The people in it are not concerned.
#[utoipa::path(delete, path = "/teams/{id}", tag = "people", params(("id" = TeamId, Path)),
    responses((status = NO_CONTENT), Problem))]
async fn forget_team(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<TeamId>,
) -> Result<StatusCode, Problem> {
    daybook.store.forget_team(asks.who, id, daybook.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
