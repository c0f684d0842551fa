//! What of the calendar is not seen at once: parts of the program, loaded when they are first used.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use domain::calendar::Entry;
use leptos::prelude::*;

use super::acts::{Acts, Refused, Which};
use super::agenda::Agenda;
use super::desk::Desk;
use super::help::Keys;
use super::instead::offers;
use super::month::Month;
use super::peek::Card;
use super::quick::Form;
use super::which::WhichMove;
use crate::api::Failure;
use crate::ui::toast::Action;

/// What opens over the grid.
pub(super) enum Tool {
    /// The short form.
    Form,
    /// What can be done by keyboard.
    Keys,
    /// More about a meeting, in its place.
    Card(Arc<Entry>, String),
    /// Which meetings of a series are to move along.
    WhichMove(Which),
}

#[lazy]
pub(super) fn tool(desk: Desk, tool: Tool) -> AnyView {
    match tool {
        Tool::Form => view! { <Form desk=desk /> }.into_any(),
        Tool::Keys => view! { <Keys desk=desk /> }.into_any(),
        Tool::Card(entry, place) => view! { <Card desk=desk entry=entry place=place /> }.into_any(),
        Tool::WhichMove(which) => view! { <WhichMove desk=desk which=which /> }.into_any(),
    }
}

/// What could be done instead of a move that was refused.
#[lazy]
pub(super) fn instead(acts: Acts, refused: Refused, failure: Failure) -> Vec<Action> {
    offers(acts, refused, &failure)
}

/// Loads the tools before one is asked for: a hand has just come down on free time.
pub(super) fn expect_tools() {
    use std::cell::Cell;

    thread_local!(static EXPECTED: Cell<bool> = const { Cell::new(false) });
    if !EXPECTED.replace(true) {
        // When they have come is told to who shows one.
        let _ = lazy_preload!(tool);
    }
}

/// Ways to draw days that are not columns of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    Month,
    List,
}

/// Draws the days in rows, once the part is there; until then nothing.
pub(super) fn draw_rows(desk: Desk, kind: Rows) -> AnyView {
    let mut drawing = pin!(rows(desk, kind));
    // The server has everything, and a browser loads what the server has drawn before it takes the page over.
    if let Poll::Ready(view) = drawing.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        return view;
    }
    #[cfg(not(feature = "ssr"))]
    {
        let loaded = Trigger::new();
        loaded.track();
        leptos::task::spawn_local(async move {
            load_rows().await;
            loaded.notify();
        });
    }
    ().into_any()
}

#[lazy]
fn rows(desk: Desk, rows: Rows) -> AnyView {
    match rows {
        Rows::Month => view! { <Month desk=desk /> }.into_any(),
        Rows::List => view! { <Agenda desk=desk /> }.into_any(),
    }
}

/// Before a page is taken over that the server has drawn with them.
#[cfg(not(feature = "ssr"))]
pub(super) async fn load_rows() {
    __preload_rows().await;
}
