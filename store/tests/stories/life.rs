//! From planned to closed (S41 to S45, S54, S60), and what the database itself refuses.

use domain::Refusal;
use domain::change::Act;
use domain::checklist::{Asks, Note};
use domain::id::{KindId, MeetingId, TemplateItemId};
use domain::kind::{EventType, Kind, TemplateItem};
use domain::meeting::{Draft, Sheet, State, Tick};
use domain::permission::Action;
use domain::refusal::Field;
use domain::time::{Recurrence, Span};
use store::Error;
use uuid::Uuid;

use crate::house::{House, assert_gone, moscow, new_meeting, now, on_both, reasons, utc, who};

on_both! {
    a_visit_from_plan_to_result,
    nothing_is_closed_while_a_mandatory_item_is_open,
    the_database_itself_refuses_to_close_it,
    twenty_who_tick_at_once_lose_nothing,
    a_template_that_changes_leaves_existing_checklists_alone,
    another_kind_keeps_what_was_done_on_record,
    every_occurrence_has_a_checklist_and_a_state_of_its_own,
    what_is_over_frees_the_room_and_takes_nobodys_time,
    reopening_takes_the_room_back_or_says_who_has_it,
    the_same_command_twice_happens_once,
    who_saw_an_older_version_is_told,
    what_ended_without_a_result_is_asked_for,
}

const CALL: TemplateItemId = TemplateItemId(Uuid::from_u128(1));
const NEXT_STEP: TemplateItemId = TemplateItemId(Uuid::from_u128(2));
const CATALOGUE: TemplateItemId = TemplateItemId(Uuid::from_u128(3));
const TICKED: Tick = Tick::Done { note: None };

fn item(id: TemplateItemId, text: &str, mandatory: bool, asks: Asks) -> TemplateItem {
    TemplateItem { id, text: text.into(), mandatory, asks }
}

fn visit() -> Kind {
    Kind {
        id: KindId(Uuid::from_u128(900)),
        name: "Visit".into(),
        predefined: None,
        purpose: String::new(),
        event_type: EventType::External,
        in_journal: true,
        default_minutes: 60,
        points: 3,
        checklist: vec![
            item(CALL, "Confirm by phone", true, Asks::Tick),
            item(NEXT_STEP, "Agree on the next step", true, Asks::Text),
            item(CATALOGUE, "Show the catalogue", false, Asks::Tick),
        ],
        archived: false,
    }
}

/// Vera visits a client, with Gleb.
fn draft(house: &House) -> Draft {
    let draft = house.draft(house.vera, "Visit", "2026-11-24 10:00", &[house.gleb]);
    Draft { kind: visit().id, client: Some(house.romashka), ..draft }
}

async fn planned(house: &House) -> Sheet {
    house.store.save_kind(who(house.anna), visit(), now()).await.unwrap();
    house.planned(draft(house)).await
}

async fn tick(house: &House, id: MeetingId, item: TemplateItemId, tick: Tick) -> store::Result<Sheet> {
    house.store.tick(who(house.gleb), id, item, tick, now()).await
}

fn text(text: &str) -> Tick {
    Tick::Done { note: Some(Note::Text(text.into())) }
}

async fn close(house: &House, id: MeetingId) -> store::Result<Sheet> {
    house.store.close_meeting(who(house.vera), id, None, "Signed".into(), Some(50), now()).await
}

/// With both mandatory items done.
async fn ready(house: &House) -> Sheet {
    let id = planned(house).await.meeting.id;
    house.store.start(who(house.vera), id, now()).await.unwrap();
    tick(house, id, CALL, TICKED).await.unwrap();
    tick(house, id, NEXT_STEP, text("Send the offer")).await.unwrap()
}

