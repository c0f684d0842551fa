//! Draws meetings as HTML: the same text on the server and in the browser.
//!
//! A week can hold thousands of meetings, so they are no components: a column is one string, and the browser
//! takes it over without walking through it. What changes later is drawn by [`super::paint`].

use std::cmp::Reverse;
use std::fmt::Write;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::calendar::{Details, Entry, Takes};
use domain::grid::bars::bars;
use domain::grid::day::{DAY_MINUTES, minute_of, on_the_wall, pieces};
use domain::grid::{Bar, Continues, Lane, Stretch, lanes};
use domain::id::PersonId;
use domain::kind::Hue;
use domain::meeting::{Answer, State};
use domain::time::Span;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::acts::movable;
use super::faces::{Faces, Tint};
use super::look::{Height, Look};
use super::words::{Clock, Words, use_words};
use crate::meeting::signs;
use crate::session::session;
use crate::state::planner::{Standing, days_of};
use crate::ui::icon::Icon;

/// A meeting in its place; two that are equal look the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub entry: Arc<Entry>,
    pending: bool,
    /// Whose it is, where several people's calendars are shown.
    tint: Option<Tint>,
    /// Whose answer that is, is for [`Faces::tint`] to say.
    answer: Option<Answer>,
    /// It has ended and nobody has begun it (S2).
    missed: bool,
    room: Room,
}

impl Cell {
    /// The bar that it is, if it stands across days.
    pub(super) fn bar(&self) -> Option<&Bar> {
        match &self.room {
            Room::Row(bar, _) => Some(bar),
            Room::Hours { .. } => None,
        }
    }
}

/// The room that a meeting takes in a column, or across the columns.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Room {
    Hours { stretch: Stretch, continues: Continues, lane: Lane, detail: Detail, tall: Tall },
    Row(Bar, Face),
}

/// How a meeting looks that stands in a row across days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    /// It takes whole days.
    Whole,
    /// It takes some hours of one day of a month: its time comes first, and it has no ground.
    Brief,
}

/// How much of a meeting can be read between those beside it. What cannot be read is not drawn: a week of
/// thousands is as quick as it is narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// Subject, time and place.
    Full,
    NoPlace,
    Subject,
    /// The subject, on one line.
    Crowded,
    /// A colour.
    Sliver,
}

impl Detail {
    /// By how many of its kind would stand side by side across the whole grid.
    fn of(lane: Lane, columns: u32) -> Self {
        match u32::from(lane.lanes) * columns / u32::from(lane.wide) {
            0..=14 => Self::Full,
            15..=21 => Self::NoPlace,
            22..=35 => Self::Subject,
            36..=150 => Self::Crowded,
            _ => Self::Sliver,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Full => "event",
            Self::NoPlace => "event narrow",
            Self::Subject => "event dense",
            Self::Crowded => "event dense crowded",
            Self::Sliver => "event sliver",
        }
    }
}

/// How high a meeting is drawn: the minutes that are as high where an hour is as high as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) struct Tall(u16);

impl Tall {
    pub(super) fn of(stretch: Stretch, height: Height) -> Self {
        Self((u32::from(stretch.minutes()) * height.per_cent() / 100) as u16)
    }

    /// It has one line of text.
    pub(super) fn is_line(self) -> bool {
        self < ONE_LINE
    }

    /// How many lines the subject may have, where that is few: what would be cut through the middle of its letters is
    /// left out. `None` where there is room for any subject.
    fn lines(self, with_place: bool) -> Option<u16> {
        if self.is_line() || self >= SPACIOUS {
            return None;
        }
        let others = if with_place { 2 } else { 1 };
        Some((self.0 / A_LINE).saturating_sub(others).max(1))
    }
}

/// Draws for one reader. Copy it into an effect.
#[derive(Clone, Copy)]
pub(super) struct Brush {
    words: StoredValue<Words>,
    clock: StoredValue<Clock>,
    me: PersonId,
    height: Memo<Height>,
}

