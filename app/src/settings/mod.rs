use leptos::prelude::*;

#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}