async fn a_visit_from_plan_to_result(house: &House) {
    let sheet = planned(house).await;
    let id = sheet.meeting.id;
    assert_eq!(sheet.meeting.checklist.len(), 3);
    assert!(sheet.steps.close && sheet.steps.reopen);
    let later = utc("2026-11-24T07:00:00Z");
    let started = house.store.start(who(house.vera), id, later).await.unwrap();
    assert_eq!((started.meeting.state, started.meeting.outcome.started), (State::InProgress, Some(later)));
    tick(house, id, CALL, TICKED).await.unwrap();
    let ticked = tick(house, id, NEXT_STEP, text(" Send the offer ")).await.unwrap();
    let done = ticked.meeting.checklist[1].done.clone().unwrap();
    assert_eq!((done.by, done.note), (house.gleb, Some(Note::Text("Send the offer".into()))));
    assert_eq!(ticked.done_by, [Some("Gleb Sedov".into()), Some("Gleb Sedov".into()), None]);

    let closed = close(house, id).await.unwrap();
    let outcome = &closed.meeting.outcome;
    assert_eq!(closed.meeting.state, State::Closed);
    assert_eq!((outcome.result.as_str(), outcome.minutes_spent), ("Signed", Some(50)));
    assert_eq!(house.store.meeting(who(house.gleb), id).await.unwrap().meeting, closed.meeting);

    let history = house.store.history(who(house.vera), id).await.unwrap();
    let acts: Vec<_> = history.into_iter().flat_map(|told| told.change.acts).collect();
    let said = |text: &str, note| Act::Ticked { text: text.into(), note };
    assert_eq!(
        acts,
        [
            Act::Planned,
            Act::Started,
            said("Confirm by phone", None),
            said("Agree on the next step", Some(Note::Text("Send the offer".into()))),
            Act::Closed { result: "Signed".into(), minutes_spent: Some(50) },
        ]
    );
}

async fn nothing_is_closed_while_a_mandatory_item_is_open(house: &House) {
    let id = planned(house).await.meeting.id;
    house.store.start(who(house.vera), id, now()).await.unwrap();
    let open = |item, text: &str| Refusal::ItemOpen { item, text: text.into() };
    let both = [open(CALL, "Confirm by phone"), open(NEXT_STEP, "Agree on the next step")];
    assert_eq!(reasons(close(house, id).await), both);
    tick(house, id, CALL, TICKED).await.unwrap();
    assert_eq!(reasons(close(house, id).await), both[1..]);
    // Who has nothing to do with it learns nothing of it, and who is only invited does not close it.
    assert_gone(house.store.tick(who(house.elena), id, CATALOGUE, TICKED, now()).await);
    let by_gleb = house.store.close_meeting(who(house.gleb), id, None, String::new(), None, now()).await;
    assert_eq!(reasons(by_gleb), [Refusal::NotPermitted { action: Action::CloseMeeting }]);
    // A visit to nobody does not even begin.
    let nobody = house.planned(Draft { client: None, ..draft(house) }).await.meeting.id;
    let refused = reasons(house.store.start(who(house.vera), nobody, now()).await);
    assert_eq!(refused, [Refusal::Empty { field: Field::Client }]);
}

async fn the_database_itself_refuses_to_close_it(house: &House) {
    const CLOSE: &str = "UPDATE meeting SET state = 'closed' WHERE subject = 'Visit'";
    let refused = |answer: Result<u64, sqlx::Error>| {
        let error = answer.unwrap_err();
        let error = error.as_database_error().unwrap();
        assert!(error.message().contains("checklist_open"), "{error}");
    };
    let id = planned(house).await.meeting.id;
    refused(house.raw(CLOSE).await);
    tick(house, id, CALL, TICKED).await.unwrap();
    refused(house.raw(CLOSE).await);
    tick(house, id, NEXT_STEP, text("Later")).await.unwrap();
    assert_eq!(house.raw(CLOSE).await.unwrap(), 1, "what is optional may stay open");
    refused(house.raw("DELETE FROM tick").await);
    assert!(house.raw("UPDATE checklist_item SET mandatory = TRUE").await.is_err());
    assert!(house.raw("DELETE FROM checklist_item").await.is_err());
    // Planned as closed, it is refused too.
    let copy = "INSERT INTO meeting (id, version, subject, kind, all_day, wall_start, length, zone, author, responsible,
            private, state, checklist)
        SELECT kind, version, 'Copy', kind, all_day, wall_start, length, zone, author, responsible, private,
            'closed', checklist
        FROM meeting WHERE subject = 'Visit'";
    refused(house.raw(copy).await);
    assert_eq!(house.raw("UPDATE meeting SET state = 'planned'").await.unwrap(), 1);
    assert!(house.raw("DELETE FROM tick").await.unwrap() > 0);
    refused(house.raw(CLOSE).await);
}

