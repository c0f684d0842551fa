//! Week plans: from the draft to the approval, and what is changed afterwards (S61 to S64, D7, D8).

use chrono::{NaiveDate, TimeDelta};
use domain::Refusal;
use domain::change::{About, Act, PlanVerb, Revision};
use domain::id::{DepartmentId, MeetingId, PersonId};
use domain::journal::{Amended, Finding, Origin, Outcome, PlanKey, PlanSheet, PlanState};
use domain::kind::Predefined;
use domain::meeting::{Draft, Sheet};
use domain::people::{Department, Person};
use domain::permission::Action;
use domain::time::Recurrence;
use store::{Error, Store};

use crate::house::{House, assert_gone, moscow, new_meeting, now, on_both, reasons, user, who};

on_both! {
    a_plan_consists_of_the_visits_of_its_owner_in_its_week,
    a_plan_is_submitted_returned_and_approved,
    the_same_decision_sent_twice_is_taken_once,
    what_has_changed_since_it_was_seen_is_not_approved_unseen,
    only_the_owner_and_the_heads_above_see_a_plan,
    only_the_owner_submits_and_only_a_head_decides,
    whatever_verb_changes_an_approved_plan_amends_it,
    plan_and_amendments_are_what_is_there,
    a_series_amends_every_week_that_it_reaches,
    who_takes_a_visit_over_has_it_unplanned,
    a_head_sees_the_team_side_by_side,
    a_department_is_looked_at_with_those_below_it,
    clean_plans_are_approved_at_once_and_others_left,
    what_a_head_has_seen_is_no_longer_new,
    a_decision_is_told_to_those_whom_it_concerns,
    a_week_is_closed_once_it_has_begun,
}

