//! On which days of the week something recurs.

use chrono::Weekday;

use super::line::{DASHES, Line};
use crate::time::recurrence::Weekdays;

impl Line<'_> {
    /// Monday, Wednesday and Friday; Mon-Fri.
    pub(super) fn weekday_list(&self, at: usize) -> Option<(Weekdays, usize)> {
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
    pub(super) fn plural_days(&self, at: usize) -> Option<(Weekdays, usize)> {
        if self.is(at, "weekdays workdays") {
            return Some((working_days(), at + 1));
        }
        if self.is(at, "working business") && self.word(at + 1) == "days" {
            return Some((working_days(), at + 2));
        }
        if self.word(at) == "weekends" {
            return Some((weekend(), at + 1));
        }
        let first = self.weekday_plural(at).filter(|_| self.word(at).is_ascii())?;
        Some(self.more_days(first, at + 1, |at| self.weekday_plural(at)))
    }

    /// After «по».
    pub(super) fn days_after_by(&self, at: usize) -> Option<(Weekdays, usize)> {
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
}

/// Monday to Friday.
pub(super) fn working_days() -> Weekdays {
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri].into_iter().collect()
}

fn weekend() -> Weekdays {
    [Weekday::Sat, Weekday::Sun].into_iter().collect()
}
