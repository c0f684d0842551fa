//! Why the card could not be saved, and which of its fields that is about.

use domain::id::AttributeId;
use domain::refusal::Field;
use domain::{Refusal, Refused};
use leptos::prelude::*;

use crate::api::Failure;
use crate::ui::field::Wrong;
use crate::ui::refusals::{Explain, use_explain};

#[derive(Clone, Copy)]
pub(super) struct Trouble {
    failure: RwSignal<Option<Failure>>,
    explain: StoredValue<Explain>,
}

impl Trouble {
    pub(super) fn none() -> Self {
        Self { failure: RwSignal::new(None), explain: StoredValue::new(use_explain()) }
    }

    /// Shows why, and brings the first field that is wrong to whoever types.
    pub(super) fn show(&self, failure: Failure) {
        self.failure.set(Some(failure));
        request_animation_frame(focus_first_wrong);
    }

    pub(super) fn clear(&self) {
        self.failure.set(None);
    }

    /// Forgets what was said of these fields as soon as `changed` sees something else in them.
    pub(super) fn forgive(&self, changed: impl Fn() + Send + Sync + 'static, fields: &'static [Field]) {
        let failure = self.failure;
        Effect::new(move |before: Option<()>| {
            changed();
            if before.is_some() && failure.with_untracked(Option::is_some) {
                failure
                    .update(|failure| *failure = failure.take().and_then(|failure| without(failure, fields)));
            }
        });
    }

    pub(super) fn is_there(&self) -> bool {
        self.failure.read().is_some()
    }

    /// One sentence for each reason.
    pub(super) fn reasons(&self) -> Signal<Vec<String>> {
        let Self { failure, explain } = *self;
        Signal::derive(move || {
            let failure = failure.read();
            let words = |failure| explain.with_value(|explain| explain.failure(failure));
            failure.as_ref().map_or_else(Vec::new, words)
        })
    }

    /// What is wrong with a field.
    pub(super) fn with(&self, field: Field) -> Wrong {
        let Self { failure, explain } = *self;
        Signal::derive(move || match &*failure.read() {
            Some(Failure::Refused(refused)) => {
                let reason = refused.reasons().iter().find(|reason| about(reason) == Some(field))?;
                Some(explain.with_value(|explain| explain.reason(reason)))
            }
            _ => None,
        })
    }
}

impl Trouble {
    /// What is wrong with the value of an additional attribute.
    pub(super) fn with_attribute(&self, id: AttributeId) -> Wrong {
        let Self { failure, explain } = *self;
        Signal::derive(move || match &*failure.read() {
            Some(Failure::Refused(refused)) => {
                let is_about = |reason: &&Refusal| matches!(reason, Refusal::Attribute { attribute, .. } if *attribute == id);
                let reason = refused.reasons().iter().find(is_about)?;
                Some(explain.with_value(|explain| explain.reason(reason)))
            }
            _ => None,
        })
    }
}

/// The reasons that are not about these fields, if any are left.
fn without(failure: Failure, fields: &[Field]) -> Option<Failure> {
    let Failure::Refused(refused) = failure else { return Some(failure) };
    let others = refused.into_reasons().into_iter();
    let others = others.filter(|reason| about(reason).is_none_or(|field| !fields.contains(&field)));
    Refused::unless_empty(others.collect()).err().map(Failure::Refused)
}

/// The field of the card that a reason is about.
fn about(reason: &Refusal) -> Option<Field> {
    match reason {
        Refusal::Empty { field }
        | Refusal::TooLong { field, .. }
        | Refusal::Malformed { field }
        | Refusal::Unknown { field }
        | Refusal::Archived { field }
        | Refusal::Duplicate { field } => Some(*field),
        Refusal::InterestOfAnotherClient => Some(Field::Interest),
        Refusal::ContactOfAnotherClient => Some(Field::Contact),
        Refusal::PlaceTaken { .. } => Some(Field::Place),
        Refusal::Unreachable => Some(Field::Participants),
        _ => None,
    }
}

fn focus_first_wrong() {
    let wrong = document().query_selector(".card-page [aria-invalid=true]").ok().flatten();
    if let Some(field) = wrong.map(wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>) {
        // An element that cannot take the focus leaves it where it is.
        let _ = field.focus();
    }
}
