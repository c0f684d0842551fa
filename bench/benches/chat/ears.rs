//! Those who listen: sockets that come back by themselves, as a browser's does.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::{HeaderValue, Method, header};
use domain::change::Revision;
use futures::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use uuid::Uuid;

use crate::organisation::{Conversation, Organisation, WEEK};
use crate::speakers::{Client, path_of};
use crate::{BEGAN, Result};

/// A message that a socket was told of.
pub(crate) struct Told {
    pub(crate) id: Uuid,
    posted: i64,
    /// Since it was to be sent.
    pub(crate) after: Duration,
}

/// What one socket has heard.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) conversation: usize,
    /// By the socket, in the order of hearing.
    pub(crate) live: Vec<Told>,
    /// By reading, after too much was missed.
    read: BTreeMap<i64, Uuid>,
    pub(crate) connected: u32,
    pub(crate) read_again: u32,
    revision: Option<i64>,
}

impl Heard {
    /// What the conversation consists of, as somebody sees it who has heard this.
    pub(crate) fn whole(&self) -> Vec<Uuid> {
        if self.read.is_empty() {
            return self.live.iter().map(|told| told.id).collect();
        }
        let mut whole = self.read.clone();
        whole.extend(self.live.iter().map(|told| (told.posted, told.id)));
        whole.into_values().collect()
    }
}

/// Where an ear listens, and by whose right; `None` at a server that asks for none.
#[derive(Clone)]
struct Seat {
    organisation: Option<Arc<Organisation>>,
    conversation: Option<usize>,
    speaker: usize,
    addr: SocketAddr,
    number: usize,
}

impl Seat {
    fn conversation(&self) -> Option<&Conversation> {
        let organisation = self.organisation.as_ref()?;
        Some(self.conversation.map_or(&organisation.large, |number| &organisation.conversations[number]))
    }
}

