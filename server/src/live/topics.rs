//! What a socket is woken for. A thousand sockets look at a hundred things; what happens to one of them is nothing
//! to the others, and they sleep on.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{MeetingId, PersonId};
use domain::journal::PlanKey;
use tokio::sync::mpsc;

use super::line::{Far, Line, Passed};
use super::{Happening, Signal, What};
use crate::listen::Wire;
use crate::observe;

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
    line: Arc<Line>,
    topics: HashSet<Topic>,
}

/// Some of the sockets.
pub(super) type Lines = Vec<(u64, Arc<Line>)>;

impl Sockets {
    /// A new one, which looks at nothing yet. Who passes something on may write to its wire.
    pub(super) fn open(self: &Arc<Self>, wire: Option<Wire>) -> Ear {
        let (line, signals) = Line::new(wire);
        let line = Arc::new(line);
        let mut kept = self.kept();
        let number = kept.next;
        kept.next += 1;
        kept.open.insert(number, Open { line: Arc::clone(&line), topics: HashSet::new() });
        Ear { number, line, signals, sockets: Arc::clone(self) }
    }

    /// Whether there is nobody to be told of anything.
    pub(super) fn is_empty(&self) -> bool {
        self.kept().open.is_empty()
    }

    pub(super) fn all(&self) -> Lines {
        self.kept().open.iter().map(|(number, open)| (*number, Arc::clone(&open.line))).collect()
    }

    /// Those who look at any of these, each once.
    pub(super) fn at(&self, topics: impl IntoIterator<Item = Topic>) -> Lines {
        let kept = self.kept();
        let mut numbers: Vec<u64> =
            topics.into_iter().filter_map(|topic| kept.by_topic.get(&topic)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let line = |number| Some((number, Arc::clone(&kept.open.get(&number)?.line)));
        numbers.into_iter().filter_map(line).collect()
    }

    pub(super) fn tell(&self, lines: &[(u64, Arc<Line>)], signal: &Signal) {
        let mut told = 0;
        for (number, line) in lines {
            match line.pass(signal) {
                Passed::Told => told += 1,
                Passed::Queued => {}
                Passed::Full => self.kept().lose(*number),
            }
        }
        observe::count_notices(told);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// It has too much to send. Its queue ends here, by which it knows that it has to catch up.
    fn lose(&mut self, number: u64) {
        self.follow(number, HashSet::new());
        if let Some(open) = self.open.remove(&number) {
            open.line.close();
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
    line: Arc<Line>,
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

    /// The socket, which is so far, has nothing to do: what it would pass on as it is may be told without it.
    pub(super) fn rest(&self, far: Far) {
        self.line.rest(&self.signals, far);
    }

    /// The socket does something itself; answers how far it is by now.
    pub(super) fn wake(&self) -> Far {
        self.line.wake()
    }

    /// The conversations whose messages may be told without the socket.
    pub(super) fn reads(&self, conversations: HashSet<PlanKey>) {
        self.line.reads(conversations);
    }

    /// Hears again after something was not heard.
    pub(super) fn listen_again(&mut self, topics: HashSet<Topic>) {
        self.signals = self.line.queue_again();
        let mut kept = self.sockets.kept();
        kept.open.insert(self.number, Open { line: Arc::clone(&self.line), topics: HashSet::new() });
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

    use super::super::line::BACKLOG;
    use super::*;

    fn person(number: u128) -> Topic {
        Topic::Person(PersonId(Uuid::from_u128(number)))
    }

    fn tell<const N: usize>(sockets: &Sockets, topics: [Topic; N]) {
        sockets.tell(&sockets.at(topics), &Signal::Held);
    }

    fn heard(ear: &mut Ear) -> usize {
        std::iter::from_fn(|| ear.signals.try_recv().ok()).count()
    }

    #[test]
    fn only_those_who_look_are_woken_and_each_once() {
        let sockets = Arc::new(Sockets::default());
        let [mut anna, mut boris, mut nobody] = [(); 3].map(|()| sockets.open(None));
        anna.follow([person(1), Topic::Rooms].into());
        boris.follow([person(2)].into());
        tell(&sockets, [person(1), Topic::Rooms]);
        assert_eq!([&mut anna, &mut boris, &mut nobody].map(heard), [1, 0, 0]);
        anna.follow([person(2)].into());
        tell(&sockets, [person(1)]);
        tell(&sockets, [person(2)]);
        assert_eq!([&mut anna, &mut boris, &mut nobody].map(heard), [1, 1, 0]);
        sockets.tell(&sockets.all(), &Signal::Held);
        assert_eq!([&mut anna, &mut boris, &mut nobody].map(heard), [1, 1, 1]);
    }

    #[tokio::test]
    async fn who_falls_behind_is_told_so_and_holds_up_nobody() {
        let sockets = Arc::new(Sockets::default());
        let (mut slow, mut quick) = (sockets.open(None), sockets.open(None));
        slow.follow([person(1)].into());
        quick.follow([person(1)].into());
        for _ in 0..=BACKLOG {
            tell(&sockets, [person(1)]);
            assert!(quick.hear().await.is_some());
        }
        for _ in 0..BACKLOG {
            assert!(slow.hear().await.is_some());
        }
        assert!(slow.hear().await.is_none(), "the next one was not heard");
        slow.listen_again([person(1)].into());
        tell(&sockets, [person(1)]);
        assert!(slow.hear().await.is_some());
    }

    #[test]
    fn nothing_is_kept_of_those_who_are_gone() {
        let sockets = Arc::new(Sockets::default());
        let mut ear = sockets.open(None);
        ear.follow([person(1)].into());
        drop(ear);
        assert!(sockets.is_empty() && sockets.kept().by_topic.is_empty());
    }
}
