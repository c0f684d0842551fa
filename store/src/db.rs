//! The only module that names SQLite and Postgres.
//!
//! A statement is one `const` text with `$1`, run on whichever engine holds the data by [`all!`], [`first!`],
//! [`one!`] and [`run!`]. Where the engines truly differ, both texts stand side by side in a [`Differs`].
//!
//! There is one writer at a time on either engine, from the first statement of its transaction on: SQLite
//! begins immediate, Postgres locks the row of the revision counter, which every write needs anyway. So what
//! a rule has looked at stays true until the commit, and revisions are gapless and in the order of commits.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::id::MeetingId;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArgumentBuffer, PgConnectOptions, PgListener, PgPoolOptions, PgTypeInfo};
use sqlx::sqlite::{
    SqliteArgumentsBuffer, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    SqliteTypeInfo,
};
use sqlx::types::Json;
use sqlx::{Connection as _, Encode, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool};
use sqlx::{Transaction, Type};
use uuid::Uuid;

use crate::db::lender::{Lender, Lent, Statement};
use crate::error::{Error, Result};

mod lender;

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../migrations/postgres");

/// How long a write waits for the one before it.
const PATIENCE: Duration = Duration::from_secs(15);
/// Each keeps pages of its own, and none of those that the others have read.
const READERS: u32 = 4;
/// For transactions; there are [`lender::CONNECTIONS`] more for the statements beside them.
const POSTGRES_CONNECTIONS: u32 = 12;
/// More than there are statements in this crate.
const STATEMENTS: usize = 512;
/// A connection that has been idle for longer may have died with its server.
const FRESH: Duration = Duration::from_secs(5);

/// The pools of connections to where the data is kept.
#[derive(Clone)]
pub(crate) enum Db {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres { transactions: PgPool, statements: Lender },
}

