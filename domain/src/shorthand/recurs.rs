//! How a meeting recurs: every second Tuesday, «по средам», the last Friday of the month.

use chrono::{Datelike, NaiveDate};

use super::grammar::What;
use super::line::{Kind, Line, among};
use super::weekdays::working_days;
use crate::time::WeekStart;
use crate::time::recurrence::{Ends, Every, Rule, Weekdays};

/// A rule as far as its words go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Recurs {
    period: Period,
    interval: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
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

    /// The two together, where one says how often and the other on which days: "weekly at 9 on Mondays".
    pub(super) fn along_with(self, other: Self) -> Option<Self> {
        let (open, named) = if self.names_days() { (other, self) } else { (self, other) };
        let together = Self { period: named.period, interval: open.interval.max(named.interval) };
        let once = open.interval.min(named.interval) == 1;
        (once && named.period.is_of(open.period)).then_some(together)
    }

    /// Whether this is a part of what it says together with others.
    pub(super) fn is_part_of(self, whole: Self) -> bool {
        let same = self.period == whole.period || whole.period.is_of(self.period);
        same && (self.interval == whole.interval || self.interval == 1)
    }

    /// What takes whole days then cannot take as many again before the next time.
    pub(super) fn is_daily(self) -> bool {
        self.period == Period::On(Every::Day)
    }
}

impl Period {
    /// Whether it says on which days of this one.
    fn is_of(self, open: Self) -> bool {
        match self {
            Self::On(Every::Week { .. }) => open == Self::Week,
            Self::On(Every::MonthDay { .. } | Every::MonthWeekday { .. }) => open == Self::Month,
            Self::On(Every::YearDay { .. } | Every::YearWeekday { .. }) => open == Self::Year,
            Self::On(Every::Day) | Self::Week | Self::Month | Self::Year => false,
        }
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
        let recurs = recurs.filter(|_| !self.goes_on(end));
        Some((recurs.map_or(What::Unclear, What::Recurs), end))
    }

    /// Whether a rule is narrowed by what no rule here can say: "except Friday", "in June", "this month".
    fn goes_on(&self, at: usize) -> bool {
        let of = at + usize::from(self.is(at, "in of during в во"));
        let named = self.month(of).is_some() || (of > at && self.is(of, "this next этом следующем"));
        named || self.is(at, "except excluding but кроме this next")
    }

