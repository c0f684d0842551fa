//! The list of clients: typed into, filtered, a page at a time. The address says what is shown.

use domain::client::ClientLine;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::location::Url;

use super::filter::{WEEKS, asked, path};
use super::words;
use crate::api::{ClientsAsked, ClientsPage as Loaded, clients};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::state::clock;
use crate::state::live::{News, use_live};
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::field::typed_early;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::later::Later;
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::sheet::LaterStyles;

#[component]
pub(crate) fn ClientsPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let (query, path) = (use_query_map(), use_location().pathname);
    // While the page goes away the address asks for something else; what was shown stays until then.
    let here = Memo::new(move |before: Option<&ClientsAsked>| match (before, &**path.read()) {
        (Some(before), elsewhere) if elsewhere != "/clients" => before.clone(),
        _ => asked(&query.read()),
    });
    let again = RwSignal::new(0_u32);
    let later = Later::default();
    use_live().listen(move |notice| {
        if matches!(notice.news, News::Directory | News::Reload) {
            later.run(PAUSE, move || {
                again.try_update(|again| *again += 1);
            });
        }
    });
    let said = RwSignal::new(String::new());
    let loaded = asked_before(move || (here.get(), again.get()), |(asked, _)| clients(asked));
    let explain = use_explain();
    view! {
        <LaterStyles />
        <Title text=format!("{} · {}", text!(clients.title), text!(common.daybook)) />
        <main class="page clients-page later" id="page" tabindex="-1">
            <header class="page-head">
                <h1 class="page-title">{text!(clients.title)}</h1>
                <div class="page-actions">
                    <a class="button primary" href="/clients/new">
                        <Glyph icon=Icon::PLUS />
                        {text!(clients.new_client)}
                    </a>
                </div>
            </header>
            <section class="panel" aria-label=text!(clients.title)>
                <Tools here=here />
                <Transition fallback=|| view! { <span class="skeleton block"></span> }>
                    {move || {
                        let explain = explain.clone();
                        Suspend::new(async move {
                            match loaded.await {
                                Ok(loaded) => view! { <List loaded=loaded here=here said=said /> }.into_any(),
                                Err(failure) => {
                                    view! { <Reasons reasons=Signal::stored(explain.failure(&failure)) /> }.into_any()
                                }
                            }
                        })
                    }}
                </Transition>
                <p class="visually-hidden" role="status">
                    {said}
                </p>
            </section>
        </main>
    }
    .into_any()
}

/// Milliseconds in which several letters, or several changes, are answered together.
const PAUSE: u64 = 250;

/// What is shown. A plain form, so it works before any script does.
#[component]
fn Tools(here: Memo<ClientsAsked>) -> impl IntoView {
    let locale = locale();
    let navigate = use_navigate();
    let typed = RwSignal::new(typed_early("find-client").unwrap_or_else(|| here.get_untracked().find));
    // By a link or a step back the address says something else than what was typed here.
    let said = StoredValue::new(here.get_untracked().find);
    Effect::new(move |_| {
        let find = here.read().find.clone();
        if find != said.get_value() {
            said.set_value(find.clone());
            typed.set(find);
        }
    });
    let go = StoredValue::new(move |asked: ClientsAsked, replace: bool| {
        said.set_value(asked.find.trim().to_owned());
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        navigate(&path(&asked), options);
    });
    let wanted = move || ClientsAsked { find: typed.get_untracked(), after: None, ..here.get_untracked() };
    // Typed before the program was there.
    Effect::new(move |_| {
        if typed.with_untracked(|typed| typed.trim() != here.get_untracked().find.trim()) {
            go.with_value(|go| go(wanted(), true));
        }
    });
    let later = Later::default();
    let find = move |event| {
        typed.set(event_target_value(&event));
        later.run(PAUSE, move || {
            go.with_value(|go| go(wanted(), true));
        });
    };
    let choice = move |weeks: u32| {
        view! {
            <option value=weeks.to_string() selected=move || here.read().weeks == Some(weeks)>
                {text!(clients.unmet, weeks = words::weeks(locale, weeks))}
            </option>
        }
    };
    // Somebody may have written another number into the address.
    let weeks = move || {
        let other = here.read().weeks.filter(|weeks| !WEEKS.contains(weeks));
        WEEKS.into_iter().chain(other).map(choice).collect_view()
    };
    view! {
        <form
            class="keep-tools"
            role="search"
            aria-label=text!(clients.find_label)
            action="/clients"
            on:submit=move |event| {
                event.prevent_default();
                go.with_value(|go| go(wanted(), true));
            }
        >
            <input
                class="input"
                id="find-client"
                type="search"
                name="find"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=text!(clients.find)
                placeholder=text!(clients.find)
                value=typed.get_untracked()
                prop:value=move || typed.get()
                on:input=find
            />
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    name="mine"
                    value="1"
                    checked=here.get_untracked().mine
                    prop:checked=move || here.read().mine
                    on:change=move |event| {
                        let mine = event_target_checked(&event);
                        go.with_value(|go| go(ClientsAsked { mine, ..wanted() }, false));
                    }
                />
                {text!(clients.mine)}
            </label>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    name="archived"
                    value="1"
                    checked=here.get_untracked().archived
                    prop:checked=move || here.read().archived
                    on:change=move |event| {
                        let archived = event_target_checked(&event);
                        go.with_value(|go| go(ClientsAsked { archived, ..wanted() }, false));
                    }
                />
                {text!(clients.archive)}
            </label>
            <select
                class="input"
                name="weeks"
                aria-label=text!(clients.unmet_label)
                on:change=move |event| {
                    let weeks = event_target_value(&event).parse().ok();
                    go.with_value(|go| go(ClientsAsked { weeks, ..wanted() }, false));
                }
            >
                <option value="" selected=move || here.read().weeks.is_none()>
                    {text!(clients.met_or_not)}
                </option>
                {weeks}
            </select>
        </form>
    }
}

