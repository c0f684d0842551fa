//! Finding a meeting by subject, client, participant or place, from every screen, and going to where it stands.

use std::time::Duration;

use domain::calendar::{Entry, Found, Takes};
use domain::id::MeetingId;
use leptos::ev;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::location::Url;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::filter::Filter;
use super::paint::keep_focus;
use super::parts::{Tool, tool};
use super::shown::{View, address};
use crate::api::{Failure, search};
use crate::meeting::{hue_style, words};
use crate::session::{Session, session};
use crate::state::clock;
use crate::state::planner::days_of;
use crate::text;
use crate::texts::{Plural, locale};
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::typing::is_typing;

/// Whether the window is open. Copy it into an event handler.
#[derive(Clone, Copy)]
struct Search(RwSignal<bool>);

pub(crate) fn provide_search() {
    provide_context(Search(RwSignal::new(false)));
}

/// `class` says where it stands.
#[component]
pub(crate) fn SearchButton(class: &'static str) -> impl IntoView {
    let Search(open) = expect_context();
    view! {
        <button
            type="button"
            class=class
            aria-haspopup="dialog"
            aria-keyshortcuts="/ Control+K"
            on:click=move |_| open.set(true)
        >
            <Glyph icon=Icon::SEARCH />
            <span>{text!(panel.search)}</span>
        </button>
    }
}

/// The window, which `/` and Ctrl+K open too.
#[component]
pub(crate) fn SearchWindow() -> impl IntoView {
    let Search(open) = expect_context();
    let keys = window_event_listener(ev::keydown, move |event| {
        if opens(&event) && document().query_selector("dialog[open]").ok().flatten().is_none() {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        {move || open.get().then(|| Suspend::new(tool(Tool::Search(open))))}
    }
}

/// The places of the keys on the board, so that a Russian layout has the same shortcuts; the question mark on the place
/// of the slash asks for the keys.
fn opens(event: &KeyboardEvent) -> bool {
    let command = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.shift_key();
    (command && event.code() == "KeyK")
        || (plain
            && !is_typing(event)
            && (event.key() == "/" || (event.code() == "Slash" && event.key() != "?")))
}

/// Long enough that somebody who types on is not asked for; short enough to seem at once.
const PAUSE: Duration = Duration::from_millis(200);

#[component]
pub(super) fn Window(open: RwSignal<bool>) -> impl IntoView {
    let (dialog, field) = (NodeRef::<Dialog>::new(), NodeRef::<Input>::new());
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
        if let Some(field) = field.get() {
            // It is drawn, so it can have the focus.
            let _ = field.focus();
        }
    });
    let found = RwSignal::new(None::<Result<Vec<Found>, Failure>>);
    let (active, asked) = (RwSignal::new(0_usize), StoredValue::new(0_u32));
    let ask = move |text: String| {
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let is_last = move || asked.try_get_value() == Some(number);
        if text.trim().is_empty() {
            found.set(None);
            return;
        }
        set_timeout(
            move || {
                if !is_last() {
                    return;
                }
                spawn_local(async move {
                    let answer = search(text).await;
                    if is_last() {
                        active.set(0);
                        found.set(Some(answer));
                    }
                });
            },
            PAUSE,
        );
    };
    // Whoever looks for a client and not for a meeting goes on there with what is typed.
    let typed = RwSignal::new(String::new());
    let clients = move || format!("/clients?find={}", Url::escape(typed.read().trim()));
    let go = use_jump(open);
    let count =
        move || found.with(|found| found.as_ref().map_or(0, |found| found.as_ref().map_or(0, Vec::len)));
    let entry = move |index: usize| {
        found.with_untracked(|found| Some(found.as_ref()?.as_ref().ok()?.get(index)?.entry.clone()))
    };
    let step = move |by: isize| {
        let count = untrack(count);
        if count > 0 {
            active.update(|active| *active = (*active as isize + by).rem_euclid(count as isize) as usize);
            bring_in_sight(active.get_untracked());
        }
    };
    let keydown = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            step(1);
        }
        "ArrowUp" => {
            event.prevent_default();
            step(-1);
        }
        "Enter" => {
            event.prevent_default();
            if let Some(entry) = entry(active.get_untracked()) {
                go.run((entry, event.ctrl_key() || event.meta_key()));
            }
        }
        _ => {}
    };
    let expanded = move || if count() > 0 { "true" } else { "false" };
    let chosen = move || (count() > 0).then(|| option_id(active.get()));
    view! {
        <dialog
            class="search"
            node_ref=dialog
            aria-label=text!(panel.search_title)
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // A press beside the window is a press on the dialog itself.
                let on = event.target().and_then(|on| on.dyn_into::<HtmlElement>().ok());
                if on.is_some_and(|on| on.tag_name() == "DIALOG") {
                    open.set(false);
                }
            }
        >
            <div class="search-line">
                <Glyph icon=Icon::SEARCH />
                <input
                    class="search-input"
                    node_ref=field
                    type="text"
                    role="combobox"
                    aria-label=text!(panel.search_title)
                    aria-expanded=expanded
                    aria-controls="search-results"
                    aria-activedescendant=chosen
                    aria-autocomplete="list"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    placeholder=text!(panel.search_placeholder)
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text.clone());
                        ask(text);
                    }
                    on:keydown=keydown
                />
                <a class="button quiet small" href=clients on:click=move |_| open.set(false)>
                    <Glyph icon=Icon::CLIENT />
                    {text!(panel.search_clients)}
                </a>
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=text!(common.close)
                    on:click=move |_| open.set(false)
                >
                    <Glyph icon=Icon::CLOSE />
                </button>
            </div>
            <Results found=found active=active go=go />
        </dialog>
    }
}

