//! A window above the page that wants an answer.

use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text;

/// A modal dialog, open as long as it is on the page: show it inside `<Show>`. Escape and the cross ask to
/// close it; the focus goes in, stays in and comes back by the browser's own `<dialog>`.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    #[prop(into)] on_close: Callback<()>,
    /// For what needs the width of a page.
    #[prop(optional)]
    wide: bool,
    /// Another one for what opens above a dialog.
    #[prop(default = "dialog-title")]
    title_id: &'static str,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<DialogElement>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class=if wide { "dialog wide" } else { "dialog" }
            node_ref=dialog
            aria-labelledby=title_id
            on:close=move |_| on_close.run(())
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 class="dialog-title" id=title_id>
                        {title}
                    </h2>
                    <button
                        type="button"
                        class="button quiet icon"
                        aria-label=text!(common.close)
                        on:click=move |_| on_close.run(())
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </div>
                {children()}
            </div>
        </dialog>
    }
}
