//! How a meeting recurs: every second Tuesday, «по средам», the last Friday of the month.

use chrono::{Datelike, NaiveDate, Weekday};

use super::days::{Day, later};
use super::grammar::What;
use super::line::{DASHES, Kind, Line};
use crate::time::WeekStart;
use crate::time::recurrence::{Ends, Every, Rule, Weekdays};

/// A rule as far as its words go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Recurs {
    period: Period,
    interval: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Period {
    On(Every),
    /// The day of the week, the month or the year is that of the first date.
    Week,
    Month,
    Year,
}

impl Recurs {
    /// The rule, where it is one, and its first date from `from` on that is not past.
    pub(super) fn rule(
        self,
        from: NaiveDate,
        past: impl Fn(NaiveDate) -> bool,
        ends: impl Fn(NaiveDate) -> Option<Ends>,
    ) -> Option<(Rule, NaiveDate)> {
        let every = match self.period {
            Period::On(every) => every,
            Period::Week => Every::Week { on: [from.weekday()].into_iter().collect() },
            Period::Month => Every::MonthDay { day: i8::try_from(from.day()).ok()? },
            Period::Year => Every::YearDay {
                month: u8::try_from(from.month()).ok()?,
                day: i8::try_from(from.day()).ok()?,
            },
        };
        let first = from.iter_days().take(LONGEST_WAIT).find(|date| falls(every, *date) && !past(*date))?;
        let rule =
            Rule { every, interval: self.interval, ends: ends(first)?, week_start: WeekStart::default() };
        rule.check(first).is_empty().then_some((rule, first))
    }

    /// Whether a line without a date says on which days: a rule that does not begins on the day that is chosen.
    pub(super) fn names_days(self) -> bool {
        matches!(self.period, Period::On(every) if every != Every::Day)
    }

    /// What takes whole days then cannot take as many again before the next time.
    pub(super) fn is_daily(self) -> bool {
        self.period == Period::On(Every::Day)
    }
}

fn falls(every: Every, date: NaiveDate) -> bool {
    match every {
        Every::Day => true,
        Every::Week { on } => on.contains(date.weekday()),
        Every::MonthDay { .. } | Every::MonthWeekday { .. } => Every::month_of(date).contains(&every),
        Every::YearDay { month, .. } | Every::YearWeekday { month, .. } => {
            date.month() == u32::from(month) && Every::year_of(date).contains(&every)
        }
    }
}