pub(super) fn use_brush(look: RwSignal<Look>) -> Brush {
    let (words, clock) = (StoredValue::new(use_words()), StoredValue::new(Clock::default()));
    let height = Memo::new(move |_| look.with(|look| look.hours));
    Brush { words, clock, me: session().person.id, height }
}

impl Brush {
    /// Puts the meetings of a date side by side, in the order in which one reads them. It is one of so many columns;
    /// of `band` are those of one person.
    pub(super) fn hours(
        self,
        standing: Vec<Standing>,
        date: NaiveDate,
        columns: u32,
        now: DateTime<Utc>,
        faces: &Faces,
        band: Option<PersonId>,
    ) -> Vec<Cell> {
        let mut placed: Vec<(Stretch, Continues, Standing)> = self.words.with_value(|words| {
            let piece = |each: Standing| {
                faces.tint(&each.entry, band, self.me)?;
                let Takes::Time { span } = each.entry.takes else { return None };
                let piece = pieces(&span, words.rules(), date, 1).next()?;
                Some((piece.stretch, piece.continues, each))
            };
            standing.into_iter().filter_map(piece).collect()
        });
        placed
            .sort_by_key(|(stretch, _, each)| (stretch.start(), Reverse(stretch.end()), each.entry.meeting));
        let height = self.height.get();
        let drawn = placed.iter().map(|(stretch, ..)| stretch.at_least(SHORTEST));
        let drawn: Vec<(u16, u16)> = drawn.map(|stretch| (stretch.start(), stretch.end())).collect();
        let cell = |((stretch, continues, each), lane): ((Stretch, Continues, Standing), Lane)| {
            let (detail, tall) = (Detail::of(lane, columns), Tall::of(stretch, height));
            let room = Room::Hours { stretch, continues, lane, detail, tall };
            self.cell(each, room, now, faces, band)
        };
        placed.into_iter().zip(lanes(&drawn)).filter_map(cell).collect()
    }

    /// `None` for what stands in the calendar of nobody who is shown.
    fn cell(
        self,
        Standing { entry, pending }: Standing,
        room: Room,
        now: DateTime<Utc>,
        faces: &Faces,
        band: Option<PersonId>,
    ) -> Option<Cell> {
        let (tint, answer) = faces.tint(&entry, band, self.me)?;
        let end = self.words.with_value(|words| entry.takes.end(words.rules()));
        let missed = entry
            .details
            .as_ref()
            .is_some_and(|details| details.state == State::Planned && details.state.needs_result(end, now));
        Some(Cell { entry, pending, tint, answer, missed, room })
    }

    /// Puts meetings below one another across the days from `first` on: what is longer above, and what has a time
    /// in its order.
    pub(super) fn rows(
        self,
        standing: Vec<Standing>,
        first: NaiveDate,
        days: u16,
        now: DateTime<Utc>,
        faces: &Faces,
    ) -> Vec<Cell> {
        let mut placed: Vec<((NaiveDate, NaiveDate), Face, Standing)> = self.words.with_value(|words| {
            let place = |each: Standing| {
                let (from, to) = days_of(&each.entry.takes, words.rules());
                match each.entry.takes {
                    // What ends in the night belongs to the evening.
                    Takes::Time { span } if span.length() <= TimeDelta::days(1) => {
                        ((from, from), Face::Brief, each)
                    }
                    _ => ((from, to), Face::Whole, each),
                }
            };
            // What is of nobody who is shown takes no line.
            let shown = standing.into_iter().filter(|each| faces.tint(&each.entry, None, self.me).is_some());
            shown.map(place).collect()
        });
        placed.sort_by_key(|((from, to), face, each)| {
            let time = match (face, each.entry.takes) {
                (Face::Brief, Takes::Time { span }) => Some((span.start(), span.end())),
                _ => None,
            };
            (*from, Reverse(*to), time, each.entry.meeting)
        });
        let stretches: Vec<_> = placed.iter().map(|(stretch, ..)| *stretch).collect();
        let cell = |((_, face, each), bar): ((_, Face, Standing), Option<Bar>)| {
            self.cell(each, Room::Row(bar?, face), now, faces, None)
        };
        placed.into_iter().zip(bars(first, days, &stretches)).filter_map(cell).collect()
    }

