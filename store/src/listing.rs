//! Long lists, a page at a time.

use uuid::Uuid;

/// Which part of a long list is wanted: so many after the one at which the last part ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// At most 500 are given at once.
    pub limit: u32,
    /// What [`Listed::next`] of the last part said; `None` for the first part.
    pub after: Option<String>,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 100, after: None }
    }
}

/// A part of a long list. Active things come first, by name; archived ones come after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Where the next part begins; `None` when this was the last.
    pub next: Option<String>,
}

const MOST: u32 = 500;

impl Page {
    /// One more than is wanted, to see whether anything comes after it.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit.clamp(1, MOST)) + 1
    }

    /// The thing at which the last part ended. What is not a cursor begins anew.
    pub(crate) fn cursor(&self) -> Option<Uuid> {
        self.after.as_deref()?.parse().ok()
    }

    /// The page of these rows, of which there is one too many unless the list ends.
    pub(crate) fn of<T>(&self, mut items: Vec<T>, id: impl FnOnce(&T) -> Uuid) -> Listed<T> {
        let wanted = self.limit.clamp(1, MOST) as usize;
        let more = items.len() > wanted;
        items.truncate(wanted);
        let next = items.last().filter(|_| more).map(|last| id(last).to_string());
        Listed { items, next }
    }
}
