//! Moving a meeting to another time or place.

use super::{Draft, Meeting, References, Reply};
use crate::Refused;
use crate::change::Act;
use crate::id::PlaceId;
use crate::location::Location;
use crate::meeting::Attendee;
use crate::permission::{Action, Actor};
use crate::time::When;

impl Meeting {
    /// Moves the meeting, or makes it longer or shorter. `references` are those of the draft that
    /// [`Meeting::rescheduled`] gives.
    pub fn reschedule(
        &mut self,
        actor: &Actor,
        when: When,
        place: Option<PlaceId>,
        references: &References,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::ChangeMeeting, self)?;
        self.require_open()?;
        self.rescheduled(when.clone(), place).check(references, Some(self))?;
        Ok(self.reschedule_to(when, place, self.address.clone()))
    }

    /// What the card would say with another time and place.
    pub fn rescheduled(&self, when: When, place: Option<PlaceId>) -> Draft {
        Draft { when, place, ..self.draft() }
    }

    /// When time, place or address really changes, everyone's reply but the organiser's goes back to Maybe.
    pub(super) fn reschedule_to(
        &mut self,
        when: When,
        place: Option<PlaceId>,
        address: Option<Location>,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        if self.when != when {
            let from = std::mem::replace(&mut self.when, when.clone());
            acts.push(Act::Rescheduled { from, to: when });
        }
        if self.place != place {
            let from = std::mem::replace(&mut self.place, place);
            acts.push(Act::PlaceChanged { from, to: place });
        }
        if self.address != address {
            let from = std::mem::replace(&mut self.address, address.clone());
            acts.push(Act::AddressChanged { from, to: address });
        }
        if acts.iter().any(Act::asks_again) {
            let organiser = Attendee::Person(self.responsible);
            for participant in self.participants.iter_mut().filter(|each| each.attendee != organiser) {
                participant.reply = Reply::default();
            }
        }
        acts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, ROOM, actor, at, draft, planned, references};
    use crate::meeting::{Answer, State};

    fn accepted() -> Meeting {
        let mut meeting = planned(draft());
        let boris = Attendee::Person(BORIS);
        meeting
            .respond(&actor(BORIS), boris, Answer::Accepted, String::new(), chrono::DateTime::UNIX_EPOCH)
            .unwrap();
        meeting
    }

    #[test]
    fn another_time_asks_everybody_again_but_the_organiser() {
        let mut meeting = accepted();
        let references = references(&draft());
        let acts = meeting.reschedule(&actor(ANNA), at(14), None, &references).unwrap();
        assert_eq!(acts, [Act::Rescheduled { from: at(10), to: at(14) }]);
        let answer = |person| meeting.participant(Attendee::Person(person)).unwrap().reply.clone();
        assert_eq!((answer(ANNA), answer(BORIS)), (Reply::ORGANISER, Reply::default()));
    }

    #[test]
    fn what_is_where_it_was_asks_nobody() {
        let mut meeting = accepted();
        let before = meeting.clone();
        let acts = meeting.reschedule(&actor(ANNA), at(10), None, &references(&draft())).unwrap();
        assert_eq!((acts, meeting), (Vec::new(), before));
    }

    #[test]
    fn only_author_responsible_and_supervisor_move_it() {
        let references = references(&Draft { place: Some(ROOM), ..draft() });
        let moves = |person| planned(draft()).reschedule(&actor(person), at(14), Some(ROOM), &references);
        assert!(moves(ANNA).is_ok() && moves(HELEN).is_ok());
        let no = Refusal::NotPermitted { action: Action::ChangeMeeting };
        for person in [BORIS, OSCAR] {
            assert_eq!(moves(person).unwrap_err().reasons(), std::slice::from_ref(&no));
        }
    }

    #[test]
    fn what_is_over_stays_where_it_was() {
        let mut meeting = planned(draft());
        meeting.state = State::Closed;
        let refused = meeting.reschedule(&actor(ANNA), at(14), None, &references(&draft())).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::WrongState { state: State::Closed }]);
    }
}
