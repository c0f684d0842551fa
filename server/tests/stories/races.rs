//! A room is booked once, however many want it at the same moment (D1).

use futures::future::join_all;
use hyper::StatusCode;
use serde_json::json;

use crate::house::{House, new_id, on_both};

const CLIENTS: usize = 20;
const ROUNDS: u32 = 30;

on_both! {
    async fn of_twenty_who_want_a_room_at_once_one_gets_it(house: &mut House) {
        let names = ["anna", "boris", "vera", "gleb", "elena"];
        let mut clients = Vec::new();
        for number in 0..CLIENTS {
            clients.push(house.program_of(names[number % names.len()]).await);
        }
        let room = house.blue_room;
        for round in 0..ROUNDS {
            let (day, hour) = (1 + round / 10, 8 + round % 10);
            let at = |minute: u32| format!("2026-12-{day:02}T{hour:02}:{minute:02}:00Z");
            let attempts = clients.iter().map(|client| {
                let wanted = json!({
                    "id": new_id(), "subject": "Everybody wants it", "place": room, "start": at(0), "end": at(50),
                });
                async move { client.post("/meetings", &wanted).await }
            });
            let answers = join_all(attempts).await;
            let (won, lost): (Vec<_>, Vec<_>) =
                answers.iter().partition(|answer| answer.status == StatusCode::CREATED);
            assert_eq!((won.len(), lost.len()), (1, CLIENTS - 1), "round {round}");
            let booked = won[0].json()["id"].clone();
            for answer in lost {
                assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
                let problem = answer.json();
                assert_eq!(problem["code"], "place_taken");
                assert_eq!(problem["reasons"][0]["place"], json!(room));
                assert_eq!(problem["reasons"][0]["collision"]["meeting"], booked);
                assert_eq!(problem["reasons"][0]["collision"]["subject"], "Everybody wants it");
            }
        }
        let booked = clients[0].get("/places/occupancy?day=2026-12-01").await.json();
        assert_eq!(booked["items"].as_array().unwrap().len(), 10);
    }
}
