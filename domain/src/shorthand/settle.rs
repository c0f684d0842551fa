//! What a line says as a whole: a choice among all that was understood of it.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::days::{Day, Week, later};
use super::grammar::{Found, What};
use super::line::Line;
use super::names::Whose;
use super::parts::{Part, time_of};
use super::recurs::Recurs;
use super::times::lasts_until;
use super::{Length, Piece, Reading, Sense};
use crate::time::When;
use crate::time::recurrence::{Ends, Rule};

impl Line<'_> {
    /// Chooses among what was found, and leaves the rest to the subject.
    pub(super) fn settle(&self, found: Vec<Found>) -> Reading {
        let day = chosen_day(&found);
        let part = chosen_part(&found, day);
        let recurs = chosen_rule(&found);
        // From ten on Tuesday to Thursday, or at ten on each of them?
        let timed = found.iter().any(|each| matches!(each.what, What::Time { .. }));
        let mut reading = Reading::default();
        let mut senses: Vec<Option<Sense>> = found
            .iter()
            .map(|each| match each.what {
                What::Day(other) if day.is_some_and(|day| agree(day, other)) => Some(Sense::Day),
                What::NextWeek if matches!(day, Some(Day::Weekday(..))) => Some(Sense::Day),
                What::Time { start, lasts, open } => reading.take_time(start, lasts, part, open),
                What::Moment(moment) if day.is_none() => reading.take_moment(moment),
                What::Length(Length::Days(_)) if recurs.is_some_and(Recurs::is_daily) => None,
                What::Length(length) => reading.take_length(length),
                What::Name(whose, _) => reading.take_name(whose, &found),
                What::Days { first, last, .. } if day.is_none() && recurs.is_none() && !timed => {
                    reading.take_days(first, last)
                }
                _ => None,
            })
            .collect();
        for (each, sense) in found.iter().zip(&mut senses) {
            match each.what {
                What::Part(other) | What::PartOf(_, other) if part != Some(other) => {}
                What::Part(part) => *sense = reading.take_part(part),
                What::PartOf(of, part) if day.is_none_or(|day| agree(day, of)) => {
                    *sense = reading.take_part(part).map(|_| Sense::Moment);
                }
                _ => {}
            }
        }
        for (each, sense) in found.iter().zip(&mut senses) {
            if let What::Until { end, open } = each.what {
                *sense = reading.take_end(end, open);
            }
        }
        let day_said = |senses: &[Option<Sense>]| {
            senses.iter().any(|sense| matches!(sense, Some(Sense::Day | Sense::Moment)))
        };
        if let Some(day) = day
            && day_said(&senses)
        {
            reading.date = self.resolve(day, reading.time);
        }
        if let Some(recurs) = recurs {
            self.take_rule(recurs, &found, &mut reading, &mut senses);
        }
        let kept: Vec<_> =
            found.iter().zip(senses).filter_map(|(each, sense)| Some((each, sense?))).collect();
        let bytes = |tokens: &Range<usize>| {
            self.tokens[tokens.start].range.start..self.tokens[tokens.end - 1].range.end
        };
        let piece = |(each, sense): &(&Found, Sense)| Piece { range: bytes(&each.tokens), sense: *sense };
        reading.pieces = kept.iter().map(piece).collect();
        reading.subject = self.subject(kept.iter().map(|(each, _)| each.tokens.clone()));
        reading
    }

    /// Takes the rule with what says from when and until when; all of it, or nothing.
    fn take_rule(
        &self,
        recurs: Recurs,
        found: &[Found],
        reading: &mut Reading,
        senses: &mut [Option<Sense>],
    ) {
        let ending = found.iter().position(|each| match each.what {
            What::Ends(_) => true,
            What::Days { dates, .. } => dates,
            What::Length(Length::Days(_)) => recurs.is_daily(),
            _ => false,
        });
        let ends = |first: NaiveDate| match ending.map(|ending| found[ending].what) {
            None => Some(Ends::Never),
            Some(What::Ends(ending)) => ending.of(first),
            Some(What::Days { last, .. }) => Some(Ends::On { last }),
            Some(What::Length(Length::Days(days))) => {
                Some(Ends::On { last: later(first, days.checked_sub(1)?)? })
            }
            Some(_) => None,
        };
        let since = ending.and_then(|ending| match found[ending].what {
            What::Days { first, .. } => Some(first),
            _ => None,
        });
        let Some((rule, first)) = self.rule_from(recurs, reading, since, ends) else { return };
        reading.date = Some(first);
        reading.recurrence = Some(rule);
        for (each, sense) in found.iter().zip(senses.iter_mut()) {
            if let What::Recurs(said) = each.what
                && said.is_part_of(recurs)
            {
                *sense = Some(Sense::Recurrence);
            }
        }
        if let Some(ending) = ending {
            senses[ending] = Some(Sense::Recurrence);
        }
    }

    /// The rule from the day on that is named; else from today, or from the day that is chosen, and not at a time that
    /// is past.
    fn rule_from(
        &self,
        recurs: Recurs,
        reading: &Reading,
        since: Option<NaiveDate>,
        ends: impl Fn(NaiveDate) -> Option<Ends>,
    ) -> Option<(Rule, NaiveDate)> {
        if let Some(named) = reading.date.or(since) {
            return recurs.rule(named, |_| false, ends);
        }
        let today = self.now.date();
        let from = self.chosen.filter(|_| !recurs.names_days()).unwrap_or(today);
        let past = |date| date == today && reading.time.is_some_and(|time| time < self.now.time());
        recurs.rule(from, past, ends)
    }
}

