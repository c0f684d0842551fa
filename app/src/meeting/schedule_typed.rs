//! A schedule typed in words: "every second Tuesday until 30 June".

use domain::time::Rule;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editing::Editing;
use super::schedule::{change, first_day};
use crate::api::read_schedule;
use crate::session::session;
use crate::text;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::refusals::use_explain;

/// A field that fills the schedule form with what its words say, and says so where it does not understand them.
#[component]
pub(super) fn InOwnWords(editing: Editing) -> impl IntoView {
    const ID: &str = "schedule-words";

    let (field, explain) = (NodeRef::<Input>::new(), use_explain());
    let wrong = RwSignal::new(None::<String>);
    let (not_understood, week_start) = (text!(schedule.not_understood), session().week_start);
    let take_over = Callback::new(move |()| {
        let Some(input) = field.get_untracked() else { return };
        let typed = input.value();
        if typed.trim().is_empty() {
            wrong.set(None);
            return;
        }
        let (first, explain) = (untrack(|| first_day(editing)), explain.clone());
        spawn_local(async move {
            let read = read_schedule(typed.clone(), first).await;
            // Somebody may have typed on, or left.
            let stays = field.try_get_untracked().flatten().filter(|input| input.value() == typed);
            let Some(input) = stays else { return };
            match read {
                Ok(Some(rule)) => {
                    wrong.set(None);
                    change(editing, |old| *old = Rule { week_start, ..rule });
                    input.set_value("");
                }
                Ok(None) => wrong.set(Some(not_understood.to_owned())),
                Err(failure) => wrong.set(Some(explain.failure(&failure).join(" "))),
            }
        });
    });
    view! {
        <Field id=ID label=text!(schedule.in_words) wrong=wrong.into()>
            <input
                class="input"
                id=ID
                autocomplete="off"
                maxlength="300"
                placeholder=text!(schedule.in_words_example)
                aria-invalid=invalid(wrong.into())
                aria-describedby=described_by(ID, wrong.into())
                node_ref=field
                on:change=move |_| take_over.run(())
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        take_over.run(());
                    }
                }
            />
        </Field>
    }
}
