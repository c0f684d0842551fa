//! A meeting begins (S41, S60).

use chrono::{DateTime, Utc};

use super::{Meeting, State};
use crate::change::Act;
use crate::kind::EventType;
use crate::permission::{Action, Actor};
use crate::refusal::Field;
use crate::{Refusal, Refused};

impl Meeting {
    /// Planned → In progress. Refused, naming them, while significant fields are empty. Of a meeting that is in
    /// progress already nothing changes.
    pub fn start(
        &mut self,
        actor: &Actor,
        event_type: EventType,
        now: DateTime<Utc>,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::StartMeeting, self)?;
        self.require_open()?;
        if self.state == State::InProgress {
            return Ok(Vec::new());
        }
        self.require_significant(event_type)?;
        self.state = State::InProgress;
        self.outcome.started = Some(now);
        Ok(vec![Act::Started])
    }

    /// Whom one goes to see has to be known before one goes; the other significant fields no meeting is without.
    pub(super) fn require_significant(&self, event_type: EventType) -> Result<(), Refused> {
        let nobody_to_visit = event_type == EventType::External && self.client.is_none();
        let empty = nobody_to_visit.then_some(Refusal::Empty { field: Field::Client });
        Refused::unless_empty(empty.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::ClientId;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, draft, planned};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn whoever_leads_it_starts_it_once() {
        for person in [ANNA, HELEN] {
            let mut meeting = planned(draft());
            let acts = meeting.start(&actor(person), EventType::Internal, NOW).unwrap();
            assert_eq!(acts, [Act::Started]);
            assert_eq!((meeting.state, meeting.outcome.started), (State::InProgress, Some(NOW)));
            assert!(meeting.start(&actor(person), EventType::Internal, NOW).unwrap().is_empty());
        }
    }

    #[test]
    fn whoever_is_only_invited_does_not_start_it() {
        for person in [BORIS, OSCAR] {
            let refused = planned(draft()).start(&actor(person), EventType::Internal, NOW).unwrap_err();
            assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::StartMeeting }]);
        }
    }

    #[test]
    fn a_visit_to_nobody_is_refused_with_the_field_that_is_empty() {
        let mut meeting = planned(draft());
        let refused = meeting.start(&actor(ANNA), EventType::External, NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::Empty { field: Field::Client }]);
        assert_eq!(meeting.state, State::Planned);
        meeting.client = Some(ClientId(Uuid::from_u128(7)));
        assert!(meeting.start(&actor(ANNA), EventType::External, NOW).is_ok());
    }

    #[test]
    fn what_is_over_does_not_begin_again() {
        let mut meeting = planned(draft());
        meeting.state = State::Cancelled;
        let refused = meeting.start(&actor(ANNA), EventType::Internal, NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::WrongState { state: State::Cancelled }]);
    }
}
