//! When people and rooms have time.

pub mod hours;
mod load;

pub use hours::WorkingHours;
pub use load::{Busy, Firmness, Freedom, Load, by_freedom};
