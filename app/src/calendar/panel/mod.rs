//! The panel beside the grid: where in the year one is, what is shown, and whose. On a narrow screen it lies over the
//! grid as a drawer.

mod clocks;
mod companies;
mod people;
mod small_month;
mod teams;
mod what;

use leptos::html::Aside;
use leptos::prelude::*;

use super::desk::Desk;
use crate::text;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(in crate::calendar) fn Panel(desk: Desk) -> impl IntoView {
    let panel = NodeRef::<Aside>::new();
    Effect::new(move |before: Option<bool>| {
        let open = desk.drawer.get();
        if open
            && before == Some(false)
            && let Some(panel) = panel.get_untracked()
        {
            // In the next frame it is drawn, so it can have the focus.
            request_animation_frame(move || {
                let _ = panel.focus();
            });
        }
        open
    });
    let close = move || {
        desk.drawer.set(false);
        let button = document().get_element_by_id(DRAWER_BUTTON);
        if let Some(button) = button.map(wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>) {
            // The button that opened it is still there.
            let _ = button.focus();
        }
    };
    let keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && desk.drawer.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
    };
    view! {
        <div class="side-veil" hidden=move || !desk.drawer.get() on:click=move |_| close()></div>
        <aside
            class="side"
            id=PANEL
            node_ref=panel
            tabindex="-1"
            aria-label=text!(panel.title)
            data-shut=move || (!desk.look.get().panel.is_shown()).then_some("")
            data-drawer=move || desk.drawer.get().then_some("")
            on:keydown=keydown
        >
            <button
                type="button"
                class="button quiet icon side-close"
                aria-label=text!(common.close)
                on:click=move |_| close()
            >
                <Glyph icon=Icon::Close />
            </button>
            <small_month::SmallMonth desk=desk />
            <people::People desk=desk />
            <what::What desk=desk />
            <clocks::Clocks desk=desk />
        </aside>
    }
}

/// Opens the panel, or puts it away. Beside the grid that is remembered; over the grid it is not.
#[component]
pub(in crate::calendar) fn PanelButtons(desk: Desk) -> impl IntoView {
    let pressed = |open: bool| if open { "true" } else { "false" };
    view! {
        <button
            type="button"
            class="button quiet icon panel-button wide"
            aria-label=text!(panel.title)
            aria-controls=PANEL
            aria-expanded=move || pressed(desk.look.get().panel.is_shown())
            on:click=move |_| desk.turn_panel()
        >
            <Glyph icon=Icon::Menu />
        </button>
        <button
            type="button"
            class="button quiet icon panel-button narrow"
            id=DRAWER_BUTTON
            aria-label=text!(panel.title)
            aria-controls=PANEL
            aria-expanded=move || pressed(desk.drawer.get())
            on:click=move |_| desk.drawer.update(|open| *open = !*open)
        >
            <Glyph icon=Icon::Menu />
        </button>
    }
}

const PANEL: &str = "calendar-panel";
const DRAWER_BUTTON: &str = "calendar-drawer";
