//! What can be done by keyboard.

use leptos::prelude::*;

use super::desk::Desk;
use super::parts::{Tool, tool};
use crate::text;
use crate::ui::dialog::Dialog;

#[component]
pub(super) fn Help(desk: Desk) -> impl IntoView {
    move || desk.help.get().then(|| Suspend::new(tool(Tool::Keys(desk))))
}

#[component]
pub(super) fn Keys(desk: Desk) -> impl IntoView {
    let rows: [(&'static str, &'static str); 22] = [
        ("T", text!(calendar.key_today)),
        ("N  J", text!(calendar.key_next)),
        ("P  K", text!(calendar.key_previous)),
        ("D", text!(calendar.key_day)),
        ("X", text!(calendar.key_work_week)),
        ("W", text!(calendar.key_week)),
        ("M", text!(calendar.key_month)),
        ("A", text!(calendar.key_agenda)),
        ("C", text!(calendar.key_create)),
        ("/  Ctrl + K", text!(calendar.key_search)),
        ("S", text!(calendar.key_panel)),
        ("+  −", text!(calendar.key_height)),
        ("←  ↑  →  ↓", text!(calendar.key_choose)),
        ("Shift + ←  ↑  →  ↓", text!(calendar.key_extend)),
        ("Enter", text!(calendar.key_enter)),
        ("Space", text!(calendar.key_peek)),
        ("Alt + ←  ↑  →  ↓", text!(calendar.key_move)),
        ("Ctrl + ←  ↑  →  ↓", text!(calendar.key_resize)),
        ("Ctrl + Shift + ←  ↑  →  ↓", text!(calendar.key_resize_start)),
        ("Ctrl", text!(calendar.key_copy)),
        ("Delete", text!(calendar.key_remove)),
        ("Ctrl + Z", text!(calendar.key_undo)),
    ];
    let rows = rows
        .into_iter()
        .map(|(keys, does)| {
            let keys = keys.split("  ").map(|key| view! { <kbd>{key}</kbd> " " }).collect_view();
            view! {
                <div class="key-row">
                    <dt>{keys}</dt>
                    <dd>{does}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <Dialog title=text!(calendar.keys) on_close=Callback::new(move |()| desk.help.set(false))>
            <dl class="keys">{rows}</dl>
        </Dialog>
    }
}
