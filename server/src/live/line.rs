//! How a socket is reached: by its queue, which wakes it, or by its connection while it rests.
//!
//! Most of what is said to many is the same for all of them: a message to all who have its conversation open. Whoever
//! passes it on writes it to the connection of each that rests, and a thousand tasks sleep on.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::change::Revision;
use domain::journal::PlanKey;
use tokio::sync::mpsc;

use super::{Signal, What};
use crate::listen::{Said, Wire};

/// So much may wait while a socket is busy sending; who falls further behind catches up by revision.
pub(super) const BACKLOG: usize = 512;

/// Of one socket.
pub(super) struct Line {
    /// `None` where nobody but the socket can write.
    wire: Option<Wire>,
    end: Mutex<End>,
}

/// The end that others hold. While the socket rests nothing waits in its queue, and nobody else tells it anything.
struct End {
    signals: mpsc::Sender<Signal>,
    rests: bool,
    far: Far,
    /// The conversations whose messages may be written to its browser as they are.
    reads: HashSet<PlanKey>,
}

/// How far a socket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Far {
    /// Everything up to here has been told, or was of no interest; nothing yet before the first watch.
    pub reached: Option<Revision>,
    /// The revision of the last notice.
    pub told: Option<Revision>,
}

/// What became of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// The browser has it.
    Told,
    Queued,
    /// Nothing more can wait.
    Full,
}

impl Line {
    pub(super) fn new(wire: Option<Wire>) -> (Self, mpsc::Receiver<Signal>) {
        let (signals, heard) = mpsc::channel(BACKLOG);
        let end = End { signals, rests: false, far: Far::default(), reads: HashSet::new() };
        (Self { wire, end: Mutex::new(end) }, heard)
    }

    pub(super) fn pass(&self, signal: &Signal) -> Passed {
        let mut end = self.end();
        if end.rests && end.is_told(signal, self.wire.as_ref()) {
            return Passed::Told;
        }
        end.rests = false;
        match end.signals.try_send(signal.clone()) {
            Ok(()) => Passed::Queued,
            Err(_) => Passed::Full,
        }
    }

    /// The socket has nothing to do, if that is so. One whose queue has ended has missed something, and has to catch up.
    pub(super) fn rest(&self, heard: &mpsc::Receiver<Signal>, far: Far) {
        let mut end = self.end();
        (end.rests, end.far) = (heard.is_empty() && !heard.is_closed(), far);
    }

    /// The socket does something. Until it rests again it is reached by its queue alone.
    pub(super) fn wake(&self) -> Far {
        let mut end = self.end();
        end.rests = false;
        end.far
    }

    /// From now on these can be written to its browser.
    pub(super) fn reads(&self, conversations: HashSet<PlanKey>) {
        self.end().reads = conversations;
    }

    /// A queue from the beginning, instead of one that has ended.
    pub(super) fn queue_again(&self) -> mpsc::Receiver<Signal> {
        let (signals, heard) = mpsc::channel(BACKLOG);
        self.end().signals = signals;
        heard
    }

    /// Nothing more can be heard by the queue; what is in it still can.
    pub(super) fn close(&self) {
        let (nobody, _) = mpsc::channel(1);
        self.end().signals = nobody;
    }

