//! Named people and a meeting of theirs, for the tests of the verbs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Attendance, Attendee, Draft, Invitee, Meeting, References, Significance, Standing};
use crate::change::Channel;
use crate::checklist::Asks;
use crate::id::{ContactId, MeetingId, PersonId, PlaceId, TemplateItemId};
use crate::kind::{EventType, Predefined, TemplateItem};
use crate::people::Role;
use crate::permission::Actor;
use crate::time::{When, ZoneName};

/// Plans the meeting and is responsible for it.
pub(crate) const ANNA: PersonId = PersonId(Uuid::from_u128(0xa));
/// Is invited.
pub(crate) const BORIS: PersonId = PersonId(Uuid::from_u128(0xb));
/// Heads the department that Anna is in.
pub(crate) const HELEN: PersonId = PersonId(Uuid::from_u128(0x4));
/// Has nothing to do with it.
pub(crate) const OSCAR: PersonId = PersonId(Uuid::from_u128(0x05));
/// Works for the client, as the main contact.
pub(crate) const CLARA: ContactId = ContactId(Uuid::from_u128(0xc));
pub(crate) const ROOM: PlaceId = PlaceId(Uuid::from_u128(0x200));

pub(crate) fn actor(person: PersonId) -> Actor {
    let leads = if person == HELEN { BTreeSet::from([ANNA]) } else { BTreeSet::new() };
    Actor { person, role: Role::Member, leads, channel: Channel::Screen }
}

pub(crate) fn administrator() -> Actor {
    Actor { role: Role::Administrator, ..actor(OSCAR) }
}

/// At this hour of 24 November 2026, for an hour.
pub(crate) fn at(hour: u32) -> When {
    let start = NaiveDate::from_ymd_opt(2026, 11, 24).and_then(|date| date.and_hms_opt(hour, 0, 0));
    When::Timed { start: start.unwrap(), minutes: 60, zone: ZoneName::utc() }
}

/// Anna meets Boris.
pub(crate) fn draft() -> Draft {
    Draft {
        subject: "Price list".to_owned(),
        kind: Predefined::Meeting.id(),
        when: at(10),
        place: None,
        address: None,
        responsible: ANNA,
        client: None,
        contact: None,
        category: None,
        description: String::new(),
        private: false,
        particulars: Default::default(),
        participants: vec![Invitee { attendee: Attendee::Person(BORIS), attendance: Attendance::Required }],
        crowded: false,
    }
}

/// Who decided what has to be written down; how many came and the agenda can be left out.
pub(crate) fn checklist() -> Vec<TemplateItem> {
    let item = |id, text: &str, mandatory, asks| TemplateItem { id, text: text.to_owned(), mandatory, asks };
    vec![
        item(AGENDA, "Send the agenda", false, Asks::Tick),
        item(DECISIONS, "Write down what was decided", true, Asks::Text),
        item(HEADS, "Count who came", false, Asks::Number),
    ]
}

/// Nothing but what every meeting within the house has to say.
pub(crate) const INTERNAL: Significance<'static> =
    Significance { event_type: EventType::Internal, attributes: &[] };

pub(crate) const AGENDA: TemplateItemId = TemplateItemId(Uuid::from_u128(0x301));
pub(crate) const DECISIONS: TemplateItemId = TemplateItemId(Uuid::from_u128(0x302));
pub(crate) const HEADS: TemplateItemId = TemplateItemId(Uuid::from_u128(0x303));

/// Everything that a draft points to is there and nothing is in its way.
pub(crate) fn references(draft: &Draft) -> References {
    References {
        kind: Standing::Active,
        event_type: EventType::Internal,
        checklist: checklist(),
        place: draft.place.map(|_| Standing::Active),
        responsible: Standing::Active,
        client: draft.client.map(|_| Standing::Active),
        main_contact: draft.client.map(|_| CLARA),
        main_address: None,
        contact: draft.contact.zip(draft.client).map(|(_, client)| (Standing::Active, client)),
        category: draft.category.map(|_| Standing::Active),
        interest: draft.particulars.interest.and(draft.client).map(|client| (Standing::Active, client)),
        department: draft.particulars.department.map(|_| Standing::Active),
        attributes: Vec::new(),
        participants: draft.participants.iter().map(|each| (each.attendee, Standing::Active)).collect(),
        unreachable: Vec::new(),
        zone: Standing::Active,
        seats: None,
        collisions: Vec::new(),
        closures: Vec::new(),
    }
}

pub(crate) fn planned(draft: Draft) -> Meeting {
    let references = references(&draft);
    Meeting::plan(&actor(ANNA), MeetingId(Uuid::from_u128(1)), draft, &references).unwrap()
}
