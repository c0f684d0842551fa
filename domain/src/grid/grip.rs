//! A chosen time of a room in a hand: carried as a whole, or pulled by one of its ends. It never comes to lie over a
//! booking.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::board::{Mark, is_free};
use super::day::{Step, minute_of};
use super::drag::{Edge, turned};
use crate::time::{Span, ZoneRules};

/// As it was seized.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip {
    pub span: Span,
    pub part: Part,
    pub from: Mark,
}

/// What of it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It keeps its length, and may go to another room.
    Whole,
    /// The other end stays.
    End(Edge),
}

impl Grip {
    /// What would be chosen if the hand let go at `to` in a room where this is taken; `None` where nothing is free within
    /// `limit`. A hand that comes back to where it began changes nothing but the room.
    pub fn reach(
        &self,
        to: Mark,
        step: Step,
        taken: &[Span],
        limit: Span,
        rules: &ZoneRules,
    ) -> Option<Span> {
        let Self { span, part, .. } = *self;
        let shortest = TimeDelta::minutes(step.minutes().into());
        match part {
            Part::Whole => {
                let start = self.moved(span.start(), to, step, rules);
                nearest_free(taken, Span::new(start, start + span.length())?, limit)
            }
            Part::End(Edge::End) => {
                let start = span.start();
                let next = taken.iter().filter(|other| other.end() > start).map(Span::start).min();
                let last = next.unwrap_or(limit.end()).min(limit.end());
                let end = self.moved(span.end(), to, step, rules).max(start + shortest).min(last);
                Span::new(start, end)
            }
            Part::End(Edge::Start) => {
                let end = span.end();
                let before = taken.iter().filter(|other| other.start() < end).map(Span::end).max();
                let first = before.unwrap_or(limit.start()).max(limit.start());
                let start = self.moved(span.start(), to, step, rules).min(end - shortest).max(first);
                Span::new(start, end)
            }
        }
    }

    /// Where a moment of it goes with the hand.
    fn moved(&self, moment: DateTime<Utc>, to: Mark, step: Step, rules: &ZoneRules) -> DateTime<Utc> {
        let days = to.date - self.from.date;
        let by = to.minute - self.from.minute;
        if days.is_zero() && by.abs() < f64::from(step.minutes()) / 2.0 {
            return moment;
        }
        let was = rules.wall(moment);
        let minute = step.nearest(f64::from(minute_of(was.time())) + by);
        let there = (was.date() + days).and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
        turned(moment, was, there - was, rules)
    }
}