impl Line<'_> {
    pub(super) fn recurs(&self, at: usize) -> Option<(What, usize)> {
        let (recurs, end) = self
            .each(at)
            .or_else(|| self.adverb(at))
            .or_else(|| self.on_such_days(at))
            .or_else(|| self.every_other_week_on(at))
            .or_else(|| self.in_each_month(at))?;
        Some((recurs.map_or(What::Unclear, What::Recurs), end))
    }

    /// Every, and what: without a rule where that may mean two.
    fn each(&self, at: usize) -> Option<(Option<Recurs>, usize)> {
        if !self.is(at, EACH) {
            return None;
        }
        let from = at + 1;
        if self.named_part(from).is_some() {
            // The part of the day is read after it.
            return Some((recurs(Period::On(Every::Day), 1), from));
        }
        if let Some((on, end)) = self.weekday_list(from) {
            return Some((self.weekly(1, on), end));
        }
        if let Some((every, end)) = self.in_a_month(from, true) {
            return Some((recurs(Period::On(every), 1), self.of_each_month(end).unwrap_or(end)));
        }
        if let Some((typed, end)) = self.spelled_date(from).filter(|(typed, _)| typed.year.is_none()) {
            let (month, day) = (u8::try_from(typed.month).ok()?, i8::try_from(typed.day).ok()?);
            return Some((recurs(Period::On(Every::YearDay { month, day }), 1), end));
        }
        let nth = self.nth(from);
        if let Some((nth, weekday_at)) = nth
            && let Some((on, end)) = self.weekday_list(weekday_at)
        {
            // The second Tuesday of a month was read above.
            return Some(match (nth, on.len()) {
                (2, _) => (self.weekly(2, on), end),
                (1 | -1, 1) => {
                    let weekday = on.iter().next()?;
                    (recurs(Period::On(Every::MonthWeekday { nth, weekday }), 1), end)
                }
                // "Every third Friday" is one of the month, or of three.
                _ => (None, end),
            });
        }
        let (interval, unit) = match nth {
            Some((nth, end)) => (u32::try_from(nth).ok()?, end),
            None if self.word(from) == "other" => (2, from + 1),
            None => self.count(from).unwrap_or((1, from)),
        };
        if self.word(from) == "other"
            && let Some((on, end)) = self.weekday_list(unit)
        {
            return Some((self.weekly(2, on), end));
        }
        let (period, times, end) = self.period(unit)?;
        let interval = u16::try_from(interval.checked_mul(times)?).ok()?;
        let (period, end) = self.on_which(period, end);
        Some((recurs(period, interval), end))
    }

    /// "Report weekly" recurs, a "weekly report" may be one of them. Russian has another word for that.
    fn adverb(&self, at: usize) -> Option<(Option<Recurs>, usize)> {
        let (period, interval) = match self.word(at) {
            "daily" | "ежедневно" => (Period::On(Every::Day), 1),
            "weekly" | "еженедельно" => (Period::Week, 1),
            "fortnightly" => (Period::Week, 2),
            "monthly" | "ежемесячно" => (Period::Month, 1),
            "quarterly" | "ежеквартально" => (Period::Month, 3),
            "yearly" | "annually" | "ежегодно" => (Period::Year, 1),
            _ => return None,
        };
        let (period, end) = self.on_which(period, at + 1);
        let english = self.word(at).is_ascii();
        let next = self.tokens.get(end).map(|token| token.kind);
        let describes = english
            && end == at + 1
            && matches!(next, Some(Kind::Word | Kind::Number | Kind::Quoted))
            && self.piece(end).is_none();
        (!describes).then(|| (recurs(period, interval), end))
    }

    /// Tuesdays and Thursdays, weekdays, «по средам», «по будням».
    fn on_such_days(&self, at: usize) -> Option<(Option<Recurs>, usize)> {
        let by = self.word(at) == "по";
        let (on, end) = if by { self.days_after_by(at + 1)? } else { self.plural_days(at)? };
        let (interval, end) = self.every_so_many_weeks(end).unwrap_or((1, end));
        Some((self.weekly(interval, on), end))
    }

    /// «Через неделю по понедельникам»: alone, «через неделю» is a date.
    fn every_other_week_on(&self, at: usize) -> Option<(Option<Recurs>, usize)> {
        let (interval, by) = self.every_so_many_weeks(at)?;
        let (on, end) = self.days_after_by(by + 1).filter(|_| self.word(by) == "по")?;
        Some((self.weekly(interval, on), end))
    }

    /// The last Friday of the month, the 15th of every month, «15 числа каждого месяца».
    fn in_each_month(&self, at: usize) -> Option<(Option<Recurs>, usize)> {
        let (every, end) = self.in_a_month(at, false)?;
        let of = self.of_each_month(end)?;
        let each = (end..of).any(|at| self.is(at, EACH_OF));
        let weekday = matches!(every, Every::MonthWeekday { .. });
        // "The last day of the month" is rather one day.
        (each || weekday).then(|| (recurs(Period::On(every), 1), of))
    }

    /// On which days of its period a rule falls, where that is said: "on Monday and Wednesday", "on the 15th".
    fn on_which(&self, period: Period, at: usize) -> (Period, usize) {
        let on = at + usize::from(self.is(at, "on в во по"));
        let said = match period {
            Period::On(_) => None,
            Period::Week => {
                let days = self.plural_days(on).or_else(|| self.days_after_by(on));
                let days = days.or_else(|| self.weekday_list(on));
                days.map(|(on, end)| (Every::Week { on }, end))
            }
            Period::Month => self.in_a_month(on, false),
            Period::Year => self.in_a_year(on),
        };
        match said.filter(|(_, end)| self.ends(*end)) {
            Some((every, end)) => (Period::On(every), end),
            None => (period, at),
        }
    }

    /// [the] first Monday, 15th, day 15, last day, «15 числа». After "every" it has to be said that it is of the month:
    /// "every second Tuesday" is none.
    fn in_a_month(&self, at: usize, after_every: bool) -> Option<(Every, usize)> {
        let at = at + usize::from(self.word(at) == "the");
        let of_month = |end| self.of_each_month(end).is_some();
        if let Some((nth, next)) = self.nth(at) {
            let told = !after_every || of_month(next + 1);
            if let Some(weekday) = self.weekday_name(next).filter(|_| told) {
                return Some((Every::MonthWeekday { nth, weekday }, next + 1));
            }
            if nth == -1 && told && self.is(next, "day день") {
                return Some((Every::MonthDay { day: -1 }, next + 1));
            }
        }
        let number = at + usize::from(self.word(at) == "day");
        let day = self.number(number, 1..3).filter(|day| (1..=31).contains(day))?;
        let ending = self.number_ending(number + 1);
        let end = ending + usize::from(self.is(ending, "числа число"));
        // A number alone counts something, and "monthly 2nd floor check" is on no day.
        let ordinal = ending > number + 1
            && (!self.word(ending - 1).is_ascii() || (number > 0 && self.is(number - 1, "on the")));
        let told = end > ending || of_month(end) || (!after_every && (number > at || ordinal));
        (told && self.month(end).is_none()).then_some((Every::MonthDay { day: i8::try_from(day).ok()? }, end))
    }

    /// 29 Feb, the last Sunday of November, «в последнее воскресенье ноября».
    fn in_a_year(&self, at: usize) -> Option<(Every, usize)> {
        let the = at + usize::from(self.word(at) == "the");
        if let Some((typed, end)) = self.spelled_date(the) {
            let (month, day) = (u8::try_from(typed.month).ok()?, i8::try_from(typed.day).ok()?);
            return typed.year.is_none().then_some((Every::YearDay { month, day }, end));
        }
        let (nth, next) = self.nth(the)?;
        let weekday = self.weekday_name(next)?;
        let of = next + 1 + usize::from(self.is(next + 1, "of in"));
        let (month, end) = self.month(of)?;
        Some((Every::YearWeekday { month: u8::try_from(month).ok()?, nth, weekday }, end))
    }

    /// "of every month", "of the month", «каждого месяца», «месяца».
    fn of_each_month(&self, at: usize) -> Option<usize> {
        if self.is(at, "of in") {
            let month = at + 1 + usize::from(self.is(at + 1, "every each the a"));
            return (self.word(month) == "month").then_some(month + 1);
        }
        let month = at + usize::from(self.word(at) == "каждого");
        (self.word(month) == "месяца").then_some(month + 1)
    }

    /// A unit of time that recurs, and of how many of its periods it consists.
    fn period(&self, at: usize) -> Option<(Period, u32, usize)> {
        let workday = self.is(at, "working business рабочий будний") && self.is(at + 1, "day день");
        if workday || self.is(at, "weekday workday") {
            return Some((Period::On(Every::Week { on: working_days() }), 1, at + 1 + usize::from(workday)));
        }
        let (period, times) = match self.word(at) {
            "day" | "days" | "день" | "дня" | "дней" => (Period::On(Every::Day), 1),
            "week" | "weeks" | "неделю" | "недели" | "недель" => (Period::Week, 1),
            "fortnight" => (Period::Week, 2),
            "month" | "months" | "месяц" | "месяца" | "месяцев" => (Period::Month, 1),
            "quarter" | "квартал" => (Period::Month, 3),
            "year" | "years" | "год" | "года" | "лет" => (Period::Year, 1),
            _ => return None,
        };
        Some((period, times, at + 1))
    }

    /// "every 2 weeks", «через неделю», after or before days that are said already.
    fn every_so_many_weeks(&self, at: usize) -> Option<(u16, usize)> {
        if self.word(at) == "через" && self.word(at + 1) == "неделю" {
            return Some((2, at + 2));
        }
        if !self.is(at, EACH) {
            return None;
        }
        let other = (self.word(at + 1) == "other").then_some((2, at + 2));
        let nth = || self.nth(at + 1).and_then(|(nth, end)| Some((u32::try_from(nth).ok()?, end)));
        let (count, unit) = other.or_else(nth).or_else(|| self.count(at + 1)).unwrap_or((1, at + 1));
        let (period, times, end) = self.period(unit)?;
        let weeks = u16::try_from(count.checked_mul(times)?).ok()?;
        (period == Period::Week).then_some((weeks, end))
    }

    /// Monday, Wednesday and Friday; Mon-Fri.
    fn weekday_list(&self, at: usize) -> Option<(Weekdays, usize)> {
        let weekday = |at| self.weekday_name(at).or_else(|| self.weekday_plural(at));
        let first = weekday(at)?;
        if self.is(at + 1, DASHES)
            && let Some(last) = weekday(at + 2)
        {
            let days = (0..=last.days_since(first)).scan(first, |day, _| {
                let now = *day;
                *day = day.succ();
                Some(now)
            });
            return Some((days.collect(), at + 3));
        }
        Some(self.more_days(first, at + 1, weekday))
    }

    /// In the plural, so that they recur by themselves.
    fn plural_days(&self, at: usize) -> Option<(Weekdays, usize)> {
        if self.is(at, "weekdays workdays") {
            return Some((working_days(), at + 1));
        }
        if self.word(at) == "weekends" {
            return Some((weekend(), at + 1));
        }
        let first = self.weekday_plural(at).filter(|_| self.word(at).is_ascii())?;
        Some(self.more_days(first, at + 1, |at| self.weekday_plural(at)))
    }

    /// After «по».
    fn days_after_by(&self, at: usize) -> Option<(Weekdays, usize)> {
        if self.word(at) == "будням" {
            return Some((working_days(), at + 1));
        }
        if self.word(at) == "выходным" {
            return Some((weekend(), at + 1));
        }
        if self.is(at, "рабочим будним") && self.word(at + 1) == "дням" {
            return Some((working_days(), at + 2));
        }
        // In «по пятницу» a time ends.
        let short = |at| self.weekday_name(at).filter(|_| self.word(at).chars().count() == 2);
        let weekday = |at| self.weekday_plural(at).or_else(|| short(at));
        let first = weekday(at).filter(|_| !self.word(at).is_ascii())?;
        Some(self.more_days(first, at + 1, weekday))
    }

    fn more_days(
        &self,
        first: Weekday,
        mut end: usize,
        weekday: impl Fn(usize) -> Option<Weekday>,
    ) -> (Weekdays, usize) {
        let mut on = vec![first];
        loop {
            let comma = end + usize::from(self.is(end, ", /"));
            let and = comma + usize::from(self.is(comma, "and & и"));
            let by = and + usize::from(and > end && self.word(and) == "по");
            let Some(next) = weekday(by).filter(|_| by > end) else { break };
            on.push(next);
            end = by + 1;
        }
        (on.into_iter().collect(), end)
    }

    fn weekly(&self, interval: u16, on: Weekdays) -> Option<Recurs> {
        recurs(Period::On(Every::Week { on }), interval)
    }

    /// The first to fifth, or the last.
    fn nth(&self, at: usize) -> Option<(i8, usize)> {
        let word = self.word(at);
        if let Some(nth) = NTH.iter().position(|words| super::line::among(words, word)) {
            let nth = i8::try_from(nth).ok()? + 1;
            return Some((if nth > 5 { -1 } else { nth }, at + 1));
        }
        let number = self.number(at, 1..2).filter(|nth| (1..=5).contains(nth))?;
        let end = self.number_ending(at + 1);
        (end > at + 1).then_some((i8::try_from(number).ok()?, end))
    }

    /// The th of 15th, the -го of 15-го.
    fn number_ending(&self, at: usize) -> usize {
        if self.word(at) == "-" && self.glued(at) && self.glued(at + 1) && self.is(at + 1, NUMBER_ENDINGS) {
            return at + 2;
        }
        self.ordinal(at)
    }

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
            let end_of_year = end + usize::from(self.is(end, "включительно inclusive"));
            return Some((What::Ends(Ending::On(typed)), end_of_year));
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

