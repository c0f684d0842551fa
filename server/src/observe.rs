//! What is known from outside about how the process does: the log, the request's name, the metrics.
//!
//! Neither log nor metrics hold personal data: a request is told by the pattern of its address, never by
//! the address itself, its query or its body.

use std::fmt;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::Instrument as _;
use tracing_subscriber::EnvFilter;

/// Names a request in the log, in the answer's header and to the person whom something went wrong for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(u64);

impl RequestId {
    fn generate() -> Self {
        Self(rand::random())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The request that this task answers, if it answers one.
pub(crate) fn current_request() -> Option<RequestId> {
    CURRENT.try_with(|request| *request).ok()
}

/// Gives a request its name, and tells log and metrics how it was answered.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let id = RequestId::generate();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, %method, route);
    let started = Instant::now();
    let mut response = CURRENT.scope(id, next.run(request)).instrument(span.clone()).await;
    let took = started.elapsed();

    let status = response.status();
    span.in_scope(|| tracing::info!(status = status.as_u16(), ms = took.as_millis(), "answered"));
    let labels = [("method", method.to_string()), ("route", route), ("status", status.as_u16().to_string())];
    metrics::histogram!(REQUEST_SECONDS, &labels).record(took);
    if let Ok(name) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, name);
    }
    response
}

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const REQUEST_SECONDS: &str = "daybook_request_seconds";
const LIVE_CONNECTIONS: &str = "daybook_live_connections";
const LIVE_NOTICES: &str = "daybook_live_notices_total";
const STORE_ERRORS: &str = "daybook_store_errors_total";
const FAILED_SIGN_INS: &str = "daybook_failed_sign_ins_total";

/// Upper bounds of the request times that are counted, in seconds.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

pub(crate) fn count_store_error() {
    metrics::counter!(STORE_ERRORS).increment(1);
}

pub(crate) fn count_failed_sign_in() {
    metrics::counter!(FAILED_SIGN_INS).increment(1);
}

pub(crate) fn count_notices(told: u64) {
    metrics::counter!(LIVE_NOTICES).increment(told);
}

pub(crate) fn show_live_connections(open: usize) {
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52 connections")]
    metrics::gauge!(LIVE_CONNECTIONS).set(open as f64);
}

/// The metrics in Prometheus' text format.
pub(crate) fn rendered_metrics() -> Option<String> {
    METRICS.get().map(|handle| {
        handle.run_upkeep();
        handle.render()
    })
}

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count. Once in a process; again it does nothing.
///
/// # Errors
/// When something else counts already.
pub(crate) fn start_metrics() -> Result<(), BuildError> {
    if METRICS.get().is_some() {
        return Ok(());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(REQUEST_SECONDS.to_owned()), &BOUNDS)?
        .build_recorder();
    if METRICS.set(recorder.handle()).is_ok() {
        metrics::set_global_recorder(recorder)?;
    }
    Ok(())
}

/// How often counted times are sorted into their buckets when nobody asks.
pub(crate) const UPKEEP: Duration = Duration::from_secs(30);

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

#[derive(Debug, thiserror::Error)]
#[error("DAYBOOK_LOG is not a filter such as info or info,store=debug: {0}")]
pub struct NotAFilter(String);

/// Begins to write the log to standard error.
///
/// # Errors
/// When `filter` cannot be read.
pub fn start_log(filter: &str, format: Format) -> Result<(), NotAFilter> {
    let filter = EnvFilter::try_new(filter).map_err(|error| NotAFilter(error.to_string()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that is there already stays: tests start several servers in one process.
    drop(match format {
        Format::Text => log.try_init(),
        Format::Json => log.json().try_init(),
    });
    Ok(())
}
