//! A meeting, and one file for each thing that can be done with it.

mod attach;
mod cancel;
mod close;
mod invite;
mod plan;
mod remove;
mod reopen;
mod reschedule;
mod respond;
mod revise;
mod series;
mod start;
#[cfg(test)]
pub(crate) mod stories;
mod tick;
mod whereabouts;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use plan::{Draft, Invitee, References, Standing};
pub use respond::{Answer, Reply};
pub use series::{
    Because, Clash, Edit, Fate, Foreseen, Member, Membership, Outlook, Prospect, ProspectiveDate, Scope,
    Series, Step, next_steps,
};
pub use start::Significance;
pub use tick::Tick;

use crate::attachment::Attachment;
use crate::attribute::Particulars;
use crate::change::Revision;
use crate::checklist::ChecklistItem;
use crate::id::{
    CategoryId, ClientId, ContactId, DepartmentId, IndividualId, InterestId, KindId, MeetingId, Named,
    PersonId, PlaceId,
};
use crate::kind::{Category, EventType};
use crate::location::Location;
use crate::permission::{Permits, Steps};
use crate::time::When;

/// A meeting (встреча). The person responsible is always among the participants (S19), and nobody is twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meeting {
    pub id: MeetingId,
    /// The revision of its last change: whoever saves names the one they have seen.
    pub version: Revision,
    pub subject: String,
    pub kind: KindId,
    pub when: When,
    pub place: Option<PlaceId>,
    /// Where it is, outside the house: instead of a place (S56).
    pub address: Option<Location>,
    pub author: PersonId,
    /// Who sees to it that the meeting takes place (ORGANIZER).
    pub responsible: PersonId,
    pub client: Option<ClientId>,
    pub contact: Option<ContactId>,
    pub category: Option<CategoryId>,
    pub description: String,
    /// Others than the participants see only that the time is busy, the supervisor too.
    pub private: bool,
    /// What it says beside its own fields (S26).
    pub particulars: Particulars,
    pub state: State,
    pub outcome: Outcome,
    pub checklist: Vec<ChecklistItem>,
    pub participants: Vec<Participant>,
}

impl Meeting {
    pub fn participant(&self, attendee: Attendee) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.attendee == attendee)
    }

    /// The users of Daybook among the participants: in their calendars it stands (S36).
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.participants.iter().filter_map(|participant| participant.attendee.person())
    }

    /// What the card would send back if nothing were changed.
    pub fn draft(&self) -> Draft {
        let invitees = self.participants.iter();
        let invitees =
            invitees.map(|each| Invitee { attendee: each.attendee, attendance: each.attendance }).collect();
        Draft {
            subject: self.subject.clone(),
            kind: self.kind,
            when: self.when.clone(),
            place: self.place,
            address: self.address.clone(),
            responsible: self.responsible,
            client: self.client,
            contact: self.contact,
            category: self.category,
            description: self.description.clone(),
            private: self.private,
            particulars: self.particulars.clone(),
            participants: invitees,
            crowded: false,
        }
    }
}

/// Where a meeting is in its life (состояние).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// «Запланировано» (S8).
    Planned,
    /// «В работе» (S41).
    InProgress,
    /// «Закрыто» (S44).
    Closed,
    /// «Отменено».
    Cancelled,
}

impl State {
    /// Whether it takes nobody's time any more, stands in no calendar and holds no room (S45).
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }

    /// What has ended and is not closed needs a result (S2); it is never rolled on and never closed by itself.
    pub fn needs_result(self, end: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        !self.is_over() && end <= now
    }
}

/// How a meeting went, as far as it has got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    pub started: Option<DateTime<Utc>>,
    /// When it was closed or cancelled.
    pub ended: Option<DateTime<Utc>>,
    /// What came of it; what is said when it is closed stays when it is reopened.
    pub result: String,
    /// The actual time (S70).
    pub minutes_spent: Option<u32>,
    /// Why it was cancelled.
    pub cancelled_because: String,
}

/// Somebody who is to take part (ATTENDEE).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participant {
    pub attendee: Attendee,
    pub attendance: Attendance,
    pub reply: Reply,
}

/// Who takes part: a user (S32), a client's contact (S31) or an individual (S33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum Attendee {
    Person(PersonId),
    Contact(ContactId),
    Individual(IndividualId),
}

impl Attendee {
    /// The user of Daybook, if it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Contact(_) | Self::Individual(_) => None,
        }
    }
}

/// Whether the meeting can do without somebody (ROLE=REQ-PARTICIPANT or OPT-PARTICIPANT).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    #[default]
    Required,
    Optional,
}

/// A meeting as its card shows it to one person: with the names behind the ids, and what this person may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sheet {
    pub meeting: Meeting,
    pub kind: Named<KindId>,
    /// That of its kind.
    pub event_type: EventType,
    pub place: Option<Named<PlaceId>>,
    pub author: Named<PersonId>,
    pub responsible: Named<PersonId>,
    pub client: Option<Named<ClientId>>,
    pub contact: Option<Named<ContactId>>,
    pub category: Option<Category>,
    pub interest: Option<Named<InterestId>>,
    pub department: Option<Named<DepartmentId>>,
    /// In the order of the meeting's checklist: who did each item.
    pub done_by: Vec<Option<String>>,
    /// In the order of the meeting's participants.
    pub participants: Vec<ParticipantLine>,
    /// In the order in which they were added.
    pub attachments: Vec<AttachmentLine>,
    /// Set for an occurrence of a series.
    pub series: Option<Membership>,
    pub permits: Permits,
    pub steps: Steps,
}

/// What a card tells about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentLine {
    #[serde(flatten)]
    pub attachment: Attachment,
    pub added_by_name: String,
}

/// What a card tells about a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ParticipantLine {
    pub attendee: Attendee,
    pub name: String,
    /// The position of a user or contact; of a contact also the client.
    pub about: String,
    /// Empty where none is known.
    pub email: String,
    pub attendance: Attendance,
    pub reply: Reply,
}
