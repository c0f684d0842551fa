//! How the calendar was left, so that a card that was opened from it leads back there.

use std::cell::RefCell;

use chrono::NaiveDate;
use leptos::prelude::*;

use super::desk::Desk;
use super::shown::{Shown, View, address};

thread_local! {
    /// Only a browser leaves it: a server shows each page for itself.
    static LEFT: RefCell<Option<(Shown, String)>> = const { RefCell::new(None) };
}

/// Remembers the days, the people and what was let through.
pub(super) fn keep(desk: Desk) {
    Effect::new(move |_| {
        let shown = desk.shown.get();
        LEFT.replace(Some((shown, desk.address(shown))));
    });
}

/// The calendar as it was left, if this day was among those that were shown; otherwise the week of the day.
pub(crate) fn way_back(day: Option<NaiveDate>) -> String {
    let Some(day) = day else { return "/calendar".to_owned() };
    let left = LEFT.with_borrow(|left| {
        left.as_ref().filter(|(shown, _)| shown.contains(day)).map(|(_, address)| address.clone())
    });
    left.unwrap_or_else(|| address(View::Week, day))
}
