//! The two addresses of a card: a meeting, and one to be planned.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use domain::attribute::{Attribute, Particulars};
use domain::id::{MeetingId, Named, PersonId};
use domain::kind::Predefined;
use domain::meeting::{Attendance, Attendee, ParticipantLine, Reply};
use domain::time::{Recurrence, Rule, When};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use leptos_router::params::ParamsMap;

use super::attribute::{attribute_element, read};
use super::card::{CardView, Gone};
use super::editing::Editing;
use super::form::{Form, Held};
use super::live::keep_true;
use super::times::Times;
use crate::api::{Card, Choices, ClientChoice, Failure, Member, card, choices, members};
use crate::json::asked_before;
use crate::session::{Session, session, visit};
use crate::state::clock::now;
use crate::text;
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::sheet::LaterStyles;

/// `/meetings/{id}`.
pub struct MeetingRoute;

/// `/meetings/new`, with the time and what else was said of it already in the query.
pub struct NewMeetingRoute;

/// Which of the two addresses is shown.
enum Address {
    Meeting,
    NewMeeting,
}

/// A part of the program, loaded when a card is first opened.
#[lazy]
fn card_page(address: Address) -> AnyView {
    match address {
        Address::Meeting => MeetingPage().into_any(),
        Address::NewMeeting => NewMeetingPage().into_any(),
    }
}

lazy_screen!(MeetingRoute, card_page(Address::Meeting), __preload_card_page);
lazy_screen!(NewMeetingRoute, card_page(Address::NewMeeting), __preload_card_page);

#[component]
fn MeetingPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let params = use_params_map();
    // While the page goes away the address names something else; what was shown stays until then.
    let id = Memo::new(move |before: Option<&Option<MeetingId>>| match params.read().get("id") {
        Some(id) => id.parse().ok(),
        None => before.copied().flatten(),
    });
    let loaded = asked_before(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => card(id).await,
                None => Err(Failure::Gone),
            }
        },
    );
    view! {
        <LaterStyles />
        <main class="page card-page later" id="page" tabindex="-1">
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(card) => view! { <CardView editing=opened(card) /> }.into_any(),
                        Err(failure) => failed(failure),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_any()
}

