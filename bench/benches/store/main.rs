//! What a person waits for in the store, while the organisation grows: a week of a calendar has to take the same
//! among a million meetings as among ten thousand.
//!
//! `DAYBOOK_BENCH_MEETINGS` names the sizes (`10000,1000000`); `DAYBOOK_TEST_POSTGRES` a Postgres beside SQLite.

mod bare;
mod http;

use std::error::Error;
use std::time::{Duration, Instant};

use bench::database::Database;
use bench::{Timings, figure, line, mark, show, title};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use domain::attribute::Particulars;
use domain::change::Channel;
use domain::id::{MeetingId, PersonId, PlaceId};
use domain::kind::Predefined;
use domain::meeting::{Draft, Sheet};
use domain::people::{Language, Person, Role};
use domain::place::Place;
use domain::samples::Size;
use domain::time::{WeekStart, When, ZoneName, ZoneRules};
use store::{Store, Who};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Every run is on the same day, so that runs can be compared.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).single().unwrap_or_default()
}

/// The week that everybody looks at.
fn week() -> (DateTime<Utc>, DateTime<Utc>) {
    let from = monday().and_time(chrono::NaiveTime::MIN).and_utc();
    (from, from + TimeDelta::days(7))
}

fn monday() -> NaiveDate {
    WeekStart::Monday.week_of(now().date_naive())[0]
}

#[tokio::main]
async fn main() -> Result<()> {
    let sizes = std::env::var("DAYBOOK_BENCH_MEETINGS").unwrap_or_else(|_| "10000,1000000".to_owned());
    let sizes: Vec<u32> =
        sizes.split(',').map(|size| size.trim().parse()).collect::<std::result::Result<_, _>>()?;
    compare("SQLite", &sizes, None).await?;
    if let Ok(cluster) = std::env::var("DAYBOOK_TEST_POSTGRES") {
        compare("Postgres", &sizes, Some(&cluster)).await?;
    }
    Ok(())
}

/// Prints the tables of one engine: what a week takes at all sizes by turns, and what else is waited for at each.
async fn compare(engine: &str, sizes: &[u32], cluster: Option<&str>) -> Result<()> {
    let mut filled = Vec::new();
    for meetings in sizes {
        let database = match cluster {
            None => Database::sqlite()?,
            Some(cluster) => Database::postgres(cluster, &format!("bench_{meetings}")).await?,
        };
        filled.push(Filled::new(engine, database, *meetings).await?);
    }
    compare_weeks(engine, &filled).await?;
    for each in filled {
        title(&format!("{engine}, among {} meetings", each.meetings));
        measure(&each).await?;
        each.store.close().await;
        each.database.drop().await?;
    }
    Ok(())
}

/// A database with so many meetings.
struct Filled {
    meetings: u32,
    database: Database,
    store: Store,
    people: Vec<Person>,
    users: Vec<PersonId>,
}

impl Filled {
    async fn new(engine: &str, database: Database, meetings: u32) -> Result<Self> {
        let store = Store::open(&database.url).await?;
        let people = if meetings > 100_000 { 2_000 } else { 200 };
        // As many meetings a person and week at each size, so that only the size differs.
        let weeks = (meetings / people / 10).max(1);
        let size = Size { people, weeks, meetings, seed: 1, language: Language::English };
        title(&format!("{engine}, {people} people, {weeks} weeks, {meetings} meetings"));
        let hash = server::Hashing::default().hash(PASSWORD).await?;
        let before = Instant::now();
        store.fill(&size, &ZoneRules::utc(), &hash, now(), |_| ()).await?;
        let took = before.elapsed();
        figure("filled within", show(took));
        figure("meetings a second", format!("{:.0}", f64::from(meetings) / took.as_secs_f64()));
        // Whoever filled it would go on telling of each change while it is measured.
        store.close().await;
        bare::settle(&database.url).await?;
        let store = Store::open(&database.url).await?;
        let people = store.users().await?;
        let users = people.iter().map(|person| person.id).collect();
        Ok(Self { meetings, database, store, people, users })
    }

