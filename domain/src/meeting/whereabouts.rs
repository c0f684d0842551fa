//! Where a meeting is: outside at an address, otherwise in a room (S13, S56, S57).

use super::{Draft, Meeting, References};
use crate::Refusal;
use crate::id::PlaceId;
use crate::kind::EventType;
use crate::location::Location;
use crate::refusal::Field;

impl Draft {
    /// Where the meeting is: one outside at an address and in no room, any other in a room and at no address (S56). What
    /// it had before stays while its kind does, whatever that kind has become.
    pub(super) fn whereabouts(
        &self,
        references: &References,
        before: Option<&Meeting>,
    ) -> (Option<PlaceId>, Option<Location>) {
        let stays = before.is_some_and(|meeting| meeting.kind == self.kind);
        let same_client = before.is_some_and(|meeting| meeting.client == self.client);
        let outside = references.event_type == EventType::External;
        let main = references.main_address.clone().filter(|_| outside && !(stays && same_client));
        let address = self.address.clone().map(Location::trimmed).or(main);
        (self.place.filter(|_| stays || !outside), address.filter(|_| stays || outside))
    }

    /// Asks for a place or an address that a meeting of this kind does not have.
    pub(super) fn misplaced(&self, references: &References, before: Option<&Meeting>) -> Option<Refusal> {
        let outside = references.event_type == EventType::External;
        let place = self.place.is_some() && before.is_none_or(|meeting| meeting.place != self.place);
        let address = self.address.is_some() && before.is_none_or(|meeting| meeting.address != self.address);
        match outside {
            true => place.then_some(Refusal::NotOfThisKind { field: Field::Place }),
            false => address.then_some(Refusal::NotOfThisKind { field: Field::Address }),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::change::Act;
    use crate::id::ClientId;
    use crate::kind::Predefined;
    use crate::location::Position;
    use crate::meeting::stories::{ANNA, BORIS, ROOM, actor, at, draft, planned, references};
    use crate::meeting::{Answer, Attendee, Reply};

    fn mill_lane() -> Location {
        Location { text: "Mill Lane 3".to_owned(), position: Position::degrees(51.4545, -2.5879) }
    }

    fn king_street() -> Location {
        Location { text: "King Street 1".to_owned(), position: None }
    }

    fn client() -> Option<ClientId> {
        Some(ClientId(Uuid::from_u128(7)))
    }

    fn visit() -> Draft {
        Draft { kind: Predefined::MeetingAtClient.id(), client: client(), ..draft() }
    }

    /// Outside, at a client who is in Mill Lane.
    fn outside(draft: &Draft) -> References {
        References { event_type: EventType::External, main_address: Some(mill_lane()), ..references(draft) }
    }

    fn visited(draft: Draft) -> Meeting {
        let known = outside(&draft);
        Meeting::plan(&actor(ANNA), crate::id::MeetingId(Uuid::from_u128(1)), draft, &known).unwrap()
    }

    fn revise(meeting: &mut Meeting, card: Draft, known: &References) -> Vec<Act> {
        meeting.revise(&actor(ANNA), card, known).unwrap()
    }

    #[test]
    fn a_visit_is_at_the_clients_main_address_unless_another_is_named() {
        assert_eq!(visited(visit()).address, Some(mill_lane()));
        let named = Draft {
            address: Some(Location { text: " King Street 1 ".to_owned(), position: None }),
            ..visit()
        };
        assert_eq!(visited(named).address, Some(king_street()));
        assert_eq!(
            planned(Draft { client: client(), ..draft() }).address,
            None,
            "within the house there is none"
        );
    }

    #[test]
    fn what_a_meeting_of_this_kind_does_not_have_is_refused() {
        let refused = |draft: &Draft, known: &References| {
            let id = crate::id::MeetingId(Uuid::from_u128(1));
            Meeting::plan(&actor(ANNA), id, draft.clone(), known).unwrap_err().reasons().to_vec()
        };
        let in_a_room = Draft { place: Some(ROOM), ..visit() };
        let room = Refusal::NotOfThisKind { field: Field::Place };
        assert_eq!(refused(&in_a_room, &outside(&in_a_room)), [room]);
        let at_home = Draft { address: Some(mill_lane()), ..draft() };
        let address = Refusal::NotOfThisKind { field: Field::Address };
        assert_eq!(refused(&at_home, &references(&at_home)), [address]);
        let nowhere = Draft { address: Some(Location { text: " ".to_owned(), position: None }), ..visit() };
        assert_eq!(refused(&nowhere, &outside(&nowhere)), [Refusal::Empty { field: Field::Address }]);
    }

    #[test]
    fn another_kind_takes_the_room_away_and_brings_the_address() {
        let mut meeting = planned(Draft { place: Some(ROOM), client: client(), ..draft() });
        let card = Draft { kind: Predefined::MeetingAtClient.id(), ..meeting.draft() };
        let acts = revise(&mut meeting, card.clone(), &outside(&card));
        assert_eq!((meeting.place, meeting.address.clone()), (None, Some(mill_lane())));
        assert!(acts.contains(&Act::PlaceChanged { from: Some(ROOM), to: None }));
        assert!(acts.contains(&Act::AddressChanged { from: None, to: Some(mill_lane()) }));
        let back = Draft { kind: Predefined::Meeting.id(), ..meeting.draft() };
        revise(&mut meeting, back.clone(), &references(&back));
        assert_eq!((meeting.place, meeting.address), (None, None));
    }

    #[test]
    fn what_was_there_before_its_kind_became_one_of_visits_stays() {
        let mut meeting = planned(Draft { place: Some(ROOM), ..draft() });
        let card = Draft { subject: "Prices".to_owned(), ..meeting.draft() };
        let acts = revise(&mut meeting, card.clone(), &outside(&card));
        assert_eq!((meeting.place, acts.len()), (Some(ROOM), 1));
    }

    #[test]
    fn another_client_is_elsewhere_and_the_same_one_is_where_somebody_said() {
        let mut meeting = visited(visit());
        let nowhere = Draft { address: None, ..meeting.draft() };
        revise(&mut meeting, nowhere.clone(), &outside(&nowhere));
        assert_eq!(meeting.address, None, "somebody took it out");
        let card = Draft { client: Some(ClientId(Uuid::from_u128(8))), contact: None, ..meeting.draft() };
        let known = References { main_address: Some(king_street()), ..outside(&card) };
        revise(&mut meeting, card, &known);
        assert_eq!(meeting.address, Some(king_street()));
    }

    #[test]
    fn another_address_asks_everybody_again_and_a_pin_alone_nobody() {
        let boris = Attendee::Person(BORIS);
        let mut meeting = visited(Draft { address: Some(king_street()), ..visit() });
        let accept = |meeting: &mut Meeting| {
            let now = chrono::DateTime::UNIX_EPOCH;
            meeting.respond(&actor(BORIS), boris, Answer::Accepted, String::new(), now).unwrap();
        };
        accept(&mut meeting);
        let pinned = Location { position: Position::degrees(51.45, -2.58), ..king_street() };
        let card = Draft { address: Some(pinned), ..meeting.draft() };
        let acts = revise(&mut meeting, card.clone(), &outside(&card));
        assert!(matches!(acts[..], [Act::AddressChanged { .. }]) && !acts[0].asks_again());
        assert_eq!(meeting.participant(boris).unwrap().reply.answer, Answer::Accepted);
        let card = Draft { address: Some(mill_lane()), ..meeting.draft() };
        let acts = revise(&mut meeting, card.clone(), &outside(&card));
        assert!(acts[0].asks_again());
        assert_eq!(meeting.participant(boris).unwrap().reply, Reply::default());
    }

    #[test]
    fn a_visit_that_is_moved_stays_where_it_is() {
        let mut meeting = visited(visit());
        let known = outside(&visit());
        meeting.reschedule(&actor(ANNA), at(14), None, &known).unwrap();
        assert_eq!(meeting.address, Some(mill_lane()));
        let refused = meeting.reschedule(&actor(ANNA), at(15), Some(ROOM), &known).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::NotOfThisKind { field: Field::Place }]);
    }
}
