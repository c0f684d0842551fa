//! Knows ways by road (D10), by a router that speaks as OSRM does, or nothing of them where none is configured.
//!
//! Nobody waits for a router: whoever wants to know a way that it has not told yet is given the estimate, and it is asked
//! meanwhile. To add another kind of router: a file here with a type that is a [`Router`], and a line in [`Routing::of`].

mod osrm;

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::journey::{Basis, Leg, Pace, Way, Ways};
use domain::location::Position;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::ask::{Asking, Trouble};
use crate::config::JourneySettings;
use osrm::Osrm;

/// What a router answered: a way, or that there is none by road.
type Answer<'a> = Pin<Box<dyn Future<Output = Result<Option<Way>, Trouble>> + Send + 'a>>;

/// A service that knows roads.
trait Router: Send + Sync {
    fn way(&self, from: Position, to: Position) -> Answer<'_>;
}

/// The ways that are known, and who is asked for others. Cheap to clone.
#[derive(Clone)]
pub struct Routing {
    pace: Pace,
    by: Option<Arc<Asked>>,
}

struct Asked {
    router: Box<dyn Router>,
    at_once: Semaphore,
    patience: Patience,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// `None` where no road leads.
    known: HashMap<Leg, Option<Way>>,
    /// Which are being asked for.
    asked: HashSet<Leg>,
    /// Until when nobody is asked, since nobody answered.
    quiet_until: Option<Instant>,
}

/// How much is asked and remembered.
#[derive(Clone, Copy)]
struct Patience {
    /// Requests at the same time.
    at_once: usize,
    /// Ways that wait to be asked for; of more, the next one who wants to know asks again.
    waiting: usize,
    /// Ways that are remembered.
    known: usize,
    /// How long who does not answer is left in peace.
    quiet: Duration,
}

const USUAL: Patience =
    Patience { at_once: 4, waiting: 1_000, known: 50_000, quiet: Duration::from_secs(30) };

impl Routing {
    pub fn of(settings: &JourneySettings) -> Self {
        let url = settings.router_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let osrm = url.map(|url| Box::new(Osrm::new(Asking::default(), url)) as Box<dyn Router>);
        Self::by(settings.pace(), osrm, USUAL)
    }

    fn by(pace: Pace, router: Option<Box<dyn Router>>, patience: Patience) -> Self {
        let asked = |router| {
            let at_once = Semaphore::new(patience.at_once);
            Arc::new(Asked { router, at_once, patience, memory: Mutex::default() })
        };
        Self { pace, by: router.map(asked) }
    }
}

impl Ways for Routing {
    fn way(&self, from: Position, to: Position) -> Way {
        let estimate = self.pace.way(from, to);
        let Some(asked) = &self.by else { return estimate };
        match asked.known((from, to)) {
            Some(Some(way)) => way,
            // To an island; how one gets there the router does not know.
            Some(None) => estimate,
            None => {
                Asked::ask(asked, (from, to));
                Way { basis: Basis::NotAnswered, ..estimate }
            }
        }
    }

    fn learns(&self) -> bool {
        self.by.is_some()
    }
}

impl Asked {
    fn known(&self, leg: Leg) -> Option<Option<Way>> {
        self.memory().known.get(&leg).copied()
    }

    /// Behind the back of whoever wants to know.
    fn ask(this: &Arc<Self>, leg: Leg) {
        let Ok(runtime) = Handle::try_current() else { return };
        let mut memory = this.memory();
        let quiet = memory.quiet_until.is_some_and(|until| Instant::now() < until);
        if quiet || memory.asked.len() >= this.patience.waiting || !memory.asked.insert(leg) {
            return;
        }
        drop(memory);
        let this = Arc::clone(this);
        runtime.spawn(async move {
            let answer = match this.at_once.acquire().await {
                Ok(_turn) if !this.is_quiet() => Some(this.router.way(leg.0, leg.1).await),
                _ => None,
            };
            this.remember(leg, answer);
        });
    }

    fn is_quiet(&self) -> bool {
        self.memory().quiet_until.is_some_and(|until| Instant::now() < until)
    }