impl Db {
    /// Opens `sqlite://path`, creating the file and its folder, or `postgres://…`, and migrates it.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(url).await
        } else if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else {
            Err(Error::Unsupported("a database URL begins with sqlite:// or postgres://"))
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives a power loss.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(STATEMENTS)
            // Up to 64 MB of pages for each connection. What is mapped into memory instead is not kept as it was read, and a
            // week among a million took half as long again.
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory");
        let file = options.get_filename();
        if url.contains(":memory:") || url.contains("mode=memory") || file.as_os_str().is_empty() {
            return Err(Error::Unsupported("a SQLite database needs a file: sqlite://path/to/daybook.db"));
        }
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            tokio::fs::create_dir_all(folder).await.map_err(sqlx::Error::Io)?;
        }
        let pool = || {
            SqlitePoolOptions::new()
                .test_before_acquire(false)
                .acquire_timeout(PATIENCE)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let writer = pool().max_connections(1).connect_with(options.clone()).await?;
        SQLITE_MIGRATIONS.run(&writer).await?;
        // Left by somebody's ANALYZE; see [`Self::analyze`].
        sqlx::raw_sql("DROP TABLE IF EXISTS sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4")
            .execute(&writer)
            .await?;
        let readers = pool().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { writer, readers })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let patience = format!("{}ms", PATIENCE.as_millis());
        let options = PgConnectOptions::from_str(url)?
            .statement_cache_capacity(STATEMENTS)
            // No statement here runs long enough to be worth compiling, or several processes.
            .options([("jit", "off"), ("max_parallel_workers_per_gather", "0")])
            .options([("lock_timeout", patience.as_str())])
            // Every statement walks an index whatever it is asked for, so it is planned once for a
            // connection; planning takes longer than running.
            .options([("plan_cache_mode", "force_generic_plan")]);
        let transactions = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move { Ok(meta.idle_for < FRESH || connection.ping().await.is_ok()) })
            })
            .connect_with(options.clone())
            .await?;
        POSTGRES_MIGRATIONS.run(&transactions).await?;
        let statements = Lender::new(options)?;
        Ok(Self::Postgres { transactions, statements })
    }

    /// Begins a transaction that reads one state of the data and writes nothing.
    pub(crate) async fn begin_read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres { transactions, .. } => Tx::Postgres(begun(transactions, SNAPSHOT).await?),
        })
    }

    /// Begins a transaction that is the only one to write until it ends.
    pub(crate) async fn begin_write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres { transactions, .. } => Tx::Postgres(begun(transactions, LOCK).await?),
        })
    }

    /// For one statement that reads.
    pub(crate) async fn reader(&self) -> Result<Connection> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Connection::Sqlite(readers.acquire().await?),
            Self::Postgres { statements, .. } => Connection::Postgres(statements.lend().await?),
        })
    }

    /// For one statement that writes what no change tells of: sessions and failures.
    pub(crate) async fn writer(&self) -> Result<Connection> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Connection::Sqlite(writer.acquire().await?),
            Self::Postgres { statements, .. } => Connection::Postgres(statements.lend().await?),
        })
    }

    /// Hears of the commits of other processes.
    pub(crate) async fn listen(&self) -> Result<Ear> {
        Ok(match self {
            Self::Sqlite { .. } => Ear::Deaf,
            Self::Postgres { transactions, .. } => {
                let mut listener = PgListener::connect_with(transactions).await?;
                listener.listen("daybook_change").await?;
                Ear::Postgres(Box::new(listener))
            }
        })
    }

    /// Tells the other processes on the same database something that is not kept. On SQLite nobody hears it.
    pub(crate) async fn announce(&self, text: &str) -> Result<()> {
        if let Self::Postgres { transactions, .. } = self {
            sqlx::query("SELECT pg_notify('daybook_hold', $1)").bind(text).execute(transactions).await?;
        }
        Ok(())
    }

    /// Hears what processes announce, this one too.
    pub(crate) async fn listen_to_announcements(&self) -> Result<Ear> {
        Ok(match self {
            Self::Sqlite { .. } => Ear::Deaf,
            Self::Postgres { transactions, .. } => {
                let mut listener = PgListener::connect_with(transactions).await?;
                listener.listen("daybook_hold").await?;
                Ear::Postgres(Box::new(listener))
            }
        })
    }

    /// Lets Postgres look at what there is, so that it plans well; it would do so by itself, but later.
    ///
    /// SQLite plans by the indexes alone. With statistics it would look at the values that are bound, and
    /// prepare a statement anew each time it is run.
    pub(crate) async fn analyze(&self) -> Result<()> {
        if let Self::Postgres { transactions, .. } = self {
            sqlx::query("ANALYZE").execute(transactions).await?;
        }
        Ok(())
    }

    /// Writes a copy of the whole database as it is now into a new file.
    pub(crate) async fn copy_to(&self, file: &Path) -> Result<()> {
        match self {
            Self::Sqlite { readers, .. } => {
                let name = file.to_str().ok_or(Error::Unsupported("the file's name is not Unicode"))?;
                sqlx::query("VACUUM INTO $1").bind(name).execute(readers).await?;
                Ok(())
            }
            Self::Postgres { .. } => Err(Error::Unsupported("a Postgres database is backed up by pg_dump")),
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { transactions, statements } => {
                statements.close();
                transactions.close().await;
            }
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        match self {
            // Closed before the writer is.
            Self::Sqlite { readers, .. } => readers.is_closed(),
            Self::Postgres { transactions, .. } => transactions.is_closed(),
        }
    }
}

/// Refuses a file that is not a whole SQLite database with our tables.
pub(crate) async fn require_sqlite_backup(file: &Path) -> Result<()> {
    const OURS: &str = "
        SELECT COUNT(*) FROM sqlite_schema
        WHERE type = 'table' AND name IN ('_sqlx_migrations', 'person', 'meeting', 'occurrence', 'change')";
    let not_whole = |_| Error::Unsupported("the file is not a whole SQLite database");
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(not_whole)?;
    let ours: i64 = sqlx::query_scalar(OURS).fetch_one(&mut connection).await.map_err(not_whole)?;
    if ours != 5 {
        return Err(Error::Unsupported("the file is not a Daybook database"));
    }
    let checked: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(not_whole)?;
    connection.close().await?;
    if checked == "ok" { Ok(()) } else { Err(Error::Unsupported("the file is damaged")) }
}

