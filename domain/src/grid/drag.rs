//! What a gesture means: from where a hand is in the grid to the time that a meeting would take.
//!
//! A gesture is one value, made when it begins; wherever the hand goes, [`Gesture::reach`] says what would
//! come of letting go there. It knows nothing of pointers, pixels and scrolling.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::day::{DAY_MINUTES, Step, minute_of, on_the_wall};
use crate::calendar::Takes;
use crate::time::{Span, ZoneRules};

/// Where in the grid a hand is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// In a day column, at so many minutes since midnight.
    Time { date: NaiveDate, minute: f64 },
    /// In the row of whole days.
    Day { date: NaiveDate },
    /// On a day of a month, where no hours are drawn: what is moved there keeps its time of day.
    Date { date: NaiveDate },
}

/// A drag under way, as it began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gesture {
    /// Over free time, from where it was seized.
    Select { from: Spot },
    /// A meeting as a whole, held where it was seized.
    Move { what: Takes, grip: Spot },
    /// One end of a meeting.
    Resize { what: Takes, edge: Edge, grip: Spot },
}

/// An end of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Start,
    End,
}

impl Gesture {
    /// What the meeting would take if the hand let go at `to`. A gesture that comes back to where it began
    /// changes nothing; drawn backwards, a selection is the same.
    pub fn reach(&self, to: Spot, step: Step, rules: &ZoneRules) -> Takes {
        match *self {
            Self::Select { from: Spot::Day { date } | Spot::Date { date } } => select_days(date, to.date()),
            Self::Select { from: Spot::Time { date, minute } } => {
                select_time((date, minute), (to.date(), to.minute()), step, rules)
            }
            Self::Move { what, grip } => move_to(what, grip, to, step, rules),
            Self::Resize { what, edge, grip } => resize_to(what, edge, grip, to, step, rules),
        }
    }
}

impl Spot {
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Time { date, .. } | Self::Day { date } | Self::Date { date } => date,
        }
    }

    /// The row of whole days stands above midnight.
    fn minute(self) -> f64 {
        match self {
            Self::Time { minute, .. } => minute.clamp(0.0, f64::from(DAY_MINUTES)),
            Self::Day { .. } | Self::Date { .. } => 0.0,
        }
    }
}

/// What a press without a drag means: `minutes` from the half hour that was pressed, or the whole day.
pub fn pressed(spot: Spot, minutes: u32, rules: &ZoneRules) -> Takes {
    match spot {
        Spot::Day { date } | Spot::Date { date } => Takes::Days { first: date, days: 1 },
        Spot::Time { date, .. } => {
            let half = (spot.minute() as i64).min(i64::from(DAY_MINUTES) - 1) / HALF_HOUR * HALF_HOUR;
            Takes::Time { span: lasting(rules.instant(wall(date, half)), i64::from(minutes)) }
        }
    }
}

/// The same meeting so many days and minutes later, or earlier, on the clock on the wall. Whole days move by
/// days alone.
pub fn moved(what: Takes, days: i64, minutes: i64, rules: &ZoneRules) -> Takes {
    match what {
        _ if days == 0 && minutes == 0 => what,
        Takes::Days { first, days: length } => Takes::Days { first: shifted(first, days), days: length },
        Takes::Time { span } => {
            let shift = TimeDelta::days(days) + TimeDelta::minutes(minutes);
            let start = turned(span.start(), rules.wall(span.start()), shift, rules);
            Takes::Time { span: lasting_as(start, span) }
        }
    }
}

/// The same meeting with one end so many days and minutes later, or earlier; never without length.
pub fn resized(what: Takes, edge: Edge, days: i64, minutes: i64, step: Step, rules: &ZoneRules) -> Takes {
    match what {
        _ if days == 0 && minutes == 0 => what,
        Takes::Days { first, days: length } => {
            let last = shifted(first, i64::from(length) - 1);
            match edge {
                Edge::Start => select_days(shifted(first, days).min(last), last),
                Edge::End => select_days(first, shifted(last, days).max(first)),
            }
        }
        Takes::Time { span } => {
            let shortest = span.length().min(TimeDelta::minutes(step.minutes().into()));
            let (start, end) = on_the_wall(&span, rules);
            let shift = TimeDelta::days(days) + TimeDelta::minutes(minutes);
            let span = match edge {
                Edge::Start => {
                    let start = turned(span.start(), start, shift, rules);
                    Span::new(start.min(span.end() - shortest), span.end())
                }
                Edge::End => {
                    let by_clock = rules.instant(end + shift);
                    // What begins in the second of two hours that are counted alike ends in it.
                    let end = if by_clock > span.start() {
                        turned(span.end(), end, shift, rules)
                    } else {
                        span.start() + (end + shift - start)
                    };
                    Span::new(span.start(), end.max(span.start() + shortest))
                }
            };
            span.map_or(what, |span| Takes::Time { span })
        }
    }
}

