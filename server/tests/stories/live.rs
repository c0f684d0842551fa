//! What one saves, the others see.

use std::time::Duration;

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::{Live, Program};
use crate::house::{Engine, House, PASSWORD, invitation, meeting, on_both};
use crate::killed::Process;

/// The watch of a calendar.
fn calendar_of(person: impl serde::Serialize) -> Value {
    json!({"watch": {"people": [person], "meetings": []}})
}

/// What "at once" may mean at most.
async fn within_a_second<T>(wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(1), wait).await.expect("within a second")
}

/// A socket that watches one's own calendar from now on.
async fn own_calendar(program: &Program, person: impl serde::Serialize) -> Live {
    let mut live = Live::of(program).await;
    live.say(calendar_of(person)).await;
    assert_eq!(live.hear().await["news"]["type"], "nothing");
    live
}

on_both! {
    async fn the_invited_see_a_meeting_within_a_second(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut screen = own_calendar(&elena, house.elena).await;
        let wanted = invitation("Review", 25, 9, &[house.elena]);
        let card = vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        let notice = within_a_second(screen.hear_of("entry")).await;
        let entry = &notice["news"]["entry"];
        assert_eq!((&entry["meeting"], &entry["details"]["subject"]), (&card.json()["id"], &json!("Review")));
        assert_eq!((&notice["revision"], &entry["version"]), (&card.json()["version"], &card.json()["version"]));
        assert_eq!(entry["details"]["my_answer"], json!({"answer": "maybe", "awaited": true}));
        assert_eq!(entry["takes"]["span"]["start"], "2026-11-25T09:00:00Z");

        // Moved, uninvited: it goes from where it stood.
        let path = format!("/meetings/{}", card.json()["id"].as_str().unwrap());
        let moved = vera.patch(&path, card.header("etag"), &json!({"start": "2026-11-25T14:00:00Z"})).await;
        let notice = within_a_second(screen.hear_of("entry")).await;
        assert_eq!(notice["news"]["entry"]["takes"]["span"]["end"], "2026-11-25T15:00:00Z");
        vera.patch(&path, moved.header("etag"), &json!({"participants": []})).await.expect(StatusCode::OK);
        let notice = within_a_second(screen.hear_of("gone")).await;
        assert_eq!(notice["news"]["meeting"], card.json()["id"]);
    }

    /// What happened while the line was dead comes when it is back, the last state of each meeting once.
    async fn after_a_lost_connection_it_catches_up(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut screen = own_calendar(&elena, house.elena).await;
        let first = vera.post("/meetings", &invitation("First", 25, 9, &[house.elena])).await;
        let seen = within_a_second(screen.hear_of("entry")).await["revision"].clone();
        drop(screen);

        let path = format!("/meetings/{}", first.json()["id"].as_str().unwrap());
        let second = vera.post("/meetings", &invitation("Second", 25, 11, &[house.elena])).await;
        let renamed = vera.patch(&path, first.header("etag"), &json!({"subject": "First, renamed"})).await;
        let moved = vera.patch(&path, renamed.header("etag"), &json!({"start": "2026-11-25T15:00:00Z"})).await;
        let third = vera.post("/meetings", &invitation("Third", 25, 12, &[house.elena])).await;
        let removed = format!("/meetings/{}", third.json()["id"].as_str().unwrap());
        vera.delete(&removed, third.header("etag")).await.expect(StatusCode::NO_CONTENT);

        let mut screen = Live::of(&elena).await;
        screen.say(json!({"since": seen})).await;
        screen.say(calendar_of(house.elena)).await;
        let told = [screen.hear().await, screen.hear().await, screen.hear().await, screen.hear().await];
        let told = told.map(|notice| notice["news"].clone());
        assert_eq!((&told[0]["entry"]["meeting"], &told[0]["entry"]["details"]["subject"]), (&second.json()["id"], &json!("Second")));
        assert_eq!((&told[1]["entry"]["version"], &told[1]["entry"]["details"]["subject"]), (&moved.json()["version"], &json!("First, renamed")));
        assert_eq!(told[2], json!({"type": "gone", "meeting": third.json()["id"]}));
        assert_eq!(told[3], json!({"type": "nothing"}));
        // And goes on from there.
        vera.post("/meetings", &invitation("Fourth", 25, 8, &[house.elena])).await;
        assert_eq!(within_a_second(screen.hear_of("entry")).await["news"]["entry"]["details"]["subject"], "Fourth");
    }

    /// Who may not see a meeting is told that the time is taken, and by nothing else.
    async fn an_outsider_is_told_no_subject(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut outside = own_calendar(&elena, house.vera).await;
        let boris = house.program_of("boris").await;
        let mut head = own_calendar(&boris, house.vera).await;
        let mut wanted = meeting("Salaries", 25, 9);
        let card = vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED).json();
        let notice = within_a_second(outside.hear_of("entry")).await;
        assert_eq!((&notice["news"]["entry"]["meeting"], &notice["news"]["entry"]["details"]), (&card["id"], &Value::Null));
        assert!(!notice.to_string().contains("Salaries"));
        assert_eq!(within_a_second(head.hear_of("entry")).await["news"]["entry"]["details"]["subject"], "Salaries");
        // Private: the supervisor too sees only that the time is taken.
        wanted["private"] = json!(true);
        wanted["start"] = json!("2026-11-25T11:00:00Z");
        wanted["end"] = json!("2026-11-25T12:00:00Z");
        vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        assert_eq!(within_a_second(head.hear_of("entry")).await["news"]["entry"]["details"], Value::Null);

        // To watch the meeting itself gives nothing away either.
        outside.say(json!({"watch": {"people": [], "meetings": [card["id"]]}})).await;
        let path = format!("/meetings/{}", card["id"].as_str().unwrap());
        let seen = format!("\"{}\"", card["version"]);
        vera.patch(&path, &seen, &json!({"subject": "Salaries of all"})).await.expect(StatusCode::OK);
        let told = vera.post("/meetings", &invitation("For Elena", 26, 9, &[house.elena])).await;
        outside.say(calendar_of(house.elena)).await;
        let told = told.json()["version"].as_i64().unwrap();
        loop {
            let notice = within_a_second(outside.hear()).await;
            assert!(!notice.to_string().contains("Salaries"), "{notice}");
            if notice["revision"].as_i64().unwrap() >= told {
                break;
            }
        }
    }

    /// A declined meeting leaves the calendars of those it is not declined by.
    async fn what_is_declined_goes_from_others_views(house: &mut House) {
        let (vera, gleb, boris) = (house.program_of("vera").await, house.program_of("gleb").await, house.program_of("boris").await);
        let card = vera.post("/meetings", &invitation("Review", 25, 9, &[house.gleb])).await.json();
        let mut own = own_calendar(&gleb, house.gleb).await;
        let mut head = own_calendar(&boris, house.gleb).await;
        let path = format!("/meetings/{}/respond", card["id"].as_str().unwrap());
        gleb.post(&path, &json!({"answer": "declined"})).await.expect(StatusCode::OK);
        let notice = within_a_second(own.hear_of("entry")).await;
        assert_eq!(notice["news"]["entry"]["details"]["my_answer"]["answer"], "declined");
        assert_eq!(within_a_second(head.hear_of("gone")).await["news"]["meeting"], card["id"]);
    }

    /// The socket of a session that is over is closed at once.
    async fn a_socket_ends_with_its_session(house: &mut House) {
        let mut browser = house.browser_of("vera").await;
        let cookie = browser.cookie_header();
        let mut here = Live::connect(house.addr(), &[("cookie", &cookie)]).await.unwrap();
        let script = house.program_of("vera").await;
        let mut there = own_calendar(&script, house.vera).await;
        browser.submit("/sign-out", &[]).await;
        assert_eq!(within_a_second(here.closed()).await, 4401);
        let gleb = house.program_of("gleb").await;
        let mut of_gleb = own_calendar(&gleb, house.gleb).await;
        script.delete("/session", "").await.expect(StatusCode::NO_CONTENT);
        assert_eq!(within_a_second(there.closed()).await, 4401);

        let anna = house.program_of("anna").await;
        let archived = json!({"name": "Gleb Sedov", "email": "gleb@example.org", "archived": true});
        anna.put(&format!("/people/{}", house.gleb), &archived).await.expect(StatusCode::OK);
        assert_eq!(within_a_second(of_gleb.closed()).await, 4401);
    }

    /// Who becomes a supervisor sees more from then on, on a socket that is open already.
    async fn permissions_are_those_of_the_moment(house: &mut House) {
        let (anna, vera, elena) = (house.program_of("anna").await, house.program_of("vera").await, house.program_of("elena").await);
        let mut screen = own_calendar(&elena, house.vera).await;
        vera.post("/meetings", &meeting("Before", 25, 9)).await;
        assert_eq!(within_a_second(screen.hear_of("entry")).await["news"]["entry"]["details"], Value::Null);
        let sales = anna.get("/departments").await.json()["items"][0].clone();
        let headed = json!({"name": "Sales", "head": house.elena});
        anna.put(&format!("/departments/{}", sales["id"].as_str().unwrap()), &headed).await.expect(StatusCode::OK);
        within_a_second(screen.hear_of("directory")).await;
        vera.post("/meetings", &meeting("After", 25, 11)).await;
        assert_eq!(within_a_second(screen.hear_of("entry")).await["news"]["entry"]["details"]["subject"], "After");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_missed_too_much_is_told_to_read_again() {
    let house = House::open(Engine::Sqlite).await;
    let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
    let mut answer = vera.post("/meetings", &invitation("Busy", 25, 9, &[house.elena])).await;
    let seen = answer.json()["version"].clone();
    let path = format!("/meetings/{}", answer.json()["id"].as_str().unwrap());
    for number in 0..201 {
        let etag = answer.header("etag").to_owned();
        answer = vera
            .patch(&path, &etag, &json!({"subject": format!("Busy {number}")}))
            .await
            .expect(StatusCode::OK);
    }
    let mut screen = Live::of(&elena).await;
    screen.say(json!({"since": seen, "watch": {"people": [house.elena]}})).await;
    let notice = screen.hear().await;
    assert_eq!((&notice["news"]["type"], &notice["revision"]), (&json!("reload"), &answer.json()["version"]));

    // A browser that has seen what this database has not, since it was restored, reads again too.
    let mut screen = Live::of(&elena).await;
    screen.say(json!({"since": 1_000_000, "watch": {"people": [house.elena]}})).await;
    assert_eq!(screen.hear().await["news"]["type"], "reload");
    house.close().await;
}

/// Several processes on one Postgres hear each other.
#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_saved_is_seen_too() {
    let house = House::open(Engine::Postgres).await;
    let elena = house.program_of("elena").await;
    let mut screen = own_calendar(&elena, house.elena).await;
    let other = Process::serve(&house.database.url, &[]).await;
    let vera = Program::sign_in(other.addr, "vera@example.org", PASSWORD).await;
    vera.post("/meetings", &invitation("From elsewhere", 25, 9, &[house.elena])).await;
    let notice = within_a_second(screen.hear_of("entry")).await;
    assert_eq!(notice["news"]["entry"]["details"]["subject"], "From elsewhere");
    other.kill().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_is_signed_in_connects() {
    let house = House::open(Engine::Sqlite).await;
    let refused = Live::connect(house.addr(), &[]).await.err();
    assert_eq!(refused, Some(StatusCode::UNAUTHORIZED));
    let wrong = format!("Bearer {}", "0".repeat(64));
    let refused = Live::connect(house.addr(), &[("authorization", &wrong)]).await.err();
    assert_eq!(refused, Some(StatusCode::UNAUTHORIZED));
    house.close().await;
}

/// Who sends what cannot be meant is let go.
#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_is_misused_is_closed() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.program_of("vera").await;
    let mut live = Live::of(&vera).await;
    live.say(json!("hello")).await;
    assert_eq!(live.closed().await, 1007);
    let people: Vec<_> = (0..501).map(|_| crate::house::new_id()).collect();
    let mut live = Live::of(&vera).await;
    live.say(json!({"watch": {"people": people}})).await;
    assert_eq!(live.closed().await, 1008);
    let mut live = Live::of(&vera).await;
    live.say(json!({"watch": {}, "noise": "x".repeat(64 * 1024)})).await;
    assert_eq!(live.closed().await, 1009);
    let mut live = Live::of(&vera).await;
    for _ in 0..201 {
        live.say(json!({"since": 1})).await;
    }
    assert_eq!(live.closed().await, 1008);
    // Many tabs are fine, a thousand are not.
    let mut tabs = Vec::new();
    for _ in 0..64 {
        tabs.push(Live::of(&vera).await);
    }
    let authorization = format!("Bearer {}", vera.token);
    let refused = Live::connect(house.addr(), &[("authorization", &authorization)]).await.err();
    assert_eq!(refused, Some(StatusCode::TOO_MANY_REQUESTS));
    house.close().await;
}

/// A server that stops says so, and browsers come back to the next one.
#[tokio::test(flavor = "multi_thread")]
async fn stopping_closes_the_sockets() {
    let mut house = House::open(Engine::Sqlite).await;
    let vera = house.program_of("vera").await;
    let mut live = own_calendar(&vera, house.vera).await;
    let (code, ()) = tokio::join!(live.closed(), house.stop_serving());
    assert_eq!(code, 1001);
    house.close().await;
}
