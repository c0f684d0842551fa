//! What an administrator keeps, as links on the page of settings; nobody else is shown any.

use domain::people::Role;
use leptos::prelude::*;

use super::{Kept, users::User};
use crate::api::{HeadedDepartment, NamedGroup};
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};
use domain::attribute::Attribute;
use domain::kind::{Category, Kind};
use domain::place::Place;
use domain::points::Target;

#[component]
pub(in crate::settings) fn OrganisationLinks() -> impl IntoView {
    if session().person.role != Role::Administrator {
        return ().into_any();
    }
    view! {
        <section class="panel" aria-labelledby="organisation-title">
            <header class="panel-head">
                <h2 class="panel-title" id="organisation-title">
                    {text!(keeping.organisation)}
                </h2>
                <span class="hint">{text!(keeping.organisation_hint)}</span>
            </header>
            <ul class="rows">
                {link::<User>("users")} {link::<HeadedDepartment>("departments")} {link::<NamedGroup>("groups")}
                {link::<Place>("places")} {link::<Kind>("kinds")} {link::<Category>("categories")}
                {link::<Attribute>("attributes")} {link::<Target>("targets")}
            </ul>
        </section>
    }
    .into_any()
}

fn link<T: Kept>(page: &'static str) -> impl IntoView {
    let words = T::words(locale());
    view! {
        <li class="row keep-link">
            <Glyph icon=T::ICON />
            <a class="row-what" href=format!("/settings/{page}")>
                <strong>{words.title}</strong>
                <span>{words.hint}</span>
            </a>
            <Glyph icon=Icon::NEXT />
        </li>
    }
}