    /// Every, and what: without a rule where that may mean two.
    fn each(&self, at: usize) -> Option<(Option<Recurs>, usize)> {
        if let Some((period, interval, end)) = self.once_in(at) {
            let (period, end) = self.on_which(period, end);
            return Some((recurs(period, interval), end));
        }
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
            // The first week is one of something.
            Some((nth, end)) => (u32::try_from(nth).ok().filter(|nth| *nth > 1)?, end),
            None if self.word(from) == "other" => (2, from + 1),
            None => self.how_many(from).unwrap_or((1, from)),
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

    /// The first Monday, the 15th, day 15, last day, «15 числа». After "every" it has to be said that it is of the month:
    /// "every second Tuesday" is none.
    fn in_a_month(&self, at: usize, after_every: bool) -> Option<(Every, usize)> {
        let at = at + usize::from(self.word(at) == "the");
        let of_month = |end| self.of_each_month(end).is_some();
        if let Some((nth, next)) = self.nth(at) {
            let told = !after_every || of_month(next + 1);
            if let Some(weekday) = self.weekday_name(next).filter(|_| told) {
                return Some((Every::MonthWeekday { nth, weekday }, next + 1));
            }
            if told && self.is(next, "day день") {
                return Some((Every::MonthDay { day: nth }, next + 1));
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
    pub(super) fn period(&self, at: usize) -> Option<(Period, u32, usize)> {
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
            "полгода" => (Period::Month, 6),
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
        if let Some((Period::Week, weeks, end)) = self.once_in(at) {
            return Some((weeks, end));
        }
        if !self.is(at, EACH) {
            return None;
        }
        let other = (self.word(at + 1) == "other").then_some((2, at + 2));
        let nth = || self.nth(at + 1).and_then(|(nth, end)| Some((u32::try_from(nth).ok()?, end)));
        let (count, unit) = other.or_else(nth).or_else(|| self.how_many(at + 1)).unwrap_or((1, at + 1));
        let (period, times, end) = self.period(unit)?;
        let weeks = u16::try_from(count.checked_mul(times)?).ok()?;
        (period == Period::Week).then_some((weeks, end))
    }

    /// Once a week, «раз в две недели». How often "once a day" is, is not said of meetings.
    fn once_in(&self, at: usize) -> Option<(Period, u16, usize)> {
        let every = self.word(at) == "once" && self.is(at + 1, "a every each");
        let once = (every || (self.word(at) == "раз" && self.word(at + 1) == "в"))
            && (at == 0 || self.number(at - 1, 1..20).is_none());
        let (count, unit) = self.how_many(at + 2).filter(|_| once).or(once.then_some((1, at + 2)))?;
        let (period, times, end) = self.period(unit)?;
        let interval = u16::try_from(count.checked_mul(times)?).ok()?;
        (!matches!(period, Period::On(_))).then_some((period, interval, end))
    }

    /// So many periods.
    fn how_many(&self, at: usize) -> Option<(u32, usize)> {
        let further = || {
            let number = COUNTS.iter().position(|words| among(words, self.word(at)))?;
            Some((u32::try_from(number).ok()? + 4, at + 1))
        };
        self.count(at).or_else(further)
    }

    fn weekly(&self, interval: u16, on: Weekdays) -> Option<Recurs> {
        recurs(Period::On(Every::Week { on }), interval)
    }

    /// The first to fifth, or the last.
    fn nth(&self, at: usize) -> Option<(i8, usize)> {
        let word = self.word(at);
        if let Some(nth) = NTH.iter().position(|words| among(words, word)) {
            let nth = i8::try_from(nth).ok()? + 1;
            return Some((if nth > 5 { -1 } else { nth }, at + 1));
        }
        let number = self.number(at, 1..2).filter(|nth| (1..=5).contains(nth))?;
        let end = self.number_ending(at + 1);
        (end > at + 1).then_some((i8::try_from(number).ok()?, end))
    }

    /// The th of 15th, the -го of 15-го.
    pub(super) fn number_ending(&self, at: usize) -> usize {
        if self.word(at) == "-" && self.glued(at) && self.glued(at + 1) && self.is(at + 1, NUMBER_ENDINGS) {
            return at + 2;
        }
        self.ordinal(at)
    }
}

fn recurs(period: Period, interval: u16) -> Option<Recurs> {
    Some(Recurs { period, interval })
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

/// From four on, beside those that lengths have.
const COUNTS: [&str; 9] = [
    "four четыре",
    "five пять",
    "six шесть",
    "seven семь",
    "eight восемь",
    "nine девять",
    "ten десять",
    "eleven одиннадцать",
    "twelve двенадцать",
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
            ("every four weeks on Friday", "2026-11-27, WEEKLY;INTERVAL=4;BYDAY=FR, []"),
            ("once every 2 weeks on Mondays", "2026-11-30, WEEKLY;INTERVAL=2;BYDAY=MO, []"),
            ("every third Friday", "[every third Friday]"),
            ("every day except Friday", "[every day except Friday]"),
            ("every Tuesday in June", "[every Tuesday in June]"),
            ("every Tuesday this month", "[every Tuesday this month]"),
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
            ("раз в две недели по средам", "2026-11-25, WEEKLY;INTERVAL=2;BYDAY=WE, []"),
            ("по средам раз в 2 недели", "2026-11-25, WEEKLY;INTERVAL=2;BYDAY=WE, []"),
            ("каждый день кроме пятницы", "[каждый день кроме пятницы]"),
            ("каждый четверг июня", "[каждый четверг июня]"),
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
            ("weekly, on Mondays", "2026-11-30, WEEKLY;BYDAY=MO, []"),
            ("every 2 weeks at 9 on Mondays", "2026-11-30, 09:00, WEEKLY;INTERVAL=2;BYDAY=MO, []"),
            ("on Mondays and monthly", "2026-11-30, WEEKLY;BYDAY=MO, [and monthly]"),
            ("every first week", "[every first week]"),
            ("weekly report Thu", "2026-11-26, [weekly report]"),
            ("Daily standup", "[Daily standup]"),
            ("once a day", "[once a day]"),
            ("once a week", "2026-11-24, WEEKLY;BYDAY=TU, []"),
            ("раз в месяц", "2026-11-24, MONTHLY;BYMONTHDAY=24, []"),
            ("каждые полгода", "2026-11-24, MONTHLY;INTERVAL=6;BYMONTHDAY=24, []"),
            ("5 раз в неделю", "[5 раз в неделю]"),
            ("каждые 10 минут", "[каждые 10 минут]"),
            ("ежедневно в 9", "2026-11-25, 09:00, DAILY, []"),
            ("каждый день", "2026-11-24, DAILY, []"),
            ("еженедельно отчёт", "2026-11-24, WEEKLY;BYDAY=TU, [отчёт]"),
            ("каждые 2 недели", "2026-11-24, WEEKLY;INTERVAL=2;BYDAY=TU, []"),
            ("каждые 2 недели в 9 по средам", "2026-11-25, 09:00, WEEKLY;INTERVAL=2;BYDAY=WE, []"),
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
            ("on the first day of every month", "2026-12-01, MONTHLY;BYMONTHDAY=1, []"),
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
