//! The meetings that a report is made from, where they are few enough to be read.

use domain::journal::Outcome;
use domain::journal::report::OwnedLine;
use leptos::prelude::*;

use super::words::origin_name;
use crate::journal::{outcome_name, outcome_word};
use crate::meeting::words::kind_name;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;

#[component]
pub(super) fn Meetings(lines: Vec<OwnedLine>) -> impl IntoView {
    let many = lines.is_empty();
    view! {
        <section class="panel" aria-labelledby="report-meetings">
            <header class="panel-head">
                <h2 class="panel-title" id="report-meetings">
                    {text!(reports.meetings)}
                </h2>
                {many.then(|| view! { <span class="hint">{text!(reports.many)}</span> })}
            </header>
            <ul class="plan-lines">
                {lines.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Line(line: OwnedLine) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let OwnedLine { owner, client, kind, line, .. } = line;
    let day = line.date().map(|date| format!("{}, {}", dates.weekday_short(date), dates.day_month(date)));
    let kind = kind_name(locale, kind.id, &kind.name);
    let parts = [Some(owner.name), client.map(|client| client.name), Some(kind)];
    let note = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let reason = (!line.reason.is_empty()).then(|| text!(journal.reason, reason = line.reason.as_str()));
    let subject = line.subject().to_owned();
    let what = if line.outcome == Outcome::Dropped {
        view! { <span class="plan-subject">{subject}</span> }.into_any()
    } else {
        view! {
            <a class="plan-subject" href=format!("/meetings/{}", line.meeting)>
                {subject}
            </a>
        }
        .into_any()
    };
    view! {
        <li class="plan-line" data-meeting=line.meeting.to_string() data-outcome=outcome_word(line.outcome)>
            <span class="plan-times">{day}</span>
            <div class="plan-what">
                {what} <span class="plan-note">{note}</span>
                {reason.map(|reason| view! { <span class="plan-note">{reason}</span> })}
            </div>
            <div class="plan-badges">
                <span class="badge">{origin_name(locale, line.origin)}</span>
                <span class="badge" data-fact=outcome_word(line.outcome)>
                    {outcome_name(locale, line.outcome)}
                </span>
            </div>
        </li>
    }
}
