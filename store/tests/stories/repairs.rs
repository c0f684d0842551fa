//! What a room refuses (S13), and what could be done instead (D4).

use chrono::{NaiveTime, TimeDelta};
use domain::Refusal;
use domain::availability::hours::Hours;
use domain::availability::repair::{OtherDate, Repair};
use domain::availability::{BookableHours, Closure, WorkingHours};
use domain::id::{Named, PlaceId};
use domain::meeting::{Attendee, Draft, Scope, Sheet};
use domain::place::{Place, TakenDates};
use domain::refusal::Field;
use domain::time::{Recurrence, Span};
use store::{Error, Result};

use crate::house::{House, invited, moscow, new_meeting, now, on_both, reasons, utc, wall, who, zone};

on_both! {
    a_refused_booking_says_what_could_be_done_instead,
    every_repair_of_a_series_can_be_saved,
    a_repair_of_several_occurrences_holds_for_all_of_them,
    dates_in_the_way_of_the_following_ones_are_left_out_or_moved,
    with_other_reasons_nothing_is_repaired,
    a_room_is_booked_only_in_its_hours,
    a_room_that_is_too_small_can_be_booked_all_the_same,
    of_a_series_it_is_known_on_how_many_dates_a_room_is_free,
    twenty_series_race_for_a_room,
}

async fn a_refused_booking_says_what_could_be_done_instead(house: &House) {
    house.planned(in_room(house, "2026-11-24 10:50", 60)).await;
    let wanted = in_room(house, "2026-11-24 10:00", 60);
    let (refusals, repairs) = refused(plan(house, wanted.clone()).await);
    assert!(matches!(&refusals[..], [Refusal::PlaceTaken { .. }]), "{refusals:?}");
    let green = Named { id: house.green_room, name: "Green room".into() };
    assert_eq!(
        repairs,
        [
            Repair::Shift { minutes: -10 },
            Repair::OtherPlace { place: green, seats: 8 },
            Repair::Shorten { begin_later: 0, end_earlier: 10 },
        ]
    );
    // Each by itself would be saved: the bookings that are left do not collide with the first.
    let (put_right, _) = repairs[1].applied_to(wanted.clone(), None);
    plan(house, put_right).await.unwrap();
    let (put_right, _) = repairs[0].applied_to(wanted, None);
    let sheet = plan(house, put_right).await.unwrap();
    assert_eq!(sheet.meeting.when, moscow("2026-11-24 09:50", 60));

    // The same when it is moved, and its own booking is not in the way.
    let later = house.planned(in_room(house, "2026-11-24 14:00", 60)).await;
    let (id, seen) = (later.meeting.id, later.meeting.version);
    let when = moscow("2026-11-24 11:45", 60);
    let moved = house.store.reschedule(who(house.vera), id, seen, when, later.meeting.place, now()).await;
    let (_, repairs) = refused(moved);
    assert_eq!(repairs.first(), Some(&Repair::Shift { minutes: 5 }));
}

async fn every_repair_of_a_series_can_be_saved(house: &House) {
    // Tuesdays; the second one is taken.
    house.planned(in_room(house, "2026-12-08 10:30", 60)).await;
    let wanted = in_room(house, "2026-12-01 10:00", 60);
    let weekly = recurrence("FREQ=WEEKLY;BYDAY=TU;COUNT=4", &wanted);
    let plan = async |draft: Draft, recurrence: Recurrence| {
        let id = domain::id::SeriesId::generate(now());
        house.store.plan_series(who(house.vera), id, draft, recurrence, now()).await
    };
    let (_, repairs) = refused(plan(wanted.clone(), weekly.clone()).await);
    let second = date("2026-12-08");
    let moved = OtherDate { from: second, to: date("2026-12-09") };
    assert_eq!(
        repairs,
        [
            Repair::OtherPlace { place: Named { id: house.green_room, name: "Green room".into() }, seats: 8 },
            Repair::Skip { dates: vec![second] },
            Repair::Move { dates: vec![moved] },
        ]
    );
    for repair in repairs {
        let (draft, recurrence) = repair.applied_to(wanted.clone(), Some(weekly.clone()));
        let sheet = plan(draft, recurrence.unwrap()).await.unwrap();
        let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
        house.store.remove_occurrences(who(house.vera), id, seen, Scope::All, now()).await.unwrap();
    }
}

