//! What administrators keep: one page for each noun, all of one shape. A noun says how it stands in its list, how it
//! is read and saved, and which fields it has; listing, finding, creating, renaming, archiving and restoring are
//! here, once.

mod attributes;
mod categories;
mod checklist;
mod colleagues;
mod departments;
mod groups;
mod kinds;
mod links;
mod page;
mod places;
mod targets;
mod users;

use std::future::Future;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::api::Failure;
use crate::plain::Absent;
use crate::text;
use crate::texts::Locale;
use crate::ui::icon::Icon;

pub(crate) use colleagues::Colleagues;
pub(super) use links::OrganisationLinks;

/// Something that is kept.
trait Kept: Clone + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static {
    /// What is read beside it to fill in its form: what it can point to.
    type Beside: Clone + Default + Send + Sync + Serialize + DeserializeOwned + 'static;

    const ICON: Icon;

    fn words(locale: Locale) -> Words;

    /// The things whose names fit what is typed, in the order of the list, with what their form needs.
    fn read(find: String) -> impl Future<Output = Result<(Vec<Self>, Self::Beside), Failure>> + Send;

    fn keep(self) -> impl Future<Output = Result<(), Failure>> + Send;

    /// A new one, with an id of its own.
    fn new() -> Self;

    fn line(&self, beside: &Self::Beside, locale: Locale) -> Line;

    fn set_archived(&mut self, archived: bool);

    fn fields(draft: RwSignal<Self>, beside: Self::Beside) -> AnyView;
}

/// What a page of things says.
struct Words {
    title: &'static str,
    hint: &'static str,
    new: &'static str,
}

/// How a thing stands in its list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: Uuid,
    name: String,
    note: String,
    /// A colour to be shown by.
    hue: Option<u16>,
    /// How deep it stands in a tree, from 0 on.
    level: usize,
    archived: bool,
}

impl Line {
    fn of(id: Uuid, name: &str, archived: bool) -> Self {
        Self { id, name: name.to_owned(), note: String::new(), hue: None, level: 0, archived }
    }
}

/// Whether a word of the name begins like each word that is typed.
fn fits(name: &str, find: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<_> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
    find.to_lowercase().split_whitespace().all(|sought| words.iter().any(|word| word.starts_with(sought)))
}

/// `/settings/{things}`.
#[component]
pub(super) fn KeepPage() -> impl IntoView {
    let things = Memo::new(|_| use_params_map().with(|params| params.get("things").unwrap_or_default()));
    move || match things.get().as_str() {
        "places" => page::keep_page::<domain::place::Place>(),
        "categories" => page::keep_page::<domain::kind::Category>(),
        "kinds" => page::keep_page::<domain::kind::Kind>(),
        "departments" => page::keep_page::<crate::api::HeadedDepartment>(),
        "groups" => page::keep_page::<crate::api::NamedGroup>(),
        "targets" => page::keep_page::<domain::points::Target>(),
        "users" => page::keep_page::<users::User>(),
        "attributes" => page::keep_page::<domain::attribute::Attribute>(),
        _ => view! { <Absent title=text!(common.not_found_title) words=text!(common.not_found_text) /> }
            .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_name_is_found_by_how_its_words_begin() {
        assert!(fits("Blue room 2", "ro blu"));
        assert!(fits("Синяя комната", "КОМ"));
        assert!(!fits("Blue room", "oom"));
        assert!(fits("Blue room", "  "));
    }
}
