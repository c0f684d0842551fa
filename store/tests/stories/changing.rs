//! Changing what a card says, moving a meeting, and what history tells of it.

use domain::Refusal;
use domain::change::{Act, Revision};
use domain::meeting::{Attendee, Draft};
use domain::permission::Action;
use domain::refusal::Field;
use domain::time::When;
use store::Error;

use crate::house::{House, assert_gone, invited, moscow, now, on_both, reasons, utc, who};

on_both! {
    a_revised_card_says_what_was_changed,
    a_revised_meeting_moves_between_calendars,
    saving_what_it_says_already_changes_nothing,
    of_two_who_saw_the_same_the_second_is_told,
    who_must_not_change_a_meeting_does_not,
    the_supervisor_moves_a_subordinates_meeting,
    a_refused_change_leaves_the_meeting_as_it_was,
}

async fn a_revised_card_says_what_was_changed(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let draft = Draft {
        subject: "Budget".into(),
        description: "Bring figures".into(),
        client: Some(house.romashka),
        responsible: house.boris,
        participants: vec![invited(Attendee::Person(house.elena))],
        ..sheet.meeting.draft()
    };
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let revised = house.store.revise(who(house.vera), id, seen, draft, now()).await.unwrap();
    assert_eq!(revised.meeting.subject, "Budget");
    assert_eq!(revised.responsible.name, "Boris Orlov");
    let names: Vec<_> = revised.participants.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Elena Kim", "Boris Orlov", "Ольга Ёлкина"]);

    let history = house.store.history(who(house.boris), id).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].change.acts, [Act::Planned]);
    let acts = &history[1].change.acts;
    let subject = Act::TextChanged { field: Field::Subject, from: "Review".into(), to: "Budget".into() };
    assert!(acts.contains(&subject));
    assert!(acts.contains(&Act::Reassigned { from: house.vera, to: house.boris }));
    assert!(acts.contains(&Act::ContactChanged { from: None, to: Some(house.olga) }));
    assert!(acts.contains(&Act::Uninvited { attendee: Attendee::Person(house.gleb) }));
    let mut affected = [house.vera, house.gleb, house.elena, house.boris];
    affected.sort_unstable();
    assert_eq!(history[1].change.affected, affected, "participants before and after");
}

async fn a_revised_meeting_moves_between_calendars(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let draft = Draft { participants: vec![invited(Attendee::Person(house.elena))], ..sheet.meeting.draft() };
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    house.store.revise(who(house.vera), id, seen, draft, now()).await.unwrap();
    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    let count = async |person| {
        house.store.calendar(who(house.vera), &[person], from, to).await.unwrap().entries.len()
    };
    assert_eq!((count(house.gleb).await, count(house.elena).await, count(house.vera).await), (0, 1, 1));
}

async fn saving_what_it_says_already_changes_nothing(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, seen, draft) = (sheet.meeting.id, sheet.meeting.version, sheet.meeting.draft());
    let again = house.store.revise(who(house.vera), id, seen, draft, now()).await.unwrap();
    assert_eq!(again, sheet);
    assert_eq!(house.store.revision().await.unwrap(), seen);
}

async fn of_two_who_saw_the_same_the_second_is_told(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let boris = Draft { subject: "Boris's".into(), ..sheet.meeting.draft() };
    let vera = Draft { subject: "Vera's".into(), ..sheet.meeting.draft() };
    let first = house.store.revise(who(house.boris), id, seen, boris, now()).await.unwrap();
    let second = house.store.revise(who(house.vera), id, seen, vera, now()).await;
    let current = first.meeting.version;
    assert!(matches!(second, Err(Error::Conflict { current: told }) if told == current), "{second:?}");

    let when = moscow("2026-11-24 12:00", 60);
    let move_it = house.store.reschedule(who(house.vera), id, seen, when, None, now()).await;
    assert!(matches!(move_it, Err(Error::Conflict { current: told }) if told == current));
    let remove = house.store.remove_meeting(who(house.vera), id, seen, now()).await;
    assert!(matches!(remove, Err(Error::Conflict { current: told }) if told == current));
    assert_eq!(house.store.meeting(who(house.vera), id).await.unwrap().meeting.subject, "Boris's");
}

async fn who_must_not_change_a_meeting_does_not(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let draft = Draft { subject: "Mine".into(), ..sheet.meeting.draft() };
    let when = moscow("2026-11-24 12:00", 60);
    let change = [Refusal::NotPermitted { action: Action::ChangeMeeting }];
    let remove = [Refusal::NotPermitted { action: Action::RemoveMeeting }];

    let gleb = who(house.gleb);
    assert_eq!(reasons(house.store.revise(gleb, id, seen, draft.clone(), now()).await), change);
    assert_eq!(reasons(house.store.reschedule(gleb, id, seen, when.clone(), None, now()).await), change);
    assert_eq!(reasons(house.store.remove_meeting(gleb, id, seen, now()).await), remove);
    assert_eq!(
        reasons(house.store.revise(gleb, id, Revision(0), draft.clone(), now()).await),
        change,
        "who must not change it does not learn its version either"
    );
    for outsider in [who(house.elena), who(house.anna)] {
        assert_gone(house.store.revise(outsider, id, seen, draft.clone(), now()).await);
        assert_gone(house.store.reschedule(outsider, id, seen, when.clone(), None, now()).await);
        assert_gone(house.store.remove_meeting(outsider, id, seen, now()).await);
        assert_gone(house.store.restore_meeting(outsider, id, now()).await);
    }
    assert_eq!(house.store.meeting(who(house.vera), id).await.unwrap(), sheet);
}

async fn the_supervisor_moves_a_subordinates_meeting(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[])).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let when = moscow("2026-11-24 12:00", 30);
    let moved = house
        .store
        .reschedule(who(house.boris), id, seen, when.clone(), Some(house.blue_room), now())
        .await
        .unwrap();
    assert_eq!((moved.meeting.when, moved.meeting.place), (when.clone(), Some(house.blue_room)));
    let history = house.store.history(who(house.vera), id).await.unwrap();
    assert_eq!(
        history[1].change.acts,
        [
            Act::Rescheduled { from: moscow("2026-11-24 10:00", 60), to: when },
            Act::PlaceChanged { from: None, to: Some(house.blue_room) },
        ]
    );
    assert_eq!(history[1].by_name.as_deref(), Some("Boris Orlov"));
}

async fn a_refused_change_leaves_the_meeting_as_it_was(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let draft = Draft {
        subject: "New".into(),
        participants: Vec::new(),
        when: When::Timed {
            start: crate::house::wall("2026-11-24 10:00"),
            minutes: When::LONGEST_MINUTES + 1,
            zone: crate::house::zone("UTC"),
        },
        ..sheet.meeting.draft()
    };
    let refused = reasons(house.store.revise(who(house.vera), id, seen, draft, now()).await);
    assert_eq!(refused, [Refusal::TooLong { field: Field::Duration, max: When::LONGEST_MINUTES }]);
    assert_eq!(house.store.meeting(who(house.vera), id).await.unwrap(), sheet);
    assert_eq!(house.store.revision().await.unwrap(), seen);
}
