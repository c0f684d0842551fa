//! Rooms by REST, and live: what is booked, and what somebody is about to choose (S13 to S16, D2, D4).

use std::time::Duration;

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::{Live, Program};
use crate::house::{Engine, House, moment, on_both};

/// 25 November 2026.
fn day() -> Value {
    json!({"start": "2026-11-25T00:00:00Z", "end": "2026-11-26T00:00:00Z"})
}

async fn within_a_second<T>(wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(1), wait).await.expect("within a second")
}

/// A socket that watches the rooms on that day from now on.
async fn rooms(program: &Program) -> Live {
    let mut live = Live::of(program).await;
    live.say(json!({"watch": {"people": [], "meetings": [], "rooms": day()}})).await;
    assert_eq!(live.hear().await["news"]["type"], "nothing");
    live
}

/// Waits until others' holds are told.
async fn holds(live: &mut Live) -> Value {
    loop {
        let told = within_a_second(live.hear()).await;
        if told["holds"].is_array() {
            return told["holds"].clone();
        }
    }
}

fn booked(house: &House, subject: &str, from: &str, to: &str) -> Value {
    json!({"subject": subject, "place": house.blue_room,
        "start": format!("2026-11-25T{from}:00Z"), "end": format!("2026-11-25T{to}:00Z")})
}

fn held(house: &House, from: &str, to: &str) -> Value {
    json!({"place": house.blue_room,
        "span": {"start": format!("2026-11-25T{from}:00Z"), "end": format!("2026-11-25T{to}:00Z")}})
}

