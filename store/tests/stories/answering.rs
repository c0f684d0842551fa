//! Accepting and declining (S35 to S39).

use domain::Refusal;
use domain::change::Act;
use domain::meeting::{Answer, Attendee, Draft, Sheet};
use domain::permission::Action;
use domain::refusal::Field;

use crate::house::{House, assert_gone, invited, moscow, now, on_both, reasons, utc, who};

on_both! {
    gleb_declines_and_says_why,
    the_same_answer_again_changes_nothing,
    the_organiser_answers_for_somebody_who_called,
    nobody_else_answers_for_others,
    nobody_answers_for_who_is_not_invited,
    invitations_are_those_that_await_an_answer_and_are_not_over,
    a_new_time_asks_everyone_again,
    an_answer_and_a_new_time_at_the_same_moment_never_leave_an_old_answer,
}

async fn gleb_declines_and_says_why(house: &House) {
    let sheet = review(house).await;
    let (gleb, later) = (Attendee::Person(house.gleb), utc("2026-11-24T07:00:00Z"));
    let reason = " On a train ".to_owned();
    let declined = house
        .store
        .respond(who(house.gleb), sheet.meeting.id, gleb, Answer::Declined, reason, later)
        .await
        .unwrap();
    let reply = &declined.meeting.participant(gleb).unwrap().reply;
    assert_eq!((reply.answer, reply.reason.as_str()), (Answer::Declined, "On a train"));
    assert_eq!(reply.given, Some((house.gleb, later)));
    assert!(declined.meeting.version > sheet.meeting.version);
    assert_eq!(
        house.store.meeting(who(house.vera), sheet.meeting.id).await.unwrap().meeting,
        declined.meeting
    );

    let history = house.store.history(who(house.vera), sheet.meeting.id).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(last.by_name.as_deref(), Some("Gleb Sedov"));
    assert_eq!(
        last.change.acts,
        [Act::Responded {
            attendee: gleb,
            from: Answer::Maybe,
            to: Answer::Declined,
            reason: "On a train".into(),
        }]
    );
}

async fn the_same_answer_again_changes_nothing(house: &House) {
    let sheet = review(house).await;
    let gleb = Attendee::Person(house.gleb);
    let accept = async || {
        let (id, reason) = (sheet.meeting.id, String::new());
        house.store.respond(who(house.gleb), id, gleb, Answer::Accepted, reason, now()).await.unwrap()
    };
    let first = accept().await;
    assert_eq!(accept().await, first);
    assert_eq!(house.store.revision().await.unwrap(), first.meeting.version);
}

async fn the_organiser_answers_for_somebody_who_called(house: &House) {
    let sheet = review(house).await;
    let olga = Attendee::Contact(house.olga);
    let answered = house
        .store
        .respond(who(house.vera), sheet.meeting.id, olga, Answer::Accepted, String::new(), now())
        .await
        .unwrap();
    let reply = &answered.meeting.participant(olga).unwrap().reply;
    assert_eq!((reply.answer, reply.given), (Answer::Accepted, Some((house.vera, now()))));
}

async fn nobody_else_answers_for_others(house: &House) {
    let sheet = review(house).await;
    let (id, vera) = (sheet.meeting.id, Attendee::Person(house.vera));
    let answer = async |person, attendee| {
        house.store.respond(who(person), id, attendee, Answer::Declined, String::new(), now()).await
    };
    let for_others = [Refusal::NotPermitted { action: Action::AnswerForOthers }];
    assert_eq!(reasons(answer(house.gleb, vera).await), for_others, "a participant");
    assert_eq!(reasons(answer(house.boris, vera).await), for_others, "the supervisor");
    let own = [Refusal::NotPermitted { action: Action::AnswerInvitation }];
    assert_eq!(reasons(answer(house.boris, Attendee::Person(house.boris)).await), own, "who is not invited");
    assert_gone(answer(house.elena, vera).await);
    assert_gone(answer(house.elena, Attendee::Person(house.elena)).await);
    assert_gone(answer(house.anna, vera).await);
    assert_eq!(house.store.meeting(who(house.vera), id).await.unwrap(), sheet);
}

async fn nobody_answers_for_who_is_not_invited(house: &House) {
    let sheet = review(house).await;
    let (id, elena) = (sheet.meeting.id, Attendee::Person(house.elena));
    let answer =
        house.store.respond(who(house.vera), id, elena, Answer::Accepted, String::new(), now()).await;
    assert_eq!(reasons(answer), [Refusal::NotParticipant]);
    let endless = "x".repeat(5_000);
    let vera = Attendee::Person(house.vera);
    let answer = house.store.respond(who(house.vera), id, vera, Answer::Declined, endless, now()).await;
    assert!(matches!(reasons(answer)[..], [Refusal::TooLong { field: Field::Reason, .. }]));
}

