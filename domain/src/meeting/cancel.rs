//! A meeting does not take place.

use chrono::{DateTime, Utc};

use super::{Meeting, State};
use crate::Refused;
use crate::change::Act;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, required_text};

impl Meeting {
    /// → Cancelled, with the reason that those invited are told. The same again changes nothing.
    pub fn cancel(&mut self, actor: &Actor, reason: &str, now: DateTime<Utc>) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::CancelMeeting, self)?;
        let reason = reason.trim().to_owned();
        if self.state == State::Cancelled && self.outcome.cancelled_because == reason {
            return Ok(Vec::new());
        }
        self.require_open()?;
        Refused::unless_empty(required_text(&reason, Field::Reason, LONGEST_REASON).into_iter().collect())?;
        self.state = State::Cancelled;
        self.outcome.ended = Some(now);
        self.outcome.cancelled_because.clone_from(&reason);
        Ok(vec![Act::Cancelled { reason }])
    }
}

pub(super) const LONGEST_REASON: u32 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use crate::meeting::stories::{ANNA, BORIS, OSCAR, actor, draft, planned};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn it_is_cancelled_with_a_reason_once() {
        let mut meeting = planned(draft());
        let refused = meeting.cancel(&actor(ANNA), "  ", NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::Empty { field: Field::Reason }]);
        let acts = meeting.cancel(&actor(ANNA), " Client is ill ", NOW).unwrap();
        assert_eq!(acts, [Act::Cancelled { reason: "Client is ill".to_owned() }]);
        assert_eq!((meeting.state, meeting.outcome.ended), (State::Cancelled, Some(NOW)));
        assert!(meeting.cancel(&actor(ANNA), "Client is ill", NOW).unwrap().is_empty());
    }

    #[test]
    fn whoever_is_invited_declines_but_does_not_cancel() {
        for person in [BORIS, OSCAR] {
            let refused = planned(draft()).cancel(&actor(person), "No", NOW).unwrap_err();
            assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::CancelMeeting }]);
        }
    }
}
