//! What a browser holds.

pub mod clock;
pub mod live;
pub mod outbox;
pub mod planner;
pub mod roads;
pub mod unread;
