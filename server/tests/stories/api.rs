//! What holds for all of REST: its description, its problems, its limits.

use std::collections::BTreeSet;

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{api, request, send, try_send};
use crate::house::{Engine, House, new_id};

/// What `interfaces.md` promises of this release.
const PROMISED: [(&str, &str); 22] = [
    ("post", "/session"),
    ("get", "/meetings"),
    ("post", "/meetings"),
    ("get", "/meetings/{id}"),
    ("patch", "/meetings/{id}"),
    ("delete", "/meetings/{id}"),
    ("post", "/meetings/{id}/respond"),
    ("get", "/places"),
    ("get", "/places/occupancy"),
    ("get", "/load"),
    ("get", "/free-busy"),
    ("get", "/people"),
    ("get", "/departments"),
    ("get", "/groups"),
    ("get", "/clients"),
    ("get", "/contacts"),
    ("get", "/individuals"),
    ("get", "/kinds"),
    ("get", "/categories"),
    ("post", "/clients/{id}/addresses"),
    ("get", "/meetings/{id}/history"),
    ("delete", "/session"),
];

async fn description(house: &House) -> Value {
    api(house.addr(), Method::GET, "/openapi.json", &[], &Value::Null).await.expect(StatusCode::OK).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_lists_every_route_and_every_route_is_there() {
    let house = House::open(Engine::Sqlite).await;
    let description = description(&house).await;
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = description["paths"].as_object().unwrap();
    for (method, path) in PROMISED {
        let listed = paths.get(&format!("/api/v1{path}")).and_then(|item| item.get(method));
        assert!(listed.is_some(), "{method} {path}");
    }
    // Whoever is not signed in is told so everywhere: no route is missing, and none is open.
    let mut operations = 0;
    for (path, item) in paths {
        let path = path.strip_prefix("/api/v1").unwrap();
        let real = path.replace("{id}", &new_id()).replace("{address}", &new_id());
        for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let method: Method = method.to_uppercase().parse().unwrap();
            operations += 1;
            let answer = api(house.addr(), method.clone(), &real, &[], &json!({})).await;
            if (&method, path) == (&Method::POST, "/session") {
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "it asks for credentials");
            } else {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                assert_eq!(answer.problem(), "not_signed_in");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
        }
    }
    assert!(operations >= 40, "{operations}");
    house.close().await;
}

/// A program that is generated from the description finds everything it points to.
#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_whole() {
    let house = House::open(Engine::Sqlite).await;
    let description = description(&house).await;
    let mut pointed_to = BTreeSet::new();
    collect_references(&description, &mut pointed_to);
    assert!(pointed_to.len() > 30);
    for pointer in pointed_to {
        assert!(description.pointer(pointer.trim_start_matches('#')).is_some(), "{pointer}");
    }
    let mut ids = BTreeSet::new();
    for item in description["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values().filter(|operation| operation.is_object()) {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(ids.insert(id.clone()), "{id} is there twice");
            assert!(operation["responses"].get("default").is_some(), "{id} tells no problems");
        }
    }
    house.close().await;
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                found.insert(reference.to_owned());
            }
            members.values().for_each(|member| collect_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_understood_is_a_problem_of_its_own() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.program_of("vera").await;
    let problem = async |method: Method, path: &str, content_type: &str, body: &str| {
        let authorization = format!("Bearer {}", vera.token);
        let headers = [("authorization", authorization.as_str()), ("content-type", content_type)];
        let answer = send(house.addr(), request(house.addr(), method, path, &headers, body)).await;
        (answer.status.as_u16(), answer.problem())
    };
    let json = "application/json";
    let cases = [
        (Method::POST, "/api/v1/meetings", json, "{", (422, "malformed")),
        (Method::POST, "/api/v1/meetings", json, "7", (422, "malformed")),
        (Method::POST, "/api/v1/meetings", json, "{\"subject\": 7}", (422, "malformed")),
        (Method::POST, "/api/v1/meetings", json, "{\"subjekt\": \"x\"}", (422, "malformed")),
        (Method::POST, "/api/v1/meetings", "text/plain", "{}", (415, "unsupported_media_type")),
        (Method::GET, "/api/v1/meetings/not-an-id", json, "", (422, "malformed")),
        (Method::GET, "/api/v1/meetings", json, "", (422, "malformed")),
        (Method::GET, "/api/v1/meetings?from=yesterday&to=today", json, "", (422, "malformed")),
        (
            Method::GET,
            "/api/v1/meetings?from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z",
            json,
            "",
            (422, "malformed"),
        ),
        (
            Method::GET,
            "/api/v1/meetings?from=2016-11-25T00:00:00Z&to=2026-11-24T00:00:00Z",
            json,
            "",
            (422, "malformed"),
        ),
        (Method::GET, "/api/v1/places/occupancy?day=2026-02-30", json, "", (422, "malformed")),
        (Method::GET, "/api/v1/places?limit=many", json, "", (422, "malformed")),
        (
            Method::GET,
            "/api/v1/free-busy?people=x&from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z",
            json,
            "",
            (422, "malformed"),
        ),
        (Method::PUT, "/api/v1/meetings", json, "{}", (405, "method_not_allowed")),
        (Method::GET, "/api/v1/nothing", json, "", (404, "not_found")),
        (Method::POST, "/api/v1/meetings/x/y/z", json, "{}", (404, "not_found")),
    ];
    for (method, path, content_type, body, expected) in cases {
        let told = problem(method.clone(), path, content_type, body).await;
        assert_eq!((told.0, told.1.as_str()), expected, "{method} {path} {body}");
    }
    house.close().await;
}

/// An instant may be written with an offset, whose plus means a space in a query.
#[tokio::test(flavor = "multi_thread")]
async fn an_offset_in_a_query_is_understood() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.program_of("vera").await;
    for plus in ["+", "%2B"] {
        let range =
            format!("/meetings?from=2026-11-25T00:00:00{plus}03:00&to=2026-11-26T00:00:00{plus}03:00");
        vera.get(&range).await.expect(StatusCode::OK);
    }
    house.close().await;
}

/// Before it is read, and also when its length is not said.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.program_of("vera").await;
    let large = json!({"subject": "x", "description": "x".repeat(2 * 1024 * 1024)});
    let answer = vera.post("/meetings", &large).await;
    assert_eq!(answer.expect(StatusCode::PAYLOAD_TOO_LARGE).problem(), "too_large");

    // In chunks: the server may close the line while it is still being sent.
    let authorization = format!("Bearer {}", vera.token);
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
        ("transfer-encoding", "chunked"),
    ];
    let request = request(house.addr(), Method::POST, "/api/v1/meetings", &headers, &large.to_string());
    if let Ok(answer) = try_send(house.addr(), request).await {
        assert_eq!(answer.expect(StatusCode::PAYLOAD_TOO_LARGE).problem(), "too_large");
    }
    assert_eq!(house.browser().get("/healthz").await.status, StatusCode::OK);
    house.close().await;
}

/// What nobody foresaw names the request, and tells nothing of the database.
#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_the_database_is_told_without_its_words() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.program_of("vera").await;
    house.store.close().await;
    let answer = vera.get("/places").await.expect(StatusCode::INTERNAL_SERVER_ERROR);
    let problem = answer.json();
    assert_eq!((&problem["code"], problem["detail"].as_str()), (&json!("broken"), None));
    assert_eq!(problem["request"], answer.header("x-request-id"));
    for word in ["sql", "pool", "closed", "database"] {
        assert!(!answer.text().to_lowercase().contains(word), "{}", answer.text());
    }
    house.close().await;
}
