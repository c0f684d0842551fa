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
mod endings;
mod grammar;
mod lengths;
mod line;
mod names;
mod parts;
mod ranges;
mod recurs;
mod settle;
mod spoken;
#[cfg(test)]
mod stories;
mod subject;
mod takes;
mod times;
mod weekdays;

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use self::line::{Line, tokens};
use crate::id::{ClientId, Named, PlaceId};
use crate::time::recurrence::Rule;

/// What a line says of a meeting. What it does not say is `None`, and a form keeps what it had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// On the reader's wall clock. Only a date typed with its year, or a time that is past on a day named
    /// as today or by its date, lies in the past.
    pub date: Option<NaiveDate>,
    pub time: Option<NaiveTime>,
    pub length: Option<Length>,
    /// It recurs by this rule, and `date` is the first date on which the rule falls.
    pub recurrence: Option<Rule>,
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
    /// From a day to a day: also a length.
    Days,
    Time,
    /// From a time to a time: also a length.
    Hours,
    /// So long from now, or this evening: a day and a time.
    Moment,
    Length,
    /// On which days it recurs, or until when.
    Recurrence,
    Client,
    Place,
}

/// The names that a line may mean, and what is known of the meeting without it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    pub clients: &'a [Named<ClientId>],
    pub places: &'a [Named<PlaceId>],
    /// The day that the form has: what recurs without naming a day begins there instead of today.
    pub chosen: Option<NaiveDate>,
}

/// Reads a line as somebody means it who types it at `now`, on their wall clock.
///
/// A weekday is the next one from today on, a week later when its time is already past; "next Thursday" is the
/// one after the coming Sunday. A date without a year is the next such date. Of two days, times or lengths the
/// first counts. A single digit from 1 to 6 is an hour of the afternoon; 03:00 or 3 am is not.
///
/// What recurs begins on the first date of its rule, from the day on that the line names, or else from today. A part
/// of the day is the half of the day that a time beside it is in, and without one a usual time.
///
/// A name is known by its first telling word or most of it, in any case; with a capital or after a preposition
/// by any of its words, and after a preposition also in its Russian cases. Text in quotes, and what begins
/// after [`LONGEST`] characters, is subject.
pub fn read(text: &str, now: NaiveDateTime, known: Known<'_>) -> Reading {
    let line = Line { text, tokens: tokens(text), names: known.words(), now, chosen: known.chosen };
    line.settle(line.found())
}

/// Reads how often something recurs that begins on `first`; `None` where the words say less than that, or more.
pub fn read_rule(text: &str, first: NaiveDate) -> Option<Rule> {
    let reading = read(text, first.and_time(NaiveTime::MIN), Known::default());
    let nothing_else =
        reading.subject.is_empty() && reading.pieces.iter().all(|piece| piece.sense == Sense::Recurrence);
    reading.recurrence.filter(|_| nothing_else)
}

/// Characters of a line that are interpreted; a meeting's subject is no longer either.
pub const LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::stories::{at, each, moment, now};
    use super::{Known, Reading, read, read_rule};

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
            (
                "Standup with Ivanov every Tuesday at 9:30 for 15 min in Baikal until 30 June",
                "2026-12-01, 09:30, 15m, WEEKLY;BYDAY=TU;UNTIL=20270630, with LLC Ivanov & Sons, in Baikal, [Standup]",
            ),
            (
                "Планёрка по средам в 9 на полчаса в Байкале до 30 июня",
                "2026-11-25, 09:00, 30m, WEEKLY;BYDAY=WE;UNTIL=20270630, in Байкал, [Планёрка]",
            ),
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
                "recurrence": null,
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

    #[test]
    fn what_recurs_on_no_day_in_particular_begins_where_the_form_stands() {
        let chosen = now().date() + chrono::TimeDelta::days(9);
        let first = |text| read(text, now(), Known { chosen: Some(chosen), ..Known::default() }).date;
        assert_eq!(first("Standup daily"), Some(chosen));
        assert_eq!(first("каждые 2 недели"), Some(chosen));
        assert_eq!(first("every month"), Some(chosen));
        assert_eq!(first("every Tuesday"), Some(now().date()));
        assert_eq!(first("daily from Thursday"), Some(now().date() + chrono::TimeDelta::days(2)));
        assert_eq!(first("Standup"), None);
    }

    #[test]
    fn a_rule_is_read_by_itself() {
        let told = |text| read_rule(text, now().date()).map(|rule| rule.to_string());
        let said = |rule: &str| Some(format!("FREQ={rule}"));
        assert_eq!(
            told("every second Tuesday until 30 June"),
            said("WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270630")
        );
        assert_eq!(told("По средам"), said("WEEKLY;BYDAY=WE"));
        assert_eq!(told("weekly, 5 times"), said("WEEKLY;BYDAY=TU;COUNT=5"));
        assert_eq!(told("каждый месяц 15 числа"), said("MONTHLY;BYMONTHDAY=15"));
        for other in ["", "Tuesday", "every Tuesday at 9", "every Tuesday with Anna", "every third Friday"] {
            assert_eq!(told(other), None, "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn whatever_is_typed_is_read(text in any::<String>(), now in moment()) {
            at(&text, now);
        }
    }
}
