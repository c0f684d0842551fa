//! Signing in.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::id::PersonId;
use domain::samples::Known;
use domain::time::ZoneName;
use serde::Deserialize;

use super::cookies::Cookie;
use super::session::{self, LASTS, Way};
use super::throttle::Failures;
use super::token::Token;
use super::{Client, Form};
use crate::Daybook;
use crate::config::Demo;
use crate::error::{Code, Problem};
use crate::local_path::LocalPath;

/// What somebody claims to know.
#[derive(Clone, Deserialize)]
pub(crate) struct Credentials {
    pub(crate) email: String,
    pub(crate) password: String,
}

/// Begins a session for whoever knows the password. Nobody learns whether the account exists: neither the
/// answer nor the time it takes tells.
///
/// # Errors
/// [`Code::WrongCredentials`], [`Code::TooMany`], or [`Code::Busy`].
pub(crate) async fn sign_in(
    daybook: &Daybook,
    client: Client,
    Credentials { email, password }: Credentials,
    way: Way,
    zone: Option<ZoneName>,
) -> Result<(Token, PersonId), Problem> {
    let now = daybook.clock.now();
    let failures = Failures::of(&email, client);
    let attempt = daybook.door.throttle.admit(&daybook.store, failures, now).await?;
    let credential = daybook.store.credential(email.trim()).await?;
    let (person, hash) = credential.map(|known| (known.person, known.password_hash)).unzip();
    let matches = daybook.door.hashing.matches(&password, hash).await?;
    let Some(person) = person.filter(|_| matches) else {
        attempt.failed(&daybook.store, now).await?;
        return Err(Code::WrongCredentials.into());
    };
    attempt.succeeded(&daybook.store).await?;
    Ok((session::start(daybook, person, way, zone).await?, person))
}

#[derive(Deserialize)]
pub(super) struct ByForm {
    #[serde(flatten)]
    credentials: Credentials,
    zone: Option<String>,
    to: Option<String>,
}

pub(super) async fn by_form(
    State(daybook): State<Daybook>,
    client: Client,
    Form(ByForm { credentials, zone, to }): Form<ByForm>,
) -> Result<Response, Problem> {
    let to = LocalPath::or_home(to.as_deref().unwrap_or_default());
    match sign_in(&daybook, client, credentials, Way::Cookie, zone.map(ZoneName)).await {
        Ok((token, _)) => Ok(signed_in(&daybook, &token, &to)),
        Err(problem) => refused_for(&sign_in_page(&to), problem),
    }
}

#[derive(Deserialize)]
pub(super) struct AsDemoPerson {
    email: String,
    zone: Option<String>,
    to: Option<String>,
}

/// Without a password, and only where the demo organisation is offered.
pub(super) async fn as_demo_person(
    State(daybook): State<Daybook>,
    Form(AsDemoPerson { email, zone, to }): Form<AsDemoPerson>,
) -> Result<Response, Problem> {
    let to = LocalPath::or_home(to.as_deref().unwrap_or_default());
    if daybook.config.demo != Demo::Offered || !Known::ALL.iter().any(|known| known.email() == email) {
        return refused_for(&sign_in_page(&to), Code::NotPermitted.into());
    }
    let Some(known) = daybook.store.credential(&email).await? else {
        return refused_for(&sign_in_page(&to), Code::WrongCredentials.into());
    };
    let token = session::start(&daybook, known.person, Way::Cookie, zone.map(ZoneName)).await?;
    Ok(signed_in(&daybook, &token, &to))
}

/// The page that asks who somebody is and leads on to where they wanted to go.
pub(crate) fn sign_in_page(to: &LocalPath) -> LocalPath {
    let page = LocalPath::or_home("/sign-in");
    if to.is_home() { page } else { page.with("to", to.as_str()) }
}

pub(super) fn signed_in(daybook: &Daybook, token: &Token, to: &LocalPath) -> Response {
    let cookie = Cookie::session(token, LASTS, daybook.config.base_url.scheme());
    (cookie, back_to(to)).into_response()
}

pub(super) fn back_to(path: &LocalPath) -> Response {
    Redirect::to(path.as_str()).into_response()
}

/// Back to the form, with the reason. What nobody foresaw is told as it is.
pub(super) fn refused_for(form: &LocalPath, problem: Problem) -> Result<Response, Problem> {
    if problem.code() == Code::Broken {
        return Err(problem);
    }
    Ok(back_to(&form.with("refused", &problem.reason())))
}
