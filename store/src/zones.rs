//! The rules of time zones, from the tz database that is compiled in.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use chrono::{DateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use domain::time::{ZoneName, ZoneRules};

/// The rules of a zone from 1990 to 2100; `None` when the tz database has no zone of that name.
pub fn rules(zone: &ZoneName) -> Option<Arc<ZoneRules>> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(zone).cloned();
    known.or_else(|| {
        let tz: Tz = zone.as_str().parse().ok()?;
        let rules = Arc::new(table(zone.clone(), tz));
        KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(zone.clone(), Arc::clone(&rules));
        Some(rules)
    })
}

/// The names of all zones.
pub fn names() -> impl Iterator<Item = &'static str> {
    TZ_VARIANTS.iter().map(|zone| zone.name())
}

/// Every zone with its seconds east of UTC at an instant.
pub fn offsets(at: DateTime<Utc>) -> impl Iterator<Item = (&'static str, i32)> {
    TZ_VARIANTS.iter().map(move |zone| (zone.name(), offset(*zone, at.timestamp())))
}

/// The tables made so far; there are no more than there are names.
static KNOWN: LazyLock<RwLock<HashMap<ZoneName, Arc<ZoneRules>>>> = LazyLock::new(RwLock::default);

/// 1 January 1990 and 1 January 2101, in unix seconds.
const FROM: i64 = 631_152_000;
const TO: i64 = 4_133_980_800;
/// No zone changes its clocks and changes them back within a day.
const STEP: i64 = 86_400;

fn table(name: ZoneName, tz: Tz) -> ZoneRules {
    let first = offset(tz, FROM);
    let mut transitions = Vec::new();
    let mut current = first;
    for end in (FROM + STEP..=TO).step_by(STEP as usize) {
        let after = offset(tz, end);
        if after != current {
            transitions.push((transition(tz, end - STEP, end), after));
            current = after;
        }
    }
    ZoneRules::new(name, first, transitions)
}

/// The second from which the offset at `after` is in force; at `before` another one is.
fn transition(tz: Tz, mut before: i64, mut after: i64) -> i64 {
    let new = offset(tz, after);
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if offset(tz, middle) == new { after = middle } else { before = middle }
    }
    after
}

/// Seconds east of UTC in force at this unix second.
fn offset(tz: Tz, at: i64) -> i32 {
    let instant: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::seconds(at);
    tz.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn zone(name: &str) -> Arc<ZoneRules> {
        rules(&ZoneName(name.to_owned())).unwrap()
    }

    #[test]
    fn the_table_agrees_with_the_tz_database_at_every_hour_of_some_years() {
        for name in ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"] {
            let (rules, tz): (_, Tz) = (zone(name), name.parse().unwrap());
            for hour in 0..24 * 366 * 4 {
                let instant = Utc.with_ymd_and_hms(2024, 1, 1, 0, 0, 0).unwrap() + TimeDelta::hours(hour);
                assert_eq!(rules.wall(instant), instant.with_timezone(&tz).naive_local(), "{name} {instant}");
            }
        }
    }

    #[test]
    fn moscow_changed_its_clocks_for_the_last_time_in_2014() {
        let noon = |year| NaiveDate::from_ymd_opt(year, 7, 1).unwrap().and_hms_opt(12, 0, 0).unwrap();
        let moscow = zone("Europe/Moscow");
        assert_eq!(moscow.instant(noon(2012)).naive_utc(), noon(2012) - TimeDelta::hours(4));
        assert_eq!(moscow.instant(noon(2026)).naive_utc(), noon(2026) - TimeDelta::hours(3));
    }

    #[test]
    fn a_zone_that_does_not_exist_has_no_rules() {
        assert!(rules(&ZoneName("Europe/Atlantis".to_owned())).is_none());
        assert!(names().any(|name| name == "Asia/Yekaterinburg"));
    }
}