pub(crate) struct Ears {
    listening: Vec<JoinHandle<Result<Heard>>>,
    enough: watch::Sender<bool>,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Ears {
    /// Sockets of the people of all conversations in turn.
    ///
    /// # Errors
    /// The server refuses one.
    pub(crate) async fn in_conversations(
        organisation: &Arc<Organisation>,
        addr: SocketAddr,
        sockets: usize,
    ) -> Result<Self> {
        let conversations = organisation.conversations.len();
        let seats = (0..sockets).map(|number| Seat {
            organisation: Some(Arc::clone(organisation)),
            conversation: Some(number % conversations),
            speaker: number / conversations % 2,
            addr,
            number,
        });
        Self::open(seats).await
    }

    /// All sockets in the one that many follow.
    ///
    /// # Errors
    /// The server refuses one.
    pub(crate) async fn in_the_large_one(
        organisation: &Arc<Organisation>,
        addr: SocketAddr,
        sockets: usize,
    ) -> Result<Self> {
        let people = organisation.large.speakers.len();
        let organisation = Some(Arc::clone(organisation));
        let seats = (0..sockets).map(|number| Seat {
            organisation: organisation.clone(),
            conversation: None,
            speaker: number % people,
            addr,
            number,
        });
        Self::open(seats).await
    }

    /// # Errors
    /// The server refuses one.
    pub(crate) async fn at_a_bare_server(addr: SocketAddr, sockets: usize) -> Result<Self> {
        Self::open((0..sockets).map(|number| Seat {
            organisation: None,
            conversation: None,
            speaker: 0,
            addr,
            number,
        }))
        .await
    }

    async fn open(seats: impl Iterator<Item = Seat>) -> Result<Self> {
        let (enough, has_enough) = watch::channel(false);
        let mut listening = Vec::new();
        for seat in seats {
            let mut heard = Heard { conversation: seat.conversation.unwrap_or_default(), ..Heard::default() };
            let mut socket = connect(&seat, None).await?;
            if seat.organisation.is_some() {
                // Only then is it certain that everything is told from here on.
                while heard.revision.is_none() {
                    let message = socket.next().await.ok_or("the server has closed a socket")??;
                    take(&message, &mut heard)?;
                }
            }
            listening.push(tokio::spawn(listen(seat, socket, heard, has_enough.clone())));
        }
        Ok(Self { listening, enough })
    }

    /// What has been heard until a while from now.
    ///
    /// # Errors
    /// A socket has said something that is no notice.
    pub(crate) async fn after(self, while_from_now: Duration) -> Result<Vec<Heard>> {
        tokio::time::sleep(while_from_now).await;
        self.enough.send_replace(true);
        let mut heard = Vec::new();
        for listening in self.listening {
            heard.push(listening.await??);
        }
        Ok(heard)
    }
}

async fn connect(seat: &Seat, since: Option<i64>) -> Result<Socket> {
    let mut request = format!("ws://{}/live", seat.addr).into_client_request()?;
    let conversation = seat.conversation();
    if let Some(conversation) = conversation {
        let token = &conversation.speakers[seat.speaker].token;
        request
            .headers_mut()
            .insert(header::AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?);
    }
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    if let Some(conversation) = conversation {
        let plan = json!({ "owner": conversation.owner, "week": WEEK });
        let watch = json!({ "since": since, "watch": { "chats": [plan] } });
        socket.send(Message::text(watch.to_string())).await?;
    }
    Ok(socket)
}

async fn listen(
    seat: Seat,
    mut socket: Socket,
    mut heard: Heard,
    mut enough: watch::Receiver<bool>,
) -> Result<Heard> {
    heard.connected = 1;
    loop {
        let message = tokio::select! {
            message = socket.next() => message,
            _ = enough.wait_for(|enough| *enough) => return Ok(heard),
        };
        match message {
            Some(Ok(message)) => {
                if take(&message, &mut heard)? == Then::ReadAgain {
                    read_again(&seat, &mut heard).await?;
                }
            }
            Some(Err(_)) | None => {
                let Some(again) = come_back(&seat, heard.revision, &mut enough).await else {
                    return Ok(heard);
                };
                socket = again;
                heard.connected += 1;
            }
        }
    }
}

/// With pauses that grow, and that are not the same for everybody.
async fn come_back(seat: &Seat, since: Option<i64>, enough: &mut watch::Receiver<bool>) -> Option<Socket> {
    let mut pause = Duration::from_millis(100 + seat.number as u64 % 200);
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => (),
            _ = enough.wait_for(|enough| *enough) => return None,
        }
        if let Ok(socket) = connect(seat, since).await {
            return Some(socket);
        }
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

#[derive(PartialEq, Eq)]
enum Then {
    GoOn,
    ReadAgain,
}

#[derive(Deserialize)]
struct Notice {
    revision: i64,
    news: News,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum News {
    Message {
        spoken: Spoken,
    },
    Reload,
    #[serde(other)]
    Else,
}

#[derive(Deserialize)]
struct Spoken {
    message: Text,
}

#[derive(Deserialize)]
struct Text {
    id: Uuid,
    posted: i64,
    text: String,
}

fn take(message: &Message, heard: &mut Heard) -> Result<Then> {
    let Message::Text(text) = message else { return Ok(Then::GoOn) };
    let now = Instant::now();
    let notice: Notice = serde_json::from_str(text)?;
    if !matches!(notice.news, News::Reload) {
        heard.revision = Some(notice.revision);
    }
    match notice.news {
        News::Message { spoken: Spoken { message } } => {
            let sent = message.text.split(' ').next().unwrap_or_default().parse()?;
            let after = now.duration_since(*BEGAN).saturating_sub(Duration::from_nanos(sent));
            heard.live.push(Told { id: message.id, posted: message.posted, after });
            Ok(Then::GoOn)
        }
        News::Reload if heard.revision.is_some() => Ok(Then::ReadAgain),
        News::Reload => {
            heard.revision = Some(notice.revision);
            Ok(Then::GoOn)
        }
        News::Else => Ok(Then::GoOn),
    }
}

/// Reads over HTTP what came after the last notice.
async fn read_again(seat: &Seat, heard: &mut Heard) -> Result<()> {
    let Some((conversation, since)) = seat.conversation().zip(heard.revision) else { return Ok(()) };
    let mut client = Client::of(seat.addr).await?;
    let path = format!("{}?since={}&limit=200", path_of(conversation), Revision(since).0);
    let token = &conversation.speakers[seat.speaker].token;
    let read = client.ask(Method::GET, &path, token, None).await?;
    for spoken in read["messages"].as_array().into_iter().flatten() {
        let Spoken { message } = serde_json::from_value(spoken.clone())?;
        heard.read.insert(message.posted, message.id);
    }
    heard.read_again += 1;
    Ok(())
}
