//! Points and plan against fact, over REST and as files.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::Program;
use crate::house::{House, meeting, new_id, on_both};

/// A visit on a day of the stories' week, closed; with nothing to be ticked it takes no more.
async fn visited(program: &Program, subject: &str, kind: &Value, day: u32) -> String {
    let mut visit = meeting(subject, day, 9);
    visit["kind"] = kind.clone();
    let card = program.post("/meetings", &visit).await.expect(StatusCode::CREATED).json();
    let id = card["id"].as_str().unwrap().to_owned();
    program.post(&format!("/meetings/{id}/close"), &json!({"result": "Signed"})).await.expect(StatusCode::OK);
    id
}

/// A kind that is planned in the journal and worth seven points.
async fn kind(anna: &Program) -> Value {
    let kind = json!({
        "id": new_id(), "name": "Talk", "event_type": "internal", "default_minutes": 60, "points": 7,
        "in_journal": true,
    });
    anna.post("/kinds", &kind).await.expect(StatusCode::CREATED).json()["id"].clone()
}

on_both! {
    /// What is closed is earned, a target is set by an administrator, and the head sees the team.
    async fn points_are_told_to_oneself_and_the_head(house: &mut House) {
        let (anna, vera, boris, gleb) = (
            house.program_of("anna").await,
            house.program_of("vera").await,
            house.program_of("boris").await,
            house.program_of("gleb").await,
        );
        let kind = kind(&anna).await;
        let target = json!({"week": 10, "steps": [50, 150]});
        vera.post("/targets", &target).await.expect(StatusCode::FORBIDDEN);
        let kept = anna.post("/targets", &target).await.expect(StatusCode::CREATED).json();
        let path = format!("/targets/{}", kept["id"].as_str().unwrap());
        let wrong = json!({"week": 10, "steps": [150, 50]});
        anna.put(&path, &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(gleb.get("/targets").await.json()["items"][0]["steps"], json!([50, 150]));

        let id = visited(&vera, "Talk", &kind, 25).await;
        let own = vera.get("/points?period=2026-W48").await.expect(StatusCode::OK).json();
        assert_eq!((&own["sum"]["earned"], &own["aim"]["target"]), (&json!(7), &json!(10)));
        assert_eq!((&own["lines"][0]["meeting"], &own["lines"][0]["standing"]), (&json!(id), &json!("earned")));
        let of_vera = format!("/points?period=2026-Q4&person={}", house.vera);
        assert_eq!(boris.get(&of_vera).await.json()["sum"]["earned"], 7);
        assert_eq!(gleb.get(&of_vera).await.status, StatusCode::NOT_FOUND);
        let team = boris.get("/points/team?period=2026-W48").await.json();
        let told = |row: &Value| (row["owner"]["name"].as_str().unwrap().to_owned(), row["sum"]["earned"].clone());
        let rows: Vec<_> = team["items"].as_array().unwrap().iter().map(told).collect();
        assert_eq!(rows, [("Gleb Sedov".to_owned(), json!(0)), ("Vera Belova".to_owned(), json!(7))]);
        assert_eq!(gleb.get("/points/team").await.json()["items"], json!([]));
        vera.post(&format!("/meetings/{id}/reopen"), &json!({"reason": "More"})).await.expect(StatusCode::OK);
        assert_eq!(vera.get("/points?period=2026-W48").await.json()["sum"]["earned"], 0);
        assert_eq!(vera.get("/points?period=2026").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// The file holds what the page shows, in the reader's language, and nothing that a spreadsheet would run.
    async fn plan_against_fact_is_exported(house: &mut House) {
        let (anna, vera, boris, gleb) = (
            house.program_of("anna").await,
            house.program_of("vera").await,
            house.program_of("boris").await,
            house.program_of("gleb").await,
        );
        let kind = kind(&anna).await;
        visited(&vera, "=HYPERLINK(\"http://evil.example\")", &kind, 25).await;
        let report = boris.get("/reports/plan-fact?period=2026-11&by=person").await.expect(StatusCode::OK).json();
        assert_eq!((&report["rows"][0]["name"], &report["whole"]["kept"]), (&json!("Vera Belova"), &json!(1)));

        let file = boris.get("/reports/plan-fact.csv?period=2026-11&by=person").await.expect(StatusCode::OK);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"plan-fact-2026-11.csv\"");
        let text = file.text();
        let mut lines = text.lines();
        assert!(lines.next().unwrap().starts_with("\u{feff}Person,Planned,Done,"), "{text}");
        assert!(lines.next().unwrap().starts_with("Vera Belova,1,1,1,0,"), "{text}");

        let file = boris.get("/reports/meetings.csv?period=2026-11&language=ru").await.expect(StatusCode::OK);
        let text = file.text();
        assert!(text.starts_with("\u{feff}Неделя;Сотрудник;"), "{text}");
        assert!(text.contains(";\"'=HYPERLINK(\"\"http://evil.example\"\")\";"), "{text}");
        assert!(text.contains(";Проведена;;7"), "{text}");
        assert_eq!(boris.all("/reports/meetings?period=2026-11", 1).await.len(), 1);

        // Whoever leads nobody has their own, whoever they name.
        for path in ["/reports/meetings.csv?period=2026-11".to_owned(), format!("/reports/meetings.csv?period=2026-11&person={}", house.vera)] {
            let text = gleb.get(&path).await.expect(StatusCode::OK).text();
            assert_eq!(text.lines().count(), 1, "{text}");
        }
        let nobody = house.browser().get("/api/v1/reports/meetings.csv").await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    }
}
