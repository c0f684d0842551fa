//! That what a person waits for walks indexes, however many meetings there are.
//!
//! The verbs run once on a filled database of either engine while every statement they use is noted; then the
//! engine is asked how it would run each. What grows with the meetings must never be read from end to end.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use domain::change::{Channel, Revision};
use domain::id::{AttachmentId, MeetingId, PersonId, SeriesId};
use domain::kind::Predefined;
use domain::meeting::{Answer, Attendance, Attendee, Draft, Invitee, Meeting, Scope, Tick};
use domain::people::Language;
use domain::reminder::{Reminder, Through};
use domain::samples::Size;
use domain::time::{Ends, Every, Recurrence, Rule, Span, When, ZoneName, ZoneRules};
use sqlx::{Connection as _, Row as _};
use uuid::Uuid;

use crate::db::{Engine, Text, run};
use crate::{Store, Who};

/// Both texts of each statement that was run.
static NOTED: Mutex<BTreeSet<(&str, &str)>> = Mutex::new(BTreeSet::new());

/// Called by the macros that run statements.
pub(crate) fn note(text: impl Text) {
    noted().insert((text.on_sqlite(), text.on_postgres()));
}

fn noted() -> MutexGuard<'static, BTreeSet<(&'static str, &'static str)>> {
    NOTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tables that have more rows the more is planned.
const GROWING: [&str; 7] =
    ["meeting", "participant", "occurrence", "calendar_entry", "change", "occurrence_change", "tick"];

#[tokio::test(flavor = "multi_thread")]
async fn no_verb_reads_all_meetings() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&format!("sqlite://{}", folder.path().join("plans.db").display()))
        .await
        .expect("a database");
    let mut faults = Vec::new();
    for (text, _) in used(&store).await {
        faults.extend(faults_on_sqlite(&store, text).await);
    }
    store.close().await;

    let cluster = std::env::var("DAYBOOK_TEST_POSTGRES")
        .expect("DAYBOOK_TEST_POSTGRES names no Postgres: run `cargo xtask test`, or `cargo xtask postgres`");
    let name = format!("plans_{}", Uuid::now_v7().simple());
    administer(&cluster, &format!("CREATE DATABASE {name}")).await;
    let (server, _) = cluster.rsplit_once('/').expect("a URL of a cluster ends with a database");
    let store = Store::open(&format!("{server}/{name}")).await.expect("a database");
    for (_, text) in used(&store).await {
        faults.extend(faults_on_postgres(&store, text).await);
    }
    store.close().await;
    administer(&cluster, &format!("DROP DATABASE {name} WITH (FORCE)")).await;

    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Each step that reads a growing table from end to end.
