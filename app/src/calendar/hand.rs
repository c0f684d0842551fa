//! Follows a mouse, a finger or a pen over the grid.
//!
//! A press becomes a drag when a mouse moves, or when a finger has stayed where it is for a moment: a finger
//! that moves at once scrolls (D13). What the drag means is a [`Gesture`]; here is only where the hand is.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::calendar::Takes;
use domain::grid::drag::pressed;
use domain::grid::{Edge, Gesture, Spot, Step};
use domain::id::MeetingId;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDivElement, KeyboardEvent, PointerEvent};

use super::acts::movable;
use super::desk::{Asked, Desk, Length, Peeked};
use super::measure::{Measures, Zone, edges};
use super::paint::keep_focus;
use super::parts::expect_tools;
use super::pencil::{self, Look};
use super::shown::View;
use super::strip::Strip;

thread_local! {
    /// A browser window has one primary pointer.
    static HAND: RefCell<Hand> = const { RefCell::new(Hand::Idle) };
    /// A drag has just ended: the click that the browser makes of it is none.
    static SWALLOW: Cell<bool> = const { Cell::new(false) };
    /// Where free time was pressed and let go, and in which band: the click that follows is meant for it.
    static TAP: Cell<Option<(Spot, Option<usize>)>> = const { Cell::new(None) };
}

enum Hand {
    Idle,
    Pressed(Press),
    Dragging(Box<Drag>),
    /// Still down, but what it was for is over: a drag was given up, or what is told of a meeting that cannot be dragged
    /// is shown. The click that is still to come is none.
    Spent(i32),
}

impl Hand {
    fn is_of(&self, pointer: i32) -> bool {
        match self {
            Self::Idle => false,
            Self::Pressed(press) => press.pointer == pointer,
            Self::Dragging(drag) => drag.pointer == pointer,
            Self::Spent(spent) => *spent == pointer,
        }
    }
}

/// Down, and not yet moved.
struct Press {
    pointer: i32,
    at: Point,
    on: Aim,
    by: By,
}

#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

enum By {
    Mouse,
    /// A finger on the grip of a selected meeting: it scrolls nothing there.
    FingerOnGrip,
    /// A finger that has yet to stay where it is.
    Finger(Option<TimeoutHandle>),
}

/// What is under the hand.
#[derive(Clone, Copy)]
enum Aim {
    Free {
        spot: Spot,
        /// Of the day, where it has several.
        band: Option<usize>,
    },
    Meeting {
        meeting: MeetingId,
        what: Takes,
        edge: Option<Edge>,
        grip: Spot,
    },
    /// A meeting that this person cannot move, or not here.
    Fixed {
        meeting: MeetingId,
    },
}

struct Drag {
    pointer: i32,
    aim: Aim,
    gesture: Gesture,
    zone: Zone,
    look: Look,
    from: Point,
    at: Point,
    step: Step,
    reached: Option<Takes>,
    finger: bool,
    /// What is let go is a copy: the meeting stays.
    copies: bool,
    /// The grid scrolls along.
    scrolls: bool,
    /// Where the grid was, and when that was looked at ([`measured`]).
    measured: Option<(f64, Measures)>,
}

impl Drag {
    fn meeting(&self) -> Option<MeetingId> {
        match self.aim {
            Aim::Meeting { meeting, .. } => Some(meeting),
            Aim::Free { .. } | Aim::Fixed { .. } => None,
        }
    }

    /// Shift makes the steps small, the key for it a copy; says whether something else is meant now.
    fn hold_keys(&mut self, shift: bool, copy: bool) -> bool {
        let before = (self.step, self.copies);
        self.step = if shift { Step::FiveMinutes } else { Step::Quarter };
        self.copies = copy && matches!(self.gesture, Gesture::Move { .. });
        before != (self.step, self.copies)
    }
}

