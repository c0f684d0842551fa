//! Points: what people have earned, and what is expected of them.

use axum::Json;
use axum::extract::State;
use domain::id::{PersonId, TargetId};
use domain::points::{Length, Period, PointsRow, PointsSheet, Target};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id, rules};
use super::list::{List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(show_points))
        .routes(routes!(list_team))
        .routes(routes!(list_targets, create_target))
        .routes(routes!(replace_target))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct When {
    /// A week (`2026-W48`), a month (`2026-11`) or a quarter (`2026-Q4`). Without it, this week.
    #[param(value_type = Option<String>, example = "2026-W48")]
    period: Option<Period>,
}

impl When {
    fn period(self, daybook: &Daybook, asks: &Asks) -> Result<Period, Problem> {
        let today = rules(&asks.signed_in.zone)?.date(daybook.clock.now());
        Ok(self.period.unwrap_or_else(|| Period::of(Length::Week, today)))
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// Whose points. Without it, one's own.
    person: Option<PersonId>,
}

/// What somebody has earned in a period, with the meetings it comes from. The person and the heads above may see it.
#[utoipa::path(get, path = "/points", tag = "points", params(When, Whose),
    responses((status = OK, body = PointsSheet), Problem))]
async fn show_points(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(when): Query<When>,
    Query(Whose { person }): Query<Whose>,
) -> Result<Json<PointsSheet>, Problem> {
    let period = when.period(&daybook, &asks)?;
    let owner = person.unwrap_or(asks.who.person);
    Ok(Json(daybook.store.points(asks.who, owner, period, daybook.clock.now()).await?))
}

/// The points of everybody whom the one who asks leads, down the tree of departments, by name.
#[utoipa::path(get, path = "/points/team", tag = "points", params(When, Part),
    responses((status = OK, body = List<PointsRow>), Problem))]
async fn list_team(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(when): Query<When>,
    Query(part): Query<Part>,
) -> Result<Json<List<PointsRow>>, Problem> {
    let period = when.period(&daybook, &asks)?;
    let points = daybook.store.team_points(asks.who, period, daybook.clock.now()).await?;
    Ok(part.of(points.team, |row| row.owner.id.to_string()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TargetFields {
    id: Option<TargetId>,
    /// As it stands with the people; left out or empty, for everybody who has no target of their own.
    #[serde(default)]
    position: String,
    /// Points a week; 0 where nothing is expected.
    #[serde(default)]
    week: u32,
    #[serde(default)]
    month: u32,
    #[serde(default)]
    quarter: u32,
    /// Thresholds in percent of the target, ascending.
    #[serde(default)]
    steps: Vec<u32>,
    #[serde(default)]
    archived: bool,
}

impl TargetFields {
    fn target(self, id: TargetId) -> Target {
        let Self { id: _, position, week, month, quarter, steps, archived } = self;
        Target { id, position, week, month, quarter, steps, archived }
    }
}

/// What is expected of people in each position.
#[utoipa::path(get, path = "/targets", tag = "points", params(Part),
    responses((status = OK, body = List<Target>), Problem))]
async fn list_targets(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Target>>, Problem> {
    Ok(part.of(daybook.store.targets(asks.who).await?, |target| target.id.to_string()))
}

/// Sets the target of a position. Only administrators do.
#[utoipa::path(post, path = "/targets", tag = "points", request_body = TargetFields,
    responses((status = CREATED, body = Target), Problem))]
async fn create_target(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<TargetFields>,
) -> Result<Created<Target>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| TargetId::generate(now));
    Ok(created("targets", id, daybook.store.save_target(asks.who, fields.target(id), now).await?))
}

/// Changes or archives a target. Only administrators do.
#[utoipa::path(put, path = "/targets/{id}", tag = "points", params(("id" = TargetId, Path)),
    request_body = TargetFields, responses((status = OK, body = Target), Problem))]
async fn replace_target(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<TargetId>,
    Body(fields): Body<TargetFields>,
) -> Result<Json<Target>, Problem> {
    let id = check_id(fields.id, id)?;
    let target = fields.target(id);
    Ok(Json(daybook.store.save_target(asks.who, target, daybook.clock.now()).await?))
}
