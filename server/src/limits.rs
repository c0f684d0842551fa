//! Limits that keep a slow or hostile client from harming others.

use std::time::Duration;

use axum::RequestExt as _;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::error::{Code, Problem};

/// The largest body in bytes. The longest description with two thousand participants stays below it.
pub(crate) const LARGEST_BODY: usize = 1024 * 1024;

/// How long an answer may take, its request's body included.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// How long a client may take to send the head of a request, and a connection may idle between two.
pub(crate) const LONGEST_HEAD: Duration = Duration::from_secs(20);

/// How long a client may take nothing of an answer.
pub(crate) const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// Connections open at one time; who comes later waits in the system's queue.
pub(crate) const MOST_CONNECTIONS: usize = 8_192;

/// How long a request that has begun may take to end when the process is told to stop.
pub(crate) const LONGEST_GOODBYE: Duration = Duration::from_secs(10);

/// What axum's own extractors accept.
pub(crate) fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(LARGEST_BODY)
}

/// Refuses bodies that are too large before and while they are read, and gives up on what takes too long.
pub(crate) async fn within_limits(request: Request, next: Next) -> Response {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST_BODY as u64) {
        return Problem::new(Code::TooLarge).into_response();
    }
    match tokio::time::timeout(LONGEST_ANSWER, next.run(request.with_limited_body())).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("an answer took too long");
            Problem::new(Code::Busy).into_response()
        }
    }
}
