//! The page's files.

use hyper::{Method, StatusCode};

use crate::house::{Engine, House};

/// Nothing outside of the site can be read, and nothing of it that is no file of a page.
#[tokio::test(flavor = "multi_thread")]
async fn only_files_of_the_site_are_served() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    let paths = [
        "/assets/nothing.js",
        "/assets/../manifest.json",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets//etc/passwd",
        "/manifest.json",
    ];
    for path in paths {
        let answer = browser.go(Method::GET, path, &[], "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    house.close().await;
}
