//! When people and rooms have time.

pub mod hours;
pub mod repair;

pub use hours::{BookableHours, Closure, WorkingHours};
pub use repair::Repair;
