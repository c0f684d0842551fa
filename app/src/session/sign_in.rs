use leptos::prelude::*;

#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <main class="entrance" id="page"></main> }
}