on_both! {
    async fn a_refused_booking_says_what_could_be_done_instead(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        vera.post("/meetings", &booked(house, "Budget", "11:00", "13:00")).await.expect(StatusCode::CREATED);
        let wanted = booked(house, "Review", "10:15", "11:15");
        let refused = elena.post("/meetings", &wanted).await.expect(StatusCode::CONFLICT);
        assert_eq!(refused.problem(), "place_taken");
        let problem = refused.json();
        assert_eq!(problem["reasons"][0]["collision"]["organiser"], "Vera Belova");
        assert_eq!(problem["repairs"], json!([
            {"repair": "shift", "minutes": -15},
            {"repair": "shorten", "begin_later": 0, "end_earlier": 15},
        ]));
        elena.post("/meetings", &booked(house, "Review", "10:00", "11:00")).await.expect(StatusCode::CREATED);
    }

    async fn hours_and_seats_are_rules(house: &mut House) {
        let (anna, vera) = (house.program_of("anna").await, house.program_of("vera").await);
        let path = format!("/places/{}", house.blue_room);
        let hours = json!({"start": "08:00:00", "end": "18:00:00"});
        let bookable = json!({"zone": "UTC", "hours": {"week": [hours, hours, hours, hours, hours, null, null]}});
        let room = json!({"name": "Blue room", "capacity": 1, "bookable": bookable});
        assert_eq!(anna.put(&path, &room).await.expect(StatusCode::OK).json()["bookable"], bookable);
        let refused = vera.post("/meetings", &booked(house, "Late", "18:30", "19:00")).await;
        assert_eq!(refused.problem(), "refused");
        let reason = refused.json()["reasons"][0].clone();
        assert_eq!((&reason["code"], &reason["closure"]["date"]), (&json!("place_closed"), &json!("2026-11-25")));

        let mut wanted = booked(house, "Two of us", "09:00", "10:00");
        wanted["participants"] = json!([{"attendee": {"type": "person", "id": house.elena}}]);
        let refused = vera.post("/meetings", &wanted).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let reason = &refused.json()["reasons"][0];
        assert_eq!((&reason["code"], &reason["seats"], &reason["people"]), (&json!("place_too_small"), &json!(1), &json!(2)));
        wanted["crowded"] = json!(true);
        vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
    }

    async fn a_series_learns_on_how_many_dates_a_room_is_taken(house: &mut House) {
        let vera = house.program_of("vera").await;
        vera.post("/meetings", &booked(house, "Budget", "11:00", "13:00")).await.expect(StatusCode::CREATED);
        let mut weekly = booked(house, "Weekly", "12:00", "12:30");
        weekly["recurrence"] = json!("FREQ=WEEKLY;COUNT=3");
        let free = vera.post("/meetings/preview/places", &weekly).await.expect(StatusCode::OK).json();
        assert_eq!(free, json!({"dates": 3, "taken": [{"place": house.blue_room, "dates": 1}]}));
    }

    async fn who_looks_at_the_rooms_sees_bookings_come_and_go(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut screen = rooms(&elena).await;
        let card = vera.post("/meetings", &booked(house, "Budget", "11:00", "13:00")).await.expect(StatusCode::CREATED);
        let news = within_a_second(screen.hear_of("booked")).await["news"]["booking"].clone();
        assert_eq!((&news["meeting"], &news["place"], &news["subject"]), (&card.json()["id"], &json!(house.blue_room), &json!("Budget")));
        assert_eq!((&news["organiser"], &news["yours"]), (&json!("Vera Belova"), &json!(false)));

        let path = format!("/meetings/{}", card.json()["id"].as_str().unwrap());
        let private = vera.patch(&path, card.header("etag"), &json!({"private": true})).await;
        let told = within_a_second(screen.hear_of("booked")).await;
        assert_eq!((&told["news"]["booking"]["subject"], &told["news"]["booking"]["organiser"]), (&Value::Null, &Value::Null));

        vera.patch(&path, private.header("etag"), &json!({"place": null})).await.expect(StatusCode::OK);
        assert_eq!(within_a_second(screen.hear_of("freed")).await["news"]["meeting"], card.json()["id"]);
        let mut weekly = booked(house, "Weekly", "12:00", "12:30");
        weekly["recurrence"] = json!("FREQ=WEEKLY;COUNT=3");
        vera.post("/meetings", &weekly).await.expect(StatusCode::CREATED);
        within_a_second(screen.hear_of("rooms")).await;
    }

    async fn others_see_what_somebody_is_about_to_choose(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let (mut chooses, mut screen) = (rooms(&vera).await, rooms(&elena).await);
        chooses.say(json!({"hold": held(house, "09:00", "10:00")})).await;
        let expected = json!([{"place": house.blue_room, "name": "Vera Belova",
            "span": {"start": "2026-11-25T09:00:00Z", "end": "2026-11-25T10:00:00Z"}}]);
        assert_eq!(holds(&mut screen).await, expected);
        // Whoever comes later sees it too; whoever looks at another day does not.
        let boris = house.program_of("boris").await;
        let mut later = Live::of(&boris).await;
        later.say(json!({"watch": {"rooms": day()}})).await;
        assert_eq!(holds(&mut later).await, expected);
        later.say(json!({"watch": {"rooms": {"start": "2026-11-27T00:00:00Z", "end": "2026-11-28T00:00:00Z"}}})).await;
        assert_eq!(holds(&mut later).await, json!([]));

        // It blocks nothing.
        elena.post("/meetings", &booked(house, "Quicker", "09:00", "09:30")).await.expect(StatusCode::CREATED);
        chooses.say(json!({"hold": {"place": house.blue_room, "unnamed": true,
            "span": {"start": "2026-11-25T10:00:00Z", "end": "2026-11-25T11:00:00Z"}}})).await;
        assert_eq!(holds(&mut screen).await[0]["name"], Value::Null);
        chooses.say(json!({"hold": null})).await;
        assert_eq!(holds(&mut screen).await, json!([]));
        chooses.say(json!({"hold": held(house, "14:00", "15:00")})).await;
        assert_eq!(holds(&mut screen).await.as_array().unwrap().len(), 1);
        drop(chooses);
        assert_eq!(holds(&mut screen).await, json!([]), "nothing stays of who has gone");
    }
}

/// Two servers on one Postgres share what is held.
#[tokio::test(flavor = "multi_thread")]
async fn servers_on_one_database_share_holds() {
    let mut house = House::open(Engine::Postgres).await;
    let other = house.serve(&[], moment()).await;
    let vera = house.program_of("vera").await;
    let elena = Program::sign_in(other, "elena@example.org", crate::house::PASSWORD).await;
    let (mut chooses, mut screen) = (rooms(&vera).await, rooms(&elena).await);
    chooses.say(json!({"hold": held(&house, "09:00", "10:00")})).await;
    assert_eq!(holds(&mut screen).await[0]["name"], "Vera Belova");
    chooses.say(json!({"hold": null})).await;
    assert_eq!(holds(&mut screen).await, json!([]));
    drop((chooses, screen));
    house.close().await;
}
