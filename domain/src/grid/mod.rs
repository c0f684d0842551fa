//! The arithmetic of the calendar grid: minutes and fractions of a day, never pixels.
//!
//! A view measures where its columns are, asks here what stands where and what a gesture means, and writes
//! the answer as custom properties; the style sheet multiplies.

pub mod bars;
pub mod board;
pub mod cursor;
pub mod day;
pub mod drag;
pub mod grip;
pub mod lanes;
pub mod month;
#[cfg(test)]
mod stories;

pub use bars::Bar;
pub use cursor::{Cell, Cursor, Direction, Row};
pub use day::{Continues, Piece, Step, Stretch};
pub use drag::{Edge, Gesture, Spot};
pub use lanes::{Lane, lanes};
