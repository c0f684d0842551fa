//! Finding colleagues by typing, in the forms that name some.

use std::sync::Arc;

use domain::people::Person;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::find_users;
use crate::ui::picker::{Find, Offer};

/// Those who were found last: of a choice a picker tells the id only.
#[derive(Clone, Copy)]
pub(crate) struct Colleagues(StoredValue<Vec<Person>>);

impl Colleagues {
    pub(crate) fn none_yet() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// For a picker: finds those who are wanted.
    pub(crate) fn find(self, wanted: impl Fn(&Person) -> bool + Send + Sync + Copy + 'static) -> Find {
        Arc::new(move |text| {
            Box::pin(async move {
                let mut people = find_users(text).await.unwrap_or_default();
                people.retain(wanted);
                let offer = |person: &Person| Offer {
                    id: person.id.0,
                    name: person.name.clone(),
                    note: person.position.clone(),
                    icon: None,
                };
                let offers = people.iter().map(offer).collect();
                self.0.try_set_value(people);
                offers
            })
        })
    }

    pub(crate) fn chosen(self, id: Uuid) -> Option<Person> {
        self.0.with_value(|found| found.iter().find(|person| person.id.0 == id).cloned())
    }
}
