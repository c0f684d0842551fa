//! How a meeting recurs (периодичность, S12): the rules of RFC 5545 section 3.3.10 that the schedule form can
//! write.
//!
//! A rule says dates, never instants: an occurrence is known by its date in the series' zone (RECURRENCE-ID),
//! and no rule here makes two a day. The hour comes from the series and stays on the wall when the clocks change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::when::YEARS;
use super::{WeekStart, ZoneRules};
use crate::{Refusal, refusal::Field};

/// A rule with the dates that are taken out of it and those that are added to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recurrence {
    pub rule: Rule,
    /// EXDATE
    #[serde(default)]
    pub exceptions: BTreeSet<NaiveDate>,
    /// RDATE
    #[serde(default)]
    pub additions: BTreeSet<NaiveDate>,
}

/// What recurs how often (RRULE).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rule {
    pub every: Every,
    /// Every so many days, weeks, months or years; at least 1.
    pub interval: u16,
    pub ends: Ends,
    /// Which days are one week counts where a rule skips weeks (WKST).
    #[serde(default)]
    pub week_start: WeekStart,
}

/// On which dates of its period a rule falls. Where a month has no such day, it has no such date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Every {
    Day,
    Week {
        on: Weekdays,
    },
    /// The day of the month; negative, it counts from the end: -1 is the last one.
    MonthDay {
        day: i8,
    },
    /// The first to fifth such weekday of the month, or the last (-1).
    MonthWeekday {
        nth: i8,
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        weekday: Weekday,
    },
    YearDay {
        month: u8,
        day: i8,
    },
    YearWeekday {
        month: u8,
        nth: i8,
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        weekday: Weekday,
    },
}

impl Every {
    /// The ways to say monthly of a date: by the day, by the weekday, and from the end where it is near that.
    pub fn month_of(date: NaiveDate) -> Vec<Self> {
        let weekday = date.weekday();
        let mut ways = vec![Self::MonthDay { day: day_of(date, false) }];
        if day_of(date, true) == -1 {
            ways.push(Self::MonthDay { day: -1 });
        }
        ways.push(Self::MonthWeekday { nth: nth_of(date, false), weekday });
        if nth_of(date, true) == -1 {
            ways.push(Self::MonthWeekday { nth: -1, weekday });
        }
        ways
    }

    /// The ways to say yearly of a date.
    pub fn year_of(date: NaiveDate) -> Vec<Self> {
        let (month, weekday) = (date.month() as u8, date.weekday());
        let mut ways = vec![
            Self::YearDay { month, day: day_of(date, false) },
            Self::YearWeekday { month, nth: nth_of(date, false), weekday },
        ];
        if nth_of(date, true) == -1 {
            ways.push(Self::YearWeekday { month, nth: -1, weekday });
        }
        ways
    }
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Ends {
    Never,
    /// `last` still belongs to it (UNTIL).
    On {
        last: NaiveDate,
    },
    /// So many dates, those that are taken out counted too (COUNT).
    After {
        count: u32,
    },
}

/// Some days of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
#[serde(from = "Vec<Weekday>", into = "Vec<Weekday>")]
pub struct Weekdays([bool; 7]);

impl Weekdays {
    pub fn contains(self, weekday: Weekday) -> bool {
        self.0[weekday.num_days_from_monday() as usize]
    }

    /// From Monday to Sunday.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |weekday| self.contains(*weekday))
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub fn len(self) -> u32 {
        self.iter().map(|_| 1).sum()
    }

    /// The weekdays that are so many days later.
    fn later(self, days: i64) -> Self {
        self.iter()
            .map(|weekday| WEEK[(i64::from(weekday.num_days_from_monday()) + days).rem_euclid(7) as usize])
            .collect()
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<T: IntoIterator<Item = Weekday>>(weekdays: T) -> Self {
        let mut on = Self::default();
        for weekday in weekdays {
            on.0[weekday.num_days_from_monday() as usize] = true;
        }
        on
    }
}

impl From<Vec<Weekday>> for Weekdays {
    fn from(weekdays: Vec<Weekday>) -> Self {
        weekdays.into_iter().collect()
    }
}

impl From<Weekdays> for Vec<Weekday> {
    fn from(on: Weekdays) -> Self {
        on.iter().collect()
    }
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// So many dates a rule that counts may have, and so many a series may bring into the calendars at once.
pub const MOST_DATES: u32 = 1_000;

/// RFC 5545 writes a year in four digits.
const LAST_YEAR: i32 = 9_999;

/// Whoever meets less often does not need a rule for it.
const LONGEST_INTERVAL: u16 = 999;

impl Recurrence {
    pub fn of(rule: Rule) -> Self {
        Self { rule, exceptions: BTreeSet::new(), additions: BTreeSet::new() }
    }

    /// Everything that is wrong with it for a series that begins on this date.
    pub fn check(&self, first: NaiveDate) -> Vec<Refusal> {
        let mut reasons = self.rule.check(first);
        let foreseeable = |date: &NaiveDate| YEARS.contains(&date.year());
        if !self.exceptions.iter().chain(&self.additions).all(foreseeable) {
            reasons.push(MALFORMED);
        }
        if self.exceptions.len().max(self.additions.len()) > MOST_DATES as usize {
            reasons.push(Refusal::TooManyDates { max: MOST_DATES });
        }
        reasons
    }

