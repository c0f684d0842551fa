//! The frame around every screen of a signed-in person: where one can go, and who one is.

use domain::people::{Language, Role, Theme};
use leptos::html::Ul;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use crate::calendar::{SearchButton, SearchWindow};
use crate::session::{session, visit};
use crate::text;
use crate::ui::avatar::Avatar;
use crate::ui::brand::Mark;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::toast::ToastList;

#[component]
pub fn Frame() -> impl IntoView {
    // The server sends nobody here who is not signed in; a visit without a session has nothing to show.
    if visit().session.is_none() {
        return ().into_any();
    }
    crate::state::live::provide_live();
    crate::calendar::provide_calendar();
    crate::state::outbox::provide_outbox();
    crate::state::unread::provide_unread();
    crate::calendar::provide_search();
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| page_of(path)));
    let rest = NodeRef::<Ul>::new();
    Effect::new(move |before: Option<&str>| {
        let page = page.get();
        if before.is_some()
            && let Some(rest) = rest.get_untracked()
        {
            // One that is not open stays closed.
            let _ = rest.hide_popover();
        }
        page
    });
    view! {
        <div class="shell" data-page=move || page.get()>
            <a class="skip" href="#page" rel="external">
                {text!(common.skip)}
            </a>
            <nav class="rail" aria-label=text!(common.navigation)>
                <a class="brand" href="/">
                    <Mark />
                    <span class="brand-name">{text!(common.daybook)}</span>
                </a>
                <a class="button primary new-meeting" href="/meetings/new">
                    <Glyph icon=Icon::PLUS />
                    <span>{text!(common.new_meeting)}</span>
                </a>
                <SearchButton class="rail-link rail-search" />
                <ul class="rail-links">
                    <RailLink page="calendar" to="/calendar" icon=Icon::CALENDAR label=text!(common.calendar) here=page />
                    <RailLink page="work" to="/" icon=Icon::WORK label=text!(common.my_work) here=page />
                    <JournalLink here=page />
                    <RailLink page="clients" to="/clients" icon=Icon::CLIENTS label=text!(common.clients) here=page />
                    <MoreLinks here=page />
                </ul>
                <ul class="rail-links rail-rest" id=REST popover="auto" node_ref=rest>
                    <RailLink page="reports" to="/reports" icon=Icon::REPORTS label=text!(common.reports) here=page />
                    <RailLink page="rooms" to="/rooms" icon=Icon::ROOM label=text!(common.rooms) here=page />
                    <RailLink page="settings" to="/settings" icon=Icon::SETTINGS label=text!(common.settings) here=page />
                </ul>
                <Account />
            </nav>
            <Outlet />
            <ToastList />
            <crate::reminded::Reminded />
            <SearchWindow />
        </div>
    }
    .into_any()
}

#[component]
fn RailLink(
    page: &'static str,
    to: &'static str,
    icon: Icon,
    label: &'static str,
    here: Memo<&'static str>,
) -> impl IntoView {
    view! {
        <li>
            <a class="rail-link" href=to aria-current=move || (here.get() == page).then_some("page")>
                <Glyph icon=icon />
                <span>{label}</span>
            </a>
        </li>
    }
}

/// On a phone not all links find room: it opens the rest of them. Elsewhere they stand below the others, and it is not
/// there.
#[component]
fn MoreLinks(here: Memo<&'static str>) -> impl IntoView {
    let within = move || ["reports", "rooms", "settings"].contains(&here.get());
    view! {
        <li class="rail-more">
            <button
                type="button"
                class="rail-link"
                popovertarget=REST
                data-here=move || within().then_some("")
            >
                <Glyph icon=Icon::MORE />
                <span>{text!(common.more)}</span>
            </button>
        </li>
    }
}

/// What the button opens.
const REST: &str = "rail-rest";