/// Puts the contents of attachments into a copy of a database, so that a backup is one file.
pub(crate) struct Packing {
    connection: SqliteConnection,
}

impl Packing {
    pub(crate) async fn begin(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::raw_sql(
            "CREATE TABLE backup_content (name TEXT PRIMARY KEY NOT NULL, bytes BLOB NOT NULL) STRICT",
        )
        .execute(&mut connection)
        .await?;
        Ok(Self { connection })
    }

    pub(crate) async fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        sqlx::query("INSERT INTO backup_content (name, bytes) VALUES ($1, $2)")
            .bind(name)
            .bind(bytes)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    pub(crate) async fn finish(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }
}

/// Gives each content to `write` and takes it out of the file. A backup from before there were attachments has none.
pub(crate) async fn unpack_sqlite(
    file: &Path,
    mut write: impl FnMut(&str, &[u8]) -> std::io::Result<()>,
) -> Result<()> {
    const PACKED: &str =
        "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'backup_content'";
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let packed: i64 = sqlx::query_scalar(PACKED).fetch_one(&mut connection).await?;
    if packed > 0 {
        let names: Vec<String> =
            sqlx::query_scalar("SELECT name FROM backup_content").fetch_all(&mut connection).await?;
        for name in names {
            let bytes: Vec<u8> = sqlx::query_scalar("SELECT bytes FROM backup_content WHERE name = $1")
                .bind(&name)
                .fetch_one(&mut connection)
                .await?;
            write(&name, &bytes).map_err(sqlx::Error::Io)?;
        }
        sqlx::raw_sql("DROP TABLE backup_content; VACUUM").execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}

const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
const LOCK: &str = "BEGIN; SELECT revision FROM counter WHERE id = 1 FOR UPDATE";

/// Begins a transaction in a task of its own, which ends it again if whoever asked has gone away meanwhile.
///
/// With sqlx 0.9.0 a `begin` that is dropped half-way would give the connection back to the pool within the
/// transaction, lock and all (sqlx issue 4393; SQLite is not concerned).
async fn begun(pool: &PgPool, statement: &'static str) -> Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begin = tokio::spawn(async move { pool.begin_with(statement).await });
    Ok(begin.await.map_err(|stopped| Error::unreadable(stopped.to_string()))??)
}

/// A transaction; dropped, it leaves nothing behind.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) fn engine(&mut self) -> Engine<'_> {
        match self {
            Self::Sqlite(tx) => Engine::Sqlite(tx),
            Self::Postgres(tx) => Engine::Postgres(Statement::within(tx)),
        }
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// A connection outside of any transaction.
pub(crate) enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(Lent),
}

impl Connection {
    pub(crate) fn engine(&mut self) -> Engine<'_> {
        match self {
            Self::Sqlite(connection) => Engine::Sqlite(connection),
            Self::Postgres(lent) => Engine::Postgres(lent.statement()),
        }
    }
}

/// What runs statements within a transaction as it does outside of any.
pub(crate) trait Runs {
    fn engine(&mut self) -> Engine<'_>;
}

impl Runs for Tx {
    fn engine(&mut self) -> Engine<'_> {
        Self::engine(self)
    }
}

impl Runs for Connection {
    fn engine(&mut self) -> Engine<'_> {
        Self::engine(self)
    }
}

/// What a statement runs on.
pub(crate) enum Engine<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(Statement<'c>),
}

/// Hears that somebody committed something.
pub(crate) enum Ear {
    /// Other processes on the same SQLite file cannot be heard; what they wrote is told with the next commit.
    Deaf,
    Postgres(Box<PgListener>),
}

