//! How I come in: the password, and signing out everywhere.

use domain::people::SHORTEST_PASSWORD;
use leptos::prelude::*;

use crate::text;
use crate::ui::field::Field;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn SignIn(refused: Memo<Option<String>>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="security-title">
            <header class="panel-head">
                <h2 class="panel-title" id="security-title">
                    {text!(settings.security)}
                </h2>
            </header>
            <Password refused=refused />
            <form class="setting" method="post" action="/sign-out-everywhere">
                <div class="setting-what">
                    <strong>{text!(settings.everywhere)}</strong>
                    <span>{text!(settings.everywhere_hint)}</span>
                </div>
                <button class="button danger">
                    <Glyph icon=Icon::DEVICES />
                    {text!(settings.everywhere)}
                </button>
            </form>
        </section>
    }
}

#[component]
fn Password(refused: Memo<Option<String>>) -> impl IntoView {
    let is = move |code: &'static str| move || (refused.read().as_deref() == Some(code)).then_some("true");
    view! {
        <form class="fields" method="post" action="/password">
            <Field id="present" label=text!(settings.present_password)>
                <input
                    class="input"
                    id="present"
                    name="present"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-invalid=is("wrong_password")
                />
            </Field>
            <Field
                id="new"
                label=text!(settings.new_password)
                hint=text!(settings.new_password_hint, min = SHORTEST_PASSWORD)
            >
                <input
                    class="input"
                    id="new"
                    name="new"
                    type="password"
                    autocomplete="new-password"
                    minlength=SHORTEST_PASSWORD.to_string()
                    required
                    aria-describedby="new-hint"
                    aria-invalid=is("password_too_short")
                />
            </Field>
            <button class="button">{text!(settings.change_password)}</button>
        </form>
    }
}