/// The way to the journal, with how much waits to be read there.
#[component]
fn JournalLink(here: Memo<&'static str>) -> impl IntoView {
    let unread = crate::state::unread::use_unread().count();
    let locale = crate::texts::locale();
    let in_words = move || leptos_i18n::td_string!(locale, common.journal_unread, count = unread.get());
    view! {
        <li>
            <a
                class="rail-link"
                href="/journal"
                aria-current=move || (here.get() == "journal").then_some("page")
            >
                <Glyph icon=Icon::JOURNAL />
                <span>{text!(common.journal)}</span>
                <Show when=move || { unread.get() > 0 }>
                    <span class="count">
                        <span aria-hidden="true">{move || unread.get()}</span>
                        <span class="visually-hidden">{in_words}</span>
                    </span>
                </Show>
            </a>
        </li>
    }
}

/// Who I am, and the preferences that one changes in passing. Plain forms: they work before any script does.
#[component]
fn Account() -> impl IntoView {
    let session = session();
    let person = &session.person;
    let note = match person.role {
        Role::Administrator if person.position.is_empty() => text!(common.administrator).to_owned(),
        _ => person.position.clone(),
    };
    let visit = visit();
    let theme = visit.theme;
    view! {
        <button type="button" class="account" popovertarget="account-menu">
            <Avatar name=person.name.clone() />
            <span class="visually-hidden">{text!(common.account)}</span>
            <span class="account-who">
                <span class="account-name">{person.name.clone()}</span>
                <span class="account-note">{note.clone()}</span>
            </span>
        </button>
        <div id="account-menu" class="menu account-menu" popover="auto">
            <div class="menu-head">
                <Avatar name=person.name.clone() />
                <div>
                    <strong>{person.name.clone()}</strong>
                    <span>{person.email.clone()}</span>
                </div>
            </div>
            <hr />
            <form class="menu-group" method="post" action="/preferences">
                <BackHere />
                <span class="menu-label">{text!(common.language)}</span>
                <div class="segmented" role="group" aria-label=text!(common.language)>
                    <Choice name="language" value="en" label="English" chosen=visit.language == Language::English />
                    <Choice name="language" value="ru" label="Русский" chosen=visit.language == Language::Russian />
                </div>
            </form>
            <form class="menu-group" method="post" action="/preferences">
                <BackHere />
                <span class="menu-label">{text!(common.theme)}</span>
                <div class="segmented" role="group" aria-label=text!(common.theme)>
                    <Choice name="theme" value="light" label=text!(common.theme_light) chosen=theme == Some(Theme::Light) />
                    <Choice name="theme" value="dark" label=text!(common.theme_dark) chosen=theme == Some(Theme::Dark) />
                    <Choice name="theme" value="" label=text!(common.theme_auto) chosen=theme.is_none() />
                </div>
            </form>
            <hr />
            <form method="post" action="/sign-out">
                <button class="menu-item">
                    <Glyph icon=Icon::SIGN_OUT />
                    {text!(common.sign_out)}
                </button>
            </form>
        </div>
    }
}

/// Tells a form which screen to come back to.
#[component]
pub(crate) fn BackHere() -> impl IntoView {
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() { path } else { format!("{path}?{search}") }
    };
    view! { <input type="hidden" name="back" prop:value=here value=here /> }
}

#[component]
fn Choice(name: &'static str, value: &'static str, label: &'static str, chosen: bool) -> impl IntoView {
    view! {
        <button class="segment" name=name value=value aria-pressed=if chosen { "true" } else { "false" }>
            {label}
        </button>
    }
}

/// The name by which the style sheet knows the screen at a path.
fn page_of(path: &str) -> &'static str {
    match path.split('/').nth(1).unwrap_or_default() {
        "calendar" => "calendar",
        "meetings" => "card",
        "journal" | "points" => "journal",
        "clients" => "clients",
        "reports" => "reports",
        "rooms" => "rooms",
        "settings" => "settings",
        _ => "work",
    }
}
