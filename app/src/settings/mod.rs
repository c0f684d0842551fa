//! Settings: who I am, how I see Daybook, how I come in. Plain forms; each comes back here. What administrators keep
//! stands below `/settings/…`, in [`keep`].

mod keep;
mod password;
mod profile;
mod view;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::LazyRoute;
use leptos_router::hooks::use_query_map;

use crate::session::{RefusedHere, refused, visit};
use crate::text;
use crate::ui::icon::{Glyph, Icon};

/// The pages of the settings.
enum Page {
    Settings,
    Places,
    Categories,
    Kinds,
    Departments,
    Groups,
    Users,
}

/// A part of the program, loaded when the settings are first opened.
#[lazy]
fn settings_page(page: Page) -> AnyView {
    match page {
        Page::Settings => SettingsPage().into_any(),
        Page::Places => keep::PlacesPage().into_any(),
        Page::Categories => keep::CategoriesPage().into_any(),
        Page::Kinds => keep::KindsPage().into_any(),
        Page::Departments => keep::DepartmentsPage().into_any(),
        Page::Groups => keep::GroupsPage().into_any(),
        Page::Users => keep::UsersPage().into_any(),
    }
}

/// The address of each.
macro_rules! routes {
    ($($route:ident: $page:ident,)*) => {
        $(
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                fn view(_: Self) -> impl Future<Output = AnyView> {
                    settings_page(Page::$page)
                }

                #[cfg(not(feature = "ssr"))]
                fn preload() -> impl Future<Output = ()> {
                    __preload_settings_page()
                }
            }
        )*
    };
}

routes! {
    SettingsRoute: Settings,
    PlacesRoute: Places,
    CategoriesRoute: Categories,
    KindsRoute: Kinds,
    DepartmentsRoute: Departments,
    GroupsRoute: Groups,
    UsersRoute: Users,
}

#[component]
fn SettingsPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let refused = refused();
    view! {
        <Title text=format!("{} · {}", text!(settings.title), text!(common.daybook)) />
        <main class="page settings-page" id="page" tabindex="-1">
            <header class="page-head">
                <h1 class="page-title">{text!(settings.title)}</h1>
            </header>
            <RefusedHere refused=refused />
            <Done refused=refused />
            <profile::Profile />
            <keep::OrganisationLinks />
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
                <Glyph icon=Icon::Check />
                <div>{words}</div>
            </div>
        }
    };
    move || done().map(|words| notice(words).into_any())
}
