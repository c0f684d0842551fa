//! The checklist of an interaction kind (S52): its items in their order, which is changed by dragging an item by its
//! handle or by the arrows on it.

use domain::checklist::Asks;
use domain::id::TemplateItemId;
use domain::kind::{Kind, TemplateItem};
use leptos::ev;
use leptos::prelude::*;
use leptos_i18n::td_string;
use web_sys::{Element, PointerEvent};

use crate::state::clock::now;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::focus::{focus, once_drawn};
use crate::ui::icon::{Glyph, Icon};

/// An item that is being dragged, and before which it would be let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Carried {
    item: TemplateItemId,
    to: usize,
}

#[component]
pub(super) fn Checklist(draft: RwSignal<Kind>) -> impl IntoView {
    let carried = RwSignal::new(None::<Carried>);
    let said = RwSignal::new(String::new());
    carry(draft, carried);
    let add = move |_| {
        let item = TemplateItem {
            id: TemplateItemId::generate(now()),
            text: String::new(),
            mandatory: false,
            asks: Asks::default(),
        };
        let id = item.id;
        draft.update(|kind| kind.checklist.push(item));
        once_drawn(move || focus(&format!("item-{id}")));
    };
    let ids = move || draft.with(|kind| kind.checklist.iter().map(|item| item.id).collect::<Vec<_>>());
    view! {
        <fieldset class="field checklist-edit">
            <legend class="field-label">{text!(keeping.checklist)}</legend>
            <span class="field-hint">{text!(keeping.checklist_hint)}</span>
            <ol class="checklist-items">
                <For each=ids key=|id| *id let:id>
                    <Item draft=draft id=id carried=carried said=said />
                </For>
            </ol>
            <span class="visually-hidden" role="status">
                {move || said.get()}
            </span>
            <button type="button" class="button small" on:click=add>
                <Glyph icon=Icon::PLUS />
                {text!(keeping.new_item)}
            </button>
        </fieldset>
    }
}

