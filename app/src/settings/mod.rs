//! Settings: who I am, how I see Daybook, how I come in. Plain forms; each comes back here. What administrators keep
//! stands below `/settings/…`, in [`keep`].

mod absences;
pub mod keep;
mod part;
mod password;
mod profile;
mod view;

pub use part::{ClientRoute, ClientsRoute, KeepRoute, NewClientRoute, SettingsRoute};

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::session::{RefusedHere, refused, visit};
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::LaterStyles;

#[component]
fn SettingsPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let refused = refused();
    view! {
        <Title text=format!("{} · {}", text!(settings.title), text!(common.daybook)) />
        <LaterStyles />
        <main class="page settings-page later" id="page" tabindex="-1">
            <header class="page-head">
                <h1 class="page-title">{text!(settings.title)}</h1>
            </header>
            <RefusedHere refused=refused />
            <Done refused=refused />
            <profile::Profile />
            <keep::OrganisationLinks />
            <absences::Absences />
            <view::View />
            <password::SignIn refused=refused />
        </main>
    }
    .into_any()
}

/// Says what a form has done, from `?done=`.
#[component]
fn Done(refused: Memo<Option<String>>) -> impl IntoView {
    let query = use_query_map();
    let (saved, password) = (text!(settings.done_saved), text!(settings.done_password));
    let done = move || match query.read().get("done").as_deref() {
        _ if refused.read().is_some() => None,
        Some("saved") => Some(saved),
        Some("password") => Some(password),
        _ => None,
    };
    let notice = |words: &'static str| {
        view! {
            <div class="notice" role="status">
                <Glyph icon=Icon::CHECK />
                <div>{words}</div>
            </div>
        }
    };
    move || done().map(|words| notice(words).into_any())
}
