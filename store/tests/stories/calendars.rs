//! What stands in whose calendar, and what of it is told to whom.

use domain::availability::Firmness;
use domain::calendar::{Entry, Takes};
use domain::id::{CategoryId, MeetingId, PersonId};
use domain::kind::{Category, EventType, Hue, Kind};
use domain::meeting::{Answer, Attendee, Draft};
use domain::place::Place;
use domain::time::{Span, When};
use store::Store;
use uuid::Uuid;

use crate::house::{House, assert_gone, moscow, new_meeting, now, on_both, utc, wall, who, zone};

on_both! {
    colleagues_see_busy_time_and_the_chain_sees_the_meeting,
    each_viewer_learns_what_they_may_do,
    of_a_private_meeting_the_supervisor_sees_busy_time,
    a_supervisor_sees_by_whoever_takes_part,
    a_supervisor_who_takes_part_may_still_change_the_meeting,
    what_is_posted_is_what_the_calendar_shows,
    a_meeting_of_several_stands_once,
    what_is_declined_is_left_out_but_for_who_declined_it,
    a_range_holds_what_overlaps_it_and_not_what_touches_it,
    an_all_day_meeting_is_the_same_dates_for_everyone,
    a_meeting_keeps_its_wall_clock_when_the_clocks_change,
    free_and_busy_is_told_to_everyone_and_nothing_else,
    what_a_meeting_points_to_is_told_as_it_is_by_then,
    the_ends_of_time_are_an_empty_range,
}

async fn colleagues_see_busy_time_and_the_chain_sees_the_meeting(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    for (viewer, told) in [
        (house.vera, true),
        (house.gleb, true),
        (house.boris, true),
        (house.elena, false),
        (house.anna, false),
    ] {
        let entries = week(house, viewer, &[house.vera]).await;
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].meeting, sheet.meeting.id);
        assert_eq!(entries[0].details.is_some(), told);
        let span = Span::new(utc("2026-11-24T07:00:00Z"), utc("2026-11-24T08:00:00Z")).unwrap();
        assert_eq!(entries[0].takes, Takes::Time { span });
        if !told {
            assert_gone(house.store.meeting(who(viewer), sheet.meeting.id).await);
            assert_gone(house.store.history(who(viewer), sheet.meeting.id).await);
        }
    }
}

async fn each_viewer_learns_what_they_may_do(house: &House) {
    house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let permits = async |viewer| week(house, viewer, &[house.vera]).await[0].details.clone().unwrap().permits;
    let (vera, gleb, boris) =
        (permits(house.vera).await, permits(house.gleb).await, permits(house.boris).await);
    assert!(vera.change && vera.remove && vera.answer && vera.answer_for_others);
    assert!(!gleb.change && !gleb.remove && gleb.answer && !gleb.answer_for_others);
    assert!(boris.change && boris.remove && !boris.answer && !boris.answer_for_others);
}