/// The week of the stories, which begin on its Tuesday.
fn key(owner: PersonId) -> PlanKey {
    PlanKey { owner, week: "2026-W48".parse().unwrap() }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

async fn sheet(store: &Store, person: PersonId, key: PlanKey) -> PlanSheet {
    store.plan_sheet(who(person), key, today(), now()).await.unwrap()
}

fn visit(house: &House, owner: PersonId, subject: &str, start: &str) -> Draft {
    Draft {
        kind: Predefined::MeetingAtClient.id(),
        client: Some(house.romashka),
        ..house.draft(owner, subject, start, &[])
    }
}

async fn planned(house: &House, owner: PersonId, subject: &str, start: &str) -> Sheet {
    house.planned(visit(house, owner, subject, start)).await
}

/// Submitted by the owner and approved by Boris.
async fn approved(house: &House, owner: PersonId) {
    house.store.submit_plan(who(owner), key(owner), "", now()).await.unwrap();
    approve(house, owner).await.unwrap();
}

async fn approve(house: &House, owner: PersonId) -> store::Result<()> {
    let edition = sheet(&house.store, house.boris, key(owner)).await.edition;
    house.store.approve_plan(who(house.boris), key(owner), &edition, now()).await
}

fn subjects(sheet: &PlanSheet) -> Vec<&str> {
    sheet.lines.iter().map(|line| line.subject()).collect()
}

async fn a_plan_consists_of_the_visits_of_its_owner_in_its_week(house: &House) {
    planned(house, house.vera, "Monday", "2026-11-23 00:00").await;
    planned(house, house.vera, "Sunday", "2026-11-29 23:59").await;
    planned(house, house.vera, "The week after", "2026-11-30 00:00").await;
    planned(house, house.gleb, "Of Gleb", "2026-11-25 10:00").await;
    house.planned(house.draft(house.vera, "Inside", "2026-11-25 10:00", &[])).await;
    let gone = planned(house, house.vera, "Removed", "2026-11-25 12:00").await.meeting;
    house.store.remove_meeting(who(house.vera), gone.id, gone.version, now()).await.unwrap();
    let plan = sheet(&house.store, house.vera, key(house.vera)).await;
    assert_eq!(subjects(&plan), ["Monday", "Sunday"]);
    assert_eq!((plan.state, plan.totals.meetings, plan.totals.visits), (PlanState::Draft, 2, 2));
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    let empty = (24..=27).map(|date| Finding::EmptyDay { date: day(date) });
    let findings: Vec<_> = plan.findings.iter().filter(|it| matches!(it, Finding::EmptyDay { .. })).collect();
    assert_eq!(findings, empty.collect::<Vec<_>>().iter().collect::<Vec<_>>());
    assert!(plan.findings.contains(&Finding::NoAddress { meeting: plan.lines[0].meeting }));
}

async fn a_plan_is_submitted_returned_and_approved(house: &House) {
    let (vera, boris, plan) = (who(house.vera), who(house.boris), key(house.vera));
    planned(house, house.vera, "Visit", "2026-11-25 10:00").await;
    house.store.submit_plan(vera, plan, " please ", now()).await.unwrap();
    let seen = sheet(&house.store, house.boris, plan).await;
    assert_eq!(seen.state, PlanState::Submitted);
    assert_eq!(seen.plan.submission.as_ref().map(|it| it.text.as_str()), Some("please"));
    assert!(seen.permits.approve && seen.permits.give_back && !seen.permits.submit);
    house.store.return_plan(boris, plan, "Friday is empty", now()).await.unwrap();
    let again = sheet(&house.store, house.vera, plan).await;
    assert_eq!(again.state, PlanState::Returned);
    assert_eq!(again.name(house.boris), "Boris Orlov");
    house.store.submit_plan(vera, plan, "now", now()).await.unwrap();
    house.store.withdraw_plan(vera, plan, now()).await.unwrap();
    house.store.submit_plan(vera, plan, "now really", now()).await.unwrap();
    approve(house, house.vera).await.unwrap();
    let approved = sheet(&house.store, house.vera, plan).await;
    assert_eq!(approved.state, PlanState::InExecution, "it is Tuesday");
    let content = approved.plan.approval.unwrap().content;
    assert_eq!(content.values().map(|it| it.subject.as_str()).collect::<Vec<_>>(), ["Visit"]);
}

async fn the_same_decision_sent_twice_is_taken_once(house: &House) {
    let (vera, boris, plan) = (who(house.vera), who(house.boris), key(house.vera));
    house.store.submit_plan(vera, plan, "please", now()).await.unwrap();
    let before = house.store.revision().await.unwrap();
    house.store.submit_plan(vera, plan, "please", now()).await.unwrap();
    assert_eq!(house.store.revision().await.unwrap(), before);
    let edition = sheet(&house.store, house.boris, plan).await.edition;
    house.store.approve_plan(boris, plan, &edition, now()).await.unwrap();
    let before = house.store.revision().await.unwrap();
    house.store.approve_plan(boris, plan, &edition, now()).await.unwrap();
    assert_eq!(house.store.revision().await.unwrap(), before);
}

async fn what_has_changed_since_it_was_seen_is_not_approved_unseen(house: &House) {
    let (boris, plan) = (who(house.boris), key(house.vera));
    let meeting = planned(house, house.vera, "Visit", "2026-11-25 10:00").await.meeting;
    house.store.submit_plan(who(house.vera), plan, "", now()).await.unwrap();
    let seen = sheet(&house.store, house.boris, plan).await.edition;
    let to = moscow("2026-11-26 10:00", 60);
    house.store.reschedule(who(house.vera), meeting.id, meeting.version, to, None, now()).await.unwrap();
    let refused = house.store.approve_plan(boris, plan, &seen, now()).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
    approve(house, house.vera).await.unwrap();
}

async fn only_the_owner_and_the_heads_above_see_a_plan(house: &House) {
    for stranger in [house.gleb, house.elena, house.anna] {
        let store = &house.store;
        let plan = key(house.vera);
        assert_gone(store.plan_sheet(who(stranger), plan, today(), now()).await);
        assert_gone(store.submit_plan(who(stranger), plan, "", now()).await);
        assert_gone(store.approve_plan(who(stranger), plan, "", now()).await);
        assert_gone(store.look_at_plan(who(stranger), plan, Revision(9), now()).await);
    }
    let nobody = PersonId(uuid::Uuid::from_u128(99));
    assert_gone(house.store.plan_sheet(who(house.boris), key(nobody), today(), now()).await);
}

async fn only_the_owner_submits_and_only_a_head_decides(house: &House) {
    let plan = key(house.vera);
    let no = |action| vec![Refusal::NotPermitted { action }];
    let submitted = house.store.submit_plan(who(house.boris), plan, "", now()).await;
    assert_eq!(reasons(submitted), no(Action::KeepPlan));
    house.store.submit_plan(who(house.vera), plan, "", now()).await.unwrap();
    let edition = sheet(&house.store, house.vera, plan).await.edition;
    let vera = who(house.vera);
    assert_eq!(reasons(house.store.approve_plan(vera, plan, &edition, now()).await), no(Action::DecidePlan));
    assert_eq!(reasons(house.store.return_plan(vera, plan, "no", now()).await), no(Action::DecidePlan));
    let close = house.store.close_week(vera, plan, "", today(), now()).await;
    assert_eq!(reasons(close), no(Action::DecidePlan));
}

async fn whatever_verb_changes_an_approved_plan_amends_it(house: &House) {
    let (vera, plan) = (who(house.vera), key(house.vera));
    let moved = planned(house, house.vera, "Moved", "2026-11-25 10:00").await.meeting;
    let removed = planned(house, house.vera, "Removed", "2026-11-25 12:00").await.meeting;
    let kept = planned(house, house.vera, "Kept", "2026-11-25 14:00").await.meeting;
    approved(house, house.vera).await;
    let to = moscow("2026-11-26 10:00", 60);
    house.store.reschedule(vera, moved.id, moved.version, to.clone(), None, now()).await.unwrap();
    house.store.remove_meeting(vera, removed.id, removed.version, now()).await.unwrap();
    let renamed = Draft { subject: "Kept, renamed".into(), ..kept.draft() };
    house.store.revise(vera, kept.id, kept.version, renamed, now()).await.unwrap();
    let new = planned(house, house.vera, "New", "2026-11-27 10:00").await.meeting;

    let seen = sheet(&house.store, house.boris, plan).await;
    let fates = |sheet: &PlanSheet| {
        let line = |it: &domain::journal::FactLine| {
            (it.subject().to_owned(), it.origin, it.outcome == Outcome::Dropped, it.unexplained)
        };
        sheet.lines.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        fates(&seen),
        [
            ("Removed".to_owned(), Origin::Planned, true, true),
            ("Kept, renamed".to_owned(), Origin::Planned, false, false),
            ("Moved".to_owned(), Origin::Moved, false, true),
            ("New".to_owned(), Origin::Unplanned, false, false),
        ]
    );
    let by: Vec<_> = seen.plan.amendments.iter().map(|it| it.by).collect();
    assert_eq!(by, [Some(house.vera); 3]);

    let explain =
        |person, meeting, reason| house.store.explain_amendment(who(person), plan, meeting, reason, now());
    explain(house.vera, moved.id, " the client was ill ").await.unwrap();
    let refused = explain(house.boris, removed.id, "no").await;
    assert_eq!(reasons(refused), [Refusal::NotPermitted { action: Action::KeepPlan }]);
    let seen = sheet(&house.store, house.boris, plan).await;
    let line = seen.lines.iter().find(|line| line.meeting == moved.id).unwrap();
    assert_eq!((line.reason.as_str(), line.unexplained), ("the client was ill", false));

    // Taken back, it is as it was planned again.
    house.store.restore_meeting(vera, removed.id, now()).await.unwrap();
    let seen = sheet(&house.store, house.boris, plan).await;
    let line = seen.lines.iter().find(|line| line.meeting == removed.id).unwrap();
    assert_eq!((line.origin, line.outcome), (Origin::Planned, Outcome::Ahead));
    assert!(seen.lines.iter().any(|line| line.meeting == new.id));
}

/// Whatever is done to some visits, by whichever verb: the frozen plan with its amendments is what is there.
async fn plan_and_amendments_are_what_is_there(house: &House) {
    let (vera, plan) = (who(house.vera), key(house.vera));
    let mut ids: Vec<MeetingId> = Vec::new();
    for hour in 9..15 {
        let subject = format!("Visit {hour}");
        ids.push(planned(house, house.vera, &subject, &format!("2026-11-25 {hour:02}:00")).await.meeting.id);
    }
    approved(house, house.vera).await;
    // The same numbers every time, and no order in them.
    let mut dice: u32 = 7;
    let mut below = |count: u32| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 16) % count
    };
    for _ in 0..40 {
        let id = ids[below(ids.len() as u32) as usize];
        let there = house.store.meeting(vera, id).await;
        match (below(4), there) {
            (0 | 1, Ok(there)) => {
                let start = format!("2026-{:02}-{:02} 10:00", 11, 23 + below(8));
                let version = there.meeting.version;
                let when = moscow(&start, 60 + 15 * below(3));
                house.store.reschedule(vera, id, version, when, None, now()).await.unwrap();
            }
            (2, Ok(there)) => {
                house.store.remove_meeting(vera, id, there.meeting.version, now()).await.unwrap();
            }
            (3, Ok(there)) => {
                let kind = if below(2) == 0 { Predefined::Meeting } else { Predefined::Presentation };
                let draft = Draft { kind: kind.id(), ..there.meeting.draft() };
                house.store.revise(vera, id, there.meeting.version, draft, now()).await.unwrap();
            }
            (_, Ok(_)) => unreachable!("four faces"),
            (_, Err(_)) => drop(house.store.restore_meeting(vera, id, now()).await.unwrap()),
        }
        let seen = sheet(&house.store, house.vera, plan).await;
        let content = seen.plan.content().unwrap();
        let there: Vec<_> = seen.lines.iter().filter_map(|line| line.item.as_ref()).collect();
        assert_eq!(content.len(), there.len());
        for item in there {
            assert!(content[&item.meeting].keeps(&item.commitment()), "{item:?}");
        }
    }
}

