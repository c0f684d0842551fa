//! No double booking, ever (D1), and what a room's occupancy tells (S13 to S16).

use domain::Refusal;
use domain::id::PlaceId;
use domain::meeting::Draft;
use domain::place::Booking;
use domain::refusal::Collision;
use domain::time::{Span, When};

use crate::house::{Engine, House, moscow, new_meeting, now, on_both, reasons, utc, wall, who, zone};

on_both! {
    of_twenty_who_want_a_room_at_once_one_gets_it,
    bookings_that_touch_stand_side_by_side,
    a_long_booking_is_found_however_long_ago_it_began,
    a_meeting_does_not_stand_in_its_own_way,
    a_meeting_is_not_moved_onto_another,
    of_a_private_booking_only_the_time_is_told,
    occupancy_tells_a_day_by_room_and_time,
    the_database_itself_refuses_what_goes_past_the_store,
    the_database_holds_the_rows_to_their_meaning,
}

async fn of_twenty_who_want_a_room_at_once_one_gets_it(house: &House) {
    let people = [house.anna, house.boris, house.vera, house.gleb, house.elena];
    for round in 0..30 {
        let start = format!("2027-01-{:02} 10:00", round + 1);
        let racers: Vec<_> = (0..20)
            .map(|racer| {
                let person = people[racer % people.len()];
                let draft = Draft {
                    place: Some(house.blue_room),
                    ..house.draft(person, &format!("Racer {racer}"), &start, &[])
                };
                let store = house.store.clone();
                tokio::spawn(async move { store.plan(who(person), new_meeting(), draft, now()).await })
            })
            .collect();
        let (mut winners, mut collisions) = (Vec::new(), Vec::new());
        for racer in racers {
            match racer.await.unwrap() {
                Ok(sheet) => winners.push(sheet),
                other => collisions.extend(reasons(other)),
            }
        }
        assert_eq!(winners.len(), 1, "round {round}");
        let winner = &winners[0];
        let expected = Refusal::PlaceTaken {
            place: house.blue_room,
            collision: Collision {
                meeting: winner.meeting.id,
                subject: Some(winner.meeting.subject.clone()),
                organiser: Some(winner.responsible.name.clone()),
                span: span(&start, 60),
            },
        };
        assert_eq!(collisions, vec![expected; 19], "round {round}");
    }
}

async fn bookings_that_touch_stand_side_by_side(house: &House) {
    for start in ["2026-11-24 10:00", "2026-11-24 11:00", "2026-11-24 09:00"] {
        house.planned(in_room(house, house.blue_room, start, 60)).await;
    }
    let overlapping = in_room(house, house.blue_room, "2026-11-24 10:30", 60);
    let answer = house.store.plan(who(house.vera), new_meeting(), overlapping, now()).await;
    assert_eq!(reasons(answer).len(), 2, "both that are in the way are named");
    house.planned(in_room(house, house.green_room, "2026-11-24 10:30", 60)).await;
}

async fn a_long_booking_is_found_however_long_ago_it_began(house: &House) {
    let whole_year = Draft {
        when: When::AllDay { first: wall("2026-01-01 00:00").date(), days: 365, zone: zone("Europe/Moscow") },
        ..in_room(house, house.blue_room, "2026-01-01 00:00", 60)
    };
    let year = house.planned(whole_year).await;
    let inside = in_room(house, house.blue_room, "2026-12-31 22:00", 60);
    let refused = reasons(house.store.plan(who(house.vera), new_meeting(), inside, now()).await);
    assert!(
        matches!(&refused[..], [Refusal::PlaceTaken { collision, .. }] if collision.meeting == year.meeting.id)
    );
    house.planned(in_room(house, house.blue_room, "2027-01-01 00:00", 60)).await;
}

async fn a_meeting_does_not_stand_in_its_own_way(house: &House) {
    let sheet = house.planned(in_room(house, house.blue_room, "2026-11-24 10:00", 60)).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let (when, place) = (moscow("2026-11-24 10:30", 90), Some(house.blue_room));
    let moved = house.store.reschedule(who(house.vera), id, seen, when.clone(), place, now()).await.unwrap();
    assert_eq!(moved.meeting.when, when);
}

