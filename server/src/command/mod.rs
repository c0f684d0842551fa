//! What can be done from the command line.

pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod export;
mod lock;
pub(crate) mod migrate;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod user;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::PathBuf;

use domain::people::Language;
use domain::time::ZoneName;
use server::config::DatabaseSettings;
use store::Store;

pub(crate) type Result<T, E = Failed> = std::result::Result<T, E>;

/// Why a command did not do what it was told, in one sentence for whoever typed it.
#[derive(Debug)]
pub(crate) struct Failed(String);

impl Failed {
    pub(crate) fn say(why: impl Display) -> Self {
        Self(why.to_string())
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::say(error)
    }
}

impl From<store::Error> for Failed {
    /// Whoever has a command line has the database too, and may know what it says.
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Database(cause) => Self(format!("the database failed: {cause}")),
            store::Error::Refused(refused) => {
                let reasons = serde_json::to_string(refused.reasons()).unwrap_or_default();
                Self(format!("a rule says no: {reasons}"))
            }
            other => Self::say(other),
        }
    }
}

/// Says why on standard error.
pub(crate) fn complain(Failed(why): &Failed) {
    // Nobody is left to be told that nobody can be told.
    let _ = writeln!(io::stderr(), "daybook: {why}");
}

/// Writes a line to standard output.
fn say(line: impl Display) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

async fn open(settings: &DatabaseSettings) -> Result<Store> {
    let opened = Store::open(&settings.database_url).await;
    opened.map_err(|error| {
        let Failed(why) = error.into();
        Failed(format!("{why} (the database is the one of --database-url or DAYBOOK_DATABASE_URL)"))
    })
}

/// The file of a SQLite database; `None` for another engine.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    path.split('?').next().filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The language of this machine, if Daybook speaks it.
fn language_here() -> Language {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let set = variables.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    set.and_then(|tag| Language::preferred(&tag)).unwrap_or_default()
}

/// The zone of this machine, if it says which.
fn zone_here() -> ZoneName {
    let variable = std::env::var("TZ").ok().map(|name| name.trim_start_matches(':').to_owned());
    let linked = || {
        let link = std::fs::read_link("/etc/localtime").ok()?;
        link.to_str()?.split_once("zoneinfo/").map(|(_, name)| name.to_owned())
    };
    let named = variable.filter(|name| !name.is_empty()).or_else(linked).map(ZoneName);
    named.filter(|zone| store::zones::rules(zone).is_some()).unwrap_or_else(ZoneName::utc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_url_names_a_file() {
        let file = |url| sqlite_file(url).map(|file| file.display().to_string());
        assert_eq!(file("sqlite://data/daybook.db").as_deref(), Some("data/daybook.db"));
        assert_eq!(file("sqlite:///var/lib/daybook.db?mode=rwc").as_deref(), Some("/var/lib/daybook.db"));
        assert_eq!(file("sqlite:daybook.db").as_deref(), Some("daybook.db"));
        assert_eq!(file("postgres://localhost/daybook"), None);
    }
}
