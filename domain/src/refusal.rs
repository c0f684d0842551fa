//! Every reason a rule says no. The screens turn them into words, REST into problem details.

use serde::{Deserialize, Serialize};

use crate::alike::Likeness;
use crate::attribute::AttributeWrong;
use crate::availability::{Closure, Repair};
use crate::checklist::Asks;
use crate::id::{AttributeId, ClientId, MeetingId, PlaceId, TemplateItemId};
use crate::journal::PlanState;
use crate::meeting::State;
use crate::permission::Action;
use crate::time::Span;

/// Why a rule said no. The serialised `code` is stable: clients may rely on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// A field that must be filled is empty.
    Empty { field: Field },
    /// `max` counts characters of a text and minutes or days of a duration.
    TooLong { field: Field, max: u32 },
    /// The text cannot be read as what the field holds.
    Malformed { field: Field },
    /// What the field points to does not exist.
    Unknown { field: Field },
    /// What the field points to is archived and takes nothing new.
    Archived { field: Field },
    /// Somebody or something else has this value already.
    Duplicate { field: Field },
    /// The contact works for another client.
    ContactOfAnotherClient,
    /// A meeting of this kind has an address instead of a place, or a place instead of an address (S56).
    NotOfThisKind { field: Field },
    /// The interest is another client's.
    InterestOfAnotherClient,
    /// There is a client that has this in common with the one that is meant. Whoever knows that says so, and has it
    /// all the same.
    Alike { client: ClientId, name: String, archived: bool, by: Vec<Likeness> },
    /// The value of an additional attribute (S26). Of an attribute that does not exist the name is empty.
    Attribute { attribute: AttributeId, name: String, wrong: AttributeWrong },
    /// The room has another booking then (D1).
    PlaceTaken { place: PlaceId, collision: Collision },
    /// The room cannot be booked then.
    PlaceClosed { place: PlaceId, closure: Closure },
    /// More people than there are seats. Whoever knows that says so in the draft, and may book it all the same.
    PlaceTooSmall { place: PlaceId, seats: u32, people: u32 },
    /// The person is not among the participants.
    NotParticipant,
    /// Somebody outside the organisation has neither an e-mail address nor a phone number to be told by.
    Unreachable,
    /// Not permitted to this person.
    NotPermitted { action: Action },
    /// A meeting in this state does not take this.
    WrongState { state: State },
    /// A mandatory item of the checklist is not done, so the meeting cannot be closed (S54).
    ItemOpen { item: TemplateItemId, text: String },
    /// The item is done with something else than was given (D22).
    ItemAsks { item: TemplateItemId, asks: Asks },
    /// An item of the checklist is done with this picture.
    PhotoOfItem { item: TemplateItemId, text: String },
    /// The password is shorter than `min` characters.
    PasswordTooShort { min: u32 },
    /// The present password is not the one that was given.
    WrongPassword,
    /// Without this person nobody could administer Daybook any more.
    LastAdministrator,
    /// A department cannot stand below itself.
    DepartmentCycle,
    /// A recurrence has more dates than `max`.
    TooManyDates { max: u32 },
    /// A recurrence has no date at all.
    NoDates,
    /// A recurrence ends before it begins.
    EndsBeforeStart,
    /// `part` of a rule (RFC 5545 section 3.3.10) is nothing that a schedule here can say.
    RuleNotSupported { part: String },
    /// The meeting does not belong to a series.
    NotInSeries,
    /// A week plan in this state does not take this.
    WrongPlanState { state: PlanState },
    /// A message is changed within `minutes` of its sending only.
    TooLateToEdit { minutes: u32 },
    /// The message was deleted.
    MessageDeleted,
    /// The message suggests no change.
    NothingSuggested,
    /// Nobody stands in for themselves.
    OwnSubstitute,
    /// A set of people has more than `max`.
    TooManyPeople { max: u32 },
}

impl Refusal {
    /// The room that cannot be had, if that is what it is about.
    pub fn place(&self) -> Option<PlaceId> {
        match self {
            Self::PlaceTaken { place, .. }
            | Self::PlaceClosed { place, .. }
            | Self::PlaceTooSmall { place, .. } => Some(*place),
            _ => None,
        }
    }
}

/// A booking that is in the way. Without `subject` and `organiser`, whoever asks may know only that the
/// room is busy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Collision {
    pub meeting: MeetingId,
    pub subject: Option<String>,
    pub organiser: Option<String>,
    pub span: Span,
}

/// The field that a refusal is about; its name in requests, and the key of its label on the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Subject,
    Kind,
    Start,
    Duration,
    Zone,
    Place,
    Responsible,
    Client,
    Contact,
    Category,
    Description,
    Participants,
    Reason,
    Result,
    TimeSpent,
    Attachments,
    Reminders,
    Name,
    Email,
    Phone,
    Position,
    Department,
    Head,
    Substitute,
    Capacity,
    Points,
    Color,
    Checklist,
    Address,
    /// Degrees north and east.
    Coordinates,
    Password,
    Recurrence,
    Note,
    Comment,
    Message,
    Meeting,
    Mentions,
    Interest,
    /// What a choice is between.
    Options,
    Hours,
    TaxNumber,
}

/// One or more reasons; never none. With them may come what would put it right (D4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("refused: {reasons:?}")]
pub struct Refused {
    reasons: Vec<Refusal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<Repair>,
}

impl Refused {
    pub fn reasons(&self) -> &[Refusal] {
        &self.reasons
    }

    /// What would not be refused for these reasons, the nearest first.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    #[must_use]
    pub fn with_repairs(self, repairs: Vec<Repair>) -> Self {
        Self { repairs, ..self }
    }

    pub fn into_reasons(self) -> Vec<Refusal> {
        self.reasons
    }

    /// Whether another time or another room is all that is asked for.
    pub fn is_about_the_place(&self) -> bool {
        self.reasons.iter().all(|reason| reason.place().is_some())
    }

    /// `Ok` when no rule said no.
    pub fn unless_empty(reasons: Vec<Refusal>) -> Result<(), Self> {
        if reasons.is_empty() { Ok(()) } else { Err(Self { reasons, repairs: Vec::new() }) }
    }

    /// What a rule answered, unless there are further reasons to say no.
    pub fn unless_also<T>(reasons: Vec<Refusal>, answer: Result<T, Self>) -> Result<T, Self> {
        match answer {
            Ok(answer) => Self::unless_empty(reasons).map(|()| answer),
            Err(refused) => Err(Self { reasons: [reasons, refused.reasons].concat(), ..refused }),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(reason: Refusal) -> Self {
        Self { reasons: vec![reason], repairs: Vec::new() }
    }
}

/// Checks a text that must be there and not longer than `max` characters.
pub(crate) fn required_text(text: &str, field: Field, max: u32) -> Option<Refusal> {
    if text.trim().is_empty() { Some(Refusal::Empty { field }) } else { bounded_text(text, field, max) }
}

/// Checks a text that may be absent.
pub(crate) fn bounded_text(text: &str, field: Field, max: u32) -> Option<Refusal> {
    (text.chars().count() > max as usize).then_some(Refusal::TooLong { field, max })
}
