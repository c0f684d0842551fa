//! The question to the one invited: accept, decline with a reason, or maybe (S37, S38).

use domain::meeting::{Answer, Attendee, Reply, State};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::badge::answer_word;
use super::editing::Editing;
use crate::api::{respond, respond_in_series};
use crate::participants::OwnConflict;
use crate::session::session;
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// Shown to whoever is invited by somebody else.
#[component]
pub(super) fn AnswerBar(editing: Editing) -> impl IntoView {
    let me = session().person.id;
    let mine = Memo::new(move |_| {
        let sheet = editing.sheet.read();
        let sheet = sheet.as_ref()?;
        let open = matches!(sheet.meeting.state, State::Planned | State::InProgress);
        let asked = sheet.permits.answer && sheet.meeting.responsible != me && open;
        sheet.meeting.participant(Attendee::Person(me)).filter(|_| asked).map(|mine| mine.reply.clone())
    });
    move || mine.get().map(|reply| view! { <Bar editing=editing reply=reply /> }.into_any())
}

#[component]
fn Bar(editing: Editing, reply: Reply) -> impl IntoView {
    let organiser = editing.sheet.with_untracked(|sheet| {
        sheet.as_ref().map(|sheet| sheet.responsible.name.clone()).unwrap_or_default()
    });
    let awaited = reply.is_awaited();
    let (said, then) = match reply.answer {
        _ if awaited => {
            (text!(meeting.will_you_come).to_owned(), text!(meeting.invited_by, name = organiser))
        }
        Answer::Accepted => (text!(meeting.you_accepted).to_owned(), String::new()),
        Answer::Declined => (text!(meeting.you_declined).to_owned(), reply.reason.clone()),
        Answer::Maybe => (text!(meeting.you_may_come).to_owned(), text!(meeting.may_come_hint).to_owned()),
    };
    // Whoever may move the meeting is shown it beside the time.
    let only_asked = !untrack(|| editing.may_change());
    let proposed = Signal::derive(move || editing.proposed_to_me());
    let in_the_way = only_asked.then(|| view! { <OwnConflict proposed=proposed /> });
    let declining = RwSignal::new(false);
    let whole = RwSignal::new(false);
    let in_series = untrack(|| editing.is_in_series());
    let (busy, give) = use_give(editing, whole);
    let pressed = move |answer| if !awaited && reply.answer == answer { "true" } else { "false" };
    view! {
        <section
            class="answer-bar"
            aria-label=text!(meeting.your_answer)
            data-answer=(!awaited).then(|| answer_word(reply.answer))
        >
            <div class="answer-text">
                <strong>{said}</strong>
                {(!then.is_empty()).then(|| view! { <span>{then}</span> })}
                {in_the_way}
            </div>
            <div class="answer-buttons">
                <button
                    type="button"
                    class="button accept"
                    disabled=busy
                    aria-pressed=pressed(Answer::Accepted)
                    on:click=move |_| give.run((Answer::Accepted, String::new()))
                >
                    <Glyph icon=Icon::ACCEPTED />
                    {text!(meeting.accept)}
                </button>
                <button
                    type="button"
                    class="button decline"
                    disabled=busy
                    aria-pressed=pressed(Answer::Declined)
                    aria-expanded=move || if declining.get() { "true" } else { "false" }
                    on:click=move |_| declining.update(|declining| *declining = !*declining)
                >
                    <Glyph icon=Icon::DECLINED />
                    {text!(meeting.decline)}
                </button>
                <button
                    type="button"
                    class="button"
                    disabled=busy
                    aria-pressed=pressed(Answer::Maybe)
                    on:click=move |_| give.run((Answer::Maybe, String::new()))
                >
                    <Glyph icon=Icon::MAYBE />
                    {text!(meeting.maybe)}
                </button>
            </div>
            {in_series
                .then(|| {
                    view! {
                        <label class="check answer-scope">
                            <input
                                type="checkbox"
                                prop:checked=move || whole.get()
                                on:change=move |event| whole.set(event_target_checked(&event))
                            />
                            {text!(schedule.answer_all)}
                        </label>
                    }
                })}
            <Show when=move || declining.get()>
                <Why busy=busy give=give />
            </Show>
        </section>
    }
}

/// A reason can be given (S38).
#[component]
fn Why(busy: RwSignal<bool>, give: Callback<(Answer, String)>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // An element that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    });
    view! {
        <form
            class="answer-reason"
            on:submit=move |event| {
                event.prevent_default();
                give.run((Answer::Declined, reason.get_untracked()));
            }
        >
            <div class="field">
                <label class="field-label" for="reason">
                    {text!(refusal.field_reason)} " " <span class="optional">{text!(meeting.can_be_empty)}</span>
                </label>
                <input
                    class="input"
                    id="reason"
                    node_ref=field
                    maxlength="1000"
                    autocomplete="off"
                    on:input=move |event| reason.set(event_target_value(&event))
                />
            </div>
            <button class="button primary danger" disabled=busy>
                {text!(meeting.decline_meeting)}
            </button>
        </form>
    }
}

/// Gives my answer, to this meeting or to the whole series. The signal is true meanwhile.
fn use_give(editing: Editing, whole: RwSignal<bool>) -> (RwSignal<bool>, Callback<(Answer, String)>) {
    let (busy, toasts, explain) = (RwSignal::new(false), use_toasts(), use_explain());
    let me = Attendee::Person(session().person.id);
    let give = move |(answer, reason)| {
        let explain = explain.clone();
        let whole = whole.get_untracked();
        busy.set(true);
        spawn_local(async move {
            let given = if whole {
                respond_in_series(editing.id, me, answer, reason).await
            } else {
                respond(editing.id, editing.version(), me, answer, reason).await
            };
            match given {
                Ok(sheet) => editing.show_answer(sheet),
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            // The bar is drawn anew for another answer.
            busy.try_set(false);
        });
    };
    (busy, Callback::new(give))
}
