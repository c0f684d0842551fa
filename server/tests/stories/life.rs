//! A meeting's life by REST.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Live, Program};
use crate::house::{House, invitation, meeting, new_id, on_both};

/// A visit of Vera's with Elena, to nobody yet; and the paths to it and to its items.
async fn visit(house: &House) -> (String, Vec<String>) {
    let (anna, vera) = (house.program_of("anna").await, house.program_of("vera").await);
    let items = [new_id(), new_id(), new_id()];
    let kind = json!({
        "id": new_id(), "name": "Visit", "event_type": "external", "default_minutes": 60,
        "checklist": [
            {"id": items[0], "text": "Confirm", "mandatory": true},
            {"id": items[1], "text": "Next step", "mandatory": true, "asks": "text"},
            {"id": items[2], "text": "Heads", "asks": "number"},
        ],
    });
    anna.post("/kinds", &kind).await.expect(StatusCode::CREATED);
    let mut visit = invitation("Visit", 24, 9, &[house.elena]);
    visit["kind"] = kind["id"].clone();
    let card = vera.post("/meetings", &visit).await.expect(StatusCode::CREATED).json();
    let path = format!("/meetings/{}", card["id"].as_str().unwrap());
    let items = items.iter().map(|item| format!("{path}/checklist/{item}")).collect();
    (path, items)
}

fn reasons(problem: &Value) -> Vec<Value> {
    problem["reasons"].as_array().unwrap().clone()
}

async fn listed(program: &Program, more: &str) -> Vec<Value> {
    let range = format!("/meetings?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z{more}");
    program.get(&range).await.expect(StatusCode::OK).json()["items"].as_array().unwrap().clone()
}

on_both! {
    async fn a_meeting_is_led_from_plan_to_result(house: &mut House) {
        let (path, items) = visit(house).await;
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let step = |verb: &str| format!("{path}/{verb}");
        // What is missing is named (S60).
        let empty = vera.post(&step("start"), &Value::Null).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!((&empty["code"], reasons(&empty)), (&json!("refused"), vec![json!({"code": "empty", "field": "client"})]));
        let client = json!({"id": new_id(), "name": "Romashka"});
        vera.post("/clients", &client).await.expect(StatusCode::CREATED);
        let seen = vera.get(&path).await.header("etag").to_owned();
        vera.patch(&path, &seen, &json!({"client": client["id"]})).await.expect(StatusCode::OK);
        let started = vera.post(&step("start"), &Value::Null).await.expect(StatusCode::OK);
        assert_eq!(started.json()["state"], "in_progress");
        assert_eq!(vera.post(&step("start"), &json!({})).await.expect(StatusCode::OK).json(), started.json());

        // With mandatory items open it is not closed, and the reasons name them (S54).
        let open = vera.post(&step("close"), &json!({"result": "Signed"})).await;
        let open = open.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        let named: Vec<_> = reasons(&open).iter().map(|reason| json!([reason["code"], reason["text"]])).collect();
        assert_eq!(named, [json!(["item_open", "Confirm"]), json!(["item_open", "Next step"])]);
        assert_eq!(format!("{path}/checklist/{}", reasons(&open)[0]["item"].as_str().unwrap()), items[0]);

        let ticked = elena.put(&items[0], &json!({"done": true})).await.expect(StatusCode::OK).json();
        let line = &ticked["checklist"][0];
        assert_eq!((&line["done_by"], &line["done"]["by"]), (&json!("Elena Kim"), &json!(house.elena)));
        let without = elena.put(&items[1], &json!({"done": true})).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(reasons(&without.json())[0]["asks"], "text");
        vera.put(&items[1], &json!({"done": true, "note": "Send the offer"})).await.expect(StatusCode::OK);
        let counted = vera.put(&items[2], &json!({"done": true, "note": 4})).await.expect(StatusCode::OK);
        assert_eq!(counted.json()["checklist"][2]["done"]["note"], json!(4.0));
        let unknown = format!("{path}/checklist/{}", new_id());
        let unknown = vera.put(&unknown, &json!({"done": true})).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(reasons(&unknown.json()), [json!({"code": "unknown", "field": "checklist"})]);

        let done = json!({"result": "Signed", "minutes_spent": 50});
        let old = [("if-match", "\"1\"")];
        assert_eq!(vera.call(Method::POST, &step("close"), &old, &done).await.problem(), "conflict");
        let closed = vera.post(&step("close"), &done).await.expect(StatusCode::OK).json();
        assert_eq!((&closed["state"], &closed["outcome"]["minutes_spent"]), (&json!("closed"), &json!(50)));
        assert_eq!(vera.post(&step("close"), &done).await.expect(StatusCode::OK).json(), closed);

        // It stands in no calendar any more, unless one asks for what is closed (S45).
        for program in [&vera, &elena] {
            assert_eq!(listed(program, "").await, [] as [Value; 0]);
            assert_eq!(listed(program, "&closed=true").await[0]["state"], "closed");
        }
        let reopened = vera.post(&step("reopen"), &json!({"reason": "They want more"})).await;
        assert_eq!(reopened.expect(StatusCode::OK).json()["state"], "in_progress");
        assert_eq!(listed(&elena, "").await.len(), 1);
        let nameless = vera.post(&step("cancel"), &json!({})).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(reasons(&nameless), [json!({"code": "empty", "field": "reason"})]);
        let cancelled = vera.post(&step("cancel"), &json!({"reason": "Ill"})).await.expect(StatusCode::OK).json();
        assert_eq!((&cancelled["state"], &cancelled["outcome"]["cancelled_because"]), (&json!("cancelled"), &json!("Ill")));
    }

    /// A closed meeting gives its room to who asks next, and reopened it finds it taken.
    async fn a_room_that_was_given_back_may_be_taken(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut budget = meeting("Budget", 25, 9);
        budget["place"] = json!(house.blue_room);
        let card = vera.post("/meetings", &budget).await.expect(StatusCode::CREATED).json();
        let path = format!("/meetings/{}", card["id"].as_str().unwrap());
        vera.post(&format!("{path}/close"), &Value::Null).await.expect(StatusCode::OK);
        budget["subject"] = json!("Interview");
        elena.post("/meetings", &budget).await.expect(StatusCode::CREATED);
        let refused = vera.post(&format!("{path}/reopen"), &json!({"reason": "More to say"})).await;
        let problem = refused.expect(StatusCode::CONFLICT).json();
        assert_eq!(problem["code"], "place_taken");
        assert_eq!(reasons(&problem)[0]["collision"]["subject"], "Interview");
    }

    /// Whoever has the card open hears of each tick, and of the end.
    async fn ticks_and_the_end_are_told_over_the_live_socket(house: &mut House) {
        let (path, items) = visit(house).await;
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let id = path.trim_start_matches("/meetings/").to_owned();
        let mut live = Live::of(&elena).await;
        live.say(json!({"watch": {"people": [house.elena], "meetings": [id]}})).await;
        live.hear_of("nothing").await;
        vera.put(&items[0], &json!({"done": true})).await.expect(StatusCode::OK);
        assert_eq!(live.hear_of("entry").await["news"]["entry"]["meeting"], json!(id));
        vera.post(&format!("{path}/cancel"), &json!({"reason": "Ill"})).await.expect(StatusCode::OK);
        assert_eq!(live.hear_of("entry").await["news"]["entry"]["details"]["state"], "cancelled");
    }
}
