//! Keeps the booking grid true: reads what is shown, and hears what others book and are about to choose (D2).

use domain::change::News;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::board::{Board, Choice};
use super::held::Shown;
use crate::api::occupancy;
use crate::state::live::{Wish, use_live};
use crate::text;
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// Reads the days that are shown whenever others are, and hears what changes, as long as whoever asks is shown.
pub(super) fn keep_true(board: Board) {
    let live = use_live();
    let again = Trigger::new();
    let (toasts, explain, retry) = (use_toasts(), StoredValue::new(use_explain()), text!(calendar.try_again));
    live.listen(move |notice| match notice.news {
        News::Booked { booking } => match booking.read() {
            Ok(booking) => board.change(|held| held.book(booking)),
            Err(_) => again.notify(),
        },
        News::Freed { meeting } => board.change(|held| held.free(meeting)),
        News::Rooms | News::Reload | News::Directory => again.notify(),
        News::Entry { .. }
        | News::Gone { .. }
        | News::Plan { .. }
        | News::Message { .. }
        | News::Present { .. }
        | News::Typing { .. }
        | News::Nothing => {}
    });
    live.listen_to_holds(move |holds| board.change(|held| held.hold(holds)));
    let watches = Memo::new(move |_| {
        let axis = domain::grid::board::Axis::of_days(board.shown.get().first, board.shown.get().days());
        board.words.with_value(|words| axis.span(words.rules()))
    });
    Effect::new(move |_| live.watch_rooms(Some(watches.get())));
    on_cleanup(move || {
        live.watch_rooms(None);
        live.hold(None);
    });
    Effect::new(move |first: Option<()>| {
        again.track();
        let shown = board.shown.get();
        // What the server's page brought along need not be read again.
        if first.is_none() && board.with(|held| held.shown == Some(shown)) {
            return;
        }
        board.waiting.set(true);
        spawn_local(async move {
            let read = occupancy(shown.first, shown.days()).await;
            if board.shown.try_get_untracked() != Some(shown) {
                return;
            }
            board.waiting.set(false);
            match read {
                Ok(read) => {
                    live.continue_from(read.revision);
                    board.take(shown, read);
                }
                Err(failure) => {
                    let why = explain.with_value(|explain| explain.failure(&failure));
                    toasts.offer(Tone::Error, why.join(" "), retry, move || again.notify());
                }
            }
        });
    });
}

/// What was read before the grid was made, in the page that the server rendered.
pub(super) async fn read(shown: Shown) -> Option<domain::place::Occupancy> {
    if cfg!(feature = "ssr") { occupancy(shown.first, shown.days()).await.ok() } else { None }
}

/// Says again what is held here, before it passes.
pub(super) fn renew(board: Board) {
    board.live.renew_hold();
}

/// Tells others what is about to be chosen here.
pub(super) fn hold(board: Board, choice: Option<Choice>) {
    let unnamed = board.unnamed.get_untracked();
    board.live.hold(choice.map(|Choice { place, span }| Wish { place, span, unnamed }));
}