async fn a_repair_of_several_occurrences_holds_for_all_of_them(house: &House) {
    house.planned(in_room(house, "2026-12-08 12:50", 60)).await;
    let card = in_room(house, "2026-12-01 10:00", 60);
    let weekly = recurrence("FREQ=WEEKLY;BYDAY=TU;COUNT=4", &card);
    let id = domain::id::SeriesId::generate(now());
    let first = house.store.plan_series(who(house.vera), id, card, weekly, now()).await.unwrap();
    let (id, seen) = (first.meeting.id, first.meeting.version);
    let noon = Draft { when: moscow("2026-12-01 12:00", 60), ..first.meeting.draft() };
    let revise = async |draft: Draft| {
        house.store.revise_occurrences(who(house.vera), id, seen, Scope::All, draft, None, now()).await
    };
    let (_, repairs) = refused(revise(noon.clone()).await);
    assert_eq!(repairs.first(), Some(&Repair::Shift { minutes: -10 }));
    let preview = house
        .store
        .preview_revision(who(house.vera), id, Scope::All, noon.clone(), None, now())
        .await
        .unwrap();
    assert_eq!(preview.repairs, repairs);
    let (draft, _) = repairs[0].applied_to(noon, None);
    let sheet = revise(draft).await.unwrap();
    assert_eq!(sheet.meeting.when, moscow("2026-12-01 11:50", 60));
}

async fn dates_in_the_way_of_the_following_ones_are_left_out_or_moved(house: &House) {
    // Five Tuesdays; from the third one on they are to be on Wednesdays, and the last of those is taken.
    house.planned(in_room(house, "2026-12-30 10:30", 60)).await;
    let (vera, scope) = (who(house.vera), Scope::ThisAndFollowing);
    let taken = date("2026-12-30");
    let moved = OtherDate { from: taken, to: date("2026-12-31") };
    for (repair, last) in
        [(Repair::Skip { dates: vec![taken] }, None), (Repair::Move { dates: vec![moved] }, Some(moved.to))]
    {
        let card = Draft { subject: "Weekly".into(), ..in_room(house, "2026-12-01 10:00", 60) };
        let weekly = recurrence("FREQ=WEEKLY;BYDAY=TU;COUNT=5", &card);
        let id = domain::id::SeriesId::generate(now());
        house.store.plan_series(vera, id, card, weekly, now()).await.unwrap();
        let third = weekly_ones(house).await.swap_remove(2);
        let (id, seen) = (third.meeting.id, third.meeting.version);
        let wanted = Draft { when: moscow("2026-12-16 10:00", 60), ..third.meeting.draft() };
        let preview = async |draft: &Draft, recurrence: &Option<Recurrence>| {
            let (draft, recurrence) = (draft.clone(), recurrence.clone());
            house.store.preview_revision(vera, id, scope, draft, recurrence, now()).await.unwrap()
        };
        assert!(preview(&wanted, &None).await.repairs.contains(&repair));

        let along = third.series.unwrap().recurrence.moved(date("2026-12-15"), date("2026-12-16"));
        let (draft, mended) = repair.applied_to(wanted, Some(along));
        let outlook = preview(&draft, &mended).await;
        assert_eq!((outlook.refusals, outlook.repairs), (vec![], vec![]));
        house.store.revise_occurrences(vera, id, seen, scope, draft, mended, now()).await.unwrap();
        // The count goes on: none comes after the fifth.
        let of_rule = ["2026-12-01", "2026-12-08", "2026-12-16", "2026-12-23"].map(date);
        let stand = weekly_ones(house).await;
        let dates: Vec<_> = stand.iter().map(|sheet| sheet.meeting.when.first_day()).collect();
        assert_eq!(dates, of_rule.into_iter().chain(last).collect::<Vec<_>>());
        for part in [0, 2] {
            let (id, seen) = (stand[part].meeting.id, stand[part].meeting.version);
            house.store.remove_occurrences(vera, id, seen, Scope::All, now()).await.unwrap();
        }
    }
}

