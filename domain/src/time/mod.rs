//! Instants, wall clocks and the zones between them.
//!
//! Instants are UTC. A meeting keeps its wall-clock start and its zone, so that it stays at ten o'clock
//! when the clocks change. All-day is dates, never instants.

pub mod recurrence;
pub mod span;
pub mod week;
pub mod when;
pub mod zone;

pub use recurrence::{Ends, Every, Recurrence, Rule, Weekdays};
pub use span::Span;
pub use week::{IsoWeek, WeekStart};
pub use when::When;
pub use zone::{Change, Shift, ZoneName, ZoneRules};