    fn who(&self, number: usize) -> Who {
        Who { person: self.users[number % ASKING * 7 % self.users.len()], channel: Channel::Rest }
    }

    /// How many meetings a week of one's own has.
    async fn week(&self, number: usize) -> Result<usize> {
        let (who, (from, to)) = (self.who(number), week());
        Ok(self.store.calendar(who, &[who.person], from, to).await?.entries.len())
    }
}

/// What a week takes at one size.
struct Weeks<'a> {
    of: &'a Filled,
    connection: bare::Connection,
    took: Timings,
    bare: Timings,
    entries: usize,
}

impl<'a> Weeks<'a> {
    async fn of(of: &'a Filled) -> Result<Self> {
        // What was just written is not at hand yet, and the more there is the less. Each connection has pages of its own.
        for number in 0..ASKING * CONNECTIONS {
            of.week(number / CONNECTIONS).await?;
        }
        let connection = bare::Connection::open(&of.database.url).await?;
        Ok(Self { of, connection, took: Timings::default(), bare: Timings::default(), entries: 0 })
    }

    async fn ask(&mut self, numbers: std::ops::Range<usize>) -> Result<()> {
        for number in numbers.clone() {
            let before = Instant::now();
            self.entries += self.of.week(number).await?;
            self.took.note(before);
        }
        let (from, to) = week();
        for number in numbers {
            let before = Instant::now();
            self.connection.week(self.of.who(number).person, from, to).await?;
            self.bare.note(before);
        }
        Ok(())
    }
}

/// Measures a week at each size beside a bare `SELECT`, some at a time and by turns: a machine may be twice as fast at one
/// time as at another.
async fn compare_weeks(engine: &str, filled: &[Filled]) -> Result<()> {
    let mut sizes = Vec::new();
    for each in filled {
        sizes.push(Weeks::of(each).await?);
    }
    for turn in 0..RUNS / AT_A_TIME {
        for weeks in &mut sizes {
            weeks.ask(turn * AT_A_TIME..(turn + 1) * AT_A_TIME).await?;
        }
    }
    title(&format!("{engine}, a week of one's own while the organisation grows"));
    for Weeks { of, took, bare, entries, .. } in &sizes {
        line(&format!("among {}, {} in it on average", of.meetings, entries / RUNS), took);
        line("the same rows by a bare SELECT", bare);
        mark("the week beside the bare SELECT", took.beside(bare), 8.0, "x");
    }
    if let [fewest, .., most] = &sizes[..] {
        mark("among the most beside the fewest", most.took.beside(&fewest.took), 1.5, "x");
        figure("the bare SELECT, likewise", format!("{:.2} x", most.bare.beside(&fewest.bare)));
    }
    for weeks in sizes {
        weeks.connection.close().await?;
    }
    Ok(())
}

