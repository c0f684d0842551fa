//! Meetings that recur (S12, D16).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Refusal;
use domain::change::{About, Act, Channel};
use domain::id::SeriesId;
use domain::meeting::{Answer, Attendee, Because, Draft, Fate, Scope, Sheet, State};
use domain::permission::Action;
use domain::time::{Recurrence, When};
use store::Error;

use crate::house::{
    House, assert_gone, invited, moscow, new_meeting, now, on_both, reasons, utc, wall, who, zone,
};

on_both! {
    a_planned_series_stands_in_the_calendars_of_everyone_invited,
    the_same_series_sent_twice_is_planned_once,
    dates_are_taken_out_and_added,
}

async fn a_planned_series_stands_in_the_calendars_of_everyone_invited(house: &House) {
    let sheet = weekly(house).await;
    let membership = sheet.series.clone().unwrap();
    assert_eq!(sheet.meeting.when, moscow("2026-11-24 10:00", 60));
    assert_eq!(membership.recurrence, recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=8"));
    assert_eq!((membership.date, membership.altered), (date("2026-11-24"), false));
    let expected = [
        "2026-11-24",
        "2026-12-01",
        "2026-12-08",
        "2026-12-15",
        "2026-12-22",
        "2026-12-29",
        "2027-01-05",
        "2027-01-12",
    ];
    for person in [house.vera, house.gleb] {
        assert_eq!(dates_of(house, person).await, expected);
    }
    let (from, to) = (utc("2026-11-30T00:00:00Z"), utc("2026-12-07T00:00:00Z"));
    let week = house.store.calendar(who(house.gleb), &[house.gleb], from, to).await.unwrap();
    let details = week.entries[0].details.clone().unwrap();
    assert_eq!((week.entries.len(), details.subject.as_str()), (1, "Team"));
    assert_eq!(details.series, Some(membership.id));
    assert!(details.my_answer.unwrap().awaited);
    let second = house.store.meeting(who(house.gleb), week.entries[0].meeting).await.unwrap();
    assert_eq!(second.series.unwrap().date, date("2026-12-01"));

    let change = house.store.since(domain::change::Revision(sheet.meeting.version.0 - 1), 10).await.unwrap();
    assert_eq!(change.len(), 1);
    assert_eq!((change[0].about, change[0].by), (About::Series(membership.id), Some(house.vera)));
    assert_eq!(change[0].acts, [Act::SeriesPlanned { occurrences: 8 }]);
    assert_eq!(change[0].affected, [house.vera, house.gleb]);
    let history = house.store.history(who(house.vera), week.entries[0].meeting).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(
        (&history[0].change.acts[..], history[0].by_name.as_deref()),
        (&[Act::Planned][..], Some("Vera Belova"))
    );
}

async fn the_same_series_sent_twice_is_planned_once(house: &House) {
    let (id, draft) = (new_series(), team(house));
    let recurrence = recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=8");
    let vera = who(house.vera);
    let first = house.store.plan_series(vera, id, draft.clone(), recurrence.clone(), now()).await.unwrap();
    let other = Draft { subject: "Other".into(), ..draft.clone() };
    let again = house.store.plan_series(vera, id, other, recurring("FREQ=DAILY"), now()).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(house.rows("SELECT count(*) FROM meeting").await, 8);
    let somebody_elses =
        house.store.plan_series(who(house.elena), id, draft.clone(), recurrence.clone(), now()).await;
    assert_eq!(reasons(somebody_elses), [Refusal::NotPermitted { action: Action::PlanMeeting }]);

    let single = house.planned(house.draft(house.vera, "One", "2026-11-25 10:00", &[])).await;
    let taken = house.store.plan_series(vera, SeriesId(single.meeting.id.0), draft, recurrence, now()).await;
    assert_eq!(reasons(taken), [Refusal::NotPermitted { action: Action::PlanMeeting }]);
}

async fn dates_are_taken_out_and_added(house: &House) {
    let recurrence = Recurrence {
        exceptions: [date("2026-12-01")].into(),
        additions: [date("2026-11-26")].into(),
        ..recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    };
    house.store.plan_series(who(house.vera), new_series(), team(house), recurrence, now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-24", "2026-11-26", "2026-12-08"]);
}

/// Every Tuesday Vera meets Gleb, eight times.
async fn weekly(house: &House) -> Sheet {
    planned(house, team(house), "FREQ=WEEKLY;BYDAY=TU;COUNT=8").await
}

fn team(house: &House) -> Draft {
    house.draft(house.vera, "Team", "2026-11-24 10:00", &[house.gleb])
}

async fn planned(house: &House, draft: Draft, rule: &str) -> Sheet {
    let person = who(draft.responsible);
    house.store.plan_series(person, new_series(), draft, recurring(rule), now()).await.unwrap()
}

fn recurring(rule: &str) -> Recurrence {
    Recurrence::of(rule.parse().unwrap())
}

fn new_series() -> SeriesId {
    SeriesId::generate(now())
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// On which dates of the next years something stands in the person's calendar, in Moscow.
async fn dates_of(house: &House, person: domain::id::PersonId) -> Vec<String> {
    let (from, to) = (utc("2026-11-01T00:00:00Z"), utc("2030-01-01T00:00:00Z"));
    let range = house.store.calendar(who(person), &[person], from, to).await.unwrap();
    let rules = store::zones::rules(&zone("Europe/Moscow")).unwrap();
    range.entries.iter().map(|entry| entry.takes.when(&rules).first_day().to_string()).collect()
}
