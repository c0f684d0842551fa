//! Colleagues: by going through the tree, or by typing (S28), which finds people of clients and individuals too.

use std::time::Duration;

use domain::meeting::ParticipantLine;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::departments::Tree;
use super::{Picking, Shown};
use crate::api::find_people;
use crate::text;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::latest::Latest;

#[component]
pub(super) fn Colleagues(picking: Picking) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let typed = Memo::new(move |_| !sought.read().trim().is_empty());
    let found =
        Found { picking, lines: RwSignal::new(Vec::new()), at: RwSignal::new(0), latest: Latest::default() };
    view! {
        <input
            class="input"
            type="search"
            role="combobox"
            aria-label=text!(people.find)
            placeholder=text!(people.find)
            aria-expanded=move || if typed.get() { "true" } else { "false" }
            aria-controls="pick-found"
            aria-activedescendant=move || found.active().map(|(index, _)| option_id(index))
            aria-autocomplete="list"
            autocomplete="off"
            spellcheck="false"
            autofocus
            on:input=move |event| {
                sought.set(event_target_value(&event));
                found.ask(event_target_value(&event));
            }
            on:keydown=move |event| found.press(&event)
        />
        // What was opened in the tree stays open while somebody types.
        <div class="pick-list" hidden=move || typed.get()>
            <Tree picking=picking />
        </div>
        <div class="pick-list" hidden=move || !typed.get()>
            <Results found=found />
        </div>
    }
}

/// What was found by what is typed.
#[derive(Clone, Copy)]
struct Found {
    picking: Picking,
    lines: RwSignal<Vec<ParticipantLine>>,
    at: RwSignal<usize>,
    latest: Latest,
}

impl Found {
    fn ask(self, text: String) {
        self.latest.ask(
            PAUSE,
            move || find_people(text),
            move |lines| {
                self.lines.set(lines.unwrap_or_default());
                self.go(0);
            },
        );
    }

    fn active(self) -> Option<(usize, ParticipantLine)> {
        let at = self.at.get();
        self.lines.read().get(at).map(|line| (at, line.clone()))
    }

    fn go(self, to: usize) {
        self.at.set(to);
        let shown = self.lines.with_untracked(|lines| lines.get(to).cloned());
        self.picking.shown.set(shown.map_or(Shown::Nobody, Shown::Somebody));
        if let Some(option) = document().get_element_by_id(&option_id(to)) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.lines.with_untracked(Vec::len);
        let at = self.at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => self.go((at + 1) % count),
            "ArrowUp" if count > 0 => self.go((at + count - 1) % count),
            "Enter" => self.picking.choose(),
            _ => return,
        }
        event.prevent_default();
    }
}

/// Long enough that somebody who types on is not asked for; short enough to seem at once.
const PAUSE: Duration = Duration::from_millis(150);

#[component]
fn Results(found: Found) -> impl IntoView {
    let (nothing, already) = (text!(people.nobody_found), text!(people.takes_part));
    let option = move |(index, line): (usize, ParticipantLine)| {
        let attendee = line.attendee;
        let takes_part = move || found.picking.takes_part(attendee);
        view! {
            <li
                class="option"
                id=option_id(index)
                role="option"
                aria-selected=move || if found.at.get() == index { "true" } else { "false" }
                on:click=move |_| found.go(index)
                on:dblclick=move |_| found.picking.choose()
            >
                <Avatar name=line.name.clone() />
                <span class="option-name">
                    {line.name}
                    {move || {
                        takes_part()
                            .then(|| view! { <span class="tree-there"><Glyph icon=Icon::CHECK />{already}</span> })
                    }}
                </span>
                <span class="option-note">{line.about}</span>
            </li>
        }
    };
    view! {
        <ul id="pick-found" class="pick-found" role="listbox" aria-label=text!(people.results)>
            {move || found.lines.get().into_iter().enumerate().map(option).collect_view()}
        </ul>
        <Show when=move || found.lines.read().is_empty()>
            <p class="hint" role="status">
                {nothing}
            </p>
        </Show>
    }
}

fn option_id(index: usize) -> String {
    format!("pick-found-{index}")
}
