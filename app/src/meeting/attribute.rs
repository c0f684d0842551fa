//! An additional attribute on the card: its field, and its value in words (S26).

use chrono::NaiveDate;
use domain::attribute::{Attribute, Form, Value};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::trouble::attribute_element;
use super::words::{number, read_number};
use crate::text;
use crate::texts::Locale;
use crate::ui::dates::Dates;
use crate::ui::field::invalid;

#[component]
pub(super) fn AttributeField(editing: Editing, attribute: Attribute) -> impl IntoView {
    let particulars = editing.form.particulars;
    let Attribute { id, name, form, required, .. } = attribute;
    let html_id = attribute_element(id);
    let error_id = format!("{html_id}-error");
    let wrong = editing.trouble.with_attribute(id);
    let value = Memo::new(move |_| particulars.with(|it| it.attributes.get(&id).cloned()));
    let set = move |value: Option<Value>| {
        editing.trouble.forgive_attribute(id);
        particulars.update(|it| {
            match value {
                Some(value) => it.attributes.insert(id, value),
                None => it.attributes.remove(&id),
            };
        });
    };
    let described = {
        let error_id = error_id.clone();
        move || wrong.read().is_some().then(|| error_id.clone())
    };
    let typed = move || value.get().map(|value| plain(&value)).unwrap_or_default();
    let input = |kind: &'static str, read: fn(String) -> Option<Value>| {
        view! {
            <input
                class="input"
                id=html_id.clone()
                type=kind
                step=(kind == "number").then_some("any")
                autocomplete="off"
                aria-required=required.then_some("true")
                aria-invalid=invalid(wrong)
                aria-describedby=described.clone()
                prop:value=typed
                on:change=move |event| set(read(event_target_value(&event)))
            />
        }
        .into_any()
    };
    let select = |choices: Vec<(String, String)>, read: fn(String) -> Option<Value>| {
        let option = |(word, words): (String, String)| {
            let chosen = word.clone();
            view! {
                <option value=word selected=move || typed() == chosen>
                    {words}
                </option>
            }
        };
        view! {
            <select
                class="input"
                id=html_id.clone()
                aria-required=required.then_some("true")
                aria-invalid=invalid(wrong)
                aria-describedby=described.clone()
                on:change=move |event| set(read(event_target_value(&event)))
            >
                <option value="" selected=move || typed().is_empty()>
                    {text!(meeting.no_value)}
                </option>
                {choices.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    let control = match form {
        Form::Text => input("text", |text| (!text.trim().is_empty()).then_some(Value::Text(text))),
        Form::Number => input("number", |text| read_number(&text).map(Value::Number)),
        Form::Date => input("date", |text| Some(Value::Date(text.parse::<NaiveDate>().ok()?))),
        Form::Choice { options } => {
            let mut choices = options;
            // One that is offered no more stays where it was chosen.
            if let Some(Value::Choice(kept)) = value.get_untracked()
                && !choices.contains(&kept)
            {
                choices.push(kept);
            }
            let choices = choices.into_iter().map(|option| (option.clone(), option)).collect();
            select(choices, |option| (!option.is_empty()).then_some(Value::Choice(option)))
        }
        Form::YesNo => {
            let words = [(YES, text!(meeting.yes)), (NO, text!(meeting.no))];
            let choices = words.map(|(word, words)| (word.to_owned(), words.to_owned())).to_vec();
            select(choices, |word| match word.as_str() {
                YES => Some(Value::YesNo(true)),
                NO => Some(Value::YesNo(false)),
                _ => None,
            })
        }
    };
    let optional = (!required).then(|| view! { <span class="optional">{text!(meeting.can_be_empty)}</span> });
    view! {
        <div class="field" data-invalid=move || wrong.read().is_some().then_some("")>
            <label class="field-label" for=html_id.clone()>
                {name}
                " "
                {optional}
            </label>
            {control}
            {move || {
                let id = error_id.clone();
                wrong.get().map(|wrong| view! { <span class="field-error" id=id>{wrong}</span> })
            }}
        </div>
    }
}

const YES: &str = "yes";
const NO: &str = "no";

/// A value as the browser's own fields write it.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Number(number) => number.get().to_string(),
        Value::Date(date) => date.to_string(),
        Value::YesNo(true) => YES.to_owned(),
        Value::YesNo(false) => NO.to_owned(),
    }
}

/// A value in words.
pub(super) fn value_words(locale: Locale, dates: &Dates, value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Number(said) => number(locale, *said),
        Value::Date(date) => dates.short(*date),
        Value::YesNo(true) => td_string!(locale, meeting.yes).to_owned(),
        Value::YesNo(false) => td_string!(locale, meeting.no).to_owned(),
    }
}