async fn with_other_reasons_nothing_is_repaired(house: &House) {
    house.planned(in_room(house, "2026-11-24 10:00", 60)).await;
    let nameless = Draft { subject: String::new(), ..in_room(house, "2026-11-24 10:00", 60) };
    let (refusals, repairs) = refused(plan(house, nameless).await);
    assert_eq!((refusals.len(), repairs), (2, vec![]));
}

async fn a_room_is_booked_only_in_its_hours(house: &House) {
    let hours = Hours { start: at(8), end: at(20) };
    let week = [Some(hours), Some(hours), Some(hours), Some(hours), Some(hours), None, None];
    let bookable = BookableHours { hours: WorkingHours::of_week(week), zone: zone("Europe/Moscow") };
    let blue = furnish(house, house.blue_room, "Blue room", 8, Some(bookable.clone())).await.unwrap();
    let (refusals, repairs) = refused(plan(house, in_room(house, "2026-11-24 19:15", 60)).await);
    let closure = Closure { date: date("2026-11-24"), hours: Some(hours) };
    assert_eq!(refusals, [Refusal::PlaceClosed { place: house.blue_room, closure }]);
    assert_eq!(repairs.first(), Some(&Repair::Shift { minutes: -15 }));
    plan(house, in_room(house, "2026-11-24 19:00", 60)).await.unwrap();
    let (refusals, _) = refused(plan(house, in_room(house, "2026-11-28 12:00", 60)).await);
    let closure = Closure { date: date("2026-11-28"), hours: None };
    assert_eq!(refusals, [Refusal::PlaceClosed { place: house.blue_room, closure }]);

    let day = Span::new(utc("2026-11-23T21:00:00Z"), utc("2026-11-24T21:00:00Z")).unwrap();
    let told = house.store.occupancy(who(house.elena), day).await.unwrap();
    assert_eq!(told.rooms.first(), Some(&blue));
    let closed: Vec<_> = told.closed.iter().map(|(place, span)| (*place, span.start(), span.end())).collect();
    let (open, close) = (utc("2026-11-24T05:00:00Z"), utc("2026-11-24T17:00:00Z"));
    assert_eq!(closed, [(house.blue_room, day.start(), open), (house.blue_room, close, day.end())]);

    // When the hours change, what is booked stays, and can be changed but for its time.
    let morning = Hours { start: at(8), end: at(12) };
    let bookable = BookableHours { hours: WorkingHours::of_week([Some(morning); 7]), ..bookable };
    furnish(house, house.blue_room, "Blue room", 8, Some(bookable.clone())).await.unwrap();
    let evening = house.store.occupancy(who(house.vera), day).await.unwrap().bookings[0].meeting;
    let sheet = house.store.meeting(who(house.vera), evening).await.unwrap();
    let renamed = Draft { subject: "Renamed".into(), ..sheet.meeting.draft() };
    let seen = sheet.meeting.version;
    house.store.revise(who(house.vera), evening, seen, renamed, now()).await.unwrap();

    let nowhere = BookableHours { zone: zone("Europe/Atlantis"), ..bookable };
    let unknown = furnish(house, house.blue_room, "Blue room", 8, Some(nowhere)).await;
    assert_eq!(reasons(unknown), [Refusal::Unknown { field: Field::Zone }]);
}

async fn a_room_that_is_too_small_can_be_booked_all_the_same(house: &House) {
    furnish(house, house.blue_room, "Blue room", 2, None).await.unwrap();
    let others = [house.gleb, house.elena].map(|person| invited(Attendee::Person(person)));
    let three = Draft { participants: others.to_vec(), ..in_room(house, "2026-11-24 10:00", 60) };
    let (refusals, repairs) = refused(plan(house, three.clone()).await);
    assert_eq!(refusals, [Refusal::PlaceTooSmall { place: house.blue_room, seats: 2, people: 3 }]);
    let green = Named { id: house.green_room, name: "Green room".into() };
    assert_eq!(repairs, [Repair::OtherPlace { place: green, seats: 8 }]);
    let sheet = plan(house, Draft { crowded: true, ..three }).await.unwrap();
    assert_eq!(sheet.meeting.place, Some(house.blue_room));
    // Nobody is asked again about what they know.
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let (when, place) = (moscow("2026-11-24 12:00", 60), sheet.meeting.place);
    house.store.reschedule(who(house.vera), id, seen, when, place, now()).await.unwrap();
}