#[component]
fn List(loaded: Loaded, here: Memo<ClientsAsked>, said: RwSignal<String>) -> impl IntoView {
    let Loaded { lines, next } = loaded;
    let shown = words::shown(locale(), lines.len());
    Effect::new(move |_| said.set(shown.clone()));
    let asked = here.get_untracked();
    if lines.is_empty() {
        return view! { <Nothing asked=asked /> }.into_any();
    }
    let first = asked.after.map(|_| path(&ClientsAsked { after: None, ..asked.clone() }));
    let next = next.map(|next| path(&ClientsAsked { after: Some(next), ..asked.clone() }));
    let pages = (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="client-pages" aria-label=text!(clients.pages)>
                {first.map(|to| view! { <a class="button" href=to>{text!(clients.first_page)}</a> })}
                {next
                    .map(|to| {
                        view! {
                            <a class="button" href=to rel="next">
                                {text!(clients.next_page)}
                                <Glyph icon=Icon::NEXT />
                            </a>
                        }
                    })}
            </nav>
        }
    });
    view! {
        <ul class="rows client-rows">
            {lines.into_iter().map(|line| view! { <Row line=line /> }).collect_view()}
        </ul>
        {pages}
    }
    .into_any()
}

#[component]
fn Row(line: ClientLine) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let today = session().rules.date(clock::now());
    let ClientLine { client, contact, responsible, met } = line;
    let by = responsible.map(|person| text!(clients.looked_after, name = person.name));
    let parts = [contact.map(|contact| contact.name), Some(client.phone).filter(|it| !it.is_empty()), by];
    let note = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let met = words::met(locale, &dates, met, today);
    view! {
        <li class="row" data-client=client.id.to_string()>
            <a class="client-row" href=format!("/clients/{}", client.id)>
                <Glyph icon=Icon::CLIENT />
                <span class="row-what">
                    <strong>{client.name}</strong>
                    <span>{note}</span>
                </span>
                {client.archived.then(|| view! { <span class="badge">{text!(keeping.archived)}</span> })}
                <span class="client-met">{met.into_iter().map(|met| view! { <span>{met}</span> }).collect_view()}</span>
            </a>
        </li>
    }
}

/// Nobody fits. Whoever typed a name may have come to write it down.
#[component]
fn Nothing(asked: ClientsAsked) -> impl IntoView {
    let name = asked.find.trim().to_owned();
    let filtered = asked.mine || asked.archived || asked.weeks.is_some() || asked.after.is_some();
    let to = if name.is_empty() {
        "/clients/new".to_owned()
    } else {
        format!("/clients/new?name={}", Url::escape(&name))
    };
    let title = if name.is_empty() && !filtered { text!(clients.nobody_yet) } else { text!(clients.nobody) };
    view! {
        <div class="empty">
            <Glyph icon=Icon::CLIENT />
            <p class="empty-title">{title}</p>
            {filtered
                .then(|| {
                    let all = ClientsAsked { find: name.clone(), ..ClientsAsked::default() };
                    view! { <a class="button" href=path(&all)>{text!(clients.without_filter)}</a> }
                })}
            <a class="button" href=to>
                <Glyph icon=Icon::PLUS />
                {if name.is_empty() { text!(clients.new_client).to_owned() } else { text!(clients.new_named, name = name) }}
            </a>
        </div>
    }
}
