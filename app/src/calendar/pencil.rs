//! Draws the time that is being chosen, in a layer of its own: a step of a drag moves one element by
//! `transform`, and in it the times that a meeting can have ([`Strip`]). Only other words are laid out and painted again.

use std::fmt::Arguments;

use chrono::NaiveDate;
use domain::calendar::Takes;
use domain::grid::day::{Share, on_the_wall, pieces};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::desk::Desk;
use super::draw::Tall;
use super::shown::{Shown, View};
use super::strip::Strip;
use super::words::Words;
use crate::state::planner::{days_of, last_of};

/// How a selection looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// The meeting that is moved; a new one has no subject yet.
    pub subject: String,
    /// When it is until it is let go.
    pub was: Option<Takes>,
    /// The times that it can have.
    pub strip: Option<Strip>,
    /// Degrees of the colour circle.
    pub hue: Option<u16>,
    /// The meeting stays where it is as well.
    pub copy: bool,
    /// The band of each day in which it stands, where days have several.
    pub band: Option<usize>,
}

impl Look {
    /// Of what is selected at present.
    pub(super) fn of_selection(desk: Desk) -> Self {
        let with = desk.quick.get().and_then(|asked| asked.with);
        Self { band: desk.band_of(with), ..Self::default() }
    }
}

/// Shows this time as chosen, as far as its days are shown.
pub(super) fn draw(desk: Desk, takes: &Takes, look: &Look) {
    let Some(days) = desk.days_layer.get_untracked() else { return };
    let shown = desk.shown.get_untracked();
    if shown.view == View::Month {
        desk.words.with_value(|words| {
            let weeks = shown.weeks();
            let places: Vec<_> = in_weeks(days_of(takes, words.rules()), shown)
                .map(|(row, column, span)| {
                    place(
                        format_args!("{span} * 100cqi / {WEEK} - 4px"),
                        format_args!("100cqb / {weeks} - 4px"),
                        format_args!("{column} * 100cqi / {WEEK} + 2px"),
                        format_args!("{row} * 100cqb / {weeks} + 2px"),
                    )
                })
                .collect();
            // As on all that stands there, when it begins.
            let times = match takes {
                Takes::Time { span } => words.dates.time(words.rules().wall(span.start()).time()),
                Takes::Days { .. } => words.times(takes),
            };
            let said = Said { times: &times, ..Said::default() };
            boxes(&days, &places, look, &said, Lines::One);
        });
        return;
    }
    let Some(hours) = desk.hours_layer.get_untracked() else { return };
    let height = desk.look.with_untracked(|look| look.hours);
    desk.words.with_value(|words| {
        let (mut in_hours, mut in_days) = (Vec::new(), Vec::new());
        let mut lines = Lines::Two;
        let (first, columns) = (shown.first, i64::from(shown.days()));
        match takes {
            Takes::Time { span } => {
                // A band is a column of its own among more.
                let bands = look.band.map_or(1, |_| untrack(|| desk.bands()) as i64);
                let (band, columns) = (look.band.unwrap_or(0) as i64, columns * bands);
                for piece in pieces(span, words.rules(), first, shown.days()) {
                    if in_hours.is_empty() && Tall::of(piece.stretch, height).is_line() {
                        lines = Lines::One;
                    }
                    let column = (piece.date - first).num_days() * bands + band;
                    let (start, long) = (Share(piece.stretch.start()), Share(piece.stretch.minutes()));
                    in_hours.push(place(
                        format_args!("100cqi / {columns} - 0.5rem"),
                        format_args!("{long} * 100cqb"),
                        format_args!("{column} * 100cqi / {columns} + 1px"),
                        format_args!("{start} * 100cqb"),
                    ));
                }
            }
            Takes::Days { .. } => {
                let (from, to) = days_of(takes, words.rules());
                let (from, to) = (from.max(first), to.min(last_of(first, shown.days())));
                if from <= to {
                    let (column, span) = ((from - first).num_days(), (to - from).num_days() + 1);
                    in_days.push(place(
                        format_args!("{span} * 100cqi / {columns} - 0.5rem"),
                        format_args!("100cqb"),
                        format_args!("{column} * 100cqi / {columns} + 1px"),
                        format_args!("0px"),
                    ));
                }
            }
        }
        let painted = match takes {
            Takes::Time { span } if in_hours.len() == 1 => {
                look.strip.as_ref().and_then(|strip| Some((&strip.lines, strip.line(span, words.rules())?)))
            }
            _ => None,
        };
        let written = match painted {
            Some(_) => String::new(),
            None if in_hours.len() > 1 => words.when(takes),
            None => words.times(takes),
        };
        let (times, line) = painted.unwrap_or((&written, 0));
        // What is copied stays when it is.
        let was =
            look.was.filter(|_| !look.copy).map(|was| left_behind(&was, takes, words)).unwrap_or_default();
        let said = Said { times, line, was: &was };
        boxes(&hours, &in_hours, look, &said, lines);
        boxes(&days, &in_days, look, &said, Lines::One);
    });
}

