use leptos::prelude::*;

#[component]
pub fn NewMeetingPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}

#[component]
pub fn MeetingPage() -> impl IntoView {
    view! { <main class="page" id="page"></main> }
}
