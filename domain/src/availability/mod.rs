//! When people and rooms have time.

pub mod hours;
mod load;
pub mod repair;

pub use hours::{BookableHours, Closure, WorkingHours};
pub use load::{Busy, Firmness, Freedom, Load, by_freedom};
pub use repair::Repair;
