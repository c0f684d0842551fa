//! The form of a suggested change: another time for a meeting, or a further visit.

use chrono::{NaiveDateTime, NaiveTime};
use domain::id::MeetingId;
use domain::journal::PlanSheet;
use domain::journal::chat::{Anchor, Suggested};
use domain::time::When;
use leptos::prelude::*;

use super::talk::{Suggesting, Talk};
use crate::session::session;
use crate::text;
use crate::ui::dialog::Dialog;
use crate::ui::field::Field;

#[component]
pub(super) fn Suggest(talk: Talk, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    move || {
        let what = talk.suggesting.get()?;
        Some(view! { <SuggestForm what=what talk=talk sheet=sheet /> })
    }
}

#[component]
fn SuggestForm(what: Suggesting, talk: Talk, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let zone = session().rules.name().clone();
    let (title, start, minutes, subject) = match &what {
        Suggesting::Move { subject, when, .. } => {
            let (start, minutes) = match when {
                When::Timed { start, minutes, .. } => (*start, *minutes),
                When::AllDay { first, .. } => (first.and_time(TEN), 60),
            };
            (subject.clone(), start, minutes, String::new())
        }
        Suggesting::Visit => {
            let monday = sheet.with_untracked(|sheet| sheet.plan.key.week.monday());
            (text!(journal.suggest_visit).to_owned(), monday.and_time(TEN), 60, String::new())
        }
    };
    let is_visit = what == Suggesting::Visit;
    let (start, minutes, subject) =
        (RwSignal::new(start.format(MINUTES).to_string()), RwSignal::new(minutes), RwSignal::new(subject));
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Ok(start) = NaiveDateTime::parse_from_str(&start.get_untracked(), MINUTES) else { return };
        let minutes = minutes.get_untracked();
        let (meeting, suggestion) = match &what {
            Suggesting::Move { meeting, when, .. } => {
                let to = When::Timed { start, minutes, zone: when.zone().clone() };
                (Some(*meeting), Suggested::Move { meeting: *meeting, to })
            }
            Suggesting::Visit => {
                let meeting = MeetingId::generate(crate::state::clock::now());
                let when = When::Timed { start, minutes, zone: zone.clone() };
                (None, Suggested::Visit { meeting, subject: subject.get_untracked(), when, client: None })
            }
        };
        talk.draft.update(|draft| {
            draft.anchor = meeting.map(Anchor::Meeting);
            draft.suggestion = Some(suggestion);
        });
        talk.suggesting.set(None);
        talk.focus();
    };
    view! {
        <Dialog title=title on_close=move |()| talk.suggesting.set(None)>
            <form class="fields" on:submit=take>
                {is_visit
                    .then(|| {
                        view! {
                            <Field id="suggest-subject" label=text!(journal.subject)>
                                <input
                                    class="input"
                                    id="suggest-subject"
                                    required
                                    maxlength="300"
                                    prop:value=move || subject.get()
                                    on:input=move |event| subject.set(event_target_value(&event))
                                />
                            </Field>
                        }
                    })}
                <Field id="suggest-start" label=text!(journal.new_time)>
                    <input
                        class="input"
                        id="suggest-start"
                        type="datetime-local"
                        required
                        value=start.get_untracked()
                        prop:value=move || start.get()
                        on:input=move |event| start.set(event_target_value(&event))
                    />
                </Field>
                <Field id="suggest-minutes" label=text!(journal.minutes)>
                    <input
                        class="input"
                        id="suggest-minutes"
                        type="number"
                        min="5"
                        max="1440"
                        step="5"
                        required
                        prop:value=move || minutes.get().to_string()
                        on:input=move |event| {
                            if let Ok(given) = event_target_value(&event).parse() {
                                minutes.set(given);
                            }
                        }
                    />
                </Field>
                <button class="button primary">{text!(journal.suggest)}</button>
            </form>
        </Dialog>
    }
}

/// As a field of date and time writes it.
const MINUTES: &str = "%Y-%m-%dT%H:%M";

const TEN: NaiveTime = NaiveTime::from_hms_opt(10, 0, 0).expect("ten o'clock exists");
