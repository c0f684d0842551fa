//! The door: who comes in, and in which language. Plain forms, so that it opens before any script does.

use domain::people::Language;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::refused::{RefusedHere, refused};
use super::{DemoPerson, visit};
use crate::text;
use crate::ui::avatar::Avatar;
use crate::ui::brand::Mark;
use crate::ui::field::Field;

#[component]
pub fn SignInPage() -> impl IntoView {
    let visit = visit();
    let first_run = visit.first_run;
    let title = if first_run { text!(session.first_run_title) } else { text!(session.title) };
    view! {
        <Title text=format!("{title} · {}", text!(common.daybook)) />
        <main class="entrance" id="page">
            <Brand />
            <div class="entrance-form">
                {if first_run { view! { <FirstAdministrator /> }.into_any() } else { view! { <SignIn /> }.into_any() }}
                {(!visit.demo.is_empty() && !first_run).then(|| view! { <Demo people=visit.demo.clone() /> })}
                <LanguageSwitch language=visit.language />
            </div>
        </main>
    }
}

#[component]
fn Brand() -> impl IntoView {
    view! {
        <div class="entrance-brand">
            <div class="brand">
                <Mark />
                <span class="brand-name">{text!(common.daybook)}</span>
            </div>
            <p class="entrance-say">{text!(session.say)}</p>
            <p class="entrance-lead">{text!(session.lead)}</p>
            <Week />
        </div>
    }
}

/// A week as the calendar draws it, with the line of now: an ornament.
#[component]
fn Week() -> impl IntoView {
    let column = |day: u32| 8 + day * DAY;
    let days = (0..=5).map(|day| format!("M{} 0V{TALL}", column(day))).collect::<String>();
    let hours = (0..=7).map(|hour| format!("M0 {}H720", 28 + hour * HOUR)).collect::<String>();
    let block = |(class, day, start, length): &(&'static str, u32, f32, f32)| {
        let hour = HOUR as f32;
        view! {
            <rect
                class=*class
                x=(column(*day) + 6).to_string()
                y=(28.0 + start * hour + 2.0).to_string()
                width=(DAY - 12).to_string()
                height=(length * hour - 4.0).to_string()
                rx="8"
            ></rect>
        }
    };
    let now = 28 + HOUR * 31 / 10;
    view! {
        <svg class="entrance-week" viewBox="0 0 720 480" preserveAspectRatio="xMinYMin slice" aria-hidden="true">
            <path class="art-line" d=days></path>
            <path class="art-line" d=hours></path>
            {BLOCKS.iter().map(block).collect_view()}
            <path class="art-ribbon" d=format!("M{} {now}H{}", column(1), column(2))></path>
            <circle class="art-dot" cx=column(1).to_string() cy=now.to_string() r="6"></circle>
        </svg>
    }
}

const DAY: u32 = 140;
const HOUR: u32 = 60;
const TALL: u32 = 480;

/// Class, day, first hour and length in hours.
const BLOCKS: [(&str, u32, f32, f32); 13] = [
    ("art-block", 0, 0.0, 1.0),
    ("art-block", 0, 2.0, 2.0),
    ("art-soft", 0, 5.0, 1.0),
    ("art-block", 1, 0.5, 1.5),
    ("art-now", 1, 2.5, 1.5),
    ("art-block", 1, 5.5, 1.0),
    ("art-soft", 2, 1.0, 1.0),
    ("art-block", 2, 3.0, 2.5),
    ("art-block", 3, 0.0, 2.0),
    ("art-soft", 3, 4.0, 1.5),
    ("art-block", 4, 1.5, 1.0),
    ("art-block", 4, 3.5, 1.0),
    ("art-block", 4, 5.5, 1.5),
];

