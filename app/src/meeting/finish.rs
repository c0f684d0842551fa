//! Closing a meeting: what came of it, and how long it took (S44, S70).

use domain::Refusal;
use domain::meeting::Sheet;
use domain::refusal::Field as Which;
use domain::time::When;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::life::{Wanted, went_on};
use crate::api::close_meeting;
use crate::text;
use crate::texts::locale;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// What is typed of the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Finishing {
    result: String,
    minutes: String,
}

impl Finishing {
    /// What was said when it was closed before, or the planned length.
    fn usual(sheet: &Sheet) -> Self {
        let planned = match sheet.meeting.when {
            When::Timed { minutes, .. } => Some(minutes),
            When::AllDay { .. } => None,
        };
        let outcome = &sheet.meeting.outcome;
        let minutes = outcome.minutes_spent.or(planned);
        Self {
            result: outcome.result.clone(),
            minutes: minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        }
    }

    /// Nothing where no time is said; refused where it is no number.
    fn minutes(&self) -> Result<Option<u32>, Refusal> {
        match self.minutes.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Refusal::Malformed { field: Which::TimeSpent }),
        }
    }
}

#[component]
pub(super) fn Finish(editing: Editing, wanted: Wanted) -> impl IntoView {
    let usual = editing.sheet.with_untracked(|sheet| sheet.as_ref().map(Finishing::usual));
    let kept = editing.finishing.get_value();
    let said = RwSignal::new(kept.or(usual).unwrap_or_default());
    let busy = RwSignal::new(false);
    let unreadable = RwSignal::new(false);
    let explain = use_explain();
    let malformed = explain.reason(&Refusal::Malformed { field: Which::TimeSpent });
    let wrong = Signal::derive(move || unreadable.get().then(|| malformed.clone()));
    let field = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // An element that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    });
    let (toasts, locale) = (use_toasts(), locale());
    // What was typed is there again when the question is asked again.
    let leave = move || {
        editing.finishing.set_value(Some(said.get_untracked()));
        editing.question.set(None);
    };
    let submit = move || {
        let finishing = said.get_untracked();
        let Ok(minutes) = finishing.minutes() else {
            unreadable.set(true);
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        editing.finishing.set_value(Some(finishing.clone()));
        spawn_local(async move {
            let outcome = match editing.save_first().await {
                Ok(()) => close_meeting(editing.id, finishing.result, minutes).await,
                Err(failure) => Err(failure),
            };
            if let Some(subject) = went_on(editing, outcome).await {
                // The card may have been left meanwhile.
                editing.finishing.try_set_value(None);
                toasts.say(Tone::Done, td_string!(locale, life.closed_toast, subject = subject));
            }
        });
    };
    let (title, words) = match wanted {
        Wanted::Offered => (text!(life.offer_title), text!(life.offer_text)),
        Wanted::Asked => (text!(life.close_title), text!(life.close_text)),
    };
    view! {
        <Dialog title=title on_close=move |()| leave()>
            <p>{words}</p>
            <form
                class="fields"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                <Field id="result" label=text!(life.result)>
                    <textarea
                        class="input"
                        id="result"
                        node_ref=field
                        rows="3"
                        maxlength="20000"
                        placeholder=text!(life.result_placeholder)
                        prop:value=move || said.read().result.clone()
                        on:input=move |event| said.update(|said| said.result = event_target_value(&event))
                    ></textarea>
                </Field>
                <Field id="minutes" label=text!(life.minutes) narrow=true wrong=wrong>
                    <input
                        class="input"
                        id="minutes"
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength="5"
                        prop:value=move || said.read().minutes.clone()
                        on:input=move |event| {
                            unreadable.set(false);
                            said.update(|said| said.minutes = event_target_value(&event));
                        }
                        aria-invalid=invalid(wrong)
                        aria-describedby=described_by("minutes", wrong)
                    />
                </Field>
                <div class="dialog-foot">
                    <span class="spacer"></span>
                    <button type="button" class="button" on:click=move |_| leave()>
                        {text!(life.not_yet)}
                    </button>
                    <button
                        class="button primary"
                        aria-busy=move || busy.get().then_some("true")
                        disabled=busy
                    >
                        {text!(life.close)}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_can_be_left_out_and_is_a_number() {
        let said =
            |minutes: &str| Finishing { minutes: minutes.to_owned(), ..Finishing::default() }.minutes();
        assert_eq!((said(" 45 "), said("")), (Ok(Some(45)), Ok(None)));
        assert_eq!(said("an hour"), Err(Refusal::Malformed { field: Which::TimeSpent }));
        assert!(said("-5").is_err());
    }
}