/// The free time of this length that is nearest to it.
fn nearest_free(taken: &[Span], wanted: Span, limit: Span) -> Option<Span> {
    let length = wanted.length();
    let touching = taken.iter().flat_map(|other| [other.end(), other.start() - length]);
    let starts = touching.chain([wanted.start(), limit.start(), limit.end() - length]);
    let spans = starts.filter_map(|start| Span::new(start, start + length));
    let within = spans.filter(|span| limit.start() <= span.start() && span.end() <= limit.end());
    within.filter(|span| is_free(taken, span)).min_by_key(|span| (span.start() - wanted.start()).abs())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::grid::stories::berlin;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// In minutes after the midnight that begins 24 November 2026.
    fn span(from: i64, to: i64) -> Span {
        let midnight = date(24).and_time(NaiveTime::MIN).and_utc();
        Span::new(midnight + TimeDelta::minutes(from), midnight + TimeDelta::minutes(to)).unwrap()
    }

    fn at(minute: f64) -> Mark {
        Mark { date: date(24), minute }
    }

    /// Minutes.
    const DAY: (i64, i64) = (0, 1_440);

    /// In a room that is taken from 11 to 13 o'clock, as in the story of the source.
    fn reach(chosen: Span, part: Part, from: f64, to: f64) -> Option<Span> {
        let grip = Grip { span: chosen, part, from: at(from) };
        grip.reach(at(to), Step::Quarter, &[span(660, 780)], span(DAY.0, DAY.1), &ZoneRules::utc())
    }

    #[test]
    fn what_is_carried_keeps_its_length_and_stops_beside_a_booking() {
        let chosen = span(540, 600);
        assert_eq!(reach(chosen, Part::Whole, 560.0, 592.0), Some(span(570, 630)));
        assert_eq!(reach(chosen, Part::Whole, 560.0, 640.0), Some(span(600, 660)), "eleven is taken");
        assert_eq!(reach(chosen, Part::Whole, 560.0, 780.0), Some(span(780, 840)), "and past it");
        assert_eq!(reach(chosen, Part::Whole, 560.0, -400.0), Some(span(0, 60)));
    }

    #[test]
    fn an_end_is_pulled_up_to_the_booking_and_no_shorter_than_a_step() {
        let chosen = span(540, 600);
        assert_eq!(reach(chosen, Part::End(Edge::End), 600.0, 629.0), Some(span(540, 630)));
        assert_eq!(reach(chosen, Part::End(Edge::End), 600.0, 900.0), Some(span(540, 660)));
        assert_eq!(reach(chosen, Part::End(Edge::End), 600.0, 100.0), Some(span(540, 555)));
        let after = span(840, 900);
        assert_eq!(reach(after, Part::End(Edge::Start), 840.0, 100.0), Some(span(780, 900)));
        assert_eq!(reach(after, Part::End(Edge::Start), 840.0, 1_000.0), Some(span(885, 900)));
    }

    #[test]
    fn what_stands_between_the_lines_stays_until_it_is_moved() {
        let chosen = span(545, 602);
        for part in [Part::Whole, Part::End(Edge::Start), Part::End(Edge::End)] {
            assert_eq!(reach(chosen, part, 560.0, 563.0), Some(chosen));
        }
        assert_eq!(reach(chosen, Part::Whole, 560.0, 580.0), Some(span(570, 627)));
    }

    #[test]
    fn what_lies_over_a_booking_is_carried_off_it_but_not_pulled() {
        let chosen = span(690, 750);
        assert_eq!(reach(chosen, Part::Whole, 700.0, 700.0), Some(span(780, 840)));
        assert_eq!(reach(chosen, Part::End(Edge::End), 750.0, 800.0), None);
    }

    #[test]
    fn what_is_carried_up_to_an_hour_that_is_skipped_comes_before_it() {
        let at = |hour, minute| {
            NaiveDate::from_ymd_opt(2026, 3, 29).unwrap().and_hms_opt(hour, minute, 0).unwrap().and_utc()
        };
        let span = |from, to| Span::new(from, to).unwrap();
        let mark = |minute| Mark { date: at(0, 0).date_naive(), minute };
        // From three to four in Berlin; a quarter to three is not there.
        let chosen = span(at(1, 0), at(2, 0));
        let grip = |part| Grip { span: chosen, part, from: mark(180.0) };
        let night = span(at(0, 0), at(3, 0));
        let up = |part| grip(part).reach(mark(165.0), Step::Quarter, &[], night, &berlin());
        assert_eq!(up(Part::Whole), Some(span(at(0, 45), at(1, 45))));
        assert_eq!(up(Part::End(Edge::Start)), Some(span(at(0, 45), at(2, 0))));
    }

    proptest! {
        #[test]
        fn what_is_reached_is_free(
            gaps in proptest::collection::vec((0i64..90, 5i64..120), 0..15),
            start in 0i64..1_300, length in 5i64..140, from in 0.0f64..1_440.0, to in 0.0f64..1_440.0,
            part in prop_oneof![
                Just(Part::Whole), Just(Part::End(Edge::Start)), Just(Part::End(Edge::End)),
            ],
        ) {
            let mut at_minute = 0;
            let taken: Vec<_> = gaps.into_iter().map(|(gap, length)| {
                let start = at_minute + gap;
                at_minute = start + length;
                span(start, at_minute)
            }).collect();
            let chosen = span(start, (start + length).min(DAY.1));
            prop_assume!(is_free(&taken, &chosen));
            let grip = Grip { span: chosen, part, from: at(from) };
            let day = span(DAY.0, DAY.1);
            let there = grip.reach(at(to), Step::Quarter, &taken, day, &ZoneRules::utc()).unwrap();
            prop_assert!(is_free(&taken, &there), "{there:?}");
            match part {
                Part::Whole => prop_assert_eq!(there.length(), chosen.length()),
                Part::End(Edge::End) => prop_assert_eq!(there.start(), chosen.start()),
                Part::End(Edge::Start) => prop_assert_eq!(there.end(), chosen.end()),
            }
        }
    }
}
