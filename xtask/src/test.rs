//! Everything that must hold, in one go; the last line counts it.

use std::fs;
use std::process::{Command, ExitCode};

use crate::postgres::{Cluster, Durability, TEST_POSTGRES};
use crate::setup::{self, packages};
use crate::step::{self, OrSay as _, Result, Trouble};
use crate::tally::Tally;
use crate::{build, check, place};

/// What can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Formatting, lints, documentation, dependencies, licences.
    Checks,
    /// The tests of the crates, on SQLite and on PostgreSQL.
    Rust,
    /// The release build in a browser.
    Browser,
}

impl Part {
    const ALL: [Self; 3] = [Self::Checks, Self::Rust, Self::Browser];

    fn name(self) -> &'static str {
        match self {
            Self::Checks => "checks",
            Self::Rust => "rust",
            Self::Browser => "browser",
        }
    }

    /// `filter`: what is passed on to `cargo test` and to Playwright.
    fn run(self, filter: &[String]) -> Result<Tally> {
        match self {
            Self::Checks => check::all(),
            Self::Rust => rust_tests(filter),
            Self::Browser => browser_tests(filter),
        }
    }
}

/// A part that fails does not keep the others from being tried.
///
/// # Errors
/// Somebody asked to stop, or for a part that there is not.
pub(crate) fn test(arguments: &[String]) -> Result<ExitCode> {
    let (names, filter) = match arguments.iter().position(|argument| argument == "--") {
        Some(dashes) => (&arguments[..dashes], &arguments[dashes + 1..]),
        None => (arguments, &[][..]),
    };
    let parts = parts(names)?;
    let mut sum = Tally::default();
    for part in parts {
        match part.run(filter) {
            Ok(tally) => sum += tally,
            Err(trouble) if step::interrupted() => return Err(trouble),
            Err(trouble) => {
                println!("\n{}: {trouble}.", part.name());
                sum += Tally::FAILED;
            }
        }
    }
    println!("\n{sum}");
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn parts(names: &[String]) -> Result<Vec<Part>> {
    if names.is_empty() {
        return Ok(Part::ALL.to_vec());
    }
    let part = |name: &String| {
        Part::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| {
            Trouble::new(format!("there is no part `{name}`"))
                .remedy("the parts are checks, rust and browser")
        })
    };
    names.iter().map(part).collect()
}

fn rust_tests(filter: &[String]) -> Result<Tally> {
    packages::postgres()?;
    step::say("Starting a PostgreSQL for the tests");
    let cluster = Cluster::start(Durability::Process)?;

    step::say("Testing the crates");
    let mut sum = Tally::default();
    for selection in
        [&["--workspace", "--exclude", "frontend", "--exclude", "xtask"][..], &["--package", "xtask"]]
    {
        let mut cargo = place::cargo("test");
        cargo.arg("--no-fail-fast").args(selection).args(filter).env(TEST_POSTGRES, cluster.url());
        let mut counted = Tally::default();
        let status = step::lines(&mut cargo, |line| {
            println!("{line}");
            if let Some(tally) = Tally::of_cargo_line(line) {
                counted += tally;
            }
        })?;
        sum += if status.success() { counted } else { counted.at_least_one_failed() };
    }
    Ok(sum)
}

fn browser_tests(filter: &[String]) -> Result<Tally> {
    let chromium = packages::chromium()?;
    setup::node::browser_tests()?;
    let build::Release { daybook, budget } = build::release()?;
    let mut tally = Tally::default();
    match budget.keep() {
        Ok(()) => tally += Tally::PASSED,
        Err(trouble) => {
            println!("\n{trouble}.");
            tally += Tally::FAILED;
        }
    }

    step::say("Testing in the browser");
    let report = place::scratch().join("playwright.json");
    drop(fs::remove_file(&report));
    let mut playwright = Command::new("node");
    playwright
        .args(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"])
        .args(filter)
        .current_dir(place::browser_tests())
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("DAYBOOK_BINARY", daybook)
        .env("DAYBOOK_CHROMIUM", chromium);
    let ended = step::lines(&mut playwright, |line| println!("{line}"))?;
    tally += Tally::of_playwright(&fs::read_to_string(&report).or_say("Playwright wrote no report")?)?;
    Ok(if ended.success() { tally } else { tally.at_least_one_failed() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_asked_for_by_name() {
        let asked = |names: &[&str]| parts(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(asked(&[]).unwrap(), Part::ALL);
        assert_eq!(asked(&["rust", "checks"]).unwrap(), [Part::Rust, Part::Checks]);
        assert!(asked(&["rest"]).is_err());
    }
}
