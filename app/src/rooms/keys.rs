//! The booking grid by keyboard (D13): what is chosen goes from free time to free time and from room to room.

use chrono::TimeDelta;
use domain::grid::Step;
use domain::grid::board::{beside, stretched};
use domain::id::PlaceId;
use domain::time::Span;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::board::{Board, Choice};
use super::{hand, pencil};

pub(super) fn on_grid(board: Board, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() {
        return;
    }
    let taken = match event.key().as_str() {
        "Escape" => escape(board),
        "Enter" => confirm(board),
        "ArrowLeft" => along(board, -1, event),
        "ArrowRight" => along(board, 1, event),
        "ArrowUp" => to_room(board, |at, _| at.checked_sub(1)),
        "ArrowDown" => to_room(board, |at, last| (at < last).then_some(at + 1)),
        "Home" => to_room(board, |_, _| Some(0)),
        "End" => to_room(board, |_, last| Some(last)),
        _ => false,
    };
    if taken {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// A drag under way is given up; without one, Escape is for whatever holds the grid.
fn escape(board: Board) -> bool {
    hand::abort(board)
}

fn confirm(board: Board) -> bool {
    let Some(choice) = board.chosen.get_untracked().filter(|choice| board.is_free(choice)) else {
        return false;
    };
    board.confirm.run(choice);
    true
}

/// A step earlier or later, past what is taken; with Shift longer or shorter. Alt makes small steps.
fn along(board: Board, sign: i64, event: &KeyboardEvent) -> bool {
    let Some(choice) = board.chosen.get_untracked() else { return begin(board) };
    let step = if event.alt_key() { Step::FiveMinutes } else { Step::Quarter };
    let minutes = sign * i64::from(step.minutes());
    let taken = board.with(|held| held.taken(choice.place));
    let shown = board.words.with_value(|words| board.axis.get_untracked().span(words.rules()));
    let span = if event.shift_key() {
        stretched(&taken, choice.span, minutes, step, shown)
    } else {
        match beside(&taken, choice.span, minutes, shown) {
            Some(span) => span,
            None => return true,
        }
    };
    go(board, Choice { span, ..choice });
    true
}

fn to_room(board: Board, to: impl Fn(usize, usize) -> Option<usize>) -> bool {
    let Some(choice) = board.chosen.get_untracked() else { return begin(board) };
    let rooms = board.visible();
    let at = rooms.iter().position(|room| *room == choice.place).unwrap_or(0);
    let to = to(at, rooms.len().saturating_sub(1)).and_then(|to| rooms.get(to));
    if let Some(place) = to {
        go(board, Choice { place: *place, ..choice });
    }
    true
}

/// The first free time of the first room: from now on, or in the morning.
fn begin(board: Board) -> bool {
    let Some(place) = board.visible().first().copied() else { return false };
    if let Some(span) = first_free(board, place) {
        go(board, Choice { place, span });
    }
    true
}

fn first_free(board: Board, place: PlaceId) -> Option<Span> {
    let minutes = TimeDelta::minutes(board.minutes.get_value().into());
    let now = board.now.wall.get_untracked();
    let axis = board.axis.get_untracked();
    board.words.with_value(|words| {
        let shown = axis.span(words.rules());
        let minute = if axis.dates().any(|date| date == now.date()) {
            domain::grid::day::minute_of(now.time()) / 30 * 30 + 30
        } else {
            MORNING
        };
        let date = if axis.dates().any(|date| date == now.date()) { now.date() } else { axis.first() };
        let start = domain::grid::day::instant(date, minute, words.rules());
        let span = Span::new(start, start + minutes)?;
        let taken = board.with(|held| held.taken(place));
        beside(&taken, span, 0, shown)
    })
}

/// Minute of the day.
const MORNING: u16 = 9 * 60;

fn go(board: Board, choice: Choice) {
    board.choose(choice);
    pencil::reveal(board, &choice);
}
