//! Weeks: the one a calendar shows, and the ISO week a plan belongs to.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

/// The day on which a person's weeks begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    #[default]
    Monday,
    Sunday,
}

impl WeekStart {
    /// How weeks begin where a BCP 47 tag such as `en-GB` points to; the region counts, and where none is
    /// named the language's likeliest (CLDR, `weekData/firstDay`).
    pub fn of_locale(tag: &str) -> Self {
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        let region = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
        let on_sunday = match region.as_deref() {
            Some(region) => SUNDAY_FIRST.contains(&region),
            None => language.eq_ignore_ascii_case("en"),
        };
        if on_sunday { Self::Sunday } else { Self::Monday }
    }

    /// The seven dates of the week that `date` lies in.
    pub fn week_of(self, date: NaiveDate) -> [NaiveDate; 7] {
        let first = match self {
            Self::Monday => Weekday::Mon,
            Self::Sunday => Weekday::Sun,
        };
        let passed = u64::from(date.weekday().days_since(first));
        let start = date.checked_sub_days(Days::new(passed)).unwrap_or(date);
        std::array::from_fn(|day| start.checked_add_days(Days::new(day as u64)).unwrap_or(start))
    }
}

/// Regions whose weeks begin on Sunday, as far as people there may use Daybook in English or Russian.
const SUNDAY_FIRST: [&str; 16] =
    ["US", "CA", "IN", "IL", "JP", "PH", "ZA", "SG", "HK", "KR", "BR", "MX", "TH", "ID", "PK", "KE"];

/// A week of ISO 8601, written `2026-W48`; it begins on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IsoWeek {
    year: i32,
    week: u32,
}

impl IsoWeek {
    pub fn of(date: NaiveDate) -> Self {
        let week = date.iso_week();
        Self { year: week.year(), week: week.week() }
    }

    pub fn monday(&self) -> NaiveDate {
        NaiveDate::from_isoywd_opt(self.year, self.week, Weekday::Mon).unwrap_or_default()
    }

    /// From Monday to Sunday.
    pub fn days(&self) -> [NaiveDate; 7] {
        WeekStart::Monday.week_of(self.monday())
    }

    pub fn contains(&self, date: NaiveDate) -> bool {
        Self::of(date) == *self
    }

    /// The week so many weeks later, or earlier.
    pub fn plus(&self, weeks: i64) -> Self {
        let monday = self.monday().checked_add_signed(TimeDelta::weeks(weeks));
        monday.map_or(*self, Self::of)
    }
}

impl From<IsoWeek> for String {
    fn from(week: IsoWeek) -> Self {
        week.to_string()
    }
}

impl TryFrom<String> for IsoWeek {
    type Error = NotAWeek;

    fn try_from(text: String) -> Result<Self, NotAWeek> {
        text.parse()
    }
}

impl fmt::Display for IsoWeek {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-W{:02}", self.year, self.week)
    }
}

/// The text is not a week of ISO 8601.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO week such as 2026-W48")]
pub struct NotAWeek;

impl FromStr for IsoWeek {
    type Err = NotAWeek;

    fn from_str(text: &str) -> Result<Self, NotAWeek> {
        let (year, week) = text.split_once("-W").ok_or(NotAWeek)?;
        let (year, week) = (year.parse().map_err(|_| NotAWeek)?, week.parse().map_err(|_| NotAWeek)?);
        NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or(NotAWeek)?;
        Ok(Self { year, week })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_begins_where_its_reader_begins_it() {
        let monday_first = WeekStart::Monday.week_of(date("2026-11-29"));
        let sunday_first = WeekStart::Sunday.week_of(date("2026-11-29"));
        assert_eq!((monday_first[0], monday_first[6]), (date("2026-11-23"), date("2026-11-29")));
        assert_eq!((sunday_first[0], sunday_first[6]), (date("2026-11-29"), date("2026-12-05")));
    }

    #[test]
    fn a_week_begins_as_the_locale_has_it() {
        let sunday = ["en-US", "en", "en-CA"];
        let monday = ["en-GB", "ru", "ru-RU", "en-DE", ""];
        assert!(sunday.iter().all(|tag| WeekStart::of_locale(tag) == WeekStart::Sunday));
        assert!(monday.iter().all(|tag| WeekStart::of_locale(tag) == WeekStart::Monday));
    }

    #[test]
    fn iso_weeks_at_the_turn_of_a_year() {
        assert_eq!(IsoWeek::of(date("2027-01-01")).to_string(), "2026-W53");
        assert_eq!("2026-W53".parse::<IsoWeek>().unwrap().monday(), date("2026-12-28"));
        assert_eq!("2027-W53".parse::<IsoWeek>(), Err(NotAWeek));
    }
}
