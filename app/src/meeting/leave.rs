//! Nobody loses what they typed by a press on a link.

use std::cell::Cell;

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
    Effect::new(move |_| watch(Watched { unsaved, to }));
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

/// The card that is shown: whether something on it is not saved, and where a press would have led away from it.
#[derive(Clone, Copy)]
struct Watched {
    unsaved: Memo<bool>,
    to: RwSignal<Option<String>>,
}

impl Watched {
    /// A card that is gone has nothing to lose.
    fn is_unsaved(self) -> bool {
        self.unsaved.try_get_untracked() == Some(true)
    }
}

thread_local! {
    /// A browser window shows one card.
    static SHOWN: Cell<Option<Watched>> = const { Cell::new(None) };
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

fn watch(shown: Watched) {
    SHOWN.set(Some(shown));
    if !LISTENS.replace(true) {
        listen();
    }
    let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
        if shown.is_unsaved() {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
}

/// Catches presses on links before the router does, from the first card on as long as the page lives.
fn listen() {
    let pressed = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
        let Some(shown) = SHOWN.get().filter(|shown| plain && shown.is_unsaved()) else { return };
        if let Some(path) = link(&event) {
            event.prevent_default();
            event.stop_propagation();
            shown.to.try_set(Some(path));
        }
    });
    let pressed = pressed.into_js_value();
    // A document takes listeners as long as it is there.
    let _ = document().add_event_listener_with_callback_and_bool("click", pressed.unchecked_ref(), true);
}

/// The path that a press leads to within Daybook.
fn link(event: &web_sys::MouseEvent) -> Option<String> {
    let pressed = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = pressed.closest("a[href^='/']").ok()??;
    link.get_attribute("href")
}
