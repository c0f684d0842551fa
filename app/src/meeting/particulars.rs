//! What a meeting is linked to and says beside its own fields (S26): an interest of the client, a department, and what
//! an administrator wants to be asked of meetings of this kind.

use domain::attribute::Value;
use domain::client::Interest;
use domain::id::{AttributeId, DepartmentId, InterestId, Named};
use domain::refusal::Field as Which;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::attribute::{AttributeField, value_words};
use super::editing::Editing;
use super::fact::Fact;
use crate::api::keep_interest;
use crate::state::clock::now;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::field::{Field, described_by, invalid};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn ParticularsSection(editing: Editing, may_change: Memo<bool>) -> impl IntoView {
    let inside = move || {
        if may_change.get() {
            view! { <ParticularsFields editing=editing /> }.into_any()
        } else {
            view! { <ParticularsFacts editing=editing /> }.into_any()
        }
    };
    let nothing_to_say = move || !may_change.get() && *editing.form.particulars.read() == Default::default();
    view! {
        <section class="section" aria-labelledby="particulars-title" hidden=nothing_to_say>
            <h2 class="section-title" id="particulars-title">
                {text!(meeting.particulars)}
            </h2>
            {inside}
        </section>
    }
}

#[component]
fn ParticularsFields(editing: Editing) -> impl IntoView {
    let asked = move || {
        let kind = editing.form.kind.get();
        let asked = editing.choices.with_value(|choices| {
            choices
                .attributes
                .iter()
                .filter(|attribute| attribute.is_asked_of(kind))
                .cloned()
                .collect::<Vec<_>>()
        });
        asked
            .into_iter()
            .map(|attribute| {
                let id = attribute.id;
                view! {
                    <AttributeField
                        attribute=attribute
                        particulars=editing.form.particulars
                        wrong=editing.trouble.with_attribute(id)
                        on_change=Callback::new(move |()| editing.trouble.forgive_attribute(id))
                    />
                }
            })
            .collect_view()
    };
    view! {
        <div class="fields">
            <DepartmentField editing=editing />
            <Show when=move || editing.form.client.read().is_some()>
                <InterestField editing=editing />
            </Show>
            {asked}
        </div>
    }
}

#[component]
fn DepartmentField(editing: Editing) -> impl IntoView {
    let particulars = editing.form.particulars;
    let wrong = editing.trouble.with(Which::Department);
    let chosen = move || particulars.read().department;
    let mut departments = editing.choices.with_value(|choices| choices.departments.clone());
    // One that was archived since stays where it is.
    let kept =
        editing.sheet.with_untracked(|sheet| sheet.as_ref().and_then(|sheet| sheet.department.clone()));
    if let Some(kept) = kept
        && departments.iter().all(|department| department.id != kept.id)
    {
        departments.push(kept);
    }
    let option = move |Named { id, name }: Named<DepartmentId>| {
        view! {
            <option value=id.to_string() selected=move || chosen() == Some(id)>
                {name}
            </option>
        }
    };
    view! {
        <Field id="department" label=text!(refusal.field_department) wrong=wrong>
            <select
                class="input"
                id="department"
                on:change=move |event| {
                    particulars.update(|it| it.department = event_target_value(&event).parse().ok());
                }
                aria-invalid=invalid(wrong)
                aria-describedby=described_by("department", wrong)
            >
                <option value="" selected=move || chosen().is_none()>
                    {text!(meeting.no_department)}
                </option>
                {departments.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}

/// A sales opportunity of the client, or a new one, made on the spot.
#[component]
fn InterestField(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let wrong = editing.trouble.with(Which::Interest);
    let chosen = move || form.particulars.read().interest;
    let adding = RwSignal::new(false);
    let option = move |Interest { id, name, .. }: Interest| {
        view! {
            <option value=id.to_string() selected=move || chosen() == Some(id)>
                {name}
            </option>
        }
    };
    view! {
        <Field id="interest" label=text!(refusal.field_interest) wrong=wrong>
            <div class="picker-row">
                <select
                    class="input"
                    id="interest"
                    on:change=move |event| {
                        form.particulars.update(|it| it.interest = event_target_value(&event).parse().ok());
                    }
                    aria-invalid=invalid(wrong)
                    aria-describedby=described_by("interest", wrong)
                >
                    <option value="" selected=move || chosen().is_none()>
                        {text!(meeting.no_interest)}
                    </option>
                    {move || {
                        let known = form.interests.get().into_iter();
                        known.filter(|it| !it.archived || chosen() == Some(it.id)).map(option).collect_view()
                    }}
                </select>
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=text!(meeting.new_interest)
                    aria-expanded=move || if adding.get() { "true" } else { "false" }
                    on:click=move |_| adding.update(|adding| *adding = !*adding)
                >
                    <Glyph icon=Icon::PLUS />
                </button>
            </div>
        </Field>
        <Show when=move || adding.get()>
            <NewInterest editing=editing adding=adding />
        </Show>
    }
}

#[component]
fn NewInterest(editing: Editing, adding: RwSignal<bool>) -> impl IntoView {
    let form = editing.form;
    let name = RwSignal::new(String::new());
    let id = InterestId::generate(now());
    let (toasts, explain) = (use_toasts(), use_explain());
    let keep = Callback::new(move |()| {
        let Some(client) = form.client.with_untracked(|client| client.as_ref().map(|client| client.id))
        else {
            return;
        };
        let interest = Interest { id, client, name: name.get_untracked(), archived: false };
        let explain = explain.clone();
        spawn_local(async move {
            match keep_interest(interest).await {
                Ok(kept) if !editing.is_left() => {
                    form.interests.update(|known| known.push(kept.clone()));
                    form.particulars.update(|it| it.interest = Some(kept.id));
                    adding.try_set(false);
                }
                Ok(_) => {}
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
        });
    });
    view! {
        <div class="picker-row">
            <input
                class="input"
                aria-label=text!(meeting.new_interest)
                placeholder=text!(meeting.new_interest)
                maxlength="300"
                autocomplete="off"
                on:input=move |event| name.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        // Enter in this field never sends the card.
                        event.prevent_default();
                        keep.run(());
                    }
                }
            />
            <button type="button" class="button" on:click=move |_| keep.run(())>
                {text!(people.add_individual)}
            </button>
        </div>
    }
}

/// The same for who may only read it.
#[component]
fn ParticularsFacts(editing: Editing) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let department = move || editing.sheet.read().as_ref()?.department.as_ref().map(|it| it.name.clone());
    let interest = move || editing.sheet.read().as_ref()?.interest.as_ref().map(|it| it.name.clone());
    let name = move |id: AttributeId| {
        editing.choices.with_value(|choices| {
            choices.attributes.iter().find(|attribute| attribute.id == id).map(|it| it.name.clone())
        })
    };
    let values = move || {
        let said = editing.form.particulars.get().attributes.into_iter();
        let fact = |(id, value): (AttributeId, Value)| {
            let (name, value) = (name(id)?, value_words(locale, &dates, &value));
            let fact = view! {
                <div class="field">
                    <dt class="field-label">{name}</dt>
                    <dd class="value">{value}</dd>
                </div>
            };
            Some(fact)
        };
        said.filter_map(fact).collect_view()
    };
    view! {
        <dl class="fields">
            <Fact label=text!(refusal.field_department) value=Signal::derive(department) />
            <Fact label=text!(refusal.field_interest) value=Signal::derive(interest) />
            {values}
        </dl>
    }
}
