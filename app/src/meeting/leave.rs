//! Nobody loses what they typed by a press on a link.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::editing::Editing;
use crate::text;
use crate::ui::dialog::Dialog;

/// Asks before a link leads away from what is not saved; the browser asks before the page is closed.
#[component]
pub(super) fn StayOrLeave(editing: Editing, save: Callback<()>) -> impl IntoView {
    let to = RwSignal::new(None::<String>);
    let unsaved = Memo::new(move |_| editing.is_unsaved());
    Effect::new(move |_| watch(unsaved, to));
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        if let Some(to) = to.get_untracked() {
            editing.give_up();
            navigate(&to, leptos_router::NavigateOptions::default());
        }
    });
    view! {
        <Show when=move || to.read().is_some()>
            <Dialog title=text!(meeting.leave_title) on_close=move |()| to.set(None)>
                <p>{text!(meeting.leave_text)}</p>
                <div class="dialog-foot">
                    <button type="button" class="button danger" on:click=move |_| leave.run(())>
                        {text!(meeting.leave_without)}
                    </button>
                    <span class="spacer"></span>
                    <button type="button" class="button" on:click=move |_| to.set(None)>
                        {text!(meeting.stay)}
                    </button>
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| {
                            to.set(None);
                            save.run(());
                        }
                    >
                        {text!(common.save)}
                    </button>
                </div>
            </Dialog>
        </Show>
    }
}

/// Catches presses on links before the router does, as long as the card is shown.
fn watch(unsaved: Memo<bool>, to: RwSignal<Option<String>>) {
    let is_unsaved = move || unsaved.try_get_untracked() == Some(true);
    let pressed = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
        if let Some(path) = link(&event).filter(|_| plain && is_unsaved()) {
            event.prevent_default();
            event.stop_propagation();
            to.set(Some(path));
        }
    });
    let page = document();
    let on = |page: &web_sys::Document| {
        page.add_event_listener_with_callback_and_bool("click", pressed.as_ref().unchecked_ref(), true)
    };
    if on(&page).is_err() {
        return;
    }
    let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
        if is_unsaved() {
            event.prevent_default();
        }
    });
    let pressed = StoredValue::new_local(pressed);
    on_cleanup(move || {
        pressed.with_value(|pressed| {
            // It was added above.
            let _ = page.remove_event_listener_with_callback_and_bool(
                "click",
                pressed.as_ref().unchecked_ref(),
                true,
            );
        });
        closing.remove();
    });
}

/// The path that a press leads to within Daybook.
fn link(event: &web_sys::MouseEvent) -> Option<String> {
    let pressed = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = pressed.closest("a[href^='/']").ok()??;
    link.get_attribute("href")
}
