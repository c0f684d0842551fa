//! The screens as the server renders them.

use hyper::{Method, StatusCode};

use crate::house::{Engine, House};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_is_asked_who_they_are_and_led_on() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    assert_eq!(browser.get("/").await.leads_to(), "/sign-in");
    let asked = browser.get("/calendar/week/2026-11-23?kind=all").await;
    assert_eq!(asked.leads_to(), "/sign-in?to=/calendar/week/2026-11-23%3Fkind%3Dall");
    let page = browser.get(asked.leads_to()).await.expect(StatusCode::OK).text();
    assert!(page.contains("action=\"/sign-in\""), "{page}");
    assert!(page.contains("value=\"/calendar/week/2026-11-23?kind=all\""), "{page}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_in_the_language_of_the_reader() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    for (accept, language) in [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("de,en;q=0.5", "en"), ("", "en")] {
        let headers = [("accept", "text/html"), ("accept-language", accept)];
        let page = browser.go(Method::GET, "/sign-in", &headers, "").await.text();
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{accept}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_week_of_somebody_holds_their_meetings() {
    let house = House::open(Engine::Sqlite).await;
    let script = house.program_of("vera").await;
    let wanted = crate::house::meeting("Budget & <plans>", 25, 9);
    let card = script.post("/meetings", &wanted).await.expect(StatusCode::CREATED).json();
    let mut vera = house.browser_of("vera").await;
    let page = vera.get("/calendar/week/2026-11-25").await.expect(StatusCode::OK).text();
    assert!(page.contains(&format!("data-event=\"{}\"", card["id"].as_str().unwrap())), "{page}");
    assert!(page.contains("Budget &amp; &lt;plans&gt;") && !page.contains("<plans>"), "{page}");
    let mut elena = house.browser_of("elena").await;
    let page = elena.get("/calendar/week/2026-11-25").await.expect(StatusCode::OK).text();
    assert!(!page.contains("Budget"));
    house.close().await;
}

/// The clock of the device, which its cookie tells, is the clock of the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_device_in_another_zone_is_noticed() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let zone = async |vera: &mut crate::client::Browser| {
        vera.get("/").await;
        let session = vera.go(Method::GET, "/api/v1/session", &[], "").await.json();
        session["zone"].as_str().unwrap().to_owned()
    };
    assert_eq!(zone(&mut vera).await, "UTC");
    vera.cookies.insert("daybook_zone".to_owned(), "Asia%2FTokyo".to_owned());
    assert_eq!(zone(&mut vera).await, "Asia/Tokyo");
    for nonsense in ["Mars%2FOlympus", "%FF", "\"><script>"] {
        vera.cookies.insert("daybook_zone".to_owned(), nonsense.to_owned());
        assert_eq!(zone(&mut vera).await, "Asia/Tokyo", "{nonsense}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_a_page_says_so() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    let page = vera.get("/nothing/here").await.expect(StatusCode::NOT_FOUND);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.header("content-security-policy").contains("'nonce-"));
    let answer = vera.go(Method::GET, "/nothing/here", &[("accept", "application/json")], "").await;
    assert_eq!(answer.expect(StatusCode::NOT_FOUND).problem(), "not_found");
    house.close().await;
}

/// A call says by itself that nobody is signed in; the page leads on from there.
#[tokio::test(flavor = "multi_thread")]
async fn the_calls_of_a_page_are_for_who_is_signed_in() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let nothing = browser.go(Method::POST, "/fn/nothing", &headers, "{}").await;
    assert_eq!(nothing.expect(StatusCode::NOT_FOUND).problem(), "not_found");
    let refused = browser.go(Method::POST, "/fn/invitations", &headers, "{}").await;
    assert!(!refused.status.is_success() && refused.text().contains("SignedOut"), "{}", refused.text());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_under_a_page_is_said_as_a_page() {
    let house = House::open(Engine::Sqlite).await;
    let mut vera = house.browser_of("vera").await;
    house.store.close().await;
    let headers = [("accept", "text/html"), ("accept-language", "ru")];
    let page = vera.go(Method::GET, "/", &headers, "").await.expect(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text().contains("Что-то пошло не так") && page.text().contains(page.header("x-request-id")));
    house.close().await;
}
