//! Draws what is chosen, in a layer of its own: a step of a drag moves one element by `transform`.

use domain::id::PlaceId;
use domain::place::Place;
use domain::time::Span;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::board::{Board, Choice};
use super::grid::times_of;
use super::held::takes;

/// What is drawn of the choice holds its start, or its end.
pub(super) const FIRST: &str = "data-first";
pub(super) const LAST: &str = "data-last";

/// Where the times of a room are drawn, in pixels of the layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lane {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Lane {
    /// `None` where the room is not shown.
    pub(super) fn of(board: Board, place: PlaceId) -> Option<Self> {
        let times = times_of(&*board.rows.get_untracked()?, place)?;
        let row: HtmlElement = times.parent_element()?.dyn_into().ok()?;
        if row.has_attribute("hidden") {
            return None;
        }
        Some(Self {
            left: times.offset_left().into(),
            top: row.offset_top().into(),
            width: times.offset_width().into(),
            height: row.offset_height().into(),
        })
    }
}

/// Shows what is chosen, as far as its room and its day are shown.
pub(super) fn draw(board: Board) {
    let chosen = board.chosen.get_untracked();
    match chosen.and_then(|choice| Some((choice, Lane::of(board, choice.place)?))) {
        Some((choice, lane)) => mark(board, &choice.span, lane, board.is_free(&choice)),
        None => clear(board),
    }
}

/// Shows a time in a lane.
pub(super) fn mark(board: Board, span: &Span, lane: Lane, free: bool) {
    let Some(layer) = board.layer.get_untracked() else { return };
    let axis = board.axis.get_untracked();
    board.words.with_value(|words| {
        let stripes: Vec<_> = axis.stripes(span, words.rules()).collect();
        let mut child = layer.first_element_child();
        for (index, stripe) in stripes.iter().enumerate() {
            let Some(here) = child.take().or_else(|| add(&layer)) else { return };
            let (x, width) =
                (lane.left + lane.width * f64::from(stripe.start), lane.width * f64::from(stripe.length));
            let style = format!(
                "transform:translate({x:.1}px,{:.1}px);inline-size:{width:.1}px;block-size:{:.1}px",
                lane.top, lane.height
            );
            // The names are valid ones.
            let _ = here.set_attribute("style", &style);
            let _ = here.toggle_attribute_with_force("data-taken", !free);
            // Only its own ends can be pulled, not those of a day.
            let _ = here.toggle_attribute_with_force(FIRST, index == 0);
            let _ = here.toggle_attribute_with_force(LAST, index + 1 == stripes.len());
            let times = if index == 0 { words.times(&takes(*span)) } else { String::new() };
            here.set_text_content(Some(&times));
            child = here.next_element_sibling();
        }
        while let Some(left) = child {
            child = left.next_element_sibling();
            left.remove();
        }
    });
}

pub(super) fn clear(board: Board) {
    if let Some(layer) = board.layer.get_untracked() {
        layer.set_text_content(None);
    }
}

fn add(layer: &HtmlElement) -> Option<Element> {
    let here = document().create_element("div").ok()?;
    here.set_class_name("room-selection");
    here.set_attribute("data-selection", "").ok()?;
    layer.append_child(&here).ok()?.dyn_into().ok()
}

/// Scrolls as far as is needed to see what is chosen.
pub(super) fn reveal(board: Board, choice: &Choice) {
    let (Some(grid), Some(lane)) = (board.grid.get_untracked(), Lane::of(board, choice.place)) else {
        return;
    };
    let axis = board.axis.get_untracked();
    let stripe = board.words.with_value(|words| axis.stripes(&choice.span, words.rules()).next());
    let Some(stripe) = stripe else { return };
    let head = grid.first_element_child().and_then(|head| head.dyn_into::<HtmlElement>().ok());
    let head = head.map_or(0.0, |head| f64::from(head.offset_height()));
    let along = |low: f64, high: f64, from: f64, to: f64| {
        if low < from { low - from } else { (high - to).max(0.0).min(low - from) }
    };
    let left = lane.width * f64::from(stripe.start);
    let right = left + lane.width * f64::from(stripe.length);
    let seen = f64::from(grid.client_width()) - lane.left;
    let (x, y) = (f64::from(grid.scroll_left()), f64::from(grid.scroll_top()));
    let tall = f64::from(grid.client_height()) - head;
    grid.scroll_by_with_x_and_y(
        along(left, right, x, x + seen),
        along(lane.top, lane.top + lane.height, y, y + tall),
    );
}

/// What the room and the time are, for who reads them.
pub(super) fn words(board: Board, choice: &Choice) -> (String, String) {
    let room = board.with(|held| held.room(choice.place).map(|room: &Place| room.name.clone()));
    let when = board.words.with_value(|words| words.when(&takes(choice.span)));
    (room.unwrap_or_default(), when)
}
