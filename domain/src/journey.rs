//! Journeys between the visits of a day (D10): estimated, shown, and an impossible one warned of. Nothing is claimed of a
//! visit of which nobody knows where it is.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::id::MeetingId;
use crate::location::Position;
use crate::time::Span;

/// How one gets about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// How much longer the way is than the straight line, in per cent of it.
    detour: u32,
    /// Kilometres in an hour, all told.
    speed: u32,
}

impl Pace {
    /// `None` for who would not arrive: a way is not shorter than the straight line, and one gets along.
    pub fn new(detour: u32, speed: u32) -> Option<Self> {
        ((100..=1_000).contains(&detour) && (1..=1_000).contains(&speed)).then_some(Self { detour, speed })
    }
}

/// From where to where.
pub type Leg = (Position, Position);

/// Whoever knows ways.
pub trait Ways {
    /// The way between two points.
    fn way(&self, from: Position, to: Position) -> Way;

    /// Whether a way may be known better later than at first ([`Basis::NotAnswered`]).
    fn learns(&self) -> bool {
        false
    }
}

/// By the straight line.
impl Ways for Pace {
    fn way(&self, from: Position, to: Position) -> Way {
        let metres = u64::from(from.metres_to(to)) * u64::from(self.detour) / 100;
        // Metres and kilometres an hour: sixty minutes to a thousand metres.
        let minutes = (metres * 60).div_ceil(u64::from(self.speed) * 1_000);
        // Half around the earth, ten times as far, at a snail's pace: both fit.
        Way { metres: metres as u32, minutes: minutes as u32, basis: Basis::StraightLine }
    }
}

impl<W: Ways + ?Sized> Ways for &W {
    fn way(&self, from: Position, to: Position) -> Way {
        (**self).way(from, to)
    }

    fn learns(&self) -> bool {
        (**self).learns()
    }
}

/// By car through a town and out of it.
impl Default for Pace {
    fn default() -> Self {
        Self { detour: 130, speed: 40 }
    }
}

/// How far it is, and how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Way {
    pub metres: u32,
    pub minutes: u32,
    pub basis: Basis,
}

/// By what a way is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Estimated from the straight line.
    StraightLine,
    /// A router told it.
    Road,
    /// Estimated, for the router that was to tell it has not answered yet.
    NotAnswered,
}

/// A meeting outside, as far as it matters to who travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub meeting: MeetingId,
    pub span: Span,
    pub position: Option<Position>,
}

/// From one visit to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    pub from: MeetingId,
    pub to: MeetingId,
    pub way: Way,
    /// When one has to be there.
    pub until: chrono::DateTime<chrono::Utc>,
    /// Minutes between the end of the one and the beginning of the other.
    pub free: u32,
}

impl Journey {
    /// Nobody gets there in time.
    pub fn is_impossible(&self) -> bool {
        self.way.minutes > self.free
    }

    /// When one sets out at the latest.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.until - TimeDelta::minutes(self.way.minutes.into()), self.until)
    }
}

/// The journeys of one day, each from a visit to the one that begins next. Within one house there is none.
pub fn journeys(mut visits: Vec<Visit>, ways: impl Ways) -> Vec<Journey> {
    visits.sort_unstable_by_key(|visit| (visit.span.start(), visit.span.end(), visit.meeting));
    let journey = |pair: &[Visit]| {
        let [from, to] = pair else { return None };
        let (here, there) = from.position.zip(to.position)?;
        let free = to.span.start() - from.span.end();
        let free = u32::try_from(free.num_minutes()).unwrap_or(0);
        let journey = Journey {
            from: from.meeting,
            to: to.meeting,
            way: ways.way(here, there),
            until: to.span.start(),
            free,
        };
        (here.metres_to(there) > ONE_HOUSE).then_some(journey)
    };
    visits.windows(2).filter_map(journey).collect()
}

