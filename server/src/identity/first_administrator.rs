//! The guided first run: whoever opens an empty Daybook becomes its administrator.

use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::permission::Action;
use domain::time::ZoneName;
use serde::Deserialize;

use super::session::{self, Way};
use super::sign_in::{refused_for, sign_in_page, signed_in};
use super::token::Token;
use super::{Credentials, Form};
use crate::Daybook;
use crate::error::Problem;
use crate::local_path::LocalPath;

#[derive(Deserialize)]
pub(super) struct Founder {
    name: String,
    #[serde(flatten)]
    credentials: Credentials,
    zone: Option<String>,
}

pub(super) async fn by_form(
    State(daybook): State<Daybook>,
    Form(founder): Form<Founder>,
) -> Result<Response, Problem> {
    match found(&daybook, founder).await {
        Ok(token) => Ok(signed_in(&daybook, &token, &LocalPath::home())),
        Err(problem) => refused_for(&sign_in_page(&LocalPath::home()), problem),
    }
}

async fn found(daybook: &Daybook, founder: Founder) -> Result<Token, Problem> {
    // Asked before the slow hash; the store asks again in its transaction.
    if !daybook.store.is_empty().await? {
        return Err(Refusal::NotPermitted { action: Action::KeepPeople }.into());
    }
    founder.credentials.check_new()?;
    let Founder { name, credentials: Credentials { email, password }, zone } = founder;
    let hash = daybook.door.hashing.hash(&password).await?;
    let now = daybook.clock.now();
    let person = daybook.store.first_administrator(name.trim(), email.trim(), &hash, now).await?;
    Ok(session::start(daybook, person, Way::Cookie, zone.map(ZoneName)).await?)
}