/// Pixels that a hand trembles.
const TREMBLE: f64 = 4.0;
const FINGER_TREMBLE: f64 = 10.0;
/// How long a finger stays where it is to seize what is under it, and the milliseconds for which that is felt.
const HOLD: Duration = Duration::from_millis(350);
const HELD: u32 = 10;
/// Pixels from an edge within which that edge is meant. The upper one is narrow: there a meeting is seized too.
const EDGE: f64 = 8.0;
const UPPER_EDGE: f64 = 5.0;
const FINGER_EDGE: f64 = 16.0;
/// A meeting that is lower than this has no upper edge to grip: there would be no middle left.
const HAS_MIDDLE: f64 = 28.0;
/// Pixels from the edge of the grid at which it scrolls along, and how far it does at most each frame.
const SCROLL_ZONE: f64 = 40.0;
const SCROLL_STEP: f64 = 16.0;
/// How long after a finger is lifted its click may come, on a slow device; what is pressed meanwhile is another one.
const CLICK_COMES: Duration = Duration::from_millis(300);
/// Milliseconds for which what was measured is taken to hold.
const HOLDS: f64 = 250.0;

pub(super) fn down(desk: Desk, event: &PointerEvent) {
    if event.button() != 0 || !event.is_primary() {
        return;
    }
    keep_focus(None);
    TAP.set(None);
    SWALLOW.set(false);
    let finger = event.pointer_type() == "touch";
    let at = point(event);
    let Some(on) = target(event).and_then(|target| aim(desk, &target, at, finger)) else { return };
    if matches!(on, Aim::Free { .. }) {
        expect_tools();
    }
    let by = match on {
        Aim::Meeting { edge: Some(_), .. } if finger => By::FingerOnGrip,
        _ if finger => By::Finger(set_timeout_with_handle(move || begin(desk), HOLD).ok()),
        _ => By::Mouse,
    };
    HAND.replace(Hand::Pressed(Press { pointer: event.pointer_id(), at, on, by }));
}

pub(super) fn moved(desk: Desk, event: &PointerEvent) {
    let at = point(event);
    let next = HAND.with_borrow_mut(|hand| match hand {
        Hand::Pressed(press) if press.pointer == event.pointer_id() => {
            let far = (press.at.x - at.x).hypot(press.at.y - at.y);
            match &mut press.by {
                By::Mouse | By::FingerOnGrip if far > TREMBLE => Next::Begin,
                By::Finger(hold) if far > FINGER_TREMBLE => {
                    give_up(hold);
                    *hand = Hand::Idle;
                    Next::Nothing
                }
                _ => Next::Nothing,
            }
        }
        Hand::Dragging(drag) if drag.pointer == event.pointer_id() => {
            drag.at = at;
            drag.hold_keys(event.shift_key(), event.ctrl_key() || event.meta_key());
            Next::Step
        }
        _ => Next::Nothing,
    });
    match next {
        Next::Nothing => {}
        Next::Begin => {
            begin(desk);
            moved(desk, event);
        }
        Next::Step => {
            let Some(measures) = measured(desk, event.time_stamp()) else { return };
            step(desk, &measures);
            scroll_along(desk, &measures);
        }
    }
}

enum Next {
    Nothing,
    Begin,
    Step,
}

/// Where the grid is for a drag at `now`, in milliseconds. Not at each step is it looked at, which has the browser compute
/// where everything is: only when something has scrolled, and after [`HOLDS`], for a row may have grown above the hours.
fn measured(desk: Desk, now: f64) -> Option<Measures> {
    let kept = HAND.with_borrow(|hand| match hand {
        Hand::Dragging(drag) => drag.measured.filter(|(at, _)| now - at < HOLDS),
        _ => None,
    });
    if let Some((_, measures)) = kept {
        return Some(measures);
    }
    let measures = Measures::take(desk)?;
    HAND.with_borrow_mut(|hand| {
        if let Hand::Dragging(drag) = hand {
            drag.measured = Some((now, measures));
        }
    });
    Some(measures)
}

/// Something has scrolled: the grid is elsewhere.
pub(super) fn scrolled() {
    HAND.with_borrow_mut(|hand| {
        if let Hand::Dragging(drag) = hand {
            drag.measured = None;
        }
    });
}

/// A key goes down, or up again, while the hand rests.
pub(super) fn key_turned(desk: Desk, event: &KeyboardEvent) {
    let turned = HAND.with_borrow_mut(|hand| match hand {
        Hand::Dragging(drag) => drag.hold_keys(event.shift_key(), event.ctrl_key() || event.meta_key()),
        _ => false,
    });
    if turned && let Some(measures) = Measures::take(desk) {
        step(desk, &measures);
    }
}

