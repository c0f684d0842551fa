//! From a day to a day.

use chrono::{Datelike, NaiveDate, Weekday};

use super::days::{Day, SINCE, Typed, later};
use super::grammar::What;
use super::line::{DASHES, Kind, Line, among};

/// How two days are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash,
    To,
    /// «с 30.11 по 02.12» is said of dates only; of times it is «до».
    Through,
    And,
}

impl Line<'_> {
    pub(super) fn days(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let (first, last, dates, end) = self.dates(lead, at).or_else(|| self.weekdays_in_a_row(lead, at))?;
        (first < last).then_some((What::Days { first, last, dates }, end))
    }

    /// 30 Nov - 2 Dec, 10-12 December, «с 30 ноября по 2 декабря».
    fn dates(&self, lead: &str, at: usize) -> Option<(NaiveDate, NaiveDate, bool, usize)> {
        let today = self.now.date();
        let (from, weekday) = self.before_a_date(at);
        if let Some((first, joint)) = self.typed_date(from)
            && let Some((joint, next)) = self.joint(lead, joint)
            && let (next, last_weekday) = self.before_a_date(next)
            && let Some((last, end)) = self.typed_date(next)
        {
            let dotted = |typed: Typed, at| typed.year.is_none() && self.dotted_date(at).is_some();
            // "10.11-12.11" may be times.
            let times = dotted(first, from) && dotted(last, next);
            let told = joint == Joint::Through && among(SINCE, lead);
            if joint == Joint::And || (times && !told) {
                return None;
            }
            let (first, last) = of_one_stretch(first, last, today)?;
            let agree =
                |weekday: Option<Weekday>, date: NaiveDate| weekday.is_none_or(|it| it == date.weekday());
            let agree = agree(weekday, first) && agree(last_weekday, last);
            return agree.then_some((first, last, true, end));
        }
        let day = self.number(at, 1..3)?;
        let (joint, next) = self.joint(lead, self.ordinal(at + 1))?;
        let (last, end) = self.spelled_date(next)?;
        // "Room 5 - 14 December" is one day.
        let apart = joint == Joint::Dash && !(self.glued(next - 1) && self.glued(next));
        let counted = at > 0 && self.tokens[at - 1].kind == Kind::Word && lead.is_empty();
        if apart && counted {
            return None;
        }
        // In "Nov 12" the month would come before the first day.
        if joint == Joint::And || self.number(next, 1..3).is_none() || day >= last.day {
            return None;
        }
        let (first, last) = of_one_stretch(Typed { day, ..last }, last, today)?;
        Some((first, last, true, end))
    }

    /// Where a date begins whose weekday may stand before it.
    fn before_a_date(&self, at: usize) -> (usize, Option<Weekday>) {
        let weekday = self.weekday_name(at);
        let date = at + 1 + usize::from(self.is(at + 1, ", ."));
        match weekday {
            Some(_) if self.typed_date(date).is_some() => (date, weekday),
            _ => (at, None),
        }
    }

    /// Sat-Sun, from Mon to Wed, «в субботу и воскресенье».
    fn weekdays_in_a_row(&self, lead: &str, at: usize) -> Option<(NaiveDate, NaiveDate, bool, usize)> {
        let since = among(SINCE, lead);
        let (day, joint) = self.day_named(at, since)?;
        let Day::Weekday(weekday, _) = day else { return None };
        let (joint, next) = self.joint(lead, joint)?;
        let next = next + usize::from(joint == Joint::And && self.is(next, "on в во"));
        let (Day::Weekday(last, _), end) = self.day_named(next, joint == Joint::To && since)? else {
            return None;
        };
        let further = last.days_since(weekday);
        if joint == Joint::And && further != 1 {
            return None;
        }
        let first = self.resolve(day, None)?;
        Some((first, later(first, further)?, false, end))
    }

    fn joint(&self, lead: &str, at: usize) -> Option<(Joint, usize)> {
        let since = among(SINCE, lead);
        let joint = match self.word(at) {
            "to" => Joint::To,
            "till" | "until" | "до" if since => Joint::To,
            "through" | "thru" | "по" => Joint::Through,
            "and" | "&" | "и" => Joint::And,
            mark if among(DASHES, mark) => Joint::Dash,
            _ => return None,
        };
        Some((joint, at + 1))
    }
}

