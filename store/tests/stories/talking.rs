//! The conversations about week plans (S62, D9).

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::Refusal;
use domain::change::{Act, Revision};
use domain::id::{MeetingId, MessageId, PersonId};
use domain::journal::PlanKey;
use domain::journal::chat::{Anchor, Saying, Spoken, Suggested};
use domain::kind::Predefined;
use domain::meeting::{Draft, State};
use domain::refusal::Field;

use crate::house::{House, assert_gone, moscow, new_meeting, now, on_both, reasons, who};

on_both! {
    what_is_said_stands_in_the_order_in_which_it_was_heard,
    the_same_message_sent_by_many_at_once_is_said_once,
    nobody_speaks_under_the_id_of_somebody_elses_message,
    only_the_owner_and_the_heads_above_read_and_write,
    a_message_is_changed_for_a_quarter_of_an_hour_and_deleted_with_a_trace,
    history_is_read_backwards_and_what_was_missed_by_revision,
    what_is_unread_is_counted_for_those_who_follow,
    a_mention_reaches_only_those_who_may_read,
    a_suggested_move_is_applied_with_one_press,
    a_suggestion_that_a_rule_refuses_stays_open,
    a_suggested_visit_is_planned,
    a_suggested_cancellation_cancels_for_a_reason,
    a_thread_is_settled,
}

fn plan(house: &House) -> PlanKey {
    PlanKey { owner: house.vera, week: "2026-W48".parse().unwrap() }
}

fn new_message() -> MessageId {
    MessageId::generate(now())
}

fn text(text: &str) -> Saying {
    Saying { text: text.into(), ..Saying::default() }
}

async fn say(house: &House, person: PersonId, saying: Saying) -> Spoken {
    house.store.say(who(person), plan(house), new_message(), saying, now()).await.unwrap()
}

async fn texts(house: &House, person: PersonId) -> Vec<String> {
    let conversation = house.store.conversation(who(person), plan(house), None, 200).await.unwrap();
    conversation.messages.into_iter().map(|spoken| spoken.message.text).collect()
}

async fn visit(house: &House, start: &str) -> MeetingId {
    let draft =
        Draft { kind: Predefined::MeetingAtClient.id(), ..house.draft(house.vera, "Visit", start, &[]) };
    house.planned(draft).await.meeting.id
}

async fn what_is_said_stands_in_the_order_in_which_it_was_heard(house: &House) {
    // Clocks of devices differ: the later id was heard first.
    let (early, late) = (new_message(), MessageId::generate(now() + TimeDelta::minutes(5)));
    let store = &house.store;
    store.say(who(house.boris), plan(house), late, text("first"), now()).await.unwrap();
    store.say(who(house.vera), plan(house), early, text("second"), now()).await.unwrap();
    assert_eq!(texts(house, house.vera).await, ["first", "second"]);
    assert_eq!(texts(house, house.boris).await, ["first", "second"]);
}

async fn the_same_message_sent_by_many_at_once_is_said_once(house: &House) {
    let id = new_message();
    let senders: Vec<_> = (0..16)
        .map(|_| {
            let (store, key, vera) = (house.store.clone(), plan(house), who(house.vera));
            tokio::spawn(async move { store.say(vera, key, id, text("once"), now()).await.unwrap() })
        })
        .collect();
    let mut places = BTreeSet::new();
    for sender in senders {
        places.insert(sender.await.unwrap().message.posted);
    }
    assert_eq!(places.len(), 1);
    assert_eq!(texts(house, house.vera).await, ["once"]);
}

async fn nobody_speaks_under_the_id_of_somebody_elses_message(house: &House) {
    let id = new_message();
    house.store.say(who(house.vera), plan(house), id, text("mine"), now()).await.unwrap();
    assert_gone(house.store.say(who(house.boris), plan(house), id, text("theirs"), now()).await);
    let other = PlanKey { owner: house.vera, week: plan(house).week.plus(1) };
    assert_gone(house.store.say(who(house.vera), other, id, text("elsewhere"), now()).await);
}

async fn only_the_owner_and_the_heads_above_read_and_write(house: &House) {
    let spoken = say(house, house.boris, text("between us")).await;
    let (store, key, id) = (&house.store, plan(house), spoken.message.id);
    for stranger in [house.gleb, house.elena, house.anna].map(who) {
        assert_gone(store.conversation(stranger, key, None, 10).await);
        assert_gone(store.conversation_since(stranger, key, Revision(0), 10).await);
        assert_gone(store.say(stranger, key, new_message(), text("hello"), now()).await);
        assert_gone(store.edit_message(stranger, id, "hello", now()).await);
        assert_gone(store.delete_message(stranger, id, now()).await);
        assert_gone(store.resolve_message(stranger, id, true, now()).await);
        assert_gone(store.apply_suggestion(stranger, id, "", now()).await);
        assert_gone(store.read_conversation(stranger, key, Revision(9), now()).await);
        assert_eq!(store.unread(stranger).await.unwrap(), []);
    }
}

