//! The change log: appended within the transaction, published after the commit, read again by revision.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use domain::change::{About, Act, Change, Channel, Revision};
use domain::id::{MeetingId, MessageId, PersonId, PlanId, SeriesId};
use domain::permission::Actor;
use sqlx::types::Json;
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::db::{Db, Tx, all, bulk, one, run};
use crate::error::{Error, Result};
use crate::words::{meaning, word};
use crate::{Store, Who};

impl Store {
    /// What was committed after a revision, ascending; at most `limit`.
    pub async fn since(&self, revision: Revision, limit: u32) -> Result<Vec<Change>> {
        read_since(&self.db, revision, limit.into()).await
    }

    /// The occurrences that a change of a series was about.
    pub async fn touched(&self, revision: Revision) -> Result<Vec<MeetingId>> {
        let rows: Vec<(Uuid,)> = all!(self.db.reader().await?, TOUCHED, revision.0)?;
        Ok(rows.into_iter().map(|(meeting,)| MeetingId(meeting)).collect())
    }

    /// Begins a write by a person: a transaction that nobody else writes beside, and what the person may do
    /// as of now.
    pub(crate) async fn write(&self, who: Who, now: DateTime<Utc>) -> Result<(Write, Actor)> {
        let mut write = self.write_as(Some(who.person), who.channel, now).await?;
        let actor = crate::actor::read(&mut write.tx, who).await?;
        Ok((write, actor))
    }

    /// Begins a write of the command line, or by somebody whose right to it the verb itself knows.
    pub(crate) async fn write_as(
        &self,
        by: Option<PersonId>,
        channel: Channel,
        now: DateTime<Utc>,
    ) -> Result<Write> {
        let tx = self.db.begin_write().await?;
        Ok(Write { tx, by, channel, at: now.trunc_subsecs(MICROSECONDS), wake: Arc::clone(&self.feed.wake) })
    }
}

/// As exact as both engines keep an instant.
const MICROSECONDS: u16 = 6;

/// A write under way. Dropped, it leaves nothing behind.
pub(crate) struct Write {
    pub(crate) tx: Tx,
    pub(crate) at: DateTime<Utc>,
    by: Option<PersonId>,
    channel: Channel,
    wake: Arc<Notify>,
}

impl Write {
    /// Takes the revision under which this write will be known.
    pub(crate) async fn next_revision(&mut self) -> Result<Revision> {
        let (revision,) = one!(self.tx, NEXT_REVISION)?;
        Ok(Revision(revision))
    }

    /// Appends the change that this write is, and commits it.
    pub(crate) async fn commit(
        mut self,
        revision: Revision,
        about: About,
        acts: Vec<Act>,
        affected: Vec<PersonId>,
    ) -> Result<()> {
        self.append(revision, about, &acts, &affected).await?;
        self.commit_untold().await
    }

    /// Appends one of several changes that are committed together. What it did to meetings of approved week plans
    /// becomes an amendment there, whichever verb did it.
    pub(crate) async fn append(
        &mut self,
        revision: Revision,
        about: About,
        acts: &[Act],
        affected: &[PersonId],
    ) -> Result<()> {
        self.append_alone(revision, about, acts, affected).await?;
        match about {
            About::Meeting(meeting) => crate::journal::amend(self, &[meeting], acts).await,
            About::Series(_) => {
                let touched: Vec<(Uuid,)> = all!(self.tx, TOUCHED, revision.0)?;
                let touched: Vec<_> = touched.into_iter().map(|(meeting,)| MeetingId(meeting)).collect();
                crate::journal::amend(self, &touched, acts).await
            }
            About::Plan(_) | About::Message(_) | About::Directory => Ok(()),
        }
    }

    /// Who writes, if it is a person.
    pub(crate) fn by(&self) -> Option<PersonId> {
        self.by
    }

    /// Appends a change that amends no plan.
    pub(crate) async fn append_alone(
        &mut self,
        revision: Revision,
        about: About,
        acts: &[Act],
        affected: &[PersonId],
    ) -> Result<()> {
        let (word_about, [meeting, series, plan, message]) = match about {
            About::Meeting(meeting) => ("meeting", [Some(meeting.0), None, None, None]),
            About::Series(series) => ("series", [None, Some(series.0), None, None]),
            About::Plan(plan) => ("plan", [None, None, Some(plan.0), None]),
            About::Message(message) => ("message", [None, None, None, Some(message.0)]),
            About::Directory => ("directory", [None; 4]),
        };
        run!(
            self.tx,
            APPEND,
            revision.0,
            self.at,
            self.by.map(|person| person.0),
            word(&self.channel)?,
            word_about,
            meeting,
            series,
            plan,
            message,
            Json(acts),
            Json(affected),
        )
    }

    /// Appends what a change of a series did to each of its occurrences, for their own histories.
    pub(crate) async fn tell_each(
        &mut self,
        revision: Revision,
        told: &[(MeetingId, Vec<Act>)],
    ) -> Result<()> {
        bulk!(self.tx, TELL_EACH, told, |row| [row.0.0, revision.0, Json(row.1.clone())])
    }

