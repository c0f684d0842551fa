//! A stretch of time between two instants.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A half-open stretch of time: the start belongs to it, the end does not. It is never empty and never
/// backwards; two spans that touch do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "Bounds")]
pub struct Span {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl Span {
    /// `None` unless `start` is before `end`.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    pub fn end(&self) -> DateTime<Utc> {
        self.end
    }

    /// How long it is in elapsed time, whatever the clocks on the wall did meanwhile.
    pub fn length(&self) -> TimeDelta {
        self.end - self.start
    }

    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn contains(&self, instant: DateTime<Utc>) -> bool {
        self.start <= instant && instant < self.end
    }
}

/// How a span is written; [`Span`] itself exists only with its bounds in order.
#[derive(Deserialize)]
struct Bounds {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

#[derive(Debug, thiserror::Error)]
#[error("a span must end after it starts")]
struct Backwards;

impl TryFrom<Bounds> for Span {
    type Error = Backwards;

    fn try_from(Bounds { start, end }: Bounds) -> Result<Self, Backwards> {
        Self::new(start, end).ok_or(Backwards)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, hour, 0, 0).unwrap()
    }

    #[test]
    fn two_spans_that_touch_do_not_overlap() {
        let morning = Span::new(at(9), at(11)).unwrap();
        let noon = Span::new(at(11), at(13)).unwrap();
        let late_morning = Span::new(at(10), at(12)).unwrap();
        assert!(!morning.overlaps(&noon) && !noon.overlaps(&morning));
        assert!(morning.overlaps(&late_morning) && late_morning.overlaps(&noon));
        assert!(morning.contains(at(9)) && !morning.contains(at(11)));
    }

    #[test]
    fn an_empty_or_backward_span_does_not_exist() {
        assert_eq!(Span::new(at(9), at(9)), None);
        assert_eq!(Span::new(at(10), at(9)), None);
        let backwards = r#"{"start":"2026-11-23T10:00:00Z","end":"2026-11-23T09:00:00Z"}"#;
        assert!(serde_json::from_str::<Span>(backwards).is_err());
    }
}
