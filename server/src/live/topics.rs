//! What a socket is woken for. A thousand sockets look at a hundred things; what happens to one of them is nothing
//! to the others, and they sleep on.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{MeetingId, PersonId};
use domain::journal::PlanKey;
use tokio::sync::mpsc;

use super::{Happening, Signal, What};

/// Something that a socket looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Topic {
    /// What concerns somebody: in their calendar, in a plan of theirs, or as the one who is signed in.
    Person(PersonId),
    /// A card.
    Meeting(MeetingId),
    /// A week plan, and what is said about it.
    Plan(PlanKey),
    /// What rooms are booked for.
    Rooms,
}

/// So much may wait while a socket is busy sending; who falls further behind catches up by revision.
const BACKLOG: usize = 512;

/// All sockets of this process, by what they look at.
#[derive(Default)]
pub(super) struct Sockets {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The number of the next one.
    next: u64,
    open: HashMap<u64, Open>,
    by_topic: HashMap<Topic, HashSet<u64>>,
}

struct Open {
    signals: mpsc::Sender<Signal>,
    topics: HashSet<Topic>,
}

impl Sockets {
    /// A new one, which looks at nothing yet.
    pub(super) fn open(self: &Arc<Self>) -> Ear {
        let (sender, signals) = mpsc::channel(BACKLOG);
        let mut kept = self.kept();
        let number = kept.next;
        kept.next += 1;
        kept.open.insert(number, Open { signals: sender, topics: HashSet::new() });
        Ear { number, signals, sockets: Arc::clone(self) }
    }

    /// Whether there is nobody to be told of anything.
    pub(super) fn is_empty(&self) -> bool {
        self.kept().open.is_empty()
    }

    /// Tells everybody.
    pub(super) fn tell_all(&self, signal: &Signal) {
        let mut kept = self.kept();
        let all: Vec<u64> = kept.open.keys().copied().collect();
        kept.tell(all, signal);
    }

    /// Tells those who look at any of these, once.
    pub(super) fn tell(&self, topics: impl IntoIterator<Item = Topic>, signal: &Signal) {
        let mut kept = self.kept();
        let concerned: HashSet<u64> =
            topics.into_iter().filter_map(|topic| kept.by_topic.get(&topic)).flatten().copied().collect();
        kept.tell(concerned, signal);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn tell(&mut self, sockets: impl IntoIterator<Item = u64>, signal: &Signal) {
        for number in sockets {
            let Some(open) = self.open.get(&number) else { continue };
            if open.signals.try_send(signal.clone()).is_err() {
                // It has too much to send. Its queue ends here, by which it knows that it has to catch up.
                self.follow(number, HashSet::new());
                self.open.remove(&number);
            }
        }
    }

    fn follow(&mut self, number: u64, topics: HashSet<Topic>) {
        let Some(open) = self.open.get_mut(&number) else { return };
        let before = std::mem::replace(&mut open.topics, topics);
        for topic in before.difference(&open.topics) {
            if let Some(sockets) = self.by_topic.get_mut(topic) {
                sockets.remove(&number);
                if sockets.is_empty() {
                    self.by_topic.remove(topic);
                }
            }
        }
        for topic in open.topics.difference(&before) {
            self.by_topic.entry(*topic).or_default().insert(number);
        }
    }
}

/// By which one socket hears.
pub(super) struct Ear {
    number: u64,
    signals: mpsc::Receiver<Signal>,
    sockets: Arc<Sockets>,
}

impl Ear {
    /// The socket's number among those of this process.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// From now on hears of these and nothing else but what everybody hears.
    pub(super) fn follow(&mut self, topics: HashSet<Topic>) {
        self.sockets.kept().follow(self.number, topics);
    }

    /// The next signal; `None` once something was not heard. What happened until [`Ear::listen_again`] has to be read.
    pub(super) async fn hear(&mut self) -> Option<Signal> {
        self.signals.recv().await
    }

    /// Hears again after something was not heard.
    pub(super) fn listen_again(&mut self, topics: HashSet<Topic>) {
        let (sender, signals) = mpsc::channel(BACKLOG);
        self.signals = signals;
        let mut kept = self.sockets.kept();
        kept.open.insert(self.number, Open { signals: sender, topics: HashSet::new() });
        kept.follow(self.number, topics);
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let mut kept = self.sockets.kept();
        kept.follow(self.number, HashSet::new());
        kept.open.remove(&self.number);
    }
}

impl Happening {
    /// What it happens to; `None` if that is everybody's concern.
    pub(super) fn topics(&self) -> Option<HashSet<Topic>> {
        let mut topics: HashSet<Topic> = self.affected.iter().copied().map(Topic::Person).collect();
        match &self.read.what {
            What::Directory => return None,
            What::Meeting { id, posted } => {
                topics.extend([Topic::Meeting(*id), Topic::Rooms]);
                let people = posted.iter().flat_map(|posted| posted.people());
                topics.extend(people.copied().map(Topic::Person));
            }
            What::Series(touched) => {
                topics.insert(Topic::Rooms);
                topics.extend(touched.iter().copied().map(Topic::Meeting));
            }
            What::Plan(plan) => {
                topics.insert(Topic::Plan(*plan));
            }
            What::Message(spoken) => {
                topics.insert(Topic::Plan(spoken.message.plan));
            }
            What::Unknown => {}
        }
        Some(topics)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> Topic {
        Topic::Person(PersonId(Uuid::from_u128(number)))
    }

    fn heard(ear: &mut Ear) -> usize {
        std::iter::from_fn(|| ear.signals.try_recv().ok()).count()
    }

    #[test]
    fn only_those_who_look_are_woken_and_each_once() {
        let sockets = Arc::new(Sockets::default());
        let [mut anna, mut boris, mut nobody] = [sockets.open(), sockets.open(), sockets.open()];
        anna.follow([person(1), Topic::Rooms].into());
        boris.follow([person(2)].into());
        sockets.tell([person(1), Topic::Rooms], &Signal::Held);
        assert_eq!([&mut anna, &mut boris, &mut nobody].map(heard), [1, 0, 0]);
        anna.follow([person(2)].into());
        sockets.tell([person(1)], &Signal::Held);
        sockets.tell([person(2)], &Signal::Held);
        assert_eq!([&mut anna, &mut boris, &mut nobody].map(heard), [1, 1, 0]);
        sockets.tell_all(&Signal::Held);
        assert_eq!([&mut anna, &mut boris, &mut nobody].map(heard), [1, 1, 1]);
    }

    #[tokio::test]
    async fn who_falls_behind_is_told_so_and_holds_up_nobody() {
        let sockets = Arc::new(Sockets::default());
        let (mut slow, mut quick) = (sockets.open(), sockets.open());
        slow.follow([person(1)].into());
        quick.follow([person(1)].into());
        for _ in 0..=BACKLOG {
            sockets.tell([person(1)], &Signal::Held);
            assert!(quick.hear().await.is_some());
        }
        for _ in 0..BACKLOG {
            assert!(slow.hear().await.is_some());
        }
        assert!(slow.hear().await.is_none(), "the next one was not heard");
        slow.listen_again([person(1)].into());
        sockets.tell([person(1)], &Signal::Held);
        assert!(slow.hear().await.is_some());
    }

    #[test]
    fn nothing_is_kept_of_those_who_are_gone() {
        let sockets = Arc::new(Sockets::default());
        let mut ear = sockets.open();
        ear.follow([person(1)].into());
        drop(ear);
        assert!(sockets.is_empty() && sockets.kept().by_topic.is_empty());
    }
}
