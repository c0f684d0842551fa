//! Time zones as plain tables of offsets.
//!
//! The server makes the table of a zone from its tz database and sends it to the browser with the page,
//! so that both compute the same wall clock and no zone tables travel in the WASM.

use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Span;

/// The name of a zone in the IANA tz database, such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct ZoneName(pub String);

impl ZoneName {
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A change of the clocks, as a clock on the wall shows it: from one time up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub change: Change,
    pub from: NaiveDateTime,
    pub to: NaiveDateTime,
}

/// Which way the clocks are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The times in between do not happen.
    Forward,
    /// The times in between happen twice.
    Back,
}

/// When which offset from UTC is in force in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneRules {
    name: ZoneName,
    /// Seconds east of UTC before the first transition.
    first: i32,
    /// Unix seconds and the offset in force from then on, ascending.
    transitions: Vec<(i64, i32)>,
}

impl ZoneRules {
    /// `transitions` are unix seconds with the offset in force from then on; they need not be sorted.
    pub fn new(name: ZoneName, first: i32, mut transitions: Vec<(i64, i32)>) -> Self {
        transitions.sort_unstable();
        Self { name, first, transitions }
    }

    pub fn utc() -> Self {
        Self::new(ZoneName::utc(), 0, Vec::new())
    }

    pub fn name(&self) -> &ZoneName {
        &self.name
    }

    /// The same rules with the transitions between two instants only: what a browser needs.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        let kept = self.transitions.iter().copied();
        let kept = kept.filter(|(at, _)| (from.timestamp()..to.timestamp()).contains(at));
        Self { name: self.name.clone(), first: self.offset(from.timestamp()), transitions: kept.collect() }
    }

    /// What a clock on the wall shows at an instant.
    pub fn wall(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.naive_utc() + TimeDelta::seconds(self.offset(instant.timestamp()).into())
    }

    /// The date at an instant.
    pub fn date(&self, instant: DateTime<Utc>) -> NaiveDate {
        self.wall(instant).date()
    }

    /// The instant at which a clock on the wall shows this (RFC 5545 section 3.3.5): of a time that
    /// happens twice the first, and for a time that is skipped the offset before the gap.
    pub fn instant(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        let as_utc = wall.and_utc().timestamp();
        let before = self.offset(as_utc - ONE_DAY);
        let after = self.offset(as_utc + ONE_DAY);
        let fits = |offset: i32| self.offset(as_utc - i64::from(offset)) == offset;
        let offset = if !fits(before) && fits(after) { after } else { before };
        wall.and_utc() - TimeDelta::seconds(offset.into())
    }

    /// What is done to the clocks on a date, if they are changed on it.
    pub fn shift_on(&self, date: NaiveDate) -> Option<Shift> {
        self.shifts().map(|(_, shift)| shift).find(|shift| shift.from.date() == date)
    }

    /// Seconds east of UTC, at an instant at which the clock shows what it also shows at another one.
    pub fn offset_of_twice(&self, instant: DateTime<Utc>) -> Option<i32> {
        let at = instant.timestamp();
        let twice = self.shifts().any(|(when, shift)| {
            let length = (shift.to - shift.from).num_seconds();
            shift.change == Change::Back && (when - length..when + length).contains(&at)
        });
        twice.then(|| self.offset(at))
    }

    /// Each change of the clocks, with its unix second.
    fn shifts(&self) -> impl Iterator<Item = (i64, Shift)> {
        let before = std::iter::once(self.first).chain(self.transitions.iter().map(|(_, offset)| *offset));
        self.transitions.iter().zip(before).filter_map(|((at, after), before)| {
            let wall =
                |offset: i32| DateTime::from_timestamp(at + i64::from(offset), 0).map(|it| it.naive_utc());
            let (before, after) = (wall(before)?, wall(*after)?);
            let shift = match before.cmp(&after) {
                Ordering::Less => Shift { change: Change::Forward, from: before, to: after },
                Ordering::Greater => Shift { change: Change::Back, from: after, to: before },
                // Only the name of the zone changed.
                Ordering::Equal => return None,
            };
            Some((*at, shift))
        })
    }

    /// A calendar day: 24 hours, or 23 or 25 when the clocks change.
    pub fn day(&self, date: NaiveDate) -> Span {
        self.days(date, 1)
    }

    /// So many calendar days from `first` on; at least one.
    pub fn days(&self, first: NaiveDate, days: u32) -> Span {
        let end = first.checked_add_days(Days::new(days.max(1).into())).unwrap_or(NaiveDate::MAX);
        let start = self.instant(first.and_time(NaiveTime::MIN));
        let end = self.instant(end.and_time(NaiveTime::MIN));
        Span::new(start, end).unwrap_or_else(|| self.whole_utc_day(first))
    }

    /// Stands in where a zone skipped a whole date (Samoa, 30 December 2011).
    fn whole_utc_day(&self, date: NaiveDate) -> Span {
        let start = date.and_time(NaiveTime::MIN).and_utc();
        Span::new(start, start + TimeDelta::days(1)).expect("a day is longer than nothing")
    }

    /// Seconds east of UTC in force at this unix second.
    fn offset(&self, at: i64) -> i32 {
        match self.transitions.partition_point(|(from, _)| *from <= at) {
            0 => self.first,
            count => self.transitions[count - 1].1,
        }
    }
}