/// How a rule ends, as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    On(super::days::Typed),
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
            Self::Months(months) => first.checked_add_months(chrono::Months::new(months))?.pred_opt()?,
            Self::EndOfMonth(month) => {
                let month = month.unwrap_or(first.month());
                let year = first.year() + i32::from(month < first.month());
                let of_month = NaiveDate::from_ymd_opt(year, month, 1)?;
                of_month.checked_add_months(chrono::Months::new(1))?.pred_opt()?
            }
        };
        Some(Ends::On { last })
    }
}

fn recurs(period: Period, interval: u16) -> Option<Recurs> {
    Some(Recurs { period, interval })
}

/// Monday to Friday.
fn working_days() -> Weekdays {
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri].into_iter().collect()
}

fn weekend() -> Weekdays {
    [Weekday::Sat, Weekday::Sun].into_iter().collect()
}

const EACH: &str = "every each каждый каждую каждое каждые";
const EACH_OF: &str = "every each каждого";

/// The first to the fifth, and the last.
const NTH: [&str; 6] = [
    "first первый первую первое первая",
    "second второй вторую второе вторая",
    "third третий третью третье третья",
    "fourth четвертый четвертую четвертое четвертая",
    "fifth пятый пятую пятое пятая",
    "last последний последнюю последнее последняя",
];

