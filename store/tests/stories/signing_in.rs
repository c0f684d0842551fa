//! The first administrator, credentials, sessions and failures to sign in.

use chrono::TimeDelta;
use domain::Refusal;
use domain::id::{PersonId, SessionId};
use domain::people::{Person, Preferences, Role};
use domain::permission::Action;
use domain::time::ZoneName;
use store::{NewSession, Store};
use uuid::Uuid;

use crate::house::{Engine, House, now, on_both, reasons, user, who, zone};

on_both! {
    there_is_one_first_administrator,
    a_credential_is_found_whatever_the_case_of_the_address,
    a_session_lasts_until_it_expires,
    the_zone_is_the_persons_or_else_the_devices,
    signing_out_here_leaves_the_other_devices,
    signing_out_everywhere_ends_every_session_of_that_person,
    whoever_is_archived_is_signed_out,
    failures_are_counted_by_key_and_time,
}

async fn there_is_one_first_administrator(house: &House) {
    let refused = house.store.first_administrator("Eve", "eve@example.org", "hash", now()).await;
    assert_eq!(reasons(refused), [Refusal::NotPermitted { action: Action::KeepPeople }]);
    let anna = house.store.person(who(house.anna), house.anna).await.unwrap();
    assert_eq!((anna.role, anna.email.as_str()), (Role::Administrator, "anna@example.org"));
    assert!(!house.store.is_empty().await.unwrap());
}

async fn a_credential_is_found_whatever_the_case_of_the_address(house: &House) {
    let ivan = user(PersonId(Uuid::from_u128(900)), "Иван Новый");
    let ivan = Person { email: "Иван@Почта.рф".into(), ..ivan };
    let id = house.store.add_user(Some(who(house.anna)), ivan.clone(), "first", now()).await.unwrap();
    let credential = house.store.credential("ИВАН@почта.РФ").await.unwrap().unwrap();
    assert_eq!((credential.person, credential.password_hash.as_str()), (id, "first"));
    house.store.set_password_hash(id, "second", now()).await.unwrap();
    assert_eq!(house.store.person_credential(id).await.unwrap().as_deref(), Some("second"));

    assert!(house.store.credential("nobody@example.org").await.unwrap().is_none());
    assert!(house.store.credential("vera@example.org").await.unwrap().is_none(), "no password was set");
    let archived = Person { archived: true, ..ivan };
    house.store.save_person(who(house.anna), archived, now()).await.unwrap();
    assert!(house.store.credential("Иван@Почта.рф").await.unwrap().is_none());
    assert!(house.store.person_credential(id).await.unwrap().is_none());
}

async fn a_session_lasts_until_it_expires(house: &House) {
    let session = begin(house, house.vera, 1).await;
    let signed_in = house.store.session(&session.token_hash, now()).await.unwrap().unwrap();
    assert_eq!((signed_in.session, signed_in.person.id, signed_in.bearer), (session.id, house.vera, false));
    assert_eq!(signed_in.zone, ZoneName::utc());
    assert_eq!(house.store.session(&[9; 32], now()).await.unwrap(), None);
    let before = session.expires - TimeDelta::milliseconds(1);
    assert!(house.store.session(&session.token_hash, before).await.unwrap().is_some());
    assert_eq!(house.store.session(&session.token_hash, session.expires).await.unwrap(), None);
    let mut later = begin(house, house.gleb, 2).await;
    later.now = session.expires;
    (later.id, later.token_hash) = (SessionId(Uuid::from_u128(77)), [77; 32]);
    later.expires = session.expires + TimeDelta::hours(1);
    house.store.start_session(later).await.unwrap();
    assert_eq!(house.rows("SELECT count(*) FROM session").await, 1, "the expired are forgotten");
}

async fn the_zone_is_the_persons_or_else_the_devices(house: &House) {
    let session = begin(house, house.vera, 1).await;
    house.store.set_session_zone(session.id, &zone("Asia/Tokyo")).await.unwrap();
    let shown = async || house.store.session(&session.token_hash, now()).await.unwrap().unwrap().zone;
    assert_eq!(shown().await, zone("Asia/Tokyo"));
    let preferences = Preferences { zone: Some(zone("Europe/Berlin")), ..Preferences::default() };
    house.store.save_preferences(who(house.vera), preferences, now()).await.unwrap();
    assert_eq!(shown().await, zone("Europe/Berlin"));
}

