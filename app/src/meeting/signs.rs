//! What is particular about a meeting, as a sign for the eye and a word for who does not see it.

use domain::calendar::Details;
use domain::kind::EventType;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::texts::Locale;
use crate::ui::icon::{Glyph, Icon};

/// In the order in which they stand.
pub fn signs(details: &Details, locale: Locale) -> impl Iterator<Item = (Icon, &'static str)> {
    let private = details.private.then(|| (Icon::PRIVATE, td_string!(locale, common.private)));
    let series = details.series.map(|_| (Icon::RECURRING, td_string!(locale, schedule.of_series)));
    let event_type = match details.event_type {
        EventType::External => Some((Icon::EXTERNAL, td_string!(locale, common.external))),
        EventType::Call => Some((Icon::PHONE, td_string!(locale, common.call))),
        EventType::Internal | EventType::Other => None,
    };
    let reminded = details.reminded.then(|| (Icon::BELL, td_string!(locale, common.reminded)));
    [private, series, event_type, reminded].into_iter().flatten()
}

/// They, beside one another.
#[component]
pub(super) fn Signs(signs: Vec<(Icon, &'static str)>) -> impl IntoView {
    let sign = |(icon, word)| {
        view! {
            <Glyph icon=icon />
            <span class="visually-hidden">{word}</span>
        }
    };
    (!signs.is_empty())
        .then(|| view! { <span class="signs">{signs.into_iter().map(sign).collect_view()}</span> })
}
