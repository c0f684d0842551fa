//! Meetings by REST.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{House, invitation, meeting, new_id, on_both};

on_both! {
    async fn a_meeting_is_planned_read_changed_and_removed(house: &mut House) {
        let vera = house.program_of("vera").await;
        let answer = vera.post("/meetings", &meeting("Budget", 25, 9)).await.expect(StatusCode::CREATED);
        let card = answer.json();
        let path = format!("/meetings/{}", card["id"].as_str().unwrap());
        assert_eq!(answer.header("location"), format!("/api/v1{path}"));
        assert_eq!(answer.header("etag"), format!("\"{}\"", card["version"]));
        assert_eq!((&card["subject"], &card["state"]), (&json!("Budget"), &json!("planned")));
        assert_eq!((&card["start"], &card["end"]), (&json!("2026-11-25T09:00:00Z"), &json!("2026-11-25T10:00:00Z")));
        assert_eq!(card["kind"]["id"], json!(domain::kind::Predefined::Meeting.id()));
        assert_eq!((&card["responsible"]["name"], &card["author"]["name"]), (&json!("Vera Belova"), &json!("Vera Belova")));
        assert_eq!(card["participants"][0]["reply"]["answer"], "accepted");

        let seen = answer.header("etag");
        let changes = json!({"subject": "Budget of next year", "place": house.blue_room, "start": "2026-11-25T12:00:00+03:00"});
        let changed = vera.patch(&path, seen, &changes).await.expect(StatusCode::OK);
        let card = changed.json();
        assert_eq!((&card["subject"], &card["place"]["name"]), (&json!("Budget of next year"), &json!("Blue room")));
        assert_eq!((&card["start"], &card["end"]), (&json!("2026-11-25T09:00:00Z"), &json!("2026-11-25T10:00:00Z")));
        let seen = changed.header("etag").to_owned();
        let left = vera.patch(&path, &seen, &json!({"place": null, "end": "2026-11-25T11:30:00Z"})).await;
        let card = left.expect(StatusCode::OK).json();
        assert_eq!((&card["place"], &card["subject"]), (&Value::Null, &json!("Budget of next year")));
        assert_eq!(card["end"], "2026-11-25T11:30:00Z");

        let read = vera.get(&path).await.expect(StatusCode::OK);
        assert_eq!(read.json(), card);
        let seen = read.header("etag").to_owned();
        assert_eq!(vera.delete(&path, &seen).await.status, StatusCode::NO_CONTENT);
        assert_eq!(vera.delete(&path, &seen).await.status, StatusCode::NO_CONTENT);
        assert_eq!(vera.get(&path).await.problem(), "not_found");
        let restored = vera.post(&format!("{path}/restore"), &json!({})).await.expect(StatusCode::OK);
        assert_eq!(restored.json()["subject"], "Budget of next year");
        let history = vera.get(&format!("{path}/history")).await.json();
        let acts: Vec<_> = history["items"].as_array().unwrap().iter().map(|told| told["acts"][0]["act"].clone()).collect();
        assert_eq!(acts.first().unwrap(), "planned");
        assert_eq!(history["items"][0]["by_name"], "Vera Belova");
        assert_eq!(history["items"][0]["channel"], "rest");
    }

    /// The same command sent twice happens once and answers the same.
    async fn the_same_meeting_sent_twice_is_planned_once(house: &mut House) {
        let vera = house.program_of("vera").await;
        let mut wanted = meeting("Budget", 25, 9);
        wanted["id"] = json!(new_id());
        wanted["place"] = json!(house.blue_room);
        let (first, second) = tokio::join!(vera.post("/meetings", &wanted), async { vera.post("/meetings", &wanted).await });
        let (first, second) = (first.expect(StatusCode::CREATED), second.expect(StatusCode::CREATED));
        assert_eq!(first.json(), second.json());
        let day = vera.get("/meetings?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z").await.json();
        assert_eq!(day["items"].as_array().unwrap().len(), 1);
        // Another's id is not one's own to use again.
        let gleb = house.program_of("gleb").await;
        assert_eq!(gleb.post("/meetings", &wanted).await.expect(StatusCode::FORBIDDEN).problem(), "not_permitted");
    }

    /// Whoever has not seen the last version is told so, and nothing is lost.
    async fn who_has_seen_an_older_version_changes_nothing(house: &mut House) {
        let vera = house.program_of("vera").await;
        let answer = vera.post("/meetings", &meeting("Budget", 25, 9)).await;
        let path = format!("/meetings/{}", answer.json()["id"].as_str().unwrap());
        let seen = answer.header("etag").to_owned();
        vera.patch(&path, &seen, &json!({"subject": "Budget, second draft"})).await.expect(StatusCode::OK);
        let late = vera.patch(&path, &seen, &json!({"subject": "Budget, third draft"})).await;
        let problem = late.expect(StatusCode::CONFLICT).json();
        assert_eq!(problem["code"], "conflict");
        let current = vera.get(&path).await;
        assert_eq!(current.header("etag"), format!("\"{}\"", problem["current"]));
        assert_eq!(current.json()["subject"], "Budget, second draft");
        assert_eq!(vera.delete(&path, &seen).await.problem(), "conflict");
        let unseen = vera.call(Method::PATCH, &path, &[], &json!({"subject": "Blind"})).await;
        assert_eq!(unseen.expect(StatusCode::PRECONDITION_REQUIRED).problem(), "version_required");
        assert_eq!(vera.patch(&path, "\"x\"", &json!({})).await.problem(), "malformed");
    }

    /// Who takes no part learns of another's meeting that the time is taken, and nothing else.
    async fn an_outsider_sees_only_that_the_time_is_taken(house: &mut House) {
        let vera = house.program_of("vera").await;
        let card = vera.post("/meetings", &meeting("Salaries", 25, 9)).await.expect(StatusCode::CREATED).json();
        let path = format!("/meetings/{}", card["id"].as_str().unwrap());
        let elena = house.program_of("elena").await;
        assert_eq!(elena.get(&path).await.expect(StatusCode::NOT_FOUND).problem(), "not_found");
        assert_eq!(elena.patch(&path, "\"1\"", &json!({"subject": "Mine"})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(elena.delete(&path, "\"1\"").await.status, StatusCode::NOT_FOUND);
        assert_eq!(elena.post(&format!("{path}/respond"), &json!({"answer": "accepted"})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(elena.get(&format!("{path}/history")).await.status, StatusCode::NOT_FOUND);
        let range = format!("/meetings?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z&person={}", house.vera);
        let seen = elena.get(&range).await.expect(StatusCode::OK);
        assert!(!seen.text().contains("Salaries"));
        let busy = &seen.json()["items"][0];
        assert_eq!((&busy["start"], &busy["subject"]), (&json!("2026-11-25T09:00:00Z"), &Value::Null));
        // The head of Sales leads Vera.
        let boris = house.program_of("boris").await;
        assert_eq!(boris.get(&range).await.json()["items"][0]["subject"], "Salaries");
        boris.get(&path).await.expect(StatusCode::OK);
    }

    async fn the_invited_answer_and_change_nothing_else(house: &mut House) {
        let vera = house.program_of("vera").await;
        let wanted = invitation("Review", 25, 9, &[house.elena]);
        let answer = vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        let path = format!("/meetings/{}", answer.json()["id"].as_str().unwrap());
        let elena = house.program_of("elena").await;
        let declined = elena.post(&format!("{path}/respond"), &json!({"answer": "declined", "reason": "On leave"})).await;
        let declined = declined.expect(StatusCode::OK);
        let of_elena = |card: &Value| card["participants"].as_array().unwrap().iter().find(|line| line["name"] == "Elena Kim").unwrap()["reply"].clone();
        assert_eq!((&of_elena(&declined.json())["answer"], &of_elena(&declined.json())["reason"]), (&json!("declined"), &json!("On leave")));
        let refused = elena.patch(&path, declined.header("etag"), &json!({"subject": "Mine"})).await;
        let problem = refused.expect(StatusCode::FORBIDDEN).json();
        assert_eq!((&problem["code"], &problem["reasons"][0]), (&json!("not_permitted"), &json!({"code": "not_permitted", "action": "change_meeting"})));
        assert_eq!(elena.delete(&path, declined.header("etag")).await.problem(), "not_permitted");
        // The organiser records an answer given by telephone; the invited do not for each other.
        let by_phone = json!({"answer": "accepted", "attendee": {"type": "person", "id": house.elena}});
        let recorded = vera.post(&format!("{path}/respond"), &by_phone).await.expect(StatusCode::OK);
        assert_eq!(of_elena(&recorded.json())["given"][0], json!(house.vera));
        let for_vera = json!({"answer": "declined", "attendee": {"type": "person", "id": house.vera}});
        assert_eq!(elena.post(&format!("{path}/respond"), &for_vera).await.problem(), "not_permitted");
    }

    /// Every rule that is broken is named.
    async fn what_breaks_a_rule_is_refused_with_the_reasons(house: &mut House) {
        let vera = house.program_of("vera").await;
        let codes = |problem: &Value| -> Vec<Value> {
            problem["reasons"].as_array().unwrap().iter().map(|reason| json!([reason["code"], reason["field"]])).collect()
        };
        let empty = vera.post("/meetings", &json!({})).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!((&empty["code"], codes(&empty)), (&json!("refused"), vec![json!(["empty", "start"])]));
        let no_end = vera.post("/meetings", &json!({"start": "2026-11-25T09:00:00Z"})).await.json();
        assert_eq!(codes(&no_end), [json!(["empty", "duration"])]);
        let mut wrong = meeting(" ", 25, 9);
        wrong["kind"] = json!(new_id());
        wrong["place"] = json!(new_id());
        let wrong = vera.post("/meetings", &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(codes(&wrong), [json!(["empty", "subject"]), json!(["unknown", "kind"]), json!(["unknown", "place"])]);
        let backwards = json!({"subject": "Back", "start": "2026-11-25T09:00:00Z", "end": "2026-11-25T08:00:00Z"});
        assert_eq!(codes(&vera.post("/meetings", &backwards).await.json()), [json!(["empty", "duration"])]);
        let nowhere = json!({"subject": "Where", "start": "2026-11-25T09:00:00Z", "end": "2026-11-25T10:00:00Z", "zone": "Mars/Olympus"});
        assert_eq!(codes(&vera.post("/meetings", &nowhere).await.json()), [json!(["unknown", "zone"])]);
    }

    /// Whole days are dates: they stand in the range of whoever asks, in their zone.
    async fn an_all_day_meeting_is_told_in_dates(house: &mut House) {
        let vera = house.program_of("vera").await;
        let fair = json!({"subject": "Fair", "all_day": {"first": "2026-11-25", "days": 2}, "zone": "Europe/Moscow"});
        let card = vera.post("/meetings", &fair).await.expect(StatusCode::CREATED).json();
        assert_eq!((&card["start"], &card["end"]), (&json!("2026-11-24T21:00:00Z"), &json!("2026-11-26T21:00:00Z")));
        assert_eq!(card["all_day"], json!({"first": "2026-11-25", "days": 2}));
        let listed = vera.get("/meetings?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z").await.json();
        assert_eq!((&listed["items"][0]["all_day"]["days"], &listed["items"][0]["subject"]), (&json!(2), &json!("Fair")));
        let both = json!({"subject": "Fair", "all_day": {"first": "2026-11-25", "days": 2}, "start": "2026-11-25T09:00:00Z"});
        assert_eq!(vera.post("/meetings", &both).await.problem(), "malformed");
    }

    /// A room is taken once; whoever comes second learns by what.
    async fn a_taken_room_is_refused_with_the_meeting_in_the_way(house: &mut House) {
        let vera = house.program_of("vera").await;
        let mut first = meeting("Budget", 25, 9);
        first["place"] = json!(house.blue_room);
        let first = vera.post("/meetings", &first).await.expect(StatusCode::CREATED).json();
        let mut second = meeting("Review", 25, 9);
        second["place"] = json!(house.blue_room);
        let elena = house.program_of("elena").await;
        let problem = elena.post("/meetings", &second).await.expect(StatusCode::CONFLICT).json();
        assert_eq!(problem["code"], "place_taken");
        let collision = &problem["reasons"][0]["collision"];
        assert_eq!(collision["meeting"], first["id"]);
        assert_eq!((&collision["subject"], &collision["organiser"]), (&json!("Budget"), &json!("Vera Belova")));
        assert_eq!(collision["span"], json!({"start": "2026-11-25T09:00:00Z", "end": "2026-11-25T10:00:00Z"}));
        let day = elena.get("/places/occupancy?day=2026-11-25").await.expect(StatusCode::OK).json();
        assert_eq!(day["items"][0]["meeting"], first["id"]);
        assert_eq!(elena.get("/places/occupancy?day=2026-11-26").await.json()["items"], json!([]));
    }

    async fn free_busy_and_load_tell_times_only(house: &mut House) {
        let vera = house.program_of("vera").await;
        let wanted = invitation("Salaries", 25, 9, &[house.gleb]);
        vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED);
        let elena = house.program_of("elena").await;
        let range = "from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z";
        let answer = elena.get(&format!("/free-busy?people={},{}&{range}", house.gleb, house.vera)).await.expect(StatusCode::OK);
        assert!(!answer.text().contains("Salaries"));
        let items = answer.json()["items"].clone();
        assert_eq!((&items[0]["person"], &items[1]["person"]), (&json!(house.gleb), &json!(house.vera)));
        let hour = |firmness: &str| json!([{"start": "2026-11-25T09:00:00Z", "end": "2026-11-25T10:00:00Z", "firmness": firmness}]);
        assert_eq!((&items[0]["busy"], &items[1]["busy"]), (&hour("soft"), &hour("firm")));
        let load = elena.get(&format!("/load?person={}&day=2026-11-25", house.gleb)).await.expect(StatusCode::OK).json();
        assert_eq!((&load["busy"], &load["hours"]["start"]), (&hour("soft"), &json!("09:00:00")));
        assert_eq!(elena.get(&format!("/load?person={}&day=2026-11-28", house.gleb)).await.json()["hours"], Value::Null);
    }

    /// Whoever may see a meeting learns of it where it stands in somebody's day; who is free comes first.
    async fn the_load_of_a_department_is_told_freest_first(house: &mut House) {
        let vera = house.program_of("vera").await;
        vera.post("/meetings", &invitation("Salaries", 25, 9, &[house.gleb])).await.expect(StatusCode::CREATED);
        let departments = vera.all("/departments", 100).await;
        let sales = departments[0]["id"].as_str().unwrap().to_owned();
        let path = format!("/departments/{sales}/load?day=2026-11-25&start=2026-11-25T09:00:00Z&end=2026-11-25T10:00:00Z");
        let boris = house.program_of("boris").await;
        let items = boris.get(&path).await.expect(StatusCode::OK).json()["items"].clone();
        let names: Vec<_> = items.as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
        assert_eq!(names, ["Boris Orlov", "Gleb Sedov", "Vera Belova"]);
        assert_eq!((&items[2]["busy"][0]["subject"], &items[1]["busy"][0]["firmness"]), (&json!("Salaries"), &json!("soft")));
        let elena = house.program_of("elena").await;
        assert!(!elena.get(&path).await.expect(StatusCode::OK).text().contains("Salaries"));
        let half = format!("/departments/{sales}/load?day=2026-11-25&start=2026-11-25T09:00:00Z");
        assert_eq!(elena.get(&half).await.problem(), "malformed");
    }

    /// A range comes in parts; nothing is left out, and nothing comes twice.
    async fn a_long_range_comes_in_parts(house: &mut House) {
        let vera = house.program_of("vera").await;
        for hour in 6..16 {
            vera.post("/meetings", &meeting(&format!("At {hour}"), 25, hour)).await.expect(StatusCode::CREATED);
        }
        let range = "/meetings?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z";
        for limit in [1, 3, 10, 500] {
            let subjects: Vec<_> = vera.all(range, limit).await.into_iter().map(|item| item["subject"].clone()).collect();
            assert_eq!(subjects, (6..16).map(|hour| json!(format!("At {hour}"))).collect::<Vec<_>>());
        }
    }
}
