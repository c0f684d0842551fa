use leptos::prelude::*;

#[component]
pub fn CalendarHome() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}

#[component]
pub fn CalendarPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}