async fn a_meeting_is_not_moved_onto_another(house: &House) {
    let first = house.planned(in_room(house, house.blue_room, "2026-11-24 10:00", 60)).await;
    let second = house.planned(in_room(house, house.green_room, "2026-11-24 10:00", 60)).await;
    let (id, seen, when) = (second.meeting.id, second.meeting.version, second.meeting.when.clone());
    let answer = house.store.reschedule(who(house.vera), id, seen, when, Some(house.blue_room), now()).await;
    let refused = reasons(answer);
    assert!(
        matches!(&refused[..], [Refusal::PlaceTaken { collision, .. }] if collision.meeting == first.meeting.id)
    );
    assert_eq!(house.store.meeting(who(house.vera), id).await.unwrap(), second);
}

async fn of_a_private_booking_only_the_time_is_told(house: &House) {
    let private = Draft {
        private: true,
        participants: vec![crate::house::invited(domain::meeting::Attendee::Person(house.gleb))],
        ..in_room(house, house.blue_room, "2026-11-24 10:00", 60)
    };
    let private = house.planned(private).await;
    let day = Span::new(utc("2026-11-23T21:00:00Z"), utc("2026-11-24T21:00:00Z")).unwrap();
    let told = async |person| house.store.occupancy(who(person), day).await.unwrap().bookings;
    let known = Booking {
        place: house.blue_room,
        meeting: private.meeting.id,
        span: span("2026-11-24 10:00", 60),
        subject: Some("Booking".into()),
        organiser: Some("Vera Belova".into()),
        yours: true,
    };
    let busy = Booking { subject: None, organiser: None, yours: false, ..known.clone() };
    for takes_part in [house.vera, house.gleb] {
        assert_eq!(told(takes_part).await, std::slice::from_ref(&known));
    }
    for neither_the_supervisor_nor_the_administrator in [house.boris, house.anna] {
        let told = told(neither_the_supervisor_nor_the_administrator).await;
        assert_eq!(told, std::slice::from_ref(&busy));
    }

    let elenas =
        Draft { place: Some(house.blue_room), ..house.draft(house.elena, "X", "2026-11-24 10:30", &[]) };
    let refused = reasons(house.store.plan(who(house.elena), new_meeting(), elenas, now()).await);
    let Refusal::PlaceTaken { collision, .. } = &refused[0] else { panic!("{refused:?}") };
    assert_eq!((&collision.subject, &collision.organiser), (&None, &None));
    assert_eq!(collision.meeting, private.meeting.id);
}

async fn occupancy_tells_a_day_by_room_and_time(house: &House) {
    let green = house.planned(in_room(house, house.green_room, "2026-11-24 09:00", 60)).await;
    let late = house.planned(in_room(house, house.blue_room, "2026-11-24 23:30", 60)).await;
    let early = house.planned(in_room(house, house.blue_room, "2026-11-23 23:30", 60)).await;
    house.planned(in_room(house, house.blue_room, "2026-11-23 10:00", 60)).await;
    house.planned(in_room(house, house.blue_room, "2026-11-25 00:30", 60)).await;
    let day = Span::new(utc("2026-11-23T21:00:00Z"), utc("2026-11-24T21:00:00Z")).unwrap();
    let bookings = house.store.occupancy(who(house.elena), day).await.unwrap().bookings;
    let meetings: Vec<_> = bookings.iter().map(|booking| (booking.place, booking.meeting)).collect();
    assert_eq!(
        meetings,
        [
            (house.blue_room, early.meeting.id),
            (house.blue_room, late.meeting.id),
            (house.green_room, green.meeting.id),
        ]
    );
    assert!(bookings.iter().all(|booking| booking.subject.as_deref() == Some("Booking")));
}

