//! Draws the days to both sides while nobody waits, so that whoever goes on finds them drawn.

use std::cell::RefCell;

use chrono::NaiveDate;
use leptos::prelude::*;
use litemap::LiteMap;
use web_sys::{DocumentFragment, Element};

use super::desk::Desk;
use super::draw::Cell;
use super::shown::Shown;
use super::week::column;

/// A column: the meetings of a date, or those of one person of it.
pub(super) type Column = (NaiveDate, usize);

thread_local! {
    /// What has been drawn, and not been gone to.
    static AHEAD: RefCell<LiteMap<Column, Drawn>> = const { RefCell::new(LiteMap::new_vec()) };
}

struct Drawn {
    cells: Vec<Cell>,
    elements: DocumentFragment,
}

/// Draws a neighbour of what is shown, whose days are held, one day after the other, unless its reader has gone on
/// meanwhile. What was drawn of other days goes.
pub(super) fn draw(desk: Desk, here: Shown, neighbour: Shown) {
    let (next, previous) = (here.next(), here.previous());
    AHEAD.with_borrow_mut(|ahead| {
        ahead.retain(|(date, _), _| next.contains(*date) || previous.contains(*date))
    });
    draw_on(desk, here, neighbour.dates().collect());
}

fn draw_on(desk: Desk, here: Shown, mut dates: Vec<NaiveDate>) {
    if desk.shown.try_get_untracked() != Some(here) {
        return;
    }
    let Some(date) = dates.pop() else { return };
    let bands = untrack(|| desk.bands());
    for index in 0..bands {
        let cells = untrack(|| column(desk, date, index, (here.days(), bands), desk.now.among(date, 1)));
        if let Some(elements) = elements(&desk.brush.html(&cells)) {
            AHEAD.with_borrow_mut(|ahead| ahead.insert((date, index), Drawn { cells, elements }));
        }
    }
    // What somebody does meanwhile comes first.
    set_timeout(move || draw_on(desk, here, dates), std::time::Duration::ZERO);
}

fn elements(html: &str) -> Option<DocumentFragment> {
    document().create_range().ok()?.create_contextual_fragment(html).ok()
}

/// Shows what was drawn ahead of a column; says whether that is what is to be seen there.
pub(super) fn show(of: Column, cells: &[Cell], element: &Element) -> bool {
    let drawn = AHEAD.with_borrow_mut(|ahead| ahead.remove(&of));
    let Some(drawn) = drawn.filter(|drawn| drawn.cells == cells) else { return false };
    element.replace_children_with_node_1(&drawn.elements);
    true
}
