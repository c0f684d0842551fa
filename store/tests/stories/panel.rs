//! Looking at several calendars at once, looking for a meeting, and how full days are.

use domain::Refusal;
use domain::calendar::Attends;
use domain::id::{PersonId, TeamId};
use domain::kind::Predefined;
use domain::location::Location;
use domain::meeting::{Answer, Attendee, Draft};
use domain::people::{Preferences, Team};
use domain::refusal::Field;
use domain::time::ZoneRules;
use uuid::Uuid;

use crate::house::{House, assert_gone, invited, moscow, now, on_both, reasons, utc, who, zone};

on_both! {
    a_meeting_tells_in_whose_calendars_it_stands,
    what_is_told_live_is_what_several_calendars_show,
    a_meeting_is_found_by_its_subject_client_participants_and_place,
    the_nearest_is_found_first_past_and_to_come,
    nobody_finds_what_they_may_not_see,
    who_planned_for_another_finds_it,
    an_address_is_no_name,
    a_visit_is_found_by_its_address_also_one_that_was_there_before,
    how_full_days_are_is_told_by_the_readers_clock,
    a_team_is_kept_replaced_and_forgotten,
    a_team_is_nobody_elses,
    a_second_clock_is_one_that_exists,
    people_are_told_in_the_order_asked_for,
}

async fn a_meeting_tells_in_whose_calendars_it_stands(house: &House) {
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb, house.elena]);
    let id = house.planned(draft).await.meeting.id;
    house.planned(house.draft(house.gleb, "Own", "2026-11-24 12:00", &[])).await;
    let gleb = Attendee::Person(house.gleb);
    house.store.respond(who(house.gleb), id, gleb, Answer::Accepted, String::new(), now()).await.unwrap();
    let elena = Attendee::Person(house.elena);
    house.store.respond(who(house.elena), id, elena, Answer::Declined, String::new(), now()).await.unwrap();

    let (from, to) = (utc("2026-11-23T21:00:00Z"), utc("2026-11-24T21:00:00Z"));
    let all = [house.vera, house.gleb, house.elena];
    let seen = house.store.calendar(who(house.anna), &all, from, to).await.unwrap().entries;
    assert_eq!(seen.len(), 2, "what several take part in stands once");
    // Even who may know no more of it learns whose time is taken, as free and busy tells it too.
    assert!(seen.iter().all(|entry| entry.details.is_none()));
    let attends = |person, answer| Attends { person, answer };
    assert_eq!(
        seen[0].of,
        [attends(house.vera, Answer::Accepted), attends(house.gleb, Answer::Accepted)],
        "who has declined has the time"
    );
    assert_eq!(seen[1].of, [attends(house.gleb, Answer::Accepted)]);
    let own = house.store.calendar(who(house.gleb), &[house.gleb], from, to).await.unwrap().entries;
    assert!(own.iter().all(|entry| entry.of.is_empty()), "of one's own calendar that needs no saying");
}

async fn what_is_told_live_is_what_several_calendars_show(house: &House) {
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb, house.elena]);
    let id = house.planned(draft).await.meeting.id;
    let elena = Attendee::Person(house.elena);
    house.store.respond(who(house.elena), id, elena, Answer::Declined, String::new(), now()).await.unwrap();
    let (from, to) = (utc("2026-11-23T21:00:00Z"), utc("2026-11-24T21:00:00Z"));
    let posted = house.store.posted(id).await.unwrap().unwrap();
    let watched = [house.elena, house.vera, house.gleb];
    for viewer in [house.anna, house.boris, house.vera, house.elena] {
        let shown = house.store.calendar(who(viewer), &watched, from, to).await.unwrap().entries;
        let actor = house.store.actor(who(viewer)).await.unwrap();
        assert_eq!(shown, [posted.entry_among(&actor, |person| watched.contains(&person))]);
    }
}

/// Subjects of what somebody finds.
async fn found(house: &House, viewer: PersonId, text: &str) -> Vec<String> {
    let found = house.store.search(who(viewer), text, 20, now()).await.unwrap();
    found.into_iter().map(|found| found.entry.details.unwrap().subject).collect()
}

