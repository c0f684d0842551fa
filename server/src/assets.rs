//! The files of the page: embedded in a release, read from `target/site` otherwise.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use app::context::Assets;
use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::Daybook;
use crate::error::{Code, Problem};
use crate::headers;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

pub(crate) fn router() -> Router<Daybook> {
    Router::new().route("/assets/{*file}", get(asset))
}

/// Where the page finds its style and program. Without a built site there is neither, and the page says what
/// it says without them.
pub(crate) fn addresses() -> Assets {
    let addresses = Site::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok());
    let Addresses { css, later, js, wasm, loader, map, map_styles, program, parts } =
        addresses.unwrap_or_default();
    Assets { css, later, js, wasm, loader, map, map_styles, program, parts: Arc::new(parts) }
}

#[derive(Default, Deserialize)]
struct Addresses {
    css: String,
    later: String,
    js: String,
    wasm: String,
    loader: String,
    map: String,
    map_styles: String,
    program: String,
    parts: HashMap<String, Vec<String>>,
}

/// A file at the root of the site: manifest, service worker, icons, the page shown without a network.
pub(crate) fn at_root(request: &Request) -> Option<Response> {
    let path = request.uri().path().trim_start_matches('/');
    if ![Method::GET, Method::HEAD].contains(request.method()) || path.starts_with("manifest.json") {
        return None;
    }
    let page = format!("{path}.html");
    [path, page.as_str()]
        .into_iter()
        .find_map(|name| answer(name, request.headers(), Lifetime::Asked, in_site))
}

/// A file whose name changes with its content.
async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    answer(&format!("assets/{file}"), &headers, Lifetime::ForEver, in_site)
        .unwrap_or_else(|| Problem::new(Code::NotFound).into_response())
}

/// How long a browser may keep a file without asking again.
#[derive(Clone, Copy)]
enum Lifetime {
    ForEver,
    /// It asks each time whether the file is still the same.
    Asked,
}

/// A file and the hash of its bytes.
struct File {
    data: Cow<'static, [u8]>,
    hash: [u8; 32],
}

fn in_site(name: &str) -> Option<File> {
    let file = Site::get(name)?;
    Some(File { hash: file.metadata.sha256_hash(), data: file.data })
}

fn answer(
    name: &str,
    asked: &HeaderMap,
    lifetime: Lifetime,
    find: impl Fn(&str) -> Option<File>,
) -> Option<Response> {
    if !is_plain(name) {
        return None;
    }
    let media_type = media_type(name)?;
    let (file, encoding) = smallest(name, asked, find)?;
    let tag = entity_tag(&file);
    let mut headers = HeaderMap::new();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(match lifetime {
            Lifetime::ForEver => "public, max-age=31536000, immutable",
            Lifetime::Asked => "no-cache",
        }),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, headers::file_policy());
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let known = known.is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    headers.insert(header::ETAG, HeaderValue::try_from(tag).ok()?);
    if known {
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.token()));
    }
    Some((headers, body(file.data)).into_response())
}

fn body(data: Cow<'static, [u8]>) -> axum::body::Body {
    match data {
        Cow::Borrowed(data) => axum::body::Bytes::from_static(data).into(),
        Cow::Owned(data) => data.into(),
    }
}

/// A form in which a file was laid down beside itself when the site was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// Its name in HTTP (RFC 9110 section 8.4.1).
    fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }
}

fn smallest(
    name: &str,
    asked: &HeaderMap,
    find: impl Fn(&str) -> Option<File>,
) -> Option<(File, Option<Encoding>)> {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|list| list.to_str().ok()).unwrap_or_default();
    [Encoding::Brotli, Encoding::Gzip]
        .into_iter()
        .filter(|encoding| accepts(accepted, encoding.token()))
        .find_map(|encoding| Some((find(&format!("{name}.{}", encoding.extension()))?, Some(encoding))))
        .or_else(|| Some((find(name)?, None)))
}

/// Whether an `Accept-Encoding` list takes an encoding (RFC 9110 section 12.5.3).
fn accepts(list: &str, encoding: &str) -> bool {
    list.split(',').any(|element| {
        let mut parts = element.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|weight| {
            weight
                .strip_prefix("q=")
                .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight == 0.0))
        });
        named && !refused
    })
}

/// Of the bytes as they are sent, so each encoding has its own.
fn entity_tag(file: &File) -> String {
    let hash: String = file.hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hash}\"")
}

/// Whether a path goes down only, each part with a name.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| !["", ".", ".."].contains(&part))
}

/// `None` for what is no file of the site, and for the compressed forms themselves.
fn media_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site of one program, compressed, and the service worker, not compressed.
    fn site(name: &str) -> Option<File> {
        let data: &[u8] = match name {
            "assets/daybook.0a.js" => b"the program",
            "assets/daybook.0a.js.br" => b"brotli",
            "assets/daybook.0a.js.gz" => b"gzip",
            "sw.js" => b"the worker",
            _ => return None,
        };
        Some(File { data: data.into(), hash: [data[0]; 32] })
    }

    async fn ask(name: &str, headers: &[(header::HeaderName, &str)]) -> Option<(Response, String)> {
        let asked = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let lifetime = if name.starts_with("assets/") { Lifetime::ForEver } else { Lifetime::Asked };
        let mut response = answer(name, &asked, lifetime, site)?;
        let body = std::mem::take(response.body_mut());
        let body = axum::body::to_bytes(body, 1_000).await.unwrap();
        Some((response, String::from_utf8(body.to_vec()).unwrap()))
    }

    #[tokio::test]
    async fn the_smallest_form_that_is_taken_is_sent() {
        let cases = [
            ("gzip, deflate, br, zstd", "br", "brotli"),
            ("br;q=1.0, gzip;q=0.8", "br", "brotli"),
            ("br;q=0, gzip", "gzip", "gzip"),
            ("x-br, deflate", "", "the program"),
            ("", "", "the program"),
        ];
        for (accepted, encoding, bytes) in cases {
            let (response, body) =
                ask("assets/daybook.0a.js", &[(header::ACCEPT_ENCODING, accepted)]).await.unwrap();
            let sent = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!((sent.map_or("", |sent| sent.to_str().unwrap()), body.as_str()), (encoding, bytes));
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
        }
    }

    #[tokio::test]
    async fn what_carries_a_hash_is_kept_for_ever_and_the_rest_is_asked_for() {
        let (program, _) = ask("assets/daybook.0a.js", &[]).await.unwrap();
        assert_eq!(program.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        let (worker, _) = ask("sw.js", &[]).await.unwrap();
        assert_eq!(worker.headers()[header::CACHE_CONTROL], "no-cache");
        let tag = worker.headers()[header::ETAG].to_str().unwrap().to_owned();
        let known = format!("\"another\", {tag}");
        let (same, body) = ask("sw.js", &[(header::IF_NONE_MATCH, &known)]).await.unwrap();
        assert_eq!((same.status(), body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let (changed, _) = ask("sw.js", &[(header::IF_NONE_MATCH, "\"another\"")]).await.unwrap();
        assert_eq!(changed.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn only_files_of_a_page_are_served() {
        for name in ["assets/daybook.0a.js.br", "assets/../sw.js", "assets//sw.js", "nothing.js", "sw", ""] {
            assert!(ask(name, &[]).await.is_none(), "{name}");
        }
    }
}