    /// What becomes of the dates that the rule makes.
    pub fn dates(&self, of_rule: impl IntoIterator<Item = NaiveDate>) -> Vec<NaiveDate> {
        let all: BTreeSet<_> = of_rule.into_iter().chain(self.additions.iter().copied()).collect();
        all.difference(&self.exceptions).copied().collect()
    }

    /// The part before a date, in which the rule makes `passed` dates.
    pub fn before(&self, date: NaiveDate, passed: u32) -> Self {
        let last = date.pred_opt().unwrap_or(date);
        let ends = match self.rule.ends {
            Ends::On { last: sooner } if sooner < date => self.rule.ends,
            // What was over before goes no further.
            Ends::After { count } if count <= passed => self.rule.ends,
            Ends::Never | Ends::On { .. } | Ends::After { .. } => Ends::On { last },
        };
        Self {
            rule: Rule { ends, ..self.rule.clone() },
            exceptions: self.exceptions.range(..date).copied().collect(),
            additions: self.additions.range(..date).copied().collect(),
        }
    }

    /// The part from a date on, which counts from the rule's next one; the rule has made `passed` dates before it.
    pub fn following(&self, date: NaiveDate, passed: u32) -> Self {
        let ends = match self.rule.ends {
            Ends::After { count } if count <= passed => Ends::On { last: date.pred_opt().unwrap_or(date) },
            Ends::After { count } => Ends::After { count: count - passed },
            ends => ends,
        };
        Self {
            rule: Rule { ends, ..self.rule.clone() },
            exceptions: self.exceptions.range(date..).copied().collect(),
            additions: self.additions.range(date..).copied().collect(),
        }
    }

    /// What it is after an occurrence was moved from one date to another and all are to move with it.
    pub fn moved(&self, from: NaiveDate, to: NaiveDate) -> Self {
        let later = to - from;
        let moved = |dates: &BTreeSet<NaiveDate>| {
            dates.iter().filter_map(|date| date.checked_add_signed(later)).collect()
        };
        Self {
            rule: self.rule.moved(from, to),
            exceptions: moved(&self.exceptions),
            additions: moved(&self.additions),
        }
    }
}

impl Rule {
    /// Everything that is wrong with it for a series that begins on this date.
    pub fn check(&self, first: NaiveDate) -> Vec<Refusal> {
        let mut reasons = Vec::new();
        let days = |month: u8| match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day_exists = |day: i8, most: i8| day != 0 && (-most..=most).contains(&day);
        let nth_exists = |nth: i8| (1..=5).contains(&nth) || nth == -1;
        let month_exists = |month: u8| (1..=12).contains(&month);
        let exists = match self.every {
            Every::Day => true,
            Every::Week { on } => !on.is_empty(),
            Every::MonthDay { day } => day_exists(day, 31),
            Every::MonthWeekday { nth, .. } => nth_exists(nth),
            Every::YearDay { month, day } => month_exists(month) && day_exists(day, days(month)),
            Every::YearWeekday { month, nth, .. } => month_exists(month) && nth_exists(nth),
        };
        if !exists || !(1..=LONGEST_INTERVAL).contains(&self.interval) {
            reasons.push(MALFORMED);
        }
        match self.ends {
            Ends::On { last } if last < first => reasons.push(Refusal::EndsBeforeStart),
            Ends::On { last } if last.year() > LAST_YEAR => reasons.push(MALFORMED),
            Ends::After { count: 0 } => reasons.push(Refusal::NoDates),
            Ends::After { count } if count > MOST_DATES => {
                reasons.push(Refusal::TooManyDates { max: MOST_DATES });
            }
            Ends::Never | Ends::On { .. } | Ends::After { .. } => {}
        }
        reasons
    }

    /// How many days usually lie between two of its dates.
    pub fn usual_gap(&self) -> i64 {
        let interval = i64::from(self.interval.max(1));
        match self.every {
            Every::Day => interval,
            Every::Week { on } => 7 * interval / i64::from(on.len().max(1)),
            Every::MonthDay { .. } | Every::MonthWeekday { .. } => 28 * interval,
            Every::YearDay { .. } | Every::YearWeekday { .. } => 365 * interval,
        }
    }

    /// From where a series counts that began on `first`, after all of it was moved as from one date to another. Of
    /// months and years, what moves is the month: which day it is, the rule says.
    pub fn first_moved(&self, first: NaiveDate, from: NaiveDate, to: NaiveDate) -> NaiveDate {
        if from == to {
            return first;
        }
        match self.every {
            Every::Day | Every::Week { .. } => first.checked_add_signed(to - from).unwrap_or(first),
            Every::MonthDay { .. }
            | Every::MonthWeekday { .. }
            | Every::YearDay { .. }
            | Every::YearWeekday { .. } => {
                let month = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
                let moved = month(first) + month(to) - month(from);
                let first_of = |month: i32| {
                    NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)
                };
                first_of(moved).unwrap_or(first)
            }
        }
    }