async fn signing_out_here_leaves_the_other_devices(house: &House) {
    let (here, there) = (begin(house, house.vera, 1).await, begin(house, house.vera, 2).await);
    house.store.end_session(here.id).await.unwrap();
    assert_eq!(house.store.session(&here.token_hash, now()).await.unwrap(), None);
    assert!(house.store.session(&there.token_hash, now()).await.unwrap().is_some());
}

async fn signing_out_everywhere_ends_every_session_of_that_person(house: &House) {
    let veras = [
        begin(house, house.vera, 1).await,
        begin(house, house.vera, 2).await,
        begin(house, house.vera, 3).await,
    ];
    let glebs = begin(house, house.gleb, 4).await;
    let on =
        async |session: &NewSession| house.store.session(&session.token_hash, now()).await.unwrap().is_some();
    house.store.end_sessions(house.vera, Some(veras[0].id)).await.unwrap();
    assert_eq!((on(&veras[0]).await, on(&veras[1]).await, on(&veras[2]).await), (true, false, false));
    house.store.end_sessions(house.vera, None).await.unwrap();
    assert_eq!((on(&veras[0]).await, on(&glebs).await), (false, true));
}

async fn whoever_is_archived_is_signed_out(house: &House) {
    let session = begin(house, house.gleb, 1).await;
    let gleb = house.store.person(who(house.anna), house.gleb).await.unwrap();
    let archived = Person { archived: true, ..gleb.clone() };
    house.store.save_person(who(house.anna), archived, now()).await.unwrap();
    assert_eq!(house.store.session(&session.token_hash, now()).await.unwrap(), None);
    house.store.save_person(who(house.anna), gleb, now()).await.unwrap();
    assert_eq!(house.store.session(&session.token_hash, now()).await.unwrap(), None, "for good");
}

async fn failures_are_counted_by_key_and_time(house: &House) {
    let minute = |minutes| now() + TimeDelta::minutes(minutes);
    for minutes in [0, 5, 10] {
        house.store.note_failure("vera", minute(minutes)).await.unwrap();
    }
    house.store.note_failure("gleb", minute(5)).await.unwrap();
    let count = async |key, since| house.store.failures(key, since).await.unwrap();
    assert_eq!((count("vera", minute(-1)).await, count("vera", minute(4)).await), (3, 2));
    house.store.clear_failures("vera").await.unwrap();
    assert_eq!((count("vera", minute(-1)).await, count("gleb", minute(-1)).await), (0, 1));
    house.store.note_failure("vera", now() + TimeDelta::days(2)).await.unwrap();
    assert_eq!(count("gleb", minute(-1)).await, 0, "forgotten after a day");
}

/// Of many who want to be the first administrator at once, one is.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_first_administrators_one_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite://{}", folder.path().join("a.db").display())).await.unwrap();
    race(&store).await;
    store.close().await;

    let house = House::build(Engine::Postgres).await;
    for emptied in
        ["DELETE FROM change", "DELETE FROM credential", "DELETE FROM address", "DELETE FROM contact"]
    {
        let _ = house.raw(emptied).await;
    }
    house.raw("TRUNCATE person CASCADE").await.unwrap();
    race(&house.store).await;
    house.tear_down().await;
}

async fn race(store: &Store) {
    assert!(store.is_empty().await.unwrap());
    let racers: Vec<_> = (0..12)
        .map(|racer| {
            let store = store.clone();
            tokio::spawn(async move {
                let email = format!("racer{racer}@example.org");
                store.first_administrator("Racer", &email, "hash", now()).await
            })
        })
        .collect();
    let mut made = 0;
    for racer in racers {
        match racer.await.unwrap() {
            Ok(_) => made += 1,
            refused => assert_eq!(reasons(refused), [Refusal::NotPermitted { action: Action::KeepPeople }]),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(store.users().await.unwrap().len(), 1);
}

async fn begin(house: &House, person: PersonId, number: u8) -> NewSession {
    let session = NewSession {
        id: SessionId(Uuid::from_u128(number.into())),
        person,
        token_hash: [number; 32],
        bearer: false,
        expires: now() + TimeDelta::days(30),
        now: now(),
    };
    house.store.start_session(session.clone()).await.unwrap();
    session
}
