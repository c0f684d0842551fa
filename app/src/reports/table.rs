//! A report as a table, with a bar for each line.

use domain::journal::report::{ReportRow, Tally};
use leptos::prelude::*;

use super::filter::Address;
use super::words::{by_name, counts, group_name};
use crate::text;
use crate::texts::{Locale, locale};

#[component]
pub(super) fn Table(whole: Tally, rows: Vec<ReportRow>, address: Address) -> impl IntoView {
    let locale = locale();
    let most = rows.iter().map(|row| width(&row.tally)).max().unwrap_or(1);
    let titles = counts(locale, &Tally::default()).map(|(title, _)| view! { <th scope="col">{title}</th> });
    let row = |row: &ReportRow| {
        let name = group_name(locale, row);
        let name = match address.narrowed_to(&row.group) {
            Some(to) => view! {
                <a class="points-number" href=to.path()>
                    {name}
                </a>
            }
            .into_any(),
            None => name.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="fact-cell">
                    <Bar tally=row.tally most=most />
                </td>
                {numbers(locale, &row.tally)}
            </tr>
        }
    };
    let rows = rows.iter().map(row).collect_view();
    let widest = width(&whole);
    view! {
        <Legend tally=whole />
        <div class="team-scroll">
            <table class="team-table points-numbers fact-table">
                <thead>
                    <tr>
                        <th scope="col">{by_name(locale, address.by)}</th>
                        <td></td>
                        {titles.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{text!(reports.whole)}</th>
                        <td class="fact-cell">
                            <Bar tally=whole most=widest />
                        </td>
                        {numbers(locale, &whole)}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn numbers(locale: Locale, tally: &Tally) -> impl IntoView + use<> {
    counts(locale, tally)
        .map(|(_, count)| view! { <td data-none=(count == 0).then_some("")>{count}</td> })
        .collect_view()
}

/// The parts of a bar in the order in which they stand, by the word that the style sheet knows.
fn parts(tally: &Tally) -> [(&'static str, u32); 7] {
    [
        ("kept", tally.kept),
        ("moved", tally.moved),
        ("unplanned", tally.unplanned_done),
        ("ahead", tally.ahead),
        ("missed", tally.missed),
        ("cancelled", tally.cancelled),
        ("dropped", tally.dropped),
    ]
}

/// How many meetings a bar consists of.
fn width(tally: &Tally) -> u32 {
    parts(tally).iter().map(|(_, count)| count).sum()
}

/// What became of each meeting, as long as there are meetings. The numbers beside it say the same.
#[component]
fn Bar(tally: Tally, most: u32) -> impl IntoView {
    let across = |count: u32| u64::from(count) * WIDTH / u64::from(most.max(1));
    let mut before = 0;
    let parts = parts(&tally).map(|(word, count)| {
        let x = across(before);
        before += count;
        view! { <rect data-part=word x=x y="0" width=across(before) - x height="12" /> }
    });
    let label = text!(reports.bar, done = tally.done(), planned = tally.planned, unplanned = tally.unplanned);
    view! {
        <svg class="fact-bar" role="img" aria-label=label viewBox=format!("0 0 {WIDTH} 12") preserveAspectRatio="none">
            {parts.collect_view()}
        </svg>
    }
}

/// Units of a bar, which is as wide as there is room.
const WIDTH: u64 = 1_000;

/// What the colours of the bars mean.
#[component]
fn Legend(tally: Tally) -> impl IntoView {
    let names = [
        text!(reports.kept),
        text!(reports.moved),
        text!(reports.unplanned_done),
        text!(reports.ahead),
        text!(reports.missed),
        text!(reports.cancelled),
        text!(reports.dropped),
    ];
    let part = |((word, count), name): ((&'static str, u32), &'static str)| {
        view! {
            <li>
                <svg class="fact-sign" aria-hidden="true" viewBox="0 0 12 12">
                    <rect data-part=word x="0" y="0" width="12" height="12" rx="3" />
                </svg>
                {name}
                " "
                <strong>{count}</strong>
            </li>
        }
    };
    view! { <ul class="fact-legend">{parts(&tally).into_iter().zip(names).map(part).collect_view()}</ul> }
}
