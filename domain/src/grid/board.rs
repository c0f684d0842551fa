//! The booking grid: rooms as rows, the hours of some days side by side as columns.
//!
//! What is chosen there is free time of one room: a drag cannot run over a booking.

use chrono::{NaiveDate, TimeDelta};

use super::day::{DAY_MINUTES, Step, Stretch, instant, pieces};
use crate::time::{Span, ZoneRules};

/// What is drawn from left to right: of each date the hours from one minute of the day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    first: NaiveDate,
    days: u32,
    hours: Stretch,
}

/// What of a span is drawn, as fractions of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stripe {
    pub start: f32,
    pub length: f32,
}

/// Where on the axis a hand is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub date: NaiveDate,
    /// Since midnight.
    pub minute: f64,
}

impl Axis {
    /// The whole of each day.
    pub fn of_days(first: NaiveDate, days: u32) -> Self {
        Self { first, days: days.max(1), hours: Stretch::clamped(0, DAY_MINUTES) }
    }

    /// The same days without the hours that nobody needs: from `usual` on, and wider by whole hours where one of the
    /// spans is.
    pub fn around(self, usual: Stretch, spans: impl IntoIterator<Item = Span>, rules: &ZoneRules) -> Self {
        let (mut from, mut to) = (usual.start(), usual.end());
        for span in spans {
            for piece in pieces(&span, rules, self.first, self.days) {
                from = from.min(piece.stretch.start());
                to = to.max(piece.stretch.end());
            }
        }
        Self { hours: Stretch::clamped(from / HOUR * HOUR, to.div_ceil(HOUR) * HOUR), ..self }
    }

    pub fn first(self) -> NaiveDate {
        self.first
    }

    pub fn days(self) -> u32 {
        self.days
    }

    pub fn dates(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take(self.days as usize)
    }

    /// The part of each day that is drawn.
    pub fn hours(self) -> Stretch {
        self.hours
    }

    /// How many hours stand side by side.
    pub fn width(self) -> f32 {
        self.days as f32 * f32::from(self.hours.minutes()) / f32::from(HOUR)
    }

    /// From the first midnight to the last.
    pub fn span(self, rules: &ZoneRules) -> Span {
        rules.days(self.first, self.days)
    }

    /// Where a minute of a date is; outside, at the edge of the day.
    pub fn fraction(self, date: NaiveDate, minute: u16) -> f32 {
        let day = (date - self.first).num_days() as f32;
        let within = minute.clamp(self.hours.start(), self.hours.end()) - self.hours.start();
        (day + f32::from(within) / f32::from(self.hours.minutes())) / self.days as f32
    }

    /// The stripes of a span, one a day that it has hours of.
    pub fn stripes(self, span: &Span, rules: &ZoneRules) -> impl Iterator<Item = Stripe> + use<> {
        pieces(span, rules, self.first, self.days).filter_map(move |piece| {
            let start = self.fraction(piece.date, piece.stretch.start());
            let length = self.fraction(piece.date, piece.stretch.end()) - start;
            (length > 0.0).then_some(Stripe { start, length })
        })
    }

    /// What is at a fraction of the axis; what is outside is at its edge.
    pub fn mark(self, fraction: f64) -> Mark {
        let days = fraction.clamp(0.0, 1.0) * f64::from(self.days);
        let day = days.floor().min(f64::from(self.days - 1));
        let date = self.first.checked_add_signed(TimeDelta::days(day as i64)).unwrap_or(self.first);
        let minute = f64::from(self.hours.start()) + (days - day) * f64::from(self.hours.minutes());
        Mark { date, minute }
    }
}

const HOUR: u16 = 60;

/// A drag over the free time of a room, on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    date: NaiveDate,
    from: f64,
    /// Between the bookings before and after where it began.
    free: Stretch,
}

impl Draw {
    /// `None` where the room is taken.
    pub fn begin(taken: &[Span], mark: Mark, rules: &ZoneRules) -> Option<Self> {
        let free = free_around(taken, mark, rules)?;
        Some(Self { date: mark.date, from: mark.minute, free })
    }

    /// What would be chosen if the hand let go here: from either end the same, and never over a booking.
    pub fn reach(&self, to: Mark, step: Step, rules: &ZoneRules) -> Span {
        let to = match to.date.cmp(&self.date) {
            std::cmp::Ordering::Less => 0.0,
            std::cmp::Ordering::Equal => to.minute,
            std::cmp::Ordering::Greater => f64::from(DAY_MINUTES),
        };
        let start = step.line_above(self.from.min(to));
        let end = step.line_below(self.from.max(to)).max(start + i64::from(step.minutes()));
        self.within(start, end, rules)
    }