async fn a_meeting_is_found_by_its_subject_client_participants_and_place(house: &House) {
    let draft = Draft {
        place: Some(house.blue_room),
        client: Some(house.romashka),
        ..house.draft(house.vera, "Бюджет на Ёлку", "2026-11-24 10:00", &[house.gleb])
    };
    house.planned(draft).await;
    house.planned(house.draft(house.vera, "Other", "2026-11-24 12:00", &[])).await;
    for text in
        ["бюджет", "БЮДЖ", "елку", "ёлку", "ромашка", "Blue", "gleb", "sedov blue", "ольга", "бюджет седов"]
    {
        let expected: &[&str] =
            if text == "бюджет седов" { &[] } else { &["Бюджет на Ёлку"] };
        assert_eq!(found(house, house.vera, text).await, expected, "{text}");
    }
    assert_eq!(found(house, house.vera, "юджет").await.len(), 0, "a word is found by its beginning");
    for nothing in ["", "   ", "!?", "%", "бюджет nothing"] {
        assert_eq!(found(house, house.vera, nothing).await.len(), 0, "{nothing:?}");
    }
    let told = house.store.search(who(house.vera), "ольга gleb", 20, now()).await.unwrap();
    assert_eq!(told[0].people, ["Gleb Sedov", "Ольга Ёлкина"], "for whom it was found");
    assert!(told[0].entry.details.as_ref().unwrap().permits.change);

    // Renamed, it is found by what it is called now; removed, not at all.
    let sheet = house.store.meeting(who(house.vera), told[0].entry.meeting).await.unwrap();
    let draft = Draft { subject: "Отчёт".into(), ..sheet.meeting.draft() };
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let revised = house.store.revise(who(house.vera), id, seen, draft, now()).await.unwrap();
    assert_eq!(found(house, house.vera, "бюджет").await.len(), 0);
    assert_eq!(found(house, house.vera, "отчет").await, ["Отчёт"]);
    house.store.remove_meeting(who(house.vera), id, revised.meeting.version, now()).await.unwrap();
    assert_eq!(found(house, house.vera, "отчет").await.len(), 0);
}

async fn the_nearest_is_found_first_past_and_to_come(house: &House) {
    for (subject, start) in [
        ("Plan of long ago", "2023-03-01 10:00"),
        ("Plan of yesterday", "2026-11-23 10:00"),
        ("Plan under way", "2026-11-24 08:30"),
        ("Plan of tomorrow", "2026-11-25 10:30"),
        ("Plan of next year", "2027-11-20 10:00"),
        ("Plan of a far day", "2031-01-01 10:00"),
    ] {
        house.planned(house.draft(house.vera, subject, start, &[])).await;
    }
    let all = found(house, house.vera, "plan").await;
    assert_eq!(
        all,
        [
            "Plan under way",
            "Plan of yesterday",
            "Plan of tomorrow",
            "Plan of next year",
            "Plan of long ago",
            "Plan of a far day"
        ]
    );
    let near = house.store.search(who(house.vera), "plan", 2, now()).await.unwrap();
    assert_eq!(near.len(), 2);
    assert_eq!(near[1].entry.details.as_ref().unwrap().subject, "Plan of yesterday");
}

async fn nobody_finds_what_they_may_not_see(house: &House) {
    house.planned(house.draft(house.vera, "Salaries", "2026-11-24 10:00", &[house.gleb])).await;
    let private = house.draft(house.vera, "Salaries, mine", "2026-11-24 12:00", &[]);
    house.planned(Draft { private: true, ..private }).await;
    let with_elena = house.draft(house.elena, "Salaries of all", "2026-11-24 14:00", &[house.gleb]);
    house.planned(Draft { private: true, ..with_elena }).await;
    assert_eq!(found(house, house.vera, "salaries").await, ["Salaries", "Salaries, mine"]);
    assert_eq!(found(house, house.gleb, "salaries").await, ["Salaries", "Salaries of all"]);
    // The head of both sees what is not private; a colleague and the administrator nothing.
    assert_eq!(found(house, house.boris, "salaries").await, ["Salaries"]);
    assert_eq!(found(house, house.elena, "salaries").await, ["Salaries of all"]);
    assert_eq!(found(house, house.anna, "salaries").await.len(), 0);
    assert_eq!(found(house, house.anna, "vera").await.len(), 0, "nor by who takes part");
    let nobody = PersonId(Uuid::from_u128(99));
    assert_gone(house.store.search(who(nobody), "salaries", 20, now()).await);
    assert_gone(house.store.search(who(nobody), "", 20, now()).await);
}

