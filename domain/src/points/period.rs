//! Over what is counted: a week, a month or a quarter.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::time::IsoWeek;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Length {
    #[default]
    Week,
    Month,
    Quarter,
}

impl Length {
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// How many periods tell how things go.
    pub fn trend(self) -> i32 {
        match self {
            Self::Week | Self::Month => 12,
            Self::Quarter => 8,
        }
    }
}

/// A week of ISO 8601, a month or a quarter of the calendar, written `2026-W48`, `2026-11` and `2026-Q4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    length: Length,
    first: NaiveDate,
}

impl Period {
    /// The one that a date lies in.
    pub fn of(length: Length, date: NaiveDate) -> Self {
        let first = match length {
            Length::Week => IsoWeek::of(date).monday(),
            Length::Month => date.with_day(1).unwrap_or(date),
            Length::Quarter => {
                let month = date.month0() / 3 * 3 + 1;
                NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date)
            }
        };
        Self { length, first }
    }

    pub fn length(&self) -> Length {
        self.length
    }

    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// The first day after it.
    pub fn end(&self) -> NaiveDate {
        let end = match self.length {
            Length::Week => self.first.checked_add_days(Days::new(7)),
            Length::Month => self.first.checked_add_months(Months::new(1)),
            Length::Quarter => self.first.checked_add_months(Months::new(3)),
        };
        end.unwrap_or(self.first)
    }

    pub fn last(&self) -> NaiveDate {
        self.end().pred_opt().unwrap_or(self.first)
    }

    pub fn contains(&self, date: NaiveDate) -> bool {
        self.first <= date && date < self.end()
    }

    /// The period so many later, or earlier.
    pub fn plus(&self, count: i32) -> Self {
        let months = |number: i32| {
            let span = Months::new(number.unsigned_abs());
            if number < 0 { self.first.checked_sub_months(span) } else { self.first.checked_add_months(span) }
        };
        let first = match self.length {
            Length::Week => Some(IsoWeek::of(self.first).plus(count.into()).monday()),
            Length::Month => months(count),
            Length::Quarter => months(count.saturating_mul(3)),
        };
        Self { first: first.unwrap_or(self.first), ..*self }
    }

    /// So many periods, the oldest first and this one last.
    pub fn up_to_this(&self, count: i32) -> Vec<Self> {
        (0..count).rev().map(|back| self.plus(-back)).collect()
    }

    /// The weeks that have a day in it.
    pub fn weeks(&self) -> Vec<IsoWeek> {
        let (mut week, last) = (IsoWeek::of(self.first), IsoWeek::of(self.last()));
        let mut weeks = vec![week];
        while week < last {
            week = week.plus(1);
            weeks.push(week);
        }
        weeks
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.length {
            Length::Week => IsoWeek::of(self.first).fmt(formatter),
            Length::Month => write!(formatter, "{year:04}-{month:02}"),
            Length::Quarter => write!(formatter, "{year:04}-Q{}", month / 3 + 1),
        }
    }
}

/// The text is no period.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a period such as 2026-W48, 2026-11 or 2026-Q4")]
pub struct NotAPeriod;

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        if let Ok(week) = text.parse::<IsoWeek>() {
            return Ok(Self { length: Length::Week, first: week.monday() });
        }
        let (year, rest) = text.split_once('-').ok_or(NotAPeriod)?;
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| NotAPeriod);
        let (length, month) = match rest.strip_prefix('Q') {
            Some(quarter) => (Length::Quarter, number(quarter)?.checked_sub(1).ok_or(NotAPeriod)? * 3 + 1),
            None => (Length::Month, number(rest)?),
        };
        let year = year.parse().map_err(|_| NotAPeriod)?;
        let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(NotAPeriod)?;
        Ok(Self { length, first })
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;

    fn try_from(text: String) -> Result<Self, NotAPeriod> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_lies_in_one_week_month_and_quarter() {
        let written = |text| Length::ALL.map(|length| Period::of(length, date(text)).to_string());
        assert_eq!(written("2026-11-24"), ["2026-W48", "2026-11", "2026-Q4"]);
        assert_eq!(written("2027-01-01"), ["2026-W53", "2027-01", "2027-Q1"]);
        for text in ["2026-01-01", "2026-03-31", "2026-12-31", "2028-02-29"] {
            for length in Length::ALL {
                let period = Period::of(length, date(text));
                assert!(period.contains(date(text)) && !period.contains(period.end()), "{period}");
                assert_eq!(period.to_string().parse(), Ok(period));
                assert_eq!(period.plus(1).first(), period.end());
                assert_eq!(period.plus(5).plus(-5), period);
            }
        }
    }

    #[test]
    fn what_is_no_period_is_not_read() {
        for text in ["", "2026", "2026-13", "2026-Q0", "2026-Q5", "2026-W54", "2026-Q99999999999", "x-11"] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn a_trend_ends_with_the_period_itself() {
        let quarter: Period = "2026-Q1".parse().unwrap();
        let written: Vec<_> = quarter.up_to_this(3).iter().map(Period::to_string).collect();
        assert_eq!(written, ["2025-Q3", "2025-Q4", "2026-Q1"]);
    }

    #[test]
    fn a_month_begins_and_ends_within_weeks() {
        let month: Period = "2027-01".parse().unwrap();
        let weeks: Vec<_> = month.weeks().iter().map(IsoWeek::to_string).collect();
        assert_eq!(weeks, ["2026-W53", "2027-W01", "2027-W02", "2027-W03", "2027-W04"]);
        assert_eq!("2026-W48".parse::<Period>().unwrap().weeks().len(), 1);
    }
}
