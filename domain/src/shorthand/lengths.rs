//! How long a meeting takes, and how long from now it begins.

use chrono::{NaiveDateTime, TimeDelta, Timelike};

use super::Length;
use super::days::{Day, later};
use super::grammar::What;
use super::line::{DASHES, Line};
use crate::time::When;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
}

impl Line<'_> {
    pub(super) fn length(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let dash = at + 1 + usize::from(self.is(at + 1, DASHES));
        let (length, end) = match self.word(at) {
            "all" | "whole" | "full" if self.word(dash) == "day" => (Length::Days(1), dash + 1),
            "весь" | "целый" if self.word(at + 1) == "день" => (Length::Days(1), at + 2),
            "час" if lead == "на" => (Length::Minutes(60), at + 1),
            _ => self.amount(at)?,
        };
        Some((What::Length(length), end))
    }

    /// «14:00 час»: elsewhere it may be an hour of the day, or one of school.
    pub(super) fn an_hour(&self, at: usize) -> Option<(What, usize)> {
        (self.word(at) == "час").then_some((What::Length(Length::Minutes(60)), at + 1))
    }

    /// "in 2 days", «через час».
    pub(super) fn ahead(&self, at: usize) -> Option<(What, usize)> {
        if !self.is(at, "in через") {
            return None;
        }
        let today = self.now.date();
        let (count, unit) = self.count(at + 1).unwrap_or((1, at + 1));
        if self.unit(unit) == Some(Unit::Week) {
            return Some((What::Day(Day::Date(later(today, count.checked_mul(7)?)?)), unit + 1));
        }
        let hour = (self.word(at + 1) == "час").then_some((Length::Minutes(60), at + 2));
        match hour.or_else(|| self.amount(at + 1))? {
            (Length::Days(days), end) => Some((What::Day(Day::Date(later(today, days)?)), end)),
            (Length::Minutes(minutes), end) => Some((What::Moment(self.moment(minutes)?), end)),
        }
    }

    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        Some(match self.word(at) {
            "min" | "mins" | "minute" | "minutes" | "мин" | "минут" | "минута" | "минуту" | "минуты" => {
                Unit::Minute
            }
            // "5 m" is a length as well, but in metres.
            "m" | "м" if self.glued(at) => Unit::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" | "ч" | "час" | "часа" | "часов" => Unit::Hour,
            "day" | "days" | "день" | "дня" | "дней" => Unit::Day,
            "week" | "weeks" | "неделю" | "недели" | "недель" => Unit::Week,
            _ => return None,
        })
    }

    /// So many minutes from now, on the next mark of a clock's face.
    fn moment(&self, minutes: u32) -> Option<NaiveDateTime> {
        let now = self.now.date().and_hms_opt(self.now.hour(), self.now.minute(), 0)?;
        let moment = now.checked_add_signed(TimeDelta::minutes(minutes.into()))?;
        let to_mark = (5 - moment.minute() % 5) % 5;
        moment.checked_add_signed(TimeDelta::minutes(to_mark.into()))
    }

    /// 1h, 1.5 h, 1 ч 30 мин, half an hour, 2 days.
    fn amount(&self, at: usize) -> Option<(Length, usize)> {
        let (minutes, end) = match self.word(at) {
            "полчаса" => (30, at + 1),
            "half" if self.word(at + 1) == "hour" => (30, at + 2),
            "half" if self.word(at + 1) == "an" && self.word(at + 2) == "hour" => (30, at + 3),
            "полтора" if self.word(at + 1) == "часа" => (90, at + 2),
            _ => {
                let tenths = self.joined(at + 1, ".", 1..3).or_else(|| self.joined(at + 1, ",", 1..3));
                let (count, unit) = if tenths.is_some() { (0, at + 3) } else { self.count(at)? };
                match self.unit(unit)? {
                    Unit::Hour if tenths.is_some() => (self.decimal_hours(at)?, unit + 1),
                    Unit::Hour => {
                        let (minutes, end) = self.odd_minutes(unit + 1).unwrap_or((0, unit + 1));
                        (count * 60 + minutes, end)
                    }
                    _ if tenths.is_some() || self.is(at, "a an") => return None,
                    Unit::Minute => (count, unit + 1),
                    Unit::Day if (1..=When::LONGEST_DAYS).contains(&count) => {
                        return Some((Length::Days(count), unit + 1));
                    }
                    Unit::Day | Unit::Week => return None,
                }
            }
        };
        (1..=When::LONGEST_MINUTES).contains(&minutes).then_some((Length::Minutes(minutes), end))
    }

    fn decimal_hours(&self, at: usize) -> Option<u32> {
        let fraction = self.number(at + 2, 1..3)?;
        let parts = if self.word(at + 2).len() == 1 { 10 } else { 100 };
        Some(self.number(at, 1..4)? * 60 + fraction * 60 / parts)
    }

    /// The 30 of 1h30 and of 1 h 30 min.
    fn odd_minutes(&self, at: usize) -> Option<(u32, usize)> {
        let minutes = self.number(at, 1..3).filter(|minutes| *minutes < 60)?;
        match self.unit(at + 1) {
            Some(Unit::Minute) => Some((minutes, at + 2)),
            _ => self.glued(at).then_some((minutes, at + 1)),
        }
    }

    pub(super) fn count(&self, at: usize) -> Option<(u32, usize)> {
        let count = match self.word(at) {
            "a" | "an" | "one" | "один" | "одну" => 1,
            "two" | "два" | "две" => 2,
            "three" | "три" => 3,
            _ => self.number(at, 1..5)?,
        };
        Some((count, at + 1))
    }
}

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn lengths() {
        each(&[
            ("1h", "60m, []"),
            ("1.5h", "90m, []"),
            ("1.25 h", "75m, []"),
            ("90m", "90m, []"),
            ("1h30", "90m, []"),
            ("1h30m", "90m, []"),
            ("1 h 30 min", "90m, []"),
            ("1ч", "60m, []"),
            ("1,5 часа", "90m, []"),
            ("1 ч 30 мин", "90m, []"),
            ("1 час 14:00", "14:00, 60m, []"),
            ("полчаса", "30m, []"),
            ("полтора часа", "90m, []"),
            ("half an hour", "30m, []"),
            ("for an hour", "60m, []"),
            ("два часа", "120m, []"),
            ("на час", "60m, []"),
            ("45 мин", "45m, []"),
            ("fair 2 days", "2d, [fair]"),
            ("на 2 дня", "2d, []"),
            ("all day", "1d, []"),
            ("all-day fair", "1d, [fair]"),
            ("на весь день обучение", "1d, [обучение]"),
            ("0h", "[0h]"),
            ("5 m of cable", "[5 m of cable]"),
            ("999999999999 h", "[999999999999 h]"),
            ("400 days", "[400 days]"),
            ("once a day", "[once a day]"),
            ("14:00 all day", "14:00, [all day]"),
            ("Иванов чт 14:00 час Байкал", "2026-11-26, 14:00, 60m, with ЗАО «Иванов», in Байкал, []"),
            ("классный час", "[классный час]"),
        ]);
    }
}