async fn a_series_amends_every_week_that_it_reaches(house: &House) {
    let vera = who(house.vera);
    let next = PlanKey { week: key(house.vera).week.plus(1), ..key(house.vera) };
    approved(house, house.vera).await;
    house.store.submit_plan(vera, next, "", now()).await.unwrap();
    let edition = sheet(&house.store, house.boris, next).await.edition;
    house.store.approve_plan(who(house.boris), next, &edition, now()).await.unwrap();
    let rule = Recurrence::of("FREQ=WEEKLY;BYDAY=WE;COUNT=3".parse().unwrap());
    let draft = visit(house, house.vera, "Every Wednesday", "2026-11-25 10:00");
    let id = domain::id::SeriesId(new_meeting().0);
    house.store.plan_series(vera, id, draft, rule, now()).await.unwrap();
    for plan in [key(house.vera), next] {
        let seen = sheet(&house.store, house.boris, plan).await;
        assert_eq!(seen.plan.amendments.len(), 1, "{plan:?}");
        assert!(matches!(seen.plan.amendments[0].what, Amended::Added { .. }));
    }
}

async fn who_takes_a_visit_over_has_it_unplanned(house: &House) {
    let meeting = planned(house, house.vera, "Visit", "2026-11-25 10:00").await.meeting;
    approved(house, house.vera).await;
    approved(house, house.gleb).await;
    let draft = Draft { responsible: house.gleb, ..meeting.draft() };
    house.store.revise(who(house.vera), meeting.id, meeting.version, draft, now()).await.unwrap();
    let of_vera = sheet(&house.store, house.boris, key(house.vera)).await;
    assert_eq!(of_vera.lines[0].outcome, Outcome::Dropped);
    let of_gleb = sheet(&house.store, house.boris, key(house.gleb)).await;
    assert_eq!(of_gleb.lines[0].origin, Origin::Unplanned);
}

