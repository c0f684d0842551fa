//! Files on meetings: added, read, taken away, and nothing left behind (S23).

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::client::{Answer, Program, request, send};
use crate::house::{House, invitation, new_id, on_both};

/// A meeting of Vera's with Elena.
async fn talk(house: &House) -> (String, Program, Program) {
    let (vera, elena) = (house.program_of("vera").await, house.program_of("elena").await);
    let card = vera.post("/meetings", &invitation("Talk", 25, 9, &[house.elena])).await;
    let path = format!("/meetings/{}", card.expect(StatusCode::CREATED).json()["id"].as_str().unwrap());
    (path, vera, elena)
}

async fn add(program: &Program, path: &str, name: &str, media_type: &str, content: &str) -> Answer {
    let authorization = format!("Bearer {}", program.token);
    let headers = [("authorization", authorization.as_str()), ("content-type", media_type)];
    let path = format!("/api/v1{path}/attachments?name={name}");
    send(program.addr, request(program.addr, Method::POST, &path, &headers, content)).await
}

/// Every content that is kept, and what is still coming in.
fn kept(house: &House) -> Vec<PathBuf> {
    let folder = house.data_dir().join("attachments");
    let inside =
        |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    inside(folder).filter(|path| path.is_dir()).flat_map(inside).collect()
}

on_both! {
    async fn a_file_is_added_read_and_taken_away(house: &mut House) {
        let (path, vera, elena) = talk(house).await;
        let added = add(&elena, &path, "%D0%A1%D1%87%D1%91%D1%82.txt", "text/html", "<b>5</b>").await;
        let added = added.expect(StatusCode::CREATED);
        let file = added.json();
        assert_eq!((&file["name"], &file["bytes"], &file["added_by"]), (&json!("Счёт.txt"), &json!(8), &json!(house.elena)));
        let of_file = added.header("location").trim_start_matches("/api/v1").to_owned();
        let card = vera.get(&path).await.json();
        assert_eq!((&card["attachments"][0]["id"], &card["attachments"][0]["added_by_name"]), (&file["id"], &json!("Elena Kim")));

        let read = vera.get(&of_file).await.expect(StatusCode::OK);
        assert_eq!(read.text(), "<b>5</b>");
        assert_eq!((read.header("content-type"), read.header("x-content-type-options")), ("text/html", "nosniff"));
        assert!(read.header("content-disposition").starts_with("attachment; "));
        assert_eq!(read.header("content-security-policy"), "sandbox; default-src 'none'");

        // Who may not see the meeting does not see its files; who only takes part does not take away others'.
        let gleb = house.program_of("gleb").await;
        assert_eq!(gleb.get(&of_file).await.problem(), "not_found");
        assert_eq!(add(&gleb, &path, "a", "text/plain", "a").await.problem(), "not_found");
        let of_vera = add(&vera, &path, "b", "text/plain", "b").await.expect(StatusCode::CREATED);
        let of_vera = of_vera.header("location").trim_start_matches("/api/v1").to_owned();
        assert_eq!(elena.delete(&of_vera, "\"1\"").await.problem(), "not_permitted");
        for _ in 0..2 {
            assert_eq!(vera.delete(&of_file, "\"1\"").await.status, StatusCode::NO_CONTENT);
        }
        assert_eq!(vera.get(&of_file).await.problem(), "not_found");
        let history = vera.get(&format!("{path}/history")).await.json();
        let acts: Vec<_> = history["items"].as_array().unwrap().iter().map(|told| told["acts"][0]["act"].clone()).collect();
        assert_eq!(acts, [json!("planned"), json!("attached"), json!("attached"), json!("detached")]);
    }

    /// The same content is kept once, as long as any file has it.
    async fn one_content_is_kept_once(house: &mut House) {
        let (path, vera, _) = talk(house).await;
        let one = add(&vera, &path, "one", "text/plain", "same").await.expect(StatusCode::CREATED);
        let two = add(&vera, &path, "two", "text/plain", "same").await.expect(StatusCode::CREATED);
        assert_eq!(one.json()["content"], two.json()["content"]);
        assert_eq!(kept(house).len(), 1);
        let path_of = |answer: &Answer| answer.header("location").trim_start_matches("/api/v1").to_owned();
        vera.delete(&path_of(&one), "\"1\"").await;
        assert_eq!(vera.get(&path_of(&two)).await.expect(StatusCode::OK).text(), "same");
        vera.delete(&path_of(&two), "\"1\"").await;
        assert_eq!(kept(house), [] as [PathBuf; 0]);
        // The same id again answers what is there.
        let twice = format!("third&id={}", new_id());
        let first = add(&vera, &path, &twice, "text/plain", "third").await.expect(StatusCode::CREATED).json();
        assert_eq!(add(&vera, &path, &twice, "text/plain", "other").await.expect(StatusCode::CREATED).json(), first);
        assert_eq!(kept(house).len(), 1);
    }

    /// A megabyte is the limit of this house; larger than any other request may be, and no more than that.
    async fn what_is_too_large_is_refused_and_leaves_nothing(house: &mut House) {
        let (path, vera, _) = talk(house).await;
        let large = "x".repeat(2 * 1024 * 1024);
        add(&vera, &path, "fits", "text/plain", &large).await.expect(StatusCode::CREATED);
        let larger = format!("{large}x");
        assert_eq!(add(&vera, &path, "large", "text/plain", &larger).await.problem(), "too_large");
        assert_eq!(add(&vera, &path, "", "text/plain", "x").await.json()["reasons"][0], json!({"code": "empty", "field": "name"}));
        assert_eq!(kept(house).len(), 1);
        assert_eq!(vera.get(&path).await.json()["attachments"].as_array().unwrap().len(), 1);
        let other = vera.post("/meetings", &json!({"description": large})).await;
        assert_eq!(other.problem(), "too_large");
    }

    /// Somebody goes into a tunnel half-way.
    async fn an_upload_that_is_cut_off_leaves_nothing_behind(house: &mut House) {
        let (path, vera, _) = talk(house).await;
        let mut stream = TcpStream::connect(vera.addr).await.unwrap();
        let head = format!(
            "POST /api/v1{path}/attachments?name=half HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
             content-type: text/plain\r\ncontent-length: 1000000\r\n\r\n",
            vera.addr, vera.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&[b'x'; 1000]).await.unwrap();
        let begun = async {
            while kept(house).is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), begun).await.expect("it begins to come in");
        drop(stream);
        let gone = async {
            while !kept(house).is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), gone).await.expect("it is gone");
        assert_eq!(vera.get(&path).await.json()["attachments"], Value::Array(Vec::new()));
    }
}