/// No zone changes its clocks twice within a day.
const ONE_DAY: i64 = 86_400;

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    /// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn berlin() -> ZoneRules {
        let spring = Utc.with_ymd_and_hms(2026, 3, 29, 1, 0, 0).unwrap().timestamp();
        let autumn = Utc.with_ymd_and_hms(2026, 10, 25, 1, 0, 0).unwrap().timestamp();
        ZoneRules::new(ZoneName("Europe/Berlin".into()), 3_600, vec![(spring, 7_200), (autumn, 3_600)])
    }

    fn wall(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn winter_and_summer_have_their_offsets() {
        let rules = berlin();
        let ten = |month| rules.instant(wall(month, 15, 10, 0));
        assert_eq!(ten(1), Utc.with_ymd_and_hms(2026, 1, 15, 9, 0, 0).unwrap());
        assert_eq!(ten(7), Utc.with_ymd_and_hms(2026, 7, 15, 8, 0, 0).unwrap());
        assert_eq!(rules.wall(ten(7)), wall(7, 15, 10, 0));
    }

    #[test]
    fn a_skipped_time_takes_the_offset_before_the_gap() {
        let rules = berlin();
        let skipped = rules.instant(wall(3, 29, 2, 30));
        assert_eq!(skipped, Utc.with_ymd_and_hms(2026, 3, 29, 1, 30, 0).unwrap());
        assert_eq!(rules.wall(skipped), wall(3, 29, 3, 30));
    }

    #[test]
    fn a_time_that_happens_twice_is_the_first() {
        let twice = berlin().instant(wall(10, 25, 2, 30));
        assert_eq!(twice, Utc.with_ymd_and_hms(2026, 10, 25, 0, 30, 0).unwrap());
    }

    #[test]
    fn days_have_23_24_and_25_hours() {
        let rules = berlin();
        let hours =
            |month, day| rules.day(NaiveDate::from_ymd_opt(2026, month, day).unwrap()).length().num_hours();
        assert_eq!((hours(3, 29), hours(6, 1), hours(10, 25)), (23, 24, 25));
    }

    #[test]
    fn a_change_of_the_clocks_is_told_by_the_times_it_skips_or_repeats() {
        let rules = berlin();
        let on = |month, day| rules.shift_on(NaiveDate::from_ymd_opt(2026, month, day).unwrap());
        let shift = |change, month, day| {
            Some(Shift { change, from: wall(month, day, 2, 0), to: wall(month, day, 3, 0) })
        };
        assert_eq!(on(3, 29), shift(Change::Forward, 3, 29));
        assert_eq!(on(10, 25), shift(Change::Back, 10, 25));
        assert_eq!((on(3, 28), on(3, 30), on(10, 24)), (None, None, None));
        assert_eq!(ZoneRules::utc().shift_on(NaiveDate::from_ymd_opt(2026, 3, 29).unwrap()), None);
    }

    #[test]
    fn what_a_clock_shows_twice_is_told_apart_by_the_offset() {
        let rules = berlin();
        let at = |hour, minute| {
            rules.offset_of_twice(Utc.with_ymd_and_hms(2026, 10, 25, hour, minute, 0).unwrap())
        };
        assert_eq!((at(0, 0), at(0, 59)), (Some(7_200), Some(7_200)));
        assert_eq!((at(1, 0), at(1, 59)), (Some(3_600), Some(3_600)));
        let midnight = Utc.with_ymd_and_hms(2026, 10, 24, 23, 59, 0).unwrap();
        assert_eq!((rules.offset_of_twice(midnight), at(2, 0)), (None, None));
        assert_eq!(rules.offset_of_twice(rules.instant(wall(3, 29, 2, 30))), None);
    }

    #[test]
    fn a_cut_of_the_rules_agrees_within_its_range() {
        let from = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap();
        let to = Utc.with_ymd_and_hms(2026, 12, 1, 0, 0, 0).unwrap();
        let (all, cut) = (berlin(), berlin().between(from, to));
        for day in 0..180 {
            let instant = from + TimeDelta::days(day);
            assert_eq!(all.wall(instant), cut.wall(instant));
        }
    }
}
