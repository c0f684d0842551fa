//! The booking grid as a dialog of the card: it opens on the meeting's day, and *Choose* puts place and time on the
//! card (S14 to S16).

use chrono::NaiveDate;
use domain::id::{MeetingId, PlaceId};
use domain::meeting::Draft;
use domain::time::{Recurrence, Span};
use leptos::prelude::*;

use super::board::{Board, Choice, Made};
use super::choice::ChoiceBar;
use super::filter::Filters;
use super::grid::Grid;
use super::held::{Shown, View};
use super::live;
use super::page::{USUAL_MINUTES, other};
use crate::api::free_dates;
use crate::calendar::{use_now, use_words};
use crate::text;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::latest::{Latest, PAUSE};

/// What a room is wanted for.
#[derive(Clone)]
pub(crate) struct Purpose {
    /// The meeting whose present booking is not in the way.
    pub meeting: MeetingId,
    pub place: Option<PlaceId>,
    /// The time on the card, if it is whole.
    pub span: Option<Span>,
    /// Others are not told who is choosing.
    pub private: Signal<bool>,
    /// What is to recur, at another time and place: on its dates the rooms are looked at.
    pub recurs: Callback<Choice, Option<(Draft, Recurrence)>>,
}

#[component]
pub(crate) fn RoomsDialog(
    purpose: Purpose,
    choose: Callback<Choice>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let (now, words) = (use_now(), use_words());
    let day = purpose.span.map_or(now.today.get_untracked(), |span| words.rules().date(span.start()));
    let days = RwSignal::new(Shown { date: day, first: day, view: View::Day });
    let minutes = purpose.span.and_then(|span| u32::try_from(span.length().num_minutes()).ok());
    let chosen = purpose.place.zip(purpose.span).map(|(place, span)| Choice { place, span });
    let board = Board::new(Made {
        shown: days.into(),
        now,
        words,
        own: Some(purpose.meeting),
        chosen,
        minutes: minutes.unwrap_or(USUAL_MINUTES),
        links: false,
        unnamed: purpose.private,
        go: Callback::new(move |to| days.set(to)),
        confirm: choose,
    });
    live::keep_true(board);
    look_at_dates(board, purpose);
    Effect::new(move |_| {
        if board.grid.get().is_some() {
            board.focus();
        }
    });
    view! {
        <Dialog title=text!(rooms.choose_title) on_close=on_close>
            <div class="rooms-board">
                <Days board=board />
                <div class="rooms-tools">
                    <Filters board=board />
                </div>
                <Grid board=board />
                <ChoiceBar board=board confirm=text!(rooms.choose)>
                    <button type="button" class="button" on:click=move |_| on_close.run(())>
                        {text!(common.cancel)}
                    </button>
                </ChoiceBar>
            </div>
        </Dialog>
    }
}

/// Which day is shown, and the ways to others. The chosen time goes along.
#[component]
fn Days(board: Board) -> impl IntoView {
    let shown = board.shown;
    let day = move || board.words.with_value(|words| words.dates.full(shown.get().first));
    let show = move |date: NaiveDate| {
        if let Some(chosen) = board.chosen.get_untracked() {
            let span = same_time_on(board, chosen.span, date);
            board.choose(Choice { span, ..chosen });
        }
        board.go.run(Shown { date, first: date, view: View::Day });
    };
    view! {
        <div class="rooms-days">
            <div class="stepper">
                <button
                    type="button"
                    class="button icon"
                    aria-label=text!(calendar.previous_day)
                    on:click=move |_| show(other(shown.get_untracked(), -1))
                >
                    <Glyph icon=Icon::PREVIOUS />
                </button>
                <button
                    type="button"
                    class="button icon"
                    aria-label=text!(calendar.next_day)
                    on:click=move |_| show(other(shown.get_untracked(), 1))
                >
                    <Glyph icon=Icon::NEXT />
                </button>
            </div>
            <strong aria-live="polite">{day}</strong>
        </div>
    }
}

/// The same time of another day.
fn same_time_on(board: Board, span: Span, date: NaiveDate) -> Span {
    board.words.with_value(|words| {
        let time = words.rules().wall(span.start()).time();
        let start = words.rules().instant(date.and_time(time));
        Span::new(start, start + span.length()).unwrap_or(span)
    })
}

/// For a meeting that recurs, asks on how many dates each room is free at the chosen time, a moment after it was chosen.
fn look_at_dates(board: Board, purpose: Purpose) {
    let latest = Latest::default();
    Effect::new(move |_| {
        // Before the rooms have been read there is none to ask about.
        board.waiting.track();
        let chosen = board.chosen.get().or_else(|| {
            let (place, span) = (purpose.place.or_else(|| board.visible().first().copied())?, purpose.span?);
            Some(Choice { place, span })
        });
        let Some((draft, recurrence)) = chosen.and_then(|chosen| purpose.recurs.run(chosen)) else { return };
        let meeting = Some(purpose.meeting);
        latest.ask(
            PAUSE,
            move || free_dates(draft, recurrence, meeting),
            move |free| {
                // Without an answer the rows say nothing of other dates.
                if let Ok(free) = free {
                    board.dates.set(Some(free));
                }
            },
        );
    });
}
