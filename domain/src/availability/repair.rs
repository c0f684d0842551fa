//! What would put right a booking that was refused (D4): a little earlier or later, another room, shorter, and for
//! a series without the dates that are in the way, or on other ones.
//!
//! Each repair is tried as it would be saved, so that none that is suggested can be refused for what was read.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::id::{Named, PlaceId};
use crate::meeting::Draft;
use crate::place::Place;
use crate::time::{Recurrence, Span, When, ZoneRules};

/// A change of what was wanted after which no room is in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "repair", rename_all = "snake_case")]
pub enum Repair {
    /// So many minutes later; earlier, if negative.
    Shift { minutes: i32 },
    /// In another room, of the same size or larger and with the same equipment.
    OtherPlace { place: Named<PlaceId>, seats: u32 },
    /// Beginning so many minutes later, or ending so many earlier.
    Shorten { begin_later: u32, end_earlier: u32 },
    /// Not on these dates of the series.
    Skip { dates: Vec<NaiveDate> },
    /// On other dates instead.
    Move { dates: Vec<OtherDate> },
}

/// A date of a series, and the one that takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherDate {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Minutes by which a meeting is moved at most.
pub const LONGEST_SHIFT: i32 = 20;
/// Percent of its length that a meeting gives up at most.
pub const MOST_CUT: i64 = 25;
/// Days to another date of a series at most.
pub const FARTHEST_DATE: i64 = 3;
/// Minutes between what is tried.
const STEP: i32 = 5;
/// Nobody reads through more.
const MOST_PLACES: usize = 3;

/// What was wanted and refused.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub draft: &'a Draft,
    /// The dates of a series; none of a meeting alone.
    pub dates: &'a [NaiveDate],
    /// How many have to find a seat.
    pub people: u32,
    /// Of the zone that it is planned in.
    pub rules: &'a ZoneRules,
    /// Nothing is moved into the past.
    pub now: DateTime<Utc>,
}

/// A room, and what it is taken for around the time that was wanted.
#[derive(Clone, Debug)]
pub struct Room<'a> {
    pub place: &'a Place,
    /// Of the zone of its bookable hours.
    pub rules: &'a ZoneRules,
    /// Ascending.
    pub taken: Vec<Span>,
}

impl Repair {
    /// What the card says, put right.
    pub fn applied_to(&self, draft: Draft, recurrence: Option<Recurrence>) -> (Draft, Option<Recurrence>) {
        let draft = Draft { when: self.when(draft.when), ..draft };
        match self {
            Self::Shift { .. } | Self::Shorten { .. } => (draft, recurrence),
            Self::OtherPlace { place, .. } => (Draft { place: Some(place.id), ..draft }, recurrence),
            Self::Skip { dates } => (draft, recurrence.map(|recurrence| without(recurrence, dates))),
            Self::Move { dates } => {
                let from: Vec<_> = dates.iter().map(|date| date.from).collect();
                let recurrence = recurrence.map(|recurrence| {
                    let mut recurrence = without(recurrence, &from);
                    recurrence.additions.extend(dates.iter().map(|date| date.to));
                    recurrence
                });
                (draft, recurrence)
            }
        }
    }

    /// The schedule as it was before this was applied to it. A further date that was left out stays so.
    pub fn taken_back(&self, mut recurrence: Recurrence) -> Recurrence {
        match self {
            Self::Shift { .. } | Self::Shorten { .. } | Self::OtherPlace { .. } => {}
            Self::Skip { dates } => recurrence.exceptions.retain(|date| !dates.contains(date)),
            Self::Move { dates } => {
                recurrence.exceptions.retain(|date| dates.iter().all(|moved| moved.from != *date));
                recurrence.additions.retain(|date| dates.iter().all(|moved| moved.to != *date));
            }
        }
        recurrence
    }

    /// Whether it is about the dates of a series, and not about the time of each.
    pub fn is_of_dates(&self) -> bool {
        matches!(self, Self::Skip { .. } | Self::Move { .. })
    }

    /// A time that was wanted, put right. What changes no times leaves it as it is.
    pub fn when(&self, wanted: When) -> When {
        match self {
            Self::Shift { minutes } => later(&wanted, *minutes),
            Self::Shorten { begin_later, end_earlier } => cut(&wanted, *begin_later, *end_earlier),
            Self::OtherPlace { .. } | Self::Skip { .. } | Self::Move { .. } => wanted,
        }
    }
}