async fn who_planned_for_another_finds_it(house: &House) {
    let draft = house.draft(house.vera, "For Vera", "2026-11-24 10:00", &[]);
    let planned =
        house.store.plan(who(house.elena), crate::house::new_meeting(), draft, now()).await.unwrap();
    assert_eq!(found(house, house.elena, "for").await, ["For Vera"]);
    let (id, seen) = (planned.meeting.id, planned.meeting.version);
    house.store.remove_meeting(who(house.elena), id, seen, now()).await.unwrap();
    assert_eq!(found(house, house.elena, "for").await.len(), 0);
}

async fn an_address_is_no_name(house: &House) {
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[]);
    let participants = vec![invited(Attendee::Contact(house.olga))];
    house.planned(Draft { participants, ..draft }).await;
    assert_eq!(found(house, house.vera, "example").await.len(), 0, "all addresses of a company look alike");
    assert_eq!(found(house, house.vera, "7701234567").await.len(), 0);
    assert_eq!(found(house, house.vera, "belova").await, ["Review"]);
}

async fn a_visit_is_found_by_its_address_also_one_that_was_there_before(house: &House) {
    let visit = Draft {
        kind: Predefined::MeetingAtClient.id(),
        client: Some(house.romashka),
        address: Some(Location { text: "Самара, Садовая 5".into(), position: None }),
        ..house.draft(house.vera, "Совещание", "2026-11-24 10:00", &[])
    };
    house.planned(visit).await;
    assert_eq!(found(house, house.vera, "садовая 5").await, ["Совещание"]);
    house.raw("UPDATE meeting SET folded = NULL").await.unwrap();
    assert_eq!(found(house, house.vera, "совещание").await.len(), 0);
    let again = store::Store::open(&house.url).await.unwrap();
    for text in ["совещание", "самара сад"] {
        let after = again.search(who(house.vera), text, 20, now()).await.unwrap();
        assert_eq!(after.len(), 1, "{text}");
    }
    again.close().await;
}

async fn how_full_days_are_is_told_by_the_readers_clock(house: &House) {
    let review = house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb]);
    house.planned(review).await;
    let long = house.draft(house.vera, "Over midnight", "2026-11-25 23:00", &[]);
    house.planned(Draft { when: moscow("2026-11-25 23:00", 120), ..long }).await;
    let first = "2026-11-24".parse().unwrap();
    let moscow = store::zones::rules(&zone("Europe/Moscow")).unwrap();
    let full = async |people: &[PersonId], rules: &ZoneRules| {
        house.store.fullness(who(house.elena), people, first, 3, rules).await.unwrap()
    };
    assert_eq!(full(&[house.vera], &moscow).await, [60, 60, 60]);
    assert_eq!(full(&[house.vera, house.gleb], &moscow).await, [60, 60, 60], "the same hour is one");
    assert_eq!(full(&[house.vera], &ZoneRules::utc()).await, [60, 120, 0]);
    assert_eq!(full(&[house.elena], &moscow).await, [0, 0, 0]);
    let nobody = PersonId(Uuid::from_u128(99));
    assert_gone(house.store.fullness(who(nobody), &[house.vera], first, 3, &moscow).await);
}

fn team(number: u128, name: &str, people: &[PersonId]) -> Team {
    Team { id: TeamId(Uuid::from_u128(number)), name: name.into(), people: people.to_vec() }
}

