//! A small organisation in a database of its own, and the words in which its stories are told.

use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::availability::WorkingHours;
use domain::change::Channel;
use domain::client::{Client, Contact};
use domain::id::{ClientId, ContactId, DepartmentId, MeetingId, PersonId, PlaceId};
use domain::kind::Predefined;
use domain::meeting::{Attendance, Attendee, Draft, Invitee, Sheet};
use domain::people::{Department, Person, Preferences, Role};
use domain::place::Place;
use domain::time::{When, ZoneName};
use domain::{Refusal, Refused};
use store::{Error, Store, Who};
use uuid::Uuid;

/// Where a story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Tells each of these stories on both engines, each in a database of its own.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let house = $crate::house::House::build($crate::house::Engine::Sqlite).await;
                super::$story(&house).await;
                house.tear_down().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                let house = $crate::house::House::build($crate::house::Engine::Postgres).await;
                super::$story(&house).await;
                house.tear_down().await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// Anna administers. Boris heads Sales, with Vera and Gleb in it. Elena is in Engineering and below nobody.
pub(crate) struct House {
    pub(crate) engine: Engine,
    pub(crate) url: String,
    pub(crate) store: Store,
    pub(crate) anna: PersonId,
    pub(crate) boris: PersonId,
    pub(crate) vera: PersonId,
    pub(crate) gleb: PersonId,
    pub(crate) elena: PersonId,
    pub(crate) sales: DepartmentId,
    pub(crate) blue_room: PlaceId,
    pub(crate) green_room: PlaceId,
    /// A client, and Olga, its main contact.
    pub(crate) romashka: ClientId,
    pub(crate) olga: ContactId,
    kept_in: KeptIn,
}

/// A place for a database, with nothing in it.
pub(crate) struct Site {
    pub(crate) url: String,
    kept_in: KeptIn,
}

