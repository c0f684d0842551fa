//! Connections to Postgres for single statements.
//!
//! They are not in a pool of sqlx: that one asks each that is given back for a sign of life, and hands out the one that
//! has rested longest. Of a request's two statements each would be run by another process of Postgres, and what that keeps
//! would have left the processor's caches meanwhile.

use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{self, Metrics, Object, PoolError, QueueMode, RecycleError, RecycleResult, Timeouts};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};

use super::{FRESH, PATIENCE};
use crate::error::{Error, Result};

pub(super) const CONNECTIONS: usize = 8;
/// A server that is there gives a sign of life at once. Whoever waited longer for each of those that are dead would be
/// answered too late.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// Lends the one that was given back last.
#[derive(Clone)]
pub(crate) struct Lender(managed::Pool<Opening>);

impl Lender {
    /// Opens no connection yet.
    pub(super) fn new(options: PgConnectOptions) -> Result<Self> {
        let timeouts = Timeouts { wait: Some(PATIENCE), create: Some(PATIENCE), recycle: Some(SIGN_OF_LIFE) };
        let pool = managed::Pool::builder(Opening { options })
            .runtime(Runtime::Tokio1)
            .max_size(CONNECTIONS)
            .timeouts(timeouts)
            .queue_mode(QueueMode::Lifo)
            .build();
        pool.map(Self).map_err(Error::unreadable)
    }

    pub(super) async fn lend(&self) -> Result<Lent> {
        self.0.get().await.map(Lent).map_err(|error| match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Closed => sqlx::Error::PoolClosed.into(),
            PoolError::Timeout(_) => sqlx::Error::PoolTimedOut.into(),
            error => Error::unreadable(error),
        })
    }

    pub(super) fn close(&self) {
        self.0.close();
    }
}

struct Opening {
    options: PgConnectOptions,
}

/// One of which a statement failed, or was given up, is not lent again: its server may have gone, or what it answers may be
/// still to come.
struct Open {
    connection: PgConnection,
    /// Whether its last statement has ended well.
    ended: bool,
}

impl managed::Manager for Opening {
    type Type = Open;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<Open, sqlx::Error> {
        Ok(Open { connection: PgConnection::connect_with(&self.options).await?, ended: true })
    }

    async fn recycle(&self, open: &mut Open, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if !open.ended {
            return Err(RecycleError::message("its last statement did not end well"));
        }
        if metrics.last_used() >= FRESH {
            open.connection.ping().await?;
        }
        Ok(())
    }
}

/// A connection until it is dropped.
pub(crate) struct Lent(Object<Opening>);

impl Lent {
    pub(super) fn statement(&mut self) -> Statement<'_> {
        let open = &mut *self.0;
        open.ended = false;
        Statement { connection: &mut open.connection, ended: Some(&mut open.ended) }
    }
}

/// A connection to Postgres while a statement is run.
pub(crate) struct Statement<'c> {
    connection: &'c mut PgConnection,
    /// Whether it has ended well, where that is asked.
    ended: Option<&'c mut bool>,
}

impl<'c> Statement<'c> {
    /// Within a transaction, which ends by itself.
    pub(super) fn within(connection: &'c mut PgConnection) -> Self {
        Self { connection, ended: None }
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        self.connection
    }

    /// Notes how it has ended.
    pub(crate) fn end<T>(self, outcome: Result<T, sqlx::Error>) -> Result<T> {
        if let Some(ended) = self.ended {
            *ended = outcome.is_ok();
        }
        outcome.map_err(Error::from)
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn lender() -> Lender {
        let cluster = std::env::var("DAYBOOK_TEST_POSTGRES").expect(
            "DAYBOOK_TEST_POSTGRES names no Postgres: run `cargo xtask test`, or `cargo xtask postgres`",
        );
        Lender::new(PgConnectOptions::from_str(&cluster).unwrap()).unwrap()
    }

    async fn number(lender: &Lender, sql: &'static str) -> Result<i32> {
        let mut lent = lender.lend().await?;
        let mut statement = lent.statement();
        let outcome = sqlx::query_scalar(sql).fetch_one(statement.connection()).await;
        statement.end(outcome)
    }

    /// The number of the process that runs the statements of a connection.
    async fn process(lender: &Lender) -> i32 {
        number(lender, "SELECT pg_backend_pid()").await.unwrap()
    }

    #[tokio::test]
    async fn the_last_one_given_back_is_lent_first() {
        let lender = lender();
        let first = process(&lender).await;
        assert_eq!(process(&lender).await, first);
        let held = lender.lend().await.unwrap();
        let second = process(&lender).await;
        assert_ne!(second, first);
        drop(held);
        assert_eq!(process(&lender).await, first);
    }

    #[tokio::test]
    async fn one_of_which_a_statement_failed_is_not_lent_again() {
        let lender = lender();
        let first = process(&lender).await;
        assert!(number(&lender, "SELECT 1 / (pg_backend_pid() - pg_backend_pid())").await.is_err());
        assert_ne!(process(&lender).await, first);
    }

    #[tokio::test]
    async fn one_of_which_a_statement_was_given_up_is_not_lent_again() {
        let lender = lender();
        let first = process(&lender).await;
        let slow = number(&lender, "SELECT 1 FROM pg_sleep(10)");
        assert!(tokio::time::timeout(Duration::from_millis(50), slow).await.is_err());
        assert_ne!(process(&lender).await, first);
    }

    #[tokio::test]
    async fn after_its_server_has_gone_another_is_opened() {
        let (lender, other) = (lender(), lender());
        let first = process(&lender).await;
        let mut lent = other.lend().await.unwrap();
        let mut statement = lent.statement();
        let ended: bool = sqlx::query_scalar("SELECT pg_terminate_backend($1, 10000)")
            .bind(first)
            .fetch_one(statement.connection())
            .await
            .unwrap();
        assert!(ended);
        // What is asked of it in this moment fails; whoever asks again is answered.
        assert!(number(&lender, "SELECT 1").await.is_err());
        assert_ne!(process(&lender).await, first);
    }

    #[tokio::test]
    async fn a_lender_that_is_closed_lends_nothing() {
        let lender = lender();
        process(&lender).await;
        lender.close();
        assert!(lender.lend().await.is_err());
    }
}
