//! A labelled field with room for a hint and for what is wrong with it.

use leptos::prelude::*;

/// What is wrong with what a field holds, if anything is.
pub type Wrong = Signal<Option<String>>;

/// A label over its control. The control is a child, carries `id`, and is told of what is wrong by
/// [`invalid`] and [`described_by`].
#[component]
pub fn Field(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<String>,
    #[prop(optional)] wrong: Wrong,
    /// For what has a width of its own, such as a time.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    let class = if narrow { "field narrow" } else { "field" };
    view! {
        <div class=class data-invalid=move || wrong.read().is_some().then_some("")>
            <label class="field-label" for=id>
                {label}
            </label>
            {children()}
            {hint
                .map(|hint| {
                    view! {
                        <span class="field-hint" id=format!("{id}-hint")>
                            {hint}
                        </span>
                    }
                })}
            <FieldError id=id wrong=wrong />
        </div>
    }
}

/// What is wrong, below a field.
#[component]
pub fn FieldError(id: &'static str, wrong: Wrong) -> impl IntoView {
    move || {
        let wrong = wrong.get()?;
        let view = view! {
            <span class="field-error" id=format!("{id}-error")>
                {wrong}
            </span>
        };
        Some(view.into_any())
    }
}

/// For `aria-invalid`.
pub fn invalid(wrong: Wrong) -> impl Fn() -> Option<&'static str> + Copy {
    move || wrong.read().is_some().then_some("true")
}

/// For `aria-describedby`: what is wrong with the field `id`, while something is.
pub fn described_by(id: &'static str, wrong: Wrong) -> impl Fn() -> Option<String> + Copy {
    move || wrong.read().is_some().then(|| format!("{id}-error"))
}
