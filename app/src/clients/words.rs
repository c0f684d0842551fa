//! Clients in words.

use chrono::{Datelike as _, NaiveDate};
use domain::client::Met;
use leptos_i18n::td_string;

use crate::texts::{Locale, Plural};
use crate::ui::dates::Dates;

/// A day of this year by day and month, any other with its year.
pub(super) fn day(dates: &Dates, date: NaiveDate, today: NaiveDate) -> String {
    let day = dates.day_month(date);
    if date.year() == today.year() { day } else { format!("{day} {}", date.year()) }
}

/// When the client was met and will be.
pub(super) fn met(locale: Locale, dates: &Dates, met: Met, today: NaiveDate) -> Vec<String> {
    let last = match met.last {
        Some(date) => td_string!(locale, clients.met_last, date = day(dates, date, today)),
        None => td_string!(locale, clients.never_met).to_owned(),
    };
    let next = met.next.map(|date| td_string!(locale, clients.met_next, date = day(dates, date, today)));
    std::iter::once(last).chain(next).collect()
}

pub(super) fn weeks(locale: Locale, count: u32) -> String {
    match Plural::of(locale, count) {
        Plural::One => td_string!(locale, clients.weeks_one, count = count),
        Plural::Few => td_string!(locale, clients.weeks_few, count = count),
        Plural::Many => td_string!(locale, clients.weeks_many, count = count),
    }
}

pub(super) fn times(locale: Locale, count: u32) -> String {
    match Plural::of(locale, count) {
        Plural::One => td_string!(locale, clients.meetings_one, count = count),
        Plural::Few => td_string!(locale, clients.meetings_few, count = count),
        Plural::Many => td_string!(locale, clients.meetings_many, count = count),
    }
}

/// How many clients are listed, for who does not see the list.
pub(super) fn shown(locale: Locale, count: usize) -> String {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    match Plural::of(locale, count) {
        _ if count == 0 => td_string!(locale, clients.nobody).to_owned(),
        Plural::One => td_string!(locale, clients.shown_one, count = count),
        Plural::Few => td_string!(locale, clients.shown_few, count = count),
        Plural::Many => td_string!(locale, clients.shown_many, count = count),
    }
}
