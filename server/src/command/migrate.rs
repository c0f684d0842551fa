//! `daybook migrate`

use clap::Args;
use server::config::DatabaseSettings;

use super::{Result, open, say};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    database: DatabaseSettings,
}

pub(crate) async fn run(settings: Settings) -> Result<()> {
    let store = open(&settings.database).await?;
    store.ready().await?;
    store.close().await;
    say("The database is up to date.")
}
