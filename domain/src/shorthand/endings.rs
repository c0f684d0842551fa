//! Until when something recurs.

use chrono::{Datelike, Months, NaiveDate};

use super::days::{Day, Typed, later};
use super::grammar::What;
use super::line::Line;
use super::recurs::Period;
use crate::time::recurrence::Ends;

/// How a rule ends, as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    On(Typed),
    Day(Day),
    Times(u32),
    /// After so many days, or months.
    Days(u32),
    Months(u32),
    /// Of this month, or of the one in which the rule begins.
    EndOfMonth(Option<u32>),
}

impl Ending {
    /// For a rule that begins on `first`. A weekday is the next one from there on.
    pub(super) fn of(self, first: NaiveDate) -> Option<Ends> {
        let last = match self {
            Self::Times(count) => return Some(Ends::After { count }),
            Self::On(typed) => typed.from(first)?,
            Self::Day(Day::Date(date)) => date,
            Self::Day(Day::Weekday(weekday, _)) => later(first, weekday.days_since(first.weekday()))?,
            Self::Days(days) => later(first, days)?.pred_opt()?,
            Self::Months(months) => first.checked_add_months(Months::new(months))?.pred_opt()?,
            Self::EndOfMonth(month) => {
                let month = month.unwrap_or(first.month());
                let year = first.year() + i32::from(month < first.month());
                let of_month = NaiveDate::from_ymd_opt(year, month, 1)?;
                of_month.checked_add_months(Months::new(1))?.pred_opt()?
            }
        };
        Some(Ends::On { last })
    }
}

impl Line<'_> {
    /// Until when a rule goes on.
    pub(super) fn ending(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let counts = lead.is_empty() && at > 0 && self.is(at - 1, "в во");
        if let Some((count, unit)) = self.count(at).filter(|_| !self.is(at, "a an") && !counts)
            && lead != "на"
            && self.is(unit, "times раз раза")
        {
            return Some((What::Ends(Ending::Times(count)), unit + 1));
        }
        if !lead.is_empty() {
            let (count, unit) = self.count(at).unwrap_or((1, at));
            let (period, times, end) = self.period(unit)?;
            let periods = count.checked_mul(times)?;
            let ending = match period {
                Period::Week => Ending::Days(periods.checked_mul(7)?),
                Period::Month => Ending::Months(periods),
                Period::Year => Ending::Months(periods.checked_mul(12)?),
                Period::On(_) => return None,
            };
            return Some((What::Ends(ending), end));
        }
        if !self.is(at, "until till through до по") {
            return None;
        }
        let day = at + 1;
        if let Some((ending, end)) = self.end_of(day) {
            return Some((What::Ends(ending), end));
        }
        if let Some((typed, end)) = self.typed_date(day) {
            let inclusive = end + usize::from(self.is(end, "включительно inclusive"));
            return Some((What::Ends(Ending::On(typed)), inclusive));
        }
        let (day, end) = self.day_named(day, true)?;
        Some((What::Ends(Ending::Day(day)), end))
    }

    /// "the end of June", «конца года».
    fn end_of(&self, at: usize) -> Option<(Ending, usize)> {
        let at = at + usize::from(self.word(at) == "the");
        let of = match self.word(at) {
            "end" if self.word(at + 1) == "of" => at + 2 + usize::from(self.is(at + 2, "the this")),
            "конца" | "конец" => at + 1 + usize::from(self.is(at + 1, "этого")),
            _ => return None,
        };
        if self.is(of, "year года") {
            return Some((Ending::EndOfMonth(Some(12)), of + 1));
        }
        if self.is(of, "month месяца") {
            return Some((Ending::EndOfMonth(None), of + 1));
        }
        let (month, end) = self.month(of)?;
        Some((Ending::EndOfMonth(Some(month)), end))
    }
}

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn endings() {
        each(&[
            ("every Tuesday at 11 until 30 June", "2026-11-24, 11:00, WEEKLY;BYDAY=TU;UNTIL=20270630, []"),
            ("every Tuesday 10 times", "2026-11-24, WEEKLY;BYDAY=TU;COUNT=10, []"),
            ("Tuesdays till 22.12.2026", "2026-11-24, WEEKLY;BYDAY=TU;UNTIL=20261222, []"),
            ("every Tuesday for 10 weeks", "2026-11-24, WEEKLY;BYDAY=TU;UNTIL=20270201, []"),
            ("every Tuesday for 3 months", "2026-11-24, WEEKLY;BYDAY=TU;UNTIL=20270223, []"),
            ("every day until Friday", "2026-11-24, DAILY;UNTIL=20261127, []"),
            ("every day for 5 days", "2026-11-24, DAILY;UNTIL=20261128, []"),
            ("every Tuesday until the end of the year", "2026-11-24, WEEKLY;BYDAY=TU;UNTIL=20261231, []"),
            ("every Tuesday from 1 December until 30 June", "2026-12-01, WEEKLY;BYDAY=TU;UNTIL=20270630, []"),
            ("every Monday from 1 December", "2026-12-07, WEEKLY;BYDAY=MO, []"),
            ("every Tuesday until 1 Nov 2026", "[every Tuesday until 1 Nov 2026]"),
            ("every Tuesday 0 times", "[every Tuesday 0 times]"),
            ("every Tuesday 2000 times", "[every Tuesday 2000 times]"),
            ("every 0 weeks", "[every 0 weeks]"),
            ("every 1000 weeks", "[every 1000 weeks]"),
            ("until 30 June", "[until 30 June]"),
            ("10 times faster", "[10 times faster]"),
            ("по средам в 9 до 30 июня", "2026-11-25, 09:00, WEEKLY;BYDAY=WE;UNTIL=20270630, []"),
            ("по средам по 30 июня", "2026-11-25, WEEKLY;BYDAY=WE;UNTIL=20270630, []"),
            ("каждый вторник 10 раз", "2026-11-24, WEEKLY;BYDAY=TU;COUNT=10, []"),
            ("по средам до конца июня", "2026-11-25, WEEKLY;BYDAY=WE;UNTIL=20270630, []"),
            ("каждый вторник с 1 декабря по 30 июня", "2026-12-01, WEEKLY;BYDAY=TU;UNTIL=20270630, []"),
            ("каждый день до пятницы", "2026-11-24, DAILY;UNTIL=20261127, []"),
            ("в 10 раз больше каждый вторник", "2026-11-24, WEEKLY;BYDAY=TU, [в 10 раз больше]"),
        ]);
    }
}
