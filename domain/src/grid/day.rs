//! A day column: between instants and minutes of the clock on the wall.
//!
//! A column shows 24 hours on every date, so that ten o'clock is on one line in all of a week. When the clocks go
//! forward, the skipped hour stands there empty; when they go back, what happens in the hour that comes twice is
//! drawn in the same place, side by side. [`oddity`] says where, so that it can be seen.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::time::{Change, Span, ZoneRules};

/// Minutes that a day column shows.
pub const DAY_MINUTES: u16 = 1_440;

/// A stretch of a day column in minutes since midnight on the wall clock: never empty, never past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    start: u16,
    end: u16,
}

impl Stretch {
    /// The part of the day that these bounds have in common with it; at least a minute.
    pub fn clamped(start: u16, end: u16) -> Self {
        let start = start.min(DAY_MINUTES - 1);
        Self { start, end: end.clamp(start + 1, DAY_MINUTES) }
    }

    pub fn start(self) -> u16 {
        self.start
    }

    /// Up to [`DAY_MINUTES`].
    pub fn end(self) -> u16 {
        self.end
    }

    pub fn minutes(self) -> u16 {
        self.end - self.start
    }

    /// The same stretch, at least so long, so that it can be read and hit. Near midnight it grows upwards.
    pub fn at_least(self, minutes: u16) -> Self {
        let end = self.start.saturating_add(minutes).clamp(self.end, DAY_MINUTES);
        Self { start: self.start.min(end.saturating_sub(minutes)), end }
    }
}

/// So many minutes as a share of a day, as CSS reads it: `0.37500`. Written in whole numbers: what prints floating point
/// weighs more in the browser's program than all of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(pub u16);

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = u32::from(self.0) * 100_000 / u32::from(DAY_MINUTES);
        write!(formatter, "{}.{:05}", parts / 100_000, parts % 100_000)
    }
}

/// A fraction of the column for a minute of the day.
pub fn fraction(minute: u16) -> f32 {
    f32::from(minute) / f32::from(DAY_MINUTES)
}

/// What of a span stands in the column of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub date: NaiveDate,
    pub stretch: Stretch,
    pub continues: Continues,
}

/// At which of its ends midnight cuts a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Continues {
    /// It began on the day before or earlier.
    pub before: bool,
    /// It goes on on the next day.
    pub after: bool,
}

/// The pieces of a span in the columns from `first` on, ascending: one a date, and none for a date that the
/// span only touches at midnight.
pub fn pieces(
    span: &Span,
    rules: &ZoneRules,
    first: NaiveDate,
    days: u32,
) -> impl Iterator<Item = Piece> + use<> {
    let (start, end) = on_the_wall(span, rules);
    let last = end - TimeDelta::nanoseconds(1);
    let skipped = start.date().max(first);
    let after = first.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    skipped.iter_days().take_while(move |date| *date <= last.date() && *date < after).map(move |date| {
        let continues = Continues { before: start.date() < date, after: date < last.date() };
        let from = if continues.before { 0 } else { minute_of(start.time()) };
        let to = if continues.after || end.date() > date { DAY_MINUTES } else { minute_of(end.time()) };
        Piece { date, stretch: Stretch::clamped(from, to), continues }
    })
}

/// What of a date's column does not happen, or happens twice, because the clocks are changed on it.
pub fn oddity(date: NaiveDate, rules: &ZoneRules) -> Option<(Change, Stretch)> {
    let shift = rules.shift_on(date)?;
    let end = if shift.to.date() > date { DAY_MINUTES } else { minute_of(shift.to.time()) };
    Some((shift.change, Stretch::clamped(minute_of(shift.from.time()), end)))
}

/// Start and end of a span as a wall clock shows them, in order: where the clocks went back in between, so
/// that it would end before it began, it keeps its elapsed length.
pub fn on_the_wall(span: &Span, rules: &ZoneRules) -> (NaiveDateTime, NaiveDateTime) {
    let (start, end) = (rules.wall(span.start()), rules.wall(span.end()));
    (start, if start < end { end } else { start + span.length() })
}

