//! The project's measurements; each prints its tables.

use std::process::Command;

use crate::postgres::{Cluster, Durability, TEST_POSTGRES};
use crate::setup::{self, packages};
use crate::step::{self, Result, Trouble};
use crate::{build, place};

/// What can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// What a drag and a redraw compute.
    Grid,
    /// What one waits for in the store and over HTTP, on SQLite and on PostgreSQL.
    Store,
    /// A conversation under load, on SQLite and on PostgreSQL, beside a bare server in Node.
    Chat,
    /// A full week of the release build in a browser, beside others who draw the same; and a day of many rooms.
    Browser,
}

impl Part {
    const ALL: [Self; 4] = [Self::Grid, Self::Store, Self::Chat, Self::Browser];

    fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Store => "store",
            Self::Chat => "chat",
            Self::Browser => "browser",
        }
    }

    fn run(self) -> Result<()> {
        match self {
            Self::Grid => step::run(&mut benchmark(self)),
            Self::Store => store(),
            Self::Chat => chat(),
            Self::Browser => browser(),
        }
    }
}

/// Runs all of them, or only those named.
///
/// # Errors
/// There is no such part, or one cannot be built or fails.
pub(crate) fn bench(names: &[String]) -> Result<()> {
    let part = |name: &String| {
        Part::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| {
            Trouble::new(format!("there is no part `{name}`"))
                .remedy("the parts are grid, store, chat and browser")
        })
    };
    let parts: Vec<Part> = names.iter().map(part).collect::<Result<_>>()?;
    let parts = if parts.is_empty() { Part::ALL.to_vec() } else { parts };
    parts.into_iter().try_for_each(Part::run)
}

/// One of the package `bench`.
fn benchmark(part: Part) -> Command {
    let mut cargo = place::cargo("bench");
    cargo.args(["--package", "bench", "--bench", part.name()]);
    cargo
}

fn store() -> Result<()> {
    packages::postgres()?;
    step::say("Starting a PostgreSQL to measure");
    let cluster = Cluster::start(Durability::Full)?;
    step::say("Measuring the store; a million meetings take some minutes");
    step::run(benchmark(Part::Store).env(TEST_POSTGRES, cluster.url()))
}

fn chat() -> Result<()> {
    packages::postgres()?;
    setup::node::broadcast_bench()?;
    let daybook = build::release()?.daybook;
    step::say("Starting a PostgreSQL to measure");
    let cluster = Cluster::start(Durability::Full)?;
    step::say("Measuring a conversation; this takes some minutes");
    step::run(benchmark(Part::Chat).env(TEST_POSTGRES, cluster.url()).env("DAYBOOK_BENCH_BINARY", daybook))
}

fn browser() -> Result<()> {
    let chromium = packages::chromium()?;
    setup::node::browser_tests()?;
    setup::node::browser_bench()?;
    let daybook = build::release()?.daybook;
    step::say("Measuring in the browser; this takes some minutes");
    ["grid.mjs", "rooms.mjs"].into_iter().try_for_each(|script| {
        let mut driver = Command::new("node");
        driver.arg(place::browser_bench().join(script)).arg(&daybook).env("DAYBOOK_CHROMIUM", &chromium);
        step::run(&mut driver)
    })
}
