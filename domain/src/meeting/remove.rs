//! Taking a meeting out of the calendar as if it had never been planned, and back.

use super::{Meeting, References};
use crate::Refused;
use crate::change::Act;
use crate::permission::{Action, Actor};

impl Meeting {
    /// Only a meeting that is still open can be removed; what took place stays on record.
    pub fn remove(&self, actor: &Actor) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::RemoveMeeting, self)?;
        self.require_open()?;
        Ok(vec![Act::Removed])
    }

    /// Takes a removed meeting back as it was, by whoever may remove it. Its room may have been taken meanwhile.
    pub fn restore(&self, actor: &Actor, references: &References) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::RemoveMeeting, self)?;
        self.require_open()?;
        self.draft().check(references, Some(self))?;
        Ok(vec![Act::Restored])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use crate::meeting::State;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, draft, planned, references};

    #[test]
    fn whoever_may_change_it_removes_it_and_takes_it_back() {
        let meeting = planned(draft());
        for person in [ANNA, HELEN] {
            assert_eq!(meeting.remove(&actor(person)).unwrap(), [Act::Removed]);
            assert_eq!(meeting.restore(&actor(person), &references(&draft())).unwrap(), [Act::Restored]);
        }
        let no = Refusal::NotPermitted { action: Action::RemoveMeeting };
        for person in [BORIS, OSCAR] {
            assert_eq!(meeting.remove(&actor(person)).unwrap_err().reasons(), std::slice::from_ref(&no));
            let restored = meeting.restore(&actor(person), &references(&draft()));
            assert_eq!(restored.unwrap_err().reasons(), std::slice::from_ref(&no));
        }
    }

    #[test]
    fn what_took_place_stays_on_record() {
        let mut meeting = planned(draft());
        meeting.state = State::Closed;
        let refused = meeting.remove(&actor(ANNA)).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::WrongState { state: State::Closed }]);
    }
}