    fn end(&self) -> MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl End {
    /// Whether a socket that rests need not be woken: it is told by now, or it is of no interest to it.
    fn is_told(&mut self, signal: &Signal, wire: Option<&Wire>) -> bool {
        match signal {
            // It would say how far things have moved on, and has.
            Signal::Moved(revision) if self.far.told >= Some(*revision) => {
                self.far.reached = self.far.reached.max(Some(*revision));
                true
            }
            Signal::Happened(happening) => {
                let What::Message(spoken) = &happening.read.what else { return false };
                let Some(reached) = self.far.reached else { return false };
                if happening.revision <= reached || !self.reads.contains(&spoken.message.plan) {
                    return false;
                }
                let Some((wire, told)) = wire.zip(happening.told()) else { return false };
                match wire.say(&told.frame) {
                    Ok(Said::Whole) => {}
                    // Who rests sends nothing: it has to be woken for what is left. An empty queue has room.
                    Ok(Said::InPart) => {
                        self.rests = false;
                        let _ = self.signals.try_send(Signal::Unsent);
                    }
                    // The socket tries for itself, as long as it is patient, and notices what is broken.
                    Ok(Said::Nothing) | Err(_) => return false,
                }
                let now = Some(happening.revision);
                self.far = Far { reached: now, told: now };
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Arc, OnceLock};

    use chrono::DateTime;
    use domain::id::{MessageId, PersonId};
    use domain::journal::chat::{Message, Spoken};
    use tokio::io::AsyncReadExt as _;
    use tokio::net::{TcpListener, TcpStream};
    use uuid::Uuid;

    use super::super::recent::Read;
    use super::super::{Ended, Happening};
    use super::*;

    fn plan(owner: u128) -> PlanKey {
        PlanKey { owner: PersonId(Uuid::from_u128(owner)), week: "2026-W48".parse().expect("a week") }
    }

    fn message(revision: i64, plan: PlanKey) -> Signal {
        let message = Message {
            id: MessageId(Uuid::from_u128(1)),
            plan,
            posted: Revision(revision),
            version: Revision(revision),
            author: plan.owner,
            at: DateTime::UNIX_EPOCH,
            text: format!("message {revision}"),
            mentions: BTreeSet::new(),
            anchor: None,
            thread: None,
            suggestion: None,
            edited: None,
            deleted: None,
            resolved: None,
        };
        let spoken = Box::new(Spoken { message, author: "Anna".to_owned(), about: None });
        let read = Arc::new(Read { what: What::Message(spoken), told: OnceLock::new() });
        let revision = Revision(revision);
        Signal::Happened(Arc::new(Happening { revision, affected: Vec::new(), frees: false, read }))
    }

    fn far(revision: i64) -> Far {
        Far { reached: Some(Revision(revision)), told: Some(Revision(revision)) }
    }

    /// A line that rests at a revision and reads one conversation, its queue, and its browser.
    async fn resting(at: i64) -> (Line, mpsc::Receiver<Signal>, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let browser = TcpStream::connect(addr).await.expect("a connection");
        let (stream, _) = listener.accept().await.expect("a connection");
        stream.writable().await.expect("an open connection");
        let (line, heard) = Line::new(Some(Wire::new(stream)));
        line.reads([plan(1)].into());
        line.rest(&heard, far(at));
        (line, heard, browser)
    }

    #[tokio::test]
    async fn a_message_reaches_who_rests_and_wakes_nobody() {
        let (line, mut heard, mut browser) = resting(5).await;
        assert_eq!(line.pass(&message(6, plan(1))), Passed::Told);
        assert_eq!(line.pass(&message(8, plan(1))), Passed::Told);
        assert_eq!(line.pass(&Signal::Moved(Revision(8))), Passed::Told, "it says nothing new");
        assert!(heard.try_recv().is_err(), "nobody was woken");
        assert_eq!(line.wake(), far(8));
        drop(line);
        let mut told = Vec::new();
        browser.read_to_end(&mut told).await.expect("what was told");
        let mut rest = told.as_slice();
        for text in ["message 6", "message 8"] {
            // A whole text frame of up to 64 kB.
            assert_eq!(rest[..2], [0x81, 126]);
            let (frame, after) = rest[4..].split_at(u16::from_be_bytes([rest[2], rest[3]]).into());
            assert!(str::from_utf8(frame).expect("text").contains(text));
            rest = after;
        }
        assert!(rest.is_empty());
    }

    #[tokio::test]
    async fn who_is_busy_hears_everything_in_its_order() {
        let (line, mut heard, _browser) = resting(5).await;
        let ended = Signal::Ended(Ended::Person { person: plan(1).owner, except: None });
        assert_eq!(line.pass(&ended), Passed::Queued);
        assert_eq!(line.pass(&message(6, plan(1))), Passed::Queued, "after what waits");
        line.rest(&heard, far(5));
        assert_eq!(line.pass(&message(7, plan(1))), Passed::Queued, "who has something to do does not rest");
        assert!(matches!(heard.try_recv(), Ok(Signal::Ended(_))));
        assert!(matches!(heard.try_recv(), Ok(Signal::Happened(first)) if first.revision == Revision(6)));
        assert!(heard.try_recv().is_ok() && heard.try_recv().is_err());
        line.wake();
        assert_eq!(line.pass(&message(8, plan(1))), Passed::Queued, "it is at work");

        // Who has missed something is not told of what comes after it.
        line.close();
        while heard.try_recv().is_ok() {}
        line.rest(&heard, far(5));
        assert_eq!(line.pass(&message(9, plan(1))), Passed::Full);
    }

    #[tokio::test]
    async fn who_may_not_read_it_is_not_told() {
        for (signal, why) in [
            (message(6, plan(2)), "another conversation"),
            (message(5, plan(1)), "it was read already"),
            (Signal::Moved(Revision(6)), "it is to be told of that"),
        ] {
            let (line, heard, mut browser) = resting(5).await;
            assert_eq!(line.pass(&signal), Passed::Queued, "{why}");
            drop((line, heard));
            let mut told = Vec::new();
            browser.read_to_end(&mut told).await.expect("the end");
            assert!(told.is_empty(), "{why}");
        }
    }
}
