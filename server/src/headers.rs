//! The headers that go along with every answer and tell a browser what to refuse.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::Daybook;
use crate::config::{Scheme, TileSource};

/// Adds what an answer has not said for itself.
pub(crate) async fn protect(State(daybook): State<Daybook>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in UNLESS_SAID {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if daybook.config.base_url.scheme() == Scheme::Https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

const ALWAYS: [(HeaderName, &str); 8] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: with it browsers send `Origin: null` along with a form, and it would be refused.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

const UNLESS_SAID: [(HeaderName, &str); 2] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    // What people entrust to Daybook is in no cache, also not in one that a proxy keeps.
    (header::CACHE_CONTROL, "no-store"),
];

/// What a page may load and run: scripts of its own and those that carry the nonce, WASM, its own styles.
/// Style attributes carry the positions of events; style elements do not run. Pictures come from here, and those of maps
/// from one origin more.
pub(crate) fn page_policy(nonce: &str, tiles: Option<&TileSource>) -> Option<HeaderValue> {
    let tiles = tiles.map(|tiles| format!(" {}", tiles.origin())).unwrap_or_default();
    let policy = format!("{PAGE_BEFORE_NONCE} 'nonce-{nonce}'{PAGE_BEFORE_TILES}{tiles}{PAGE_AFTER_TILES}");
    HeaderValue::try_from(policy).ok()
}

/// The policy of a file: a page without inline script, or the service worker, which fetches.
pub(crate) fn file_policy() -> HeaderValue {
    HeaderValue::from_static(
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; \
         manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
}

const PAGE_BEFORE_NONCE: &str = "default-src 'none'; script-src 'self'";
const PAGE_BEFORE_TILES: &str = " 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self' data: blob:";
const PAGE_AFTER_TILES: &str = "; font-src 'self'; manifest-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
