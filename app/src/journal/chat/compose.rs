//! Writing a message.

use domain::id::{Named, PersonId};
use domain::journal::PlanSheet;
use domain::journal::chat::{Anchor, Suggested};
use domain::time::When;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;
use web_sys::KeyboardEvent;

use super::super::words::use_words;
use super::suggest::Suggest;
use super::talk::{Draft, Suggesting, Talk};
use crate::api::edit_message;
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::later::Later;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn Compose(talk: Talk, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (toasts, explain) = (use_toasts(), use_explain());
    let mentioned = move |text: &str| {
        talk.audience.with_value(|audience| {
            let named = audience.iter().filter(|person| text.contains(&format!("@{}", person.name)));
            named.map(|person| person.id).collect::<Vec<_>>()
        })
    };
    let send = Callback::new(move |()| {
        let Draft { text, edits, .. } = talk.draft.get_untracked();
        let Some(id) = edits else { return talk.send(mentioned) };
        let explain = explain.clone();
        spawn_local(async move {
            match edit_message(id, text).await {
                Ok(spoken) => {
                    talk.hear(spoken);
                    talk.draft.try_set(Draft::default());
                }
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
        });
    });
    let typing = Later::default();
    let offers = Memo::new(move |_| offers(&talk.draft.read().text, talk));
    let keydown = move |event: KeyboardEvent| {
        let composing = event.is_composing();
        match event.key().as_str() {
            "Enter" if !event.shift_key() && !composing => {
                event.prevent_default();
                send.run(());
            }
            "Tab" if !event.shift_key() && !offers.read_untracked().is_empty() => {
                event.prevent_default();
                if let Some(person) = offers.get_untracked().first() {
                    mention(talk, person);
                }
            }
            "Escape" => talk.draft.set(Draft::default()),
            _ => {}
        }
    };
    view! {
        <form
            class="chat-compose"
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            <Chips talk=talk sheet=sheet />
            <div class="chat-offers">
                <For each=move || offers.get() key=|person| person.id let:person>
                    {
                        let label = text!(journal.mention, name = person.name.as_str());
                        let name = format!("@{}", person.name);
                        view! {
                            <button
                                type="button"
                                class="button small"
                                aria-label=label
                                on:click=move |_| mention(talk, &person)
                            >
                                {name}
                            </button>
                        }
                    }
                </For>
            </div>
            <textarea
                class="input"
                node_ref=talk.field
                rows="2"
                maxlength="4000"
                aria-label=text!(journal.write)
                placeholder=text!(journal.write_hint)
                prop:value=move || talk.draft.read().text.clone()
                on:input=move |event| {
                    talk.draft.update(|draft| draft.text = event_target_value(&event));
                    typing.run(1_000, move || talk.tell_typing());
                }
                on:keydown=keydown
            ></textarea>
            <div class="chat-send">
                <button
                    type="button"
                    class="button quiet small"
                    on:click=move |_| talk.suggesting.set(Some(Suggesting::Visit))
                >
                    <Glyph icon=Icon::PLUS />
                    {text!(journal.suggest_visit)}
                </button>
                <button class="button primary small">
                    <Glyph icon=Icon::SEND />
                    {text!(journal.send)}
                </button>
            </div>
        </form>
        <Suggest talk=talk sheet=sheet />
    }
}

/// What goes along with the message.
#[component]
fn Chips(talk: Talk, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (locale, say) = (locale(), StoredValue::new(use_words()));
    let subject = move |meeting| {
        sheet.with_untracked(|sheet| {
            let line = sheet.lines.iter().find(|line| line.meeting == meeting);
            line.map(|line| line.subject().to_owned()).unwrap_or_default()
        })
    };
    let remove = text!(journal.remove);
    let chip = move |words: String, take: fn(&mut Draft)| {
        view! {
            <span class="chat-chip">
                <span>{words}</span>
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=remove
                    on:click=move |_| talk.draft.update(take)
                >
                    <Glyph icon=Icon::CLOSE />
                </button>
            </span>
        }
    };
    let draft = Memo::new(move |_| Draft { text: String::new(), ..talk.draft.get() });
    move || {
        let Draft { anchor, thread, suggestion, edits, .. } = draft.get();
        let when = |when: &When| say.with_value(|say| say.when(when));
        let about = match (&suggestion, anchor) {
            (Some(_), _) | (None, None) => None,
            (None, Some(Anchor::Day(date))) => {
                Some(td_string!(locale, journal.about_day, day = say.with_value(|say| say.day(date))))
            }
            (None, Some(Anchor::Meeting(meeting))) => {
                Some(td_string!(locale, journal.about_meeting, subject = subject(meeting)))
            }
        };
        let suggested = suggestion.map(|what| match what {
            Suggested::Move { meeting, to } => {
                td_string!(locale, journal.suggests_move, subject = subject(meeting), when = when(&to))
            }
            Suggested::Cancel { meeting } => {
                td_string!(locale, journal.suggests_cancel, subject = subject(meeting))
            }
            Suggested::Visit { subject, when: at, .. } => {
                td_string!(locale, journal.suggests_visit, subject = subject, when = when(&at))
            }
        });
        let answers = thread.map(|(_, name)| td_string!(locale, journal.reply_to, name = name));
        let edits = edits.map(|_| td_string!(locale, journal.edit).to_owned());
        view! {
            <div class="chat-chips">
                {about.map(|words| chip(words, |draft| draft.anchor = None))}
                {answers.map(|words| chip(words, |draft| draft.thread = None))}
                {suggested.map(|words| chip(words, |draft| draft.suggestion = None))}
                {edits.map(|words| chip(words, |draft| *draft = Draft::default()))}
            </div>
        }
    }
}

/// Whom the last word, begun with an at sign, may mean.
fn offers(text: &str, talk: Talk) -> Vec<Named<PersonId>> {
    let Some(at) = text.rfind('@') else { return Vec::new() };
    let begun = text[at + 1..].to_lowercase();
    talk.audience.with_value(|audience| {
        let others = audience.iter().filter(|person| person.id != talk.me);
        let fits = others.filter(|person| {
            let name = person.name.to_lowercase();
            name.starts_with(&begun) && name.len() > begun.len()
        });
        fits.cloned().collect()
    })
}

fn mention(talk: Talk, person: &Named<PersonId>) {
    talk.draft.update(|draft| {
        if let Some(at) = draft.text.rfind('@') {
            draft.text.truncate(at);
        }
        draft.text.push_str(&format!("@{} ", person.name));
    });
    talk.focus();
}