impl Reading {
    fn take_time(&mut self, start: u32, lasts: Option<u32>, part: Option<Part>, open: bool) -> Option<Sense> {
        let taken =
            matches!(self.length, Some(Length::Days(_))) || (lasts.is_some() && self.length.is_some());
        if self.time.is_some() || taken {
            return None;
        }
        let start = part.and_then(|part| part.refine(start, open)).unwrap_or(start);
        self.time = time_of(start);
        self.length = self.length.or(lasts.map(Length::Minutes));
        Some(if lasts.is_some() { Sense::Hours } else { Sense::Time })
    }

    /// A part of the day begins the meeting, unless a time is typed, which has to be in it.
    fn take_part(&mut self, part: Part) -> Option<Sense> {
        let Some(time) = self.time else { return self.take_time(part.begins(), None, None, false) };
        let minute = time.hour() * 60 + time.minute();
        (part.refine(minute, false) == Some(minute)).then_some(Sense::Time)
    }

    /// The end of what begins at a time that is known.
    fn take_end(&mut self, end: u32, open: bool) -> Option<Sense> {
        let start = self.time.filter(|_| self.length.is_none())?;
        let lasts = lasts_until(start.hour() * 60 + start.minute(), end, open)?;
        self.length = Some(Length::Minutes(lasts));
        Some(Sense::Length)
    }

    fn take_days(&mut self, first: NaiveDate, last: NaiveDate) -> Option<Sense> {
        let days = u32::try_from((last - first).num_days() + 1).ok()?;
        let fits = (1..=When::LONGEST_DAYS).contains(&days);
        // "All day" says nothing of how many.
        let open = matches!(self.length, None | Some(Length::Days(1)));
        if !fits || !open || self.date.is_some() || self.time.is_some() {
            return None;
        }
        self.date = Some(first);
        self.length = Some(Length::Days(days));
        Some(Sense::Days)
    }

    fn take_moment(&mut self, moment: NaiveDateTime) -> Option<Sense> {
        self.take_time(moment.hour() * 60 + moment.minute(), None, None, false)?;
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
    let named = |each: &Found| match each.what {
        What::Day(day) | What::PartOf(day, _) => Some(day),
        _ => None,
    };
    let days = || found.iter().filter_map(named);
    let next_week = found.iter().any(|each| matches!(each.what, What::NextWeek));
    let first = days().next()?;
    let date = days().find(|day| matches!(day, Day::Date(_)) && agree(*day, first));
    match date.unwrap_or(first) {
        Day::Weekday(weekday, _) if next_week => Some(Day::Weekday(weekday, Week::Next)),
        day => Some(day),
    }
}

/// The part of the day that is said first; one of another day than the chosen one says nothing.
fn chosen_part(found: &[Found], day: Option<Day>) -> Option<Part> {
    found.iter().find_map(|each| match each.what {
        What::Part(part) => Some(part),
        What::PartOf(of, part) if day.is_none_or(|day| agree(day, of)) => Some(part),
        _ => None,
    })
}

/// The rule that is said first, with what is said of it elsewhere.
fn chosen_rule(found: &[Found]) -> Option<Recurs> {
    let said = found.iter().filter_map(|each| match each.what {
        What::Recurs(recurs) => Some(recurs),
        _ => None,
    });
    said.reduce(|rule, further| rule.along_with(further).unwrap_or(rule))
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
            prop_assert_eq!(reading.date.is_some(), said(&[Sense::Day, Sense::Days, Sense::Moment, Sense::Recurrence]));
            prop_assert_eq!(reading.time.is_some(), said(&[Sense::Time, Sense::Hours, Sense::Moment]));
            prop_assert_eq!(reading.length.is_some(), said(&[Sense::Length, Sense::Hours, Sense::Days]));
            prop_assert_eq!(reading.recurrence.is_some(), said(&[Sense::Recurrence]));
            prop_assert_eq!(reading.client.is_some(), said(&[Sense::Client]));
            prop_assert_eq!(reading.place.is_some(), said(&[Sense::Place]));
        }
    }
}
