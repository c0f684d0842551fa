//! What Daybook does by itself as time goes on.
//!
//! Several processes on one database may all do it: each finds what the others have left, one write at a time.

use std::time::Duration;

use chrono::{DateTime, Utc};
use store::Store;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::observe;

/// Series go on by a day a day; nobody waits for what is a year ahead.
const PAUSE: Duration = Duration::from_secs(3 * 60 * 60);

/// After a failure.
const SHORT_PAUSE: Duration = Duration::from_secs(5 * 60);

/// Who stands in for somebody does so from the first minute of the day.
const ABSENCES_PAUSE: Duration = Duration::from_secs(60);

/// The jobs, for as long as this is kept.
pub struct Jobs {
    tasks: [JoinHandle<()>; 2],
}

impl Jobs {
    /// Begins at once; needs a tokio runtime.
    pub fn start(store: Store, clock: Clock) -> Self {
        let absences = tokio::spawn(follow_absences(store.clone(), clock));
        let series = tokio::spawn(async move {
            loop {
                let pause = match keep_up(&store, clock.now()).await {
                    Ok(()) => PAUSE,
                    Err(error) => {
                        observe::count_store_error();
                        tracing::error!(cause = ?error, "series do not go on; trying again");
                        SHORT_PAUSE
                    }
                };
                tokio::time::sleep(pause).await;
            }
        });
        Self { tasks: [absences, series] }
    }
}

impl Drop for Jobs {
    /// A write under way leaves nothing behind.
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

async fn follow_absences(store: Store, clock: Clock) {
    loop {
        match store.follow_absences(clock.now()).await {
            Ok(0) => {}
            Ok(absences) => tracing::info!(absences, "absences have begun or ended"),
            Err(error) => {
                observe::count_store_error();
                tracing::error!(cause = ?error, "absences do not begin and end; trying again");
            }
        }
        tokio::time::sleep(ABSENCES_PAUSE).await;
    }
}

/// First the times that are there are put right, so that new ones find the rooms as they are taken.
async fn keep_up(store: &Store, now: DateTime<Utc>) -> store::Result<()> {
    let moved = store.follow_clocks(now).await?;
    if moved > 0 {
        tracing::info!(moved, "the clocks of some zones change otherwise than was foreseen");
    }
    let planned = store.extend_series(now).await?;
    if planned > 0 {
        tracing::info!(planned, "series went on");
    }
    Ok(())
}
