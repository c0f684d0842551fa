//! Week plans and their conversations, over REST and the live socket.

use std::time::Duration;

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::{Live, Program};
use crate::house::{Engine, House, PASSWORD, new_id, on_both};
use crate::killed::Process;

const WEEK: &str = "2026-W48";

async fn within_a_second<T>(wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(1), wait).await.expect("within a second")
}

/// A visit on a day of the stories' week.
fn visit(subject: &str, day: u32, hour: u32) -> Value {
    let at_client = domain::kind::Predefined::MeetingAtClient.id();
    let mut visit = crate::house::meeting(subject, day, hour);
    visit["kind"] = json!(at_client);
    visit
}

fn path_of(person: impl std::fmt::Display) -> String {
    format!("/journal/{WEEK}/{person}")
}

/// A socket that watches the plan of somebody and takes part in what is said about it.
async fn conversation_of(program: &Program, person: impl serde::Serialize) -> Live {
    let mut live = Live::of(program).await;
    let plan = json!({"owner": person, "week": WEEK});
    live.say(json!({"watch": {"plans": [plan], "chats": [plan]}})).await;
    assert_eq!(live.hear().await["news"]["type"], "nothing");
    live
}

async fn say(program: &Program, person: impl std::fmt::Display, text: &str) -> Value {
    let path = format!("{}/messages", path_of(person));
    let message = json!({"id": new_id(), "text": text});
    program.post(&path, &message).await.expect(StatusCode::CREATED).json()
}

