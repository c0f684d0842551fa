//! A meeting typed in one line (S7 to S10; issue "Quick create understands typing").
//!
//! "Ivanov Thu 14:00 1h Baikal" names a client, a day, a time, a length and a room; what is left is the
//! subject. English and Russian are understood side by side, whatever language the screens speak. What could
//! mean two things is not guessed: it stays in the subject, where its writer sees it.
//!
//! The line is cut into words, numbers and marks. At each of them every rule of the grammar says how far it
//! can read, and the longest reading wins. To add a rule, write a method of `Line` that answers what it read
//! and where it stopped, and list it in `Line::after`.

use std::cmp::Ordering;
use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};

use crate::grid::day::DAY_MINUTES;
use crate::id::{ClientId, Named, PlaceId};
use crate::time::When;

/// What a line says of a meeting. What it does not say is `None`, and a form keeps what it had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// How long a meeting takes: never nothing, and never longer than [`When`] allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Minutes(u32),
    /// Whole days (S11).
    Days(u32),
}

/// A stretch of the text that was understood, its preposition included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In bytes of the text.
    pub range: Range<usize>,
    pub sense: Sense,
}

/// What a piece says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A line in its parts. The methods that read take the index of a token; those that find something answer it
/// with the index of the token after it.
struct Line<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    names: Vec<NameWord<'a>>,
    now: NaiveDateTime,
}

/// A word, a number, a mark or a quotation.
struct Token {
    kind: Kind,
    range: Range<usize>,
    /// In lower case, with е for ё; empty for what is not interpreted.
    folded: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    /// Of ASCII digits.
    Number,
    Mark,
    Quoted,
    /// What lies beyond [`LONGEST`].
    Unread,
}

/// A word of a name, found by its first letter: there may be thousands, and a line is read at every key.
struct NameWord<'a> {
    first: char,
    name: &'a str,
    /// Where in the name it begins, in bytes.
    at: usize,
    whose: Whose,
}

/// Something understood, and the tokens that say it.
struct Found {
    tokens: Range<usize>,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Day {
    Date(NaiveDate),
    Weekday(Weekday, Week),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Week {
    Coming,
    /// The one that begins on the Monday after today.
    Next,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Client(ClientId),
    Place(PlaceId),
}

/// How well a name fits, the worst first: further in the text, then in better words, then in all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    end: usize,
    fit: Fit,
    share: Share,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Begun,
    Inflected,
    Whole,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Part,
    /// But for words like "Ltd".
    Entire,
}

/// A time as typed, in minutes since midnight up to the midnight that ends the day.
#[derive(Clone, Copy)]
struct Clock {
    minute: u32,
    form: Form,
    half: Half,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// An hour alone, which may be any number.
    Hour,
    /// 14.30, which may be a date.
    Dotted,
    Full,
}

/// Which half of the day a time is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Said,
    /// By its digits: 0 or 13 to 24, or a leading nought.
    Plain,
    Open,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Day,
    Week,
}

