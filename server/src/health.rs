//! What supervisors and monitoring ask.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use sha2::{Digest as _, Sha256};

use crate::Daybook;
use crate::error::{Code, Problem};
use crate::identity::{Client, bearer};
use crate::observe;

pub(crate) fn router() -> Router<Daybook> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

/// The process answers.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The database is reachable and migrated.
async fn readyz(State(daybook): State<Daybook>) -> Result<&'static str, Problem> {
    match daybook.store.ready().await {
        Ok(()) => Ok("ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            observe::count_store_error();
            Err(Code::Busy.into())
        }
    }
}

/// Prometheus' text format, to this machine itself or to whoever knows the token.
async fn metrics(State(daybook): State<Daybook>, client: Client, headers: HeaderMap) -> Response {
    let token = daybook.config.metrics_token.as_deref();
    let known = matches!((token, bearer(&headers)), (Some(token), Some(given)) if same(token, given));
    if !known && !client.is_this_machine() {
        return Problem::new(Code::NotFound).into_response();
    }
    match observe::rendered_metrics() {
        Some(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        None => Problem::new(Code::NotFound).into_response(),
    }
}

/// Compares hashes, so that the time tells nothing of how much was right.
fn same(token: &str, given: &str) -> bool {
    Sha256::digest(token) == Sha256::digest(given)
}