/// From the earlier of two dates to the later, both within.
pub fn select_days(one: NaiveDate, other: NaiveDate) -> Takes {
    let (first, last) = (one.min(other), one.max(other));
    let days = u32::try_from((last - first).num_days() + 1).unwrap_or(1);
    Takes::Days { first, days }
}

/// From one clock on the wall to another that is later.
pub fn between(start: NaiveDateTime, end: NaiveDateTime, rules: &ZoneRules) -> Takes {
    let (from, to) = (rules.instant(start), rules.instant(end));
    // Within an hour that the clocks skip, both ends are the same instant.
    let span = Span::new(from, to).unwrap_or_else(|| lasting(from, (end - start).num_minutes()));
    Takes::Time { span }
}

fn select_time(one: (NaiveDate, f64), other: (NaiveDate, f64), step: Step, rules: &ZoneRules) -> Takes {
    let (first, last) = if one <= other { (one, other) } else { (other, one) };
    let shortest = i64::from(step.minutes());
    let start = step.line_above(first.1).min(i64::from(DAY_MINUTES) - shortest);
    let start = wall(first.0, start);
    let end = wall(last.0, step.line_below(last.1)).max(start + TimeDelta::minutes(shortest));
    between(start, end, rules)
}

fn move_to(what: Takes, grip: Spot, to: Spot, step: Step, rules: &ZoneRules) -> Takes {
    let days = (to.date() - grip.date()).num_days();
    match (what, to) {
        (Takes::Time { span }, Spot::Time { .. }) => {
            let start = minute_of(rules.wall(span.start()).time());
            moved(what, days, caught(start, to.minute() - grip.minute(), step), rules)
        }
        (_, Spot::Date { .. }) | (Takes::Days { .. }, Spot::Day { .. }) => moved(what, days, 0, rules),
        (Takes::Time { .. }, Spot::Day { date }) => Takes::Days { first: date, days: 1 },
        (Takes::Days { .. }, Spot::Time { date, minute }) => {
            let start = step.nearest(minute).min(i64::from(DAY_MINUTES - step.minutes()));
            Takes::Time { span: lasting(rules.instant(wall(date, start)), OUT_OF_A_WHOLE_DAY) }
        }
    }
}

fn resize_to(what: Takes, edge: Edge, grip: Spot, to: Spot, step: Step, rules: &ZoneRules) -> Takes {
    let days = (to.date() - grip.date()).num_days();
    let Takes::Time { span } = what else { return resized(what, edge, days, 0, step, rules) };
    let (start, end) = on_the_wall(&span, rules);
    let edge_at = minute_of(if edge == Edge::Start { start } else { end }.time());
    let minutes = caught(edge_at, to.minute() - grip.minute(), step);
    resized(what, edge, days, minutes, step, rules)
}

/// How many minutes something that stands at `from` moves when a hand moves by so many: to the nearest line,
/// or not at all while it is nearer to where it was.
fn caught(from: u16, by: f64, step: Step) -> i64 {
    if by.abs() * 2.0 < f64::from(step.minutes()) {
        return 0;
    }
    step.nearest(f64::from(from) + by) - i64::from(from)
}

/// A moment that stands at `shown` on the wall, so much later, or earlier, by the clock ([`ZoneRules::instant`]). Where
/// the clocks are changed that may lie the other way, or be the same moment: then so much time passes instead. What is
/// moved up never comes later, and what is moved down never earlier.
pub(super) fn turned(
    moment: DateTime<Utc>,
    shown: NaiveDateTime,
    shift: TimeDelta,
    rules: &ZoneRules,
) -> DateTime<Utc> {
    let by_clock = rules.instant(shown + shift);
    if by_clock.cmp(&moment) == shift.cmp(&TimeDelta::zero()) { by_clock } else { moment + shift }
}

