//! Fields of a form over one draft: each reads and writes its part of it.

use leptos::prelude::*;

use super::field::Field;

/// What everything that is kept has first: a name. `name` says where it is.
pub(crate) fn name_field<T: Clone + Send + Sync + 'static>(
    draft: RwSignal<T>,
    label: &'static str,
    name: impl Fn(&mut T) -> &mut String + Send + Sync + Copy + 'static,
) -> AnyView {
    let get = move |draft: &T| name(&mut draft.clone()).clone();
    text_field(draft, "keep-name", label, "text", None, get, move |draft, typed| {
        *name(draft) = typed;
    })
}

/// A line of text.
pub(crate) fn text_field<T: Send + Sync + 'static>(
    draft: RwSignal<T>,
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    hint: Option<String>,
    get: impl Fn(&T) -> String + Send + Sync + Copy + 'static,
    set: impl Fn(&mut T, String) + Send + Sync + Copy + 'static,
) -> AnyView {
    let described = hint.as_ref().map(|_| format!("{id}-hint"));
    let input = view! {
        <input
            class="input"
            id=id
            type=kind
            autocomplete="off"
            aria-describedby=described
            prop:value=move || draft.with(get)
            on:input=move |event| draft.update(|draft| set(draft, event_target_value(&event)))
        />
    };
    match hint {
        Some(hint) => view! {
            <Field id=id label=label hint=hint>
                {input}
            </Field>
        }
        .into_any(),
        None => view! {
            <Field id=id label=label>
                {input}
            </Field>
        }
        .into_any(),
    }
}

/// A count. What is no number is none.
pub(crate) fn number_field<T: Send + Sync + 'static>(
    draft: RwSignal<T>,
    id: &'static str,
    label: &'static str,
    get: impl Fn(&T) -> u32 + Send + Sync + Copy + 'static,
    set: impl Fn(&mut T, u32) + Send + Sync + Copy + 'static,
) -> AnyView {
    view! {
        <Field id=id label=label narrow=true>
            <input
                class="input"
                id=id
                type="number"
                min="0"
                inputmode="numeric"
                value=draft.with_untracked(get).to_string()
                on:input=move |event| {
                    let number = event_target_value(&event).parse().unwrap_or_default();
                    draft.update(|draft| set(draft, number));
                }
            />
        </Field>
    }
    .into_any()
}

/// Yes or no.
pub(crate) fn switch_field<T: Send + Sync + 'static>(
    draft: RwSignal<T>,
    label: &'static str,
    get: impl Fn(&T) -> bool + Send + Sync + Copy + 'static,
    set: impl Fn(&mut T, bool) + Send + Sync + Copy + 'static,
) -> AnyView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || draft.with(get)
                on:change=move |event| draft.update(|draft| set(draft, event_target_checked(&event)))
            />
            {label}
        </label>
    }
    .into_any()
}

/// One of several: what is sent for each, and what it is called.
pub(crate) fn select_field<T: Send + Sync + 'static>(
    draft: RwSignal<T>,
    id: &'static str,
    label: &'static str,
    choices: Vec<(String, String)>,
    get: impl Fn(&T) -> String + Send + Sync + Copy + 'static,
    set: impl Fn(&mut T, &str) + Send + Sync + Copy + 'static,
) -> AnyView {
    let option = move |(value, name): (String, String)| {
        let chosen = value.clone();
        view! {
            <option value=value selected=move || draft.with(get) == chosen>
                {name}
            </option>
        }
    };
    view! {
        <Field id=id label=label>
            <select
                class="input"
                id=id
                on:change=move |event| draft.update(|draft| set(draft, &event_target_value(&event)))
            >
                {choices.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
    .into_any()
}
