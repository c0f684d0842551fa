//! What meetings are linked to and say beside their own fields (S26).

use std::collections::BTreeMap;

use domain::Refusal;
use domain::attribute::{Attribute, AttributeWrong, Form, Particulars, Value};
use domain::change::Act;
use domain::client::{Client, Interest};
use domain::id::{AttributeId, ClientId, InterestId, KindId};
use domain::kind::Predefined;
use domain::meeting::{Draft, Scope};
use domain::number::Number;
use domain::permission::Action;
use uuid::Uuid;

use crate::house::{House, new_meeting, now, on_both, reasons, who};

on_both! {
    only_an_administrator_defines_attributes,
    a_meeting_keeps_its_particulars_and_its_history_tells_them,
    a_value_that_does_not_fit_is_refused_by_name,
    what_is_asked_later_stands_in_nobodys_way,
    an_interest_belongs_to_the_client_of_the_meeting,
    all_occurrences_of_a_series_take_a_value_over,
}

const BUDGET: AttributeId = AttributeId(Uuid::from_u128(0x7100));
const OFFER: InterestId = InterestId(Uuid::from_u128(0x7101));

fn budget() -> Attribute {
    let (name, form) = ("Budget".to_owned(), Form::Number);
    Attribute { id: BUDGET, name, form, kinds: vec![], required: false, archived: false }
}

fn number(number: f64) -> Value {
    Value::Number(Number::of(number).unwrap())
}

fn worth(value: f64) -> Particulars {
    Particulars { attributes: BTreeMap::from([(BUDGET, number(value))]), ..Particulars::default() }
}

async fn define(house: &House, attribute: Attribute) {
    house.store.save_attribute(who(house.anna), attribute, now()).await.unwrap();
}

async fn only_an_administrator_defines_attributes(house: &House) {
    for person in [house.boris, house.vera, house.elena] {
        let refused = reasons(house.store.save_attribute(who(person), budget(), now()).await);
        assert_eq!(refused, [Refusal::NotPermitted { action: Action::KeepDirectory }]);
    }
    define(house, budget()).await;
    let options = vec!["Gold".to_owned(), "Silver".to_owned()];
    let kinds = vec![Predefined::Call.id()];
    let grade = Attribute {
        id: AttributeId(Uuid::from_u128(0x7102)),
        name: "A grade".into(),
        form: Form::Choice { options },
        kinds,
        required: true,
        archived: false,
    };
    define(house, grade.clone()).await;
    define(house, Attribute { archived: true, ..grade.clone() }).await;
    let known = house.store.attributes(who(house.vera)).await.unwrap();
    assert_eq!(known, [budget(), Attribute { archived: true, ..grade }], "the archived ones last");
}

async fn a_meeting_keeps_its_particulars_and_its_history_tells_them(house: &House) {
    define(house, budget()).await;
    let said = Particulars { department: Some(house.sales), ..worth(12.5) };
    let draft = house.draft(house.vera, "Offer", "2026-11-24 10:00", &[]);
    let planned = house.planned(Draft { particulars: said.clone(), ..draft }).await;
    assert_eq!(planned.meeting.particulars, said);
    assert_eq!(planned.department.map(|department| department.name).as_deref(), Some("Sales"));

    let card = Draft { particulars: worth(20.0), ..planned.meeting.draft() };
    let (id, seen) = (planned.meeting.id, planned.meeting.version);
    let revised = house.store.revise(who(house.vera), id, seen, card, now()).await.unwrap();
    assert_eq!(revised.meeting.particulars, worth(20.0));
    let history = house.store.history(who(house.vera), id).await.unwrap();
    let (from, to) = (Some(number(12.5)), Some(number(20.0)));
    assert_eq!(
        history.last().unwrap().change.acts,
        [
            Act::DepartmentChanged { from: Some(house.sales), to: None },
            Act::AttributeChanged { attribute: BUDGET, from, to },
        ]
    );
    let names = house.store.names(who(house.vera), &[BUDGET.0, house.sales.0]).await.unwrap();
    assert_eq!(names.len(), 2);
}

