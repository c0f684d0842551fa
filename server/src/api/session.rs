//! Signing in a program.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::people::Person;
use domain::time::ZoneName;
use serde::{Deserialize, Serialize};
use store::Who;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::Body;
use crate::Daybook;
use crate::error::Problem;
use crate::identity::{Asks, Client, Credentials, Way, sign_in};
use crate::live::Ended;
use domain::change::Channel;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(begin_session, show_session, end_session))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    email: String,
    password: String,
    /// The zone in which days begin, such as `Europe/Berlin`; without it, the person's own, or else UTC.
    zone: Option<ZoneName>,
}

#[derive(Serialize, ToSchema)]
struct SignedIn {
    /// For `Authorization: Bearer`. It lasts thirty days.
    token: String,
    person: Person,
}

#[derive(Serialize, ToSchema)]
struct Present {
    person: Person,
    zone: ZoneName,
}

/// Signs in by e-mail address and password.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, security(()),
    responses((status = OK, body = SignedIn), Problem))]
async fn begin_session(
    State(daybook): State<Daybook>,
    client: Client,
    Body(SignIn { email, password, zone }): Body<SignIn>,
) -> Result<Json<SignedIn>, Problem> {
    let credentials = Credentials { email, password };
    let (token, person) = sign_in(&daybook, client, credentials, Way::Bearer, zone).await?;
    let who = Who { person, channel: Channel::Rest };
    let person = daybook.store.person(who, person).await?;
    Ok(Json(SignedIn { token: token.text(), person }))
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "session",
    responses((status = OK, body = Present), Problem))]
async fn show_session(asks: Asks) -> Json<Present> {
    Json(Present { person: asks.signed_in.person, zone: asks.signed_in.zone })
}

/// Signs out: the token opens nothing any more.
#[utoipa::path(delete, path = "/session", tag = "session",
    responses((status = NO_CONTENT), Problem))]
async fn end_session(State(daybook): State<Daybook>, asks: Asks) -> Result<StatusCode, Problem> {
    let session = asks.signed_in.session;
    daybook.store.end_session(session).await?;
    daybook.hub.end(Ended::Session(session));
    Ok(StatusCode::NO_CONTENT)
}
