//! Which rooms are shown: by size and equipment, or only those that are free.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::board::Board;
use crate::text;

/// So large a room was asked for often enough to be offered.
const SIZES: [u32; 5] = [4, 6, 8, 12, 20];

#[component]
pub(super) fn Filters(board: Board) -> impl IntoView {
    let filter = board.filter;
    let sizes = SIZES.map(|seats| {
        view! { <option value=seats.to_string()>{text!(rooms.at_least, seats = seats)}</option> }
    });
    let equipment = RwSignal::new(known(board));
    Effect::new(move |_| {
        board.redraw.track();
        let now = known(board);
        if equipment.with_untracked(|before| *before != now) {
            equipment.set(now);
        }
    });
    let thing = move |thing: String| {
        let (chosen, wanted) = (thing.clone(), thing.clone());
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if filter.read().equipment.contains(&chosen) { "true" } else { "false" }
                on:click=move |_| {
                    filter.update(|filter| {
                        if !filter.equipment.remove(&wanted) {
                            filter.equipment.insert(wanted.clone());
                        }
                    });
                }
            >
                {thing}
            </button>
        }
    };
    view! {
        <div class="rooms-filter" role="group" aria-label=text!(rooms.filter)>
            <select
                class="input small"
                aria-label=text!(rooms.size)
                on:change=move |event| {
                    let seats = event_target_value(&event).parse().unwrap_or(0);
                    filter.update(|filter| filter.seats = seats);
                }
            >
                <option value="0">{text!(rooms.any_size)}</option>
                {sizes}
            </select>
            {move || equipment.get().into_iter().map(thing).collect_view()}
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    prop:checked=move || filter.read().only_free
                    on:change=move |event| {
                        let only = event_target_checked(&event);
                        filter.update(|filter| filter.only_free = only);
                    }
                />
                {text!(rooms.only_free)}
            </label>
        </div>
    }
}

/// Everything that stands in any room.
fn known(board: Board) -> BTreeSet<String> {
    board.with(|held| held.rooms.iter().flat_map(|room| room.equipment.iter().cloned()).collect())
}