/// By every process, whichever of them wrote it.
async fn what_a_meeting_points_to_is_told_as_it_is_by_then(house: &House) {
    let other = Store::open(&house.url).await.unwrap();
    let anna = who(house.anna);
    let color = |degrees: u16| Hue::try_from(degrees).unwrap();
    let category = Category {
        id: CategoryId(Uuid::from_u128(800)),
        name: "Fairs".into(),
        color: color(30),
        archived: false,
    };
    house.store.save_category(anna, category.clone(), now()).await.unwrap();
    let (place, category_id) = (Some(house.blue_room), Some(category.id));
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[]);
    let sheet = house.planned(Draft { place, category: category_id, ..draft }).await;
    let (from, to) = (utc("2026-11-23T00:00:00Z"), utc("2026-11-30T00:00:00Z"));
    let told = async || {
        let mut told = Vec::new();
        for store in [&house.store, &other] {
            let vera = who(house.vera);
            let range = store.calendar(vera, &[house.vera], from, to).await.unwrap();
            let posted = store.posted(sheet.meeting.id).await.unwrap().unwrap();
            let found = store.search(vera, "review", 1, now()).await.unwrap();
            for entry in
                [&range.entries[0], &posted.entry(&store.actor(vera).await.unwrap()), &found[0].entry]
            {
                let details = entry.details.clone().unwrap();
                told.push((details.event_type, details.color.unwrap(), details.place.unwrap()));
            }
        }
        told.dedup();
        told
    };
    assert_eq!(told().await, [(EventType::Internal, color(30), "Blue room".to_owned())]);

    let kinds = house.store.kinds(anna).await.unwrap();
    let kind = kinds.into_iter().find(|kind| kind.id == sheet.meeting.kind).unwrap();
    other.save_kind(anna, Kind { event_type: EventType::External, ..kind }, now()).await.unwrap();
    assert_eq!(told().await, [(EventType::External, color(30), "Blue room".to_owned())]);
    house.store.save_category(anna, Category { color: color(210), ..category }, now()).await.unwrap();
    assert_eq!(told().await, [(EventType::External, color(210), "Blue room".to_owned())]);
    let places = house.store.places(anna).await.unwrap();
    let room = places.into_iter().find(|place| place.id == house.blue_room).unwrap();
    other.save_place(anna, Place { name: "Sea room".into(), ..room }, now()).await.unwrap();
    assert_eq!(told().await, [(EventType::External, color(210), "Sea room".to_owned())]);
    other.close().await;
}

async fn of_a_private_meeting_the_supervisor_sees_busy_time(house: &House) {
    let draft = house.draft(house.vera, "Doctor", "2026-11-24 10:00", &[]);
    let sheet = house.planned(Draft { private: true, ..draft }).await;
    assert_eq!(week(house, house.boris, &[house.vera]).await[0].details, None);
    assert_gone(house.store.meeting(who(house.boris), sheet.meeting.id).await);
    assert!(week(house, house.vera, &[house.vera]).await[0].details.as_ref().unwrap().private);

    let posted = house.store.posted(sheet.meeting.id).await.unwrap().unwrap();
    let boris = house.store.actor(who(house.boris)).await.unwrap();
    assert_eq!(posted.entry(&boris).details, None);
}

async fn a_supervisor_sees_by_whoever_takes_part(house: &House) {
    let elenas = house.draft(house.elena, "Joint", "2026-11-24 10:00", &[house.gleb]);
    house.planned(elenas).await;
    house.planned(house.draft(house.elena, "Own", "2026-11-24 12:00", &[])).await;
    let entries = week(house, house.boris, &[house.elena]).await;
    let told: Vec<_> =
        entries.iter().map(|entry| entry.details.as_ref().map(|it| it.subject.as_str())).collect();
    assert_eq!(told, [Some("Joint"), None]);
}

async fn a_supervisor_who_takes_part_may_still_change_the_meeting(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.boris])).await;
    let entries = week(house, house.boris, &[house.boris]).await;
    let permits = entries[0].details.as_ref().unwrap().permits;
    assert!(permits.change && permits.remove && permits.answer);
    assert_eq!(house.store.meeting(who(house.boris), sheet.meeting.id).await.unwrap().permits, permits);
    let invitations = house.store.invitations(who(house.boris), now()).await.unwrap();
    assert_eq!(invitations, entries);
}

async fn what_is_posted_is_what_the_calendar_shows(house: &House) {
    let draft = Draft {
        place: Some(house.blue_room),
        client: Some(house.romashka),
        ..house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])
    };
    let id = house.planned(draft).await.meeting.id;
    let gleb = Attendee::Person(house.gleb);
    house.store.respond(who(house.gleb), id, gleb, Answer::Maybe, "If I can".into(), now()).await.unwrap();
    let posted = house.store.posted(id).await.unwrap().unwrap();
    assert_eq!(posted.people(), [house.gleb, house.vera]);
    for viewer in [house.anna, house.boris, house.vera, house.gleb, house.elena] {
        let actor = house.store.actor(who(viewer)).await.unwrap();
        let told = match viewer == house.gleb {
            true => posted.entry(&actor),
            false => posted.entry_among(&actor, |person| person == house.gleb),
        };
        assert_eq!(vec![told], week(house, viewer, &[house.gleb]).await);
    }
    assert!(house.store.posted(new_meeting()).await.unwrap().is_none());
}

