//! What the things of reports are called, on the screen and in exports.

use domain::journal::Origin;
use domain::journal::report::{By, Group, ReportRow, Tally};
use leptos_i18n::td_string;

use crate::texts::Locale;

pub(super) fn by_name(locale: Locale, by: By) -> &'static str {
    match by {
        By::Person => td_string!(locale, reports.by_person),
        By::Department => td_string!(locale, reports.by_department),
        By::Client => td_string!(locale, reports.by_client),
        By::Week => td_string!(locale, reports.by_week),
    }
}

/// As the address writes it.
pub(super) fn by_word(by: By) -> &'static str {
    match by {
        By::Person => "person",
        By::Department => "department",
        By::Client => "client",
        By::Week => "week",
    }
}

pub(super) fn group_name(locale: Locale, row: &ReportRow) -> String {
    match &row.group {
        Group::Week { week } => week.to_string(),
        Group::Department { id: None } => td_string!(locale, reports.no_department).to_owned(),
        Group::Client { id: None } => td_string!(locale, reports.no_client).to_owned(),
        _ => row.name.clone(),
    }
}

/// Every count of a tally with its title, in the order of the columns.
pub(super) fn counts(locale: Locale, tally: &Tally) -> [(&'static str, u32); 11] {
    [
        (td_string!(locale, reports.planned), tally.planned),
        (td_string!(locale, reports.done), tally.done()),
        (td_string!(locale, reports.kept), tally.kept),
        (td_string!(locale, reports.moved), tally.moved),
        (td_string!(locale, reports.missed), tally.missed),
        (td_string!(locale, reports.cancelled), tally.cancelled),
        (td_string!(locale, reports.dropped), tally.dropped),
        (td_string!(locale, reports.ahead), tally.ahead),
        (td_string!(locale, reports.unplanned), tally.unplanned),
        (td_string!(locale, reports.points), tally.points),
        (td_string!(locale, reports.earned), tally.earned),
    ]
}

pub(super) fn origin_name(locale: Locale, origin: Origin) -> &'static str {
    match origin {
        Origin::Planned => td_string!(locale, reports.origin_planned),
        Origin::Moved => td_string!(locale, reports.origin_moved),
        Origin::Unplanned => td_string!(locale, reports.origin_unplanned),
    }
}
