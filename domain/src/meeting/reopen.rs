//! What was closed or cancelled goes on after all.

use super::cancel::LONGEST_REASON;
use super::{Meeting, References, State};
use crate::change::Act;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, required_text};
use crate::{Refusal, Refused};

impl Meeting {
    /// Takes a meeting back to where it was before it was over, with a reason: by the person responsible or their
    /// supervisor. Its room may have been taken meanwhile; then the refusal says by what.
    pub fn reopen(
        &mut self,
        actor: &Actor,
        reason: &str,
        references: &References,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::ReopenMeeting, self)?;
        if !self.state.is_over() {
            return Err(Refusal::WrongState { state: self.state }.into());
        }
        let reason = reason.trim().to_owned();
        let reasons = required_text(&reason, Field::Reason, LONGEST_REASON).into_iter().collect();
        Refused::unless_also(reasons, self.draft().check(references, Some(self)))?;
        let was_closed = self.state == State::Closed;
        self.state =
            if was_closed || self.outcome.started.is_some() { State::InProgress } else { State::Planned };
        self.outcome.ended = None;
        self.outcome.cancelled_because.clear();
        Ok(vec![Act::Reopened { reason }])
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::*;
    use crate::id::MeetingId;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, ROOM, actor, draft, planned, references};
    use crate::meeting::{Draft, Outcome};
    use crate::refusal::Collision;
    use crate::time::Span;

    fn over(state: State) -> Meeting {
        let outcome = Outcome {
            ended: Some(DateTime::UNIX_EPOCH),
            result: "Signed".to_owned(),
            cancelled_because: "Ill".to_owned(),
            ..Outcome::default()
        };
        Meeting { state, outcome, ..planned(Draft { place: Some(ROOM), ..draft() }) }
    }

    fn reopen(meeting: &mut Meeting, person: crate::id::PersonId) -> Result<Vec<Act>, Refused> {
        let known = references(&meeting.draft());
        meeting.reopen(&actor(person), " Not yet ", &known)
    }

    #[test]
    fn the_responsible_and_their_supervisor_take_it_back_to_where_it_was() {
        for (state, then) in [(State::Closed, State::InProgress), (State::Cancelled, State::Planned)] {
            for person in [ANNA, HELEN] {
                let mut meeting = over(state);
                let acts = reopen(&mut meeting, person).unwrap();
                assert_eq!(acts, [Act::Reopened { reason: "Not yet".to_owned() }]);
                assert_eq!((meeting.state, meeting.outcome.ended), (then, None));
                assert_eq!(meeting.outcome.result, "Signed", "what was written is not lost");
                let refused = reopen(&mut meeting, person).unwrap_err();
                assert_eq!(refused.reasons(), [Refusal::WrongState { state: then }]);
            }
        }
    }

    #[test]
    fn nobody_else_does() {
        for person in [BORIS, OSCAR] {
            let refused = reopen(&mut over(State::Closed), person).unwrap_err();
            assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::ReopenMeeting }]);
        }
    }

    #[test]
    fn a_room_that_was_taken_meanwhile_and_a_missing_reason_are_named() {
        let mut meeting = over(State::Cancelled);
        let start = DateTime::UNIX_EPOCH;
        let collision = Collision {
            meeting: MeetingId(Uuid::from_u128(9)),
            subject: Some("Budget".to_owned()),
            organiser: Some("Boris".to_owned()),
            span: Span::new(start, start + TimeDelta::hours(1)).unwrap(),
        };
        let known = References { collisions: vec![collision.clone()], ..references(&meeting.draft()) };
        let refused = meeting.reopen(&actor(ANNA), "", &known).unwrap_err();
        let empty = Refusal::Empty { field: Field::Reason };
        assert_eq!(refused.reasons(), [empty, Refusal::PlaceTaken { place: ROOM, collision }]);
        assert_eq!(meeting.state, State::Cancelled);
    }
}
