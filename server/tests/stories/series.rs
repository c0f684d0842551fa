//! Meetings that recur, by REST, over the live socket and as time goes on.

use std::time::Duration;

use chrono::TimeDelta;
use hyper::StatusCode;
use serde_json::{Value, json};
use server::Jobs;
use server::clock::Clock;

use crate::client::{Live, Program};
use crate::house::{House, after, invitation, meeting, moment, new_id, on_both};

const YEARS: &str = "from=2026-11-01T00:00:00Z&to=2027-12-01T00:00:00Z";

/// On which days something of a subject stands in the calendar of the one who asks.
async fn days(program: &Program, subject: &str) -> Vec<String> {
    let items = program.all(&format!("/meetings?{YEARS}"), 500).await;
    let of_subject = items.iter().filter(|item| item["subject"] == subject);
    of_subject.map(|item| item["start"].as_str().unwrap()[..10].to_owned()).collect()
}

fn path_of(card: &Value) -> String {
    format!("/meetings/{}", card["id"].as_str().unwrap())
}

/// Four Wednesdays from 25 November at nine, with Gleb.
fn team(house: &House) -> Value {
    let mut wanted = invitation("Team", 25, 9, &[house.gleb]);
    wanted["recurrence"] = json!("FREQ=WEEKLY;COUNT=4");
    wanted
}