pub(super) fn up(desk: Desk, event: &PointerEvent) {
    if !HAND.with_borrow(|hand| hand.is_of(event.pointer_id())) {
        return;
    }
    match HAND.replace(Hand::Idle) {
        Hand::Idle => {}
        Hand::Pressed(mut press) => {
            if let By::Finger(hold) = &mut press.by {
                give_up(hold);
            }
            if let Aim::Free { spot, band } = press.on {
                TAP.set(Some((spot, band)));
            }
        }
        Hand::Dragging(drag) => let_go(desk, &drag),
        Hand::Spent(_) => swallow_click(),
    }
}

/// The browser took the pointer away: to scroll, or because the device turned.
pub(super) fn cancel(desk: Desk, event: &PointerEvent) {
    if HAND.with_borrow(|hand| hand.is_of(event.pointer_id())) {
        abort(desk);
        HAND.replace(Hand::Idle);
    }
}

/// Gives up a drag under way, whose hand may be down still; says whether there was one.
pub(super) fn abort(desk: Desk) -> bool {
    match HAND.replace(Hand::Idle) {
        Hand::Idle => false,
        Hand::Spent(pointer) => {
            HAND.replace(Hand::Spent(pointer));
            false
        }
        Hand::Pressed(mut press) => {
            if let By::Finger(hold) = &mut press.by {
                give_up(hold);
            }
            false
        }
        Hand::Dragging(drag) => {
            HAND.replace(Hand::Spent(drag.pointer));
            clean_up(desk, &drag);
            true
        }
    }
}

/// A finger that stops the grid while that still scrolls has seized nothing. The browser tells by an event that
/// cannot be cancelled, and would take the finger away at its first step.
pub(super) fn touched(desk: Desk, event: &Event) {
    if !event.cancelable() {
        abort(desk);
    }
}

/// A finger that drags does not scroll.
pub(super) fn touch_moved(event: &Event) {
    if HAND.with_borrow(|hand| matches!(hand, Hand::Dragging(_))) && event.cancelable() {
        event.prevent_default();
    }
}

/// Holding a finger down seizes a meeting, and asks for no menu.
pub(super) fn context_menu(event: &Event) {
    let finger = HAND.with_borrow(|hand| match hand {
        Hand::Idle => false,
        Hand::Pressed(press) => !matches!(press.by, By::Mouse),
        Hand::Dragging(drag) => drag.finger,
        Hand::Spent(_) => true,
    });
    if finger {
        event.prevent_default();
    }
}

/// A press without a drag. It is done at the click and not before: a form that opened under a finger would get
/// the click that is still to come.
pub(super) fn clicked(desk: Desk, event: &Event) {
    let tap = TAP.take();
    if SWALLOW.take() {
        event.prevent_default();
        event.stop_propagation();
    } else if let Some((spot, band)) = tap {
        ask_for_the_usual(desk, spot, band);
    }
}

/// What is drawn as long as nobody drags.
pub(super) fn at_rest() -> bool {
    HAND.with_borrow(|hand| !matches!(hand, Hand::Dragging(_)))
}

/// The meeting that a drag takes away from where it is drawn.
pub(super) fn moving() -> Option<MeetingId> {
    HAND.with_borrow(|hand| match hand {
        Hand::Dragging(drag) if !drag.copies => drag.meeting(),
        _ => None,
    })
}

