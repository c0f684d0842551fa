//! Where meetings outside are, over REST (S56, S57).

use domain::kind::Predefined;
use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::Program;
use crate::house::{Engine, House, meeting, new_id, on_both};

/// A client with two offices, the main one for meetings in Mill Lane.
async fn client(vera: &Program) -> Value {
    let client = vera.post("/clients", &json!({"name": "Alder"})).await.expect(StatusCode::CREATED).json();
    let path = format!("/clients/{}", client["id"].as_str().unwrap());
    let offices = format!("{path}/addresses");
    let king = json!({"text": "King Street 1"});
    vera.post(&offices, &king).await.expect(StatusCode::CREATED);
    let mill = json!({"text": "Mill Lane 3", "position": [51.4545, -2.5879]});
    let mill = vera.post(&offices, &mill).await.expect(StatusCode::CREATED).json();
    let beyond = json!({"text": "Nowhere", "position": [91.0, 0.0]});
    let refused = vera.post(&offices, &beyond).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
    assert_eq!(refused["reasons"], json!([{"code": "malformed", "field": "address"}]));
    let main = json!({"name": "Alder", "main_address": mill["id"]});
    vera.put(&path, &main).await.expect(StatusCode::OK).json()
}

fn visit(client: &Value, day: u32, hour: u32) -> Value {
    let mut visit = meeting("Visit", day, hour);
    visit["kind"] = json!(Predefined::MeetingAtClient.id());
    visit["client"] = client["id"].clone();
    visit
}

on_both! {
    async fn a_visit_is_at_the_clients_main_address_or_where_one_says(house: &mut House) {
        let vera = house.program_of("vera").await;
        let client = client(&vera).await;
        let mill = json!({"text": "Mill Lane 3", "position": [51.4545, -2.5879]});
        let planned = vera.post("/meetings", &visit(&client, 25, 9)).await.expect(StatusCode::CREATED).json();
        assert_eq!((&planned["event_type"], &planned["address"]), (&json!("external"), &mill));
        let day = vera.get("/meetings?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z").await.json();
        assert_eq!(day["items"][0]["address"], mill);

        let path = format!("/meetings/{}", planned["id"].as_str().unwrap());
        let etag = |card: &Value| format!("\"{}\"", card["version"]);
        let typed = json!({"address": {"text": "Behind the station"}});
        let moved = vera.patch(&path, &etag(&planned), &typed).await.expect(StatusCode::OK).json();
        assert_eq!(moved["address"], json!({"text": "Behind the station", "position": null}));
        let subject = json!({"subject": "Another"});
        let same = vera.patch(&path, &etag(&moved), &subject).await.expect(StatusCode::OK).json();
        assert_eq!(same["address"], moved["address"], "what is left out stays");
        let none = vera.patch(&path, &etag(&same), &json!({"address": null})).await.expect(StatusCode::OK).json();
        assert_eq!(none["address"], Value::Null);
        let history = vera.get(&format!("{path}/history")).await.json();
        let act = &history["items"][1]["acts"][0];
        assert_eq!((&act["act"], &act["from"], &act["to"]["text"]),
            (&json!("address_changed"), &mill, &json!("Behind the station")));
    }

    async fn what_the_kind_does_not_have_is_refused(house: &mut House) {
        let vera = house.program_of("vera").await;
        let client = client(&vera).await;
        let mut in_a_room = visit(&client, 25, 9);
        in_a_room["place"] = json!(house.blue_room);
        let refused = vera.post("/meetings", &in_a_room).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["reasons"], json!([{"code": "not_of_this_kind", "field": "place"}]));
        let mut within = meeting("Within", 25, 9);
        within["id"] = json!(new_id());
        within["address"] = json!({"text": "Mill Lane 3", "position": null});
        let refused = vera.post("/meetings", &within).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["reasons"], json!([{"code": "not_of_this_kind", "field": "address"}]));
        within["address"] = json!({"text": "Pole", "position": [99, 0]});
        assert_eq!(vera.post("/meetings", &within).await.expect(StatusCode::UNPROCESSABLE_ENTITY).problem(), "malformed");
    }

    async fn the_way_between_visits_is_checked_and_added_up(house: &mut House) {
        let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
        let client = client(&vera).await;
        vera.post("/meetings", &visit(&client, 25, 9)).await.expect(StatusCode::CREATED);
        let mut bath = visit(&client, 25, 10);
        bath["address"] = json!({"text": "Bath", "position": [51.3811, -2.359]});
        vera.post("/meetings", &bath).await.expect(StatusCode::CREATED);
        let plan = boris.get(&format!("/journal/2026-W48/{}", house.vera)).await.expect(StatusCode::OK).json();
        let metres = plan["totals"]["metres"].as_u64().unwrap();
        assert!((22_500..24_500).contains(&metres), "{metres}");
        let findings = plan["findings"].as_array().unwrap();
        let late = findings.iter().find(|finding| finding["type"] == "impossible_journey").unwrap();
        assert_eq!(late["free"], 0);
        assert_eq!(plan["lines"][1]["item"]["position"], json!([51.3811, -2.359]));
    }
}

