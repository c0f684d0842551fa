//! What the parts of the booking grid share.

use std::collections::BTreeSet;

use domain::grid::board::Axis;
use domain::id::{MeetingId, PlaceId};
use domain::place::{FreeDates, Occupancy};
use domain::time::Span;
use leptos::html::Div;
use leptos::prelude::*;

use super::held::{Held, Shown, Stale};
use crate::calendar::{Now, Words};
use crate::state::live::{Live, use_live};

/// A room for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub place: PlaceId,
    pub span: Span,
}

/// Copy it into an event handler.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub shown: Signal<Shown>,
    pub now: Now,
    pub words: StoredValue<Words>,
    held: StoredValue<Held>,
    /// The line on which others are told what is about to be chosen.
    pub live: Live,
    stale: StoredValue<Stale>,
    /// Notified when something has to be drawn anew.
    pub redraw: Trigger,
    /// The hours that are drawn.
    pub axis: RwSignal<Axis>,
    pub filter: RwSignal<Filter>,
    pub chosen: RwSignal<Option<Choice>>,
    /// For a meeting that recurs: on how many of its dates the rooms are free at the chosen time.
    pub dates: RwSignal<Option<FreeDates>>,
    /// Minutes of what is chosen by a press.
    pub minutes: StoredValue<u32>,
    /// Whether a booking leads to its card.
    pub links: bool,
    /// The grid, which scrolls.
    pub grid: NodeRef<Div>,
    /// Its rows.
    pub rows: NodeRef<Div>,
    /// Where the choice is drawn.
    pub layer: NodeRef<Div>,
    /// Said to who cannot see what is chosen.
    pub aloud: RwSignal<String>,
    /// Days are being read.
    pub waiting: RwSignal<bool>,
    /// Counts how often everything was drawn; what still draws the rows of an earlier time stops.
    pub drawn: StoredValue<u32>,
    /// Whether others are not told who is choosing here.
    pub unnamed: Signal<bool>,
    /// Shows other days.
    pub go: Callback<Shown>,
    /// Takes what is chosen.
    pub confirm: Callback<Choice>,
}

/// Which rooms are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// At least so many seats.
    pub seats: u32,
    pub equipment: BTreeSet<String>,
    /// Only those that are free at the chosen time.
    pub only_free: bool,
}

/// What a board is for.
pub(super) struct Made {
    pub shown: Signal<Shown>,
    pub now: Now,
    pub words: Words,
    /// The meeting whose booking is given up for what is chosen.
    pub own: Option<MeetingId>,
    pub chosen: Option<Choice>,
    pub minutes: u32,
    pub links: bool,
    pub unnamed: Signal<bool>,
    pub go: Callback<Shown>,
    pub confirm: Callback<Choice>,
}

impl Board {
    pub(super) fn new(made: Made) -> Self {
        let Made { shown, now, words, own, chosen, minutes, links, unnamed, go, confirm } = made;
        let held = Held::new(own);
        let span = chosen.map(|chosen| chosen.span);
        let axis = held.axis(shown.get_untracked(), span, words.rules());
        Self {
            shown,
            now,
            words: StoredValue::new(words),
            held: StoredValue::new(held),
            live: use_live(),
            stale: StoredValue::new(Stale::default()),
            redraw: Trigger::new(),
            axis: RwSignal::new(axis),
            filter: RwSignal::new(Filter::default()),
            chosen: RwSignal::new(chosen),
            dates: RwSignal::new(None),
            minutes: StoredValue::new(minutes),
            links,
            grid: NodeRef::new(),
            rows: NodeRef::new(),
            layer: NodeRef::new(),
            aloud: RwSignal::new(String::new()),
            waiting: RwSignal::new(false),
            drawn: StoredValue::new(0),
            unnamed,
            go,
            confirm,
        }
    }

    pub(super) fn with<T>(self, look: impl FnOnce(&Held) -> T) -> T {
        self.held.with_value(look)
    }

    /// Takes what the server has for these days.
    pub(super) fn take(self, shown: Shown, occupancy: Occupancy) {
        let span = self.chosen.get_untracked().map(|chosen| chosen.span);
        let axis = self.held.try_update_value(|held| {
            held.take(shown, occupancy);
            self.words.with_value(|words| held.axis(shown, span, words.rules()))
        });
        if let Some(axis) = axis {
            self.axis.set(axis);
            self.draw_anew(Stale::Everything);
        }
    }

    /// Changes what is held, and draws what is different.
    pub(super) fn change(self, change: impl FnOnce(&mut Held) -> Stale) {
        if let Some(stale) = self.held.try_update_value(change) {
            self.draw_anew(stale);
        }
    }

    pub(super) fn draw_anew(self, stale: Stale) {
        if !stale.is_nothing() {
            self.stale.update_value(|all| all.add(stale));
            self.redraw.notify();
        }
    }

    /// What has to be drawn since it was asked last.
    pub(super) fn take_stale(self) -> Stale {
        self.stale.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Whether what is chosen can be had.
    pub(super) fn is_free(self, choice: &Choice) -> bool {
        self.with(|held| held.is_free(choice.place, &choice.span))
    }

    /// Chooses, and says so to who cannot see it.
    pub(super) fn choose(self, choice: Choice) {
        self.chosen.set(Some(choice));
        let room = self.name(choice.place);
        let when = self.words.with_value(|words| words.when(&super::held::takes(choice.span)));
        let taken = if self.is_free(&choice) { String::new() } else { self.why_not(&choice) };
        self.aloud.set(format!("{room}, {when} {taken}"));
        super::live::hold(self, Some(choice));
    }

    pub(super) fn name(self, place: PlaceId) -> String {
        self.with(|held| held.room(place).map(|room| room.name.clone()).unwrap_or_default())
    }

    /// What is in the way of a choice, in words.
    pub(super) fn why_not(self, choice: &Choice) -> String {
        use leptos_i18n::td_string;

        self.words.with_value(|words| {
            self.with(|held| match held.in_the_way(choice.place, &choice.span) {
                None => td_string!(words.locale, rooms.closed_then).to_owned(),
                Some(booking) => {
                    let times = words.times(&super::held::takes(booking.span));
                    match (&booking.subject, &booking.organiser) {
                        (Some(subject), Some(organiser)) => td_string!(
                            words.locale,
                            refusal.place_taken,
                            times = times,
                            subject = subject.as_str(),
                            organiser = organiser.as_str()
                        ),
                        _ => td_string!(words.locale, refusal.place_taken_busy, times = times),
                    }
                }
            })
        })
    }

    /// The rooms that pass the filter, in the order of the rows.
    pub(super) fn visible(self) -> Vec<PlaceId> {
        let (filter, chosen) = (self.filter.get_untracked(), self.chosen.get_untracked());
        self.with(|held| {
            let shown = held.rooms.iter().filter(|room| {
                let free = chosen.filter(|_| filter.only_free);
                room.capacity >= filter.seats
                    && filter.equipment.iter().all(|wanted| room.has(wanted))
                    && free.is_none_or(|choice| held.is_free(room.id, &choice.span))
            });
            shown.map(|room| room.id).collect()
        })
    }

    pub(super) fn focus(self) {
        if let Some(grid) = self.grid.get_untracked() {
            crate::ui::focus::give_in_place(&grid);
        }
    }
}
