//! When I want to be reminded of a meeting (S24). Kept as soon as it is chosen: it is nobody else's business.

use domain::meeting::State;
use domain::reminder::{Reminder, Through};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use crate::api::{remind, reminders};
use crate::meeting::words::length;
use crate::state::planner::use_planner;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// What is offered; whoever wants something else says so over REST.
const OFFERED: [u32; 8] = [0, 5, 10, 15, 30, 60, 2 * 60, 24 * 60];

#[component]
pub(super) fn Reminders(editing: Editing) -> impl IntoView {
    let open = Memo::new(move |_| {
        let sheet = editing.sheet.read();
        sheet.as_ref().is_some_and(|sheet| matches!(sheet.meeting.state, State::Planned | State::InProgress))
    });
    view! {
        <Show when=move || open.get()>
            <Section editing=editing />
        </Show>
    }
}

#[component]
fn Section(editing: Editing) -> impl IntoView {
    let (locale, toasts, explain, planner) = (locale(), use_toasts(), use_explain(), use_planner());
    let id = editing.id;
    let read = LocalResource::new(move || reminders(id));
    // What was chosen here, as soon as it is.
    let chosen = RwSignal::new(None::<Vec<Reminder>>);
    let shown = Memo::new(move |_| {
        let known = || read.get().and_then(Result::ok).unwrap_or_default();
        chosen.get().unwrap_or_else(known)
    });
    let keep = Callback::new(move |wanted: Vec<Reminder>| {
        let before = shown.get_untracked();
        let explain = explain.clone();
        chosen.set(Some(wanted.clone()));
        spawn_local(async move {
            match remind(id, wanted).await {
                Ok(kept) => {
                    planner.remind(id, !kept.is_empty());
                    chosen.try_set(Some(kept));
                }
                Err(failure) => {
                    chosen.try_set(Some(before));
                    toasts.say(Tone::Error, explain.failure(&failure).join(" "));
                }
            }
        });
    });
    let remove = move |gone: Reminder| {
        let left = shown.get_untracked().into_iter().filter(|reminder| *reminder != gone);
        keep.run(left.collect());
    };
    let (minutes, through) = (RwSignal::new(15_u32), RwSignal::new(Through::Screen));
    let add = move |_| {
        let mut wanted = shown.get_untracked();
        wanted.push(Reminder { minutes_before: minutes.get_untracked(), through: through.get_untracked() });
        keep.run(wanted);
    };
    let (remove_word, before_start) = (text!(reminders.remove), text!(reminders.when));
    view! {
        <section class="section" aria-labelledby="reminders-title">
            <h2 class="section-title" id="reminders-title">
                <Glyph icon=Icon::BELL />
                {text!(reminders.title)}
            </h2>
            <ul class="reminders">
                <For each=move || shown.get() key=|reminder| *reminder let:reminder>
                    <li class="reminder">
                        <span>{told(locale, reminder)}</span>
                        <button
                            type="button"
                            class="button quiet icon"
                            aria-label=format!("{remove_word}: {}", told(locale, reminder))
                            on:click=move |_| remove(reminder)
                        >
                            <Glyph icon=Icon::CLOSE />
                        </button>
                    </li>
                </For>
            </ul>
            <div class="reminder-new">
                <select
                    class="input"
                    aria-label=before_start
                    on:change=move |event| {
                        if let Ok(chosen) = event_target_value(&event).parse() {
                            minutes.set(chosen);
                        }
                    }
                >
                    {OFFERED
                        .into_iter()
                        .map(|offered| {
                            view! {
                                <option value=offered.to_string() selected=offered == 15>
                                    {before(locale, offered)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
                <select
                    class="input"
                    aria-label=text!(reminders.how)
                    on:change=move |event| {
                        through.set(if event_target_value(&event) == "mail" { Through::Mail } else { Through::Screen });
                    }
                >
                    <option value="screen">{through_name(locale, Through::Screen)}</option>
                    <option value="mail">{through_name(locale, Through::Mail)}</option>
                </select>
                <button type="button" class="button" on:click=add>
                    {text!(reminders.add)}
                </button>
            </div>
            <p class="hint">{text!(reminders.hint)}</p>
        </section>
    }
}

/// "15 min before, in Daybook".
fn told(locale: Locale, Reminder { minutes_before, through }: Reminder) -> String {
    format!("{}, {}", before(locale, minutes_before), through_name(locale, through))
}

fn before(locale: Locale, minutes: u32) -> String {
    match minutes {
        0 => td_string!(locale, reminders.at_start).to_owned(),
        1_440 => td_string!(locale, reminders.day_before).to_owned(),
        minutes => td_string!(locale, reminders.before, length = length(locale, minutes)),
    }
}

fn through_name(locale: Locale, through: Through) -> &'static str {
    match through {
        Through::Screen => td_string!(locale, reminders.screen),
        Through::Mail => td_string!(locale, reminders.mail),
        Through::Push => td_string!(locale, reminders.push),
    }
}