on_both! {
    /// From the draft to the closed week, as two programs do it.
    async fn a_week_from_draft_to_reviewed(house: &mut House) {
        let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
        let meeting = vera.post("/meetings", &visit("Visit", 25, 9)).await.expect(StatusCode::CREATED);
        let path = path_of(house.vera);
        let draft = vera.get(&path).await.expect(StatusCode::OK).json();
        assert_eq!((&draft["state"], &draft["lines"][0]["item"]["subject"]), (&json!("draft"), &json!("Visit")));
        vera.post(&format!("{path}/submit"), &json!({"note": "please"})).await.expect(StatusCode::OK);
        let row = &boris.get(&format!("/journal/{WEEK}?state=submitted")).await.json()["items"][0];
        assert_eq!(row["owner"]["name"], "Vera Belova");
        boris.post(&format!("{path}/return"), &json!({"comment": ""})).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        boris.post(&format!("{path}/return"), &json!({"comment": "Friday?"})).await.expect(StatusCode::OK);
        vera.post(&format!("{path}/submit"), &json!({})).await.expect(StatusCode::OK);
        let stale = boris.post(&format!("{path}/approve"), &json!({"edition": draft["edition"]})).await;
        assert_eq!((stale.status, stale.problem()), (StatusCode::CONFLICT, "conflict".to_owned()));
        let seen = boris.get(&path).await;
        let edition = seen.header("etag").to_owned();
        let approved = boris.post(&format!("{path}/approve"), &json!({"edition": edition})).await;
        assert_eq!(approved.expect(StatusCode::OK).json()["state"], "in_execution");

        let moved = json!({"start": "2026-11-26T09:00:00Z"});
        let at = format!("/meetings/{}", meeting.json()["id"].as_str().unwrap());
        vera.patch(&at, meeting.header("etag"), &moved).await.expect(StatusCode::OK);
        let seen = boris.get(&path).await.json();
        assert_eq!((&seen["lines"][0]["origin"], &seen["lines"][0]["unexplained"]), (&json!("moved"), &json!(true)));
        let reason = format!("{path}/amendments/{}", meeting.json()["id"].as_str().unwrap());
        vera.put(&reason, &json!({"reason": "ill"})).await.expect(StatusCode::OK);
        let closed = boris.post(&format!("{path}/review"), &json!({"comment": "well done"})).await;
        assert_eq!(closed.expect(StatusCode::OK).json()["state"], "reviewed");
    }

    /// A suggestion to cancel is followed with a reason, and the meeting stays on record.
    async fn a_suggested_cancellation_asks_why(house: &mut House) {
        let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
        let meeting = vera.post("/meetings", &visit("Visit", 25, 9)).await.expect(StatusCode::CREATED).json()["id"].clone();
        let suggestion = json!({"type": "cancel", "meeting": meeting});
        let saying = json!({"id": new_id(), "text": "", "suggestion": suggestion});
        let messages = format!("{}/messages", path_of(house.vera));
        let said = boris.post(&messages, &saying).await.expect(StatusCode::CREATED).json();
        let apply = format!("/messages/{}/apply", said["message"]["id"].as_str().unwrap());
        let refused = vera.post(&apply, &Value::Null).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["reasons"], json!([{"code": "empty", "field": "reason"}]));
        vera.post(&apply, &json!({"reason": "ill"})).await.expect(StatusCode::OK);
        let card = vera.get(&format!("/meetings/{}", meeting.as_str().unwrap())).await.json();
        assert_eq!((&card["state"], &card["outcome"]["cancelled_because"]), (&json!("cancelled"), &json!("ill")));
    }

    /// What one says, or does to a meeting of the plan, the other sees within a second.
    async fn plan_and_conversation_are_live(house: &mut House) {
        let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
        let mut screen = conversation_of(&boris, house.vera).await;
        let said = say(&vera, house.vera, "hello").await;
        let notice = within_a_second(screen.hear_of("message")).await;
        assert_eq!(notice["news"]["spoken"], said);
        assert_eq!(notice["revision"], said["message"]["posted"]);
        vera.post("/meetings", &visit("Visit", 25, 9)).await.expect(StatusCode::CREATED);
        let notice = within_a_second(screen.hear_of("plan")).await;
        assert_eq!(notice["news"]["plan"], json!({"owner": house.vera, "week": WEEK}));
        vera.post(&format!("{}/submit", path_of(house.vera)), &json!({})).await.expect(StatusCode::OK);
        within_a_second(screen.hear_of("plan")).await;
    }

    /// What was said while the line was dead comes when it is back, each message once.
    async fn a_conversation_catches_up_by_revision(house: &mut House) {
        let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
        let mut screen = conversation_of(&boris, house.vera).await;
        say(&vera, house.vera, "before").await;
        let seen = within_a_second(screen.hear_of("message")).await["revision"].clone();
        drop(screen);
        let first = say(&vera, house.vera, "first").await;
        let id = first["message"]["id"].as_str().unwrap().to_owned();
        vera.patch(&format!("/messages/{id}"), "", &json!({"text": "first, changed"})).await.expect(StatusCode::OK);
        say(&vera, house.vera, "second").await;
        let mut screen = Live::of(&boris).await;
        let plan = json!({"owner": house.vera, "week": WEEK});
        screen.say(json!({"since": seen, "watch": {"plans": [plan], "chats": [plan]}})).await;
        let mut texts = Vec::new();
        loop {
            let notice = within_a_second(screen.hear()).await;
            match notice["news"]["type"].as_str().unwrap() {
                "message" => texts.push(notice["news"]["spoken"]["message"]["text"].clone()),
                "nothing" => break,
                other => panic!("{other}"),
            }
        }
        assert_eq!(texts, [json!("first, changed"), json!("second")]);
    }

    /// Whoever is neither the owner nor above reads nothing, asks nothing and is told nothing.
    async fn strangers_learn_nothing(house: &mut House) {
        let (vera, gleb, anna) = (house.program_of("vera").await, house.program_of("gleb").await, house.program_of("anna").await);
        let path = path_of(house.vera);
        let said = say(&vera, house.vera, "between us").await;
        let message = format!("/messages/{}", said["message"]["id"].as_str().unwrap());
        for stranger in [&gleb, &anna] {
            let mut screen = conversation_of(stranger, house.vera).await;
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(stranger.get(&format!("{path}/messages")).await.status, StatusCode::NOT_FOUND);
            let intrusion = json!({"id": new_id(), "text": "hello"});
            assert_eq!(stranger.post(&format!("{path}/messages"), &intrusion).await.status, StatusCode::NOT_FOUND);
            assert_eq!(stranger.delete(&message, "").await.status, StatusCode::NOT_FOUND);
            assert_eq!(stranger.get(&format!("/journal/{WEEK}")).await.json()["items"], json!([]));

            vera.post("/meetings", &visit("Secret visit", 25, 9)).await.expect(StatusCode::CREATED);
            let last = say(&vera, house.vera, "more between us").await["message"]["posted"].as_i64().unwrap();
            screen.say(json!({"typing": {"owner": house.vera, "week": WEEK}})).await;
            loop {
                let notice = within_two_seconds(screen.hear()).await;
                assert_eq!(notice["news"]["type"], "nothing", "{notice}");
                if notice["revision"].as_i64().unwrap() >= last {
                    break;
                }
            }
        }
    }

    /// Who is no longer above is told nothing more, on a socket that is open already.
    async fn a_head_no_longer_is_told_nothing_more(house: &mut House) {
        let (anna, vera, boris) = (house.program_of("anna").await, house.program_of("vera").await, house.program_of("boris").await);
        let mut screen = conversation_of(&boris, house.vera).await;
        say(&vera, house.vera, "to the head").await;
        within_a_second(screen.hear_of("message")).await;
        let sales = anna.get("/departments").await.json()["items"][0].clone();
        let headed = json!({"name": "Sales", "head": house.elena});
        anna.put(&format!("/departments/{}", sales["id"].as_str().unwrap()), &headed).await.expect(StatusCode::OK);
        within_a_second(screen.hear_of("directory")).await;
        let last = say(&vera, house.vera, "to the new head").await["message"]["posted"].as_i64().unwrap();
        loop {
            let notice = within_two_seconds(screen.hear()).await;
            assert_eq!(notice["news"]["type"], "nothing", "{notice}");
            if notice["revision"].as_i64().unwrap() >= last {
                break;
            }
        }
    }
}