/// What could be done instead, the smallest change first. `here` is the room that was wanted, `others` those that
/// are [`suitable`].
pub fn repairs(wanted: &Wanted<'_>, here: &Room<'_>, others: &[Room<'_>]) -> Vec<Repair> {
    let mut repairs = Vec::new();
    if wanted.fits_into(here.place) {
        repairs.extend(wanted.shifts(here));
    }
    repairs.extend(wanted.other_places(others));
    if wanted.fits_into(here.place) {
        repairs.extend(wanted.shorter(here));
        repairs.extend(wanted.other_dates(here));
    }
    repairs
}

/// The rooms that will do instead of one: as large, large enough, with the same equipment; the smallest first.
pub fn suitable<'a>(instead_of: &Place, people: u32, places: &'a [Place]) -> Vec<&'a Place> {
    let seats = instead_of.capacity.max(people);
    let suits = |place: &&Place| {
        !place.archived
            && place.id != instead_of.id
            && place.capacity >= seats
            && place.is_equipped_like(instead_of)
    };
    let mut suitable: Vec<_> = places.iter().filter(suits).collect();
    suitable.sort_by_key(|place| (place.capacity, place.equipment.len()));
    suitable
}

impl Wanted<'_> {
    fn fits_into(&self, place: &Place) -> bool {
        self.people <= place.capacity || self.draft.crowded
    }

    fn on(&self, when: &When, date: NaiveDate) -> Span {
        when.on(date).span(self.rules)
    }

    /// Every time that this takes, if it begins on none of the dates before it.
    fn spans(&self, when: &When) -> Vec<Span> {
        match self.dates {
            [] => vec![when.span(self.rules)],
            dates => dates.iter().map(|date| self.on(when, *date)).collect(),
        }
    }

    fn is_free(&self, room: &Room<'_>, when: &When) -> bool {
        self.spans(when).iter().all(|span| room.takes(when, span))
    }

    /// The next time later, and the next one earlier.
    fn shifts(&self, here: &Room<'_>) -> impl Iterator<Item = Repair> {
        let first = |sign: i32| {
            let steps = (1..=LONGEST_SHIFT / STEP).map(move |step| sign * step * STEP);
            steps.map(|minutes| Repair::Shift { minutes }).find(|repair| self.helps(repair, here))
        };
        let timed = matches!(self.draft.when, When::Timed { .. });
        [1, -1].into_iter().filter(move |_| timed).filter_map(first).collect::<Vec<_>>().into_iter()
    }

    /// The one that loses least, at either end.
    fn shorter(&self, here: &Room<'_>) -> Option<Repair> {
        let When::Timed { minutes, .. } = &self.draft.when else { return None };
        let most = i64::from(*minutes) * MOST_CUT / 100 / i64::from(STEP);
        let cuts = (1..=u32::try_from(most).unwrap_or(0)).map(|step| step * STEP.unsigned_abs());
        cuts.flat_map(|cut| {
            [
                Repair::Shorten { begin_later: 0, end_earlier: cut },
                Repair::Shorten { begin_later: cut, end_earlier: 0 },
            ]
        })
        .find(|repair| self.helps(repair, here))
    }

    /// Another time on the same date, not in the past, at which the room is free.
    fn helps(&self, repair: &Repair, here: &Room<'_>) -> bool {
        let (draft, _) = repair.applied_to(self.draft.clone(), None);
        let same_date = self.dates.is_empty() || draft.when.first_day() == self.draft.when.first_day();
        let (was, is) = (self.spans(&self.draft.when), self.spans(&draft.when));
        let moves_back =
            was.iter().zip(&is).any(|(was, is)| is.start() < was.start() && is.start() < self.now);
        same_date && !moves_back && self.is_free(here, &draft.when)
    }

    fn other_places<'a>(&self, others: &'a [Room<'_>]) -> impl Iterator<Item = Repair> + use<'a, '_> {
        let free = others.iter().filter(|room| self.is_free(room, &self.draft.when));
        free.take(MOST_PLACES).map(|room| Repair::OtherPlace {
            place: Named { id: room.place.id, name: room.place.name.clone() },
            seats: room.place.capacity,
        })
    }

    /// Without the dates that are in the way, and with others in their place.
    fn other_dates(&self, here: &Room<'_>) -> Vec<Repair> {
        let when = &self.draft.when;
        let (free, taken): (Vec<NaiveDate>, Vec<NaiveDate>) =
            self.dates.iter().partition(|date| here.takes(when, &self.on(when, **date)));
        if free.is_empty() || taken.is_empty() {
            return Vec::new();
        }
        let mut own: Vec<Span> = free.iter().map(|date| self.on(when, *date)).collect();
        let mut used: BTreeSet<NaiveDate> = self.dates.iter().copied().collect();
        let mut moved = Vec::new();
        for from in &taken {
            let near = (1..=FARTHEST_DATE).flat_map(|days| [days, -days]);
            let near = near.filter_map(|days| from.checked_add_signed(TimeDelta::days(days)));
            let to = near.into_iter().find(|date| {
                let span = self.on(when, *date);
                (is_weekend(*from) || !is_weekend(*date))
                    && !used.contains(date)
                    && span.start() >= self.now
                    && here.takes(when, &span)
                    && !own.iter().any(|other| other.overlaps(&span))
            });
            let Some(to) = to else { break };
            used.insert(to);
            own.push(self.on(when, to));
            moved.push(OtherDate { from: *from, to });
        }
        let all_moved = moved.len() == taken.len();
        let mut repairs = vec![Repair::Skip { dates: taken }];
        if all_moved {
            repairs.push(Repair::Move { dates: moved });
        }
        repairs
    }
}

