//! One who takes part: who it is, whether they come, and what the organiser can do about it.

use domain::meeting::{Answer, Attendance, Attendee, ParticipantLine};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::badge::{AnswerSign, answer_word};
use super::editing::Editing;
use super::words::answer_name;
use crate::api::respond;
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::MoreMenu;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn ParticipantRow(
    editing: Editing,
    line: ParticipantLine,
    may_change: Memo<bool>,
) -> impl IntoView {
    let answer = line.reply.answer;
    let attendee = line.attendee;
    let name = StoredValue::new(line.name.clone());
    let optional = line.attendance == Attendance::Optional;
    let note = [
        line.about,
        if optional { text!(meeting.optional).to_owned() } else { String::new() },
        line.reply.reason,
    ];
    let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    // Who was not invited yet has nothing to answer (S35), and one's own answer has its own place.
    let me = Attendee::Person(session().person.id);
    let others_answer = Memo::new(move |_| {
        editing.sheet.read().as_ref().is_some_and(|sheet| {
            let invited = sheet.meeting.participant(attendee).is_some();
            invited && attendee != me && sheet.permits.answer_for_others && editing.may_change()
        })
    });
    let shown_answer = move || {
        if others_answer.get() {
            name.with_value(
                |name| view! { <AnswerChoice editing=editing attendee=attendee name=name answer=answer /> },
            )
            .into_any()
        } else {
            view! { <AnswerSign answer=answer /> }.into_any()
        }
    };
    view! {
        <li class="person" data-answer=answer_word(answer)>
            <Avatar name=line.name.clone() />
            <div class="person-who">
                <span class="person-name">{line.name}</span>
                <span class="person-note">{note}</span>
            </div>
            {shown_answer}
            <Show when=move || may_change.get()>
                <RowMenu editing=editing attendee=attendee name=name.get_value() optional=optional />
            </Show>
        </li>
    }
}

/// The organiser can set anyone's answer, after a phone call for instance (S39).
#[component]
fn AnswerChoice<'a>(
    editing: Editing,
    attendee: Attendee,
    name: &'a str,
    answer: Answer,
) -> impl IntoView + use<> {
    let label = text!(meeting.answer_of, name = name);
    let (toasts, explain, locale) = (use_toasts(), use_explain(), locale());
    let busy = RwSignal::new(false);
    let give = move |answer| {
        let explain = explain.clone();
        busy.set(true);
        spawn_local(async move {
            match respond(editing.id, editing.version(), attendee, answer, String::new()).await {
                Ok(sheet) => editing.show_answer(sheet),
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            // The row is drawn anew for another answer.
            busy.try_set(false);
        });
    };
    let option = |choice: Answer| {
        view! {
            <option value=answer_word(choice) selected=choice == answer>
                {answer_name(locale, choice)}
            </option>
        }
    };
    view! {
        <select
            class="input"
            aria-label=label
            disabled=busy
            on:change=move |event| {
                let word = event_target_value(&event);
                if let Some(answer) = ANSWERS.into_iter().find(|answer| answer_word(*answer) == word) {
                    give(answer);
                }
            }
        >
            {ANSWERS.into_iter().map(option).collect_view()}
        </select>
    }
}

const ANSWERS: [Answer; 3] = [Answer::Maybe, Answer::Accepted, Answer::Declined];

#[component]
fn RowMenu(editing: Editing, attendee: Attendee, name: String, optional: bool) -> impl IntoView {
    let form = editing.form;
    let (turn, other) = if optional {
        (text!(meeting.make_required), Attendance::Required)
    } else {
        (text!(meeting.make_optional), Attendance::Optional)
    };
    let belongs = move || form.belongs(attendee);
    view! {
        <MoreMenu label=text!(meeting.more_about, name = name)>
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                on:click=move |_| form.set_attendance(attendee, other)
            >
                <Glyph icon=Icon::PERSON />
                {turn}
            </button>
            <Show when=move || !belongs()>
                <button
                    type="button"
                    class="menu-item danger"
                    role="menuitem"
                    on:click=move |_| form.uninvite(attendee)
                >
                    <Glyph icon=Icon::CLOSE />
                    {text!(meeting.remove_person)}
                </button>
            </Show>
        </MoreMenu>
    }
}
