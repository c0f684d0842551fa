//! What administrators keep: one page for each noun, all of one shape. A noun says how it stands in its list, how it
//! is read and saved, and which fields it has; listing, finding, creating, renaming, archiving and restoring are
//! here, once.

mod attributes;
mod categories;
mod checklist;
mod departments;
mod fields;
mod groups;
mod kinds;
mod links;
mod page;
mod places;
mod users;

use std::future::Future;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::api::Failure;
use crate::texts::Locale;
use crate::ui::icon::Icon;

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

/// Whether a word of the name begins like each word that is typed.
fn fits(name: &str, find: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<_> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
    find.to_lowercase().split_whitespace().all(|sought| words.iter().any(|word| word.starts_with(sought)))
}

/// The pages, one for each noun; an address each.
macro_rules! pages {
    ($($page:ident: $noun:ty),+ $(,)?) => {$(
        #[component]
        pub fn $page() -> impl IntoView {
            page::keep_page::<$noun>()
        }
    )+};
}

pages! {
    PlacesPage: domain::place::Place,
    CategoriesPage: domain::kind::Category,
    KindsPage: domain::kind::Kind,
    DepartmentsPage: crate::api::HeadedDepartment,
    GroupsPage: crate::api::NamedGroup,
    UsersPage: users::User,
    AttributesPage: domain::attribute::Attribute,
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
