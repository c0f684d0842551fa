//! Refuses what another site makes a browser send.
//!
//! Browsers attach the session's cookie to what other sites let them send, and server functions and socket
//! upgrades accept that by themselves. A browser says where a request comes from, by `Sec-Fetch-Site` or by
//! `Origin`; what is neither said nor needs saying comes from a program, which attaches a cookie only when
//! its owner means it.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::uri::{Authority, Uri};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::Daybook;
use crate::config::BaseUrl;
use crate::error::{Code, Problem};
use crate::identity;

pub(crate) async fn refuse_foreign(State(daybook): State<Daybook>, request: Request, next: Next) -> Response {
    if can_do_harm(&request) && comes_from(request.headers(), &daybook.config.base_url) == Site::Another {
        return Problem::new(Code::CrossSite).into_response();
    }
    next.run(request).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Site {
    /// This one, or no site at all.
    Own,
    Another,
}

/// Reading is protected by the browser itself; the socket is not, and begins with a GET.
fn can_do_harm(request: &Request) -> bool {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    !reads || request.headers().contains_key(header::UPGRADE)
}

fn comes_from(headers: &HeaderMap, base_url: &BaseUrl) -> Site {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("not text"));
    if text(header::AUTHORIZATION).is_some() && !identity::has_cookie(headers) {
        // Nothing but the program itself attaches its token.
        return Site::Own;
    }
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return Site::Own,
        Some(_) => return Site::Another,
        None => {}
    }
    match text(header::ORIGIN) {
        None => Site::Own,
        Some(origin) if origin == base_url.origin() => Site::Own,
        Some(origin) if is_this_address(origin, text(header::HOST)) => Site::Own,
        Some(_) => Site::Another,
    }
}

/// Whether a page was opened by the very number under which the server was reached. A name does not count
/// unless it is the base URL's: whoever owns another name can let it point here (DNS rebinding).
fn is_this_address(origin: &str, host: Option<&str>) -> bool {
    let origin: Option<Authority> = origin.parse::<Uri>().ok().and_then(|uri| uri.authority().cloned());
    let host: Option<Authority> = host.and_then(|host| host.parse().ok());
    match (origin, host) {
        (Some(origin), Some(host)) => origin == host && cannot_be_renamed(host.host()),
        _ => false,
    }
}

fn cannot_be_renamed(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn site(headers: &[(&'static str, &'static str)]) -> Site {
        let base_url: BaseUrl = "https://daybook.example.org".parse().unwrap();
        let headers = headers
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)));
        comes_from(&headers.collect(), &base_url)
    }

    #[test]
    fn a_browser_says_where_a_request_comes_from() {
        let own: &[&[(&'static str, &'static str)]] = &[
            &[],
            &[("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://daybook.example.org")],
            &[("origin", "http://10.0.0.7:3000"), ("host", "10.0.0.7:3000")],
            &[("origin", "http://[::1]:3000"), ("host", "[::1]:3000")],
            &[("origin", "https://elsewhere.example"), ("authorization", "Bearer 00")],
        ];
        for headers in own {
            assert_eq!(site(headers), Site::Own, "{headers:?}");
        }
        let another: &[&[(&'static str, &'static str)]] = &[
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://elsewhere.example")],
            &[("origin", "null")],
            &[("origin", "http://daybook.example.org")],
            &[("origin", "https://daybook.example.org.elsewhere.example")],
            // Another name that points to this machine.
            &[("origin", "http://rebound.example:3000"), ("host", "rebound.example:3000")],
            &[
                ("origin", "https://elsewhere.example"),
                ("authorization", "Bearer 00"),
                ("cookie", "__Host-daybook_session=00"),
            ],
        ];
        for headers in another {
            assert_eq!(site(headers), Site::Another, "{headers:?}");
        }
    }
}
