//! A message, as it was said or as it waits to be sent.

use domain::id::MessageId;
use domain::journal::PlanSheet;
use domain::journal::chat::{AboutMeeting, Anchor, EDITABLE, Message, Spoken, Suggested};
use domain::meeting::State;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::super::words::{Words as Say, use_words};
use super::talk::{Draft, Talk};
use crate::api::{Failure, apply_suggestion, delete_message, resolve_message};
use crate::state::outbox::Letter;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::MoreMenu;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn Words(spoken: Spoken, talk: Talk, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (locale, say) = (locale(), use_words());
    let Spoken { message, author, about } = spoken;
    let own = message.author == talk.me;
    let id = message.id;
    if message.deleted.is_some() {
        return view! {
            <article class="chat-message" data-deleted="" data-message=id.to_string()>
                <p class="hint">{text!(journal.deleted, name = author.as_str())}</p>
            </article>
        }
        .into_any();
    }
    let head = {
        let (name, time) = (author.clone(), say.time(message.at));
        view! {
            <header class="chat-head">
                <Avatar name=name.clone() size="small" />
                <strong>{name}</strong>
                <time datetime=message.at.to_rfc3339()>{time}</time>
                {message.edited.map(|_| view! { <span class="hint">{text!(journal.edited)}</span> })}
                <Commands message=message.clone() author=author.clone() own=own talk=talk />
            </header>
        }
    };
    let settled = message.resolved.map(|signed| {
        let name = name_of(talk, signed.by);
        text!(journal.settled_by, name = name)
    });
    view! {
        <article
            class="chat-message"
            data-message=id.to_string()
            data-own=own.then_some("")
            data-answer=message.thread.map(|_| "")
            data-settled=message.resolved.map(|_| "")
        >
            {head}
            {card(&message, about.as_ref(), locale, &say)}
            {(!message.text.is_empty()).then(|| view! { <p class="chat-text">{text_of(&message, talk)}</p> })}
            {message.suggestion.is_some().then(|| view! { <Suggestion message=message.clone() about=about.clone() talk=talk sheet=sheet /> })}
            {settled
                .map(|settled| {
                    view! {
                        <p class="chat-settled">
                            <Glyph icon=Icon::CHECK />
                            {settled}
                        </p>
                    }
                })}
        </article>
    }
    .into_any()
}

/// What of the plan it is about; a suggestion tells that by itself.
fn card(message: &Message, about: Option<&AboutMeeting>, locale: Locale, say: &Say) -> Option<AnyView> {
    match (message.anchor, about) {
        _ if message.suggestion.is_some() => None,
        (Some(Anchor::Day(date)), _) => {
            let words = td_string!(locale, journal.about_day, day = say.day(date));
            Some(view! { <p class="chat-about">{words}</p> }.into_any())
        }
        (Some(Anchor::Meeting(_)), Some(about)) => Some(meeting_card(about, locale, say)),
        _ => None,
    }
}

/// A meeting as a card that leads to it.
fn meeting_card(about: &AboutMeeting, locale: Locale, say: &Say) -> AnyView {
    let gone = about.removed || about.state == State::Cancelled;
    let note =
        if gone { td_string!(locale, journal.removed_meeting).to_owned() } else { say.when(&about.when) };
    view! {
        <a class="chat-card" href=format!("/meetings/{}", about.meeting) data-gone=gone.then_some("")>
            <Glyph icon=Icon::CALENDAR />
            <span>
                <strong>{about.subject.clone()}</strong>
                <span class="chat-card-note">{note}</span>
            </span>
        </a>
    }
    .into_any()
}

/// The words, with the names of those who are mentioned set apart.
fn text_of(message: &Message, talk: Talk) -> Vec<AnyView> {
    let names: Vec<String> = talk.audience.with_value(|audience| {
        let mentioned = audience.iter().filter(|person| message.mentions.contains(&person.id));
        mentioned.map(|person| format!("@{}", person.name)).collect()
    });
    let mut rest = message.text.as_str();
    let mut parts: Vec<AnyView> = Vec::new();
    loop {
        let next = names.iter().filter_map(|name| rest.find(name.as_str()).map(|at| (at, name))).min();
        let Some((at, name)) = next else { break };
        parts.push(rest[..at].to_owned().into_any());
        parts.push(view! { <mark class="chat-mention">{name.clone()}</mark> }.into_any());
        rest = &rest[at + name.len()..];
    }
    parts.push(rest.to_owned().into_any());
    parts
}

fn name_of(talk: Talk, person: domain::id::PersonId) -> String {
    let known = talk.audience.with_value(|audience| {
        audience.iter().find(|known| known.id == person).map(|known| known.name.clone())
    });
    known.unwrap_or_default()
}

