//! Asks a service over HTTP: within a time, more than once when it does not answer, and with an end to what it may say.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

/// Why a service has not answered what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Trouble {
    /// More was asked than was agreed on.
    #[error("the service has been asked too often")]
    Quota,
    /// It does not know the key, or lets nobody of us in.
    #[error("the service does not accept this key")]
    Refused,
    /// Nobody answered in time, however often it was tried.
    #[error("the service cannot be reached")]
    Unreachable,
    #[error("the answer of the service cannot be read")]
    Unreadable,
}

/// A client that keeps its connections.
#[derive(Clone)]
pub(crate) struct Asking {
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
    patience: Patience,
}

/// How long is waited for an answer, and how often it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    pub answer: Duration,
    pub pause: Duration,
    pub tries: u32,
}

impl Default for Asking {
    fn default() -> Self {
        let patience =
            Patience { answer: Duration::from_secs(4), pause: Duration::from_millis(300), tries: 3 };
        Self::with(patience)
    }
}

impl Asking {
    pub(crate) fn with(patience: Patience) -> Self {
        let provider = rustls::crypto::ring::default_provider();
        let connector = HttpsConnectorBuilder::new().with_provider_and_webpki_roots(provider);
        // The provider supports what it was made for.
        #[expect(clippy::expect_used, reason = "ring has the protocols that rustls asks of it")]
        let connector = connector.expect("TLS").https_or_http().enable_http1().build();
        Self { client: Client::builder(TokioExecutor::new()).build(connector), patience }
    }

    /// What stands at an address, as JSON. A service that does not answer, or says that it cannot just now, is asked again.
    pub(crate) async fn json<T: DeserializeOwned>(&self, address: &Uri) -> Result<T, Trouble> {
        self.read(address, StatusCode::is_success).await
    }

    /// The same of a service that says along with a 400 what is the matter.
    pub(crate) async fn json_even_of_400<T: DeserializeOwned>(&self, address: &Uri) -> Result<T, Trouble> {
        self.read(address, |status| status.is_success() || *status == StatusCode::BAD_REQUEST).await
    }

    async fn read<T: DeserializeOwned>(
        &self,
        address: &Uri,
        answers: impl Fn(&StatusCode) -> bool,
    ) -> Result<T, Trouble> {
        let mut pause = self.patience.pause;
        for left in (0..self.patience.tries).rev() {
            let answer = tokio::time::timeout(self.patience.answer, self.once(address, &answers)).await;
            match answer.unwrap_or(Err(Trouble::Unreachable)) {
                Err(Trouble::Unreachable) if left > 0 => tokio::time::sleep(pause).await,
                Err(trouble) => return Err(trouble),
                Ok(body) => return serde_json::from_slice(&body).map_err(|_| Trouble::Unreadable),
            }
            pause *= 2;
        }
        Err(Trouble::Unreachable)
    }

    async fn once(&self, address: &Uri, answers: impl Fn(&StatusCode) -> bool) -> Result<Bytes, Trouble> {
        let mut request = Request::new(Empty::new());
        *request.uri_mut() = address.clone();
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        // Who runs a service for everybody asks to be told who comes.
        headers.insert(header::USER_AGENT, HeaderValue::from_static(NAME));
        let answer = self.client.request(request).await.map_err(|_| Trouble::Unreachable)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LARGEST).collect().await;
        let body = body.map_err(|_| Trouble::Unreachable)?.to_bytes();
        match status {
            _ if answers(&status) => Ok(body),
            StatusCode::TOO_MANY_REQUESTS => Err(Trouble::Quota),
            // Some say with the same number that the key is wrong and that it has been used too often.
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if speaks_of_a_limit(&body) => {
                Err(Trouble::Quota)
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Trouble::Refused),
            _ if status.is_server_error() => Err(Trouble::Unreachable),
            _ => Err(Trouble::Unreadable),
        }
    }
}

fn speaks_of_a_limit(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).to_lowercase().contains("limit")
}

/// Bytes of an answer with a handful of addresses: far fewer.
const LARGEST: usize = 1024 * 1024;
const NAME: &str = concat!("Daybook/", env!("CARGO_PKG_VERSION"));