async fn of_a_series_it_is_known_on_how_many_dates_a_room_is_free(house: &House) {
    let green = Draft { place: Some(house.green_room), ..in_room(house, "2026-12-08 10:30", 60) };
    house.planned(green).await;
    let wanted = in_room(house, "2026-12-01 10:00", 60);
    let weekly = recurrence("FREQ=WEEKLY;BYDAY=TU;COUNT=4", &wanted);
    let free = house.store.free_dates(who(house.vera), wanted, weekly, None, now()).await.unwrap();
    assert_eq!((free.dates, &free.taken[..]), (4, &[TakenDates { place: house.green_room, dates: 1 }][..]));
}

async fn twenty_series_race_for_a_room(house: &House) {
    let people = [house.anna, house.boris, house.vera, house.gleb, house.elena];
    for round in 0..4 {
        let racers: Vec<_> = (0..20)
            .map(|racer| {
                let person = people[racer % people.len()];
                // They meet on the third Tuesday of each only.
                let start = format!("2027-0{}-{:02} 10:00", round + 2, [2, 9, 16][racer % 3]);
                let draft = Draft {
                    place: Some(house.blue_room),
                    ..house.draft(person, &format!("Racer {racer}"), &start, &[])
                };
                let weekly = recurrence("FREQ=WEEKLY;COUNT=3", &draft);
                let id = domain::id::SeriesId::generate(now() + TimeDelta::milliseconds(racer as i64));
                let store = house.store.clone();
                tokio::spawn(async move { store.plan_series(who(person), id, draft, weekly, now()).await })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            match racer.await.unwrap() {
                Ok(_) => winners += 1,
                other => {
                    let (refusals, _) = refused(other);
                    let taken = refusals.iter().all(|reason| matches!(reason, Refusal::PlaceTaken { .. }));
                    assert!(taken, "{refusals:?}");
                }
            }
        }
        assert_eq!(winners, 1, "round {round}");
    }
    let twice = "
        SELECT count(*) FROM occurrence AS one JOIN occurrence AS other ON one.place = other.place
            AND one.meeting <> other.meeting AND one.starts < other.ends AND other.starts < one.ends
        WHERE one.blocks AND other.blocks";
    assert_eq!(house.rows(twice).await, 0);
}

/// What stands of Vera's series, by date.
async fn weekly_ones(house: &House) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for meeting in house.store.every_meeting(None, 10_000).await.unwrap() {
        if meeting.subject == "Weekly" {
            sheets.push(house.store.meeting(who(house.vera), meeting.id).await.unwrap());
        }
    }
    sheets.sort_by_key(|sheet| sheet.meeting.when.first_day());
    sheets
}

/// Vera's, in the blue room.
fn in_room(house: &House, start: &str, minutes: u32) -> Draft {
    let draft = house.draft(house.vera, "Booking", start, &[]);
    Draft { place: Some(house.blue_room), when: moscow(start, minutes), ..draft }
}

async fn plan(house: &House, draft: Draft) -> Result<domain::meeting::Sheet> {
    house.store.plan(who(draft.responsible), new_meeting(), draft, now()).await
}

async fn furnish(
    house: &House,
    id: PlaceId,
    name: &str,
    capacity: u32,
    bookable: Option<BookableHours>,
) -> Result<Place> {
    let place = Place { id, name: name.into(), capacity, equipment: vec![], bookable, archived: false };
    house.store.save_place(who(house.anna), place, now()).await
}

fn recurrence(rule: &str, draft: &Draft) -> Recurrence {
    let start = draft.when.first_day().and_time(at(10));
    let rules = store::zones::rules(draft.when.zone()).unwrap();
    Recurrence::of(domain::time::Rule::read(rule, start, &rules).unwrap())
}

fn at(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

fn date(text: &str) -> chrono::NaiveDate {
    wall(&format!("{text} 00:00")).date()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>) -> (Vec<Refusal>, Vec<Repair>) {
    match answer {
        Err(Error::Refused(refused)) => (refused.reasons().to_vec(), refused.repairs().to_vec()),
        other => panic!("not refused: {other:?}"),
    }
}