impl Room<'_> {
    /// Whether a meeting that takes this span can have the room.
    pub fn takes(&self, when: &When, span: &Span) -> bool {
        let bookable = self.place.bookable.as_ref();
        let closure = bookable.and_then(|bookable| bookable.closure_of(when, span, self.rules));
        let next = self.taken.partition_point(|taken| taken.end() <= span.start());
        closure.is_none() && self.taken.get(next).is_none_or(|taken| taken.start() >= span.end())
    }
}

fn later(when: &When, by: i32) -> When {
    match when {
        When::Timed { start, minutes, zone } => When::Timed {
            start: *start + TimeDelta::minutes(by.into()),
            minutes: *minutes,
            zone: zone.clone(),
        },
        whole_days @ When::AllDay { .. } => whole_days.clone(),
    }
}

fn cut(when: &When, begin_later: u32, end_earlier: u32) -> When {
    match later(when, i32::try_from(begin_later).unwrap_or(0)) {
        When::Timed { start, minutes, zone } => {
            When::Timed { start, minutes: minutes.saturating_sub(begin_later + end_earlier), zone }
        }
        whole_days @ When::AllDay { .. } => whole_days,
    }
}

fn without(mut recurrence: Recurrence, dates: &[NaiveDate]) -> Recurrence {
    for date in dates {
        recurrence.additions.remove(date);
        recurrence.exceptions.insert(*date);
    }
    recurrence
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::meeting::stories::{ROOM, draft};
    use crate::time::{Ends, Every, Rule, WeekStart, ZoneName};

    fn place(number: u128, name: &str, capacity: u32, equipment: &[&str]) -> Place {
        Place {
            id: if number == 0 { ROOM } else { PlaceId(Uuid::from_u128(0x300 + number)) },
            name: name.to_owned(),
            capacity,
            equipment: equipment.iter().map(|thing| (*thing).to_owned()).collect(),
            bookable: None,
            archived: false,
        }
    }

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// Of a day in November 2026, in minutes since midnight.
    fn span(day: u32, from: i64, to: i64) -> Span {
        let midnight = date(day).and_time(NaiveTime::MIN).and_utc();
        Span::new(midnight + TimeDelta::minutes(from), midnight + TimeDelta::minutes(to)).unwrap()
    }

    fn when(day: u32, from: i64, minutes: u32) -> When {
        let start = date(day).and_time(NaiveTime::MIN) + TimeDelta::minutes(from);
        When::Timed { start, minutes, zone: ZoneName::utc() }
    }

    /// Wants the blue room on Tuesday 24 November from ten to eleven.
    fn from_ten_to_eleven() -> Draft {
        Draft { when: when(24, 600, 60), place: Some(ROOM), ..draft() }
    }

    /// The first room is the one that is wanted.
    fn found(draft: &Draft, dates: &[NaiveDate], rooms: &[(&Place, Vec<Span>)]) -> Vec<Repair> {
        let utc = ZoneRules::utc();
        let now = span(24, 480, 481).start();
        let wanted = Wanted { draft, dates, people: 2, rules: &utc, now };
        suggested(&wanted, rooms)
    }

    fn suggested(wanted: &Wanted<'_>, rooms: &[(&Place, Vec<Span>)]) -> Vec<Repair> {
        let places: Vec<Place> = rooms.iter().map(|(place, _)| (*place).clone()).collect();
        let room = |place: &&Place| {
            let (place, taken) = rooms.iter().find(|(known, _)| known.id == place.id).unwrap();
            Room { place, rules: wanted.rules, taken: taken.clone() }
        };
        let others = suitable(&places[0], wanted.people, &places);
        let others: Vec<_> = others.iter().map(room).collect();
        repairs(wanted, &room(&&places[0]), &others)
    }

    #[test]
    fn a_meeting_that_runs_into_the_next_one_begins_earlier_or_ends_earlier() {
        let blue = place(0, "Blue", 8, &[]);
        let repairs = found(&from_ten_to_eleven(), &[], &[(&blue, vec![span(24, 650, 720)])]);
        assert_eq!(
            repairs,
            [Repair::Shift { minutes: -10 }, Repair::Shorten { begin_later: 0, end_earlier: 10 }]
        );
    }

    #[test]
    fn another_room_is_as_large_and_has_what_the_first_one_has() {
        let blue = place(0, "Blue", 8, &["video"]);
        let (small, bare) = (place(1, "Small", 6, &["video"]), place(2, "Bare", 8, &[]));
        let (taken, hall) = (place(3, "Taken", 8, &["Video"]), place(4, "Hall", 20, &["Video", "projector"]));
        let all_day = vec![span(24, 0, 1_440)];
        let rooms =
            [(&blue, all_day.clone()), (&small, vec![]), (&bare, vec![]), (&taken, all_day), (&hall, vec![])];
        let other = Repair::OtherPlace { place: Named { id: hall.id, name: "Hall".into() }, seats: 20 };
        assert_eq!(found(&from_ten_to_eleven(), &[], &rooms), [other]);
    }

    #[test]
    fn a_series_leaves_dates_out_or_has_others_instead() {
        let blue = place(0, "Blue", 8, &[]);
        let dates = [date(24), date(25), date(26)];
        let repairs = found(&from_ten_to_eleven(), &dates, &[(&blue, vec![span(25, 540, 720)])]);
        let moved = OtherDate { from: date(25), to: date(27) };
        assert_eq!(repairs, [Repair::Skip { dates: vec![date(25)] }, Repair::Move { dates: vec![moved] }]);
    }

    #[test]
    fn nothing_is_moved_into_the_past() {
        let blue = place(0, "Blue", 8, &[]);
        let soon = Draft { when: when(24, 480, 60), ..from_ten_to_eleven() };
        let repairs = found(&soon, &[], &[(&blue, vec![span(24, 530, 700)])]);
        assert_eq!(repairs, [Repair::Shorten { begin_later: 0, end_earlier: 10 }]);
    }

    /// Bookings of the days around, none of which overlap.
    fn bookings() -> impl Strategy<Value = Vec<Span>> {
        proptest::collection::vec((5i64..120, 5i64..150), 0..80).prop_map(|gaps| {
            let mut at = 0;
            let booked = gaps.into_iter().map(|(gap, length)| {
                let start = at + gap;
                at = start + length;
                span(20, start, at)
            });
            booked.collect()
        })
    }

    fn every_day(count: u32) -> Recurrence {
        let ends = Ends::After { count };
        Recurrence::of(Rule { every: Every::Day, interval: 1, ends, week_start: WeekStart::Monday })
    }

    proptest! {
        #[test]
        fn no_repair_collides(
            taken in proptest::collection::vec(bookings(), 4),
            start in 0i64..1_380,
            length in 1u32..240,
            people in 1u32..9,
            count in 0u32..7,
        ) {
            let utc = ZoneRules::utc();
            let sizes = [4, 4, 6, 8];
            let places: Vec<_> = sizes
                .iter()
                .zip(0..)
                .map(|(seats, number)| place(number, "Room", *seats, if number == 2 { &[] } else { &["video"] }))
                .collect();
            let rooms: Vec<_> = places.iter().zip(taken.iter().cloned()).collect();
            let draft = Draft { when: when(22, start, length), ..from_ten_to_eleven() };
            let dates: Vec<_> = (22..22 + count).map(date).collect();
            let now = span(20, 0, 1).start();
            let wanted = Wanted { draft: &draft, dates: &dates, people, rules: &utc, now };
            let recurrence = (count > 0).then(|| every_day(count));
            for repair in suggested(&wanted, &rooms) {
                let before = recurrence.clone();
                let (put_right, recurrence) = repair.applied_to(draft.clone(), recurrence.clone());
                prop_assert_eq!(recurrence.clone().map(|after| repair.taken_back(after)), before);
                let room = places.iter().position(|place| Some(place.id) == put_right.place).unwrap();
                prop_assert!(places[room].capacity >= people);
                prop_assert!(places[room].is_equipped_like(&places[0]));
                let spans: Vec<_> = match recurrence {
                    None => vec![put_right.when.span(&utc)],
                    Some(recurrence) => {
                        let dates = recurrence.dates(dates.iter().copied());
                        dates.into_iter().map(|date| put_right.when.on(date).span(&utc)).collect()
                    }
                };
                prop_assert!(!spans.is_empty());
                for span in &spans {
                    let collides = taken[room].iter().any(|other| other.overlaps(span));
                    prop_assert!(!collides, "{repair:?}: {span:?}");
                }
                let (was, is) = (draft.when.span(&utc), put_right.when.span(&utc));
                prop_assert!((is.start() - was.start()).num_minutes().abs() <= i64::from(LONGEST_SHIFT).max(i64::from(length) / 4));
                prop_assert!(is.length() * 4 >= was.length() * 3);
            }
        }
    }
}
