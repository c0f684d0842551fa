//! What the address says the calendar shows.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::grid::month;
use domain::time::WeekStart;

/// A stretch of days in one of the views, as an address names it: `/calendar/week/2026-11-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub view: View,
    /// The date in the address; in a week or a month any of its days.
    pub date: NaiveDate,
    /// The first day that is drawn.
    pub first: NaiveDate,
    week_start: WeekStart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Day,
    /// From Monday to Friday.
    WorkWeek,
    Week,
    /// Whole weeks, from the one that the first of the month is in to the one that its last day is in.
    Month,
    /// The meetings of the next days, one below the other.
    Agenda,
}

impl View {
    pub(super) const ALL: [Self; 5] = [Self::Day, Self::WorkWeek, Self::Week, Self::Month, Self::Agenda];

    /// Its word in an address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::WorkWeek => "work-week",
            Self::Week => "week",
            Self::Month => "month",
            Self::Agenda => "agenda",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }
}

impl Shown {
    pub(super) fn new(view: View, date: NaiveDate, week_start: WeekStart) -> Self {
        let first = match view {
            View::Day | View::Agenda => date,
            View::WorkWeek => WeekStart::Monday.week_of(date)[0],
            View::Week => week_start.week_of(date)[0],
            View::Month => month::first_day(date, week_start),
        };
        Self { view, date, first, week_start }
    }

    /// `None` where the address names no view or no date.
    pub(super) fn of_address(view: &str, date: &str, week_start: WeekStart) -> Option<Self> {
        Some(Self::new(View::of_word(view)?, date.parse().ok()?, week_start))
    }

    /// How many days are drawn.
    pub(super) fn days(self) -> u32 {
        match self.view {
            View::Day => 1,
            View::WorkWeek => 5,
            View::Week => 7,
            View::Month => 7 * self.weeks(),
            View::Agenda => AGENDA_DAYS,
        }
    }

    /// How many rows a month has.
    pub(super) fn weeks(self) -> u32 {
        month::weeks(self.date, self.week_start)
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

    /// Whether a date is on none of the pages of this view.
    pub(super) fn leaves_out(self, date: NaiveDate) -> bool {
        self.view == View::WorkWeek && matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
    }

    pub(super) fn next(self) -> Self {
        self.at(match self.view {
            View::Day => self.first.succ_opt(),
            View::WorkWeek | View::Week => self.first.checked_add_days(Days::new(7)),
            View::Month => month::next(self.date),
            View::Agenda => self.first.checked_add_days(Days::new(AGENDA_DAYS.into())),
        })
    }

    pub(super) fn previous(self) -> Self {
        self.at(match self.view {
            View::Day => self.first.pred_opt(),
            View::WorkWeek | View::Week => self.first.checked_sub_days(Days::new(7)),
            View::Month => month::previous(self.date),
            View::Agenda => self.first.checked_sub_days(Days::new(AGENDA_DAYS.into())),
        })
    }

    /// The same days in another view. From several days one goes to `today` if it is among them.
    pub(super) fn seen_as(self, view: View, today: NaiveDate) -> Self {
        let date = match view {
            View::Day | View::Agenda if self.contains(today) => today,
            _ if self.view == View::Month && self.is_of_month(today) => today,
            _ => self.date,
        };
        Self::new(view, date, self.week_start)
    }

    /// Whether a date is in the month that is shown, and not only in one of its weeks.
    pub(super) fn is_of_month(self, date: NaiveDate) -> bool {
        month::is_same(self.date, date)
    }

    pub(super) fn address(self) -> String {
        address(self.view, self.date)
    }

    /// The same view at a date.
    pub(super) fn on(self, date: NaiveDate) -> Self {
        Self::new(self.view, date, self.week_start)
    }

    pub(super) fn week_start(self) -> WeekStart {
        self.week_start
    }

    /// The same view at another date; at the end of the calendar it stays where it is.
    fn at(self, date: Option<NaiveDate>) -> Self {
        date.map_or(self, |date| self.on(date))
    }
}

/// Four weeks: what fits on a few screens, and no week is cut.
const AGENDA_DAYS: u32 = 28;

pub(super) fn address(view: View, date: NaiveDate) -> String {
    format!("/calendar/{}/{date}", view.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(view: &str, date: &str) -> Option<Shown> {
        Shown::of_address(view, date, WeekStart::Monday)
    }

    #[test]
    fn an_address_names_what_is_shown() {
        let drawn = |view, date| {
            let shown = shown(view, date).unwrap();
            (shown.first.to_string(), shown.days())
        };
        assert_eq!(drawn("day", "2026-11-26"), ("2026-11-26".into(), 1));
        assert_eq!(drawn("work-week", "2026-11-29"), ("2026-11-23".into(), 5));
        assert_eq!(drawn("week", "2026-11-26"), ("2026-11-23".into(), 7));
        assert_eq!(drawn("month", "2026-11-26"), ("2026-10-26".into(), 42));
        assert_eq!(drawn("agenda", "2026-11-26"), ("2026-11-26".into(), 28));
    }

    #[test]
    fn one_goes_on_by_what_is_shown() {
        let steps = |view, date| {
            let shown = shown(view, date).unwrap();
            (shown.next().address(), shown.previous().address())
        };
        let between = |next: &str, previous: &str| (next.to_owned(), previous.to_owned());
        assert_eq!(
            steps("day", "2026-11-30"),
            between("/calendar/day/2026-12-01", "/calendar/day/2026-11-29")
        );
        assert_eq!(
            steps("week", "2026-11-26"),
            between("/calendar/week/2026-11-30", "/calendar/week/2026-11-16")
        );
        assert_eq!(
            steps("month", "2026-12-31"),
            between("/calendar/month/2027-01-01", "/calendar/month/2026-11-01")
        );
    }

    #[test]
    fn a_work_week_leaves_the_weekend_out() {
        let leaves_out =
            |view, date: &str| shown(view, "2026-11-26").unwrap().leaves_out(date.parse().unwrap());
        assert!(leaves_out("work-week", "2026-11-28") && leaves_out("work-week", "2026-11-29"));
        assert!(!leaves_out("work-week", "2026-11-30") && !leaves_out("week", "2026-11-28"));
    }

    #[test]
    fn another_view_shows_the_same_days() {
        let today = "2026-11-24".parse().unwrap();
        let week = shown("week", "2026-11-23").unwrap();
        assert_eq!(week.seen_as(View::Day, today).address(), "/calendar/day/2026-11-24");
        assert_eq!(week.next().seen_as(View::Day, today).address(), "/calendar/day/2026-11-30");
        let month = shown("month", "2026-11-01").unwrap();
        assert_eq!(month.seen_as(View::Week, today).address(), "/calendar/week/2026-11-24");
        assert_eq!(month.next().seen_as(View::Week, today).address(), "/calendar/week/2026-12-01");
    }

    #[test]
    fn what_cannot_be_read_shows_nothing() {
        assert_eq!(shown("week", "yesterday"), None);
        assert_eq!(shown("decade", "2026-11-26"), None);
        assert_eq!(shown("week", "2026-02-30"), None);
    }
}