    fn moved(&self, from: NaiveDate, to: NaiveDate) -> Self {
        if from == to {
            return self.clone();
        }
        let (later, month) = ((to - from).num_days(), to.month() as u8);
        let every = match self.every {
            Every::Day => Every::Day,
            Every::Week { on } => Every::Week { on: on.later(later) },
            Every::MonthDay { day } => Every::MonthDay { day: day_of(to, day < 0) },
            Every::MonthWeekday { nth, .. } => {
                Every::MonthWeekday { nth: nth_of(to, nth < 0), weekday: to.weekday() }
            }
            Every::YearDay { day, .. } => Every::YearDay { month, day: day_of(to, day < 0) },
            Every::YearWeekday { nth, .. } => {
                Every::YearWeekday { month, nth: nth_of(to, nth < 0), weekday: to.weekday() }
            }
        };
        let ends = match self.ends {
            Ends::On { last } => {
                Ends::On { last: last.checked_add_signed(TimeDelta::days(later)).unwrap_or(last) }
            }
            ends => ends,
        };
        Self { every, ends, ..self.clone() }
    }

    /// Reads what another calendar or a program wrote. What is left out comes from the start of the series (RFC
    /// 5545 section 3.3.10); the day on which it ends is the one on the series' own wall clock, whose rules
    /// these are.
    ///
    /// # Errors
    /// [`Refusal::RuleNotSupported`] names the part that no schedule here can say; nothing is dropped silently.
    pub fn read(text: &str, start: NaiveDateTime, rules: &ZoneRules) -> Result<Self, Refusal> {
        Parts::of(text)?.rule(Some((start, rules)))
    }
}

impl fmt::Display for Rule {
    /// As RFC 5545 writes it, the day on which it ends as a date.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frequency = match self.every {
            Every::Day => "DAILY",
            Every::Week { .. } => "WEEKLY",
            Every::MonthDay { .. } | Every::MonthWeekday { .. } => "MONTHLY",
            Every::YearDay { .. } | Every::YearWeekday { .. } => "YEARLY",
        };
        write!(formatter, "FREQ={frequency}")?;
        if self.interval != 1 {
            write!(formatter, ";INTERVAL={}", self.interval)?;
        }
        match self.every {
            Every::Day => {}
            Every::Week { on } => {
                let days: Vec<_> = on.iter().map(code).collect();
                write!(formatter, ";BYDAY={}", days.join(","))?;
            }
            Every::MonthDay { day } => write!(formatter, ";BYMONTHDAY={day}")?,
            Every::MonthWeekday { nth, weekday } => write!(formatter, ";BYDAY={nth}{}", code(weekday))?,
            Every::YearDay { month, day } => write!(formatter, ";BYMONTH={month};BYMONTHDAY={day}")?,
            Every::YearWeekday { month, nth, weekday } => {
                write!(formatter, ";BYMONTH={month};BYDAY={nth}{}", code(weekday))?;
            }
        }
        match self.ends {
            Ends::Never => {}
            Ends::On { last } => write!(formatter, ";UNTIL={}", last.format("%Y%m%d"))?,
            Ends::After { count } => write!(formatter, ";COUNT={count}")?,
        }
        match self.week_start {
            WeekStart::Monday => Ok(()),
            WeekStart::Sunday => formatter.write_str(";WKST=SU"),
        }
    }
}

impl FromStr for Rule {
    type Err = Refusal;

    /// Reads a rule that leaves nothing to its start.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        Parts::of(text)?.rule(None)
    }
}

const MALFORMED: Refusal = Refusal::Malformed { field: Field::Recurrence };

/// What RFC 5545 knows.
const KNOWN: [&str; 14] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];

/// Longer than any rule that can be held here.
const LONGEST_TEXT: usize = 500;

