//! The ways that a browser knows between visits (D10). Where the server learns them from a router it is asked behind, and
//! until then, as where there is none, they are estimated.

use std::mem;
use std::time::Duration;

use domain::journey::{Basis, Leg, Pace, Way, Ways};
use domain::location::Position;
use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;

use crate::api::{MOST_LEGS, ways};
use crate::calendar::ask_for_ways;
use crate::session::Session;

/// Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Roads {
    pace: Pace,
    /// Whether there is somebody to ask.
    learns: bool,
    known: RwSignal<LiteMap<Leg, Way>>,
    /// What is to be asked next.
    wanted: StoredValue<Vec<Leg>>,
}

impl Roads {
    pub(super) fn new(session: &Session) -> Self {
        Self {
            pace: session.pace,
            learns: session.learns_ways,
            known: RwSignal::new(LiteMap::new_vec()),
            wanted: StoredValue::new(Vec::new()),
        }
    }

    /// Together with whatever else is wanted within a moment.
    fn want(self, leg: Leg) {
        let first = self.wanted.try_update_value(|wanted| {
            let first = wanted.is_empty();
            if !wanted.contains(&leg) && wanted.len() < MOST_LEGS {
                wanted.push(leg);
            }
            first
        });
        if first == Some(true) {
            set_timeout(move || self.ask_for_wanted(), TOGETHER);
        }
    }

    fn ask_for_wanted(self) {
        if let Some(legs) = self.wanted.try_update_value(mem::take) {
            spawn_local(ask_for_ways(self, legs));
        }
    }

    /// Begun by what is loaded when there is something to ask.
    pub(crate) fn ask(self, legs: Vec<Leg>, times: usize) {
        spawn_local(async move {
            // What cannot be asked now stays estimated.
            let Ok(told) = ways(legs.clone()).await else { return };
            let told: Vec<(Leg, Way)> = legs.into_iter().zip(told).collect();
            let unknown = told.iter().filter(|(_, way)| way.basis == Basis::NotAnswered);
            let unknown: Vec<Leg> = unknown.map(|(leg, _)| *leg).collect();
            // The screen may be gone.
            let _ = self.known.try_update(|known| known.extend(told));
            if let (Some(wait), false) = (ASKS_AGAIN.get(times), unknown.is_empty()) {
                set_timeout(move || self.ask(unknown, times + 1), *wait);
            }
        });
    }
}

/// Whoever asks within an effect is told when the way is known better.
impl Ways for Roads {
    fn way(&self, from: Position, to: Position) -> Way {
        // The server's page is drawn with what the server knows.
        #[cfg(feature = "ssr")]
        if let Some(store) = use_context::<store::Store>() {
            return store.ways().way(from, to);
        }
        let leg = (from, to);
        if let Some(way) = self.known.try_with(|known| known.get(&leg).copied()).flatten() {
            return way;
        }
        if self.learns {
            self.want(leg);
        }
        self.pace.way(from, to)
    }
}

/// Within this what is wanted is asked for together.
const TOGETHER: Duration = Duration::from_millis(100);

/// When it is asked again for what a router had not told.
const ASKS_AGAIN: [Duration; 3] =
    [Duration::from_millis(1_500), Duration::from_secs(5), Duration::from_secs(30)];
