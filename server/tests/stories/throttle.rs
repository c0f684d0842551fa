//! Slowing down whoever tries passwords.

use chrono::TimeDelta;
use hyper::{Method, StatusCode};
use serde_json::json;

use crate::client::{Browser, api};
use crate::house::{Engine, House, PASSWORD, after, on_both};

on_both! {
    /// The right password waits too, so that nobody learns from the answer that it was right.
    async fn after_five_failures_an_account_waits(house: &mut House) {
        let mut vera = house.browser();
        for _ in 0..5 {
            vera.sign_in("vera@example.org", "a guess").await;
        }
        assert_eq!(vera.sign_in("vera@example.org", PASSWORD).await.leads_to(), "/sign-in?refused=too_many");
        let credentials = json!({"email": "Vera@Example.org", "password": PASSWORD});
        let answer = api(house.addr(), Method::POST, "/session", &[], &credentials).await;
        let answer = answer.expect(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("too_many", "60"));
        assert_eq!(house.browser().sign_in("gleb@example.org", PASSWORD).await.leads_to(), "/");

        // Another process, or this one after a restart, has not forgotten it.
        let mut again = Browser::at(house.serve(&[], after(TimeDelta::seconds(10))).await);
        assert_eq!(again.sign_in("vera@example.org", PASSWORD).await.leads_to(), "/sign-in?refused=too_many");
        let mut later = Browser::at(house.serve(&[], after(TimeDelta::minutes(2))).await);
        assert_eq!(later.sign_in("vera@example.org", PASSWORD).await.leads_to(), "/");
    }
}

/// An account that does not exist waits like one that does.
#[tokio::test(flavor = "multi_thread")]
async fn waiting_does_not_tell_whether_an_account_exists() {
    let house = House::open(Engine::Sqlite).await;
    for email in ["vera@example.org", "nobody@example.org"] {
        let mut browser = house.browser();
        let mut answers = Vec::new();
        for _ in 0..7 {
            answers.push(browser.sign_in(email, "a guess").await.leads_to().to_owned());
        }
        assert!(answers[..5].iter().all(|to| to == "/sign-in?refused=wrong_credentials"), "{answers:?}");
        assert!(answers[5..].iter().all(|to| to == "/sign-in?refused=too_many"), "{answers:?}");
    }
    house.close().await;
}

/// A hundred at once are no way around the count.
#[tokio::test(flavor = "multi_thread")]
async fn attempts_at_the_same_time_are_counted_too() {
    let house = House::open(Engine::Sqlite).await;
    let guesses = (0..40).map(|_| {
        let mut browser = house.browser();
        async move { browser.sign_in("vera@example.org", "a guess").await.leads_to().to_owned() }
    });
    let answers = futures::future::join_all(guesses).await;
    let tried = answers.iter().filter(|to| to.ends_with("wrong_credentials")).count();
    assert_eq!(tried, 5, "{answers:?}");
    house.close().await;
}

/// Many people who sign in at the same time, or one with many programs, do not disturb each other.
#[tokio::test(flavor = "multi_thread")]
async fn signing_in_often_is_no_failure() {
    let house = House::open(Engine::Sqlite).await;
    let sign_ins = (0..20).map(|_| {
        let mut browser = house.browser();
        async move { browser.sign_in("vera@example.org", PASSWORD).await.leads_to().to_owned() }
    });
    for to in futures::future::join_all(sign_ins).await {
        assert_eq!(to, "/");
    }
    house.close().await;
}

/// One who tries a password on everybody is slowed down by address, and others are not.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_waits_after_failures_with_many_accounts() {
    let house = House::open(Engine::Sqlite).await;
    let from = async |address: &str, email: &str, password: &str| {
        let headers = [("x-forwarded-for", address)];
        let credentials = json!({"email": email, "password": password});
        api(house.addr(), Method::POST, "/session", &headers, &credentials).await.status
    };
    for number in 0..30 {
        let status = from("203.0.113.7", &format!("guess{number}@example.org"), "a guess").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(from("203.0.113.7", "vera@example.org", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    // What the client itself claims before the proxy adds its address changes nothing.
    let claimed = from("198.51.100.1, 203.0.113.7", "vera@example.org", PASSWORD).await;
    assert_eq!(claimed, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("203.0.113.8", "vera@example.org", PASSWORD).await, StatusCode::OK);
    house.close().await;
}

/// The store learns neither who was tried nor from where.
#[tokio::test(flavor = "multi_thread")]
async fn failures_are_kept_without_names() {
    let house = House::open(Engine::Sqlite).await;
    house.browser().sign_in("somebody.tried@example.org", "a guess").await;
    let mut kept = Vec::new();
    for file in std::fs::read_dir(house.database.folder()).unwrap() {
        kept.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |needle: &[u8]| kept.windows(needle.len()).any(|window| window == needle);
    assert!(!holds(b"somebody.tried") && !holds(b"127.0.0.1"));
    house.close().await;
}