    /// A press without a drag: so many minutes from the half hour that was pressed, as far as it is free.
    pub fn pressed(&self, minutes: u32, rules: &ZoneRules) -> Span {
        let start = (self.from as i64 / HALF_HOUR * HALF_HOUR).max(self.free.start().into());
        self.within(start, start + i64::from(minutes), rules)
    }

    fn within(&self, start: i64, end: i64, rules: &ZoneRules) -> Span {
        let minute = |minute: i64| {
            let minute = minute.clamp(self.free.start().into(), self.free.end().into());
            u16::try_from(minute).unwrap_or(DAY_MINUTES)
        };
        let chosen = Stretch::clamped(minute(start), minute(end));
        let (from, to) = (instant(self.date, chosen.start(), rules), instant(self.date, chosen.end(), rules));
        // Within an hour that the clocks skip, both ends are the same instant.
        let length = TimeDelta::minutes(chosen.minutes().into());
        Span::new(from, to).or_else(|| Span::new(from, from + length)).expect("at least a minute long")
    }
}

const HALF_HOUR: i64 = 30;

/// The free part of the day around a minute of it.
fn free_around(taken: &[Span], Mark { date, minute }: Mark, rules: &ZoneRules) -> Option<Stretch> {
    let (mut from, mut to) = (0, DAY_MINUTES);
    for piece in taken.iter().flat_map(|span| pieces(span, rules, date, 1)) {
        let (start, end) = (piece.stretch.start(), piece.stretch.end());
        if f64::from(end) <= minute {
            from = from.max(end);
        } else if f64::from(start) > minute {
            to = to.min(start);
        } else {
            return None;
        }
    }
    Some(Stretch::clamped(from, to))
}

/// Whether nothing of this is taken.
pub fn is_free(taken: &[Span], span: &Span) -> bool {
    !taken.iter().any(|other| other.overlaps(span))
}

/// The same length a step later, or earlier with a negative number; beyond the bookings that are in the way there.
/// `None` where there is no such time within `limit`.
pub fn beside(taken: &[Span], span: Span, minutes: i64, limit: Span) -> Option<Span> {
    let mut to = moved(span, TimeDelta::minutes(minutes))?;
    loop {
        if to.start() < limit.start() || to.end() > limit.end() {
            return None;
        }
        let in_the_way = taken.iter().filter(|other| other.overlaps(&to));
        let by = if minutes < 0 {
            in_the_way.map(|other| other.start() - to.end()).min()
        } else {
            in_the_way.map(|other| other.end() - to.start()).max()
        };
        match by {
            None => return Some(to),
            Some(by) => to = moved(to, by)?,
        }
    }
}

/// The same start, so many minutes longer, or shorter with a negative number; up to what is in the way, and never
/// shorter than a step.
pub fn stretched(taken: &[Span], span: Span, minutes: i64, step: Step, limit: Span) -> Span {
    let shortest = span.start() + TimeDelta::minutes(step.minutes().into());
    let end = (span.end() + TimeDelta::minutes(minutes)).max(shortest.min(span.end()));
    let next = taken.iter().map(Span::start).filter(|start| *start >= span.end()).min();
    let end = end.min(next.unwrap_or(limit.end())).min(limit.end());
    Span::new(span.start(), end).unwrap_or(span)
}

