//! Searching, sets of people, and several calendars over one socket, by REST.

use hyper::StatusCode;
use serde_json::json;

use crate::client::Live;
use crate::house::{House, invitation, meeting, new_id, on_both};

on_both! {
    async fn a_program_finds_what_its_person_may_see(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let card = vera.post("/meetings", &meeting("Бюджет отдела", 25, 9)).await.expect(StatusCode::CREATED).json();
        let budget = "/search?text=%D0%B1%D1%8E%D0%B4%D0%B6";
        let found = vera.get(budget).await.expect(StatusCode::OK).json();
        assert_eq!(found["items"][0]["meeting"]["id"], card["id"]);
        assert_eq!(found["items"][0]["meeting"]["start"], "2026-11-25T09:00:00Z");
        let by_name = vera.get("/search?text=vera&limit=1").await.expect(StatusCode::OK).json();
        assert_eq!(by_name["items"][0]["people"], json!(["Vera Belova"]));
        let boris = house.program_of("boris").await;
        assert_eq!(boris.get(budget).await.json()["items"].as_array().unwrap().len(), 1);
        assert_eq!(elena.get(budget).await.expect(StatusCode::OK).json()["items"], json!([]));
        assert_eq!(elena.get("/search").await.problem(), "malformed");
    }

    async fn a_program_keeps_sets_of_people(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let id = new_id();
        let team = json!({"id": id, "name": "Sales", "people": [house.vera, house.gleb]});
        let created = vera.post("/teams", &team).await.expect(StatusCode::CREATED);
        assert_eq!(created.header("location"), format!("/api/v1/teams/{id}"));
        assert_eq!(vera.post("/teams", &team).await.expect(StatusCode::CREATED).json(), team);
        let path = format!("/teams/{id}");
        let replaced = json!({"name": "Both", "people": [house.gleb]});
        vera.put(&path, &replaced).await.expect(StatusCode::OK);
        assert_eq!(vera.get("/teams").await.json()["items"][0]["name"], "Both");
        // What somebody else keeps is to nobody else there.
        assert_eq!(elena.get("/teams").await.json()["items"], json!([]));
        assert_eq!(elena.put(&path, &replaced).await.problem(), "not_found");
        assert_eq!(elena.delete(&path, "").await.problem(), "not_found");
        let empty = vera.put(&path, &json!({"name": "Both", "people": []})).await;
        assert_eq!(empty.expect(StatusCode::UNPROCESSABLE_ENTITY).json()["reasons"][0]["code"], "empty");
        vera.delete(&path, "").await.expect(StatusCode::NO_CONTENT);
        assert_eq!(vera.get("/teams").await.json()["items"], json!([]));
    }

    /// Whoever looks at several calendars is told in which of them a meeting stands, and of others' no more than that.
    async fn several_calendars_are_told_apart_live(house: &mut House) {
        let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
        let mut screen = Live::of(&elena).await;
        let people = json!([house.elena, house.vera, house.gleb]);
        screen.say(json!({"watch": {"people": people, "meetings": []}})).await;
        assert_eq!(screen.hear().await["news"]["type"], "nothing");
        vera.post("/meetings", &invitation("Salaries", 25, 9, &[house.gleb])).await.expect(StatusCode::CREATED);
        let entry = screen.hear_of("entry").await["news"]["entry"].clone();
        assert_eq!(entry["details"], json!(null));
        let attends = json!([
            {"person": house.vera, "answer": "accepted"},
            {"person": house.gleb, "answer": "maybe"},
        ]);
        assert_eq!(entry["of"], attends);
    }
}