async fn a_meeting_of_several_stands_once(house: &House) {
    house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb, house.boris])).await;
    assert_eq!(week(house, house.boris, &[house.vera, house.gleb, house.boris]).await.len(), 1);
    assert_eq!(week(house, house.boris, &[]).await, []);
}

async fn what_is_declined_is_left_out_but_for_who_declined_it(house: &House) {
    let id =
        house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await.meeting.id;
    let gleb = Attendee::Person(house.gleb);
    house.store.respond(who(house.gleb), id, gleb, Answer::Declined, String::new(), now()).await.unwrap();
    assert_eq!(week(house, house.vera, &[house.gleb]).await, []);
    assert_eq!(week(house, house.vera, &[house.gleb, house.vera]).await.len(), 1);
    let own = week(house, house.gleb, &[house.gleb]).await;
    assert_eq!(own[0].details.as_ref().unwrap().my_answer.unwrap().answer, Answer::Declined);
}

async fn a_range_holds_what_overlaps_it_and_not_what_touches_it(house: &House) {
    let meetings = [
        ("before", "2026-11-22 23:00", 60, false),
        ("into it", "2026-11-22 23:30", 60, true),
        ("within", "2026-11-24 10:00", 60, true),
        ("out of it", "2026-11-29 23:30", 60, true),
        ("after", "2026-11-30 00:00", 60, false),
        ("a day long", "2026-11-22 00:01", 24 * 60, true),
        ("two weeks long", "2026-11-10 00:00", 14 * 24 * 60, true),
        ("two weeks long, before", "2026-11-09 00:00", 14 * 24 * 60, false),
    ];
    for (subject, start, minutes, _) in meetings {
        let draft = house.draft(house.vera, subject, start, &[]);
        house.planned(Draft { when: moscow(start, minutes), ..draft }).await;
    }
    let mut shown = subjects(week(house, house.vera, &[house.vera]).await);
    let mut expected: Vec<_> =
        meetings.iter().filter(|(.., within)| *within).map(|(subject, ..)| subject.to_string()).collect();
    shown.sort_unstable();
    expected.sort_unstable();
    assert_eq!(shown, expected);
}