async fn a_head_sees_the_team_side_by_side(house: &House) {
    planned(house, house.vera, "Visit", "2026-11-25 10:00").await;
    house.store.submit_plan(who(house.vera), key(house.vera), "", now()).await.unwrap();
    let week = key(house.vera).week;
    let weekly = house.store.weekly(who(house.boris), week, today(), now()).await.unwrap();
    let rows: Vec<_> = weekly
        .team
        .iter()
        .map(|row| (row.owner.name.as_str(), row.state, row.days.map(|day| day.meetings)))
        .collect();
    assert_eq!(
        rows,
        [
            ("Gleb Sedov", PlanState::Draft, [0; 7]),
            ("Vera Belova", PlanState::Submitted, [0, 0, 1, 0, 0, 0, 0]),
        ]
    );
    let clients: Vec<_> = weekly.team.iter().map(|row| row.clients.clone()).collect();
    assert_eq!(clients, [vec![], vec![house.romashka]]);
    assert_eq!(weekly.clients.iter().map(|client| client.id).collect::<Vec<_>>(), [house.romashka]);
    for nobody in [house.vera, house.elena, house.anna] {
        let weekly = house.store.weekly(who(nobody), week, today(), now()).await.unwrap();
        assert!(weekly.team.is_empty() && weekly.departments.is_empty() && weekly.clients.is_empty());
    }
}

