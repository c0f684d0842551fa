//! The conversations about week plans.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::change::Revision;
use domain::id::{MessageId, PersonId};
use domain::journal::PlanKey;
use domain::journal::chat::{Conversation, Saying, Spoken, Unread};
use domain::time::IsoWeek;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, MaybeBody, Path, Query};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(read_messages, send_message))
        .routes(routes!(note_read))
        .routes(routes!(edit_message, delete_message))
        .routes(routes!(resolve_message))
        .routes(routes!(apply_suggestion))
        .routes(routes!(list_unread))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `earlier` of the part before: the messages that are older. Without it, the newest.
    before: Option<Revision>,
    /// What is new or different after this revision, instead of the newest.
    since: Option<Revision>,
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// A part of a conversation, oldest message first; with `since`, in the order of the last changes.
#[utoipa::path(get, path = "/journal/{week}/{person}/messages", tag = "chat",
    params(("week" = String, Path), ("person" = PersonId, Path), Which),
    responses((status = OK, body = Conversation), Problem))]
async fn read_messages(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Query(Which { before, since, limit }): Query<Which>,
) -> Result<Json<Conversation>, Problem> {
    let (key, limit) = (PlanKey { owner, week }, limit.unwrap_or(USUAL));
    let mut conversation = daybook.store.conversation(asks.who, key, before, limit).await?;
    if let Some(since) = since {
        conversation.messages = daybook.store.conversation_since(asks.who, key, since, limit).await?;
        conversation.earlier = None;
    }
    Ok(Json(conversation))
}

const USUAL: u32 = 50;

#[derive(Deserialize, ToSchema)]
struct NewMessage {
    /// Chosen by the client, so that a message sent twice is said once.
    id: MessageId,
    #[serde(flatten)]
    saying: Saying,
}

/// Says something about a plan. The same id again answers what was said.
#[utoipa::path(post, path = "/journal/{week}/{person}/messages", tag = "chat",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = NewMessage,
    responses((status = CREATED, body = Spoken), Problem))]
async fn send_message(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(NewMessage { id, saying }): Body<NewMessage>,
) -> Result<(StatusCode, Json<Spoken>), Problem> {
    let key = PlanKey { owner, week };
    let spoken = daybook.store.say(asks.who, key, id, saying, daybook.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(spoken)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadUpto {
    upto: Revision,
}

/// Notes up to which message the one who asks has read.
#[utoipa::path(put, path = "/journal/{week}/{person}/read", tag = "chat",
    params(("week" = String, Path), ("person" = PersonId, Path)), request_body = ReadUpto,
    responses((status = NO_CONTENT), Problem))]
async fn note_read(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((week, owner)): Path<(IsoWeek, PersonId)>,
    Body(ReadUpto { upto }): Body<ReadUpto>,
) -> Result<StatusCode, Problem> {
    let key = PlanKey { owner, week };
    daybook.store.read_conversation(asks.who, key, upto, daybook.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OtherWords {
    text: String,
}

/// Puts one's message into other words, within a quarter of an hour.
#[utoipa::path(patch, path = "/messages/{id}", tag = "chat", params(("id" = MessageId, Path)),
    request_body = OtherWords, responses((status = OK, body = Spoken), Problem))]
async fn edit_message(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MessageId>,
    Body(OtherWords { text }): Body<OtherWords>,
) -> Result<Json<Spoken>, Problem> {
    Ok(Json(daybook.store.edit_message(asks.who, id, &text, daybook.clock.now()).await?))
}

/// Takes one's message back; that there was one stays.
#[utoipa::path(delete, path = "/messages/{id}", tag = "chat", params(("id" = MessageId, Path)),
    responses((status = OK, body = Spoken), Problem))]
async fn delete_message(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MessageId>,
) -> Result<Json<Spoken>, Problem> {
    Ok(Json(daybook.store.delete_message(asks.who, id, daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settled {
    resolved: bool,
}

/// Settles the thread that a message begins, or opens it again.
#[utoipa::path(put, path = "/messages/{id}/resolved", tag = "chat", params(("id" = MessageId, Path)),
    request_body = Settled, responses((status = OK, body = Spoken), Problem))]
async fn resolve_message(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MessageId>,
    Body(Settled { resolved }): Body<Settled>,
) -> Result<Json<Spoken>, Problem> {
    Ok(Json(daybook.store.resolve_message(asks.who, id, resolved, daybook.clock.now()).await?))
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Applying {
    /// Why a meeting is cancelled as suggested. Left out, it is what the message says.
    reason: String,
}

/// The owner of the plan does what a message suggests. Once it is done, again is well.
#[utoipa::path(post, path = "/messages/{id}/apply", tag = "chat", params(("id" = MessageId, Path)),
    request_body = Option<Applying>, responses((status = OK, body = Spoken), Problem))]
async fn apply_suggestion(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MessageId>,
    MaybeBody(Applying { reason }): MaybeBody<Applying>,
) -> Result<Json<Spoken>, Problem> {
    Ok(Json(daybook.store.apply_suggestion(asks.who, id, &reason, daybook.clock.now()).await?))
}

#[derive(Serialize, ToSchema)]
struct AllUnread {
    items: Vec<Unread>,
}

/// The conversations in which something waits to be read by the one who asks.
#[utoipa::path(get, path = "/messages/unread", tag = "chat", responses((status = OK, body = AllUnread), Problem))]
async fn list_unread(State(daybook): State<Daybook>, asks: Asks) -> Result<Json<AllUnread>, Problem> {
    Ok(Json(AllUnread { items: daybook.store.unread(asks.who).await? }))
}
