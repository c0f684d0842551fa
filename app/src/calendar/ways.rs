//! The way from one visit to the next, in the hours of one's own calendar (D10). Worked out from what the browser holds,
//! so that it follows what is moved, live and without a network; by road where a router has told.

use std::fmt::Write;

use chrono::NaiveDate;
use domain::calendar::{Entry, Takes};
use domain::grid::day::{Share, pieces};
use domain::id::MeetingId;
use domain::journey::{Journey, journeys};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::desk::Desk;
use super::words::Words;
use crate::meeting::words::{distance, length};
use crate::state::planner::Planner;
use crate::ui::icon::Icon;

/// A slim band before each visit that one has to travel to.
pub(super) fn ways(desk: Desk, date: Memo<NaiveDate>) -> impl IntoView {
    let html = move || {
        let mut html = String::new();
        // Of others it is not asked how they get about.
        if desk.filter.with(|filter| !filter.people.is_empty()) {
            return html;
        }
        let date = date.get();
        desk.words.with_value(|words| {
            let ways = on(desk.planner, words, date);
            // Most days have none.
            let standing = if ways.is_empty() { Vec::new() } else { desk.hours(date) };
            let shown = |way: &&Journey| standing.iter().any(|each| each.entry.meeting == way.to);
            for way in ways.iter().filter(shown) {
                draw(way, words, date, &mut html);
            }
        });
        html
    };
    view! { <div class="ways" inner_html=html></div> }
}

/// The journeys of a date, whatever of its meetings is shown. Whoever asks within an effect is told when they are
/// different.
fn on(planner: Planner, words: &Words, date: NaiveDate) -> Vec<Journey> {
    let standing = planner.hours(date);
    let visits = standing.iter().filter_map(|each| each.entry.visit());
    let begins = |visit: &domain::journey::Visit| words.rules().date(visit.span.start()) == date;
    journeys(visits.filter(begins).collect(), planner.roads)
}

fn draw(way: &Journey, words: &Words, date: NaiveDate, html: &mut String) {
    let Some(piece) = way.span().and_then(|span| pieces(&span, words.rules(), date, 1).next()) else {
        return;
    };
    let (start, long) = (Share(piece.stretch.start()), Share(piece.stretch.minutes()));
    let late = if way.is_impossible() { " data-late" } else { "" };
    let name = td_string!(words.locale, visits.on_the_way);
    let said = told(way, words);
    // Writing to a string does not fail; these words hold no markup.
    let _ = write!(
        html,
        "<div class=\"way\"{late} style=\"--start:{start};--length:{long}\"><span>\
         <b class=\"visually-hidden\">{name}: </b>"
    );
    if way.is_impossible() {
        let outline = Icon::WARNING.outline();
        let _ = write!(
            html,
            "<svg class=\"glyph\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"{outline}\"></path></svg>"
        );
    }
    let _ = write!(html, "{said}</span></div>");
}

/// "35 min · 23 km".
fn told(way: &Journey, words: &Words) -> String {
    format!("{} · {}", length(words.locale, way.way.minutes), distance(words.locale, way.way.metres))
}

/// What is to be said when a meeting has come to stand so that one cannot get there in time, or from there to the next.
pub(super) fn too_late(planner: Planner, words: &Words, meeting: MeetingId, takes: &Takes) -> Vec<String> {
    let Takes::Time { span } = takes else { return Vec::new() };
    let ways = on(planner, words, words.rules().date(span.start()));
    let concerns = |way: &&Journey| way.is_impossible() && (way.from == meeting || way.to == meeting);
    ways.iter().filter(concerns).map(|way| late_words(planner, words, way)).collect()
}

fn late_words(planner: Planner, words: &Words, way: &Journey) -> String {
    let subject =
        |meeting| planner.find(meeting).and_then(|entry| Some(entry.details.as_ref()?.subject.clone()));
    let (from, to) = (subject(way.from).unwrap_or_default(), subject(way.to).unwrap_or_default());
    let minutes = length(words.locale, way.way.minutes);
    let free = length(words.locale, way.free);
    td_string!(words.locale, visits.too_late, from = from, to = to, minutes = minutes, free = free)
}

/// How one gets to a meeting, for the small card about it: in words, and whether one can be there in time.
pub(super) fn way_to(planner: Planner, words: &Words, entry: &Entry) -> Option<(String, bool)> {
    let visit = entry.visit()?;
    let ways = untrack(|| on(planner, words, words.rules().date(visit.span.start())));
    let way = ways.iter().find(|way| way.to == entry.meeting)?;
    Some(match way.is_impossible() {
        true => (late_words(planner, words, way), false),
        false => (format!("{}: {}", td_string!(words.locale, visits.on_the_way), told(way, words)), true),
    })
}
