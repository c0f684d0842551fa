//! Why the card could not be saved, and which of its fields that is about.

use domain::id::{AttributeId, TemplateItemId};
use domain::refusal::Field;
use domain::{Refusal, Refused};
use leptos::prelude::*;

use super::attribute::attribute_element;
use super::remedies::Remedy;
use crate::api::Failure;
use crate::text;
use crate::ui::field::Wrong;
use crate::ui::focus::{focus, focus_first_wrong};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Explain, use_explain};

#[derive(Clone, Copy)]
pub(super) struct Trouble {
    failure: RwSignal<Option<Failure>>,
    /// What of it a rule said.
    refused: Memo<Option<Refused>>,
    explain: StoredValue<Explain>,
}

impl Trouble {
    pub(super) fn none() -> Self {
        let failure = RwSignal::new(None::<Failure>);
        let refused = Memo::new(move |_| failure.read().as_ref()?.refused());
        Self { failure, refused, explain: StoredValue::new(use_explain()) }
    }

    /// Shows why, and brings the first field that is wrong to whoever types.
    pub(super) fn show(&self, failure: Failure) {
        self.failure.set(Some(failure));
        request_animation_frame(|| focus_first_wrong(".card-page"));
    }

    pub(super) fn clear(&self) {
        self.failure.set(None);
    }

    /// Forgets what was said of these fields as soon as `changed` sees something else in them.
    pub(super) fn forgive(self, changed: impl Fn() + Send + Sync + 'static, fields: &'static [Field]) {
        Effect::new(move |before: Option<()>| {
            changed();
            if before.is_some() {
                self.forget(|reason| about(reason).is_some_and(|field| fields.contains(&field)));
            }
        });
    }

    /// Forgets that an item of the checklist was in the way.
    pub(super) fn forgive_item(self, item: TemplateItemId) {
        self.forget(|reason| is_about_item(reason, item));
    }

    /// Forgets what was said of the value of an additional attribute.
    pub(super) fn forgive_attribute(self, attribute: AttributeId) {
        self.forget(|reason| is_about_attribute(reason, attribute));
    }

    /// Forgets what was said of all of them: others are asked now.
    pub(super) fn forgive_attributes(self) {
        self.forget(|reason| matches!(reason, Refusal::Attribute { .. }));
    }

    fn forget(self, gone: impl Fn(&Refusal) -> bool) {
        let is_refused = |failure: &Option<Failure>| matches!(failure, Some(Failure::Refused(_)));
        if self.failure.with_untracked(is_refused) {
            self.failure.update(|failure| *failure = failure.take().and_then(|it| without(it, gone)));
        }
    }

    pub(super) fn is_there(&self) -> bool {
        self.failure.read().is_some()
    }

    /// Whether this item of the checklist is in the way.
    pub(super) fn is_about(&self, item: TemplateItemId) -> bool {
        matches!(&*self.refused.read(), Some(refused) if refused.reasons().iter().any(|reason| is_about_item(reason, item)))
    }

    /// One sentence for each reason, and the element of the card that it is about.
    fn lines(&self) -> Vec<(String, Option<String>)> {
        let Self { failure, refused, explain } = *self;
        explain.with_value(|explain| match (&*refused.read(), &*failure.read()) {
            (_, None) => Vec::new(),
            (Some(refused), _) => {
                let line = |reason| (explain.reason(reason), element(reason));
                refused.reasons().iter().map(line).collect()
            }
            (None, Some(failure)) => {
                explain.failure(failure).into_iter().map(|words| (words, None)).collect()
            }
        })
    }

    /// What would put it right, one press away.
    pub(super) fn remedies(&self) -> Signal<Vec<Remedy>> {
        let refused = self.refused;
        Signal::derive(move || match &*refused.read() {
            Some(refused) => Remedy::of(refused.reasons(), refused.repairs()),
            None => Vec::new(),
        })
    }

    /// What is wrong with a field.
    pub(super) fn with(self, field: Field) -> Wrong {
        self.first(move |reason| about(reason) == Some(field))
    }

