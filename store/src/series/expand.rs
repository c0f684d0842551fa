//! The dates of a rule.
//!
//! `calcard` expands; it is given dates on no clock at all, and nothing that a person wrote but what the domain has
//! understood of it. The hour is put back on the wall of the zone afterwards (`When::on`), because what a rule
//! says there is wall-clock time, and no expansion in UTC knows the days on which the clocks change.

use calcard::common::timezone::Tz;
use calcard::icalendar::ICalendar;
use chrono::NaiveDate;
use domain::time::{Ends, Rule};

use crate::error::{Error, Result};

/// The dates of a rule that counts from `first`, through `last`. None where it has none in that time.
pub(crate) fn dates(rule: &Rule, first: NaiveDate, last: NaiveDate) -> Result<Vec<NaiveDate>> {
    let last = match rule.ends {
        Ends::On { last: sooner } => last.min(sooner),
        Ends::Never | Ends::After { .. } => last,
    };
    if last < first {
        return Ok(Vec::new());
    }
    // What counts its dates has few; whatever else there is ends where we look no further.
    let ends = match rule.ends {
        counted @ Ends::After { .. } => counted,
        Ends::Never | Ends::On { .. } => Ends::On { last },
    };
    let rule = Rule { ends, ..rule.clone() };
    let text = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{}\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        first.format("%Y%m%d")
    );
    let calendar = ICalendar::parse(&text).map_err(|_| Error::unreadable(format!("no rule: {rule}")))?;
    let expanded = calendar.expand_dates(Tz::Floating, MOST);
    if !expanded.errors.is_empty() {
        return Err(Error::unreadable(format!("{rule} from {first}: {:?}", expanded.errors)));
    }
    let dates = expanded.events.iter().map(|event| event.start.date_naive());
    Ok(dates.take_while(|date| *date <= last).collect())
}

/// More than there are days in the tables of zones.
const MOST: usize = 50_000;

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use domain::time::{When, ZoneName};

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn expanded(rule: &str, first: &str, last: &str) -> Vec<String> {
        let dates = dates(&rule.parse().unwrap(), date(first), date(last)).unwrap();
        dates.iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn the_last_friday_of_each_month() {
        let fridays = expanded("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-24", "2027-02-26");
        assert_eq!(fridays, ["2026-11-27", "2026-12-25", "2027-01-29", "2027-02-26"]);
    }

    #[test]
    fn a_month_without_the_day_has_no_date() {
        let last = expanded("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-11-24", "2030-01-01");
        assert_eq!(last, ["2026-12-31", "2027-01-31", "2027-03-31"]);
        let leap = expanded("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-11-24", "2037-01-01");
        assert_eq!(leap, ["2028-02-29", "2032-02-29", "2036-02-29"]);
    }

    #[test]
    fn a_rule_that_ends_later_than_we_look_is_cut_there() {
        assert_eq!(expanded("FREQ=DAILY;UNTIL=21001231", "2026-11-24", "2026-11-26").len(), 3);
        assert_eq!(expanded("FREQ=DAILY;COUNT=1000", "2026-11-24", "2026-11-26").len(), 3);
        assert_eq!(expanded("FREQ=DAILY", "2026-11-24", "2026-11-23"), [""; 0]);
        assert_eq!(expanded("FREQ=DAILY;UNTIL=20261124", "2026-11-24", "2026-12-24").len(), 1);
    }

    #[test]
    fn a_rule_that_never_falls_on_a_date_has_none() {
        let never = "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31";
        assert_eq!(expanded(never, "2026-11-24", "2100-01-01"), [""; 0]);
        assert_eq!(expanded(&format!("{never};COUNT=1000"), "2026-11-24", "2100-01-01"), [""; 0]);
    }

    /// What python-dateutil makes of 2,000 rules in zones whose clocks change; its head says how it was made.
    const DATEUTIL: &str = include_str!("../../tests/dateutil/recurrences.txt");

    #[test]
    fn dateutil_agrees_to_the_minute_in_every_zone() {
        let (mut rules_compared, mut instants_compared) = (0, 0);
        for line in DATEUTIL.lines() {
            let fields: Vec<_> = line.split('|').collect();
            let [zone, start, rule, through, apart] = fields[..] else { panic!("{line}") };
            let rules = crate::zones::rules(&ZoneName(zone.to_owned())).unwrap();
            let start = NaiveDateTime::parse_from_str(start, "%Y-%m-%dT%H:%M").unwrap();
            let rule = Rule::read(rule, start, &rules).unwrap();
            let when = When::Timed { start, minutes: 1, zone: rules.name().clone() };
            let ours = dates(&rule, start.date(), date(through)).unwrap().into_iter();
            let ours: Vec<_> = ours.map(|date| when.on(date).span(&rules).start().timestamp() / 60).collect();
            let theirs: Vec<_> = apart
                .split_ascii_whitespace()
                .map(|minutes| i64::from_str_radix(minutes, 36).unwrap())
                .scan(0, |at, minutes| {
                    *at += minutes;
                    Some(*at)
                })
                .collect();
            assert_eq!(ours, theirs, "{line}");
            rules_compared += 1;
            instants_compared += theirs.len();
        }
        assert_eq!(rules_compared, 2_000);
        assert!(instants_compared > 30_000, "{instants_compared}");
    }
}
