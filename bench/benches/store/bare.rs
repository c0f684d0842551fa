//! What the engine itself needs for the same rows: the floor under a week of the store.

use std::error::Error;
use std::time::Instant;

use bench::Timings;
use chrono::{DateTime, Utc};
use domain::id::PersonId;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

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

/// One `SELECT` on a connection of its own for each of these people; how long each took.
///
/// # Errors
/// The database cannot be reached or read.
pub(crate) async fn weeks(
    url: &str,
    people: impl Iterator<Item = PersonId>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Timings, Box<dyn Error>> {
    let mut timings = Timings::default();
    if url.starts_with("sqlite:") {
        let options: SqliteConnectOptions = url.parse()?;
        let mut connection = options.read_only(true).connect().await?;
        for person in people {
            let before = Instant::now();
            sqlx::query(week!("$1", "$2", "$3"))
                .bind(person.0)
                .bind(from.timestamp() - 86_400)
                .bind(to.timestamp())
                .fetch_all(&mut connection)
                .await?;
            timings.note(before);
        }
        connection.close().await?;
    } else {
        let options: PgConnectOptions = url.parse()?;
        let mut connection = options.connect().await?;
        for person in people {
            let before = Instant::now();
            sqlx::query(week!("$1", "$2 - interval '1 day'", "$3"))
                .bind(person.0)
                .bind(from)
                .bind(to)
                .fetch_all(&mut connection)
                .await?;
            timings.note(before);
        }
        connection.close().await?;
    }
    Ok(timings)
}

/// Lets the engine put away what was just written, as it would over night.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn settle(url: &str) -> Result<(), Box<dyn Error>> {
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
