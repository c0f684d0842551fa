//! Follows a mouse, a finger or a pen over the rows.
//!
//! As in the calendar, a press becomes a drag when a mouse moves, or when a finger has stayed where it is for a
//! moment: a finger that moves at once scrolls (D13).

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::grid::Step;
use domain::id::PlaceId;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use super::aim::{Press, Seized, aim, mark_in, room_at};
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

struct Drag {
    press: Press,
    /// The room that the hand is in, and where that is drawn.
    place: PlaceId,
    lane: Lane,
    x: f64,
    y: f64,
    step: Step,
    reached: Option<Choice>,
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
    // What is chosen does not scroll: a finger has it at once.
    let waits = press.finger && matches!(press.seized, Seized::Free(_));
    let hold = waits.then(|| set_timeout_with_handle(move || begin(board), HOLD).ok()).flatten();
    HAND.replace(Hand::Pressed { press, hold });
}

pub(super) fn moved(board: Board, event: &PointerEvent) {
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let next = HAND.with_borrow_mut(|hand| match hand {
        Hand::Pressed { press, hold } if press.pointer == event.pointer_id() => {
            let far = (press.x - x).hypot(press.y - y);
            match (press.finger, press.seized) {
                (false, _) if far > TREMBLE => Next::Begin,
                (true, Seized::Chosen(_)) if far > FINGER_TREMBLE => Next::Begin,
                (true, Seized::Free(_)) if far > FINGER_TREMBLE => {
                    give_up(hold);
                    *hand = Hand::Idle;
                    Next::Nothing
                }
                _ => Next::Nothing,
            }
        }
        Hand::Dragging(drag) if drag.press.pointer == event.pointer_id() => {
            (drag.x, drag.y) = (x, y);
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
            if let Some(choice) = drag.reached {
                board.choose(choice);
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

/// A finger that stops the grid while that still scrolls has seized nothing. The browser tells by an event that
/// cannot be cancelled, and would take the finger away at its first step.
pub(super) fn touched(board: Board, event: &Event) {
    if !event.cancelable() {
        abort(board);
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
    if let Some(Press { place, seized, .. }) = tap {
        if let Seized::Free(draw) = seized {
            let minutes = board.minutes.get_value();
            let span = board.words.with_value(|words| draw.pressed(minutes, words.rules()));
            board.choose(Choice { place, span });
        }
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

/// Turns a press into a drag.
fn begin(board: Board) {
    let begun = HAND.with_borrow_mut(|hand| {
        let Hand::Pressed { press, .. } = hand else { return None };
        let press = *press;
        let (place, lane) = (press.place, Lane::of(board, press.place)?);
        let (x, y, step) = (press.x, press.y, Step::Quarter);
        *hand = Hand::Dragging(Drag { press, place, lane, x, y, step, reached: None, scrolls: false });
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
        if drag.press.seized.goes_anywhere()
            && let Some(place) = room_at(drag.x, drag.y).filter(|place| *place != drag.place)
            && let Some(lane) = Lane::of(board, place)
        {
            (drag.place, drag.lane) = (place, lane);
        }
        let place = drag.place;
        let times = times_of(&*board.rows.get_untracked()?, place)?;
        let (mark, step) = (mark_in(board, &times, drag.x), drag.step);
        let span = board.words.with_value(|words| match drag.press.seized {
            Seized::Free(draw) => Some(draw.reach(mark, step, words.rules())),
            Seized::Chosen(grip) => {
                let taken = board.with(|held| held.taken(place));
                let shown = board.axis.get_untracked().span(words.rules());
                grip.reach(mark, step, &taken, shown, words.rules())
            }
        })?;
        let choice = Choice { place, span };
        if drag.reached == Some(choice) {
            return None;
        }
        drag.reached = Some(choice);
        pencil::mark(board, &span, drag.lane, true);
        Some(choice)
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
        let Hand::Dragging(drag) = hand else { return (0.0, 0.0) };
        let bounds = grid.get_bounding_client_rect();
        let times = board.rows.get_untracked().and_then(|list| times_of(&list, drag.place));
        let names = times.map_or(0.0, |times| f64::from(times.offset_left()));
        let along = pull(drag.press.x, drag.x, bounds.left() + names, bounds.right());
        let across = match drag.press.seized.goes_anywhere() {
            true => pull(drag.press.y, drag.y, bounds.top() + SCROLL_ZONE, bounds.bottom()),
            false => 0.0,
        };
        drag.scrolls = along != 0.0 || across != 0.0;
        (along, across)
    });
    if by == (0.0, 0.0) {
        return;
    }
    grid.scroll_by_with_x_and_y(by.0, by.1);
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
