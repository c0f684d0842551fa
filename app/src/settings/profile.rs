//! Who I am, as the administrator keeps it.

use leptos::prelude::*;

use crate::session::session;
use crate::text;

#[component]
pub(super) fn Profile() -> impl IntoView {
    let session = session();
    let person = &session.person;
    let row = |label: &'static str, value: &str| {
        view! {
            <div class="setting">
                <dt class="setting-what">
                    <span>{label}</span>
                </dt>
                <dd class="value">{value.to_owned()}</dd>
            </div>
        }
    };
    view! {
        <section class="panel" aria-labelledby="profile-title">
            <header class="panel-head">
                <h2 class="panel-title" id="profile-title">
                    {text!(settings.profile)}
                </h2>
                <span class="hint">{text!(settings.profile_hint)}</span>
            </header>
            <dl>
                {row(text!(settings.name), &person.name)} {row(text!(settings.email), &person.email)}
                {(!person.position.is_empty()).then(|| row(text!(settings.position), &person.position))}
            </dl>
        </section>
    }
}