#[component]
fn NewMeetingPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let (query, path) = (use_query_map(), use_location().pathname);
    // While the page goes away the address asks for something else; what was begun stays until then.
    let asked = Memo::new(move |before: Option<&ParamsMap>| match (before, &**path.read()) {
        (Some(before), elsewhere) if elsewhere != "/meetings/new" => before.clone(),
        _ => query.get(),
    });
    let visits = Memo::new(move |_| asked.read().get("client").and_then(|client| client.parse().ok()));
    let with =
        Memo::new(move |_| asked.read().get("with").and_then(|person| person.parse::<PersonId>().ok()));
    let loaded = asked_before(
        move || (visits.get(), with.get()),
        |(visits, with)| async move {
            let offer = choices().await?;
            // A client that is not there is none.
            let client = match visits {
                Some(client) => crate::api::client(client).await.ok(),
                None => None,
            };
            // Likewise.
            let with = match with {
                Some(person) => members(vec![person]).await.ok().and_then(|found| found.into_iter().next()),
                None => None,
            };
            Ok((offer, client, with))
        },
    );
    view! {
        <Title text=format!("{} · {}", text!(meeting.new_title), text!(common.daybook)) />
        <LaterStyles />
        <main class="page card-page later" id="page" tabindex="-1">
            <Suspense fallback=Waiting>
                {move || {
                    let asked = asked.get();
                    Suspend::new(async move {
                        match loaded.await.and_then(|(offer, client, with)| Ok((offer.choices()?, client, with))) {
                            Ok((choices, client, with)) => {
                                view! { <CardView editing=blank(choices, client, with, &asked) /> }.into_any()
                            }
                            Err(failure) => failed(failure),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_any()
}

fn opened(card: Card) -> Editing {
    let Card { read_at, sheet, rules, choices, contacts, interests, offices } = card;
    let held = Held::of(&sheet, &rules);
    let form = Form::new(held.clone(), contacts, interests, offices, rules);
    let editing = Editing::new(sheet.meeting.id, Some(sheet), held, form, choices);
    keep_true(editing, read_at);
    editing
}

/// A meeting that nobody has planned yet: mine, a meeting (S8), at the time and with whom was asked for.
fn blank(choices: Choices, client: Option<ClientChoice>, with: Option<Member>, asked: &ParamsMap) -> Editing {
    let session = session();
    let kind = asked.get("kind").and_then(|kind| kind.parse().ok()).unwrap_or(Predefined::Meeting.id());
    let said = |attribute: &Attribute| {
        let typed = asked.get(&attribute_element(attribute.id))?;
        Some((attribute.id, read(&attribute.form, &typed)?))
    };
    let asked_of = choices.attributes.iter().filter(|attribute| attribute.is_asked_of(kind));
    let attributes = asked_of.filter_map(said).collect();
    let usual = choices.kinds.iter().find(|known| known.id == kind).map_or(60, |kind| kind.default_minutes);
    let when = asked_for(asked, usual, &session, now());
    let rule = asked.get("rule").and_then(|rule| rule.parse::<Rule>().ok());
    let rule = rule.filter(|rule| rule.check(when.first_day()).is_empty());
    let held = Held {
        subject: asked.get("subject").unwrap_or_default(),
        kind,
        times: Times::of(&when, &session.rules),
        recurrence: rule.map(Recurrence::of),
        place: asked.get("place").and_then(|place| place.parse().ok()),
        address: String::new(),
        position: String::new(),
        responsible: Named { id: session.person.id, name: session.person.name.clone() },
        client: client
            .as_ref()
            .map(|ClientChoice { client, .. }| Named { id: client.id, name: client.name.clone() }),
        contact: None,
        category: None,
        description: String::new(),
        private: false,
        particulars: Particulars { attributes, ..Particulars::default() },
        people: [myself(&session)]
            .into_iter()
            .chain(with.filter(|with| with.id != session.person.id).map(invited))
            .collect(),
    };
    let (contacts, interests, offices) =
        client.clone().map(|choice| (choice.contacts, choice.interests, choice.offices)).unwrap_or_default();
    let form = Form::new(held.clone(), contacts, interests, offices, session.rules.clone());
    if let Some(ClientChoice { client, contacts, .. }) = client {
        form.meet(contacts.iter().find(|contact| Some(contact.id) == client.main_contact));
    }
    let editing = Editing::new(MeetingId::generate(now()), None, held, form, choices);
    if untrack(|| editing.is_outside()) {
        form.go_to_main_office();
    }
    editing
}

/// `start` and `minutes`, or `first` and `days`; without them the next half hour.
fn asked_for(asked: &ParamsMap, usual: u32, session: &Session, now: DateTime<Utc>) -> When {
    let zone = session.rules.name().clone();
    let number =
        |name| asked.get(name).and_then(|number| number.parse::<u32>().ok()).filter(|number| *number > 0);
    if let Some(first) = asked.get("first").and_then(|first| first.parse::<NaiveDate>().ok()) {
        return When::AllDay { first, days: number("days").unwrap_or(1), zone };
    }
    let start = asked.get("start").and_then(|start| wall_time(&start));
    let start = start.unwrap_or_else(|| next_half_hour(session.rules.wall(now)));
    When::Timed { start, minutes: number("minutes").unwrap_or(usual), zone }
}

fn wall_time(text: &str) -> Option<NaiveDateTime> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

fn next_half_hour(now: NaiveDateTime) -> NaiveDateTime {
    use chrono::{TimeDelta, Timelike};

    let half_hours = now.num_seconds_from_midnight() / 1_800 + 1;
    now.date().and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(half_hours) * 30)
}

fn myself(session: &Arc<Session>) -> ParticipantLine {
    let person = &session.person;
    ParticipantLine {
        attendee: Attendee::Person(person.id),
        name: person.name.clone(),
        about: person.position.clone(),
        email: person.email.clone(),
        attendance: Attendance::Required,
        reply: Reply::ORGANISER,
    }
}

fn invited(person: Member) -> ParticipantLine {
    ParticipantLine {
        attendee: Attendee::Person(person.id),
        name: person.name,
        about: String::new(),
        email: String::new(),
        attendance: Attendance::Required,
        reply: Reply::default(),
    }
}

fn failed(failure: Failure) -> AnyView {
    if failure == Failure::Gone {
        return view! { <Gone /> }.into_any();
    }
    let reasons = use_explain().failure(&failure);
    view! { <Reasons reasons=Signal::stored(reasons) /> }.into_any()
}

/// Stands in while the card is being read.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <header class="page-head card-head" aria-busy="true">
            <div class="card-title">
                <span class="skeleton title"></span>
            </div>
        </header>
        <div class="card-columns">
            <div class="section">
                <span class="skeleton block"></span>
            </div>
            <div class="section">
                <span class="skeleton block"></span>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_meeting_begins_at_the_next_half_hour() {
        let at = |text: &str| wall_time(text).unwrap();
        assert_eq!(next_half_hour(at("2026-11-24T10:05")), at("2026-11-24T10:30"));
        assert_eq!(next_half_hour(at("2026-11-24T10:30")), at("2026-11-24T11:00"));
        assert_eq!(next_half_hour(at("2026-11-24T23:59:59")), at("2026-11-25T00:00"));
    }
}
