//! Those who say something, at a steady pace whatever becomes of it, and again until it is acknowledged.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::{Method, Request, StatusCode, header};
use domain::id::MessageId;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

use crate::organisation::{Conversation, Organisation, WEEK, moment};
use crate::{BEGAN, Result};

/// Connections over which messages are sent, as from so many browsers at a time.
const CONNECTIONS: usize = 64;
/// How soon something is said again that was not acknowledged.
const AGAIN: Duration = Duration::from_millis(100);

/// A message that was acknowledged.
pub(crate) struct Said {
    pub(crate) conversation: usize,
    pub(crate) id: Uuid,
    pub(crate) posted: i64,
    /// From when it was to be sent.
    pub(crate) after: Duration,
}

struct Wanted {
    conversation: usize,
    id: Uuid,
    since: Instant,
}

pub(crate) struct Speakers {
    pace: JoinHandle<()>,
    speaking: Vec<JoinHandle<Result<Vec<Said>>>>,
}

impl Speakers {
    /// Something is said `every` so often, in one conversation after the other, by its people in turn.
    pub(crate) fn begin(organisation: &Arc<Organisation>, addr: SocketAddr, every: Duration) -> Self {
        let (wants, wanted) = mpsc::unbounded_channel();
        let wanted = Arc::new(Mutex::new(wanted));
        let speaking = (0..CONNECTIONS)
            .map(|_| tokio::spawn(speak(Arc::clone(organisation), addr, Arc::clone(&wanted))));
        let speaking = speaking.collect();
        let conversations = organisation.conversations.len();
        let pace = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
            for number in 0.. {
                let since = ticks.tick().await.into_std();
                let wanted = Wanted { conversation: number % conversations, id: new_id(), since };
                if wants.send(wanted).is_err() {
                    return;
                }
            }
        });
        Self { pace, speaking }
    }

    /// Says nothing more, and waits until all that was said is acknowledged.
    ///
    /// # Errors
    /// Something was refused.
    pub(crate) async fn end(self) -> Result<Vec<Said>> {
        self.pace.abort();
        let mut said = Vec::new();
        for speaking in self.speaking {
            said.extend(speaking.await??);
        }
        Ok(said)
    }
}

async fn speak(
    organisation: Arc<Organisation>,
    addr: SocketAddr,
    wanted: Arc<Mutex<mpsc::UnboundedReceiver<Wanted>>>,
) -> Result<Vec<Said>> {
    let mut client = None;
    let mut said = Vec::new();
    loop {
        let Some(Wanted { conversation, id, since }) = wanted.lock().await.recv().await else {
            return Ok(said);
        };
        let text = stamped(since);
        let posted = loop {
            match say(&mut client, addr, &organisation.conversations[conversation], id, &text, said.len())
                .await
            {
                Ok(posted) => break posted,
                Err(error) if error.is::<Refused>() => return Err(error),
                Err(_) => {
                    client = None;
                    tokio::time::sleep(AGAIN).await;
                }
            }
        };
        said.push(Said { conversation, id, posted, after: since.elapsed() });
    }
}

async fn say(
    client: &mut Option<Client>,
    addr: SocketAddr,
    conversation: &Conversation,
    id: Uuid,
    text: &str,
    turn: usize,
) -> Result<i64> {
    let client = match client {
        Some(client) => client,
        None => client.insert(Client::of(addr).await?),
    };
    let speaker = &conversation.speakers[turn % conversation.speakers.len()];
    let message = json!({ "id": MessageId(id), "text": text });
    let answer = client.ask(Method::POST, &path_of(conversation), &speaker.token, Some(&message)).await?;
    Ok(answer["message"]["posted"].as_i64().ok_or("a message without a place")?)
}

fn new_id() -> Uuid {
    MessageId::generate(moment()).0
}

pub(crate) fn path_of(conversation: &Conversation) -> String {
    format!("/api/v1/journal/{WEEK}/{}/messages", conversation.owner.0)
}

/// When it was to be sent, in words that are as long as what people write.
fn stamped(since: Instant) -> String {
    let nanoseconds = since.duration_since(*BEGAN).as_nanos();
    format!("{nanoseconds} Could we visit them on Thursday instead, they have asked for the new price list")
}

/// So many messages in the conversation that many follow; answers with them, and with one as a socket is told of it.
///
/// # Errors
/// Something was refused.
pub(crate) async fn broadcast(
    organisation: &Organisation,
    addr: SocketAddr,
    messages: usize,
    between: Duration,
) -> Result<(Vec<Said>, Value)> {
    let mut client = Some(Client::of(addr).await?);
    let mut ticks = tokio::time::interval(between);
    let mut said = Vec::new();
    for turn in 0..messages {
        ticks.tick().await;
        let (id, since) = (new_id(), Instant::now());
        let posted = say(&mut client, addr, &organisation.large, id, &stamped(since), turn).await?;
        said.push(Said { conversation: 0, id, posted, after: since.elapsed() });
    }
    let client = client.as_mut().ok_or("no connection")?;
    let conversation = &organisation.large;
    let path = format!("{}?limit=1", path_of(conversation));
    let read = client.ask(Method::GET, &path, &conversation.speakers[0].token, None).await?;
    let spoken = read["messages"][0].clone();
    let plan = json!({ "owner": conversation.owner, "week": WEEK });
    let posted = spoken["message"]["posted"].clone();
    Ok((said, json!({ "revision": posted, "news": { "type": "message", "plan": plan, "spoken": spoken } })))
}

/// The same messages through a server that passes on whatever it is given.
///
/// # Errors
/// It does not answer.
pub(crate) async fn broadcast_bare(
    addr: SocketAddr,
    sample: &Value,
    messages: usize,
    between: Duration,
) -> Result<()> {
    let mut client = Client::of(addr).await?;
    let mut ticks = tokio::time::interval(between);
    for _ in 0..messages {
        ticks.tick().await;
        let mut notice = sample.clone();
        let message = &mut notice["news"]["spoken"]["message"];
        message["text"] = json!(stamped(Instant::now()));
        message["id"] = json!(new_id());
        client.ask(Method::POST, "/", "", Some(&notice)).await?;
    }
    Ok(())
}

/// The server has understood, and does not do it.
#[derive(Debug)]
struct Refused(StatusCode, String);

impl std::fmt::Display for Refused {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "the server answers {}: {}", self.0, self.1)
    }
}

impl std::error::Error for Refused {}

/// One connection that is kept.
pub(crate) struct Client {
    addr: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    /// # Errors
    /// Nobody listens there.
    pub(crate) async fn of(addr: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { addr, sender })
    }

    /// The token.
    ///
    /// # Errors
    /// The server refuses.
    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Result<String> {
        let body = json!({ "email": email, "password": password });
        let answer = self.ask(Method::POST, "/api/v1/session", "", Some(&body)).await?;
        Ok(answer["token"].as_str().ok_or("no token")?.to_owned())
    }

    /// # Errors
    /// The connection is lost, or the server refuses.
    pub(crate) async fn ask(
        &mut self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Result<Value> {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, self.addr.to_string());
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request.body(body.map(|body| Full::from(body.to_string())).unwrap_or_default())?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if status.is_client_error() {
            return Err(Box::new(Refused(status, String::from_utf8_lossy(&body).into_owned())));
        }
        if !status.is_success() {
            return Err(format!("{path} answers {status}").into());
        }
        Ok(if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? })
    }
}
