//! A month as whole weeks.

use chrono::{Datelike, Months, NaiveDate};

use crate::time::WeekStart;

/// Days of a week.
const WEEK: i64 = 7;

/// The first day of the week that the first of the month is in.
pub fn first_day(date: NaiveDate, week_start: WeekStart) -> NaiveDate {
    week_start.week_of(first_of(date))[0]
}

/// How many weeks the month of `date` touches: four to six.
pub fn weeks(date: NaiveDate, week_start: WeekStart) -> u32 {
    let last = next(date).and_then(|next| next.pred_opt()).unwrap_or(date);
    let days = (last - first_day(date, week_start)).num_days();
    u32::try_from(days / WEEK + 1).unwrap_or(1)
}

/// The first of the month after that of `date`; `None` at the end of the calendar.
pub fn next(date: NaiveDate) -> Option<NaiveDate> {
    first_of(date).checked_add_months(Months::new(1))
}

/// The first of the month before that of `date`; `None` at the beginning of the calendar.
pub fn previous(date: NaiveDate) -> Option<NaiveDate> {
    first_of(date).checked_sub_months(Months::new(1))
}

pub fn is_same(one: NaiveDate, other: NaiveDate) -> bool {
    first_of(one) == first_of(other)
}

fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        let shown =
            |month: &str, start| (first_day(date(month), start).to_string(), weeks(date(month), start));
        assert_eq!(shown("2026-11-24", WeekStart::Monday), ("2026-10-26".into(), 6));
        assert_eq!(shown("2026-11-24", WeekStart::Sunday), ("2026-11-01".into(), 5));
        assert_eq!(shown("2027-02-14", WeekStart::Monday), ("2027-02-01".into(), 4));
        assert_eq!(shown("2026-12-31", WeekStart::Monday), ("2026-11-30".into(), 5));
    }

    #[test]
    fn the_months_follow_one_another_whatever_the_day() {
        assert_eq!(next(date("2026-01-31")), Some(date("2026-02-01")));
        assert_eq!(previous(date("2026-03-31")), Some(date("2026-02-01")));
        assert!(is_same(date("2026-11-01"), date("2026-11-30")));
        assert!(!is_same(date("2026-11-01"), date("2025-11-01")));
    }

    proptest! {
        #[test]
        fn every_day_of_a_month_is_in_its_weeks(days in 0i64..40_000, sunday in any::<bool>()) {
            let start = if sunday { WeekStart::Sunday } else { WeekStart::Monday };
            let day = date("1990-01-01") + chrono::TimeDelta::days(days);
            let (first, weeks) = (first_day(day, start), weeks(day, start));
            prop_assert!((4..=6).contains(&weeks));
            prop_assert!(first <= day && (day - first).num_days() < i64::from(weeks) * 7);
        }
    }
}