#[component]
fn SignIn() -> impl IntoView {
    let refused = refused();
    let wrong =
        move || matches!(refused.read().as_deref(), Some("wrong_credentials" | "malformed" | "empty"));
    let mark = move || wrong().then_some("");
    view! {
        <h1 class="page-title">{text!(session.welcome)}</h1>
        <form class="fields" method="post" action="/sign-in">
            <RefusedHere refused=refused />
            <To />
            <div class="field" data-invalid=mark>
                <label class="field-label" for="email">
                    {text!(session.email)}
                </label>
                <input
                    class="input"
                    id="email"
                    name="email"
                    type="email"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    autofocus
                    aria-invalid=move || wrong().then_some("true")
                />
            </div>
            <div class="field" data-invalid=mark>
                <label class="field-label" for="password">
                    {text!(session.password)}
                </label>
                <input
                    class="input"
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-invalid=move || wrong().then_some("true")
                />
            </div>
            <button class="button primary">{text!(session.sign_in)}</button>
        </form>
    }
}

/// The first visitor of an empty Daybook becomes its administrator.
#[component]
fn FirstAdministrator() -> impl IntoView {
    let shortest = domain::people::SHORTEST_PASSWORD;
    view! {
        <div>
            <h1 class="page-title">{text!(session.first_run_title)}</h1>
            <p class="hint">{text!(session.first_run_hint)}</p>
        </div>
        <form class="fields" method="post" action="/first-administrator">
            <RefusedHere refused=refused() />
            <Field id="name" label=text!(session.name) hint=text!(session.name_hint).to_owned()>
                <input
                    class="input"
                    id="name"
                    name="name"
                    autocomplete="name"
                    required
                    autofocus
                    aria-describedby="name-hint"
                />
            </Field>
            <Field id="email" label=text!(session.email)>
                <input
                    class="input"
                    id="email"
                    name="email"
                    type="email"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                />
            </Field>
            <Field
                id="password"
                label=text!(session.password)
                hint=text!(session.new_password_hint, min = shortest)
            >
                <input
                    class="input"
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    minlength=shortest.to_string()
                    required
                    aria-describedby="password-hint"
                />
            </Field>
            <button class="button primary">{text!(session.create)}</button>
        </form>
    }
}

#[component]
fn Demo(people: Vec<DemoPerson>) -> impl IntoView {
    view! {
        <form class="demo" method="post" action="/demo-sign-in">
            <To />
            <span class="demo-title">{text!(session.demo_title)}</span>
            <div class="demo-people">{people.into_iter().map(demo_person).collect_view()}</div>
        </form>
    }
}

fn demo_person(person: DemoPerson) -> impl IntoView {
    view! {
        <button class="demo-person" name="email" value=person.email>
            <Avatar name=person.name.clone() />
            <span class="demo-name">{person.name}</span>
            <span class="demo-role">{person.position}</span>
        </button>
    }
}

#[component]
fn LanguageSwitch(language: Language) -> impl IntoView {
    let query = use_query_map();
    let back = move || match to_here(&query.read().get("to").unwrap_or_default()) {
        Some(to) => format!("/sign-in?to={}", leptos_router::location::Url::escape(&to)),
        None => "/sign-in".to_owned(),
    };
    let choice = |value: Language, label: &'static str| {
        let pressed = if value == language { "true" } else { "false" };
        view! {
            <button class="segment" name="language" value=value.tag() lang=value.tag() aria-pressed=pressed>
                {label}
            </button>
        }
    };
    view! {
        <form class="entrance-foot" method="post" action="/preferences">
            <input type="hidden" name="back" value=back />
            <div class="segmented" role="group" aria-label=text!(common.language)>
                {choice(Language::English, "English")}
                {choice(Language::Russian, "Русский")}
            </div>
        </form>
    }
}

/// Tells the server where the person wanted to go.
#[component]
fn To() -> impl IntoView {
    let query = use_query_map();
    let to = move || to_here(&query.read().get("to").unwrap_or_default());
    view! { <input type="hidden" name="to" value=move || to().unwrap_or_default() /> }
}

/// The path, if it is one of this site: it begins with one slash. Browsers take a backslash for a slash.
fn to_here(to: &str) -> Option<String> {
    let elsewhere = !to.starts_with('/') || to[1..].starts_with(['/', '\\']);
    (!elsewhere).then(|| to.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in ["https://example.org", "//example.org", "/\\example.org", "", "calendar"] {
            assert_eq!(to_here(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(to_here("/meetings/1?a=b").as_deref(), Some("/meetings/1?a=b"));
    }
}
