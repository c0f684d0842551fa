//! What is in the way of something that is being planned: told before it is saved, and never forbidden.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// One line that is there from the beginning: what is read later moves nothing that a hand is about to press. It opens to
/// all that is in the way; where nothing is it says that it is `fine`, and nothing while that is not known.
#[component]
pub fn Warnings(
    #[prop(into)] title: String,
    #[prop(into)] fine: String,
    /// What the warnings are written on one line with.
    between: &'static str,
    #[prop(into)] warnings: Signal<Option<Vec<String>>>,
) -> impl IntoView {
    let line = move |warnings: Vec<String>| {
        if warnings.is_empty() {
            return view! { <span class="hint">{fine.clone()}</span> }.into_any();
        }
        let all = warnings.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view();
        view! {
            <details>
                <summary>
                    <Glyph icon=Icon::WARNING />
                    <span>
                        <strong>{title.clone()}</strong>
                        " "
                        {warnings.join(between)}
                    </span>
                </summary>
                <ul>{all}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        <div class="own-way" role="status">
            {move || warnings.get().map(&line)}
        </div>
    }
}
