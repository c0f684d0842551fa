//! What a line says as a whole: a choice among all that was understood of it.

use std::ops::Range;

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};

use super::days::{Day, Week};
use super::grammar::{Found, What};
use super::line::Line;
use super::names::Whose;
use super::{Length, Piece, Reading, Sense};

impl Line<'_> {
    /// Chooses among what was found, and leaves the rest to the subject.
    pub(super) fn settle(&self, found: Vec<Found>) -> Reading {
        let day = chosen_day(&found);
        let mut reading = Reading::default();
        let mut kept = Vec::new();
        for each in &found {
            let sense = match each.what {
                What::Day(other) if day.is_some_and(|day| agree(day, other)) => Some(Sense::Day),
                What::NextWeek if matches!(day, Some(Day::Weekday(..))) => Some(Sense::Day),
                What::Time { start, lasts } => reading.take_time(start, lasts),
                What::Moment(moment) if day.is_none() => reading.take_moment(moment),
                What::Length(length) => reading.take_length(length),
                What::Name(whose, _) => reading.take_name(whose, &found),
                _ => None,
            };
            kept.extend(sense.map(|sense| (each, sense)));
        }
        if let Some(day) = day {
            reading.date = self.resolve(day, reading.time);
        }
        let bytes = |tokens: &Range<usize>| {
            self.tokens[tokens.start].range.start..self.tokens[tokens.end - 1].range.end
        };
        let piece = |(each, sense): &(&Found, Sense)| Piece { range: bytes(&each.tokens), sense: *sense };
        reading.pieces = kept.iter().map(piece).collect();
        reading.subject = self.subject(kept.iter().map(|(each, _)| each.tokens.clone()));
        reading
    }
}

impl Reading {
    fn take_time(&mut self, start: u32, lasts: Option<u32>) -> Option<Sense> {
        let taken =
            matches!(self.length, Some(Length::Days(_))) || (lasts.is_some() && self.length.is_some());
        if self.time.is_some() || taken {
            return None;
        }
        self.time = NaiveTime::from_num_seconds_from_midnight_opt(start * 60, 0);
        self.length = self.length.or(lasts.map(Length::Minutes));
        Some(if lasts.is_some() { Sense::Hours } else { Sense::Time })
    }

    fn take_moment(&mut self, moment: NaiveDateTime) -> Option<Sense> {
        self.take_time(moment.hour() * 60 + moment.minute(), None)?;
        self.date = Some(moment.date());
        Some(Sense::Moment)
    }

    fn take_length(&mut self, length: Length) -> Option<Sense> {
        let whole_days = matches!(length, Length::Days(_));
        if self.length.is_some() || (whole_days && self.time.is_some()) {
            return None;
        }
        self.length = Some(length);
        Some(Sense::Length)
    }

    /// Takes the best of the names of a kind; of equally good ones the first.
    fn take_name(&mut self, whose: Whose, found: &[Found]) -> Option<Sense> {
        let client = matches!(whose, Whose::Client(_));
        let alike = found.iter().filter_map(|each| match each.what {
            What::Name(other, fit) if matches!(other, Whose::Client(_)) == client => Some((other, fit)),
            _ => None,
        });
        let (best, _) = alike.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        match whose {
            _ if whose != best => None,
            Whose::Client(id) if self.client.is_none() => {
                self.client = Some(id);
                Some(Sense::Client)
            }
            Whose::Place(id) if self.place.is_none() => {
                self.place = Some(id);
                Some(Sense::Place)
            }
            _ => None,
        }
    }
}

/// Of what names the day: the first, but a date rather than the weekday that it falls on.
fn chosen_day(found: &[Found]) -> Option<Day> {
    let days =
        || found.iter().filter_map(|each| if let What::Day(day) = each.what { Some(day) } else { None });
    let next_week = found.iter().any(|each| matches!(each.what, What::NextWeek));
    let first = days().next()?;
    let date = days().find(|day| matches!(day, Day::Date(_)) && agree(*day, first));
    match date.unwrap_or(first) {
        Day::Weekday(weekday, _) if next_week => Some(Day::Weekday(weekday, Week::Next)),
        day => Some(day),
    }
}

fn agree(day: Day, other: Day) -> bool {
    match (day, other) {
        (Day::Date(date), Day::Date(other)) => date == other,
        (Day::Weekday(weekday, _), Day::Weekday(other, _)) => weekday == other,
        (Day::Date(date), Day::Weekday(weekday, _)) | (Day::Weekday(weekday, _), Day::Date(date)) => {
            date.weekday() == weekday
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shorthand::stories::{at, line, moment, now};

    #[test]
    fn pieces_are_where_they_were_typed() {
        let text = "Смета у Иванова, в чт с 9 до 11 в Байкале";
        let pieces = at(text, now()).pieces;
        let shown: Vec<_> = pieces.iter().map(|it| (&text[it.range.clone()], it.sense)).collect();
        assert_eq!(
            shown,
            [
                ("у Иванова", Sense::Client),
                ("в чт", Sense::Day),
                ("с 9 до 11", Sense::Hours),
                ("в Байкале", Sense::Place),
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn pieces_lie_within_the_text_and_apart(text in line(), now in moment()) {
            let mut end = 0;
            for piece in at(&text, now).pieces {
                prop_assert!(end <= piece.range.start && piece.range.start < piece.range.end);
                prop_assert!(text.get(piece.range.clone()).is_some_and(|it| it.trim() == it));
                end = piece.range.end;
            }
        }

        #[test]
        fn what_is_filled_in_is_what_the_pieces_say(text in line(), now in moment()) {
            let reading = at(&text, now);
            let said = |senses: &[Sense]| reading.pieces.iter().any(|it| senses.contains(&it.sense));
            prop_assert_eq!(reading.date.is_some(), said(&[Sense::Day, Sense::Moment]));
            prop_assert_eq!(reading.time.is_some(), said(&[Sense::Time, Sense::Hours, Sense::Moment]));
            prop_assert_eq!(reading.length.is_some(), said(&[Sense::Length, Sense::Hours]));
            prop_assert_eq!(reading.client.is_some(), said(&[Sense::Client]));
            prop_assert_eq!(reading.place.is_some(), said(&[Sense::Place]));
        }
    }
}
