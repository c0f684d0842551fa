//! What the parts of the calendar share.

use domain::calendar::Takes;
use domain::grid::Cursor;
use domain::id::MeetingId;
use leptos::html::Div;
use leptos::prelude::*;

use super::acts::Acts;
use super::draw::Brush;
use super::now::Now;
use super::shown::Shown;
use super::words::Words;
use crate::state::planner::Planner;

/// Copy it into an event handler.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub shown: Memo<Shown>,
    pub now: Now,
    pub planner: Planner,
    pub acts: Acts,
    pub brush: Brush,
    pub words: StoredValue<Words>,
    /// The grid, which scrolls.
    pub grid: NodeRef<Div>,
    /// Where a selection of hours is drawn, and one of whole days.
    pub hours_layer: NodeRef<Div>,
    pub days_layer: NodeRef<Div>,
    /// The cell that the keyboard moves.
    pub cursor: RwSignal<Option<Cursor>>,
    /// The time for which the short form is open.
    pub quick: RwSignal<Option<Asked>>,
    /// The meeting that a finger holds, or held last: its ends can be gripped.
    pub selected: RwSignal<Option<MeetingId>>,
    /// The meeting about which a small card tells more.
    pub peek: RwSignal<Option<MeetingId>>,
    /// Said to who cannot see the selection.
    pub aloud: RwSignal<String>,
    pub help: RwSignal<bool>,
    /// Goes to another address.
    pub go: Callback<String>,
    /// Days are being read that are not held.
    pub waiting: RwSignal<bool>,
}

/// What the short form is asked to plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Asked {
    pub takes: Takes,
    pub length: Length,
}

/// Where the length of a selection comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Somebody drew it.
    Drawn,
    /// Nobody said: it is what the interaction kind has (S50).
    OfTheKind,
}

impl Desk {
    /// What is selected at present, by the form or by the cursor.
    pub(super) fn selection(self) -> Option<Takes> {
        let asked = self.quick.get().map(|asked| asked.takes);
        asked.or_else(|| {
            let cursor = self.cursor.get()?;
            Some(self.words.with_value(|words| cursor.takes(words.rules())))
        })
    }

    /// Opens the short form for this time.
    pub(super) fn ask(self, takes: Takes, length: Length) {
        self.quick.set(Some(Asked { takes, length }));
    }

    /// Gives up what is selected.
    pub(super) fn dismiss(self) {
        self.quick.set(None);
        self.cursor.set(None);
    }

    pub(super) fn focus_grid(self) {
        if let Some(week) = self.grid.get_untracked() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            // It is drawn, so it can have the focus.
            let _ = week.focus_with_options(&options);
        }
    }
}
