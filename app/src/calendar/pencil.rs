//! Draws the time that is being chosen, in a layer of its own: a step of a drag moves one element by
//! `transform`, and nothing else is laid out or painted again.

use chrono::NaiveDate;
use domain::calendar::Takes;
use domain::grid::day::{Share, pieces};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::desk::Desk;
use super::shown::{Shown, View};
use crate::state::planner::{days_of, last_of};

/// How a selection looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// The meeting that is moved; a new one has no subject yet.
    pub subject: String,
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
    let hue = look.hue.map(|hue| format!(";--hue:{hue}")).unwrap_or_default();
    if shown.view == View::Month {
        desk.words.with_value(|words| {
            let styles: Vec<_> = in_weeks(days_of(takes, words.rules()), shown)
                .map(|(row, column, span)| format!("--row:{row};--column:{column};--span:{span}{hue}"))
                .collect();
            boxes(&days, &styles, look, &words.times(takes));
        });
        return;
    }
    let Some(hours) = desk.hours_layer.get_untracked() else { return };
    desk.words.with_value(|words| {
        let (mut in_hours, mut in_days) = (Vec::new(), Vec::new());
        // A band is a column of its own among more.
        let column = |day: i64| match look.band {
            Some(band) => {
                let bands = untrack(|| desk.bands());
                format!(
                    "--column:{};--days:{}",
                    day * bands as i64 + band as i64,
                    shown.days() as usize * bands
                )
            }
            None => format!("--column:{day}"),
        };
        match takes {
            Takes::Time { span } => {
                for piece in pieces(span, words.rules(), shown.first, shown.days()) {
                    let column = column((piece.date - shown.first).num_days());
                    let (start, length) = (Share(piece.stretch.start()), Share(piece.stretch.minutes()));
                    in_hours.push(format!("{column};--start:{start};--length:{length}{hue}"));
                }
            }
            Takes::Days { .. } => {
                let (first, last) = days_of(takes, words.rules());
                let (from, to) = (first.max(shown.first), last.min(last_of(shown.first, shown.days())));
                if from <= to {
                    let column = (from - shown.first).num_days();
                    let span = (to - from).num_days() + 1;
                    in_days.push(format!("--column:{column};--span:{span}{hue}"));
                }
            }
        }
        let times = if in_hours.len() > 1 { words.when(takes) } else { words.times(takes) };
        boxes(&hours, &in_hours, look, &times);
        boxes(&days, &in_days, look, &times);
    });
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

/// One box a style, the first with words in it.
fn boxes(layer: &HtmlElement, styles: &[String], look: &Look, times: &str) {
    let mut child = layer.first_element_child();
    for (index, style) in styles.iter().enumerate() {
        let Some(here) = child.take().or_else(|| add(layer)) else { return };
        // The names are valid ones.
        let _ = here.set_attribute("style", style);
        let _ = here.toggle_attribute_with_force("data-copy", look.copy);
        let words = if index == 0 { (look.subject.as_str(), times) } else { ("", "") };
        write(&here, words);
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
    here.set_inner_html("<span class=\"selection-subject\"></span><span class=\"selection-time\"></span>");
    layer.append_child(&here).ok()?.dyn_into().ok()
}

fn write(here: &Element, (subject, times): (&str, &str)) {
    let spans = here.first_element_child().zip(here.last_element_child());
    if let Some((subject_span, times_span)) = spans {
        say(&subject_span, subject);
        say(&times_span, times);
    }
}

/// What says so already is not laid out again.
fn say(span: &Element, words: &str) {
    if span.text_content().as_deref() != Some(words) {
        span.set_text_content(Some(words));
    }
}
