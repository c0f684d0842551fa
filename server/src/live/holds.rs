//! Who is about to choose which room (D2). A hold informs and never blocks; nothing of it is kept.
//!
//! Every process knows all holds: it tells the others on the same Postgres of its own, and forgets those of a process
//! that is silent when their time has passed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::id::{PersonId, PlaceId};
use domain::place::{HOLD_SECONDS, Hold};
use domain::time::Span;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

/// What a browser says that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Wish {
    pub place: PlaceId,
    pub span: Span,
    /// Nobody is told who it is: the meeting is private.
    #[serde(default)]
    pub unnamed: bool,
}

/// Everything that is held at present.
pub(super) struct Holds {
    /// This process among those that announce holds: a random number.
    process: u64,
    held: Mutex<BTreeMap<Key, Held>>,
}

/// A socket of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Key {
    process: u64,
    socket: u64,
}

struct Held {
    by: PersonId,
    hold: Hold,
    until: Instant,
}

/// What one process tells the others.
#[derive(Serialize, Deserialize)]
struct Announcement {
    key: Key,
    /// `None` when it is given up.
    held: Option<(PersonId, Hold)>,
}

/// Nobody chooses a longer time by a drag.
const LONGEST: chrono::TimeDelta = chrono::TimeDelta::days(8);

impl Holds {
    pub(super) fn new() -> Self {
        Self { process: rand::random(), held: Mutex::default() }
    }

    pub(super) fn key(&self, socket: u64) -> Key {
        Key { process: self.process, socket }
    }

    /// Takes up what a socket of this process holds, or that it holds nothing any more; answers what is to be
    /// announced, if that changes anything.
    pub(super) fn set(&self, key: Key, by: PersonId, name: &str, wish: Option<Wish>) -> Option<String> {
        let wish = wish.filter(|wish| wish.span.length() <= LONGEST);
        let held = wish.map(|Wish { place, span, unnamed }| {
            (by, Hold { place, span, name: (!unnamed).then(|| name.to_owned()) })
        });
        let changed = self.take(key, held.clone());
        changed.then(|| serde_json::to_string(&Announcement { key, held }).ok()).flatten()
    }

    /// Takes up what was announced; says whether it was another process that did.
    pub(super) fn hear(&self, text: &str) -> bool {
        match serde_json::from_str(text) {
            Ok(Announcement { key, held }) if key.process != self.process => self.take(key, held),
            _ => false,
        }
    }

    /// Forgets what has passed; says whether there was something.
    pub(super) fn forget_what_passed(&self) -> bool {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, now) = (all.len(), Instant::now());
        all.retain(|_, held| held.until > now);
        all.len() != before
    }

    /// What others hold within this time.
    pub(super) fn seen_by(&self, person: PersonId, within: Span) -> Vec<Hold> {
        let all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = all.values().filter(|held| held.by != person && held.hold.span.overlaps(&within));
        seen.map(|held| held.hold.clone()).collect()
    }

    fn take(&self, key: Key, held: Option<(PersonId, Hold)>) -> bool {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held {
            None => all.remove(&key).is_some(),
            Some((by, hold)) => {
                let until = Instant::now() + Duration::from_secs(HOLD_SECONDS.unsigned_abs());
                all.insert(key, Held { by, hold, until });
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn wish(hour: i64) -> Wish {
        let start = DateTime::UNIX_EPOCH + TimeDelta::hours(hour);
        let span = Span::new(start, start + TimeDelta::hours(1)).expect("an hour");
        Wish { place: PlaceId(Uuid::from_u128(7)), span, unnamed: false }
    }

    fn day() -> Span {
        let start = DateTime::UNIX_EPOCH;
        Span::new(start, start + TimeDelta::days(1)).expect("a day")
    }

    #[tokio::test(start_paused = true)]
    async fn a_hold_is_seen_by_others_until_it_passes() {
        let holds = Holds::new();
        let (anna, boris) = (person(1), person(2));
        assert!(holds.set(holds.key(1), anna, "Anna", Some(wish(9))).is_some());
        let names = || holds.seen_by(boris, day()).into_iter().map(|hold| hold.name).collect::<Vec<_>>();
        assert_eq!(names(), [Some("Anna".to_owned())]);
        assert_eq!(holds.seen_by(anna, day()), [], "nobody is told of their own");

        tokio::time::advance(Duration::from_secs(60)).await;
        holds.set(holds.key(1), anna, "Anna", Some(wish(9)));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert!(!holds.forget_what_passed(), "it was renewed");
        tokio::time::advance(Duration::from_secs(31)).await;
        assert!(holds.forget_what_passed());
        assert_eq!(names(), Vec::<Option<String>>::new());
    }

    #[tokio::test]
    async fn other_processes_hear_of_it_and_of_its_end() {
        let (here, there) = (Holds::new(), Holds::new());
        let key = here.key(1);
        let said = here.set(key, person(1), "Anna", Some(wish(9))).expect("something new");
        assert!(there.hear(&said) && !here.hear(&said));
        assert_eq!(there.seen_by(person(2), day()).len(), 1);
        let said = here.set(key, person(1), "Anna", None).expect("something new");
        assert!(there.hear(&said));
        assert_eq!(there.seen_by(person(2), day()), []);
        assert_eq!(here.set(key, person(1), "Anna", None), None);
        assert!(!there.hear("nonsense"));
    }

    #[tokio::test]
    async fn of_a_private_meeting_nobody_learns_who_it_is() {
        let holds = Holds::new();
        holds.set(holds.key(1), person(1), "Anna", Some(Wish { unnamed: true, ..wish(9) }));
        assert_eq!(holds.seen_by(person(2), day())[0].name, None);
    }
}
