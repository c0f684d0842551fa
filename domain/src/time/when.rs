//! When a meeting is (Когда).

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{Span, ZoneName, ZoneRules};
use crate::{Refusal, refusal::Field};

/// When a meeting is: always bound to a time (S1, S5), in the zone it was planned in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum When {
    /// From a wall-clock start for so many minutes of elapsed time (S10).
    Timed { start: NaiveDateTime, minutes: u32, zone: ZoneName },
    /// Whole days (S11): dates, the same ones for whoever looks from whichever zone.
    AllDay { first: NaiveDate, days: u32, zone: ZoneName },
}

impl When {
    /// The longest meeting with a start and an end; what is longer is all-day.
    pub const LONGEST_MINUTES: u32 = 14 * 24 * 60;
    pub const LONGEST_DAYS: u32 = 366;

    pub fn zone(&self) -> &ZoneName {
        match self {
            Self::Timed { zone, .. } | Self::AllDay { zone, .. } => zone,
        }
    }

    /// The date on which it begins, on the wall clock of its zone.
    pub fn first_day(&self) -> NaiveDate {
        match self {
            Self::Timed { start, .. } => start.date(),
            Self::AllDay { first, .. } => *first,
        }
    }

    /// The same on another date: at the same time on the wall, for as long.
    pub fn on(&self, date: NaiveDate) -> Self {
        match self {
            Self::Timed { start, minutes, zone } => {
                Self::Timed { start: date.and_time(start.time()), minutes: *minutes, zone: zone.clone() }
            }
            Self::AllDay { days, zone, .. } => Self::AllDay { first: date, days: *days, zone: zone.clone() },
        }
    }

    /// From the first to the last instant, by the rules of the meeting's own zone.
    pub fn span(&self, rules: &ZoneRules) -> Span {
        match self {
            Self::Timed { start, minutes, .. } => {
                let start = rules.instant(*start);
                let end = start + TimeDelta::minutes(i64::from((*minutes).max(1)));
                Span::new(start, end).expect("at least a minute long")
            }
            Self::AllDay { first, days, .. } => rules.days(*first, *days),
        }
    }

    /// The timed meeting that takes this span, on the wall clock of `rules`.
    pub fn timed(span: Span, rules: &ZoneRules) -> Self {
        let minutes = u32::try_from(span.length().num_minutes()).unwrap_or(u32::MAX);
        Self::Timed { start: rules.wall(span.start()), minutes, zone: rules.name().clone() }
    }

    /// Refused without a duration (S1), with one that no meeting has, or in a year that the tables of zones do
    /// not hold.
    pub fn check(&self) -> Option<Refusal> {
        if !YEARS.contains(&self.first_day().year()) {
            return Some(Refusal::Malformed { field: Field::Start });
        }
        let (length, longest) = match self {
            Self::Timed { minutes, .. } => (*minutes, Self::LONGEST_MINUTES),
            Self::AllDay { days, .. } => (*days, Self::LONGEST_DAYS),
        };
        match length {
            0 => Some(Refusal::Empty { field: Field::Duration }),
            length if length > longest => Some(Refusal::TooLong { field: Field::Duration, max: longest }),
            _ => None,
        }
    }
}

/// Of these years the offsets of every zone are known, or foreseen.
pub(super) const YEARS: RangeInclusive<i32> = 1990..=2100;
