//! What the parts of the calendar share.

use chrono::NaiveDate;
use domain::calendar::Takes;
use domain::grid::Cursor;
use domain::id::{MeetingId, PersonId};
use leptos::html::Div;
use leptos::prelude::*;
use litemap::LiteMap;

use super::acts::Acts;
use super::draw::Brush;
use super::faces::Faces;
use super::filter::{Arranged, Filter};
use super::look::{Height, Look};
use super::now::Now;
use super::shown::{Shown, View, address};
use super::words::Words;
use crate::api::{Member, members};
use crate::state::planner::{Planner, Standing};
use crate::ui::focus::give_in_place;

/// Copy it into an event handler.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub shown: Memo<Shown>,
    /// Whose calendars are shown, and what of them.
    pub filter: Memo<Filter>,
    /// Who they are, where they are not one's own alone.
    pub faces: Memo<Faces>,
    /// What has been read of people.
    pub members: RwSignal<LiteMap<PersonId, Member>>,
    /// How this device shows the calendar.
    pub look: RwSignal<Look>,
    /// The panel is open over the grid, where there is no room beside it.
    pub drawer: RwSignal<bool>,
    pub me: PersonId,
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
    pub peek: RwSignal<Option<Peeked>>,
    /// Said to who cannot see the selection.
    pub aloud: RwSignal<String>,
    pub help: RwSignal<bool>,
    /// Goes to another address.
    pub go: Callback<String>,
    /// Days are being read that are not held.
    pub waiting: RwSignal<bool>,
}

/// The meeting about which a small card tells more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Peeked {
    pub meeting: MeetingId,
    /// Asked for by a key: the card takes the focus, and gives it back.
    pub by_key: bool,
}

impl Peeked {
    pub(super) fn by_hand(meeting: MeetingId) -> Self {
        Self { meeting, by_key: false }
    }
}

/// What the short form is asked to plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Asked {
    pub takes: Takes,
    pub length: Length,
    /// In whose band it was chosen, where that is not one's own: they are invited.
    pub with: Option<PersonId>,
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
    /// Where a stretch of days is shown as these are: the same people, the same meetings.
    pub(super) fn address(self, shown: Shown) -> String {
        self.filter.with(|filter| shown.address() + &filter.query())
    }

    pub(super) fn address_of(self, view: View, date: NaiveDate) -> String {
        self.filter.with(|filter| address(view, date) + &filter.query())
    }

    /// Where the same days are shown otherwise.
    pub(super) fn filtered(self, filter: &Filter) -> String {
        self.shown.get().address() + &filter.query()
    }

    /// What is to be shown of the hours of a date. Whoever asks within an effect is told when that is different.
    pub(super) fn hours(self, date: NaiveDate) -> Vec<Standing> {
        self.let_through(self.planner.hours(date))
    }

    /// Likewise the meetings of whole days.
    pub(super) fn whole_days(self, first: NaiveDate, days: u32) -> Vec<Standing> {
        self.let_through(self.planner.whole_days(first, days))
    }

    fn let_through(self, mut standing: Vec<Standing>) -> Vec<Standing> {
        self.filter.with(|filter| standing.retain(|each| filter.shows(&each.entry)));
        standing
    }

    /// Takes note of who people are.
    pub(super) fn know(self, members: Vec<Member>) {
        // The page may be gone by the time the server answers.
        let _ =
            self.members.try_update(|known| known.extend(members.into_iter().map(|each| (each.id, each))));
    }

    /// Reads who these people are, as far as it is not known. Who cannot be named is shown without a name; the grid says why
    /// nothing can be read.
    pub(super) async fn name(self, people: Vec<PersonId>) {
        let unknown = |known: &LiteMap<PersonId, Member>| -> Vec<PersonId> {
            people.iter().filter(|person| !known.contains_key(person)).copied().collect()
        };
        let unknown = self.members.try_with_untracked(unknown).unwrap_or_default();
        if !unknown.is_empty()
            && let Ok(known) = members(unknown).await
        {
            self.know(known);
        }
    }

    /// Whether these are still the people whose calendars are shown: an answer about others comes too late.
    pub(super) fn shows_still(self, people: &[PersonId]) -> bool {
        self.filter.try_with_untracked(|filter| filter.people == people) == Some(true)
    }

    /// Opens the panel, or puts it away, where it stands beside the grid.
    pub(super) fn turn_panel(self) {
        self.set_look(|look| look.panel = look.panel.turned());
    }

    pub(super) fn turn_second_zone(self) {
        self.set_look(|look| look.second_zone = look.second_zone.turned());
    }

    /// Makes the hours higher or lower; what is in the middle of the sight stays there.
    pub(super) fn set_height(self, change: fn(Height) -> Height) {
        let middle = self.grid.get_untracked().map(|grid| {
            let half = f64::from(grid.client_height()) / 2.0;
            (f64::from(grid.scroll_top()) + half) / f64::from(grid.scroll_height().max(1))
        });
        self.set_look(|look| look.hours = change(look.hours));
        request_animation_frame(move || {
            if let (Some(grid), Some(middle)) = (self.grid.try_get_untracked().flatten(), middle) {
                let half = f64::from(grid.client_height()) / 2.0;
                grid.set_scroll_top((f64::from(grid.scroll_height()) * middle - half) as i32);
            }
        });
    }

    fn set_look(self, change: impl FnOnce(&mut Look)) {
        self.look.update(change);
        self.look.get_untracked().keep();
    }

    /// How many bands each day has: one for each person, where they stand beside one another.
    pub(super) fn bands(self) -> usize {
        let beside = self.filter.with(|filter| filter.arranged == Arranged::Beside);
        if beside { self.faces.with(Faces::len).max(1) } else { 1 }
    }

    /// What is selected at present, by the form or by the cursor.
    pub(super) fn selection(self) -> Option<Takes> {
        let asked = self.quick.get().map(|asked| asked.takes);
        asked.or_else(|| {
            let cursor = self.cursor.get()?;
            Some(self.words.with_value(|words| cursor.takes(words.rules())))
        })
    }

    /// Who has a band of each day; `None` of what has no band, and of one's own.
    pub(super) fn other_of_band(self, band: Option<usize>) -> Option<PersonId> {
        let person = self.faces.with_untracked(|faces| Some(faces.get(band?)?.person))?;
        (person != self.me).then_some(person)
    }

    /// The band of each day in which a selection stands: that of whom it is with, or one's own.
    pub(super) fn band_of(self, with: Option<PersonId>) -> Option<usize> {
        if self.bands() == 1 {
            return None;
        }
        let person = with.unwrap_or(self.me);
        self.faces.with(|faces| faces.iter().position(|face| face.person == person))
    }

    /// Opens the short form for this time, or sets its time.
    pub(super) fn ask(self, takes: Takes, length: Length) {
        let with = self.quick.get_untracked().and_then(|asked| asked.with);
        self.quick.set(Some(Asked { takes, length, with }));
    }

    /// Gives up what is selected.
    pub(super) fn dismiss(self) {
        self.quick.set(None);
        self.cursor.set(None);
    }

    pub(super) fn focus_grid(self) {
        if let Some(week) = self.grid.get_untracked() {
            give_in_place(&week);
        }
    }
}
