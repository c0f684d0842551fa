//! Days: by their nearness, their weekday or their date.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::grammar::What;
use super::line::{Kind, Line, among};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    Date(NaiveDate),
    Weekday(Weekday, Week),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Week {
    Coming,
    /// The one that begins on the Monday after today.
    Next,
}

/// A date as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Typed {
    /// Without a year, the first such date from this one on.
    pub(super) fn from(self, date: NaiveDate) -> Option<NaiveDate> {
        if let Some(year) = self.year {
            return NaiveDate::from_ymd_opt(year, self.month, self.day);
        }
        // A leap day is up to eight years away.
        let years = (0..=8).map(|ahead| date.year() + ahead);
        let mut dates = years.filter_map(|year| NaiveDate::from_ymd_opt(year, self.month, self.day));
        dates.find(|such| *such >= date)
    }
}

impl Line<'_> {
    pub(super) fn day(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        if self.is(at, "next следующей след") {
            let dot = at + 1 + usize::from(self.is(at + 1, "."));
            if self.is(dot, "week неделе") {
                return Some((What::NextWeek, dot + 1));
            }
        }
        let (day, end) = self.day_named(at, among(SINCE, lead))?;
        Some((What::Day(day), end))
    }

    /// A day; after "since" and "until" Russian weekdays have a case of their own.
    pub(super) fn day_named(&self, at: usize, bound: bool) -> Option<(Day, usize)> {
        let genitive = || {
            let weekday = named(&GENITIVES, self.word(at)).filter(|_| bound)?;
            Some((Day::Weekday(weekday, Week::Coming), at + 1))
        };
        let date = || {
            let (typed, end) = self.typed_date(at)?;
            Some((Day::Date(typed.from(self.now.date())?), end))
        };
        self.near(at).or_else(|| self.weekday(at)).or_else(genitive).or_else(date)
    }

    pub(super) fn typed_date(&self, at: usize) -> Option<(Typed, usize)> {
        self.iso_date(at)
            .or_else(|| self.dotted_date(at))
            .or_else(|| self.slashed_date(at))
            .or_else(|| self.spelled_date(at))
    }

    /// The date of a day, once it is known whether its time is already past.
    pub(super) fn resolve(&self, day: Day, time: Option<NaiveTime>) -> Option<NaiveDate> {
        let today = self.now.date();
        let (weekday, week) = match day {
            Day::Date(date) => return Some(date),
            Day::Weekday(weekday, week) => (weekday, week),
        };
        let ahead = match week {
            Week::Coming => {
                let ahead = weekday.days_since(today.weekday());
                let past = ahead == 0 && time.is_some_and(|time| time < self.now.time());
                if past { 7 } else { ahead }
            }
            Week::Next => 7 - today.weekday().num_days_from_monday() + weekday.num_days_from_monday(),
        };
        later(today, ahead)
    }

    /// 24.11 or 24.11.2026. Without a year the month has two digits; 1.5 is a number.
    pub(super) fn dotted_date(&self, at: usize) -> Option<(Typed, usize)> {
        let day = self.number(at, 1..3)?;
        let month = self.joined(at + 1, ".", 1..3)?;
        if let Some(year) = self.joined(at + 3, ".", 2..5) {
            let year = if year < 100 { i32::try_from(year).ok()? + 2000 } else { self.year(at + 4)? };
            return self.a_date(Some(year), month, day, at + 5);
        }
        self.joined(at + 1, ".", 2..3)?;
        self.a_date(None, month, day, at + 3)
    }

    /// 11/30, 11/30/2026 and 30/11/2026, where there is only one order to read it in. Without a year the day comes
    /// last: 24/7 is no date.
    fn slashed_date(&self, at: usize) -> Option<(Typed, usize)> {
        let (one, other) = (self.number(at, 1..3)?, self.joined(at + 1, "/", 1..3)?);
        if self.word(at + 3) == "/" && self.glued(at + 3) {
            self.joined(at + 3, "/", 4..5)?;
            let year = Some(self.year(at + 4)?);
            return match (one > 12, other > 12) {
                (true, false) => self.a_date(year, other, one, at + 5),
                (false, true) => self.a_date(year, one, other, at + 5),
                _ => None,
            };
        }
        if other > 12 { self.a_date(None, one, other, at + 3) } else { None }
    }

    /// A date that there is.
    fn a_date(&self, year: Option<i32>, month: u32, day: u32, end: usize) -> Option<(Typed, usize)> {
        let typed = Typed { year, month, day };
        typed.from(self.now.date()).map(|_| (typed, end))
    }

    pub(super) fn month(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at);
        let named = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(word));
        if self.tokens.get(at)?.kind != Kind::Word || word.chars().count() < 3 {
            return None;
        }
        let number = MONTHS.iter().position(named)?;
        let end = at + 1 + usize::from(self.word(at + 1) == "." && self.glued(at + 1));
        Some((u32::try_from(number).ok()? + 1, end))
    }

    fn near(&self, at: usize) -> Option<(Day, usize)> {
        let at = at + usize::from(self.word(at) == "the");
        let (ahead, end) = match self.word(at) {
            "today" | "сегодня" => (0, at + 1),
            "tomorrow" | "tmrw" | "завтра" => (1, at + 1),
            "послезавтра" => (2, at + 1),
            "day" if self.word(at + 1) == "after" && self.word(at + 2) == "tomorrow" => (2, at + 3),
            _ => return None,
        };
        Some((Day::Date(later(self.now.date(), ahead)?), end))
    }

    pub(super) fn weekday(&self, at: usize) -> Option<(Day, usize)> {
        let (week, at) = match self.word(at) {
            "this" | "этот" | "эту" | "это" => (Week::Coming, at + 1),
            "next" | "следующий" | "следующую" | "следующее" => {
                (Week::Next, at + 1)
            }
            _ => (Week::Coming, at),
        };
        Some((Day::Weekday(self.weekday_name(at)?, week), at + 1))
    }

    pub(super) fn weekday_name(&self, at: usize) -> Option<Weekday> {
        let word = self.word(at);
        let named = |(english, russian): &(&str, &str)| {
            (word.len() >= 3 && english.starts_with(word)) || among(russian, word)
        };
        weekday(WEEKDAYS.iter().position(named)?)
    }

    /// Of Tuesdays, «по вторникам».
    pub(super) fn weekday_plural(&self, at: usize) -> Option<Weekday> {
        named(&PLURALS, self.word(at))
    }

    /// 2026-11-24.
    fn iso_date(&self, at: usize) -> Option<(Typed, usize)> {
        let year = self.year(at)?;
        let month = self.joined(at + 1, "-", 2..3)?;
        let day = self.joined(at + 3, "-", 2..3)?;
        self.a_date(Some(year), month, day, at + 5)
    }

    /// 24 Nov, 24th of November 2026, Nov 24, 24 ноября.
    pub(super) fn spelled_date(&self, at: usize) -> Option<(Typed, usize)> {
        let (day, month, end) = if let Some((month, end)) = self.month(at) {
            (self.number(end, 1..3)?, month, self.number_ending(end + 1))
        } else {
            let day = self.number(at, 1..3)?;
            let end = self.number_ending(at + 1);
            let (month, end) = self.month(end + usize::from(self.word(end) == "of"))?;
            (day, month, end)
        };
        let comma = end + usize::from(self.word(end) == ",");
        let Some(year) = self.year(comma).filter(|_| self.ends(comma + 1)) else {
            return self.a_date(None, month, day, end);
        };
        let end = comma + 1 + usize::from(self.is(comma + 1, "г года"));
        self.a_date(Some(year), month, day, end)
    }

    pub(super) fn ordinal(&self, at: usize) -> usize {
        at + usize::from(self.glued(at) && self.is(at, "st nd rd th"))
    }

    /// Of these years a meeting can be in, as far as anybody plans.
    fn year(&self, at: usize) -> Option<i32> {
        let year = self.number(at, 4..5).filter(|year| (1990..=2100).contains(year))?;
        i32::try_from(year).ok()
    }
}

