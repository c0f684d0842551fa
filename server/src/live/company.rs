//! Who has which conversation open.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{Named, PersonId};
use domain::journal::PlanKey;
use tokio::sync::broadcast;

use super::{Hub, Shared, Signal};

/// By conversation, who has it open on how many screens.
#[derive(Default)]
pub(super) struct Company(Mutex<HashMap<PlanKey, BTreeMap<PersonId, Guest>>>);

struct Guest {
    name: String,
    screens: u32,
}

impl Company {
    fn present(&self, plan: PlanKey) -> Vec<Named<PersonId>> {
        let plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let guests = plans.get(&plan).into_iter().flatten();
        guests.map(|(id, guest)| Named { id: *id, name: guest.name.clone() }).collect()
    }

    /// Whether that made a difference to who is there.
    fn come(&self, plan: PlanKey, who: &Named<PersonId>) -> bool {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let guests = plans.entry(plan).or_default();
        let guest = guests.entry(who.id).or_insert_with(|| Guest { name: who.name.clone(), screens: 0 });
        guest.screens += 1;
        guest.screens == 1
    }

    fn go(&self, plan: PlanKey, who: PersonId) -> bool {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(guests) = plans.get_mut(&plan) else { return false };
        let Some(guest) = guests.get_mut(&who) else { return false };
        guest.screens -= 1;
        let gone = guest.screens == 0;
        if gone {
            guests.remove(&who);
            if guests.is_empty() {
                plans.remove(&plan);
            }
        }
        gone
    }
}

/// The conversations that one socket has open; they are left when it is dropped.
pub(super) struct Chairs {
    shared: Arc<Shared>,
    who: Named<PersonId>,
    taken: HashSet<PlanKey>,
}

impl Chairs {
    pub(super) fn new(hub: &Hub, who: Named<PersonId>) -> Self {
        Self { shared: Arc::clone(&hub.shared), who, taken: HashSet::new() }
    }

    /// Sits down at exactly these.
    pub(super) fn take(&mut self, plans: HashSet<PlanKey>) {
        let left: Vec<_> = self.taken.difference(&plans).copied().collect();
        for plan in left {
            self.leave(plan);
        }
        for plan in plans {
            if self.taken.insert(plan) && self.shared.company.come(plan, &self.who) {
                self.tell(Signal::Came(plan));
            }
        }
    }

    /// Says that somebody is writing in a conversation that is open here.
    pub(super) fn type_in(&self, plan: PlanKey) {
        if self.taken.contains(&plan) {
            self.tell(Signal::Typing(plan, Arc::new(self.who.clone())));
        }
    }

    pub(super) fn are_at(&self, plan: PlanKey) -> bool {
        self.taken.contains(&plan)
    }

    pub(super) fn present(&self, plan: PlanKey) -> Vec<Named<PersonId>> {
        self.shared.company.present(plan)
    }

    pub(super) fn taken(&self) -> impl Iterator<Item = PlanKey> {
        self.taken.iter().copied()
    }

    fn leave(&mut self, plan: PlanKey) {
        if self.taken.remove(&plan) && self.shared.company.go(plan, self.who.id) {
            self.tell(Signal::Came(plan));
        }
    }

    fn tell(&self, signal: Signal) {
        // Nobody else is connected: then nobody has to know.
        let _: Result<usize, broadcast::error::SendError<Signal>> = self.shared.signals.send(signal);
    }
}

impl Drop for Chairs {
    fn drop(&mut self) {
        let taken: Vec<_> = self.taken.iter().copied().collect();
        for plan in taken {
            self.leave(plan);
        }
    }
}
