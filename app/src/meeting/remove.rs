//! Taking a meeting out of the calendar, after a question, and back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use super::editing::Editing;
use super::head::back_to;
use super::scope::WhichDialog;
use crate::api::{foresee_removal, remove, remove_series};
use crate::calendar::use_acts;
use crate::text;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};
use domain::meeting::Scope;

#[component]
pub(super) fn Remove(editing: Editing) -> impl IntoView {
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let in_series = Memo::new(move |_| editing.is_in_series());
    let (acts, toasts, explain, navigate) = (use_acts(), use_toasts(), use_explain(), use_navigate());
    let confirm = Callback::new(move |scope| {
        let Some(sheet) = editing.sheet.get_untracked() else { return };
        let (explain, navigate, back) = (explain.clone(), navigate.clone(), untrack(|| back_to(editing)));
        busy.set(true);
        // What is done here is no news to this card.
        editing.saving.set(true);
        spawn_local(async move {
            let seen = sheet.meeting.version;
            let removed = match scope {
                Scope::This => remove(editing.id, seen).await,
                Scope::ThisAndFollowing | Scope::All => remove_series(editing.id, seen, scope).await,
            };
            match removed {
                Ok(()) => {
                    if !editing.is_left() {
                        editing.give_up();
                    }
                    navigate(&back, leptos_router::NavigateOptions::default());
                    acts.removed(editing.id, scope, &sheet.meeting.subject);
                }
                Err(failure) => {
                    // The card may have been left meanwhile.
                    asking.try_set(false);
                    editing.saving.try_set(false);
                    toasts.say(Tone::Error, explain.failure(&failure).join(" "));
                }
            }
            busy.try_set(false);
        });
    });
    view! {
        <button
            type="button"
            class="button quiet icon danger"
            aria-label=text!(meeting.remove)
            on:click=move |_| asking.set(true)
        >
            <Glyph icon=Icon::DELETE />
        </button>
        <Show when=move || asking.get() && in_series.get()>
            <WhichDialog
                rules=Signal::derive(move || editing.form.rules.get_value())
                title=text!(schedule.remove_title)
                confirm=text!(meeting.remove)
                tone="danger"
                scopes=vec![Scope::This, Scope::ThisAndFollowing, Scope::All]
                foresee=Box::new(move |scope| Box::pin(foresee_removal(editing.id, scope)))
                on_close=Callback::new(move |()| asking.set(false))
                on_confirm=confirm
            />
        </Show>
        <Show when=move || asking.get() && !in_series.get()>
            <Dialog title=text!(meeting.remove_title) on_close=move |()| asking.set(false)>
                <p>{text!(meeting.remove_text)}</p>
                <div class="dialog-foot">
                    <span class="spacer"></span>
                    <button type="button" class="button" on:click=move |_| asking.set(false)>
                        {text!(common.cancel)}
                    </button>
                    <button
                        type="button"
                        class="button primary danger"
                        aria-busy=move || busy.get().then_some("true")
                        disabled=busy
                        on:click=move |_| confirm.run(Scope::This)
                    >
                        {text!(meeting.remove)}
                    </button>
                </div>
            </Dialog>
        </Show>
    }
}