#[component]
fn Suggestion(
    message: Message,
    about: Option<AboutMeeting>,
    talk: Talk,
    sheet: RwSignal<PlanSheet>,
) -> impl IntoView {
    let (locale, say, toasts, explain) = (locale(), use_words(), use_toasts(), use_explain());
    let suggestion = message.suggestion?;
    let subject = about.as_ref().map(|about| about.subject.clone()).unwrap_or_default();
    let words = match &suggestion.what {
        Suggested::Move { to, .. } => {
            text!(journal.suggests_move, subject = subject, when = say.when(to))
        }
        Suggested::Cancel { .. } => text!(journal.suggests_cancel, subject = subject),
        Suggested::Visit { subject, when, .. } => {
            text!(journal.suggests_visit, subject = subject.as_str(), when = say.when(when))
        }
    };
    let mine = sheet.with_untracked(|sheet| sheet.permits.explain);
    let now = about.as_ref().filter(|about| !about.removed && suggestion.applied.is_none());
    let now = now.map(|about| text!(journal.now_at, when = say.when(&about.when)));
    let busy = RwSignal::new(false);
    let id = message.id;
    let cancels = matches!(suggestion.what, Suggested::Cancel { .. });
    // Nothing is cancelled without a reason; what the message says is one.
    let reason = RwSignal::new(if cancels { message.text.clone() } else { String::new() });
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (explain, reason) = (explain.clone(), reason.get_untracked());
        busy.set(true);
        spawn_local(async move {
            match apply_suggestion(id, reason).await {
                Ok(spoken) => {
                    toasts.say(Tone::Done, td_string!(locale, journal.applied));
                    talk.hear(spoken);
                }
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            busy.try_set(false);
        });
    };
    let done = suggestion.applied.map(|signed| {
        text!(journal.applied_by, name = name_of(talk, signed.by), when = say.moment(signed.at))
    });
    let applied = done.is_some();
    let open = !applied && mine;
    let view = view! {
        <div class="chat-suggestion" data-applied=applied.then_some("")>
            <p>
                <Glyph icon=Icon::EDIT />
                {words}
            </p>
            {now.map(|now| view! { <p class="hint">{now}</p> })}
            {done
                .map(|done| {
                    view! {
                        <p class="chat-settled">
                            <Glyph icon=Icon::CHECK />
                            {done}
                        </p>
                    }
                })}
            {open
                .then(|| {
                    view! {
                        <form class="chat-apply" on:submit=apply.clone()>
                            {cancels.then(|| view! { <Why id=id reason=reason /> })}
                            <button class="button small primary" disabled=busy>
                                {text!(journal.apply)}
                            </button>
                        </form>
                    }
                })}
        </div>
    };
    Some(view)
}

/// Asks why a meeting is cancelled.
#[component]
fn Why(id: MessageId, reason: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field-label" for=format!("why-{id}")>
            {text!(refusal.field_reason)}
        </label>
        <input
            class="input"
            id=format!("why-{id}")
            required
            maxlength="1000"
            autocomplete="off"
            value=reason.get_untracked()
            prop:value=move || reason.get()
            on:input=move |event| reason.set(event_target_value(&event))
        />
    }
}

/// What can be done with a message.
#[component]
fn Commands(message: Message, author: String, own: bool, talk: Talk) -> impl IntoView {
    let (toasts, explain) = (use_toasts(), use_explain());
    let editable = own && crate::state::clock::now() - message.at < EDITABLE;
    let (id, text, root) = (message.id, message.text.clone(), message.thread.is_none());
    let resolved = message.resolved.is_some();
    let thread = message.thread.unwrap_or(id);
    let run = move |call: std::pin::Pin<Box<dyn Future<Output = Result<Spoken, Failure>>>>| {
        let explain = explain.clone();
        spawn_local(async move {
            match call.await {
                Ok(spoken) => talk.hear(spoken),
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
        });
    };
    let run = StoredValue::new(run);
    let label = text!(journal.more_of, subject = author.as_str());
    view! {
        <MoreMenu label=label>
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                on:click={
                    let author = author.clone();
                    move |_| {
                        talk.draft.update(|draft| draft.thread = Some((thread, author.clone())));
                        talk.focus();
                    }
                }
            >
                {text!(journal.reply)}
            </button>
            {root
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="menu-item"
                            role="menuitem"
                            on:click=move |_| run.with_value(|run| run(Box::pin(resolve_message(id, !resolved))))
                        >
                            {if resolved { text!(journal.reopen) } else { text!(journal.settle) }}
                        </button>
                    }
                })}
            {editable
                .then(|| {
                    let text = text.clone();
                    view! {
                        <button
                            type="button"
                            class="menu-item"
                            role="menuitem"
                            on:click=move |_| {
                                talk.draft.set(Draft { text: text.clone(), edits: Some(id), ..Draft::default() });
                                talk.focus();
                            }
                        >
                            {text!(journal.edit)}
                        </button>
                    }
                })}
            {own
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="menu-item danger"
                            role="menuitem"
                            on:click=move |_| run.with_value(|run| run(Box::pin(delete_message(id))))
                        >
                            {text!(journal.delete)}
                        </button>
                    }
                })}
        </MoreMenu>
    }
}

/// A message that the server does not have yet.
#[component]
pub(super) fn Waiting(letter: Letter, talk: Talk) -> impl IntoView {
    let explain = use_explain();
    let id = letter.id;
    let note = match &letter.refused {
        Some(failure) => text!(journal.not_sent, why = explain.failure(failure).join(" ")),
        None => text!(journal.waiting).to_owned(),
    };
    let refused = letter.refused.is_some();
    view! {
        <article class="chat-message" data-own="" data-waiting="" data-message=id.to_string()>
            <p class="chat-text">{letter.saying.text}</p>
            <p class="hint" data-refused=refused.then_some("")>
                {note}
            </p>
            {refused
                .then(|| {
                    view! {
                        <button type="button" class="button small" on:click=move |_| talk.outbox.discard(id)>
                            {text!(journal.discard)}
                        </button>
                    }
                })}
        </article>
    }
}
