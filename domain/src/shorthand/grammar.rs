//! The rules of the grammar, and which of them reads the most of a line from a word on.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime};

use super::Length;
use super::days::Day;
use super::endings::Ending;
use super::line::{Line, among};
use super::names::{Fit, Whose};
use super::parts::Part;
use super::recurs::Recurs;

/// Something understood, and the tokens that say it.
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) what: What,
}

#[derive(Clone, Copy)]
pub(super) enum What {
    Day(Day),
    /// Counts only together with a weekday.
    NextWeek,
    /// Whole days, or where something recurs, from when until when; of dates, or only of weekdays.
    Days {
        first: NaiveDate,
        last: NaiveDate,
        dates: bool,
    },
    /// Minutes since midnight, and how many minutes it lasts where an end was typed; open where it may be in the
    /// other half of the day.
    Time {
        start: u32,
        lasts: Option<u32>,
        open: bool,
    },
    /// When it ends; counts only together with a start.
    Until {
        end: u32,
        open: bool,
    },
    Part(Part),
    PartOf(Day, Part),
    Recurs(Recurs),
    /// Counts only together with what recurs.
    Ends(Ending),
    Moment(NaiveDateTime),
    Length(Length),
    Name(Whose, Fit),
    /// A name of several, or a rule that could be two: it stays in the subject.
    Unclear,
}

impl Line<'_> {
    /// Everything that can be understood, from left to right.
    pub(super) fn found(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let before = found.last().filter(|last| last.tokens.end == at).map(|last| last.what);
            match self.piece(at).or_else(|| self.right_after(before?, at)) {
                Some((what, end)) => {
                    found.push(Found { tokens: at..end, what });
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    pub(super) fn piece(&self, at: usize) -> Option<(What, usize)> {
        if !self.begins(at) || (at > 0 && self.is(at - 1, ELSEWHERE)) {
            return None;
        }
        let lead = self.word(at);
        let led = if among(LEADS, lead) { self.after(lead, at + 1) } else { None };
        led.into_iter().chain(self.after("", at)).reduce(longer)
    }

    /// What means something only right after another piece.
    fn right_after(&self, before: What, at: usize) -> Option<(What, usize)> {
        let read = match before {
            What::Day(_) | What::Recurs(_) => self.part_of_day(at),
            What::Time { lasts: None, .. } | What::Part(_) | What::PartOf(..) => self.an_hour(at),
            _ => None,
        };
        read.filter(|(_, end)| self.begins(at) && self.ends(*end))
    }

    /// The longest reading after a preposition, or after none; of equally long ones the first rule's.
    fn after(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let may = |leads| lead.is_empty() || among(leads, lead);
        let time =
            if may(BEFORE_TIME) { self.hours(lead, at).or_else(|| self.start(lead, at)) } else { None };
        let (day, days) =
            if may(BEFORE_DAY) { (self.day(lead, at), self.days(lead, at)) } else { (None, None) };
        let length = if may(BEFORE_LENGTH) { self.length(lead, at) } else { None };
        let bare = lead.is_empty();
        let ahead = if bare { self.ahead(at) } else { None };
        let name = if may(BEFORE_NAME) { self.name(lead, at) } else { None };
        let part = if bare { self.part(at) } else { None };
        let until = if bare { self.until(at) } else { None };
        let recurs = if may(BEFORE_RECURS) { self.recurs(at) } else { None };
        let ending = if may(BEFORE_LENGTH) { self.ending(lead, at) } else { None };
        [time, day, days, length, ahead, name, part, until, recurs, ending]
            .into_iter()
            .flatten()
            .filter(|(_, end)| self.ends(*end))
            .reduce(longer)
    }
}

fn longer(one: (What, usize), other: (What, usize)) -> (What, usize) {
    if other.1 > one.1 { other } else { one }
}

/// Prepositions, which belong to what they may stand before. Lists of words are one text each: it is the
/// smallest form that they have in the browser's program.
const LEADS: &str = "at on in for with from в во на с со у к ко";
const BEFORE_TIME: &str = "at for from в во на с к";
const BEFORE_DAY: &str = "on for from в во на с со";
const BEFORE_RECURS: &str = "on в во";
const BEFORE_LENGTH: &str = "for на";
const BEFORE_NAME: &str = "at in for with в во на с со у к ко";

/// After these words a day, a time or a name is told of and not meant: "by Friday", «за 2 дня».
const ELSEWHERE: &str = "about after before by each every except from last of per since than till until \
    без до за из к каждое каждую каждые каждый ко кроме о об от перед по после про прошлую прошлый";

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn what_is_told_of_and_not_meant() {
        each(&[
            ("Report due by Friday", "[Report due by Friday]"),
            ("отчёт за 2 дня до выставки", "[отчёт за 2 дня до выставки]"),
            ("в 10 раз больше", "[в 10 раз больше]"),
            ("every time at 9:00", "09:00, [every time]"),
            ("после 14:00", "[после 14:00]"),
            ("подготовить к 24 декабря", "[подготовить к 24 декабря]"),
            ("Thursday's list", "[Thursday's list]"),
            ("Sat-nav test", "[Sat-nav test]"),
            ("24/7 support", "[24/7 support]"),
            ("call 8-800-555-35-35", "[call 8-800-555-35-35]"),
            ("10.12.14.3 is down", "[10.12.14.3 is down]"),
            ("check in tomorrow", "2026-11-25, [check in]"),
            ("", "[]"),
            ("   ", "[]"),
        ]);
    }
}