fn aim(desk: Desk, target: &Element, at: Point, finger: bool) -> Option<Aim> {
    let measures = Measures::take(desk);
    let closest = |selector| target.closest(selector).ok().flatten();
    let Some(element) = closest("[data-event]") else {
        let measures = measures?;
        if closest("a").is_some() {
            return None;
        }
        let zone = if closest(".day").is_some() {
            Zone::Hours
        } else {
            closest(".allday-days, .month-weeks").map(|_| Zone::WholeDays)?
        };
        let band = measures.band(at.x).filter(|_| zone == Zone::Hours);
        return Some(Aim::Free { spot: measures.spot(at.x, at.y, zone), band });
    };
    let meeting: MeetingId = element.get_attribute("data-event")?.parse().ok()?;
    let entry = desk.planner.find(meeting)?;
    let Some(measures) = measures.filter(|_| movable(&entry)) else {
        // A mouse is told of it by resting there.
        return (finger && entry.details.is_some()).then_some(Aim::Fixed { meeting });
    };
    let zone = match entry.takes {
        Takes::Time { .. } => Zone::Hours,
        Takes::Days { .. } => Zone::WholeDays,
    };
    let gripped = !finger || desk.selected.get_untracked() == Some(meeting);
    // Among the days of a month hours have no ends.
    let has_ends = zone == Zone::WholeDays || matches!(measures, Measures::Hours(_));
    let edge = if gripped && has_ends { edge(&element, entry.takes, at, finger) } else { None };
    Some(Aim::Meeting { meeting, what: entry.takes, edge, grip: measures.spot(at.x, at.y, zone) })
}

/// The end of a meeting that is under the hand; one that midnight or the week has cut off cannot be gripped.
fn edge(element: &Element, takes: Takes, at: Point, finger: bool) -> Option<Edge> {
    let reach = if finger { FINGER_EDGE } else { EDGE };
    let here = edges(element);
    let (to_start, to_end, length) = match takes {
        Takes::Time { .. } => (at.y - here.top, here.bottom - at.y, here.bottom - here.top),
        Takes::Days { .. } => (at.x - here.left, here.right - at.x, here.right - here.left),
    };
    let cut = element.get_attribute("data-continues").unwrap_or_default();
    if to_end <= reach.min(length / 2.0) && !matches!(cut.as_str(), "after" | "both") {
        Some(Edge::End)
    } else if to_start <= reach.min(UPPER_EDGE)
        && length >= HAS_MIDDLE
        && !matches!(cut.as_str(), "before" | "both")
    {
        Some(Edge::Start)
    } else {
        None
    }
}

/// Turns a press into a drag.
fn begin(desk: Desk) {
    let mut held = None;
    let begun = HAND.with_borrow_mut(|hand| {
        let Hand::Pressed(press) = hand else { return false };
        let (gesture, zone) = match press.on {
            Aim::Fixed { meeting } => {
                held = Some(meeting);
                *hand = Hand::Spent(press.pointer);
                return false;
            }
            Aim::Free { spot, .. } => {
                let zone = if matches!(spot, Spot::Time { .. }) { Zone::Hours } else { Zone::WholeDays };
                (Gesture::Select { from: spot }, zone)
            }
            Aim::Meeting { what, edge: None, grip, .. } => (Gesture::Move { what, grip }, Zone::Either),
            Aim::Meeting { what, edge: Some(edge), grip, .. } => {
                let zone = if matches!(what, Takes::Days { .. }) { Zone::WholeDays } else { Zone::Hours };
                (Gesture::Resize { what, edge, grip }, zone)
            }
        };
        *hand = Hand::Dragging(Box::new(Drag {
            pointer: press.pointer,
            aim: press.on,
            gesture,
            zone,
            look: look(desk, press.on),
            from: press.at,
            at: press.at,
            step: Step::Quarter,
            reached: None,
            finger: !matches!(press.by, By::Mouse),
            copies: false,
            scrolls: false,
            measured: None,
        }));
        true
    });
    if let Some(meeting) = held {
        super::swipe::cancelled();
        window().navigator().vibrate_with_duration(HELD);
        desk.peek.set(Some(Peeked::by_hand(meeting)));
    }
    if !begun {
        return;
    }
    super::swipe::cancelled();
    desk.cursor.set(None);
    let (pointer, meeting, finger) = HAND.with_borrow(|hand| match hand {
        Hand::Dragging(drag) => (drag.pointer, drag.meeting(), drag.finger),
        _ => (0, None, false),
    });
    for layer in layers(desk) {
        // The pointer may have been lifted in this very moment; then the drag is over soon anyway.
        let _ = layer.set_pointer_capture(pointer);
        let _ = layer.set_attribute("data-dragging", "");
    }
    if let (Some(meeting), Some(week)) = (meeting, desk.grid.get_untracked()) {
        mark(&week, meeting, "data-moving", true);
    }
    if finger {
        window().navigator().vibrate_with_duration(HELD);
    }
    if let Some(measures) = Measures::take(desk) {
        step(desk, &measures);
    }
}

