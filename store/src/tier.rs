//! How long an occurrence can be at most, so that a range can be read by where its occurrences begin.
//!
//! An index finds what begins within a range, but what overlaps it may have begun long before. Occurrences
//! are therefore kept in tiers by their length, and of each tier a range reads from that length before its
//! own beginning. Nearly everything is shorter than a day, so that a week reads eight days; the few that are
//! longer stand apart and cost nothing. No occurrence is missed, which a check in both databases holds true.
//!
//! All-day meetings are dates, not instants. Wherever the viewer is, a date begins at most 26 hours before or
//! after it begins in the meeting's own zone: their tiers are read with that slack and told apart by date.

use chrono::{DateTime, TimeDelta, Utc};
use domain::time::{Span, When};

/// The tiers, as the databases number them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    /// With a start and an end, up to 24 hours.
    Hours = 0,
    /// With a start and an end, up to two weeks.
    Days = 1,
    /// All-day, up to a week.
    Week = 2,
    /// All-day, up to a year.
    Year = 3,
}

/// What the checks in the databases say; a change of the clocks makes a day up to an hour longer, and a zone
/// that crosses the date line up to a day.
const LONGEST_HOURS: i64 = 24;
const LONGEST_DAYS: i64 = 15 * 24;
const LONGEST_WEEK: i64 = 8 * 24;
const LONGEST_YEAR: i64 = 368 * 24;

/// Between the first zone to begin a date (UTC+14) and the last (UTC-12).
const ZONES_APART: i64 = 26;

impl Tier {
    pub(crate) fn of(when: &When, span: &Span) -> Self {
        let hours = |hours| TimeDelta::hours(hours);
        match when {
            When::Timed { .. } if span.length() <= hours(LONGEST_HOURS) => Self::Hours,
            When::Timed { .. } => Self::Days,
            When::AllDay { .. } if span.length() <= hours(LONGEST_WEEK) => Self::Week,
            When::AllDay { .. } => Self::Year,
        }
    }
}

/// From when on the occurrences of each tier have to have begun to reach into a range, and until when.
pub(crate) struct Reach {
    pub(crate) hours: DateTime<Utc>,
    pub(crate) days: DateTime<Utc>,
    pub(crate) week: DateTime<Utc>,
    pub(crate) year: DateTime<Utc>,
    /// What is all-day begins before this, wherever it is.
    pub(crate) all_day_until: DateTime<Utc>,
    /// What is all-day ends after this, wherever it is.
    pub(crate) all_day_from: DateTime<Utc>,
}

impl Reach {
    pub(crate) fn into(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        let before =
            |hours| from.checked_sub_signed(TimeDelta::hours(hours)).unwrap_or(DateTime::<Utc>::MIN_UTC);
        Self {
            hours: before(LONGEST_HOURS),
            days: before(LONGEST_DAYS),
            week: before(LONGEST_WEEK + ZONES_APART),
            year: before(LONGEST_YEAR + ZONES_APART),
            all_day_until: to
                .checked_add_signed(TimeDelta::hours(ZONES_APART))
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
            all_day_from: before(ZONES_APART),
        }
    }
}
