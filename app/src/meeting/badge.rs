//! States and answers: colour, sign and word, so that none has to carry it alone.

use domain::meeting::{Answer, State};
use leptos::prelude::*;

use super::words::{answer_name, state_name};
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};

/// Where a meeting is in its life.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    view! {
        <span class="badge" data-state=state_word(state)>
            <Glyph icon=state_icon(state) />
            {state_name(locale(), state)}
        </span>
    }
}

/// A meeting that has ended and is not closed (S2).
#[component]
pub fn MissedBadge() -> impl IntoView {
    view! {
        <span class="badge" data-state="missed">
            <Glyph icon=Icon::WARNING />
            {text!(life.missed)}
        </span>
    }
}

/// Whether somebody comes.
#[component]
pub fn AnswerSign(answer: Answer) -> impl IntoView {
    view! {
        <span class="answer" data-answer=answer_word(answer)>
            <Glyph icon=answer_icon(answer) />
            {answer_name(locale(), answer)}
        </span>
    }
}

/// What the style sheet calls a state.
pub fn state_word(state: State) -> &'static str {
    match state {
        State::Planned => "planned",
        State::InProgress => "in-progress",
        State::Closed => "closed",
        State::Cancelled => "cancelled",
    }
}

/// What the style sheet calls an answer.
pub fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Maybe => "maybe",
        Answer::Accepted => "accepted",
        Answer::Declined => "declined",
    }
}

pub(super) fn state_icon(state: State) -> Icon {
    match state {
        State::Planned => Icon::PLANNED,
        State::InProgress => Icon::IN_PROGRESS,
        State::Closed => Icon::CLOSED,
        State::Cancelled => Icon::CANCELLED,
    }
}

fn answer_icon(answer: Answer) -> Icon {
    match answer {
        Answer::Maybe => Icon::MAYBE,
        Answer::Accepted => Icon::ACCEPTED,
        Answer::Declined => Icon::DECLINED,
    }
}
