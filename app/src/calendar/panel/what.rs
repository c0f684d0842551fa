//! Which meetings are shown: by category, by kind of event, and whether those that are closed are.

use domain::kind::{Category, EventType};
use leptos::prelude::*;

use super::super::desk::Desk;
use super::super::filter::{Filter, Hidden};
use crate::meeting::hue_style;
use crate::text;

#[component]
pub(super) fn What(desk: Desk) -> impl IntoView {
    let categories =
        move || desk.categories.get().into_iter().map(|category| of_category(desk, category)).collect_view();
    let types: [(EventType, &'static str); 4] = [
        (EventType::Internal, text!(panel.internal)),
        (EventType::External, text!(panel.external)),
        (EventType::Call, text!(panel.calls)),
        (EventType::Other, text!(panel.other)),
    ];
    let of_type = move |(event_type, label): (EventType, &'static str)| {
        check(desk, Hidden::event_type(event_type), label.to_owned(), None)
    };
    view! {
        <fieldset class="side-section">
            <legend class="side-title">{text!(panel.categories)}</legend>
            {categories}
            {check(desk, Hidden::category(None), text!(panel.no_category).to_owned(), None)}
        </fieldset>
        <fieldset class="side-section">
            <legend class="side-title">{text!(panel.kinds)}</legend>
            {types.into_iter().map(of_type).collect_view()}
            <label class="side-check">
                <input
                    type="checkbox"
                    checked=desk.filter.with_untracked(|filter| filter.closed)
                    prop:checked=move || desk.filter.with(|filter| filter.closed)
                    on:change=move |_| {
                        let filter = desk.filter.get_untracked();
                        let turned = Filter { closed: !filter.closed, ..filter };
                        desk.go.run(untrack(|| desk.filtered(&turned)));
                    }
                />
                <span>{text!(panel.closed)}</span>
            </label>
        </fieldset>
    }
}

fn of_category(desk: Desk, category: Category) -> impl IntoView {
    let style = hue_style(Some(category.color));
    check(desk, Hidden::category(Some(category.id)), category.name, style)
}

/// Something that is shown unless it is ticked off.
fn check(desk: Desk, what: Hidden, label: String, style: Option<String>) -> impl IntoView {
    let class = if style.is_some() { "side-check colored" } else { "side-check" };
    let what = StoredValue::new(what);
    let shown = move || what.with_value(|what| desk.filter.with(|filter| !filter.hidden.contains(what)));
    view! {
        <label class=class style=style>
            <input
                type="checkbox"
                checked=untrack(shown)
                prop:checked=shown
                on:change=move |_| {
                    let turned = what.with_value(|what| desk.filter.get_untracked().toggled(what));
                    desk.go.run(untrack(|| desk.filtered(&turned)));
                }
            />
            <span>{label}</span>
        </label>
    }
}
