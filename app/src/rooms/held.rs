//! What the rooms are booked for on the days that are shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::calendar::Takes;
use domain::grid::Stretch;
use domain::grid::board::{Axis, is_free};
use domain::id::{MeetingId, PlaceId};
use domain::place::{Booking, Hold, Occupancy, Place};
use domain::time::{Span, ZoneRules};

/// The days that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// The date in the address; in a week any of its days.
    pub date: NaiveDate,
    pub first: NaiveDate,
    pub view: View,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Day,
    Week,
}

impl Shown {
    pub(super) fn days(self) -> u32 {
        match self.view {
            View::Day => 1,
            View::Week => 7,
        }
    }
}

/// The rooms with their bookings, as far as they are known.
#[derive(Default)]
pub(super) struct Held {
    /// What it is true for.
    pub shown: Option<Shown>,
    pub rooms: Vec<Place>,
    bookings: BTreeMap<PlaceId, Vec<Booking>>,
    closed: BTreeMap<PlaceId, Vec<Span>>,
    holds: BTreeMap<PlaceId, Vec<Hold>>,
    /// Whose own booking is given up for what is chosen.
    own: Option<MeetingId>,
}

/// What has to be drawn anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stale {
    Everything,
    Rooms(BTreeSet<PlaceId>),
}

impl Default for Stale {
    fn default() -> Self {
        Self::Rooms(BTreeSet::new())
    }
}

impl Stale {
    pub(super) fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Everything, _) => {}
            (_, Self::Everything) => *self = Self::Everything,
            (Self::Rooms(rooms), Self::Rooms(more)) => rooms.extend(more),
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Rooms(rooms) if rooms.is_empty())
    }

    fn rooms(rooms: impl IntoIterator<Item = PlaceId>) -> Self {
        Self::Rooms(rooms.into_iter().collect())
    }
}

impl Held {
    pub(super) fn new(own: Option<MeetingId>) -> Self {
        Self { own, ..Self::default() }
    }

    /// Takes what the server has in place of what was held.
    pub(super) fn take(&mut self, shown: Shown, occupancy: Occupancy) {
        self.shown = Some(shown);
        self.rooms = occupancy.rooms;
        self.bookings = BTreeMap::new();
        for booking in occupancy.bookings {
            self.bookings.entry(booking.place).or_default().push(booking);
        }
        self.closed = BTreeMap::new();
        for (place, span) in occupancy.closed {
            self.closed.entry(place).or_default().push(span);
        }
    }

    /// A booking as it stands now; it may have been elsewhere before.
    pub(super) fn book(&mut self, booking: Booking) -> Stale {
        let mut stale = self.free(booking.meeting);
        stale.add(Stale::rooms([booking.place]));
        let bookings = self.bookings.entry(booking.place).or_default();
        let at = bookings.partition_point(|other| other.span.start() < booking.span.start());
        bookings.insert(at, booking);
        stale
    }

    /// A meeting that takes no room here any more.
    pub(super) fn free(&mut self, meeting: MeetingId) -> Stale {
        let mut rooms = BTreeSet::new();
        for (place, bookings) in &mut self.bookings {
            let before = bookings.len();
            bookings.retain(|booking| booking.meeting != meeting);
            if bookings.len() != before {
                rooms.insert(*place);
            }
        }
        Stale::Rooms(rooms)
    }

    /// What others are about to choose, all of it.
    pub(super) fn hold(&mut self, holds: Vec<Hold>) -> Stale {
        let mut now: BTreeMap<PlaceId, Vec<Hold>> = BTreeMap::new();
        for hold in holds {
            now.entry(hold.place).or_default().push(hold);
        }
        let before = std::mem::replace(&mut self.holds, now);
        let rooms = before.keys().chain(self.holds.keys());
        Stale::rooms(rooms.filter(|place| before.get(*place) != self.holds.get(*place)).copied())
    }

    pub(super) fn room(&self, place: PlaceId) -> Option<&Place> {
        self.rooms.iter().find(|room| room.id == place)
    }

