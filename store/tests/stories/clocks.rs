//! When the clocks are to change otherwise than was foreseen.

use chrono::TimeDelta;
use domain::change::{Act, Channel};
use domain::meeting::Draft;
use domain::time::Recurrence;

use crate::house::{House, now, on_both, utc, who};

on_both! {
    what_lies_ahead_follows_the_clocks,
    a_room_that_somebody_else_has_by_then_stays_theirs,
}

async fn what_lies_ahead_follows_the_clocks(house: &House) {
    let over = house.planned(house.draft(house.vera, "Over", "2026-11-23 10:00", &[])).await;
    let single = house.planned(house.draft(house.vera, "Single", "2026-11-26 12:00", &[house.gleb])).await;
    let draft = Draft {
        place: Some(house.blue_room),
        ..house.draft(house.vera, "Team", "2026-11-24 10:00", &[house.gleb])
    };
    let rule = Recurrence::of("FREQ=DAILY;COUNT=3".parse().unwrap());
    let id = domain::id::SeriesId::generate(now());
    let first = house.store.plan_series(who(house.vera), id, draft, rule, now()).await.unwrap();
    assert_eq!(house.store.follow_clocks(now()).await.unwrap(), 0, "all of it is right");
    let revision = house.store.revision().await.unwrap();

    // As another tz database would have had it, an hour off.
    house.raw("UPDATE setting SET value = '\"1999a\"' WHERE key = 'tz_database'").await.unwrap();
    an_hour_off(house).await;
    assert_eq!(starts(house).await[1], "2026-11-24T08:00:00+00:00");
    assert_eq!(house.store.follow_clocks(now()).await.unwrap(), 4);
    assert_eq!(
        starts(house).await,
        [
            // What is over stays where it was thought to be.
            "2026-11-23T08:00:00+00:00",
            "2026-11-24T07:00:00+00:00",
            "2026-11-25T07:00:00+00:00",
            "2026-11-26T07:00:00+00:00",
            "2026-11-26T09:00:00+00:00",
        ]
    );
    let busy = house
        .store
        .free_busy(who(house.gleb), &[house.gleb], now(), now() + TimeDelta::days(9))
        .await
        .unwrap();
    assert_eq!(busy[0].busy[0].0.start(), utc("2026-11-24T07:00:00Z"), "in the calendars too");
    let changes = house.store.since(revision, 10).await.unwrap();
    assert_eq!(changes.len(), 4);
    assert!(changes.iter().all(|change| (change.by, change.channel) == (None, Channel::System)));
    let history = house.store.history(who(house.vera), single.meeting.id).await.unwrap();
    assert_eq!(history.last().unwrap().change.acts, [Act::ClocksChanged]);
    let now_says = house.store.meeting(who(house.vera), first.meeting.id).await.unwrap();
    assert_eq!(now_says.meeting.when, first.meeting.when, "on the wall it stays where it was");
    assert_eq!(now_says.meeting.place, Some(house.blue_room));
    assert!(!now_says.series.unwrap().altered);
    // What was away meanwhile comes back to where it belongs.
    let away = house.planned(house.draft(house.vera, "Away", "2026-11-27 12:00", &[])).await;
    house.store.remove_meeting(who(house.vera), away.meeting.id, away.meeting.version, now()).await.unwrap();
    an_hour_off(house).await;
    house.raw("UPDATE setting SET value = '\"1999a\"' WHERE key = 'tz_database'").await.unwrap();
    assert_eq!(house.store.follow_clocks(now()).await.unwrap(), 4);
    house.store.restore_meeting(who(house.vera), away.meeting.id, now()).await.unwrap();
    assert_eq!(starts(house).await[5], "2026-11-27T09:00:00+00:00");
    let same = house.store.meeting(who(house.vera), over.meeting.id).await.unwrap();
    assert_eq!(same.meeting.version, over.meeting.version);
    assert_eq!(house.store.follow_clocks(now()).await.unwrap(), 0, "once is enough");
}

async fn a_room_that_somebody_else_has_by_then_stays_theirs(house: &House) {
    let in_room = |subject: &str, start: &str| Draft {
        place: Some(house.blue_room),
        ..house.draft(house.vera, subject, start, &[])
    };
    let moves = house.planned(in_room("Moves", "2026-11-25 10:00")).await;
    an_hour_off(house).await;
    // It has the room from eleven on, as it seems.
    let stays = house.planned(in_room("Stays", "2026-11-25 10:00")).await;
    assert_eq!(house.store.follow_clocks(now()).await.unwrap(), 1);
    let place = async |id| house.store.meeting(who(house.vera), id).await.unwrap().meeting.place;
    assert_eq!((place(moves.meeting.id).await, place(stays.meeting.id).await), (None, Some(house.blue_room)));
    let history = house.store.history(who(house.vera), moves.meeting.id).await.unwrap();
    let acts = &history.last().unwrap().change.acts;
    assert_eq!(acts[..], [Act::ClocksChanged, Act::PlaceLost { place: house.blue_room }]);
}

/// Every meeting begins an hour later than the clocks have it.
async fn an_hour_off(house: &House) {
    match house.engine {
        crate::house::Engine::Sqlite => {
            house.raw("UPDATE occurrence SET starts = starts + 3600, ends = ends + 3600").await.unwrap();
            house.raw("UPDATE calendar_entry SET starts = starts + 3600, ends = ends + 3600").await.unwrap();
        }
        crate::house::Engine::Postgres => {
            const HOUR: [&str; 2] = [
                "UPDATE occurrence SET starts = starts + interval '1 hour', ends = ends + interval '1 hour'",
                "UPDATE calendar_entry SET starts = starts + interval '1 hour', ends = ends + interval '1 hour'",
            ];
            for sql in HOUR {
                house.raw(sql).await.unwrap();
            }
        }
    }
}

/// When everything in Vera's calendar begins.
async fn starts(house: &House) -> Vec<String> {
    let (from, to) = (utc("2026-11-01T00:00:00Z"), utc("2026-12-31T00:00:00Z"));
    let range = house.store.calendar(who(house.vera), &[house.vera], from, to).await.unwrap();
    let start = |entry: &domain::calendar::Entry| match entry.takes {
        domain::calendar::Takes::Time { span } => span.start().to_rfc3339(),
        domain::calendar::Takes::Days { first, .. } => first.to_string(),
    };
    range.entries.iter().map(start).collect()
}
