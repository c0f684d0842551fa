//! Who has which conversation open, on whichever server process. Nothing of it is kept.
//!
//! Every process tells the others on the same Postgres who comes and goes at its own sockets, says it again every
//! [`SAYS_AGAIN`] and forgets those of a process that is silent for [`FORGETS`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::id::{Named, PersonId};
use domain::journal::PlanKey;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{Hub, Shared, Signal};

/// How often a process says again who is there.
pub(super) const SAYS_AGAIN: Duration = Duration::from_secs(30);
/// After so long without a word of it, a process is taken for gone.
const FORGETS: Duration = Duration::from_secs(90);

/// By conversation, who has it open.
pub(super) struct Company {
    /// This process among those that share a database: a random number.
    process: u64,
    plans: Mutex<HashMap<PlanKey, BTreeMap<PersonId, Guest>>>,
}

struct Guest {
    name: String,
    /// On how many screens of this process.
    here: u32,
    /// At which other processes, and how long that is taken for true.
    elsewhere: BTreeMap<u64, Instant>,
}

impl Guest {
    fn is_gone(&self) -> bool {
        self.here == 0 && self.elsewhere.is_empty()
    }
}

/// What one process tells the others.
#[derive(Serialize, Deserialize)]
struct Announcement {
    process: u64,
    company: Vec<(PlanKey, Named<PersonId>, Doing)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Doing {
    Here,
    Gone,
    Writing,
}

/// So many fit into what Postgres passes on at once, whatever they are called.
const AT_ONCE: usize = 8;

impl Company {
    pub(super) fn new() -> Self {
        Self { process: rand::random(), plans: Mutex::default() }
    }

    fn present(&self, plan: PlanKey) -> Vec<Named<PersonId>> {
        let plans = self.plans();
        let guests = plans.get(&plan).into_iter().flatten();
        guests.map(|(id, guest)| Named { id: *id, name: guest.name.clone() }).collect()
    }

    /// Whether they are at this process only now, and whether they are there at all only now.
    fn come(&self, plan: PlanKey, who: &Named<PersonId>) -> (bool, bool) {
        let mut plans = self.plans();
        let guest = guest(&mut plans, plan, who);
        let anew = guest.is_gone();
        guest.here += 1;
        (guest.here == 1, anew)
    }

    /// Whether they are at this process no longer, and whether they are there no longer at all.
    fn go(&self, plan: PlanKey, who: PersonId) -> (bool, bool) {
        let mut plans = self.plans();
        let Some(guest) = plans.get_mut(&plan).and_then(|guests| guests.get_mut(&who)) else {
            return (false, false);
        };
        guest.here = guest.here.saturating_sub(1);
        let left = guest.here == 0;
        let gone = guest.is_gone();
        sweep(&mut plans, plan);
        (left, gone)
    }

