//! Signing in and out.

use chrono::TimeDelta;
use hyper::{Method, StatusCode};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::client::{Browser, Program, api};
use crate::house::{Engine, House, PASSWORD, after, on_both};

on_both! {
    /// The form leads in, and the cookie proves it from then on.
    async fn whoever_knows_the_password_is_let_in(house: &mut House) {
        let mut vera = house.browser();
        assert!(!vera.is_signed_in().await);
        let answer = vera.submit("/sign-in", &[("email", " VERA@example.org "), ("password", PASSWORD), ("to", "/calendar/week/2026-11-23")]).await;
        assert_eq!(answer.leads_to(), "/calendar/week/2026-11-23");
        assert!(vera.is_signed_in().await);
        assert_eq!(vera.get("/sign-in?to=/settings").await.leads_to(), "/settings");
    }

    /// Signing out ends the session itself, not only the cookie at one browser.
    async fn signing_out_ends_the_session_wherever_its_cookie_went(house: &mut House) {
        let mut vera = house.browser_of("vera").await;
        let mut elsewhere = house.browser_of("vera").await;
        let mut stolen = vera.clone();
        let answer = vera.submit("/sign-out", &[]).await;
        assert_eq!(answer.leads_to(), "/sign-in");
        assert!(vera.cookies.is_empty());
        assert!(!stolen.is_signed_in().await);
        assert!(elsewhere.is_signed_in().await);
    }

    async fn signing_out_everywhere_ends_every_browser_and_program(house: &mut House) {
        let mut vera = house.browser_of("vera").await;
        let mut tablet = house.browser_of("vera").await;
        let script = house.program_of("vera").await;
        let mut gleb = house.browser_of("gleb").await;
        vera.submit("/sign-out-everywhere", &[]).await;
        assert!(!vera.is_signed_in().await);
        assert!(!tablet.is_signed_in().await);
        assert_eq!(script.get("/session").await.status, StatusCode::UNAUTHORIZED);
        assert!(gleb.is_signed_in().await);
    }

    async fn a_session_ends_after_thirty_days(house: &mut House) {
        let mut vera = house.browser_of("vera").await;
        vera.addr = house.serve(&[], after(TimeDelta::days(29))).await;
        assert!(vera.is_signed_in().await);
        vera.addr = house.serve(&[], after(TimeDelta::days(31))).await;
        assert!(!vera.is_signed_in().await);
        assert_eq!(vera.get("/").await.leads_to(), "/sign-in");
    }

    /// A program's token ends with the session too, and says who signed in.
    async fn a_program_signs_in_and_out(house: &mut House) {
        let credentials = json!({"email": "vera@example.org", "password": PASSWORD, "zone": "Europe/Moscow"});
        let answer = api(house.addr(), Method::POST, "/session", &[], &credentials).await.expect(StatusCode::OK);
        assert_eq!(answer.json()["person"]["name"], "Vera Belova");
        assert!(answer.set_cookies().is_empty());
        let vera = Program { addr: house.addr(), token: answer.json()["token"].as_str().unwrap().to_owned() };
        assert_eq!(vera.get("/session").await.json()["zone"], "Europe/Moscow");
        assert_eq!(vera.delete("/session", "").await.status, StatusCode::NO_CONTENT);
        assert_eq!(vera.get("/session").await.problem(), "not_signed_in");
    }

    /// Who has left is signed out at once, and is not let in again.
    async fn who_is_archived_is_out(house: &mut House) {
        let mut gleb = house.browser_of("gleb").await;
        let anna = house.program_of("anna").await;
        let archived = json!({"name": "Gleb Sedov", "email": "gleb@example.org", "archived": true});
        anna.put(&format!("/people/{}", house.gleb), &archived).await.expect(StatusCode::OK);
        assert!(!gleb.is_signed_in().await);
        assert_eq!(gleb.sign_in("gleb@example.org", PASSWORD).await.leads_to(), "/sign-in?refused=wrong_credentials");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let house = House::open(Engine::Sqlite).await;
    let answer = house.browser().sign_in("vera@example.org", PASSWORD).await;
    let [cookie] = answer.set_cookies()[..] else { panic!("{answer:?}") };
    assert!(cookie.starts_with("daybook_session="), "{cookie}");
    let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes, ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_https_the_cookie_never_travels_in_the_clear() {
    let house = House::open_with(Engine::Sqlite, &["--base-url", "https://daybook.example.org"]).await;
    let mut vera = house.browser();
    let fields = [("email", "vera@example.org"), ("password", PASSWORD)];
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://daybook.example.org")];
    let answer = vera.go(Method::POST, "/sign-in", &headers, &crate::client::form(&fields)).await;
    let [cookie] = answer.set_cookies()[..] else { panic!("{answer:?}") };
    assert!(cookie.starts_with("__Host-daybook_session="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    assert!(vera.is_signed_in().await);
    // The name that another host of the domain could set opens nothing.
    let token = vera.cookies.values().next().unwrap().clone();
    let mut other_name = house.browser();
    other_name.cookies.insert("daybook_session".to_owned(), token);
    assert!(!other_name.is_signed_in().await);
    house.close().await;
}

/// A copy of the database, its journal included, opens no session.
#[tokio::test(flavor = "multi_thread")]
async fn the_store_keeps_hashes_of_tokens_and_passwords() {
    let house = House::open(Engine::Sqlite).await;
    let vera = house.browser_of("vera").await;
    let token = vera.cookies["daybook_session"].clone();
    let bytes: Vec<u8> =
        (0..token.len()).step_by(2).map(|at| u8::from_str_radix(&token[at..at + 2], 16).unwrap()).collect();
    assert_eq!(bytes.len(), 32);
    let hash = Sha256::digest(&bytes);
    let mut kept = Vec::new();
    for file in std::fs::read_dir(house.database.folder()).unwrap() {
        kept.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |needle: &[u8]| kept.windows(needle.len()).any(|window| window == needle);
    assert!(holds(&hash));
    assert!(!holds(&bytes) && !holds(token.as_bytes()));
    assert!(holds(b"$argon2id$") && !holds(PASSWORD.as_bytes()));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_opens_only_the_way_it_was_given_out_for() {
    let house = House::open(Engine::Sqlite).await;
    let script = house.program_of("vera").await;
    let mut as_cookie = house.browser();
    as_cookie.cookies.insert("daybook_session".to_owned(), script.token.clone());
    assert!(!as_cookie.is_signed_in().await);
    let browser = house.browser_of("vera").await;
    let as_bearer = Program { addr: house.addr(), token: browser.cookies["daybook_session"].clone() };
    assert_eq!(as_bearer.get("/session").await.status, StatusCode::UNAUTHORIZED);
    for wrong in ["", "0", &"0".repeat(64), &"x".repeat(10_000)] {
        let program = Program { addr: house.addr(), token: wrong.to_owned() };
        assert_eq!(program.get("/session").await.problem(), "not_signed_in");
    }
    house.close().await;
}

/// The one who signs in is led to a page of this site, whatever a link says.
#[tokio::test(flavor = "multi_thread")]
async fn signing_in_never_leads_to_another_site() {
    let house = House::open(Engine::Sqlite).await;
    for to in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let fields = [("email", "vera@example.org"), ("password", PASSWORD), ("to", to)];
        assert_eq!(house.browser().submit("/sign-in", &fields).await.leads_to(), "/", "{to}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_is_a_problem() {
    let house = House::open(Engine::Sqlite).await;
    let mut browser = house.browser();
    assert_eq!(browser.submit("/sign-in", &[("email", "vera@example.org")]).await.problem(), "malformed");
    let json = [("content-type", "application/json")];
    let answer = browser.go(Method::POST, "/sign-in", &json, "{}").await;
    assert_eq!(answer.problem(), "unsupported_media_type");
    house.close().await;
}

/// Nobody learns from the answer who has an account.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_told_whether_an_account_exists() {
    let house = House::open(Engine::Sqlite).await;
    let known = house.browser().sign_in("vera@example.org", "not her password").await;
    let unknown = house.browser().sign_in("nobody@example.org", "not her password").await;
    assert_eq!(known.leads_to(), "/sign-in?refused=wrong_credentials");
    assert_eq!(known.leads_to(), unknown.leads_to());
    assert_eq!((known.headers.len(), known.set_cookies().len()), (unknown.headers.len(), 0));

    let say = async |email: &str| {
        let credentials = json!({"email": email, "password": "not her password"});
        let answer = api(house.addr(), Method::POST, "/session", &[], &credentials).await;
        let mut problem = answer.expect(StatusCode::UNAUTHORIZED).json();
        problem.as_object_mut().unwrap().remove("request");
        problem
    };
    assert_eq!(say("vera@example.org").await, say("nobody@example.org").await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_visitor_of_an_empty_house_becomes_its_administrator() {
    let house = House::empty(&[]).await;
    let founder = |name: &'static str| {
        [("name", name), ("email", "anna@example.org"), ("password", PASSWORD), ("zone", "Europe/Moscow")]
    };
    let short = [("name", "Anna"), ("email", "anna@example.org"), ("password", "short")];
    let answer = house.browser().submit("/first-administrator", &short).await;
    assert_eq!(answer.leads_to(), "/sign-in?refused=password_too_short");

    // Several at once: one of them founds it.
    let founders = ["Anna", "Boris", "Vera"].map(|name| {
        let mut browser = house.browser();
        async move { browser.submit("/first-administrator", &founder(name)).await.leads_to().to_owned() }
    });
    let led = futures::future::join_all(founders).await;
    assert_eq!(led.iter().filter(|to| *to == "/").count(), 1, "{led:?}");
    assert_eq!(led.iter().filter(|to| *to == "/sign-in?refused=not_permitted").count(), 2, "{led:?}");
    let users = house.store.users().await.unwrap();
    assert_eq!(users.len(), 1);
    assert_eq!(users[0].role, domain::people::Role::Administrator);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_people_are_let_in_only_where_they_are_offered() {
    let fields = [("email", "rep1@demo.example")];
    let house = House::empty(&[]).await;
    fill_with_demo(&house).await;
    let answer = house.browser().submit("/demo-sign-in", &fields).await;
    assert_eq!(answer.leads_to(), "/sign-in?refused=not_permitted");
    house.close().await;

    let house = House::empty(&["--demo"]).await;
    fill_with_demo(&house).await;
    let mut browser = house.browser();
    assert_eq!(browser.submit("/demo-sign-in", &fields).await.leads_to(), "/");
    assert!(browser.is_signed_in().await);
    let others = house.store.users().await.unwrap();
    let other = others
        .iter()
        .map(|person| person.email.as_str())
        .find(|email| !domain::samples::Known::ALL.iter().any(|known| known.email() == *email));
    let answer = house.browser().submit("/demo-sign-in", &[("email", other.unwrap())]).await;
    assert_eq!(answer.leads_to(), "/sign-in?refused=not_permitted");
    house.close().await;
}

pub(crate) async fn fill_with_demo(house: &House) {
    let size = domain::samples::Size {
        people: 12,
        meetings: 60,
        ..domain::samples::Size::demo(domain::people::Language::English)
    };
    let rules = domain::time::ZoneRules::utc();
    house.store.fill(&size, &rules, "hash", crate::house::moment(), |_| ()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_are_kept_with_the_person_or_at_the_browser() {
    let house = House::open(Engine::Sqlite).await;
    let mut somebody = house.browser();
    let answer = somebody.submit("/preferences", &[("language", "ru"), ("back", "/sign-in")]).await;
    assert_eq!(answer.leads_to(), "/sign-in");
    assert_eq!(somebody.cookies["daybook_language"], "ru");
    assert!(somebody.get("/sign-in").await.text().contains("<html lang=\"ru\""));
    assert_eq!(
        somebody.submit("/preferences", &[("language", "tlh")]).await.leads_to(),
        "/?refused=malformed"
    );

    let mut vera = house.browser_of("vera").await;
    vera.submit("/preferences", &[("language", "ru"), ("zone", "Asia/Tokyo"), ("week_start", "sunday")])
        .await;
    let kept = house.store.users().await.unwrap().into_iter().find(|person| person.id == house.vera).unwrap();
    let zone = kept.preferences.zone.unwrap();
    assert_eq!((kept.preferences.language.unwrap().tag(), zone.as_str()), ("ru", "Asia/Tokyo"));
    // At another browser too.
    let mut tablet: Browser = house.browser_of("vera").await;
    assert!(tablet.get("/settings").await.text().contains("<html lang=\"ru\""));
    vera.submit("/preferences", &[("zone", "")]).await;
    let kept = house.store.users().await.unwrap().into_iter().find(|person| person.id == house.vera).unwrap();
    assert_eq!((kept.preferences.zone, kept.preferences.language.is_some()), (None, true));
    house.close().await;
}
