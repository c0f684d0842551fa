//! Brings what is drawn of a column up to date in the browser, touching as little as it can.

use std::cell::Cell as Kept;

use domain::id::MeetingId;
use leptos::html::Div;
use leptos::prelude::*;
use litemap::LiteMap;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::ahead;
use super::draw::{Brush, Cell};
use crate::ui::focus::give_in_place;

thread_local! {
    static FOCUS: Kept<Option<MeetingId>> = const { Kept::new(None) };
}

/// Keeps the focus on a meeting that is moved by keyboard, in whichever column it is drawn next.
pub(super) fn keep_focus(meeting: Option<MeetingId>) {
    FOCUS.set(meeting);
}

/// Draws `after` where `before` is drawn; every child of `column` is one cell, in order. What looks the same
/// keeps its element, and with it the focus; where little stays, as in another week, all is written at once.
pub(super) fn paint(
    column: &Element,
    before: &[Cell],
    after: &[Cell],
    brush: Brush,
    of: Option<ahead::Column>,
) {
    let known: LiteMap<MeetingId, usize> =
        before.iter().enumerate().map(|(index, cell)| (cell.entry.meeting, index)).collect();
    let kept = after.iter().filter(|cell| known.contains_key(&cell.entry.meeting)).count();
    let focused = focused_within(column, MEETING).or_else(|| {
        let kept = FOCUS.get()?;
        after.iter().any(|cell| cell.entry.meeting == kept).then(|| kept.to_string())
    });
    if kept * 2 < before.len().max(after.len()) {
        if !of.is_some_and(|of| ahead::show(of, after, column)) {
            column.set_inner_html(&brush.html(after));
        }
    } else {
        patch(column, before, after, &known, brush);
    }
    if let Some(meeting) = focused {
        refocus(column, MEETING, &meeting);
    }
}

fn patch(column: &Element, before: &[Cell], after: &[Cell], known: &LiteMap<MeetingId, usize>, brush: Brush) {
    let mut drawn = Vec::with_capacity(before.len());
    let mut child = column.first_element_child();
    while let Some(element) = child {
        child = element.next_element_sibling();
        drawn.push(Some(element));
    }
    let mut elements: Vec<Option<Element>> = Vec::with_capacity(after.len());
    for cell in after {
        let index = known.get(&cell.entry.meeting).copied();
        elements.push(index.and_then(|index| drawn.get_mut(index)?.take()));
    }
    for gone in drawn.into_iter().flatten() {
        gone.remove();
    }

    let mut here = column.first_element_child();
    for (cell, element) in after.iter().zip(elements) {
        let Some(element) = element else {
            insert(column, here.as_ref(), &brush.html(std::slice::from_ref(cell)));
            continue;
        };
        if here.as_ref() == Some(&element) {
            here = element.next_element_sibling();
        } else {
            // A child of the same column: moving it does not fail.
            let _ = column.insert_before(&element, here.as_deref());
        }
        let same = known.get(&cell.entry.meeting).is_some_and(|index| before[*index] == *cell);
        if !same {
            element.set_outer_html(&brush.html(std::slice::from_ref(cell)));
        }
    }
}

fn insert(column: &Element, before: Option<&Element>, html: &str) {
    // Both places exist, and the HTML is ours: the browser has nothing to refuse.
    let _ = match before {
        Some(element) => element.insert_adjacent_html("beforebegin", html),
        None => column.insert_adjacent_html("beforeend", html),
    };
}

/// The attribute by which a meeting is known.
const MEETING: &str = "data-event";

/// Draws elements that stand side by side, each of them one text. It is written anew when it is different: another week is a
/// few changes, and not one for each word. What has the focus there is known by this attribute, and whatever takes its
/// place has it then. Answers where to draw them, and what is drawn at first.
pub(super) fn as_texts(
    texts: impl Fn() -> Vec<String> + 'static,
    attribute: &'static str,
) -> (NodeRef<Div>, String) {
    let node = NodeRef::<Div>::new();
    let drawn = untrack(&texts);
    let html = drawn.concat();
    let mut at_first = Some(drawn);
    Effect::new(move |before: Option<Vec<String>>| {
        let before = before.or_else(|| at_first.take()).unwrap_or_default();
        let after = texts();
        if before != after
            && let Some(node) = node.get_untracked()
        {
            let focused = focused_within(&node, attribute);
            rewrite(&node, &before, &after);
            if let Some(value) = focused {
                refocus(&node, attribute, &value);
            }
        }
        after
    });
    (node, html)
}

fn rewrite(within: &Element, before: &[String], after: &[String]) {
    let kept = before.iter().zip(after).filter(|(before, after)| before == after).count();
    if before.len() != after.len() || kept * 2 < after.len() {
        within.set_inner_html(&after.concat());
        return;
    }
    let mut child = within.first_element_child();
    for (before, after) in before.iter().zip(after) {
        let Some(element) = child else { return };
        child = element.next_element_sibling();
        if before != after {
            element.set_outer_html(after);
        }
    }
}

/// What has the focus, if it is drawn within this.
fn focused_within(within: &Element, attribute: &str) -> Option<String> {
    let active = document().active_element()?;
    if within.contains(Some(&active)) { active.get_attribute(attribute) } else { None }
}

fn refocus(within: &Element, attribute: &str, value: &str) {
    let found = within.query_selector(&format!("[{attribute}=\"{value}\"]"));
    if let Some(element) = found.ok().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        give_in_place(&element);
    }
}
