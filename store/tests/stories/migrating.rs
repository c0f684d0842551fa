//! What becomes of rows that an older version has written, when a newer one opens the database.

use domain::kind::Predefined;
use domain::location::{Location, Position};
use domain::meeting::Draft;
use serde_json::Value;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection as _};
use store::Store;
use uuid::Uuid;

use crate::house::{Engine, Site};

/// Tells a story on either engine, each in a database that is empty.
macro_rules! on_both_sites {
    ($($story:ident),+ $(,)?) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                super::$story($crate::house::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                super::$story($crate::house::Engine::Postgres).await;
            }
        }
    )+};
}

on_both_sites! {
    visits_were_at_the_main_address_of_their_client_before_they_had_one_of_their_own,
}

/// Migration 19. Until then a meeting outside had no address of its own.
async fn visits_were_at_the_main_address_of_their_client_before_they_had_one_of_their_own(engine: Engine) {
    let old = Old::up_to(engine, 18).await;
    let (known, unknown, nowhere) = (1, 2, 3);
    old.run(&format!(
        "INSERT INTO person (id, name, email, email_folded, role, hours, folded)
        VALUES ({me}, 'Anna', 'anna@example.org', 'anna@example.org', 'administrator', '{{}}', ' anna');
        INSERT INTO client (id, name, folded) VALUES
            ({known}, 'Alder', ' alder'), ({unknown}, 'Birch', ' birch'), ({nowhere}, 'Cedar', ' cedar');
        INSERT INTO address (id, client, text, latitude, longitude) VALUES
            ({mill}, {known}, 'Mill Lane 3', 51.4545, -2.5879), ({king}, {known}, 'King Street 1', 51.4, -2.6),
            ({quay}, {unknown}, 'Quay 7', NULL, NULL);
        INSERT INTO place (id, name, folded, capacity, equipment) VALUES ({room}, 'Blue', ' blue', 4, '[]');
        UPDATE client SET main_address = {mill} WHERE id = {known};
        UPDATE client SET main_address = {quay} WHERE id = {unknown};",
        me = old.id(ME),
        known = old.id(known),
        unknown = old.id(unknown),
        nowhere = old.id(nowhere),
        mill = old.id(11),
        king = old.id(12),
        quay = old.id(13),
        room = old.id(ROOM),
    ))
    .await;
    let (outside, inside) = (Predefined::MeetingAtClient, Predefined::Meeting);
    old.run(&format!(
        "INSERT INTO kind (id, name, folded, predefined, event_type, in_journal, default_minutes, points) VALUES
            ({outside}, 'Visit', ' visit', 'meeting_at_client', 'external', TRUE, 60, 10),
            ({inside}, 'Meeting', ' meeting', 'meeting', 'internal', FALSE, 60, 0);",
        outside = old.uuid(outside.id().0),
        inside = old.uuid(inside.id().0),
    ))
    .await;
    old.meeting(101, outside, Some(known), None, None).await;
    old.meeting(102, outside, Some(unknown), None, None).await;
    old.meeting(103, outside, Some(nowhere), None, None).await;
    old.meeting(104, outside, None, None, None).await;
    old.meeting(105, inside, Some(known), None, None).await;
    old.meeting(106, outside, Some(known), Some(ROOM), None).await;
    // Two series: of visits, the last of which was changed by itself, and of meetings in the house.
    old.series(SERIES, outside, known).await;
    old.meeting(111, outside, Some(known), None, Some(Date { series: SERIES, day: 1, altered: false })).await;
    old.meeting(112, outside, Some(unknown), None, Some(Date { series: SERIES, day: 8, altered: true }))
        .await;
    old.series(OTHER_SERIES, inside, known).await;
    old.meeting(121, inside, Some(known), None, Some(Date { series: OTHER_SERIES, day: 1, altered: false }))
        .await;

    Store::open(&old.site.url).await.unwrap().close().await;

    let mill = Location { text: "Mill Lane 3".into(), position: Position::degrees(51.4545, -2.5879) };
    let quay = Location { text: "Quay 7".into(), position: None };
    for (meeting, expected) in [
        (101, Some(&mill)),
        (102, Some(&quay)),
        (103, None),
        (104, None),
        (105, None),
        (106, None),
        (111, Some(&mill)),
        (112, Some(&quay)),
        (121, None),
    ] {
        assert_eq!(old.address(meeting).await.as_ref(), expected, "{meeting}");
    }
    assert_eq!(
        old.card(SERIES).await.address,
        Some(mill),
        "of the occurrences that are as the series has them"
    );
    assert_eq!(old.card(OTHER_SERIES).await.address, None);
    old.site.give_back().await;
}

