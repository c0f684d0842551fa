//! The mark of Daybook: an open page with a ribbon.

use leptos::prelude::*;

#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
            <rect class="mark-page" x="2" y="2" width="28" height="28" rx="8"></rect>
            <path class="mark-line" d="M9 12h8M9 18h12M9 24h9"></path>
            <path class="mark-ribbon" d="M21 2h1a8 8 0 0 1 4 1.07V14l-2.5-2.5L21 14z"></path>
        </svg>
    }
}
