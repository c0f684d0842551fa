//! The live sockets: what one saves, the others see. Described for clients in `docs/live.md`.
//!
//! One task takes the store's changes, reads for each what the meeting is like now, once, and hands that to
//! the sockets that look at it. Each socket knows what its browser watches and who looks, and tells accordingly.

mod company;
mod holds;
mod line;
mod recent;
mod socket;
mod topics;
mod watch;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::change::Revision;
use domain::id::{MeetingId, Named, PersonId, SessionId};
use domain::journal::PlanKey;
use domain::journal::chat::Spoken;
use domain::people::Person;
use store::{Announcements, Posted, Store};
use tokio::sync::{broadcast, mpsc, watch as latest};
use tokio::time::MissedTickBehavior;

use crate::Daybook;
use crate::error::{Code, Problem};
use crate::identity::Key;
use crate::listen::Wire;
use crate::observe;
use company::{Company, SAYS_AGAIN};
use holds::{Holds, Wish};
use recent::{Read, Recent};
use socket::{LARGEST_FRAME, Socket, USUAL_FRAME};
use topics::{Lines, Sockets, Topic};

/// Passes on what happens to everybody who is connected. A clone is the same hub.
#[derive(Clone)]
pub(crate) struct Hub {
    shared: Arc<Shared>,
}

struct Shared {
    sockets: Arc<Sockets>,
    recent: Recent,
    stopping: latest::Sender<bool>,
    open: latest::Sender<usize>,
    by_person: Mutex<HashMap<PersonId, u32>>,
    company: Company,
    holds: Holds,
    /// What the other processes are told of who has a conversation open.
    to_others: mpsc::UnboundedSender<String>,
}

/// What a socket is told; it is for the socket to decide what that means for its browser.
#[derive(Clone)]
enum Signal {
    Happened(Arc<Happening>),
    /// Things have moved on to here, and what of it concerned the socket it has been told.
    Moved(Revision),
    /// Something happened up to here that could not be read: each socket reads it for itself.
    Missed,
    /// Somebody holds another room than before.
    Held,
    Ended(Ended),
    /// Who has the conversation about a plan open is different now.
    Came(PlanKey),
    /// Somebody is writing there.
    Typing(PlanKey, Arc<Named<PersonId>>),
    /// To one socket: what was written to its connection has left in part.
    Unsent,
}

/// A change, with what it led to.
struct Happening {
    revision: Revision,
    affected: Vec<PersonId>,
    /// A room that was taken may be free.
    frees: bool,
    read: Arc<Read>,
}

enum What {
    /// `None` once it is removed.
    Meeting {
        id: MeetingId,
        posted: Option<Box<Posted>>,
    },
    /// These occurrences of a series at once.
    Series(HashSet<MeetingId>),
    Plan(PlanKey),
    Message(Box<Spoken>),
    /// Something that is not there any more, after all.
    Unknown,
    Directory,
}

/// Whose sessions are over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ended {
    Session(SessionId),
    Person { person: PersonId, except: Option<SessionId> },
}

/// Sockets of one person: every tab of every device, and not a program that opens them without end.
const MOST_OF_ONE_PERSON: u32 = 64;