impl Line<'_> {
    /// Everything that can be understood, from left to right.
    fn found(&self) -> Vec<Found> {
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

    /// Chooses among what was found, and leaves the rest to the subject.
    fn settle(&self, found: Vec<Found>) -> Reading {
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

    fn resolve(&self, day: Day, time: Option<NaiveTime>) -> Option<NaiveDate> {
        let today = self.now.date();
        let (weekday, week) = match day {
            Day::Date(date) => return Some(date),
            Day::Weekday(weekday, week) => (weekday, week),
        };
        let ahead = match week {
            Week::Coming => {
                let ahead = weekday.days_since(today.weekday());
                let past = ahead == 0 && time.is_some_and(|time| time < self.now.time());
                if past { 7 } else { ahead }
            }
            Week::Next => 7 - today.weekday().num_days_from_monday() + weekday.num_days_from_monday(),
        };
        later(today, ahead)
    }

    /// What no piece has taken, without the marks that only set a piece apart.
    fn subject(&self, pieces: impl Iterator<Item = Range<usize>>) -> String {
        let mut left: Vec<Option<&Token>> = self.tokens.iter().map(Some).collect();
        for piece in pieces {
            left[piece].fill(None);
        }
        for at in 1..left.len() {
            let hangs = self.is(at, AFTER_A_PIECE) || (self.is(at, DASHES) && !self.glued(at + 1));
            if left[at - 1].is_none() && hangs {
                left[at] = None;
            }
        }
        for at in (1..left.len()).rev() {
            let hangs = self.is(at - 1, BEFORE_A_PIECE) || self.is(at - 1, DASHES);
            if left[at].is_none() && hangs {
                left[at - 1] = None;
            }
        }
        self.drop_empty_brackets(&mut left);
        let mut subject = String::new();
        let mut last = None;
        for (at, token) in left.iter().enumerate().filter_map(|(at, token)| token.map(|token| (at, token))) {
            if last.is_some_and(|last| self.apart(last, at)) {
                subject.push(' ');
            }
            subject.push_str(&single_spaced(&self.text[token.range.clone()]));
            last = Some(at);
        }
        let whole = quotation(&subject).filter(|(_, end)| *end == subject.len());
        whole.map(|(inner, _)| inner.trim().to_owned()).unwrap_or(subject)
    }

    /// Whether two parts of the subject need a space between them.
    fn apart(&self, one: usize, next: usize) -> bool {
        let bracketed =
            (self.is(one, "( [") && self.glued(one + 1)) || (self.is(next, ") ]") && self.glued(next));
        if one + 1 < next { !bracketed } else { !self.glued(next) }
    }

    fn drop_empty_brackets(&self, left: &mut [Option<&Token>]) {
        let mut open = None;
        for at in 0..left.len() {
            if left[at].is_none() {
                continue;
            }
            if let Some(open) = open
                && self.is(at, ") ]")
                && open + 1 < at
            {
                left[at] = None;
                left[open] = None;
            }
            open = self.is(at, "( [").then_some(at);
        }
    }

    fn day(&self, at: usize) -> Option<(What, usize)> {
        if self.is(at, "next следующей след") {
            let dot = at + 1 + usize::from(self.is(at + 1, "."));
            if self.is(dot, "week неделе") {
                return Some((What::NextWeek, dot + 1));
            }
        }
        let (day, end) = self
            .near(at)
            .or_else(|| self.weekday(at))
            .or_else(|| self.iso_date(at))
            .or_else(|| self.dotted_date(at))
            .or_else(|| self.spelled_date(at))?;
        Some((What::Day(day), end))
    }

    fn near(&self, at: usize) -> Option<(Day, usize)> {
        let at = at + usize::from(self.word(at) == "the");
        let (ahead, end) = match self.word(at) {
            "today" | "сегодня" => (0, at + 1),
            "tomorrow" | "tmrw" | "завтра" => (1, at + 1),
            "послезавтра" => (2, at + 1),
            "day" if self.word(at + 1) == "after" && self.word(at + 2) == "tomorrow" => (2, at + 3),
            _ => return None,
        };
        Some((Day::Date(later(self.now.date(), ahead)?), end))
    }

    fn weekday(&self, at: usize) -> Option<(Day, usize)> {
        let (week, at) = match self.word(at) {
            "this" | "этот" | "эту" | "это" => (Week::Coming, at + 1),
            "next" | "следующий" | "следующую" | "следующее" => {
                (Week::Next, at + 1)
            }
            _ => (Week::Coming, at),
        };
        let word = self.word(at);
        let named = |(english, russian): &&(&str, &str)| {
            (word.len() >= 3 && english.starts_with(word)) || among(russian, word)
        };
        let number = WEEKDAYS.iter().position(|names| named(&names))?;
        let weekday = Weekday::try_from(u8::try_from(number).ok()?).ok()?;
        Some((Day::Weekday(weekday, week), at + 1))
    }

    /// 2026-11-24.
    fn iso_date(&self, at: usize) -> Option<(Day, usize)> {
        let year = self.year(at)?;
        let month = self.joined(at + 1, "-", 2..3)?;
        let day = self.joined(at + 3, "-", 2..3)?;
        Some((Day::Date(NaiveDate::from_ymd_opt(year, month, day)?), at + 5))
    }

    /// 24.11 or 24.11.2026. Without a year the month has two digits; 1.5 is a number.
    fn dotted_date(&self, at: usize) -> Option<(Day, usize)> {
        let day = self.number(at, 1..3)?;
        let month = self.joined(at + 1, ".", 1..3)?;
        if let Some(year) = self.joined(at + 3, ".", 2..5) {
            let year = if year < 100 { i32::try_from(year).ok()? + 2000 } else { self.year(at + 4)? };
            return Some((Day::Date(NaiveDate::from_ymd_opt(year, month, day)?), at + 5));
        }
        self.joined(at + 1, ".", 2..3)?;
        Some((Day::Date(self.next_such_date(month, day)?), at + 3))
    }

    /// 24 Nov, 24th of November 2026, Nov 24, 24 ноября.
    fn spelled_date(&self, at: usize) -> Option<(Day, usize)> {
        let (day, month, end) = if let Some((month, end)) = self.month(at) {
            (self.number(end, 1..3)?, month, self.ordinal(end + 1))
        } else {
            let day = self.number(at, 1..3)?;
            let end = self.ordinal(at + 1);
            let (month, end) = self.month(end + usize::from(self.word(end) == "of"))?;
            (day, month, end)
        };
        let comma = end + usize::from(self.word(end) == ",");
        let Some(year) = self.year(comma).filter(|_| self.ends(comma + 1)) else {
            return Some((Day::Date(self.next_such_date(month, day)?), end));
        };
        let end = comma + 1 + usize::from(self.is(comma + 1, "г года"));
        Some((Day::Date(NaiveDate::from_ymd_opt(year, month, day)?), end))
    }

    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at);
        let named = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(word));
        if self.tokens.get(at)?.kind != Kind::Word || word.chars().count() < 3 {
            return None;
        }
        let number = MONTHS.iter().position(named)?;
        let end = at + 1 + usize::from(self.word(at + 1) == "." && self.glued(at + 1));
        Some((u32::try_from(number).ok()? + 1, end))
    }

    fn ordinal(&self, at: usize) -> usize {
        at + usize::from(self.glued(at) && self.is(at, "st nd rd th"))
    }

    /// Of these years a meeting can be in, as far as anybody plans.
    fn year(&self, at: usize) -> Option<i32> {
        let year = self.number(at, 4..5).filter(|year| (1990..=2100).contains(year))?;
        i32::try_from(year).ok()
    }

    fn next_such_date(&self, month: u32, day: u32) -> Option<NaiveDate> {
        let today = self.now.date();
        // A leap day is up to eight years away.
        let mut dates = (0..=8).filter_map(|ahead| NaiveDate::from_ymd_opt(today.year() + ahead, month, day));
        dates.find(|date| *date >= today)
    }

    /// From a time to a time.
    fn hours(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let (from, dash) = self.clock(lead, at)?;
        let by_word = self.is(dash, "to till until до");
        if !by_word && !self.is(dash, DASHES) {
            return None;
        }
        let (to, end) = self.clock(if by_word { "to" } else { lead }, dash + 1)?;
        let tight = self.glued(dash) && self.glued(dash + 1);
        let told = among(EXACT, lead) || (by_word && among("from с", lead));
        let likely = match (from.form, to.form) {
            // "14-15" is hours more often than not; "2-3" is not.
            (Form::Hour, Form::Hour) => told || (tight && from.minute >= EARLIEST && from.minute < to.minute),
            (Form::Dotted, Form::Dotted) => !self.may_be_date(at) || !self.may_be_date(dash + 1),
            (Form::Hour, Form::Dotted) => !lead.is_empty(),
            (Form::Hour, Form::Full) => tight || by_word || !lead.is_empty(),
            (Form::Dotted, Form::Hour) => !lead.is_empty() && (tight || by_word),
            (Form::Full, Form::Hour) => tight || by_word,
            _ => true,
        };
        if !likely || (to.form == Form::Hour && self.counts_something(end)) {
            return None;
        }
        let start = if to.half == Half::Said { from.before(to.minute) } else { from.alone() };
        let lasts = (to.following(start) + DAY - start) % DAY;
        (start < DAY && lasts > 0).then_some((What::Time { start, lasts: Some(lasts) }, end))
    }

    fn start(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let (clock, end) = self.clock(lead, at)?;
        let exact = among(EXACT, lead);
        let likely = match clock.form {
            Form::Full => true,
            Form::Dotted => exact || !self.may_be_date(at),
            Form::Hour => exact && !self.counts_something(end),
        };
        let start = clock.alone();
        (likely && start < DAY).then_some((What::Time { start, lasts: None }, end))
    }

    fn clock(&self, lead: &str, at: usize) -> Option<(Clock, usize)> {
        if self.is(at, "noon midday полдень") {
            return Some((Clock { minute: 12 * 60, form: Form::Full, half: Half::Said }, at + 1));
        }
        if lead == "в" && self.word(at) == "час" {
            let end = at + 1 + usize::from(self.word(at + 1) == "дня");
            return Some((Clock { minute: 13 * 60, form: Form::Full, half: Half::Said }, end));
        }
        let hour = self.number(at, 1..3)?;
        let (minute, form, end) = if let Some(minute) = self.joined(at + 1, ":", 2..3) {
            (minute, Form::Full, at + 3)
        } else if let Some(minute) = self.joined(at + 1, ".", 2..3) {
            (minute, Form::Dotted, at + 3)
        } else {
            (0, Form::Hour, at + 1)
        };
        if minute > 59 || hour > 24 || (hour == 24 && minute > 0) {
            return None;
        }
        let struck = if form == Form::Hour { self.hour_word(end) } else { end };
        // "2 дня" is two days, but "в 2 дня" an hour.
        let exact = lead == "to" || among(EXACT, lead);
        let days = self.word(struck) == "дня" && struck == at + 1 && !exact;
        if let Some((hour, end)) = self.half(hour, struck).filter(|_| !days) {
            return Some((Clock { minute: hour * 60 + minute, form: Form::Full, half: Half::Said }, end));
        }
        let open = (1..=12).contains(&hour) && !self.word(at).starts_with('0');
        let half = if open { Half::Open } else { Half::Plain };
        let end = if lead.is_empty() { end } else { struck };
        Some((Clock { minute: hour * 60 + minute, form, half }, end))
    }

    fn hour_word(&self, at: usize) -> usize {
        if self.is(at, "ч час часа часов") {
            at + 1
        } else if self.word(at) == "o" && self.is(at + 1, "' ’") && self.word(at + 2) == "clock" {
            at + 3
        } else {
            at
        }
    }

    /// The hour that this one is with "am", "pm" or "утра" at `at`.
    fn half(&self, hour: u32, at: usize) -> Option<(u32, usize)> {
        let (begins, end) = match self.word(at) {
            "am" | "утра" => (0, at + 1),
            "pm" | "вечера" => (12, at + 1),
            "дня" => (if (9..12).contains(&hour) { 0 } else { 12 }, at + 1),
            "ночи" => (if hour < 6 || hour == 12 { 0 } else { 12 }, at + 1),
            letter @ ("a" | "p") if self.word(at + 1) == "." && self.word(at + 2) == "m" => {
                (if letter == "a" { 0 } else { 12 }, at + 3 + usize::from(self.word(at + 3) == "."))
            }
            _ => return None,
        };
        (1..=12).contains(&hour).then_some((hour % 12 + begins, end))
    }

    fn may_be_date(&self, at: usize) -> bool {
        self.dotted_date(at).is_some()
    }

    /// A number before this word is no hour: "9 May", "15 min".
    fn counts_something(&self, at: usize) -> bool {
        self.month(at).is_some() || self.unit(at).is_some() || self.is(at, "% раз раза")
    }

    fn length(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let dash = at + 1 + usize::from(self.is(at + 1, DASHES));
        let (length, end) = match self.word(at) {
            "all" | "whole" | "full" if self.word(dash) == "day" => (Length::Days(1), dash + 1),
            "весь" | "целый" if self.word(at + 1) == "день" => (Length::Days(1), at + 2),
            "час" if lead == "на" => (Length::Minutes(60), at + 1),
            _ => self.amount(at)?,
        };
        Some((What::Length(length), end))
    }

    /// "in 2 days", «через час».
    fn ahead(&self, at: usize) -> Option<(What, usize)> {
        if !self.is(at, "in через") {
            return None;
        }
        let today = self.now.date();
        let (count, unit) = self.count(at + 1).unwrap_or((1, at + 1));
        if self.unit(unit) == Some(Unit::Week) {
            return Some((What::Day(Day::Date(later(today, count.checked_mul(7)?)?)), unit + 1));
        }
        let hour = (self.word(at + 1) == "час").then_some((Length::Minutes(60), at + 2));
        match hour.or_else(|| self.amount(at + 1))? {
            (Length::Days(days), end) => Some((What::Day(Day::Date(later(today, days)?)), end)),
            (Length::Minutes(minutes), end) => Some((What::Moment(self.moment(minutes)?), end)),
        }
    }

    /// So many minutes from now, on the next mark of a clock's face.
    fn moment(&self, minutes: u32) -> Option<NaiveDateTime> {
        let now = self.now.date().and_hms_opt(self.now.hour(), self.now.minute(), 0)?;
        let moment = now.checked_add_signed(TimeDelta::minutes(minutes.into()))?;
        let to_mark = (5 - moment.minute() % 5) % 5;
        moment.checked_add_signed(TimeDelta::minutes(to_mark.into()))
    }

    /// 1h, 1.5 h, 1 ч 30 мин, half an hour, 2 days.
    fn amount(&self, at: usize) -> Option<(Length, usize)> {
        let (minutes, end) = match self.word(at) {
            "полчаса" => (30, at + 1),
            "half" if self.word(at + 1) == "hour" => (30, at + 2),
            "half" if self.word(at + 1) == "an" && self.word(at + 2) == "hour" => (30, at + 3),
            "полтора" if self.word(at + 1) == "часа" => (90, at + 2),
            _ => {
                let tenths = self.joined(at + 1, ".", 1..3).or_else(|| self.joined(at + 1, ",", 1..3));
                let (count, unit) = if tenths.is_some() { (0, at + 3) } else { self.count(at)? };
                match self.unit(unit)? {
                    Unit::Hour if tenths.is_some() => (self.decimal_hours(at)?, unit + 1),
                    Unit::Hour => {
                        let (minutes, end) = self.odd_minutes(unit + 1).unwrap_or((0, unit + 1));
                        (count * 60 + minutes, end)
                    }
                    _ if tenths.is_some() || self.is(at, "a an") => return None,
                    Unit::Minute => (count, unit + 1),
                    Unit::Day if (1..=When::LONGEST_DAYS).contains(&count) => {
                        return Some((Length::Days(count), unit + 1));
                    }
                    Unit::Day | Unit::Week => return None,
                }
            }
        };
        (1..=When::LONGEST_MINUTES).contains(&minutes).then_some((Length::Minutes(minutes), end))
    }

    fn decimal_hours(&self, at: usize) -> Option<u32> {
        let fraction = self.number(at + 2, 1..3)?;
        let parts = if self.word(at + 2).len() == 1 { 10 } else { 100 };
        Some(self.number(at, 1..4)? * 60 + fraction * 60 / parts)
    }

    /// The 30 of 1h30 and of 1 h 30 min.
    fn odd_minutes(&self, at: usize) -> Option<(u32, usize)> {
        let minutes = self.number(at, 1..3).filter(|minutes| *minutes < 60)?;
        match self.unit(at + 1) {
            Some(Unit::Minute) => Some((minutes, at + 2)),
            _ => self.glued(at).then_some((minutes, at + 1)),
        }
    }

    fn count(&self, at: usize) -> Option<(u32, usize)> {
        let count = match self.word(at) {
            "a" | "an" | "one" | "один" | "одну" => 1,
            "two" | "два" | "две" => 2,
            "three" | "три" => 3,
            _ => self.number(at, 1..5)?,
        };
        Some((count, at + 1))
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        Some(match self.word(at) {
            "min" | "mins" | "minute" | "minutes" | "мин" | "минут" | "минута" | "минуту" | "минуты" => {
                Unit::Minute
            }
            // "5 m" is a length as well, but in metres.
            "m" | "м" if self.glued(at) => Unit::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" | "ч" | "час" | "часа" | "часов" => Unit::Hour,
            "day" | "days" | "день" | "дня" | "дней" => Unit::Day,
            "week" | "weeks" | "неделю" | "недели" | "недель" => Unit::Week,
            _ => return None,
        })
    }

    /// The one name that fits best.
    fn name(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let first = self.word(at).chars().next()?;
        let mut best: Option<(Rank, Option<Whose>)> = None;
        for word in self.names.iter().filter(|word| word.first == first && word.whose.follows(lead)) {
            let Some(rank) = self.rank(word, lead, at) else { continue };
            let whose = word.whose;
            best = match best.map(|(best, other)| (rank.cmp(&best), best, other)) {
                Some((Ordering::Less, best, other)) => Some((best, other)),
                Some((Ordering::Equal, best, other)) => Some((best, other.filter(|other| *other == whose))),
                Some((Ordering::Greater, ..)) | None => Some((rank, Some(whose))),
            };
        }
        let (rank, whose) = best?;
        Some((whose.map_or(What::Unclear, |whose| What::Name(whose, rank.fit)), rank.end))
    }

    /// How well a name fits here from one of its words on.
    fn rank(&self, word: &NameWord<'_>, lead: &str, at: usize) -> Option<Rank> {
        let (before, from) = word.name.split_at(word.at);
        self.tokens.get(at)?.fit(first_word(from)?.0, lead)?;
        let share = if has_distinct_word(before) { Share::Part } else { Share::Entire };
        // A later word of a name is often an ordinary one: "order tools" is not "Alder Tools".
        let meant = share == Share::Entire || !lead.is_empty() || self.capital(at);
        if meant { self.rank_from(from, share, lead, at) } else { None }
    }

    fn rank_from(&self, mut rest: &str, share: Share, lead: &str, at: usize) -> Option<Rank> {
        let mut best = None;
        let (mut end, mut fit, mut letters, mut distinct) = (at, Fit::Whole, 0, 0);
        while let Some((word, after)) = first_word(rest) {
            // The hyphen and the ampersand of a name may be typed or not.
            let joined = end > at && self.is(end, JOINING);
            let token = end + usize::from(joined);
            let Some(typed) = self.tokens.get(token) else { break };
            let Some(word_fit) = typed.fit(word, lead) else { break };
            // In "Baikal 2 h" the two belongs to the hours.
            if token > at && typed.kind == Kind::Number && self.begins_measure(token) {
                break;
            }
            // A short beginning is rather a word of its own: "plan" is not "Planet".
            let sure = !lead.is_empty() || self.capital(token) || typed.folded.chars().count() > 4;
            if word_fit == Fit::Begun && !sure {
                break;
            }
            fit = fit.min(word_fit);
            letters += if typed.kind == Kind::Word { typed.folded.chars().count() } else { 0 };
            distinct += usize::from(!is_common(word));
            end = token + 1;
            rest = after;
            let share = if has_distinct_word(rest) { Share::Part } else { share };
            let telling = letters >= 3 || (share == Share::Entire && self.capital(token));
            if distinct > 0 && telling && self.ends(end) {
                best = Some(Rank { end, fit, share });
            }
            if word_fit == Fit::Begun {
                break;
            }
        }
        best
    }

    fn begins_measure(&self, at: usize) -> bool {
        let measures = [self.hours("", at), self.start("", at), self.day(at), self.length("", at)];
        measures.into_iter().flatten().any(|(_, end)| self.ends(end))
    }

    /// The text of a token as rules compare it; of one that is not there, nothing.
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.folded)
    }

    fn is(&self, at: usize, words: &str) -> bool {
        among(words, self.word(at))
    }

    /// A number of so many digits.
    fn number(&self, at: usize, digits: Range<usize>) -> Option<u32> {
        let token = self.tokens.get(at)?;
        let number = token.kind == Kind::Number && digits.contains(&token.folded.len());
        if number { token.folded.parse().ok() } else { None }
    }

    /// A number that follows a mark without any space.
    fn joined(&self, at: usize, mark: &str, digits: Range<usize>) -> Option<u32> {
        let joined = self.word(at) == mark && self.glued(at) && self.glued(at + 1);
        if joined { self.number(at + 1, digits) } else { None }
    }

    fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.range.start == self.tokens[at - 1].range.end)
    }

    fn capital(&self, at: usize) -> bool {
        let range = self.tokens.get(at).map(|token| token.range.clone());
        range.is_some_and(|range| self.text[range].starts_with(char::is_uppercase))
    }

    /// Whether a piece may begin here: not within "Sat-nav" or "v2.10".
    fn begins(&self, at: usize) -> bool {
        !self.glued(at) || (self.is(at - 1, "( [ , ;") && !self.within_number(at - 1))
    }

    /// Whether a piece may end before this token.
    fn ends(&self, at: usize) -> bool {
        !self.glued(at)
            || (self.is(at, ", ;") && !self.within_number(at))
            || (self.is(at, ". : ! ? … ) ]") && (!self.glued(at + 1) || self.is(at + 1, ", . ! ? ) ]")))
    }

    /// The comma of "1,5".
    fn within_number(&self, comma: usize) -> bool {
        let number = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Number);
        comma > 0 && self.glued(comma) && self.glued(comma + 1) && number(comma - 1) && number(comma + 1)
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