/// Metres within which one is still in the same house.
const ONE_HOUSE: u32 = 100;

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn visit(number: u128, start: i64, minutes: i64, position: Option<Position>) -> Visit {
        let start = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(start);
        let span = Span::new(start, start + TimeDelta::minutes(minutes)).unwrap();
        Visit { meeting: MeetingId(Uuid::from_u128(number)), span, position }
    }

    fn at(north: f64, east: f64) -> Option<Position> {
        Position::degrees(north, east)
    }

    const BRISTOL: (f64, f64) = (51.4545, -2.5879);
    const BATH: (f64, f64) = (51.3811, -2.359);

    fn bristol() -> Option<Position> {
        at(BRISTOL.0, BRISTOL.1)
    }

    fn bath() -> Option<Position> {
        at(BATH.0, BATH.1)
    }

    #[test]
    fn from_bristol_to_bath_one_needs_more_than_half_an_hour() {
        let day = |pause: i64| vec![visit(1, 0, 60, bristol()), visit(2, 60 + pause, 60, bath())];
        let [journey] = journeys(day(60), Pace::default())[..] else { panic!("one journey") };
        assert!((22_500..24_500).contains(&journey.way.metres), "{}", journey.way.metres);
        assert!((33..=37).contains(&journey.way.minutes), "{}", journey.way.minutes);
        assert!(!journey.is_impossible());
        assert_eq!(journey.span().unwrap().end(), journey.until);
        assert!(journeys(day(30), Pace::default())[0].is_impossible());
        assert!(journeys(day(-15), Pace::default())[0].is_impossible(), "nobody is at two places");
    }

    #[test]
    fn nothing_is_claimed_of_what_is_nowhere_and_within_a_house_nobody_travels() {
        let unknown = vec![visit(1, 0, 60, bristol()), visit(2, 60, 60, None), visit(3, 120, 60, bath())];
        assert_eq!(journeys(unknown, Pace::default()), []);
        let next_door = at(BRISTOL.0 + 0.0005, BRISTOL.1);
        let house = vec![visit(1, 0, 60, bristol()), visit(2, 30, 60, next_door)];
        assert_eq!(journeys(house, Pace::default()), []);
    }

    #[test]
    fn a_pace_gets_one_there() {
        assert_eq!(Pace::new(99, 40), None);
        assert_eq!(Pace::new(130, 0), None);
        assert_eq!(Pace::new(130, 40), Some(Pace::default()));
    }

    /// Start and length in minutes, and where.
    type Drawn = (i64, i64, Option<(f64, f64)>);

    fn day() -> impl Strategy<Value = Vec<Visit>> {
        let place = proptest::option::of((50.0..53.0, -3.0..0.0));
        let visit_of = (0_i64..1_300, 15_i64..120, place);
        proptest::collection::vec(visit_of, 0..8).prop_map(|visits| {
            let of = |(number, (start, minutes, place)): (usize, Drawn)| {
                visit(number as u128, start, minutes, place.and_then(|(north, east)| at(north, east)))
            };
            visits.into_iter().enumerate().map(of).collect()
        })
    }

    proptest! {
        #[test]
        fn every_journey_leads_to_the_next_visit_and_ends_when_that_begins(visits in day()) {
            let known: Vec<Visit> = visits.clone();
            let find = |id| known.iter().find(|visit| visit.meeting == id).unwrap();
            let found = journeys(visits, Pace::default());
            prop_assert!(found.len() < known.len().max(1));
            for journey in found {
                let (from, to) = (find(journey.from), find(journey.to));
                prop_assert!(from.position.is_some() && to.position.is_some());
                prop_assert_eq!(journey.until, to.span.start());
                let between = |visit: &&Visit| {
                    let key = |visit: &Visit| (visit.span.start(), visit.span.end(), visit.meeting);
                    key(visit) > key(from) && key(visit) < key(to)
                };
                prop_assert!(known.iter().find(between).is_none());
            }
        }

        #[test]
        fn whoever_is_faster_and_goes_straighter_is_never_late_where_the_other_is_not(
            visits in day(), detour in 100_u32..300, speed in 10_u32..100,
        ) {
            let slow = journeys(visits.clone(), Pace::new(detour + 50, speed).unwrap());
            let fast = journeys(visits, Pace::new(detour, speed * 2).unwrap());
            prop_assert_eq!(slow.len(), fast.len());
            for (slow, fast) in slow.iter().zip(&fast) {
                prop_assert!(fast.way.metres <= slow.way.metres && fast.way.minutes <= slow.way.minutes);
                prop_assert!(slow.is_impossible() || !fast.is_impossible());
            }
        }

        #[test]
        fn the_order_in_which_one_tells_of_visits_matters_not(visits in day()) {
            let mut turned = visits.clone();
            turned.reverse();
            prop_assert_eq!(journeys(visits, Pace::default()), journeys(turned, Pace::default()));
        }
    }
}
