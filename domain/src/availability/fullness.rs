//! How full days are, for a glance at a month.

use chrono::{DateTime, NaiveDate, Utc};

use crate::time::{Span, ZoneRules};

/// How many minutes of each of so many days from `first` on these spans take; what overlaps counts once.
pub fn minutes_by_day(spans: &[Span], rules: &ZoneRules, first: NaiveDate, days: u32) -> Vec<u32> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let dates = first.iter_days().take(days as usize);
    dates.map(|date| minutes_within(&sorted, rules.day(date))).collect()
}

/// The spans are sorted.
fn minutes_within(spans: &[Span], day: Span) -> u32 {
    let mut counted: DateTime<Utc> = day.start();
    let mut minutes = 0;
    for span in spans.iter().take_while(|span| span.start() < day.end()) {
        let (start, end) = (span.start().max(counted), span.end().min(day.end()));
        if start < end {
            minutes += (end - start).num_minutes();
            counted = end;
        }
    }
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// How full a day of so many minutes is, in as many dots as a small month has room for: none to three.
pub fn dots(minutes: u32) -> u8 {
    match minutes {
        0 => 0,
        1..120 => 1,
        120..300 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use crate::time::ZoneName;

    fn span(day: u32, from: u32, minutes: i64) -> Span {
        let start = Utc.with_ymd_and_hms(2026, 11, day, from, 0, 0).unwrap();
        Span::new(start, start + chrono::TimeDelta::minutes(minutes)).unwrap()
    }

    fn first() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn what_overlaps_counts_once_and_what_crosses_midnight_on_both_days() {
        let spans = [span(23, 10, 60), span(23, 10, 90), span(23, 23, 120), span(25, 9, 60)];
        assert_eq!(minutes_by_day(&spans, &ZoneRules::utc(), first(), 4), [150, 60, 60, 0]);
    }

    #[test]
    fn days_begin_where_their_reader_is() {
        let moscow = ZoneRules::new(ZoneName("Europe/Moscow".into()), 10_800, Vec::new());
        assert_eq!(minutes_by_day(&[span(23, 22, 60)], &moscow, first(), 2), [0, 60]);
    }

    #[test]
    fn a_fuller_day_has_more_dots() {
        assert_eq!([0, 30, 119, 120, 300, 1_440].map(dots), [0, 1, 1, 2, 3, 3]);
    }

    proptest! {
        #[test]
        fn no_day_is_fuller_than_it_is_long(starts in prop::collection::vec((22_u32..29, 0_u32..24, 1_i64..3_000), 0..20)) {
            let spans: Vec<_> = starts.into_iter().map(|(day, hour, minutes)| span(day, hour, minutes)).collect();
            let days = minutes_by_day(&spans, &ZoneRules::utc(), first(), 7);
            prop_assert!(days.iter().all(|minutes| *minutes <= 1_440));
        }
    }
}