/// Prints what people wait for at one size.
async fn measure(filled: &Filled) -> Result<()> {
    let Filled { store, people, users, .. } = filled;
    let who = |number| filled.who(number);
    let (from, to) = week();
    let monday = monday();

    let weeks = http::weeks(store, people, PASSWORD, now(), (from, to), RUNS).await?;
    line("a week through HTTP", &weeks.served);
    line("as many bytes from a bare HTTP server", &weeks.bare);
    mark("the week beside the bare answer", weeks.served.beside(&weeks.bare), 4.0, "x");

    let mut day = Timings::default();
    for number in 0..RUNS {
        let people: Vec<PersonId> = (0..5).map(|other| who(number + other).person).collect();
        let before = Instant::now();
        store.free_busy(who(number), &people, from, from + TimeDelta::days(1)).await?;
        day.note(before);
    }
    line("free and busy of five people on a day", &day);

    let mut load = Timings::default();
    let rules = ZoneRules::utc();
    for number in 0..RUNS {
        let people: Vec<PersonId> = (0..200).map(|other| users[(number + other) % users.len()]).collect();
        let before = Instant::now();
        store.loads(who(number), &people, monday, &rules).await?;
        load.note(before);
    }
    line("the load of 200 people on a day, with subjects", &load);

    let places: Vec<PlaceId> = store.places(who(0)).await?.into_iter().map(|place| place.id).collect();
    let mut planning = Timings::default();
    let mut planned: Vec<(Who, Sheet)> = Vec::new();
    for number in 0..RUNS {
        let who = who(number);
        // Far ahead, where nothing is in the way.
        let date = monday.checked_add_days(Days::new(3_650 + number as u64 / 5)).unwrap_or(monday);
        let start = date.and_hms_opt(8 + (number % 5) as u32, 0, 0).unwrap_or_default();
        let draft = Draft {
            subject: "Measured".to_owned(),
            kind: Predefined::Meeting.id(),
            when: When::Timed { start, minutes: 60, zone: ZoneName::utc() },
            place: Some(places[0]),
            address: None,
            responsible: who.person,
            client: None,
            contact: None,
            category: None,
            description: String::new(),
            private: false,
            particulars: Particulars::default(),
            participants: Vec::new(),
            crowded: false,
        };
        let id = MeetingId::generate(now() + TimeDelta::milliseconds(number as i64));
        let before = Instant::now();
        let sheet = store.plan(who, id, draft, now()).await?;
        planning.note(before);
        planned.push((who, sheet));
    }
    line("planning a meeting with a room, committed", &planning);

    let mut opening = Timings::default();
    for (who, sheet) in &planned {
        let before = Instant::now();
        store.meeting(*who, sheet.meeting.id).await?;
        opening.note(before);
    }
    line("opening a card", &opening);

    look_at_rooms(store, people, monday + TimeDelta::days(7_300)).await?;

    let mut finding = Timings::default();
    for number in 0..RUNS {
        let letters = ["an", "ke", "jo", "la", "mo"][number % 5];
        let before = Instant::now();
        store.find_people(who(number), letters, 20).await?;
        finding.note(before);
    }
    line("finding people by two letters", &finding);

    for (what, words) in [("searching, found near", "re"), ("searching for what is nowhere", "qqq")] {
        let mut searching = Timings::default();
        for number in 0..SEARCHES {
            let before = Instant::now();
            store.search(who(number), words, 20, now()).await?;
            searching.note(before);
        }
        line(what, &searching);
    }

    let readers = together(store, users, from, to).await?;
    figure("weeks a second, 8 at a time", format!("{readers:.0}"));
    Ok(())
}

