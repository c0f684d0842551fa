//! Where and when the stories of the grid play.

use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;

use crate::time::{ZoneName, ZoneRules};

/// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
pub(super) fn berlin() -> ZoneRules {
    let at = |month, day| Utc.with_ymd_and_hms(2026, month, day, 1, 0, 0).unwrap().timestamp();
    let transitions = vec![(at(3, 29), 7_200), (at(10, 25), 3_600)];
    ZoneRules::new(ZoneName("Europe/Berlin".into()), 3_600, transitions)
}

/// New York in 2026: summer time from 8 March 07:00 UTC to 1 November 06:00 UTC.
fn new_york() -> ZoneRules {
    let at = |month, day, hour| Utc.with_ymd_and_hms(2026, month, day, hour, 0, 0).unwrap().timestamp();
    let transitions = vec![(at(3, 8, 7), -14_400), (at(11, 1, 6), -18_000)];
    ZoneRules::new(ZoneName("America/New_York".into()), -18_000, transitions)
}

/// Half an hour beside the full ones, and the same all year.
fn kolkata() -> ZoneRules {
    ZoneRules::new(ZoneName("Asia/Kolkata".into()), 19_800, Vec::new())
}

/// Zones with a date in each: of the clocks that are changed, when they are.
pub(super) fn nights() -> impl Strategy<Value = (ZoneRules, NaiveDate)> {
    let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    prop::sample::select(vec![
        (berlin(), date(11, 24)),
        (kolkata(), date(3, 29)),
        (berlin(), date(3, 29)),
        (berlin(), date(10, 25)),
        (new_york(), date(3, 8)),
        (new_york(), date(11, 1)),
    ])
}
