//! Invitations that await my answer (S36).

use chrono::NaiveDate;
use domain::calendar::Entry;
use domain::change::Revision;
use domain::id::MeetingId;
use domain::meeting::{Answer, Attendee};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::respond;
use crate::meeting::{hue_style, words};
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn Invitations(invitations: Vec<Entry>, today: NaiveDate, again: Callback<()>) -> impl IntoView {
    let count = invitations.len();
    let list = if invitations.is_empty() {
        view! {
            <div class="empty">
                <Glyph icon=Icon::Accepted />
                <p class="empty-title">{text!(work.invitations_empty)}</p>
                <p class="hint">{text!(work.invitations_empty_hint)}</p>
            </div>
        }
        .into_any()
    } else {
        let item = |entry| view! { <Invitation entry=entry today=today again=again /> };
        view! { <ul class="invitations">{invitations.into_iter().map(item).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel asked" aria-labelledby="invitations-title">
            <header class="panel-head">
                <h2 class="panel-title" id="invitations-title">
                    {text!(work.invitations)}
                </h2>
                {(count > 0)
                    .then(|| {
                        view! {
                            <span class="count">{count}</span>
                            <span class="hint">{text!(work.invitations_hint)}</span>
                        }
                    })}
            </header>
            {list}
        </section>
    }
}

#[component]
fn Invitation(entry: Entry, today: NaiveDate, again: Callback<()>) -> impl IntoView {
    let details = entry.details?;
    let session = session();
    let subject = details.subject;
    let when = words::takes(locale(), &use_dates(), &entry.takes, &session.rules, today);
    let where_to = [details.place, details.client].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (busy, give) = use_give(entry.meeting, entry.version, subject.clone(), again);
    let accept = text!(work.accept_subject, subject = subject.as_str());
    let decline = text!(work.decline_subject, subject = subject.as_str());
    let view = view! {
        <li class="invitation" style=hue_style(details.color) data-event=entry.meeting.to_string()>
            <div>
                <a class="invitation-subject" href=format!("/meetings/{}", entry.meeting)>
                    {subject}
                </a>
                <p class="invitation-note">{when}</p>
                {(!where_to.is_empty()).then(|| view! { <p class="invitation-note">{where_to}</p> })}
            </div>
            <div class="answer-buttons">
                <button
                    type="button"
                    class="button small accept"
                    aria-label=accept
                    disabled=busy
                    on:click=move |_| give.run(Answer::Accepted)
                >
                    <Glyph icon=Icon::Accepted />
                    {text!(work.accept)}
                </button>
                <button
                    type="button"
                    class="button small decline"
                    aria-label=decline
                    disabled=busy
                    on:click=move |_| give.run(Answer::Declined)
                >
                    <Glyph icon=Icon::Declined />
                    {text!(work.decline)}
                </button>
            </div>
        </li>
    };
    Some(view)
}

/// Gives my answer, says so, and reads the desk again. The signal is true meanwhile.
fn use_give(
    meeting: MeetingId,
    seen: Revision,
    subject: String,
    again: Callback<()>,
) -> (RwSignal<bool>, Callback<Answer>) {
    let (busy, toasts, explain) = (RwSignal::new(false), use_toasts(), use_explain());
    let (locale, me) = (locale(), Attendee::Person(session().person.id));
    let give = move |answer| {
        let (subject, explain) = (subject.clone(), explain.clone());
        busy.set(true);
        spawn_local(async move {
            match respond(meeting, Some(seen), me, answer, String::new()).await {
                Ok(_) if answer == Answer::Accepted => {
                    toasts.say(Tone::Done, td_string!(locale, work.accepted, subject = subject));
                }
                Ok(_) => toasts.say(Tone::Done, td_string!(locale, work.declined, subject = subject)),
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            // The page may have been left meanwhile.
            busy.try_set(false);
            again.try_run(());
        });
    };
    (busy, Callback::new(give))
}
