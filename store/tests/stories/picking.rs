//! Who can be asked to take part, and how their days are filled (S27 to S34, D21).

use domain::Refusal;
use domain::availability::{Firmness, Freedom, Load, by_freedom};
use domain::id::{DepartmentId, GroupId, IndividualId, PersonId};
use domain::meeting::{Answer, Attendee, Draft};
use domain::people::{Circle, Department, Depth, Group, Individual, Person, Preferences};
use domain::time::{Span, ZoneRules};
use uuid::Uuid;

use crate::house::{
    House, assert_gone, invited, moscow, new_meeting, now, on_both, reasons, user, utc, who, zone,
};

on_both! {
    a_colleague_sees_that_time_is_taken_and_the_chain_sees_by_what,
    whoever_takes_part_or_leads_somebody_who_does_sees_the_meeting,
    what_is_declined_cancelled_or_removed_takes_no_time,
    everybody_works_by_the_clock_of_their_own_zone,
    a_department_is_asked_with_or_without_those_below_it,
    a_group_and_those_without_a_department_are_asked_together,
    who_is_free_then_comes_first,
    somebody_outside_is_invited_who_can_be_told,
    a_stranger_learns_nobodys_load,
}

const DAY: &str = "2026-11-24";

async fn load(house: &House, viewer: PersonId, of: PersonId) -> Load {
    let day = DAY.parse().unwrap();
    let loads = house.store.loads(who(viewer), &[of], day, &moscow_rules()).await.unwrap();
    loads.into_iter().next().unwrap()
}

fn moscow_rules() -> ZoneRules {
    (*store::zones::rules(&zone("Europe/Moscow")).unwrap()).clone()
}

fn hour(from: u32) -> Span {
    let at = |hour: u32| utc(&format!("2026-11-24T{hour:02}:00:00Z"));
    Span::new(at(from), at(from + 1)).unwrap()
}

fn subjects(load: &Load) -> Vec<Option<&str>> {
    load.busy.iter().map(|busy| busy.subject.as_deref()).collect()
}

async fn a_colleague_sees_that_time_is_taken_and_the_chain_sees_by_what(house: &House) {
    house.planned(house.draft(house.vera, "Salaries", "2026-11-24 10:00", &[house.gleb])).await;
    let open = house.draft(house.vera, "Doctor", "2026-11-24 15:00", &[]);
    house.planned(Draft { private: true, ..open }).await;

    let seen = load(house, house.elena, house.vera).await;
    assert_eq!(subjects(&seen), [None, None], "a colleague outside the chain");
    assert_eq!(seen.busy.iter().map(|busy| busy.span).collect::<Vec<_>>(), [hour(7), hour(12)]);
    assert_eq!(subjects(&load(house, house.anna, house.vera).await), [None, None], "an administrator");
    assert_eq!(subjects(&load(house, house.boris, house.vera).await), [Some("Salaries"), None], "the head");
    assert_eq!(subjects(&load(house, house.vera, house.vera).await), [Some("Salaries"), Some("Doctor")]);

    let invited = load(house, house.elena, house.gleb).await;
    assert_eq!(invited.busy[0].firmness, Firmness::Soft, "the invitation is not accepted yet");
}

async fn whoever_takes_part_or_leads_somebody_who_does_sees_the_meeting(house: &House) {
    house.planned(house.draft(house.elena, "Fair", "2026-11-24 10:00", &[house.vera])).await;
    // Elena is below nobody; that Vera takes part is enough for Vera's supervisor, and for Vera.
    for viewer in [house.boris, house.vera] {
        assert_eq!(subjects(&load(house, viewer, house.elena).await), [Some("Fair")]);
    }
    assert_eq!(subjects(&load(house, house.gleb, house.elena).await), [None]);
    let secret = house.draft(house.elena, "Secret", "2026-11-24 12:00", &[house.vera]);
    house.planned(Draft { private: true, ..secret }).await;
    assert_eq!(subjects(&load(house, house.vera, house.elena).await), [Some("Fair"), Some("Secret")]);
    assert_eq!(subjects(&load(house, house.boris, house.elena).await), [Some("Fair"), None]);
}

async fn what_is_declined_cancelled_or_removed_takes_no_time(house: &House) {
    let declined = house.planned(house.draft(house.vera, "No", "2026-11-24 10:00", &[house.gleb])).await;
    let gleb = Attendee::Person(house.gleb);
    let (id, reason) = (declined.meeting.id, String::new());
    house.store.respond(who(house.gleb), id, gleb, Answer::Declined, reason, now()).await.unwrap();
    let removed = house.planned(house.draft(house.gleb, "Gone", "2026-11-24 12:00", &[])).await.meeting;
    house.store.remove_meeting(who(house.gleb), removed.id, removed.version, now()).await.unwrap();
    house.planned(house.draft(house.gleb, "Other day", "2026-11-25 10:00", &[])).await;
    assert_eq!(load(house, house.gleb, house.gleb).await.busy, []);
}

