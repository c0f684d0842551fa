//! The times that a meeting of one length has from each quarter of an hour of a day, one below the other. A step of a
//! drag moves them behind a window of one line by `transform`: other words would have the browser put together anew
//! all that is painted on the page.

use chrono::{NaiveTime, TimeDelta};
use domain::grid::Step;
use domain::grid::day::{DAY_MINUTES, minute_of, on_the_wall};
use domain::time::{Span, ZoneRules};

use crate::ui::dates::Dates;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Strip {
    length: TimeDelta,
    pub lines: String,
}

impl Strip {
    pub(super) fn of(length: TimeDelta, dates: &Dates) -> Self {
        let quarter = Step::Quarter.minutes();
        let mut lines = String::new();
        for minute in (0..DAY_MINUTES).step_by(quarter.into()) {
            let start = NaiveTime::MIN + TimeDelta::minutes(minute.into());
            lines.push_str(&dates.times(start, start + length));
            lines.push('\n');
        }
        Self { length, lines }
    }

    /// Which of the lines says when this is. None does beside a change of the clocks, between the quarters, and of another
    /// length.
    pub(super) fn line(&self, span: &Span, rules: &ZoneRules) -> Option<u16> {
        let (start, end) = on_the_wall(span, rules);
        let minute = minute_of(start.time());
        let quarter = Step::Quarter.minutes();
        let said = span.length() == self.length
            && end - start == self.length
            && rules.offset_of_twice(span.start()).is_none()
            && minute.is_multiple_of(quarter);
        said.then_some(minute / quarter)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn span(start: &str, minutes: i64) -> Span {
        let start: DateTime<chrono::Utc> = start.parse().unwrap();
        Span::new(start, start + TimeDelta::minutes(minutes)).unwrap()
    }

    #[test]
    fn the_line_of_a_time_says_it() {
        let strip = Strip::of(TimeDelta::minutes(90), &Dates::of("ru"));
        let said = |start| {
            let line = strip.line(&span(start, 90), &ZoneRules::utc())?;
            strip.lines.lines().nth(line.into())
        };
        assert_eq!(said("2026-11-24T00:00:00Z"), Some("00:00\u{2009}–\u{2009}01:30"));
        assert_eq!(said("2026-11-24T10:15:00Z"), Some("10:15\u{2009}–\u{2009}11:45"));
        assert_eq!(said("2026-11-24T23:45:00Z"), Some("23:45\u{2009}–\u{2009}01:15"));
        assert_eq!(said("2026-11-24T10:20:00Z"), None);
        assert_eq!(strip.line(&span("2026-11-24T10:15:00Z", 60), &ZoneRules::utc()), None);
    }
}
