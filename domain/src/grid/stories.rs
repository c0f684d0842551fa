//! Where and when the stories of the grid play.

use chrono::{TimeZone, Utc};

use crate::time::{ZoneName, ZoneRules};

/// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
pub(super) fn berlin() -> ZoneRules {
    let at = |month, day| Utc.with_ymd_and_hms(2026, month, day, 1, 0, 0).unwrap().timestamp();
    let transitions = vec![(at(3, 29), 7_200), (at(10, 25), 3_600)];
    ZoneRules::new(ZoneName("Europe/Berlin".into()), 3_600, transitions)
}
