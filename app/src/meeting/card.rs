//! The card of a meeting: what it is on the left, who and what goes with it on the right.

use domain::meeting::Scope;
use domain::refusal::Field;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::about::{About, AboutFacts};
use super::answer::AnswerBar;
use super::attachments::Attachments;
use super::checklist::Checklist;
use super::client::ClientSection;
use super::editing::Editing;
use super::head::Head;
use super::history::HistorySection;
use super::leave::StayOrLeave;
use super::life::Life;
use super::meanwhile::Meanwhile;
use super::participants::Participants;
use super::particulars::ParticularsSection;
use super::remedies::Remedies;
use super::reminders::Reminders;
use super::scope::SaveWhich;
use super::trouble::Troubles;
use super::when::{WhenAndWhere, WhenFacts};
use crate::plain::Absent;
use crate::text;
use crate::texts::locale;
use crate::ui::field::typed_early;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// The card, or that the meeting is not there any more.
#[component]
pub(super) fn CardView(editing: Editing) -> impl IntoView {
    move || match editing.gone.get() {
        true => view! { <Gone /> }.into_any(),
        false => view! { <Open editing=editing /> }.into_any(),
    }
}

#[component]
pub(super) fn Gone() -> impl IntoView {
    view! { <Absent title=text!(meeting.gone_title) words=text!(meeting.gone_text) /> }
}

#[component]
fn Open(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let texts = [("subject", form.subject), ("description", form.description), ("address", form.address)];
    for (id, field) in texts {
        if let Some(typed) = typed_early(id) {
            field.set(typed);
        }
    }
    forgive_what_changes(editing);
    let save_scope = use_save(editing);
    // Of a meeting in a series it is asked first which ones are meant.
    let save = Callback::new(move |()| {
        if untrack(|| editing.is_in_series()) {
            editing.asks_which.set(true);
        } else {
            save_scope.run(Scope::This);
        }
    });
    let may_change = Memo::new(move |_| editing.may_change());
    let main = move || {
        if may_change.get() {
            view! {
                <WhenAndWhere editing=editing />
                <About editing=editing />
            }
            .into_any()
        } else {
            view! {
                <WhenFacts editing=editing />
                <AboutFacts editing=editing />
            }
            .into_any()
        }
    };
    view! {
        <Head editing=editing may_change=may_change save=save />
        <StayOrLeave editing=editing save=save />
        <SaveWhich editing=editing save=save_scope />
        <div class="card-notices">
            <Troubles trouble=editing.trouble>
                <Remedies
                    remedies=editing.trouble.remedies()
                    wanted=Callback::new(move |()| editing.draft().ok().map(|draft| draft.when))
                    choose=Callback::new(move |remedy| {
                        editing.put_right(&remedy);
                        save_scope.run(editing.last_scope.get_value());
                    })
                />
            </Troubles>
            <Meanwhile editing=editing />
        </div>
        <Life editing=editing />
        <AnswerBar editing=editing />
        <form
            class="card-columns"
            id="card"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <div class="card-main">
                {main} <ParticularsSection editing=editing may_change=may_change />
            </div>
            <div class="card-side">
                <Checklist editing=editing />
                <Participants editing=editing may_change=may_change />
                <ClientSection editing=editing may_change=may_change />
                <Attachments editing=editing />
                <Reminders editing=editing />
                <HistorySection editing=editing />
            </div>
        </form>
    }
}

/// What a rule said of a field stands there until the field says something else.
fn forgive_what_changes(editing: Editing) {
    let Editing { form, trouble, .. } = editing;
    trouble.forgive(move || form.subject.track(), &[Field::Subject]);
    trouble.forgive(move || form.description.track(), &[Field::Description]);
    trouble.forgive(move || form.kind.track(), &[Field::Kind]);
    trouble.forgive(move || form.category.track(), &[Field::Category]);
    trouble.forgive(move || form.responsible.track(), &[Field::Responsible]);
    trouble.forgive(move || form.people.track(), &[Field::Participants]);
    trouble.forgive(move || form.particulars.track(), &[Field::Interest, Field::Department]);
    let when_and_where = move || {
        form.times.track();
        form.place.track();
    };
    trouble.forgive(move || form.recurrence.track(), &[Field::Recurrence]);
    trouble.forgive(when_and_where, &[Field::Start, Field::Duration, Field::Place]);
    let address = move || {
        form.address.track();
        form.position.track();
        form.kind.track();
    };
    trouble.forgive(address, &[Field::Address, Field::Coordinates]);
    let who = move || {
        form.client.track();
        form.contact.track();
    };
    trouble.forgive(who, &[Field::Client, Field::Contact]);
}

/// Saves the card and says so; a meeting that was just planned gets its own address.
fn use_save(editing: Editing) -> Callback<Scope> {
    let (toasts, navigate, locale, explain) = (use_toasts(), use_navigate(), locale(), use_explain());
    Callback::new(move |scope| {
        if editing.saving.get_untracked() {
            return;
        }
        let planning = untrack(|| editing.is_new());
        editing.last_scope.set_value(scope);
        let (navigate, explain) = (navigate.clone(), explain.clone());
        editing.saving.set(true);
        spawn_local(async move {
            let outcome = editing.save(scope).await;
            let left = editing.is_left();
            if !left {
                editing.saving.set(false);
            }
            match outcome {
                Ok(_) if left => toasts.say(Tone::Done, td_string!(locale, meeting.saved)),
                Err(failure) if left => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
                Ok(sheet) => {
                    let id = sheet.meeting.id;
                    editing.show(sheet);
                    if planning {
                        toasts.say(Tone::Done, td_string!(locale, meeting.planned));
                        let instead = NavigateOptions { replace: true, ..NavigateOptions::default() };
                        navigate(&format!("/meetings/{id}"), instead);
                    } else {
                        toasts.say(Tone::Done, td_string!(locale, meeting.saved));
                    }
                }
                Err(failure) => editing.trouble.show(failure),
            }
        });
    })
}
