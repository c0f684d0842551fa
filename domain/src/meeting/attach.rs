//! Files are added to a meeting and taken away (S23).

use super::Meeting;
use crate::attachment::{Attachment, MOST_ATTACHMENTS};
use crate::change::Act;
use crate::checklist::Note;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, required_text};
use crate::{Refusal, Refused};

impl Meeting {
    /// Whoever takes part adds files, also to a meeting that is over. `present` are there already.
    pub fn attach(&self, actor: &Actor, name: &str, present: usize) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::AttachFile, self)?;
        let reasons = [
            required_text(name, Field::Name, LONGEST_NAME),
            (present >= MOST_ATTACHMENTS as usize)
                .then_some(Refusal::TooLong { field: Field::Attachments, max: MOST_ATTACHMENTS }),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())?;
        Ok(vec![Act::Attached { name: name.trim().to_owned() }])
    }

    /// By who added it, or who may change the meeting. What an item of the checklist is done with stays.
    pub fn detach(&self, actor: &Actor, attachment: &Attachment) -> Result<Vec<Act>, Refused> {
        let own = attachment.added_by == actor.person;
        actor.require_on(if own { Action::AttachFile } else { Action::ChangeMeeting }, self)?;
        let photo = Some(Note::Photo { attachment: attachment.id });
        let of = self.checklist.iter().find(|item| item.done.as_ref().is_some_and(|done| done.note == photo));
        if let Some(item) = of {
            return Err(Refusal::PhotoOfItem { item: item.id, text: item.text.clone() }.into());
        }
        Ok(vec![Act::Detached { name: attachment.name.clone() }])
    }
}

const LONGEST_NAME: u32 = 255;

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::id::{AttachmentId, PersonId};
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, draft, planned};

    fn file(added_by: PersonId) -> Attachment {
        Attachment {
            id: AttachmentId(Uuid::from_u128(1)),
            name: "Offer.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: 5,
            content: "0".repeat(64),
            added_by,
            added_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn whoever_takes_part_adds_files() {
        for person in [ANNA, BORIS, HELEN] {
            let acts = planned(draft()).attach(&actor(person), " Offer.pdf ", 0).unwrap();
            assert_eq!(acts, [Act::Attached { name: "Offer.pdf".to_owned() }]);
        }
        let refused = planned(draft()).attach(&actor(OSCAR), "Offer.pdf", 0).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::AttachFile }]);
    }

    #[test]
    fn a_file_has_a_name_and_there_is_an_end_to_them() {
        let refused = planned(draft()).attach(&actor(ANNA), " ", 100).unwrap_err();
        let too_many = Refusal::TooLong { field: Field::Attachments, max: 100 };
        assert_eq!(refused.reasons(), [Refusal::Empty { field: Field::Name }, too_many]);
    }

    #[test]
    fn one_takes_away_ones_own_and_who_may_change_the_meeting_any() {
        let meeting = planned(draft());
        for (person, added_by) in [(BORIS, BORIS), (ANNA, BORIS), (HELEN, BORIS)] {
            let acts = meeting.detach(&actor(person), &file(added_by)).unwrap();
            assert_eq!(acts, [Act::Detached { name: "Offer.pdf".to_owned() }]);
        }
        for (person, added_by) in [(BORIS, ANNA), (OSCAR, ANNA), (OSCAR, OSCAR)] {
            assert!(meeting.detach(&actor(person), &file(added_by)).is_err());
        }
    }
}