impl Hub {
    /// Begins to pass on the store's changes.
    pub(crate) fn new(store: Store) -> Self {
        let (to_others, said) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            sockets: Arc::default(),
            recent: Recent::default(),
            stopping: latest::Sender::new(false),
            open: latest::Sender::new(0),
            by_person: Mutex::default(),
            company: Company::new(),
            holds: Holds::new(),
            to_others,
        });
        tokio::spawn(pass_on(store.clone(), Arc::clone(&shared)));
        tokio::spawn(hear_others(store.clone(), Arc::clone(&shared)));
        tokio::spawn(tell_others(store, said, Arc::clone(&shared)));
        Self { shared }
    }

    /// Closes the sockets of sessions that are over.
    pub(crate) fn end(&self, ended: Ended) {
        self.shared.tell(&Signal::Ended(ended));
    }

    /// Closes every socket, for the process is about to end.
    pub(crate) fn stop(&self) {
        self.shared.stopping.send_replace(true);
    }

    /// Comes true when no socket is open.
    pub(crate) async fn all_closed(&self) {
        // The sender lives as long as this hub.
        let _ = self.shared.open.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Takes up what a socket holds, and lets everybody know.
    async fn hold(&self, store: &Store, socket: u64, by: &Person, wish: Option<Wish>) {
        let key = self.shared.holds.key(socket);
        let Some(said) = self.shared.holds.set(key, by.id, &by.name, wish) else { return };
        self.shared.tell(&Signal::Held);
        if let Err(error) = store.announce(&said).await {
            tracing::warn!(%error, "a hold cannot be announced");
        }
    }

    fn seat(&self, person: PersonId) -> Result<Seat, Problem> {
        let mut by_person = self.shared.by_person.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = by_person.entry(person).or_default();
        if *taken >= MOST_OF_ONE_PERSON {
            return Err(Code::TooMany.into());
        }
        *taken += 1;
        self.shared.open.send_modify(|open| *open += 1);
        observe::show_live_connections(*self.shared.open.borrow());
        Ok(Seat { shared: Arc::clone(&self.shared), person })
    }
}

impl Shared {
    /// Tells the sockets that it concerns.
    fn tell(&self, signal: &Signal) {
        self.sockets.tell(&self.concerned(signal), signal);
    }

    /// Likewise, and lets others have a turn in between where those are many.
    async fn tell_in_turns(&self, signal: &Signal) {
        for some in self.concerned(signal).chunks(AT_A_TIME) {
            self.sockets.tell(some, signal);
            tokio::task::yield_now().await;
        }
    }

    fn concerned(&self, signal: &Signal) -> Lines {
        match signal {
            Signal::Happened(happening) => match happening.topics() {
                Some(topics) => self.sockets.at(topics),
                None => self.sockets.all(),
            },
            Signal::Held => self.sockets.at([Topic::Rooms]),
            Signal::Came(plan) | Signal::Typing(plan, _) => self.sockets.at([Topic::Plan(*plan)]),
            Signal::Moved(_) | Signal::Missed | Signal::Ended(_) => self.sockets.all(),
            // It is for the one whose connection it is (`line.rs`).
            Signal::Unsent => Lines::new(),
        }
    }
}

/// The place of one socket; it is free again when this is dropped.
struct Seat {
    shared: Arc<Shared>,
    person: PersonId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut by_person = self.shared.by_person.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = by_person.get_mut(&self.person) {
            *taken -= 1;
            if *taken == 0 {
                by_person.remove(&self.person);
            }
        }
        self.shared.open.send_modify(|open| *open -= 1);
        observe::show_live_connections(*self.shared.open.borrow());
    }
}

/// `GET /live`: the socket of a browser, or of a program with a token.
pub(crate) async fn live(
    State(daybook): State<Daybook>,
    wire: Option<Extension<Wire>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    // Heard from before the session is looked up: if it ends meanwhile, the socket hears it.
    let ear = daybook.hub.shared.sockets.open(wire.map(|Extension(wire)| wire));
    let key = Key::presented(&headers, daybook.config.base_url.scheme()).ok_or(Code::NotSignedIn)?;
    let signed_in = key.signed_in(&daybook).await?.ok_or(Code::NotSignedIn)?;
    let upgrade = upgrade.map_err(|rejection| Problem::malformed(rejection.body_text()))?;
    let seat = daybook.hub.seat(signed_in.person.id)?;
    let stopping = daybook.hub.shared.stopping.subscribe();
    let upgrade = upgrade.max_message_size(LARGEST_FRAME).max_frame_size(LARGEST_FRAME);
    let upgrade = upgrade.read_buffer_size(USUAL_FRAME).write_buffer_size(USUAL_FRAME);
    Ok(upgrade.on_upgrade(move |stream| async move {
        Socket::new(ear, daybook, key, signed_in, stream).converse(stopping).await;
        drop(seat);
    }))
}

