//! What a browser shows, and what of a change it is told.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::calendar::Entry;
use domain::change::News;
use domain::id::{MeetingId, PersonId};
use domain::journal::PlanKey;
use domain::permission::{Action, Actor};
use domain::time::Span;
use serde::Deserialize;
use store::Posted;

use super::topics::Topic;
use super::{Happening, What};

/// The calendars and cards that a browser shows. It names all of them each time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Watch {
    /// In whose calendars.
    people: HashSet<PersonId>,
    /// Whose cards are open.
    meetings: HashSet<MeetingId>,
    /// Which week plans are shown.
    plans: HashSet<PlanKey>,
    /// The conversations about which plans are open.
    chats: HashSet<PlanKey>,
    /// For when the bookings of all rooms are shown.
    rooms: Option<Span>,
}

impl Watch {
    /// Whether it names more than any screen shows.
    pub(super) fn is_too_large(&self) -> bool {
        self.people.len() > MOST_PEOPLE
            || self.meetings.len() > MOST_MEETINGS
            || self.plans.len() > MOST_PLANS
            || self.chats.len() > MOST_CHATS
            || self.rooms.is_some_and(|within| within.length() > LONGEST_TIME_OF_ROOMS)
    }

    /// All that news of it may come from, when this person looks.
    pub(super) fn topics(&self, looks: PersonId) -> HashSet<Topic> {
        let plans = self.plans.iter().chain(&self.chats);
        let owners = self.plans.iter().map(|plan| plan.owner);
        let people = self.people.iter().copied().chain(owners).chain([looks]).map(Topic::Person);
        let meetings = self.meetings.iter().copied().map(Topic::Meeting);
        let rooms = self.rooms.map(|_| Topic::Rooms);
        people.chain(meetings).chain(plans.copied().map(Topic::Plan)).chain(rooms).collect()
    }

    /// The conversations that are open, of those that the one who looks may read.
    pub(super) fn chats_of(&self, actor: &Actor) -> HashSet<PlanKey> {
        let may = |plan: &&PlanKey| actor.may_with_plan(Action::SeePlan, plan.owner);
        self.chats.iter().filter(may).copied().collect()
    }

    /// For when rooms are watched.
    pub(super) fn rooms(&self) -> Option<Span> {
        self.rooms
    }

    /// What of this changes the bookings of rooms that are shown.
    pub(super) fn news_of_rooms(&self, happening: &Happening, actor: &Actor) -> store::Result<News> {
        let Some(within) = self.rooms else { return Ok(News::Nothing) };
        Ok(match &happening.read.what {
            What::Meeting { id, posted } => {
                let booking = posted.as_ref().map(|posted| posted.booking(actor)).transpose()?.flatten();
                match booking.filter(|booking| booking.span.overlaps(&within)) {
                    Some(booking) => News::Booked { booking },
                    None if happening.frees => News::Freed { meeting: *id },
                    None => News::Nothing,
                }
            }
            What::Series(_) => News::Rooms,
            // Told to everybody, or no news of rooms.
            What::Directory | What::Plan(_) | What::Message(_) | What::Unknown => News::Nothing,
        })
    }

    /// What of this the one who looks may know, and wants to; of a message that is not read here, that there is one.
    pub(super) fn news(&self, happening: &Happening, actor: &Actor) -> News {
        match &happening.read.what {
            What::Directory => News::Directory,
            What::Meeting { id, posted } => {
                let stands = posted.as_ref().filter(|posted| self.shows(*id, posted, actor));
                match stands {
                    Some(posted) => News::Entry { entry: self.entry(posted, actor) },
                    None if self.showed(*id, &happening.affected) => News::Gone { meeting: *id },
                    // A plan consists of the meetings of its owner.
                    None => self.plan_of(&happening.affected, actor),
                }
            }
            What::Plan(plan) => self.plan(*plan, happening, actor),
            What::Message(spoken) => self.plan(spoken.message.plan, happening, actor),
            What::Unknown => News::Nothing,
            // So many meetings are read again faster than they are told one by one.
            What::Series(touched) if self.is_touched(touched, &happening.affected) => News::Reload,
            What::Series(_) => self.plan_of(&happening.affected, actor),
        }
    }

    /// Whether what is said about this plan is read here: it is open, and the one who looks may.
    pub(super) fn reads(&self, plan: PlanKey, actor: &Actor) -> bool {
        self.chats.contains(&plan) && actor.may_with_plan(Action::SeePlan, plan.owner)
    }

    /// A plan that is shown, or that concerns the one who looks wherever they are.
    fn plan(&self, plan: PlanKey, happening: &Happening, actor: &Actor) -> News {
        let concerns = self.plans.contains(&plan) || happening.affected.contains(&actor.person);
        if concerns && actor.may_with_plan(Action::SeePlan, plan.owner) {
            News::Plan { plan }
        } else {
            News::Nothing
        }
    }

    /// The first plan that is shown of somebody in whose calendar something is different.
    fn plan_of(&self, affected: &[PersonId], actor: &Actor) -> News {
        let mut plans = self.plans.iter().filter(|plan| affected.contains(&plan.owner));
        let plan = plans.find(|plan| actor.may_with_plan(Action::SeePlan, plan.owner));
        plan.map_or(News::Nothing, |plan| News::Plan { plan: *plan })
    }

    /// With whose calendars it stands in, where more are shown than one's own.
    fn entry(&self, posted: &Posted, actor: &Actor) -> Entry {
        if self.people.iter().all(|person| *person == actor.person) {
            posted.entry(actor)
        } else {
            posted.entry_among(actor, |person| self.people.contains(&person))
        }
    }

    fn is_touched(&self, meetings: &HashSet<MeetingId>, affected: &[PersonId]) -> bool {
        affected.iter().any(|person| self.people.contains(person)) || !self.meetings.is_disjoint(meetings)
    }

    /// Whether it stands in a calendar that is watched, or on a card that the one who looks may see.
    fn shows(&self, id: MeetingId, posted: &Posted, actor: &Actor) -> bool {
        posted.stands_for(actor, |person| self.people.contains(&person))
            || (self.meetings.contains(&id) && posted.entry(actor).details.is_some())
    }

    /// Whether it may have stood there before.
    fn showed(&self, id: MeetingId, affected: &[PersonId]) -> bool {
        self.meetings.contains(&id) || affected.iter().any(|person| self.people.contains(person))
    }
}

/// A department of this size still fits on a screen.
const MOST_PEOPLE: usize = 500;
const MOST_MEETINGS: usize = 100;
const MOST_PLANS: usize = 500;
const MOST_CHATS: usize = 20;
/// A month of rooms fits on no screen.
const LONGEST_TIME_OF_ROOMS: TimeDelta = TimeDelta::days(32);
