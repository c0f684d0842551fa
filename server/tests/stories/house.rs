//! A small organisation with a server in front of it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU16, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser as _;
use domain::availability::WorkingHours;
use domain::change::Channel;
use domain::id::{DepartmentId, PersonId, PlaceId};
use domain::people::{Department, Person, Preferences, Role};
use domain::place::Place;
use serde_json::{Value, json};
use server::clock::Clock;
use server::config::{Config, ServeSettings};
use server::{Daybook, Hashing, listen};
use store::{Store, Who};
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::client::{Browser, Program};

/// Where the organisation is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a password for stories";

/// Anna administers. Boris heads Sales, with Vera and Gleb in it. Elena is below nobody.
pub(crate) struct House {
    pub(crate) database: Database,
    pub(crate) store: Store,
    pub(crate) anna: PersonId,
    pub(crate) boris: PersonId,
    pub(crate) vera: PersonId,
    pub(crate) gleb: PersonId,
    pub(crate) elena: PersonId,
    pub(crate) blue_room: PlaceId,
    servers: Vec<Server>,
    data_dir: tempfile::TempDir,
}

impl House {
    /// With people in it, and a server.
    pub(crate) async fn open(engine: Engine) -> Self {
        Self::open_with(engine, &[]).await
    }

    pub(crate) async fn open_with(engine: Engine, flags: &[&str]) -> Self {
        let mut house = Self::unfurnished(engine).await;
        house.furnish().await.unwrap();
        house.serve(flags, moment()).await;
        house
    }

    /// Without anybody, and a server.
    pub(crate) async fn empty(flags: &[&str]) -> Self {
        let mut house = Self::unfurnished(Engine::Sqlite).await;
        house.serve(flags, moment()).await;
        house
    }

    async fn unfurnished(engine: Engine) -> Self {
        let database = Database::new(engine).await;
        let store = Store::open(&database.url).await.unwrap();
        let id = |number: u128| Uuid::from_u128(0x7000_8000_0000_0000_0000 + number);
        Self {
            database,
            store,
            anna: PersonId(id(1)),
            boris: PersonId(id(2)),
            vera: PersonId(id(3)),
            gleb: PersonId(id(4)),
            elena: PersonId(id(5)),
            blue_room: PlaceId(id(7)),
            servers: Vec::new(),
            data_dir: tempfile::tempdir().unwrap(),
        }
    }

    async fn furnish(&mut self) -> store::Result<()> {
        let hash = hash_of_password().await;
        let sales = DepartmentId(Uuid::from_u128(0x7000_8000_0000_0000_0006));
        let anna = Person { role: Role::Administrator, ..user(self.anna, "Anna Petrova") };
        self.store.add_user(None, anna, hash, moment()).await?;
        let who = Who { person: self.anna, channel: Channel::CommandLine };
        let sales = Department { id: sales, name: "Sales".into(), parent: None, head: None, archived: false };
        self.store.save_department(who, sales.clone(), moment()).await?;
        let people = [
            (self.boris, "Boris Orlov", Some(sales.id)),
            (self.vera, "Vera Belova", Some(sales.id)),
            (self.gleb, "Gleb Sedov", Some(sales.id)),
            (self.elena, "Elena Kim", None),
        ];
        for (id, name, department) in people {
            self.store.add_user(None, Person { department, ..user(id, name) }, hash, moment()).await?;
        }
        let sales = Department { head: Some(self.boris), ..sales };
        self.store.save_department(who, sales, moment()).await?;
        let name = "Blue room".to_owned();
        let room = Place {
            id: self.blue_room,
            name,
            capacity: 8,
            equipment: vec![],
            bookable: None,
            archived: false,
        };
        self.store.save_place(who, room, moment()).await?;
        Ok(())
    }

    /// One more person, in no department.
    pub(crate) async fn hire(&self, name: &str) -> PersonId {
        let id = PersonId(Uuid::now_v7());
        self.store.add_user(None, user(id, name), hash_of_password().await, moment()).await.unwrap();
        id
    }

    /// One more server in front of the same store; its clock starts at `now`.
    pub(crate) async fn serve(&mut self, flags: &[&str], now: DateTime<Utc>) -> SocketAddr {
        let data_dir = self.data_dir.path().to_str().unwrap();
        let flags = [&["--data-dir", data_dir, "--max-attachment-mb", "2"], flags].concat();
        let server = Server::start(self.store.clone(), &flags, now).await;
        let addr = server.addr;
        self.servers.push(server);
        addr
    }

