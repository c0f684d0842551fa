//! People, rooms, clients and kinds by REST.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::client::Program;
use crate::house::{House, new_id, on_both};

/// Creates a thing under an id of one's own, twice, and replaces it.
async fn keep(program: &Program, noun: &str, fields: Value, change: Value) -> Value {
    let id = new_id();
    let mut wanted = fields.clone();
    wanted["id"] = json!(id);
    let created = program.post(&format!("/{noun}"), &wanted).await.expect(StatusCode::CREATED);
    assert_eq!(created.header("location"), format!("/api/v1/{noun}/{id}"));
    assert_eq!(created.json()["id"], json!(id));
    let again = program.post(&format!("/{noun}"), &wanted).await.expect(StatusCode::CREATED);
    assert_eq!(again.json(), created.json());
    let mut changed = fields;
    for (field, value) in change.as_object().unwrap() {
        changed[field] = value.clone();
    }
    let path = format!("/{noun}/{id}");
    let replaced = program.put(&path, &changed).await.expect(StatusCode::OK).json();
    for (field, value) in change.as_object().unwrap() {
        assert_eq!(&replaced[field], value, "{noun} {field}");
    }
    let mut of_another = changed;
    of_another["id"] = json!(new_id());
    assert_eq!(program.put(&path, &of_another).await.problem(), "malformed");
    if noun.contains('/') {
        return replaced;
    }
    let listed = program.all(&format!("/{noun}"), 2).await;
    let found: Vec<_> = listed.iter().filter(|item| item["id"] == json!(id)).collect();
    assert_eq!(found, [&replaced], "{noun}");
    replaced
}