/// Who has a conversation open is seen there, and who writes.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_there_and_who_writes_is_seen() {
    let house = House::open(Engine::Sqlite).await;
    let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
    let mut here = conversation_of(&boris, house.vera).await;
    assert_eq!(names(&within_a_second(here.hear_of("present")).await), ["Boris Orlov"]);
    let mut there = conversation_of(&vera, house.vera).await;
    let both = within_a_second(async {
        loop {
            let notice = here.hear_of("present").await;
            if names(&notice).len() == 2 {
                return names(&notice);
            }
        }
    });
    assert_eq!(both.await, ["Boris Orlov", "Vera Belova"]);
    there.say(json!({"typing": {"owner": house.vera, "week": WEEK}})).await;
    let notice = within_a_second(here.hear_of("typing")).await;
    assert_eq!(notice["news"]["person"]["name"], "Vera Belova");
    drop(there);
    assert_eq!(names(&within_a_second(here.hear_of("present")).await), ["Boris Orlov"]);
    house.close().await;
}

/// A week from the draft to the review, and what is said about it, through two processes on one database: the rep uses
/// one of them, the head the other, and each sees at once what the other does.
#[tokio::test(flavor = "multi_thread")]
async fn two_processes_lead_one_week() {
    let house = House::open(Engine::Postgres).await;
    let other = Process::serve(&house.database.url, &[]).await;
    let boris = house.program_of("boris").await;
    let vera = Program::sign_in(other.addr, "vera@example.org", PASSWORD).await;
    let mut head = conversation_of(&boris, house.vera).await;
    let mut rep = conversation_of(&vera, house.vera).await;
    within_a_second(async { while names(&head.hear_of("present").await).len() < 2 {} }).await;
    let path = path_of(house.vera);

    let visit = vera.post("/meetings", &visit("Visit", 25, 9)).await.expect(StatusCode::CREATED);
    let meeting = format!("/meetings/{}", visit.json()["id"].as_str().unwrap());
    vera.post(&format!("{path}/submit"), &json!({"note": "please"})).await.expect(StatusCode::OK);
    within_a_second(head.hear_of("plan")).await;

    // Live, both ways.
    for writer in [&vera, &boris] {
        let said = say(writer, house.vera, "from elsewhere").await;
        for screen in [&mut head, &mut rep] {
            assert_eq!(within_a_second(screen.hear_of("message")).await["news"]["spoken"], said);
        }
    }

    // What one suggests the other applies.
    let mut to = vera.get(&path).await.json()["lines"][0]["item"]["when"].clone();
    to["start"] = json!("2026-11-26T09:00:00");
    let suggestion = json!({"type": "move", "meeting": visit.json()["id"], "to": to});
    let saying = json!({"id": new_id(), "text": "Thursday?", "suggestion": suggestion});
    let said = boris.post(&format!("{path}/messages"), &saying).await.expect(StatusCode::CREATED).json();
    for screen in [&mut head, &mut rep] {
        assert_eq!(within_a_second(screen.hear_of("message")).await["news"]["spoken"], said);
    }
    let apply = format!("/messages/{}/apply", said["message"]["id"].as_str().unwrap());
    vera.post(&apply, &Value::Null).await.expect(StatusCode::OK);
    let applied = within_a_second(head.hear_of("message")).await;
    let by = &applied["news"]["spoken"]["message"]["suggestion"]["applied"]["by"];
    assert_eq!(by, &json!(house.vera));

    let seen = boris.get(&path).await;
    assert_eq!(seen.json()["lines"][0]["item"]["when"], to);
    let edition = seen.header("etag").to_owned();
    let stale = json!({"edition": "0-0"});
    vera.post(&format!("{path}/approve"), &stale).await.expect(StatusCode::FORBIDDEN);
    boris.post(&format!("{path}/approve"), &json!({"edition": edition})).await.expect(StatusCode::OK);
    within_a_second(rep.hear_of("plan")).await;

    // What changes after it is told with its reason.
    let card = vera.get(&meeting).await;
    let changed = json!({"start": "2026-11-27T09:00:00Z"});
    vera.patch(&meeting, card.header("etag"), &changed).await.expect(StatusCode::OK);
    within_a_second(head.hear_of("plan")).await;
    let amendment = format!("{path}/amendments/{}", visit.json()["id"].as_str().unwrap());
    vera.put(&amendment, &json!({"reason": "ill"})).await.expect(StatusCode::OK);
    within_a_second(head.hear_of("plan")).await;
    let line = boris.get(&path).await.json()["lines"][0].clone();
    assert_eq!((&line["origin"], &line["reason"]), (&json!("moved"), &json!("ill")));
    boris.post(&format!("{path}/review"), &json!({"comment": "well done"})).await.expect(StatusCode::OK);
    within_a_second(rep.hear_of("plan")).await;
    assert_eq!(vera.get(&path).await.json()["state"], "reviewed");

    // Who writes there, and who goes, is seen here.
    rep.say(json!({"typing": {"owner": house.vera, "week": WEEK}})).await;
    assert_eq!(within_a_second(head.hear_of("typing")).await["news"]["person"]["name"], "Vera Belova");
    drop(rep);
    let gone = within_a_second(head.hear_of("present")).await;
    assert_eq!(names(&gone), ["Boris Orlov"]);

    // Both have read the same in the same order.
    let texts =
        async |program: &Program| program.get(&format!("{path}/messages")).await.json()["messages"].clone();
    let told = texts(&vera).await;
    assert_eq!((&told, told.as_array().map(Vec::len)), (&texts(&boris).await, Some(3)));
    other.kill().await;
    house.close().await;
}

/// Who a notice says is there.
fn names(notice: &Value) -> Vec<String> {
    let people = notice["news"]["people"].as_array().unwrap();
    people.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
}

async fn within_two_seconds<T>(wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(2), wait).await.expect("within two seconds")
}
