//! Where meetings outside are, and the way between them (S55 to S57, D10).

use domain::Refusal;
use domain::change::Act;
use domain::client::{Address, Client};
use domain::id::AddressId;
use domain::journal::{Finding, PlanKey};
use domain::kind::Predefined;
use domain::location::{Location, Position};
use domain::meeting::{Answer, Attendee, Draft, Scope};
use domain::refusal::Field;
use domain::time::Recurrence;
use uuid::Uuid;

use crate::house::{House, new_meeting, now, on_both, reasons, utc, who};

on_both! {
    a_meeting_keeps_its_address_whatever_becomes_of_the_clients_card,
    an_office_that_was_given_up_is_nowhere_to_go,
    another_address_is_told_and_asks_everybody_again,
    a_visit_takes_no_room_and_a_meeting_within_no_address,
    an_address_is_a_field_of_a_series_like_others,
    an_address_is_not_told_to_who_sees_only_busy_time,
    a_journey_that_takes_too_long_is_found_before_a_plan_is_submitted,
    a_visit_without_an_address_is_marked,
}

const TVERSKAYA: AddressId = AddressId(Uuid::from_u128(0x7200));

fn at_tverskaya() -> Location {
    Location { text: "Тверская, 1".into(), position: Position::degrees(55.757, 37.615) }
}

fn in_khimki() -> Location {
    Location { text: "Химки, Ленина, 5".into(), position: Position::degrees(55.889, 37.445) }
}

/// The office of Romashka, kept by Vera.
async fn move_to(house: &House, location: &Location, archived: bool) {
    let Location { text, position } = location.clone();
    let office = Address { id: TVERSKAYA, client: house.romashka, text, position, archived };
    house.store.save_address(who(house.vera), office, now()).await.unwrap();
}

async fn has_an_office(house: &House) {
    move_to(house, &at_tverskaya(), false).await;
    let card = house.store.client(who(house.vera), house.romashka).await.unwrap().client;
    let client = Client { main_address: Some(TVERSKAYA), ..card };
    house.store.save_client(who(house.vera), client, now()).await.unwrap();
}

/// Vera goes to Romashka, and Gleb comes along.
fn visit(house: &House, start: &str) -> Draft {
    Draft {
        kind: Predefined::MeetingAtClient.id(),
        client: Some(house.romashka),
        ..house.draft(house.vera, "Visit", start, &[house.gleb])
    }
}

async fn a_meeting_keeps_its_address_whatever_becomes_of_the_clients_card(house: &House) {
    has_an_office(house).await;
    let planned = house.planned(visit(house, "2026-11-24 10:00")).await;
    assert_eq!(planned.meeting.address, Some(at_tverskaya()));
    move_to(house, &in_khimki(), false).await;
    let read = house.store.meeting(who(house.gleb), planned.meeting.id).await.unwrap();
    assert_eq!(read.meeting, planned.meeting);
    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    let range = house.store.calendar(who(house.vera), &[house.vera], from, to).await.unwrap();
    assert_eq!(range.entries[0].details.as_ref().unwrap().address, Some(at_tverskaya()));
    let posted = house.store.posted(planned.meeting.id).await.unwrap().unwrap();
    let actor = house.store.actor(who(house.vera)).await.unwrap();
    assert_eq!(posted.entry(&actor).details.unwrap().address, Some(at_tverskaya()));
    let next = house.planned(visit(house, "2026-11-25 10:00")).await;
    assert_eq!(next.meeting.address, Some(in_khimki()), "who plans now goes where they are now");
}

async fn an_office_that_was_given_up_is_nowhere_to_go(house: &House) {
    has_an_office(house).await;
    move_to(house, &at_tverskaya(), true).await;
    assert_eq!(house.planned(visit(house, "2026-11-24 10:00")).await.meeting.address, None);
}

async fn another_address_is_told_and_asks_everybody_again(house: &House) {
    has_an_office(house).await;
    let planned = house.planned(visit(house, "2026-11-24 10:00")).await;
    let (id, gleb) = (planned.meeting.id, Attendee::Person(house.gleb));
    let accepted =
        house.store.respond(who(house.gleb), id, gleb, Answer::Accepted, String::new(), now()).await.unwrap();
    let card = Draft { address: Some(in_khimki()), ..accepted.meeting.draft() };
    let revised =
        house.store.revise(who(house.vera), id, accepted.meeting.version, card, now()).await.unwrap();
    assert_eq!(revised.meeting.participant(gleb).unwrap().reply.answer, Answer::Maybe);
    let history = house.store.history(who(house.gleb), id).await.unwrap();
    let told = Act::AddressChanged { from: Some(at_tverskaya()), to: Some(in_khimki()) };
    assert_eq!(history.last().unwrap().change.acts, [told]);
    let late = house
        .store
        .respond_seeing(
            who(house.gleb),
            id,
            Some(accepted.meeting.version),
            gleb,
            Answer::Accepted,
            String::new(),
            now(),
        )
        .await;
    assert!(matches!(late, Err(store::Error::Conflict { .. })), "it was an answer to another address");
}

