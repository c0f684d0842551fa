//! Meetings that recur (S12, D16).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Refusal;
use domain::change::{About, Act, Channel};
use domain::id::{MeetingId, SeriesId};
use domain::meeting::{Answer, Attendance, Attendee, Because, Draft, Fate, Scope, Sheet};
use domain::people::Language;
use domain::permission::Action;
use domain::time::{Recurrence, When};
use store::Error;

use crate::house::{
    Engine, House, Site, assert_gone, invited, moscow, now, on_both, reasons, utc, wall, who, zone,
};

on_both! {
    a_planned_series_stands_in_the_calendars_of_everyone_invited,
    the_same_series_sent_twice_is_planned_once,
    dates_are_taken_out_and_added,
    the_hour_stays_on_the_wall_when_the_clocks_change,
    an_all_day_series_is_dates,
    a_room_that_is_taken_on_one_date_refuses_all_and_names_it,
    occurrences_longer_than_what_lies_between_them_do_not_fit_their_room,
    nobody_books_over_an_occurrence_past_the_store,
    a_preview_tells_the_next_dates_and_what_is_in_the_way,
    a_series_is_bounded_in_words,
    a_text_changed_in_all_leaves_times_and_what_is_over_alone,
    another_time_for_all_asks_everybody_again,
    the_following_ones_become_a_series_of_their_own,
    what_follows_an_added_date_keeps_to_the_rule,
    another_rule_moves_occurrences_along,
    what_skips_days_moves_with_the_one_that_is_moved,
    for_one_that_is_left_out_the_nearest_that_moved_answers_and_moves_all_back,
    one_that_is_changed_by_itself_is_marked,
    a_preview_of_a_revision_is_exactly_what_it_does,
    a_revision_that_meets_a_booking_changes_nothing,
    occurrences_take_each_others_times,
    a_single_meeting_becomes_a_series,
    one_that_is_removed_stays_away,
    the_following_ones_are_removed,
    what_has_had_its_dates_goes_no_further_when_one_after_them_is_removed,
    all_are_removed_but_what_is_over_stays,
    what_was_removed_together_comes_back_together,
    what_cannot_come_back_whole_does_not_come_back,
    who_must_not_take_a_series_back_does_not,
    an_answer_to_the_series_is_one_to_every_occurrence,
    of_two_who_saw_the_same_occurrence_the_second_is_told,
    who_must_not_change_a_series_does_not,
    a_series_goes_on_as_time_does,
    a_room_that_is_taken_by_then_is_never_booked_twice,
    of_two_who_extend_at_once_each_date_is_planned_once,
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

async fn the_hour_stays_on_the_wall_when_the_clocks_change(house: &House) {
    let in_zone = |start: &str, zone_name: &str| Draft {
        when: When::Timed { start: wall(start), minutes: 60, zone: zone(zone_name) },
        ..house.draft(house.vera, zone_name, start, &[])
    };
    let starts = async |draft: Draft, rule: &str| {
        let first = planned(house, draft, rule).await;
        let members = members(house, first.series.as_ref().unwrap().id).await;
        let spans = members.iter().map(|sheet| {
            let rules = store::zones::rules(sheet.meeting.when.zone()).unwrap();
            sheet.meeting.when.span(&rules).start().format("%m-%dT%H:%M").to_string()
        });
        spans.collect::<Vec<_>>()
    };
    // Summer time begins there on 28 March 2027, and ends on 31 October.
    let berlin = starts(in_zone("2027-03-21 10:00", "Europe/Berlin"), "FREQ=WEEKLY;BYDAY=SU;COUNT=3").await;
    assert_eq!(berlin, ["03-21T09:00", "03-28T08:00", "04-04T08:00"]);
    let skipped = starts(in_zone("2027-03-27 02:30", "Europe/Berlin"), "FREQ=DAILY;COUNT=3").await;
    assert_eq!(skipped, ["03-27T01:30", "03-28T01:30", "03-29T00:30"], "half past two is skipped");
    let twice = starts(in_zone("2027-10-30 02:30", "Europe/Berlin"), "FREQ=DAILY;COUNT=3").await;
    assert_eq!(twice, ["10-30T00:30", "10-31T00:30", "11-01T01:30"], "of two half past two the first");
    let new_york = starts(in_zone("2027-03-13 02:30", "America/New_York"), "FREQ=DAILY;COUNT=3").await;
    assert_eq!(new_york, ["03-13T07:30", "03-14T07:30", "03-15T06:30"]);
    let kolkata = starts(in_zone("2027-03-27 10:00", "Asia/Kolkata"), "FREQ=DAILY;COUNT=2").await;
    assert_eq!(kolkata, ["03-27T04:30", "03-28T04:30"]);
}

async fn an_all_day_series_is_dates(house: &House) {
    let fair = Draft {
        when: When::AllDay { first: date("2027-03-25"), days: 2, zone: zone("Europe/Berlin") },
        ..house.draft(house.vera, "Fair", "2027-03-25 00:00", &[])
    };
    let sheet = planned(house, fair, "FREQ=MONTHLY;BYDAY=-1TH;COUNT=2").await;
    let members = members(house, sheet.series.unwrap().id).await;
    let whens: Vec<_> = members.iter().map(|sheet| sheet.meeting.when.clone()).collect();
    let on = |first| When::AllDay { first: date(first), days: 2, zone: zone("Europe/Berlin") };
    assert_eq!(whens, [on("2027-03-25"), on("2027-04-29")]);
    assert_eq!(dates_of(house, house.vera).await, ["2027-03-25", "2027-04-29"]);
}

async fn a_room_that_is_taken_on_one_date_refuses_all_and_names_it(house: &House) {
    let other = Draft {
        place: Some(house.blue_room),
        ..house.draft(house.elena, "Workshop", "2026-12-08 10:30", &[])
    };
    let other = house.planned(other).await;
    let draft = Draft { place: Some(house.blue_room), ..team(house) };
    let recurrence = recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=8");
    let answer = house
        .store
        .plan_series(who(house.vera), new_series(), draft.clone(), recurrence.clone(), now())
        .await;
    let refused = reasons(answer);
    assert!(matches!(&refused[..], [Refusal::PlaceTaken { collision, .. }]
            if collision.meeting == other.meeting.id && collision.subject.as_deref() == Some("Workshop")));
    assert_eq!(house.rows("SELECT count(*) FROM series").await, 0);
    assert_eq!(house.rows("SELECT count(*) FROM meeting").await, 1);
    // Without that date it fits.
    let without = Recurrence { exceptions: [date("2026-12-08")].into(), ..recurrence };
    house.store.plan_series(who(house.vera), new_series(), draft, without, now()).await.unwrap();
    assert_eq!(dates_of(house, house.vera).await.len(), 7);
}

async fn occurrences_longer_than_what_lies_between_them_do_not_fit_their_room(house: &House) {
    let long =
        Draft { place: Some(house.blue_room), when: moscow("2026-11-24 10:00", 25 * 60), ..team(house) };
    let answer = house
        .store
        .plan_series(who(house.vera), new_series(), long.clone(), recurring("FREQ=DAILY;COUNT=3"), now())
        .await;
    assert!(matches!(reasons(answer)[..], [Refusal::PlaceTaken { .. }, Refusal::PlaceTaken { .. }]));
    planned(house, Draft { place: None, ..long }, "FREQ=DAILY;COUNT=3").await;
}

async fn nobody_books_over_an_occurrence_past_the_store(house: &House) {
    planned(house, Draft { place: Some(house.blue_room), ..team(house) }, "FREQ=WEEKLY;BYDAY=TU;COUNT=3")
        .await;
    const AGAIN: &str = "
        INSERT INTO occurrence (meeting, ordinal, starts, ends, tier, place, blocks)
        SELECT meeting, 7, starts, ends, tier, place, TRUE FROM occurrence";
    let refused = house.raw(AGAIN).await.unwrap_err();
    assert!(refused.as_database_error().unwrap().message().contains("place_taken"));
    for nonsense in [
        "UPDATE meeting SET recurrence_id = NULL",
        "UPDATE meeting SET series = NULL",
        "UPDATE meeting SET recurrence_id = (SELECT min(recurrence_id) FROM meeting)",
        "UPDATE series SET rule = ''",
        "DELETE FROM series",
    ] {
        assert!(house.raw(nonsense).await.is_err(), "{nonsense}");
    }
}

async fn a_preview_tells_the_next_dates_and_what_is_in_the_way(house: &House) {
    let in_room = |subject: &str, start: &str, private: bool| Draft {
        place: Some(house.blue_room),
        private,
        ..house.draft(house.elena, subject, start, &[])
    };
    house.planned(in_room("Workshop", "2026-12-08 10:30", false)).await;
    house.planned(in_room("Salaries", "2026-12-15 09:30", true)).await;
    let dentist = house.planned(house.draft(house.gleb, "Dentist", "2026-12-01 10:30", &[])).await;
    let maybe = house.planned(house.draft(house.elena, "Lunch", "2026-12-22 10:00", &[house.gleb])).await;
    let gone = house.planned(house.draft(house.gleb, "Gone", "2026-12-29 10:00", &[])).await;
    house.store.remove_meeting(who(house.gleb), gone.meeting.id, gone.meeting.version, now()).await.unwrap();
    let (gleb, id) = (Attendee::Person(house.gleb), maybe.meeting.id);
    let all_day = Draft {
        when: When::AllDay { first: date("2027-01-05"), days: 1, zone: zone("Europe/Moscow") },
        ..house.draft(house.vera, "Leave", "2027-01-05 00:00", &[])
    };
    house.planned(all_day).await;
    let revision = house.store.revision().await.unwrap();

    let draft = Draft { place: Some(house.blue_room), ..team(house) };
    let recurrence = recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=8");
    let preview = house
        .store
        .preview_series(who(house.vera), draft.clone(), recurrence.clone(), None, now())
        .await
        .unwrap();
    assert_eq!((preview.total, preview.dates.len(), preview.refusals.len()), (8, 8, 2));
    let subjects = |index: usize| {
        let collisions = &preview.dates[index].collisions;
        collisions.iter().map(|collision| collision.subject.clone()).collect::<Vec<_>>()
    };
    assert_eq!(preview.dates[2].date, date("2026-12-08"));
    assert_eq!((subjects(1), subjects(2)), (vec![], vec![Some("Workshop".to_owned())]));
    assert_eq!(subjects(3), [None], "of a private one only that the room is taken");
    let busy: Vec<Vec<_>> = preview
        .dates
        .iter()
        .map(|date| date.busy.iter().map(|clash| (clash.person, clash.answer)).collect())
        .collect();
    assert_eq!(
        busy[1],
        [(house.gleb, Answer::Accepted)],
        "whose {} it is, is not told",
        dentist.meeting.subject
    );
    assert_eq!(busy[4], [(house.gleb, Answer::Maybe)]);
    assert_eq!(busy[5], [], "what is removed takes no time");
    assert_eq!(busy[6], [(house.vera, Answer::Accepted)], "all day");
    assert_eq!((&busy[0], &busy[7]), (&vec![], &vec![]));
    house.store.respond(who(house.gleb), id, gleb, Answer::Declined, String::new(), now()).await.unwrap();
    let preview = house.store.preview_series(who(house.vera), draft, recurrence, None, now()).await.unwrap();
    assert_eq!(preview.dates[4].busy, [], "what is declined takes no time");
    assert_eq!(house.store.revision().await.unwrap().0, revision.0 + 1, "a preview plans nothing");

    // What is there already is not in its own way, nor is the rest of its series.
    let there =
        planned(house, in_room("Own", "2027-02-02 10:00", false), "FREQ=WEEKLY;BYDAY=TU;COUNT=2").await;
    let again = async |person, instead_of| {
        let draft = Draft { participants: vec![], ..in_room("Own", "2027-02-02 10:00", false) };
        let rule = recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=2");
        house.store.preview_series(who(person), draft, rule, instead_of, now()).await.unwrap()
    };
    let in_the_way = |preview: domain::meeting::Prospect| {
        preview.dates.iter().map(|date| date.collisions.len() + date.busy.len()).collect::<Vec<_>>()
    };
    assert_eq!(in_the_way(again(house.elena, None).await), [2, 2]);
    assert_eq!(in_the_way(again(house.elena, Some(there.meeting.id)).await), [0, 0]);
    assert_eq!(in_the_way(again(house.gleb, Some(there.meeting.id)).await), [2, 2], "not his to see");
    assert_gone(
        house
            .store
            .preview_series(
                who(domain::id::PersonId(uuid::Uuid::nil())),
                team(house),
                recurring("FREQ=DAILY"),
                None,
                now(),
            )
            .await,
    );
}

async fn a_series_is_bounded_in_words(house: &House) {
    let plan = async |draft: Draft, rule: &str| {
        house.store.plan_series(who(house.vera), new_series(), draft, recurring(rule), now()).await
    };
    let most = [Refusal::TooManyDates { max: 1_000 }];
    assert_eq!(reasons(plan(team(house), "FREQ=DAILY;COUNT=1000000").await), most);
    let long_ago = Draft { when: moscow("2000-01-01 10:00", 60), ..team(house) };
    assert_eq!(reasons(plan(long_ago.clone(), "FREQ=DAILY").await), most);
    let preview = house
        .store
        .preview_series(who(house.vera), long_ago, recurring("FREQ=DAILY"), None, now())
        .await
        .unwrap();
    assert_eq!((preview.dates.len(), &preview.refusals[..]), (0, &most[..]));
    assert_eq!(reasons(plan(team(house), "FREQ=DAILY;UNTIL=20261123").await), [Refusal::EndsBeforeStart]);
    let never = plan(team(house), "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31").await;
    assert_eq!(reasons(never), [Refusal::NoDates], "November has no such day");
    let all_out = Recurrence {
        exceptions: [date("2026-11-24"), date("2026-11-25")].into(),
        ..recurring("FREQ=DAILY;COUNT=2")
    };
    let answer = house.store.plan_series(who(house.vera), new_series(), team(house), all_out, now()).await;
    assert_eq!(reasons(answer), [Refusal::NoDates]);
    let wrong = Draft { subject: " ".into(), ..team(house) };
    assert_eq!(
        reasons(plan(wrong, "FREQ=DAILY;COUNT=0").await),
        [Refusal::NoDates, Refusal::Empty { field: domain::refusal::Field::Subject }],
        "every reason at once"
    );
    assert_eq!(house.rows("SELECT count(*) FROM meeting").await, 0);

    // Without an end, or with a far one, it is planned over the horizon and goes on from there.
    planned(house, team(house), "FREQ=DAILY").await;
    assert_eq!(house.rows("SELECT count(*) FROM meeting").await, 401);
    let far =
        planned(house, Draft { when: moscow("2029-03-01 10:00", 60), ..team(house) }, "FREQ=DAILY").await;
    assert_eq!(
        members(house, far.series.unwrap().id).await.len(),
        1,
        "beyond the horizon only the first one"
    );
}

async fn a_text_changed_in_all_leaves_times_and_what_is_over_alone(house: &House) {
    let first = weekly(house).await;
    let series = first.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    let moved = &occurrences[3].meeting;
    let (when, place) = (moscow("2026-12-16 15:00", 30), Some(house.blue_room));
    house
        .store
        .reschedule(who(house.vera), moved.id, moved.version, when.clone(), place, now())
        .await
        .unwrap();
    house.raw("UPDATE meeting SET state = 'closed' WHERE recurrence_id = '2026-12-08'").await.unwrap();
    house.raw("UPDATE meeting SET state = 'cancelled' WHERE recurrence_id = '2026-12-22'").await.unwrap();
    accept_all(house, &occurrences[5..6]).await;

    // The first one is over by then.
    let later = utc("2026-11-30T06:00:00Z");
    let pivot = &occurrences[1].meeting;
    let draft = Draft {
        subject: "Crew".into(),
        participants: [pivot.draft().participants, vec![invited(Attendee::Person(house.elena))]].concat(),
        ..pivot.draft()
    };
    let sheet = revise(house, pivot.id, Scope::All, draft, None, later).await.unwrap();
    assert_eq!((sheet.meeting.id, sheet.meeting.subject.as_str()), (pivot.id, "Crew"));

    let after = members(house, series).await;
    let subjects: Vec<_> = after.iter().map(|sheet| sheet.meeting.subject.as_str()).collect();
    assert_eq!(subjects, ["Team", "Crew", "Team", "Crew", "Team", "Crew", "Crew", "Crew"]);
    let own = &after[3];
    assert_eq!((&own.meeting.when, own.meeting.place), (&when, place), "its own time and room stay");
    assert!(own.series.as_ref().unwrap().altered);
    assert!(
        after
            .iter()
            .all(|sheet| sheet.meeting.id == own.meeting.id || !sheet.series.as_ref().unwrap().altered)
    );
    assert_eq!(
        dates_of(house, house.elena).await,
        ["2026-12-01", "2026-12-16", "2026-12-29", "2027-01-05", "2027-01-12"]
    );
    let history = house.store.history(who(house.vera), own.meeting.id).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(last.change.about, About::Series(series));
    assert!(
        matches!(&last.change.acts[..], [Act::TextChanged { .. }, Act::Invited { .. }]),
        "{:?}",
        last.change.acts
    );
    let untouched = house.store.history(who(house.vera), after[0].meeting.id).await.unwrap();
    assert_eq!(untouched.len(), 1);
}

async fn another_time_for_all_asks_everybody_again(house: &House) {
    let first = weekly(house).await;
    let series = first.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    accept_all(house, &occurrences).await;
    let pivot = house.store.meeting(who(house.vera), occurrences[2].meeting.id).await.unwrap().meeting;
    let draft =
        Draft { when: moscow("2026-12-08 12:00", 45), place: Some(house.green_room), ..pivot.draft() };
    revise(house, pivot.id, Scope::All, draft, None, now()).await.unwrap();
    let after = members(house, series).await;
    assert_eq!(after.len(), 8);
    for (before, sheet) in occurrences.iter().zip(&after) {
        assert_eq!(before.meeting.id, sheet.meeting.id, "the same occurrence");
        let When::Timed { start, minutes, .. } = &sheet.meeting.when else { panic!("it has a start") };
        assert_eq!((start.time().to_string().as_str(), *minutes), ("12:00:00", 45));
        assert_eq!(Some(start.date()), before.series.as_ref().map(|membership| membership.date));
        assert_eq!(sheet.meeting.place, Some(house.green_room));
        let reply = |person| sheet.meeting.participant(Attendee::Person(person)).unwrap().reply.answer;
        assert_eq!((reply(house.gleb), reply(house.vera)), (Answer::Maybe, Answer::Accepted));
    }
    let invitations = house.store.invitations(who(house.gleb), now()).await.unwrap();
    assert_eq!(invitations.len(), 8);
    let rows = house.rows("SELECT count(*) FROM occurrence WHERE place IS NOT NULL AND blocks").await;
    assert_eq!(rows, 8);
}

async fn the_following_ones_become_a_series_of_their_own(house: &House) {
    let first = weekly(house).await;
    let old = first.series.as_ref().unwrap().id;
    let occurrences = members(house, old).await;
    let pivot = &occurrences[3].meeting;
    // From Tuesday at ten to Wednesday at eleven.
    let draft = Draft { when: moscow("2026-12-16 11:00", 60), ..pivot.draft() };
    let sheet = revise(house, pivot.id, Scope::ThisAndFollowing, draft, None, now()).await.unwrap();
    let membership = sheet.series.unwrap();
    assert_ne!(membership.id, old);
    assert_eq!(sheet.meeting.id, pivot.id);
    assert_eq!(membership.recurrence, recurring("FREQ=WEEKLY;BYDAY=WE;COUNT=5"));
    let (before, after) = (members(house, old).await, members(house, membership.id).await);
    assert_eq!(
        before,
        occurrences[..3]
            .iter()
            .map(|sheet| Sheet {
                series: before[0].series.clone().map(|it| domain::meeting::Membership {
                    date: sheet.series.as_ref().unwrap().date,
                    ..it
                }),
                ..sheet.clone()
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(
        before[0].series.as_ref().unwrap().recurrence.rule.to_string(),
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261214"
    );
    let ids = |sheets: &[Sheet]| sheets.iter().map(|sheet| sheet.meeting.id).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&occurrences[3..]), "they are the same occurrences");
    assert_eq!(
        dates_of(house, house.gleb).await,
        [
            "2026-11-24",
            "2026-12-01",
            "2026-12-08",
            "2026-12-16",
            "2026-12-23",
            "2026-12-30",
            "2027-01-06",
            "2027-01-13"
        ]
    );
    let history = house.store.history(who(house.vera), pivot.id).await.unwrap();
    let acts: Vec<_> = history.iter().map(|told| told.change.acts.len()).collect();
    assert_eq!(acts, [1, 1], "planned with the old series, moved into the new one");

    // That somebody need not come is a change too.
    let mut draft = after[0].meeting.draft();
    draft.participants[0].attendance = Attendance::Optional;
    let (id, all) = (after[0].meeting.id, Scope::All);
    let outlook =
        house.store.preview_revision(who(house.vera), id, all, draft.clone(), None, now()).await.unwrap();
    assert!(outlook.occurrences.iter().all(|foreseen| word(&foreseen.fate) == "changed"));
    revise(house, id, all, draft, None, now()).await.unwrap();
    let after = members(house, membership.id).await;
    assert!(after.iter().all(|sheet| sheet.meeting.participants[0].attendance == Attendance::Optional));

    // From the first one on, following means all.
    let pivot = &after[0].meeting;
    let draft = Draft { subject: "Crew".into(), ..pivot.draft() };
    let same = revise(house, pivot.id, Scope::ThisAndFollowing, draft, None, now()).await.unwrap();
    assert_eq!(same.series.unwrap().id, membership.id);
    assert_eq!(house.rows("SELECT count(*) FROM series").await, 2);
}

async fn what_follows_an_added_date_keeps_to_the_rule(house: &House) {
    let every_other_year = recurring("FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=24");
    let recurrence = Recurrence { additions: [date("2027-02-02")].into(), ..every_other_year };
    let plan = house.store.plan_series(who(house.vera), new_series(), team(house), recurrence, now());
    let series = plan.await.unwrap().series.unwrap().id;
    let added = &members(house, series).await[1].meeting;
    let draft = Draft { subject: "Crew".into(), ..added.draft() };
    revise(house, added.id, Scope::ThisAndFollowing, draft, None, now()).await.unwrap();
    house.store.extend_series(now() + TimeDelta::days(400)).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-24", "2027-02-02", "2028-11-24"]);
}

async fn another_rule_moves_occurrences_along(house: &House) {
    let sheet = planned(house, team(house), "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131").await;
    let series = sheet.series.as_ref().unwrap().id;
    let before = members(house, series).await;
    assert_eq!(before.len(), 10);
    let every_other = recurring("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270131");
    let draft = sheet.meeting.draft();
    let after =
        revise(house, sheet.meeting.id, Scope::All, draft, Some(every_other.clone()), now()).await.unwrap();
    assert_eq!(after.meeting.when, moscow("2026-11-26 10:00", 60), "it moved to its Thursday");
    assert_eq!(after.series.unwrap().recurrence, every_other);
    let dates = ["2026-11-26", "2026-12-10", "2026-12-24", "2027-01-07", "2027-01-21"];
    assert_eq!(dates_of(house, house.gleb).await, dates);
    let after = members(house, series).await;
    let kept: Vec<_> =
        after.iter().filter(|sheet| before.iter().any(|was| was.meeting.id == sheet.meeting.id)).collect();
    assert_eq!(kept.len(), 5, "no occurrence lost its history");

    // Longer, and one date more.
    let longer = Recurrence {
        additions: [date("2026-12-01")].into(),
        ..recurring("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270304")
    };
    let pivot = &after[1].meeting;
    revise(house, pivot.id, Scope::All, pivot.draft(), Some(longer), now()).await.unwrap();
    let longer = [
        "2026-11-26",
        "2026-12-01",
        "2026-12-10",
        "2026-12-24",
        "2027-01-07",
        "2027-01-21",
        "2027-02-04",
        "2027-02-18",
        "2027-03-04",
    ];
    assert_eq!(dates_of(house, house.gleb).await, longer);
    let change = house
        .store
        .since(domain::change::Revision(house.store.revision().await.unwrap().0 - 1), 1)
        .await
        .unwrap();
    assert_eq!(
        change[0].acts,
        [
            Act::SeriesRevised { scope: Scope::All, occurrences: 4 },
            Act::RuleChanged {
                from: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270131".into(),
                to: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270304".into(),
            },
        ]
    );
}

async fn what_skips_days_moves_with_the_one_that_is_moved(house: &House) {
    let sheet = planned(house, team(house), "FREQ=DAILY;INTERVAL=3;COUNT=3").await;
    let draft = Draft { when: moscow("2026-11-25 10:00", 60), ..sheet.meeting.draft() };
    let revised = revise(house, sheet.meeting.id, Scope::All, draft, None, now()).await.unwrap();
    assert_eq!(revised.meeting.id, sheet.meeting.id);
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-25", "2026-11-28", "2026-12-01"]);
}

async fn for_one_that_is_left_out_the_nearest_that_moved_answers_and_moves_all_back(house: &House) {
    let series = weekly(house).await.series.unwrap();
    let before = dates_of(house, house.gleb).await;
    let meant = members(house, series.id).await.swap_remove(2).meeting;
    let without = |moved: Recurrence| Recurrence { exceptions: [date("2026-12-12")].into(), ..moved };
    let moved = without(series.recurrence.moved(date("2026-12-08"), date("2026-12-12")));
    let draft = Draft { when: moscow("2026-12-12 14:00", 60), ..meant.draft() };
    let scope = Scope::ThisAndFollowing;
    let answered = revise(house, meant.id, scope, draft, Some(moved), now()).await.unwrap();
    let left =
        ["2026-11-24", "2026-12-01", "2026-12-19", "2026-12-26", "2027-01-02", "2027-01-09", "2027-01-16"];
    assert_eq!(dates_of(house, house.gleb).await, left);
    // The one before it is nearer, and has not moved.
    assert_eq!(answered.meeting.when, moscow("2026-12-19 14:00", 60));

    let moved = answered.series.unwrap().recurrence;
    let back = Recurrence { exceptions: [].into(), ..moved }.moved(date("2026-12-19"), date("2026-12-15"));
    let draft = Draft { when: moscow("2026-12-15 10:00", 60), ..answered.meeting.draft() };
    revise(house, answered.meeting.id, Scope::All, draft, Some(back), now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await, before);
}

async fn one_that_is_changed_by_itself_is_marked(house: &House) {
    let sheet = weekly(house).await;
    let occurrences = members(house, sheet.series.unwrap().id).await;
    let one = &occurrences[1].meeting;
    let draft = Draft { subject: "With guests".into(), ..one.draft() };
    let revised = revise(house, one.id, Scope::This, draft, None, now()).await.unwrap();
    let membership = revised.series.unwrap();
    assert_eq!((membership.altered, membership.date), (true, date("2026-12-01")));
    // An answer is no change of it.
    let (two, gleb) = (&occurrences[2].meeting, Attendee::Person(house.gleb));
    let answered = house
        .store
        .respond(who(house.gleb), two.id, gleb, Answer::Accepted, String::new(), now())
        .await
        .unwrap();
    assert!(!answered.series.unwrap().altered);
    // Said of all, it is what the series says.
    let draft = Draft { subject: "Guests".into(), ..revised.meeting.draft() };
    let all = revise(house, one.id, Scope::All, draft, None, now()).await.unwrap();
    assert!(!all.series.unwrap().altered);
    let subjects = members(house, membership.id).await.into_iter().map(|sheet| sheet.meeting.subject);
    assert_eq!(subjects.collect::<Vec<_>>(), vec!["Guests"; 8]);
}

async fn a_preview_of_a_revision_is_exactly_what_it_does(house: &House) {
    let sheet = weekly(house).await;
    let occurrences = members(house, sheet.series.as_ref().unwrap().id).await;
    house.raw("UPDATE meeting SET state = 'closed' WHERE recurrence_id = '2026-12-08'").await.unwrap();
    let later = utc("2026-11-25T06:00:00Z");
    let pivot = &occurrences[1].meeting;
    let draft = Draft { when: moscow("2026-12-01 15:00", 60), ..pivot.draft() };
    let rule = Some(recurring("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270119"));
    let outlook = house
        .store
        .preview_revision(who(house.vera), pivot.id, Scope::All, draft.clone(), rule.clone(), later)
        .await
        .unwrap();
    assert_eq!(outlook.refusals, []);
    let fates: Vec<_> = outlook.occurrences.iter().map(|foreseen| word(&foreseen.fate)).collect();
    assert_eq!(fates, ["over", "moved", "closed", "moved", "moved", "moved", "moved", "moved", "added"]);
    let moved = &outlook.occurrences[1];
    assert_eq!(
        (moved.meeting, &moved.before, &moved.after),
        (Some(pivot.id), &Some(pivot.when.clone()), &Some(draft.when.clone()))
    );
    assert_eq!(outlook.occurrences[8].after, Some(moscow("2027-01-19 15:00", 60)));

    let unchanged = house.store.revision().await.unwrap();
    let sheet = revise(house, pivot.id, Scope::All, draft, rule, later).await.unwrap();
    assert_eq!(sheet.meeting.version.0, unchanged.0 + 1, "the preview wrote nothing");
    let after = members(house, sheet.series.unwrap().id).await;
    let foreseen: Vec<_> = outlook.occurrences.iter().filter_map(|foreseen| foreseen.after.clone()).collect();
    assert_eq!(after.iter().map(|sheet| sheet.meeting.when.clone()).collect::<Vec<_>>(), foreseen);

    let single = house.planned(house.draft(house.vera, "One", "2026-11-27 10:00", &[])).await.meeting;
    let outlook = house
        .store
        .preview_revision(
            who(house.vera),
            single.id,
            Scope::This,
            Draft { subject: "Two".into(), ..single.draft() },
            None,
            now(),
        )
        .await
        .unwrap();
    assert!(matches!(&outlook.occurrences[..], [one] if word(&one.fate) == "changed"));
    let not_in_series = house
        .store
        .preview_revision(who(house.vera), single.id, Scope::All, single.draft(), None, now())
        .await;
    assert_eq!(reasons(not_in_series), [Refusal::NotInSeries]);
}

async fn a_revision_that_meets_a_booking_changes_nothing(house: &House) {
    let sheet = weekly(house).await;
    let series = sheet.series.as_ref().unwrap().id;
    let before = members(house, series).await;
    let room = |start: &str| Draft {
        place: Some(house.blue_room),
        ..house.draft(house.elena, "Workshop", start, &[])
    };
    let (one, two) =
        (house.planned(room("2026-12-15 12:30")).await, house.planned(room("2026-12-29 11:30")).await);
    let pivot = &before[0].meeting;
    let draft = Draft { when: moscow("2026-11-24 12:00", 60), place: Some(house.blue_room), ..pivot.draft() };
    let outlook = house
        .store
        .preview_revision(who(house.vera), pivot.id, Scope::All, draft.clone(), None, now())
        .await
        .unwrap();
    let refused = reasons(revise(house, pivot.id, Scope::All, draft.clone(), None, now()).await);
    let in_the_way: Vec<_> = refused
        .iter()
        .map(|refusal| {
            let Refusal::PlaceTaken { collision, .. } = refusal else { panic!("{refusal:?}") };
            collision.meeting
        })
        .collect();
    assert_eq!(in_the_way, [one.meeting.id, two.meeting.id], "each date is named");
    assert_eq!(outlook.refusals, refused);
    assert_eq!(members(house, series).await, before);
    // From the first of the new year on, nothing is in the way.
    let pivot = &before[6].meeting;
    let draft = Draft { when: moscow("2027-01-05 12:00", 60), ..draft };
    revise(house, pivot.id, Scope::ThisAndFollowing, draft, None, now()).await.unwrap();
}

async fn occurrences_take_each_others_times(house: &House) {
    let daily =
        Draft { place: Some(house.blue_room), when: moscow("2026-11-24 10:00", 20 * 60), ..team(house) };
    let sheet = planned(house, daily, "FREQ=DAILY;COUNT=5").await;
    let draft = Draft { when: moscow("2026-11-24 16:00", 20 * 60), ..sheet.meeting.draft() };
    revise(house, sheet.meeting.id, Scope::All, draft, None, now()).await.unwrap();
    let after = members(house, sheet.series.unwrap().id).await;
    assert_eq!(after[4].meeting.when, moscow("2026-11-28 16:00", 20 * 60));
    // One that was closed keeps the room, also against its own series.
    house.raw("UPDATE meeting SET state = 'closed' WHERE recurrence_id = '2026-11-26'").await.unwrap();
    let pivot = &after[0].meeting;
    let draft = Draft { when: moscow("2026-11-24 10:00", 20 * 60), ..pivot.draft() };
    let refused = reasons(revise(house, pivot.id, Scope::All, draft, None, now()).await);
    assert!(
        matches!(&refused[..], [Refusal::PlaceTaken { collision, .. }] if collision.meeting == after[2].meeting.id),
        "{refused:?}"
    );
}

async fn a_single_meeting_becomes_a_series(house: &House) {
    let single = house.planned(team(house)).await;
    for (wrong, reason) in [
        ("FREQ=MONTHLY;BYMONTHDAY=0", Refusal::Malformed { field: domain::refusal::Field::Recurrence }),
        ("FREQ=DAILY;COUNT=5000", Refusal::TooManyDates { max: 1_000 }),
        ("FREQ=DAILY;UNTIL=20201231", Refusal::EndsBeforeStart),
    ] {
        let (id, draft, rule) = (single.meeting.id, single.meeting.draft(), Some(recurring(wrong)));
        assert_eq!(reasons(revise(house, id, Scope::All, draft, rule, now()).await), [reason], "{wrong}");
    }
    let rule = Some(recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=3"));
    let draft = Draft { subject: "Crew".into(), ..single.meeting.draft() };
    let sheet = revise(house, single.meeting.id, Scope::All, draft, rule, now()).await.unwrap();
    assert_eq!(sheet.meeting.id, single.meeting.id);
    let membership = sheet.series.unwrap();
    assert_eq!((membership.date, membership.altered), (date("2026-11-24"), false));
    let all = members(house, membership.id).await;
    let subjects: Vec<_> = all.iter().map(|sheet| sheet.meeting.subject.as_str()).collect();
    assert_eq!(subjects, ["Crew", "Crew", "Crew"]);
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-24", "2026-12-01", "2026-12-08"]);
    let without = revise(
        house,
        house.planned(house.draft(house.vera, "One", "2026-11-25 10:00", &[])).await.meeting.id,
        Scope::All,
        team(house),
        None,
        now(),
    )
    .await;
    assert_eq!(reasons(without), [Refusal::NotInSeries]);
}

async fn one_that_is_removed_stays_away(house: &House) {
    let sheet = planned(house, team(house), "FREQ=WEEKLY;BYDAY=TU;COUNT=4").await;
    let occurrences = members(house, sheet.series.as_ref().unwrap().id).await;
    let one = &occurrences[1].meeting;
    house.store.remove_occurrences(who(house.vera), one.id, one.version, Scope::This, now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-24", "2026-12-08", "2026-12-15"]);
    let first = house.store.meeting(who(house.vera), sheet.meeting.id).await.unwrap();
    assert_eq!(first.series.unwrap().recurrence.exceptions, [date("2026-12-01")].into());
    // Another time for all does not bring it back.
    let draft = Draft { when: moscow("2026-11-24 11:00", 60), ..first.meeting.draft() };
    revise(house, first.meeting.id, Scope::All, draft, None, now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await.len(), 3);
    // It can be taken back as it was.
    house.store.restore_meeting(who(house.vera), one.id, now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await.len(), 4);
    let first = house.store.meeting(who(house.vera), sheet.meeting.id).await.unwrap();
    assert_eq!(first.series.unwrap().recurrence.exceptions, [].into());
    // Unless the rule has made another one in its place meanwhile.
    let one = house.store.meeting(who(house.vera), one.id).await.unwrap().meeting;
    house.store.remove_occurrences(who(house.vera), one.id, one.version, Scope::This, now()).await.unwrap();
    revise(
        house,
        first.meeting.id,
        Scope::All,
        first.meeting.draft(),
        Some(recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=5")),
        now(),
    )
    .await
    .unwrap();
    assert_eq!(dates_of(house, house.gleb).await.len(), 5);
    let twice = house.store.restore_meeting(who(house.vera), one.id, now()).await;
    assert_eq!(reasons(twice), [Refusal::Duplicate { field: domain::refusal::Field::Recurrence }]);
}

async fn the_following_ones_are_removed(house: &House) {
    let sheet =
        planned(house, Draft { place: Some(house.blue_room), ..team(house) }, "FREQ=WEEKLY;BYDAY=TU").await;
    let series = sheet.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    let pivot = &occurrences[2].meeting;
    let outlook =
        house.store.preview_removal(who(house.vera), pivot.id, Scope::ThisAndFollowing, now()).await.unwrap();
    assert_eq!(outlook.occurrences.len(), occurrences.len() - 2);
    assert!(
        outlook.occurrences.iter().all(|foreseen| foreseen.fate == Fate::Removed && foreseen.after.is_none())
    );
    house
        .store
        .remove_occurrences(who(house.vera), pivot.id, pivot.version, Scope::ThisAndFollowing, now())
        .await
        .unwrap();
    house
        .store
        .remove_occurrences(who(house.vera), pivot.id, pivot.version, Scope::ThisAndFollowing, now())
        .await
        .unwrap();
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-24", "2026-12-01"]);
    assert_eq!(house.rows("SELECT count(*) FROM occurrence WHERE blocks").await, 2);
    let history = house.store.history(who(house.vera), pivot.id).await.unwrap();
    assert_eq!(
        history.iter().map(|told| told.change.acts.clone()).collect::<Vec<_>>(),
        [vec![Act::Planned], vec![Act::Removed]]
    );
    // It does not grow again.
    assert_eq!(house.store.extend_series(now() + TimeDelta::days(500)).await.unwrap(), 0);
}

async fn what_has_had_its_dates_goes_no_further_when_one_after_them_is_removed(house: &House) {
    let twice = recurring("FREQ=WEEKLY;BYDAY=TU;COUNT=2");
    let recurrence = Recurrence { additions: [date("2026-12-22")].into(), ..twice.clone() };
    let sheet =
        house.store.plan_series(who(house.vera), new_series(), team(house), recurrence, now()).await.unwrap();
    let series = sheet.series.unwrap().id;
    let added = &members(house, series).await[2].meeting;
    house
        .store
        .remove_occurrences(who(house.vera), added.id, added.version, Scope::ThisAndFollowing, now())
        .await
        .unwrap();
    let left = &members(house, series).await[0];
    assert_eq!(left.series.as_ref().unwrap().recurrence, twice);
    let draft = Draft { when: moscow("2026-11-25 10:00", 60), ..left.meeting.draft() };
    revise(house, left.meeting.id, Scope::All, draft, None, now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-25", "2026-12-02"]);
}

async fn all_are_removed_but_what_is_over_stays(house: &House) {
    let sheet = weekly(house).await;
    let series = sheet.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    house.raw("UPDATE meeting SET state = 'closed' WHERE recurrence_id = '2026-12-08'").await.unwrap();
    let later = utc("2026-11-25T06:00:00Z");
    let pivot = &occurrences[4].meeting;
    let outlook = house.store.preview_removal(who(house.vera), pivot.id, Scope::All, later).await.unwrap();
    let kept: Vec<_> = outlook
        .occurrences
        .iter()
        .filter(|foreseen| foreseen.fate != Fate::Removed)
        .map(|foreseen| word(&foreseen.fate))
        .collect();
    assert_eq!(kept, ["over", "closed"]);
    let seen = pivot.version;
    house.store.remove_occurrences(who(house.vera), pivot.id, seen, Scope::All, later).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await, ["2026-11-24", "2026-12-08"]);
    assert_gone(house.store.meeting(who(house.vera), pivot.id).await);
    house.store.remove_occurrences(who(house.vera), pivot.id, seen, Scope::All, later).await.unwrap();
    let change = house
        .store
        .since(domain::change::Revision(house.store.revision().await.unwrap().0 - 1), 1)
        .await
        .unwrap();
    assert_eq!(change[0].acts, [Act::SeriesRemoved { scope: Scope::All, occurrences: 6 }]);
    assert_eq!(house.store.extend_series(later + TimeDelta::days(900)).await.unwrap(), 0);
}

async fn what_was_removed_together_comes_back_together(house: &House) {
    let sheet = planned(house, team(house), "FREQ=WEEKLY;BYDAY=TU").await;
    let series = sheet.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    let vera = who(house.vera);
    // One had been taken out by itself, and stays out.
    let alone = &occurrences[4].meeting;
    house.store.remove_meeting(vera, alone.id, alone.version, now()).await.unwrap();
    let before = dates_of(house, house.gleb).await;
    let recurrence = house.store.meeting(vera, sheet.meeting.id).await.unwrap().series.unwrap().recurrence;

    for (pivot, scope, left) in [(3, Scope::ThisAndFollowing, 3), (1, Scope::All, 0)] {
        let pivot = house.store.meeting(vera, occurrences[pivot].meeting.id).await.unwrap().meeting;
        house.store.remove_occurrences(vera, pivot.id, pivot.version, scope, now()).await.unwrap();
        assert_eq!(dates_of(house, house.gleb).await.len(), left);
        for _ in 0..2 {
            house.store.restore_occurrences(vera, pivot.id, now()).await.unwrap();
            assert_eq!(dates_of(house, house.gleb).await, before);
        }
        let back = house.store.meeting(vera, pivot.id).await.unwrap().series.unwrap();
        assert_eq!((back.id, &back.recurrence), (series, &recurrence), "the rule is what it was");
    }
    let acts = house.store.history(vera, occurrences[3].meeting.id).await.unwrap();
    let acts: Vec<_> = acts.into_iter().flat_map(|told| told.change.acts).collect();
    let [removed, restored] = [Act::Removed, Act::Restored];
    assert_eq!(acts[1..], [removed.clone(), restored.clone(), removed, restored]);
    // It goes on as it would have.
    assert!(house.store.extend_series(now() + TimeDelta::days(30)).await.unwrap() > 0);
}

async fn what_cannot_come_back_whole_does_not_come_back(house: &House) {
    let draft = Draft { place: Some(house.blue_room), ..team(house) };
    let sheet = planned(house, draft, "FREQ=WEEKLY;BYDAY=TU;COUNT=6").await;
    let series = sheet.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    let (vera, pivot) = (who(house.vera), &occurrences[2].meeting);
    house
        .store
        .remove_occurrences(vera, pivot.id, pivot.version, Scope::ThisAndFollowing, now())
        .await
        .unwrap();
    let taken = house.draft(house.elena, "Taken", "2026-12-22 10:00", &[]);
    let taken = house.planned(Draft { place: Some(house.blue_room), ..taken }).await.meeting;
    let refused = house.store.restore_occurrences(vera, pivot.id, now()).await;
    let collides = |reason: &Refusal| matches!(reason, Refusal::PlaceTaken { collision, .. } if collision.meeting == taken.id);
    assert!(reasons(refused).iter().all(collides));
    assert_eq!(dates_of(house, house.gleb).await.len(), 2);

    // Once the series is another one, what was removed of it is no longer taken back as a whole.
    house.store.remove_meeting(who(house.elena), taken.id, taken.version, now()).await.unwrap();
    let first = house.store.meeting(vera, occurrences[0].meeting.id).await.unwrap().meeting;
    let draft = Draft { subject: "Renamed".into(), ..first.draft() };
    house
        .store
        .revise_occurrences(vera, first.id, first.version, Scope::All, draft, None, now())
        .await
        .unwrap();
    let late = house.store.restore_occurrences(vera, pivot.id, now()).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
}

async fn who_must_not_take_a_series_back_does_not(house: &House) {
    let sheet = weekly(house).await;
    let (vera, meeting) = (who(house.vera), &sheet.meeting);
    house.store.remove_occurrences(vera, meeting.id, meeting.version, Scope::All, now()).await.unwrap();
    let no = Refusal::NotPermitted { action: Action::RemoveMeeting };
    assert_eq!(reasons(house.store.restore_occurrences(who(house.gleb), meeting.id, now()).await), [no]);
    assert_gone(house.store.restore_occurrences(who(house.elena), meeting.id, now()).await);
    assert_eq!(dates_of(house, house.gleb).await.len(), 0);
    // The head of those who take part may do what they may.
    house.store.restore_occurrences(who(house.boris), meeting.id, now()).await.unwrap();
    assert_eq!(dates_of(house, house.gleb).await.len(), 8);
}

async fn an_answer_to_the_series_is_one_to_every_occurrence(house: &House) {
    let sheet = planned(house, team(house), "FREQ=WEEKLY;BYDAY=TU").await;
    let series = sheet.series.as_ref().unwrap().id;
    let occurrences = members(house, series).await;
    let gleb = Attendee::Person(house.gleb);
    let later = utc("2026-11-25T06:00:00Z");
    let two = occurrences[2].meeting.id;
    house.store.respond(who(house.gleb), two, gleb, Answer::Declined, "Away".into(), now()).await.unwrap();
    let one = occurrences[1].meeting.id;
    let respond = async |person, attendee, answer| {
        house.store.respond_in_series(who(person), one, attendee, answer, String::new(), later).await
    };
    let answered = respond(house.gleb, gleb, Answer::Accepted).await.unwrap();
    assert_eq!(answered.meeting.id, one);
    let answer_of = |sheet: &Sheet| sheet.meeting.participant(gleb).unwrap().reply.answer;
    let after = members(house, series).await;
    assert_eq!(answer_of(&after[0]), Answer::Maybe, "it is over");
    assert!(after[1..].iter().all(|sheet| answer_of(sheet) == Answer::Accepted));
    assert_eq!(house.store.invitations(who(house.gleb), later).await.unwrap().len(), 0);
    let revision = house.store.revision().await.unwrap();
    respond(house.gleb, gleb, Answer::Accepted).await.unwrap();
    assert_eq!(house.store.revision().await.unwrap(), revision, "the same answer again changes nothing");
    let history = house.store.history(who(house.vera), two).await.unwrap();
    assert!(matches!(
        &history.last().unwrap().change.acts[..],
        [Act::Responded { from: Answer::Declined, to: Answer::Accepted, .. }]
    ));

    // It holds for what is still to come.
    let in_a_month = later + TimeDelta::days(30);
    assert_eq!(house.store.extend_series(in_a_month).await.unwrap(), 4);
    let all = members(house, series).await;
    assert!(all[after.len()..].iter().all(|sheet| answer_of(sheet) == Answer::Accepted));

    let for_others = [Refusal::NotPermitted { action: Action::AnswerForOthers }];
    assert_eq!(reasons(respond(house.boris, gleb, Answer::Declined).await), for_others);
    assert_gone(respond(house.elena, Attendee::Person(house.elena), Answer::Accepted).await);
    assert_eq!(
        reasons(respond(house.vera, Attendee::Person(house.elena), Answer::Accepted).await),
        [Refusal::NotParticipant]
    );
    let single =
        house.planned(house.draft(house.vera, "One", "2026-11-27 10:00", &[house.gleb])).await.meeting.id;
    let single = house
        .store
        .respond_in_series(who(house.gleb), single, gleb, Answer::Accepted, String::new(), now())
        .await;
    assert_eq!(reasons(single), [Refusal::NotInSeries]);
}

async fn of_two_who_saw_the_same_occurrence_the_second_is_told(house: &House) {
    let sheet = weekly(house).await;
    let (id, seen) = (sheet.meeting.id, sheet.meeting.version);
    let draft = |subject: &str| Draft { subject: subject.into(), ..sheet.meeting.draft() };
    let first = house
        .store
        .revise_occurrences(who(house.boris), id, seen, Scope::All, draft("One"), None, now())
        .await
        .unwrap();
    let current = first.meeting.version;
    let second = house
        .store
        .revise_occurrences(who(house.vera), id, seen, Scope::All, draft("Two"), None, now())
        .await;
    assert!(matches!(second, Err(Error::Conflict { current: told }) if told == current), "{second:?}");
    let remove = house.store.remove_occurrences(who(house.vera), id, seen, Scope::All, now()).await;
    assert!(matches!(remove, Err(Error::Conflict { current: told }) if told == current), "{remove:?}");
    // What it says already changes nothing.
    let same = house
        .store
        .revise_occurrences(who(house.vera), id, current, Scope::ThisAndFollowing, draft("One"), None, now())
        .await
        .unwrap();
    assert_eq!((same.meeting, house.store.revision().await.unwrap()), (first.meeting, current));
}

async fn who_must_not_change_a_series_does_not(house: &House) {
    let sheet = weekly(house).await;
    let series = sheet.series.as_ref().unwrap().id;
    let before = members(house, series).await;
    let (id, seen) = (before[1].meeting.id, before[1].meeting.version);
    let draft = Draft { subject: "Mine".into(), ..before[1].meeting.draft() };
    let change = [Refusal::NotPermitted { action: Action::ChangeMeeting }];
    let remove = [Refusal::NotPermitted { action: Action::RemoveMeeting }];
    for scope in [Scope::This, Scope::ThisAndFollowing, Scope::All] {
        let gleb = who(house.gleb);
        assert_eq!(
            reasons(house.store.revise_occurrences(gleb, id, seen, scope, draft.clone(), None, now()).await),
            change
        );
        assert_eq!(
            reasons(house.store.preview_revision(gleb, id, scope, draft.clone(), None, now()).await),
            change
        );
        assert_eq!(reasons(house.store.remove_occurrences(gleb, id, seen, scope, now()).await), remove);
        assert_eq!(reasons(house.store.preview_removal(gleb, id, scope, now()).await), remove);
        for outsider in [who(house.elena), who(house.anna)] {
            assert_gone(
                house.store.revise_occurrences(outsider, id, seen, scope, draft.clone(), None, now()).await,
            );
            assert_gone(house.store.preview_revision(outsider, id, scope, draft.clone(), None, now()).await);
            assert_gone(house.store.remove_occurrences(outsider, id, seen, scope, now()).await);
            assert_gone(house.store.preview_removal(outsider, id, scope, now()).await);
        }
    }
    assert_eq!(members(house, series).await, before);

    // Whoever makes it private without taking part is answered what they have made of it.
    let boris = who(house.boris);
    let private = Draft { private: true, ..before[0].meeting.draft() };
    let (first, version) = (before[0].meeting.id, before[0].meeting.version);
    let made = house
        .store
        .revise_occurrences(boris, first, version, Scope::All, private.clone(), None, now())
        .await
        .unwrap();
    assert!(made.meeting.private);
    assert_gone(house.store.meeting(boris, first).await);
    let open = Draft { private: false, ..private };
    revise(house, first, Scope::All, open, None, now()).await.unwrap();
    let before = members(house, series).await;
    let (id, seen) = (before[1].meeting.id, before[1].meeting.version);
    let rule = Some(recurring("FREQ=DAILY"));
    let preview =
        house.store.preview_revision(who(house.vera), id, Scope::This, draft.clone(), rule, now()).await;
    assert_eq!(preview.unwrap().refusals, [Refusal::Malformed { field: domain::refusal::Field::Recurrence }]);
    let one_alone = revise(house, id, Scope::This, draft.clone(), Some(recurring("FREQ=DAILY")), now()).await;
    assert_eq!(reasons(one_alone), [Refusal::Malformed { field: domain::refusal::Field::Recurrence }]);

    // One of them is not the supervisor's to change: then none is changed.
    let private = Draft { private: true, ..before[3].meeting.draft() };
    revise(house, before[3].meeting.id, Scope::This, private, None, now()).await.unwrap();
    let before = members(house, series).await;
    let answer = house.store.revise_occurrences(boris, id, seen, Scope::All, draft, None, now()).await;
    assert_eq!(reasons(answer), change);
    assert_eq!(reasons(house.store.remove_occurrences(boris, id, seen, Scope::All, now()).await), remove);
    assert_eq!(members(house, series).await, before);
}

async fn a_series_goes_on_as_time_does(house: &House) {
    let forever = planned(house, team(house), "FREQ=WEEKLY;BYDAY=TU").await;
    let counted = planned(
        house,
        house.draft(house.vera, "Counted", "2026-11-25 10:00", &[]),
        "FREQ=WEEKLY;BYDAY=WE;COUNT=60",
    )
    .await;
    let count = async |sheet: &Sheet| members(house, sheet.series.as_ref().unwrap().id).await.len();
    assert_eq!((count(&forever).await, count(&counted).await), (58, 58));
    assert_eq!(house.store.extend_series(now()).await.unwrap(), 0, "there is nothing to do yet");
    let revision = house.store.revision().await.unwrap();
    let later = now() + TimeDelta::days(70);
    assert_eq!(house.store.extend_series(later).await.unwrap(), 12);
    assert_eq!(
        (count(&forever).await, count(&counted).await),
        (68, 60),
        "ten weeks, and what was left of sixty"
    );
    assert_eq!(house.store.extend_series(later).await.unwrap(), 0);
    let changes = house.store.since(revision, 10).await.unwrap();
    assert_eq!(changes.len(), 2);
    for change in &changes {
        assert_eq!((change.by, change.channel), (None, Channel::System));
        assert!(matches!(change.acts[..], [Act::SeriesExtended { .. }]));
    }
    // Who has left is not invited to what is new; what a departed organiser called does not go on by itself.
    let archived = async |person| {
        let person = house.store.person(who(house.anna), person).await.unwrap();
        let person = domain::people::Person { archived: true, ..person };
        house.store.save_person(who(house.anna), person, now()).await.unwrap();
    };
    archived(house.gleb).await;
    assert_eq!(house.store.extend_series(later + TimeDelta::days(7)).await.unwrap(), 1);
    let last = members(house, forever.series.as_ref().unwrap().id).await.pop().unwrap();
    assert_eq!(last.meeting.people().collect::<Vec<_>>(), [house.vera]);
    archived(house.vera).await;
    assert_eq!(house.store.extend_series(later + TimeDelta::days(14)).await.unwrap(), 0);
}

async fn a_room_that_is_taken_by_then_is_never_booked_twice(house: &House) {
    let sheet =
        planned(house, Draft { place: Some(house.blue_room), ..team(house) }, "FREQ=WEEKLY;BYDAY=TU").await;
    let series = sheet.series.as_ref().unwrap().id;
    let planned_before = members(house, series).await.len();
    // Two Tuesdays beyond the horizon.
    let other = Draft {
        place: Some(house.blue_room),
        ..house.draft(house.elena, "Workshop", "2028-01-04 10:30", &[])
    };
    house.planned(other).await;
    let later = now() + TimeDelta::days(14);
    assert_eq!(house.store.extend_series(later).await.unwrap(), 2);
    let new = members(house, series).await.split_off(planned_before);
    let places: Vec<_> = new
        .iter()
        .map(|sheet| (sheet.series.as_ref().unwrap().date.to_string(), sheet.meeting.place))
        .collect();
    assert_eq!(places, [("2028-01-04".to_owned(), None), ("2028-01-11".to_owned(), Some(house.blue_room))]);
    let altered: Vec<_> = new.iter().map(|sheet| sheet.series.as_ref().unwrap().altered).collect();
    assert_eq!(altered, [true, false], "without its room it is not what the series says");
    let history = house.store.history(who(house.vera), new[0].meeting.id).await.unwrap();
    assert_eq!(history[0].change.acts, [Act::Planned, Act::PlaceLost { place: house.blue_room }]);
    assert_eq!(
        house.store.history(who(house.vera), new[1].meeting.id).await.unwrap()[0].change.acts,
        [Act::Planned]
    );
}

async fn of_two_who_extend_at_once_each_date_is_planned_once(house: &House) {
    for start in ["2026-11-24 10:00", "2026-11-24 11:00", "2026-11-24 12:00"] {
        planned(house, house.draft(house.vera, "Team", start, &[house.gleb]), "FREQ=DAILY").await;
    }
    let other = store::Store::open(&house.url).await.unwrap();
    let later = now() + TimeDelta::days(10);
    let (one, two) = tokio::join!(house.store.extend_series(later), other.extend_series(later));
    assert_eq!(one.unwrap() + two.unwrap(), 30);
    assert_eq!(house.rows("SELECT count(*) FROM meeting").await, 3 * 411);
    other.close().await;
}

/// What the demo organisation has of series is what the verbs would have made.
#[tokio::test(flavor = "multi_thread")]
async fn the_departments_of_the_demo_meet_every_week() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let site = Site::clear(engine).await;
        let store = store::Store::open(&site.url).await.unwrap();
        let size = domain::samples::Size { meetings: 700, ..domain::samples::Size::demo(Language::English) };
        let rules = store::zones::rules(&zone("Europe/Berlin")).unwrap();
        store.fill(&size, &rules, "hash", now(), |_| ()).await.unwrap();
        let organisation = size.organisation();
        let samples = size.series(&organisation, rules.date(now()), &rules);
        assert_eq!(samples.len(), 2, "a quarter of the meetings at most");
        let meetings = store.every_meeting(None, 10_000).await.unwrap();
        assert_eq!(meetings.len(), 700);
        for sample in &samples {
            let head = who(sample.series.author);
            let first = store.meeting(head, MeetingId(sample.series.id.0)).await.unwrap();
            let membership = first.series.unwrap();
            assert_eq!(membership.recurrence, sample.series.recurrence);
            assert_eq!(first.participants.len(), sample.series.card.participants.len());
            let history = store.history(head, first.meeting.id).await.unwrap();
            assert_eq!(history[0].change.acts, [Act::Planned]);
            // They can be changed like every other, and go on.
            let last = sample.occurrences.last().unwrap().meeting.id;
            let last = store.meeting(head, last).await.unwrap().meeting;
            let draft = Draft { subject: "Stand-up".into(), ..last.draft() };
            let (id, seen) = (last.id, last.version);
            let revised =
                store.revise_occurrences(head, id, seen, Scope::All, draft, None, now()).await.unwrap();
            assert_eq!(revised.meeting.subject, "Stand-up");
            let over = store.meeting(head, first.meeting.id).await.unwrap();
            assert_ne!(over.meeting.subject, "Stand-up", "the first one is over");
        }
        assert_eq!(store.follow_clocks(now()).await.unwrap(), 0, "their times are right");
        assert!(store.extend_series(now() + TimeDelta::days(7)).await.unwrap() >= 2);
        store.close().await;
        site.give_back().await;
    }
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

/// Every occurrence of a series that stands, by date, as Vera sees it.
async fn members(house: &House, series: SeriesId) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for meeting in house.store.every_meeting(None, 10_000).await.unwrap() {
        if meeting.author != house.vera {
            continue;
        }
        let sheet = house.store.meeting(who(house.vera), meeting.id).await.unwrap();
        if sheet.series.as_ref().is_some_and(|membership| membership.id == series) {
            sheets.push(sheet);
        }
    }
    sheets.sort_by_key(|sheet| sheet.series.as_ref().map(|membership| membership.date));
    sheets
}

/// Vera changes what she has seen last.
async fn revise(
    house: &House,
    id: MeetingId,
    scope: Scope,
    draft: Draft,
    recurrence: Option<Recurrence>,
    now: DateTime<Utc>,
) -> store::Result<Sheet> {
    let seen = house.store.meeting(who(house.vera), id).await.unwrap().meeting.version;
    house.store.revise_occurrences(who(house.vera), id, seen, scope, draft, recurrence, now).await
}

async fn accept_all(house: &House, sheets: &[Sheet]) {
    let gleb = Attendee::Person(house.gleb);
    for sheet in sheets {
        house
            .store
            .respond(who(house.gleb), sheet.meeting.id, gleb, Answer::Accepted, String::new(), now())
            .await
            .unwrap();
    }
}

fn word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Moved { .. } => "moved",
        Fate::Changed { .. } => "changed",
        Fate::Removed => "removed",
        Fate::Kept { because: Because::Over } => "over",
        Fate::Kept { because: Because::Closed } => "closed",
        Fate::Kept { because: Because::Cancelled } => "cancelled",
        Fate::Kept { because: Because::Unchanged } => "unchanged",
    }
}
