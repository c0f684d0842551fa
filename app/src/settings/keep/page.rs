//! The page of things of one kind: its list, and the dialog in which one of them is changed.

use domain::change::News;
use domain::people::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;
use leptos_meta::Title;

use super::{Kept, Line};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::state::live::use_live;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Explain, Reasons, use_explain};
use crate::ui::sheet::LaterStyles;
use crate::ui::toast::{Toasts, Tone, use_toasts};

/// The page while it is shown. Copy it into event handlers.
struct Keeping<T: Kept> {
    find: RwSignal<String>,
    archive: RwSignal<bool>,
    /// Counts the reasons to read the list again.
    again: RwSignal<u32>,
    /// What is in the dialog, and whether it is new.
    editing: RwSignal<Option<(T, bool)>>,
    beside: RwSignal<T::Beside>,
    toasts: Toasts,
    explain: StoredValue<Explain>,
    locale: Locale,
}

impl<T: Kept> Clone for Keeping<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Kept> Copy for Keeping<T> {}

pub(super) fn keep_page<T: Kept>() -> AnyView {
    if visit().session.is_none() {
        return ().into_any();
    }
    if session().person.role != Role::Administrator {
        return view! { <Forbidden /> }.into_any();
    }
    let locale = locale();
    let words = T::words(locale);
    let keeping = Keeping::<T> {
        find: RwSignal::new(String::new()),
        archive: RwSignal::new(false),
        again: RwSignal::new(0),
        editing: RwSignal::new(None),
        beside: RwSignal::new(T::Beside::default()),
        toasts: use_toasts(),
        explain: StoredValue::new(use_explain()),
        locale,
    };
    use_live().listen(move |notice| {
        if matches!(notice.news, News::Directory | News::Reload) {
            keeping.read_again();
        }
    });
    let source = move || (keeping.find.get(), keeping.again.get());
    let loaded = asked_before(source, |(find, _)| T::read(find));
    let new = move |_| keeping.editing.set(Some((T::new(), true)));
    view! {
        <Title text=format!("{} · {}", words.title, text!(common.daybook)) />
        <LaterStyles />
        <main class="page settings-page keep-page later" id="page" tabindex="-1">
            <header class="page-head">
                <a class="button quiet icon back" href="/settings" aria-label=text!(keeping.back)>
                    <Glyph icon=Icon::BACK />
                </a>
                <h1 class="page-title">{words.title}</h1>
                <div class="page-actions">
                    <button type="button" class="button primary" on:click=new>
                        <Glyph icon=Icon::PLUS />
                        {words.new}
                    </button>
                </div>
            </header>
            <section class="panel" aria-label=words.title>
                <div class="keep-tools">
                    <input
                        class="input"
                        type="search"
                        aria-label=text!(keeping.find)
                        placeholder=text!(keeping.find)
                        on:input=move |event| keeping.find.set(event_target_value(&event))
                    />
                    <label class="switch">
                        <input
                            type="checkbox"
                            role="switch"
                            prop:checked=move || keeping.archive.get()
                            on:change=move |event| keeping.archive.set(event_target_checked(&event))
                        />
                        {text!(keeping.show_archived)}
                    </label>
                </div>
                <Transition fallback=|| view! { <span class="skeleton block"></span> }>
                    {move || Suspend::new(async move {
                        match loaded.await {
                            Ok((things, beside)) => {
                                view! { <List keeping=keeping things=things beside=beside /> }.into_any()
                            }
                            Err(failure) => {
                                let reasons = keeping.explain.with_value(|explain| explain.failure(&failure));
                                view! { <Reasons reasons=Signal::stored(reasons) /> }.into_any()
                            }
                        }
                    })}
                </Transition>
            </section>
            {move || keeping.editing.get().map(|(thing, new)| view! { <Edit keeping=keeping thing=thing new=new /> })}
        </main>
    }
    .into_any()
}

