//! The one vocabulary of what happened: the store appends it, the live hub passes it on, history tells it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::attribute::Value;
use crate::calendar::Entry;
use crate::checklist::Note;
use crate::id::{
    AttributeId, CategoryId, ClientId, ContactId, DepartmentId, InterestId, KindId, MeetingId, MessageId,
    Named, PersonId, PlaceId, PlanId, SeriesId,
};
use crate::journal::PlanKey;
use crate::journal::chat::Spoken;
use crate::location::{Location, is_elsewhere};
use crate::meeting::{Answer, Attendee, Scope};
use crate::place::Booking;
use crate::refusal::Field;
use crate::time::When;

/// The number of a change. Revisions are gapless and in the order of commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Revision(pub i64);

/// One committed command: who did what, when, through which channel (D18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    pub revision: Revision,
    pub at: DateTime<Utc>,
    /// `None` when Daybook itself or its command line acted.
    pub by: Option<PersonId>,
    pub channel: Channel,
    pub about: About,
    pub acts: Vec<Act>,
    /// In whose calendars something is different now: participants before and after.
    pub affected: Vec<PersonId>,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum About {
    Meeting(MeetingId),
    /// Several meetings of one series at once.
    Series(SeriesId),
    /// Somebody's week plan.
    Plan(PlanId),
    /// A message in the conversation about a week plan.
    Message(MessageId),
    /// People, rooms, kinds, clients: what the pickers offer.
    Directory,
}

/// Through which door a command came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Screen,
    Rest,
    CommandLine,
    /// Daybook's own jobs.
    System,
}

/// What was done, with old and new, so that history can tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    Planned,
    Rescheduled {
        from: When,
        to: When,
    },
    PlaceChanged {
        from: Option<PlaceId>,
        to: Option<PlaceId>,
    },
    AddressChanged {
        from: Option<Location>,
        to: Option<Location>,
    },
    TextChanged {
        field: Field,
        from: String,
        to: String,
    },
    KindChanged {
        from: KindId,
        to: KindId,
    },
    ClientChanged {
        from: Option<ClientId>,
        to: Option<ClientId>,
    },
    ContactChanged {
        from: Option<ContactId>,
        to: Option<ContactId>,
    },
    CategoryChanged {
        from: Option<CategoryId>,
        to: Option<CategoryId>,
    },
    InterestChanged {
        from: Option<InterestId>,
        to: Option<InterestId>,
    },
    DepartmentChanged {
        from: Option<DepartmentId>,
        to: Option<DepartmentId>,
    },
    /// The value of an additional attribute (S26).
    AttributeChanged {
        attribute: AttributeId,
        from: Option<Value>,
        to: Option<Value>,
    },
    PrivacyChanged {
        private: bool,
    },
    Reassigned {
        from: PersonId,
        to: PersonId,
    },
    Invited {
        attendee: Attendee,
    },
    Uninvited {
        attendee: Attendee,
    },
    Responded {
        attendee: Attendee,
        from: Answer,
        to: Answer,
        reason: String,
    },
    Attached {
        name: String,
    },
    Detached {
        name: String,
    },
    Started,
    /// An item of the checklist is done; the text is what it said then.
    Ticked {
        text: String,
        note: Option<Note>,
    },
    Unticked {
        text: String,
    },
    Closed {
        result: String,
        minutes_spent: Option<u32>,
    },
    Cancelled {
        reason: String,
    },
    Reopened {
        reason: String,
    },
    Removed,
    /// Taken back into the calendar after it was removed.
    Restored,
    /// So many occurrences of a new series were planned.
    SeriesPlanned {
        occurrences: u32,
    },
    /// So many occurrences were changed, moved, added or removed at once.
    SeriesRevised {
        scope: Scope,
        occurrences: u32,
    },
    SeriesRemoved {
        scope: Scope,
        occurrences: u32,
    },
    /// That so many occurrences were removed at once was taken back.
    SeriesRestored {
        occurrences: u32,
    },
    /// So many more occurrences came within reach and stand in the calendars now.
    SeriesExtended {
        occurrences: u32,
    },
    /// The rules as RFC 5545 writes them.
    RuleChanged {
        from: String,
        to: String,
    },
    /// The room was taken by then, so the meeting is planned without it.
    PlaceLost {
        place: PlaceId,
    },
    /// The clocks of its zone change otherwise than was foreseen: on the wall it stays where it was.
    ClocksChanged,
    /// A week plan was submitted, approved and so on: what the verb is called.
    PlanActed {
        verb: PlanVerb,
        /// The note, comment or reason that was given with it.
        words: String,
    },
    /// A message was written, changed, deleted, resolved, or its suggestion applied.
    Discussed,
    /// Something that the pickers offer was created, changed or archived.
    DirectoryKept,
}

/// What can be done with a week plan (S63, S64).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanVerb {
    Submitted,
    Withdrawn,
    Returned,
    Approved,
    Reviewed,
    /// A meeting of an approved plan was changed, added or taken out.
    Amended,
    /// The reason of such a change was given.
    Explained,
}

impl Act {
    /// Whether everybody has to be asked again after it: an answer to what was before says nothing any more.
    pub fn asks_again(&self) -> bool {
        match self {
            Self::Rescheduled { .. } | Self::PlaceChanged { .. } => true,
            Self::AddressChanged { from, to } => is_elsewhere(from.as_ref(), to.as_ref()),
            _ => false,
        }
    }

