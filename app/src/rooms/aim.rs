//! What a hand comes down on: free time of a room, or what is chosen already.

use domain::grid::Edge;
use domain::grid::board::{Draw, Mark};
use domain::grid::grip::{Grip, Part};
use domain::id::PlaceId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::board::{Board, Choice};
use super::grid::{place_of, times_of};
use super::pencil::{FIRST, LAST};

/// Down on free time of a room, or on what is chosen.
#[derive(Clone, Copy)]
pub(super) struct Press {
    pub pointer: i32,
    pub x: f64,
    pub y: f64,
    pub place: PlaceId,
    pub seized: Seized,
    pub finger: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Seized {
    Free(Draw),
    Chosen(Grip),
}

impl Seized {
    /// What is chosen can be carried to another room.
    pub(super) fn goes_anywhere(self) -> bool {
        matches!(self, Self::Chosen(Grip { part: Part::Whole, .. }))
    }
}

/// Pixels within what is chosen at which it is seized by its end; of a short one a third.
const END: f64 = 7.0;
const FINGER_END: f64 = 24.0;

/// What is under the hand, if it is what is chosen, or free time.
pub(super) fn aim(board: Board, event: &PointerEvent) -> Option<Press> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let chosen = target.closest(".room-selection").ok().flatten();
    let (place, seized) = match chosen {
        Some(chosen) => seize(board, &chosen, event)?,
        None => draw_from(board, &target, event)?,
    };
    Some(Press {
        pointer: event.pointer_id(),
        x: event.client_x().into(),
        y: event.client_y().into(),
        place,
        seized,
        finger: is_finger(event),
    })
}

fn draw_from(board: Board, target: &Element, event: &PointerEvent) -> Option<(PlaceId, Seized)> {
    let times = target.closest(".room-times").ok().flatten()?;
    if target.closest("[data-event]:not(.own)").ok().flatten().is_some() {
        return None;
    }
    let place = place_of(&times.parent_element()?)?;
    let mark = mark_in(board, &times, event.client_x().into());
    let taken = board.with(|held| held.taken(place));
    let draw = board.words.with_value(|words| Draw::begin(&taken, mark, words.rules()))?;
    Some((place, Seized::Free(draw)))
}

/// What is chosen, by an end of it or as a whole.
fn seize(board: Board, chosen: &Element, event: &PointerEvent) -> Option<(PlaceId, Seized)> {
    let choice = board.chosen.get_untracked()?;
    let Choice { place, span } = choice;
    let times = times_of(&*board.rows.get_untracked()?, place)?;
    let (bounds, x) = (chosen.get_bounding_client_rect(), f64::from(event.client_x()));
    let end = if is_finger(event) { FINGER_END } else { END }.min(bounds.width() / 3.0);
    let part = if !board.is_free(&choice) {
        // What is taken by now is carried off.
        Part::Whole
    } else if chosen.has_attribute(FIRST) && x < bounds.left() + end {
        Part::End(Edge::Start)
    } else if chosen.has_attribute(LAST) && x > bounds.right() - end {
        Part::End(Edge::End)
    } else {
        Part::Whole
    };
    Some((place, Seized::Chosen(Grip { span, part, from: mark_in(board, &times, x) })))
}

fn is_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

pub(super) fn mark_in(board: Board, times: &Element, x: f64) -> Mark {
    let bounds = times.get_bounding_client_rect();
    board.axis.get_untracked().mark((x - bounds.left()) / bounds.width())
}

/// The room whose row is there.
pub(super) fn room_at(x: f64, y: f64) -> Option<PlaceId> {
    let there = document().element_from_point(x as f32, y as f32)?;
    place_of(&there.closest(".room").ok().flatten()?)
}
