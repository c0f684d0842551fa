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

/// What an address named is gone, or may not be seen; the frame around it stays.
#[component]
pub(crate) fn Absent(title: &'static str, words: &'static str) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text=title />
        <div class="plain">
            <h1 class="plain-title">{title}</h1>
            <p class="plain-text">{words}</p>
            <div class="plain-actions">
                <a class="button primary" href="/calendar">
                    {text!(common.to_calendar)}
                </a>
                <a class="button" href="/">
                    {text!(common.to_my_work)}
                </a>
            </div>
        </div>
    }
}
