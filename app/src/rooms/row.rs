//! Writes the rows of the booking grid as HTML, the same text on the server and in the browser: a day of many rooms
//! holds thousands of bookings.

use std::fmt::Write;

use domain::grid::board::Axis;
use domain::place::Place;
use domain::time::Span;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::board::Board;
use super::held::{Held, View, takes};
use crate::calendar::Words;

/// The rows of these rooms.
pub(super) fn rows(board: Board, axis: Axis, rooms: &[Place]) -> String {
    let mut pen = Pen::default();
    board.words.with_value(|words| {
        board.with(|held| {
            for room in rooms {
                pen.row(board, words, held, axis, room);
            }
        });
    });
    pen.html
}

/// What stands in the row of one room.
pub(super) fn times(board: Board, axis: Axis, room: &Place) -> String {
    let mut pen = Pen::default();
    board.words.with_value(|words| board.with(|held| pen.times(board, words, held, axis, room)));
    pen.html
}

#[derive(Default)]
struct Pen {
    html: String,
}

impl Pen {
    fn row(&mut self, board: Board, words: &Words, held: &Held, axis: Axis, room: &Place) {
        self.put(format_args!("<div class=\"room\" role=\"row\" data-place=\"{}\">", room.id));
        self.text("<div class=\"room-head\" role=\"rowheader\"><button type=\"button\" class=\"room-name\" tabindex=\"-1\">");
        self.escaped(&room.name);
        self.text("</button><span class=\"room-about\">");
        self.escaped(&td_string!(words.locale, rooms.seats, seats = room.capacity));
        for thing in &room.equipment {
            self.text(" · ");
            self.escaped(thing);
        }
        self.text(
            "</span><span class=\"room-dates\"></span></div><div class=\"room-times\" role=\"gridcell\">",
        );
        self.times(board, words, held, axis, room);
        self.text("</div></div>");
    }

    fn times(&mut self, board: Board, words: &Words, held: &Held, axis: Axis, room: &Place) {
        for span in held.closed(room.id) {
            self.stripes("room-closed", axis, span, words, "", |_| {});
        }
        for hold in held.holds(room.id) {
            let name = match &hold.name {
                Some(name) => td_string!(words.locale, rooms.held_by, name = name.as_str()),
                None => td_string!(words.locale, rooms.held).to_owned(),
            };
            self.stripes("room-hold", axis, &hold.span, words, " data-hold", |pen| pen.escaped(&name));
        }
        let brief = held.shown.is_some_and(|shown| shown.view == View::Week);
        for booking in held.bookings(room.id) {
            let busy = td_string!(words.locale, common.busy);
            let subject = booking.subject.as_deref().unwrap_or(busy);
            let times = words.times(&takes(booking.span));
            let organiser = booking.organiser.as_deref().unwrap_or_default();
            let class = match (held.is_own(booking), booking.subject.is_some()) {
                (true, _) => "booking own",
                (false, true) => "booking",
                (false, false) => "booking busy",
            };
            for stripe in axis.stripes(&booking.span, words.rules()) {
                let link = board.links && booking.yours;
                let (tag, meeting) = (if link { "a" } else { "div" }, booking.meeting);
                self.put(format_args!("<{tag} class=\"{class}\" data-event=\"{meeting}\""));
                if link {
                    self.put(format_args!(" href=\"/meetings/{meeting}\" tabindex=\"-1\""));
                }
                self.put(format_args!(
                    " style=\"--start:{};--length:{}\" title=\"",
                    stripe.start, stripe.length
                ));
                self.escaped(&times);
                self.text(" ");
                self.escaped(subject);
                if !organiser.is_empty() {
                    self.text(", ");
                    self.escaped(organiser);
                }
                self.text("\"><b>");
                self.escaped(subject);
                self.text("</b>");
                if !brief && !organiser.is_empty() {
                    self.text("<span>");
                    self.escaped(organiser);
                    self.text("</span>");
                }
                self.put(format_args!("<i class=\"visually-hidden\">{times}</i></{tag}>"));
            }
        }
    }

    fn stripes(
        &mut self,
        class: &str,
        axis: Axis,
        span: &Span,
        words: &Words,
        more: &str,
        content: impl Fn(&mut Self),
    ) {
        for stripe in axis.stripes(span, words.rules()) {
            let (start, length) = (stripe.start, stripe.length);
            self.put(format_args!(
                "<div class=\"{class}\"{more} style=\"--start:{start};--length:{length}\">"
            ));
            content(self);
            self.text("</div>");
        }
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
        crate::ui::escape::push(&mut self.html, text);
    }
}
