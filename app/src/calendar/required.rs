//! What the short form asks beside subject, kind and time: the additional attributes without which a meeting of this kind
//! cannot be planned (S26). What may stay empty is asked on the card.

use std::fmt::Write;

use domain::Refused;
use domain::attribute::{Attribute, Particulars};
use domain::id::{AttributeId, KindId};
use domain::refusal::Refusal;
use leptos::prelude::*;

use super::quick::{known_attributes, read_attributes};
use crate::meeting::attribute::{AttributeField, attribute_element, plain};
use crate::ui::focus::{focus_first_wrong, once_drawn};
use crate::ui::refusals::use_explain;

/// Copy it into event handlers.
#[derive(Clone, Copy)]
pub(super) struct Required {
    kind: RwSignal<KindId>,
    known: RwSignal<Vec<Attribute>>,
    /// What was said, also of what another kind asks.
    particulars: RwSignal<Particulars>,
    /// What a rule has said of it.
    wrong: RwSignal<Vec<Refusal>>,
}

impl Required {
    pub(super) fn of(kind: RwSignal<KindId>) -> Self {
        Self {
            kind,
            known: RwSignal::new(known_attributes()),
            particulars: RwSignal::new(Particulars::default()),
            wrong: RwSignal::new(Vec::new()),
        }
    }

    fn asked(self) -> Vec<Attribute> {
        let kind = self.kind.get();
        self.known.with(|known| {
            known.iter().filter(|each| each.required && each.is_asked_of(kind)).cloned().collect()
        })
    }

    /// What is said of a meeting of this kind.
    pub(super) fn said(self) -> Particulars {
        let asked = self.asked();
        let mut said = self.particulars.get();
        said.attributes.retain(|id, _| asked.iter().any(|attribute| attribute.id == *id));
        said
    }

    /// The same for the address of the card.
    pub(super) fn query(self) -> String {
        let mut query = String::new();
        for (id, value) in self.said().attributes {
            let value = leptos_router::location::Url::escape(&plain(&value));
            // Writing to a string does not fail.
            let _ = write!(query, "&{}={value}", attribute_element(id));
        }
        query
    }

    /// Tells at the fields what is wrong with them, and leads to the first. What is asked since a moment ago is read.
    pub(super) async fn refuse(self, refused: Refused) {
        let wrong: Vec<_> = refused.into_reasons().into_iter().filter(|it| about(it).is_some()).collect();
        let is_shown =
            |known: &[Attribute], reason: &Refusal| known.iter().any(|it| about(reason) == Some(it.id));
        let shown = self.known.try_with_untracked(|known| wrong.iter().all(|it| is_shown(known, it)));
        if shown == Some(false) {
            let known = read_attributes().await;
            self.known.try_set(known);
        }
        if !wrong.is_empty() {
            self.wrong.try_set(wrong);
            once_drawn(|| focus_first_wrong(".quick"));
        }
    }

    fn forgive(self, attribute: AttributeId) {
        self.wrong.update(|wrong| wrong.retain(|reason| about(reason) != Some(attribute)));
    }
}

#[component]
pub(super) fn RequiredFields(required: Required) -> impl IntoView {
    let explain = StoredValue::new(use_explain());
    let field = move |attribute: Attribute| {
        let id = attribute.id;
        let wrong = Signal::derive(move || {
            let wrong = required.wrong.read();
            let reason = wrong.iter().find(|reason| about(reason) == Some(id))?;
            Some(explain.with_value(|explain| explain.reason(reason)))
        });
        view! {
            <AttributeField
                attribute=attribute
                particulars=required.particulars
                wrong=wrong
                on_change=Callback::new(move |()| required.forgive(id))
            />
        }
    };
    move || required.asked().into_iter().map(field).collect_view()
}

/// The attribute that a reason is about.
fn about(reason: &Refusal) -> Option<AttributeId> {
    match reason {
        Refusal::Attribute { attribute, .. } => Some(*attribute),
        _ => None,
    }
}
