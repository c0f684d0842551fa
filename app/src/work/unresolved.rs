//! My meetings that have ended and still need a result (S2).

use chrono::NaiveDate;
use domain::calendar::Entry;
use leptos::prelude::*;

use crate::meeting::{MissedBadge, StateBadge, hue_style, words};
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;

/// Nothing where every meeting has its result.
#[component]
pub(super) fn Unresolved(unresolved: Vec<Entry>, today: NaiveDate) -> impl IntoView {
    let count = unresolved.len();
    if count == 0 {
        return None;
    }
    let item = |entry| view! { <Line entry=entry today=today /> };
    let first: Vec<_> = unresolved.into_iter().take(MOST_SHOWN).map(item).collect();
    let view = view! {
        <section class="panel" aria-labelledby="unresolved-title">
            <header class="panel-head">
                <h2 class="panel-title" id="unresolved-title">
                    {text!(life.missed_title)}
                </h2>
                <span class="count">{count}</span>
                <span class="hint">{text!(life.missed_hint)}</span>
            </header>
            <ul class="invitations">{first}</ul>
            {(count > MOST_SHOWN).then(|| view! { <p class="hint">{text!(life.missed_more)}</p> })}
        </section>
    };
    Some(view)
}

/// What is more than a person settles at a sitting is told by its number only.
const MOST_SHOWN: usize = 8;

#[component]
fn Line(entry: Entry, today: NaiveDate) -> impl IntoView {
    let details = entry.details?;
    let when = words::takes(locale(), &use_dates(), &entry.takes, &session().rules, today);
    let where_to = [details.place, details.client].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let planned = details.state == domain::meeting::State::Planned;
    let view = view! {
        <li class="invitation" style=hue_style(details.color) data-event=entry.meeting.to_string()>
            <div>
                <a class="invitation-subject" href=format!("/meetings/{}", entry.meeting)>
                    {details.subject}
                </a>
                <p class="invitation-note">{when}</p>
                {(!where_to.is_empty()).then(|| view! { <p class="invitation-note">{where_to}</p> })}
            </div>
            <div>
                {if planned {
                    view! { <MissedBadge /> }.into_any()
                } else {
                    view! { <StateBadge state=details.state /> }.into_any()
                }}
            </div>
        </li>
    };
    Some(view)
}
