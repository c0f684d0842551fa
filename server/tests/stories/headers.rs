//! What browsers are told to refuse.

use hyper::{Method, StatusCode};

use crate::house::{Engine, House};

const EVERYWHERE: [&str; 8] = [
    "/",
    "/sign-in",
    "/api/v1/session",
    "/api/v1/openapi.json",
    "/nothing/here",
    "/healthz",
    "/live",
    "/fn/nothing",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_says_what_to_refuse() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    for path in EVERYWHERE {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{path}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_https_browsers_keep_to_https() {
    let house = House::open_with(Engine::Sqlite, &["--base-url", "https://daybook.example.org"]).await;
    let answer = house.browser().get("/sign-in").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    house.close().await;
}

/// A page runs only scripts that carry its nonce, and each page has another one.
#[tokio::test(flavor = "multi_thread")]
async fn no_script_runs_without_the_nonce_of_its_page() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let mut nonces = Vec::new();
    for path in ["/", "/", "/settings", "/calendar/week/2026-11-23", "/meetings/new"] {
        let answer = vera.get(path).await.expect(StatusCode::OK);
        let policy = answer.header("content-security-policy").to_owned();
        let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap();
        let nonce = scripts.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        assert!(scripts.contains("'wasm-unsafe-eval'") && !scripts.contains("'unsafe-inline'"), "{scripts}");
        assert!(!scripts.contains("'unsafe-eval'"), "{scripts}");
        assert!(policy.contains("style-src 'self';"), "{policy}");

        let page = answer.text();
        let carries = format!("nonce=\"{nonce}\"");
        let scripts: Vec<_> = page.match_indices("<script").collect();
        assert!(!scripts.is_empty());
        for (at, _) in scripts {
            let tag = &page[at..at + page[at..].find('>').unwrap()];
            assert!(tag.contains(&carries), "{path}: {tag}");
        }
        assert!(!page.contains("<style"), "{path}");
        for handler in [" onclick=", " onload=", " onerror=", " onsubmit=", "javascript:"] {
            assert!(!page.contains(handler), "{path}: {handler}");
        }
        nonces.push(nonce.to_owned());
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 5);
    house.close().await;
}

/// Browsers fetch pictures from here and, where maps are made of them, from that one origin.
#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_of_a_map_come_from_the_one_origin_that_is_configured() {
    let pictures = |policy: &str| {
        policy.split(';').map(str::trim).find(|part| part.starts_with("img-src")).unwrap().to_owned()
    };
    let house = House::open(Engine::Sqlite).await;
    let page = house.browser_of("vera").await.get("/calendar/week/2026-11-23").await;
    assert_eq!(pictures(page.header("content-security-policy")), "img-src 'self' data: blob:");
    house.close().await;

    let tiles =
        ["--map-tiles", "https://tiles.example.org/osm/{z}/{x}/{y}.png", "--map-attribution", "© \"us\""];
    let house = House::open_with(Engine::Sqlite, &tiles).await;
    let mut vera = house.browser_of("vera").await;
    let page = vera.get("/calendar/week/2026-11-23").await.expect(StatusCode::OK);
    let policy = page.header("content-security-policy");
    assert_eq!(pictures(policy), "img-src 'self' data: blob: https://tiles.example.org");
    assert_eq!(policy.matches("tiles.example.org").count(), 1, "for nothing else: {policy}");
    let said = page.text();
    assert!(said.contains("data-tiles=\"https://tiles.example.org/osm/{z}/{x}/{y}.png\""), "{said}");
    assert!(said.contains("data-tiles-by=\"© &quot;us&quot;\""), "{said}");
    let door = house.browser().get("/sign-in").await.text();
    assert!(!door.contains("data-tiles"), "who is not signed in opens no map");
    house.close().await;
}

/// Metrics and logs are nobody's business outside of this machine.
#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_told_to_this_machine_or_for_the_token() {
    let house = House::open_with(Engine::Sqlite, &["--metrics-token", "scrape me"]).await;
    let mut local = house.browser();
    local.get("/api/v1/session").await;
    let metrics = local.get("/metrics").await.expect(StatusCode::OK).text();
    assert!(metrics.contains("daybook_request_seconds_bucket"), "{metrics}");
    assert!(metrics.contains("route=\"/api/v1/session\""), "{metrics}");
    let outside = [("x-forwarded-for", "203.0.113.7")];
    assert_eq!(local.go(Method::GET, "/metrics", &outside, "").await.status, StatusCode::NOT_FOUND);
    let wrong = [outside[0], ("authorization", "Bearer scrape")];
    assert_eq!(local.go(Method::GET, "/metrics", &wrong, "").await.status, StatusCode::NOT_FOUND);
    let right = [outside[0], ("authorization", "Bearer scrape me")];
    assert_eq!(local.go(Method::GET, "/metrics", &right, "").await.status, StatusCode::OK);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_follows_the_database() {
    let house = House::open(Engine::Sqlite).await;
    let mut monitor = house.browser();
    assert_eq!(monitor.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(monitor.get("/readyz").await.status, StatusCode::OK);
    house.store.close().await;
    assert_eq!(monitor.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(monitor.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    house.close().await;
}
