//! A section of the card: things of one kind, those in the archive on demand, and a way to another one.

use leptos::prelude::*;
use leptos_i18n::td_string;

use super::opened::Opened;
use crate::text;
use crate::ui::icon::{Glyph, Icon};

/// How a thing stands in its section.
pub(super) struct Line {
    pub id: String,
    pub name: String,
    /// What stands below the name.
    pub note: AnyView,
    /// What it is called that it is the main one of; nothing where none is.
    pub main: Main,
    pub archived: bool,
    pub open: Callback<()>,
    pub archive: Callback<bool>,
}

/// Whether it is the one that is taken where nothing else is said.
pub(super) enum Main {
    /// There is no such one here.
    None,
    /// Its badge says so.
    Is(&'static str),
    /// It can be made so: by a button of these words.
    CanBe(&'static str, Callback<()>),
}

/// `lines` are read again whenever the card is.
#[component]
pub(super) fn Section(
    id: &'static str,
    title: &'static str,
    add: &'static str,
    nothing: &'static str,
    icon: Icon,
    opened: Opened,
    on_add: Callback<()>,
    lines: impl Fn() -> Vec<Line> + Send + Sync + 'static,
) -> impl IntoView {
    let archive = RwSignal::new(false);
    let locale = opened.locale;
    let (lines, show) = (StoredValue::new(lines), text!(keeping.show_archived));
    let rows = move || {
        let lines = lines.with_value(|lines| lines());
        let archived = lines.iter().any(|line| line.archived);
        let shown: Vec<_> = lines.into_iter().filter(|line| archive.get() || !line.archived).collect();
        let nothing = shown.is_empty().then(|| view! { <p class="hint">{nothing}</p> });
        let row = move |line: Line| view! { <Row line=line icon=icon opened=opened /> };
        let switch = archived.then(|| {
            view! {
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        prop:checked=move || archive.get()
                        on:change=move |event| archive.set(event_target_checked(&event))
                    />
                    {show}
                </label>
            }
        });
        view! {
            {nothing}
            <ul class="rows client-parts">{shown.into_iter().map(row).collect_view()}</ul>
            {switch}
        }
    };
    let add_label = td_string!(locale, clients.add_to, what = title);
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section-title">
                <h2 id=id>{title}</h2>
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=add_label
                    on:click=move |_| on_add.run(())
                >
                    <Glyph icon=Icon::PLUS />
                    {add}
                </button>
            </div>
            {rows}
        </section>
    }
}

#[component]
fn Row(line: Line, icon: Icon, opened: Opened) -> impl IntoView {
    let locale = opened.locale;
    let Line { id, name, note, main, archived, open, archive } = line;
    let (label, words) = if archived {
        (td_string!(locale, keeping.restore_name, name = name.as_str()), td_string!(locale, keeping.restore))
    } else {
        (td_string!(locale, keeping.archive_name, name = name.as_str()), td_string!(locale, keeping.archive))
    };
    let main = match main {
        Main::Is(words) => view! { <span class="badge" data-main="">{words}</span> }.into_any(),
        Main::CanBe(words, choose) if !archived => {
            let label = format!("{words}: {name}");
            view! {
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=label
                    on:click=move |_| choose.run(())
                >
                    {words}
                </button>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <li class="row" data-part=id data-archived=archived.then_some("")>
            <Glyph icon=icon />
            <div class="row-what">
                <button type="button" class="keep-name" on:click=move |_| open.run(())>
                    <strong>{name}</strong>
                </button>
                {note}
            </div>
            <div class="client-part-acts">
                {main}
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=label
                    on:click=move |_| archive.run(!archived)
                >
                    {words}
                </button>
            </div>
        </li>
    }
}