/// What changes of a time among the hours: its beginning, or its end, or else the day.
fn left_behind(was: &Takes, takes: &Takes, words: &Words) -> String {
    let (Takes::Time { span: was }, Takes::Time { span: to }) = (was, takes) else {
        return if was == takes { String::new() } else { words.times(was) };
    };
    let [(from, until), (start, end)] = [was, to].map(|span| on_the_wall(span, words.rules()));
    if from.time() != start.time() {
        words.dates.time(from.time())
    } else if until.time() != end.time() {
        words.dates.time(until.time())
    } else if from.date() != start.date() {
        words.dates.weekday_short(from.date())
    } else {
        String::new()
    }
}

/// How large a box is and where it stands, in parts of its layer.
fn place(width: Arguments<'_>, height: Arguments<'_>, x: Arguments<'_>, y: Arguments<'_>) -> String {
    format!("inline-size:calc({width});block-size:calc({height});transform:translate(calc({x}),calc({y}))")
}

/// In which rows of a month these days are, from which column on, and over how many.
fn in_weeks((first, last): (NaiveDate, NaiveDate), shown: Shown) -> impl Iterator<Item = (i64, i64, i64)> {
    let day = move |date: NaiveDate| (date - shown.first).num_days();
    (0..i64::from(shown.weeks())).filter_map(move |row| {
        let (from, end) = (day(first).max(row * WEEK), (day(last) + 1).min((row + 1) * WEEK));
        (from < end).then(|| (row, from - row * WEEK, end - from))
    })
}

/// Days of a week.
const WEEK: i64 = 7;

/// Shows nothing as chosen.
pub(super) fn clear(desk: Desk) {
    for layer in [desk.hours_layer, desk.days_layer] {
        if let Some(layer) = layer.get_untracked() {
            layer.set_text_content(None);
        }
    }
}

/// For how many lines of text there is room in the first box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    One,
    Two,
}

/// What is said of the time: as it would be, and what it was.
#[derive(Default)]
struct Said<'a> {
    times: &'a str,
    /// Which line of the times is in sight.
    line: u16,
    was: &'a str,
}

/// One box a place, the first with words in it.
fn boxes(layer: &HtmlElement, places: &[String], look: &Look, said: &Said<'_>, lines: Lines) {
    let hue = look.hue.map(|hue| format!("--hue:{hue}")).unwrap_or_default();
    let mut child = layer.first_element_child();
    for (index, place) in places.iter().enumerate() {
        let Some(here) = child.take().or_else(|| add(layer)) else { return };
        // The names are valid ones.
        let _ = here.set_attribute("style", place);
        let _ = here.toggle_attribute_with_force("data-copy", look.copy);
        let _ = here.toggle_attribute_with_force("data-line", lines == Lines::One);
        let (subject, said) = if index == 0 { (look.subject.as_str(), said) } else { ("", &Said::default()) };
        if write(&here, &hue, subject, said).is_none() {
            return;
        }
        child = here.next_element_sibling();
    }
    while let Some(left) = child {
        child = left.next_element_sibling();
        left.remove();
    }
}

fn add(layer: &HtmlElement) -> Option<Element> {
    let here = document().create_element("div").ok()?;
    here.set_class_name("selection");
    here.set_attribute("data-selection", "").ok()?;
    here.set_inner_html(
        "<div class=\"selection-face\"><span class=\"selection-subject\"></span>\
         <span class=\"selection-time\"><span></span></span><s></s></div>",
    );
    layer.append_child(&here).ok()?.dyn_into().ok()
}

/// Writes into what [`add`] has added.
fn write(here: &Element, hue: &str, subject: &str, said: &Said<'_>) -> Option<()> {
    let face = here.first_element_child()?;
    style(&face, hue);
    let subject_span = face.first_element_child()?;
    say(&subject_span, subject);
    let times = subject_span.next_element_sibling()?;
    let strip = times.first_element_child()?;
    say(&strip, said.times);
    style(&strip, &format!("transform:translateY({}rem)", -i32::from(said.line)));
    say(&times.next_element_sibling()?, said.was);
    Some(())
}

fn style(element: &Element, style: &str) {
    if element.get_attribute("style").unwrap_or_default() != style {
        // The name is a valid one.
        let _ = element.set_attribute("style", style);
    }
}

/// What says so already is not laid out again, and a text that there is stays one.
fn say(span: &Element, words: &str) {
    match span.first_child() {
        Some(text) if text.node_value().as_deref() == Some(words) => {}
        Some(text) => text.set_node_value(Some(words)),
        None => span.set_text_content(Some(words)),
    }
}