async fn everybody_works_by_the_clock_of_their_own_zone(house: &House) {
    let works = |from: &str, to: &str| Span::new(utc(from), utc(to));
    let vera = load(house, house.elena, house.vera).await;
    assert_eq!(vera.works, works("2026-11-24T06:00:00Z", "2026-11-24T15:00:00Z"));
    let berlin = Preferences { zone: Some(zone("Europe/Berlin")), ..Preferences::default() };
    house.store.save_preferences(who(house.vera), berlin, now()).await.unwrap();
    let vera = load(house, house.elena, house.vera).await;
    assert_eq!(vera.works, works("2026-11-24T08:00:00Z", "2026-11-24T17:00:00Z"));
    let sunday = "2026-11-29".parse().unwrap();
    let off = house.store.loads(who(house.elena), &[house.vera], sunday, &moscow_rules()).await.unwrap();
    assert_eq!(off[0].works, None);
}

async fn a_department_is_asked_with_or_without_those_below_it(house: &House) {
    let team = DepartmentId(Uuid::from_u128(0x7000));
    let department =
        Department { id: team, name: "Team".into(), parent: Some(house.sales), head: None, archived: false };
    house.store.save_department(who(house.anna), department, now()).await.unwrap();
    let elena = house.store.person(who(house.anna), house.elena).await.unwrap();
    let elena = Person { department: Some(team), ..elena };
    house.store.save_person(who(house.anna), elena, now()).await.unwrap();
    let gleb = house.store.person(who(house.anna), house.gleb).await.unwrap();
    house.store.save_person(who(house.anna), Person { archived: true, ..gleb }, now()).await.unwrap();

    let names = async |depth| {
        let circle = Circle::Department { id: house.sales, depth };
        let people = house.store.circle(who(house.vera), circle).await.unwrap();
        people.into_iter().map(|person| person.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Depth::Alone).await, ["Boris Orlov", "Vera Belova"]);
    assert_eq!(names(Depth::Whole).await, ["Boris Orlov", "Elena Kim", "Vera Belova"]);
}

async fn a_group_and_those_without_a_department_are_asked_together(house: &House) {
    let group = Group {
        id: GroupId(Uuid::from_u128(0x7001)),
        name: "Fair".into(),
        members: vec![house.vera, house.elena],
        archived: false,
    };
    house.store.save_group(who(house.anna), group.clone(), now()).await.unwrap();
    let ids = async |circle| {
        let people = house.store.circle(who(house.gleb), circle).await.unwrap();
        people.into_iter().map(|person| person.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Circle::Group { id: group.id }).await, [house.vera, house.elena]);
    assert_eq!(ids(Circle::Unplaced).await, [house.anna, house.elena]);
}

async fn who_is_free_then_comes_first(house: &House) {
    house.planned(house.draft(house.boris, "Busy", "2026-11-24 10:00", &[house.gleb])).await;
    let circle = Circle::Department { id: house.sales, depth: Depth::Whole };
    let rules = moscow_rules();
    let day = DAY.parse().unwrap();
    let mut loads = house.store.loads_of(who(house.vera), circle, day, &rules).await.unwrap();
    by_freedom(&mut loads, rules.day(day), Some(hour(7)), None);
    let free: Vec<_> = loads.iter().map(|load| (load.person, load.freedom(hour(7), None))).collect();
    let expected = [(house.vera, Freedom::Free), (house.gleb, Freedom::Soft), (house.boris, Freedom::Busy)];
    assert_eq!(free, expected);
}

async fn somebody_outside_is_invited_who_can_be_told(house: &House) {
    let pavel = Individual {
        id: IndividualId(Uuid::from_u128(0x7002)),
        name: "Pavel".into(),
        email: String::new(),
        phone: String::new(),
        archived: false,
    };
    house.store.save_individual(who(house.vera), pavel.clone(), now()).await.unwrap();
    let draft = Draft {
        participants: vec![invited(Attendee::Individual(pavel.id))],
        ..house.draft(house.vera, "Talk", "2026-11-24 10:00", &[])
    };
    let plan = async || house.store.plan(who(house.vera), new_meeting(), draft.clone(), now()).await;
    assert_eq!(reasons(plan().await), [Refusal::Unreachable]);
    let pavel = Individual { phone: "+7 900 000".into(), ..pavel };
    house.store.save_individual(who(house.vera), pavel.clone(), now()).await.unwrap();
    let meeting = plan().await.unwrap().meeting;

    // Who takes part already does not keep anybody from changing the rest.
    let pavel = Individual { phone: String::new(), ..pavel };
    house.store.save_individual(who(house.vera), pavel, now()).await.unwrap();
    let later = Draft { when: moscow("2026-11-24 12:00", 60), ..meeting.draft() };
    house.store.revise(who(house.vera), meeting.id, meeting.version, later, now()).await.unwrap();
}

async fn a_stranger_learns_nobodys_load(house: &House) {
    let nobody = who(user(PersonId(Uuid::from_u128(0x7003)), "Nobody").id);
    let day = DAY.parse().unwrap();
    assert_gone(house.store.loads(nobody, &[house.vera], day, &moscow_rules()).await);
    assert_gone(house.store.loads_of(nobody, Circle::Unplaced, day, &moscow_rules()).await);
    assert_gone(house.store.circle(nobody, Circle::Unplaced).await);
}
