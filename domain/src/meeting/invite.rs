//! Who takes part in a meeting (S27 to S35).

use super::{Invitee, Meeting, Participant, Reply};
use crate::change::Act;

impl Meeting {
    /// Makes these the participants, with those who always belong to it (S19, S21). Who stays keeps the reply;
    /// who is new has yet to answer (S35).
    pub(super) fn invite_exactly(&mut self, invitees: Vec<Invitee>) -> Vec<Act> {
        let before = std::mem::take(&mut self.participants);
        for Invitee { attendee, attendance } in invitees {
            if self.participant(attendee).is_none() {
                let known = before.iter().find(|each| each.attendee == attendee);
                let reply = known.map_or_else(Reply::default, |participant| participant.reply.clone());
                self.participants.push(Participant { attendee, attendance, reply });
            }
        }
        self.invite_who_belongs();

        let was = |attendee| before.iter().any(|each| each.attendee == attendee);
        let added = self.participants.iter().filter(|each| !was(each.attendee));
        let gone = before.iter().filter(|each| self.participant(each.attendee).is_none());
        let added = added.map(|each| Act::Invited { attendee: each.attendee });
        let gone = gone.map(|each| Act::Uninvited { attendee: each.attendee });
        added.chain(gone).collect()
    }
}
