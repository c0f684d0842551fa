//! Clients by REST: found, compared, with whom one meets and what came of it.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::Program;
use crate::house::{House, invitation, new_id, on_both};

/// A client that Vera looks after, with a contact.
async fn romashka(program: &Program, house: &House) -> Value {
    let client = json!({
        "name": "ООО «Ромашка»", "tax_number": "7701234567", "responsible": house.vera,
        "contact": {"name": "Ольга Ёлкина", "email": "olga@romashka.example", "phone": "+7 495 123-45-67"},
        "address": {"text": "Тверская, 1"},
    });
    program.post("/clients", &client).await.expect(StatusCode::CREATED).json()
}

fn path(client: &Value) -> String {
    format!("/clients/{}", client["id"].as_str().unwrap())
}

on_both! {
    async fn a_client_comes_with_its_first_contact_and_office(house: &mut House) {
        let vera = house.program_of("vera").await;
        let client = romashka(&vera, house).await;
        let card = vera.get(&path(&client)).await.expect(StatusCode::OK).json();
        assert_eq!(card["main_contact"], card["contacts"][0]["id"]);
        assert_eq!(card["main_address"], card["addresses"][0]["id"]);
        assert_eq!((&card["interests"], &card["individuals"], &card["met"]), (&json!([]), &json!([]), &json!({})));
        let unknown = json!({"name": "Alder", "contact": {"name": "Anna", "client": client["id"]}});
        assert_eq!(vera.post("/clients", &unknown).await.problem(), "malformed");
    }

    async fn clients_are_found_and_filtered(house: &mut House) {
        let (vera, gleb) = (house.program_of("vera").await, house.program_of("gleb").await);
        let client = romashka(&vera, house).await;
        vera.post("/clients", &json!({"name": "Alder", "archived": true})).await.expect(StatusCode::CREATED);
        let count = async |query: &str| {
            let answer = gleb.get(&format!("/clients?{query}")).await.expect(StatusCode::OK).json();
            answer["items"].as_array().unwrap().len()
        };
        for found in ["find=olga@rom", "find=84951234567", "archived=false", "unmet_weeks=4&archived=false"] {
            assert_eq!(count(found).await, 1, "{found}");
        }
        assert_eq!(count("").await, 2);
        assert_eq!(count(&format!("responsible={}", house.gleb)).await, 0);
        let listed = gleb.get("/clients?archived=false").await.json();
        assert_eq!(listed["items"][0]["contact_name"], "Ольга Ёлкина");
        assert_eq!(listed["items"][0]["responsible_name"], "Vera Belova");

        let mut meeting = invitation("Offer", 27, 9, &[]);
        meeting["client"] = client["id"].clone();
        vera.post("/meetings", &meeting).await.expect(StatusCode::CREATED);
        assert_eq!(count("unmet_weeks=4&archived=false").await, 0);
        assert_eq!(gleb.get("/clients?archived=false").await.json()["items"][0]["next"], "2026-11-27");
        assert_eq!(gleb.get(&path(&client)).await.json()["met"]["next"], "2026-11-27");
    }

    async fn what_is_alike_is_told_and_refused_on_demand(house: &mut House) {
        let vera = house.program_of("vera").await;
        let client = romashka(&vera, house).await;
        let alike = vera.get("/clients/alike?name=romashka&email=Olga@romashka.example").await;
        let alike = alike.expect(StatusCode::OK).json();
        assert_eq!(alike["items"][0]["client"]["id"], client["id"]);
        assert_eq!(alike["items"][0]["by"], json!(["email"]));
        let itself = format!("/clients/alike?phone=495%20123-45-67&except={}", client["id"].as_str().unwrap());
        assert_eq!(vera.get(&itself).await.json()["items"], json!([]));

        let mut double = json!({"id": new_id(), "name": "Ромашка, ООО", "refuse_alike": true});
        let refused = vera.post("/clients", &double).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
        let reason = json!({"code": "alike", "client": client["id"], "name": "ООО «Ромашка»", "archived": false, "by": ["name"]});
        assert_eq!(refused["reasons"], json!([reason]));
        double["refuse_alike"] = json!(false);
        vera.post("/clients", &double).await.expect(StatusCode::CREATED);
    }

    async fn the_main_contact_and_address_are_chosen(house: &mut House) {
        let vera = house.program_of("vera").await;
        let client = romashka(&vera, house).await;
        let path = path(&client);
        let boris = json!({"client": client["id"], "name": "Борис"});
        let boris = vera.post("/contacts", &boris).await.expect(StatusCode::CREATED).json();
        let chosen = vera.put(&format!("{path}/main-contact"), &json!({"contact": boris["id"]})).await;
        assert_eq!(chosen.expect(StatusCode::OK).json()["main_contact"], boris["id"]);
        let arbat = vera.post(&format!("{path}/addresses"), &json!({"text": "Арбат, 2"})).await;
        let arbat = arbat.expect(StatusCode::CREATED).json();
        let chosen = vera.put(&format!("{path}/main-address"), &json!({"address": arbat["id"]})).await;
        assert_eq!(chosen.expect(StatusCode::OK).json()["main_address"], arbat["id"]);
        let nobody = vera.put(&format!("{path}/main-contact"), &json!({"contact": new_id()})).await;
        assert_eq!(nobody.expect(StatusCode::UNPROCESSABLE_ENTITY).json()["reasons"][0]["code"], "unknown");
        let nowhere = format!("/clients/{}/main-contact", new_id());
        vera.put(&nowhere, &json!({"contact": boris["id"]})).await.expect(StatusCode::NOT_FOUND);
    }

    async fn who_has_not_seen_what_another_changed_is_refused(house: &mut House) {
        let (vera, gleb) = (house.program_of("vera").await, house.program_of("gleb").await);
        let client = romashka(&vera, house).await;
        let path = path(&client);
        let card = gleb.get(&path).await.expect(StatusCode::OK);
        let (seen, contact) = (card.header("etag").to_owned(), card.json()["contacts"][0].clone());
        let put = async |program: &Program, path: &str, seen: &str, body: &Value| {
            program.call(Method::PUT, path, &[("if-match", seen)], body).await
        };
        let kept = put(&vera, &path, &seen, &json!({"name": "Ромашка", "phone": "1"})).await;
        let now = kept.expect(StatusCode::OK).header("etag").to_owned();
        assert_ne!(now, seen);
        let late = put(&gleb, &path, &seen, &json!({"name": "Ромашка", "phone": "2"})).await;
        assert_eq!(late.expect(StatusCode::CONFLICT).problem(), "conflict");
        let of_contact = format!("/contacts/{}", contact["id"].as_str().unwrap());
        let renamed = json!({"client": client["id"], "name": "Ольга"});
        assert_eq!(put(&gleb, &of_contact, &seen, &renamed).await.problem(), "conflict");
        let card = gleb.get(&path).await.expect(StatusCode::OK);
        assert_eq!((card.header("etag"), card.json()["phone"].as_str()), (&*now, Some("1")));
        put(&gleb, &of_contact, &now, &renamed).await.expect(StatusCode::OK);
        gleb.put(&path, &json!({"name": "Ромашка", "phone": "3"})).await.expect(StatusCode::OK);
    }

    async fn the_meetings_with_a_client_are_told_to_who_may_know(house: &mut House) {
        let (vera, boris) = (house.program_of("vera").await, house.program_of("boris").await);
        let client = romashka(&vera, house).await;
        for day in [25, 26] {
            let mut meeting = invitation(&format!("On {day}"), day, 9, &[]);
            meeting["client"] = client["id"].clone();
            vera.post("/meetings", &meeting).await.expect(StatusCode::CREATED);
        }
        let to_come = format!("{}/meetings?side=to_come", path(&client));
        for program in [&vera, &boris] {
            let told = program.all(&to_come, 1).await;
            let subjects: Vec<_> = told.iter().map(|entry| entry["details"]["subject"].clone()).collect();
            assert_eq!(subjects, ["On 25", "On 26"]);
        }
        for name in ["gleb", "elena", "anna"] {
            let told = house.program_of(name).await.get(&to_come).await.expect(StatusCode::OK);
            assert_eq!(told.json()["items"], json!([]), "{name}");
        }
        assert_eq!(vera.get(&format!("{}/meetings?side=past", path(&client))).await.json()["items"], json!([]));
        assert_eq!(vera.get(&format!("{}/meetings", path(&client))).await.problem(), "malformed");
        let mut nobody = house.browser();
        nobody.get(&format!("/api/v1{to_come}")).await.expect(StatusCode::UNAUTHORIZED);
    }
}
