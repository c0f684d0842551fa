//! What is chosen, in words, and the button that takes it.

use leptos::prelude::*;

use super::board::Board;
use super::pencil;
use crate::text;
use crate::ui::icon::{Glyph, Icon};

/// `confirm` is what the button says; `children` stand before it.
#[component]
pub(super) fn ChoiceBar(
    board: Board,
    confirm: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let hint = text!(rooms.hint);
    let words = move || {
        let Some(choice) = board.chosen.get() else {
            return view! { <span class="hint">{hint}</span> }.into_any();
        };
        // What is booked may change while one looks.
        board.redraw.track();
        let (room, when) = pencil::words(board, &choice);
        let why_not = (!board.is_free(&choice)).then(|| board.why_not(&choice));
        view! {
            <Glyph icon=Icon::ROOM />
            <strong>{room}</strong>
            <span>{when}</span>
            {why_not.map(|why| view! { <span class="room-taken">{why}</span> })}
        }
        .into_any()
    };
    let may = move || {
        board.redraw.track();
        board.chosen.get().is_some_and(|choice| board.is_free(&choice))
    };
    view! {
        <div class="room-choice">
            <p class="room-choice-words">{words}</p>
            <span class="spacer"></span>
            {children.map(|children| children())}
            <button
                type="button"
                class="button primary"
                disabled=move || !may()
                on:click=move |_| {
                    if let Some(choice) = board.chosen.get_untracked() {
                        board.confirm.run(choice);
                    }
                }
            >
                {confirm}
            </button>
        </div>
    }
}