impl<'a> Known<'a> {
    fn words(self) -> Vec<NameWord<'a>> {
        let clients = self.clients.iter().map(|it| (Whose::Client(it.id), it.name.as_str()));
        let places = self.places.iter().map(|it| (Whose::Place(it.id), it.name.as_str()));
        let mut words = Vec::new();
        for (whose, name) in clients.chain(places) {
            let mut rest = name;
            while let Some((word, after)) = first_word(rest) {
                let at = name.len() - after.len() - word.len();
                words.extend(fold(word).next().map(|first| NameWord { first, name, at, whose }));
                rest = after;
            }
        }
        words
    }
}

impl Whose {
    /// With somebody, in a room; the other prepositions go with either.
    fn follows(self, lead: &str) -> bool {
        match self {
            Self::Client(_) => lead != "in",
            Self::Place(_) => !among("with for у с со к ко", lead),
        }
    }
}

impl Clock {
    /// Nobody meets at three at night; who does types 03:00 or 3 am.
    fn alone(self) -> u32 {
        let at_night = self.half == Half::Open && self.minute < EARLIEST;
        self.minute + if at_night { HALF_DAY } else { 0 }
    }

    /// The later reading that is before an end: the 9 of "9-11 pm".
    fn before(self, end: u32) -> u32 {
        let open = self.half == Half::Open;
        if open && self.minute % HALF_DAY + HALF_DAY < end {
            self.minute % HALF_DAY + HALF_DAY
        } else {
            self.minute
        }
    }

