//! Times of day, and hours from one to another.

use super::grammar::What;
use super::line::{DASHES, Line, among};
use crate::grid::day::DAY_MINUTES;

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

impl Line<'_> {
    /// From a time to a time.
    pub(super) fn hours(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let (from, dash) = self.clock(lead, at)?;
        let by_word = self.is(dash, "to till until до");
        if !by_word && !self.is(dash, DASHES) {
            return None;
        }
        // "0900-1730": the end is written like the start.
        let compact = self.number(at, 4..5).is_some();
        let to_lead = match () {
            () if compact => "at",
            () if by_word => "to",
            () => lead,
        };
        let (to, end) = self.clock(to_lead, dash + 1)?;
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
        let open = from.half == Half::Open && to.half == Half::Open;
        (start < DAY && lasts > 0).then_some((What::Time { start, lasts: Some(lasts), open }, end))
    }

    pub(super) fn start(&self, lead: &str, at: usize) -> Option<(What, usize)> {
        let (clock, end) = self.clock(lead, at)?;
        let exact = among(EXACT, lead);
        let likely = match clock.form {
            Form::Full => true,
            Form::Dotted => exact || !self.may_be_date(at),
            Form::Hour => exact && !self.counts_something(end),
        };
        let start = clock.alone();
        let open = clock.half == Half::Open;
        (likely && start < DAY).then_some((What::Time { start, lasts: None, open }, end))
    }

    /// Until when something goes on whose start is told elsewhere: "until 6pm", «до 18:00».
    pub(super) fn until(&self, at: usize) -> Option<(What, usize)> {
        if !self.is(at, "till until до") {
            return None;
        }
        let (clock, end) = self.clock("to", at + 1)?;
        let told = clock.form == Form::Full || (clock.form == Form::Dotted && !self.may_be_date(at + 1));
        let open = clock.half == Half::Open;
        told.then_some((What::Until { end: clock.minute, open }, end))
    }

    fn clock(&self, lead: &str, at: usize) -> Option<(Clock, usize)> {
        if self.is(at, "noon midday полдень") {
            return Some((Clock { minute: 12 * 60, form: Form::Full, half: Half::Said }, at + 1));
        }
        if lead == "в" && self.word(at) == "час" {
            let end = at + 1 + usize::from(self.word(at + 1) == "дня");
            return Some((Clock { minute: 13 * 60, form: Form::Full, half: Half::Said }, end));
        }
        if let Some((minute, end)) = self.spoken(at) {
            let (hour, minute) = (minute / 60, minute % 60);
            // A quarter to one is after twelve.
            let hour = if hour == 0 { 12 } else { hour };
            return Some(match self.half(hour, end) {
                Some((hour, end)) => {
                    (Clock { minute: hour * 60 + minute, form: Form::Full, half: Half::Said }, end)
                }
                None => (Clock { minute: hour * 60 + minute, form: Form::Full, half: Half::Open }, end),
            });
        }
        if let Some(clock) = self.four_digits(lead, at) {
            return Some(clock);
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

    /// 0900, at 1430: after "at", with a leading nought or before am or pm. A year, or a number among others, is none.
    fn four_digits(&self, lead: &str, at: usize) -> Option<(Clock, usize)> {
        let number = self.number(at, 4..5)?;
        let (hour, minute) = (number / 100, number % 100);
        if hour > 23 || minute > 59 || (at > 0 && self.number(at - 1, 1..20).is_some()) {
            return None;
        }
        if let Some((hour, end)) = self.half(hour, at + 1).filter(|_| self.is(at + 1, "am pm a p")) {
            return Some((Clock { minute: hour * 60 + minute, form: Form::Full, half: Half::Said }, end));
        }
        let told = self.word(at).starts_with('0') || (lead == "at" && !YEARS.contains(&number));
        let counted = self.number(at + 1, 1..20).is_some() || self.counts_something(at + 1);
        let clock = Clock { minute: hour * 60 + minute, form: Form::Full, half: Half::Plain };
        (told && !counted).then_some((clock, at + 1))
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

/// How many minutes it is from a start to an end that was typed elsewhere, on the same day.
pub(super) fn lasts_until(start: u32, end: u32, open: bool) -> Option<u32> {
    // Until twelve is until noon.
    let half = if open && end < HALF_DAY { Half::Open } else { Half::Said };
    let end = Clock { minute: end, form: Form::Full, half }.following(start);
    end.checked_sub(start).filter(|lasts| *lasts > 0)
}

const DAY: u32 = DAY_MINUTES as u32;
/// Minutes from midnight to noon.
const HALF_DAY: u32 = 12 * 60;
/// The minute of the day before which an hour is rather one of the afternoon.
const EARLIEST: u32 = 7 * 60;

/// Rather years than minutes.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2100;

/// Before a time, or a name, but before no number of things.
const EXACT: &str = "at в во к";

#[cfg(test)]
mod tests {
    use crate::shorthand::stories::each;

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
    fn four_digits_are_a_time_where_nothing_else_is_meant() {
        each(&[
            ("0900", "09:00, []"),
            ("Call at 1430", "14:30, [Call]"),
            ("0900-1730", "09:00, 510m, []"),
            ("from 0900 to 1030", "09:00, 90m, []"),
            ("1130 am", "11:30, []"),
            ("1430", "[1430]"),
            ("room 1430", "[room 1430]"),
            ("в 1430", "[в 1430]"),
            ("at 2026", "[at 2026]"),
            ("budget for 2027", "[budget for 2027]"),
            ("call 0800 555 3535", "[call 0800 555 3535]"),
            ("0960", "[0960]"),
        ]);
    }

    #[test]
    fn until_a_time() {
        each(&[
            ("14:00 Ivanov until 6pm", "14:00, 240m, with LLC Ivanov & Sons, []"),
            ("в 15:00 смета до 18:00", "15:00, 180m, [смета]"),
            ("until 18:00 review at 3", "15:00, 180m, [review]"),
            ("tomorrow morning until 11:30", "2026-11-25, 09:00, 150m, []"),
            ("at 2 talk until 5:30", "14:00, 210m, [talk]"),
            ("смета до 18:00", "[смета до 18:00]"),
            ("14:00 1h until 18:00", "14:00, 60m, [until 18:00]"),
            ("18:00 until 14:00 tomorrow", "2026-11-25, 18:00, 1200m, []"),
            ("в 15:00 сделать до 12:00", "15:00, [сделать до 12:00]"),
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
            ("10-11 ноября", "2027-11-10, 2d, []"),
            ("for 2-3 people", "[for 2-3 people]"),
            ("10.11-12.11", "[10.11-12.11]"),
            ("14:00-14:00", "[14:00-14:00]"),
            ("14-15 1h", "14:00, 60m, [1h]"),
        ]);
    }
}
