//! What a card says to who may not change it.

use leptos::prelude::*;

/// A name and a value; nothing at all while there is none. It stands in a `<dl>`.
#[component]
pub(super) fn Fact(label: &'static str, value: Signal<Option<String>>) -> impl IntoView {
    move || {
        let value = value.get().filter(|value| !value.is_empty())?;
        let fact = view! {
            <div class="field">
                <dt class="field-label">{label}</dt>
                <dd class="value">{value}</dd>
            </div>
        };
        Some(fact.into_any())
    }
}
