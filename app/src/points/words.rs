//! What the things of points are called.

use chrono::Datelike;
use domain::points::{Length, Oddity, Period, Standing};
use leptos_i18n::td_string;

use crate::texts::Locale;
use crate::ui::dates::Dates;

/// "Week 48", "November 2026", "Quarter 4, 2026".
pub(super) fn period_name(locale: Locale, dates: &Dates, period: Period) -> String {
    let first = period.first();
    match period.length() {
        Length::Week => td_string!(locale, journal.week, number = first.iso_week().week()),
        Length::Month => format!("{} {}", dates.month(first), first.year()),
        Length::Quarter => {
            td_string!(locale, points.quarter, number = first.month() / 3 + 1, year = first.year())
        }
    }
}

/// The same where there is little room.
pub(super) fn period_short(locale: Locale, dates: &Dates, period: Period) -> String {
    let first = period.first();
    match period.length() {
        Length::Week => td_string!(locale, points.week_short, number = first.iso_week().week()),
        Length::Month => dates.month_short(first),
        Length::Quarter => td_string!(locale, points.quarter_short, number = first.month() / 3 + 1),
    }
}

pub(super) fn length_name(locale: Locale, length: Length) -> &'static str {
    match length {
        Length::Week => td_string!(locale, points.length_week),
        Length::Month => td_string!(locale, points.length_month),
        Length::Quarter => td_string!(locale, points.length_quarter),
    }
}

pub(super) fn standing_name(locale: Locale, standing: Standing) -> &'static str {
    match standing {
        Standing::Earned => td_string!(locale, points.standing_earned),
        Standing::Open => td_string!(locale, points.standing_open),
        Standing::Overdue => td_string!(locale, points.standing_overdue),
        Standing::Lost => td_string!(locale, points.standing_lost),
    }
}

/// The badge of the journal that it looks like.
pub(super) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Earned => "done",
        Standing::Open => "ahead",
        Standing::Overdue => "missed",
        Standing::Lost => "cancelled",
    }
}

pub(super) fn oddity_name(locale: Locale, oddity: Oddity) -> &'static str {
    match oddity {
        Oddity::ClosedAtOnce => td_string!(locale, points.odd_closed_at_once),
        Oddity::NoAddress => td_string!(locale, points.odd_no_address),
    }
}
