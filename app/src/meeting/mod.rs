//! The card of a meeting: planning one, reading one, changing one, answering an invitation.
//!
//! [`editing`] holds what is saved and what is typed; every section of the card is a file that reads and
//! writes the fields of its [`form`]. What a rule says no to comes back through [`trouble`].

mod about;
mod address;
mod answer;
mod attachments;
pub(crate) mod attribute;
mod badge;
mod card;
mod checklist;
mod client;
mod editing;
mod fact;
mod finish;
mod form;
mod head;
mod history;
mod journey;
mod leave;
mod life;
mod list;
mod live;
mod meanwhile;
mod pages;
mod participant;
mod participants;
mod particulars;
mod reason;
pub(crate) mod remedies;
mod reminders;
mod remove;
mod schedule;
mod schedule_further;
mod schedule_typed;
pub(crate) mod schedule_words;
mod scope;
mod signs;
mod times;
mod told;
mod transfer;
mod trouble;
mod when;
pub mod words;

pub use badge::{AnswerSign, MissedBadge, StateBadge, answer_word, state_word};
pub use list::{MeetingList, TellWhose, Whose, hue_style};
pub use pages::{MeetingRoute, NewMeetingRoute};
pub(crate) use scope::{Mending, WhichDialog};
pub use signs::signs;
