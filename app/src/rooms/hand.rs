//! Follows a mouse, a finger or a pen over the rows.
//!
//! As in the calendar, a press becomes a drag when a mouse moves, or when a finger has stayed where it is for a
//! moment: a finger that moves at once scrolls (D13).

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::grid::Step;
use domain::grid::board::{Draw, Mark};
use domain::id::PlaceId;
use domain::time::Span;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use super::board::{Board, Choice};
use super::grid::{place_of, times_of};
use super::live;
use super::pencil::{self, Lane};

thread_local! {
    /// A browser window has one primary pointer.
    static HAND: RefCell<Hand> = const { RefCell::new(Hand::Idle) };
    /// A drag has just ended: the click that the browser makes of it is none.
    static SWALLOW: Cell<bool> = const { Cell::new(false) };
    /// What was pressed and let go: the click that follows is meant for it.
    static TAP: Cell<Option<Press>> = const { Cell::new(None) };
}

enum Hand {
    Idle,
    Pressed { press: Press, hold: Option<TimeoutHandle> },
    Dragging(Drag),
}

/// Down on free time of a room.
#[derive(Clone, Copy)]
struct Press {
    pointer: i32,
    x: f64,
    y: f64,
    place: PlaceId,
    draw: Draw,
    finger: bool,
}

struct Drag {
    press: Press,
    lane: Lane,
    at: f64,
    step: Step,
    reached: Option<Span>,
    /// The grid scrolls along.
    scrolls: bool,
}

/// Pixels that a hand trembles.
const TREMBLE: f64 = 4.0;
const FINGER_TREMBLE: f64 = 10.0;
/// How long a finger stays where it is to seize what is under it.
const HOLD: Duration = Duration::from_millis(350);
/// Pixels from the edge of the grid at which it scrolls along, and how far it does at most each frame.
const SCROLL_ZONE: f64 = 40.0;
const SCROLL_STEP: f64 = 16.0;

pub(super) fn down(board: Board, event: &PointerEvent) {
    TAP.set(None);
    if event.button() != 0 || !event.is_primary() {
        return;
    }
    let Some(press) = aim(board, event) else { return };
    let hold = press.finger.then(|| set_timeout_with_handle(move || begin(board), HOLD).ok()).flatten();
    HAND.replace(Hand::Pressed { press, hold });
}

pub(super) fn moved(board: Board, event: &PointerEvent) {
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let next = HAND.with_borrow_mut(|hand| match hand {
        Hand::Pressed { press, hold } if press.pointer == event.pointer_id() => {
            let far = (press.x - x).hypot(press.y - y);
            match press.finger {
                false if far > TREMBLE => Next::Begin,
                true if far > FINGER_TREMBLE => {
                    give_up(hold);
                    *hand = Hand::Idle;
                    Next::Nothing
                }
                _ => Next::Nothing,
            }
        }
        Hand::Dragging(drag) if drag.press.pointer == event.pointer_id() => {
            drag.at = x;
            drag.step = if event.shift_key() { Step::FiveMinutes } else { Step::Quarter };
            Next::Step
        }
        _ => Next::Nothing,
    });
    match next {
        Next::Nothing => {}
        Next::Begin => {
            begin(board);
            moved(board, event);
        }
        Next::Step => {
            step(board);
            scroll_along(board);
            live::renew(board);
        }
    }
}

enum Next {
    Nothing,
    Begin,
    Step,
}

pub(super) fn up(board: Board, event: &PointerEvent) {
    if !is_ours(event) {
        return;
    }
    match HAND.replace(Hand::Idle) {
        Hand::Idle => {}
        Hand::Pressed { press, mut hold } => {
            give_up(&mut hold);
            TAP.set(Some(press));
        }
        Hand::Dragging(drag) => {
            SWALLOW.set(true);
            set_timeout(|| SWALLOW.set(false), Duration::ZERO);
            clean_up(board, &drag);
            if let Some(span) = drag.reached {
                board.choose(Choice { place: drag.press.place, span });
            }
            pencil::draw(board);
        }
    }
}

/// The browser took the pointer away: to scroll, or because the device turned.
pub(super) fn cancel(board: Board, event: &PointerEvent) {
    if is_ours(event) {
        abort(board);
    }
}

/// Gives up a drag under way; says whether there was one.
pub(super) fn abort(board: Board) -> bool {
    match HAND.replace(Hand::Idle) {
        Hand::Idle => false,
        Hand::Pressed { mut hold, .. } => {
            give_up(&mut hold);
            false
        }
        Hand::Dragging(drag) => {
            clean_up(board, &drag);
            live::hold(board, board.chosen.get_untracked());
            pencil::draw(board);
            true
        }
    }
}

/// A finger that drags does not scroll.
pub(super) fn touch_moved(event: &Event) {
    if !at_rest() && event.cancelable() {
        event.prevent_default();
    }
}

/// Holding a finger down seizes free time, and asks for no menu.
pub(super) fn context_menu(event: &Event) {
    let finger = HAND.with_borrow(|hand| match hand {
        Hand::Idle => false,
        Hand::Pressed { press, .. } => press.finger,
        Hand::Dragging(drag) => drag.press.finger,
    });
    if finger {
        event.prevent_default();
    }
}

/// A press without a drag: on free time the usual length from there, on the name of a room what is chosen in it.
pub(super) fn clicked(board: Board, event: &Event) {
    let tap = TAP.take();
    if SWALLOW.take() {
        event.prevent_default();
        event.stop_propagation();
        return;
    }
    if let Some(Press { place, draw, .. }) = tap {
        let minutes = board.minutes.get_value();
        let span = board.words.with_value(|words| draw.pressed(minutes, words.rules()));
        board.choose(Choice { place, span });
        return;
    }
    let name = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let name = name.and_then(|target| target.closest(".room-name").ok().flatten());
    let place = name.and_then(|name| place_of(&name.closest("[data-place]").ok().flatten()?));
    if let (Some(place), Some(chosen)) = (place, board.chosen.get_untracked()) {
        board.choose(Choice { place, ..chosen });
    }
}