/// A day on which 200 rooms have 15 bookings each, among all the others.
async fn look_at_rooms(store: &Store, people: &[Person], day: NaiveDate) -> Result<()> {
    let users: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let administrator = people.iter().find(|user| user.role == Role::Administrator);
    let administrator = administrator.ok_or("nobody administers")?.id;
    let keeps = Who { person: administrator, channel: Channel::Rest };
    let mut rooms = store.places(keeps).await?;
    while rooms.len() < ROOMS {
        let id = PlaceId::generate(now() + TimeDelta::milliseconds(rooms.len() as i64));
        let name = format!("Measured {}", rooms.len());
        let room = Place { id, name, capacity: 8, equipment: vec![], bookable: None, archived: false };
        rooms.push(store.save_place(keeps, room, now()).await?);
    }
    for number in 0..ROOMS * BOOKINGS {
        let (room, slot) = (&rooms[number % ROOMS], number / ROOMS);
        let who = Who { person: users[number * 7 % users.len()], channel: Channel::Rest };
        let start = day.and_hms_opt(7, 0, 0).unwrap_or_default() + TimeDelta::minutes(slot as i64 * 45);
        let draft = Draft {
            subject: format!("Measured {number}"),
            kind: Predefined::Meeting.id(),
            when: When::Timed { start, minutes: 30, zone: ZoneName::utc() },
            place: Some(room.id),
            address: None,
            responsible: who.person,
            client: None,
            contact: None,
            category: None,
            description: String::new(),
            private: number % 10 == 0,
            participants: Vec::new(),
            particulars: Particulars::default(),
            crowded: false,
        };
        let id = MeetingId::generate(now() + TimeDelta::seconds(1 + number as i64));
        store.plan(who, id, draft, now()).await?;
    }
    let within = ZoneRules::utc().day(day);
    let (mut looking, mut bookings) = (Timings::default(), 0);
    for number in 0..RUNS {
        let who = Who { person: users[number * 7 % users.len()], channel: Channel::Rest };
        let before = Instant::now();
        let occupancy = store.occupancy(who, within).await?;
        looking.note(before);
        bookings = occupancy.bookings.len();
    }
    line(&format!("a day of {ROOMS} rooms with {bookings} bookings"), &looking);
    mark("that day of rooms, median", looking.median_ms(), MOST_BY_ROOMS, "ms");
    let served = http::rooms(store, people, PASSWORD, now(), day, RUNS).await?;
    line("the same through HTTP", &served);
    mark("that day of rooms through HTTP, median", served.median_ms(), MOST_BY_ROOMS, "ms");

    let mut refused = Timings::default();
    for number in 0..RUNS {
        let who = Who { person: users[number * 7 % users.len()], channel: Channel::Rest };
        let start = day.and_hms_opt(9, 0, 0).unwrap_or_default();
        let draft = Draft {
            subject: "Measured".to_owned(),
            kind: Predefined::Meeting.id(),
            when: When::Timed { start, minutes: 30, zone: ZoneName::utc() },
            place: Some(rooms[number % ROOMS].id),
            address: None,
            responsible: who.person,
            client: None,
            contact: None,
            category: None,
            description: String::new(),
            private: false,
            particulars: Default::default(),
            participants: Vec::new(),
            crowded: false,
        };
        let id = MeetingId::generate(now() + TimeDelta::days(1) + TimeDelta::milliseconds(number as i64));
        let before = Instant::now();
        if store.plan(who, id, draft, now()).await.is_ok() {
            return Err("a room was booked twice".into());
        }
        refused.note(before);
    }
    line("a refusal of a room, with what could be done instead", &refused);
    Ok(())
}

/// Milliseconds.
const MOST_BY_ROOMS: f64 = 20.0;
const ROOMS: usize = 200;
/// Of each room on the day.
const BOOKINGS: usize = 15;

async fn together(store: &Store, users: &[PersonId], from: DateTime<Utc>, to: DateTime<Utc>) -> Result<f64> {
    let before = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for reader in 0..8 {
        let (store, users) = (store.clone(), users.to_vec());
        tasks.spawn(async move {
            let mut weeks = 0_u32;
            while before.elapsed() < Duration::from_secs(3) {
                let person = users[(reader * 13 + weeks as usize * 7) % users.len()];
                let who = Who { person, channel: Channel::Rest };
                store.calendar(who, &[person], from, to).await?;
                weeks += 1;
            }
            Ok::<u32, store::Error>(weeks)
        });
    }
    let mut weeks = 0;
    while let Some(done) = tasks.join_next().await {
        weeks += done??;
    }
    Ok(f64::from(weeks) / before.elapsed().as_secs_f64())
}

const RUNS: usize = 300;
/// Weeks of one size before it is another's turn.
const AT_A_TIME: usize = 20;
/// As many people ask at each size, so that only the size differs.
const ASKING: usize = 100;
/// More than the store has for so few at a time.
const CONNECTIONS: usize = 8;
/// Who looks through years takes longer.
const SEARCHES: usize = 50;
/// Everybody's.
const PASSWORD: &str = "measured";
