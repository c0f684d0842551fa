//! Absences, and who stands in meanwhile (S69).

use chrono::{DateTime, TimeDelta, Utc};
use domain::absence::Absence;
use domain::change::About;
use domain::id::{AbsenceId, PersonId};
use domain::journal::PlanKey;
use domain::permission::Action;
use domain::time::ZoneName;
use domain::{Refusal, refusal::Field};

use crate::house::{House, assert_gone, now, on_both, reasons, utc, who};

on_both! {
    a_substitute_leads_whom_the_absent_head_leads,
    rights_come_and_go_by_themselves,
    a_head_or_the_person_says_who_is_away_and_nobody_else,
    a_substitute_has_to_be_there_and_somebody_else,
    an_absence_stays_the_same_persons,
}

/// Boris, who heads Vera and Gleb, is away on these days; Elena stands in for him.
fn away(house: &House, first: &str, last: &str) -> Absence {
    Absence {
        id: AbsenceId::generate(now()),
        person: house.boris,
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
        zone: ZoneName::utc(),
        substitute: Some(house.elena),
    }
}

fn key(owner: PersonId) -> PlanKey {
    PlanKey { owner, week: "2026-W48".parse().unwrap() }
}

async fn leads(house: &House, person: PersonId) -> Vec<PersonId> {
    house.store.actor(who(person)).await.unwrap().leads.into_iter().collect()
}

async fn decides(house: &House, owner: PersonId) -> bool {
    let actor = house.store.actor(who(house.elena)).await.unwrap();
    actor.may_with_plan(Action::DecidePlan, owner)
}

async fn a_substitute_leads_whom_the_absent_head_leads(house: &House) {
    assert_eq!(leads(house, house.elena).await, []);
    let absence = away(house, "2026-11-24", "2026-11-25");
    house.store.save_absence(who(house.boris), absence.clone(), now()).await.unwrap();
    assert_eq!(leads(house, house.elena).await, leads(house, house.boris).await, "he leads on");
    assert!(decides(house, house.vera).await);
    assert!(!decides(house, house.boris).await, "she stands in for him, and is not above him");
    let stands_in = house.store.stood_in_for(who(house.elena)).await.unwrap();
    assert_eq!(stands_in.iter().map(|line| line.absence.person).collect::<Vec<_>>(), [house.boris]);

    // The whole way: submitted, and sent back by her.
    let before = house.store.revision().await.unwrap();
    house.store.submit_plan(who(house.vera), key(house.vera), "", now()).await.unwrap();
    let told = house.store.since(before, 1).await.unwrap();
    assert!(told[0].affected.contains(&house.elena) && told[0].affected.contains(&house.boris));
    house.store.return_plan(who(house.elena), key(house.vera), "Friday?", now()).await.unwrap();

    house.store.remove_absence(who(house.boris), absence.id, now()).await.unwrap();
    assert_eq!(leads(house, house.elena).await, []);
    assert_gone(house.store.plan_sheet(who(house.elena), key(house.vera), now().date_naive(), now()).await);
    house.store.remove_absence(who(house.boris), absence.id, now()).await.unwrap();
}

async fn rights_come_and_go_by_themselves(house: &House) {
    let absence = away(house, "2026-11-25", "2026-11-26");
    house.store.save_absence(who(house.boris), absence, now()).await.unwrap();
    let at = async |moment: DateTime<Utc>| {
        let followed = house.store.follow_absences(moment).await.unwrap();
        (followed, decides(house, house.vera).await)
    };
    assert_eq!(at(utc("2026-11-24T23:59:00Z")).await, (0, false));
    let before = house.store.revision().await.unwrap();
    assert_eq!(at(utc("2026-11-25T00:00:00Z")).await, (1, true));
    let told = house.store.since(before, 10).await.unwrap();
    assert_eq!(told.iter().map(|change| change.about).collect::<Vec<_>>(), [About::Directory]);
    assert_eq!(at(utc("2026-11-26T23:59:00Z")).await, (0, true));
    assert_eq!(at(utc("2026-11-27T00:00:00Z")).await, (1, false));
    let left =
        house.store.absences(who(house.boris), house.boris, utc("2026-11-27T00:00:00Z")).await.unwrap();
    assert_eq!(left, []);
}

async fn a_head_or_the_person_says_who_is_away_and_nobody_else(house: &House) {
    let absence = Absence { person: house.vera, ..away(house, "2026-11-24", "2026-11-25") };
    for person in [house.gleb, house.elena, house.anna] {
        assert_gone(house.store.save_absence(who(person), absence.clone(), now()).await);
        assert_gone(house.store.absences(who(person), house.vera, now()).await);
    }
    house.store.save_absence(who(house.boris), absence.clone(), now()).await.unwrap();
    for person in [house.vera, house.boris] {
        let lines = house.store.absences(who(person), house.vera, now()).await.unwrap();
        assert_eq!((lines.len(), lines[0].in_force), (1, true));
        assert_eq!(lines[0].substitute_name.as_deref(), Some("Elena Kim"));
    }
    assert_gone(house.store.remove_absence(who(house.gleb), absence.id, now()).await);
    house.store.remove_absence(who(house.vera), absence.id, now()).await.unwrap();
}

async fn a_substitute_has_to_be_there_and_somebody_else(house: &House) {
    let save = async |substitute| {
        let absence = Absence { substitute: Some(substitute), ..away(house, "2026-11-24", "2026-11-25") };
        reasons(house.store.save_absence(who(house.boris), absence, now()).await)
    };
    assert_eq!(save(house.boris).await, [Refusal::OwnSubstitute]);
    let nobody = PersonId::generate(now() + TimeDelta::days(1));
    assert_eq!(save(nobody).await, [Refusal::Unknown { field: Field::Substitute }]);
    assert_eq!(house.rows("SELECT count(*) FROM absence").await, 0);
}

async fn an_absence_stays_the_same_persons(house: &House) {
    let absence = away(house, "2026-11-24", "2026-11-25");
    house.store.save_absence(who(house.boris), absence.clone(), now()).await.unwrap();
    let taken = Absence { person: house.elena, substitute: None, ..absence };
    assert_gone(house.store.save_absence(who(house.elena), taken, now()).await);
}