/// Two dates, the later one the next such date after the first; a year that stands at one of them counts for both.
fn of_one_stretch(first: Typed, last: Typed, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if let (None, Some(year)) = (first.year, last.year) {
        let last = last.from(today)?;
        let of = |year| Typed { year: Some(year), ..first }.from(today);
        let first = of(year).filter(|first| *first <= last).or_else(|| of(year - 1))?;
        return Some((first, last));
    }
    let first = first.from(today)?;
    Some((first, last.from(first)?))
}

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn from_a_date_to_a_date() {
        each(&[
            ("30 Nov - 2 Dec fair", "2026-11-30, 3d, [fair]"),
            ("from 30 Nov to 2 Dec", "2026-11-30, 3d, []"),
            ("Fair 30 November till 2 December", "2026-11-30, [Fair till 2 December]"),
            ("с 30 ноября по 2 декабря выставка", "2026-11-30, 3d, [выставка]"),
            ("выставка 30 ноября – 2 декабря", "2026-11-30, 3d, [выставка]"),
            ("с 30 ноября до 2 декабря", "2026-11-30, 3d, []"),
            ("10-12 December", "2026-12-10, 3d, []"),
            ("from 10th to 12th of December", "2026-12-10, 3d, []"),
            ("с 10 по 12 декабря отпуск", "2026-12-10, 3d, [отпуск]"),
            ("Dec 10 - Dec 12", "2026-12-10, 3d, []"),
            ("с 30.11 по 02.12", "2026-11-30, 3d, []"),
            ("30.11.2026 - 02.12.2026", "2026-11-30, 3d, []"),
            ("2026-11-30 - 2026-12-02", "2026-11-30, 3d, []"),
            ("30 Dec - 2 Jan", "2026-12-30, 4d, []"),
            ("30 Dec - 2 Jan 2028", "2027-12-30, 4d, []"),
            ("Fair 10-12 December", "2026-12-10, 3d, [Fair]"),
            ("Room 5 - 14 December", "2026-12-14, [Room 5]"),
            ("Tue 24 Nov - Thu 26 Nov fair", "2026-11-24, 3d, [fair]"),
            ("пн, 30 ноября - ср, 2 декабря", "2026-11-30, 3d, []"),
            ("30.11-02.12", "[30.11-02.12]"),
            ("12-10 December", "[12-10 December]"),
            ("2 Dec 2026 - 30 Nov 2026", "2026-12-02, [30 Nov 2026]"),
            ("1 Jan 2027 - 31 Dec 2028", "[1 Jan 2027 - 31 Dec 2028]"),
            ("14:00 10-12 December", "14:00, [10-12 December]"),
            ("10-12 December 14:00", "14:00, [10-12 December]"),
            ("весь день с 10 по 12 декабря", "2026-12-10, 3d, []"),
        ]);
    }

    #[test]
    fn from_a_weekday_to_a_weekday() {
        each(&[
            ("Sat-Sun camp", "2026-11-28, 2d, [camp]"),
            ("Saturday and Sunday", "2026-11-28, 2d, []"),
            ("в субботу и воскресенье", "2026-11-28, 2d, []"),
            ("в субботу и в воскресенье дача", "2026-11-28, 2d, [дача]"),
            ("Mon to Wed", "2026-11-30, 3d, []"),
            ("from Mon to Wed", "2026-11-30, 3d, []"),
            ("с понедельника по среду", "2026-11-30, 3d, []"),
            ("со вторника до четверга", "2026-11-24, 3d, []"),
            ("пн-ср обучение", "2026-11-30, 3d, [обучение]"),
            ("next Mon-Wed", "2026-11-30, 3d, []"),
            ("Mon and Wed", "2026-11-30, [and Wed]"),
            ("Tue-Thu 10:00 training", "10:00, [Tue-Thu training]"),
            ("Mon-Mon", "[Mon-Mon]"),
            ("Sat-nav test", "[Sat-nav test]"),
        ]);
    }
}
