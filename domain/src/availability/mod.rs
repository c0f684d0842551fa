//! When people and rooms have time.

mod fullness;
pub mod hours;
mod load;
pub mod repair;

pub use fullness::{dots, minutes_by_day};
pub use hours::{BookableHours, Closure, WorkingHours};
pub use load::{Busy, Firmness, Freedom, Load, by_freedom};
pub use repair::Repair;
