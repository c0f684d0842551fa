//! The one place that reads the system clock; everywhere else `now` is an argument.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// Tells what time it is.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    reading: Reading,
}

#[derive(Clone, Copy, Debug)]
enum Reading {
    System,
    /// Started at an instant of somebody's choice, and running since.
    Started {
        at: DateTime<Utc>,
        when: Instant,
    },
}

/// The environment variable that starts the clock at another instant, for end-to-end tests that must know
/// today's date.
pub const CLOCK_START: &str = "DAYBOOK_CLOCK_START";

/// The environment names something that is not an instant.
#[derive(Debug, thiserror::Error)]
#[error("{CLOCK_START} must be an instant such as 2026-11-23T09:00:00Z, not \"{0}\"")]
pub struct NotAnInstant(String);

impl Clock {
    pub fn system() -> Self {
        Self { reading: Reading::System }
    }

    /// A clock that shows `at` now and runs on.
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self { reading: Reading::Started { at, when: Instant::now() } }
    }

    /// The system's clock, unless [`CLOCK_START`] is set.
    pub fn from_environment() -> Result<Self, NotAnInstant> {
        match std::env::var(CLOCK_START) {
            Err(_) => Ok(Self::system()),
            Ok(text) if text.is_empty() => Ok(Self::system()),
            Ok(text) => match DateTime::parse_from_rfc3339(&text) {
                Ok(at) => Ok(Self::starting_at(at.to_utc())),
                Err(_) => Err(NotAnInstant(text)),
            },
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        match self.reading {
            Reading::System => system_now(),
            Reading::Started { at, when } => {
                at + TimeDelta::from_std(when.elapsed()).unwrap_or(TimeDelta::MAX)
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one reader of the system clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn a_clock_started_elsewhere_runs_on_from_there() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
        let clock = Clock::starting_at(at);
        let first = clock.now();
        assert!(first >= at && first < at + TimeDelta::minutes(1));
        assert!(clock.now() >= first);
    }
}