async fn a_team_is_kept_replaced_and_forgotten(house: &House) {
    let vera = who(house.vera);
    let sales = team(1, " Sales ", &[house.vera, house.gleb, house.vera]);
    let kept = house.store.save_team(vera, sales, now()).await.unwrap();
    assert_eq!(kept, team(1, "Sales", &[house.vera, house.gleb]), "nobody is in it twice");
    house.store.save_team(vera, team(2, "Fair", &[house.elena]), now()).await.unwrap();
    let told = house.store.teams(vera).await.unwrap();
    assert_eq!(told, [team(2, "Fair", &[house.elena]), kept]);

    let same_name = house.store.save_team(vera, team(3, "SALES", &[house.elena]), now()).await;
    assert_eq!(reasons(same_name), [Refusal::Duplicate { field: Field::Name }]);
    let replaced = team(1, "Sales", &[house.gleb, house.boris]);
    house.store.save_team(vera, replaced.clone(), now()).await.unwrap();
    assert_eq!(house.store.teams(vera).await.unwrap()[1], replaced);

    let nobody = house.store.save_team(vera, team(4, "", &[]), now()).await;
    let empty = |field| Refusal::Empty { field };
    assert_eq!(reasons(nobody), [empty(Field::Name), empty(Field::Participants)]);
    let many: Vec<_> = (100..131).map(|number| PersonId(Uuid::from_u128(number))).collect();
    let many = house.store.save_team(vera, team(4, "All", &many), now()).await;
    assert_eq!(reasons(many), [Refusal::TooManyPeople { max: 30 }]);
    let unknown = team(4, "Ghosts", &[PersonId(Uuid::from_u128(99))]);
    let unknown = house.store.save_team(vera, unknown, now()).await;
    assert_eq!(reasons(unknown), [Refusal::Unknown { field: Field::Participants }]);

    for _ in 0..2 {
        house.store.forget_team(vera, TeamId(Uuid::from_u128(1)), now()).await.unwrap();
    }
    assert_eq!(house.store.teams(vera).await.unwrap().len(), 1);
}

async fn a_team_is_nobody_elses(house: &House) {
    let mine = team(1, "Sales", &[house.vera, house.gleb]);
    house.store.save_team(who(house.vera), mine.clone(), now()).await.unwrap();
    for other in [house.boris, house.anna] {
        assert_eq!(house.store.teams(who(other)).await.unwrap(), []);
        assert_gone(house.store.save_team(who(other), team(1, "Taken over", &[other]), now()).await);
        assert_gone(house.store.forget_team(who(other), mine.id, now()).await);
    }
    let same_name = team(2, "Sales", &[house.boris]);
    house.store.save_team(who(house.boris), same_name, now()).await.unwrap();
    assert_eq!(house.store.teams(who(house.vera)).await.unwrap(), [mine]);
}

async fn a_second_clock_is_one_that_exists(house: &House) {
    let second = |name: &str| Preferences { second_zone: Some(zone(name)), ..Preferences::default() };
    let kept = house.store.save_preferences(who(house.vera), second("Asia/Kolkata"), now()).await.unwrap();
    assert_eq!(kept.preferences, second("Asia/Kolkata"));
    assert_eq!(house.store.person(who(house.gleb), house.vera).await.unwrap(), kept);
    let nowhere = house.store.save_preferences(who(house.vera), second("Mars/Base"), now()).await;
    assert_eq!(reasons(nowhere), [Refusal::Unknown { field: Field::Zone }]);
}

async fn people_are_told_in_the_order_asked_for(house: &House) {
    let asked = [house.vera, PersonId(Uuid::from_u128(99)), house.anna, house.gleb];
    let told = house.store.these_people(who(house.elena), &asked).await.unwrap();
    let ids: Vec<_> = told.iter().map(|person| person.id).collect();
    assert_eq!(ids, [house.vera, house.anna, house.gleb]);
    let placed = house.store.placed(who(house.elena)).await.unwrap();
    assert!(placed.contains(&(house.vera, Some(house.sales))) && placed.contains(&(house.elena, None)));
}
