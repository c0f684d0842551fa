//! The part of a calendar on which a hand or the keyboard chooses time, whatever is drawn on it.

use leptos::prelude::*;

use super::desk::Desk;
use super::{hand, keys, week};
use crate::text;

#[component]
pub(super) fn Surface(
    desk: Desk,
    class: &'static str,
    #[prop(into, optional)] style: String,
    children: Children,
) -> impl IntoView {
    view! {
        <p class="visually-hidden" id="calendar-hint">
            {text!(calendar.keyboard_hint)}
        </p>
        <div
            class=class
            style=style
            role="grid"
            tabindex="0"
            aria-label=text!(calendar.grid)
            aria-describedby="calendar-hint"
            aria-busy=move || desk.waiting.get().then_some("true")
            node_ref=desk.grid
            on:pointerdown=move |event| hand::down(desk, &event)
            on:pointermove=move |event| hand::moved(desk, &event)
            on:pointerup=move |event| hand::up(desk, &event)
            on:pointercancel=move |event| hand::cancel(desk, &event)
            on:touchstart=move |event| hand::touched(desk, &event)
            on:touchmove=move |event| hand::touch_moved(&event)
            on:contextmenu=move |event| hand::context_menu(&event)
            on:dragstart=move |event| event.prevent_default()
            on:click:capture=move |event| hand::clicked(desk, &event)
            on:keydown=move |event| keys::on_grid(desk, &event)
            on:focusin=move |event| week::focused(desk, &event)
            on:scroll=move |_| {
                hand::scrolled();
                week::scrolled(desk);
            }
        >
            {children()}
        </div>
        <div class="grid-ring"></div>
    }
}
