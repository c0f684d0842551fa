//! What a browser holds.

pub mod clock;
pub mod live;
pub mod planner;
