//! When people and rooms have time.

pub mod hours;

pub use hours::WorkingHours;