/// The parts of a rule's text that are not yet understood.
struct Parts<'a>(BTreeMap<&'static str, &'a str>);

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, Refusal> {
        let text = text.trim();
        let text = text.strip_prefix("RRULE:").unwrap_or(text);
        if !text.is_ascii() || text.len() > LONGEST_TEXT {
            return Err(MALFORMED);
        }
        let mut parts = BTreeMap::new();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or(MALFORMED)?;
            let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(name)).ok_or(MALFORMED)?;
            if parts.insert(known, value).is_some() {
                return Err(MALFORMED);
            }
        }
        Ok(Self(parts))
    }

    fn rule(mut self, start: Option<(NaiveDateTime, &ZoneRules)>) -> Result<Rule, Refusal> {
        let frequency = self.0.remove("FREQ").ok_or(MALFORMED)?.to_ascii_uppercase();
        let interval = self.number("INTERVAL")?.unwrap_or(1);
        let first = start.map(|(start, _)| start.date());
        let every = match frequency.as_str() {
            "DAILY" => Every::Day,
            "WEEKLY" => self.weekly(first)?,
            "MONTHLY" => self.monthly(first)?,
            "YEARLY" => self.yearly(first)?,
            "SECONDLY" | "MINUTELY" | "HOURLY" => return Err(not_supported("FREQ")),
            _ => return Err(MALFORMED),
        };
        let ends = self.ends(start)?;
        let week_start = match self.0.remove("WKST").map(str::to_ascii_uppercase).as_deref() {
            None | Some("MO") => WeekStart::Monday,
            Some("SU") => WeekStart::Sunday,
            Some(other) => {
                weekday(other)?;
                return Err(not_supported("WKST"));
            }
        };
        match self.0.into_keys().next() {
            Some(left) => Err(not_supported(left)),
            None => Ok(Rule { every, interval, ends, week_start }),
        }
    }

    fn weekly(&mut self, first: Option<NaiveDate>) -> Result<Every, Refusal> {
        let on = match self.0.remove("BYDAY") {
            Some(days) => days.split(',').map(weekday).collect::<Result<_, _>>()?,
            None => [first.ok_or(MALFORMED)?.weekday()].into_iter().collect(),
        };
        Ok(Every::Week { on })
    }

    fn monthly(&mut self, first: Option<NaiveDate>) -> Result<Every, Refusal> {
        Ok(match (self.nth_weekday()?, self.one("BYMONTHDAY")?) {
            (Some((nth, weekday)), None) => Every::MonthWeekday { nth, weekday },
            (None, Some(day)) => Every::MonthDay { day },
            (None, None) => Every::MonthDay { day: first.ok_or(MALFORMED)?.day() as i8 },
            (Some(_), Some(_)) => return Err(not_supported("BYMONTHDAY")),
        })
    }

    fn yearly(&mut self, first: Option<NaiveDate>) -> Result<Every, Refusal> {
        let month: Option<u8> = self.one("BYMONTH")?;
        Ok(match (self.nth_weekday()?, self.one("BYMONTHDAY")?, month) {
            (Some((nth, weekday)), None, Some(month)) => Every::YearWeekday { month, nth, weekday },
            (None, Some(day), Some(month)) => Every::YearDay { month, day },
            (None, None, month) => {
                let first = first.ok_or(MALFORMED)?;
                Every::YearDay { month: month.unwrap_or(first.month() as u8), day: first.day() as i8 }
            }
            // Of the whole year, or on the same day of every month.
            (Some(_), None, None) => return Err(not_supported("BYDAY")),
            (_, Some(_), _) => return Err(not_supported("BYMONTHDAY")),
        })
    }

    /// `2TU`, or as some calendars write it, `BYDAY=TU;BYSETPOS=2`.
    fn nth_weekday(&mut self) -> Result<Option<(i8, Weekday)>, Refusal> {
        let Some(days) = self.0.remove("BYDAY") else { return Ok(None) };
        if days.contains(',') {
            return Err(not_supported("BYDAY"));
        }
        let (nth, day) = days.split_at_checked(days.len().saturating_sub(2)).ok_or(MALFORMED)?;
        let day = weekday(day)?;
        let nth = match nth {
            "" => self.one("BYSETPOS")?.ok_or(not_supported("BYDAY"))?,
            nth => signed(nth)?,
        };
        Ok(Some((nth, day)))
    }

    fn ends(&mut self, start: Option<(NaiveDateTime, &ZoneRules)>) -> Result<Ends, Refusal> {
        match (self.number("COUNT")?, self.0.remove("UNTIL")) {
            (None, None) => Ok(Ends::Never),
            (Some(count), None) => Ok(Ends::After { count }),
            (None, Some(until)) => Ok(Ends::On { last: last_day(until, start)? }),
            (Some(_), Some(_)) => Err(MALFORMED),
        }
    }

    /// The only value of a part.
    fn one<T: TryFrom<i16>>(&mut self, name: &'static str) -> Result<Option<T>, Refusal> {
        let Some(value) = self.0.remove(name) else { return Ok(None) };
        if value.contains(',') {
            return Err(not_supported(name));
        }
        T::try_from(signed(value)?).map(Some).map_err(|_| MALFORMED)
    }

    fn number<T: FromStr>(&mut self, name: &'static str) -> Result<Option<T>, Refusal> {
        let digits = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit());
        match self.0.remove(name) {
            None => Ok(None),
            Some(value) if digits(value) => value.parse().map(Some).map_err(|_| MALFORMED),
            Some(_) => Err(MALFORMED),
        }
    }
}

fn not_supported(part: &str) -> Refusal {
    Refusal::RuleNotSupported { part: part.to_owned() }
}

fn signed<T: TryFrom<i16>>(text: &str) -> Result<T, Refusal> {
    let number: i16 = text.parse().map_err(|_| MALFORMED)?;
    T::try_from(number).map_err(|_| MALFORMED)
}

