//! What changes led to, read once for all sockets: also for the thousand that come back together after a restart, each
//! of which has missed the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::extract::ws::Utf8Bytes;
use domain::change::{About, Act, Change, Revision};
use store::Store;
use tokio::sync::OnceCell;
use tungstenite::protocol::frame::Frame;
use tungstenite::protocol::frame::coding::{Data, OpCode};

use super::{Happening, What};

/// As many changes as a socket is told one by one, and some that happen meanwhile.
const KEPT: usize = 256;

/// What a change led to, as it stood when the first who asked read it. Whatever is newer is a later change.
pub(super) struct Read {
    pub(super) what: What,
    /// What is told of a message, which is the same for all who may read it.
    pub(super) told: OnceLock<Option<Told>>,
}

/// A notice.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) words: Utf8Bytes,
    /// The same as it goes over a connection (RFC 6455 section 5.2).
    pub(super) frame: Bytes,
}

impl Told {
    pub(super) fn new(words: String) -> Option<Self> {
        let words = Bytes::from(words);
        let whole = Frame::message(words.clone(), OpCode::Data(Data::Text), true);
        let mut frame = Vec::with_capacity(whole.len());
        whole.format(&mut frame).ok()?;
        Some(Self { words: Utf8Bytes::try_from(words).ok()?, frame: frame.into() })
    }
}

/// The last ones, by revision.
#[derive(Default)]
pub(super) struct Recent {
    kept: Mutex<BTreeMap<Revision, Arc<OnceCell<Arc<Read>>>>>,
}

impl Recent {
    /// # Errors
    /// The database cannot be read. Whoever asks next tries again.
    pub(super) async fn happening(&self, store: &Store, change: &Change) -> store::Result<Happening> {
        let cell = self.cell(change.revision);
        let read = cell.get_or_try_init(|| read(store, change)).await?;
        Ok(Happening {
            revision: change.revision,
            affected: change.affected.clone(),
            frees: change.acts.iter().any(Act::may_free_a_room),
            read: Arc::clone(read),
        })
    }

    fn cell(&self, revision: Revision) -> Arc<OnceCell<Arc<Read>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Arc::clone(kept.entry(revision).or_default());
        if kept.len() > KEPT {
            kept.pop_first();
        }
        cell
    }
}

async fn read(store: &Store, change: &Change) -> store::Result<Arc<Read>> {
    let what = match change.about {
        About::Meeting(id) => What::Meeting { id, posted: store.posted(id).await?.map(Box::new) },
        About::Series(_) => What::Series(store.touched(change.revision).await?.into_iter().collect()),
        About::Plan(plan) => store.plan_key(plan).await?.map_or(What::Unknown, What::Plan),
        About::Message(message) => match store.spoken(message).await? {
            Some(spoken) => What::Message(Box::new(spoken)),
            None => What::Unknown,
        },
        About::Directory => What::Directory,
    };
    Ok(Arc::new(Read { what, told: OnceLock::new() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_is_the_same_and_the_oldest_are_let_go() {
        let recent = Recent::default();
        let first = recent.cell(Revision(1));
        assert!(Arc::ptr_eq(&first, &recent.cell(Revision(1))));
        for revision in 2..=KEPT as i64 + 1 {
            recent.cell(Revision(revision));
        }
        assert!(!Arc::ptr_eq(&first, &recent.cell(Revision(1))), "it was let go");
        let kept = recent.kept.lock().expect("nobody failed").len();
        assert_eq!(kept, KEPT);
    }
}
