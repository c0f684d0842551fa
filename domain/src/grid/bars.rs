//! Bars across columns of days: the row of whole days, and the weeks of a month.

use chrono::NaiveDate;

use super::{Continues, Lane, lanes};

/// Which of the columns something takes, and in which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The column in which it begins, from 0.
    pub first: u16,
    /// How many columns it takes.
    pub days: u16,
    /// The line in which it stands, from 0 at the top.
    pub line: u16,
    /// At which of its ends the columns cut it.
    pub continues: Continues,
}

impl Bar {
    fn covers(&self, column: u16) -> bool {
        (self.first..self.first + self.days).contains(&column)
    }
}

/// Gives whatever stands in the columns from `first` on a line: no two that share a day share one. `stretches`
/// are pairs of a first and a last date, in the order in which they are to be read within a day; one outside the
/// columns has no bar.
pub fn bars(first: NaiveDate, columns: u16, stretches: &[(NaiveDate, NaiveDate)]) -> Vec<Option<Bar>> {
    let columns = i64::from(columns);
    let column = |date: NaiveDate| (date - first).num_days();
    let mut bars: Vec<Option<Bar>> = stretches
        .iter()
        .map(|(from, to)| {
            let continues = Continues { before: column(*from) < 0, after: column(*to) >= columns };
            let (from, end) = (column(*from).max(0), (column(*to) + 1).min(columns));
            let days = u16::try_from(end - from).ok().filter(|days| *days > 0)?;
            Some(Bar { first: u16::try_from(from).ok()?, days, line: 0, continues })
        })
        .collect();
    let taken: Vec<(u16, u16)> = bars.iter().flatten().map(|bar| (bar.first, bar.first + bar.days)).collect();
    for (bar, Lane { lane, .. }) in bars.iter_mut().flatten().zip(lanes(&taken)) {
        bar.line = lane;
    }
    bars
}

/// How many lines these bars need.
pub fn lines<'a>(bars: impl IntoIterator<Item = &'a Bar>) -> u16 {
    bars.into_iter().map(|bar| bar.line + 1).max().unwrap_or(0)
}

/// How many bars of a column stand below the first `lines` lines.
pub fn hidden<'a>(bars: impl IntoIterator<Item = &'a Bar>, column: u16, lines: u16) -> usize {
    bars.into_iter().filter(|bar| bar.covers(column) && bar.line >= lines).count()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn monday() -> NaiveDate {
        date("2026-11-23")
    }

    #[test]
    fn what_is_longer_stands_above_and_the_week_cuts_it() {
        let all = [
            (date("2026-11-20"), date("2026-11-24")),
            (date("2026-11-24"), date("2026-11-24")),
            (date("2026-11-29"), date("2026-11-30")),
            (date("2026-11-30"), date("2026-11-30")),
        ];
        let bar = |first, days, line, before, after| {
            Some(Bar { first, days, line, continues: Continues { before, after } })
        };
        assert_eq!(
            bars(monday(), 7, &all),
            [bar(0, 2, 0, true, false), bar(1, 1, 1, false, false), bar(6, 1, 0, false, true), None]
        );
    }

    #[test]
    fn what_has_no_line_in_sight_is_counted() {
        let day = date("2026-11-24");
        let bars: Vec<Bar> = bars(monday(), 7, &[(day, day); 5]).into_iter().flatten().collect();
        assert_eq!((hidden(&bars, 1, 3), hidden(&bars, 1, 5), hidden(&bars, 2, 0)), (2, 0, 0));
        assert_eq!((lines(&bars), lines(&[])), (5, 0));
    }

    proptest! {
        #[test]
        fn no_two_bars_of_a_day_share_a_line(all in proptest::collection::vec((-10i64..10, 0i64..9), 0..40)) {
            let day = |number| monday() + TimeDelta::days(number);
            let all: Vec<_> = all.into_iter().map(|(from, days)| (day(from), day(from + days))).collect();
            let bars = bars(monday(), 7, &all);
            for ((from, to), bar) in all.iter().zip(&bars) {
                let inside = *from < day(7) && *to >= monday();
                prop_assert_eq!(inside, bar.is_some());
            }
            for (index, one) in bars.iter().flatten().enumerate() {
                prop_assert!(one.days >= 1 && one.first + one.days <= 7);
                for other in bars.iter().flatten().skip(index + 1) {
                    let apart =
                        one.first + one.days <= other.first || other.first + other.days <= one.first;
                    prop_assert!(apart || one.line != other.line);
                }
            }
        }
    }
}
