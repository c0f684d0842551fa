//! `daybook serve`

use server::clock::Clock;
use server::config::{Config, ServeSettings};
use server::routing::Routing;
use server::{Daybook, Jobs, listen, told_to_stop};
use tokio::net::TcpListener;

use super::lock::InUse;
use super::{Failed, Result, demo, open, say, sqlite_file};

pub(crate) async fn run(settings: ServeSettings, clock: Clock) -> Result<()> {
    let _in_use = match sqlite_file(&settings.database.database_url) {
        Some(file) => Some(InUse::shared(&file)?),
        None => None,
    };
    let store = open(&settings.database).await?.at_pace(settings.journeys.pace());
    let store = store.by_ways(Routing::of(&settings.journeys));
    if settings.demo && store.is_empty().await? {
        demo::fill(&store, &demo::Size::default(), clock).await?;
    }
    let listener = TcpListener::bind(settings.addr).await;
    let listener =
        listener.map_err(|error| Failed::say(format!("{} cannot be used: {error}", settings.addr)))?;
    let addr = listener.local_addr()?;
    let stop = told_to_stop()?;
    say(format_args!("listening on http://{addr}"))?;
    server::vault::tidy_up(&settings.data.data_dir)?;
    let jobs = Jobs::start(store.clone(), clock);
    let daybook = Daybook::new(store.clone(), Config::new(&settings, addr), clock);
    listen(listener, daybook, stop).await;
    drop(jobs);
    store.close().await;
    Ok(())
}
