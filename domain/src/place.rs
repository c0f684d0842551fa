//! Rooms of one's own organisation (место проведения, CUTYPE=ROOM).

use serde::{Deserialize, Serialize};

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
    pub archived: bool,
}

impl Place {
    pub fn check(&self) -> Result<(), Refused> {
        let nobody_fits = (self.capacity == 0).then_some(Refusal::Empty { field: Field::Capacity });
        let reasons = [
            required_text(&self.name, Field::Name, 200),
            bounded_text(&self.equipment.concat(), Field::Description, 1_000),
            nobody_fits,
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
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
}