async fn faults_on_sqlite(store: &Store, text: &'static str) -> Vec<String> {
    let mut reader = store.db.reader().await.expect("a connection");
    let Engine::Sqlite(connection) = reader.engine() else { unreachable!("it is SQLite") };
    let explained = sqlx::raw_sql(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")))
        .fetch_all(&mut *connection)
        .await
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    let names = called(text);
    let whole = |step: &String| {
        let scanned = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        scanned.is_some_and(|name| names.contains(name))
    };
    let steps = explained.iter().map(|row| row.get::<String, _>("detail"));
    steps.filter(whole).map(|step| format!("{step} in\n{text}")).collect()
}

async fn faults_on_postgres(store: &Store, text: &'static str) -> Vec<String> {
    // As sqlx does, and as the pool is told: planned once, for whatever will be asked.
    const PARAMETERS: &str = "SELECT coalesce(cardinality(parameter_types), 0) FROM pg_prepared_statements
        WHERE name = 'explained'";
    let mut reader = store.db.reader().await.expect("a connection");
    let Engine::Postgres(mut statement) = reader.engine() else { unreachable!("it is Postgres") };
    let connection = statement.connection();
    let run = |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
    // A table of a few pages may well be read whole. One that grows may not, so reading here and there costs no more.
    run("SET random_page_cost = 1".to_owned()).execute(&mut *connection).await.expect("it may be set");
    run(format!("PREPARE explained AS {text}"))
        .execute(&mut *connection)
        .await
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    let parameters: i32 =
        sqlx::query_scalar(PARAMETERS).fetch_one(&mut *connection).await.expect("it is prepared");
    let given = vec!["NULL"; usize::try_from(parameters).expect("a count")].join(", ");
    let given = if given.is_empty() { given } else { format!("({given})") };
    let explained = run(format!("EXPLAIN EXECUTE explained {given}"))
        .fetch_all(&mut *connection)
        .await
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    run("DEALLOCATE explained".to_owned()).execute(&mut *connection).await.expect("it was prepared");
    let steps: Vec<String> = explained.iter().map(|row| row.get(0)).collect();
    let whole = |table: &str| steps.iter().any(|step| step.contains(&format!("Seq Scan on {table} ")));
    let scanned = GROWING.into_iter().filter(|table| whole(table));
    scanned.map(|table| format!("{table} in\n{}\n{text}", steps.join("\n"))).collect()
}

/// What the growing tables are called in a statement: by their names, and by their aliases.
fn called(text: &str) -> BTreeSet<&str> {
    let words: Vec<&str> = text.split([' ', '\n', '(', ')', ',']).filter(|word| !word.is_empty()).collect();
    let mut names = BTreeSet::new();
    for (place, word) in words.iter().enumerate().filter(|(_, word)| GROWING.contains(word)) {
        match words.get(place + 1..place + 3) {
            Some(["AS", alias]) => names.insert(*alias),
            _ => names.insert(*word),
        };
    }
    names
}

/// Does what people do all day; the statements that it took.
async fn used(store: &Store) -> BTreeSet<(&'static str, &'static str)> {
    let now = Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).single().expect("a moment");
    let size = Size { people: 200, weeks: 12, meetings: 20_000, seed: 1, language: Language::English };
    store.fill(&size, &ZoneRules::utc(), "no password", now, |_| ()).await.expect("it is filled");
    // Filling looks at everything, once.
    noted().clear();
    let people: Vec<PersonId> = store.users().await.expect("users").iter().map(|user| user.id).collect();
    let who = Who { person: people[0], channel: Channel::Screen };
    read(store, who, &people, now).await.expect("everything can be read");
    write(store, who, &people, now).await.expect("everything can be written");
    repeat(store, who, &people, now).await.expect("what recurs can be written");
    noted().clone()
}

async fn read(store: &Store, who: Who, people: &[PersonId], now: DateTime<Utc>) -> crate::Result<()> {
    let to = now + TimeDelta::days(7);
    store.calendar(who, &people[..1], now, to).await?;
    store.calendar(who, &people[1..2], now, to).await?;
    let range = store.calendar(who, &people[..5], now, to).await?;
    let meeting = range.entries.iter().find(|entry| entry.details.is_some()).expect("a week has meetings");
    store.posted(meeting.meeting).await?;
    store.meeting(who, meeting.meeting).await?;
    store.history(who, meeting.meeting).await?;
    store.invitations(who, now).await?;
    store.unresolved(who, now).await?;
    store.reminders(who, meeting.meeting).await?;
    store.reminders_due(who, now, to).await?;
    store.free_busy(who, people, now, to).await?;
    store.loads(who, people, now.date_naive(), &ZoneRules::utc()).await?;
    let day = Span::new(now, now + TimeDelta::days(1)).expect("a day");
    store.occupancy(who, day).await?;
    store.places(who).await?;
    store.find_people(who, "an", 20).await?;
    store.clients_meant(who, "Ivanov Thu 14:00").await?;
    store.since(Revision(1), 200).await?;
    store.fullness(who, &people[..5], now.date_naive(), 42, &ZoneRules::utc()).await?;
    store.these_people(who, &people[..5]).await?;
    store.teams(who).await?;
    let week = domain::points::Period::of(domain::points::Length::Week, now.date_naive());
    store.points(who, who.person, week, now).await?;
    store.team_points(who, week, now).await?;
    let scope = domain::journal::report::Scope { period: week, person: None, department: None, client: None };
    store.plan_fact(who, scope, now).await?;
    store.search(who, "an ke", 20, now).await?;
    let filter = domain::client::ClientFilter { find: "an ke".to_owned(), ..Default::default() };
    let filter = filter.unmet_for(Some(4), now.date_naive());
    let lines = store.client_lines(who, crate::Page::default(), &Default::default(), now.naive_utc()).await?;
    store.client_lines(who, crate::Page::default(), &filter, now.naive_utc()).await?;
    let client = lines.items.first().expect("there are clients").client.id;
    store.client_met(who, client, now.naive_utc()).await?;
    for side in [domain::client::Side::Past, domain::client::Side::ToCome] {
        store.client_meetings(who, client, side, crate::Page::default(), now).await?;
    }
    store.client_guests(who, client, now).await?;
    Ok(())
}