/// The weekday in whose list of names a word is.
fn named(names: &[&str; 7], word: &str) -> Option<Weekday> {
    weekday(names.iter().position(|names| among(names, word))?)
}

fn weekday(number: usize) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(number).ok()?).ok()
}

pub(super) fn later(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(days.into()))
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "понедельник пн"),
    ("tuesday", "вторник вт"),
    ("wednesday", "среда среду ср"),
    ("thursday", "четверг чт"),
    ("friday", "пятница пятницу пт"),
    ("saturday", "суббота субботу сб"),
    ("sunday", "воскресенье вс"),
];

const PLURALS: [&str; 7] = [
    "mondays понедельникам",
    "tuesdays вторникам",
    "wednesdays средам",
    "thursdays четвергам",
    "fridays пятницам",
    "saturdays субботам",
    "sundays воскресеньям",
];

const GENITIVES: [&str; 7] =
    ["понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"];

/// Before the day from which something goes on.
pub(super) const SINCE: &str = "from с со";

const MONTHS: [[&str; 2]; 12] = [
    ["january", "января"],
    ["february", "февраля"],
    ["march", "марта"],
    ["april", "апреля"],
    ["may", "мая"],
    ["june", "июня"],
    ["july", "июля"],
    ["august", "августа"],
    ["september", "сентября"],
    ["october", "октября"],
    ["november", "ноября"],
    ["december", "декабря"],
];

