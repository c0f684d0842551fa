//! The rules of the grammar, and which of them reads the most of a line from a word on.

use std::ops::Range;

use chrono::NaiveDateTime;

use super::Length;
use super::days::Day;
use super::line::{Line, among};
use super::names::{Fit, Whose};

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
    /// Minutes since midnight, and how many minutes it lasts where an end was typed.
    Time {
        start: u32,
        lasts: Option<u32>,
    },
    Moment(NaiveDateTime),
    Length(Length),
    Name(Whose, Fit),
    /// A name of several: nobody's.
    Unclear,
}

impl Line<'_> {
    /// Everything that can be understood, from left to right.
    pub(super) fn found(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.piece(at) {
                Some((what, end)) => {
                    found.push(Found { tokens: at..end, what });
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn piece(&self, at: usize) -> Option<(What, usize)> {
        if !self.begins(at) || (at > 0 && self.is(at - 1, ELSEWHERE)) {
            return None;
        }
        let lead = self.word(at);
        let led = if among(LEADS, lead) { self.after(lead, at + 1) } else { None };
        led.into_iter().chain(self.after("", at)).reduce(longer)
    }

    /// The longest reading after a preposition, or after none; of equally long ones the first rule's.
    fn after(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let may = |leads| lead.is_empty() || among(leads, lead);
        let time =
            if may(BEFORE_TIME) { self.hours(lead, at).or_else(|| self.start(lead, at)) } else { None };
        let day = if may(BEFORE_DAY) { self.day(at) } else { None };
        let length = if may(BEFORE_LENGTH) { self.length(lead, at) } else { None };
        let ahead = if lead.is_empty() { self.ahead(at) } else { None };
        let name = if may(BEFORE_NAME) { self.name(lead, at) } else { None };
        [time, day, length, ahead, name]
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
const BEFORE_DAY: &str = "on for в во на";
const BEFORE_LENGTH: &str = "for на";
const BEFORE_NAME: &str = "at in for with в во на с со у к ко";

/// After these words a day, a time or a name is told of and not meant: "by Friday", «за 2 дня».
const ELSEWHERE: &str = "about after before by every from last of per since than till until \
    без до за из к каждую каждый ко о об от перед по после про прошлую прошлый";

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

    #[test]
    fn what_is_told_of_and_not_meant() {
        each(&[
            ("Report due by Friday", "[Report due by Friday]"),
            ("отчёт за 2 дня до выставки", "[отчёт за 2 дня до выставки]"),
            ("в 10 раз больше", "[в 10 раз больше]"),
            ("every Thu at 9:00", "09:00, [every Thu]"),
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
