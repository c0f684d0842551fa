//! What it is about: kind, category, description, and whether others may know.

use domain::id::{CategoryId, KindId};
use domain::kind::Category;
use domain::refusal::Field as Which;
use leptos::prelude::*;

use super::editing::Editing;
use super::fact::Fact;
use super::words::kind_name;
use crate::text;
use crate::texts::locale;
use crate::ui::field::{Field, FieldError, described_by, invalid};

#[component]
pub(super) fn About(editing: Editing) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="about-title">
            <h2 class="section-title" id="about-title">
                {text!(meeting.about)}
            </h2>
            <div class="fields">
                <KindField editing=editing />
                <CategoryField editing=editing />
                <DescriptionField editing=editing />
                <PrivateField editing=editing />
            </div>
        </section>
    }
}

#[component]
fn KindField(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let wrong = editing.trouble.with(Which::Kind);
    let locale = locale();
    // A kind that was archived since stays where it is.
    let kept = editing.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.kind.clone()));
    let mut kinds: Vec<(KindId, String)> = editing.choices.with_value(|choices| {
        choices.kinds.iter().map(|kind| (kind.id, kind_name(locale, kind.id, &kind.name))).collect()
    });
    if let Some(kept) = kept
        && kinds.iter().all(|(id, _)| *id != kept.id)
    {
        kinds.push((kept.id, kind_name(locale, kept.id, &kept.name)));
    }
    let option = move |(id, name): (KindId, String)| {
        view! {
            <option value=id.to_string() selected=move || form.kind.get() == id>
                {name}
            </option>
        }
    };
    // Choosing the kind of a meeting that is being planned sets its length (S50).
    let choose = move |id: KindId| {
        form.kind.set(id);
        if untrack(|| editing.is_outside()) {
            form.go_to_main_office();
        }
        editing.trouble.forgive_attributes();
        // What is not asked of this kind is not said of it.
        let asked: Vec<_> = editing.choices.with_value(|choices| {
            choices.attributes.iter().filter(|it| it.is_asked_of(id)).map(|it| it.id).collect()
        });
        form.particulars.update(|it| it.attributes.retain(|attribute, _| asked.contains(attribute)));
        let usual = editing.choices.with_value(|choices| {
            choices.kinds.iter().find(|kind| kind.id == id).map(|kind| kind.default_minutes)
        });
        if let (true, Some(minutes)) = (untrack(|| editing.is_new()), usual) {
            form.rules.with_value(|rules| form.times.update(|times| times.last_minutes(minutes, rules)));
        }
    };
    view! {
        <Field id="kind" label=text!(refusal.field_kind) wrong=wrong>
            <select
                class="input"
                id="kind"
                on:change=move |event| {
                    if let Ok(id) = event_target_value(&event).parse() {
                        choose(id);
                    }
                }
                aria-invalid=invalid(wrong)
                aria-describedby=described_by("kind", wrong)
            >
                {kinds.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}

#[component]
fn CategoryField(editing: Editing) -> impl IntoView {
    let category = editing.form.category;
    let wrong = editing.trouble.with(Which::Category);
    let kept = editing.sheet.with_untracked(|sheet| sheet.as_ref().and_then(|sheet| sheet.category.clone()));
    let mut categories: Vec<Category> = editing.choices.with_value(|choices| choices.categories.clone());
    if let Some(kept) = kept
        && categories.iter().all(|category| category.id != kept.id)
    {
        categories.push(kept);
    }
    if categories.is_empty() {
        return ().into_any();
    }
    let choice = move |id: Option<CategoryId>, hue: Option<u16>, name: String| {
        let value = id.map(|id| id.to_string()).unwrap_or_default();
        view! {
            <label class="swatch-choice" style=hue.map(|hue| format!("--hue:{hue}"))>
                <input
                    type="radio"
                    name="category"
                    value=value
                    checked=category.get_untracked() == id
                    prop:checked=move || category.get() == id
                    on:change=move |_| category.set(id)
                />
                {hue.map(|_| view! { <span class="swatch"></span> })}
                {name}
            </label>
        }
    };
    view! {
        <div class="field" data-invalid=move || wrong.read().is_some().then_some("")>
            <span class="field-label" id="category-label">
                {text!(refusal.field_category)}
            </span>
            <div class="swatches" role="radiogroup" aria-labelledby="category-label">
                {choice(None, None, text!(meeting.no_category).to_owned())}
                {categories
                    .into_iter()
                    .map(|category| choice(Some(category.id), Some(category.color.into()), category.name))
                    .collect_view()}
            </div>
            <FieldError id="category" wrong=wrong />
        </div>
    }
    .into_any()
}

#[component]
fn DescriptionField(editing: Editing) -> impl IntoView {
    let description = editing.form.description;
    let wrong = editing.trouble.with(Which::Description);
    view! {
        <Field id="description" label=text!(refusal.field_description) wrong=wrong>
            <textarea
                class="input"
                id="description"
                rows="4"
                prop:value=move || description.get()
                on:input=move |event| description.set(event_target_value(&event))
                aria-invalid=invalid(wrong)
                aria-describedby=described_by("description", wrong)
            >
                {description.get_untracked()}
            </textarea>
        </Field>
    }
}

#[component]
fn PrivateField(editing: Editing) -> impl IntoView {
    let private = editing.form.private;
    view! {
        <div class="field">
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    aria-describedby="private-hint"
                    checked=private.get_untracked()
                    prop:checked=move || private.get()
                    on:change=move |event| private.set(event_target_checked(&event))
                />
                {text!(meeting.private)}
            </label>
            <span class="field-hint" id="private-hint">
                {text!(meeting.private_hint)}
            </span>
        </div>
    }
}

/// The same for who may only read it.
#[component]
pub(super) fn AboutFacts(editing: Editing) -> impl IntoView {
    let locale = locale();
    let kind = move || {
        let sheet = editing.sheet.read();
        sheet.as_ref().map(|sheet| kind_name(locale, sheet.kind.id, &sheet.kind.name))
    };
    let category = move || editing.sheet.read().as_ref()?.category.as_ref().map(|it| it.name.clone());
    let description = move || editing.sheet.read().as_ref().map(|sheet| sheet.meeting.description.clone());
    view! {
        <section class="section" aria-labelledby="about-title">
            <h2 class="section-title" id="about-title">
                {text!(meeting.about)}
            </h2>
            <dl class="fields">
                <Fact label=text!(refusal.field_kind) value=Signal::derive(kind) />
                <Fact label=text!(refusal.field_category) value=Signal::derive(category) />
                <Fact label=text!(refusal.field_description) value=Signal::derive(description) />
            </dl>
        </section>
    }
}
