//! What the engine itself needs for the same rows: the floor under a week of the store.

use std::error::Error;

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The rows of a week in their plainest form; the day before is read along because a meeting may reach over midnight.
macro_rules! week {
    ($person:literal, $from:literal, $to:literal) => {
        concat!(
            "SELECT meeting.id, meeting.subject, meeting.state, entry.starts, entry.ends
            FROM calendar_entry AS entry JOIN meeting ON meeting.id = entry.meeting
            WHERE entry.person = ",
            $person,
            " AND entry.tier = 0 AND entry.starts > ",
            $from,
            " AND entry.starts < ",
            $to
        )
    };
}

/// A connection of its own to a database of either engine.
pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Connection {
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        Ok(if url.starts_with("sqlite:") {
            Self::Sqlite(url.parse::<SqliteConnectOptions>()?.read_only(true).connect().await?)
        } else {
            Self::Postgres(url.parse::<PgConnectOptions>()?.connect().await?)
        })
    }

    /// # Errors
    /// The database cannot be read.
    pub(crate) async fn week(
        &mut self,
        PersonId(person): PersonId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(connection) => {
                let week = sqlx::query(week!("$1", "$2", "$3"));
                let week = week.bind(person).bind(from.timestamp() - 86_400).bind(to.timestamp());
                week.fetch_all(connection).await?;
            }
            Self::Postgres(connection) => {
                let week = sqlx::query(week!("$1", "$2 - interval '1 day'", "$3"));
                week.bind(person).bind(from).bind(to).fetch_all(connection).await?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// It was lost meanwhile.
    pub(crate) async fn close(self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Postgres(connection) => connection.close().await?,
        }
        Ok(())
    }
}

/// Lets the engine put away what was just written, as it would over night.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn settle(url: &str) -> Result<()> {
    if url.starts_with("sqlite:") {
        let mut connection = url.parse::<SqliteConnectOptions>()?.connect().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
        connection.close().await?;
    } else {
        let mut connection = url.parse::<PgConnectOptions>()?.connect().await?;
        for statement in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
            sqlx::query(statement).execute(&mut connection).await?;
        }
        connection.close().await?;
    }
    Ok(())
}
