//! A meeting begins (S41, S60).

use chrono::{DateTime, Utc};

use super::{Meeting, State};
use crate::attribute::Attribute;
use crate::change::Act;
use crate::kind::EventType;
use crate::permission::{Action, Actor};
use crate::refusal::Field;
use crate::{Refusal, Refused};

/// What a meeting's fields are significant for (S60).
#[derive(Clone, Copy, Debug)]
pub struct Significance<'a> {
    pub event_type: EventType,
    /// Every attribute that there is.
    pub attributes: &'a [Attribute],
}

impl Meeting {
    /// Planned → In progress. Refused, naming them, while significant fields are empty. Of a meeting that is in
    /// progress already nothing changes.
    pub fn start(
        &mut self,
        actor: &Actor,
        significance: Significance<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::StartMeeting, self)?;
        self.require_open()?;
        if self.state == State::InProgress {
            return Ok(Vec::new());
        }
        self.require_significant(significance)?;
        self.state = State::InProgress;
        self.outcome.started = Some(now);
        Ok(vec![Act::Started])
    }

    /// Whom one goes to see has to be known before one goes, and what an administrator wants to be filled in; the other
    /// significant fields no meeting is without.
    pub(super) fn require_significant(&self, significance: Significance<'_>) -> Result<(), Refused> {
        let Significance { event_type, attributes } = significance;
        let nobody_to_visit = event_type == EventType::External && self.client.is_none();
        let nobody = nobody_to_visit.then_some(Refusal::Empty { field: Field::Client });
        let missing = self.particulars.missing(self.kind, attributes);
        Refused::unless_empty(nobody.into_iter().chain(missing).collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::attribute::{AttributeWrong, Form, Value};
    use crate::id::{AttributeId, ClientId};
    use crate::meeting::stories::{ANNA, BORIS, HELEN, INTERNAL, OSCAR, actor, draft, planned};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
    const EXTERNAL: Significance<'static> = Significance { event_type: EventType::External, attributes: &[] };

    #[test]
    fn whoever_leads_it_starts_it_once() {
        for person in [ANNA, HELEN] {
            let mut meeting = planned(draft());
            let acts = meeting.start(&actor(person), INTERNAL, NOW).unwrap();
            assert_eq!(acts, [Act::Started]);
            assert_eq!((meeting.state, meeting.outcome.started), (State::InProgress, Some(NOW)));
            assert!(meeting.start(&actor(person), INTERNAL, NOW).unwrap().is_empty());
        }
    }

    #[test]
    fn whoever_is_only_invited_does_not_start_it() {
        for person in [BORIS, OSCAR] {
            let refused = planned(draft()).start(&actor(person), INTERNAL, NOW).unwrap_err();
            assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::StartMeeting }]);
        }
    }

    #[test]
    fn a_visit_to_nobody_is_refused_with_the_field_that_is_empty() {
        let mut meeting = planned(draft());
        let refused = meeting.start(&actor(ANNA), EXTERNAL, NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::Empty { field: Field::Client }]);
        assert_eq!(meeting.state, State::Planned);
        meeting.client = Some(ClientId(Uuid::from_u128(7)));
        assert!(meeting.start(&actor(ANNA), EXTERNAL, NOW).is_ok());
    }

    #[test]
    fn what_has_to_be_filled_in_is_filled_in_before_it_begins() {
        let mut meeting = planned(draft());
        let budget = Attribute {
            id: AttributeId(Uuid::from_u128(1)),
            name: "Budget".to_owned(),
            form: Form::YesNo,
            kinds: Vec::new(),
            required: true,
            archived: false,
        };
        let attributes = std::slice::from_ref(&budget);
        let asked = Significance { attributes, ..INTERNAL };
        let refused = meeting.start(&actor(ANNA), asked, NOW).unwrap_err();
        let (attribute, name) = (budget.id, budget.name.clone());
        assert_eq!(refused.reasons(), [Refusal::Attribute { attribute, name, wrong: AttributeWrong::Empty }]);
        meeting.particulars.attributes.insert(budget.id, Value::YesNo(false));
        assert!(meeting.start(&actor(ANNA), asked, NOW).is_ok());
    }

    #[test]
    fn what_is_over_does_not_begin_again() {
        let mut meeting = planned(draft());
        meeting.state = State::Cancelled;
        let refused = meeting.start(&actor(ANNA), INTERNAL, NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::WrongState { state: State::Cancelled }]);
    }
}
