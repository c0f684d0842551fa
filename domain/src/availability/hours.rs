//! Working hours.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

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
