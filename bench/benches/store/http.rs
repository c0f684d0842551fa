//! What is asked for through HTTP: a week, beside a bare server that answers as many bytes, and a day of all rooms.

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use bench::Timings;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use clap::Parser as _;
use domain::id::PersonId;
use domain::people::Person;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use server::clock::Clock;
use server::config::{Config, ServeSettings};
use server::{Daybook, listen};
use store::Store;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::oneshot;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long a week took through the whole server, and how long a bare one needed to answer as many bytes to the same client.
pub(crate) struct Weeks {
    pub(crate) served: Timings,
    pub(crate) bare: Timings,
}

/// # Errors
/// The server or the client cannot be started, or something else than a week is answered.
pub(crate) async fn weeks(
    store: &Store,
    users: &[Person],
    password: &str,
    now: DateTime<Utc>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    runs: usize,
) -> Result<Weeks> {
    let server = Served::start(store.clone(), now).await?;
    let mut client = Client::of(server.addr).await?;
    let mut served = Vec::new();
    let mut body = Bytes::new();
    for user in users.iter().step_by((users.len() / SIGNED_IN).max(1)).take(SIGNED_IN) {
        let token = client.sign_in(user, password).await?;
        let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let PersonId(person) = user.id;
        let path = format!("/api/v1/meetings?from={}&to={}&person={person}", instant(from), instant(to));
        body = client.get(&path, &token).await?;
        served.push(Week { url: format!("http://{}{path}", server.addr), token });
    }
    let bare_server = Bare::start(body).await?;
    let asking = Asking { runs, served, bare: format!("http://{}", bare_server.addr) };
    let mut took = Took::default();
    for _ in 0..CLIENTS {
        let Took { served, bare } = ask(&asking).await?;
        took.served.extend(served);
        took.bare.extend(bare);
    }
    bare_server.running.abort();
    server.stop().await?;
    let timings = |all: Vec<f64>| all.into_iter().map(|each| Duration::from_secs_f64(each / 1e3)).collect();
    Ok(Weeks { served: timings(took.served), bare: timings(took.bare) })
}

/// How many clients ask, one after the other. What one sees of the same server differs from what the next does by up to a
/// third, presumably by the core on which each runs.
const CLIENTS: usize = 5;

/// What `ask.mjs` is told, and what it tells.
#[derive(Serialize)]
struct Asking {
    runs: usize,
    served: Vec<Week>,
    bare: String,
}

#[derive(Serialize)]
struct Week {
    url: String,
    token: String,
}

/// Milliseconds.
#[derive(Default, Deserialize)]
struct Took {
    served: Vec<f64>,
    bare: Vec<f64>,
}

/// Asks by a client in a process of its own, as every client of a server is.
async fn ask(asking: &Asking) -> Result<Took> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/store/ask.mjs");
    let mut node = Command::new("node");
    node.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut node = node.spawn()?;
    let mut input = node.stdin.take().ok_or("the client takes no input")?;
    input.write_all(&serde_json::to_vec(asking)?).await?;
    drop(input);
    let output = node.wait_with_output().await?;
    if !output.status.success() {
        return Err(format!("the client ended with {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// How long a day of all rooms takes through the whole server.
///
/// # Errors
/// The server cannot be started, or answers with something else than a day of rooms.
pub(crate) async fn rooms(
    store: &Store,
    users: &[Person],
    password: &str,
    now: DateTime<Utc>,
    day: NaiveDate,
    runs: usize,
) -> Result<Timings> {
    let server = Served::start(store.clone(), now).await?;
    let mut client = Client::of(server.addr).await?;
    let mut tokens = Vec::new();
    for user in users.iter().step_by((users.len() / SIGNED_IN).max(1)).take(SIGNED_IN) {
        tokens.push(client.sign_in(user, password).await?);
    }
    let path = format!("/api/v1/places/occupancy?day={day}&zone=UTC");
    let mut served = Timings::default();
    for run in 0..runs {
        let before = Instant::now();
        client.get(&path, &tokens[run % tokens.len()]).await?;
        served.note(before);
    }
    server.stop().await?;
    Ok(served)
}

/// Checking a password takes long by design.
const SIGNED_IN: usize = 10;

struct Served {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    running: tokio::task::JoinHandle<()>,
}

impl Served {
    async fn start(store: Store, now: DateTime<Utc>) -> Result<Self> {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            settings: ServeSettings,
        }
        let settings = Line::try_parse_from(["serve"])?.settings;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        let daybook = Daybook::new(store, Config::new(&settings, addr), Clock::starting_at(now));
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            let _ = stopped.await;
        };
        Ok(Self { addr, stop, running: tokio::spawn(listen(listener, daybook, stopped)) })
    }

    async fn stop(self) -> Result<()> {
        drop(self.stop);
        Ok(self.running.await?)
    }
}

struct Bare {
    addr: SocketAddr,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Bare {
    async fn start(body: Bytes) -> Result<Self> {
        let answer = move || {
            let body = body.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], body) }
        };
        let router = Router::new().route("/", get(answer));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        Ok(Self { addr, running: tokio::spawn(async move { axum::serve(listener, router).await }) })
    }
}

/// One connection that is kept.
struct Client {
    addr: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    async fn of(addr: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { addr, sender })
    }

    /// The token with which this person asks.
    async fn sign_in(&mut self, user: &Person, password: &str) -> Result<String> {
        let body = serde_json::json!({ "email": user.email, "password": password }).to_string();
        let request = Request::post("/api/v1/session")
            .header(header::HOST, self.addr.to_string())
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(body))?;
        self.be_ready().await?;
        let answer = self.sender.send_request(request).await?;
        let answer = answer.into_body().collect().await?.to_bytes();
        let answer: serde_json::Value = serde_json::from_slice(&answer)?;
        Ok(answer["token"].as_str().ok_or("no token")?.to_owned())
    }

    /// A connection that rested too long was closed by the server.
    async fn be_ready(&mut self) -> Result<()> {
        if self.sender.ready().await.is_err() {
            *self = Self::of(self.addr).await?;
        }
        Ok(())
    }

    async fn get(&mut self, path: &str, token: &str) -> Result<Bytes> {
        let request = Request::get(path)
            .header(header::HOST, self.addr.to_string())
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Full::default())?;
        self.be_ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if status == StatusCode::OK { Ok(body) } else { Err(format!("{path} answers {status}").into()) }
    }
}