    /// What is wrong with the value of an additional attribute.
    pub(super) fn with_attribute(self, attribute: AttributeId) -> Wrong {
        self.first(move |reason| is_about_attribute(reason, attribute))
    }

    fn first(self, wanted: impl Fn(&Refusal) -> bool + Send + Sync + 'static) -> Wrong {
        let Self { refused, explain, .. } = self;
        Signal::derive(move || {
            let refused = refused.read();
            let reason = refused.as_ref()?.reasons().iter().find(|reason| wanted(reason))?;
            Some(explain.with_value(|explain| explain.reason(reason)))
        })
    }
}

/// Why something did not work; whatever is about a field leads there. Below it stands what would help.
#[component]
pub(super) fn Troubles(trouble: Trouble, children: ChildrenFn) -> impl IntoView {
    let title = text!(refusal.title);
    let children = StoredValue::new(children);
    let line = |(words, element): (String, Option<String>)| match element {
        Some(element) => view! {
            <li>
                <button type="button" class="link" on:click=move |_| focus(&element)>
                    {words}
                </button>
            </li>
        }
        .into_any(),
        None => view! { <li>{words}</li> }.into_any(),
    };
    view! {
        <Show when=move || trouble.is_there()>
            <div class="refusal" role="alert">
                <Glyph icon=Icon::WARNING />
                <div>
                    <strong class="refusal-title">{title}</strong>
                    <ul>{move || trouble.lines().into_iter().map(line).collect_view()}</ul>
                    {children.with_value(|children| children())}
                </div>
            </div>
        </Show>
    }
}

/// The other reasons, if any are left.
fn without(failure: Failure, gone: impl Fn(&Refusal) -> bool) -> Option<Failure> {
    let Some(refused) = failure.refused() else { return Some(failure) };
    let left = refused.into_reasons().into_iter().filter(|reason| !gone(reason));
    Refused::unless_empty(left.collect()).err().map(Failure::from)
}

fn is_about_item(reason: &Refusal, item: TemplateItemId) -> bool {
    matches!(reason, Refusal::ItemOpen { item: open, .. } if *open == item)
}

fn is_about_attribute(reason: &Refusal, attribute: AttributeId) -> bool {
    matches!(reason, Refusal::Attribute { attribute: it, .. } if *it == attribute)
}

/// The id of the element that a reason is about.
fn element(reason: &Refusal) -> Option<String> {
    match reason {
        Refusal::ItemOpen { item, .. } => return Some(item_element(*item)),
        Refusal::Attribute { attribute, .. } => return Some(attribute_element(*attribute)),
        _ => {}
    }
    let id = match about(reason)? {
        Field::Subject => "subject",
        Field::Kind => "kind",
        Field::Start => "start",
        Field::Duration => "end",
        Field::Place => "place",
        Field::Responsible => "responsible",
        Field::Client => "client",
        Field::Contact => "contact",
        Field::Description => "description",
        Field::Department => "department",
        Field::Interest => "interest",
        Field::Participants => "add-person",
        _ => return None,
    };
    Some(id.to_owned())
}

/// The id of the box of an item of the checklist.
pub(super) fn item_element(item: TemplateItemId) -> String {
    format!("item-{item}")
}

/// The field of the card that a reason is about.
fn about(reason: &Refusal) -> Option<Field> {
    match reason {
        Refusal::Empty { field }
        | Refusal::TooLong { field, .. }
        | Refusal::Malformed { field }
        | Refusal::Unknown { field }
        | Refusal::Archived { field }
        | Refusal::Duplicate { field }
        | Refusal::NotOfThisKind { field } => Some(*field),
        Refusal::InterestOfAnotherClient => Some(Field::Interest),
        Refusal::ContactOfAnotherClient => Some(Field::Contact),
        Refusal::Unreachable => Some(Field::Participants),
        _ => reason.place().map(|_| Field::Place),
    }
}
