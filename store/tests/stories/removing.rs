//! Removing a meeting, and taking it back.

use domain::Refusal;
use domain::change::Act;
use domain::meeting::Draft;
use domain::permission::Action;

use crate::house::{House, assert_gone, new_meeting, now, on_both, reasons, utc, who};

on_both! {
    a_removed_meeting_stands_nowhere_and_gives_its_room_back,
    a_restored_meeting_is_as_it_was,
    a_room_that_was_taken_meanwhile_stays_taken,
    a_participant_does_not_bring_a_meeting_back,
}

async fn a_removed_meeting_stands_nowhere_and_gives_its_room_back(house: &House) {
    let draft = Draft {
        place: Some(house.blue_room),
        ..house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])
    };
    let sheet = house.planned(draft.clone()).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    house.store.remove_meeting(who(house.vera), id, seen, now()).await.unwrap();

    assert_gone(house.store.meeting(who(house.vera), id).await);
    assert!(house.store.posted(id).await.unwrap().is_none());
    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    let people = [house.vera, house.gleb];
    assert_eq!(house.store.calendar(who(house.vera), &people, from, to).await.unwrap().entries, []);
    assert_eq!(house.store.free_busy(who(house.vera), &people, from, to).await.unwrap()[1].busy, []);
    house.planned(draft).await;

    house.store.remove_meeting(who(house.vera), id, seen, now()).await.unwrap();
    let history = house.store.history(who(house.vera), id).await.unwrap();
    let acts: Vec<_> = history.iter().map(|told| told.change.acts.clone()).collect();
    assert_eq!(acts, [vec![Act::Planned], vec![Act::Removed]], "removed once");
    assert_eq!(history[1].change.affected.len(), 2);
}

async fn a_restored_meeting_is_as_it_was(house: &House) {
    let draft = Draft {
        place: Some(house.blue_room),
        ..house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])
    };
    let sheet = house.planned(draft).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    house.store.remove_meeting(who(house.vera), id, seen, now()).await.unwrap();
    let restored = house.store.restore_meeting(who(house.vera), id, now()).await.unwrap();
    assert!(restored.meeting.version > seen);
    assert_eq!(domain::meeting::Meeting { version: seen, ..restored.meeting.clone() }, sheet.meeting);
    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    assert_eq!(
        house.store.calendar(who(house.gleb), &[house.gleb], from, to).await.unwrap().entries.len(),
        1
    );
    let again = house.store.restore_meeting(who(house.vera), id, now()).await.unwrap();
    assert_eq!(again, restored);
    let history = house.store.history(who(house.vera), id).await.unwrap();
    assert_eq!(history.last().unwrap().change.acts, [Act::Restored]);
    let collides = house.draft(house.elena, "Other", "2026-11-24 10:30", &[]);
    let collides = Draft { place: Some(house.blue_room), ..collides };
    reasons(house.store.plan(who(house.elena), new_meeting(), collides, now()).await);
}

async fn a_room_that_was_taken_meanwhile_stays_taken(house: &House) {
    let draft =
        Draft { place: Some(house.blue_room), ..house.draft(house.vera, "Review", "2026-11-24 10:00", &[]) };
    let sheet = house.planned(draft.clone()).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    house.store.remove_meeting(who(house.vera), id, seen, now()).await.unwrap();
    let taken = house.planned(Draft { responsible: house.elena, ..draft }).await;
    let refused = reasons(house.store.restore_meeting(who(house.vera), id, now()).await);
    assert!(
        matches!(&refused[..], [Refusal::PlaceTaken { collision, .. }] if collision.meeting == taken.meeting.id)
    );
    assert_gone(house.store.meeting(who(house.vera), id).await);
}

async fn a_participant_does_not_bring_a_meeting_back(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    house.store.remove_meeting(who(house.vera), id, seen, now()).await.unwrap();
    let refused = reasons(house.store.restore_meeting(who(house.gleb), id, now()).await);
    assert_eq!(refused, [Refusal::NotPermitted { action: Action::RemoveMeeting }]);
}
