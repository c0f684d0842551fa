//! Tells a restore that a server runs.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::{Failed, Result};

/// Held by each process that uses a SQLite database for long; the system lets go of it when the process ends,
/// however that comes about.
pub(super) struct InUse {
    _file: File,
}

impl InUse {
    /// Several processes may use one database.
    pub(super) fn shared(database: &Path) -> Result<Self> {
        let file = lock_file(database)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(Failed::say("the database is being restored; try again when that is done"))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Only one may replace it.
    pub(super) fn alone(database: &Path) -> Result<Self> {
        let file = lock_file(database)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Failed::say("a server uses the database; stop it first")),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

fn lock_file(database: &Path) -> Result<File> {
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(OpenOptions::new().create(true).truncate(false).write(true).open(beside(database, "lock"))?)
}

/// A file next to the database.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_replaces_a_database_that_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("daybook.db");
        let first = InUse::shared(&database).unwrap();
        let second = InUse::shared(&database).unwrap();
        assert!(InUse::alone(&database).is_err());
        drop((first, second));
        let alone = InUse::alone(&database).unwrap();
        assert!(InUse::shared(&database).is_err());
        drop(alone);
        assert!(InUse::shared(&database).is_ok());
    }
}