/// The last day of a rule that ends at an instant, at a time on the wall, or on a date.
fn last_day(until: &str, start: Option<(NaiveDateTime, &ZoneRules)>) -> Result<NaiveDate, Refusal> {
    let Some((date, time)) = until.split_once(['T', 't']) else {
        return NaiveDate::parse_from_str(until, "%Y%m%d").map_err(|_| MALFORMED);
    };
    let utc = time.strip_suffix(['Z', 'z']);
    let time = utc.unwrap_or(time);
    let end =
        NaiveDateTime::parse_from_str(&format!("{date}T{time}"), "%Y%m%dT%H%M%S").map_err(|_| MALFORMED)?;
    let (start, rules) = start.ok_or(MALFORMED)?;
    let end = if utc.is_some() { rules.wall(end.and_utc()) } else { end };
    // An occurrence that begins later on that day would begin after the end.
    let last = if end.time() < start.time() { end.date().pred_opt() } else { Some(end.date()) };
    last.ok_or(MALFORMED)
}

fn code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

fn weekday(text: &str) -> Result<Weekday, Refusal> {
    WEEK.into_iter().find(|weekday| code(*weekday).eq_ignore_ascii_case(text)).ok_or(MALFORMED)
}

/// The day of the month, from its end if wanted.
fn day_of(date: NaiveDate, from_end: bool) -> i8 {
    let day = date.day() as i8;
    if from_end { day - days_in_month(date) - 1 } else { day }
}

/// The how-manieth of its weekday in the month a date is; from the end only if it is the last.
fn nth_of(date: NaiveDate, from_end: bool) -> i8 {
    let day = date.day() as i8;
    if from_end && day + 7 > days_in_month(date) { -1 } else { (day - 1) / 7 + 1 }
}