const NUMBER_ENDINGS: &str = "й я ю е ый ий ой ую го ого";

/// Days within which any rule falls: a fifth Sunday of February comes in leap years, and 2100 is none.
const LONGEST_WAIT: usize = 41 * 366;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shorthand::stories::{at, each, line, moment};

    #[test]
    fn rules_by_weekdays() {
        each(&[
            ("Standup every Tuesday 14:00", "2026-11-24, 14:00, WEEKLY;BYDAY=TU, [Standup]"),
            ("every Tuesday at 9", "2026-12-01, 09:00, WEEKLY;BYDAY=TU, []"),
            ("Tuesdays", "2026-11-24, WEEKLY;BYDAY=TU, []"),
            ("on Tuesdays and Thursdays at 9", "2026-11-26, 09:00, WEEKLY;BYDAY=TU,TH, []"),
            ("every Mon, Wed", "2026-11-25, WEEKLY;BYDAY=MO,WE, []"),
            ("every Monday, Wednesday and Friday", "2026-11-25, WEEKLY;BYDAY=MO,WE,FR, []"),
            ("every Mon-Fri 9:30 standup", "2026-11-25, 09:30, WEEKLY;BYDAY=MO,TU,WE,TH,FR, [standup]"),
            ("each Thu Ivanov", "2026-11-26, WEEKLY;BYDAY=TH, with LLC Ivanov & Sons, []"),
            ("every other Friday", "2026-11-27, WEEKLY;INTERVAL=2;BYDAY=FR, []"),
            (
                "every second Tuesday until 30 June",
                "2026-11-24, WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270630, []",
            ),
            ("every 2nd Tuesday", "2026-11-24, WEEKLY;INTERVAL=2;BYDAY=TU, []"),
            ("every 2 weeks on Monday and Wednesday", "2026-11-25, WEEKLY;INTERVAL=2;BYDAY=MO,WE, []"),
            ("Tuesdays every 3 weeks", "2026-11-24, WEEKLY;INTERVAL=3;BYDAY=TU, []"),
            ("every Friday evening", "2026-11-27, 18:00, WEEKLY;BYDAY=FR, []"),
            ("every weekday 9:00", "2026-11-25, 09:00, WEEKLY;BYDAY=MO,TU,WE,TH,FR, []"),
            ("weekdays at 12:00", "2026-11-24, 12:00, WEEKLY;BYDAY=MO,TU,WE,TH,FR, []"),
            ("on weekends", "2026-11-28, WEEKLY;BYDAY=SA,SU, []"),
            ("every third Friday", "[every third Friday]"),
            ("каждый вторник", "2026-11-24, WEEKLY;BYDAY=TU, []"),
            ("Планёрка каждый вторник в 9", "2026-12-01, 09:00, WEEKLY;BYDAY=TU, [Планёрка]"),
            ("по средам в 9", "2026-11-25, 09:00, WEEKLY;BYDAY=WE, []"),
            ("по вторникам и четвергам", "2026-11-24, WEEKLY;BYDAY=TU,TH, []"),
            ("по пн, ср и пт", "2026-11-25, WEEKLY;BYDAY=MO,WE,FR, []"),
            ("каждую среду и пятницу", "2026-11-25, WEEKLY;BYDAY=WE,FR, []"),
            ("каждую вторую среду до 30 июня", "2026-11-25, WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20270630, []"),
            ("через неделю по понедельникам", "2026-11-30, WEEKLY;INTERVAL=2;BYDAY=MO, []"),
            ("по понедельникам через неделю", "2026-11-30, WEEKLY;INTERVAL=2;BYDAY=MO, []"),
            ("каждые 2 недели в среду", "2026-11-25, WEEKLY;INTERVAL=2;BYDAY=WE, []"),
            ("каждые две недели по средам", "2026-11-25, WEEKLY;INTERVAL=2;BYDAY=WE, []"),
            ("по будням в 10", "2026-11-25, 10:00, WEEKLY;BYDAY=MO,TU,WE,TH,FR, []"),
            ("по выходным", "2026-11-28, WEEKLY;BYDAY=SA,SU, []"),
            ("по рабочим дням", "2026-11-24, WEEKLY;BYDAY=MO,TU,WE,TH,FR, []"),
            ("каждый рабочий день", "2026-11-24, WEEKLY;BYDAY=MO,TU,WE,TH,FR, []"),
            ("каждый третий понедельник", "[каждый третий понедельник]"),
            ("через неделю", "2026-12-01, []"),
            ("отчёт по среду", "[отчёт по среду]"),
        ]);
    }

    #[test]
    fn rules_that_leave_the_day_open() {
        each(&[
            ("daily 9:00", "2026-11-25, 09:00, DAILY, []"),
            ("Standup every day at 11", "2026-11-24, 11:00, DAILY, [Standup]"),
            ("every morning at 9", "2026-11-25, 09:00, DAILY, []"),
            ("каждый вечер", "2026-11-24, 18:00, DAILY, []"),
            ("every hour", "[every hour]"),
            ("every 15 minutes", "[every 15 minutes]"),
            ("every 2nd floor check", "[every 2nd floor check]"),
            ("every 3 days", "2026-11-24, DAILY;INTERVAL=3, []"),
            ("every other day", "2026-11-24, DAILY;INTERVAL=2, []"),
            ("weekly", "2026-11-24, WEEKLY;BYDAY=TU, []"),
            ("weekly 9:00", "2026-12-01, 09:00, WEEKLY;BYDAY=TU, []"),
            ("Thu 14:00 weekly", "2026-11-26, 14:00, WEEKLY;BYDAY=TH, []"),
            ("every week Thu 14:00", "2026-11-26, 14:00, WEEKLY;BYDAY=TH, []"),
            ("every 2 weeks", "2026-11-24, WEEKLY;INTERVAL=2;BYDAY=TU, []"),
            ("Report monthly", "2026-11-24, MONTHLY;BYMONTHDAY=24, [Report]"),
            ("24 Dec monthly", "2026-12-24, MONTHLY;BYMONTHDAY=24, []"),
            ("yearly 29 Feb", "2028-02-29, YEARLY;BYMONTH=2;BYMONTHDAY=29, []"),
            ("every quarter", "2026-11-24, MONTHLY;INTERVAL=3;BYMONTHDAY=24, []"),
            ("weekly report Thu", "2026-11-26, [weekly report]"),
            ("Daily standup", "[Daily standup]"),
            ("once a day", "[once a day]"),
            ("ежедневно в 9", "2026-11-25, 09:00, DAILY, []"),
            ("каждый день", "2026-11-24, DAILY, []"),
            ("еженедельно отчёт", "2026-11-24, WEEKLY;BYDAY=TU, [отчёт]"),
            ("каждые 2 недели", "2026-11-24, WEEKLY;INTERVAL=2;BYDAY=TU, []"),
            ("ежемесячно", "2026-11-24, MONTHLY;BYMONTHDAY=24, []"),
            ("ежегодно", "2026-11-24, YEARLY;BYMONTH=11;BYMONTHDAY=24, []"),
            ("еженедельный отчёт", "[еженедельный отчёт]"),
        ]);
    }

    #[test]
    fn rules_by_the_month_and_the_year() {
        each(&[
            ("every month on the 15th", "2026-12-15, MONTHLY;BYMONTHDAY=15, []"),
            ("Rent on the 15th of every month", "2026-12-15, MONTHLY;BYMONTHDAY=15, [Rent]"),
            ("monthly on the last day", "2026-11-30, MONTHLY;BYMONTHDAY=-1, []"),
            ("monthly on the 31st", "2026-12-31, MONTHLY;BYMONTHDAY=31, []"),
            ("last Friday of the month", "2026-11-27, MONTHLY;BYDAY=-1FR, []"),
            ("on the last Friday of every month at 16:00", "2026-11-27, 16:00, MONTHLY;BYDAY=-1FR, []"),
            ("first Monday of each month", "2026-12-07, MONTHLY;BYDAY=1MO, []"),
            ("every second Tuesday of the month", "2026-12-08, MONTHLY;BYDAY=2TU, []"),
            ("every first Monday", "2026-12-07, MONTHLY;BYDAY=1MO, []"),
            ("every year on 29 Feb", "2028-02-29, YEARLY;BYMONTH=2;BYMONTHDAY=29, []"),
            ("every 12 June", "2027-06-12, YEARLY;BYMONTH=6;BYMONTHDAY=12, []"),
            ("yearly on the last Sunday of November", "2026-11-29, YEARLY;BYMONTH=11;BYDAY=-1SU, []"),
            ("last day of the month", "[last day of the month]"),
            ("last Friday", "[last Friday]"),
            ("каждый месяц 15 числа", "2026-12-15, MONTHLY;BYMONTHDAY=15, []"),
            ("15-го числа каждого месяца", "2026-12-15, MONTHLY;BYMONTHDAY=15, []"),
            ("в последнюю пятницу месяца", "2026-11-27, MONTHLY;BYDAY=-1FR, []"),
            ("итоги в последнюю пятницу каждого месяца", "2026-11-27, MONTHLY;BYDAY=-1FR, [итоги]"),
            ("каждый первый понедельник месяца", "2026-12-07, MONTHLY;BYDAY=1MO, []"),
            ("каждую последнюю пятницу", "2026-11-27, MONTHLY;BYDAY=-1FR, []"),
            ("каждый год 29 февраля", "2028-02-29, YEARLY;BYMONTH=2;BYMONTHDAY=29, []"),
            ("ежегодно в последнее воскресенье ноября", "2026-11-29, YEARLY;BYMONTH=11;BYDAY=-1SU, []"),
            ("ежемесячно 5-го", "2026-12-05, MONTHLY;BYMONTHDAY=5, []"),
        ]);
    }

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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn whatever_recurs_is_a_rule_from_its_first_date_on(text in line(), now in moment()) {
            let reading = at(&text, now);
            if let Some(rule) = reading.recurrence {
                let first = reading.date.unwrap();
                prop_assert_eq!(rule.check(first), []);
                prop_assert!(falls(rule.every, first), "{} from {}", rule, first);
                prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
            }
        }

        #[test]
        fn the_first_date_lies_ahead(number in 0usize..7, hour in 0u32..24, now in moment()) {
            let weekday = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number];
            let reading = at(&format!("every {weekday} {hour:02}:00"), now);
            let start = reading.date.unwrap().and_time(reading.time.unwrap());
            prop_assert!(now <= start && start < now + chrono::TimeDelta::days(7));
        }
    }
}