async fn a_value_that_does_not_fit_is_refused_by_name(house: &House) {
    define(house, Attribute { required: true, ..budget() }).await;
    let plan = async |particulars| {
        let draft = Draft { particulars, ..house.draft(house.vera, "Offer", "2026-11-24 10:00", &[]) };
        house.store.plan(who(house.vera), new_meeting(), draft, now()).await
    };
    let refusal = |wrong| Refusal::Attribute { attribute: BUDGET, name: "Budget".into(), wrong };
    assert_eq!(reasons(plan(Particulars::default()).await), [refusal(AttributeWrong::Empty)]);
    let text = BTreeMap::from([(BUDGET, Value::Text("much".into()))]);
    let malformed = Particulars { attributes: text, ..Particulars::default() };
    assert_eq!(reasons(plan(malformed).await), [refusal(AttributeWrong::Malformed)]);
    plan(worth(1.0)).await.unwrap();

    let none = KindId(Uuid::from_u128(0x7103));
    define(house, Attribute { kinds: vec![none], ..budget() }).await;
    assert_eq!(reasons(plan(worth(1.0)).await), [refusal(AttributeWrong::NotAsked)]);
    let unknown = AttributeId(Uuid::from_u128(0x7104));
    let strange = BTreeMap::from([(unknown, Value::YesNo(true))]);
    let strange = Particulars { attributes: strange, ..Particulars::default() };
    let wrong = AttributeWrong::Unknown;
    let expected = Refusal::Attribute { attribute: unknown, name: String::new(), wrong };
    assert_eq!(reasons(plan(strange).await), [expected]);
}

async fn what_is_asked_later_stands_in_nobodys_way(house: &House) {
    let planned = house.planned(house.draft(house.vera, "Before", "2026-11-24 10:00", &[])).await.meeting;
    define(house, Attribute { required: true, ..budget() }).await;
    let when = crate::house::moscow("2026-11-24 12:00", 60);
    let (id, seen) = (planned.id, planned.version);
    let moved = house.store.reschedule(who(house.vera), id, seen, when, None, now()).await.unwrap().meeting;
    let card = Draft { particulars: worth(3.0), ..moved.draft() };
    let said = house.store.revise(who(house.vera), id, moved.version, card, now()).await.unwrap().meeting;
    let card = Draft { particulars: Particulars::default(), ..said.draft() };
    let refused = reasons(house.store.revise(who(house.vera), id, said.version, card, now()).await);
    assert!(matches!(refused[..], [Refusal::Attribute { wrong: AttributeWrong::Empty, .. }]), "{refused:?}");

    define(house, Attribute { archived: true, ..budget() }).await;
    let card = Draft { subject: "After".into(), ..said.draft() };
    let kept = house.store.revise(who(house.vera), id, said.version, card, now()).await.unwrap();
    assert_eq!(kept.meeting.particulars, worth(3.0), "the value stays");
}

async fn an_interest_belongs_to_the_client_of_the_meeting(house: &House) {
    let offer = Interest { id: OFFER, client: house.romashka, name: " Offer ".into(), archived: false };
    let kept = house.store.save_interest(who(house.elena), offer, now()).await.unwrap();
    assert_eq!(kept.name, "Offer");
    assert_eq!(
        house.store.interests(who(house.vera), house.romashka).await.unwrap(),
        std::slice::from_ref(&kept)
    );
    let lutik = Client {
        id: ClientId(Uuid::from_u128(0x7105)),
        main_contact: None,
        ..house.store.client(who(house.vera), house.romashka).await.unwrap().client
    };
    house.store.save_client(who(house.vera), lutik.clone(), now()).await.unwrap();
    let moved = Interest { client: lutik.id, ..kept.clone() };
    let other = [Refusal::InterestOfAnotherClient];
    assert_eq!(reasons(house.store.save_interest(who(house.vera), moved, now()).await), other);

    let linked = |client| Draft {
        client,
        particulars: Particulars { interest: Some(OFFER), ..Particulars::default() },
        ..house.draft(house.vera, "Offer", "2026-11-24 10:00", &[])
    };
    let plan = async |draft| house.store.plan(who(house.vera), new_meeting(), draft, now()).await;
    assert_eq!(reasons(plan(linked(Some(lutik.id))).await), other);
    assert_eq!(reasons(plan(linked(None)).await), other);
    let sheet = plan(linked(Some(house.romashka))).await.unwrap();
    assert_eq!(sheet.interest.map(|interest| interest.name).as_deref(), Some("Offer"));
}

async fn all_occurrences_of_a_series_take_a_value_over(house: &House) {
    use domain::time::Recurrence;

    define(house, budget()).await;
    let draft =
        Draft { particulars: worth(1.0), ..house.draft(house.vera, "Weekly", "2026-11-24 10:00", &[]) };
    let rule = "FREQ=DAILY;COUNT=3".parse().unwrap();
    let series = domain::id::SeriesId(new_meeting().0);
    let first =
        house.store.plan_series(who(house.vera), series, draft, Recurrence::of(rule), now()).await.unwrap();
    assert_eq!(first.meeting.particulars, worth(1.0));
    let card = Draft { particulars: worth(2.0), ..first.meeting.draft() };
    let (id, seen) = (first.meeting.id, first.meeting.version);
    house.store.revise_occurrences(who(house.vera), id, seen, Scope::All, card, None, now()).await.unwrap();
    let meetings = house.store.every_meeting(None, 10).await.unwrap();
    assert_eq!(meetings.len(), 3);
    assert!(meetings.iter().all(|meeting| meeting.particulars == worth(2.0)));
}
