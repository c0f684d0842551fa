//! `daybook restore FILE`

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use server::config::{DataSettings, DatabaseSettings};
use server::vault;
use store::Store;

use super::lock::{InUse, beside};
use super::{Failed, Result, say, sqlite_file};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    data: DataSettings,
    /// What `daybook backup` wrote
    file: PathBuf,
}

/// The copy is checked and made up to date beside the database, and takes its place by one rename: whatever
/// happens meanwhile, there is a whole database.
pub(crate) async fn run(Settings { database, data, file }: Settings) -> Result<()> {
    let Some(place) = sqlite_file(&database.database_url) else {
        return Err(Failed::say("a Postgres database is restored by pg_restore"));
    };
    store::require_backup(&file).await?;
    let _alone = InUse::alone(&place)?;

    let copy = beside(&place, "restoring");
    fs::copy(&file, &copy)?;
    let folder = vault::folder_of(&data.data_dir);
    store::unpack(&copy, |content, bytes| put_content(&folder, content, bytes)).await?;
    let opened = Store::open(&format!("sqlite://{}", copy.display())).await?;
    opened.ready().await?;
    opened.close().await;
    File::open(&copy)?.sync_all()?;

    let former = beside(&place, "before-restore");
    if place.exists() {
        // Opened and closed, so that its journal is within it.
        Store::open(&format!("sqlite://{}", place.display())).await?.close().await;
        fs::copy(&place, &former)?;
    }
    for journal in ["-wal", "-shm"] {
        remove_if_there(&with_ending(&place, journal))?;
        remove_if_there(&with_ending(&copy, journal))?;
    }
    fs::rename(&copy, &place)?;
    say(format_args!("{} is restored; what was there before is in {}.", place.display(), former.display()))
}

/// A content that is there already is the same one. It takes its place by one rename, too.
fn put_content(folder: &Path, content: &str, bytes: &[u8]) -> io::Result<()> {
    let place = vault::path_in(folder, content);
    if place.exists() {
        return Ok(());
    }
    if let Some(parent) = place.parent() {
        fs::create_dir_all(parent)?;
    }
    let beside = place.with_extension("restoring");
    fs::write(&beside, bytes)?;
    File::open(&beside)?.sync_all()?;
    fs::rename(&beside, &place)
}

fn with_ending(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove_if_there(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