on_both! {
    async fn a_series_is_planned_read_changed_and_removed(house: &mut House) {
        let vera = house.program_of("vera").await;
        let mut wanted = team(house);
        wanted["id"] = json!(new_id());
        wanted["exceptions"] = json!(["2026-12-09"]);
        wanted["additions"] = json!(["2026-12-10"]);
        let answer = vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        let card = answer.json();
        assert_eq!((&card["id"], &card["start"]), (&wanted["id"], &json!("2026-11-25T09:00:00Z")));
        assert_eq!(answer.header("location"), format!("/api/v1{}", path_of(&card)));
        assert_eq!(
            card["series"],
            json!({
                "id": wanted["id"], "date": "2026-11-25", "altered": false,
                "recurrence": "FREQ=WEEKLY;BYDAY=WE;COUNT=4",
                "exceptions": ["2026-12-09"], "additions": ["2026-12-10"],
            })
        );
        let four = ["2026-11-25", "2026-12-02", "2026-12-10", "2026-12-16"];
        assert_eq!(days(&vera, "Team").await, four);
        let again = vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED).json();
        assert_eq!(again, card, "sent twice, planned once");
        assert_eq!(days(&vera, "Team").await, four);
        let listed = vera.get("/meetings?from=2026-12-02T00:00:00Z&to=2026-12-03T00:00:00Z").await.json();
        assert_eq!(listed["items"][0]["series"], card["series"]["id"]);

        // Only this one.
        let second = path_of(&listed["items"][0]);
        let seen = vera.get(&second).await.header("etag").to_owned();
        let one = vera.patch(&second, &seen, &json!({"subject": "With guests"})).await.expect(StatusCode::OK);
        assert_eq!(one.json()["series"]["altered"], true);
        // All of them, an hour later.
        let seen = one.header("etag").to_owned();
        let later = json!({"start": "2026-12-02T10:00:00Z"});
        let all = vera.patch(&format!("{second}?scope=all"), &seen, &later).await.expect(StatusCode::OK).json();
        assert_eq!((&all["subject"], &all["end"]), (&json!("With guests"), &json!("2026-12-02T11:00:00Z")));
        let first = vera.get(&path_of(&card)).await.json();
        assert_eq!((&first["subject"], &first["start"]), (&json!("Team"), &json!("2026-11-25T10:00:00Z")));
        // From the tenth on every other week.
        let listed = vera.get("/meetings?from=2026-12-16T00:00:00Z&to=2026-12-17T00:00:00Z").await.json();
        let last = path_of(&listed["items"][0]);
        let seen = vera.get(&last).await.header("etag").to_owned();
        let rule = json!({"recurrence": "FREQ=WEEKLY;INTERVAL=2;COUNT=3", "exceptions": [], "additions": []});
        let following = vera.patch(&format!("{last}?scope=following"), &seen, &rule).await.expect(StatusCode::OK);
        assert_ne!(following.json()["series"]["id"], card["series"]["id"]);
        assert_eq!(days(&vera, "Team").await, ["2026-11-25", "2026-12-10", "2026-12-16", "2026-12-30", "2027-01-13"]);
        let history = vera.get(&format!("{last}/history")).await.json();
        assert_eq!(history["items"][0]["about"], json!({"type": "series", "id": card["series"]["id"]}));

        let removed = vera.delete(&format!("{last}?scope=following"), following.header("etag")).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT);
        let first = vera.get(&path_of(&card)).await;
        let removed = vera.delete(&format!("{}?scope=all", path_of(&card)), first.header("etag")).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT);
        assert_eq!(days(&vera, "Team").await, [""; 0]);
        assert_eq!(days(&vera, "With guests").await, [""; 0]);
    }

    async fn an_answer_is_to_one_or_to_all(house: &mut House) {
        let (vera, gleb) = (house.program_of("vera").await, house.program_of("gleb").await);
        let card = vera.post("/meetings", &team(house)).await.expect(StatusCode::CREATED).json();
        let respond = format!("{}/respond", path_of(&card));
        gleb.post(&respond, &json!({"answer": "declined"})).await.expect(StatusCode::OK);
        let answers = async || {
            let items = gleb.all(&format!("/meetings?{YEARS}"), 500).await;
            items.iter().map(|item| item["my_answer"]["answer"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(answers().await, ["declined", "maybe", "maybe", "maybe"]);
        gleb.post(&respond, &json!({"answer": "accepted", "scope": "all"})).await.expect(StatusCode::OK);
        assert_eq!(answers().await, ["accepted"; 4]);
        let following = gleb.post(&respond, &json!({"answer": "accepted", "scope": "following"})).await;
        assert_eq!(following.problem(), "malformed");
        let single = vera.post("/meetings", &invitation("One", 26, 9, &[house.gleb])).await.json();
        let all = json!({"answer": "accepted", "scope": "all"});
        let refused = gleb.post(&format!("{}/respond", path_of(&single)), &all).await;
        assert_eq!(refused.expect(StatusCode::UNPROCESSABLE_ENTITY).json()["reasons"], json!([{"code": "not_in_series"}]));
    }

    async fn a_preview_tells_dates_and_what_is_in_the_way(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut taken = invitation("Workshop", 25, 9, &[house.gleb]);
        taken["place"] = json!(house.blue_room);
        taken["start"] = json!("2026-12-09T09:30:00Z");
        taken["end"] = json!("2026-12-09T10:30:00Z");
        let workshop = elena.post("/meetings", &taken).await.expect(StatusCode::CREATED).json();
        let mut wanted = team(house);
        wanted["place"] = json!(house.blue_room);
        let preview = vera.post("/meetings/preview", &wanted).await.expect(StatusCode::OK).json();
        assert_eq!((&preview["total"], preview["dates"].as_array().unwrap().len()), (&json!(4), 4));
        let third = &preview["dates"][2];
        assert_eq!((&third["date"], &third["start"]), (&json!("2026-12-09"), &json!("2026-12-09T09:00:00Z")));
        assert_eq!((&third["collisions"][0]["meeting"], &third["collisions"][0]["subject"]), (&workshop["id"], &json!("Workshop")));
        assert_eq!(third["busy"], json!([{"person": house.gleb, "answer": "maybe"}]));
        assert_eq!((&preview["dates"][1]["collisions"], &preview["dates"][1]["busy"]), (&json!([]), &json!([])));
        assert_eq!(preview["reasons"][0]["code"], "place_taken");
        let refused = vera.post("/meetings", &wanted).await.expect(StatusCode::CONFLICT).json();
        assert_eq!((&refused["code"], &refused["reasons"]), (&json!("place_taken"), &preview["reasons"]));
        assert_eq!(days(&vera, "Team").await, [""; 0]);
        let there = vera.post("/meetings", &team(house)).await.expect(StatusCode::CREATED).json();
        let mut again = team(house);
        again["id"] = there["id"].clone();
        let preview = vera.post("/meetings/preview", &again).await.expect(StatusCode::OK).json();
        assert_eq!((&preview["dates"][0]["busy"], &preview["dates"][2]["busy"]), (&json!([]), &third["busy"]));
        let single = vera.post("/meetings/preview", &meeting("One", 26, 9)).await.expect(StatusCode::OK).json();
        assert_eq!((&single["total"], &single["reasons"]), (&json!(1), &json!([])));
    }

    /// What cannot be planned is refused in words.
    async fn a_rule_that_does_not_do_is_refused_with_the_reason(house: &mut House) {
        let vera = house.program_of("vera").await;
        let cases = [
            ("FREQ=DAILY;COUNT=1000000", json!([{"code": "too_many_dates", "max": 1000}])),
            ("FREQ=HOURLY", json!([{"code": "rule_not_supported", "part": "FREQ"}])),
            ("FREQ=MONTHLY;BYDAY=1MO,3MO", json!([{"code": "rule_not_supported", "part": "BYDAY"}])),
            ("every monday", json!([{"code": "malformed", "field": "recurrence"}])),
            ("FREQ=WEEKLY;BYDAY=ПН", json!([{"code": "malformed", "field": "recurrence"}])),
            ("FREQ=DAILY;UNTIL=20261101", json!([{"code": "ends_before_start"}])),
            ("FREQ=DAILY;COUNT=0", json!([{"code": "no_dates"}])),
        ];
        for (rule, reasons) in cases {
            let mut wanted = meeting("Team", 25, 9);
            wanted["recurrence"] = json!(rule);
            let refused = vera.post("/meetings", &wanted).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
            assert_eq!(refused["reasons"], reasons, "{rule}");
        }
        let mut wanted = meeting("Team", 25, 9);
        wanted["exceptions"] = json!(["2026-12-01"]);
        assert_eq!(vera.post("/meetings", &wanted).await.problem(), "malformed");
        let answer = vera.post("/meetings", &meeting("One", 25, 9)).await;
        let (path, seen) = (path_of(&answer.json()), answer.header("etag"));
        let rule = json!({"recurrence": "FREQ=DAILY;COUNT=2"});
        assert_eq!(vera.patch(&path, seen, &rule).await.problem(), "malformed");
        assert_eq!(vera.patch(&format!("{path}?scope=some"), seen, &rule).await.problem(), "malformed");
        let refused = vera.patch(&format!("{path}?scope=all"), seen, &json!({"subject": "Two"})).await;
        assert_eq!(refused.json()["reasons"], json!([{"code": "not_in_series"}]));
        // With a rule it becomes a series.
        let two = vera.patch(&format!("{path}?scope=all"), seen, &rule).await.expect(StatusCode::OK).json();
        assert_eq!(two["series"]["recurrence"], "FREQ=DAILY;COUNT=2");
        assert_eq!(days(&vera, "One").await, ["2026-11-25", "2026-11-26"]);
    }

    /// Who takes no part learns nothing of a series, and the invited change none of it.
    async fn who_must_not_change_a_series_does_not(house: &mut House) {
        let vera = house.program_of("vera").await;
        let answer = vera.post("/meetings", &team(house)).await.expect(StatusCode::CREATED);
        let (path, seen) = (path_of(&answer.json()), answer.header("etag"));
        let (gleb, elena) = (house.program_of("gleb").await, house.program_of("elena").await);
        for scope in ["this", "following", "all"] {
            let path = format!("{path}?scope={scope}");
            let mine = json!({"subject": "Mine"});
            assert_eq!(gleb.patch(&path, seen, &mine).await.expect(StatusCode::FORBIDDEN).problem(), "not_permitted");
            assert_eq!(gleb.delete(&path, seen).await.expect(StatusCode::FORBIDDEN).problem(), "not_permitted");
            assert_eq!(elena.patch(&path, seen, &mine).await.status, StatusCode::NOT_FOUND);
            assert_eq!(elena.delete(&path, seen).await.status, StatusCode::NOT_FOUND);
        }
        let range = format!("/meetings?{YEARS}&person={}", house.vera);
        let seen = elena.get(&range).await.expect(StatusCode::OK);
        assert!(!seen.text().contains("Team"));
        assert!(seen.json()["items"].as_array().unwrap().iter().all(|item| item["series"] == Value::Null));
        assert_eq!(days(&vera, "Team").await.len(), 4);
    }

    /// Who shows one of them reads again what is shown; who shows none is told nothing.
    async fn a_change_of_a_series_is_one_word_over_the_live_socket(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let gleb = house.program_of("gleb").await;
        let mut calendar = Live::of(&gleb).await;
        calendar.say(json!({"watch": {"people": [house.gleb], "meetings": []}})).await;
        assert_eq!(calendar.hear().await["news"]["type"], "nothing");
        let mut elsewhere = Live::of(&elena).await;
        elsewhere.say(json!({"watch": {"people": [house.elena], "meetings": []}})).await;
        assert_eq!(elsewhere.hear().await["news"]["type"], "nothing");

        let answer = vera.post("/meetings", &team(house)).await.expect(StatusCode::CREATED);
        let card = answer.json();
        let soon = Duration::from_secs(1);
        let notice = tokio::time::timeout(soon, calendar.hear_of("reload")).await.expect("within a second");
        assert_eq!(notice["revision"], card["version"]);
        let notice = elsewhere.hear().await;
        assert_eq!((&notice["news"]["type"], &notice["revision"]), (&json!("nothing"), &card["version"]));

        // An open card of one of them is told too, also to who was away meanwhile.
        let mut open = Live::of(&vera).await;
        open.say(json!({"watch": {"people": [], "meetings": [card["id"]]}})).await;
        assert_eq!(open.hear().await["news"]["type"], "nothing");
        let all = format!("{}?scope=all", path_of(&card));
        let revised = vera.patch(&all, answer.header("etag"), &json!({"subject": "Crew"})).await.expect(StatusCode::OK);
        let notice = tokio::time::timeout(soon, open.hear_of("reload")).await.expect("within a second");
        assert_eq!(notice["revision"], revised.json()["version"]);
        let mut late = Live::of(&gleb).await;
        late.say(json!({"since": card["version"], "watch": {"people": [house.gleb], "meetings": []}})).await;
        assert_eq!(late.hear().await["news"]["type"], "reload");
    }

    /// What has come nearer is planned by Daybook itself, by the clock that it is given.
    async fn a_series_goes_on_by_itself(house: &mut House) {
        let vera = house.program_of("vera").await;
        let mut wanted = meeting("Team", 25, 9);
        wanted["recurrence"] = json!("FREQ=WEEKLY");
        vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        let far = "/meetings?from=2027-12-30T00:00:00Z&to=2028-02-28T00:00:00Z";
        let count = async || vera.all(far, 500).await.len();
        assert_eq!(count().await, 0);
        let jobs = Jobs::start(house.store.clone(), Clock::starting_at(moment()));
        // A second process on the same data, five weeks later.
        let others = Jobs::start(house.store.clone(), Clock::starting_at(after(TimeDelta::weeks(5))));
        tokio::time::timeout(Duration::from_secs(20), async {
            while count().await < 5 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .expect("five more weeks are planned");
        drop((jobs, others));
        let items = vera.all(far, 500).await;
        assert_eq!((items.len(), &items[0]["start"]), (5, &json!("2028-01-05T09:00:00Z")));
    }
}
