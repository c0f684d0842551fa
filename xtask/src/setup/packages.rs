//! Programs that come with the operating system: PostgreSQL's and a browser.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::Command;

use crate::step::{self, Result, Trouble};
use crate::{place, postgres};

/// # Errors
/// PostgreSQL's server programs are missing and cannot be installed.
pub(crate) fn postgres() -> Result<()> {
    if postgres::programs().is_none() {
        install("postgresql", "store tests run on it too")?;
        postgres::programs().ok_or_else(|| Trouble::new("the package postgresql brought no initdb"))?;
    }
    Ok(())
}

/// Where Chromium is.
///
/// # Errors
/// It is missing and cannot be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    install("chromium", "browser tests drive it")?;
    find_chromium().ok_or_else(|| Trouble::new("the package chromium brought no chromium"))
}

fn find_chromium() -> Option<PathBuf> {
    place::program(&["chromium", "chromium-browser", "google-chrome"], &["/usr/bin".into()])
}

/// Installs a package of Debian or of a system made from it.
fn install(package: &str, why: &str) -> Result<()> {
    let by_hand = format!("install it yourself: {package} of your system");
    let Some(apt) = place::program(&["apt-get"], &["/usr/bin".into()]) else {
        return Err(
            Trouble::new(format!("{package} is missing ({why}) and there is no apt-get")).remedy(by_hand)
        );
    };
    step::say(format_args!("Installing the package {package}: {why}"));
    let as_root = || -> Result<Command> {
        if std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
            return Ok(Command::new(&apt));
        }
        let sudo = place::program(&["sudo"], &[]).ok_or_else(|| {
            Trouble::new(format!("{package} is missing ({why}) and only root may install it"))
                .remedy(format!("as root: apt-get install {package}"))
        })?;
        let mut command = Command::new(sudo);
        command.args(["--non-interactive", "--preserve-env=DEBIAN_FRONTEND"]).arg(&apt);
        Ok(command)
    };
    let mut install = as_root()?;
    install
        .args(["install", "--yes", "--quiet", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive");
    // The lists of packages may be old or absent; they are fetched only then.
    if step::run(&mut install).is_err() {
        step::run(as_root()?.args(["update", "--quiet"]))?;
        step::run(&mut install).map_err(|trouble| trouble.remedy(by_hand))?;
    }
    Ok(())
}