    pub(super) fn bookings(&self, place: PlaceId) -> &[Booking] {
        self.bookings.get(&place).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn closed(&self, place: PlaceId) -> &[Span] {
        self.closed.get(&place).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn holds(&self, place: PlaceId) -> &[Hold] {
        self.holds.get(&place).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn is_own(&self, booking: &Booking) -> bool {
        self.own == Some(booking.meeting)
    }

    /// When a room cannot be had.
    pub(super) fn taken(&self, place: PlaceId) -> Vec<Span> {
        let booked = self.bookings(place).iter().filter(|booking| !self.is_own(booking));
        booked.map(|booking| booking.span).chain(self.closed(place).iter().copied()).collect()
    }

    pub(super) fn is_free(&self, place: PlaceId, span: &Span) -> bool {
        is_free(&self.taken(place), span)
    }

    /// What is in the way of a booking.
    pub(super) fn in_the_way(&self, place: PlaceId, span: &Span) -> Option<&Booking> {
        self.bookings(place).iter().find(|booking| !self.is_own(booking) && booking.span.overlaps(span))
    }

    /// The whole of a day; of the days of a week the hours that are used.
    pub(super) fn axis(&self, shown: Shown, chosen: Option<Span>, rules: &ZoneRules) -> Axis {
        let axis = Axis::of_days(shown.first, shown.days());
        match shown.view {
            View::Day => axis,
            View::Week => {
                let booked = self.bookings.values().flatten().map(|booking| booking.span);
                axis.around(Stretch::clamped(USUAL.0, USUAL.1), booked.chain(chosen), rules)
            }
        }
    }
}

/// Minutes of the day between which most meetings are.
const USUAL: (u16, u16) = (8 * 60, 19 * 60);

/// For words that say when.
pub(super) fn takes(span: Span) -> Takes {
    Takes::Time { span }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, TimeZone, Utc};

    use super::*;

    fn place(number: i64) -> PlaceId {
        PlaceId::generate(Utc.timestamp_opt(number, 0).unwrap())
    }

    fn booking(place: PlaceId, meeting: MeetingId, hour: i64) -> Booking {
        let start = DateTime::UNIX_EPOCH + TimeDelta::hours(hour);
        let span = Span::new(start, start + TimeDelta::hours(1)).unwrap();
        Booking { place, meeting, span, subject: None, organiser: None, yours: false }
    }

    #[test]
    fn a_booking_that_moves_is_drawn_anew_in_both_rooms() {
        let (blue, green) = (place(1), place(2));
        let meeting = MeetingId::generate(DateTime::UNIX_EPOCH);
        let mut held = Held::new(None);
        assert_eq!(held.book(booking(blue, meeting, 9)), Stale::rooms([blue]));
        assert_eq!(held.book(booking(green, meeting, 9)), Stale::rooms([blue, green]));
        assert!(held.bookings(blue).is_empty());
        assert_eq!(held.free(meeting), Stale::rooms([green]));
        assert!(held.free(meeting).is_nothing());
    }

    #[test]
    fn ones_own_booking_is_not_in_the_way() {
        let blue = place(1);
        let [own, other] = [1, 2].map(|number| MeetingId::generate(Utc.timestamp_opt(number, 0).unwrap()));
        let mut held = Held::new(Some(own));
        held.book(booking(blue, own, 9));
        held.book(booking(blue, other, 10));
        let span = |hour| booking(blue, own, hour).span;
        assert!(held.is_free(blue, &span(9)) && !held.is_free(blue, &span(10)));
        assert_eq!(held.in_the_way(blue, &span(10)).map(|it| it.meeting), Some(other));
    }

    #[test]
    fn only_the_rooms_whose_holds_changed_are_drawn_anew() {
        let (blue, green) = (place(1), place(2));
        let hold = |place, name: &str| {
            let span = booking(place, MeetingId::generate(DateTime::UNIX_EPOCH), 9).span;
            Hold { place, span, name: Some(name.to_owned()) }
        };
        let mut held = Held::new(None);
        assert_eq!(held.hold(vec![hold(blue, "Anna")]), Stale::rooms([blue]));
        assert_eq!(held.hold(vec![hold(blue, "Anna"), hold(green, "Boris")]), Stale::rooms([green]));
        assert_eq!(held.hold(vec![]), Stale::rooms([blue, green]));
    }
}
