//! Opening, backing up, and what becomes of failures.

use domain::people::Person;
use store::{Error, Store};

use crate::house::{Engine, House, now, on_both, who};

on_both! {
    an_open_database_is_ready_and_a_closed_one_is_not,
    opening_again_keeps_what_was_changed,
    a_failure_tells_nobody_what_is_in_the_database,
}

async fn an_open_database_is_ready_and_a_closed_one_is_not(house: &House) {
    house.store.ready().await.unwrap();
    house.store.close().await;
    assert!(matches!(house.store.ready().await, Err(Error::Database(_))));
}

async fn opening_again_keeps_what_was_changed(house: &House) {
    let again = Store::open(&house.url).await.unwrap();
    assert_eq!(
        again.kinds(who(house.vera)).await.unwrap(),
        house.store.kinds(who(house.vera)).await.unwrap()
    );
    assert_eq!(again.revision().await.unwrap(), house.store.revision().await.unwrap());
    again.close().await;
}

async fn a_failure_tells_nobody_what_is_in_the_database(house: &House) {
    let vera = house.store.person(who(house.anna), house.vera).await.unwrap();
    house.raw("ALTER TABLE person RENAME COLUMN phone TO telephone").await.unwrap();
    let failed = house.store.save_person(who(house.anna), Person { ..vera }, now()).await.unwrap_err();
    assert_eq!(failed.to_string(), "the database failed");
    let Error::Database(cause) = failed else { panic!("{failed:?}") };
    assert!(cause.to_string().contains("phone"), "the log has it: {cause}");
}

#[tokio::test]
async fn a_backup_of_sqlite_is_the_whole_database() {
    let house = House::build(Engine::Sqlite).await;
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    house.store.backup(&file, |_| None).await.unwrap();
    assert!(house.store.backup(&file, |_| None).await.is_err(), "a backup never overwrites another");
    house.tear_down().await;

    let copy = Store::open(&format!("sqlite://{}", file.display())).await.unwrap();
    let person = who(sheet.meeting.author);
    assert_eq!(copy.meeting(person, sheet.meeting.id).await.unwrap(), sheet);
    copy.close().await;
}

#[tokio::test]
async fn postgres_is_backed_up_by_its_own_means() {
    let house = House::build(Engine::Postgres).await;
    let answer = house.store.backup(std::path::Path::new("/nowhere"), |_| None).await;
    assert!(matches!(answer, Err(Error::Unsupported(_))));
    house.tear_down().await;
}

#[tokio::test]
async fn what_is_no_database_url_is_said() {
    for url in ["mysql://localhost/daybook", "daybook.db", "sqlite::memory:"] {
        assert!(matches!(Store::open(url).await, Err(Error::Unsupported(_))), "{url}");
    }
}
