//! Planning a meeting (S7 to S11, S17 to S22).

use serde::{Deserialize, Serialize};

use super::{Attendance, Attendee, Meeting, Outcome, Participant, Reply, State};
use crate::attribute::{Attribute, Particulars};
use crate::availability::Closure;
use crate::change::Revision;
use crate::checklist::laid_out;
use crate::id::{CategoryId, ClientId, ContactId, KindId, MeetingId, PersonId, PlaceId};
use crate::kind::{EventType, TemplateItem};
use crate::location::Location;
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
    /// Of a meeting outside, instead of a place (S56). Left out with a client, it is the client's main address (S57).
    #[serde(default)]
    pub address: Option<Location>,
    pub responsible: PersonId,
    pub client: Option<ClientId>,
    /// Left out, it is the client's main contact (S20).
    pub contact: Option<ContactId>,
    pub category: Option<CategoryId>,
    pub description: String,
    pub private: bool,
    /// Links and additional attributes (S26).
    #[serde(default)]
    pub particulars: Particulars,
    pub participants: Vec<Invitee>,
    /// Whoever wrote this knows that not everybody finds a seat in the room. It says nothing about the meeting.
    #[serde(default)]
    pub crowded: bool,
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
    /// That of the kind.
    pub event_type: EventType,
    /// The checklist that meetings of this kind begin with.
    pub checklist: Vec<TemplateItem>,
    pub place: Option<Standing>,
    pub responsible: Standing,
    pub client: Option<Standing>,
    pub main_contact: Option<ContactId>,
    pub main_address: Option<Location>,
    /// Whom the contact works for.
    pub contact: Option<(Standing, ClientId)>,
    pub category: Option<Standing>,
    /// Whose the interest is.
    pub interest: Option<(Standing, ClientId)>,
    pub department: Option<Standing>,
    /// Every attribute that there is.
    pub attributes: Vec<Attribute>,
    pub participants: Vec<(Attendee, Standing)>,
    /// Those of them outside the organisation who have neither an address nor a number.
    pub unreachable: Vec<Attendee>,
    pub zone: Standing,
    /// How many find a seat in the place.
    pub seats: Option<u32>,
    /// What else the place is booked for in the draft's time, this meeting left out.
    pub collisions: Vec<Collision>,
    /// Where the draft's time leaves the hours in which the place can be booked.
    pub closures: Vec<Closure>,
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
        let (place, address) = draft.whereabouts(references, None);
        let mut meeting = Self {
            id,
            version: Revision::default(),
            subject: draft.subject.trim().to_owned(),
            kind: draft.kind,
            when: draft.when,
            place,
            address,
            author: actor.person,
            responsible: draft.responsible,
            client: draft.client,
            contact: draft.contact.or(references.main_contact),
            category: draft.category,
            description: draft.description,
            private: draft.private,
            particulars: draft.particulars,
            state: State::Planned,
            outcome: Outcome::default(),
            checklist: laid_out(&references.checklist),
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
            self.misplaced(references, before),
            self.address.as_ref().and_then(Location::check),
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
            references.department.and_then(|it| {
                let stays = kept(|was, now| was.particulars.department == now.particulars.department);
                usable(it, Field::Department, stays)
            }),
            references.interest.and_then(|(standing, client)| {
                if self.client != Some(client) && standing != Standing::Unknown {
                    return Some(Refusal::InterestOfAnotherClient);
                }
                let stays = kept(|was, now| was.particulars.interest == now.particulars.interest);
                usable(standing, Field::Interest, stays)
            }),
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
        let said_before = before.map(|meeting| (&meeting.particulars, meeting.kind));
        reasons.extend(self.particulars.wrong(self.kind, &references.attributes, said_before));
        for (attendee, standing) in &references.participants {
            let stays = before.is_some_and(|meeting| meeting.participant(*attendee).is_some());
            reasons.extend(usable(*standing, Field::Participants, stays));
        }
        // A client's contact comes along with the client (S21); whoever else is invited has to be told of it.
        let comes_along = self.contact.or(references.main_contact).map(Attendee::Contact);
        let invited_anew = |attendee: &&Attendee| {
            Some(**attendee) != comes_along
                && before.is_none_or(|meeting| meeting.participant(**attendee).is_none())
        };
        reasons.extend(references.unreachable.iter().find(invited_anew).map(|_| Refusal::Unreachable));
        // A room that goes with the kind is in nobody's way.
        if let (Some(place), _) = self.whereabouts(references, before) {
            let taken = references.collisions.iter().cloned();
            reasons.extend(taken.map(|collision| Refusal::PlaceTaken { place, collision }));
            let stays = kept(|was, now| was.place == now.place && was.when == now.when);
            let closures = references.closures.iter().copied().filter(|_| !stays);
            reasons.extend(closures.map(|closure| Refusal::PlaceClosed { place, closure }));
            reasons.extend(self.too_small(place, references, before));
        }
        Refused::unless_empty(reasons)
    }

    /// Refused once: who has been told, and whoever leaves it as it was, is not told again.
    fn too_small(
        &self,
        place: PlaceId,
        references: &References,
        before: Option<&Meeting>,
    ) -> Option<Refusal> {
        let (seats, people) = (references.seats?, self.heads(references));
        let as_it_was = before.is_some_and(|meeting| {
            meeting.place == Some(place) && people as usize <= meeting.participants.len()
        });
        let fits = people <= seats || self.crowded || as_it_was;
        (!fits).then_some(Refusal::PlaceTooSmall { place, seats, people })
    }

    /// How many would sit there, with those who take part without being named.
    pub fn heads(&self, references: &References) -> u32 {
        let contact = self.contact.or(references.main_contact).map(Attendee::Contact);
        let mut attendees: Vec<_> = self.participants.iter().map(|invitee| invitee.attendee).collect();
        attendees.extend([Some(Attendee::Person(self.responsible)), contact].into_iter().flatten());
        attendees.sort_unstable();
        attendees.dedup();
        u32::try_from(attendees.len()).unwrap_or(u32::MAX)
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

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::id::{ClientId, MeetingId};
    use crate::meeting::Answer;
    use crate::meeting::stories::{ANNA, BORIS, CLARA, ROOM, actor, at, draft, planned, references};
    use crate::time::Span;

    fn refused(draft: Draft, references: &References) -> Vec<Refusal> {
        let id = MeetingId(Uuid::from_u128(1));
        Meeting::plan(&actor(ANNA), id, draft, references).unwrap_err().into_reasons()
    }

    #[test]
    fn whoever_is_responsible_takes_part_and_the_others_have_yet_to_answer() {
        let meeting = planned(draft());
        assert_eq!((meeting.author, meeting.state), (ANNA, State::Planned));
        let reply = |person| meeting.participant(Attendee::Person(person)).map(|it| it.reply.clone());
        assert_eq!(reply(ANNA), Some(Reply::ORGANISER));
        assert!(reply(BORIS).is_some_and(|reply| reply.is_awaited() && reply.answer == Answer::Maybe));
    }

    #[test]
    fn nobody_is_invited_twice() {
        let mut twice = draft();
        twice.participants.extend([twice.participants[0], twice.participants[0]]);
        assert_eq!(planned(twice).participants.len(), 2);
    }

    #[test]
    fn a_client_brings_the_main_contact_along() {
        let meeting = planned(Draft { client: Some(ClientId(Uuid::from_u128(7))), ..draft() });
        assert_eq!(meeting.contact, Some(CLARA));
        assert!(meeting.participant(Attendee::Contact(CLARA)).is_some());
    }

    #[test]
    fn whoever_is_outside_needs_an_address_or_a_number_to_be_invited() {
        let dora = Attendee::Individual(crate::id::IndividualId(Uuid::from_u128(0xd)));
        let invitee = Invitee { attendee: dora, attendance: Attendance::Required };
        let draft = Draft { participants: vec![invitee], ..draft() };
        let unreachable = References { unreachable: vec![dora], ..references(&draft) };
        assert_eq!(refused(draft.clone(), &unreachable), [Refusal::Unreachable]);

        // Who takes part already stays, and a client's contact comes along with the client.
        let mut meeting = planned(draft.clone());
        meeting.revise(&actor(ANNA), draft, &unreachable).unwrap();
        let clara = Attendee::Contact(CLARA);
        let with_client =
            Draft { client: Some(ClientId(Uuid::from_u128(7))), ..crate::meeting::stories::draft() };
        let known = References { unreachable: vec![clara], ..references(&with_client) };
        let id = MeetingId(Uuid::from_u128(1));
        assert!(Meeting::plan(&actor(ANNA), id, with_client, &known).is_ok());
    }

    #[test]
    fn every_reason_is_named_at_once() {
        let When::Timed { start, zone, .. } = at(10) else { panic!("it has a start") };
        let when = When::Timed { start, minutes: 0, zone };
        let wrong = Draft { subject: "  ".to_owned(), when, ..draft() };
        let references = References { kind: Standing::Archived, ..references(&wrong) };
        assert_eq!(
            refused(wrong, &references),
            [
                Refusal::Empty { field: Field::Subject },
                Refusal::Empty { field: Field::Duration },
                Refusal::Archived { field: Field::Kind },
            ]
        );
    }

    #[test]
    fn a_taken_room_is_refused_with_what_is_in_the_way() {
        let start = Utc.with_ymd_and_hms(2026, 11, 24, 10, 0, 0).unwrap();
        let collision = Collision {
            meeting: MeetingId(Uuid::from_u128(9)),
            subject: Some("Budget".to_owned()),
            organiser: Some("Boris".to_owned()),
            span: Span::new(start, start + TimeDelta::hours(1)).unwrap(),
        };
        let draft = Draft { place: Some(ROOM), ..draft() };
        let references = References { collisions: vec![collision.clone()], ..references(&draft) };
        assert_eq!(refused(draft, &references), [Refusal::PlaceTaken { place: ROOM, collision }]);
    }

    #[test]
    fn a_room_that_is_too_small_is_refused_until_that_is_known() {
        let draft = Draft { place: Some(ROOM), ..draft() };
        let one_seat = References { seats: Some(1), ..references(&draft) };
        let too_small = Refusal::PlaceTooSmall { place: ROOM, seats: 1, people: 2 };
        assert_eq!(refused(draft.clone(), &one_seat), [too_small]);
        let known = Draft { crowded: true, ..draft.clone() };
        let id = MeetingId(Uuid::from_u128(1));
        let mut meeting = Meeting::plan(&actor(ANNA), id, known, &one_seat).unwrap();
        let renamed = Draft { subject: "Prices".to_owned(), ..meeting.draft() };
        assert!(meeting.revise(&actor(ANNA), renamed, &one_seat).is_ok(), "it was known already");
        let mut larger = meeting.draft();
        let clara = Attendee::Contact(CLARA);
        larger.participants.push(Invitee { attendee: clara, attendance: Attendance::Optional });
        let refused = meeting.revise(
            &actor(ANNA),
            larger.clone(),
            &References { seats: Some(1), ..references(&larger) },
        );
        let too_small = Refusal::PlaceTooSmall { place: ROOM, seats: 1, people: 3 };
        assert_eq!(refused.unwrap_err().reasons(), [too_small]);
    }

    #[test]
    fn a_room_that_is_closed_is_refused() {
        let draft = Draft { place: Some(ROOM), ..draft() };
        let closure = Closure { date: draft.when.first_day(), hours: None };
        let references = References { closures: vec![closure], ..references(&draft) };
        assert_eq!(refused(draft, &references), [Refusal::PlaceClosed { place: ROOM, closure }]);
    }

    #[test]
    fn a_contact_works_for_the_client_or_is_refused() {
        let draft = Draft { client: Some(ClientId(Uuid::from_u128(7))), contact: Some(CLARA), ..draft() };
        let other = ClientId(Uuid::from_u128(8));
        let references = References { contact: Some((Standing::Active, other)), ..references(&draft) };
        assert_eq!(refused(draft, &references), [Refusal::ContactOfAnotherClient]);
    }
}
