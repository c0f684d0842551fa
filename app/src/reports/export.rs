//! Reports as tables that a spreadsheet takes over; who writes them as a file is the server.

use domain::journal::report::{By, OwnedLine, Report, Tally};
use domain::people::Language;
use domain::time::When;
use leptos_i18n::td_string;

use super::words::{by_name, counts, group_name, origin_name};
use crate::journal::outcome_name;
use crate::meeting::words::kind_name;
use crate::texts::Locale;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// What somebody may have typed.
    Text(String),
    Number(u32),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// The report itself: its titles, and a row for each of its lines.
pub fn tallies(report: &Report, by: By, language: Language) -> Vec<Vec<Cell>> {
    let locale = Locale::from(language);
    let titles = counts(locale, &Tally::default()).map(|(title, _)| Cell::text(title));
    let head = std::iter::once(Cell::text(by_name(locale, by))).chain(titles).collect();
    let row = |row| {
        let name = std::iter::once(Cell::text(group_name(locale, row)));
        name.chain(counts(locale, &row.tally).map(|(_, count)| Cell::Number(count))).collect()
    };
    std::iter::once(head).chain(report.rows.iter().map(row)).collect()
}

/// The meetings that a report is made from: their titles, and a row for each.
pub fn meetings(lines: &[OwnedLine], language: Language) -> Vec<Vec<Cell>> {
    let locale = Locale::from(language);
    let head = [
        td_string!(locale, reports.week),
        td_string!(locale, reports.person),
        td_string!(locale, reports.department),
        td_string!(locale, reports.date),
        td_string!(locale, reports.time),
        td_string!(locale, reports.subject),
        td_string!(locale, reports.client),
        td_string!(locale, reports.kind),
        td_string!(locale, reports.planned_date),
        td_string!(locale, reports.planned_time),
        td_string!(locale, reports.origin),
        td_string!(locale, reports.outcome),
        td_string!(locale, reports.reason),
        td_string!(locale, reports.points),
    ];
    let head = head.into_iter().map(Cell::text).collect();
    std::iter::once(head).chain(lines.iter().map(|line| meeting(line, locale))).collect()
}

fn meeting(owned: &OwnedLine, locale: Locale) -> Vec<Cell> {
    let OwnedLine { owner, department, client, kind, week, points, line } = owned;
    let [date, time] = date_and_time(line.item.as_ref().map(|item| &item.when));
    let [planned_date, planned_time] = date_and_time(line.planned.as_ref().map(|planned| &planned.when));
    vec![
        Cell::text(week.to_string()),
        Cell::text(owner.name.as_str()),
        Cell::text(department.as_ref().map_or("", |it| it.name.as_str())),
        date,
        time,
        Cell::text(line.subject()),
        Cell::text(client.as_ref().map_or("", |it| it.name.as_str())),
        Cell::text(kind_name(locale, kind.id, &kind.name)),
        planned_date,
        planned_time,
        Cell::text(origin_name(locale, line.origin)),
        Cell::text(outcome_name(locale, line.outcome)),
        Cell::text(line.reason.as_str()),
        Cell::Number(*points),
    ]
}

/// As every spreadsheet reads them, in any language.
fn date_and_time(when: Option<&When>) -> [Cell; 2] {
    match when {
        None => [Cell::text(""), Cell::text("")],
        Some(When::AllDay { first, .. }) => [Cell::text(first.to_string()), Cell::text("")],
        Some(When::Timed { start, .. }) => {
            [Cell::text(start.date().to_string()), Cell::text(start.format("%H:%M").to_string())]
        }
    }
}
