//! What others did to the meeting while it was being changed here.

use leptos::prelude::*;

use super::editing::Editing;
use super::history::Lines;
use crate::text;
use crate::ui::icon::{Glyph, Icon};

/// What was typed stands in its fields, what others changed in the rest: both can be saved, or given up.
#[component]
pub(super) fn Meanwhile(editing: Editing) -> impl IntoView {
    let story = editing.meanwhile;
    view! {
        <Show when=move || !story.read().lines.is_empty()>
            <div class="notice" role="status">
                <Glyph icon=Icon::INFO />
                <div>
                    <strong class="refusal-title">{text!(meeting.meanwhile)}</strong>
                    <span>{text!(meeting.meanwhile_hint)}</span>
                    {move || view! { <Lines story=story.get() /> }}
                </div>
                <button type="button" class="button small" on:click=move |_| editing.give_up()>
                    {text!(meeting.take_theirs)}
                </button>
            </div>
        </Show>
    }
}