async fn twenty_who_tick_at_once_lose_nothing(house: &House) {
    let items: Vec<_> = (0..20)
        .map(|number| {
            let id = TemplateItemId(Uuid::from_u128(100 + number));
            item(id, &format!("Item {number}"), true, Asks::Tick)
        })
        .collect();
    let kind = Kind { checklist: items.clone(), ..visit() };
    house.store.save_kind(who(house.anna), kind, now()).await.unwrap();
    let id = house.planned(draft(house)).await.meeting.id;
    let people = [house.vera, house.gleb, house.boris];
    let tickers: Vec<_> = items
        .iter()
        .enumerate()
        .flat_map(|(number, item)| [(number, item.id), (number + 1, item.id)])
        .map(|(number, item)| {
            let (store, person) = (house.store.clone(), people[number % people.len()]);
            tokio::spawn(async move { store.tick(who(person), id, item, TICKED, now()).await })
        })
        .collect();
    for ticker in tickers {
        ticker.await.unwrap().unwrap();
    }
    let meeting = house.store.meeting(who(house.vera), id).await.unwrap().meeting;
    assert!(meeting.is_ticked_off());
    let history = house.store.history(who(house.vera), id).await.unwrap();
    let ticked = history.iter().flat_map(|told| &told.change.acts);
    let ticked = ticked.filter(|act| matches!(act, Act::Ticked { .. })).count();
    assert_eq!(ticked, 20, "of two who ticked the same item one did it");
}

async fn a_template_that_changes_leaves_existing_checklists_alone(house: &House) {
    let before = planned(house).await;
    let shorter =
        Kind { checklist: vec![item(CATALOGUE, "Show the new catalogue", true, Asks::Tick)], ..visit() };
    house.store.save_kind(who(house.anna), shorter.clone(), now()).await.unwrap();
    let sheet = house.store.meeting(who(house.vera), before.meeting.id).await.unwrap();
    assert_eq!(sheet.meeting, before.meeting);
    let texts = |sheet: &Sheet| -> Vec<String> {
        sheet.meeting.checklist.iter().map(|item| item.text.clone()).collect()
    };
    let new = house.planned(draft(house)).await;
    assert_eq!(texts(&new), ["Show the new catalogue"]);
    // The old words can come back, and a kind without any has none.
    house.store.save_kind(who(house.anna), visit(), now()).await.unwrap();
    assert_eq!(texts(&house.planned(draft(house)).await).len(), 3);
    let none = Kind { checklist: Vec::new(), ..visit() };
    house.store.save_kind(who(house.anna), none, now()).await.unwrap();
    assert_eq!(texts(&house.planned(draft(house)).await), [""; 0]);
    assert_eq!(texts(&house.store.meeting(who(house.vera), new.meeting.id).await.unwrap()), texts(&new));
}

async fn another_kind_keeps_what_was_done_on_record(house: &House) {
    let id = planned(house).await.meeting.id;
    tick(house, id, CALL, TICKED).await.unwrap();
    let ticked = tick(house, id, CATALOGUE, TICKED).await.unwrap();
    let call = Kind {
        id: KindId(Uuid::from_u128(901)),
        name: "Phone call".into(),
        event_type: EventType::Call,
        checklist: vec![item(CALL, "Call", true, Asks::Tick)],
        ..visit()
    };
    house.store.save_kind(who(house.anna), call.clone(), now()).await.unwrap();
    let card = Draft { kind: call.id, ..ticked.meeting.draft() };
    let (vera, seen) = (who(house.vera), ticked.meeting.version);
    let revised = house.store.revise(vera, id, seen, card, now()).await.unwrap();
    let told = |sheet: &Sheet| -> Vec<(String, bool, bool)> {
        let items = sheet.meeting.checklist.iter();
        items.map(|item| (item.text.clone(), item.former, item.done.is_some())).collect()
    };
    let line = |text: &str, former, done| (text.to_owned(), former, done);
    assert_eq!(told(&revised), [line("Call", false, true), line("Show the catalogue", true, true)]);
    assert!(close(house, id).await.is_ok(), "what is on record only keeps nobody from closing");
    let reopened = house.store.reopen_meeting(vera, id, None, "Wrong kind", now()).await.unwrap();
    let card = Draft { kind: visit().id, ..reopened.meeting.draft() };
    let back = house.store.revise(vera, id, reopened.meeting.version, card, now()).await.unwrap();
    let lines = [
        line("Confirm by phone", false, true),
        line("Agree on the next step", false, false),
        line("Show the catalogue", false, true),
    ];
    assert_eq!(told(&back), lines);
}

