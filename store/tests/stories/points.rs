//! What people have earned, and what is expected of them (S51, S65, S66, D23).

use chrono::{DateTime, TimeDelta, Utc};
use domain::Refusal;
use domain::id::{MeetingId, PersonId, TargetId};
use domain::kind::{EventType, Kind, Predefined};
use domain::meeting::Draft;
use domain::people::Person;
use domain::permission::Action;
use domain::points::{Oddity, Period, PointsSheet, Standing, Target};
use domain::refusal::Field;

use crate::house::{House, assert_gone, now, on_both, reasons, user, who};

on_both! {
    a_closed_meeting_earns_its_points_and_reopening_takes_them_back,
    what_was_earned_stays_when_the_kind_is_worth_something_else,
    points_count_for_the_period_of_the_meeting_and_for_the_person_responsible,
    only_oneself_and_the_heads_above_see_points,
    a_private_meeting_tells_its_points_and_no_more,
    what_is_odd_is_flagged_for_both,
    a_position_has_a_target_and_only_administrators_set_it,
    effectiveness_counts_visits_ticks_and_closing_in_time,
}

fn week() -> Period {
    "2026-W48".parse().unwrap()
}

/// Later than everything that is planned here.
fn friday() -> DateTime<Utc> {
    "2026-11-27T20:00:00Z".parse().unwrap()
}

async fn of(house: &House, person: PersonId) -> PointsSheet {
    house.store.points(who(person), person, week(), friday()).await.unwrap()
}

/// A visit to Romashka; it is worth five points here.
async fn visit(house: &House, start: &str) -> MeetingId {
    let draft = Draft {
        kind: Predefined::MeetingAtClient.id(),
        client: Some(house.romashka),
        ..house.draft(house.vera, "Visit", start, &[])
    };
    house.planned(draft).await.meeting.id
}

async fn worth(house: &House, points: u32) {
    let kinds = house.store.kinds(who(house.anna)).await.unwrap();
    let visits = kinds.into_iter().find(|kind| kind.id == Predefined::MeetingAtClient.id()).unwrap();
    let visits = Kind { points, checklist: Vec::new(), event_type: EventType::External, ..visits };
    house.store.save_kind(who(house.anna), visits, now()).await.unwrap();
}

async fn close(house: &House, meeting: MeetingId) {
    let vera = who(house.vera);
    house.store.close_meeting(vera, meeting, None, "Done".into(), Some(60), friday()).await.unwrap();
}

async fn a_closed_meeting_earns_its_points_and_reopening_takes_them_back(house: &House) {
    worth(house, 5).await;
    let meeting = visit(house, "2026-11-25 10:00").await;
    let numbers = async || {
        let sum = of(house, house.vera).await.sum;
        (sum.earned, sum.open, sum.planned())
    };
    assert_eq!(numbers().await, (0, 5, 5));
    close(house, meeting).await;
    assert_eq!(numbers().await, (5, 0, 5));
    let sheet = of(house, house.vera).await;
    assert_eq!((sheet.lines[0].meeting, sheet.lines[0].standing), (meeting, Standing::Earned));
    assert_eq!(sheet.trend.last().map(|point| point.earned), Some(5));
    house.store.reopen_meeting(who(house.boris), meeting, None, "Not signed", friday()).await.unwrap();
    assert_eq!(numbers().await, (0, 5, 5));
    assert_eq!(of(house, house.vera).await.trend.last().map(|point| point.earned), Some(0));
    house.store.cancel_meeting(who(house.vera), meeting, None, "Ill", friday()).await.unwrap();
    assert_eq!(numbers().await, (0, 0, 0));
}

async fn what_was_earned_stays_when_the_kind_is_worth_something_else(house: &House) {
    worth(house, 5).await;
    let (closed, open) = (visit(house, "2026-11-25 10:00").await, visit(house, "2026-11-26 10:00").await);
    close(house, closed).await;
    worth(house, 9).await;
    let sum = of(house, house.vera).await.sum;
    assert_eq!((sum.earned, sum.open), (5, 9));
    let again = house.store.reopen_meeting(who(house.vera), closed, None, "More", friday()).await;
    assert!(again.is_ok());
    for meeting in [closed, open] {
        close(house, meeting).await;
    }
    assert_eq!(of(house, house.vera).await.sum.earned, 18, "closed anew, it is worth what its kind is now");
}

async fn points_count_for_the_period_of_the_meeting_and_for_the_person_responsible(house: &House) {
    worth(house, 5).await;
    // On the last evening of the week; in Greenwich it is still the same day.
    close(house, visit(house, "2026-11-29 23:00").await).await;
    close(house, visit(house, "2026-11-30 00:00").await).await;
    assert_eq!(of(house, house.vera).await.sum.earned, 5);
    assert_eq!(of(house, house.boris).await.sum.meetings, 0, "the head earns nothing by it");
    let month: Period = "2026-11".parse().unwrap();
    let sheet = house.store.points(who(house.boris), house.vera, month, friday()).await.unwrap();
    assert_eq!((sheet.sum.earned, sheet.trend.len()), (10, 12));
    let team = house.store.team_points(who(house.boris), month, friday()).await.unwrap().team;
    let told: Vec<_> = team.iter().map(|row| (row.owner.name.as_str(), row.sum.earned)).collect();
    assert_eq!(told, [("Gleb Sedov", 0), ("Vera Belova", 10)]);
}

