//! Those who talk to the server: browsers with their cookies, and programs with their tokens.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use futures::{SinkExt as _, StreamExt as _};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let read = serde_json::from_slice(&self.body);
        read.unwrap_or_else(|error| {
            panic!("{error} in {} {}", self.status, String::from_utf8_lossy(&self.body))
        })
    }

    /// The `code` of a problem, having checked that it is one.
    #[track_caller]
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        problem["code"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// Where a form leads on to.
    #[track_caller]
    pub(crate) fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{self:?}");
        self.header("location")
    }

    pub(crate) fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect()
    }
}

/// One request on a connection of its own.
pub(crate) async fn send(addr: SocketAddr, request: Request<Full<Bytes>>) -> Answer {
    try_send(addr, request).await.unwrap()
}

pub(crate) async fn try_send(
    addr: SocketAddr,
    request: Request<Full<Bytes>>,
) -> Result<Answer, hyper::Error> {
    let stream = TcpStream::connect(addr).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    connection.abort();
    Ok(Answer { status: parts.status, headers: parts.headers, body })
}

/// Somebody's browser: keeps cookies, and says where its requests come from.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) addr: SocketAddr,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn at(addr: SocketAddr) -> Self {
        Self { addr, cookies: BTreeMap::new() }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.go(Method::GET, path, &[("accept", "text/html")], "").await
    }

    /// Sends a plain form of this site.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{}", self.addr);
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin.as_str())];
        self.go(Method::POST, path, &headers, &form(fields)).await
    }

    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.submit("/sign-in", &[("email", email), ("password", password)]).await
    }

    pub(crate) async fn go(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = request(self.addr, method, path, headers, body);
        if !self.cookies.is_empty() {
            request
                .headers_mut()
                .insert(header::COOKIE, HeaderValue::try_from(self.cookie_header()).unwrap());
        }
        let answer = send(self.addr, request).await;
        for cookie in answer.set_cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub(crate) fn cookie_header(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    pub(crate) async fn is_signed_in(&mut self) -> bool {
        let answer = self.go(Method::GET, "/api/v1/session", &[], "").await;
        match answer.status {
            StatusCode::OK => true,
            StatusCode::UNAUTHORIZED => false,
            other => panic!("{other}"),
        }
    }
}

/// A program that talks REST.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) addr: SocketAddr,
    pub(crate) token: String,
}

impl Program {
    pub(crate) async fn sign_in(addr: SocketAddr, email: &str, password: &str) -> Self {
        let credentials = serde_json::json!({"email": email, "password": password});
        let answer = api(addr, Method::POST, "/session", &[], &credentials).await.expect(StatusCode::OK);
        Self { addr, token: answer.json()["token"].as_str().unwrap().to_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], &Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, &[], body).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::PUT, path, &[], body).await
    }

    pub(crate) async fn patch(&self, path: &str, seen: &str, body: &Value) -> Answer {
        self.call(Method::PATCH, path, &[("if-match", seen)], body).await
    }

    pub(crate) async fn delete(&self, path: &str, seen: &str) -> Answer {
        self.call(Method::DELETE, path, &[("if-match", seen)], &Value::Null).await
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let authorization = format!("Bearer {}", self.token);
        let headers = [&[("authorization", authorization.as_str())], headers].concat();
        api(self.addr, method, path, &headers, body).await
    }

    /// Follows `next` from part to part.
    pub(crate) async fn all(&self, path: &str, limit: usize) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        let separator = if path.contains('?') { '&' } else { '?' };
        loop {
            let part = self.get(&format!("{path}{separator}limit={limit}{cursor}")).await;
            let part = part.expect(StatusCode::OK).json();
            let of_part = part["items"].as_array().unwrap();
            assert!(of_part.len() <= limit);
            items.extend(of_part.iter().cloned());
            let Some(next) = part["next"].as_str() else { return items };
            cursor = format!("&cursor={next}");
        }
    }
}

/// A request below `/api/v1`. `null` is no body.
pub(crate) async fn api(
    addr: SocketAddr,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let path = format!("/api/v1{path}");
    let (text, headers) = match body {
        Value::Null => (String::new(), headers.to_vec()),
        body => (body.to_string(), [headers, &[("content-type", "application/json")]].concat()),
    };
    send(addr, request(addr, method, &path, &headers, &text)).await
}

pub(crate) fn request(
    addr: SocketAddr,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::from(body.to_owned()));
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().unwrap();
    request.headers_mut().insert(header::HOST, HeaderValue::try_from(addr.to_string()).unwrap());
    for (name, value) in headers {
        let name = HeaderName::try_from(*name).unwrap();
        request.headers_mut().append(name, HeaderValue::try_from(*value).unwrap());
    }
    request
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A live socket.
pub(crate) struct Live {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Live {
    /// # Errors
    /// The status with which the server refused.
    pub(crate) async fn connect(addr: SocketAddr, headers: &[(&str, &str)]) -> Result<Self, StatusCode> {
        let mut request = format!("ws://{addr}/live").into_client_request().unwrap();
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).unwrap();
            request.headers_mut().insert(name, HeaderValue::try_from(*value).unwrap());
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(SocketError::Http(refused)) => Err(refused.status()),
            Err(other) => panic!("{other}"),
        }
    }

    pub(crate) async fn of(program: &Program) -> Self {
        let authorization = format!("Bearer {}", program.token);
        Self::connect(program.addr, &[("authorization", &authorization)]).await.unwrap()
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.stream.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next notice; on the way, answers pings as every browser does.
    pub(crate) async fn hear(&mut self) -> Value {
        loop {
            match self.stream.next().await.unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next notice of a kind.
    pub(crate) async fn hear_of(&mut self, r#type: &str) -> Value {
        loop {
            let notice = self.hear().await;
            if notice["news"]["type"] == r#type {
                return notice;
            }
        }
    }

    /// Why the server closed.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
