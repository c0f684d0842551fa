//! Plan against fact over a period (S64).

use chrono::{DateTime, Utc};
use domain::id::{MeetingId, PersonId};
use domain::journal::report::{By, Group, PlanFact, Report, Scope, Tally};
use domain::journal::{Origin, Outcome, PlanKey};
use domain::kind::{Kind, Predefined};
use domain::meeting::{Draft, Meeting};

use crate::house::{House, moscow, now, on_both, who};

on_both! {
    what_was_promised_stands_beside_what_became_of_it,
    a_report_is_of_oneself_and_of_those_whom_one_leads,
    what_is_dropped_keeps_its_names,
    a_month_ends_within_a_week,
}

fn november() -> Scope {
    Scope { period: "2026-11".parse().unwrap(), person: None, department: None, client: None }
}

/// When the week is over.
fn sunday() -> DateTime<Utc> {
    "2026-11-29T20:00:00Z".parse().unwrap()
}

async fn fact(house: &House, person: PersonId, scope: Scope) -> PlanFact {
    house.store.plan_fact(who(person), scope, sunday()).await.unwrap()
}

async fn visit(house: &House, owner: PersonId, subject: &str, start: &str) -> Meeting {
    let kind = Predefined::MeetingAtClient.id();
    let draft = house.draft(owner, subject, start, &[]);
    house.planned(Draft { kind, client: Some(house.romashka), ..draft }).await.meeting
}

async fn approve(house: &House, owner: PersonId) {
    let key = PlanKey { owner, week: "2026-W48".parse().unwrap() };
    house.store.submit_plan(who(owner), key, "", now()).await.unwrap();
    let sheet = house.store.plan_sheet(who(house.boris), key, key.week.monday(), now()).await.unwrap();
    house.store.approve_plan(who(house.boris), key, &sheet.edition, now()).await.unwrap();
}

async fn close(house: &House, meeting: MeetingId) {
    house.store.close_meeting(who(house.vera), meeting, None, String::new(), None, sunday()).await.unwrap();
}

/// Without items that would have to be ticked first.
async fn visits_without_checklist(house: &House) {
    let kinds = house.store.kinds(who(house.anna)).await.unwrap();
    let visits = kinds.into_iter().find(|kind| kind.id == Predefined::MeetingAtClient.id()).unwrap();
    let visits = Kind { checklist: Vec::new(), points: 5, ..visits };
    house.store.save_kind(who(house.anna), visits, now()).await.unwrap();
}

/// Six of Vera's visits, each with a fate of its own.
async fn lived(house: &House) {
    visits_without_checklist(house).await;
    let (store, vera) = (&house.store, who(house.vera));
    let kept = visit(house, house.vera, "Kept", "2026-11-25 09:00").await;
    let moved = visit(house, house.vera, "Moved", "2026-11-25 11:00").await;
    visit(house, house.vera, "Missed", "2026-11-25 13:00").await;
    let cancelled = visit(house, house.vera, "Cancelled", "2026-11-25 15:00").await;
    let dropped = visit(house, house.vera, "Dropped", "2026-11-25 17:00").await;
    approve(house, house.vera).await;
    let to = moscow("2026-11-26 11:00", 60);
    store.reschedule(vera, moved.id, moved.version, to, None, now()).await.unwrap();
    store.cancel_meeting(vera, cancelled.id, None, "Their office moved", now()).await.unwrap();
    store.remove_meeting(vera, dropped.id, dropped.version, now()).await.unwrap();
    let unplanned = visit(house, house.vera, "Unplanned", "2026-11-27 09:00").await;
    for meeting in [kept.id, moved.id, unplanned.id] {
        close(house, meeting).await;
    }
}

async fn what_was_promised_stands_beside_what_became_of_it(house: &House) {
    lived(house).await;
    let fact = fact(house, house.vera, november()).await;
    let mut told: Vec<_> = fact
        .lines
        .iter()
        .map(|it| (it.line.subject(), it.line.origin, it.line.outcome, it.line.reason.as_str()))
        .collect();
    told.sort_by_key(|(subject, ..)| *subject);
    let expected = [
        ("Cancelled", Origin::Planned, Outcome::Cancelled, "Their office moved"),
        ("Dropped", Origin::Planned, Outcome::Dropped, ""),
        ("Kept", Origin::Planned, Outcome::Done, ""),
        ("Missed", Origin::Planned, Outcome::Missed, ""),
        ("Moved", Origin::Moved, Outcome::Done, ""),
        ("Unplanned", Origin::Unplanned, Outcome::Done, ""),
    ];
    assert_eq!(told, expected);
    let whole = Tally {
        planned: 5,
        kept: 1,
        moved: 1,
        missed: 1,
        cancelled: 1,
        dropped: 1,
        ahead: 0,
        unplanned: 1,
        unplanned_done: 1,
        points: 20,
        earned: 15,
    };
    assert_eq!(Tally::of(&fact.lines), whole);
}

async fn a_report_is_of_oneself_and_of_those_whom_one_leads(house: &House) {
    lived(house).await;
    visit(house, house.gleb, "Of Gleb", "2026-11-27 09:00").await;
    visit(house, house.elena, "Of Elena", "2026-11-27 09:00").await;
    let names = async |person, scope| {
        let rows = Report::of(&fact(house, person, scope).await, By::Person).rows;
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    let scope = november();
    assert_eq!(names(house.boris, scope).await, ["Gleb Sedov", "Vera Belova"]);
    assert_eq!(names(house.vera, scope).await, ["Vera Belova"]);
    assert_eq!(names(house.elena, scope).await, ["Elena Kim"]);
    // Whoever names somebody else is told nothing of them.
    for stranger in [house.gleb, house.elena, house.anna] {
        let of_vera = Scope { person: Some(house.vera), ..scope };
        assert_eq!(names(stranger, of_vera).await, Vec::<String>::new());
    }
    let of_sales = Scope { department: Some(house.sales), ..scope };
    assert_eq!(names(house.boris, of_sales).await.len(), 2);
    assert_eq!(names(house.elena, of_sales).await, Vec::<String>::new());
    let of_gleb = Scope { person: Some(house.gleb), ..scope };
    assert_eq!(names(house.boris, of_gleb).await, ["Gleb Sedov"]);
}

async fn what_is_dropped_keeps_its_names(house: &House) {
    lived(house).await;
    let of_romashka = Scope { client: Some(house.romashka), ..november() };
    let fact = fact(house, house.boris, of_romashka).await;
    let rows = Report::of(&fact, By::Client).rows;
    let told: Vec<_> = rows.iter().map(|row| (&row.group, row.name.as_str(), row.tally.dropped)).collect();
    assert_eq!(told, [(&Group::Client { id: Some(house.romashka) }, "ООО «Ромашка»", 1)]);
    assert!(fact.lines.iter().all(|line| !line.kind.name.is_empty()));
}

async fn a_month_ends_within_a_week(house: &House) {
    visit(house, house.vera, "Monday", "2026-11-30 23:30").await;
    visit(house, house.vera, "Tuesday", "2026-12-01 00:00").await;
    let of_month = async |month: &str| {
        let fact = fact(house, house.vera, Scope { period: month.parse().unwrap(), ..november() }).await;
        fact.lines.iter().map(|line| line.line.subject().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (of_month("2026-11").await, of_month("2026-12").await),
        (vec!["Monday".to_owned()], vec!["Tuesday".to_owned()])
    );
    assert_eq!(of_month("2026-Q4").await, ["Monday", "Tuesday"]);
    assert_eq!(of_month("2026-W48").await, Vec::<String>::new());
}
