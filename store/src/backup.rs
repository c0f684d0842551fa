//! A copy of everything.

use std::path::Path;

use crate::{Result, Store};

impl Store {
    /// Writes everything as of now into a new file, while others go on reading and writing. The file must not be
    /// there yet. [`Error::Unsupported`](crate::Error::Unsupported) on Postgres, which has `pg_dump`.
    pub async fn backup(&self, to: &Path) -> Result<()> {
        self.db.copy_to(to).await
    }
}
