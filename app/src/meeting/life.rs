//! Where a meeting is in its life, and the ways on from there (S41, S44).

use chrono::{DateTime, Utc};
use domain::meeting::{Sheet, State};
use domain::permission::Steps;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::badge::{MissedBadge, state_icon, state_word};
use super::editing::Editing;
use super::finish::Finish;
use super::reason::{AskReason, Reasoned};
use super::words::{length, state_name};
use crate::api::{Failure, start_meeting};
use crate::state::clock::now;
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::toast::{Tone, use_toasts};

/// What is asked before a meeting goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// What came of it. `Offered` after the last tick, and not wished for.
    Finish(Wanted),
    /// Why it is cancelled or taken up again.
    Reason(Reasoned),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Asked,
    Offered,
}

/// Nothing for a meeting that is not planned yet.
#[component]
pub(super) fn Life(editing: Editing) -> impl IntoView {
    let there = Memo::new(move |_| !editing.is_new());
    view! {
        <Show when=move || there.get()>
            <section class="life" aria-label=text!(life.title)>
                <Stepper editing=editing />
                <Ways editing=editing />
                <OutcomeFacts editing=editing />
            </section>
            <Questions editing=editing />
        </Show>
    }
}

#[component]
fn Stepper(editing: Editing) -> impl IntoView {
    let locale = locale();
    let state = Memo::new(move |_| of(editing, |sheet| sheet.meeting.state).unwrap_or(State::Planned));
    let step = move |step: State| {
        let done = move || match state.get() {
            State::Planned | State::Cancelled => false,
            State::InProgress => step == State::Planned,
            State::Closed => step != State::Closed,
        };
        view! {
            <li
                class="step"
                data-state=state_word(step)
                data-done=move || done().then_some("")
                aria-current=move || (state.get() == step).then_some("step")
            >
                <Glyph icon=state_icon(step) />
                {state_name(locale, step)}
            </li>
        }
    };
    view! {
        <ol class="steps">
            {[State::Planned, State::InProgress, State::Closed, State::Cancelled].map(step).collect_view()}
        </ol>
    }
}

/// What the viewer may do next.
#[component]
fn Ways(editing: Editing) -> impl IntoView {
    let missed =
        Memo::new(move |_| of(editing, |sheet| is_missed(sheet, editing, now())).unwrap_or_default());
    let state = Memo::new(move |_| of(editing, |sheet| sheet.meeting.state).unwrap_or(State::Planned));
    let may = Memo::new(move |_| of(editing, |sheet| sheet.steps).unwrap_or_default());
    let (busy, start) = use_start(editing);
    let ask = move |question| editing.question.set(Some(question));
    let words = [text!(life.start), text!(life.close), text!(life.cancel), text!(life.reopen)];
    let buttons = move || {
        let Steps { start: may_start, close, cancel, reopen, .. } = may.get();
        let state = state.get();
        let open = !state.is_over();
        let [start_word, close_word, cancel_word, reopen_word] = words;
        view! {
            {(may_start && state == State::Planned)
                .then(|| {
                    view! {
                        <button type="button" class="button" disabled=busy on:click=move |_| start.run(())>
                            <Glyph icon=Icon::IN_PROGRESS />
                            {start_word}
                        </button>
                    }
                })}
            {(close && (state == State::InProgress || missed.get()))
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button primary"
                            on:click=move |_| ask(Question::Finish(Wanted::Asked))
                        >
                            <Glyph icon=Icon::CLOSED />
                            {close_word}
                        </button>
                    }
                })}
            {(cancel && open)
                .then(|| {
                    view! {
                        <button type="button" class="button quiet" on:click=move |_| ask(Question::Reason(Reasoned::Cancel))>
                            {cancel_word}
                        </button>
                    }
                })}
            {(reopen && !open)
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click=move |_| ask(Question::Reason(Reasoned::Reopen))>
                            <Glyph icon=Icon::UNDO />
                            {reopen_word}
                        </button>
                    }
                })}
        }
    };
    view! {
        <div class="life-ways">
            <Show when=move || missed.get()>
                <MissedBadge />
            </Show>
            {buttons}
        </div>
    }
}

/// What came of a meeting that is over.
#[component]
fn OutcomeFacts(editing: Editing) -> impl IntoView {
    let locale = locale();
    let facts = move || {
        let sheet = editing.sheet.read();
        let meeting = &sheet.as_ref()?.meeting;
        let outcome = &meeting.outcome;
        let words = match meeting.state {
            State::Planned | State::InProgress => return None,
            State::Cancelled => {
                td_string!(locale, life.cancelled_because, reason = outcome.cancelled_because.as_str())
            }
            State::Closed if outcome.result.is_empty() => td_string!(locale, life.no_result).to_owned(),
            State::Closed => outcome.result.clone(),
        };
        let spent = outcome.minutes_spent.filter(|_| meeting.state == State::Closed);
        let spent = spent.map(|minutes| td_string!(locale, life.spent, length = length(locale, minutes)));
        let view = view! {
            <div class="life-outcome">
                <p>{words}</p>
                {spent.map(|spent| view! { <p class="hint">{spent}</p> })}
            </div>
        };
        Some(view.into_any())
    };
    view! { {facts} }
}

#[component]
fn Questions(editing: Editing) -> impl IntoView {
    let question = move || {
        let asked = editing.question.get()?;
        Some(match asked {
            Question::Finish(wanted) => view! { <Finish editing=editing wanted=wanted /> }.into_any(),
            Question::Reason(step) => view! { <AskReason editing=editing step=step /> }.into_any(),
        })
    };
    view! { {question} }
}

/// Shows what became of a step, or why it was refused; answers the subject of a meeting that went on.
pub(super) async fn went_on(editing: Editing, outcome: Result<Sheet, Failure>) -> Option<String> {
    // The card may have been left meanwhile.
    let left = editing.is_left();
    if !left {
        editing.question.set(None);
    }
    match outcome {
        Ok(sheet) => {
            let subject = sheet.meeting.subject.clone();
            if !left {
                editing.trouble.clear();
                editing.show_answer(sheet);
            }
            Some(subject)
        }
        Err(failure) => {
            if !left {
                if matches!(failure, Failure::Conflict { .. }) {
                    // What others did shows at once; what was asked for can be asked for again.
                    let _ = editing.read_again().await;
                }
                editing.trouble.show(failure);
            }
            None
        }
    }
}

/// Starts it; what is typed is saved first. The signal is true meanwhile.
fn use_start(editing: Editing) -> (RwSignal<bool>, Callback<()>) {
    let (busy, toasts, locale) = (RwSignal::new(false), use_toasts(), locale());
    let start = move |()| {
        busy.set(true);
        spawn_local(async move {
            let outcome = match editing.save_first().await {
                Ok(()) => start_meeting(editing.id).await,
                Err(failure) => Err(failure),
            };
            if let Some(subject) = went_on(editing, outcome).await {
                toasts.say(Tone::Done, td_string!(locale, life.started_toast, subject = subject));
            }
            busy.try_set(false);
        });
    };
    (busy, Callback::new(start))
}

/// Whether it has ended and is not closed (S2).
pub(super) fn is_missed(sheet: &Sheet, editing: Editing, now: DateTime<Utc>) -> bool {
    let end = editing.form.rules.with_value(|rules| sheet.meeting.when.span(rules).end());
    sheet.meeting.state.needs_result(end, now)
}

fn of<T>(editing: Editing, what: impl FnOnce(&Sheet) -> T) -> Option<T> {
    editing.sheet.read().as_ref().map(what)
}
