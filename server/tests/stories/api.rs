//! What holds for all of REST: its description, its problems, its limits.

use std::collections::BTreeSet;

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Program, api, request, send, try_send};
use crate::house::{Engine, House, PASSWORD, moment, new_id};

/// What `interfaces.md` promises of this release.
const PROMISED: [(&str, &str); 28] = [
    ("post", "/session"),
    ("get", "/meetings"),
    ("post", "/meetings"),
    ("get", "/meetings/{id}"),
    ("patch", "/meetings/{id}"),
    ("delete", "/meetings/{id}"),
    ("post", "/meetings/{id}/respond"),
    ("post", "/meetings/{id}/start"),
    ("post", "/meetings/{id}/close"),
    ("post", "/meetings/{id}/cancel"),
    ("post", "/meetings/{id}/reopen"),
    ("put", "/meetings/{id}/checklist/{item}"),
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
    ("post", "/meetings/preview"),
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

/// Every list and every card is what the description says it is.
#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_described() {
    let house = House::empty(&[]).await;
    crate::sessions::fill_with_demo(&house).await;
    let description = description(&house).await;
    let hash = server::Hashing::default().hash(PASSWORD).await.unwrap();
    let admin = house.store.credential("admin@demo.example").await.unwrap().unwrap().person;
    house.store.set_password_hash(admin, &hash, moment()).await.unwrap();
    let admin = Program::sign_in(house.addr(), "admin@demo.example", PASSWORD).await;
    let whole_year = "from=2026-06-01T00:00:00Z&to=2027-06-01T00:00:00Z";
    let people = admin.all("/people", 500).await;
    let everybody = people.iter().map(|person| person["id"].as_str().unwrap()).collect::<Vec<_>>().join(",");
    let mut asked = vec![
        ("/session", "/session".to_owned()),
        ("/load", "/load?day=2026-11-24".to_owned()),
        ("/places/occupancy", "/places/occupancy?day=2026-11-24".to_owned()),
        ("/ways", "/ways?from=51.4545,-2.5879&to=51.3811,-2.359".to_owned()),
        ("/free-busy", format!("/free-busy?people={everybody}&{whole_year}")),
    ];
    for list in [
        "/people",
        "/departments",
        "/groups",
        "/individuals",
        "/clients",
        "/contacts",
        "/kinds",
        "/categories",
        "/places",
    ] {
        asked.push((list, list.to_owned()));
    }
    for person in &people {
        let person = person["id"].as_str().unwrap();
        asked.push(("/people/{id}", format!("/people/{person}")));
        asked.push(("/meetings", format!("/meetings?{whole_year}&person={person}")));
    }
    for client in admin.all("/clients", 500).await {
        asked.push(("/clients/{id}", format!("/clients/{}", client["id"].as_str().unwrap())));
    }
    let meeting = admin.post("/meetings", &crate::house::meeting("Described", 25, 9)).await.json();
    let meeting = format!("/meetings/{}", meeting["id"].as_str().unwrap());
    asked.push(("/meetings/{id}", meeting.clone()));
    asked.push(("/meetings/{id}/history", format!("{meeting}/history")));
    let mut team = crate::house::meeting("Team", 26, 9);
    team["recurrence"] = json!("FREQ=WEEKLY;COUNT=3");
    let series = admin.post("/meetings", &team).await.expect(StatusCode::CREATED).json();
    asked.push(("/meetings/{id}", format!("/meetings/{}", series["id"].as_str().unwrap())));
    asked.push(("/meetings/{id}/history", format!("/meetings/{}/history", series["id"].as_str().unwrap())));
    let preview = admin.post("/meetings/preview", &team).await.expect(StatusCode::OK).json();
    let described = &description["components"]["schemas"]["Preview"];
    agrees(&description, described, &preview).unwrap();
    for (path, address) in asked {
        let answer = admin.get(&address).await.expect(StatusCode::OK).json();
        let pointer = format!(
            "/paths/~1api~1v1{}/get/responses/200/content/application~1json/schema",
            path.replace('/', "~1")
        );
        let schema = description.pointer(&pointer).unwrap_or_else(|| panic!("{pointer}"));
        if let Err(difference) = agrees(&description, schema, &answer) {
            panic!("{address}: {difference}");
        }
    }
    let refused = admin.post("/meetings", &json!({})).await.json();
    let problem = &description["components"]["schemas"]["Problem"];
    agrees(&description, problem, &refused).unwrap();
    house.close().await;
}

/// Whether a value is what a schema says (of JSON Schema as much as the description uses).
fn agrees(description: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return agrees(description, description.pointer(reference.trim_start_matches('#')).unwrap(), value);
    }
    if let Some(all) = schema["allOf"].as_array() {
        all.iter().try_for_each(|each| agrees(description, each, value))?;
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let differences: Vec<_> =
                choices.iter().map_while(|each| agrees(description, each, value).err()).collect();
            if differences.len() == choices.len() {
                return Err(format!("{value} is none of {differences:?}"));
            }
        }
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        return Err(format!("{value} is none of {values:?}"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |r#type: &&str| match *r#type {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    if !types.is_empty() && !types.iter().any(is) {
        return Err(format!("{value} is no {types:?}"));
    }
    if let Some(text) = value.as_str() {
        let well_formed = match schema["format"].as_str() {
            Some("uuid") => text.parse::<uuid::Uuid>().is_ok(),
            Some("date-time") => text.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
            Some("date") => text.parse::<chrono::NaiveDate>().is_ok(),
            _ => true,
        };
        if !well_formed {
            return Err(format!("{value} is no {}", schema["format"]));
        }
    }
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
        items.iter().try_for_each(|item| agrees(description, schema, item))?;
    }
    if let Some(members) = value.as_object() {
        for required in schema["required"].as_array().into_iter().flatten() {
            if !members.contains_key(required.as_str().unwrap()) {
                return Err(format!("{required} is missing in {value}"));
            }
        }
        for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(member) = members.get(name) {
                agrees(description, schema, member).map_err(|difference| format!("{name}: {difference}"))?;
            }
        }
    }
    Ok(())
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
        (Method::GET, "/api/v1/ways?from=51.45,-2.59&to=north", json, "", (422, "malformed")),
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