    /// The earlier reading that is after a start: the 5 of "9 to 5".
    fn following(self, start: u32) -> u32 {
        let later = self.minute + HALF_DAY;
        if self.half == Half::Open && self.minute <= start && later > start && later <= DAY {
            later
        } else {
            self.minute
        }
    }
}

impl Token {
    fn fit(&self, word: &str, lead: &str) -> Option<Fit> {
        let mut left = fold(word);
        let mut letters = 0;
        for letter in self.folded.chars() {
            if left.next() != Some(letter) {
                let inflected = letters >= 3 && !lead.is_empty() && self.kind == Kind::Word;
                return (inflected && self.inflects(word)).then_some(Fit::Inflected);
            }
            letters += 1;
        }
        match (self.kind, left.count()) {
            (Kind::Word | Kind::Number, 0) => Some(Fit::Whole),
            // Enough of it that an ordinary word is seldom meant.
            (Kind::Word, left) if letters >= 4 && left * 2 <= letters => Some(Fit::Begun),
            _ => None,
        }
    }

    /// «Иванову» is «Иванов», «Волге» is «Волга».
    fn inflects(&self, word: &str) -> bool {
        let word: String = fold(word).collect();
        let stem = word.trim_end_matches(['а', 'я', 'о', 'е', 'ь', 'й', 'ы', 'и']);
        stem.chars().count() >= 3 && self.folded.strip_prefix(stem).is_some_and(|end| among(ENDINGS, end))
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

fn longer(one: (What, usize), other: (What, usize)) -> (What, usize) {
    if other.1 > one.1 { other } else { one }
}

fn later(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(days.into()))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    let mut read = 0;
    while let Some(first) = rest.chars().next().filter(|_| read < LONGEST) {
        let start = text.len() - rest.len();
        // Quotes after a number are inches.
        let inches = |last: &Token| last.kind == Kind::Number && last.range.end == start;
        let quoted = quotation(rest).filter(|_| first != '"' || !tokens.last().is_some_and(inches));
        let (kind, length) = match quoted {
            Some((_, length)) => (Kind::Quoted, length),
            None if first.is_alphabetic() => (Kind::Word, run(rest, char::is_alphabetic)),
            None if first.is_ascii_digit() => (Kind::Number, run(rest, |letter| letter.is_ascii_digit())),
            None => (Kind::Mark, first.len_utf8()),
        };
        let (token, after) = rest.split_at(length);
        if !first.is_whitespace() {
            let folded = if kind == Kind::Quoted { String::new() } else { fold(token).collect() };
            tokens.push(Token { kind, range: start..start + length, folded });
        }
        read += token.chars().count();
        rest = after;
    }
    let unread = rest.trim_start();
    if !unread.is_empty() {
        let range = text.len() - unread.len()..text.len();
        tokens.push(Token { kind: Kind::Unread, range, folded: String::new() });
    }
    tokens
}

/// The text within the quotes that it begins with, and where they end. Quotes not closed yet are being typed.
fn quotation(text: &str) -> Option<(&str, usize)> {
    let opening = text.chars().next()?;
    let closing: &[char] = match opening {
        '"' => &['"'],
        '«' => &['»'],
        '„' => &['“', '”'],
        '“' => &['”'],
        _ => return None,
    };
    let inner = &text[opening.len_utf8()..];
    Some(match inner.char_indices().find(|(_, letter)| closing.contains(letter)) {
        Some((at, letter)) => (&inner[..at], opening.len_utf8() + at + letter.len_utf8()),
        None => (inner, text.len()),
    })
}

/// The first word or number of a name, and what comes after it.
fn first_word(name: &str) -> Option<(&str, &str)> {
    let name = name.trim_start_matches(|letter: char| !letter.is_alphabetic() && !letter.is_ascii_digit());
    let number = name.chars().next()?.is_ascii_digit();
    let length =
        if number { run(name, |letter| letter.is_ascii_digit()) } else { run(name, char::is_alphabetic) };
    Some(name.split_at(length))
}

fn has_distinct_word(mut name: &str) -> bool {
    while let Some((word, after)) = first_word(name) {
        if !is_common(word) {
            return true;
        }
        name = after;
    }
    false
}

fn is_common(word: &str) -> bool {
    COMMON.split(' ').any(|common| fold(word).eq(common.chars()))
}

/// Whether a list of words, with spaces between them, has this one.
fn among(words: &str, word: &str) -> bool {
    words.split(' ').any(|each| each == word)
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !of(letter)).unwrap_or(text.len())
}

