//! The changes of an approved plan whose reason is still to be given (S64).

use domain::id::MeetingId;
use domain::journal::PlanSheet;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::explain_amendment;
use crate::text;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn Reasons(sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let open = Memo::new(move |_| {
        sheet.with(|sheet| {
            let mine = sheet.permits.explain;
            let lines = sheet.lines.iter().filter(|line| mine && line.unexplained);
            lines.map(|line| (line.meeting, line.subject().to_owned())).collect::<Vec<_>>()
        })
    });
    let (title, hint) = (text!(journal.reasons), text!(journal.reasons_hint));
    view! {
        <Show when=move || !open.read().is_empty()>
            <section class="plan-reasons" aria-label=title>
                <h3 class="plan-part">{title}</h3>
                <p class="hint">{hint}</p>
                <For each=move || open.get() key=|(meeting, _)| *meeting let:it>
                    <Reason meeting=it.0 subject=it.1 sheet=sheet />
                </For>
            </section>
        </Show>
    }
}

#[component]
fn Reason(meeting: MeetingId, subject: String, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (reason, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (toasts, explain) = (use_toasts(), use_explain());
    let give = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (key, explain) = (sheet.with_untracked(|sheet| sheet.plan.key), explain.clone());
        busy.set(true);
        spawn_local(async move {
            match explain_amendment(key, meeting, reason.get_untracked()).await {
                Ok(again) => {
                    sheet.try_set(again);
                }
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            // Given, it is asked for no longer.
            busy.try_set(false);
        });
    };
    view! {
        <form class="plan-reason" on:submit=give>
            <label class="field-label" for=format!("reason-{meeting}")>
                {text!(journal.reason_for, subject = subject.as_str())}
            </label>
            <input
                class="input"
                id=format!("reason-{meeting}")
                maxlength="1000"
                required
                prop:value=move || reason.get()
                on:input=move |event| reason.set(event_target_value(&event))
            />
            <button class="button small" disabled=busy>
                {text!(journal.reason_give)}
            </button>
        </form>
    }
}
