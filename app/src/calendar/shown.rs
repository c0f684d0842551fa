//! What the address says the calendar shows.

use chrono::{Days, NaiveDate};
use domain::time::WeekStart;

/// A day or a week, as an address names it: `/calendar/week/2026-11-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub view: View,
    /// The date in the address; in a week any of its seven.
    pub date: NaiveDate,
    /// The first column.
    pub first: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Day,
    Week,
}

impl Shown {
    pub(super) fn new(view: View, date: NaiveDate, week_start: WeekStart) -> Self {
        let first = match view {
            View::Day => date,
            View::Week => week_start.week_of(date)[0],
        };
        Self { view, date, first }
    }

    /// `None` where the address names no view or no date.
    pub(super) fn of_address(view: &str, date: &str, week_start: WeekStart) -> Option<Self> {
        let view = match view {
            "day" => View::Day,
            "week" => View::Week,
            _ => return None,
        };
        Some(Self::new(view, date.parse().ok()?, week_start))
    }

    /// How many columns there are.
    pub(super) fn days(self) -> u32 {
        match self.view {
            View::Day => 1,
            View::Week => 7,
        }
    }

    pub(super) fn dates(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take(self.days() as usize)
    }

    pub(super) fn last(self) -> NaiveDate {
        crate::state::planner::last_of(self.first, self.days())
    }

    pub(super) fn contains(self, date: NaiveDate) -> bool {
        (self.first..=self.last()).contains(&date)
    }

    pub(super) fn next(self) -> Self {
        self.at(self.first.checked_add_days(Days::new(self.days().into())))
    }

    pub(super) fn previous(self) -> Self {
        self.at(self.first.checked_sub_days(Days::new(self.days().into())))
    }

    pub(super) fn address(self) -> String {
        address(self.view, self.date)
    }

    /// The same view from another first day on; at the end of the calendar it stays where it is.
    fn at(self, first: Option<NaiveDate>) -> Self {
        first.map_or(self, |first| Self { date: first, first, ..self })
    }
}

pub(super) fn address(view: View, date: NaiveDate) -> String {
    let view = match view {
        View::Day => "day",
        View::Week => "week",
    };
    format!("/calendar/{view}/{date}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(view: &str, date: &str) -> Option<Shown> {
        Shown::of_address(view, date, WeekStart::Monday)
    }

    #[test]
    fn an_address_names_what_is_shown() {
        let week = shown("week", "2026-11-26").unwrap();
        assert_eq!((week.first.to_string(), week.days()), ("2026-11-23".into(), 7));
        assert_eq!(week.next().address(), "/calendar/week/2026-11-30");
        assert_eq!(week.previous().address(), "/calendar/week/2026-11-16");
        let day = shown("day", "2026-11-30").unwrap();
        assert_eq!((day.days(), day.next().address()), (1, "/calendar/day/2026-12-01".into()));
    }

    #[test]
    fn what_cannot_be_read_shows_nothing() {
        assert_eq!(shown("week", "yesterday"), None);
        assert_eq!(shown("decade", "2026-11-26"), None);
        assert_eq!(shown("week", "2026-02-30"), None);
    }
}
