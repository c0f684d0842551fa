//! What the things of a meeting are called.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use domain::calendar::Takes;
use domain::checklist::Note;
use domain::grid::day::on_the_wall;
use domain::id::KindId;
use domain::kind::Predefined;
use domain::meeting::{Answer, State};
use domain::number::Number;
use domain::time::ZoneRules;
use leptos_i18n::td_string;

use crate::texts::Locale;
use crate::ui::dates::Dates;

/// A kind that Daybook comes with has a word in each language; others are called as whoever made them said.
pub fn kind_name(locale: Locale, id: KindId, name: &str) -> String {
    let predefined = Predefined::ALL.into_iter().find(|kind| kind.id() == id);
    predefined.map_or_else(|| name.to_owned(), |kind| predefined_name(locale, kind).to_owned())
}

fn predefined_name(locale: Locale, kind: Predefined) -> &'static str {
    match kind {
        Predefined::Meeting => td_string!(locale, common.kind_meeting),
        Predefined::MeetingAtClient => td_string!(locale, common.kind_meeting_at_client),
        Predefined::Call => td_string!(locale, common.kind_call),
        Predefined::Presentation => td_string!(locale, common.kind_presentation),
    }
}

pub fn state_name(locale: Locale, state: State) -> &'static str {
    match state {
        State::Planned => td_string!(locale, common.state_planned),
        State::InProgress => td_string!(locale, common.state_in_progress),
        State::Closed => td_string!(locale, common.state_closed),
        State::Cancelled => td_string!(locale, common.state_cancelled),
    }
}

pub fn answer_name(locale: Locale, answer: Answer) -> &'static str {
    match answer {
        Answer::Maybe => td_string!(locale, common.answer_maybe),
        Answer::Accepted => td_string!(locale, common.answer_accepted),
        Answer::Declined => td_string!(locale, common.answer_declined),
    }
}

/// What was noted with an item of a checklist.
pub fn note(locale: Locale, note: &Note) -> String {
    match note {
        Note::Number(said) => number(locale, *said),
        Note::Text(text) => text.clone(),
        Note::Photo { .. } => td_string!(locale, life.photo).to_owned(),
    }
}

/// A number as this language writes it.
pub fn number(locale: Locale, number: Number) -> String {
    let digits = number.get().to_string();
    match locale {
        Locale::en => digits,
        Locale::ru => digits.replace('.', ","),
    }
}

/// A number as somebody types it; the comma is the point of many languages.
pub fn read_number(typed: &str) -> Option<Number> {
    typed.trim().replace(',', ".").parse().ok().and_then(Number::of)
}

/// "1 h 30 min".
pub fn length(locale: Locale, minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => td_string!(locale, common.minutes, minutes = minutes),
        (hours, 0) => td_string!(locale, common.hours, hours = hours),
        (hours, minutes) => td_string!(locale, common.hours_minutes, hours = hours, minutes = minutes),
    }
}

/// "2.3 km", and from ten on without a fraction. Written in whole numbers.
pub fn distance(locale: Locale, metres: u32) -> String {
    let tenths = (metres + 50) / 100;
    let number = match (tenths / 10, tenths % 10, locale) {
        (0..10, tenth, Locale::en) => format!("{}.{tenth}", tenths / 10),
        (0..10, tenth, Locale::ru) => format!("{},{tenth}", tenths / 10),
        _ => ((metres + 500) / 1_000).to_string(),
    };
    td_string!(locale, visits.kilometres, number = number)
}

/// "Tue, November 24", and with its year when that is not the one of `today`.
pub fn day(dates: &Dates, date: NaiveDate, today: NaiveDate) -> String {
    let words = if date.year() == today.year() { dates.day_month(date) } else { dates.short(date) };
    format!("{}, {words}", dates.weekday_short(date))
}

/// Day and time, from one to the other.
pub fn period(dates: &Dates, from: NaiveDateTime, to: NaiveDateTime, today: NaiveDate) -> String {
    let same_day = from.date() == to.date() || to == ends_day(from.date());
    if same_day {
        return format!("{} · {}", day(dates, from.date(), today), dates.times(from.time(), to.time()));
    }
    let moment = |at: NaiveDateTime| format!("{} · {}", day(dates, at.date(), today), dates.time(at.time()));
    format!("{} – {}", moment(from), moment(to))
}

/// From the first day to the last.
pub fn days(dates: &Dates, first: NaiveDate, days: u32, today: NaiveDate) -> String {
    let last = first.checked_add_days(Days::new(u64::from(days.saturating_sub(1)))).unwrap_or(first);
    if last == first {
        day(dates, first, today)
    } else {
        format!("{} – {}", day(dates, first, today), day(dates, last, today))
    }
}

/// When an entry of a calendar is.
pub fn takes(locale: Locale, dates: &Dates, takes: &Takes, rules: &ZoneRules, today: NaiveDate) -> String {
    match takes {
        Takes::Time { span } => {
            let (from, to) = on_the_wall(span, rules);
            period(dates, from, to, today)
        }
        Takes::Days { first, days: count } => {
            format!("{} · {}", days(dates, *first, *count, today), td_string!(locale, common.all_day))
        }
    }
}

fn ends_day(date: NaiveDate) -> NaiveDateTime {
    date.succ_opt().unwrap_or(date).and_time(NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_way_is_told_to_a_hundred_metres() {
        let told = [120, 2_349, 9_949, 9_950, 23_400].map(|metres| distance(Locale::en, metres));
        assert_eq!(told, ["0.1 km", "2.3 km", "9.9 km", "10 km", "23 km"]);
        assert_eq!(distance(Locale::ru, 2_349), "2,3 км");
    }
}