impl Site {
    pub(crate) async fn clear(engine: Engine) -> Self {
        let (url, kept_in) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite://{}", folder.path().join("made/daybook.db").display());
                (url, KeptIn::Folder(folder))
            }
            Engine::Postgres => {
                let cluster = std::env::var("DAYBOOK_TEST_POSTGRES").expect(
                    "DAYBOOK_TEST_POSTGRES names no Postgres: run `cargo xtask test`, or `cargo xtask postgres`",
                );
                let name = format!("story_{}", Uuid::now_v7().simple());
                administer(&cluster, &format!("CREATE DATABASE {name}")).await;
                let (server, _) = cluster.rsplit_once('/').expect("a URL of a cluster ends with a database");
                (format!("{server}/{name}"), KeptIn::Database { cluster, name })
            }
        };
        Self { url, kept_in }
    }

    /// Called at the end of a story that went well, when nobody uses the database any more.
    pub(crate) async fn give_back(self) {
        if let KeptIn::Database { cluster, name } = &self.kept_in {
            administer(cluster, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

enum KeptIn {
    Folder(#[expect(dead_code, reason = "dropped, it is deleted")] tempfile::TempDir),
    Database { cluster: String, name: String },
}

impl House {
    pub(crate) async fn build(engine: Engine) -> Self {
        let Site { url, kept_in } = Site::clear(engine).await;
        let store = Store::open(&url).await.unwrap();
        let anna =
            store.first_administrator("Anna Petrova", "anna@example.org", "hash", now()).await.unwrap();
        let id = |number: u128| Uuid::from_u128(0x7000_8000_0000_0000_0000 + number);
        let mut house = Self {
            engine,
            url,
            store,
            anna,
            boris: PersonId(id(2)),
            vera: PersonId(id(3)),
            gleb: PersonId(id(4)),
            elena: PersonId(id(5)),
            sales: DepartmentId(id(6)),
            blue_room: PlaceId(id(7)),
            green_room: PlaceId(id(8)),
            romashka: ClientId(id(9)),
            olga: ContactId(id(10)),
            kept_in,
        };
        house.furnish().await.unwrap();
        house
    }

    async fn furnish(&mut self) -> store::Result<()> {
        let anna = who(self.anna);
        let sales =
            Department { id: self.sales, name: "Sales".into(), parent: None, head: None, archived: false };
        self.store.save_department(anna, sales.clone(), now()).await?;
        let people = [
            (self.boris, "Boris Orlov", Some(self.sales)),
            (self.vera, "Vera Belova", Some(self.sales)),
            (self.gleb, "Gleb Sedov", Some(self.sales)),
            (self.elena, "Elena Kim", None),
        ];
        for (id, name, department) in people {
            let person = Person { department, ..user(id, name) };
            self.store.save_person(anna, person, now()).await?;
        }
        let sales = Department { head: Some(self.boris), ..sales };
        self.store.save_department(anna, sales, now()).await?;
        for (id, name) in [(self.blue_room, "Blue room"), (self.green_room, "Green room")] {
            let place = Place {
                id,
                name: name.into(),
                capacity: 8,
                equipment: vec![],
                bookable: None,
                archived: false,
            };
            self.store.save_place(anna, place, now()).await?;
        }
        let romashka = Client {
            id: self.romashka,
            name: "ООО «Ромашка»".into(),
            tax_number: "7701234567".into(),
            phone: String::new(),
            main_contact: None,
            main_address: None,
            responsible: Some(self.vera),
            archived: false,
        };
        self.store.save_client(anna, romashka.clone(), now()).await?;
        let olga = Contact {
            id: self.olga,
            client: self.romashka,
            name: "Ольга Ёлкина".into(),
            position: "Buyer".into(),
            email: "olga@romashka.example".into(),
            phone: String::new(),
            archived: false,
        };
        self.store.save_contact(anna, olga, now()).await?;
        let romashka = Client { main_contact: Some(self.olga), ..romashka };
        self.store.save_client(anna, romashka, now()).await?;
        Ok(())
    }

    /// Called at the end of a story that went well.
    pub(crate) async fn tear_down(self) {
        self.store.close().await;
        Site { url: self.url, kept_in: self.kept_in }.give_back().await;
    }

    /// What somebody who calls a meeting of an hour in Moscow fills in.
    pub(crate) fn draft(
        &self,
        responsible: PersonId,
        subject: &str,
        start: &str,
        others: &[PersonId],
    ) -> Draft {
        Draft {
            subject: subject.into(),
            kind: Predefined::Meeting.id(),
            when: moscow(start, 60),
            place: None,
            address: None,
            responsible,
            client: None,
            contact: None,
            category: None,
            description: String::new(),
            private: false,
            particulars: Default::default(),
            participants: others.iter().map(|person| invited(Attendee::Person(*person))).collect(),
            crowded: false,
        }
    }

    /// Plans a meeting that nothing is in the way of.
    pub(crate) async fn planned(&self, draft: Draft) -> Sheet {
        self.store.plan(who(draft.responsible), new_meeting(), draft, now()).await.unwrap()
    }

    /// Runs a statement past the store, as somebody with a database shell would.
    pub(crate) async fn raw(&self, sql: &'static str) -> Result<u64, sqlx::Error> {
        use sqlx::Connection;
        match self.engine {
            Engine::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(&self.url).await?;
                sqlx::query(sql).execute(&mut connection).await.map(|done| done.rows_affected())
            }
            Engine::Postgres => {
                let mut connection = sqlx::PgConnection::connect(&self.url).await?;
                sqlx::query(sql).execute(&mut connection).await.map(|done| done.rows_affected())
            }
        }
    }

    /// How many rows a table has.
    pub(crate) async fn rows(&self, count: &'static str) -> i64 {
        use sqlx::Connection;
        let (rows,): (i64,) = match self.engine {
            Engine::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_as(count).fetch_one(&mut connection).await.unwrap()
            }
            Engine::Postgres => {
                let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_as(count).fetch_one(&mut connection).await.unwrap()
            }
        };
        rows
    }
}

async fn administer(cluster: &str, sql: &str) {
    use sqlx::{AssertSqlSafe, Connection};
    let mut connection = sqlx::PgConnection::connect(cluster).await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

pub(crate) fn who(person: PersonId) -> Who {
    Who { person, channel: Channel::Screen }
}

/// The moment at which every story begins.
pub(crate) fn now() -> DateTime<Utc> {
    utc("2026-11-24T06:00:00Z")
}

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    DateTime::from_str(text).unwrap()
}

pub(crate) fn zone(name: &str) -> ZoneName {
    ZoneName(name.into())
}

/// From a wall-clock start in Moscow, which is three hours ahead of UTC all the year.
pub(crate) fn moscow(start: &str, minutes: u32) -> When {
    When::Timed { start: wall(start), minutes, zone: zone("Europe/Moscow") }
}

/// Reads `2026-11-24 10:00`.
pub(crate) fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

pub(crate) fn invited(attendee: Attendee) -> Invitee {
    Invitee { attendee, attendance: Attendance::Required }
}

pub(crate) fn new_meeting() -> MeetingId {
    MeetingId::generate(now())
}

/// Somebody whose address is their first name's.
pub(crate) fn user(id: PersonId, name: &str) -> Person {
    let first_name = name.split(' ').next().unwrap_or_default().to_lowercase();
    Person {
        id,
        name: name.into(),
        email: format!("{first_name}@example.org"),
        position: String::new(),
        phone: String::new(),
        department: None,
        role: Role::Member,
        preferences: Preferences::default(),
        hours: WorkingHours::default(),
        archived: false,
    }
}

/// The reasons of a refusal; anything else is a failure of the story.
#[track_caller]
pub(crate) fn reasons<T: std::fmt::Debug>(answer: store::Result<T>) -> Vec<Refusal> {
    match answer {
        Err(Error::Refused(refused)) => Refused::into_reasons(refused),
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
pub(crate) fn assert_gone<T: std::fmt::Debug>(answer: store::Result<T>) {
    assert!(matches!(answer, Err(Error::Gone)), "not gone: {answer:?}");
}
