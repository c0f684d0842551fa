//! Changing what the card of a meeting says.

use super::{Attendee, Draft, Invitee, Meeting, References, State};
use crate::attribute::Particulars;
use crate::change::Act;
use crate::checklist::laid_out_anew;
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

        let (place, address) = draft.whereabouts(references, Some(self));
        let mut acts = self.reschedule_to(draft.when, place, address);
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
        if let Some(act) = changed(&mut self.kind, draft.kind, |from, to| Act::KindChanged { from, to }) {
            self.checklist = laid_out_anew(std::mem::take(&mut self.checklist), &references.checklist);
            acts.push(act);
        }
        acts.extend(changed(&mut self.client, draft.client, |from, to| Act::ClientChanged { from, to }));
        acts.extend(changed(&mut self.contact, contact, |from, to| Act::ContactChanged { from, to }));
        acts.extend(changed(&mut self.category, draft.category, |from, to| Act::CategoryChanged {
            from,
            to,
        }));
        acts.extend(self.specify(draft.particulars));
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

    /// Makes the links and additional attributes these.
    fn specify(&mut self, particulars: Particulars) -> Vec<Act> {
        let before = std::mem::replace(&mut self.particulars, particulars);
        let now = &self.particulars;
        let mut acts = Vec::new();
        if before.interest != now.interest {
            acts.push(Act::InterestChanged { from: before.interest, to: now.interest });
        }
        if before.department != now.department {
            acts.push(Act::DepartmentChanged { from: before.department, to: now.department });
        }
        let gone = before.attributes.keys().filter(|id| !now.attributes.contains_key(id));
        for attribute in now.attributes.keys().chain(gone) {
            let (from, to) = (before.attributes.get(attribute), now.attributes.get(attribute));
            if from != to {
                let (from, to) = (from.cloned(), to.cloned());
                acts.push(Act::AttributeChanged { attribute: *attribute, from, to });
            }
        }
        acts
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::ClientId;
    use crate::meeting::Reply;
    use crate::meeting::stories::{ANNA, BORIS, CLARA, HELEN, OSCAR, actor, draft, planned, references};

    #[test]
    fn a_card_that_says_the_same_changes_nothing() {
        let mut meeting = planned(draft());
        let before = meeting.clone();
        let acts = meeting.revise(&actor(ANNA), before.draft(), &references(&before.draft())).unwrap();
        assert_eq!((acts, meeting), (Vec::new(), before));
    }

    #[test]
    fn whoever_becomes_responsible_takes_part() {
        let mut meeting = planned(draft());
        let mut card = meeting.draft();
        card.responsible = OSCAR;
        let acts = meeting.revise(&actor(ANNA), card.clone(), &references(&card)).unwrap();
        let oscar = Attendee::Person(OSCAR);
        assert_eq!(acts, [Act::Reassigned { from: ANNA, to: OSCAR }, Act::Invited { attendee: oscar }]);
        assert_eq!(meeting.participant(oscar).unwrap().reply, Reply::ORGANISER);
    }

    #[test]
    fn the_contact_of_another_client_takes_the_place_of_the_old_one() {
        let mut meeting = planned(draft());
        let client = |number| Some(ClientId(Uuid::from_u128(number)));
        let with_client = Draft { client: client(7), ..meeting.draft() };
        meeting.revise(&actor(ANNA), with_client.clone(), &references(&with_client)).unwrap();
        assert_eq!(meeting.contact, Some(CLARA));

        let dora = crate::id::ContactId(Uuid::from_u128(0xd));
        let other = Draft { client: client(8), contact: None, ..meeting.draft() };
        let known = References { main_contact: Some(dora), ..references(&other) };
        meeting.revise(&actor(ANNA), other, &known).unwrap();
        assert_eq!(meeting.contact, Some(dora));
        assert!(meeting.participant(Attendee::Contact(dora)).is_some());
        assert!(meeting.participant(Attendee::Contact(CLARA)).is_none());
    }

    #[test]
    fn what_is_specified_is_told_with_old_and_new() {
        use crate::attribute::Value;

        let mut meeting = planned(draft());
        let budget = crate::id::AttributeId(Uuid::from_u128(5));
        let mut card = meeting.draft();
        card.particulars.attributes.insert(budget, Value::YesNo(true));
        let attribute = crate::attribute::Attribute {
            id: budget,
            name: "Budget".to_owned(),
            form: crate::attribute::Form::YesNo,
            kinds: Vec::new(),
            required: false,
            archived: false,
        };
        let known = References { attributes: vec![attribute], ..references(&card) };
        let acts = meeting.revise(&actor(ANNA), card, &known).unwrap();
        let to = Some(Value::YesNo(true));
        assert_eq!(acts, [Act::AttributeChanged { attribute: budget, from: None, to: to.clone() }]);
        let card = Draft { particulars: Particulars::default(), ..meeting.draft() };
        let acts = meeting.revise(&actor(ANNA), card, &known).unwrap();
        assert_eq!(acts, [Act::AttributeChanged { attribute: budget, from: to, to: None }]);
    }

    #[test]
    fn a_refused_card_leaves_the_meeting_as_it_was() {
        let mut meeting = planned(draft());
        let before = meeting.clone();
        let empty = Draft { subject: String::new(), ..meeting.draft() };
        for (person, card) in [(ANNA, empty), (BORIS, draft()), (OSCAR, draft())] {
            assert!(meeting.revise(&actor(person), card.clone(), &references(&card)).is_err());
        }
        assert_eq!(meeting, before);
    }

    #[test]
    fn of_a_private_meeting_the_supervisor_changes_nothing() {
        let private = Draft { private: true, ..draft() };
        let card = Draft { subject: "Mine".to_owned(), ..private.clone() };
        let refused = planned(private).revise(&actor(HELEN), card.clone(), &references(&card)).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::ChangeMeeting }]);
    }
}