#[component]
fn Item(
    draft: RwSignal<Kind>,
    id: TemplateItemId,
    carried: RwSignal<Option<Carried>>,
    said: RwSignal<String>,
) -> impl IntoView {
    let locale = locale();
    let index = Memo::new(move |_| draft.with(|kind| place_of(kind, id)).unwrap_or_default());
    let number = move || index.get() + 1;
    let of = move |pick: fn(&TemplateItem) -> String| {
        draft.with(|kind| kind.checklist.iter().find(|item| item.id == id).map(pick)).unwrap_or_default()
    };
    let change = move |change: &dyn Fn(&mut TemplateItem)| {
        draft.update(|kind| {
            if let Some(item) = kind.checklist.iter_mut().find(|item| item.id == id) {
                change(item);
            }
        });
    };
    let step = move |event: web_sys::KeyboardEvent| {
        let (here, count) = (index.get_untracked(), draft.with_untracked(|kind| kind.checklist.len()));
        let to = match event.key().as_str() {
            "ArrowUp" if here > 0 => here - 1,
            "ArrowDown" if here + 1 < count => here + 1,
            "ArrowUp" | "ArrowDown" => here,
            "Home" => 0,
            "End" => count.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        draft.update(|kind| move_to(&mut kind.checklist, here, to));
        said.set(td_string!(locale, keeping.moved_item, number = to + 1, count = count));
        // A row that was moved on the page has lost the focus.
        once_drawn(move || focus(&format!("handle-{id}")));
    };
    let mark = move || match carried.get() {
        Some(carried) if carried.item == id => Some("carried"),
        Some(carried) if carried.to == index.get() => Some("before"),
        Some(carried)
            if carried.to == index.get() + 1 && index.get() + 1 == draft.with(|it| it.checklist.len()) =>
        {
            Some("after")
        }
        _ => None,
    };
    view! {
        <li class="checklist-item" data-order=move || index.get().to_string() data-drop=mark>
            <button
                type="button"
                class="button quiet icon small checklist-handle"
                id=format!("handle-{id}")
                aria-label=move || td_string!(locale, keeping.move_item, number = number())
                on:keydown=step
                on:pointerdown=move |event| {
                    event.prevent_default();
                    carried.set(Some(Carried { item: id, to: index.get_untracked() }));
                }
            >
                <Glyph icon=Icon::GRIP />
            </button>
            <input
                class="input"
                id=format!("item-{id}")
                aria-label=move || td_string!(locale, keeping.item, number = number())
                maxlength="500"
                autocomplete="off"
                prop:value=move || of(|item| item.text.clone())
                on:input=move |event| {
                    let text = event_target_value(&event);
                    change(&move |item| item.text.clone_from(&text));
                }
            />
            <select
                class="input checklist-asks"
                aria-label=move || td_string!(locale, keeping.asks, number = number())
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    let Some((asks, _)) = ASKS.into_iter().find(|(_, word)| *word == chosen) else { return };
                    change(&move |item| item.asks = asks);
                }
            >
                {ASKS
                    .into_iter()
                    .map(|(asks, word)| {
                        let chosen = move || {
                            draft.with(|kind| kind.checklist.iter().any(|item| item.id == id && item.asks == asks))
                        };
                        view! {
                            <option value=word selected=chosen>
                                {asks_name(locale, asks)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || {
                        draft.with(|kind| kind.checklist.iter().any(|item| item.id == id && item.mandatory))
                    }
                    on:change=move |event| {
                        let mandatory = event_target_checked(&event);
                        change(&move |item| item.mandatory = mandatory);
                    }
                />
                {td_string!(locale, keeping.mandatory)}
            </label>
            <button
                type="button"
                class="button quiet icon small"
                aria-label=move || td_string!(locale, keeping.remove_item, number = number())
                on:click=move |_| draft.update(|kind| kind.checklist.retain(|item| item.id != id))
            >
                <Glyph icon=Icon::CLOSE />
            </button>
        </li>
    }
}

/// What an item can be done with (D22), each with its word in the form.
const ASKS: [(Asks, &str); 4] =
    [(Asks::Tick, "tick"), (Asks::Number, "number"), (Asks::Text, "text"), (Asks::Photo, "photo")];

fn asks_name(locale: Locale, asks: Asks) -> &'static str {
    match asks {
        Asks::Tick => td_string!(locale, keeping.asks_tick),
        Asks::Number => td_string!(locale, keeping.asks_number),
        Asks::Text => td_string!(locale, keeping.asks_text),
        Asks::Photo => td_string!(locale, keeping.asks_photo),
    }
}

/// Follows the mouse or the finger that holds an item, and puts it down where it is let go.
fn carry(draft: RwSignal<Kind>, carried: RwSignal<Option<Carried>>) {
    let moved = move |event: PointerEvent| {
        if carried.with_untracked(Option::is_none) {
            return;
        }
        let (x, y) = (event.client_x() as f32, f64::from(event.client_y()));
        let Some(row) = row_at(x, event.client_y() as f32) else { return };
        let order = row.get_attribute("data-order").and_then(|order| order.parse::<usize>().ok());
        let Some(order) = order else { return };
        let edges = row.get_bounding_client_rect();
        let below = y > edges.top() + edges.height() / 2.0;
        carried.update(|carried| {
            if let Some(carried) = carried {
                carried.to = order + usize::from(below);
            }
        });
    };
    let let_go = move |_| {
        let Some(Carried { item, to }) = carried.try_update(Option::take).flatten() else { return };
        draft.update(|kind| {
            if let Some(from) = place_of(kind, item) {
                // Its own place does not count where it goes down.
                move_to(&mut kind.checklist, from, if to > from { to - 1 } else { to });
            }
        });
    };
    let handles = [
        window_event_listener(ev::pointermove, moved),
        window_event_listener(ev::pointerup, let_go),
        window_event_listener(ev::pointercancel, move |_| {
            carried.try_set(None);
        }),
    ];
    on_cleanup(move || {
        for handle in handles {
            handle.remove();
        }
    });
}

fn row_at(x: f32, y: f32) -> Option<Element> {
    document().element_from_point(x, y)?.closest(".checklist-item").ok()?
}

fn place_of(kind: &Kind, id: TemplateItemId) -> Option<usize> {
    kind.checklist.iter().position(|item| item.id == id)
}

/// Takes what is at one place and puts it at another; the others close up.
fn move_to<T>(items: &mut Vec<T>, from: usize, to: usize) {
    if from < items.len() {
        let item = items.remove(from);
        items.insert(to.min(items.len()), item);
    }
}

#[cfg(test)]
mod tests {
    use super::move_to;

    #[test]
    fn what_is_moved_is_where_it_was_put_and_the_others_close_up() {
        let moved = |from, to| {
            let mut items = vec!['a', 'b', 'c', 'd'];
            move_to(&mut items, from, to);
            items.into_iter().collect::<String>()
        };
        assert_eq!((moved(0, 2), moved(3, 0), moved(1, 1)), ("bcad".into(), "dabc".into(), "abcd".into()));
        assert_eq!((moved(0, 9), moved(9, 0)), ("bcda".into(), "abcd".into()));
    }
}