/// The layers over the grid in which a drag is drawn. They take the pointer, so that of the thousands of meetings
/// below none is looked at, or styled anew, because one is dragged.
fn layers(desk: Desk) -> impl Iterator<Item = HtmlDivElement> {
    [desk.days_layer, desk.hours_layer].into_iter().filter_map(|layer| layer.get_untracked())
}

/// Draws what letting go here would mean.
fn step(desk: Desk, measures: &Measures) {
    let copies = HAND.with_borrow_mut(|hand| {
        let Hand::Dragging(drag) = hand else { return None };
        let to = measures.spot(drag.at.x, drag.at.y, drag.zone);
        let takes = desk.words.with_value(|words| drag.gesture.reach(to, drag.step, words.rules()));
        let turned = drag.look.copy != drag.copies;
        if drag.reached != Some(takes) || turned {
            drag.reached = Some(takes);
            drag.look.copy = drag.copies;
            pencil::draw(desk, &takes, &drag.look);
        }
        drag.meeting().filter(|_| turned).map(|meeting| (meeting, drag.copies))
    });
    // What is copied stays where it is.
    if let (Some((meeting, copies)), Some(week)) = (copies, desk.grid.get_untracked()) {
        mark(&week, meeting, "data-moving", !copies);
    }
}

/// Scrolls while the hand is near an edge, as long as it stays there.
fn scroll_along(desk: Desk, measures: &Measures) {
    let begins = HAND.with_borrow_mut(|hand| match hand {
        Hand::Dragging(drag) if !drag.scrolls => {
            drag.scrolls = true;
            true
        }
        _ => false,
    });
    if begins {
        scroll_on(desk, measures);
    }
}

fn scroll_on(desk: Desk, measures: &Measures) {
    let Some(week) = desk.grid.get_untracked() else { return };
    let (x, y) = HAND.with_borrow_mut(|hand| {
        let Hand::Dragging(drag) = hand else { return (0.0, 0.0) };
        let sight = measures.sight();
        // The row above the hours stays where it is.
        let in_the_row = matches!(measures, Measures::Hours(_))
            && match drag.zone {
                Zone::Hours => false,
                Zone::WholeDays => true,
                Zone::Either => drag.at.y < sight.top,
            };
        let up_and_down =
            if in_the_row { 0.0 } else { pull(drag.from.y, drag.at.y, sight.top, sight.bottom) };
        let way = (pull(drag.from.x, drag.at.x, sight.left, sight.right), up_and_down);
        drag.scrolls = way != (0.0, 0.0);
        way
    });
    if (x, y) == (0.0, 0.0) {
        return;
    }
    week.scroll_by_with_x_and_y(x, y);
    scrolled();
    if let Some(measures) = Measures::take(desk) {
        step(desk, &measures);
    }
    request_animation_frame(move || {
        if let Some(measures) = Measures::take(desk) {
            scroll_on(desk, &measures);
        }
    });
}

/// How far to scroll for a hand that came from `from` and is now at `at`, between two edges. A drag that began
/// near an edge does not scroll before the hand goes towards it.
fn pull(from: f64, at: f64, low: f64, high: f64) -> f64 {
    let zone = SCROLL_ZONE.min((high - low) / 4.0);
    let past = if at < low + zone && at < from {
        at - low - zone
    } else if at > high - zone && at > from {
        at - high + zone
    } else {
        0.0
    };
    (past / zone).clamp(-1.0, 1.0) * SCROLL_STEP
}

/// The click that the browser makes of what ends now is none.
fn swallow_click() {
    SWALLOW.set(true);
    set_timeout(|| SWALLOW.set(false), CLICK_COMES);
}