async fn a_department_is_looked_at_with_those_below_it(house: &House) {
    let (anna, week) = (who(house.anna), key(house.vera).week);
    let department = |number, name: &str, parent, head| Department {
        id: DepartmentId(uuid::Uuid::from_u128(number)),
        name: name.into(),
        parent,
        head,
        archived: false,
    };
    let company = department(0x91, "Company", None, None);
    let sales = Department { id: house.sales, ..department(0, "Sales", Some(company.id), Some(house.boris)) };
    let keys = department(0x92, "Key accounts", Some(house.sales), None);
    for each in [&company, &sales, &keys] {
        house.store.save_department(anna, each.clone(), now()).await.unwrap();
    }
    let gleb = Person { department: Some(keys.id), ..user(house.gleb, "Gleb Sedov") };
    house.store.save_person(anna, gleb, now()).await.unwrap();
    let weekly = house.store.weekly(who(house.boris), week, today(), now()).await.unwrap();
    let within: Vec<_> = weekly.team.iter().map(|row| row.within.clone()).collect();
    assert_eq!(within, [vec![keys.id, house.sales, company.id], vec![house.sales, company.id]]);
    let names: Vec<_> = weekly.departments.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Key accounts", "Sales"], "what is above is not his");
}

async fn clean_plans_are_approved_at_once_and_others_left(house: &House) {
    let address = domain::client::Address {
        id: domain::id::AddressId(uuid::Uuid::from_u128(0x77)),
        client: house.romashka,
        text: "Main street 1".into(),
        position: None,
        archived: false,
    };
    house.store.save_address(who(house.vera), address.clone(), now()).await.unwrap();
    let card = house.store.client(who(house.vera), house.romashka).await.unwrap().client;
    let client = domain::client::Client { main_address: Some(address.id), ..card };
    house.store.save_client(who(house.vera), client, now()).await.unwrap();
    for day in 23..=27 {
        planned(house, house.vera, "Visit", &format!("2026-11-{day} 10:00")).await;
    }
    for person in [house.vera, house.gleb] {
        house.store.submit_plan(who(person), key(person), "", now()).await.unwrap();
    }
    let week = key(house.vera).week;
    let stranger = house.store.approve_clean(who(house.elena), week, &[], today(), now()).await.unwrap();
    assert!(stranger.is_empty());
    let approved = house.store.approve_clean(who(house.boris), week, &[], today(), now()).await.unwrap();
    assert_eq!(approved, [house.vera]);
    assert_eq!(sheet(&house.store, house.gleb, key(house.gleb)).await.state, PlanState::Submitted);
}

async fn what_a_head_has_seen_is_no_longer_new(house: &House) {
    let week = key(house.vera).week;
    let news = async || {
        let weekly = house.store.weekly(who(house.boris), week, today(), now()).await.unwrap();
        weekly.team.iter().map(|row| row.news).collect::<Vec<_>>()
    };
    approved(house, house.vera).await;
    planned(house, house.vera, "New", "2026-11-27 10:00").await;
    assert_eq!(news().await, [0, 1]);
    let upto = house.store.revision().await.unwrap();
    house.store.look_at_plan(who(house.boris), key(house.vera), upto, now()).await.unwrap();
    assert_eq!(news().await, [0, 0]);
    planned(house, house.vera, "Newer", "2026-11-27 12:00").await;
    assert_eq!(news().await, [0, 1]);
}

async fn a_decision_is_told_to_those_whom_it_concerns(house: &House) {
    let before = house.store.revision().await.unwrap();
    house.store.submit_plan(who(house.vera), key(house.vera), "please", now()).await.unwrap();
    let told = house.store.since(before, 10).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].about, About::Plan(key(house.vera).id()));
    assert_eq!(told[0].acts, [Act::PlanActed { verb: PlanVerb::Submitted, words: "please".into() }]);
    let mut concerned = told[0].affected.clone();
    concerned.sort_unstable();
    assert_eq!(concerned, [house.boris, house.vera]);
}

async fn a_week_is_closed_once_it_has_begun(house: &House) {
    let plan = key(house.vera);
    approved(house, house.vera).await;
    let early = today() - TimeDelta::days(7);
    let refused = house.store.close_week(who(house.boris), plan, "", early, now()).await;
    assert_eq!(reasons(refused), [Refusal::WrongPlanState { state: PlanState::Approved }]);
    house.store.close_week(who(house.boris), plan, "well done", today(), now()).await.unwrap();
    let closed = sheet(&house.store, house.vera, plan).await;
    assert_eq!(closed.state, PlanState::Reviewed);
    assert_eq!(closed.plan.review.map(|it| it.text), Some("well done".to_owned()));
}
