//! Pages with one thing to say.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::text;
use crate::ui::brand::Mark;

/// There is nothing at this address.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text=text!(common.not_found_title) />
        <main class="plain" id="page">
            <Mark />
            <h1 class="plain-title">{text!(common.not_found_title)}</h1>
            <p class="plain-text">{text!(common.not_found_text)}</p>
            <div class="plain-actions">
                <a class="button primary" href="/">{text!(common.to_my_work)}</a>
                <a class="button" href="/calendar">{text!(common.to_calendar)}</a>
            </div>
        </main>
    }
}
