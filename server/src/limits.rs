//! Limits that keep a slow or hostile client from harming others.

use std::time::Duration;

use axum::RequestExt as _;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::error::{Code, Problem};

/// The largest body in bytes. The longest description with two thousand participants stays below it.
pub(crate) const LARGEST_BODY: usize = 1024 * 1024;

/// How long an answer may take, its request's body included.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// The same for a file: a large one over a slow line. Whoever sends nothing is let go long before.
pub(crate) const LONGEST_UPLOAD: Duration = Duration::from_secs(30 * 60);

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
    if is_upload(&request) {
        // How large a file may be, its own handler knows.
        return in_time(LONGEST_UPLOAD, next.run(request)).await;
    }
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST_BODY as u64) {
        return Problem::new(Code::TooLarge).into_response();
    }
    in_time(LONGEST_ANSWER, next.run(request.with_limited_body())).await
}

/// `POST /api/v1/meetings/{id}/attachments`
fn is_upload(request: &Request) -> bool {
    let path = request.uri().path();
    request.method() == Method::POST
        && path.starts_with("/api/v1/meetings/")
        && path.ends_with("/attachments")
}

async fn in_time(longest: Duration, answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(longest, answer).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("an answer took too long");
            Problem::new(Code::Busy).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::routing::post;
    use axum::{Router, middleware};
    use tower::ServiceExt as _;

    use super::*;

    async fn answer(body: Body) -> StatusCode {
        let router = Router::new()
            .route("/", post(async |body: String| body))
            .layer(middleware::from_fn(within_limits))
            .layer(body_limit());
        router.oneshot(Request::post("/").body(body).unwrap()).await.unwrap().status()
    }

    /// Somebody sends a byte now and then, for hours.
    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_given_up() {
        let drops = futures::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Some((Ok::<_, std::io::Error>("x"), ()))
        });
        assert_eq!(answer(Body::from_stream(drops)).await, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn a_body_of_unknown_length_is_read_up_to_the_limit() {
        let chunk = || Ok::<_, std::io::Error>(vec![b'x'; 1024]);
        let chunks = |count| futures::stream::iter(std::iter::repeat_with(chunk).take(count));
        assert_eq!(answer(Body::from_stream(chunks(1024))).await, StatusCode::OK);
        assert_eq!(answer(Body::from_stream(chunks(1025))).await, StatusCode::PAYLOAD_TOO_LARGE);
    }
}
