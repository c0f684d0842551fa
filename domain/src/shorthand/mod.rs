//! A meeting typed in one line (S7 to S10; issue "Quick create understands typing").
//!
//! "Ivanov Thu 14:00 1h Baikal" names a client, a day, a time, a length and a room; what is left is the
//! subject. English and Russian are understood side by side, whatever language the screens speak. What could
//! mean two things is not guessed: it stays in the subject, where its writer sees it.
//!
//! The line is cut into words, numbers and marks. At each of them every rule of the grammar says how far it
//! can read, and the longest reading wins; of all that is found so, the line as a whole keeps what agrees. To add
//! a rule, write a method of `Line` in the file of what it reads, let it answer what it read and where it
//! stopped, and list it in `Line::after`.

mod days;
mod grammar;
mod lengths;
mod line;
mod names;
mod settle;
#[cfg(test)]
mod stories;
mod subject;
mod takes;
mod times;

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use self::line::{Line, tokens};
use crate::id::{ClientId, Named, PlaceId};

/// What a line says of a meeting. What it does not say is `None`, and a form keeps what it had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// On the reader's wall clock. Only a date typed with its year, or a time that is past on a day named
    /// as today or by its date, lies in the past.
    pub date: Option<NaiveDate>,
    pub time: Option<NaiveTime>,
    pub length: Option<Length>,
    pub client: Option<ClientId>,
    pub place: Option<PlaceId>,
    /// The words that mean nothing else, as typed and in that order. Quotes around all of it are left out.
    pub subject: String,
    /// What was understood, in the order typed: within the text, on character boundaries, never overlapping.
    pub pieces: Vec<Piece>,
}

/// How long a meeting takes: never nothing, and never longer than [`When`](crate::time::When) allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    Minutes(u32),
    /// Whole days (S11).
    Days(u32),
}

/// A stretch of the text that was understood, its preposition included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// In bytes of the text.
    pub range: Range<usize>,
    pub sense: Sense,
}

/// What a piece says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    Day,
    Time,
    /// From a time to a time: also a length.
    Hours,
    /// So long from now: a day and a time.
    Moment,
    Length,
    Client,
    Place,
}

/// The names that a line may mean.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    pub clients: &'a [Named<ClientId>],
    pub places: &'a [Named<PlaceId>],
}

/// Reads a line as somebody means it who types it at `now`, on their wall clock.
///
/// A weekday is the next one from today on, a week later when its time is already past; "next Thursday" is the
/// one after the coming Sunday. A date without a year is the next such date. Of two days, times or lengths the
/// first counts. A single digit from 1 to 6 is an hour of the afternoon; 03:00 or 3 am is not.
///
/// A name is known by its first telling word or most of it, in any case; with a capital or after a preposition
/// by any of its words, and after a preposition also in its Russian cases. Text in quotes, and what begins
/// after [`LONGEST`] characters, is subject.
pub fn read(text: &str, now: NaiveDateTime, known: Known<'_>) -> Reading {
    let line = Line { text, tokens: tokens(text), names: known.words(), now };
    line.settle(line.found())
}

/// Characters of a line that are interpreted; a meeting's subject is no longer either.
pub const LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Reading;
    use super::stories::{at, each, moment, now};

    #[test]
    fn a_whole_meeting_in_one_line() {
        each(&[
            ("Ivanov Thu 14:00 1h Baikal", "2026-11-26, 14:00, 60m, with LLC Ivanov & Sons, in Baikal, []"),
            ("Иванов чт 14:00 1ч Байкал", "2026-11-26, 14:00, 60m, with ЗАО «Иванов», in Байкал, []"),
            (
                "Price talk with Ivanov on Friday at 9 for half an hour in Baikal",
                "2026-11-27, 09:00, 30m, with LLC Ivanov & Sons, in Baikal, [Price talk]",
            ),
            (
                "Договор у Иванова в среду в 15:30 на полчаса в Байкале",
                "2026-11-25, 15:30, 30m, with ЗАО «Иванов», in Байкал, [Договор]",
            ),
            (
                "Tomorrow 2:30 pm - 4 pm, contract renewal, Alder Tools",
                "2026-11-25, 14:30, 90m, with Alder Tools Ltd, [contract renewal]",
            ),
            (
                "завтра с 9 до 11 согласовать смету со Смирновым",
                "2026-11-25, 09:00, 120m, with ООО „Смирнов“, [согласовать смету]",
            ),
            ("Выставка 3 декабря 2 дня", "2026-12-03, 2d, [Выставка]"),
            ("Ivanov чт 2pm полчаса", "2026-11-26, 14:00, 30m, with LLC Ivanov & Sons, []"),
        ]);
    }

    #[test]
    fn a_reading_arrives_as_it_was_sent() {
        let reading = at("Fair Thu 14:00 1h", now());
        let sent = serde_json::to_value(&reading).unwrap();
        assert_eq!(
            sent,
            serde_json::json!({
                "date": "2026-11-26",
                "time": "14:00:00",
                "length": { "minutes": 60 },
                "client": null,
                "place": null,
                "subject": "Fair",
                "pieces": [
                    { "range": { "start": 5, "end": 8 }, "sense": "day" },
                    { "range": { "start": 9, "end": 14 }, "sense": "time" },
                    { "range": { "start": 15, "end": 17 }, "sense": "length" },
                ],
            })
        );
        assert_eq!(serde_json::from_value::<Reading>(sent).unwrap(), reading);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn whatever_is_typed_is_read(text in any::<String>(), now in moment()) {
            at(&text, now);
        }
    }
}
