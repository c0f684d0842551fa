//! A button that opens a short list of commands beside it.

use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::focus::give;
use super::icon::{Glyph, Icon};

/// The commands are `<button class="menu-item" role="menuitem">`. Arrows go through them; Escape, a choice and
/// leaving close the list.
#[component]
pub fn MoreMenu(#[prop(into)] label: String, children: ChildrenFn) -> impl IntoView {
    let open = RwSignal::new(false);
    let (button, list) = (NodeRef::<Button>::new(), NodeRef::<Div>::new());
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            give(&button);
        }
    };
    Effect::new(move |_| {
        if open.get()
            && let Some(first) = list.get().and_then(|list| commands(&list).into_iter().next())
        {
            give(&first);
        }
    });
    let keydown = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "Escape" => {
                event.stop_propagation();
                return close();
            }
            _ => return,
        };
        event.prevent_default();
        let commands = commands(&list);
        let here = document().active_element();
        let here = commands.iter().position(|each| Some(each.as_ref()) == here.as_ref()).unwrap_or_default();
        let count = commands.len() as isize;
        if count > 0 {
            give(&commands[(here as isize + step).rem_euclid(count) as usize]);
        }
    };
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let stays = list.get_untracked().is_some_and(|list| list.contains(to.as_ref()));
        if !stays {
            open.set(false);
        }
    };
    view! {
        <div class="menu-at">
            <button
                type="button"
                class="button quiet icon"
                node_ref=button
                aria-label=label.clone()
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                // Taking the focus by a press would close the list that the press is about to close.
                on:pointerdown=|event| event.prevent_default()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Glyph icon=Icon::MORE />
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu"
                    role="menu"
                    aria-label=label.clone()
                    node_ref=list
                    on:keydown=keydown
                    on:focusout=leave
                    on:click=move |_| close()
                >
                    {children()}
                </div>
            </Show>
        </div>
    }
}

fn commands(list: &HtmlElement) -> Vec<HtmlElement> {
    let found = list.query_selector_all("button").ok();
    let found =
        found.into_iter().flat_map(|nodes| (0..nodes.length()).filter_map(move |index| nodes.get(index)));
    found.filter_map(|node| node.dyn_into().ok()).collect()
}
