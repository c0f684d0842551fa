//! What a browser holds.

pub mod clock;
