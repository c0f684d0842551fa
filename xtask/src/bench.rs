//! The project's measurements.

use std::process::Command;

use crate::postgres::{Cluster, Durability, TEST_POSTGRES};
use crate::setup::{self, packages};
use crate::step::{self, Result};
use crate::{build, place};

/// What is measured in a browser; everything else is a benchmark of the package `bench`.
const IN_THE_BROWSER: &str = "browser";

/// Runs the benchmarks, or only those named; each prints its tables.
///
/// # Errors
/// One cannot be built or fails.
pub(crate) fn bench(names: &[String]) -> Result<()> {
    let (browser, others): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| *name == IN_THE_BROWSER);
    if names.is_empty() || !others.is_empty() {
        native(&others)?;
    }
    if names.is_empty() || !browser.is_empty() {
        in_the_browser()?;
    }
    Ok(())
}

fn native(names: &[&String]) -> Result<()> {
    packages::postgres()?;
    step::say("Starting a PostgreSQL to measure");
    let cluster = Cluster::start(Durability::Full)?;
    step::say("Measuring");
    let mut cargo = place::cargo("bench");
    cargo.args(["--package", "bench"]).env(TEST_POSTGRES, cluster.url());
    for name in names {
        cargo.args(["--bench", name]);
    }
    step::run(&mut cargo)
}

/// A full week in the release build, beside others who draw the same.
fn in_the_browser() -> Result<()> {
    let chromium = packages::chromium()?;
    setup::node::browser_tests()?;
    setup::node::browser_bench()?;
    let daybook = build::release()?.daybook;

    step::say("Measuring in the browser; this takes some minutes");
    let mut driver = Command::new("node");
    driver.arg(place::browser_bench().join("grid.mjs")).arg(daybook).env("DAYBOOK_CHROMIUM", chromium);
    step::run(&mut driver)
}
