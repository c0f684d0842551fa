//! Asks why, where it is not done without a reason: a meeting is cancelled, or taken up again.

use domain::Refusal;
use domain::refusal::Field as Which;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::life::went_on;
use crate::api::{Failure, cancel_meeting, reopen_meeting};
use crate::text;
use crate::texts::locale;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::toast::{Tone, use_toasts};

/// A step in a meeting's life that takes a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reasoned {
    Cancel,
    Reopen,
}

/// What was typed stays until it is done, whatever is in the way.
#[component]
pub(super) fn AskReason(editing: Editing, step: Reasoned) -> impl IntoView {
    let (toasts, locale, explain) = (use_toasts(), locale(), use_explain());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(Vec::new()));
    let (title, words, confirm, class) = match step {
        Reasoned::Cancel => {
            (text!(life.cancel_title), text!(life.cancel_text), text!(life.cancel), "button primary danger")
        }
        Reasoned::Reopen => {
            (text!(life.reopen_title), text!(life.reopen_text), text!(life.reopen), "button primary")
        }
    };
    let on_close = Callback::new(move |()| editing.question.set(None));
    let on_confirm = {
        let explain = explain.clone();
        move |reason: String| {
            let Some(seen) = editing.version() else { return };
            let explain = explain.clone();
            busy.set(true);
            spawn_local(async move {
                let outcome = match step {
                    Reasoned::Cancel => cancel_meeting(editing.id, seen, reason).await,
                    Reasoned::Reopen => reopen_meeting(editing.id, seen, reason).await,
                };
                busy.try_set(false);
                match outcome {
                    Err(failure) if editing.is_left() => {
                        toasts.say(Tone::Error, explain.failure(&failure).join(" "));
                    }
                    Err(failure) => {
                        if matches!(failure, Failure::Conflict { .. }) {
                            // What others did shows at once; what was asked for can be asked for again.
                            let _ = editing.read_again().await;
                        }
                        refused.try_set(explain.failure(&failure));
                    }
                    done => {
                        if let Some(subject) = went_on(editing, done).await {
                            let words = match step {
                                Reasoned::Cancel => {
                                    td_string!(locale, life.cancelled_toast, subject = subject)
                                }
                                Reasoned::Reopen => {
                                    td_string!(locale, life.reopened_toast, subject = subject)
                                }
                            };
                            toasts.say(Tone::Done, words);
                        }
                    }
                }
            });
        }
    };
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let empty = explain.reason(&Refusal::Empty { field: Which::Reason });
    let wrong = Signal::derive(move || missing.get().then(|| empty.clone()));
    let field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // An element that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    });
    let submit = move || {
        let given = reason.get_untracked();
        if given.trim().is_empty() {
            missing.set(true);
        } else if !busy.get_untracked() {
            refused.set(Vec::new());
            on_confirm(given);
        }
    };
    view! {
        <Dialog title=title on_close=on_close>
            <p>{words}</p>
            <Reasons reasons=refused />
            <form
                class="fields"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                <Field id="why" label=text!(refusal.field_reason) wrong=wrong>
                    <input
                        class="input"
                        id="why"
                        node_ref=field
                        maxlength="1000"
                        autocomplete="off"
                        placeholder=text!(life.reason_placeholder)
                        on:input=move |event| {
                            missing.set(false);
                            reason.set(event_target_value(&event));
                        }
                        aria-invalid=invalid(wrong)
                        aria-describedby=described_by("why", wrong)
                    />
                </Field>
                <div class="dialog-foot">
                    <span class="spacer"></span>
                    <button type="button" class="button" on:click=move |_| on_close.run(())>
                        {text!(life.keep)}
                    </button>
                    <button class=class aria-busy=move || busy.get().then_some("true") disabled=busy>
                        {confirm}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