/// The clock at so many minutes after the midnight that begins a date; they may reach into another date.
fn wall(date: NaiveDate, minute: i64) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute)
}

fn lasting(start: DateTime<Utc>, minutes: i64) -> Span {
    Span::new(start, start + TimeDelta::minutes(minutes.max(1))).expect("at least a minute long")
}

fn lasting_as(start: DateTime<Utc>, span: Span) -> Span {
    Span::new(start, start + span.length()).unwrap_or(span)
}

fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    date.checked_add_signed(TimeDelta::days(days)).unwrap_or(date)
}

const HALF_HOUR: i64 = 30;
/// Minutes that a whole-day meeting takes when it is pulled into the hours.
const OUT_OF_A_WHOLE_DAY: i64 = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::grid::stories::{berlin, nights};

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn clock(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        date(month, day).and_hms_opt(hour, minute, 0).unwrap()
    }

    /// In the week of 23 November, so that 24 is Tuesday.
    fn spot(day: u32, hour: u32, minute: u32) -> Spot {
        Spot::Time { date: date(11, day), minute: f64::from(hour * 60 + minute) }
    }

    fn day(day: u32) -> Spot {
        Spot::Day { date: date(11, day) }
    }

    fn time(from: (u32, u32, u32), to: (u32, u32, u32)) -> Takes {
        between(clock(11, from.0, from.1, from.2), clock(11, to.0, to.1, to.2), &berlin())
    }

    fn reach(gesture: Gesture, to: Spot) -> Takes {
        gesture.reach(to, Step::Quarter, &berlin())
    }

    #[test]
    fn from_ten_to_half_past_eleven() {
        let select = Gesture::Select { from: spot(24, 10, 0) };
        assert_eq!(reach(select, spot(24, 11, 30)), time((24, 10, 0), (24, 11, 30)));
        assert_eq!(reach(select, spot(24, 8, 0)), time((24, 8, 0), (24, 10, 0)));
        assert_eq!(reach(select, spot(24, 10, 0)), time((24, 10, 0), (24, 10, 15)));
    }

    #[test]
    fn a_hand_that_misses_a_line_a_little_meant_it() {
        let select = Gesture::Select { from: spot(24, 9, 57) };
        assert_eq!(reach(select, spot(24, 11, 33)), time((24, 10, 0), (24, 11, 30)));
        let select = Gesture::Select { from: spot(24, 10, 7) };
        assert_eq!(reach(select, spot(24, 11, 40)), time((24, 10, 0), (24, 11, 45)));
    }

    #[test]
    fn a_selection_crosses_midnight() {
        let select = Gesture::Select { from: spot(24, 22, 0) };
        assert_eq!(reach(select, spot(25, 2, 0)), time((24, 22, 0), (25, 2, 0)));
        let late = Gesture::Select { from: spot(24, 23, 59) };
        assert_eq!(reach(late, spot(24, 24, 0)), time((24, 23, 45), (25, 0, 0)));
    }

    #[test]
    fn a_press_is_half_an_hour_of_the_clock_and_the_usual_length() {
        assert_eq!(pressed(spot(24, 10, 44), 60, &berlin()), time((24, 10, 30), (24, 11, 30)));
        assert_eq!(pressed(day(24), 60, &berlin()), Takes::Days { first: date(11, 24), days: 1 });
    }

    #[test]
    fn a_meeting_moves_to_the_nearest_line() {
        let what = time((24, 9, 5), (24, 9, 50));
        let hold = Gesture::Move { what, grip: spot(24, 9, 30) };
        assert_eq!(reach(hold, spot(24, 9, 35)), what, "a tremble of the hand moves nothing");
        assert_eq!(reach(hold, spot(26, 9, 36)), time((26, 9, 5), (26, 9, 50)), "sideways it keeps its time");
        assert_eq!(reach(hold, spot(24, 10, 30)), time((24, 10, 0), (24, 10, 45)));
    }

    #[test]
    fn an_end_moves_and_never_passes_the_other() {
        let what = time((24, 9, 0), (24, 10, 0));
        let pull = |edge, grip| Gesture::Resize { what, edge, grip };
        let end = pull(Edge::End, spot(24, 9, 58));
        assert_eq!(reach(end, spot(24, 11, 28)), time((24, 9, 0), (24, 11, 30)));
        assert_eq!(reach(end, spot(24, 6, 0)), time((24, 9, 0), (24, 9, 15)));
        assert_eq!(reach(end, spot(25, 0, 58)), time((24, 9, 0), (25, 1, 0)));
        let start = pull(Edge::Start, spot(24, 9, 2));
        assert_eq!(reach(start, spot(24, 8, 17)), time((24, 8, 15), (24, 10, 0)));
        assert_eq!(reach(start, spot(24, 12, 0)), time((24, 9, 45), (24, 10, 0)));
    }

    #[test]
    fn days_are_selected_moved_and_stretched() {
        let days = |first, days| Takes::Days { first: date(11, first), days };
        assert_eq!(reach(Gesture::Select { from: day(26) }, day(24)), days(24, 3));
        let what = days(24, 2);
        assert_eq!(reach(Gesture::Move { what, grip: day(25) }, day(27)), days(26, 2));
        let resize = |edge, grip| Gesture::Resize { what, edge, grip };
        assert_eq!(reach(resize(Edge::End, day(25)), day(28)), days(24, 5));
        assert_eq!(reach(resize(Edge::End, day(25)), day(23)), days(24, 1));
        assert_eq!(reach(resize(Edge::Start, day(24)), day(28)), days(25, 1));
    }

    #[test]
    fn between_the_hours_and_the_whole_days() {
        let hour = time((24, 9, 0), (24, 10, 0));
        let up = Gesture::Move { what: hour, grip: spot(24, 9, 30) };
        assert_eq!(reach(up, day(26)), Takes::Days { first: date(11, 26), days: 1 });
        let down = Gesture::Move { what: Takes::Days { first: date(11, 24), days: 2 }, grip: day(25) };
        assert_eq!(reach(down, spot(26, 13, 58)), time((26, 14, 0), (26, 15, 0)));
    }

    #[test]
    fn on_the_days_of_a_month_it_keeps_its_time() {
        let on = |day| Spot::Date { date: date(11, day) };
        let hour = time((24, 9, 5), (24, 10, 0));
        assert_eq!(reach(Gesture::Move { what: hour, grip: on(24) }, on(28)), time((28, 9, 5), (28, 10, 0)));
        assert_eq!(
            reach(Gesture::Select { from: on(26) }, on(24)),
            Takes::Days { first: date(11, 24), days: 3 }
        );
    }

    #[test]
    fn moved_over_a_change_of_the_clocks_it_keeps_its_clock_time_and_length() {
        let saturday = between(clock(3, 28, 10, 0), clock(3, 28, 11, 0), &berlin());
        let sunday = between(clock(3, 29, 10, 0), clock(3, 29, 11, 0), &berlin());
        assert_eq!(moved(saturday, 1, 0, &berlin()), sunday);
    }

    #[test]
    fn an_hour_that_the_clocks_skip_can_be_selected() {
        let at = |minute| Spot::Time { date: date(3, 29), minute };
        let Takes::Time { span } = reach(Gesture::Select { from: at(120.0) }, at(180.0)) else {
            panic!("hours, not days");
        };
        assert_eq!(span.length(), TimeDelta::hours(1));
    }

    /// In UTC.
    fn at(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        clock(month, day, hour, minute).and_utc()
    }

    fn spanning(start: DateTime<Utc>, end: DateTime<Utc>) -> Takes {
        Takes::Time { span: Span::new(start, end).unwrap() }
    }

    #[test]
    fn what_is_moved_up_to_an_hour_that_is_skipped_comes_before_it() {
        let three = spanning(at(3, 29, 1, 0), at(3, 29, 2, 0));
        let up = moved(three, 0, -15, &berlin());
        assert_eq!(up, spanning(at(3, 29, 0, 45), at(3, 29, 1, 45)), "a quarter to two");
        let half_past_three = spanning(at(3, 29, 1, 30), at(3, 29, 2, 0));
        let up = moved(half_past_three, 0, -60, &berlin());
        assert_eq!(up, spanning(at(3, 29, 0, 30), at(3, 29, 1, 0)), "not where it was");
        let to_three = spanning(at(3, 28, 22, 0), at(3, 29, 1, 0));
        let shorter = resized(to_three, Edge::End, 0, -15, Step::Quarter, &berlin());
        assert_eq!(shorter, spanning(at(3, 28, 22, 0), at(3, 29, 0, 45)));
        let over_the_gap = spanning(at(3, 29, 0, 40), at(3, 29, 1, 0));
        let shortest = resized(over_the_gap, Edge::End, 0, -25, Step::Quarter, &berlin());
        assert_eq!(shortest, spanning(at(3, 29, 0, 40), at(3, 29, 0, 55)));
        let quarter_to_two = spanning(at(3, 29, 0, 45), at(3, 29, 1, 45));
        let down = moved(quarter_to_two, 0, 15, &berlin());
        assert_eq!(down, three, "and down it comes after it");
    }

    #[test]
    fn what_is_moved_down_in_the_second_of_two_equal_hours_stays_there() {
        let second = spanning(at(10, 25, 1, 15), at(10, 25, 1, 45));
        assert_eq!(
            moved(second, 0, 15, &berlin()),
            spanning(at(10, 25, 1, 30), at(10, 25, 2, 0)),
            "half past two once more"
        );
        assert_eq!(moved(second, 0, 45, &berlin()), spanning(at(10, 25, 2, 0), at(10, 25, 2, 30)));
        let pulled = |what, edge, minutes| resized(what, edge, 0, minutes, Step::Quarter, &berlin());
        assert_eq!(pulled(second, Edge::End, 10), spanning(at(10, 25, 1, 15), at(10, 25, 1, 55)));
        assert_eq!(pulled(second, Edge::Start, 10), spanning(at(10, 25, 1, 25), at(10, 25, 1, 45)));
        let to_four = spanning(at(10, 25, 1, 0), at(10, 25, 3, 0));
        assert_eq!(pulled(to_four, Edge::End, -90), spanning(at(10, 25, 1, 0), at(10, 25, 1, 30)));
    }

    #[test]
    fn on_another_day_a_time_that_comes_twice_is_the_first() {
        let sunday = spanning(at(11, 1, 1, 30), at(11, 1, 2, 0));
        assert_eq!(moved(sunday, -7, 0, &berlin()), spanning(at(10, 25, 0, 30), at(10, 25, 1, 0)));
    }

    /// A hand on its way around a night on which the clocks may be changed.
    #[derive(Clone, Debug)]
    struct Drag {
        rules: ZoneRules,
        what: Takes,
        from: Spot,
        to: Spot,
        step: Step,
    }

    impl Drag {
        fn reach(&self, gesture: Gesture, to: Spot) -> Takes {
            gesture.reach(to, self.step, &self.rules)
        }

        /// Where what it drags can be held: what has hours never among the whole days, and these never in the hours.
        fn grip(&self) -> Spot {
            match (self.what, self.from) {
                (Takes::Time { .. }, Spot::Day { date }) | (Takes::Days { .. }, Spot::Time { date, .. }) => {
                    Spot::Date { date }
                }
                (_, from) => from,
            }
        }

        /// On a line, or on the wall where it was: an hour beside that where the clock skips one.
        fn is_caught(&self, is: NaiveDateTime, was: NaiveDateTime) -> bool {
            let is = minute_of(is.time());
            is.is_multiple_of(self.step.minutes()) || is % 60 == minute_of(was.time()) % 60
        }
    }

    fn drags() -> impl Strategy<Value = Drag> {
        let step = prop_oneof![Just(Step::Quarter), Just(Step::FiveMinutes)];
        (nights(), step).prop_flat_map(|((rules, night), step)| {
            (Just(rules.clone()), takings(&rules, night), spots(night), spots(night), Just(step))
                .prop_map(|(rules, what, from, to, step)| Drag { rules, what, from, to, step })
        })
    }

    /// Rather than on a date alone.
    fn in_hours(spot: Spot) -> bool {
        matches!(spot, Spot::Time { .. })
    }

    fn spots(night: NaiveDate) -> impl Strategy<Value = Spot> {
        let minute = prop_oneof![2 => 0.0f64..=1_440.0, 2 => 0.0f64..300.0, 1 => 1_420.0f64..=1_440.0];
        (-3i64..=3, minute, 0..4).prop_map(move |(days, minute, kind)| {
            let date = shifted(night, days);
            match kind {
                0 => Spot::Day { date },
                1 => Spot::Date { date },
                _ => Spot::Time { date, minute },
            }
        })
    }

    fn takings(rules: &ZoneRules, night: NaiveDate) -> impl Strategy<Value = Takes> + use<> {
        let midnight = rules.instant(night.and_time(NaiveTime::MIN));
        let quarters = |quarters: i64| quarters * 15;
        let start = prop_oneof![1 => -4_320i64..4_320, 2 => 0i64..300, 1 => (-96i64..192).prop_map(quarters)];
        let minutes = prop_oneof![1i64..3_000, 1i64..120, (1i64..40).prop_map(quarters)];
        let timed = (start, minutes).prop_map(move |(start, minutes)| Takes::Time {
            span: lasting(midnight + TimeDelta::minutes(start), minutes),
        });
        let whole = (-3i64..=3, 1u32..20)
            .prop_map(move |(first, days)| Takes::Days { first: shifted(night, first), days });
        prop_oneof![3 => timed, 1 => whole]
    }

    /// Days and minutes that something is moved by.
    fn shifts() -> impl Strategy<Value = (i64, i64)> {
        (prop_oneof![2 => Just(0i64), 1 => -8i64..=8], prop_oneof![1 => -1_500i64..1_500, 2 => -120i64..120])
    }

    /// Whether a clock on the wall ever shows this.
    fn is_shown(wall: NaiveDateTime, rules: &ZoneRules) -> bool {
        rules.wall(rules.instant(wall)) == wall
    }

    fn last(first: NaiveDate, days: u32) -> NaiveDate {
        shifted(first, i64::from(days) - 1)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_selection_is_the_same_from_either_end(drag in drags()) {
            let Drag { from, to, step, .. } = drag;
            let there = drag.reach(Gesture::Select { from }, to);
            if in_hours(from) == in_hours(to) {
                prop_assert_eq!(there, drag.reach(Gesture::Select { from: to }, from));
            }
            match there {
                Takes::Time { span } => {
                    prop_assert!(in_hours(from));
                    prop_assert!(span.length() >= TimeDelta::minutes(step.minutes().into()));
                    for end in [span.start(), span.end()] {
                        let minute = minute_of(drag.rules.wall(end).time());
                        prop_assert!(minute.is_multiple_of(step.minutes()));
                    }
                }
                Takes::Days { first, days } => {
                    let (one, other) = (from.date(), to.date());
                    prop_assert_eq!((first, last(first, days)), (one.min(other), one.max(other)));
                }
            }
        }

        #[test]
        fn what_is_dragged_keeps_its_length_and_comes_to_a_line(drag in drags()) {
            let (grip, to) = (drag.grip(), drag.to);
            let wall = |span: Span| drag.rules.wall(span.start());
            match (drag.what, drag.reach(Gesture::Move { what: drag.what, grip }, to)) {
                (Takes::Time { span: was }, Takes::Time { span: is }) => {
                    prop_assert_eq!(was.length(), is.length());
                    prop_assert!(drag.is_caught(wall(is), wall(was)));
                }
                (Takes::Days { first: was, days: length }, Takes::Days { first, days }) => {
                    prop_assert_eq!((first - was, days), (to.date() - grip.date(), length));
                }
                (Takes::Time { .. }, whole) => {
                    prop_assert_eq!(whole, Takes::Days { first: to.date(), days: 1 });
                }
                (Takes::Days { .. }, Takes::Time { span }) => {
                    prop_assert_eq!(span.length(), TimeDelta::hours(1));
                    prop_assert_eq!(wall(span).date(), to.date());
                    prop_assert!(minute_of(wall(span).time()).is_multiple_of(drag.step.minutes()));
                }
            }
        }

        #[test]
        fn an_end_leaves_the_other_where_it_is(drag in drags(), edge in edges()) {
            let shortest = TimeDelta::minutes(drag.step.minutes().into());
            let is = drag.reach(Gesture::Resize { what: drag.what, edge, grip: drag.grip() }, drag.to);
            match (drag.what, is) {
                (Takes::Time { span: was }, Takes::Time { span: is }) => {
                    let shortest = shortest.min(was.length());
                    prop_assert!(is.length() >= shortest);
                    let ((still, was), (stays, is), at_other) = match edge {
                        Edge::Start => ((was.end(), was.start()), (is.end(), is.start()), is.end() - shortest),
                        Edge::End => ((was.start(), was.end()), (is.start(), is.end()), is.start() + shortest),
                    };
                    prop_assert_eq!(still, stays);
                    let (was, end) = (drag.rules.wall(was), drag.rules.wall(is));
                    prop_assert!(is == at_other || drag.is_caught(end, was));
                }
                (Takes::Days { first: was, days: length }, Takes::Days { first, days }) => {
                    prop_assert!(days >= 1);
                    match edge {
                        Edge::Start => prop_assert_eq!(last(was, length), last(first, days)),
                        Edge::End => prop_assert_eq!(was, first),
                    }
                }
                (was, is) => panic!("{was:?} became {is:?}"),
            }
        }

        #[test]
        fn a_hand_that_comes_back_changes_nothing(drag in drags(), edge in edges()) {
            let (what, grip) = (drag.what, drag.grip());
            prop_assert_eq!(drag.reach(Gesture::Move { what, grip }, grip), what);
            prop_assert_eq!(drag.reach(Gesture::Resize { what, edge, grip }, grip), what);
        }

        #[test]
        fn what_is_dragged_there_and_back_is_where_it_was(drag in drags()) {
            let (grip, to) = (drag.grip(), drag.to);
            let there = drag.reach(Gesture::Move { what: drag.what, grip }, to);
            let back = drag.reach(Gesture::Move { what: there, grip: to }, grip);
            match (drag.what, there, back) {
                (Takes::Time { span: was }, Takes::Time { span: there }, Takes::Time { span: is })
                    if in_hours(grip) == in_hours(to) =>
                {
                    let calm = |span: Span| drag.rules.shift_on(drag.rules.date(span.start())).is_none();
                    // Half a step is caught this way or that.
                    let near = TimeDelta::minutes(drag.step.minutes().into());
                    prop_assert!(!calm(was) || !calm(there) || (is.start() - was.start()).abs() <= near);
                }
                (Takes::Days { .. }, Takes::Days { .. }, is) => prop_assert_eq!(is, drag.what),
                _ => {}
            }
        }

        #[test]
        fn what_is_moved_by_so_much_and_back_is_where_it_was(drag in drags(), (days, minutes) in shifts()) {
            let Drag { what, rules, .. } = drag;
            let there = moved(what, days, minutes, &rules);
            let calm = |takes| match takes {
                Takes::Time { span } => rules.shift_on(rules.date(span.start())).is_none(),
                Takes::Days { .. } => true,
            };
            if calm(what) && calm(there) {
                prop_assert_eq!(moved(there, -days, -minutes, &rules), what);
            }
        }

        #[test]
        fn what_is_moved_goes_that_way_to_where_the_clock_says(drag in drags(), (days, minutes) in shifts()) {
            let Drag { what, rules, .. } = drag;
            let shift = TimeDelta::days(days) + TimeDelta::minutes(minutes);
            let there = moved(what, days, minutes, &rules);
            if let (Takes::Time { span: was }, Takes::Time { span: is }) = (what, there) {
                prop_assert_eq!(is.start().cmp(&was.start()), shift.cmp(&TimeDelta::zero()));
                let said = rules.wall(was.start()) + shift;
                prop_assert!(rules.wall(is.start()) == said || !is_shown(said, &rules));
            }
        }

        #[test]
        fn an_end_goes_the_way_it_is_pulled(drag in drags(), edge in edges(), (days, minutes) in shifts()) {
            let Drag { what, rules, step, .. } = drag;
            let shift = TimeDelta::days(days) + TimeDelta::minutes(minutes);
            let there = resized(what, edge, days, minutes, step, &rules);
            if let (Takes::Time { span: was }, Takes::Time { span: is }) = (what, there) {
                let (moved, of) = match edge {
                    Edge::Start => (is.start(), was.start()),
                    Edge::End => (is.end(), was.end()),
                };
                let shortest = was.length().min(TimeDelta::minutes(step.minutes().into()));
                let ((start, end), (from, to)) = (on_the_wall(&was, &rules), on_the_wall(&is, &rules));
                let (said, shown) = if edge == Edge::Start { (start + shift, from) } else { (end + shift, to) };
                let stopped = is.length() == shortest;
                prop_assert!(stopped || moved.cmp(&of) == shift.cmp(&TimeDelta::zero()));
                // Where the clock skips an hour there is less room than it says.
                let no_room = edge == Edge::Start
                    || said - start <= shortest
                    || (is.start()..=is.start() + shortest).contains(&rules.instant(said));
                prop_assert!(stopped && no_room || shown == said || !is_shown(said, &rules));
            }
        }
    }

    fn edges() -> impl Strategy<Value = Edge> {
        prop_oneof![Just(Edge::Start), Just(Edge::End)]
    }
}