/// What is drawn as long as nobody drags.
pub(super) fn at_rest() -> bool {
    HAND.with_borrow(|hand| !matches!(hand, Hand::Dragging(_)))
}

fn is_ours(event: &PointerEvent) -> bool {
    HAND.with_borrow(|hand| match hand {
        Hand::Idle => false,
        Hand::Pressed { press, .. } => press.pointer == event.pointer_id(),
        Hand::Dragging(drag) => drag.press.pointer == event.pointer_id(),
    })
}

/// What is under the hand, if it is free time.
fn aim(board: Board, event: &PointerEvent) -> Option<Press> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let times = target.closest(".room-times").ok().flatten()?;
    if target.closest("[data-event]:not(.own)").ok().flatten().is_some() {
        return None;
    }
    let place = place_of(&times.parent_element()?)?;
    let mark = mark_in(board, &times, event.client_x().into());
    let draw = board
        .words
        .with_value(|words| Draw::begin(&board.with(|held| held.taken(place)), mark, words.rules()))?;
    Some(Press {
        pointer: event.pointer_id(),
        x: event.client_x().into(),
        y: event.client_y().into(),
        place,
        draw,
        finger: event.pointer_type() == "touch",
    })
}

fn mark_in(board: Board, times: &Element, x: f64) -> Mark {
    let bounds = times.get_bounding_client_rect();
    board.axis.get_untracked().mark((x - bounds.left()) / bounds.width())
}

/// Turns a press into a drag.
fn begin(board: Board) {
    let begun = HAND.with_borrow_mut(|hand| {
        let Hand::Pressed { press, .. } = hand else { return None };
        let press = *press;
        let span = board.words.try_with_value(|words| press.draw.pressed(1, words.rules()))?;
        let lane = Lane::of(board, &Choice { place: press.place, span })?;
        *hand = Hand::Dragging(Drag {
            press,
            lane,
            at: press.x,
            step: Step::Quarter,
            reached: None,
            scrolls: false,
        });
        Some(press)
    });
    let Some(press) = begun else { return };
    if let Some(grid) = board.grid.get_untracked() {
        // The pointer may have been lifted in this very moment; then the drag is over soon anyway.
        let _ = grid.set_pointer_capture(press.pointer);
        let _ = grid.set_attribute("data-dragging", "");
    }
    if press.finger {
        window().navigator().vibrate_with_duration(10);
    }
    step(board);
}

/// Draws what letting go here would mean.
fn step(board: Board) {
    let reached = HAND.with_borrow_mut(|hand| {
        let Hand::Dragging(drag) = hand else { return None };
        let times = times_of(&*board.rows.get_untracked()?, drag.press.place)?;
        let mark = mark_in(board, &times, drag.at);
        let span = board.words.with_value(|words| drag.press.draw.reach(mark, drag.step, words.rules()));
        if drag.reached == Some(span) {
            return None;
        }
        drag.reached = Some(span);
        pencil::mark(board, &span, drag.lane, true);
        Some(Choice { place: drag.press.place, span })
    });
    if reached.is_some() {
        live::hold(board, reached);
    }
}

/// Scrolls while the hand is near an edge, as long as it stays there.
fn scroll_along(board: Board) {
    let begins = HAND.with_borrow_mut(|hand| match hand {
        Hand::Dragging(drag) if !drag.scrolls => {
            drag.scrolls = true;
            true
        }
        _ => false,
    });
    if begins {
        scroll_on(board);
    }
}

fn scroll_on(board: Board) {
    let Some(grid) = board.grid.get_untracked() else { return };
    let by = HAND.with_borrow_mut(|hand| {
        let Hand::Dragging(drag) = hand else { return 0.0 };
        let bounds = grid.get_bounding_client_rect();
        let head = board.rows.get_untracked().and_then(|list| times_of(&list, drag.press.place));
        let head = head.map_or(0.0, |times| f64::from(times.offset_left()));
        let by = pull(drag.press.x, drag.at, bounds.left() + head, bounds.right());
        drag.scrolls = by != 0.0;
        by
    });
    if by == 0.0 {
        return;
    }
    grid.scroll_by_with_x_and_y(by, 0.0);
    step(board);
    request_animation_frame(move || scroll_on(board));
}

/// How far to scroll for a hand that came from `from` and is now at `at`, between two edges. A drag that began
/// near an edge does not scroll before the hand goes towards it.
fn pull(from: f64, at: f64, low: f64, high: f64) -> f64 {
    let past = if at < low + SCROLL_ZONE && at < from {
        at - low - SCROLL_ZONE
    } else if at > high - SCROLL_ZONE && at > from {
        at - high + SCROLL_ZONE
    } else {
        0.0
    };
    (past / SCROLL_ZONE).clamp(-1.0, 1.0) * SCROLL_STEP
}

fn clean_up(board: Board, drag: &Drag) {
    if let Some(grid) = board.grid.get_untracked() {
        // Both were set when the drag began; a pointer that is gone holds nothing.
        let _ = grid.release_pointer_capture(drag.press.pointer);
        let _ = grid.remove_attribute("data-dragging");
    }
}

fn give_up(hold: &mut Option<TimeoutHandle>) {
    if let Some(hold) = hold.take() {
        hold.clear();
    }
}