    /// Whether a room that the meeting took may be free after it.
    pub fn may_free_a_room(&self) -> bool {
        !matches!(
            self,
            Self::Planned
                | Self::Restored
                | Self::TextChanged { .. }
                | Self::AddressChanged { .. }
                | Self::KindChanged { .. }
                | Self::ClientChanged { .. }
                | Self::ContactChanged { .. }
                | Self::CategoryChanged { .. }
                | Self::PrivacyChanged { .. }
                | Self::Reassigned { .. }
                | Self::Invited { .. }
                | Self::Uninvited { .. }
                | Self::Responded { .. }
        )
    }
}

/// What one browser is told over the live socket. `Said` is what is told of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice<Said = Box<Spoken>, Booked = Booking> {
    pub revision: Revision,
    pub news: News<Said, Booked>,
}

/// What is different, as far as the one who is told may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", try_from = "Written<Said, Booked>")]
pub enum News<Said = Box<Spoken>, Booked = Booking> {
    /// A meeting as it stands now in a calendar that is watched.
    Entry { entry: Entry },
    /// A meeting that no longer stands there.
    Gone { meeting: MeetingId },
    /// A week plan that is watched may read differently now, or something was said about one of mine.
    Plan { plan: PlanKey },
    /// A message as it stands now, in a conversation that is watched.
    Message { plan: PlanKey, spoken: Said },
    /// Who has a conversation open that is watched.
    Present { plan: PlanKey, people: Vec<Named<PersonId>> },
    /// Somebody is writing in a conversation that is watched.
    Typing { plan: PlanKey, person: Named<PersonId> },
    /// A room that is watched is booked as it stands now. The meeting may have been in another one before.
    Booked { booking: Booked },
    /// A meeting that takes no room any more in the time that is watched.
    Freed { meeting: MeetingId },
    /// Several bookings of rooms changed at once: those that are shown have to be read again.
    Rooms,
    /// The pickers' offers changed.
    Directory,
    /// Too much was missed to be told one by one: what is shown has to be read again.
    Reload,
    /// Nothing this browser shows; the revision moves on.
    Nothing,
}

/// [`News`] as it is written, for the reason for which there is one of [`Takes`](crate::calendar::Takes).
#[derive(Deserialize)]
struct Written<Said, Booked> {
    #[serde(rename = "type")]
    kind: WrittenKind,
    entry: Option<Entry>,
    meeting: Option<MeetingId>,
    plan: Option<PlanKey>,
    spoken: Option<Said>,
    people: Option<Vec<Named<PersonId>>>,
    person: Option<Named<PersonId>>,
    booking: Option<Booked>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenKind {
    Entry,
    Gone,
    Plan,
    Message,
    Present,
    Typing,
    Booked,
    Freed,
    Rooms,
    Directory,
    Reload,
    Nothing,
}

impl<Said, Booked> TryFrom<Written<Said, Booked>> for News<Said, Booked> {
    type Error = &'static str;

    fn try_from(written: Written<Said, Booked>) -> Result<Self, &'static str> {
        let Written { kind, entry, meeting, plan, spoken, people, person, booking } = written;
        let meeting = meeting.ok_or("`meeting` is missing");
        let plan = plan.ok_or("`plan` is missing");
        Ok(match kind {
            WrittenKind::Entry => Self::Entry { entry: entry.ok_or("`entry` is missing")? },
            WrittenKind::Gone => Self::Gone { meeting: meeting? },
            WrittenKind::Plan => Self::Plan { plan: plan? },
            WrittenKind::Message => {
                Self::Message { plan: plan?, spoken: spoken.ok_or("`spoken` is missing")? }
            }
            WrittenKind::Present => {
                Self::Present { plan: plan?, people: people.ok_or("`people` is missing")? }
            }
            WrittenKind::Typing => Self::Typing { plan: plan?, person: person.ok_or("`person` is missing")? },
            WrittenKind::Booked => Self::Booked { booking: booking.ok_or("`booking` is missing")? },
            WrittenKind::Freed => Self::Freed { meeting: meeting? },
            WrittenKind::Rooms => Self::Rooms,
            WrittenKind::Directory => Self::Directory,
            WrittenKind::Reload => Self::Reload,
            WrittenKind::Nothing => Self::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a browser is told it reads as it was written, whatever it is.
    #[test]
    fn news_reads_as_it_is_written() {
        let id = "00000000-0000-0000-0000-000000000007";
        let plan = format!("{{\"owner\":\"{id}\",\"week\":\"2026-W48\"}}");
        let person = format!("{{\"id\":\"{id}\",\"name\":\"Anna\"}}");
        let written = [
            format!("{{\"type\":\"gone\",\"meeting\":\"{id}\"}}"),
            format!("{{\"type\":\"plan\",\"plan\":{plan}}}"),
            format!("{{\"type\":\"message\",\"plan\":{plan},\"spoken\":\"said\"}}"),
            format!("{{\"type\":\"present\",\"plan\":{plan},\"people\":[{person}]}}"),
            format!("{{\"type\":\"typing\",\"plan\":{plan},\"person\":{person}}}"),
            "{\"type\":\"booked\",\"booking\":\"booked\"}".to_owned(),
            format!("{{\"type\":\"freed\",\"meeting\":\"{id}\"}}"),
            "{\"type\":\"rooms\"}".to_owned(),
            "{\"type\":\"directory\"}".to_owned(),
            "{\"type\":\"reload\"}".to_owned(),
            "{\"type\":\"nothing\"}".to_owned(),
        ];
        for written in written {
            let read: News<String, String> = serde_json::from_str(&written).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), written);
        }
        let missing = serde_json::from_str::<News>("{\"type\":\"gone\"}").unwrap_err();
        assert_eq!(missing.to_string(), "`meeting` is missing");
    }
}
