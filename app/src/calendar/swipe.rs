//! A finger that sweeps across the grid goes on to the next days. It scrolls where there is something to scroll, and
//! a finger that has seized something drags that.

use std::cell::Cell;

use leptos::prelude::*;
use web_sys::TouchEvent;

use super::desk::Desk;

thread_local! {
    static BEGUN: Cell<Option<Begun>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Begun {
    x: f64,
    y: f64,
    /// Milliseconds.
    at: f64,
    /// Whether the grid was scrolled as far as it goes.
    at_start: bool,
    at_end: bool,
}

/// What a sweep asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sweep {
    Next,
    Previous,
}

/// Pixels that a sweep is long at least, and how much longer than high.
const LENGTH: f64 = 56.0;
const SLOPE: f64 = 2.0;
/// Milliseconds that it takes at most: whoever is slower is looking for something.
const LONGEST: f64 = 600.0;

/// Tells the style sheet that sweeps are for the calendar while it is there.
pub(super) fn expect() {
    let tell = |are: bool| {
        if let Some(root) = document().document_element() {
            // The name is a valid one.
            let _ = root.toggle_attribute_with_force("data-sweeps", are);
        }
    };
    Effect::new(move |_| {
        tell(true);
        on_cleanup(move || tell(false));
    });
}

pub(super) fn begun(desk: Desk, event: &TouchEvent) {
    let touches = event.touches();
    let touch = touches.get(0).filter(|_| touches.length() == 1);
    BEGUN.set(touch.zip(desk.grid.get_untracked()).map(|(touch, grid)| {
        let most = grid.scroll_width() - grid.client_width();
        Begun {
            x: f64::from(touch.client_x()),
            y: f64::from(touch.client_y()),
            at: event.time_stamp(),
            at_start: grid.scroll_left() <= 1,
            at_end: grid.scroll_left() >= most - 1,
        }
    }));
}

/// A sweep under way is no wish of the browser's own, which would go back in its history.
pub(super) fn moved(event: &TouchEvent) {
    let Some((begun, touch)) = BEGUN.get().zip(event.touches().get(0)) else { return };
    let (x, y) = (f64::from(touch.client_x()) - begun.x, f64::from(touch.client_y()) - begun.y);
    let at_edge = if x < 0.0 { begun.at_end } else { begun.at_start };
    if at_edge && x.abs() > SLOPE * y.abs() && event.cancelable() {
        event.prevent_default();
    }
}

/// The finger does something else.
pub(super) fn cancelled() {
    BEGUN.set(None);
}

pub(super) fn ended(desk: Desk, event: &TouchEvent) {
    let Some((begun, touch)) = BEGUN.take().zip(event.changed_touches().get(0)) else { return };
    let (x, y) = (f64::from(touch.client_x()) - begun.x, f64::from(touch.client_y()) - begun.y);
    let Some(sweep) = sweep(begun, x, y, event.time_stamp() - begun.at) else { return };
    let shown = desk.shown.get_untracked();
    let to = match sweep {
        Sweep::Next => shown.next(),
        Sweep::Previous => shown.previous(),
    };
    desk.go.run(untrack(|| desk.address(to)));
    if let Some(grid) = desk.grid.get_untracked() {
        // One comes to the side that one came from.
        grid.set_scroll_left(match sweep {
            Sweep::Next => 0,
            Sweep::Previous => grid.scroll_width(),
        });
    }
}

fn sweep(begun: Begun, x: f64, y: f64, lasted: f64) -> Option<Sweep> {
    if x.abs() < LENGTH || x.abs() < SLOPE * y.abs() || lasted > LONGEST {
        return None;
    }
    match x < 0.0 {
        true if begun.at_end => Some(Sweep::Next),
        false if begun.at_start => Some(Sweep::Previous),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FITS: Begun = Begun { x: 200.0, y: 300.0, at: 0.0, at_start: true, at_end: true };

    #[test]
    fn a_sweep_is_quick_and_level() {
        assert_eq!(sweep(FITS, -120.0, 10.0, 250.0), Some(Sweep::Next));
        assert_eq!(sweep(FITS, 120.0, -10.0, 250.0), Some(Sweep::Previous));
        assert_eq!(sweep(FITS, -120.0, 90.0, 250.0), None, "it goes down");
        assert_eq!(sweep(FITS, -30.0, 0.0, 250.0), None, "it is short");
        assert_eq!(sweep(FITS, -120.0, 0.0, 1_500.0), None, "it is slow");
    }

    #[test]
    fn where_there_is_something_to_scroll_it_scrolls() {
        let at_start = Begun { at_end: false, ..FITS };
        assert_eq!(sweep(at_start, -120.0, 0.0, 250.0), None);
        assert_eq!(sweep(at_start, 120.0, 0.0, 250.0), Some(Sweep::Previous));
    }
}