async fn an_all_day_meeting_is_the_same_dates_for_everyone(house: &House) {
    let all_day = |first: &str, days, zone_name| When::AllDay {
        first: wall(&format!("{first} 00:00")).date(),
        days,
        zone: zone(zone_name),
    };
    let plan = async |subject: &str, when| {
        let draft = house.draft(house.vera, subject, "2026-11-24 10:00", &[]);
        house.planned(Draft { when, ..draft }).await;
    };
    plan("Kiritimati", all_day("2026-11-24", 1, "Pacific/Kiritimati")).await;
    plan("Pago Pago", all_day("2026-11-24", 1, "Pacific/Pago_Pago")).await;
    plan("A week", all_day("2026-11-18", 7, "Europe/Moscow")).await;
    plan("A year", all_day("2025-11-25", 365, "Asia/Tokyo")).await;
    plan("Over", all_day("2026-11-15", 7, "Europe/Moscow")).await;
    // The same date, a day from midnight to midnight in zones as far apart as there are.
    for (viewer_zone, from, to) in [
        ("UTC+14", "2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"),
        ("UTC", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"),
        ("UTC-12", "2026-11-24T12:00:00Z", "2026-11-25T12:00:00Z"),
    ] {
        let range = house.store.calendar(who(house.vera), &[house.vera], utc(from), utc(to)).await.unwrap();
        let mut shown = subjects(range.entries.clone());
        shown.sort_unstable();
        assert_eq!(shown, ["A week", "A year", "Kiritimati", "Pago Pago"], "{viewer_zone}");
        let first = wall("2026-11-18 00:00").date();
        assert!(range.entries.iter().any(|entry| entry.takes == Takes::Days { first, days: 7 }));
    }
}

async fn a_meeting_keeps_its_wall_clock_when_the_clocks_change(house: &House) {
    let berlin = |start: &str| When::Timed { start: wall(start), minutes: 60, zone: zone("Europe/Berlin") };
    let plan = async |when| {
        let draft = house.draft(house.vera, "Ten o'clock", "2026-11-24 10:00", &[]);
        house.planned(Draft { when, ..draft }).await
    };
    for (when, starts) in [
        (berlin("2026-10-24 10:00"), "2026-10-24T08:00:00Z"),
        (berlin("2026-10-26 10:00"), "2026-10-26T09:00:00Z"),
        (berlin("2027-03-28 02:30"), "2027-03-28T01:30:00Z"),
        (berlin("2026-10-25 02:30"), "2026-10-25T00:30:00Z"),
    ] {
        let sheet = plan(when.clone()).await;
        assert_eq!(sheet.meeting.when, when);
        assert_eq!(starts_of(house, sheet.meeting.id).await, utc(starts));
    }
    // Another zone: the wall clock stays, the instant moves.
    let sheet = plan(berlin("2026-11-24 10:00")).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let tokyo = When::Timed { start: wall("2026-11-24 10:00"), minutes: 60, zone: zone("Asia/Tokyo") };
    house.store.reschedule(who(house.vera), id, seen, tokyo, None, now()).await.unwrap();
    assert_eq!(starts_of(house, id).await, utc("2026-11-24T01:00:00Z"));
}

async fn free_and_busy_is_told_to_everyone_and_nothing_else(house: &House) {
    let maybe = house.draft(house.vera, "Maybe", "2026-11-24 10:00", &[house.gleb]);
    let declined = house.draft(house.vera, "Declined", "2026-11-24 12:00", &[house.gleb]);
    let private = Draft { private: true, ..house.draft(house.gleb, "Own", "2026-11-24 09:00", &[]) };
    house.planned(maybe).await;
    let declined = house.planned(declined).await.meeting.id;
    house.planned(private).await;
    let gleb = Attendee::Person(house.gleb);
    house
        .store
        .respond(who(house.gleb), declined, gleb, Answer::Declined, String::new(), now())
        .await
        .unwrap();

    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    let asked = [house.gleb, house.elena];
    let told = house.store.free_busy(who(house.elena), &asked, from, to).await.unwrap();
    let hour = |from: &str, to: &str| Span::new(utc(from), utc(to)).unwrap();
    assert_eq!(told[0].person, house.gleb);
    assert_eq!(
        told[0].busy,
        [
            (hour("2026-11-24T06:00:00Z", "2026-11-24T07:00:00Z"), Firmness::Firm),
            (hour("2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z"), Firmness::Soft),
        ]
    );
    assert_eq!((told[1].person, told[1].busy.len()), (house.elena, 0));
}

async fn the_ends_of_time_are_an_empty_range(house: &House) {
    house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[])).await;
    let (first, last) = (chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC);
    let vera = who(house.vera);
    let all = house.store.calendar(vera, &[house.vera], first, last).await.unwrap();
    assert_eq!(all.entries.len(), 1);
    assert_eq!(house.store.calendar(vera, &[house.vera], last, first).await.unwrap().entries, []);
    assert_eq!(house.store.calendar(vera, &[house.vera], last, last).await.unwrap().entries, []);
}

/// The week of the stories, from Monday to Sunday in Moscow.
async fn week(house: &House, viewer: PersonId, people: &[PersonId]) -> Vec<Entry> {
    let (from, to) = (utc("2026-11-22T21:00:00Z"), utc("2026-11-29T21:00:00Z"));
    let range = house.store.calendar(who(viewer), people, from, to).await.unwrap();
    assert_eq!((range.from, range.to), (from, to));
    range.entries
}

fn subjects(entries: Vec<Entry>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.details.unwrap().subject).collect()
}

async fn starts_of(house: &House, meeting: MeetingId) -> chrono::DateTime<chrono::Utc> {
    let vera = house.store.actor(who(house.vera)).await.unwrap();
    match house.store.posted(meeting).await.unwrap().unwrap().entry(&vera).takes {
        Takes::Time { span } => span.start(),
        Takes::Days { .. } => panic!("not all-day"),
    }
}