on_both! {
    async fn an_administrator_keeps_the_organisation(house: &mut House) {
        let anna = house.program_of("anna").await;
        let room = json!({"name": "Green room", "capacity": 4});
        keep(&anna, "places", room, json!({"equipment": ["projector"], "archived": true})).await;
        let department = json!({"name": "Engineering"});
        keep(&anna, "departments", department, json!({"head": house.elena})).await;
        keep(&anna, "groups", json!({"name": "Fair"}), json!({"members": [house.vera, house.elena]})).await;
        let person = json!({"name": "Dina Ivanova", "email": "dina@example.org"});
        keep(&anna, "people", person, json!({"position": "Buyer", "phone": "+7 495 000"})).await;
        let kind = json!({"name": "Site visit", "event_type": "external", "default_minutes": 90,
            "checklist": [{"text": "Route agreed", "mandatory": true}]});
        let kind = keep(&anna, "kinds", kind, json!({"points": 5})).await;
        assert_eq!(kind["checklist"][0]["mandatory"], true);
        let grade = json!({"name": "Grade", "form": {"type": "choice", "options": ["Gold", "Silver"]}});
        keep(&anna, "attributes", grade, json!({"required": true, "kinds": [kind["id"]]})).await;
        keep(&anna, "categories", json!({"name": "Travel", "color": 30}), json!({"color": 200})).await;
    }

    async fn everybody_keeps_clients(house: &mut House) {
        let vera = house.program_of("vera").await;
        let client = keep(&vera, "clients", json!({"name": "ООО «Ромашка»"}), json!({"tax_number": "7701234567"})).await;
        let contact = json!({"client": client["id"], "name": "Ольга Ёлкина"});
        let contact = keep(&vera, "contacts", contact, json!({"email": "olga@romashka.example"})).await;
        let offices = format!("clients/{}/addresses", client["id"].as_str().unwrap());
        keep(&vera, &offices, json!({"text": "Тверская, 1"}), json!({"position": [55.757, 37.615]})).await;
        let interests = format!("clients/{}/interests", client["id"].as_str().unwrap());
        keep(&vera, &interests, json!({"name": "Spring order"}), json!({"archived": true})).await;
        keep(&vera, "individuals", json!({"name": "Иван Кузнецов"}), json!({"phone": "+7 900"})).await;
        let main = json!({"name": "ООО «Ромашка»", "main_contact": contact["id"]});
        let path = format!("/clients/{}", client["id"].as_str().unwrap());
        vera.put(&path, &main).await.expect(StatusCode::OK);
        let card = vera.get(&path).await.expect(StatusCode::OK).json();
        assert_eq!((&card["main_contact"], &card["contacts"][0]["name"]), (&contact["id"], &json!("Ольга Ёлкина")));
        assert_eq!(card["addresses"][0]["text"], "Тверская, 1");
        let found = vera.get("/clients?find=%D1%80%D0%BE%D0%BC%D0%B0%D1%88").await.json();
        assert_eq!(found["items"][0]["id"], client["id"]);

        // Choosing the client fills the contact, who takes part.
        let meeting = json!({"subject": "Offer", "start": "2026-11-25T09:00:00Z", "end": "2026-11-25T10:00:00Z", "client": client["id"]});
        let meeting = vera.post("/meetings", &meeting).await.expect(StatusCode::CREATED).json();
        assert_eq!(meeting["contact"]["name"], "Ольга Ёлкина");
        assert_eq!(meeting["participants"].as_array().unwrap().len(), 2);
    }

    async fn a_meeting_says_what_it_is_asked(house: &mut House) {
        let (anna, vera) = (house.program_of("anna").await, house.program_of("vera").await);
        let budget = json!({"name": "Budget", "form": {"type": "number"}});
        let budget = anna.post("/attributes", &budget).await.expect(StatusCode::CREATED).json();
        let id = budget["id"].as_str().unwrap();
        let meeting = |attributes: Value| json!({"subject": "Offer", "start": "2026-11-25T09:00:00Z",
            "end": "2026-11-25T10:00:00Z", "attributes": attributes});
        let text = json!({id: {"type": "text", "value": "much"}});
        let problem = vera.post("/meetings", &meeting(text)).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(problem["reasons"][0], json!({"code": "attribute", "attribute": id, "name": "Budget", "wrong": "malformed"}));
        let number = |number: f64| json!({id: {"type": "number", "value": number}});
        let planned = vera.post("/meetings", &meeting(number(12.5))).await.expect(StatusCode::CREATED);
        assert_eq!(planned.json()["attributes"], number(12.5));
        let path = format!("/meetings/{}", planned.json()["id"].as_str().unwrap());
        let patch = |version: Value, attributes: Value| {
            let (vera, path) = (&vera, &path);
            let fields = json!({"attributes": attributes});
            async move { vera.patch(path, &format!("\"{version}\""), &fields).await.expect(StatusCode::OK).json() }
        };
        let changed = patch(planned.json()["version"].clone(), number(20.0)).await;
        assert_eq!(changed["attributes"], number(20.0));
        let gone = patch(changed["version"].clone(), json!({id: null})).await;
        assert_eq!(gone["attributes"], json!({}));
    }

    async fn only_administrators_keep_the_organisation(house: &mut House) {
        let vera = house.program_of("vera").await;
        let attempts = [
            ("/places", json!({"name": "Mine", "capacity": 1})),
            ("/departments", json!({"name": "Mine"})),
            ("/groups", json!({"name": "Mine"})),
            ("/people", json!({"name": "Mine", "email": "mine@example.org"})),
            ("/people", json!({"name": "Mine", "email": "mine@example.org", "password": "a long password"})),
            ("/kinds", json!({"name": "Mine", "event_type": "other", "default_minutes": 10})),
            ("/categories", json!({"name": "Mine", "color": 10})),
            ("/attributes", json!({"name": "Mine", "form": {"type": "text"}})),
        ];
        for (path, fields) in attempts {
            let answer = vera.post(path, &fields).await.expect(StatusCode::FORBIDDEN);
            assert_eq!(answer.problem(), "not_permitted", "{path}");
        }
        let herself = json!({"name": "Vera Belova", "email": "vera@example.org", "role": "administrator"});
        assert_eq!(vera.put(&format!("/people/{}", house.vera), &herself).await.problem(), "not_permitted");
    }

    async fn a_new_user_signs_in_by_the_password_that_was_given(house: &mut House) {
        let anna = house.program_of("anna").await;
        let dina = json!({"name": "Dina Ivanova", "email": "dina@example.org", "password": "a password of hers"});
        let created = anna.post("/people", &dina).await.expect(StatusCode::CREATED);
        assert!(!created.text().contains("a password of hers"));
        let mut browser = house.browser();
        assert_eq!(browser.sign_in("dina@example.org", "a password of hers").await.leads_to(), "/");
        let same_address = anna.post("/people", &json!({"name": "Other", "email": "DINA@example.org"})).await;
        let problem = same_address.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(problem["reasons"], json!([{"code": "duplicate", "field": "email"}]));
        let short = json!({"name": "Short", "email": "short@example.org", "password": "short"});
        assert_eq!(anna.post("/people", &short).await.json()["reasons"][0]["code"], "password_too_short");
        let last = json!({"name": "Anna Petrova", "email": "anna@example.org", "role": "member"});
        let refused = anna.put(&format!("/people/{}", house.anna), &last).await;
        assert_eq!(refused.json()["reasons"][0]["code"], "last_administrator");
    }

    /// A list in parts is the list, and finding goes by the beginnings of words.
    async fn lists_come_in_parts(house: &mut House) {
        let anna = house.program_of("anna").await;
        for number in 0..12 {
            let room = json!({"name": format!("Room {number:02}"), "capacity": 2});
            anna.post("/places", &room).await.expect(StatusCode::CREATED);
            let client = json!({"name": format!("Client {number:02}")});
            anna.post("/clients", &client).await.expect(StatusCode::CREATED);
        }
        for (path, count) in [("/places", 13), ("/clients", 12), ("/people", 5), ("/people?find=bel", 1)] {
            let whole = anna.all(path, 500).await;
            assert_eq!(whole.len(), count, "{path}");
            for limit in [1, 4, 12] {
                assert_eq!(anna.all(path, limit).await, whole, "{path} by {limit}");
            }
        }
    }
}