async fn a_visit_takes_no_room_and_a_meeting_within_no_address(house: &House) {
    let in_a_room = Draft { place: Some(house.blue_room), ..visit(house, "2026-11-24 10:00") };
    let refused = reasons(house.store.plan(who(house.vera), new_meeting(), in_a_room, now()).await);
    assert_eq!(refused, [Refusal::NotOfThisKind { field: Field::Place }]);
    let draft = house.draft(house.vera, "Within", "2026-11-24 10:00", &[]);
    let elsewhere = Draft { address: Some(in_khimki()), ..draft.clone() };
    let refused = reasons(house.store.plan(who(house.vera), new_meeting(), elsewhere, now()).await);
    assert_eq!(refused, [Refusal::NotOfThisKind { field: Field::Address }]);

    // Who goes out after all gives the room back.
    let within = house.planned(Draft { place: Some(house.blue_room), ..draft }).await.meeting;
    let card = Draft { kind: Predefined::Presentation.id(), ..within.draft() };
    let out = house.store.revise(who(house.vera), within.id, within.version, card, now()).await.unwrap();
    assert_eq!(out.meeting.place, None);
    let free = house.draft(house.gleb, "Mine now", "2026-11-24 10:00", &[]);
    house.planned(Draft { place: Some(house.blue_room), ..free }).await;
}

async fn an_address_is_a_field_of_a_series_like_others(house: &House) {
    has_an_office(house).await;
    let rule = Recurrence::of("FREQ=WEEKLY;BYDAY=TU;COUNT=4".parse().unwrap());
    let id = domain::id::SeriesId::generate(now());
    let draft = visit(house, "2026-11-24 10:00");
    let first = house.store.plan_series(who(house.vera), id, draft, rule, now()).await.unwrap().meeting;
    let of_all = async || {
        let (from, to) = (utc("2026-11-01T00:00:00Z"), utc("2027-02-01T00:00:00Z"));
        let range = house.store.calendar(who(house.vera), &[house.vera], from, to).await.unwrap();
        let entries = range.entries.into_iter();
        entries.map(|entry| entry.details.unwrap().address.unwrap().text).collect::<Vec<_>>()
    };
    assert_eq!(of_all().await, ["Тверская, 1"; 4]);
    let card = Draft { address: Some(in_khimki()), ..first.draft() };
    let store = &house.store;
    let all =
        store.revise_occurrences(who(house.vera), first.id, first.version, Scope::All, card, None, now());
    assert_eq!(all.await.unwrap().meeting.address, Some(in_khimki()));
    assert_eq!(of_all().await, ["Химки, Ленина, 5"; 4]);
}

async fn an_address_is_not_told_to_who_sees_only_busy_time(house: &House) {
    has_an_office(house).await;
    let planned = house.planned(visit(house, "2026-11-24 10:00")).await;
    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    let range = house.store.calendar(who(house.elena), &[house.vera], from, to).await.unwrap();
    assert!(range.entries.len() == 1 && range.entries[0].details.is_none());
    assert!(house.store.meeting(who(house.elena), planned.meeting.id).await.is_err());
}

async fn a_journey_that_takes_too_long_is_found_before_a_plan_is_submitted(house: &House) {
    let at = |location: Location, start| Draft { address: Some(location), ..visit(house, start) };
    let first = house.planned(at(at_tverskaya(), "2026-11-24 10:00")).await.meeting;
    let second = house.planned(at(in_khimki(), "2026-11-24 11:15")).await.meeting;
    let key = PlanKey { owner: house.vera, week: "2026-W48".parse().unwrap() };
    let today = "2026-11-24".parse().unwrap();
    let sheet = async || house.store.plan_sheet(who(house.boris), key, today, now()).await.unwrap();
    let late = |finding: &Finding| match *finding {
        Finding::ImpossibleJourney { from, to, minutes, free } => Some((from, to, minutes, free)),
        _ => None,
    };
    let found = sheet().await;
    let [(from, to, minutes, 15)] = found.findings.iter().filter_map(late).collect::<Vec<_>>()[..] else {
        panic!("nobody gets there: {:?}", found.findings);
    };
    assert_eq!((from, to), (first.id, second.id));
    assert!((30..45).contains(&minutes), "{minutes}");
    assert!((20_000..27_000).contains(&found.totals.metres), "{}", found.totals.metres);
    let faster = house.store.clone().at_pace(domain::journey::Pace::new(100, 100).unwrap());
    let found = faster.plan_sheet(who(house.boris), key, today, now()).await.unwrap();
    assert_eq!(found.findings.iter().filter_map(late).count(), 0, "by helicopter");
    house.store.cancel_meeting(who(house.vera), second.id, None, "They are ill", now()).await.unwrap();
    assert_eq!(sheet().await.findings.iter().filter_map(late).count(), 0);
}

async fn a_visit_without_an_address_is_marked(house: &House) {
    let nowhere = house.planned(visit(house, "2026-11-24 10:00")).await.meeting;
    let somewhere = Draft { address: Some(in_khimki()), ..visit(house, "2026-11-25 10:00") };
    let somewhere = house.planned(somewhere).await.meeting;
    let key = PlanKey { owner: house.vera, week: "2026-W48".parse().unwrap() };
    let sheet =
        house.store.plan_sheet(who(house.vera), key, "2026-11-24".parse().unwrap(), now()).await.unwrap();
    let missing: Vec<_> = sheet
        .findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::NoAddress { meeting } => Some(*meeting),
            _ => None,
        })
        .collect();
    assert_eq!(missing, [nowhere.id]);
    let line = sheet.lines.iter().find(|line| line.meeting == somewhere.id).unwrap();
    assert_eq!(line.item.as_ref().unwrap().address.as_deref(), Some("Химки, Ленина, 5"));
}