async fn only_oneself_and_the_heads_above_see_points(house: &House) {
    let points = async |person| house.store.points(who(person), house.vera, week(), now()).await;
    assert!(points(house.vera).await.is_ok() && points(house.boris).await.is_ok());
    for stranger in [house.gleb, house.elena, house.anna] {
        assert_gone(points(stranger).await);
        let team = house.store.team_points(who(stranger), week(), now()).await.unwrap();
        assert_eq!(team.team, []);
    }
}

async fn a_private_meeting_tells_its_points_and_no_more(house: &House) {
    let kinds = house.store.kinds(who(house.anna)).await.unwrap();
    let meetings = kinds.into_iter().find(|kind| kind.id == Predefined::Meeting.id()).unwrap();
    let worth_one = Kind { points: 1, checklist: Vec::new(), in_journal: false, ..meetings };
    house.store.save_kind(who(house.anna), worth_one, now()).await.unwrap();
    let draft = house.draft(house.vera, "Doctor", "2026-11-25 10:00", &[]);
    house.planned(Draft { private: true, client: Some(house.romashka), ..draft }).await;
    let own = &of(house, house.vera).await.lines[0];
    assert_eq!((own.subject.as_deref(), own.points), (Some("Doctor"), 1));
    let seen = house.store.points(who(house.boris), house.vera, week(), friday()).await.unwrap();
    assert_eq!((&seen.lines[0].subject, &seen.lines[0].client, seen.lines[0].points), (&None, &None, 1));
    assert_eq!(seen.effectiveness.clients, []);
}

async fn what_is_odd_is_flagged_for_both(house: &House) {
    worth(house, 5).await;
    let meeting = visit(house, "2026-11-25 10:00").await;
    let (store, vera) = (&house.store, who(house.vera));
    let begun: DateTime<Utc> = "2026-11-25T07:00:00Z".parse().unwrap();
    store.start(vera, meeting, begun).await.unwrap();
    let soon = begun + TimeDelta::minutes(4);
    store.close_meeting(vera, meeting, None, String::new(), None, soon).await.unwrap();
    for viewer in [house.vera, house.boris] {
        let sheet = store.points(who(viewer), house.vera, week(), friday()).await.unwrap();
        assert_eq!(sheet.lines[0].oddities, [Oddity::ClosedAtOnce, Oddity::NoAddress]);
        assert_eq!((sheet.sum.odd, sheet.sum.earned), (1, 5), "it takes nothing away");
    }
}

fn target(number: u128, position: &str, week: u32) -> Target {
    Target {
        id: TargetId(uuid::Uuid::from_u128(0x7000_8000_0000_0001_0000 + number)),
        position: position.into(),
        week,
        month: 0,
        quarter: 0,
        steps: vec![50],
        archived: false,
    }
}

async fn a_position_has_a_target_and_only_administrators_set_it(house: &House) {
    let store = &house.store;
    for person in [house.boris, house.vera] {
        let refused = store.save_target(who(person), target(1, "", 10), now()).await;
        assert_eq!(reasons(refused), [Refusal::NotPermitted { action: Action::KeepDirectory }]);
    }
    let anna = who(house.anna);
    assert_eq!(of(house, house.vera).await.aim, None);
    store.save_target(anna, target(1, "", 10), now()).await.unwrap();
    store.save_target(anna, target(2, " Sales  manager ", 30), now()).await.unwrap();
    let same = store.save_target(anna, target(3, "sales manager", 40), now()).await;
    assert_eq!(reasons(same), [Refusal::Duplicate { field: Field::Position }]);
    let malformed = Target { steps: vec![80, 50], ..target(4, "Engineer", 5) };
    let refused = store.save_target(anna, malformed, now()).await;
    assert_eq!(reasons(refused), [Refusal::Malformed { field: Field::Points }]);
    let vera = Person {
        position: "Sales Manager".into(),
        department: Some(house.sales),
        ..user(house.vera, "Vera Belova")
    };
    store.save_person(anna, vera, now()).await.unwrap();
    let aim = async |person| of(house, person).await.aim.map(|aim| (aim.target, aim.steps));
    assert_eq!(aim(house.vera).await, Some((30, vec![50])));
    assert_eq!(aim(house.gleb).await, Some((10, vec![50])));
    let archived = Target { archived: true, ..target(2, "Sales manager", 30) };
    store.save_target(anna, archived, now()).await.unwrap();
    assert_eq!(aim(house.vera).await, Some((10, vec![50])));
    let positions: Vec<_> =
        store.targets(who(house.vera)).await.unwrap().into_iter().map(|target| target.position).collect();
    assert_eq!(positions, ["", "Sales manager"]);
}

async fn effectiveness_counts_visits_ticks_and_closing_in_time(house: &House) {
    worth(house, 5).await;
    // Closed on Friday evening: what was on Wednesday is late.
    for start in ["2026-11-25 10:00", "2026-11-27 10:00"] {
        close(house, visit(house, start).await).await;
    }
    visit(house, "2026-11-28 10:00").await;
    let whole = of(house, house.vera).await.effectiveness;
    assert_eq!((whole.closed, whole.in_time, whole.items), (2, 1, 0));
    let clients: Vec<_> =
        whole.clients.iter().map(|it| (it.client.id, it.planned, it.done, it.points)).collect();
    assert_eq!(clients, [(house.romashka, 3, 2, 10)]);
}