fn days_in_month(date: NaiveDate) -> i8 {
    let first = date.with_day(1).unwrap_or(date);
    let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(first);
    (next - first).num_days() as i8
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_date_offers_the_ways_to_say_it_again() {
        let month = |date: &str| Every::month_of(date.parse().unwrap());
        let tuesday = |nth| Every::MonthWeekday { nth, weekday: Weekday::Tue };
        assert_eq!(month("2026-11-10"), [Every::MonthDay { day: 10 }, tuesday(2)]);
        assert_eq!(month("2026-11-24"), [Every::MonthDay { day: 24 }, tuesday(4), tuesday(-1)]);
        let last = [Every::MonthDay { day: 31 }, Every::MonthDay { day: -1 }];
        assert_eq!(month("2026-03-31")[..2], last);
        let year = Every::year_of("2026-11-24".parse().unwrap());
        assert_eq!(year[0], Every::YearDay { month: 11, day: 24 });
        assert_eq!(year[2], Every::YearWeekday { month: 11, nth: -1, weekday: Weekday::Tue });
    }

    use proptest::prelude::*;

    use super::*;
    use crate::time::ZoneName;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Tuesday, 24 November 2026, ten o'clock.
    fn start() -> NaiveDateTime {
        date("2026-11-24").and_hms_opt(10, 0, 0).unwrap()
    }

    fn read(text: &str) -> Result<Rule, Refusal> {
        Rule::read(text, start(), &ZoneRules::utc())
    }

    fn weekly(on: &[Weekday]) -> Rule {
        let every = Every::Week { on: on.iter().copied().collect() };
        Rule { every, interval: 1, ends: Ends::Never, week_start: WeekStart::Monday }
    }

    #[test]
    fn rules_are_read_as_other_calendars_write_them() {
        let table = [
            ("FREQ=DAILY", "FREQ=DAILY"),
            ("RRULE:freq=daily;interval=3;count=5", "FREQ=DAILY;INTERVAL=3;COUNT=5"),
            ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
            ("FREQ=WEEKLY;WKST=SU;BYDAY=FR,MO;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU"),
            ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=24"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("FREQ=MONTHLY;BYDAY=+2TU", "FREQ=MONTHLY;BYDAY=2TU"),
            ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=2TU"),
            ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24"),
            ("FREQ=YEARLY;BYMONTH=3", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24"),
            ("FREQ=YEARLY;BYDAY=1MO;BYMONTH=5", "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO"),
            ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"),
            ("FREQ=DAILY;UNTIL=20261231T100000", "FREQ=DAILY;UNTIL=20261231"),
            ("FREQ=DAILY;UNTIL=20261231T095959", "FREQ=DAILY;UNTIL=20261230"),
        ];
        for (text, canonical) in table {
            assert_eq!(read(text).unwrap().to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_held_is_refused_and_named() {
        let table = [
            ("FREQ=HOURLY", "FREQ"),
            ("FREQ=DAILY;BYDAY=MO", "BYDAY"),
            ("FREQ=DAILY;BYHOUR=9,17", "BYHOUR"),
            ("FREQ=WEEKLY;BYMONTH=1", "BYMONTH"),
            ("FREQ=WEEKLY;WKST=WE", "WKST"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY"),
            ("FREQ=MONTHLY;BYDAY=MO", "BYDAY"),
            ("FREQ=MONTHLY;BYDAY=1MO,3MO", "BYDAY"),
            ("FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=13", "BYMONTHDAY"),
            ("FREQ=YEARLY;BYDAY=20MO", "BYDAY"),
            ("FREQ=YEARLY;BYMONTHDAY=5", "BYMONTHDAY"),
            ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY"),
            ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
            ("FREQ=MONTHLY;BYMONTHDAY=5;BYSETPOS=1", "BYSETPOS"),
        ];
        for (text, part) in table {
            assert_eq!(read(text), Err(Refusal::RuleNotSupported { part: part.to_owned() }), "{text}");
        }
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "FREQ",
            "FREQ=",
            "FREQ=FORTNIGHTLY",
            "INTERVAL=2",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;X=1",
            "FREQ=DAILY;COUNT=5;UNTIL=20261231",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=DAILY;COUNT=+1",
            "FREQ=DAILY;INTERVAL=99999999",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=2MO",
            "FREQ=WEEKLY;BYDAY=ПН",
            "FREQ=MONTHLY;BYDAY=M",
            "FREQ=MONTHLY;BYMONTHDAY=x",
            "FREQ=MONTHLY;BYMONTHDAY=300",
            "FREQ=DAILY;UNTIL=20261331",
            "FREQ=DAILY;UNTIL=20261231T",
            "FREQ=WEEKLY;WKST=XX",
        ] {
            assert_eq!(read(text), Err(MALFORMED), "{text}");
        }
        let endless = format!("FREQ=WEEKLY;BYDAY={}", vec!["MO"; 1_000].join(","));
        assert_eq!(read(&endless), Err(MALFORMED));
    }

    #[test]
    fn an_end_in_utc_is_a_day_on_the_wall_of_the_zone() {
        let kolkata = ZoneRules::new(ZoneName("Asia/Kolkata".to_owned()), 19_800, Vec::new());
        let last = |until: &str| {
            let rule = Rule::read(&format!("FREQ=DAILY;UNTIL={until}"), start(), &kolkata).unwrap();
            let Ends::On { last } = rule.ends else { panic!("it ends") };
            last
        };
        // Ten o'clock there is half past four in UTC.
        assert_eq!(last("20261231T043000Z"), date("2026-12-31"));
        assert_eq!(last("20261231T042959Z"), date("2026-12-30"));
        assert_eq!(last("20261231T200000Z"), date("2026-12-31"), "half past one of the next day");
    }

    #[test]
    fn a_rule_with_wrong_numbers_is_refused() {
        let first = start().date();
        let rule = |every| Rule { every, ..weekly(&[Weekday::Mon]) };
        for wrong in [
            weekly(&[]),
            Rule { interval: 0, ..weekly(&[Weekday::Mon]) },
            Rule { interval: 1_000, ..weekly(&[Weekday::Mon]) },
            rule(Every::MonthDay { day: 0 }),
            rule(Every::MonthDay { day: 32 }),
            rule(Every::MonthWeekday { nth: 6, weekday: Weekday::Mon }),
            rule(Every::MonthWeekday { nth: -2, weekday: Weekday::Mon }),
            rule(Every::YearDay { month: 2, day: 30 }),
            rule(Every::YearDay { month: 13, day: 1 }),
            rule(Every::YearWeekday { month: 0, nth: 1, weekday: Weekday::Mon }),
        ] {
            assert_eq!(wrong.check(first), [MALFORMED], "{wrong:?}");
        }
        let ending = |ends| Rule { ends, ..weekly(&[Weekday::Mon]) }.check(first);
        assert_eq!(ending(Ends::On { last: date("2026-11-23") }), [Refusal::EndsBeforeStart]);
        assert_eq!(ending(Ends::On { last: first }), []);
        assert_eq!(ending(Ends::On { last: NaiveDate::MAX }), [MALFORMED]);
        let far = Recurrence {
            additions: BTreeSet::from([date("2101-01-01")]),
            ..Recurrence::of(weekly(&[Weekday::Mon]))
        };
        assert_eq!(far.check(first), [MALFORMED]);
        assert_eq!(ending(Ends::After { count: 0 }), [Refusal::NoDates]);
        assert_eq!(ending(Ends::After { count: 1_000 }), []);
        assert_eq!(ending(Ends::After { count: 1_001 }), [Refusal::TooManyDates { max: MOST_DATES }]);
    }

    #[test]
    fn dates_are_taken_out_and_added() {
        let recurrence = Recurrence {
            exceptions: BTreeSet::from([date("2026-12-01"), date("2026-12-24")]),
            additions: BTreeSet::from([date("2026-11-26"), date("2026-12-24")]),
            ..Recurrence::of(weekly(&[Weekday::Tue]))
        };
        let of_rule = ["2026-11-24", "2026-12-01", "2026-12-08"].map(date);
        assert_eq!(recurrence.dates(of_rule), ["2026-11-24", "2026-11-26", "2026-12-08"].map(date));
    }

    #[test]
    fn a_moved_series_keeps_what_it_means() {
        let moved = |text: &str, from: &str, to: &str| {
            let rule: Rule = text.parse().unwrap();
            Recurrence::of(rule).moved(date(from), date(to)).rule.to_string()
        };
        let table = [
            ("FREQ=DAILY;COUNT=3", "2026-11-24", "2026-11-25", "FREQ=DAILY;COUNT=3"),
            ("FREQ=WEEKLY;BYDAY=TU,FR", "2026-11-24", "2026-11-26", "FREQ=WEEKLY;BYDAY=TH,SU"),
            ("FREQ=WEEKLY;BYDAY=MO", "2026-11-23", "2026-11-20", "FREQ=WEEKLY;BYDAY=FR"),
            ("FREQ=MONTHLY;BYMONTHDAY=24", "2026-11-24", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-11-28", "FREQ=MONTHLY;BYMONTHDAY=-3"),
            ("FREQ=MONTHLY;BYDAY=4TU", "2026-11-24", "2026-11-19", "FREQ=MONTHLY;BYDAY=3TH"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-26", "FREQ=MONTHLY;BYDAY=-1TH"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-20", "FREQ=MONTHLY;BYDAY=3FR"),
            (
                "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24;UNTIL=20301124",
                "2026-11-24",
                "2026-12-01",
                "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1;UNTIL=20301201",
            ),
        ];
        for (text, from, to, expected) in table {
            assert_eq!(moved(text, from, to), expected, "{text}");
        }
    }

    #[test]
    fn a_moved_series_begins_where_its_first_occurrence_moved_to() {
        let first_moved = |text: &str, first: &str, from: &str, to: &str| {
            let rule: Rule = text.parse().unwrap();
            rule.first_moved(date(first), date(from), date(to)).to_string()
        };
        let table = [
            ("FREQ=WEEKLY;BYDAY=TU", "2026-11-03", "2026-11-24", "2026-11-26", "2026-11-05"),
            ("FREQ=MONTHLY;BYDAY=3TH", "2026-01-27", "2026-11-24", "2026-11-19", "2026-01-01"),
            ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-01-24", "2026-11-24", "2026-12-01", "2026-02-01"),
            ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30", "2026-01-02", "2027-01-02", "2026-12-30", "2025-12-01"),
            ("FREQ=MONTHLY;BYMONTHDAY=24", "2026-01-24", "2026-11-24", "2026-11-24", "2026-01-24"),
        ];
        for (text, first, from, to, expected) in table {
            assert_eq!(first_moved(text, first, from, to), expected, "{text}");
        }
    }

    #[test]
    fn a_series_is_cut_in_two_without_losing_a_date() {
        let cut = date("2026-12-08");
        let whole = Recurrence {
            exceptions: BTreeSet::from([date("2026-12-01"), date("2026-12-15")]),
            ..Recurrence::of("FREQ=WEEKLY;BYDAY=TU;COUNT=10".parse().unwrap())
        };
        let (before, following) = (whole.before(cut, 2), whole.following(cut, 2));
        assert_eq!(before.rule.to_string(), "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261207");
        assert_eq!(following.rule.to_string(), "FREQ=WEEKLY;BYDAY=TU;COUNT=8");
        assert_eq!(before.exceptions.len() + following.exceptions.len(), 2);
        let ended = Recurrence::of("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124".parse().unwrap());
        assert_eq!(ended.before(cut, 1), ended);
        let counted = Recurrence::of("FREQ=WEEKLY;BYDAY=TU;COUNT=2".parse().unwrap());
        assert_eq!(counted.before(cut, 2), counted, "its two dates are over by then");
    }

    fn rules() -> impl Strategy<Value = Rule> {
        let nth = prop_oneof![1_i8..=5, Just(-1_i8)];
        let day = |most: i8| prop_oneof![1..=most, -most..=-1];
        let weekday = prop::sample::select(WEEK.to_vec());
        let every = prop_oneof![
            Just(Every::Day),
            prop::sample::subsequence(WEEK.to_vec(), 1..=7)
                .prop_map(|on| Every::Week { on: on.into_iter().collect() }),
            day(31).prop_map(|day| Every::MonthDay { day }),
            (nth.clone(), weekday.clone()).prop_map(|(nth, weekday)| Every::MonthWeekday { nth, weekday }),
            (1_u8..=12, day(28)).prop_map(|(month, day)| Every::YearDay { month, day }),
            (1_u8..=12, nth, weekday).prop_map(|(month, nth, weekday)| Every::YearWeekday {
                month,
                nth,
                weekday
            }),
        ];
        let ends = prop_oneof![
            Just(Ends::Never),
            (0_i64..20_000).prop_map(|days| Ends::On { last: date("2026-11-24") + TimeDelta::days(days) }),
            (1..=MOST_DATES).prop_map(|count| Ends::After { count }),
        ];
        let week_start = prop_oneof![Just(WeekStart::Monday), Just(WeekStart::Sunday)];
        (every, 1..=LONGEST_INTERVAL, ends, week_start).prop_map(|(every, interval, ends, week_start)| Rule {
            every,
            interval,
            ends,
            week_start,
        })
    }

    /// On which dates a rule falls, asked of each date; the store has a faster way.
    fn of_rule(rule: &Rule, first: NaiveDate, through: NaiveDate) -> Vec<NaiveDate> {
        let month = |date: NaiveDate| i64::from(date.year() * 12 + date.month0() as i32);
        let week = |date| rule.week_start.week_of(date)[0];
        let is_day = |date, day| [false, true].map(|from_end| day_of(date, from_end)).contains(&day);
        let is_nth = |date: NaiveDate, nth, weekday| {
            date.weekday() == weekday && [false, true].map(|from_end| nth_of(date, from_end)).contains(&nth)
        };
        let falls_on = |date: &NaiveDate| {
            let date = *date;
            let (on, periods) = match rule.every {
                Every::Day => (true, (date - first).num_days()),
                Every::Week { on } => (on.contains(date.weekday()), (week(date) - week(first)).num_weeks()),
                Every::MonthDay { day } => (is_day(date, day), month(date) - month(first)),
                Every::MonthWeekday { nth, weekday } => {
                    (is_nth(date, nth, weekday), month(date) - month(first))
                }
                Every::YearDay { month, day } => {
                    let on = date.month() == u32::from(month) && is_day(date, day);
                    (on, i64::from(date.year() - first.year()))
                }
                Every::YearWeekday { month, nth, weekday } => {
                    let on = date.month() == u32::from(month) && is_nth(date, nth, weekday);
                    (on, i64::from(date.year() - first.year()))
                }
            };
            on && periods % i64::from(rule.interval) == 0
        };
        let (last, most) = match rule.ends {
            Ends::Never => (through, usize::MAX),
            Ends::On { last } => (last.min(through), usize::MAX),
            Ends::After { count } => (through, count as usize),
        };
        first.iter_days().take_while(|date| *date <= last).filter(falls_on).take(most).collect()
    }

    /// A schedule with dates taken out and added in its first days.
    fn schedules() -> impl Strategy<Value = Recurrence> {
        let day = |days: i64| date("2026-11-24") + TimeDelta::days(days);
        let some = || prop::collection::btree_set((0_i64..150).prop_map(day), 0..8);
        let ends = prop_oneof![
            Just(Ends::Never),
            (0_i64..200).prop_map(move |days| Ends::On { last: day(days) }),
            (1_u32..40).prop_map(|count| Ends::After { count }),
        ];
        (rules(), 1_u16..=3, ends, some(), some()).prop_map(
            |(rule, interval, ends, exceptions, additions)| Recurrence {
                rule: Rule { interval, ends, ..rule },
                exceptions,
                additions,
            },
        )
    }

    proptest! {
        #[test]
        fn both_parts_of_a_series_have_the_dates_of_the_whole(whole in schedules(), cut in 0_i64..150) {
            let first = date("2026-11-24");
            let (cut, through) = (first + TimeDelta::days(cut), first + TimeDelta::days(900));
            let all = of_rule(&whole.rule, first, through);
            let passed = all.partition_point(|date| *date < cut);
            let before = whole.before(cut, passed as u32);
            let following = whole.following(cut, passed as u32);
            let next = all.get(passed).copied();
            let over = match whole.rule.ends {
                Ends::Never => false,
                Ends::On { last } => last < cut,
                Ends::After { count } => count as usize <= passed,
            };
            prop_assume!(over || next.is_some());
            let before = before.dates(of_rule(&before.rule, first, through));
            let following = following.dates(of_rule(&following.rule, next.unwrap_or(cut), through));
            prop_assert!(before.iter().all(|date| *date < cut));
            prop_assert!(following.iter().all(|date| *date >= cut));
            prop_assert_eq!([before, following].concat(), whole.dates(all));
        }

        #[test]
        fn dates_ascend_and_each_is_said_once(schedule in schedules()) {
            let first = date("2026-11-24");
            let of_rule = of_rule(&schedule.rule, first, first + TimeDelta::days(400));
            let Recurrence { exceptions, additions, .. } = &schedule;
            let dates = schedule.dates(of_rule.iter().rev().chain(&of_rule).copied());
            prop_assert!(dates.is_sorted_by(|one, next| one < next), "{dates:?}");
            prop_assert!(dates.len() <= of_rule.len() + additions.len());
            for date in of_rule.iter().chain(additions) {
                prop_assert_eq!(dates.contains(date), !exceptions.contains(date));
            }
            prop_assert!(dates.iter().all(|date| of_rule.contains(date) || additions.contains(date)));
        }

        #[test]
        fn a_rule_is_what_its_text_says(rule in rules()) {
            prop_assert_eq!(rule.check(date("2026-11-24")), []);
            prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule.clone()));
            prop_assert_eq!(read(&rule.to_string()), Ok(rule.clone()));
            let json = serde_json::to_string(&rule).unwrap();
            prop_assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,80}", parts in "(FREQ|BYDAY|UNTIL|COUNT|BYSETPOS)=[-+0-9A-Zа-я,;=]{0,20}") {
            for text in [text.clone(), format!("FREQ=MONTHLY;{parts}"), parts] {
                let _ = Rule::read(&text, start(), &ZoneRules::utc());
                let _ = text.parse::<Rule>();
            }
        }

        #[test]
        fn a_rule_that_is_moved_stays_a_rule(rule in rules(), from in 0_i64..2_000, by in -40_i64..40) {
            let from = date("2026-11-24") + TimeDelta::days(from);
            let to = from + TimeDelta::days(by);
            let moved = Recurrence::of(rule).moved(from, to).rule;
            prop_assert!(!moved.check(date("2000-01-01")).contains(&MALFORMED), "{}", moved);
        }
    }
}