    /// All of a column.
    pub(super) fn html(self, cells: &[Cell]) -> String {
        let mut html = String::with_capacity(cells.len() * TYPICAL);
        for cell in cells {
            self.draw(cell, &mut html);
        }
        html
    }

    fn draw(self, cell: &Cell, html: &mut String) {
        self.words.with_value(|words| {
            self.clock.update_value(|clock| Drawing { words, clock, html }.cell(cell));
        });
    }
}

/// What the eye takes from colour, hatching and signs, in words.
fn told_by_looks(
    details: &Details,
    answer: Option<Answer>,
    missed: bool,
    words: &Words,
) -> impl Iterator<Item = &'static str> {
    let locale = words.locale;
    let state = match details.state {
        State::Planned => missed.then(|| td_string!(locale, life.missed)),
        State::InProgress => Some(td_string!(locale, common.state_in_progress)),
        State::Closed => Some(td_string!(locale, common.state_closed)),
        State::Cancelled => Some(td_string!(locale, common.state_cancelled)),
    };
    let answer = match answer {
        Some(Answer::Maybe) => Some(td_string!(locale, common.answer_maybe)),
        Some(Answer::Declined) => Some(td_string!(locale, common.answer_declined)),
        Some(Answer::Accepted) | None => None,
    };
    [state, answer].into_iter().flatten().chain(signs(details, locale).map(|(_, word)| word))
}

/// Minutes that are drawn at least, so that a short meeting can be read and hit.
const SHORTEST: u16 = 15;
/// Under these a meeting has one line of text, small letters or normal ones.
const THIN: Tall = Tall(25);
const ONE_LINE: Tall = Tall(45);
/// Under these it has two: the subject and the time.
const THREE_LINES: Tall = Tall(55);
/// Minutes that a line of text takes, and the height from which on a subject may be as long as it likes.
const A_LINE: u16 = 19;
const SPACIOUS: Tall = Tall(240);
/// Hundredths of the size of the letters (`line-height` in style/event.css).
const A_LINE_HIGH: u16 = 122;
/// Bytes of a meeting as HTML, roughly.
const TYPICAL: usize = 420;

/// "10:00" of "10:00 AM".
fn without_half(time: &str) -> &str {
    time.trim_end_matches(|letter: char| letter.is_alphabetic() || letter.is_whitespace())
}

const HALF_A_DAY: u16 = DAY_MINUTES / 2;

struct Drawing<'a> {
    words: &'a Words,
    clock: &'a mut Clock,
    html: &'a mut String,
}