/// An address with a query. `base` has none of its own.
pub(crate) fn address(base: &str, query: &[(&str, &str)]) -> Result<Uri, Trouble> {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(query);
    format!("{}?{}", base.trim_end_matches('/'), pairs.finish()).parse().map_err(|_| Trouble::Unreadable)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use axum::Router;
    use axum::extract::RawQuery;
    use axum::response::IntoResponse as _;
    use serde_json::Value;
    use tokio::net::TcpListener;

    use super::*;

    /// Not to be waited for.
    pub(crate) fn impatient() -> Asking {
        Asking::with(Patience {
            answer: Duration::from_millis(300),
            pause: Duration::from_millis(5),
            tries: 3,
        })
    }

    /// A service on this machine that answers the same whenever it is asked, and notes with what.
    pub(crate) struct Service {
        pub address: String,
        asked: Arc<std::sync::Mutex<Vec<(String, String)>>>,
    }

    impl Service {
        pub(crate) async fn answering(status: u16, body: &'static str) -> Self {
            Self::with(move |_| Some((status, body))).await
        }

        /// Answers by how often it was asked before; `None` never answers.
        pub(crate) async fn with(
            answer: impl Fn(u32) -> Option<(u16, &'static str)> + Clone + Send + Sync + 'static,
        ) -> Self {
            let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
            let (noted, times) = (asked.clone(), Arc::new(AtomicU32::new(0)));
            let serve = move |uri: Uri, RawQuery(query): RawQuery| {
                let path = uri.path().to_owned();
                noted.lock().expect("nobody panicked").push((path, query.unwrap_or_default()));
                let answer = answer(times.fetch_add(1, Ordering::Relaxed));
                async move {
                    match answer {
                        Some((status, body)) => {
                            (StatusCode::from_u16(status).expect("a status"), body).into_response()
                        }
                        None => std::future::pending().await,
                    }
                }
            };
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address: SocketAddr = listener.local_addr().expect("an address");
            let router = Router::new().fallback(serve);
            tokio::spawn(async move { axum::serve(listener, router).await });
            Self { address: format!("http://{address}"), asked }
        }

        /// With which queries it was asked.
        pub(crate) fn asked(&self) -> Vec<String> {
            self.noted().into_iter().map(|(_, query)| query).collect()
        }

        /// At which addresses.
        pub(crate) fn paths(&self) -> Vec<String> {
            self.noted().into_iter().map(|(path, _)| path).collect()
        }

        fn noted(&self) -> Vec<(String, String)> {
            self.asked.lock().expect("nobody panicked").clone()
        }

        async fn ask(&self) -> Result<Value, Trouble> {
            impatient().json(&address(&self.address, &[("q", "Мира, 1")]).expect("an address")).await
        }
    }

    #[tokio::test]
    async fn a_service_that_stumbles_is_asked_again() {
        let service = Service::with(|times| Some(if times < 2 { (503, "") } else { (200, "[]") })).await;
        assert_eq!(service.ask().await, Ok(serde_json::json!([])));
        assert_eq!(service.asked(), ["q=%D0%9C%D0%B8%D1%80%D0%B0%2C+1"; 3]);
    }

    #[tokio::test]
    async fn nobody_waits_for_who_does_not_answer() {
        let service = Service::with(|times| (times > 0).then_some((200, "{}"))).await;
        assert_eq!(service.ask().await, Ok(serde_json::json!({})), "the second time it did");
        let silent = Service::with(|_| None).await;
        assert_eq!(silent.ask().await, Err(Trouble::Unreachable));
        assert_eq!(silent.asked().len(), 3);
        let nobody = address("http://127.0.0.1:9", &[]).expect("an address");
        assert_eq!(impatient().json::<Value>(&nobody).await, Err(Trouble::Unreachable));
    }

    #[tokio::test]
    async fn what_will_not_change_is_asked_once() {
        for (status, body, trouble) in [
            (429, "", Trouble::Quota),
            (403, r#"{"statusCode":403,"error":"Forbidden","message":"Invalid api key"}"#, Trouble::Refused),
            (403, r#"{"statusCode":403,"error":"Forbidden","message":"Limit is exceeded"}"#, Trouble::Quota),
            (400, "", Trouble::Unreadable),
            (200, "<html>", Trouble::Unreadable),
        ] {
            let service = Service::answering(status, body).await;
            assert_eq!(service.ask().await, Err(trouble), "{status} {body}");
            assert_eq!(service.asked().len(), 1, "{status} {body}");
        }
    }
}