#[component]
fn List<T: Kept>(keeping: Keeping<T>, things: Vec<T>, beside: T::Beside) -> impl IntoView {
    let locale = keeping.locale;
    keeping.beside.set(beside.clone());
    let things = StoredValue::new(things);
    let lines = move || {
        let archive = keeping.archive.get();
        let line = |thing: &T| thing.line(&beside, locale);
        let lines = things
            .with_value(|things| things.iter().map(|thing| (line(thing), thing.clone())).collect::<Vec<_>>());
        let shown: Vec<_> = lines.into_iter().filter(|(line, _)| archive || !line.archived).collect();
        if shown.is_empty() {
            let words = if keeping.find.with_untracked(|find| find.trim().is_empty()) {
                td_string!(locale, keeping.nothing)
            } else {
                td_string!(locale, keeping.nothing_found)
            };
            return view! { <p class="hint">{words}</p> }.into_any();
        }
        let row = |(line, thing)| view! { <Row keeping=keeping line=line thing=thing /> };
        view! { <ul class="rows keep-rows">{shown.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! { {lines} }
}

#[component]
fn Row<T: Kept>(keeping: Keeping<T>, line: Line, thing: T) -> impl IntoView {
    let locale = keeping.locale;
    let Line { id, name, note, hue, level, archived } = line;
    let face = match hue {
        Some(hue) => view! { <span class="swatch" style=format!("--hue:{hue}")></span> }.into_any(),
        None => view! { <Glyph icon=T::ICON /> }.into_any(),
    };
    let (label, words) = if archived {
        (td_string!(locale, keeping.restore_name, name = name.as_str()), td_string!(locale, keeping.restore))
    } else {
        (td_string!(locale, keeping.archive_name, name = name.as_str()), td_string!(locale, keeping.archive))
    };
    let badge = archived.then(|| view! { <span class="badge">{td_string!(locale, keeping.archived)}</span> });
    let thing = StoredValue::new(thing);
    let said = name.clone();
    view! {
        <li
            class="row"
            style=format!("--level:{level}")
            data-kept=id.to_string()
            data-archived=archived.then_some("")
        >
            {face}
            <button
                type="button"
                class="keep-name row-what"
                on:click=move |_| keeping.editing.set(Some((thing.get_value(), false)))
            >
                <strong>{name}</strong>
                <span>{note}</span>
            </button>
            {badge}
            <button
                type="button"
                class="button quiet small"
                aria-label=label
                on:click=move |_| keeping.archive(thing.get_value(), &said, !archived)
            >
                {words}
            </button>
        </li>
    }
}

/// The fields of one thing. What is typed stays when a rule says no.
#[component]
fn Edit<T: Kept>(keeping: Keeping<T>, thing: T, new: bool) -> impl IntoView {
    let locale = keeping.locale;
    let beside = keeping.beside.get_untracked();
    let title = if new { T::words(locale).new.to_owned() } else { thing.line(&beside, locale).name };
    let draft = RwSignal::new(thing);
    let (reasons, busy) = (RwSignal::new(Vec::new()), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let thing = draft.get_untracked();
            let name = keeping.beside.with_untracked(|beside| thing.line(beside, locale).name);
            let kept = thing.keep().await;
            if busy.try_set(false).is_some() {
                return;
            }
            match kept {
                Ok(()) => {
                    keeping.editing.set(None);
                    keeping.toasts.say(Tone::Done, td_string!(locale, keeping.was_saved, name = name));
                    keeping.read_again();
                }
                Err(failure) => {
                    reasons.set(keeping.explain.with_value(|explain| explain.failure(&failure)));
                }
            }
        });
    };
    let close = Callback::new(move |()| keeping.editing.set(None));
    view! {
        <Dialog title=title on_close=close>
            <form class="fields" novalidate on:submit=save>
                <Reasons reasons=reasons />
                {T::fields(draft, beside)}
                <div class="dialog-foot">
                    <span class="spacer"></span>
                    <button type="button" class="button quiet" on:click=move |_| close.run(())>
                        {text!(common.cancel)}
                    </button>
                    <button class="button primary" aria-busy=move || busy.get().then_some("true")>
                        {text!(common.save)}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

impl<T: Kept> Keeping<T> {
    fn read_again(self) {
        self.again.try_update(|again| *again += 1);
    }

    /// Puts it into the archive, or takes it out again; nothing is ever deleted.
    fn archive(self, mut thing: T, name: &str, archived: bool) {
        let name = name.to_owned();
        thing.set_archived(archived);
        spawn_local(async move {
            let locale = self.locale;
            match thing.keep().await {
                Ok(()) => {
                    let words = if archived {
                        td_string!(locale, keeping.was_archived, name = name)
                    } else {
                        td_string!(locale, keeping.was_restored, name = name)
                    };
                    self.toasts.say(Tone::Done, words);
                    self.read_again();
                }
                Err(failure) => {
                    let why = self.explain.try_with_value(|explain| explain.failure(&failure).join(" "));
                    self.toasts.say(Tone::Error, why.unwrap_or_default());
                }
            }
        });
    }
}

/// Whoever is no administrator is told so; the store would refuse them anyway.
#[component]
fn Forbidden() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::FORBIDDEN);
    }
    view! {
        <Title text=text!(keeping.forbidden_title) />
        <main class="page" id="page" tabindex="-1">
            <div class="plain">
                <h1 class="plain-title">{text!(keeping.forbidden_title)}</h1>
                <p class="plain-text">{text!(keeping.forbidden_text)}</p>
                <div class="plain-actions">
                    <a class="button primary" href="/settings">
                        {text!(common.settings)}
                    </a>
                </div>
            </div>
        </main>
    }
}
