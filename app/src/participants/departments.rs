//! The tree of departments and groups as one goes through it: by arrows, by a press, by the first letter.

use std::collections::BTreeSet;

use domain::people::{Circle, Depth};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::tree::{self, Held, Move, Node, Row, Spot};
use super::{Picking, Shown};
use crate::api::{Failure, Roster, colleagues, roster};
use crate::text;
use crate::ui::avatar::Avatar;
use crate::ui::focus::{focus, once_drawn};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Explain, use_explain};

/// The tree while it is shown.
#[derive(Clone, Copy)]
struct Walk {
    picking: Picking,
    /// `None` while it is read.
    roster: RwSignal<Option<Roster>>,
    open: RwSignal<BTreeSet<Node>>,
    held: RwSignal<Held>,
    /// Where one is; the first row, until one has gone anywhere.
    at: RwSignal<Option<Spot>>,
    rows: Memo<Vec<Row>>,
    explain: StoredValue<Explain>,
}

#[component]
pub(super) fn Tree(picking: Picking) -> impl IntoView {
    let unplaced = text!(people.unplaced);
    let known = RwSignal::new(None);
    let (open, held) = (RwSignal::new(BTreeSet::new()), RwSignal::new(Held::new()));
    let rows = Memo::new(move |_| {
        let rows =
            |roster: &Roster| open.with(|open| held.with(|held| tree::rows(roster, unplaced, open, held)));
        known.with(|roster| roster.as_ref().map(rows)).unwrap_or_default()
    });
    let explain = StoredValue::new(use_explain());
    let walk = Walk { picking, roster: known, open, held, at: RwSignal::new(None), rows, explain };
    Effect::new(move |_| {
        spawn_local(async move {
            let read = match roster().await {
                Ok(read) => read,
                Err(failure) => return walk.say_why(&failure),
            };
            let top = read.departments.iter().find(|department| department.parent.is_none());
            let top = top.map(|department| Node::Department(department.id));
            if walk.roster.try_set(Some(read)).is_none()
                && let Some(top) = top
            {
                walk.open(top);
            }
        });
    });
    view! {
        <ul
            class="tree"
            role="tree"
            aria-label=text!(people.tree)
            on:keydown=move |event| walk.press(&event)
        >
            <For each=move || rows.get() key=key_of let:row>
                <Line walk=walk row=row />
            </For>
        </ul>
    }
}

/// A row is drawn anew when anything that it shows is different.
fn key_of(row: &Row) -> (Spot, Option<bool>, (usize, usize)) {
    (row.spot, row.open, row.place)
}

#[component]
fn Line(walk: Walk, row: Row) -> impl IntoView {
    let Row { spot, level, name, note, open, place } = row;
    let is_here = Memo::new(move |_| walk.here() == Some(spot));
    let takes_part = move || matches!(spot, Spot::Person(_, attendee) if walk.picking.takes_part(attendee));
    let face = match spot {
        Spot::Person(..) => view! { <Avatar name=name.clone() size="small" /> }.into_any(),
        Spot::Node(node) => view! {
            <span
                class="tree-twist"
                on:click=move |event| {
                    event.stop_propagation();
                    walk.turn(node);
                }
            >
                <Glyph icon=Icon::NEXT />
            </span>
            <Glyph icon=if matches!(node, Node::Group(_)) { Icon::PEOPLE } else { Icon::CLIENTS } />
        }
        .into_any(),
    };
    let already = text!(people.takes_part);
    view! {
        <li
            class="tree-row"
            id=id_of(spot)
            role="treeitem"
            style=format!("--level:{level}")
            aria-posinset=place.0.to_string()
            aria-setsize=place.1.to_string()
            aria-expanded=open.map(|open| if open { "true" } else { "false" })
            aria-selected=move || if is_here.get() { "true" } else { "false" }
            {..custom_attribute("aria-level", level.to_string())}
            tabindex=move || if is_here.get() { "0" } else { "-1" }
            on:click=move |_| walk.click(spot)
            on:dblclick=move |_| {
                if matches!(spot, Spot::Person(..)) {
                    walk.picking.choose();
                }
            }
        >
            {face}
            <span class="tree-name">{name}</span>
            <span class="tree-note">{note}</span>
            {move || takes_part().then(|| view! { <span class="tree-there"><Glyph icon=Icon::CHECK />{already}</span> })}
        </li>
    }
}