    /// Takes up what was announced; answers what the sockets of this process are to be told.
    pub(super) fn hear(&self, text: &str) -> Vec<Signal> {
        match serde_json::from_str(text) {
            Ok(Announcement { process, company }) if process != self.process => company
                .into_iter()
                .filter_map(|(plan, who, doing)| self.take(process, plan, who, doing))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn take(&self, process: u64, plan: PlanKey, who: Named<PersonId>, doing: Doing) -> Option<Signal> {
        let mut plans = self.plans();
        match doing {
            Doing::Here => {
                let guest = guest(&mut plans, plan, &who);
                let anew = guest.is_gone();
                guest.elsewhere.insert(process, Instant::now() + FORGETS);
                anew.then_some(Signal::Came(plan))
            }
            Doing::Gone => {
                let guest = plans.get_mut(&plan)?.get_mut(&who.id)?;
                guest.elsewhere.remove(&process);
                let gone = guest.is_gone();
                sweep(&mut plans, plan);
                gone.then_some(Signal::Came(plan))
            }
            Doing::Writing => Some(Signal::Typing(plan, Arc::new(who))),
        }
    }

    /// Forgets those of processes that were silent; answers where that makes a difference.
    pub(super) fn forget_what_passed(&self) -> Vec<Signal> {
        let (mut plans, now) = (self.plans(), Instant::now());
        let mut changed = Vec::new();
        for (plan, guests) in plans.iter_mut() {
            let before = guests.len();
            for guest in guests.values_mut() {
                guest.elsewhere.retain(|_, until| *until > now);
            }
            guests.retain(|_, guest| !guest.is_gone());
            if guests.len() != before {
                changed.push(*plan);
            }
        }
        plans.retain(|_, guests| !guests.is_empty());
        changed.into_iter().map(Signal::Came).collect()
    }

    /// What is to be announced so that the others do not forget who is here.
    pub(super) fn said_again(&self) -> Vec<String> {
        let plans = self.plans();
        let here = plans.iter().flat_map(|(plan, guests)| {
            let here = guests.iter().filter(|(_, guest)| guest.here > 0);
            here.map(|(id, guest)| (*plan, Named { id: *id, name: guest.name.clone() }, Doing::Here))
        });
        let here: Vec<_> = here.collect();
        here.chunks(AT_ONCE).filter_map(|company| self.announcement(company.to_vec())).collect()
    }

    fn announcement(&self, company: Vec<(PlanKey, Named<PersonId>, Doing)>) -> Option<String> {
        serde_json::to_string(&Announcement { process: self.process, company }).ok()
    }

    fn plans(&self) -> MutexGuard<'_, HashMap<PlanKey, BTreeMap<PersonId, Guest>>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn guest<'a>(
    plans: &'a mut HashMap<PlanKey, BTreeMap<PersonId, Guest>>,
    plan: PlanKey,
    who: &Named<PersonId>,
) -> &'a mut Guest {
    let guests = plans.entry(plan).or_default();
    let new = || Guest { name: who.name.clone(), here: 0, elsewhere: BTreeMap::new() };
    guests.entry(who.id).or_insert_with(new)
}

/// Leaves nobody who is gone, and no empty conversation.
fn sweep(plans: &mut HashMap<PlanKey, BTreeMap<PersonId, Guest>>, plan: PlanKey) {
    if let Some(guests) = plans.get_mut(&plan) {
        guests.retain(|_, guest| !guest.is_gone());
        if guests.is_empty() {
            plans.remove(&plan);
        }
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
            if self.taken.insert(plan) {
                let (first_here, first) = self.shared.company.come(plan, &self.who);
                self.note(plan, Doing::Here, first_here, first);
            }
        }
    }

    /// Says that somebody is writing in a conversation that is open here.
    pub(super) fn type_in(&self, plan: PlanKey) {
        if self.taken.contains(&plan) {
            self.shared.tell(&Signal::Typing(plan, Arc::new(self.who.clone())));
            self.announce(plan, Doing::Writing);
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
        if self.taken.remove(&plan) {
            let (left, gone) = self.shared.company.go(plan, self.who.id);
            self.note(plan, Doing::Gone, left, gone);
        }
    }

    /// Tells the other processes what is different at this one, and the sockets here what is different at all.
    fn note(&self, plan: PlanKey, doing: Doing, at_this_one: bool, at_all: bool) {
        if at_this_one {
            self.announce(plan, doing);
        }
        if at_all {
            self.shared.tell(&Signal::Came(plan));
        }
    }

    fn announce(&self, plan: PlanKey, doing: Doing) {
        if let Some(said) = self.shared.company.announcement(vec![(plan, self.who.clone(), doing)]) {
            // The process is ending: then it is silent.
            let _ = self.shared.to_others.send(said);
        }
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn plan() -> PlanKey {
        PlanKey { owner: PersonId(Uuid::from_u128(1)), week: "2026-W48".parse().expect("a week") }
    }

    fn anna() -> Named<PersonId> {
        Named { id: PersonId(Uuid::from_u128(1)), name: "Anna".to_owned() }
    }

    fn names(company: &Company) -> Vec<String> {
        company.present(plan()).into_iter().map(|person| person.name).collect()
    }

    fn said(company: &Company, doing: Doing) -> String {
        company.announcement(vec![(plan(), anna(), doing)]).expect("it can be said")
    }

    #[tokio::test]
    async fn who_comes_and_goes_is_known_to_the_other_process() {
        let (here, there) = (Company::new(), Company::new());
        assert_eq!(here.come(plan(), &anna()), (true, true));
        assert_eq!(here.come(plan(), &anna()), (false, false), "a second screen makes no difference");
        assert_eq!(there.hear(&said(&here, Doing::Here)).len(), 1);
        assert_eq!(there.hear(&said(&here, Doing::Here)).len(), 0, "it was known");
        assert_eq!(names(&there), ["Anna"]);
        assert!(here.hear(&said(&here, Doing::Gone)).is_empty(), "one's own words are not heard");
        // She has it open at both: while one goes, she is still there.
        assert_eq!(there.come(plan(), &anna()), (true, false));
        assert_eq!(there.hear(&said(&here, Doing::Gone)).len(), 0);
        assert_eq!((names(&there), there.go(plan(), anna().id)), (vec!["Anna".to_owned()], (true, true)));
        assert_eq!(names(&there), Vec::<String>::new());
        assert!(there.hear("nonsense").is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_process_that_is_silent_is_forgotten() {
        let (here, there) = (Company::new(), Company::new());
        here.come(plan(), &anna());
        for _ in 0..4 {
            for text in here.said_again() {
                there.hear(&text);
            }
            tokio::time::advance(SAYS_AGAIN).await;
            assert!(there.forget_what_passed().is_empty(), "it says so again");
        }
        tokio::time::advance(FORGETS).await;
        assert_eq!((there.forget_what_passed().len(), names(&there)), (1, Vec::<String>::new()));
        assert_eq!(names(&here), ["Anna"], "one's own are not forgotten");
    }

    #[test]
    fn whatever_people_are_called_it_fits() {
        let company = Company::new();
        for number in 0..100 {
            let who = Named { id: PersonId(Uuid::from_u128(number)), name: "Ё".repeat(200) };
            company.come(plan(), &who);
        }
        let said = company.said_again();
        assert_eq!(said.len(), 13);
        assert!(said.iter().all(|text| text.len() < 8_000));
    }
}
