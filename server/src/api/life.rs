//! Leading a meeting through its life.

use axum::extract::State;
use domain::checklist::Note;
use domain::id::{MeetingId, TemplateItemId};
use domain::meeting::Tick;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, MaybeBody, MaybeIfMatch, Path};
use super::meetings::{Card, MeetingCard, card};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(start_meeting))
        .routes(routes!(tick_item))
        .routes(routes!(close_meeting))
        .routes(routes!(cancel_meeting))
        .routes(routes!(reopen_meeting))
}

/// Begins a meeting. Refused while significant fields are empty; the reasons name them.
#[utoipa::path(post, path = "/meetings/{id}/start", tag = "meetings", params(("id" = MeetingId, Path)),
    responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn start_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
) -> Result<Card, Problem> {
    card(daybook.store.start(asks.who, id, daybook.clock.now()).await?)
}

/// What is said of an item of the checklist.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Said {
    done: bool,
    /// The number or text of an item that asks for one.
    note: Option<Note>,
}

/// Ticks an item of the checklist, or takes the tick back. The same again changes nothing.
#[utoipa::path(put, path = "/meetings/{id}/checklist/{item}", tag = "meetings",
    params(("id" = MeetingId, Path), ("item" = TemplateItemId, Path)), request_body = Said,
    responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn tick_item(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((id, item)): Path<(MeetingId, TemplateItemId)>,
    Body(Said { done, note }): Body<Said>,
) -> Result<Card, Problem> {
    let tick = if done { Tick::Done { note } } else { Tick::Undone };
    card(daybook.store.tick(asks.who, id, item, tick, daybook.clock.now()).await?)
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Finish {
    /// What came of it.
    result: String,
    /// The actual time.
    minutes_spent: Option<u32>,
}

/// Closes a meeting: it leaves every calendar and gives its room back. Refused while a mandatory item of the checklist
/// is open, with a reason `item_open` for each. `If-Match` may be left out.
#[utoipa::path(post, path = "/meetings/{id}/close", tag = "meetings",
    params(("id" = MeetingId, Path), ("if-match" = Option<String>, Header, description = "The ETag that was seen")),
    request_body = Finish, responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn close_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    MaybeIfMatch(seen): MaybeIfMatch,
    MaybeBody(Finish { result, minutes_spent }): MaybeBody<Finish>,
) -> Result<Card, Problem> {
    let now = daybook.clock.now();
    card(daybook.store.close_meeting(asks.who, id, seen, result, minutes_spent, now).await?)
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Because {
    /// It has to be given.
    reason: String,
}

/// Cancels a meeting: it leaves every calendar and gives its room back. `If-Match` may be left out.
#[utoipa::path(post, path = "/meetings/{id}/cancel", tag = "meetings",
    params(("id" = MeetingId, Path), ("if-match" = Option<String>, Header, description = "The ETag that was seen")),
    request_body = Because, responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn cancel_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    MaybeIfMatch(seen): MaybeIfMatch,
    MaybeBody(Because { reason }): MaybeBody<Because>,
) -> Result<Card, Problem> {
    card(daybook.store.cancel_meeting(asks.who, id, seen, &reason, daybook.clock.now()).await?)
}

/// Takes up again what is closed or cancelled: the person responsible or their supervisor. It takes its place back,
/// unless somebody else has it meanwhile. `If-Match` may be left out.
#[utoipa::path(post, path = "/meetings/{id}/reopen", tag = "meetings",
    params(("id" = MeetingId, Path), ("if-match" = Option<String>, Header, description = "The ETag that was seen")),
    request_body = Because, responses((status = OK, body = MeetingCard, headers(("etag"))), Problem))]
async fn reopen_meeting(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    MaybeIfMatch(seen): MaybeIfMatch,
    MaybeBody(Because { reason }): MaybeBody<Because>,
) -> Result<Card, Problem> {
    card(daybook.store.reopen_meeting(asks.who, id, seen, &reason, daybook.clock.now()).await?)
}
