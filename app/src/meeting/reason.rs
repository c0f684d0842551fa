//! Asks why, where it is not done without a reason.

use domain::Refusal;
use domain::refusal::Field as Which;
use leptos::html::Input;
use leptos::prelude::*;

use crate::text;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::refusals::use_explain;

#[component]
pub(super) fn AskReason(
    title: &'static str,
    words: &'static str,
    confirm: &'static str,
    class: &'static str,
    busy: RwSignal<bool>,
    on_close: Callback<()>,
    on_confirm: Callback<String>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let empty = use_explain().reason(&Refusal::Empty { field: Which::Reason });
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
            on_confirm.run(given);
        }
    };
    view! {
        <Dialog title=title on_close=on_close>
            <p>{words}</p>
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