    /// Appends that something the pickers offer was created, changed or archived, and commits it.
    pub(crate) async fn commit_directory(mut self) -> Result<()> {
        let revision = self.next_revision().await?;
        self.commit_directory_as(revision).await
    }

    /// The same under a revision that it has taken.
    pub(crate) async fn commit_directory_as(self, revision: Revision) -> Result<()> {
        self.commit(revision, About::Directory, vec![Act::DirectoryKept], Vec::new()).await
    }

    /// Commits what is nobody else's business: a password, one's own preferences.
    ///
    /// A commit that has begun is finished and published even if whoever asked for it has gone away.
    pub(crate) async fn commit_untold(self) -> Result<()> {
        let Self { tx, wake, .. } = self;
        let commit = tokio::spawn(async move {
            let committed = tx.commit().await;
            wake.notify_one();
            committed
        });
        commit.await.map_err(|stopped| Error::unreadable(stopped.to_string()))?
    }
}

/// Publishes what is committed, by this process and by others, in the order of revisions: one task reads the
/// rows after the last revision that it has told, whenever it is woken.
pub(crate) struct Feed {
    sender: broadcast::Sender<Arc<Change>>,
    wake: Arc<Notify>,
    tasks: [JoinHandle<()>; 2],
}

/// So many changes may wait for a receiver before it is told that it lags.
const BACKLOG: usize = 1_024;
/// Changes read at once.
const BATCH: i64 = 500;

impl Feed {
    pub(crate) async fn start(db: &Db) -> Result<Self> {
        let (sender, _) = broadcast::channel(BACKLOG);
        let wake = Arc::new(Notify::new());
        let mut ear = db.listen().await?;
        let (last,) = one!(db.reader().await?, REVISION)?;
        let listen = tokio::spawn({
            let wake = Arc::clone(&wake);
            async move {
                while ear.hear().await {
                    wake.notify_one();
                }
            }
        });
        let publish = tokio::spawn(publish(db.clone(), sender.clone(), Arc::clone(&wake), Revision(last)));
        Ok(Self { sender, wake, tasks: [listen, publish] })
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<Change>> {
        self.sender.subscribe()
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn publish(db: Db, sender: broadcast::Sender<Arc<Change>>, wake: Arc<Notify>, mut last: Revision) {
    loop {
        wake.notified().await;
        loop {
            match read_since(&db, last, BATCH).await {
                Ok(changes) => {
                    let more = changes.len() as i64 == BATCH;
                    for change in changes {
                        last = change.revision;
                        // Nobody listens: then nobody misses it.
                        let _ = sender.send(Arc::new(change));
                    }
                    if !more {
                        break;
                    }
                }
                Err(_) if db.is_closed() => return,
                Err(error) => {
                    tracing::error!(cause = ?error, "changes cannot be read; trying again");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

async fn read_since(db: &Db, revision: Revision, limit: i64) -> Result<Vec<Change>> {
    let rows: Vec<ChangeRow> = all!(db.reader().await?, SINCE, revision.0, limit)?;
    rows.into_iter().map(ChangeRow::change).collect()
}

#[derive(sqlx::FromRow)]
pub(crate) struct ChangeRow {
    revision: i64,
    at: DateTime<Utc>,
    done_by: Option<Uuid>,
    channel: String,
    meeting: Option<Uuid>,
    series: Option<Uuid>,
    plan: Option<Uuid>,
    message: Option<Uuid>,
    acts: Json<Vec<Act>>,
    affected: Json<Vec<PersonId>>,
}

impl ChangeRow {
    pub(crate) fn change(self) -> Result<Change> {
        Ok(Change {
            revision: Revision(self.revision),
            at: self.at,
            by: self.done_by.map(PersonId),
            channel: meaning(&self.channel)?,
            about: match (self.meeting, self.series, self.plan, self.message) {
                (Some(meeting), ..) => About::Meeting(MeetingId(meeting)),
                (_, Some(series), ..) => About::Series(SeriesId(series)),
                (_, _, Some(plan), _) => About::Plan(PlanId(plan)),
                (.., Some(message)) => About::Message(MessageId(message)),
                (None, None, None, None) => About::Directory,
            },
            acts: self.acts.0,
            affected: self.affected.0,
        })
    }
}

pub(crate) const REVISION: &str = "SELECT revision FROM counter WHERE id = 1";

const NEXT_REVISION: &str = "UPDATE counter SET revision = revision + 1 WHERE id = 1 RETURNING revision";

const APPEND: &str = "
    INSERT INTO change (revision, at, done_by, channel, about, meeting, series, plan, message, acts, affected)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const TELL_EACH: &str = "INSERT INTO occurrence_change (meeting, revision, acts) ";

const SINCE: &str = "
    SELECT revision, at, done_by, channel, meeting, series, plan, message, acts, affected
    FROM change WHERE revision > $1 ORDER BY revision LIMIT $2";

const TOUCHED: &str = "SELECT meeting FROM occurrence_change WHERE revision = $1";
