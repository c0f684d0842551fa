//! When one wants to be told of a meeting (S24).

use axum::Json;
use axum::extract::State;
use domain::id::MeetingId;
use domain::reminder::Reminder;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(list_reminders, set_reminders))
}

/// One's own reminders of a meeting.
#[utoipa::path(get, path = "/meetings/{id}/reminders", tag = "meetings", params(("id" = MeetingId, Path)),
    responses((status = OK, body = Vec<Reminder>), Problem))]
async fn list_reminders(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
) -> Result<Json<Vec<Reminder>>, Problem> {
    Ok(Json(daybook.store.reminders(asks.who, id).await?))
}

/// Makes these one's own reminders of a meeting; nobody else is reminded.
#[utoipa::path(put, path = "/meetings/{id}/reminders", tag = "meetings", params(("id" = MeetingId, Path)),
    request_body = Vec<Reminder>, responses((status = OK, body = Vec<Reminder>), Problem))]
async fn set_reminders(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    Body(reminders): Body<Vec<Reminder>>,
) -> Result<Json<Vec<Reminder>>, Problem> {
    Ok(Json(daybook.store.remind(asks.who, id, reminders, daybook.clock.now()).await?))
}