async fn every_occurrence_has_a_checklist_and_a_state_of_its_own(house: &House) {
    house.store.save_kind(who(house.anna), visit(), now()).await.unwrap();
    let rule = Recurrence::of("FREQ=DAILY;COUNT=3".parse().unwrap());
    let id = domain::id::SeriesId::generate(now());
    let vera = who(house.vera);
    let first = house.store.plan_series(vera, id, draft(house), rule, now()).await.unwrap().meeting.id;
    tick(house, first, CALL, TICKED).await.unwrap();
    tick(house, first, NEXT_STEP, text("Done")).await.unwrap();
    close(house, first).await.unwrap();
    let range = house
        .store
        .calendar(vera, &[house.vera], utc("2026-11-24T00:00:00Z"), utc("2026-11-28T00:00:00Z"))
        .await
        .unwrap();
    let states: Vec<_> = range.entries.iter().map(|entry| entry.details.as_ref().unwrap().state).collect();
    assert_eq!(states, [State::Closed, State::Planned, State::Planned]);
    let second = house.store.meeting(vera, range.entries[1].meeting).await.unwrap();
    assert!(second.meeting.checklist.iter().all(|item| item.done.is_none()));
    assert_eq!(reasons(close(house, second.meeting.id).await).len(), 2);
}

