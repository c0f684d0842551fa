//! A copy of everything.

use std::path::Path;

use crate::db::{Packing, require_sqlite_backup, unpack_sqlite};
use crate::{Result, Store};

impl Store {
    /// Writes everything as of now into a new file, while others go on reading and writing. The file must not
    /// be there yet. [`Error::Unsupported`](crate::Error::Unsupported) on Postgres, which has `pg_dump`.
    ///
    /// `read` gives the content of an attachment by its name. One that it does not find is left out, and its name is among
    /// those that are answered.
    pub async fn backup(&self, to: &Path, read: impl Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<String>> {
        self.db.copy_to(to).await?;
        let mut packing = Packing::begin(to).await?;
        let (mut after, mut missing) = (String::new(), Vec::new());
        loop {
            let contents = self.contents(&after, AT_ONCE).await?;
            let Some(last) = contents.last() else { break };
            after.clone_from(last);
            for content in contents {
                match read(&content) {
                    Some(bytes) => packing.add(&content, &bytes).await?,
                    None => missing.push(content),
                }
            }
        }
        packing.finish().await?;
        Ok(missing)
    }
}

/// Refuses a file that is not a whole Daybook database. Nothing is changed in it.
///
/// # Errors
/// [`Error::Unsupported`](crate::Error::Unsupported) with what is wrong.
pub async fn require_backup(file: &Path) -> Result<()> {
    require_sqlite_backup(file).await
}

/// Takes the contents of attachments out of a copy of a backup, each given to `write` with its name.
///
/// # Errors
/// `write` failed, or the file is no backup.
pub async fn unpack(file: &Path, write: impl FnMut(&str, &[u8]) -> std::io::Result<()>) -> Result<()> {
    unpack_sqlite(file, write).await
}

/// Names of contents that are read together.
const AT_ONCE: u32 = 500;
