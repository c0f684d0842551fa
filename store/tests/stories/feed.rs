//! The change log: in order, without gaps, heard by everyone.

use std::sync::Arc;

use domain::change::{About, Act, Change, Revision};
use store::Store;
use tokio::sync::broadcast::Receiver;

use crate::house::{Engine, House, new_meeting, now, on_both, who};

on_both! {
    changes_arrive_in_order_and_without_gaps_while_many_write,
    what_was_missed_is_read_a_page_at_a_time,
    what_is_heard_is_what_is_read,
    whoever_goes_away_half_way_leaves_no_lock_and_no_old_state,
    a_commit_is_told_even_if_who_asked_for_it_has_gone,
}

async fn changes_arrive_in_order_and_without_gaps_while_many_write(house: &House) {
    let mut changes = house.store.changes();
    let before = house.store.revision().await.unwrap();
    const WRITERS: i64 = 8;
    const MEETINGS: i64 = 10;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let person = [house.anna, house.boris, house.vera, house.gleb][writer as usize % 4];
            let draft = house.draft(person, "Review", "2026-11-24 10:00", &[house.elena]);
            let store = house.store.clone();
            tokio::spawn(async move {
                for _ in 0..MEETINGS {
                    store.plan(who(person), new_meeting(), draft.clone(), now()).await.unwrap();
                }
            })
        })
        .collect();
    let mut heard = Vec::new();
    for _ in 0..WRITERS * MEETINGS {
        heard.push(after(&mut changes, before).await.revision.0);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let expected: Vec<_> = (before.0 + 1..=before.0 + WRITERS * MEETINGS).collect();
    assert_eq!(heard, expected);
    assert_eq!(house.store.revision().await.unwrap().0, before.0 + WRITERS * MEETINGS);
}

async fn what_was_missed_is_read_a_page_at_a_time(house: &House) {
    let before = house.store.revision().await.unwrap();
    for _ in 0..7 {
        house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[])).await;
    }
    let (mut seen, mut pages) = (before, Vec::new());
    loop {
        let page = house.store.since(seen, 3).await.unwrap();
        let Some(last) = page.last() else { break };
        seen = last.revision;
        pages.push(page.len());
    }
    assert_eq!(pages, [3, 3, 1]);
    assert_eq!(seen.0, before.0 + 7);
    assert_eq!(house.store.since(Revision(seen.0 + 100), 3).await.unwrap(), []);
}

async fn what_is_heard_is_what_is_read(house: &House) {
    let mut changes = house.store.changes();
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let before = Revision(sheet.meeting.version.0 - 1);
    let heard = after(&mut changes, before).await;
    let read = house.store.since(before, 1).await.unwrap();
    assert_eq!(*heard, read[0]);
    assert_eq!(heard.about, About::Meeting(sheet.meeting.id));
    assert_eq!(heard.acts, [Act::Planned]);
}

async fn whoever_goes_away_half_way_leaves_no_lock_and_no_old_state(house: &House) {
    for round in 0..50 {
        let (store, vera) = (house.store.clone(), who(house.vera));
        let read = tokio::spawn(async move { store.places(vera).await.map(drop) });
        let (store, draft) = (house.store.clone(), house.draft(house.vera, "X", "2026-11-24 10:00", &[]));
        let write =
            tokio::spawn(async move { store.plan(vera, new_meeting(), draft, now()).await.map(drop) });
        for _ in 0..round % 10 {
            tokio::task::yield_now().await;
        }
        for command in [read, write] {
            command.abort();
            let _ = command.await;
        }
    }
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[])).await;
    // More readers than there are connections: each sees what was written last.
    let readers: Vec<_> = (0..60)
        .map(|_| {
            let (store, vera, id) = (house.store.clone(), who(house.vera), sheet.meeting.id);
            tokio::spawn(async move { store.meeting(vera, id).await })
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.await.unwrap().unwrap(), sheet);
    }
}

async fn a_commit_is_told_even_if_who_asked_for_it_has_gone(house: &House) {
    let mut changes = house.store.changes();
    let furnished = house.store.revision().await.unwrap();
    for round in 0..50 {
        let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[]);
        let (store, vera) = (house.store.clone(), who(house.vera));
        let before = house.store.revision().await.unwrap();
        let command = tokio::spawn(async move { store.plan(vera, new_meeting(), draft, now()).await });
        for _ in 0..round % 7 {
            tokio::task::yield_now().await;
        }
        command.abort();
        let _ = command.await;
        // Whatever was under way has ended when the next write has.
        house.planned(house.draft(house.vera, "Next", "2026-11-24 10:00", &[])).await;
        let latest = house.store.revision().await.unwrap();
        for revision in before.0 + 1..=latest.0 {
            assert_eq!(after(&mut changes, furnished).await.revision.0, revision);
        }
    }
}

/// Two processes on one Postgres hear each other, each change once and in order.
#[tokio::test(flavor = "multi_thread")]
async fn two_stores_on_one_postgres_hear_each_other() {
    let house = House::build(Engine::Postgres).await;
    let other = Store::open(&house.url).await.unwrap();
    let (mut here, mut there) = (house.store.changes(), other.changes());
    let before = house.store.revision().await.unwrap();
    let mut planned = Vec::new();
    for round in 0..20 {
        let store = if round % 2 == 0 { &house.store } else { &other };
        let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[]);
        let sheet = store.plan(who(house.vera), new_meeting(), draft, now()).await.unwrap();
        planned.push((sheet.meeting.version, About::Meeting(sheet.meeting.id)));
    }
    assert_eq!(heard(&mut here, before, planned.len()).await, planned);
    assert_eq!(heard(&mut there, before, planned.len()).await, planned);
    other.close().await;
    house.tear_down().await;
}

/// A listener whose connection is cut reads what it has missed once it is connected again.
#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_lost_its_connection_catches_up() {
    use sqlx::{Connection, PgConnection};

    let house = House::build(Engine::Postgres).await;
    let other = Store::open(&house.url).await.unwrap();
    let mut there = other.changes();
    let mut shell = PgConnection::connect(&house.url).await.unwrap();
    const CUT: &str = "
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let (cut,): (i64,) = sqlx::query_as(CUT).fetch_one(&mut shell).await.unwrap();
    assert_eq!(cut, 2, "each store listens");
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[]);
    let before = house.store.revision().await.unwrap();
    let sheet = house.planned(draft).await;
    let expected = (sheet.meeting.version, About::Meeting(sheet.meeting.id));
    assert_eq!(heard(&mut there, before, 1).await, [expected]);
    drop(shell);
    other.close().await;
    house.tear_down().await;
}

async fn heard(
    changes: &mut Receiver<Arc<Change>>,
    before: Revision,
    count: usize,
) -> Vec<(Revision, About)> {
    let mut heard = Vec::new();
    for _ in 0..count {
        let change = after(changes, before).await;
        heard.push((change.revision, change.about));
    }
    heard
}

/// The next change that is heard of those after a revision: the last of how the house was furnished may still
/// be on its way.
async fn after(changes: &mut Receiver<Arc<Change>>, before: Revision) -> Arc<Change> {
    loop {
        let change = changes.recv().await.unwrap();
        if change.revision > before {
            return change;
        }
    }
}
