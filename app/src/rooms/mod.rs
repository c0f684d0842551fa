//! The booking grid (S14 to S16, D2): rooms as rows, hours as columns, and free time to drag over.
//!
//! It is shown as a page ([`page`]) and as a dialog of the card ([`dialog`]). What both share is a [`board::Board`];
//! what is booked stands in [`held`] and is kept true by [`live`]. [`grid`] draws rows as HTML written by [`row`];
//! [`aim`] says what a pointer comes down on, [`hand`] follows it and [`keys`] the keyboard; what a gesture means is computed
//! in [`domain::grid::board`] and [`domain::grid::grip`]. What is chosen is drawn by [`pencil`]: a drag moves one element.

mod aim;
mod board;
mod choice;
mod dialog;
mod filter;
mod grid;
mod hand;
mod held;
mod keys;
mod live;
mod page;
mod pencil;
mod row;

pub(crate) use board::Choice;
pub(crate) use dialog::{Purpose, RoomsDialog};
pub use page::{RoomsHome, RoomsRoute};