fn moved(span: Span, by: TimeDelta) -> Option<Span> {
    Span::new(span.start() + by, span.end() + by)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use proptest::prelude::*;

    use super::*;

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

    /// Taken from 11 to 13 o'clock, as in the story of the source.
    fn eleven_to_one() -> Vec<Span> {
        vec![span(660, 780)]
    }

    fn drawn(from: f64, to: f64) -> Span {
        let utc = ZoneRules::utc();
        Draw::begin(&eleven_to_one(), at(from), &utc).unwrap().reach(at(to), Step::Quarter, &utc)
    }

    #[test]
    fn a_drag_over_free_time_snaps_and_stops_at_a_booking() {
        assert_eq!(drawn(540.0, 630.0), span(540, 630));
        assert_eq!(drawn(543.0, 628.0), span(540, 630));
        assert_eq!(drawn(540.0, 1_000.0), span(540, 660), "the booking at eleven is in the way");
        assert_eq!(drawn(900.0, 100.0), span(780, 900), "and from the other side the same");
        assert_eq!(drawn(900.0, 900.0), span(900, 915));
        let utc = ZoneRules::utc();
        assert_eq!(Draw::begin(&eleven_to_one(), at(700.0), &utc), None);
        let five = Draw::begin(&eleven_to_one(), at(540.0), &utc).unwrap();
        assert_eq!(five.reach(at(556.0), Step::FiveMinutes, &utc), span(540, 555));
    }

    #[test]
    fn a_press_takes_the_usual_length_as_far_as_it_is_free() {
        let utc = ZoneRules::utc();
        let press = |minute| Draw::begin(&eleven_to_one(), at(minute), &utc).unwrap().pressed(60, &utc);
        assert_eq!(press(560.0), span(540, 600));
        assert_eq!(press(640.0), span(630, 660));
        assert_eq!(press(785.0), span(780, 840));
    }

    #[test]
    fn by_keyboard_one_goes_past_a_booking() {
        let day = span(0, 1_440);
        let taken = eleven_to_one();
        assert_eq!(beside(&taken, span(600, 660), 15, day), Some(span(780, 840)));
        assert_eq!(beside(&taken, span(780, 840), -15, day), Some(span(600, 660)));
        assert_eq!(beside(&taken, span(1_380, 1_440), 15, day), None);
        assert_eq!(stretched(&taken, span(600, 645), 15, Step::Quarter, day), span(600, 660));
        assert_eq!(stretched(&taken, span(600, 660), 15, Step::Quarter, day), span(600, 660));
        assert_eq!(stretched(&taken, span(600, 615), -15, Step::Quarter, day), span(600, 615));
    }

    #[test]
    fn days_stand_side_by_side_without_their_nights() {
        let utc = ZoneRules::utc();
        let week = Axis::of_days(date(24), 4).around(Stretch::clamped(480, 1_200), [span(450, 500)], &utc);
        assert_eq!((week.hours().start(), week.hours().end(), week.width()), (420, 1_200, 52.0));
        assert_eq!(week.mark(0.25), Mark { date: date(25), minute: 420.0 });
        assert_eq!(week.mark(1.0), Mark { date: date(27), minute: 1_200.0 });
        assert_eq!(week.fraction(date(25), 420), 0.25);
        assert_eq!(week.fraction(date(24), 0), 0.0, "what is not drawn is at the edge");
        let stripes: Vec<_> = week.stripes(&span(420, 1_440 + 810), &utc).collect();
        assert_eq!(stripes, [Stripe { start: 0.0, length: 0.25 }, Stripe { start: 0.25, length: 0.125 }]);
        assert_eq!(week.stripes(&span(0, 60), &utc).count(), 0);
    }

    fn bookings() -> impl Strategy<Value = Vec<Span>> {
        proptest::collection::vec((0i64..90, 5i64..120), 0..20).prop_map(|gaps| {
            let mut at = 0;
            let booked = gaps.into_iter().map(|(gap, length)| {
                let start = at + gap;
                at = start + length;
                span(start, at)
            });
            booked.collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_drawn_is_free_and_the_same_from_either_end(
            taken in bookings(), from in 0.0f64..1_440.0, to in 0.0f64..1_440.0, five in any::<bool>(),
        ) {
            let utc = ZoneRules::utc();
            let step = if five { Step::FiveMinutes } else { Step::Quarter };
            if let Some(draw) = Draw::begin(&taken, at(from), &utc) {
                let there = draw.reach(at(to), step, &utc);
                prop_assert!(is_free(&taken, &there));
                prop_assert!(is_free(&taken, &draw.pressed(60, &utc)));
                if let Some(back) = Draw::begin(&taken, at(to), &utc)
                    && is_free(&taken, &span(from.min(to) as i64, from.max(to) as i64 + 1))
                {
                    prop_assert_eq!(back.reach(at(from), step, &utc), there);
                }
            } else {
                prop_assert!(!is_free(&taken, &span(from as i64, from as i64 + 1)));
            }
        }

        #[test]
        fn beside_a_booking_is_free(taken in bookings(), start in 0i64..1_300, length in 5i64..140, back in any::<bool>()) {
            let step = if back { -15 } else { 15 };
            if let Some(next) = beside(&taken, span(start, start + length), step, span(0, 1_440)) {
                prop_assert!(is_free(&taken, &next));
                prop_assert_eq!(next.length(), TimeDelta::minutes(length));
            }
        }

        #[test]
        fn a_mark_comes_back_as_itself(day in 0u32..5, minute in 480u16..1_199) {
            let week = Axis::of_days(date(24), 5).around(Stretch::clamped(480, 1_200), [], &ZoneRules::utc());
            let fraction = week.fraction(date(24 + day), minute);
            let mark = week.mark(f64::from(fraction));
            prop_assert!((mark.minute - f64::from(minute)).abs() < 0.1 || (1_200.0 - mark.minute).abs() < 0.1);
        }
    }
}
