//! Moving a meeting to another time or place.

use super::{Draft, Meeting, References, Reply};
use crate::Refused;
use crate::change::Act;
use crate::id::PlaceId;
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
        Ok(self.reschedule_to(when, place))
    }

    /// What the card would say with another time and place.
    pub fn rescheduled(&self, when: When, place: Option<PlaceId>) -> Draft {
        Draft { when, place, ..self.draft() }
    }

    /// When time or place really changes, everyone's reply but the organiser's goes back to Maybe.
    pub(super) fn reschedule_to(&mut self, when: When, place: Option<PlaceId>) -> Vec<Act> {
        let mut acts = Vec::new();
        if self.when != when {
            let from = std::mem::replace(&mut self.when, when.clone());
            acts.push(Act::Rescheduled { from, to: when });
        }
        if self.place != place {
            let from = std::mem::replace(&mut self.place, place);
            acts.push(Act::PlaceChanged { from, to: place });
        }
        if !acts.is_empty() {
            let organiser = Attendee::Person(self.responsible);
            for participant in self.participants.iter_mut().filter(|each| each.attendee != organiser) {
                participant.reply = Reply::default();
            }
        }
        acts
    }
}
