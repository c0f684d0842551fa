//! `daybook backup FILE`

use std::path::PathBuf;

use clap::Args;
use server::config::DatabaseSettings;

use super::{Failed, Result, open, say};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    database: DatabaseSettings,
    /// It must not be there yet
    file: PathBuf,
}

pub(crate) async fn run(Settings { database, file }: Settings) -> Result<()> {
    if file.exists() {
        return Err(Failed::say(format!("{} is there already", file.display())));
    }
    open(&database).await?.backup(&file).await?;
    say(format_args!("Everything is in {}.", file.display()))
}
