//! The time that a form takes when a reading is taken over into it.

use chrono::TimeDelta;

use super::{Length, Reading};
use crate::calendar::Takes;
use crate::grid::drag::moved;
use crate::time::{Span, ZoneRules};

impl Reading {
    /// The time that a form which has `chosen` takes after this reading: its date, time of day and length are
    /// kept where the line does not say another. Minutes alone mean nothing to whole days; with a time they
    /// become a meeting of an hour.
    pub fn takes(&self, chosen: Takes, rules: &ZoneRules) -> Takes {
        let begins = match chosen {
            Takes::Time { span } => rules.date(span.start()),
            Takes::Days { first, .. } => first,
        };
        let date = self.date.unwrap_or(begins);
        let minutes = match self.length {
            Some(Length::Days(days)) => return Takes::Days { first: date, days },
            Some(Length::Minutes(minutes)) => Some(TimeDelta::minutes(minutes.into())),
            None => None,
        };
        let moved = moved(chosen, (date - begins).num_days(), 0, rules);
        let (start, length) = match (moved, self.time) {
            (Takes::Days { .. }, None) => return moved,
            (Takes::Days { .. }, Some(time)) => (rules.instant(date.and_time(time)), OUT_OF_WHOLE_DAYS),
            (Takes::Time { span }, None) => (span.start(), span.length()),
            (Takes::Time { span }, Some(time)) => (rules.instant(date.and_time(time)), span.length()),
        };
        Span::new(start, start + minutes.unwrap_or(length)).map_or(moved, |span| Takes::Time { span })
    }
}

/// How long a meeting takes that had whole days and is given a time alone.
const OUT_OF_WHOLE_DAYS: TimeDelta = TimeDelta::minutes(60);

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, TimeZone, Utc};

    use super::*;
    use crate::shorthand::stories::{at, now};
    use crate::time::ZoneName;

    /// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn berlin() -> ZoneRules {
        let at = |month, day| Utc.with_ymd_and_hms(2026, month, day, 1, 0, 0).unwrap().timestamp();
        let transitions = vec![(at(3, 29), 7_200), (at(10, 25), 3_600)];
        ZoneRules::new(ZoneName("Europe/Berlin".into()), 3_600, transitions)
    }

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn days(day: u32, days: u32) -> Takes {
        Takes::Days { first: date(11, day), days }
    }

    /// On a day of November, when Berlin is an hour ahead.
    fn time(day: u32, hour: u32, minute: u32, minutes: i64) -> Takes {
        let wall = date(11, day).and_hms_opt(hour, minute, 0).unwrap();
        lasting(wall.and_utc() - TimeDelta::hours(1), minutes)
    }

    fn lasting(start: DateTime<Utc>, minutes: i64) -> Takes {
        Takes::Time { span: Span::new(start, start + TimeDelta::minutes(minutes)).unwrap() }
    }

    /// What a form takes that has `chosen`, when this is typed on Tuesday, 24 November.
    fn typed(text: &str, chosen: Takes) -> Takes {
        at(text, now()).takes(chosen, &berlin())
    }

    /// The same on the last Friday before summer time begins.
    fn typed_in_march(text: &str, chosen: Takes) -> Takes {
        at(text, date(3, 27).and_hms_opt(10, 0, 0).unwrap()).takes(chosen, &berlin())
    }

    #[test]
    fn whole_days_begin_on_the_day_that_is_read_or_chosen() {
        assert_eq!(typed("Thu 2 days", time(24, 9, 0, 45)), days(26, 2));
        assert_eq!(typed("all day", time(24, 0, 30, 45)), days(24, 1), "the day of the wall clock");
        assert_eq!(typed("2 days", days(25, 3)), days(25, 2));
    }

    #[test]
    fn a_time_keeps_the_day_and_the_length_that_were_chosen() {
        assert_eq!(typed("14:00", time(25, 9, 5, 45)), time(25, 14, 0, 45));
        assert_eq!(typed("14:00", time(25, 0, 30, 45)), time(25, 14, 0, 45), "the day of the wall clock");
        assert_eq!(typed("14:00 20 min", time(25, 9, 5, 45)), time(25, 14, 0, 20));
        assert_eq!(typed("Thu 14-16", time(25, 9, 5, 45)), time(26, 14, 0, 120));
        assert_eq!(typed("in 2 hours", time(26, 9, 5, 45)), time(24, 12, 30, 45));
    }

    #[test]
    fn a_time_makes_an_hour_out_of_whole_days() {
        assert_eq!(typed("14:00", days(25, 3)), time(25, 14, 0, 60));
        assert_eq!(typed("Thu 14:00", days(25, 3)), time(26, 14, 0, 60));
        assert_eq!(typed("14:00 20 min", days(25, 3)), time(25, 14, 0, 20));
    }

    #[test]
    fn a_date_keeps_the_time_of_day_and_the_length_that_were_chosen() {
        assert_eq!(typed("Thu", time(24, 9, 5, 45)), time(26, 9, 5, 45));
        assert_eq!(typed("today", time(26, 9, 5, 45)), time(24, 9, 5, 45));
        assert_eq!(typed("Thu", time(24, 23, 30, 60)), time(26, 23, 30, 60));
        assert_eq!(typed("Thu", days(24, 3)), days(26, 3));
    }

    #[test]
    fn minutes_keep_the_start_that_was_chosen() {
        assert_eq!(typed("2h", time(25, 9, 5, 45)), time(25, 9, 5, 120));
        assert_eq!(typed("Thu 2h", time(25, 9, 5, 45)), time(26, 9, 5, 120));
        assert_eq!(typed("2h", days(25, 3)), days(25, 3));
        assert_eq!(typed("Thu 2h", days(25, 3)), days(26, 3));
    }

    #[test]
    fn nothing_read_is_nothing_changed() {
        // The second half past two of the night in which the clocks go back.
        let twice = lasting(Utc.with_ymd_and_hms(2026, 10, 25, 1, 30, 0).unwrap(), 45);
        for chosen in [time(25, 9, 5, 45), days(25, 3), twice] {
            assert_eq!(typed("price list with Ivanov", chosen), chosen);
        }
    }

    #[test]
    fn a_skipped_time_takes_the_offset_before_the_gap() {
        let half_past_three =
            |minutes| lasting(Utc.with_ymd_and_hms(2026, 3, 29, 1, 30, 0).unwrap(), minutes);
        let saturday = lasting(Utc.with_ymd_and_hms(2026, 3, 28, 1, 30, 0).unwrap(), 45);
        assert_eq!(typed_in_march("Sun 02:30", saturday), half_past_three(45));
        assert_eq!(typed_in_march("Sun", saturday), half_past_three(45));
        let whole_day = Takes::Days { first: date(3, 29), days: 1 };
        assert_eq!(typed_in_march("02:30", whole_day), half_past_three(60));
    }

    #[test]
    fn over_a_change_of_the_clocks_it_keeps_its_clock_time_and_length() {
        let saturday = lasting(Utc.with_ymd_and_hms(2026, 3, 28, 9, 0, 0).unwrap(), 45);
        let sunday = lasting(Utc.with_ymd_and_hms(2026, 3, 29, 8, 0, 0).unwrap(), 45);
        assert_eq!(typed_in_march("Sun", saturday), sunday);
        assert_eq!(typed_in_march("Sun 10:00", saturday), sunday);
    }
}
