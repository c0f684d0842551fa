//! The calendar by keyboard (D13).

use chrono::{NaiveDate, TimeDelta};
use domain::calendar::Takes;
use domain::grid::day::minute_of;
use domain::grid::drag::{moved, resized};
use domain::grid::{Cell, Cursor, Direction, Edge, Row, Step};
use domain::id::MeetingId;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::desk::{Desk, Length, Peeked};
use super::hand;
use super::look::Height;
use super::measure::Measures;
use super::panel::shut_drawer;
use super::shown::View;
use crate::state::planner::days_of;
use crate::ui::typing::is_typing;

/// A key on the grid or on a meeting in it.
pub(super) fn on_grid(desk: Desk, event: &KeyboardEvent) {
    let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let meeting = on.and_then(|on| on.closest("[data-event]").ok().flatten());
    let meeting = meeting.and_then(|element| element.get_attribute("data-event")?.parse().ok());
    let taken = match meeting {
        Some(meeting) => on_meeting(desk, meeting, event),
        None => on_free_time(desk, event),
    };
    if taken {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Keys that work wherever nothing is being typed, as long as the calendar is shown.
pub(super) fn use_shortcuts(desk: Desk) {
    let down = window_event_listener(ev::keydown, move |event| {
        if anywhere(desk, &event) {
            event.prevent_default();
        }
    });
    let up = window_event_listener(ev::keyup, move |event| hand::key_turned(desk, &event));
    on_cleanup(move || {
        down.remove();
        up.remove();
    });
}

fn anywhere(desk: Desk, event: &KeyboardEvent) -> bool {
    if event.default_prevented() || dialog_has_keys() {
        return false;
    }
    let key = event.key();
    if key == "Escape" && desk.drawer.get_untracked() {
        shut_drawer(desk);
        return true;
    }
    if is_typing(event) {
        return false;
    }
    if key == "Escape" {
        let selected = desk.selected.get_untracked().is_some();
        desk.selected.set(None);
        let chosen = untrack(|| desk.selection()).is_some();
        let dragged = hand::abort(desk);
        if !dragged && chosen {
            desk.dismiss();
            desk.focus_grid();
        }
        return dragged || chosen || selected;
    }
    hand::key_turned(desk, event);
    // Where nothing has the focus yet the arrows are for the grid.
    if direction(&key).is_some() && nothing_has_focus() && desk.grid.get_untracked().is_some() {
        desk.focus_grid();
        return on_free_time(desk, event);
    }
    // The place of a key on the board, so that a Russian layout has the same shortcuts.
    let code = event.code();
    if event.ctrl_key() || event.meta_key() {
        let undo = code == "KeyZ" && !event.shift_key() && !event.alt_key();
        if undo {
            desk.acts.undo();
        }
        return undo;
    }
    if event.alt_key() {
        return false;
    }
    if key == "?" || (code == "Slash" && event.shift_key()) {
        desk.help.set(true);
        return true;
    }
    let (shown, today) = (desk.shown.get_untracked(), desk.now.today.get_untracked());
    let to = match code.as_str() {
        "KeyT" => shown.on(today),
        "KeyN" | "KeyJ" => shown.next(),
        "KeyP" | "KeyK" => shown.previous(),
        "KeyD" => shown.seen_as(View::Day, today),
        "KeyX" => shown.seen_as(View::WorkWeek, today),
        "KeyW" => shown.seen_as(View::Week, today),
        "KeyM" => shown.seen_as(View::Month, today),
        "KeyA" => shown.seen_as(View::Agenda, today),
        "KeyS" => {
            desk.turn_panel();
            return true;
        }
        "Equal" | "NumpadAdd" => {
            desk.set_height(Height::higher);
            return true;
        }
        "Minus" | "NumpadSubtract" => {
            desk.set_height(Height::lower);
            return true;
        }
        "KeyC" => {
            desk.ask(soon(desk), Length::OfTheKind);
            return true;
        }
        _ => return false,
    };
    desk.go.run(untrack(|| desk.address(to)));
    true
}

fn on_free_time(desk: Desk, event: &KeyboardEvent) -> bool {
    if is_seen_as(desk, View::Agenda) || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return false;
    }
    let cursor = desk.cursor.get_untracked();
    let to = match (event.key().as_str(), event.shift_key(), cursor) {
        ("Enter" | " ", false, Some(cursor)) => {
            let takes = desk.words.with_value(|words| cursor.takes(words.rules()));
            desk.ask(takes, if cursor.is_extended() { Length::Drawn } else { Length::OfTheKind });
            return true;
        }
        ("Home", false, Some(cursor)) => cursor.days_on(-days_from_first(desk, cursor)),
        ("End", false, Some(cursor)) => {
            let days = i64::from(desk.shown.get_untracked().days());
            cursor.days_on(days - 1 - days_from_first(desk, cursor))
        }
        (key, shift, cursor) => match (direction(key), cursor) {
            (Some(_), None) => Cursor::at(first_cell(desk)),
            (Some(direction), Some(cursor)) if is_seen_as(desk, View::Month) => {
                let days = days_towards(direction);
                if shift { cursor.extend_days(days) } else { cursor.days_on(days) }
            }
            (Some(direction), Some(cursor)) => {
                let on =
                    |cursor: Cursor| if shift { cursor.extend(direction) } else { cursor.step(direction) };
                let to = on(cursor);
                if desk.shown.get_untracked().leaves_out(to.head().date) { on(on(to)) } else { to }
            }
            (None, _) => return false,
        },
    };
    choose(desk, to);
    true
}

/// Moves a meeting, or one end of it, takes it out, or tells more of it.
fn on_meeting(desk: Desk, meeting: MeetingId, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if matches!(key.as_str(), "Delete" | "Backspace") {
        desk.acts.remove(meeting);
        desk.focus_grid();
        return true;
    }
    if key == " " {
        desk.peek.set(Some(Peeked { meeting, by_key: true }));
        return true;
    }
    // In a list arrows scroll.
    if is_seen_as(desk, View::Agenda) {
        return false;
    }
    let (Some(direction), Some(entry)) = (direction(&key), desk.planner.find(meeting)) else { return false };
    let whole = matches!(entry.takes, Takes::Days { .. });
    let minutes = i64::from(Step::Quarter.minutes());
    let (days, minutes) = match direction {
        _ if is_seen_as(desk, View::Month) => (days_towards(direction), 0),
        Direction::Left => (-1, 0),
        Direction::Right => (1, 0),
        Direction::Up if whole => return false,
        Direction::Down if whole => return false,
        Direction::Up => (0, -minutes),
        Direction::Down => (0, minutes),
    };
    let to = desk.words.with_value(|words| {
        let rules = words.rules();
        match (event.alt_key(), event.ctrl_key()) {
            (true, false) => {
                let day = days_of(&entry.takes, rules).0 + TimeDelta::days(days);
                let days = if desk.shown.get_untracked().leaves_out(day) { days * 3 } else { days };
                Some(moved(entry.takes, days, minutes, rules))
            }
            // A time has its ends up and down, days have theirs left and right.
            (false, true) if whole == (days != 0) => {
                let edge = if event.shift_key() { Edge::Start } else { Edge::End };
                Some(resized(entry.takes, edge, days, minutes, Step::Quarter, rules))
            }
            _ => None,
        }
    });
    let Some(to) = to else { return false };
    super::paint::keep_focus(Some(meeting));
    desk.acts.reschedule(meeting, to);
    // Of a series it is asked first which are meant: until then it stays.
    if desk.planner.find(meeting).is_some_and(|entry| entry.takes == to) {
        turn_to(desk, desk.words.with_value(|words| days_of(&to, words.rules())));
    }
    reveal(desk, &to);
    true
}

fn choose(desk: Desk, cursor: Cursor) {
    desk.selected.set(None);
    desk.quick.set(None);
    desk.cursor.set(Some(cursor));
    turn_to(desk, (cursor.head().date, cursor.head().date));
    let takes = desk.words.with_value(|words| cursor.takes(words.rules()));
    desk.aloud.set(desk.words.with_value(|words| words.when(&takes)));
    reveal(desk, &takes);
}

/// Turns over to what has come to be before, or after, the days that are shown.
fn turn_to(desk: Desk, (from, to): (NaiveDate, NaiveDate)) {
    let shown = desk.shown.get_untracked();
    if to < shown.first {
        desk.go.run(untrack(|| desk.address(shown.previous())));
    } else if from > shown.last() {
        desk.go.run(untrack(|| desk.address(shown.next())));
    }
}

/// Scrolls as far as is needed to see this.
fn reveal(desk: Desk, takes: &Takes) {
    let (Some(measures), Some(week)) = (Measures::take(desk), desk.grid.get_untracked()) else { return };
    let Some(place) = measures.place(takes, untrack(|| desk.band_of(None)), desk) else { return };
    let sight = measures.sight();
    let along = |low: f64, high: f64, from: f64, to: f64| {
        if low < from { low - from } else { (high - to).max(0.0).min(low - from) }
    };
    // The row above the hours is always in sight.
    let down = match (measures, takes) {
        (Measures::Hours(_), Takes::Days { .. }) => 0.0,
        _ => along(place.top, place.bottom, sight.top, sight.bottom),
    };
    week.scroll_by_with_x_and_y(along(place.left, place.right, sight.left, sight.right), down);
}

/// Where the cursor begins: today after now, or where work begins.
fn first_cell(desk: Desk) -> Cell {
    let (shown, now) = (desk.shown.get_untracked(), desk.now.wall.get_untracked());
    if shown.view == View::Month {
        let date = if shown.is_of_month(now.date()) { now.date() } else { shown.date };
        return Cell { date, row: Row::WholeDay };
    }
    if shown.contains(now.date()) {
        return Cell::of(now.date(), now.time());
    }
    let work = desk.words.with_value(|words| words.hours_on(shown.first));
    Cell::of(shown.first, work.map_or(NINE, |hours| hours.start))
}

/// The next half hour, or the same time on the first day that is shown.
fn soon(desk: Desk) -> Takes {
    if let Some(chosen) = untrack(|| desk.selection()) {
        return chosen;
    }
    let (shown, now) = (desk.shown.get_untracked(), desk.now.wall.get_untracked());
    let date = if shown.contains(now.date()) { now.date() } else { shown.first };
    let next = TimeDelta::minutes((i64::from(minute_of(now.time())) / 30 + 1) * 30);
    let start = date.and_time(chrono::NaiveTime::MIN) + next;
    let length = TimeDelta::minutes(super::quick::usual_minutes().into());
    desk.words.with_value(|words| domain::grid::drag::between(start, start + length, words.rules()))
}

fn days_from_first(desk: Desk, cursor: Cursor) -> i64 {
    (cursor.head().date - desk.shown.get_untracked().first).num_days()
}

fn is_seen_as(desk: Desk, view: View) -> bool {
    desk.shown.get_untracked().view == view
}

/// Where a direction leads among the days of a month.
fn days_towards(direction: Direction) -> i64 {
    match direction {
        Direction::Left => -1,
        Direction::Right => 1,
        Direction::Up => -7,
        Direction::Down => 7,
    }
}

/// Whether a window above the page has the keyboard. Asked of the page itself: that such a window was closed the program is
/// told a moment later, and a key may come before.
fn dialog_has_keys() -> bool {
    document().query_selector("dialog:modal").is_ok_and(|dialog| dialog.is_some())
}

fn nothing_has_focus() -> bool {
    document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
}

fn direction(key: &str) -> Option<Direction> {
    match key {
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        _ => None,
    }
}

const NINE: chrono::NaiveTime = match chrono::NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => chrono::NaiveTime::MIN,
};
