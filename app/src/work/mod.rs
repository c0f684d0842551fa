use leptos::prelude::*;

#[component]
pub fn WorkPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}
