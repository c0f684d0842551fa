//! Changing a password.

use hyper::StatusCode;
use serde_json::json;

use crate::house::{Engine, House, PASSWORD, on_both};

const NEW: &str = "another password";

on_both! {
    async fn another_password_ends_the_other_sessions(house: &mut House) {
        let mut vera = house.browser_of("vera").await;
        let mut tablet = house.browser_of("vera").await;
        let script = house.program_of("vera").await;
        let answer = vera.submit("/password", &[("present", PASSWORD), ("new", NEW)]).await;
        assert_eq!(answer.leads_to(), "/settings?done=password");
        assert!(vera.is_signed_in().await);
        assert!(!tablet.is_signed_in().await);
        assert_eq!(script.get("/session").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(tablet.sign_in("vera@example.org", PASSWORD).await.leads_to(), "/sign-in?refused=wrong_credentials");
        assert_eq!(tablet.sign_in("vera@example.org", NEW).await.leads_to(), "/");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_present_password_has_to_be_known_and_the_new_one_long_enough() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let answer = vera.submit("/password", &[("present", "not hers"), ("new", NEW)]).await;
    assert_eq!(answer.leads_to(), "/settings?refused=wrong_password");
    let answer = vera.submit("/password", &[("present", PASSWORD), ("new", "short")]).await;
    assert_eq!(answer.leads_to(), "/settings?refused=password_too_short");
    assert_eq!(house.browser().sign_in("vera@example.org", PASSWORD).await.leads_to(), "/");
    house.close().await;
}

/// Whoever finds an open browser does not find out the password by trying.
#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_present_password_is_slowed_down() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    for _ in 0..5 {
        let answer = vera.submit("/password", &[("present", "a guess"), ("new", NEW)]).await;
        assert_eq!(answer.leads_to(), "/settings?refused=wrong_password");
    }
    let answer = vera.submit("/password", &[("present", PASSWORD), ("new", NEW)]).await;
    assert_eq!(answer.leads_to(), "/settings?refused=too_many");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_a_password_without_being_signed_in() {
    let house = House::open(Engine::Sqlite).await;
    let answer = house.browser().submit("/password", &[("present", PASSWORD), ("new", NEW)]).await;
    assert_eq!(answer.leads_to(), "/sign-in?to=/settings&refused=not_signed_in");
    house.close().await;
}

/// For somebody who forgot theirs. Only an administrator does it.
#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sets_a_password() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let body = json!({"name": "Vera Belova", "email": "vera@example.org", "password": NEW});
    let path = format!("/people/{}", house.vera);
    let refused = house.program_of("gleb").await.put(&path, &body).await;
    assert_eq!(refused.expect(StatusCode::FORBIDDEN).problem(), "not_permitted");
    let answer = house.program_of("anna").await.put(&path, &body).await.expect(StatusCode::OK);
    assert!(!answer.text().contains(NEW));
    assert!(!vera.is_signed_in().await);
    assert_eq!(vera.sign_in("vera@example.org", NEW).await.leads_to(), "/");
    house.close().await;
}
