//! The card of a meeting: planning one, reading one, changing one, answering an invitation.
//!
//! [`editing`] holds what is saved and what is typed; every section of the card is a file that reads and
//! writes the fields of its [`form`]. What a rule says no to comes back through [`trouble`].

mod about;
mod answer;
mod badge;
mod card;
mod client;
mod editing;
mod fact;
mod form;
mod head;
mod history;
mod leave;
mod list;
mod live;
mod meanwhile;
mod pages;
mod participant;
mod participants;
mod particulars;
mod remove;
mod schedule;
mod schedule_words;
mod scope;
mod times;
mod told;
mod trouble;
mod when;
pub mod words;

pub use badge::{AnswerSign, StateBadge, answer_word, state_word};
pub use list::{MeetingList, hue_style};
pub use pages::{MeetingPage, NewMeetingPage};
