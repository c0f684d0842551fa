//! Changing what the card of a meeting says.

use super::{Attendee, Draft, Invitee, Meeting, References, State};
use crate::change::Act;
use crate::permission::{Action, Actor};
use crate::refusal::Field;
use crate::{Refusal, Refused};

impl Meeting {
    /// Makes the meeting what the draft says, and tells what that changed; nothing if it says the same.
    /// On a refusal the meeting is as it was.
    pub fn revise(
        &mut self,
        actor: &Actor,
        draft: Draft,
        references: &References,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::ChangeMeeting, self)?;
        self.require_open()?;
        draft.check(references, Some(self))?;

        let mut acts = self.reschedule_to(draft.when, draft.place);
        let texts = [
            (Field::Subject, &mut self.subject, draft.subject.trim().to_owned()),
            (Field::Description, &mut self.description, draft.description),
        ];
        for (field, now, new) in texts {
            if *now != new {
                let from = std::mem::replace(now, new.clone());
                acts.push(Act::TextChanged { field, from, to: new });
            }
        }
        let client_changed = self.client != draft.client;
        let contact = match draft.contact {
            // The new client's main contact takes the old contact's place (S20).
            None if client_changed => references.main_contact,
            contact => contact,
        };
        let replaced_contact = self.contact.filter(|_| self.contact != contact);
        acts.extend(changed(&mut self.kind, draft.kind, |from, to| Act::KindChanged { from, to }));
        acts.extend(changed(&mut self.client, draft.client, |from, to| Act::ClientChanged { from, to }));
        acts.extend(changed(&mut self.contact, contact, |from, to| Act::ContactChanged { from, to }));
        acts.extend(changed(&mut self.category, draft.category, |from, to| Act::CategoryChanged {
            from,
            to,
        }));
        acts.extend(changed(&mut self.private, draft.private, |_, private| Act::PrivacyChanged { private }));
        acts.extend(changed(&mut self.responsible, draft.responsible, |from, to| Act::Reassigned {
            from,
            to,
        }));

        let leaves = |invitee: &Invitee| replaced_contact.map(Attendee::Contact) == Some(invitee.attendee);
        let invitees = draft.participants.into_iter().filter(|invitee| !leaves(invitee)).collect();
        acts.extend(self.invite_exactly(invitees));
        Ok(acts)
    }

    /// A meeting that is over takes no changes but those of its own verbs.
    pub(super) fn require_open(&self) -> Result<(), Refused> {
        match self.state {
            State::Planned | State::InProgress => Ok(()),
            State::Closed | State::Cancelled => Err(Refusal::WrongState { state: self.state }.into()),
        }
    }
}

fn changed<T: Copy + PartialEq>(now: &mut T, new: T, act: impl FnOnce(T, T) -> Act) -> Option<Act> {
    let from = std::mem::replace(now, new);
    (from != new).then(|| act(from, new))
}
