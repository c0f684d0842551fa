//! The meeting journal (Журнал встреч): one's own week, the weeks of those whom one leads, and what is said about
//! them.

mod chat;
mod days;
mod decide;
mod head;
mod page;
mod part;
mod plan;
mod reasons;
mod team;
mod words;

pub use page::JournalHome;
pub use part::{JournalRoute, PointsRoute, ReportsRoute};
pub(crate) use words::{outcome_name, outcome_word};
