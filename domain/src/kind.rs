//! Interaction kinds (виды взаимодействия) with their checklist templates, and categories.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checklist::Asks;
use crate::id::{CategoryId, KindId, TemplateItemId};
use crate::refusal::{Field, bounded_text, required_text};
use crate::time::When;
use crate::{Refusal, Refused};

/// An interaction kind (S46 to S52).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kind {
    pub id: KindId,
    pub name: String,
    /// Set for the kinds that Daybook comes with: the screens call them by their word in each language.
    pub predefined: Option<Predefined>,
    pub purpose: String,
    pub event_type: EventType,
    /// Whether meetings of this kind are planned in the meeting journal (S49).
    pub in_journal: bool,
    /// Minutes that choosing the kind gives a meeting (S50).
    pub default_minutes: u32,
    /// Earned when a meeting of this kind is closed (S51).
    pub points: u32,
    pub checklist: Vec<TemplateItem>,
    pub archived: bool,
}

impl Kind {
    pub fn check(&self) -> Result<(), Refused> {
        let items = self.checklist.iter().map(|item| required_text(&item.text, Field::Checklist, 500));
        let length = match self.default_minutes {
            0 => Some(Refusal::Empty { field: Field::Duration }),
            minutes if minutes > When::LONGEST_MINUTES => {
                Some(Refusal::TooLong { field: Field::Duration, max: When::LONGEST_MINUTES })
            }
            _ => None,
        };
        let own = [
            required_text(&self.name, Field::Name, 200),
            bounded_text(&self.purpose, Field::Description, 1_000),
            length,
        ];
        Refused::unless_empty(own.into_iter().chain(items).flatten().collect())
    }
}

/// The kinds that every new database holds. Their ids are fixed, so that they are known before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Predefined {
    /// «Встреча», what a new meeting is (S8).
    Meeting,
    /// «Встреча на территории клиента».
    MeetingAtClient,
    /// «Звонок».
    Call,
    /// «Презентация».
    Presentation,
}

impl Predefined {
    pub const ALL: [Self; 4] = [Self::Meeting, Self::MeetingAtClient, Self::Call, Self::Presentation];

    pub fn id(self) -> KindId {
        let number = match self {
            Self::Meeting => 1,
            Self::MeetingAtClient => 2,
            Self::Call => 3,
            Self::Presentation => 4,
        };
        KindId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0000 + number))
    }
}

/// Where and how a meeting of a kind takes place (вид события, S48).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    Internal,
    External,
    Call,
    Other,
}

/// A line of a kind's checklist template (S52).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateItem {
    pub id: TemplateItemId,
    pub text: String,
    /// Whether a meeting can be closed without it (S54).
    pub mandatory: bool,
    #[serde(default)]
    pub asks: Asks,
}

/// A category of meetings with its colour (S25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub color: Hue,
    pub archived: bool,
}

impl Category {
    pub fn check(&self) -> Result<(), Refused> {
        Refused::unless_empty(required_text(&self.name, Field::Name, 100).into_iter().collect())
    }
}

/// A hue in degrees of the oklch colour circle, 0 to 359; the style sheet derives every shade from it, in
/// light and dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "u16", into = "u16")]
pub struct Hue(u16);

impl Hue {
    /// Those that are offered for a category: far enough from each other that neighbours are told apart.
    pub const OFFERED: [Self; 12] = [
        Self(25),
        Self(55),
        Self(85),
        Self(115),
        Self(145),
        Self(165),
        Self(195),
        Self(225),
        Self(255),
        Self(285),
        Self(315),
        Self(345),
    ];

    pub fn degrees(degrees: u16) -> Option<Self> {
        (degrees < 360).then_some(Self(degrees))
    }
}

/// The number is not a hue.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hue is a number of degrees from 0 to 359")]
pub struct NotAHue;

impl TryFrom<u16> for Hue {
    type Error = NotAHue;

    fn try_from(degrees: u16) -> Result<Self, NotAHue> {
        Self::degrees(degrees).ok_or(NotAHue)
    }
}

impl From<Hue> for u16 {
    fn from(Hue(degrees): Hue) -> Self {
        degrees
    }
}