/// The instant at a minute of a date; [`DAY_MINUTES`] is the midnight that ends it.
pub fn instant(date: NaiveDate, minute: u16, rules: &ZoneRules) -> DateTime<Utc> {
    rules.instant(date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into()))
}

/// The minute of the day that a clock shows.
pub fn minute_of(time: NaiveTime) -> u16 {
    u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(DAY_MINUTES)
}

/// Where the grid catches what is dragged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    #[default]
    Quarter,
    /// For who wants it exact.
    FiveMinutes,
}

impl Step {
    pub fn minutes(self) -> u16 {
        match self {
            Self::Quarter => 15,
            Self::FiveMinutes => 5,
        }
    }

    /// The nearest line, for an edge or a start that is being moved.
    pub fn nearest(self, minute: f64) -> i64 {
        self.line((minute / self.width()).round())
    }

    /// The line at which something begins that was drawn from this minute on: the one above, unless the next
    /// one is so near that it was meant.
    pub fn line_above(self, minute: f64) -> i64 {
        self.line((minute / self.width() + NEAR).floor())
    }

    /// The line at which something ends that was drawn up to this minute.
    pub fn line_below(self, minute: f64) -> i64 {
        self.line((minute / self.width() - NEAR).ceil())
    }

    fn width(self) -> f64 {
        f64::from(self.minutes())
    }

    fn line(self, number: f64) -> i64 {
        number as i64 * i64::from(self.minutes())
    }
}

