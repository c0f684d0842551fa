//! `daybook backup FILE`

use std::path::PathBuf;

use clap::Args;
use server::config::{DataSettings, DatabaseSettings};
use server::vault;

use super::{Failed, Result, open, say};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    data: DataSettings,
    /// It must not be there yet
    file: PathBuf,
}

pub(crate) async fn run(Settings { database, data, file }: Settings) -> Result<()> {
    if file.exists() {
        return Err(Failed::say(format!("{} is there already", file.display())));
    }
    let folder = vault::folder_of(&data.data_dir);
    let read = |content: &str| std::fs::read(vault::path_in(&folder, content)).ok();
    let missing = open(&database).await?.backup(&file, read).await?;
    for content in &missing {
        say(format_args!("The attachment {content} is not in {}.", folder.display()))?;
    }
    say(format_args!("Everything is in {}.", file.display()))
}