/// What was found, or why there is nothing to see.
#[component]
fn Results(
    found: RwSignal<Option<Result<Vec<Found>, Failure>>>,
    active: RwSignal<usize>,
    go: Callback<(Entry, bool)>,
) -> impl IntoView {
    let (locale, dates, session) = (locale(), use_dates(), session());
    let (hint, nothing, failed) =
        (text!(panel.search_hint), text!(panel.search_nothing), text!(panel.search_failed));
    let title = text!(panel.search_title);
    let said = move || match &*found.read() {
        None => String::new(),
        Some(Err(_)) => failed.to_owned(),
        Some(Ok(found)) if found.is_empty() => nothing.to_owned(),
        Some(Ok(found)) => {
            let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
            match Plural::of(locale, count) {
                Plural::One => td_string!(locale, panel.found_one, count = count),
                Plural::Few => td_string!(locale, panel.found_few, count = count),
                Plural::Many => td_string!(locale, panel.found_many, count = count),
            }
        }
    };
    let list = move || match found.get() {
        None => view! { <p class="search-note">{hint}</p> }.into_any(),
        Some(Err(_)) => view! { <p class="search-note">{failed}</p> }.into_any(),
        Some(Ok(found)) if found.is_empty() => view! { <p class="search-note">{nothing}</p> }.into_any(),
        Some(Ok(found)) => {
            let now = clock::now();
            let option = |(index, Found { entry, people }): (usize, Found)| {
                let details = entry.details.clone()?;
                let today = session.rules.date(now);
                let when = words::takes(locale, &dates, &entry.takes, &session.rules, today);
                let with = (!people.is_empty())
                    .then(|| td_string!(locale, panel.found_with, names = people.join(", ")));
                let about: Vec<String> =
                    [details.client, details.place, with].into_iter().flatten().collect();
                let is_past = match entry.takes {
                    Takes::Time { span } => span.end() <= now,
                    Takes::Days { .. } => days_of(&entry.takes, &session.rules).1 < today,
                };
                Some(view! {
                    <li
                        class="search-result"
                        id=option_id(index)
                        role="option"
                        style=hue_style(details.color)
                        data-past=is_past.then_some("")
                        aria-selected=move || if active.get() == index { "true" } else { "false" }
                        on:click=move |event| go.run((entry.clone(), event.ctrl_key() || event.meta_key()))
                    >
                        <span class="search-subject">{details.subject}</span>
                        <span class="search-when">{when}</span>
                        {(!about.is_empty()).then(|| view! { <span class="search-about">{about.join(" · ")}</span> })}
                    </li>
                })
            };
            let options: Vec<_> = found.into_iter().enumerate().filter_map(option).collect();
            view! {
                <ul id="search-results" role="listbox" aria-label=title>
                    {options}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <div class="search-results">{list}</div>
        <p class="visually-hidden" role="status">
            {said}
        </p>
    }
}

/// Goes to where a meeting stands in the calendar, and puts the focus on it; or to its card.
fn use_jump(open: RwSignal<bool>) -> Callback<(Entry, bool)> {
    let (navigate, location, query, session) = (use_navigate(), use_location(), use_query_map(), session());
    Callback::new(move |(entry, card): (Entry, bool)| {
        open.set(false);
        let to = if card {
            format!("/meetings/{}", entry.meeting)
        } else {
            let path = location.pathname.get_untracked();
            let mut parts = path.split('/').skip(1);
            let here = (parts.next() == Some("calendar")).then(|| parts.next()).flatten();
            let view = here.and_then(View::of_word).unwrap_or(View::Week);
            let filter =
                if here.is_some() { Filter::of_query(&query.read_untracked()) } else { Filter::default() };
            address_of(view, &filter, &entry, &session)
        };
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        if !card {
            keep_focus(Some(entry.meeting));
            look_for(entry.meeting, ATTEMPTS);
        }
    })
}

/// The days on which a meeting stands, with whatever would keep it out of sight taken away.
fn address_of(view: View, filter: &Filter, entry: &Entry, session: &Session) -> String {
    let (date, _) = days_of(&entry.takes, &session.rules);
    let me = session.person.id;
    let mut filter = filter.clone();
    if let Some(details) = &entry.details {
        filter.closed |= details.state.is_over();
        if !filter.shows(entry) {
            filter.hidden.clear();
        }
        let whose = if details.my_answer.is_some() { me } else { details.responsible };
        let mut people = filter.whose(me);
        if !people.contains(&whose) {
            people.push(whose);
        }
        filter = filter.of(people, me);
    }
    address(view, date) + &filter.query()
}

/// How often it is looked for, and how long one waits in between: a week that has to be read first takes a while.
const ATTEMPTS: u32 = 40;
const WAIT: Duration = Duration::from_millis(75);

fn look_for(meeting: MeetingId, attempts: u32) {
    let found = document().query_selector(&format!("main [data-event=\"{meeting}\"]")).ok().flatten();
    match found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        Some(element) => {
            let middle = web_sys::ScrollIntoViewOptions::new();
            middle.set_block(web_sys::ScrollLogicalPosition::Center);
            element.scroll_into_view_with_scroll_into_view_options(&middle);
            // It is drawn, so it can have the focus.
            let _ = element.focus();
            keep_focus(None);
        }
        None if attempts > 0 => set_timeout(move || look_for(meeting, attempts - 1), WAIT),
        None => keep_focus(None),
    }
}

fn bring_in_sight(index: usize) {
    if let Some(option) = document().get_element_by_id(&option_id(index)) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

fn option_id(index: usize) -> String {
    format!("search-result-{index}")
}
