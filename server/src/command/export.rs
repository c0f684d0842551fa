//! `daybook export`

use std::io::{self, BufWriter, Write};

use clap::Args;
use domain::change::{Channel, Revision};
use domain::people::Role;
use serde::Serialize;
use server::config::DatabaseSettings;
use store::{Listed, Page, Store, Who};

use super::{Result, open};

#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    database: DatabaseSettings,
}

/// Each line is `{"type": …, "value": …}`; values are as REST has them, and the changes are the whole history.
pub(crate) async fn run(Settings { database }: Settings) -> Result<()> {
    let store = open(&database).await?;
    let mut out = BufWriter::new(io::stdout().lock());
    write_everything(&store, &mut out).await?;
    Ok(out.flush()?)
}

async fn write_everything(store: &Store, out: &mut impl Write) -> Result<()> {
    let users = store.users().await?;
    // Lists are read on behalf of an administrator; without one there is nothing yet.
    let Some(reader) = users.iter().find(|user| !user.archived && user.role == Role::Administrator) else {
        return Ok(());
    };
    let who = Who { person: reader.id, channel: Channel::CommandLine };
    write_all(out, "department", store.departments(who).await?)?;
    write_all(out, "person", users)?;
    write_all(out, "group", store.groups(who).await?)?;
    write_all(out, "kind", store.kinds(who).await?)?;
    write_all(out, "category", store.categories(who).await?)?;
    write_all(out, "place", store.places(who).await?)?;
    let mut page = Page { limit: AT_ONCE, after: None };
    loop {
        let Listed { items, next } = store.individuals(who, page, "").await?;
        write_all(out, "individual", items)?;
        let Some(next) = next else { break };
        page = Page { limit: AT_ONCE, after: Some(next) };
    }
    let mut page = Page { limit: AT_ONCE, after: None };
    loop {
        let Listed { items, next } = store.clients(who, page, "").await?;
        for client in items {
            let card = store.client(who, client.id).await?;
            write_all(out, "client", [card.client])?;
            write_all(out, "contact", card.contacts)?;
            write_all(out, "address", card.addresses)?;
        }
        let Some(next) = next else { break };
        page = Page { limit: AT_ONCE, after: Some(next) };
    }
    let mut after = None;
    loop {
        let meetings = store.every_meeting(after, AT_ONCE).await?;
        let Some(last) = meetings.last() else { break };
        after = Some(last.id);
        write_all(out, "meeting", meetings)?;
    }
    let mut seen = Revision::default();
    loop {
        let changes = store.since(seen, AT_ONCE).await?;
        let Some(last) = changes.last() else { break };
        seen = last.revision;
        write_all(out, "change", changes)?;
    }
    Ok(())
}

const AT_ONCE: u32 = 500;

#[derive(Serialize)]
struct Line<'a, T> {
    r#type: &'a str,
    value: T,
}

fn write_all<T: Serialize>(
    out: &mut impl Write,
    r#type: &str,
    values: impl IntoIterator<Item = T>,
) -> Result<()> {
    for value in values {
        serde_json::to_writer(&mut *out, &Line { r#type, value }).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
