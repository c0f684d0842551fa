//! Planning a meeting (S7 to S11, S17 to S22).

use serde::{Deserialize, Serialize};

use super::{Attendance, Attendee, Meeting, Participant, Reply, State};
use crate::change::Revision;
use crate::id::{CategoryId, ClientId, ContactId, KindId, MeetingId, PersonId, PlaceId};
use crate::permission::{Action, Actor};
use crate::refusal::{Collision, Field, bounded_text, required_text};
use crate::time::When;
use crate::{Refusal, Refused};

/// What a person fills in on the card of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    pub subject: String,
    pub kind: KindId,
    pub when: When,
    pub place: Option<PlaceId>,
    pub responsible: PersonId,
    pub client: Option<ClientId>,
    /// Left out, it is the client's main contact (S20).
    pub contact: Option<ContactId>,
    pub category: Option<CategoryId>,
    pub description: String,
    pub private: bool,
    pub participants: Vec<Invitee>,
}

/// Somebody whom a draft invites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitee {
    pub attendee: Attendee,
    pub attendance: Attendance,
}

/// What the rules have to know of the things that a draft points to. Whoever asks reads it beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct References {
    pub kind: Standing,
    pub place: Option<Standing>,
    pub responsible: Standing,
    pub client: Option<Standing>,
    pub main_contact: Option<ContactId>,
    /// Whom the contact works for.
    pub contact: Option<(Standing, ClientId)>,
    pub category: Option<Standing>,
    pub participants: Vec<(Attendee, Standing)>,
    pub zone: Standing,
    /// What else the place is booked for in the draft's time, this meeting left out.
    pub collisions: Vec<Collision>,
}

/// Whether a thing can be pointed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Active,
    Archived,
    Unknown,
}

impl Meeting {
    /// A new meeting, in the state Planned (S8). Whoever plans it is its author; everyone invited has yet to
    /// answer (S35), but for the person responsible, who takes part (S19).
    pub fn plan(
        actor: &Actor,
        id: MeetingId,
        draft: Draft,
        references: &References,
    ) -> Result<Self, Refused> {
        actor.require(Action::PlanMeeting)?;
        draft.check(references, None)?;
        let mut meeting = Self {
            id,
            version: Revision::default(),
            subject: draft.subject.trim().to_owned(),
            kind: draft.kind,
            when: draft.when,
            place: draft.place,
            author: actor.person,
            responsible: draft.responsible,
            client: draft.client,
            contact: draft.contact.or(references.main_contact),
            category: draft.category,
            description: draft.description,
            private: draft.private,
            state: State::Planned,
            participants: Vec::new(),
        };
        for invitee in draft.participants {
            meeting.invite(invitee);
        }
        meeting.invite_who_belongs();
        Ok(meeting)
    }

    /// The person responsible (S19) and the client's contact (S21) always take part.
    pub(super) fn invite_who_belongs(&mut self) {
        let responsible = Attendee::Person(self.responsible);
        self.invite(Invitee { attendee: responsible, attendance: Attendance::Required });
        if let Some(organiser) = self.participants.iter_mut().find(|each| each.attendee == responsible)
            && organiser.reply == Reply::default()
        {
            organiser.reply = Reply::ORGANISER;
        }
        if let Some(contact) = self.contact {
            self.invite(Invitee { attendee: Attendee::Contact(contact), attendance: Attendance::Required });
        }
    }

    fn invite(&mut self, Invitee { attendee, attendance }: Invitee) {
        match self.participants.iter_mut().find(|each| each.attendee == attendee) {
            Some(participant) => participant.attendance = attendance,
            None => self.participants.push(Participant { attendee, attendance, reply: Reply::default() }),
        }
    }
}

impl Draft {
    /// Every rule that the draft breaks. What is archived may stay where `before` had it already.
    pub(super) fn check(&self, references: &References, before: Option<&Meeting>) -> Result<(), Refused> {
        let kept = |same: fn(&Meeting, &Draft) -> bool| before.is_some_and(|meeting| same(meeting, self));
        let mut reasons: Vec<Refusal> = [
            required_text(&self.subject, Field::Subject, LONGEST_SUBJECT),
            self.when.check(),
            bounded_text(&self.description, Field::Description, LONGEST_DESCRIPTION),
            usable(references.zone, Field::Zone, false),
            usable(references.kind, Field::Kind, kept(|was, now| was.kind == now.kind)),
            references.place.and_then(|it| usable(it, Field::Place, kept(|was, now| was.place == now.place))),
            usable(
                references.responsible,
                Field::Responsible,
                kept(|was, now| was.responsible == now.responsible),
            ),
            references
                .client
                .and_then(|it| usable(it, Field::Client, kept(|was, now| was.client == now.client))),
            references
                .category
                .and_then(|it| usable(it, Field::Category, kept(|was, now| was.category == now.category))),
            references.contact.and_then(|(standing, client)| {
                let other_client = self.client.is_some_and(|chosen| chosen != client);
                if other_client && standing != Standing::Unknown {
                    Some(Refusal::ContactOfAnotherClient)
                } else {
                    usable(standing, Field::Contact, kept(|was, now| was.contact == now.contact))
                }
            }),
            (self.participants.len() > MOST_PARTICIPANTS as usize)
                .then_some(Refusal::TooLong { field: Field::Participants, max: MOST_PARTICIPANTS }),
        ]
        .into_iter()
        .flatten()
        .collect();
        for (attendee, standing) in &references.participants {
            let stays = before.is_some_and(|meeting| meeting.participant(*attendee).is_some());
            reasons.extend(usable(*standing, Field::Participants, stays));
        }
        if let Some(place) = self.place {
            let taken = references.collisions.iter().cloned();
            reasons.extend(taken.map(|collision| Refusal::PlaceTaken { place, collision }));
        }
        Refused::unless_empty(reasons)
    }
}

const LONGEST_SUBJECT: u32 = 300;
const LONGEST_DESCRIPTION: u32 = 20_000;
/// A whole company fits; a mistake or an attack does not.
const MOST_PARTICIPANTS: u32 = 2_000;

fn usable(standing: Standing, field: Field, stays: bool) -> Option<Refusal> {
    match standing {
        Standing::Active => None,
        Standing::Archived if stays => None,
        Standing::Archived => Some(Refusal::Archived { field }),
        Standing::Unknown => Some(Refusal::Unknown { field }),
    }
}
