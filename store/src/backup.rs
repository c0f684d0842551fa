//! A copy of everything.

use std::path::Path;

use crate::db::require_sqlite_backup;
use crate::{Result, Store};

impl Store {
    /// Writes everything as of now into a new file, while others go on reading and writing. The file must not
    /// be there yet. [`Error::Unsupported`](crate::Error::Unsupported) on Postgres, which has `pg_dump`.
    pub async fn backup(&self, to: &Path) -> Result<()> {
        self.db.copy_to(to).await
    }
}

/// Refuses a file that is not a whole Daybook database. Nothing is changed in it.
///
/// # Errors
/// [`Error::Unsupported`](crate::Error::Unsupported) with what is wrong.
pub async fn require_backup(file: &Path) -> Result<()> {
    require_sqlite_backup(file).await
}