async fn a_message_is_changed_for_a_quarter_of_an_hour_and_deleted_with_a_trace(house: &House) {
    let id = say(house, house.vera, text("helo")).await.message.id;
    let vera = who(house.vera);
    let edited = house.store.edit_message(vera, id, "hello", now() + TimeDelta::minutes(15)).await.unwrap();
    assert_eq!(edited.message.text, "hello");
    assert!(edited.message.edited.is_some() && edited.message.version > edited.message.posted);
    let late = house.store.edit_message(vera, id, "hi", now() + TimeDelta::minutes(16)).await;
    assert_eq!(reasons(late), [Refusal::TooLateToEdit { minutes: 15 }]);
    assert!(house.store.edit_message(who(house.boris), id, "not mine", now()).await.is_err());
    let deleted = house.store.delete_message(vera, id, now()).await.unwrap();
    assert_eq!((deleted.message.text.as_str(), deleted.message.deleted.is_some()), ("", true));
    assert_eq!(texts(house, house.boris).await, [""]);
}

async fn history_is_read_backwards_and_what_was_missed_by_revision(house: &House) {
    for number in 0..7 {
        say(house, house.vera, text(&number.to_string())).await;
    }
    let (mut before, mut parts) = (None, Vec::new());
    loop {
        let part = house.store.conversation(who(house.boris), plan(house), before, 3).await.unwrap();
        let texts: Vec<_> = part.messages.iter().map(|spoken| spoken.message.text.clone()).collect();
        parts.push(texts.join(""));
        before = part.earlier;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(parts, ["456", "123", "0"]);
    let seen = house.store.revision().await.unwrap();
    let first =
        house.store.conversation(who(house.vera), plan(house), None, 7).await.unwrap().messages[0].clone();
    say(house, house.boris, text("new")).await;
    house.store.edit_message(who(house.vera), first.message.id, "changed", now()).await.unwrap();
    let missed = house.store.conversation_since(who(house.boris), plan(house), seen, 10).await.unwrap();
    let texts: Vec<_> = missed.iter().map(|spoken| spoken.message.text.as_str()).collect();
    assert_eq!(texts, ["new", "changed"]);
}

async fn what_is_unread_is_counted_for_those_who_follow(house: &House) {
    let counts = async |person| {
        let unread = house.store.unread(who(person)).await.unwrap();
        unread.iter().map(|it| (it.messages, it.mentions)).collect::<Vec<_>>()
    };
    say(house, house.vera, text("one")).await;
    let mentions = BTreeSet::from([house.boris]);
    let two = say(house, house.vera, Saying { mentions, ..text("two @Boris Orlov") }).await;
    assert_eq!(counts(house.boris).await, [(2, 1)], "the head follows from the first word on");
    assert_eq!(counts(house.vera).await, []);
    let upto = two.message.posted;
    house.store.read_conversation(who(house.boris), plan(house), upto, now()).await.unwrap();
    assert_eq!(counts(house.boris).await, []);
    // Nobody reads ahead of what was said.
    house.store.read_conversation(who(house.boris), plan(house), Revision(1_000_000), now()).await.unwrap();
    say(house, house.vera, text("three")).await;
    assert_eq!(counts(house.boris).await, [(1, 0)]);
    let week = plan(house).week;
    let today = week.monday();
    let weekly = house.store.weekly(who(house.boris), week, today, now()).await.unwrap();
    assert_eq!(weekly.team.iter().map(|row| row.unread).collect::<Vec<_>>(), [0, 1]);
}

async fn a_mention_reaches_only_those_who_may_read(house: &House) {
    let mentions = BTreeSet::from([house.elena]);
    let saying = Saying { mentions, ..text("@Elena Kim") };
    let said = house.store.say(who(house.vera), plan(house), new_message(), saying, now()).await;
    assert_eq!(reasons(said), [Refusal::Unknown { field: Field::Mentions }]);
}

async fn a_suggested_move_is_applied_with_one_press(house: &House) {
    let meeting = visit(house, "2026-11-25 10:00").await;
    let to = moscow("2026-11-26 14:00", 60);
    let saying = Saying {
        anchor: Some(Anchor::Meeting(meeting)),
        suggestion: Some(Suggested::Move { meeting, to: to.clone() }),
        ..text("better?")
    };
    let spoken = say(house, house.boris, saying).await;
    assert_eq!(spoken.about.as_ref().map(|about| about.subject.as_str()), Some("Visit"));
    let id = spoken.message.id;
    assert!(house.store.apply_suggestion(who(house.boris), id, "", now()).await.is_err(), "not his to apply");
    let applied = house.store.apply_suggestion(who(house.vera), id, "", now()).await.unwrap();
    assert_eq!(applied.message.suggestion.unwrap().applied.map(|it| it.by), Some(house.vera));
    assert_eq!(house.store.meeting(who(house.vera), meeting).await.unwrap().meeting.when, to);
    let before = house.store.revision().await.unwrap();
    house.store.apply_suggestion(who(house.vera), id, "", now()).await.unwrap();
    assert_eq!(house.store.revision().await.unwrap(), before, "once is enough");
}

async fn a_suggestion_that_a_rule_refuses_stays_open(house: &House) {
    // A meeting of the journal that takes a room.
    let kinds = house.store.kinds(who(house.anna)).await.unwrap();
    let call = kinds.into_iter().find(|kind| kind.id == Predefined::Call.id()).unwrap();
    let call = domain::kind::Kind { in_journal: true, ..call };
    house.store.save_kind(who(house.anna), call, now()).await.unwrap();
    let busy =
        Draft { place: Some(house.blue_room), ..house.draft(house.gleb, "Busy", "2026-11-26 14:00", &[]) };
    house.planned(busy).await;
    let draft = Draft {
        kind: Predefined::Call.id(),
        place: Some(house.blue_room),
        ..house.draft(house.vera, "Visit", "2026-11-25 10:00", &[])
    };
    let meeting = house.planned(draft).await.meeting.id;
    let suggestion = Suggested::Move { meeting, to: moscow("2026-11-26 14:00", 60) };
    let spoken = say(house, house.boris, Saying { suggestion: Some(suggestion), ..Saying::default() }).await;
    let refused = house.store.apply_suggestion(who(house.vera), spoken.message.id, "", now()).await;
    assert!(matches!(reasons(refused)[0], Refusal::PlaceTaken { .. }));
    let still = house.store.conversation(who(house.vera), plan(house), None, 1).await.unwrap();
    assert_eq!(still.messages[0].message.suggestion.as_ref().unwrap().applied, None);
}

async fn a_suggested_visit_is_planned(house: &House) {
    let meeting = new_meeting();
    let when = moscow("2026-11-27 10:00", 60);
    let suggestion =
        Suggested::Visit {
            meeting, subject: "Try Ромашка".into(), when, client: Some(house.romashka)
        };
    let spoken = say(house, house.boris, Saying { suggestion: Some(suggestion), ..Saying::default() }).await;
    house.store.apply_suggestion(who(house.vera), spoken.message.id, "", now()).await.unwrap();
    let planned = house.store.meeting(who(house.vera), meeting).await.unwrap().meeting;
    assert_eq!((planned.responsible, planned.contact), (house.vera, Some(house.olga)));
}

async fn a_suggested_cancellation_cancels_for_a_reason(house: &House) {
    let meeting = visit(house, "2026-11-25 10:00").await;
    let cancel = async |words: &str| {
        let suggestion = Some(Suggested::Cancel { meeting });
        say(house, house.boris, Saying { suggestion, ..text(words) }).await.message.id
    };
    let (wordless, with_words) = (cancel("").await, cancel("They are on holiday").await);
    let (store, vera) = (&house.store, who(house.vera));
    let refused = store.apply_suggestion(vera, wordless, " ", now()).await;
    assert_eq!(reasons(refused), [Refusal::Empty { field: Field::Reason }]);
    store.apply_suggestion(vera, with_words, "", now()).await.unwrap();
    let cancelled = store.meeting(vera, meeting).await.unwrap().meeting;
    assert_eq!(cancelled.state, State::Cancelled);
    assert_eq!(cancelled.outcome.cancelled_because, "They are on holiday");
    // By the verb of the card: it is in the history, it can be taken up again, and then be cancelled for another reason.
    let history = store.history(vera, meeting).await.unwrap();
    let told = history.last().map(|told| told.change.acts.clone());
    assert_eq!(told, Some(vec![Act::Cancelled { reason: "They are on holiday".into() }]));
    store.reopen_meeting(vera, meeting, None, "They are back", now()).await.unwrap();
    store.apply_suggestion(vera, wordless, "Ill", now()).await.unwrap();
    assert_eq!(store.meeting(vera, meeting).await.unwrap().meeting.outcome.cancelled_because, "Ill");
}

async fn a_thread_is_settled(house: &House) {
    let root = say(house, house.boris, text("why?")).await.message.id;
    let answer = say(house, house.vera, Saying { thread: Some(root), ..text("because") }).await;
    assert_eq!(answer.message.thread, Some(root));
    let deeper = Saying { thread: Some(answer.message.id), ..text("but") };
    let said = house.store.say(who(house.vera), plan(house), new_message(), deeper, now()).await;
    assert_eq!(reasons(said), [Refusal::Unknown { field: Field::Message }]);
    let settled = house.store.resolve_message(who(house.vera), root, true, now()).await.unwrap();
    assert_eq!(settled.message.resolved.map(|it| it.by), Some(house.vera));
}
