//! The meeting journal: week plans and what became of them.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use domain::change::Revision;
use domain::id::{ClientId, DepartmentId, MeetingId, PersonId};
use domain::journal::{PlanKey, PlanSheet, PlanState, TeamRow};
use domain::time::IsoWeek;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, rules};
use super::list::{List, Part};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_week))
        .routes(routes!(show_plan))
        .routes(routes!(submit_plan))
        .routes(routes!(withdraw_plan))
        .routes(routes!(approve_plan))
        .routes(routes!(approve_clean))
        .routes(routes!(return_plan))
        .routes(routes!(close_week))
        .routes(routes!(explain_amendment))
        .routes(routes!(look_at_plan))
}

/// With its edition as the ETag.
type Sheet = ([(HeaderName, String); 1], Json<PlanSheet>);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only of people in this department and below it.
    department: Option<DepartmentId>,
    /// Only plans with a meeting with this client.
    client: Option<ClientId>,
    /// Only plans in this state.
    state: Option<PlanState>,
}

/// The plans of a week of everybody whom the one who asks leads, down the tree of departments, by name.
#[utoipa::path(get, path = "/journal/{week}", tag = "journal",
    params(("week" = String, Path, example = "2026-W48"), Filter, Part),
    responses((status = OK, body = List<TeamRow>), Problem))]
async fn list_week(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(week): Path<IsoWeek>,
    Query(Filter { department, client, state }): Query<Filter>,
    Query(part): Query<Part>,
) -> Result<Json<List<TeamRow>>, Problem> {
    let now = daybook.clock.now();
    let today = rules(&asks.signed_in.zone)?.date(now);
    let mut team = daybook.store.weekly(asks.who, week, today, now).await?.team;
    team.retain(|row| {
        let here = department.is_none_or(|wanted| row.within.contains(&wanted));
        let there = client.is_none_or(|wanted| row.clients.contains(&wanted));
        here && there && state.is_none_or(|wanted| row.state == wanted)
    });
    Ok(part.of(team, |row| row.owner.id.to_string()))
}

/// A plan: its meetings, what became of them, what is to be said of it. The owner and the heads above may see it.
#[utoipa::path(get, path = "/journal/{week}/{person}", tag = "journal",
    params(("week" = String, Path, example = "2026-W48"), ("person" = PersonId, Path)),
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn show_plan(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
) -> Result<Sheet, Problem> {
    sheet(&daybook, &asks, PlanKey { owner, week }).await
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Note {
    /// May be empty.
    note: String,
}

/// The owner submits the plan. The same again answers the same.
#[utoipa::path(post, path = "/journal/{week}/{person}/submit", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = Note,
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn submit_plan(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(Note { note }): Body<Note>,
) -> Result<Sheet, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.submit_plan(asks.who, key, &note, daybook.clock.now()).await?;
    sheet(&daybook, &asks, key).await
}

/// The owner takes the submission back.
#[utoipa::path(post, path = "/journal/{week}/{person}/withdraw", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path)),
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn withdraw_plan(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
) -> Result<Sheet, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.withdraw_plan(asks.who, key, daybook.clock.now()).await?;
    sheet(&daybook, &asks, key).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Approving {
    /// The ETag of the plan as it was seen: what has changed since is not approved unseen.
    edition: String,
}

/// A head above approves the plan as they have seen it; it is frozen so.
#[utoipa::path(post, path = "/journal/{week}/{person}/approve", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = Approving,
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn approve_plan(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(Approving { edition }): Body<Approving>,
) -> Result<Sheet, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.approve_plan(asks.who, key, edition.trim_matches('"'), daybook.clock.now()).await?;
    sheet(&daybook, &asks, key).await
}

#[derive(Serialize, ToSchema)]
struct Approved {
    /// Whose plans were approved.
    approved: Vec<PersonId>,
}

/// Approves every submitted plan of the week in which nothing is found wanting.
#[utoipa::path(post, path = "/journal/{week}/approve-clean", tag = "journal",
    params(("week" = String, Path)), responses((status = OK, body = Approved), Problem))]
async fn approve_clean(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(week): Path<IsoWeek>,
) -> Result<Json<Approved>, Problem> {
    let now = daybook.clock.now();
    let today = rules(&asks.signed_in.zone)?.date(now);
    let approved = daybook.store.approve_clean(asks.who, week, &[], today, now).await?;
    Ok(Json(Approved { approved }))
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Comment {
    comment: String,
}

/// A head above gives the plan back; the comment says why.
#[utoipa::path(post, path = "/journal/{week}/{person}/return", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = Comment,
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn return_plan(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(Comment { comment }): Body<Comment>,
) -> Result<Sheet, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.return_plan(asks.who, key, &comment, daybook.clock.now()).await?;
    sheet(&daybook, &asks, key).await
}

/// A head above closes the week, once it has begun.
#[utoipa::path(post, path = "/journal/{week}/{person}/review", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = Comment,
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn close_week(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(Comment { comment }): Body<Comment>,
) -> Result<Sheet, Problem> {
    let (key, now) = (PlanKey { owner, week }, daybook.clock.now());
    let today = rules(&asks.signed_in.zone)?.date(now);
    daybook.store.close_week(asks.who, key, &comment, today, now).await?;
    sheet(&daybook, &asks, key).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    reason: String,
}

/// The owner says why a meeting of the approved plan was changed.
#[utoipa::path(put, path = "/journal/{week}/{person}/amendments/{meeting}", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path), ("meeting" = MeetingId, Path)),
    request_body = Reason, responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn explain_amendment(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner, meeting)): Path<(IsoWeek, PersonId, MeetingId)>,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Sheet, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.explain_amendment(asks.who, key, meeting, &reason, daybook.clock.now()).await?;
    sheet(&daybook, &asks, key).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Looked {
    upto: Revision,
}

/// Notes that the one who asks has seen the amendments up to a revision.
#[utoipa::path(put, path = "/journal/{week}/{person}/look", tag = "journal",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = Looked,
    responses((status = OK, body = PlanSheet, headers(("etag"))), Problem))]
async fn look_at_plan(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(Looked { upto }): Body<Looked>,
) -> Result<Sheet, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.look_at_plan(asks.who, key, upto, daybook.clock.now()).await?;
    sheet(&daybook, &asks, key).await
}

async fn sheet(daybook: &Daybook, asks: &Asks, key: PlanKey) -> Result<Sheet, Problem> {
    let now = daybook.clock.now();
    let today = rules(&asks.signed_in.zone)?.date(now);
    let sheet = daybook.store.plan_sheet(asks.who, key, today, now).await?;
    Ok(([(header::ETAG, format!("\"{}\"", sheet.edition))], Json(sheet)))
}
