//! Planning a meeting (S7 to S22).

use domain::Refusal;
use domain::change::{About, Act};
use domain::id::{CategoryId, KindId, PersonId};
use domain::meeting::{Answer, Attendee, Draft, Invitee, State};
use domain::permission::Action;
use domain::refusal::Field;
use domain::time::When;
use store::Store;
use uuid::Uuid;

use crate::house::{
    House, assert_gone, invited, moscow, new_meeting, now, on_both, reasons, user, utc, who, zone,
};

on_both! {
    a_planned_meeting_stands_in_the_calendars_of_everyone_invited,
    what_is_planned_is_there_after_the_database_is_opened_again,
    the_same_command_sent_twice_happens_once,
    the_same_command_sent_by_many_at_once_happens_once,
    nobody_plans_under_the_id_of_somebody_elses_meeting,
    a_removed_meeting_is_not_planned_anew,
    every_rule_that_a_draft_breaks_is_named,
    a_refused_meeting_leaves_nothing_behind,
    a_year_beyond_the_tables_of_zones_is_refused,
    whoever_has_left_plans_nothing_and_is_not_invited,
    nobody_takes_part_twice,
    a_meeting_of_two_hundred_people_is_one_command,
    the_change_tells_who_what_when_and_in_whose_calendars,
    what_is_archived_takes_nothing_new_but_stays_where_it_was,
}

async fn a_planned_meeting_stands_in_the_calendars_of_everyone_invited(house: &House) {
    let draft = Draft {
        place: Some(house.blue_room),
        client: Some(house.romashka),
        ..house.draft(house.vera, "  Contract  ", "2026-11-24 10:00", &[house.gleb])
    };
    let sheet = house.store.plan(who(house.vera), new_meeting(), draft, now()).await.unwrap();

    assert_eq!(sheet.meeting.subject, "Contract");
    assert_eq!(sheet.meeting.state, State::Planned);
    assert_eq!(sheet.meeting.author, house.vera);
    assert_eq!(sheet.contact.as_ref().map(|contact| contact.id), Some(house.olga), "the main contact (S20)");
    assert_eq!(sheet.place.as_ref().map(|place| place.name.as_str()), Some("Blue room"));
    let lines = sheet.participants.iter();
    let lines: Vec<_> =
        lines.map(|line| (line.name.as_str(), line.about.as_str(), line.reply.answer)).collect();
    assert_eq!(
        lines,
        [
            ("Gleb Sedov", "", Answer::Maybe),
            ("Vera Belova", "", Answer::Accepted),
            ("Ольга Ёлкина", "Buyer, ООО «Ромашка»", Answer::Maybe),
        ]
    );

    let day = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
    for person in [house.vera, house.gleb] {
        let range = house.store.calendar(who(person), &[person], day.0, day.1).await.unwrap();
        let subjects: Vec<_> = range.entries.iter().flat_map(|entry| &entry.details).collect();
        assert_eq!(subjects.len(), 1);
        assert_eq!(subjects[0].subject, "Contract");
    }
    assert_eq!(house.store.meeting(who(house.gleb), sheet.meeting.id).await.unwrap().meeting, sheet.meeting);
}

async fn what_is_planned_is_there_after_the_database_is_opened_again(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    house.store.close().await;
    let store = Store::open(&house.url).await.unwrap();
    assert_eq!(store.meeting(who(house.vera), sheet.meeting.id).await.unwrap(), sheet);
    assert_eq!(store.revision().await.unwrap(), sheet.meeting.version);
    store.close().await;
}

async fn the_same_command_sent_twice_happens_once(house: &House) {
    let (id, draft) = (new_meeting(), house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb]));
    let first = house.store.plan(who(house.vera), id, draft.clone(), now()).await.unwrap();
    let again = Draft { subject: "Something else".into(), ..draft };
    let second = house.store.plan(who(house.vera), id, again, now()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(house.store.revision().await.unwrap(), first.meeting.version);
}

async fn the_same_command_sent_by_many_at_once_happens_once(house: &House) {
    let id = new_meeting();
    let draft = Draft {
        place: Some(house.blue_room),
        ..house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])
    };
    let before = house.store.revision().await.unwrap();
    let senders: Vec<_> = (0..10)
        .map(|_| {
            let (store, draft, vera) = (house.store.clone(), draft.clone(), who(house.vera));
            tokio::spawn(async move { store.plan(vera, id, draft, now()).await })
        })
        .collect();
    for sender in senders {
        assert_eq!(sender.await.unwrap().unwrap().meeting.id, id);
    }
    assert_eq!(house.store.revision().await.unwrap().0, before.0 + 1);
}

async fn nobody_plans_under_the_id_of_somebody_elses_meeting(house: &House) {
    let veras = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[])).await;
    let elenas = house.draft(house.elena, "Mine", "2026-11-24 10:00", &[]);
    let answer = house.store.plan(who(house.elena), veras.meeting.id, elenas, now()).await;
    assert_eq!(reasons(answer), [Refusal::NotPermitted { action: Action::PlanMeeting }]);
}

async fn a_removed_meeting_is_not_planned_anew(house: &House) {
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[]);
    let sheet = house.planned(draft.clone()).await;
    let (id, version) = (sheet.meeting.id, sheet.meeting.version);
    house.store.remove_meeting(who(house.vera), id, version, now()).await.unwrap();
    assert_gone(house.store.plan(who(house.vera), id, draft, now()).await);
}