async fn told_to_stop(stopping: &mut latest::Receiver<bool>) {
    // Without a sender the process is ending too.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn pass_on(store: Store, shared: Arc<Shared>) {
    let mut changes = store.changes();
    let mut stopping = shared.stopping.subscribe();
    let mut settles = tokio::time::interval(SETTLES);
    settles.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut passed, mut settled) = (None, None);
    loop {
        let change = tokio::select! {
            change = changes.recv() => change,
            _ = settles.tick() => {
                if passed != settled {
                    settled = passed;
                    if let Some(revision) = passed {
                        shared.tell_in_turns(&Signal::Moved(revision)).await;
                    }
                }
                continue;
            }
            () = told_to_stop(&mut stopping) => return,
        };
        let signal = match change {
            // Whoever connects later reads by revision.
            Ok(_) if shared.sockets.is_empty() => continue,
            Ok(change) => {
                passed = Some(change.revision);
                match shared.recent.happening(&store, &change).await {
                    Ok(happening) => Signal::Happened(Arc::new(happening)),
                    // The store is closed behind the process that ends.
                    Err(_) if *shared.stopping.borrow() => return,
                    Err(error) => {
                        observe::count_store_error();
                        tracing::error!(%error, "what changed cannot be read");
                        Signal::Missed
                    }
                }
            }
            Err(broadcast::error::RecvError::Lagged(_)) => Signal::Missed,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        shared.tell_in_turns(&signal).await;
    }
}

/// So many sockets are told before others have a turn: a millisecond, most of it in the kernel.
const AT_A_TIME: usize = 128;

/// Whom nothing concerned is told how far things have moved on, so often.
const SETTLES: Duration = Duration::from_secs(1);

/// How often it is looked what has passed.
const LOOKS: Duration = Duration::from_secs(5);

/// Takes up what other processes hold and who is there, and forgets what has passed.
async fn hear_others(store: Store, shared: Arc<Shared>) {
    let mut ear = match store.announcements().await {
        Ok(ear) => Some(ear),
        Err(error) => {
            tracing::warn!(%error, "what other processes say cannot be heard");
            None
        }
    };
    let mut stopping = shared.stopping.subscribe();
    let mut look = tokio::time::interval(LOOKS);
    loop {
        let (held, mut signals) = tokio::select! {
            said = next(&mut ear) => match said {
                Some(said) => (shared.holds.hear(&said), shared.company.hear(&said)),
                None => {
                    ear = None;
                    continue;
                }
            },
            _ = look.tick() => (shared.holds.forget_what_passed(), shared.company.forget_what_passed()),
            () = told_to_stop(&mut stopping) => return,
        };
        if held {
            signals.push(Signal::Held);
        }
        for signal in signals {
            shared.tell(&signal);
        }
    }
}

/// Tells the other processes who comes and goes here, and again and again who is here.
async fn tell_others(store: Store, mut said: mpsc::UnboundedReceiver<String>, shared: Arc<Shared>) {
    let mut stopping = shared.stopping.subscribe();
    let mut again = tokio::time::interval(SAYS_AGAIN);
    loop {
        let texts = tokio::select! {
            text = said.recv() => text.into_iter().collect(),
            _ = again.tick() => shared.company.said_again(),
            () = told_to_stop(&mut stopping) => return,
        };
        for text in texts {
            if let Err(error) = store.announce(&text).await {
                tracing::warn!(%error, "who is there cannot be announced");
            }
        }
    }
}

async fn next(ear: &mut Option<Announcements>) -> Option<String> {
    match ear {
        Some(ear) => ear.next().await,
        None => std::future::pending().await,
    }
}
