//! What a browser shows, and what of a change it is told.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::calendar::Entry;
use domain::change::News;
use domain::id::{MeetingId, PersonId};
use domain::permission::Actor;
use domain::time::Span;
use serde::Deserialize;
use store::Posted;

use super::{Happening, What};

/// The calendars and cards that a browser shows. It names all of them each time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Watch {
    /// In whose calendars.
    people: HashSet<PersonId>,
    /// Whose cards are open.
    meetings: HashSet<MeetingId>,
    /// For when the bookings of all rooms are shown.
    rooms: Option<Span>,
}

impl Watch {
    /// Whether it names more than any screen shows.
    pub(super) fn is_too_large(&self) -> bool {
        self.people.len() > MOST_PEOPLE
            || self.meetings.len() > MOST_MEETINGS
            || self.rooms.is_some_and(|within| within.length() > LONGEST_TIME_OF_ROOMS)
    }

    /// For when rooms are watched.
    pub(super) fn rooms(&self) -> Option<Span> {
        self.rooms
    }

    /// What of this changes the bookings of rooms that are shown.
    pub(super) fn news_of_rooms(&self, happening: &Happening, actor: &Actor) -> store::Result<News> {
        let Some(within) = self.rooms else { return Ok(News::Nothing) };
        Ok(match &happening.what {
            What::Meeting { id, posted } => {
                let booking = posted.as_ref().map(|posted| posted.booking(actor)).transpose()?.flatten();
                match booking.filter(|booking| booking.span.overlaps(&within)) {
                    Some(booking) => News::Booked { booking },
                    None if happening.frees => News::Freed { meeting: *id },
                    None => News::Nothing,
                }
            }
            What::Series(_) => News::Rooms,
            // Told to everybody.
            What::Directory => News::Nothing,
        })
    }

    /// What of this the one who looks may know, and wants to.
    pub(super) fn news(&self, happening: &Happening, actor: &Actor) -> News {
        match &happening.what {
            What::Directory => News::Directory,
            What::Meeting { id, posted } => {
                let stands = posted.as_ref().filter(|posted| self.shows(*id, posted, actor));
                match stands {
                    Some(posted) => News::Entry { entry: self.entry(posted, actor) },
                    None if self.showed(*id, &happening.affected) => News::Gone { meeting: *id },
                    None => News::Nothing,
                }
            }
            // So many meetings are read again faster than they are told one by one.
            What::Series(touched) if self.is_touched(touched, &happening.affected) => News::Reload,
            What::Series(_) => News::Nothing,
        }
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
/// A month of rooms fits on no screen.
const LONGEST_TIME_OF_ROOMS: TimeDelta = TimeDelta::days(32);
