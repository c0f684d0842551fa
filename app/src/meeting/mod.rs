//! The card of a meeting: planning one, reading one, changing one, answering an invitation.

mod badge;
pub mod words;

use leptos::prelude::*;

pub use badge::{AnswerSign, StateBadge, answer_word, state_word};

#[component]
pub fn NewMeetingPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}

#[component]
pub fn MeetingPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}