/// A service on this machine that speaks as Nominatim does, and answers with this status.
async fn nominatim(status: u16) -> String {
    use axum::extract::RawQuery;
    use axum::http::{StatusCode, Uri};

    let found = move |uri: Uri, RawQuery(query): RawQuery| async move {
        let russian = query.is_some_and(|query| query.contains("accept-language=ru"));
        let place = json!({"lat": "51.4526", "lon": "-2.6011",
            "display_name": if russian { "Колледж-Грин" } else { "College Green" }});
        let answer = if uri.path() == "/search" { json!([place]) } else { place };
        (StatusCode::from_u16(status).unwrap(), axum::Json(answer))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(found)).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_looked_up_over_rest_as_on_the_screens() {
    let url = nominatim(200).await;
    let house = House::open_with(Engine::Sqlite, &["--nominatim-url", &url]).await;
    let vera = house.program_of("vera").await;
    let green = json!({"text": "College Green", "position": [51.4526, -2.6011]});
    for path in ["/addresses?text=green", "/addresses?position=51.45,-2.6"] {
        let found = vera.get(path).await.expect(StatusCode::OK).json();
        assert_eq!(found, json!({"items": [green]}), "{path}");
    }
    let mut browser = house.browser_of("vera").await;
    let russian = [("accept-language", "ru")];
    let found = browser.go(hyper::Method::GET, "/api/v1/addresses?text=green", &russian, "").await.json();
    assert_eq!(found["items"][0]["text"], "Колледж-Грин");
    for path in
        ["/addresses", "/addresses?text=%20", "/addresses?position=91,0", "/addresses?text=a&position=1,1"]
    {
        let refused = vera.get(path).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.problem(), "malformed", "{path}");
    }
    let stranger = house.browser().get("/api/v1/addresses?text=green").await;
    assert_eq!(stranger.expect(StatusCode::UNAUTHORIZED).problem(), "not_signed_in");
    let described = vera.get("/openapi.json").await.json();
    assert!(described["paths"]["/api/v1/addresses"]["get"].is_object());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn why_an_address_cannot_be_looked_up_is_said() {
    let nobody = House::open(Engine::Sqlite).await;
    let vera = nobody.program_of("vera").await;
    let answer = vera.get("/addresses?text=green").await.expect(StatusCode::NOT_IMPLEMENTED);
    assert_eq!(answer.problem(), "not_configured");
    assert!(
        answer.json()["detail"].as_str().unwrap().contains("DAYBOOK_YANDEX_MAPS_KEY"),
        "{}",
        answer.text()
    );
    nobody.close().await;

    for (status, says, code) in [
        (403, StatusCode::NOT_IMPLEMENTED, "not_configured"),
        (429, StatusCode::TOO_MANY_REQUESTS, "too_many"),
        (400, StatusCode::BAD_GATEWAY, "unreachable"),
    ] {
        let url = nominatim(status).await;
        let house = House::open_with(Engine::Sqlite, &["--nominatim-url", &url]).await;
        let answer = house.program_of("vera").await.get("/addresses?text=green").await.expect(says);
        assert_eq!(answer.problem(), code);
        assert_ne!(answer.json()["detail"], Value::Null);
        house.close().await;
    }
}