async fn write(store: &Store, who: Who, people: &[PersonId], now: DateTime<Utc>) -> crate::Result<()> {
    let draft = drafted(store, who, now.date_naive() + Days::new(1_000)).await?;
    let id = MeetingId::generate(now);
    let planned = store.plan(who, id, draft.clone(), now).await?.meeting;
    let twice = store.plan(who, MeetingId::generate(now + TimeDelta::seconds(1)), draft.clone(), now).await;
    assert!(twice.is_err(), "the room is taken, and what could be done instead is looked for");
    store.free_dates(who, draft, weekly(Ends::After { count: 5 }), Some(id), now).await?;
    let mut draft = planned.draft();
    draft.participants.push(invited(people[1]));
    let revised = store.revise(who, id, planned.version, draft, now).await?.meeting;
    let other = Who { person: people[1], ..who };
    let me = Attendee::Person(other.person);
    let seen = Some(revised.version);
    let answered = store.respond_seeing(other, id, seen, me, Answer::Accepted, String::new(), now).await?;
    let answered = answered.meeting;
    assert!(answered.version > revised.version, "an answer is a change");
    let led = lead(store, who, answered, now).await?;
    store.remove_meeting(who, id, led.version, now).await?;
    store.restore_meeting(who, id, now).await?;
    Ok(())
}

/// A meeting in a room that nobody else has on this date.
async fn drafted(store: &Store, who: Who, date: NaiveDate) -> crate::Result<Draft> {
    let start = date.and_hms_opt(9, 0, 0).expect("a time");
    Ok(Draft {
        subject: "Explained".to_owned(),
        kind: Predefined::Meeting.id(),
        when: When::Timed { start, minutes: 60, zone: ZoneName::utc() },
        place: store.places(who).await?.first().map(|place| place.id),
        address: None,
        responsible: who.person,
        client: None,
        contact: None,
        category: None,
        description: String::new(),
        private: false,
        particulars: Default::default(),
        crowded: false,
        participants: Vec::new(),
    })
}

fn invited(person: PersonId) -> Invitee {
    Invitee { attendee: Attendee::Person(person), attendance: Attendance::Required }
}

fn weekly(ends: Ends) -> Recurrence {
    Recurrence::of(Rule { every: Every::Day, interval: 7, ends, week_start: Default::default() })
}

