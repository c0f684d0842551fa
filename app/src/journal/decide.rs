//! What the one who looks can do with a plan: submit it and take it back, approve or return it, close the week.

use std::future::Future;

use domain::journal::{PlanPermits, PlanSheet};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::{
    Failure, approve_plan, close_week, look_at_plan, return_plan, submit_plan, week_plan, withdraw_plan,
};
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Explain, Reasons, use_explain};
use crate::ui::toast::{Toasts, Tone, use_toasts};

/// A verb under way. Copy it into an event handler.
#[derive(Clone, Copy)]
struct Act {
    sheet: RwSignal<PlanSheet>,
    busy: RwSignal<bool>,
    reasons: RwSignal<Vec<String>>,
    explain: StoredValue<Explain>,
    toasts: Toasts,
}

impl Act {
    /// Asks the server, shows the plan as it is then, and says what was done.
    fn run(
        self,
        call: impl Future<Output = Result<PlanSheet, Failure>> + 'static,
        said: impl FnOnce(&PlanSheet) -> String + 'static,
    ) {
        let key = self.sheet.with_untracked(|sheet| sheet.plan.key);
        self.busy.set(true);
        self.reasons.set(Vec::new());
        spawn_local(async move {
            match call.await {
                Ok(sheet) => {
                    self.toasts.say(Tone::Done, said(&sheet));
                    // The plan may have been left meanwhile.
                    self.sheet.try_set(sheet);
                }
                Err(failure) => {
                    let reasons = self.explain.try_with_value(|explain| explain.failure(&failure));
                    self.reasons.try_set(reasons.unwrap_or_default());
                    if let (Failure::Conflict { .. }, Ok(sheet)) = (&failure, week_plan(key).await) {
                        self.sheet.try_set(sheet);
                    }
                }
            }
            self.busy.try_set(false);
        });
    }
}

#[component]
pub(super) fn Decide(sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let act = Act {
        sheet,
        busy: RwSignal::new(false),
        reasons: RwSignal::new(Vec::new()),
        explain: StoredValue::new(use_explain()),
        toasts: use_toasts(),
    };
    let locale = locale();
    let permits = Memo::new(move |_| sheet.with(|sheet| sheet.permits));
    // What is typed stays while others change the plan.
    let (note, comment) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    view! {
        <Show when=move || offers_anything(permits.get())>
            <div class="plan-decide">
                <Show when=move || permits.get().submit>
                    <Submit act=act note=note locale=locale />
                </Show>
                <Show when=move || permits.get().withdraw>
                    <button
                        type="button"
                        class="button"
                        disabled=act.busy
                        on:click=move |_| {
                            let key = sheet.with_untracked(|sheet| sheet.plan.key);
                            act.run(withdraw_plan(key), move |_| td_string!(locale, journal.withdrawn).to_owned());
                        }
                    >
                        <Glyph icon=Icon::UNDO />
                        {text!(journal.withdraw)}
                    </button>
                </Show>
                <Show when=move || { permits.get().approve || permits.get().close }>
                    <Answer act=act comment=comment permits=permits locale=locale />
                </Show>
                <Reasons reasons=act.reasons />
            </div>
        </Show>
        <Look sheet=sheet />
    }
}

fn offers_anything(permits: PlanPermits) -> bool {
    permits.submit || permits.withdraw || permits.approve || permits.close
}

#[component]
fn Submit(act: Act, note: RwSignal<String>, locale: Locale) -> impl IntoView {
    let submit = move |_| {
        let key = act.sheet.with_untracked(|sheet| sheet.plan.key);
        let call = submit_plan(key, note.get_untracked());
        act.run(call, move |_| td_string!(locale, journal.submitted).to_owned());
    };
    view! {
        <Field id="plan-note" label=text!(journal.note) hint=text!(journal.note_hint).to_owned()>
            <textarea
                class="input"
                id="plan-note"
                rows="2"
                maxlength="2000"
                aria-describedby="plan-note-hint"
                prop:value=move || note.get()
                on:input=move |event| note.set(event_target_value(&event))
            ></textarea>
        </Field>
        <button type="button" class="button primary" disabled=act.busy on:click=submit>
            <Glyph icon=Icon::SEND />
            {text!(journal.submit)}
        </button>
    }
}

/// What the head answers.
#[component]
fn Answer(act: Act, comment: RwSignal<String>, permits: Memo<PlanPermits>, locale: Locale) -> impl IntoView {
    let key = act.sheet.with_untracked(|sheet| sheet.plan.key);
    let approve = move |_| {
        let edition = act.sheet.with_untracked(|sheet| sheet.edition.clone());
        act.run(approve_plan(key, edition), move |sheet| {
            td_string!(locale, journal.approved, name = sheet.owner.name.as_str())
        });
    };
    let give_back = move |_| {
        act.run(return_plan(key, comment.get_untracked()), move |sheet| {
            let _ = comment.try_set(String::new());
            td_string!(locale, journal.returned, name = sheet.owner.name.as_str())
        });
    };
    let close = move |_| {
        act.run(close_week(key, comment.get_untracked()), move |sheet| {
            td_string!(locale, journal.closed_week, name = sheet.owner.name.as_str())
        });
    };
    let hint = text!(journal.comment_hint);
    view! {
        <div class="field">
            <label class="field-label" for="plan-comment">
                {text!(journal.comment)}
            </label>
            <textarea
                class="input"
                id="plan-comment"
                rows="2"
                maxlength="2000"
                prop:value=move || comment.get()
                on:input=move |event| comment.set(event_target_value(&event))
            ></textarea>
            <Show when=move || permits.get().give_back>
                <span class="field-hint">{hint}</span>
            </Show>
        </div>
        <div class="plan-buttons">
            <Show when=move || permits.get().approve>
                <button type="button" class="button primary" disabled=act.busy on:click=approve>
                    <Glyph icon=Icon::ACCEPTED />
                    {text!(journal.approve)}
                </button>
            </Show>
            <Show when=move || permits.get().give_back>
                <button type="button" class="button" disabled=act.busy on:click=give_back>
                    <Glyph icon=Icon::UNDO />
                    {text!(journal.give_back)}
                </button>
            </Show>
            <Show when=move || permits.get().close>
                <button type="button" class="button primary" disabled=act.busy on:click=close>
                    <Glyph icon=Icon::CLOSED />
                    {text!(journal.close_week)}
                </button>
            </Show>
        </div>
    }
}

/// Notes that the head has this plan open: what is amended from now on is new the next time.
#[component]
fn Look(sheet: RwSignal<PlanSheet>) -> impl IntoView {
    Effect::new(move |before: Option<()>| {
        let (key, newest, mine) = sheet.with(|sheet| {
            let newest = sheet.plan.amendments.iter().map(|amendment| amendment.revision).max();
            let newest = newest.max(sheet.plan.approval.as_ref().map(|_| sheet.plan.version));
            (sheet.plan.key, newest, sheet.permits.explain)
        });
        // What has come since the page was opened is noted when it is opened the next time.
        if let (None, Some(newest), false) = (before, newest, mine) {
            spawn_local(async move {
                // A look that is not noted shows once more what was new.
                let _ = look_at_plan(key, newest).await;
            });
        }
    });
}
