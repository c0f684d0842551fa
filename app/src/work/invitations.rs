//! Invitations that await my answer (S36).

use chrono::NaiveDate;
use domain::calendar::Entry;
use domain::change::Revision;
use domain::id::MeetingId;
use domain::meeting::{Answer, Attendee};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::{reply, respond_in_series};
use crate::meeting::{hue_style, words};
use crate::session::session;
use crate::text;
use crate::texts::{Plural, locale};
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

#[component]
pub(super) fn Invitations(invitations: Vec<Entry>, today: NaiveDate, again: Callback<()>) -> impl IntoView {
    let invitations = by_series(invitations);
    let count = invitations.len();
    let list = if invitations.is_empty() {
        view! {
            <div class="empty">
                <Glyph icon=Icon::ACCEPTED />
                <p class="empty-title">{text!(work.invitations_empty)}</p>
                <p class="hint">{text!(work.invitations_empty_hint)}</p>
            </div>
        }
        .into_any()
    } else {
        let item = |(entry, more)| view! { <Invitation entry=entry more=more today=today again=again /> };
        view! { <ul class="invitations">{invitations.into_iter().map(item).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="invitations-title">
            <header class="panel-head">
                <h2 class="panel-title" id="invitations-title">
                    {text!(work.invitations)}
                </h2>
                {(count > 0)
                    .then(|| {
                        view! {
                            <span class="count">{count}</span>
                            <span class="hint">{text!(work.invitations_hint)}</span>
                        }
                    })}
            </header>
            {list}
        </section>
    }
}

/// The invitations to one series are one: the soonest, and how many more there are.
fn by_series(invitations: Vec<Entry>) -> Vec<(Entry, u32)> {
    let series = |entry: &Entry| entry.details.as_ref().and_then(|details| details.series);
    let mut lines: Vec<(Entry, u32)> = Vec::new();
    for entry in invitations {
        let same =
            |(first, _): &&mut (Entry, u32)| series(first).is_some() && series(first) == series(&entry);
        match lines.iter_mut().find(same) {
            Some((_, more)) => *more += 1,
            None => lines.push((entry, 0)),
        }
    }
    lines
}

#[component]
fn Invitation(
    entry: Entry,
    /// How many more of its series await an answer; one answer is for all of them.
    more: u32,
    today: NaiveDate,
    again: Callback<()>,
) -> impl IntoView {
    let details = entry.details?;
    let session = session();
    let subject = details.subject;
    let when = words::takes(locale(), &use_dates(), &entry.takes, &session.rules, today);
    let where_to = [details.place, details.client].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (busy, give) = use_give(entry.meeting, entry.version, more > 0, subject.clone(), again);
    let further = (more > 0).then(|| match Plural::of(locale(), more) {
        Plural::One => text!(work.more_one, count = more),
        Plural::Few => text!(work.more_few, count = more),
        Plural::Many => text!(work.more_many, count = more),
    });
    let (accept_word, decline_word) = if more > 0 {
        (text!(work.accept_all), text!(work.decline_all))
    } else {
        (text!(work.accept), text!(work.decline))
    };
    let (accept, decline) = (format!("{accept_word}: {subject}"), format!("{decline_word}: {subject}"));
    let view = view! {
        <li class="invitation" style=hue_style(details.color) data-event=entry.meeting.to_string()>
            <div>
                <a class="invitation-subject" href=format!("/meetings/{}", entry.meeting)>
                    {subject}
                </a>
                <p class="invitation-note">{when}</p>
                {further
                    .map(|further| {
                        view! {
                            <p class="invitation-note series-note">
                                <Glyph icon=Icon::RECURRING />
                                {further}
                            </p>
                        }
                    })}
                {(!where_to.is_empty()).then(|| view! { <p class="invitation-note">{where_to}</p> })}
            </div>
            <div class="answer-buttons">
                <button
                    type="button"
                    class="button small accept"
                    aria-label=accept
                    disabled=busy
                    on:click=move |_| give.run(Answer::Accepted)
                >
                    <Glyph icon=Icon::ACCEPTED />
                    {accept_word}
                </button>
                <button
                    type="button"
                    class="button small decline"
                    aria-label=decline
                    disabled=busy
                    on:click=move |_| give.run(Answer::Declined)
                >
                    <Glyph icon=Icon::DECLINED />
                    {decline_word}
                </button>
            </div>
        </li>
    };
    Some(view)
}

/// Gives my answer, says so, and reads the desk again. The signal is true meanwhile.
fn use_give(
    meeting: MeetingId,
    seen: Revision,
    whole_series: bool,
    subject: String,
    again: Callback<()>,
) -> (RwSignal<bool>, Callback<Answer>) {
    let (busy, toasts, explain) = (RwSignal::new(false), use_toasts(), use_explain());
    let (locale, me) = (locale(), Attendee::Person(session().person.id));
    let give = move |answer| {
        let (subject, explain) = (subject.clone(), explain.clone());
        busy.set(true);
        spawn_local(async move {
            let given = if whole_series {
                respond_in_series(meeting, me, answer, String::new()).await.map(drop)
            } else {
                reply(meeting, Some(seen), answer).await
            };
            match given {
                Ok(()) if answer == Answer::Accepted => {
                    toasts.say(Tone::Done, td_string!(locale, work.accepted, subject = subject));
                }
                Ok(()) => toasts.say(Tone::Done, td_string!(locale, work.declined, subject = subject)),
                Err(failure) => toasts.say(Tone::Error, explain.failure(&failure).join(" ")),
            }
            // The page may have been left meanwhile.
            busy.try_set(false);
            again.try_run(());
        });
    };
    (busy, Callback::new(give))
}

#[cfg(test)]
mod tests {
    use domain::calendar::{Details, Takes};
    use domain::change::Revision;
    use domain::id::{PersonId, SeriesId};
    use domain::kind::EventType;
    use domain::meeting::State;
    use domain::permission::Permits;
    use uuid::Uuid;

    use super::*;

    fn entry(number: u128, series: Option<u128>) -> Entry {
        let details = Details {
            subject: format!("Meeting {number}"),
            state: State::Planned,
            event_type: EventType::Internal,
            category: None,
            color: None,
            place: None,
            address: None,
            client: None,
            responsible: PersonId(Uuid::nil()),
            private: false,
            series: series.map(|series| SeriesId(Uuid::from_u128(series))),
            my_answer: None,
            reminded: false,
            permits: Permits::default(),
        };
        Entry {
            meeting: MeetingId(Uuid::from_u128(number)),
            version: Revision(1),
            takes: Takes::Days { first: NaiveDate::MIN, days: 1 },
            details: Some(details),
            of: Vec::new(),
        }
    }

    #[test]
    fn invitations_to_one_series_are_one_line() {
        let lines = by_series(vec![
            entry(1, None),
            entry(2, Some(7)),
            entry(3, None),
            entry(4, Some(7)),
            entry(5, Some(8)),
            entry(6, Some(7)),
        ]);
        let lines: Vec<_> = lines.iter().map(|(entry, more)| (entry.meeting.0.as_u128(), *more)).collect();
        assert_eq!(lines, [(1, 0), (2, 2), (3, 0), (5, 0)]);
    }
}
