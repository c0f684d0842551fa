//! Signing out, here and everywhere.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};

use super::Visitor;
use super::cookies::Cookie;
use super::sign_in::back_to;
use crate::Daybook;
use crate::error::Problem;
use crate::live::Ended;
use crate::local_path::LocalPath;

/// Ends this session, wherever else its cookie may have been copied to.
pub(super) async fn here(State(daybook): State<Daybook>, visitor: Visitor) -> Result<Response, Problem> {
    if let Visitor(Some(signed_in)) = visitor {
        daybook.store.end_session(signed_in.session).await?;
        daybook.hub.end(Ended::Session(signed_in.session));
    }
    Ok(out(&daybook))
}

/// Ends every session of this person, tokens of programs included.
pub(super) async fn everywhere(
    State(daybook): State<Daybook>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    if let Visitor(Some(signed_in)) = visitor {
        let person = signed_in.person.id;
        daybook.store.end_sessions(person, None).await?;
        daybook.hub.end(Ended::Person { person, except: None });
    }
    Ok(out(&daybook))
}

fn out(daybook: &Daybook) -> Response {
    let cookie = Cookie::no_session(daybook.config.base_url.scheme());
    (cookie, back_to(&LocalPath::or_home("/sign-in"))).into_response()
}
