//! Keeps the values of [`domain`] in SQLite or Postgres.
//!
//! This crate owns the tables (`/migrations`), the SQL and the order in which things happen. It may import
//! `domain` and sqlx, and knows nothing of HTTP or screens. No rule and no permission is decided here: a verb
//! reads, asks `domain`, and writes what it answers.
//!
//! Every write has one shape: [`Who`] acts, and when. In one transaction the verb reads, lets the domain
//! decide, writes, appends a [`Change`] with its revision and commits; then the change is published to
//! [`Store::changes`]. To add the next verb, put it into the file of its noun, begin with
//! `Store::write` (changes.rs) and end with `commit`; to add a noun, begin with its migration on both engines.
//! What the engines do differently is said in db.rs and nowhere else.

mod absences;
mod actor;
mod announcements;
mod attachments;
mod attributes;
mod backup;
mod calendar;
mod changes;
mod circles;
mod clients;
mod clocks;
mod db;
mod demo;
mod departments;
mod error;
mod free_busy;
mod fullness;
mod groups;
mod individuals;
mod interests;
mod journal;
mod kinds;
mod listing;
mod load;
mod meetings;
mod names;
mod people;
mod places;
mod points;
#[cfg(test)]
mod query_plans;
mod registers;
mod reminders;
mod repairs;
mod search;
mod series;
mod sessions;
mod teams;
mod tier;
mod words;
pub mod zones;

use std::sync::Arc;

use domain::change::{Change, Channel, Revision};
use domain::id::PersonId;
use domain::journey::{Pace, Ways};
use tokio::sync::broadcast;

pub use announcements::Announcements;
pub use attachments::NewAttachment;
pub use backup::{require_backup, unpack};
pub use calendar::Posted;
pub use clients::{ClientCard, Kept};
pub use demo::Progress;
pub use error::{Cause, Error, Result};
pub use free_busy::FreeBusy;
pub use listing::{Listed, Page};
pub use meetings::Told;
pub use sessions::{Credential, NewSession, SignedIn};

use changes::Feed;
use db::{Db, first, one};
use registers::AtHand;

/// Where everything is kept. A clone is cheap and shares the connections.
#[derive(Clone)]
pub struct Store {
    db: Db,
    feed: Arc<Feed>,
    registers: AtHand,
    pace: Pace,
    ways: Arc<dyn Ways + Send + Sync>,
}

/// Who acts, and through which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    pub person: PersonId,
    pub channel: Channel,
}

impl Store {
    /// Opens `sqlite://path` (the file and its folder are made when they are not there) or `postgres://…`,
    /// brings its tables up to date, and lays down the predefined interaction kinds.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Db::open(url).await?;
        kinds::lay_down_predefined(&db).await?;
        search::fold_meetings(&db).await?;
        clients::write_keys(&db).await?;
        let feed = Arc::new(Feed::start(&db).await?);
        let pace = Pace::default();
        Ok(Self { db, feed, registers: AtHand::default(), pace, ways: Arc::new(pace) })
    }

    /// The same for people who get about otherwise.
    #[must_use]
    pub fn at_pace(self, pace: Pace) -> Self {
        Self { pace, ways: Arc::new(pace), ..self }
    }

    /// The same where somebody knows ways better than by the straight line. They are asked while something is read, and
    /// must not let it wait.
    #[must_use]
    pub fn by_ways(self, ways: impl Ways + Send + Sync + 'static) -> Self {
        Self { ways: Arc::new(ways), ..self }
    }

    /// How its people get about (D10).
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Who knows the ways between its visits.
    pub fn ways(&self) -> &(dyn Ways + Send + Sync) {
        &*self.ways
    }

    /// Fails unless the database can be reached and has its tables.
    pub async fn ready(&self) -> Result<()> {
        self.revision().await.map(drop)
    }

    /// Ends every connection; verbs fail from then on.
    pub async fn close(&self) {
        self.db.close().await;
    }

    /// What is committed from now on, and perhaps the last before it, in the order of revisions and without
    /// gaps; on Postgres also what other processes commit. Who falls too far behind is told so by the
    /// channel.
    pub fn changes(&self) -> broadcast::Receiver<Arc<Change>> {
        self.feed.subscribe()
    }

    /// Whether there is no person at all, so that the first administrator is still to be made.
    pub async fn is_empty(&self) -> Result<bool> {
        const ANYBODY: &str = "SELECT 1 FROM person LIMIT 1";
        let anybody: Option<(i32,)> = first!(self.db.reader().await?, ANYBODY)?;
        Ok(anybody.is_none())
    }

    /// The revision of the last change.
    pub async fn revision(&self) -> Result<Revision> {
        let (revision,) = one!(self.db.reader().await?, changes::REVISION)?;
        Ok(Revision(revision))
    }
}
