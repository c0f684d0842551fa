//! What a meeting is worth, how far that is earned, and what is odd about it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{ClientId, KindId, MeetingId, Named};
use crate::kind::{EventType, Predefined};
use crate::meeting::State;
use crate::time::{Span, When};

/// How a meeting went, as far as points depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    pub span: Span,
    pub state: State,
    pub started: Option<DateTime<Utc>>,
    pub ended: Option<DateTime<Utc>>,
    pub event_type: EventType,
    /// Somebody knows where it was.
    pub has_address: bool,
}

/// How far the points of a meeting are earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is closed.
    Earned,
    /// It is planned or in progress, and its time is not over.
    Open,
    /// Its time is over and it is not closed: its points are still to be had.
    Overdue,
    /// It is cancelled; there is nothing to be earned by it.
    Lost,
}

/// What whoever looks through points would ask about. It takes nothing away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// Closed before it had begun, or less than [`Course::SHORTEST`] after.
    ClosedAtOnce,
    /// A visit of which nobody knows where it was.
    NoAddress,
}

impl Course {
    /// No meeting is over sooner.
    pub const SHORTEST: TimeDelta = TimeDelta::minutes(5);
    /// Whoever closes a meeting later has forgotten it meanwhile.
    pub const IN_TIME: TimeDelta = TimeDelta::hours(24);

    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        match self.state {
            State::Closed => Standing::Earned,
            State::Cancelled => Standing::Lost,
            State::Planned | State::InProgress if self.span.end() <= now => Standing::Overdue,
            State::Planned | State::InProgress => Standing::Open,
        }
    }

    /// Of what has earned points, and of nothing else.
    pub fn oddities(&self) -> Vec<Oddity> {
        if self.state != State::Closed {
            return Vec::new();
        }
        // Of what nobody started it is known only when it was to begin.
        let began = self.started.unwrap_or(self.span.start());
        let at_once = self.ended.is_some_and(|ended| ended - began < Self::SHORTEST);
        let nowhere = self.event_type == EventType::External && !self.has_address;
        let oddities = [at_once.then_some(Oddity::ClosedAtOnce), nowhere.then_some(Oddity::NoAddress)];
        oddities.into_iter().flatten().collect()
    }

    /// Whether it was closed within [`Course::IN_TIME`] after its end; `None` while it is not closed.
    pub fn closed_in_time(&self) -> Option<bool> {
        let ended = self.ended.filter(|_| self.state == State::Closed)?;
        Some(ended - self.span.end() <= Self::IN_TIME)
    }
}

/// A meeting as the account of points shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PointsLine {
    pub meeting: MeetingId,
    /// Absent where who looks may know only that there was a meeting.
    pub subject: Option<String>,
    pub when: When,
    pub kind: Named<KindId>,
    pub predefined: Option<Predefined>,
    pub event_type: EventType,
    /// Absent with the subject.
    pub client: Option<Named<ClientId>>,
    pub points: u32,
    pub standing: Standing,
    pub oddities: Vec<Oddity>,
    /// As [`Course::closed_in_time`].
    pub in_time: Option<bool>,
    /// How many items its checklist has.
    pub items: u32,
    /// How many of them are done.
    pub ticked: u32,
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 24, hour, minute, 0).unwrap()
    }

    /// From ten to eleven, closed at eleven.
    fn closed() -> Course {
        Course {
            span: Span::new(at(10, 0), at(11, 0)).unwrap(),
            state: State::Closed,
            started: Some(at(10, 0)),
            ended: Some(at(11, 0)),
            event_type: EventType::External,
            has_address: true,
        }
    }

    #[test]
    fn points_are_earned_when_the_meeting_is_closed_and_not_before() {
        let state = |state| Course { state, ..closed() };
        assert_eq!(closed().standing(at(9, 0)), Standing::Earned);
        assert_eq!(state(State::Cancelled).standing(at(9, 0)), Standing::Lost);
        for open in [State::Planned, State::InProgress] {
            assert_eq!(state(open).standing(at(10, 59)), Standing::Open);
            assert_eq!(state(open).standing(at(11, 0)), Standing::Overdue);
        }
    }

    #[test]
    fn what_is_odd_is_named() {
        let ended = |hour, minute| Course { ended: Some(at(hour, minute)), ..closed() };
        let never_started = |course: Course| Course { started: None, ..course };
        let table = [
            (closed(), vec![]),
            (ended(10, 4), vec![Oddity::ClosedAtOnce]),
            (ended(10, 5), vec![]),
            // Started late, it is the start that counts; never started, the hour it was planned for.
            (Course { started: Some(at(10, 58)), ..closed() }, vec![Oddity::ClosedAtOnce]),
            (never_started(closed()), vec![]),
            (never_started(ended(9, 30)), vec![Oddity::ClosedAtOnce]),
            (Course { has_address: false, ..closed() }, vec![Oddity::NoAddress]),
            (Course { has_address: false, event_type: EventType::Call, ..closed() }, vec![]),
            (Course { has_address: false, state: State::InProgress, ..closed() }, vec![]),
        ];
        for (course, oddities) in table {
            assert_eq!(course.oddities(), oddities, "{course:?}");
        }
    }

    #[test]
    fn a_day_is_in_time() {
        let ended = |ended| Course { ended: Some(ended), ..closed() };
        assert_eq!(ended(at(11, 0) + Course::IN_TIME).closed_in_time(), Some(true));
        assert_eq!(ended(at(11, 1) + Course::IN_TIME).closed_in_time(), Some(false));
        assert_eq!(Course { state: State::InProgress, ..closed() }.closed_in_time(), None);
    }
}