async fn the_database_itself_refuses_what_goes_past_the_store(house: &House) {
    house.planned(in_room(house, house.blue_room, "2026-11-24 10:00", 60)).await;
    let elsewhere = house.planned(in_room(house, house.green_room, "2026-11-24 10:30", 60)).await;
    const INSERT: &str = "
        INSERT INTO occurrence (meeting, ordinal, starts, ends, tier, place, blocks)
        SELECT meeting, 7, starts, ends, tier, place, TRUE FROM occurrence";
    const MOVE: &str = "
        UPDATE occurrence SET place = (SELECT id FROM place WHERE name = 'Blue room')";
    for sql in [INSERT, MOVE] {
        let refused = house.raw(sql).await.unwrap_err();
        let refused = refused.as_database_error().unwrap().message().to_owned();
        assert!(refused.contains("place_taken"), "{refused}");
    }
    // A row that holds no room may overlap, until it is to hold it.
    const ASIDE: &str = "
        INSERT INTO occurrence (meeting, ordinal, starts, ends, tier, place, blocks)
        SELECT meeting, 7, starts, ends, tier, place, FALSE FROM occurrence";
    assert_eq!(house.raw(ASIDE).await.unwrap(), 2);
    assert!(house.raw("UPDATE occurrence SET blocks = TRUE WHERE ordinal = 7").await.is_err());
    let sheet = house.store.meeting(who(house.vera), elsewhere.meeting.id).await.unwrap();
    assert_eq!(sheet.place.map(|place| place.id), Some(house.green_room));
}

async fn the_database_holds_the_rows_to_their_meaning(house: &House) {
    house.planned(in_room(house, house.blue_room, "2026-11-24 10:00", 60)).await;
    for nonsense in [
        "UPDATE meeting SET state = 'forgotten'",
        "UPDATE meeting SET length = 0",
        "UPDATE meeting SET subject = ''",
        "UPDATE occurrence SET ends = starts",
        "UPDATE participant SET answer = 'perhaps'",
        "UPDATE participant SET person = NULL",
        "UPDATE place SET capacity = 0",
        "DELETE FROM person",
        "DELETE FROM kind",
        "INSERT INTO counter (id, revision) VALUES (2, 0)",
    ] {
        assert!(house.raw(nonsense).await.is_err(), "{nonsense}");
    }
}

/// Somebody with a database shell books a room while Vera's command is under way and has not seen it.
#[tokio::test(flavor = "multi_thread")]
async fn a_booking_past_the_store_is_named_too() {
    use sqlx::{Connection, PgConnection};

    let house = House::build(Engine::Postgres).await;
    let raw = house.planned(in_room(&house, house.green_room, "2026-11-24 10:00", 60)).await;
    let mut shell = PgConnection::connect(&house.url).await.unwrap();
    let mut watch = PgConnection::connect(&house.url).await.unwrap();
    let mut transaction = shell.begin().await.unwrap();
    sqlx::query("UPDATE occurrence SET place = $1")
        .bind(house.blue_room.0)
        .execute(&mut *transaction)
        .await
        .unwrap();

    let (store, draft) = (house.store.clone(), in_room(&house, house.blue_room, "2026-11-24 10:30", 60));
    let vera = who(house.vera);
    let command = tokio::spawn(async move { store.plan(vera, new_meeting(), draft, now()).await });
    loop {
        const WAITS: &str = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        let (waiting,): (i64,) = sqlx::query_as(WAITS).fetch_one(&mut watch).await.unwrap();
        if waiting > 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    transaction.commit().await.unwrap();

    let refused = reasons(command.await.unwrap());
    assert!(
        matches!(&refused[..], [Refusal::PlaceTaken { collision, .. }] if collision.meeting == raw.meeting.id)
    );
    drop((shell, watch));
    house.tear_down().await;
}

fn in_room(house: &House, place: PlaceId, start: &str, minutes: u32) -> Draft {
    let draft = house.draft(house.vera, "Booking", start, &[]);
    Draft { place: Some(place), when: moscow(start, minutes), ..draft }
}

/// A span that begins at a wall-clock time in Moscow.
fn span(start: &str, minutes: i64) -> Span {
    let start = (wall(start) - chrono::TimeDelta::hours(3)).and_utc();
    Span::new(start, start + chrono::TimeDelta::minutes(minutes)).unwrap()
}