    fn remember(&self, leg: Leg, answer: Option<Result<Option<Way>, Trouble>>) {
        let mut memory = self.memory();
        memory.asked.remove(&leg);
        match answer {
            Some(Ok(way)) => {
                if memory.known.len() >= self.patience.known {
                    memory.known.clear();
                }
                memory.known.insert(leg, way);
            }
            Some(Err(trouble)) => {
                if memory.quiet_until.is_none_or(|until| until <= Instant::now()) {
                    tracing::warn!(%trouble, "a way was not asked for; ways are estimated for a while");
                }
                memory.quiet_until = Some(Instant::now() + self.patience.quiet);
            }
            None => {}
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::tests::{Service, impatient};

    const BY_ROAD: &str = r#"{"code":"Ok","routes":[{"distance":21034.6,"duration":1486.2}]}"#;

    fn routing(service: &Service, patience: Patience) -> Routing {
        Routing::by(Pace::default(), Some(Box::new(Osrm::new(impatient(), &service.address))), patience)
    }

    fn leg(number: u32) -> Leg {
        let at = |north: f64| Position::degrees(north, -2.5).expect("a position");
        (at(51.0), at(51.1 + f64::from(number) / 100.0))
    }

    /// Asks until what is said has this basis.
    async fn said(routing: &Routing, (from, to): Leg, basis: Basis) -> Way {
        for _ in 0..1_000 {
            let way = routing.way(from, to);
            if way.basis == basis {
                return way;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it was never said by {basis:?}");
    }

    #[tokio::test]
    async fn nobody_waits_and_what_the_router_told_is_known_from_then_on() {
        let service = Service::answering(200, BY_ROAD).await;
        let routing = routing(&service, USUAL);
        let (from, to) = leg(1);
        let first = routing.way(from, to);
        assert_eq!(first, Way { basis: Basis::NotAnswered, ..Pace::default().way(from, to) });
        for _ in 0..10 {
            let _ = routing.way(from, to);
        }
        let way = said(&routing, leg(1), Basis::Road).await;
        assert_eq!((way.metres, way.minutes), (21_035, 25));
        assert_eq!(service.asked().len(), 1, "once, however many want to know");
    }

    #[tokio::test]
    async fn without_a_router_or_a_road_it_is_the_estimate() {
        let (from, to) = leg(1);
        let alone = Routing::by(Pace::default(), None, USUAL);
        assert_eq!(alone.way(from, to), Pace::default().way(from, to));
        let service = Service::answering(400, r#"{"code":"NoRoute"}"#).await;
        let routing = routing(&service, USUAL);
        let way = said(&routing, leg(1), Basis::StraightLine).await;
        assert_eq!(way, Pace::default().way(from, to));
    }

    #[tokio::test]
    async fn who_does_not_answer_is_left_in_peace_for_a_while() {
        let service = Service::with(|times| Some(if times < 3 { (503, "") } else { (200, BY_ROAD) })).await;
        let routing = routing(&service, Patience { at_once: 1, quiet: Duration::from_secs(3_600), ..USUAL });
        for number in 1..=20 {
            let (from, to) = leg(number);
            assert_eq!(routing.way(from, to).basis, Basis::NotAnswered);
        }
        let asked = routing.by.as_ref().expect("a router is configured");
        while !asked.memory().asked.is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(
            service.asked().len(),
            3,
            "the first one was tried three times, and the others not at all"
        );
        let (from, to) = leg(7);
        assert_eq!(routing.way(from, to).basis, Basis::NotAnswered);
        assert!(asked.memory().asked.is_empty(), "it is left in peace");
        asked.memory().quiet_until = None;
        said(&routing, leg(7), Basis::Road).await;
    }

    #[tokio::test]
    async fn no_more_is_asked_at_once_or_remembered_than_agreed() {
        let service = Service::answering(200, BY_ROAD).await;
        let routing = routing(&service, Patience { waiting: 2, known: 2, ..USUAL });
        for number in 1..=5 {
            let (from, to) = leg(number);
            let _ = routing.way(from, to);
        }
        said(&routing, leg(1), Basis::Road).await;
        said(&routing, leg(2), Basis::Road).await;
        assert_eq!(service.asked().len(), 2, "the others have to be wanted again");
        said(&routing, leg(3), Basis::Road).await;
        assert!(routing.by.as_ref().is_some_and(|asked| asked.memory().known.len() <= 2));
    }
}