fn fold(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).map(|letter| if letter == 'ё' { 'е' } else { letter })
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const DAY: u32 = DAY_MINUTES as u32;
/// Minutes from midnight to noon.
const HALF_DAY: u32 = 12 * 60;
/// The minute of the day before which an hour is rather one of the afternoon.
const EARLIEST: u32 = 7 * 60;

/// Prepositions, which belong to what they may stand before. Lists of words are one text each: it is the
/// smallest form that they have in the browser's program.
const LEADS: &str = "at on in for with from в во на с со у к ко";
/// Before a time, or a name, but before no number of things.
const EXACT: &str = "at в во к";
const BEFORE_TIME: &str = "at for from в во на с к";
const BEFORE_DAY: &str = "on for в во на";
const BEFORE_LENGTH: &str = "for на";
const BEFORE_NAME: &str = "at in for with в во на с со у к ко";
/// After these words a day, a time or a name is told of and not meant: "by Friday", «за 2 дня».
const ELSEWHERE: &str = "about after before by every from last of per since than till until \
    без до за из к каждую каждый ко о об от перед по после про прошлую прошлый";

const DASHES: &str = "- – —";
const JOINING: &str = "- & ' ’ . + /";
/// Marks that set a piece apart from what is before it, or after it, and mean nothing without it.
const BEFORE_A_PIECE: &str = ", ; :";
const AFTER_A_PIECE: &str = ", ; : . ! ?";