fn let_go(desk: Desk, drag: &Drag) {
    swallow_click();
    let reached = drag.reached;
    match (drag.aim, reached) {
        (Aim::Free { spot, band }, Some(takes)) => {
            let still = desk.words.with_value(|words| drag.gesture.reach(spot, drag.step, words.rules()));
            if drag.finger && takes == still {
                ask_for_the_usual(desk, spot, band);
            } else {
                desk.quick.set(Some(Asked { takes, length: Length::Drawn, with: desk.other_of_band(band) }));
            }
        }
        (Aim::Meeting { meeting, what, .. }, Some(takes)) => {
            if drag.finger {
                desk.selected.set(Some(meeting));
            }
            match (takes != what, drag.copies) {
                (true, true) => desk.acts.copy(meeting, takes),
                (true, false) => desk.acts.reschedule(meeting, takes),
                // Held and let go: what it is, and what can be done with it.
                (false, _) if drag.finger => desk.peek.set(Some(Peeked::by_hand(meeting))),
                (false, _) => {}
            }
        }
        (_, None) | (Aim::Fixed { .. }, _) => {}
    }
    clean_up(desk, drag);
}

fn clean_up(desk: Desk, drag: &Drag) {
    for layer in layers(desk) {
        // Both were set when the drag began; a pointer that is gone holds nothing.
        let _ = layer.release_pointer_capture(drag.pointer);
        let _ = layer.remove_attribute("data-dragging");
    }
    if let (Some(meeting), Some(week)) = (drag.meeting(), desk.grid.get_untracked()) {
        mark(&week, meeting, "data-moving", false);
    }
    match untrack(move || desk.selection()) {
        Some(takes) => pencil::draw(desk, &takes, &untrack(move || Look::of_selection(desk))),
        None => pencil::clear(desk),
    }
}

/// A press without a drag.
fn ask_for_the_usual(desk: Desk, spot: Spot, band: Option<usize>) {
    let minutes = super::quick::usual_minutes();
    let takes = desk.words.with_value(|words| pressed(spot, minutes, words.rules()));
    desk.cursor.set(None);
    desk.selected.set(None);
    desk.quick.set(Some(Asked { takes, length: Length::OfTheKind, with: desk.other_of_band(band) }));
}

fn look(desk: Desk, aim: Aim) -> Look {
    let (meeting, strip) = match aim {
        Aim::Free { band, .. } => return Look { band, ..Look::default() },
        // A month says when it begins only.
        Aim::Meeting { meeting, what: Takes::Time { span }, edge: None, .. } => {
            let hours = desk.shown.get_untracked().view != View::Month;
            let strip = || desk.words.with_value(|words| Strip::of(span.length(), &words.dates));
            (meeting, hours.then(strip))
        }
        Aim::Meeting { meeting, .. } | Aim::Fixed { meeting } => (meeting, None),
    };
    let entry = desk.planner.find(meeting);
    let details = entry.as_ref().and_then(|entry| entry.details.as_ref());
    Look {
        subject: details.map(|details| details.subject.clone()).unwrap_or_default(),
        was: entry.as_ref().map(|entry| entry.takes),
        strip,
        hue: details.and_then(|details| details.color).map(u16::from),
        ..Look::default()
    }
}

/// Sets or removes an attribute on every piece of a meeting.
pub(super) fn mark(week: &Element, meeting: MeetingId, attribute: &str, set: bool) {
    let Ok(pieces) = week.query_selector_all(&format!("[data-event=\"{meeting}\"]")) else { return };
    for index in 0..pieces.length() {
        let piece = pieces.get(index).and_then(|piece| piece.dyn_into::<Element>().ok());
        if let Some(piece) = piece {
            // The name is a valid one.
            let _ = piece.toggle_attribute_with_force(attribute, set);
        }
    }
}

fn give_up(hold: &mut Option<TimeoutHandle>) {
    if let Some(hold) = hold.take() {
        hold.clear();
    }
}

fn point(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

fn target(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_scrolls_faster_the_nearer_the_hand_is_to_its_edge() {
        let pull = |from, at| pull(from, at, 100.0, 700.0);
        assert_eq!(pull(300.0, 400.0), 0.0);
        assert_eq!((pull(300.0, 120.0), pull(300.0, 50.0)), (-8.0, -16.0));
        assert_eq!((pull(300.0, 680.0), pull(300.0, 900.0)), (8.0, 16.0));
        assert_eq!((pull(110.0, 120.0), pull(690.0, 680.0)), (0.0, 0.0), "it goes away from the edge");
    }
}
