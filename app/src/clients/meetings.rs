//! What came of a client so far: the next step, and the meetings to come and past, as far as the reader may know of them.

use domain::calendar::Entry;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::opened::Opened;
use super::words;
use crate::api::{MeetingsPage, earlier_meetings};
use crate::meeting::words::takes;
use crate::meeting::{MissedBadge, StateBadge, hue_style};
use crate::session::session;
use crate::state::clock;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// The next meeting to come; where there is none, a way to plan one.
#[component]
pub(super) fn NextStep(opened: Opened) -> impl IntoView {
    let (dates, session, locale) = (use_dates(), session(), opened.locale);
    let inside = move || {
        let today = session.rules.date(clock::now());
        let card = opened.card.read();
        if let Some(next) = card.to_come.iter().find(|entry| is_open(entry)).cloned() {
            return view! { <ul class="rows client-meetings"><Meeting entry=next /></ul> }.into_any();
        }
        if let Some(next) = card.met.next {
            let date = words::day(&dates, next, today);
            return view! { <p>{td_string!(locale, clients.colleague_meets, date = date)}</p> }.into_any();
        }
        view! { <p>{td_string!(locale, clients.no_next_step)}</p> }.into_any()
    };
    let none = Memo::new(move |_| opened.card.read().to_come.iter().all(|entry| !is_open(entry)));
    let plan_class = move || if none.get() { "button primary" } else { "button" };
    view! {
        <section class="section client-next" aria-labelledby="client-next">
            // Above what may change, so that it stays where it is.
            <div class="section-title">
                <h2 id="client-next">{text!(clients.next_step)}</h2>
                <a class=plan_class href=format!("/meetings/new?client={}", opened.id)>
                    <Glyph icon=Icon::PLUS />
                    {text!(clients.plan)}
                </a>
            </div>
            {inside}
        </section>
    }
}

fn is_open(entry: &Entry) -> bool {
    entry.details.as_ref().is_some_and(|details| !details.state.is_over())
}

#[component]
pub(super) fn Meetings(opened: Opened) -> impl IntoView {
    let (dates, session, locale) = (use_dates(), session(), opened.locale);
    let busy = RwSignal::new(false);
    let earlier = move |_| {
        let after = opened.card.with_untracked(|card| card.past.next.clone());
        let Some(after) = after.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            let read = earlier_meetings(opened.id, after.clone()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            if let Ok(MeetingsPage { entries, next }) = read {
                opened.card.update(|card| {
                    // Unless it was read anew meanwhile, and ends elsewhere.
                    if card.past.next.as_ref() == Some(&after) {
                        card.past.entries.extend(entries);
                        card.past.next = next;
                    }
                });
            }
        });
    };
    let met = move || {
        let today = session.rules.date(clock::now());
        words::met(locale, &dates, opened.card.read().met, today).join(" · ")
    };
    let (none, to_come, past) =
        (text!(clients.no_meetings), text!(clients.meetings_to_come), text!(clients.meetings_past));
    let list = move |title: &'static str, entries: Vec<Entry>| {
        let rows =
            move || entries.iter().cloned().map(|entry| view! { <Meeting entry=entry /> }).collect_view();
        view! {
            <h3 class="client-side">{title}</h3>
            <ul class="rows client-meetings">{rows()}</ul>
        }
    };
    let inside = move || {
        let card = opened.card.read();
        let (next, last) = (card.to_come.clone(), card.past.entries.clone());
        if next.is_empty() && last.is_empty() {
            return view! { <p class="hint">{none}</p> }.into_any();
        }
        view! {
            {(!next.is_empty()).then(|| list(to_come, next))}
            {(!last.is_empty()).then(|| list(past, last))}
        }
        .into_any()
    };
    let more = text!(clients.earlier);
    view! {
        <section class="section" aria-labelledby="client-meetings">
            <div class="section-title">
                <h2 id="client-meetings">{text!(clients.meetings)}</h2>
                <span class="hint">{met}</span>
            </div>
            {inside}
            <Show when=move || opened.card.read().past.next.is_some()>
                <button
                    type="button"
                    class="button small"
                    aria-busy=move || busy.get().then_some("true")
                    on:click=earlier
                >
                    {more}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn Meeting(entry: Entry) -> impl IntoView {
    let (locale, dates, session) = (locale(), use_dates(), session());
    let now = clock::now();
    let when = takes(locale, &dates, &entry.takes, &session.rules, session.rules.date(now));
    let details = entry.details?;
    let missed = details.state.needs_result(entry.takes.end(&session.rules), now);
    let badge = if missed {
        view! { <MissedBadge /> }.into_any()
    } else if details.state == domain::meeting::State::Planned {
        ().into_any()
    } else {
        view! { <StateBadge state=details.state /> }.into_any()
    };
    Some(view! {
        <li class="row" data-event=entry.meeting.to_string()>
            <a class="client-meeting" href=format!("/meetings/{}", entry.meeting) style=hue_style(details.color)>
                <strong>{details.subject}</strong>
                <span>{when}{details.place.map(|place| format!(" · {place}"))}</span>
            </a>
            {badge}
        </li>
    })
}