const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "понедельник пн"),
    ("tuesday", "вторник вт"),
    ("wednesday", "среда среду ср"),
    ("thursday", "четверг чт"),
    ("friday", "пятница пятницу пт"),
    ("saturday", "суббота субботу сб"),
    ("sunday", "воскресенье вс"),
];

const MONTHS: [[&str; 2]; 12] = [
    ["january", "января"],
    ["february", "февраля"],
    ["march", "марта"],
    ["april", "апреля"],
    ["may", "мая"],
    ["june", "июня"],
    ["july", "июля"],
    ["august", "августа"],
    ["september", "сентября"],
    ["october", "октября"],
    ["november", "ноября"],
    ["december", "декабря"],
];

/// Words of names that tell nobody apart.
const COMMON: &str = "the and of ltd llc inc co corp gmbh plc group sons company room meeting \
    conference hall и ооо оао зао пао ао ип тд гк компания группа переговорная переговорка кабинет комната зал";

/// How Russian nouns and surnames end in the cases that follow a preposition.
const ENDINGS: &str = "а у е ы и ю я ой ей ом ем ым им ого его ому ему ии ию ией";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const CLIENTS: &[&str] = &[
        "LLC Ivanov & Sons",
        "ООО „Смирнов“",
        "Alder Tools Ltd",
        "Copper Foods Ltd",
        "Copper Motors Ltd",
        "Берёза Трейд",
        "ЗАО «Иванов»",
        "Nordic Energy Group",
        "O'Brien-Hayes",
        "1С",
        "IT Group",
        "Волга Авто",
        "Planet Nine",
    ];
    const PLACES: &[&str] = &[
        "Baikal",
        "Байкал",
        "Байкал 2",
        "Волга",
        "Meeting room Summit",
        "Кабинет 5",
        "Двина Север",
        "Двина Юг",
    ];

    fn clients() -> Vec<Named<ClientId>> {
        let named =
            |(number, name): (usize, &&str)| Named { id: ClientId(uuid(number)), name: name.to_string() };
        CLIENTS.iter().enumerate().map(named).collect()
    }

    fn places() -> Vec<Named<PlaceId>> {
        let named =
            |(number, name): (usize, &&str)| Named { id: PlaceId(uuid(number)), name: name.to_string() };
        PLACES.iter().enumerate().map(named).collect()
    }

    fn uuid(number: usize) -> Uuid {
        Uuid::from_u128(number as u128)
    }

    /// Tuesday, 24 November 2026, at 10:30.
    fn now() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(10, 30, 0).unwrap()
    }

    fn at(text: &str, now: NaiveDateTime) -> Reading {
        read(text, now, Known { clients: &clients(), places: &places() })
    }

    /// What was understood, in one line: day, time, length, client, place, subject in brackets.
    fn told(text: &str) -> String {
        let reading = at(text, now());
        let mut told = Vec::new();
        told.extend(reading.date.map(|date| date.to_string()));
        told.extend(reading.time.map(|time| time.format("%H:%M").to_string()));
        told.extend(reading.length.map(|length| match length {
            Length::Minutes(minutes) => format!("{minutes}m"),
            Length::Days(days) => format!("{days}d"),
        }));
        told.extend(reading.client.map(|id| format!("with {}", CLIENTS[id.0.as_u128() as usize])));
        told.extend(reading.place.map(|id| format!("in {}", PLACES[id.0.as_u128() as usize])));
        told.push(format!("[{}]", reading.subject));
        told.join(", ")
    }

    fn each(rows: &[(&str, &str)]) {
        let wrong: Vec<_> = rows
            .iter()
            .filter_map(|(typed, means)| {
                let told = told(typed);
                (told != *means).then(|| format!("{typed}\n   means {means}\n   read  {told}\n"))
            })
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

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
    fn days() {
        each(&[
            ("Thu", "2026-11-26, []"),
            ("thurs.", "2026-11-26, []"),
            ("on Monday review", "2026-11-30, [review]"),
            ("в пятницу", "2026-11-27, []"),
            ("во вторник планёрка", "2026-11-24, [планёрка]"),
            ("вт 12:00", "2026-11-24, 12:00, []"),
            ("вт 9:00", "2026-12-01, 09:00, []"),
            ("Tue 10:30", "2026-11-24, 10:30, []"),
            ("воскресенье", "2026-11-29, []"),
            ("this Thursday", "2026-11-26, []"),
            ("next Thursday", "2026-12-03, []"),
            ("в следующую среду", "2026-12-02, []"),
            ("next week Thu 9:00", "2026-12-03, 09:00, []"),
            ("в понедельник на следующей неделе", "2026-11-30, []"),
            ("отчёт на след. неделе, ср", "2026-12-02, [отчёт]"),
            ("plan for next week", "[plan for next week]"),
            ("today 9:00", "2026-11-24, 09:00, []"),
            ("завтра", "2026-11-25, []"),
            ("отчёт на завтра", "2026-11-25, [отчёт]"),
            ("послезавтра", "2026-11-26, []"),
            ("the day after tomorrow lunch", "2026-11-26, [lunch]"),
            ("in 2 days", "2026-11-26, []"),
            ("через 2 дня", "2026-11-26, []"),
            ("через три дня визит", "2026-11-27, [визит]"),
            ("in a week", "2026-12-01, []"),
            ("через неделю", "2026-12-01, []"),
            ("через 2 недели", "2026-12-08, []"),
        ]);
    }

    #[test]
    fn dates() {
        each(&[
            ("24.11", "2026-11-24, []"),
            ("23.11", "2027-11-23, []"),
            ("01.12. Inventur", "2026-12-01, [Inventur]"),
            ("24.11.2027", "2027-11-24, []"),
            ("24.11.27", "2027-11-24, []"),
            ("1.5.2027", "2027-05-01, []"),
            ("2026-12-24", "2026-12-24, []"),
            ("2020-01-06 look back", "2020-01-06, [look back]"),
            ("29.02", "2028-02-29, []"),
            ("24 Dec", "2026-12-24, []"),
            ("24th of December, 2027", "2027-12-24, []"),
            ("Dec 24", "2026-12-24, []"),
            ("Sept. 3rd", "2027-09-03, []"),
            ("24 декабря", "2026-12-24, []"),
            ("24 дек. 2027 г.", "2027-12-24, []"),
            ("5 мая", "2027-05-05, []"),
            ("Thu 26 Nov 9:00", "2026-11-26, 09:00, []"),
            ("3 декабря (чт) в 14:00", "2026-12-03, 14:00, []"),
            ("Thu 27 Nov", "2026-11-26, [27 Nov]"),
            ("31.02", "[31.02]"),
            ("24/11", "[24/11]"),
            ("версия 1.5", "[версия 1.5]"),
            ("Nov 2026", "[Nov 2026]"),
        ]);
    }

    #[test]
    fn times() {
        each(&[
            ("14:00", "14:00, []"),
            ("14.30", "14:30, []"),
            ("14.00 lunch", "14:00, [lunch]"),
            ("14.12", "2026-12-14, []"),
            ("в 14.12", "14:12, []"),
            ("2pm", "14:00, []"),
            ("2:30 pm", "14:30, []"),
            ("9am", "09:00, []"),
            ("9 a.m. call", "09:00, [call]"),
            ("12 am", "00:00, []"),
            ("at 9", "09:00, []"),
            ("at 9 o'clock", "09:00, []"),
            ("в 9", "09:00, []"),
            ("at 2", "14:00, []"),
            ("2:30", "14:30, []"),
            ("02:30", "02:30, []"),
            ("3 ночи", "03:00, []"),
            ("в 9 часов", "09:00, []"),
            ("в 2 часа дня", "14:00, []"),
            ("в 2 дня", "14:00, []"),
            ("в час", "13:00, []"),
            ("9 утра", "09:00, []"),
            ("в 7 вечера", "19:00, []"),
            ("к 14:00", "14:00, []"),
            ("lunch at noon", "12:00, [lunch]"),
            ("в полдень", "12:00, []"),
            ("in 2 hours", "2026-11-24, 12:30, []"),
            ("через полчаса", "2026-11-24, 11:00, []"),
            ("через час звонок", "2026-11-24, 11:30, [звонок]"),
            ("24:00", "[24:00]"),
            ("25:00 14:75", "[25:00 14:75]"),
        ]);
    }

    #[test]
    fn from_a_time_to_a_time() {
        each(&[
            ("14-15", "14:00, 60m, []"),
            ("14:00–15:30", "14:00, 90m, []"),
            ("14.30 - 15.00", "14:30, 30m, []"),
            ("14:00-15", "14:00, 60m, []"),
            ("from 9 to 11", "09:00, 120m, []"),
            ("from 9 to 5", "09:00, 480m, []"),
            ("from 11 to 1", "11:00, 120m, []"),
            ("с 9 до 11", "09:00, 120m, []"),
            ("с 2 до 4 дня", "14:00, 120m, []"),
            ("14:00 to 15:00", "14:00, 60m, []"),
            ("9am-5pm", "09:00, 480m, []"),
            ("9-11 pm", "21:00, 120m, []"),
            ("11-1pm", "11:00, 120m, []"),
            ("2-3am", "02:00, 60m, []"),
            ("9-noon", "09:00, 180m, []"),
            ("22:00-01:00", "22:00, 180m, []"),
            ("18:00-24:00", "18:00, 360m, []"),
            ("9-22", "09:00, 780m, []"),
            ("Room 5 - 14:00", "14:00, [Room 5]"),
            ("2-3 guests", "[2-3 guests]"),
            ("10-11 ноября", "[10-11 ноября]"),
            ("for 2-3 people", "[for 2-3 people]"),
            ("10.11-12.11", "[10.11-12.11]"),
            ("14:00-14:00", "[14:00-14:00]"),
            ("14-15 1h", "14:00, 60m, [1h]"),
        ]);
    }

    #[test]
    fn lengths() {
        each(&[
            ("1h", "60m, []"),
            ("1.5h", "90m, []"),
            ("1.25 h", "75m, []"),
            ("90m", "90m, []"),
            ("1h30", "90m, []"),
            ("1h30m", "90m, []"),
            ("1 h 30 min", "90m, []"),
            ("1ч", "60m, []"),
            ("1,5 часа", "90m, []"),
            ("1 ч 30 мин", "90m, []"),
            ("1 час 14:00", "14:00, 60m, []"),
            ("полчаса", "30m, []"),
            ("полтора часа", "90m, []"),
            ("half an hour", "30m, []"),
            ("for an hour", "60m, []"),
            ("два часа", "120m, []"),
            ("на час", "60m, []"),
            ("45 мин", "45m, []"),
            ("fair 2 days", "2d, [fair]"),
            ("на 2 дня", "2d, []"),
            ("all day", "1d, []"),
            ("all-day fair", "1d, [fair]"),
            ("на весь день обучение", "1d, [обучение]"),
            ("0h", "[0h]"),
            ("5 m of cable", "[5 m of cable]"),
            ("999999999999 h", "[999999999999 h]"),
            ("400 days", "[400 days]"),
            ("once a day", "[once a day]"),
            ("14:00 all day", "14:00, [all day]"),
        ]);
    }

    #[test]
    fn names() {
        each(&[
            ("ivanov", "with LLC Ivanov & Sons, []"),
            ("Ivanov & Sons", "with LLC Ivanov & Sons, []"),
            ("иванов", "with ЗАО «Иванов», []"),
            ("ЗАО Иванов", "with ЗАО «Иванов», []"),
            ("Ivan", "with LLC Ivanov & Sons, []"),
            ("Iva", "[Iva]"),
            ("к Иванову", "with ЗАО «Иванов», []"),
            ("береза", "with Берёза Трейд, []"),
            ("БЕРЁЗА ТРЕЙД", "with Берёза Трейд, []"),
            ("у Берёзы Трейд", "with Берёза Трейд, []"),
            ("договор Иванову", "[договор Иванову]"),
            ("Copper", "[Copper]"),
            ("Copper Foods", "with Copper Foods Ltd, []"),
            ("Tools", "with Alder Tools Ltd, []"),
            ("order tools", "[order tools]"),
            ("group sons ltd", "[group sons ltd]"),
            ("o'brien hayes", "with O'Brien-Hayes, []"),
            ("O'Brien-Hayes", "with O'Brien-Hayes, []"),
            ("1С аудит", "with 1С, [аудит]"),
            ("try it", "[try it]"),
            ("IT audit", "with IT Group, [audit]"),
            ("plan", "[plan]"),
            ("Байкал", "in Байкал, []"),
            ("Байкал 2", "in Байкал 2, []"),
            ("Байкал 2 часа", "120m, in Байкал, []"),
            ("Байкал 2pm", "14:00, in Байкал, []"),
            ("Байкал 2 15:00", "15:00, in Байкал 2, []"),
            ("в Двине", "[в Двине]"),
            ("Двина Юг", "in Двина Юг, []"),
            ("Волга", "in Волга, []"),
            ("с Волгой", "with Волга Авто, []"),
            ("в Волге", "in Волга, []"),
            ("meeting in Summit", "in Meeting room Summit, [meeting]"),
            ("в кабинете 5", "in Кабинет 5, []"),
            ("Ivanov Nordic", "with LLC Ivanov & Sons, [Nordic]"),
            ("Plane Ivanov", "with LLC Ivanov & Sons, [Plane]"),
            ("in Ivanov", "with LLC Ivanov & Sons, [in]"),
            ("mail ivan@baikal", "[mail ivan@baikal]"),
        ]);
    }

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

    #[test]
    fn what_is_quoted_is_the_subject() {
        each(&[
            ("\"Thu 14:00 with Ivanov\" Fri 10:00", "2026-11-27, 10:00, [Thu 14:00 with Ivanov]"),
            ("чт «в пятницу  вечером»", "2026-11-26, [в пятницу вечером]"),
            ("Обсудить «Волга» чт", "2026-11-26, [Обсудить «Волга»]"),
            ("„Fri“ Thu", "2026-11-26, [Fri]"),
            ("“Fri” Thu", "2026-11-26, [Fri]"),
            ("\"Thu repo", "[Thu repo]"),
            ("24\" screen Thu", "2026-11-26, [24\" screen]"),
        ]);
    }

    #[test]
    fn the_subject_is_left_clean() {
        each(&[
            ("Ivanov, Thu, 14:00: price list", "2026-11-26, 14:00, with LLC Ivanov & Sons, [price list]"),
            ("Смета — чт — 14:00", "2026-11-26, 14:00, [Смета]"),
            ("Budget (Thu 14:00) draft", "2026-11-26, 14:00, [Budget draft]"),
            ("Budget (Thu, see notes) draft", "2026-11-26, [Budget (see notes) draft]"),
            ("Budget (see notes, Thu) draft", "2026-11-26, [Budget (see notes) draft]"),
            ("one  Thu\ttwo\u{a0} three", "2026-11-26, [one two three]"),
            ("Ready? Thu 9:00!", "2026-11-26, 09:00, [Ready?]"),
            ("cool down to, Thu -5 °C", "2026-11-26, [cool down to -5 °C]"),
        ]);
    }

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

    #[test]
    fn what_begins_too_late_is_not_interpreted() {
        let text = format!("{} Thu 14:00", "word ".repeat(60).trim());
        let reading = at(&text, now());
        assert_eq!((reading.subject, reading.pieces), (text, Vec::new()));
    }

    #[test]
    fn time_does_not_end() {
        let typed = ["in 9999 weeks", "Thu 14:00", "31.12", "in 20160 min", "next Sunday", "29.02"];
        for now in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            for text in typed {
                at(text, now);
            }
        }
    }

    /// Lines out of what the grammar looks for, and whatever else can be typed.
    fn line() -> impl Strategy<Value = String> {
        let known = "Ivanov|Иванову|Байкал 2|Thu|в среду|next week|завтра|in 2 days|24.11|2026-11-24|24 Nov|ноя|\
                     14:00|14.30|2 ?pm|at 9|с 9 до 11|14-15|1h30|1,5 часа|дня|all day|полчаса|in|в|с|by|\
                     \"|«|»|„|“|\\(|\\)|,|\\.|-|:|[0-9]{1,5}|ё|\u{301}|\u{2003}|\u{130}|ß|٣|½";
        let known = known.split('|').map(str::to_owned).collect::<Vec<_>>();
        let part = prop_oneof![8 => proptest::sample::select(known), 1 => ".{0,6}", 1 => "\\PC{0,3}"];
        let gap = prop_oneof![4 => Just(" "), 2 => Just(""), 1 => Just("\u{a0} ")];
        proptest::collection::vec((part, gap), 0..30)
            .prop_map(|parts| parts.into_iter().map(|(part, gap)| part + gap).collect())
    }

    fn moment() -> impl Strategy<Value = NaiveDateTime> {
        (0i64..40_000, 0i64..1_440).prop_map(|(days, minutes)| {
            NaiveDateTime::default() + TimeDelta::days(days) + TimeDelta::minutes(minutes)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn whatever_is_typed_is_read(text in any::<String>(), now in moment()) {
            at(&text, now);
        }

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

        #[test]
        fn a_quoted_subject_stays_as_it_is(text in line(), now in moment()) {
            let subject = at(&text, now).subject;
            let (open, close) = [('«', '»'), ('"', '"'), ('„', '“')][usize::from(subject.contains('»'))
                + usize::from(subject.contains('»') && subject.contains('"'))];
            prop_assume!(!subject.contains([close, '”']));
            let again = at(&format!("{open}{subject}{close}"), now);
            prop_assert_eq!(again, Reading { subject, ..Reading::default() });
        }

        #[test]
        fn a_weekday_lies_ahead(number in 0usize..7, hour in 0u32..24, now in moment()) {
            let (english, _) = WEEKDAYS[number];
            let reading = at(&format!("{english} {hour:02}:00"), now);
            let date = reading.date.unwrap();
            prop_assert_eq!(date.weekday().num_days_from_monday() as usize, number);
            let start = date.and_time(reading.time.unwrap());
            prop_assert!(now <= start && start < now + TimeDelta::days(7));
        }
    }
}
