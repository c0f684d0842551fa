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

/// What somebody typed into a field of the server's page before the page's program took it over.
pub fn typed_early(id: &str) -> Option<String> {
    use wasm_bindgen::JsCast;

    let taking_over = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
    if cfg!(feature = "ssr") || !taking_over {
        return None;
    }
    let field = document().get_element_by_id(id)?;
    let (typed, shown) = match field.dyn_into::<web_sys::HtmlInputElement>() {
        Ok(input) => (input.value(), input.default_value()),
        Err(field) => {
            let text = field.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
            (text.value(), text.default_value().ok()?)
        }
    };
    (typed != shown).then_some(typed)
}

/// For `aria-invalid`.
pub fn invalid(wrong: Wrong) -> impl Fn() -> Option<&'static str> + Copy {
    move || wrong.read().is_some().then_some("true")
}

/// For `aria-describedby`: what is wrong with the field `id`, while something is.
pub fn described_by(id: &'static str, wrong: Wrong) -> impl Fn() -> Option<String> + Copy {
    move || wrong.read().is_some().then(|| format!("{id}-error"))
}
