//! Rooms of one's own organisation (место проведения, CUTYPE=ROOM).

use serde::{Deserialize, Serialize};

use crate::availability::BookableHours;
use crate::change::Revision;
use crate::id::{MeetingId, PlaceId};
use crate::refusal::{Field, bounded_text, required_text};
use crate::time::Span;
use crate::{Refusal, Refused};

/// A room that meetings book. An archived one takes no new bookings; history keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    pub id: PlaceId,
    pub name: String,
    /// How many people fit in.
    pub capacity: u32,
    /// What is in it: "projector", "video".
    pub equipment: Vec<String>,
    /// Without them it can be booked at any time.
    #[serde(default)]
    pub bookable: Option<BookableHours>,
    pub archived: bool,
}

impl Place {
    pub fn check(&self) -> Result<(), Refused> {
        let nobody_fits = (self.capacity == 0).then_some(Refusal::Empty { field: Field::Capacity });
        let reasons = [
            required_text(&self.name, Field::Name, 200),
            bounded_text(&self.equipment.concat(), Field::Description, 1_000),
            nobody_fits,
            self.bookable.as_ref().and_then(BookableHours::check),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }

    /// Whether everything is in it that is in the other one.
    pub fn is_equipped_like(&self, other: &Self) -> bool {
        other.equipment.iter().all(|wanted| self.has(wanted))
    }

    pub fn has(&self, wanted: &str) -> bool {
        let wanted = wanted.to_lowercase();
        self.equipment.iter().any(|thing| thing.to_lowercase() == wanted)
    }
}

/// A stretch of time for which a room is taken (S14). Without subject and organiser, whoever looks may
/// know only that it is busy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Booking {
    pub place: PlaceId,
    pub meeting: MeetingId,
    pub span: Span,
    pub subject: Option<String>,
    pub organiser: Option<String>,
    /// Whoever looks takes part in it, or sees to it.
    pub yours: bool,
}

/// What the rooms are booked for in a stretch of time, true as of a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupancy {
    pub revision: Revision,
    /// Those that can be booked, by name.
    pub rooms: Vec<Place>,
    /// By room and time.
    pub bookings: Vec<Booking>,
    /// When a room cannot be booked.
    pub closed: Vec<(PlaceId, Span)>,
}

/// On how many dates of a series a room is not free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FreeDates {
    /// How many dates were looked at: the next ones.
    pub dates: u32,
    /// The rooms that are not free on each of them.
    pub taken: Vec<TakenDates>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenDates {
    pub place: PlaceId,
    pub dates: u32,
}

/// Somebody is about to choose a room (D2). It informs and never blocks, and passes by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub place: PlaceId,
    pub span: Span,
    /// Who; `None` where whoever looks may not know.
    pub name: Option<String>,
}

/// Seconds for which a hold stands after it was last renewed.
pub const HOLD_SECONDS: i64 = 90;
