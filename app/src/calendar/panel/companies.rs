//! Departments and groups whose calendars can be shown at once. Read when somebody looks for them.

use domain::people::Team;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people::Choose;
use crate::api::{Company, companies};
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;

#[component]
pub(super) fn Companies(choose: Choose) -> impl IntoView {
    let (known, reasons) = (RwSignal::new(None::<Vec<Company>>), RwSignal::new(Vec::<String>::new()));
    let explain = use_explain();
    let opened = move |_| {
        if known.with_untracked(Option::is_some) {
            return;
        }
        let explain = explain.clone();
        spawn_local(async move {
            match companies().await {
                Ok(found) => {
                    known.try_set(Some(found));
                    reasons.try_set(Vec::new());
                }
                Err(failure) => {
                    reasons.try_set(explain.failure(&failure));
                }
            }
        });
    };
    let (of_tree, of_groups) = (text!(panel.departments), text!(panel.groups));
    let list = move || {
        let known = known.get()?;
        let (tree, groups): (Vec<_>, Vec<_>) = known.into_iter().partition(|company| company.depth.is_some());
        let part = |title: &'static str, companies: Vec<Company>| {
            (!companies.is_empty()).then(|| {
                view! {
                    <p class="side-note">{title}</p>
                    {companies.into_iter().map(|company| tick(choose, company)).collect_view()}
                }
            })
        };
        Some(view! {
            {part(of_tree, tree)}
            {part(of_groups, groups)}
        })
    };
    view! {
        <details class="side-more" on:toggle=opened>
            <summary>
                <Glyph icon=Icon::PEOPLE />
                {text!(panel.companies)}
            </summary>
            {move || reasons.get().into_iter().map(|reason| view! { <p class="side-note">{reason}</p> }).collect_view()}
            {list}
        </details>
    }
}

/// Ticked as long as everybody in it is shown; with more people than can be told apart it cannot be.
fn tick(choose: Choose, Company { name, depth, people }: Company) -> impl IntoView {
    let count = people.len();
    let too_many = count > Team::MOST_PEOPLE;
    let people = StoredValue::new(people);
    let ticked = move || {
        let there = choose.whose();
        people.with_value(|people| people.iter().all(|person| there.contains(person)))
    };
    let change = move |_| {
        let was = untrack(ticked);
        people.with_value(|people| if was { choose.leave_out(people) } else { choose.add(people) });
    };
    view! {
        <label class="side-check" style=format!("--depth:{}", depth.unwrap_or_default())>
            <input
                type="checkbox"
                prop:checked=ticked
                disabled=too_many
                on:change=change
            />
            <span>{name}</span>
            <span class="side-count">{count}</span>
        </label>
    }
}