impl Walk {
    /// Where one is, as far as it is still there.
    fn here(self) -> Option<Spot> {
        let rows = self.rows.read();
        let at = self.at.get().filter(|at| rows.iter().any(|row| row.spot == *at));
        at.or_else(|| rows.first().map(|row| row.spot))
    }

    fn press(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let here = untrack(|| self.here());
        if event.key() == "Enter" {
            event.prevent_default();
            match here {
                Some(Spot::Person(..)) => self.picking.choose(),
                Some(Spot::Node(node)) => {
                    self.show(Spot::Node(node));
                    self.turn(node);
                }
                None => {}
            }
            return;
        }
        let Some(step) = self.rows.with_untracked(|rows| tree::step(rows, here, &event.key())) else {
            return;
        };
        event.prevent_default();
        match step {
            Move::To(spot) => {
                self.show(spot);
                focus(&id_of(spot));
            }
            Move::Open(node) => self.open(node),
            Move::Shut(node) => self.turn(node),
        }
    }

    fn click(self, spot: Spot) {
        let again = self.at.get_untracked() == Some(spot);
        self.show(spot);
        if let Spot::Node(node) = spot {
            if again { self.turn(node) } else { self.open(node) }
        }
    }

    /// Goes there, and shows how the day is filled of whoever is there.
    fn show(self, spot: Spot) {
        self.at.set(Some(spot));
        let shown = match spot {
            Spot::Node(node) => {
                let circle = match node {
                    Node::Department(id) => Circle::Department { id, depth: Depth::Whole },
                    Node::Unplaced | Node::Group(_) => node.circle(),
                };
                let name = self.rows.with_untracked(|rows| {
                    rows.iter().find(|row| row.spot == spot).map(|row| row.name.clone())
                });
                Shown::Everybody { circle, name: name.unwrap_or_default() }
            }
            Spot::Person(node, attendee) => {
                let line = self.held.with_untracked(|held| {
                    held.get(&node)?.iter().find(|line| line.attendee == attendee).cloned()
                });
                line.map_or(Shown::Nobody, Shown::Somebody)
            }
        };
        self.picking.shown.set(shown);
    }

    fn turn(self, node: Node) {
        if self.open.with_untracked(|open| open.contains(&node)) {
            redraw(|| {
                self.open.update(|open| {
                    open.remove(&node);
                });
            });
        } else {
            self.open(node);
        }
    }

    /// Opens a node, and reads who is in it when that is not known yet.
    fn open(self, node: Node) {
        if self.open.with_untracked(|open| open.contains(&node)) {
            return;
        }
        redraw(|| {
            self.open.update(|open| {
                open.insert(node);
            });
        });
        if self.held.with_untracked(|held| held.contains_key(&node)) {
            return;
        }
        self.picking.wrong.set(Vec::new());
        spawn_local(async move {
            // Who cannot be read now is read when it is opened again.
            match colleagues(node.circle()).await {
                Ok(lines) => redraw(|| {
                    self.held.try_update(|held| {
                        held.insert(node, lines);
                    });
                }),
                Err(failure) => {
                    redraw(|| {
                        self.open.try_update(|open| {
                            open.remove(&node);
                        });
                    });
                    self.say_why(&failure);
                }
            }
        });
    }

    /// Says why something could not be read; the dialog may be gone by the time the server answers.
    fn say_why(self, failure: &Failure) {
        if let Some(explain) = self.explain.try_get_value() {
            self.picking.wrong.set(explain.failure(failure));
        }
    }
}

/// Changes what is drawn, and leaves the keyboard on the row where it is: one that is drawn anew has lost it.
fn redraw(change: impl FnOnce()) {
    let focused = document().active_element().map(|element| element.id());
    change();
    if let Some(id) = focused.filter(|id| id.starts_with("tree-")) {
        once_drawn(move || focus(&id));
    }
}

fn id_of(spot: Spot) -> String {
    let node = |node| match node {
        Node::Department(id) => format!("d{id}"),
        Node::Group(id) => format!("g{id}"),
        Node::Unplaced => "unplaced".to_owned(),
    };
    match spot {
        Spot::Node(of) => format!("tree-{}", node(of)),
        Spot::Person(of, attendee) => {
            let person = attendee.person().map(|person| person.to_string()).unwrap_or_default();
            format!("tree-{}-{person}", node(of))
        }
    }
}