impl Ear {
    /// Waits until there may be something new: a commit, or the end of a time without connection. `false`
    /// when nothing more can be heard.
    pub(crate) async fn hear(&mut self) -> bool {
        let Self::Postgres(listener) = self else { return false };
        match listener.try_recv().await {
            Ok(_) => {
                while listener.next_buffered().is_some() {}
                true
            }
            Err(sqlx::Error::PoolClosed) => false,
            Err(error) => {
                tracing::warn!(%error, "not connected to Postgres; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
                true
            }
        }
    }
}

impl Ear {
    /// Waits for the next announcement; `None` when nothing more can be heard. What is said while there is no
    /// connection is missed.
    pub(crate) async fn next(&mut self) -> Option<String> {
        let Self::Postgres(listener) = self else { return None };
        loop {
            match listener.recv().await {
                Ok(told) => return Some(told.payload().to_owned()),
                Err(sqlx::Error::PoolClosed) => return None,
                Err(error) => {
                    tracing::warn!(%error, "not connected to Postgres; trying again");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

/// The text of a statement on each engine.
pub(crate) trait Text: Copy {
    fn on_sqlite(self) -> &'static str;
    fn on_postgres(self) -> &'static str;
}

impl Text for &'static str {
    fn on_sqlite(self) -> &'static str {
        self
    }

    fn on_postgres(self) -> &'static str {
        self
    }
}

/// A statement that the engines do not write alike.
#[derive(Clone, Copy)]
pub(crate) struct Differs {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Text for Differs {
    fn on_sqlite(self) -> &'static str {
        self.sqlite
    }

    fn on_postgres(self) -> &'static str {
        self.postgres
    }
}

/// A statement that compares with a list: `among!("… WHERE id ", "$1", " AND …")` holds for the ids in the
/// [`Ids`] bound to `$1`.
macro_rules! among {
    ($start:expr $(, $parameter:literal, $rest:expr)+ $(,)?) => {
        $crate::db::Differs {
            sqlite: concat!(
                $start $(, "IN (SELECT unhex(value) FROM json_each(", $parameter, "))", $rest)+
            ),
            postgres: concat!($start $(, "= ANY (", $parameter, ")", $rest)+),
        }
    };
}

/// A statement that a macro writes around a comparison with a list: `$text!(…)` is given the comparison with
/// the ids in the [`Ids`] bound to `$parameter`, and whatever else stands here.
macro_rules! among_in {
    ($text:ident, $parameter:literal $(, $more:tt)*) => {
        $crate::db::Differs {
            sqlite: $text!(concat!("IN (SELECT unhex(value) FROM json_each(", $parameter, "))") $(, $more)*),
            postgres: $text!(concat!("= ANY (", $parameter, ")") $(, $more)*),
        }
    };
}

/// Runs one text on either engine; the four macros below are how it is called.
macro_rules! on_either {
    ($on:expr, $query:ident, $fetch:ident, $sql:expr $(, $argument:expr)*) => {{
        #[cfg(test)]
        $crate::query_plans::note($sql);
        match $on.engine() {
            $crate::db::Engine::Sqlite(connection) => {
                sqlx::$query($crate::db::Text::on_sqlite($sql))$(.bind($argument))*.$fetch(connection).await
                    .map_err($crate::Error::from)
            }
            $crate::db::Engine::Postgres(mut statement) => {
                let query = sqlx::$query($crate::db::Text::on_postgres($sql))$(.bind($argument))*;
                let outcome = query.$fetch(statement.connection()).await;
                statement.end(outcome)
            }
        }
    }};
}

/// Every row.
macro_rules! all {
    ($on:expr, $sql:expr $(, $argument:expr)* $(,)?) => {
        $crate::db::on_either!($on, query_as, fetch_all, $sql $(, $argument)*)
    };
}

/// The first row, if there is one.
macro_rules! first {
    ($on:expr, $sql:expr $(, $argument:expr)* $(,)?) => {
        $crate::db::on_either!($on, query_as, fetch_optional, $sql $(, $argument)*)
    };
}

/// The row that there always is.
macro_rules! one {
    ($on:expr, $sql:expr $(, $argument:expr)* $(,)?) => {
        $crate::db::on_either!($on, query_as, fetch_one, $sql $(, $argument)*)
    };
}

/// Writes, and answers nothing.
macro_rules! run {
    ($on:expr, $sql:expr $(, $argument:expr)* $(,)?) => {{
        #[cfg(test)]
        $crate::query_plans::note($sql);
        match $on.engine() {
            $crate::db::Engine::Sqlite(connection) => {
                sqlx::query($crate::db::Text::on_sqlite($sql))$(.bind($argument))*.execute(connection).await
                    .map(drop).map_err($crate::Error::from)
            }
            $crate::db::Engine::Postgres(mut statement) => {
                let query = sqlx::query($crate::db::Text::on_postgres($sql))$(.bind($argument))*;
                let outcome = query.execute(statement.connection()).await;
                statement.end(outcome).map(drop)
            }
        }
    }};
}

/// Inserts many rows by few statements. `$head` ends before `VALUES`; the columns of a row stand in brackets.
macro_rules! bulk {
    ($on:expr, $head:expr, $rows:expr, |$row:ident| [$($column:expr),+ $(,)?]) => {{
        let mut outcome: $crate::error::Result<()> = Ok(());
        for rows in $rows.chunks($crate::db::ROWS_AT_ONCE) {
            outcome = match $on.engine() {
                $crate::db::Engine::Sqlite(connection) => {
                    let mut insert = sqlx::QueryBuilder::<sqlx::Sqlite>::new($head);
                    insert.push_values(rows, |mut line, $row| { $(line.push_bind($column);)+ });
                    insert.build().execute(connection).await.map(drop).map_err($crate::Error::from)
                }
                $crate::db::Engine::Postgres(mut statement) => {
                    let mut insert = sqlx::QueryBuilder::<sqlx::Postgres>::new($head);
                    insert.push_values(rows, |mut line, $row| { $(line.push_bind($column);)+ });
                    let outcome = insert.build().execute(statement.connection()).await;
                    statement.end(outcome).map(drop)
                }
            };
            if outcome.is_err() {
                break;
            }
        }
        outcome
    }};
}

/// With thirty columns still far below the 32,766 parameters that SQLite takes.
pub(crate) const ROWS_AT_ONCE: usize = 500;

pub(crate) use {all, among, among_in, bulk, first, on_either, one, run};

/// An instant as spans are kept: in whole seconds, a number on SQLite.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At(pub(crate) DateTime<Utc>);

impl Type<Sqlite> for At {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for At {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'_, Sqlite>>::encode(self.0.timestamp(), buffer)
    }
}

impl Type<Postgres> for At {
    fn type_info() -> PgTypeInfo {
        <DateTime<Utc> as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for At {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <DateTime<Utc> as Encode<'_, Postgres>>::encode_by_ref(&self.0, buffer)
    }
}

/// A list of ids to compare with in an [`among!`].
#[derive(Clone, Debug)]
pub(crate) struct Ids(pub(crate) Vec<Uuid>);

impl Ids {
    pub(crate) fn of(meetings: &[MeetingId]) -> Self {
        Self(meetings.iter().map(|meeting| meeting.0).collect())
    }
}

impl Type<Sqlite> for Ids {
    fn type_info() -> SqliteTypeInfo {
        <Json<()> as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for Ids {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        let ids: Vec<_> = self.0.iter().map(|id| id.simple().to_string()).collect();
        <Json<Vec<String>> as Encode<'_, Sqlite>>::encode(Json(ids), buffer)
    }
}

impl Type<Postgres> for Ids {
    fn type_info() -> PgTypeInfo {
        <Vec<Uuid> as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Ids {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <Vec<Uuid> as Encode<'_, Postgres>>::encode_by_ref(&self.0, buffer)
    }
}

/// Whether this is the database's own refusal of a double booking: SQLite's triggers raise this word,
/// Postgres names the constraint.
pub(crate) fn refused_double_booking(error: &sqlx::Error) -> bool {
    let Some(refused) = error.as_database_error() else { return false };
    refused.constraint() == Some("place_taken") || refused.message() == "place_taken"
}
