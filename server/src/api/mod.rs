//! REST with JSON below `/api/v1`, described by `/api/v1/openapi.json`, by the verbs that the screens use.
//!
//! To add something: a handler with its `utoipa::path` in the file of its noun, and its name in that file's
//! `router`; the description lists it by itself.

mod absences;
mod addresses;
mod attachments;
mod attributes;
mod availability;
mod chat;
mod clients;
mod input;
mod journal;
mod kinds;
mod life;
mod list;
mod meetings;
mod people;
mod places;
mod points;
mod reminders;
mod reports;
mod search;
mod session;
mod teams;
mod ways;

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Info, OpenApi, OpenApiBuilder, SecurityRequirement};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_axum::router::OpenApiRouter;

use crate::Daybook;
use crate::error::{Code, Details, Problem};

/// What is nested below [`PREFIX`].
pub(crate) fn router() -> Router<Daybook> {
    let (router, description) = OpenApiRouter::new()
        .merge(session::router())
        .merge(meetings::router())
        .merge(life::router())
        .merge(attachments::router())
        .merge(reminders::router())
        .merge(search::router())
        .merge(places::router())
        .merge(availability::router())
        .merge(people::router())
        .merge(teams::router())
        .merge(absences::router())
        .merge(clients::router())
        .merge(addresses::router())
        .merge(ways::router())
        .merge(kinds::router())
        .merge(journal::router())
        .merge(chat::router())
        .merge(points::router())
        .merge(reports::router())
        .merge(attributes::router())
        .split_for_parts();
    let description = Bytes::from(serde_json::to_vec(&introduced(description)).unwrap_or_default());
    let json = [(header::CONTENT_TYPE, "application/json")];
    router
        .route("/openapi.json", get(|| async move { (json, description) }))
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) })
        .fallback(|| async { Problem::new(Code::NotFound) })
}

pub(crate) const PREFIX: &str = "/api/v1";

/// The description with its title, and how one shows who one is.
fn introduced(paths: OpenApi) -> OpenApi {
    let mut info = Info::new("Daybook", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    let mut whole = OpenApiBuilder::new().info(info).build().nest(PREFIX, paths);
    let components = whole.components.get_or_insert_default();
    let mut schemas = vec![(Details::name().into_owned(), Details::schema())];
    Details::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new("daybook_session"));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    let none: [&str; 0] = [];
    whole.security =
        Some(vec![SecurityRequirement::new("bearer", none), SecurityRequirement::new("cookie", none)]);
    whole
}

const ABOUT: &str = "Plans meetings with clients and colleagues.\n\n\
    Instants are RFC 3339; ids are UUIDs. A client may choose the id of what it creates (UUIDv7 is best), and \
    repeating a request is harmless. Lists come in parts: `next` of one part is the `cursor` of the next. \
    What fails answers problem details (RFC 9457) with a stable `code`, and where a rule said no, `reasons`, \
    each with its own `code` and the ids it is about.";

/// What was created, and where it is.
type Created<T> = (StatusCode, [(header::HeaderName, String); 1], Json<T>);

fn created<T>(noun: &str, id: impl std::fmt::Display, thing: T) -> Created<T> {
    (StatusCode::CREATED, [(header::LOCATION, format!("{PREFIX}/{noun}/{id}"))], Json(thing))
}
