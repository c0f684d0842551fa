//! What is not seen at once: two parts of the program, loaded when they are first used.

use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use domain::calendar::Entry;
use domain::journey::Leg;
use domain::reminder::Due;
use leptos::prelude::*;

use super::acts::{Acts, Errand, Which};
use super::agenda::Agenda;
use super::desk::Desk;
use super::help::Keys;
use super::month::Month;
use super::panel::drawn;
use super::peek::Card;
use super::quick::Form;
use super::search::Window;
use super::which;
use crate::api::Failure;
use crate::reminded::Reminders;
use crate::state::outbox::Outbox;
use crate::state::roads::Roads;
use crate::ui::refusals::Explain;

/// What every screen may want and none wants at once.
///
/// It is one part of the program and not one for each, because what several parts share lies in a file of its own for
/// each set of parts that share it.
pub(super) enum Tool {
    /// The short form.
    Form(Desk),
    /// What can be done by keyboard.
    Keys(Desk),
    /// More about a meeting, in its place.
    Card(Desk, Arc<Entry>, String),
    /// Which meetings of a series are meant.
    Which(Desk, Which),
    /// Where meetings are looked for, as long as it is open.
    Search(RwSignal<bool>),
    /// The reminders that are told, and what closes one.
    Reminders(RwSignal<Vec<Due>>, Callback<Due>),
    /// The panel beside the grid.
    Panel(Desk, Slot<Drawing>),
    /// One sentence for each reason of a failure.
    Words(Explain, Failure, Slot<Vec<String>>),
    /// Asks the server for what was done.
    Errand(Acts, Errand),
    /// Sends what the device has kept of a conversation.
    Deliver(Outbox),
    /// Asks the server for ways between visits.
    Ways(Roads, Vec<Leg>),
}

/// Where a tool leaves what is no view.
type Slot<T> = Arc<Mutex<Option<T>>>;

/// What has to be read before it is drawn.
type Drawing = Pin<Box<dyn Future<Output = AnyView> + Send>>;

#[lazy]
pub(super) fn tool(tool: Tool) -> AnyView {
    match tool {
        Tool::Form(desk) => return view! { <Form desk=desk /> }.into_any(),
        Tool::Keys(desk) => return view! { <Keys desk=desk /> }.into_any(),
        Tool::Card(desk, entry, place) => {
            return view! { <Card desk=desk entry=entry place=place /> }.into_any();
        }
        Tool::Which(desk, which) => return view! { <which::Asked desk=desk which=which /> }.into_any(),
        Tool::Search(open) => return view! { <Window open=open /> }.into_any(),
        Tool::Reminders(told, close) => return view! { <Reminders told=told close=close /> }.into_any(),
        Tool::Panel(desk, slot) => leave(&slot, Box::pin(drawn(desk))),
        Tool::Words(explain, failure, slot) => leave(&slot, explain.failure(&failure)),
        Tool::Errand(acts, errand) => acts.run(errand),
        Tool::Deliver(outbox) => outbox.deliver(),
        Tool::Ways(roads, legs) => roads.ask(legs, 0),
    }
    ().into_any()
}

fn leave<T>(slot: &Slot<T>, what: T) {
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
}

/// What the tool that is made with a slot leaves in it.
async fn left_by<T>(make: impl FnOnce(Slot<T>) -> Tool) -> Option<T> {
    let slot = Slot::default();
    tool(make(slot.clone())).await;
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// One sentence for each reason, for screens that everybody loads; others have [`Explain::failure`] at hand.
pub(super) async fn in_words(explain: Explain, failure: Failure) -> Vec<String> {
    left_by(|slot| Tool::Words(explain, failure, slot)).await.unwrap_or_default()
}

/// Asks the server for what was done on the grid.
pub(super) async fn run(acts: Acts, errand: Errand) {
    tool(Tool::Errand(acts, errand)).await;
}

/// The reminders that are told; `close` closes one.
pub(crate) async fn reminders(told: RwSignal<Vec<Due>>, close: Callback<Due>) -> AnyView {
    tool(Tool::Reminders(told, close)).await
}

/// Sends what the device has kept.
pub(crate) async fn deliver(outbox: Outbox) {
    tool(Tool::Deliver(outbox)).await;
}

/// Asks the server for ways between visits.
pub(crate) async fn ask_for_ways(roads: Roads, legs: Vec<Leg>) {
    tool(Tool::Ways(roads, legs)).await;
}

/// The panel, once what it shows is read.
pub(super) async fn panel(desk: Desk) -> AnyView {
    match left_by(|slot| Tool::Panel(desk, slot)).await {
        Some(drawing) => drawing.await,
        None => ().into_any(),
    }
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
