//! A choice of a few, in one strip; each press sends its form, so it works before any script does.

use leptos::prelude::*;

/// A choice: the value it sends, and what it is called.
pub type Segment = (&'static str, &'static str);

/// The choices of the field `name`. It stands in a form.
#[component]
pub fn Segmented(
    name: &'static str,
    label: &'static str,
    chosen: &'static str,
    choices: Vec<Segment>,
) -> impl IntoView {
    let segment = move |(value, label): Segment| {
        let pressed = if value == chosen { "true" } else { "false" };
        view! {
            <button class="segment" name=name value=value aria-pressed=pressed>
                {label}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=label>
            {choices.into_iter().map(segment).collect_view()}
        </div>
    }
}