async fn what_is_over_frees_the_room_and_takes_nobodys_time(house: &House) {
    let day = Span::new(utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z")).unwrap();
    let room = |draft: Draft| Draft { place: Some(house.blue_room), ..draft };
    let busy = async || {
        let (who, people) = (who(house.elena), [house.gleb]);
        let busy = house.store.free_busy(who, &people, day.start(), day.end()).await.unwrap();
        let seen = house.store.calendar(who, &people, day.start(), day.end()).await.unwrap();
        (
            busy[0].busy.len(),
            seen.entries.len(),
            house.store.occupancy(who, day).await.unwrap().bookings.len(),
        )
    };
    let meeting = house.draft(house.vera, "Budget", "2026-11-24 10:00", &[house.gleb]);
    let closed = house.planned(room(meeting.clone())).await.meeting.id;
    assert_eq!(busy().await, (1, 1, 1));
    close(house, closed).await.unwrap();
    assert_eq!(busy().await, (0, 0, 0));
    let cancelled = house.planned(room(meeting)).await.meeting.id;
    assert_eq!(busy().await, (1, 1, 1));
    house.store.cancel_meeting(who(house.vera), cancelled, None, "Ill", now()).await.unwrap();
    assert_eq!(busy().await, (0, 0, 0));
    // Who takes part can look at what is over.
    let gleb = who(house.gleb);
    let own = house.store.calendar(gleb, &[house.gleb], day.start(), day.end()).await.unwrap();
    assert_eq!(own.entries.len(), 2);
}

async fn reopening_takes_the_room_back_or_says_who_has_it(house: &House) {
    let place = Some(house.blue_room);
    let draft = Draft { place, ..house.draft(house.vera, "Budget", "2026-11-24 10:00", &[]) };
    let vera = who(house.vera);
    let first = house.planned(draft.clone()).await.meeting.id;
    house.store.cancel_meeting(vera, first, None, "Ill", now()).await.unwrap();
    let other = Draft { responsible: house.elena, subject: "Interview".into(), ..draft };
    let second = house.planned(other).await;
    let refused = reasons(house.store.reopen_meeting(vera, first, None, "Well again", now()).await);
    let [Refusal::PlaceTaken { collision, .. }] = &refused[..] else { panic!("{refused:?}") };
    assert_eq!(collision.subject.as_deref(), Some("Interview"));
    assert_eq!(collision.organiser.as_deref(), Some("Elena Kim"));
    house.store.cancel_meeting(who(house.elena), second.meeting.id, None, "Hired", now()).await.unwrap();
    let back = house.store.reopen_meeting(vera, first, None, "Well again", now()).await.unwrap();
    assert_eq!(back.meeting.state, State::Planned);
    // It holds the room again.
    let third = Draft { responsible: house.gleb, ..back.meeting.draft() };
    let refused = house.store.plan(who(house.gleb), new_meeting(), third, now()).await;
    assert!(matches!(&reasons(refused)[..], [Refusal::PlaceTaken { .. }]));
    // Boris heads Sales; Elena has nothing to do with it.
    house.store.cancel_meeting(vera, first, None, "Ill again", now()).await.unwrap();
    assert_gone(house.store.reopen_meeting(who(house.elena), first, None, "Why not", now()).await);
    assert!(house.store.reopen_meeting(who(house.boris), first, None, "I go", now()).await.is_ok());
}

async fn the_same_command_twice_happens_once(house: &House) {
    let sheet = ready(house).await;
    let (id, vera) = (sheet.meeting.id, who(house.vera));
    let revision = async || house.store.revision().await.unwrap();
    let before = revision().await;
    house.store.start(vera, id, now()).await.unwrap();
    tick(house, id, CALL, TICKED).await.unwrap();
    house.store.tick(vera, id, CALL, TICKED, now()).await.unwrap();
    tick(house, id, CATALOGUE, Tick::Undone).await.unwrap();
    assert_eq!(revision().await, before);
    let one = close(house, id).await.unwrap();
    assert_eq!(close(house, id).await.unwrap(), one);
    let again = house.store.cancel_meeting(vera, id, None, "Ill", now()).await;
    assert_eq!(reasons(again), [Refusal::WrongState { state: State::Closed }]);
}

async fn who_saw_an_older_version_is_told(house: &House) {
    let (planned, ready) = (planned(house).await.meeting, ready(house).await.meeting);
    let seen = Some(planned.version);
    let vera = who(house.vera);
    let conflicts = |answer: store::Result<Sheet>| {
        assert!(matches!(answer, Err(Error::Conflict { current }) if current == ready.version), "{answer:?}");
    };
    let id = ready.id;
    conflicts(house.store.close_meeting(vera, id, seen, String::new(), None, now()).await);
    conflicts(house.store.cancel_meeting(vera, id, seen, "Ill", now()).await);
    let now_seen = Some(ready.version);
    let closed = house.store.close_meeting(vera, id, now_seen, String::new(), None, now()).await.unwrap();
    let reopened = house.store.reopen_meeting(vera, id, now_seen, "No", now()).await;
    assert!(matches!(reopened, Err(Error::Conflict { current }) if current == closed.meeting.version));
}

async fn what_ended_without_a_result_is_asked_for(house: &House) {
    let at = |start: &str| Draft {
        when: moscow(start, 60),
        ..house.draft(house.vera, start, start, &[house.gleb])
    };
    for start in ["2026-11-20 10:00", "2026-11-23 10:00", "2026-11-24 10:00"] {
        house.planned(at(start)).await;
    }
    let closed = house.planned(at("2026-11-22 10:00")).await.meeting.id;
    house.store.close_meeting(who(house.vera), closed, None, String::new(), None, now()).await.unwrap();
    let started = house.planned(at("2026-11-21 10:00")).await.meeting.id;
    house.store.start(who(house.vera), started, now()).await.unwrap();
    let subjects = async |person, at| -> Vec<String> {
        let entries = house.store.unresolved(who(person), utc(at)).await.unwrap().into_iter();
        entries.map(|entry| entry.details.unwrap().subject).collect()
    };
    let missed = ["2026-11-20 10:00", "2026-11-21 10:00", "2026-11-23 10:00"];
    assert_eq!(subjects(house.vera, "2026-11-24T07:59:59Z").await, missed);
    assert_eq!(subjects(house.vera, "2026-11-24T08:00:00Z").await.len(), 4, "its end has come");
    assert_eq!(subjects(house.gleb, "2026-11-24T08:00:00Z").await, [""; 0], "it is Vera's to close them");
}
