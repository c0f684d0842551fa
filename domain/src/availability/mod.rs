//! When people and rooms have time.

mod fullness;
pub mod hours;

pub use fullness::{dots, minutes_by_day};
pub use hours::WorkingHours;