async fn invitations_are_those_that_await_an_answer_and_are_not_over(house: &House) {
    let past = house.draft(house.vera, "Past", "2026-11-23 10:00", &[house.gleb]);
    let later = house.draft(house.vera, "Later", "2026-11-26 10:00", &[house.gleb]);
    let soon = house.draft(house.boris, "Soon", "2026-11-25 10:00", &[house.gleb, house.vera]);
    let under_way = house.draft(house.vera, "Under way", "2026-11-24 08:30", &[house.gleb]);
    let own = house.draft(house.gleb, "Own", "2026-11-25 12:00", &[]);
    let mut planned = Vec::new();
    for draft in [past, later, soon, under_way, own] {
        planned.push(house.planned(draft).await);
    }
    let subjects = async || {
        let entries = house.store.invitations(who(house.gleb), now()).await.unwrap();
        let details = entries.into_iter().map(|entry| entry.details.unwrap());
        details.inspect(|it| assert!(it.my_answer.unwrap().awaited)).map(|it| it.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects().await, ["Under way", "Soon", "Later"]);

    let (gleb, soon) = (Attendee::Person(house.gleb), planned[2].meeting.id);
    house.store.respond(who(house.gleb), soon, gleb, Answer::Maybe, String::new(), now()).await.unwrap();
    assert_eq!(subjects().await, ["Under way", "Later"], "maybe is an answer once it is given");

    let later = &planned[1].meeting;
    house.store.remove_meeting(who(house.vera), later.id, later.version, now()).await.unwrap();
    assert_eq!(subjects().await, ["Under way"]);
}

async fn a_new_time_asks_everyone_again(house: &House) {
    let sheet = review(house).await;
    let (id, gleb) = (sheet.meeting.id, Attendee::Person(house.gleb));
    let accepted =
        house.store.respond(who(house.gleb), id, gleb, Answer::Accepted, String::new(), now()).await.unwrap();
    let moved = house
        .store
        .reschedule(
            who(house.vera),
            id,
            accepted.meeting.version,
            moscow("2026-11-24 15:00", 60),
            None,
            now(),
        )
        .await
        .unwrap();
    let answers = moved.meeting.participants.iter().map(|each| (each.attendee, each.reply.answer));
    assert_eq!(
        answers.collect::<Vec<_>>(),
        [
            (gleb, Answer::Maybe),
            (Attendee::Contact(house.olga), Answer::Maybe),
            (Attendee::Person(house.vera), Answer::Accepted),
        ]
    );
    let invitations = house.store.invitations(who(house.gleb), now()).await.unwrap();
    assert_eq!(invitations.len(), 1);
    assert_eq!(invitations[0].version, moved.meeting.version);
}

/// Whichever comes first: an answer that was given before the move is asked for again, and one that comes after it
/// is refused, since whoever gave it had seen the old time.
async fn an_answer_and_a_new_time_at_the_same_moment_never_leave_an_old_answer(house: &House) {
    let gleb = Attendee::Person(house.gleb);
    for round in 0..24 {
        let start = format!("2026-11-{:02} {:02}:00", 25 + round / 12, 8 + round % 12);
        let meeting = house.planned(house.draft(house.vera, "Race", &start, &[house.gleb])).await.meeting;
        let later = moscow(&start.replace(":00", ":30"), 60);
        let accept = async |seen| {
            let (id, reason) = (meeting.id, String::new());
            house.store.respond_seeing(who(house.gleb), id, seen, gleb, Answer::Accepted, reason, now()).await
        };
        let move_it = async {
            let mut seen = meeting.version;
            loop {
                let (id, when) = (meeting.id, later.clone());
                match house.store.reschedule(who(house.vera), id, seen, when, None, now()).await {
                    Ok(sheet) => return sheet.meeting,
                    // The answer came first: whoever moves sees it, and moves all the same.
                    Err(store::Error::Conflict { current }) => seen = current,
                    Err(other) => panic!("not moved: {other:?}"),
                }
            }
        };
        // Every other round the move has a head start.
        let (answered, moved) = if round % 2 == 0 {
            tokio::join!(accept(Some(meeting.version)), move_it)
        } else {
            let (moved, answered) = tokio::join!(move_it, accept(Some(meeting.version)));
            (answered, moved)
        };
        match answered {
            Ok(answered) => assert!(answered.meeting.version < moved.version, "round {round}"),
            Err(store::Error::Conflict { current }) => assert_eq!(current, moved.version, "round {round}"),
            Err(other) => panic!("round {round}: {other:?}"),
        }
        let now_is = house.store.meeting(who(house.vera), meeting.id).await.unwrap().meeting;
        assert_eq!(now_is.when, later, "round {round}");
        assert!(now_is.participant(gleb).unwrap().reply.is_awaited(), "round {round}: an old answer stands");
        // Whoever has seen the new time answers to it, whatever else changes meanwhile.
        let card = Draft { description: "Bring figures".into(), ..now_is.draft() };
        house.store.revise(who(house.vera), now_is.id, now_is.version, card, now()).await.unwrap();
        let accepted = accept(Some(now_is.version)).await.unwrap().meeting;
        assert_eq!(accepted.participant(gleb).unwrap().reply.answer, Answer::Accepted);
    }
}

/// Vera calls Gleb and the client's Olga.
async fn review(house: &House) -> Sheet {
    let draft = house.draft(house.vera, "Review", "2026-11-24 10:00", &[house.gleb]);
    let olga = invited(Attendee::Contact(house.olga));
    house.planned(Draft { participants: [draft.participants.clone(), vec![olga]].concat(), ..draft }).await
}