#[cfg(test)]
mod tests {
    use chrono::{NaiveDateTime, TimeDelta};
    use proptest::prelude::*;

    use super::*;
    use crate::shorthand::stories::{at, each, moment};

    #[test]
    fn days() {
        each(&[
            ("Thu", "2026-11-26, []"),
            ("thurs.", "2026-11-26, []"),
            ("on Monday review", "2026-11-30, [review]"),
            ("в пятницу", "2026-11-27, []"),
            ("во вторник планёрка", "2026-11-24, [планёрка]"),
            ("вт 12:00", "2026-11-24, 12:00, []"),
            ("вт 9:00", "2026-12-01, 09:00, []"),
            ("Tue 10:30", "2026-11-24, 10:30, []"),
            ("воскресенье", "2026-11-29, []"),
            ("this Thursday", "2026-11-26, []"),
            ("next Thursday", "2026-12-03, []"),
            ("в следующую среду", "2026-12-02, []"),
            ("next week Thu 9:00", "2026-12-03, 09:00, []"),
            ("в понедельник на следующей неделе", "2026-11-30, []"),
            ("отчёт на след. неделе, ср", "2026-12-02, [отчёт]"),
            ("plan for next week", "[plan for next week]"),
            ("today 9:00", "2026-11-24, 09:00, []"),
            ("завтра", "2026-11-25, []"),
            ("отчёт на завтра", "2026-11-25, [отчёт]"),
            ("послезавтра", "2026-11-26, []"),
            ("the day after tomorrow lunch", "2026-11-26, [lunch]"),
            ("in 2 days", "2026-11-26, []"),
            ("через 2 дня", "2026-11-26, []"),
            ("через три дня визит", "2026-11-27, [визит]"),
            ("in a week", "2026-12-01, []"),
            ("через неделю", "2026-12-01, []"),
            ("через 2 недели", "2026-12-08, []"),
        ]);
    }

    #[test]
    fn dates() {
        each(&[
            ("24.11", "2026-11-24, []"),
            ("23.11", "2027-11-23, []"),
            ("01.12. Inventur", "2026-12-01, [Inventur]"),
            ("24.11.2027", "2027-11-24, []"),
            ("24.11.27", "2027-11-24, []"),
            ("1.5.2027", "2027-05-01, []"),
            ("2026-12-24", "2026-12-24, []"),
            ("2020-01-06 look back", "2020-01-06, [look back]"),
            ("29.02", "2028-02-29, []"),
            ("24 Dec", "2026-12-24, []"),
            ("24th of December, 2027", "2027-12-24, []"),
            ("Dec 24", "2026-12-24, []"),
            ("Sept. 3rd", "2027-09-03, []"),
            ("24 декабря", "2026-12-24, []"),
            ("24 дек. 2027 г.", "2027-12-24, []"),
            ("5 мая", "2027-05-05, []"),
            ("30-го ноября", "2026-11-30, []"),
            ("Thu 26 Nov 9:00", "2026-11-26, 09:00, []"),
            ("3 декабря (чт) в 14:00", "2026-12-03, 14:00, []"),
            ("Thu 27 Nov", "2026-11-26, [27 Nov]"),
            ("31.02", "[31.02]"),
            ("24/11", "[24/11]"),
            ("11/30", "2026-11-30, []"),
            ("review 11/30 14:00", "2026-11-30, 14:00, [review]"),
            ("11/30/2026", "2026-11-30, []"),
            ("30/11/2026", "2026-11-30, []"),
            ("12/05", "[12/05]"),
            ("12/05/2027", "[12/05/2027]"),
            ("2/31", "[2/31]"),
            ("from 1 December", "2026-12-01, []"),
            ("отпуск с понедельника", "2026-11-30, [отпуск]"),
            ("версия 1.5", "[версия 1.5]"),
            ("Nov 2026", "[Nov 2026]"),
        ]);
    }

    #[test]
    fn time_does_not_end() {
        let typed = ["in 9999 weeks", "Thu 14:00", "31.12", "in 20160 min", "next Sunday", "29.02"];
        for now in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            for text in typed {
                at(text, now);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_weekday_lies_ahead(number in 0usize..7, hour in 0u32..24, now in moment()) {
            let (english, _) = WEEKDAYS[number];
            let reading = at(&format!("{english} {hour:02}:00"), now);
            let date = reading.date.unwrap();
            prop_assert_eq!(date.weekday().num_days_from_monday() as usize, number);
            let start = date.and_time(reading.time.unwrap());
            prop_assert!(now <= start && start < now + TimeDelta::days(7));
        }
    }
}