const ME: u128 = 50;
const ROOM: u128 = 51;
const SERIES: u128 = 60;
const OTHER_SERIES: u128 = 61;

/// Which occurrence of a series a meeting is.
#[derive(Clone, Copy)]
struct Date {
    series: u128,
    /// Of January 2026.
    day: u32,
    altered: bool,
}

/// A database as an older version has left it. Rows are written as that version had them, whatever ours writes.
struct Old {
    engine: Engine,
    site: Site,
}

impl Old {
    async fn up_to(engine: Engine, version: i64) -> Self {
        let site = Site::clear(engine).await;
        let folder = match engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(folder);
        let migrations = Migrator::new(folder).await.unwrap();
        match engine {
            Engine::Sqlite => {
                let file = site.url.trim_start_matches("sqlite://");
                std::fs::create_dir_all(std::path::Path::new(file).parent().unwrap()).unwrap();
                let options =
                    sqlx::sqlite::SqliteConnectOptions::new().filename(file).create_if_missing(true);
                let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
                migrations.run_to(version, &pool).await.unwrap();
                pool.close().await;
            }
            Engine::Postgres => {
                let pool = sqlx::PgPool::connect(&site.url).await.unwrap();
                migrations.run_to(version, &pool).await.unwrap();
                pool.close().await;
            }
        }
        Self { engine, site }
    }

    async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(&self.site.url).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Engine::Postgres => {
                let mut connection = sqlx::PgConnection::connect(&self.site.url).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    async fn one<T>(&self, sql: String) -> T
    where
        T: Send + Unpin,
        T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        match self.engine {
            Engine::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(&self.site.url).await.unwrap();
                sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap()
            }
            Engine::Postgres => {
                let mut connection = sqlx::PgConnection::connect(&self.site.url).await.unwrap();
                sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap()
            }
        }
    }

    /// As it stands in a statement.
    fn id(&self, number: u128) -> String {
        self.uuid(Uuid::from_u128(number))
    }

    fn uuid(&self, id: Uuid) -> String {
        match self.engine {
            Engine::Sqlite => format!("X'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        }
    }

    async fn meeting(
        &self,
        number: u128,
        kind: Predefined,
        client: Option<u128>,
        place: Option<u128>,
        date: Option<Date>,
    ) {
        let or_null = |id: Option<u128>| id.map_or_else(|| "NULL".to_owned(), |id| self.id(id));
        let date_of = date.map_or_else(|| "NULL".to_owned(), |date| format!("'2026-01-{:02}'", date.day));
        self.run(&format!(
            "INSERT INTO meeting (id, version, subject, kind, all_day, wall_start, length, zone, place, author, responsible,
                client, private, state, series, recurrence_id, altered)
            VALUES ({id}, 1, 'Visit', {kind}, FALSE, '2026-01-01T10:00:00', 60, 'UTC', {place}, {me}, {me},
                {client}, FALSE, 'planned', {series}, {date_of}, {altered})",
            id = self.id(number),
            kind = self.uuid(kind.id().0),
            place = or_null(place),
            me = self.id(ME),
            client = or_null(client),
            series = or_null(date.map(|date| date.series)),
            altered = date.is_some_and(|date| date.altered),
        ))
        .await;
    }

    async fn series(&self, number: u128, kind: Predefined, client: u128) {
        let card = serde_json::json!({
            "subject": "Visit", "kind": kind.id(),
            "when": {"type": "timed", "start": "2026-01-01T10:00:00", "minutes": 60, "zone": "UTC"},
            "place": null, "responsible": Uuid::from_u128(ME), "client": Uuid::from_u128(client), "contact": null,
            "category": null, "description": "", "private": false, "participants": [],
        });
        self.run(&format!(
            "INSERT INTO series (id, version, author, card, rule, exceptions, additions, replies, planned_through, complete)
            VALUES ({id}, 1, {me}, '{card}', 'FREQ=WEEKLY', '[]', '[]', '[]', '2026-02-01', FALSE)",
            id = self.id(number),
            me = self.id(ME),
        ))
        .await;
    }

    async fn address(&self, meeting: u128) -> Option<Location> {
        let id = self.id(meeting);
        let row: (Option<String>, Option<f64>, Option<f64>) =
            self.one(format!("SELECT address, latitude, longitude FROM meeting WHERE id = {id}")).await;
        let (text, north, east) = row;
        let position = north.zip(east).and_then(|(north, east)| Position::degrees(north, east));
        text.map(|text| Location { text, position })
    }

    async fn card(&self, series: u128) -> Draft {
        let id = self.id(series);
        let (card,): (sqlx::types::Json<Value>,) =
            self.one(format!("SELECT card FROM series WHERE id = {id}")).await;
        serde_json::from_value(card.0).unwrap()
    }
}