    /// Where the contents of attachments lie.
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.data_dir.path().to_owned()
    }

    /// Where the server listens.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.servers[0].addr
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::at(self.addr())
    }

    /// A browser at which somebody is signed in; `name` is the first name.
    pub(crate) async fn browser_of(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(&format!("{name}@example.org"), PASSWORD).await;
        assert_eq!(answer.leads_to(), "/");
        browser
    }

    pub(crate) async fn program_of(&self, name: &str) -> Program {
        Program::sign_in(self.addr(), &format!("{name}@example.org"), PASSWORD).await
    }

    /// Ends a server as the system would ask it to; what it was at is finished.
    pub(crate) async fn stop_serving(&mut self) {
        for server in self.servers.drain(..) {
            server.stop().await;
        }
    }

    /// Called at the end of a story that went well.
    pub(crate) async fn close(mut self) {
        self.stop_serving().await;
        self.store.close().await;
        self.database.drop().await;
    }
}

/// A database of its own.
pub(crate) struct Database {
    pub(crate) url: String,
    kept_in: KeptIn,
}

enum KeptIn {
    Folder(tempfile::TempDir),
    Cluster { cluster: String, name: String },
}

impl Database {
    pub(crate) async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite://{}", folder.path().join("daybook.db").display());
                Self { url, kept_in: KeptIn::Folder(folder) }
            }
            Engine::Postgres => {
                let cluster = std::env::var("DAYBOOK_TEST_POSTGRES").expect(
                    "DAYBOOK_TEST_POSTGRES names no Postgres: run `cargo xtask test`, or `cargo xtask postgres`",
                );
                let name = format!("server_story_{}", Uuid::now_v7().simple());
                administer(&cluster, &format!("CREATE DATABASE {name}")).await;
                let (server, _) = cluster.rsplit_once('/').expect("a URL of a cluster ends with a database");
                Self { url: format!("{server}/{name}"), kept_in: KeptIn::Cluster { cluster, name } }
            }
        }
    }

    /// The folder of a SQLite database.
    pub(crate) fn folder(&self) -> PathBuf {
        match &self.kept_in {
            KeptIn::Folder(folder) => folder.path().to_owned(),
            KeptIn::Cluster { .. } => panic!("Postgres keeps no folder for us"),
        }
    }

    pub(crate) async fn drop(self) {
        if let KeptIn::Cluster { cluster, name } = &self.kept_in {
            administer(cluster, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn administer(cluster: &str, sql: &str) {
    use sqlx::{AssertSqlSafe, Connection as _};
    let mut connection = sqlx::PgConnection::connect(cluster).await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

struct Server {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Server {
    async fn start(store: Store, flags: &[&str], now: DateTime<Utc>) -> Self {
        /// The settings as the command line has them.
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            settings: ServeSettings,
        }
        let settings = Line::parse_from([&["serve"], flags].concat()).settings;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let daybook = Daybook::new(store, Config::new(&settings, addr), Clock::starting_at(now));
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            let _ = stopped.await;
        };
        Self { addr, stop, running: tokio::spawn(listen(listener, daybook, stopped)) }
    }

    async fn stop(self) {
        drop(self.stop);
        self.running.await.unwrap();
    }
}

async fn hash_of_password() -> &'static str {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async { Hashing::default().hash(PASSWORD).await.unwrap() }).await
}

/// The moment at which every story begins.
pub(crate) fn moment() -> DateTime<Utc> {
    DateTime::from_str("2026-11-24T06:00:00Z").unwrap()
}

/// Later than the beginning of the story.
pub(crate) fn after(delta: TimeDelta) -> DateTime<Utc> {
    moment() + delta
}

/// What a program says to plan an hour on a day of the story's week, at an hour of UTC.
pub(crate) fn meeting(subject: &str, day: u32, hour: u32) -> Value {
    let at = |hour: u32| format!("2026-11-{day:02}T{hour:02}:00:00Z");
    json!({"subject": subject, "start": at(hour), "end": at(hour + 1)})
}

/// The same with people invited.
pub(crate) fn invitation(subject: &str, day: u32, hour: u32, people: &[PersonId]) -> Value {
    let invited = people.iter().map(|person| json!({"attendee": {"type": "person", "id": person}}));
    let mut meeting = meeting(subject, day, hour);
    meeting["participants"] = invited.collect();
    meeting
}

/// An id as a client chooses it.
pub(crate) fn new_id() -> String {
    static COUNT: AtomicU16 = AtomicU16::new(0);
    let count = u128::from(COUNT.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0000 + count).to_string()
}

/// Somebody whose address is their first name's.
fn user(id: PersonId, name: &str) -> Person {
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

/// Tells a story on both engines.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $story:ident($house:ident: &mut House) $body:block)+) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let mut house = $crate::house::House::open($crate::house::Engine::Sqlite).await;
                super::$story(&mut house).await;
                house.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                let mut house = $crate::house::House::open($crate::house::Engine::Postgres).await;
                super::$story(&mut house).await;
                house.close().await;
            }
        }

        $(#[$doc])*
        async fn $story($house: &mut House) $body
    )+};
}
pub(crate) use on_both;
