//! Sets of people that were kept under a name.

use domain::id::TeamId;
use domain::people::Team;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people::Choose;
use crate::api::{Failure, forget_team, keep_team};
use crate::state::clock;
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::MoreMenu;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn Teams(choose: Choose, teams: Vec<Team>) -> impl IntoView {
    let kept = RwSignal::new(teams);
    let name = NodeRef::<Input>::new();
    let (toasts, explain) = (use_toasts(), use_explain());
    let take = Callback::new(move |answer: Result<Vec<Team>, Failure>| match answer {
        Ok(found) => {
            kept.try_set(found);
        }
        Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
    });
    let keep = move |team: Team| spawn_local(async move { take.run(keep_team(team).await) });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = name.get_untracked() else { return };
        let name = field.value();
        let same =
            kept.with_untracked(|kept| kept.iter().find(|team| team.name == name.trim()).map(|team| team.id));
        let id = same.unwrap_or_else(|| TeamId::generate(clock::now()));
        keep(Team { id, name, people: untrack(|| choose.whose()) });
        field.set_value("");
    };
    let several = Memo::new(move |_| choose.whose().len() > 1);
    let replace = text!(panel.replace);
    let forget = text!(panel.forget);
    let row = move |team: Team| {
        let (id, people) = (team.id, StoredValue::new(team.people.clone()));
        let is_shown = move || people.with_value(|people| choose.whose() == *people);
        let named = StoredValue::new(team.name.clone());
        view! {
            <li class="side-team">
                <button
                    type="button"
                    class="side-link"
                    aria-pressed=move || if is_shown() { "true" } else { "false" }
                    on:click=move |_| choose.show(people.get_value())
                >
                    <Glyph icon=Icon::PEOPLE />
                    <span>{team.name.clone()}</span>
                </button>
                <MoreMenu label=text!(panel.team_more, name = team.name.as_str())>
                    <button
                        type="button"
                        class="menu-item"
                        role="menuitem"
                        on:click=move |_| {
                            let people = untrack(|| choose.whose());
                            keep(Team { id, name: named.get_value(), people });
                        }
                    >
                        {replace}
                    </button>
                    <button
                        type="button"
                        class="menu-item danger"
                        role="menuitem"
                        on:click=move |_| spawn_local(async move { take.run(forget_team(id).await) })
                    >
                        {forget}
                    </button>
                </MoreMenu>
            </li>
        }
    };
    let (label, button) = (text!(panel.keep_as), text!(panel.keep));
    view! {
        <ul class="side-teams">
            <For each=move || kept.get() key=|team| (team.id, team.name.clone(), team.people.clone()) let:team>
                {row(team)}
            </For>
        </ul>
        <Show when=move || several.get()>
            <form class="side-keep" on:submit=save>
                <input class="input" node_ref=name aria-label=label placeholder=label maxlength="100" required />
                <button class="button small">{button}</button>
            </form>
        </Show>
    }
}
