//! What another site makes a browser send is refused.

use hyper::{Method, StatusCode};

use crate::client::{Browser, Live, Program};
use crate::house::{Engine, House, PASSWORD};

/// How a browser says that a request comes from another site.
const FOREIGN: [&[(&str, &str)]; 4] = [
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    // A page on another port, or another host of the same domain.
    &[("sec-fetch-site", "same-site")],
];

#[tokio::test(flavor = "multi_thread")]
async fn every_request_that_changes_something_is_refused_to_another_site() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let requests = [
        (Method::POST, "/sign-in", "application/x-www-form-urlencoded"),
        (Method::POST, "/demo-sign-in", "application/x-www-form-urlencoded"),
        (Method::POST, "/first-administrator", "application/x-www-form-urlencoded"),
        (Method::POST, "/sign-out", "application/x-www-form-urlencoded"),
        (Method::POST, "/sign-out-everywhere", "application/x-www-form-urlencoded"),
        (Method::POST, "/password", "application/x-www-form-urlencoded"),
        (Method::POST, "/preferences", "application/x-www-form-urlencoded"),
        // A server function, as a plain form can call it too.
        (Method::POST, "/fn/invitations", "application/x-www-form-urlencoded"),
        (Method::POST, "/fn/invitations", "application/json"),
        (Method::POST, "/api/v1/session", "text/plain"),
        (Method::DELETE, "/api/v1/session", "text/plain"),
        (Method::POST, "/api/v1/meetings", "application/json"),
        (Method::PATCH, "/api/v1/meetings/019a0000-0000-7000-8000-000000000001", "application/json"),
    ];
    for foreign in FOREIGN {
        for (method, path, content_type) in &requests {
            let headers = [foreign, &[("content-type", content_type)]].concat();
            let answer = vera.go(method.clone(), path, &headers, "{}").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} {foreign:?}");
            assert_eq!(answer.problem(), "cross_site");
        }
    }
    assert!(vera.is_signed_in().await);
    house.close().await;
}

/// A page of this site may do what a page of another may not.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_requests_from_this_site_are_answered() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer = vera.go(Method::POST, "/fn/invitations", &headers, "{}").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    // A link on another site leads here as ever.
    let answer =
        vera.go(Method::GET, "/", &[("sec-fetch-site", "cross-site"), ("accept", "text/html")], "").await;
    assert_eq!(answer.status, StatusCode::OK);
    house.close().await;
}

/// A socket begins with a GET, which browsers let every site send, cookies included.
#[tokio::test(flavor = "multi_thread")]
async fn another_site_opens_no_socket() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.browser_of("vera").await;
    let cookie = vera.cookie_header();
    for foreign in FOREIGN {
        let headers = [foreign, &[("cookie", cookie.as_str())]].concat();
        assert_eq!(
            Live::connect(house.addr(), &headers).await.err(),
            Some(StatusCode::FORBIDDEN),
            "{foreign:?}"
        );
    }
    let origin = format!("http://{}", house.addr());
    assert!(Live::connect(house.addr(), &[("cookie", &cookie), ("origin", &origin)]).await.is_ok());
    house.close().await;
}

/// Another name that was made to point to this machine is another site.
#[tokio::test(flavor = "multi_thread")]
async fn a_rebound_name_is_another_site() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    let host = format!("rebound.example:{}", house.addr().port());
    let origin = format!("http://{host}");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", origin.as_str()),
        ("x-forwarded-host", host.as_str()),
    ];
    let answer = browser.go(Method::POST, "/sign-in", &headers, "email=a&password=b").await;
    assert_eq!(answer.problem(), "cross_site");
    house.close().await;
}

/// Programs that show a token, and no cookie, need no site.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_with_a_token_comes_from_no_site() {
    let house = House::open(Engine::Sqlite).await;
    let vera: Program = house.program_of("vera").await;
    let headers = [("origin", "https://calendar-tool.example")];
    let answer = vera.call(Method::DELETE, "/session", &headers, &serde_json::Value::Null).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    // But a token does not excuse a cookie that comes along.
    let mut browser: Browser = house.browser_of("vera").await;
    let headers = [("origin", "https://evil.example"), ("authorization", "Bearer 00")];
    assert_eq!(browser.go(Method::POST, "/sign-out", &headers, "").await.problem(), "cross_site");
    assert_eq!(browser.sign_in("vera@example.org", PASSWORD).await.leads_to(), "/");
    house.close().await;
}
