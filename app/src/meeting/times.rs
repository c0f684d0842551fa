//! When, as it is typed: texts that may be unfinished, and the [`When`] that they mean.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use domain::Refusal;
use domain::refusal::Field;
use domain::time::{Span, When, ZoneRules};

/// The fields of a card that say when. Dates are `2026-11-24` and times `09:30`, as the browser's own fields
/// write them; an unfinished one is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Times {
    pub whole_days: bool,
    pub first: String,
    pub start: String,
    /// The last day, which belongs to it.
    pub last: String,
    pub end: String,
}

impl Times {
    /// What the fields show for a meeting, on the clock of its own zone.
    pub(super) fn of(when: &When, rules: &ZoneRules) -> Self {
        match when {
            When::Timed { start, .. } => {
                let end = rules.wall(when.span(rules).end());
                Self {
                    whole_days: false,
                    first: start.date().to_string(),
                    start: clock(start.time()),
                    last: end.date().to_string(),
                    end: clock(end.time()),
                }
            }
            When::AllDay { first, days, .. } => Self {
                whole_days: true,
                first: first.to_string(),
                start: clock(NINE),
                last: after(*first, days.saturating_sub(1)).to_string(),
                end: clock(TEN),
            },
        }
    }

    /// What they mean; refused while something is missing (S1), and by the rules of [`When::check`].
    pub(super) fn when(&self, rules: &ZoneRules) -> Result<When, Refusal> {
        let zone = rules.name().clone();
        let missing = |field| move || Refusal::Empty { field };
        let when = if self.whole_days {
            let first = self.first_day().ok_or_else(missing(Field::Start))?;
            let days = self.days().ok_or_else(missing(Field::Duration))?;
            When::AllDay { first, days, zone }
        } else {
            let start = self.starts().ok_or_else(missing(Field::Start))?;
            let minutes = self.minutes(rules).ok_or_else(missing(Field::Duration))?;
            When::Timed { start, minutes, zone }
        };
        match when.check() {
            Some(refusal) => Err(refusal),
            None => Ok(when),
        }
    }

    /// Moves it to another day; it stays as long as it is.
    pub(super) fn begin_on(&mut self, date: String, rules: &ZoneRules) {
        let (days, minutes) = (self.days(), self.minutes(rules));
        self.first = date;
        if self.whole_days {
            self.last_days(days.unwrap_or(1));
        } else {
            self.last_minutes(minutes.unwrap_or(USUAL_MINUTES), rules);
        }
    }

    /// Moves it to another time; it stays as long as it is.
    pub(super) fn begin_at(&mut self, time: String, rules: &ZoneRules) {
        let minutes = self.minutes(rules);
        self.start = time;
        self.last_minutes(minutes.unwrap_or(USUAL_MINUTES), rules);
    }

    /// Ends it on another day, which is none before the first.
    pub(super) fn end_on(&mut self, date: String) {
        self.last = date;
        if let (Some(first), Some(last)) = (self.first_day(), self.last_day())
            && last < first
        {
            self.last = self.first.clone();
        }
    }

    /// Ends it at another time: of the day after, where that would be before it begins.
    pub(super) fn end_at(&mut self, time: String) {
        self.end = time;
        let over_midnight = self.first == self.last && self.ends() <= self.starts();
        if over_midnight && let (Some(first), Some(_)) = (self.first_day(), self.ends()) {
            self.last = after(first, 1).to_string();
        } else if let (Some(first), Some(last), Some(start), Some(end)) =
            (self.first_day(), self.last_day(), self.starts(), self.ends())
            && last == after(first, 1)
            && end.time() > start.time()
        {
            // It was over midnight, and is no longer.
            self.last = self.first.clone();
        }
    }

    /// Makes it so long (S50).
    pub(super) fn last_minutes(&mut self, minutes: u32, rules: &ZoneRules) {
        let Some(start) = self.starts() else { return };
        let end = rules.wall(rules.instant(start) + TimeDelta::minutes(minutes.into()));
        self.last = end.date().to_string();
        self.end = clock(end.time());
    }

    fn last_days(&mut self, days: u32) {
        if let Some(first) = self.first_day() {
            self.last = after(first, days.saturating_sub(1)).to_string();
        }
    }

    /// All-day (S11), or from a time to a time.
    pub(super) fn set_whole_days(&mut self, whole_days: bool) {
        self.whole_days = whole_days;
        if !whole_days && self.ends() <= self.starts() {
            self.end_at(self.end.clone());
        }
    }

