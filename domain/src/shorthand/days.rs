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

impl Line<'_> {
    pub(super) fn day(&self, at: usize) -> Option<(What, usize)> {
        if self.is(at, "next следующей след") {
            let dot = at + 1 + usize::from(self.is(at + 1, "."));
            if self.is(dot, "week неделе") {
                return Some((What::NextWeek, dot + 1));
            }
        }
        let (day, end) = self
            .near(at)
            .or_else(|| self.weekday(at))
            .or_else(|| self.iso_date(at))
            .or_else(|| self.dotted_date(at))
            .or_else(|| self.spelled_date(at))?;
        Some((What::Day(day), end))
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
    pub(super) fn dotted_date(&self, at: usize) -> Option<(Day, usize)> {
        let day = self.number(at, 1..3)?;
        let month = self.joined(at + 1, ".", 1..3)?;
        if let Some(year) = self.joined(at + 3, ".", 2..5) {
            let year = if year < 100 { i32::try_from(year).ok()? + 2000 } else { self.year(at + 4)? };
            return Some((Day::Date(NaiveDate::from_ymd_opt(year, month, day)?), at + 5));
        }
        self.joined(at + 1, ".", 2..3)?;
        Some((Day::Date(self.next_such_date(month, day)?), at + 3))
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

    fn weekday(&self, at: usize) -> Option<(Day, usize)> {
        let (week, at) = match self.word(at) {
            "this" | "этот" | "эту" | "это" => (Week::Coming, at + 1),
            "next" | "следующий" | "следующую" | "следующее" => {
                (Week::Next, at + 1)
            }
            _ => (Week::Coming, at),
        };
        let word = self.word(at);
        let named = |(english, russian): &&(&str, &str)| {
            (word.len() >= 3 && english.starts_with(word)) || among(russian, word)
        };
        let number = WEEKDAYS.iter().position(|names| named(&names))?;
        let weekday = Weekday::try_from(u8::try_from(number).ok()?).ok()?;
        Some((Day::Weekday(weekday, week), at + 1))
    }

    /// 2026-11-24.
    fn iso_date(&self, at: usize) -> Option<(Day, usize)> {
        let year = self.year(at)?;
        let month = self.joined(at + 1, "-", 2..3)?;
        let day = self.joined(at + 3, "-", 2..3)?;
        Some((Day::Date(NaiveDate::from_ymd_opt(year, month, day)?), at + 5))
    }

    /// 24 Nov, 24th of November 2026, Nov 24, 24 ноября.
    fn spelled_date(&self, at: usize) -> Option<(Day, usize)> {
        let (day, month, end) = if let Some((month, end)) = self.month(at) {
            (self.number(end, 1..3)?, month, self.ordinal(end + 1))
        } else {
            let day = self.number(at, 1..3)?;
            let end = self.ordinal(at + 1);
            let (month, end) = self.month(end + usize::from(self.word(end) == "of"))?;
            (day, month, end)
        };
        let comma = end + usize::from(self.word(end) == ",");
        let Some(year) = self.year(comma).filter(|_| self.ends(comma + 1)) else {
            return Some((Day::Date(self.next_such_date(month, day)?), end));
        };
        let end = comma + 1 + usize::from(self.is(comma + 1, "г года"));
        Some((Day::Date(NaiveDate::from_ymd_opt(year, month, day)?), end))
    }

    fn ordinal(&self, at: usize) -> usize {
        at + usize::from(self.glued(at) && self.is(at, "st nd rd th"))
    }

    /// Of these years a meeting can be in, as far as anybody plans.
    fn year(&self, at: usize) -> Option<i32> {
        let year = self.number(at, 4..5).filter(|year| (1990..=2100).contains(year))?;
        i32::try_from(year).ok()
    }

    fn next_such_date(&self, month: u32, day: u32) -> Option<NaiveDate> {
        let today = self.now.date();
        // A leap day is up to eight years away.
        let mut dates = (0..=8).filter_map(|ahead| NaiveDate::from_ymd_opt(today.year() + ahead, month, day));
        dates.find(|date| *date >= today)
    }
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
            ("Thu 26 Nov 9:00", "2026-11-26, 09:00, []"),
            ("3 декабря (чт) в 14:00", "2026-12-03, 14:00, []"),
            ("Thu 27 Nov", "2026-11-26, [27 Nov]"),
            ("31.02", "[31.02]"),
            ("24/11", "[24/11]"),
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