async fn every_rule_that_a_draft_breaks_is_named(house: &House) {
    let nobody = PersonId(Uuid::from_u128(99));
    let draft = Draft {
        subject: " ".into(),
        kind: KindId(Uuid::from_u128(99)),
        when: When::Timed {
            start: crate::house::wall("2026-11-24 10:00"),
            minutes: 0,
            zone: zone("Mars/Base"),
        },
        category: Some(CategoryId(Uuid::from_u128(99))),
        participants: vec![invited(Attendee::Person(nobody))],
        ..house.draft(nobody, "", "2026-11-24 10:00", &[])
    };
    let answer = house.store.plan(who(house.vera), new_meeting(), draft, now()).await;
    assert_eq!(
        reasons(answer),
        [
            Refusal::Empty { field: Field::Subject },
            Refusal::Empty { field: Field::Duration },
            Refusal::Unknown { field: Field::Zone },
            Refusal::Unknown { field: Field::Kind },
            Refusal::Unknown { field: Field::Responsible },
            Refusal::Unknown { field: Field::Category },
            Refusal::Unknown { field: Field::Participants },
        ]
    );
}

async fn a_refused_meeting_leaves_nothing_behind(house: &House) {
    let before = house.store.revision().await.unwrap();
    let draft = Draft { subject: String::new(), ..house.draft(house.vera, "", "2026-11-24 10:00", &[]) };
    reasons(house.store.plan(who(house.vera), new_meeting(), draft, now()).await);
    assert_eq!(house.store.revision().await.unwrap(), before);
    for table in [
        "SELECT count(*) FROM meeting",
        "SELECT count(*) FROM participant",
        "SELECT count(*) FROM occurrence",
        "SELECT count(*) FROM calendar_entry",
    ] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
}

async fn a_year_beyond_the_tables_of_zones_is_refused(house: &House) {
    let first = chrono::NaiveDate::MAX;
    let when = When::AllDay { first, days: 366, zone: zone("Europe/Moscow") };
    let draft =
        Draft { when, place: Some(house.blue_room), ..house.draft(house.vera, "X", "2026-11-24 10:00", &[]) };
    let answer = house.store.plan(who(house.vera), new_meeting(), draft, now()).await;
    assert_eq!(reasons(answer), [Refusal::Malformed { field: Field::Start }]);
}

async fn whoever_has_left_plans_nothing_and_is_not_invited(house: &House) {
    let gleb = house.store.person(who(house.anna), house.gleb).await.unwrap();
    let gleb = domain::people::Person { archived: true, ..gleb };
    house.store.save_person(who(house.anna), gleb, now()).await.unwrap();

    let draft = house.draft(house.gleb, "Review", "2026-11-24 10:00", &[]);
    assert_gone(house.store.plan(who(house.gleb), new_meeting(), draft, now()).await);
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb]);
    let answer = house.store.plan(who(house.vera), new_meeting(), draft, now()).await;
    assert_eq!(reasons(answer), [Refusal::Archived { field: Field::Participants }]);
}

async fn nobody_takes_part_twice(house: &House) {
    let twice = [house.gleb, house.vera, house.gleb];
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &twice)).await;
    assert_eq!(sheet.meeting.people().collect::<Vec<_>>(), [house.gleb, house.vera]);
}

async fn a_meeting_of_two_hundred_people_is_one_command(house: &House) {
    let mut invitees = Vec::new();
    for number in 0..200 {
        let id = PersonId(Uuid::from_u128(1_000 + number));
        let person = user(id, &format!("Person{number} Of-many"));
        house.store.add_user(None, person, "hash", now()).await.unwrap();
        invitees.push(Invitee { attendee: Attendee::Person(id), attendance: Default::default() });
    }
    let draft = Draft { participants: invitees, ..house.draft(house.anna, "All", "2026-11-24 10:00", &[]) };
    let sheet = house.planned(draft).await;
    assert_eq!(sheet.participants.len(), 201);
    assert_eq!(house.rows("SELECT count(*) FROM calendar_entry").await, 201);
}

async fn the_change_tells_who_what_when_and_in_whose_calendars(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb])).await;
    let before = domain::change::Revision(sheet.meeting.version.0 - 1);
    let changes = house.store.since(before, 10).await.unwrap();
    assert_eq!(changes.len(), 1);
    let change = &changes[0];
    assert_eq!((change.revision, change.at), (sheet.meeting.version, now()));
    assert_eq!(change.by, Some(house.vera));
    assert_eq!(change.about, About::Meeting(sheet.meeting.id));
    assert_eq!(change.acts, [Act::Planned]);
    assert_eq!(change.affected, [house.vera, house.gleb]);
}

async fn what_is_archived_takes_nothing_new_but_stays_where_it_was(house: &House) {
    let draft =
        Draft { place: Some(house.blue_room), ..house.draft(house.vera, "Old", "2026-11-24 10:00", &[]) };
    let sheet = house.planned(draft.clone()).await;
    let places = house.store.places(who(house.anna)).await.unwrap();
    let blue = places.into_iter().find(|place| place.id == house.blue_room).unwrap();
    let blue = domain::place::Place { archived: true, ..blue };
    house.store.save_place(who(house.anna), blue, now()).await.unwrap();

    let later = Draft { when: moscow("2026-11-25 10:00", 60), ..draft };
    let new = house.store.plan(who(house.vera), new_meeting(), later.clone(), now()).await;
    assert_eq!(reasons(new), [Refusal::Archived { field: Field::Place }]);
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let moved = house.store.revise(who(house.vera), id, seen, later, now()).await.unwrap();
    assert_eq!(moved.place.map(|place| place.name).as_deref(), Some("Blue room"));
}
