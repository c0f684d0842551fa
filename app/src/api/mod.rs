//! The calls that screens make, by noun. Each has three movements: who asks, ask the store, answer in
//! domain types. Rules and permissions are the store's and the domain's; none stands here.

mod calendar;
mod desk;
mod directory;
#[cfg(feature = "ssr")]
mod door;
mod failure;
mod meetings;
mod zones;

pub use calendar::{calendar, invitations};
pub use desk::{Desk, desk};
pub use directory::{Choices, ClientChoice, choices, client, find_clients, find_people};
pub use failure::Failure;
pub use meetings::{History, meeting, meeting_history, plan, remove, reschedule, respond, restore, revise};
pub use zones::{ZoneChoice, zones};