    /// Elapsed minutes from start to end, where both are there and in order.
    pub(super) fn minutes(&self, rules: &ZoneRules) -> Option<u32> {
        let span = Span::new(rules.instant(self.starts()?), rules.instant(self.ends()?))?;
        u32::try_from(span.length().num_minutes()).ok()
    }

    pub(super) fn one_day(&self) -> bool {
        self.first == self.last
    }

    pub(super) fn first_day(&self) -> Option<NaiveDate> {
        self.first.parse().ok()
    }

    fn last_day(&self) -> Option<NaiveDate> {
        self.last.parse().ok()
    }

    fn days(&self) -> Option<u32> {
        let days = (self.last_day()? - self.first_day()?).num_days() + 1;
        u32::try_from(days).ok().filter(|days| *days > 0)
    }

    fn starts(&self) -> Option<NaiveDateTime> {
        Some(self.first_day()?.and_time(time(&self.start)?))
    }

    fn ends(&self) -> Option<NaiveDateTime> {
        Some(self.last_day()?.and_time(time(&self.end)?))
    }
}

/// A meeting whose length nobody has said yet.
const USUAL_MINUTES: u32 = 60;

const NINE: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("nine o'clock exists");
const TEN: NaiveTime = NaiveTime::from_hms_opt(10, 0, 0).expect("ten o'clock exists");

fn after(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into())).unwrap_or(date)
}

/// As the browser's field writes a time.
fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S")).ok()
}

#[cfg(test)]
mod tests {
    use domain::time::ZoneName;

    use super::*;

    /// Central European time, with the night of 29 March 2026 in which the clocks go forward.
    fn berlin() -> ZoneRules {
        let forward = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap().and_hms_opt(1, 0, 0).unwrap().and_utc();
        let back = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap().and_hms_opt(1, 0, 0).unwrap().and_utc();
        let transitions = vec![(forward.timestamp(), 7_200), (back.timestamp(), 3_600)];
        ZoneRules::new(ZoneName("Europe/Berlin".to_owned()), 3_600, transitions)
    }

    fn timed(first: &str, start: &str, last: &str, end: &str) -> Times {
        let text = str::to_owned;
        Times { whole_days: false, first: text(first), start: text(start), last: text(last), end: text(end) }
    }

    fn morning() -> Times {
        timed("2026-11-24", "10:00", "2026-11-24", "11:30")
    }

    #[test]
    fn what_is_typed_is_the_meeting_and_back() {
        let when = morning().when(&berlin()).unwrap();
        assert!(matches!(when, When::Timed { minutes: 90, .. }));
        assert_eq!(Times::of(&when, &berlin()), morning());
    }

    #[test]
    fn a_meeting_that_is_moved_stays_as_long_as_it_is() {
        let mut times = morning();
        times.begin_at("22:45".to_owned(), &berlin());
        assert_eq!(times, timed("2026-11-24", "22:45", "2026-11-25", "00:15"));
        times.begin_on("2026-12-01".to_owned(), &berlin());
        assert_eq!(times, timed("2026-12-01", "22:45", "2026-12-02", "00:15"));
    }

    #[test]
    fn an_end_before_the_start_is_on_the_day_after() {
        let mut times = morning();
        times.end_at("01:00".to_owned());
        assert_eq!(times.last, "2026-11-25");
        times.end_at("12:00".to_owned());
        assert_eq!(times.last, "2026-11-24");
    }

    #[test]
    fn length_is_elapsed_time_in_the_night_of_the_clocks() {
        let night = timed("2026-03-29", "01:30", "2026-03-29", "03:30");
        assert_eq!(night.minutes(&berlin()), Some(60));
        let when = night.when(&berlin()).unwrap();
        assert_eq!(Times::of(&when, &berlin()), night);
    }

    #[test]
    fn without_start_and_duration_it_cannot_be_saved() {
        let refused = |times: Times| times.when(&berlin()).unwrap_err();
        assert_eq!(refused(timed("", "10:00", "", "11:00")), Refusal::Empty { field: Field::Start });
        let endless = timed("2026-11-24", "10:00", "2026-11-24", "");
        assert_eq!(refused(endless), Refusal::Empty { field: Field::Duration });
    }

    #[test]
    fn whole_days_end_on_the_last_of_them() {
        let mut times = morning();
        times.set_whole_days(true);
        times.end_on("2026-11-26".to_owned());
        assert!(matches!(times.when(&berlin()), Ok(When::AllDay { days: 3, .. })));
        times.end_on("2026-11-20".to_owned());
        assert!(matches!(times.when(&berlin()), Ok(When::AllDay { days: 1, .. })));
        times.set_whole_days(false);
        assert_eq!(times, morning());
    }
}