/// A series through its life: what is done to several of its meetings, and what Daybook itself does with it.
async fn repeat(store: &Store, who: Who, people: &[PersonId], now: DateTime<Utc>) -> crate::Result<()> {
    // A Saturday, when no team of the samples meets.
    let first = now.date_naive() + Days::new(298);
    let draft = Draft { participants: vec![invited(people[1])], ..drafted(store, who, first).await? };
    let rule = weekly(Ends::Never);
    store.preview_series(who, draft.clone(), rule.clone(), None, now).await?;
    let series = SeriesId::generate(now);
    let planned = store.plan_series(who, series, draft.clone(), rule.clone(), now).await?.meeting;
    store.plan_series(who, series, draft.clone(), rule.clone(), now).await?;
    store.preview_series(who, draft.clone(), rule.clone(), Some(planned.id), now).await?;
    let other = SeriesId::generate(now + TimeDelta::seconds(1));
    let twice = store.plan_series(who, other, draft.clone(), rule.clone(), now).await;
    assert!(twice.is_err(), "the room is taken, and what could be done instead is looked for");

    let them = Attendee::Person(people[1]);
    let answers = Who { person: people[1], ..who };
    let answered = store.respond_in_series(answers, planned.id, them, Answer::Accepted, String::new(), now);
    let answered = answered.await?.meeting;
    assert!(answered.version > planned.version, "an answer is a change");
    let later = Draft { when: draft.when.on(first + Days::new(1)), ..answered.draft() };
    store.preview_revision(who, answered.id, Scope::All, later.clone(), None, now).await?;
    let all = store.revise_occurrences(who, answered.id, answered.version, Scope::All, later, None, now);
    let all = all.await?.meeting;
    let third = on(store, who, first + Days::new(15)).await?;
    let renamed = Draft { subject: "Explained anew".to_owned(), ..third.draft() };
    let following = Scope::ThisAndFollowing;
    store.revise_occurrences(who, third.id, third.version, following, renamed, None, now).await?;

    let fourth = on(store, who, first + Days::new(22)).await?;
    for scope in [Scope::This, Scope::ThisAndFollowing] {
        let seen = store.meeting(who, fourth.id).await?.meeting.version;
        store.preview_removal(who, fourth.id, scope, now).await?;
        store.remove_occurrences(who, fourth.id, seen, scope, now).await?;
        store.restore_occurrences(who, fourth.id, now).await?;
    }
    let seen = store.meeting(who, all.id).await?.meeting.version;
    store.remove_occurrences(who, all.id, seen, Scope::All, now).await?;
    store.restore_occurrences(who, all.id, now).await?;

    // The next one that comes within the horizon finds its room taken.
    let next = drafted(store, who, first + Days::new(1 + 15 * 7)).await?;
    let alone = store.plan(who, MeetingId::generate(now), next, now).await?.meeting;
    assert!(store.extend_series(now + TimeDelta::days(8)).await? > 0, "time goes on");
    // As if another tz database had said where it is.
    let mut tx = store.db.begin_write().await?;
    run!(tx, ELSEWHERE, alone.id.0)?;
    tx.commit().await?;
    assert_eq!(store.follow_clocks(now).await?, 1);
    Ok(())
}

const ELSEWHERE: &str = "UPDATE meeting SET zone = 'Asia/Kolkata' WHERE id = $1";

/// The only meeting of a date that is far away.
async fn on(store: &Store, who: Who, date: NaiveDate) -> crate::Result<Meeting> {
    let from = date.and_time(NaiveTime::MIN).and_utc();
    let range = store.calendar(who, &[who.person], from, from + TimeDelta::days(1)).await?;
    let entry = range.entries.first().expect("a meeting of the series");
    Ok(store.meeting(who, entry.meeting).await?.meeting)
}

/// Through its life and back, with a file and a reminder.
async fn lead(store: &Store, who: Who, meeting: Meeting, now: DateTime<Utc>) -> crate::Result<Meeting> {
    let id = meeting.id;
    store.start(who, id, now).await?;
    for item in &meeting.checklist {
        store.tick(who, id, item.id, Tick::Done { note: None }, now).await?;
    }
    let file = crate::NewAttachment {
        id: AttachmentId::generate(now),
        name: "Offer".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: 1,
        content: "0".repeat(64),
    };
    let file = store.attach(who, id, file, now).await?;
    store.has_content(&file.content).await?;
    store.attachment(who, id, file.id).await?;
    store.detach(who, id, file.id, now).await?;
    let reminder = Reminder { minutes_before: 15, through: Through::Screen };
    store.remind(who, id, vec![reminder], now).await?;
    store.close_meeting(who, id, None, String::new(), None, now).await?;
    store.reopen_meeting(who, id, None, "More to say", now).await?;
    if let Some(item) = meeting.checklist.first() {
        store.tick(who, id, item.id, Tick::Undone, now).await?;
    }
    store.cancel_meeting(who, id, None, "Ill", now).await?;
    Ok(store.reopen_meeting(who, id, None, "Well again", now).await?.meeting)
}

async fn administer(cluster: &str, sql: &str) {
    let mut connection = sqlx::PgConnection::connect(cluster).await.expect("a cluster");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("it may be administered");
    connection.close().await.expect("it was open");
}
