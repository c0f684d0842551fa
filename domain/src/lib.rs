//! What meetings are and what may be done with them.
//!
//! This crate owns the words of Daybook (they are iCalendar's where they fit) and every rule about
//! them. It does no I/O and reads no clock: `now`, the rules of a time zone and whatever a rule has to
//! look at are arguments. It may import chrono, serde, uuid and thiserror, and nothing that touches a
//! disk, a network or a screen; `cargo xtask test` proves that from the dependency tree.
//!
//! To add the next thing that can be done with a meeting, write one file in [`meeting`] named for the
//! verb, let it return `Result<_, Refused>`, and say in [`permission`] who may do it. What can be typed
//! instead of picked is said by the small grammar of [`shorthand`].

pub mod absence;
pub mod alike;
pub mod attachment;
pub mod attribute;
pub mod availability;
pub mod calendar;
pub mod change;
pub mod checklist;
pub mod client;
pub mod grid;
pub mod id;
pub mod journal;
pub mod journey;
pub mod kind;
pub mod location;
pub mod meeting;
pub mod number;
pub mod people;
pub mod permission;
pub mod place;
pub mod points;
pub mod refusal;
pub mod reminder;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod shorthand;
pub mod time;

pub use refusal::{Refusal, Refused};
