//! The head of the card: what the meeting is called, where it is in its life, and what can be done with it.

use domain::calendar::Takes;
use domain::meeting::State;
use domain::refusal::Field;
use domain::time::When;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_meta::Title;

use super::badge::StateBadge;
use super::editing::Editing;
use super::remove::Remove;
use super::words;
use crate::calendar::way_back;
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::field::{FieldError, described_by, invalid};
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Head(editing: Editing, may_change: Memo<bool>, save: Callback<()>) -> impl IntoView {
    let new = editing.sheet.with_untracked(Option::is_none);
    let subject = editing.form.subject;
    let title = move || {
        // The title outlives the card by a moment.
        let subject = subject.try_get().unwrap_or_default();
        let title = if subject.is_empty() { text!(meeting.new_title).to_owned() } else { subject };
        format!("{title} · {}", text!(common.daybook))
    };
    let name = move || {
        if may_change.get() {
            view! { <Subject editing=editing new=new /> }.into_any()
        } else {
            view! { <h1 class="page-title">{move || subject.get()}</h1> }.into_any()
        }
    };
    view! {
        <Title text=title />
        <header class="page-head card-head">
            <a class="button quiet icon back" href=move || back_to(editing) aria-label=text!(meeting.back)>
                <Glyph icon=Icon::BACK />
            </a>
            <div class="card-title">
                <Overline editing=editing />
                {name}
            </div>
            <Show when=move || may_change.get()>
                <Actions editing=editing save=save />
            </Show>
        </header>
    }
}

/// Where the meeting stands in the calendar.
pub(super) fn back_to(editing: Editing) -> String {
    way_back(editing.form.times.read().first_day())
}

#[component]
fn Subject(editing: Editing, new: bool) -> impl IntoView {
    let subject = editing.form.subject;
    let wrong = editing.trouble.with(Field::Subject);
    let field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get()
            && new
        {
            // An element that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    });
    let heading = if new { text!(meeting.new_title) } else { text!(meeting.title) };
    view! {
        <h1 class="visually-hidden">{heading}</h1>
        <input
            class="title-input"
            id="subject"
            form="card"
            node_ref=field
            aria-label=text!(refusal.field_subject)
            placeholder=text!(meeting.subject_placeholder)
            maxlength="300"
            autocomplete="off"
            enterkeyhint="done"
            value=subject.get_untracked()
            prop:value=move || subject.get()
            on:input=move |event| subject.set(event_target_value(&event))
            aria-invalid=invalid(wrong)
            aria-describedby=described_by("subject", wrong)
        />
        <FieldError id="subject" wrong=wrong />
    }
}

/// State, time and length of what is typed, on the viewer's clock; no time while it is unfinished.
#[component]
fn Overline(editing: Editing) -> impl IntoView {
    let (locale, dates, session) = (locale(), use_dates(), session());
    let form = editing.form;
    let state = move || editing.sheet.read().as_ref().map_or(State::Planned, |sheet| sheet.meeting.state);
    let today = session.rules.date(now());
    let when = move || {
        let typed = form.rules.with_value(|rules| {
            let when = form.times.read().when(rules);
            when.map(|when| (Takes::of(&when, rules), when))
        });
        let Ok((takes, when)) = typed else { return String::new() };
        let period = words::takes(locale, &dates, &takes, &session.rules, today);
        match when {
            When::AllDay { .. } => period,
            When::Timed { minutes, .. } => format!("{period} · {}", words::length(locale, minutes)),
        }
    };
    let private = text!(meeting.private);
    view! {
        <p class="overline">
            {move || view! { <StateBadge state=state() /> }} <span>{when}</span>
            {move || {
                form.private
                    .get()
                    .then(|| {
                        view! {
                            <span class="answer">
                                <Glyph icon=Icon::PRIVATE />
                                {private}
                            </span>
                        }
                    })
            }}
        </p>
    }
}

#[component]
fn Actions(editing: Editing, save: Callback<()>) -> impl IntoView {
    let unsaved = Memo::new(move |_| editing.is_unsaved());
    let new = Memo::new(move |_| editing.is_new());
    let state = move || match () {
        () if editing.saving.get() => ("saving", text!(meeting.saving)),
        () if editing.trouble.is_there() && (unsaved.get() || new.get()) => {
            ("failed", text!(meeting.unsaved))
        }
        () if unsaved.get() => ("unsaved", text!(meeting.unsaved)),
        () => ("", ""),
    };
    let state = Memo::new(move |_| state());
    let may_remove = move || editing.sheet.read().as_ref().is_some_and(|sheet| sheet.permits.remove);
    view! {
        <div class="page-actions">
            <span class="save-state" role="status" data-save=move || state.get().0>
                {move || state.get().1}
            </span>
            <Show when=move || unsaved.get() && !new.get()>
                <button type="button" class="button quiet" on:click=move |_| editing.give_up()>
                    {text!(meeting.discard)}
                </button>
            </Show>
            <Show when=may_remove>
                <Remove editing=editing />
            </Show>
            <button
                type="button"
                class="button primary"
                disabled=move || !new.get() && !unsaved.get()
                aria-busy=move || editing.saving.get().then_some("true")
                on:click=move |_| save.run(())
            >
                {text!(common.save)}
            </button>
        </div>
    }
}