/// The part of a step within which a line was meant although a hand missed it.
const NEAR: f64 = 1.0 / 3.0;

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use crate::time::ZoneName;

    /// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn berlin() -> ZoneRules {
        let at = |month, day| Utc.with_ymd_and_hms(2026, month, day, 1, 0, 0).unwrap().timestamp();
        let transitions = vec![(at(3, 29), 7_200), (at(10, 25), 3_600)];
        ZoneRules::new(ZoneName("Europe/Berlin".into()), 3_600, transitions)
    }

    fn utc(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap()
    }

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn drawn(from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<(NaiveDate, u16, u16, bool, bool)> {
        let span = Span::new(from, to).unwrap();
        pieces(&span, &berlin(), date(1, 1), 365)
            .map(|it| (it.date, it.stretch.start, it.stretch.end, it.continues.before, it.continues.after))
            .collect()
    }

    #[test]
    fn a_meeting_stands_where_the_clock_on_the_wall_has_it() {
        assert_eq!(
            drawn(utc(11, 24, 8, 0), utc(11, 24, 9, 30)),
            [(date(11, 24), 9 * 60, 10 * 60 + 30, false, false)]
        );
        assert_eq!(drawn(utc(7, 1, 8, 0), utc(7, 1, 9, 0)), [(date(7, 1), 600, 660, false, false)]);
    }

    #[test]
    fn midnight_cuts_a_meeting_in_pieces() {
        assert_eq!(
            drawn(utc(11, 24, 21, 0), utc(11, 26, 5, 0)),
            [
                (date(11, 24), 22 * 60, 1_440, false, true),
                (date(11, 25), 0, 1_440, true, true),
                (date(11, 26), 0, 6 * 60, true, false),
            ]
        );
    }

    #[test]
    fn what_ends_at_midnight_does_not_stand_in_the_next_column() {
        assert_eq!(
            drawn(utc(11, 24, 22, 0), utc(11, 24, 23, 0)),
            [(date(11, 24), 23 * 60, 1_440, false, false)]
        );
    }

    #[test]
    fn only_the_columns_that_are_shown_get_a_piece() {
        let long = Span::new(utc(11, 1, 8, 0), utc(11, 30, 8, 0)).unwrap();
        let shown: Vec<_> = pieces(&long, &berlin(), date(11, 23), 7).map(|piece| piece.date).collect();
        assert_eq!((shown.len(), shown[0], shown[6]), (7, date(11, 23), date(11, 29)));
    }

    #[test]
    fn a_meeting_over_the_skipped_hour_reaches_over_it() {
        assert_eq!(
            drawn(utc(3, 29, 0, 30), utc(3, 29, 1, 30)),
            [(date(3, 29), 90, 3 * 60 + 30, false, false)]
        );
    }

    #[test]
    fn a_meeting_in_the_hour_that_comes_twice_keeps_its_length() {
        // From 02:45 in summer time to 02:15 in winter time: half an hour, on a clock that went back.
        assert_eq!(
            drawn(utc(10, 25, 0, 45), utc(10, 25, 1, 15)),
            [(date(10, 25), 2 * 60 + 45, 3 * 60 + 15, false, false)]
        );
    }

    #[test]
    fn the_hours_that_are_skipped_or_come_twice_are_known() {
        let hour = Stretch { start: 120, end: 180 };
        assert_eq!(oddity(date(3, 29), &berlin()), Some((Change::Forward, hour)));
        assert_eq!(oddity(date(10, 25), &berlin()), Some((Change::Back, hour)));
        assert_eq!(oddity(date(6, 1), &berlin()), None);
        // Cairo sets its clocks forward at midnight, and back from midnight into the evening.
        let at = |month, day, hour| Utc.with_ymd_and_hms(2026, month, day, hour, 0, 0).unwrap().timestamp();
        let transitions = vec![(at(4, 23, 22), 10_800), (at(10, 29, 21), 7_200)];
        let cairo = ZoneRules::new(ZoneName("Africa/Cairo".into()), 7_200, transitions);
        let first = Stretch { start: 0, end: 60 };
        let last = Stretch { start: 1_380, end: DAY_MINUTES };
        assert_eq!(oddity(date(4, 24), &cairo), Some((Change::Forward, first)));
        assert_eq!(oddity(date(10, 29), &cairo), Some((Change::Back, last)));
    }

    #[test]
    fn a_short_meeting_is_drawn_long_enough_to_hit() {
        assert_eq!(Stretch::clamped(600, 605).at_least(15), Stretch { start: 600, end: 615 });
        assert_eq!(Stretch::clamped(1_435, 1_440).at_least(15), Stretch { start: 1_425, end: 1_440 });
        assert_eq!(Stretch::clamped(600, 700).at_least(15), Stretch { start: 600, end: 700 });
    }

    proptest! {
        #[test]
        fn pieces_follow_one_another_without_gap(start in 0i64..31_000_000, minutes in 1i64..20_000) {
            let start = utc(1, 1, 0, 0) + TimeDelta::seconds(start);
            let span = Span::new(start, start + TimeDelta::minutes(minutes)).unwrap();
            let all: Vec<_> = pieces(&span, &berlin(), date(1, 1), 400).collect();
            prop_assert!(!all.is_empty());
            prop_assert!(!all[0].continues.before && !all[all.len() - 1].continues.after);
            for pair in all.windows(2) {
                prop_assert_eq!(pair[0].date.succ_opt(), Some(pair[1].date));
                prop_assert!(pair[0].continues.after && pair[1].continues.before);
                prop_assert_eq!((pair[0].stretch.end, pair[1].stretch.start), (DAY_MINUTES, 0));
            }
        }

        #[test]
        fn a_minute_of_a_day_comes_back_as_itself(day in 0u64..365, minute in 0u16..1_440) {
            let date = date(1, 1) + Days::new(day);
            let wall = berlin().wall(instant(date, minute, &berlin()));
            let skipped = date == self::date(3, 29) && (120..180).contains(&minute);
            prop_assert!(skipped || (wall.date(), minute_of(wall.time())) == (date, minute));
        }

        #[test]
        fn snapping_twice_is_snapping_once(minute in 0.0f64..1_440.0, five in any::<bool>()) {
            let step = if five { Step::FiveMinutes } else { Step::Quarter };
            for snap in [Step::nearest, Step::line_above, Step::line_below] {
                let once = snap(step, minute);
                prop_assert_eq!(snap(step, once as f64), once);
                prop_assert_eq!(once % i64::from(step.minutes()), 0);
                prop_assert!((once as f64 - minute).abs() < f64::from(step.minutes()));
            }
            prop_assert!(step.line_above(minute) <= step.line_below(minute) + i64::from(step.minutes()));
        }
    }
}
