//! An additional attribute of a meeting: its field, and its value in words (S26).

use chrono::NaiveDate;
use domain::attribute::{Attribute, Form, Particulars, Value};
use domain::id::AttributeId;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::words::{number, read_number};
use crate::text;
use crate::texts::Locale;
use crate::ui::dates::Dates;
use crate::ui::field::{Wrong, invalid};

#[component]
pub(crate) fn AttributeField(
    attribute: Attribute,
    particulars: RwSignal<Particulars>,
    wrong: Wrong,
    /// Somebody has said something else.
    on_change: Callback<()>,
) -> impl IntoView {
    let Attribute { id, name, form, required, .. } = attribute;
    let html_id = attribute_element(id);
    let error_id = format!("{html_id}-error");
    let value = Memo::new(move |_| particulars.with(|it| it.attributes.get(&id).cloned()));
    let read_as = StoredValue::new(form.clone());
    let set = move |typed: String| {
        let value = read_as.with_value(|form| read(form, &typed));
        on_change.run(());
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
    let input = |kind: &'static str| {
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
                on:change=move |event| set(event_target_value(&event))
            />
        }
        .into_any()
    };
    let select = |choices: Vec<(String, String)>| {
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
                on:change=move |event| set(event_target_value(&event))
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
        Form::Text => input("text"),
        Form::Number => input("number"),
        Form::Date => input("date"),
        Form::Choice { options } => {
            let mut choices = options;
            // One that is offered no more stays where it was chosen.
            if let Some(Value::Choice(kept)) = value.get_untracked()
                && !choices.contains(&kept)
            {
                choices.push(kept);
            }
            select(choices.into_iter().map(|option| (option.clone(), option)).collect())
        }
        Form::YesNo => {
            let words = [(YES, text!(meeting.yes)), (NO, text!(meeting.no))];
            select(words.map(|(word, words)| (word.to_owned(), words.to_owned())).to_vec())
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

/// The id of the control of an additional attribute; by the same name an address says what stands in it.
pub(crate) fn attribute_element(attribute: AttributeId) -> String {
    format!("attribute-{attribute}")
}

/// Reads what a field of this form holds: nothing where it is empty or no such value.
pub(crate) fn read(form: &Form, typed: &str) -> Option<Value> {
    match form {
        Form::Text => (!typed.trim().is_empty()).then(|| Value::Text(typed.to_owned())),
        Form::Number => read_number(typed).map(Value::Number),
        Form::Date => Some(Value::Date(typed.parse::<NaiveDate>().ok()?)),
        Form::Choice { .. } => (!typed.is_empty()).then(|| Value::Choice(typed.to_owned())),
        Form::YesNo => match typed {
            YES => Some(Value::YesNo(true)),
            NO => Some(Value::YesNo(false)),
            _ => None,
        },
    }
}

/// A value as the browser's own fields write it.
pub(crate) fn plain(value: &Value) -> String {
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
