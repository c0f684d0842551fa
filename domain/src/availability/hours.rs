//! Working hours, and the hours in which a room can be booked.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::grid::day::{DAY_MINUTES, minute_of, pieces};
use crate::refusal::Field;
use crate::time::{Span, When, ZoneName, ZoneRules};

/// When somebody works, by day of the week on the wall clock of their zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkingHours {
    /// From Monday to Sunday; `None` is a day off.
    week: [Option<Hours>; 7],
}

/// The working time of a day: from the start, up to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hours {
    pub start: NaiveTime,
    pub end: NaiveTime,
}

impl WorkingHours {
    /// From Monday to Sunday.
    pub fn of_week(week: [Option<Hours>; 7]) -> Self {
        Self { week }
    }

    /// From Monday to Sunday.
    pub fn week(&self) -> [Option<Hours>; 7] {
        self.week
    }

    pub fn on(&self, date: NaiveDate) -> Option<Hours> {
        self.week[date.weekday().num_days_from_monday() as usize]
    }
}

impl Default for WorkingHours {
    /// Monday to Friday, 9 to 18 o'clock.
    fn default() -> Self {
        let hours = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let workday = Some(Hours { start: hours(9), end: hours(18) });
        Self { week: [workday, workday, workday, workday, workday, None, None] }
    }
}

impl Hours {
    /// In minutes since midnight; an end at midnight is that of the day.
    pub fn minutes(self) -> (u16, u16) {
        let end = minute_of(self.end);
        (minute_of(self.start), if end == 0 { DAY_MINUTES } else { end })
    }
}

/// When a room can be booked, on the wall clock of where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookableHours {
    pub hours: WorkingHours,
    pub zone: ZoneName,
}

/// Where a booking leaves the hours of its room: on this date it can be booked in these hours, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closure {
    pub date: NaiveDate,
    pub hours: Option<Hours>,
}

impl BookableHours {
    /// Refused where a day would end before it begins.
    pub fn check(&self) -> Option<Refusal> {
        let backwards = |hours: &Hours| {
            let (start, end) = hours.minutes();
            end <= start
        };
        let wrong = self.hours.week.iter().flatten().any(backwards);
        wrong.then_some(Refusal::Malformed { field: Field::Hours })
    }

    /// The first date on which a booking would leave the hours; `rules` are those of the room's zone. Whole days take
    /// whatever hours a day has.
    pub fn closure(&self, span: &Span, whole_days: bool, rules: &ZoneRules) -> Option<Closure> {
        let first = rules.date(span.start());
        let days = u32::try_from((rules.date(span.end()) - first).num_days() + 1).unwrap_or(1);
        pieces(span, rules, first, days).find_map(|piece| {
            let hours = self.hours.on(piece.date);
            let within = hours.is_some_and(|hours| {
                let (start, end) = hours.minutes();
                whole_days || (start <= piece.stretch.start() && piece.stretch.end() <= end)
            });
            (!within).then_some(Closure { date: piece.date, hours })
        })
    }

    /// The same for a meeting, if it is to take this span.
    pub fn closure_of(&self, when: &When, span: &Span, rules: &ZoneRules) -> Option<Closure> {
        self.closure(span, matches!(when, When::AllDay { .. }), rules)
    }

    /// When the room cannot be booked within a span, ascending.
    pub fn closed(&self, within: Span, rules: &ZoneRules) -> Vec<Span> {
        let first = rules.date(within.start());
        let mut closed = Vec::new();
        let mut since = within.start();
        for date in first.iter_days().take_while(|date| *date <= rules.date(within.end())) {
            let Some(hours) = self.hours.on(date) else { continue };
            let (start, end) = hours.minutes();
            let instant = |minute| crate::grid::day::instant(date, minute, rules);
            closed.extend(Span::new(since, instant(start).min(within.end())));
            since = since.max(instant(end));
        }
        closed.extend(Span::new(since, within.end()));
        closed
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    /// From 8 to 20 o'clock, on Saturdays not at all, on Sundays until midnight.
    fn room() -> BookableHours {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let usual = Some(Hours { start: at(8), end: at(20) });
        let sunday = Some(Hours { start: at(8), end: at(0) });
        let week = [usual, usual, usual, usual, usual, None, sunday];
        BookableHours { hours: WorkingHours::of_week(week), zone: ZoneName::utc() }
    }

    /// In the week of 23 November 2026, a Monday.
    fn span(from: (u32, u32), to: (u32, u32)) -> Span {
        let at = |(day, hour)| Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap();
        Span::new(at(from), at(to)).unwrap()
    }

    fn closed_on(span: Span) -> Option<u32> {
        room().closure(&span, false, &ZoneRules::utc()).map(|closure| closure.date.day())
    }

    #[test]
    fn a_booking_stays_within_the_hours_of_its_room() {
        assert_eq!(closed_on(span((24, 8), (24, 20))), None);
        assert_eq!(closed_on(span((24, 7), (24, 9))), Some(24));
        assert_eq!(closed_on(span((24, 19), (24, 21))), Some(24));
        assert_eq!(closed_on(span((28, 10), (28, 11))), Some(28), "not on Saturdays");
        assert_eq!(closed_on(span((29, 20), (30, 0))), None, "up to midnight");
        assert_eq!(closed_on(span((29, 20), (30, 1))), Some(30));
    }

    #[test]
    fn whole_days_need_a_day_on_which_the_room_is_open_at_all() {
        let whole = |span| room().closure(&span, true, &ZoneRules::utc()).map(|closure| closure.date.day());
        assert_eq!(whole(span((26, 0), (28, 0))), None);
        assert_eq!(whole(span((26, 0), (29, 0))), Some(28));
    }

    #[test]
    fn what_is_closed_and_what_is_not_make_up_the_days() {
        let closed = room().closed(span((27, 0), (30, 0)), &ZoneRules::utc());
        assert_eq!(closed, [span((27, 0), (27, 8)), span((27, 20), (29, 8))]);
        let inside = room().closed(span((24, 9), (24, 10)), &ZoneRules::utc());
        assert_eq!(inside, []);
    }

    #[test]
    fn a_day_that_ends_before_it_begins_is_none() {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let mut week = [None; 7];
        week[0] = Some(Hours { start: at(12), end: at(9) });
        let wrong = BookableHours { hours: WorkingHours::of_week(week), zone: ZoneName::utc() };
        assert_eq!(wrong.check(), Some(Refusal::Malformed { field: Field::Hours }));
        assert_eq!(room().check(), None);
    }
}