impl Drawing<'_> {
    fn cell(mut self, cell: &Cell) {
        match &cell.entry.details {
            Some(details) => self.meeting(cell, details),
            None => self.busy(cell),
        }
    }

    fn meeting(&mut self, cell: &Cell, details: &Details) {
        // Where it was to be is of no use any more.
        let place = match cell.missed {
            true => Some(td_string!(self.words.locale, life.missed)),
            false => {
                let address = details.address.as_ref().map(|address| address.text.as_str());
                details.place.as_deref().or(details.client.as_deref()).or(address)
            }
        };
        let place = place.filter(|_| match cell.room {
            Room::Row(_, face) => face == Face::Whole,
            Room::Hours { detail, tall, .. } => {
                detail == Detail::Full && !(ONE_LINE..THREE_LINES).contains(&tall)
            }
        });
        let lines = match cell.room {
            Room::Hours { detail: Detail::Full | Detail::NoPlace, tall, .. } => tall.lines(place.is_some()),
            _ => None,
        };
        self.open("a", cell);
        self.put(format_args!(" href=\"/meetings/{}\"", cell.entry.meeting));
        match details.state {
            State::Planned if cell.missed => self.text(" data-state=\"missed\""),
            State::Planned => {}
            State::InProgress => self.text(" data-state=\"in-progress\""),
            State::Closed => self.text(" data-state=\"closed\""),
            State::Cancelled => self.text(" data-state=\"cancelled\""),
        }
        self.answer(cell);
        if movable(&cell.entry) {
            self.text(" data-movable");
        }
        match cell.room {
            Room::Hours { detail: Detail::Subject | Detail::Crowded | Detail::Sliver, .. } => {
                self.dense(cell, details);
            }
            Room::Hours { .. } | Room::Row(..) => self.spans(cell, details, place, lines),
        }
        self.text("</a>");
    }

    /// Subject, time and place, each in its own letters. The signs stand where they are not cut off: before the time,
    /// or before the subject where both are on one line.
    fn spans(&mut self, cell: &Cell, details: &Details, place: Option<&str>, lines: Option<u16>) {
        self.text(">");
        if let (Room::Row(_, Face::Brief), Takes::Time { span }) = (cell.room, cell.entry.takes) {
            self.text("<span class=\"event-time\">");
            self.start(&span);
            self.text("</span> ");
        }
        let inline = match cell.room {
            Room::Hours { tall, .. } => tall.is_line(),
            Room::Row(..) => true,
        };
        match lines {
            Some(1) => self.text("<span class=\"event-subject single\">"),
            Some(lines) => {
                let hundredths = lines * A_LINE_HIGH;
                let (whole, part) = (hundredths / 100, hundredths % 100);
                self.put(format_args!(
                    "<span class=\"event-subject\" style=\"max-height:{whole}.{part:02}em\">"
                ));
            }
            None => self.text("<span class=\"event-subject\">"),
        }
        if inline {
            self.letters(cell);
        }
        if cell.missed {
            self.sign(Icon::WARNING);
        }
        if inline {
            self.signs(details);
        }
        self.escaped(&details.subject);
        self.text("</span>");
        // Words on one line are words of one name, too.
        let space = if inline { " " } else { "" };
        if let (Room::Hours { .. }, Takes::Time { span }) = (cell.room, &cell.entry.takes) {
            self.put(format_args!("{space}<span class=\"event-time\">"));
            if !inline {
                self.letters(cell);
                self.signs(details);
            }
            self.times(span);
            self.text("</span>");
        }
        if let Some(place) = place {
            self.put(format_args!("{space}<span class=\"event-place\">"));
            self.escaped(place);
            self.text("</span>");
        }
        let unsaid = cell.missed && place.is_none();
        let row = matches!(cell.room, Room::Row(..));
        if row
            || cell.tint.is_some()
            || told_by_looks(details, cell.answer, unsaid, self.words).next().is_some()
        {
            self.text("<span class=\"visually-hidden\">");
            self.days(cell);
            self.aloud(cell, details, unsaid);
            self.text("</span>");
        }
    }

    /// The subject; what there is no room for is told under the mouse and to who listens.
    fn dense(&mut self, cell: &Cell, details: &Details) {
        self.text(" title=\"");
        self.escaped(&details.subject);
        if let Takes::Time { span } = &cell.entry.takes {
            self.text(", ");
            self.times(span);
        }
        self.aloud(cell, details, cell.missed);
        self.text("\">");
        self.letters(cell);
        self.escaped(&details.subject);
    }

    fn busy(&mut self, cell: &Cell) {
        self.open("div", cell);
        let busy = td_string!(self.words.locale, common.busy);
        self.answer(cell);
        self.text(" data-busy>");
        if let (Room::Row(_, Face::Brief), Takes::Time { span }) = (cell.room, cell.entry.takes) {
            self.text("<span class=\"event-time\" aria-hidden=\"true\">");
            self.start(&span);
            self.text("</span> ");
        }
        self.letters(cell);
        // Among many at once there is no room for the word.
        let told = match cell.room {
            Room::Hours { detail, .. } => matches!(detail, Detail::Full | Detail::NoPlace),
            Room::Row(..) => true,
        };
        if told {
            // A word: what there is no room for is cut short, not broken.
            self.put(format_args!(
                "<span class=\"event-subject single\">{busy}</span><span class=\"visually-hidden\">, "
            ));
        } else {
            self.put(format_args!("<span class=\"visually-hidden\">{busy}, "));
        }
        let times = self.words.times(&cell.entry.takes);
        self.text(&times);
        self.days(cell);
        self.names(cell);
        self.text("</span></div>");
    }

    fn answer(&mut self, cell: &Cell) {
        match cell.answer {
            Some(Answer::Maybe) => self.text(" data-answer=\"maybe\""),
            Some(Answer::Declined) => self.text(" data-answer=\"declined\""),
            Some(Answer::Accepted) | None => {}
        }
    }

    /// Whose it is, for the eye.
    fn letters(&mut self, cell: &Cell) {
        if let Some(initials) = cell.tint.as_ref().and_then(|tint| tint.initials.as_ref()) {
            self.text("<b class=\"event-who\" aria-hidden=\"true\">");
            self.escaped(initials);
            self.text("</b> ");
        }
    }

    /// On which days it is where it stands in no column, for who listens.
    fn days(&mut self, cell: &Cell) {
        if let Room::Row(..) = cell.room {
            let (first, last) = days_of(&cell.entry.takes, self.words.rules());
            self.text(", ");
            self.date(first);
            if last != first {
                self.text(" – ");
                self.date(last);
            }
        }
    }

    fn date(&mut self, date: NaiveDate) {
        self.html.push_str(self.clock.day(date, &self.words.dates));
    }

    /// Whose it is, for who listens.
    fn names(&mut self, cell: &Cell) {
        if let Some(tint) = &cell.tint {
            self.text(", ");
            self.escaped(&tint.names);
        }
    }

    /// The tag up to what only some meetings have.
    fn open(&mut self, tag: &str, cell: &Cell) {
        let class = match cell.room {
            Room::Hours { detail, .. } => detail.class(),
            Room::Row(_, Face::Whole) => "event whole",
            Room::Row(_, Face::Brief) => "event whole brief",
        };
        self.put(format_args!("<{tag} class=\"{class}"));
        let own = self.hue(cell);
        self.put(format_args!("\" data-event=\"{}\" style=\"", cell.entry.meeting));
        let continues = match cell.room {
            Room::Hours { stretch, continues, lane: Lane { lane, lanes, wide }, .. } => {
                // A browser reads four plain numbers twice as fast as what it has to calculate.
                self.part("inset:", stretch.start(), DAY_MINUTES);
                self.part("% ", lanes - lane - wide, lanes);
                self.part("% ", DAY_MINUTES - stretch.end(), DAY_MINUTES);
                self.part("% ", lane, lanes);
                self.text("%");
                continues
            }
            Room::Row(Bar { first, days, line, continues }, _) => {
                self.put(format_args!("--first-day:{first};--days:{days};--lane:{line}"));
                continues
            }
        };
        if let Some(hue) = own {
            self.put(format_args!(";--hue:{}", u16::from(hue)));
        }
        self.text("\"");
        match cell.room {
            Room::Hours { tall, .. } if tall < THIN => self.text(" data-size=\"thin\""),
            Room::Hours { detail: Detail::Full | Detail::NoPlace, tall, .. } if tall.is_line() => {
                self.text(" data-size=\"line\"");
            }
            Room::Hours { .. } | Room::Row(..) => {}
        }
        match (continues.before, continues.after) {
            (true, true) => self.text(" data-continues=\"both\""),
            (true, false) => self.text(" data-continues=\"before\""),
            (false, true) => self.text(" data-continues=\"after\""),
            (false, false) => {}
        }
        if cell.pending {
            self.text(" data-pending");
        }
    }

    /// The classes that give the colour; answers a hue that has none of its own.
    fn hue(&mut self, cell: &Cell) -> Option<Hue> {
        if let Some(tint) = &cell.tint {
            let whose = if tint.initials.is_some() { " whose" } else { "" };
            self.put(format_args!(" of-person-{}{whose}", tint.color));
            return None;
        }
        let hue = cell.entry.details.as_ref().and_then(|details| details.color)?;
        if Hue::OFFERED.contains(&hue) {
            self.put(format_args!(" hue-{}", u16::from(hue)));
            return None;
        }
        self.text(" hue-other");
        Some(hue)
    }

    fn times(&mut self, span: &Span) {
        let (start, end) = on_the_wall(span, self.words.rules());
        let (dates, from, to) = (&self.words.dates, minute_of(start.time()), minute_of(end.time()));
        let from_text = self.clock.time(from, dates);
        // Where a clock has two halves, one is said once.
        let same_half = start.date() == end.date() && from / HALF_A_DAY == to / HALF_A_DAY;
        self.html.push_str(if same_half { without_half(from_text) } else { from_text });
        self.html.push_str("\u{2009}–\u{2009}");
        self.html.push_str(self.clock.time(to, dates));
        if let Some(pass) = self.words.pass(span) {
            self.put(format_args!(" ({pass})"));
        }
    }

    fn signs(&mut self, details: &Details) {
        for (icon, _) in signs(details, self.words.locale) {
            self.sign(icon);
        }
    }

    fn sign(&mut self, icon: Icon) {
        self.put(format_args!(
            "<svg class=\"glyph\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"{}\"></path></svg>",
            icon.outline()
        ));
    }

    fn start(&mut self, span: &Span) {
        let (start, _) = on_the_wall(span, self.words.rules());
        self.html.push_str(self.clock.time(minute_of(start.time()), &self.words.dates));
    }

    fn aloud(&mut self, cell: &Cell, details: &Details, missed: bool) {
        for word in told_by_looks(details, cell.answer, missed, self.words) {
            self.text(", ");
            self.text(word);
        }
        self.names(cell);
    }

    /// A part of a whole in per cent to three places, which is two seconds of a day; written without floating
    /// point.
    fn part(&mut self, before: &str, part: u16, whole: u16) {
        let thousandths = u32::from(part) * 100_000 / u32::from(whole);
        self.put(format_args!("{before}{}.{:03}", thousandths / 1_000, thousandths % 1_000));
    }

    fn text(&mut self, text: &str) {
        self.html.push_str(text);
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.html.write_fmt(text);
    }

    /// What people wrote, so that it can only ever be read as text.
    fn escaped(&mut self, text: &str) {
        crate::ui::escape::push(self.html, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::faces::COLORS;

    #[test]
    fn every_hue_that_is_offered_and_every_person_have_their_shades() {
        let (shades, tokens) =
            (include_str!("../../../style/hues.css"), include_str!("../../../style/tokens.css"));
        for hue in Hue::OFFERED.map(u16::from) {
            assert!(shades.contains(&format!(".hue-{hue} {{\n  --hue: {hue};")), "{hue}");
        }
        for person in 0..COLORS {
            let (_, rest) = tokens.split_once(&format!("--person-{person}: ")).expect("a token");
            let (hue, _) = rest.split_once(';').expect("a value");
            assert!(shades.contains(&format!(".of-person-{person} {{\n  --hue: {hue};")), "{person}");
        }
    }

    #[test]
    fn half_of_a_clock_is_left_out_where_there_is_one() {
        assert_eq!(["10:00\u{202f}AM", "9:30 pm", "10:00"].map(without_half), ["10:00", "9:30", "10:00"]);
    }
}
