//! The npm packages of the build and of the browser tests, as their lock files have them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::place;
use crate::step::{self, OrSay as _, Result, Trouble};

/// wasm-opt and the CSS bundler.
///
/// # Errors
/// There is no npm, or the packages cannot be fetched.
pub(crate) fn build_tools() -> Result<()> {
    installed(&place::build_tools())
}

/// Playwright (without a browser) and axe.
///
/// # Errors
/// There is no npm, or the packages cannot be fetched.
pub(crate) fn browser_tests() -> Result<()> {
    installed(&place::browser_tests())
}

/// Those who draw a week, too.
///
/// # Errors
/// There is no npm, or the packages cannot be fetched.
pub(crate) fn browser_bench() -> Result<()> {
    installed(&place::browser_bench())
}

/// The packages of the bare server that the chat's benchmark compares with.
///
/// # Errors
/// There is no npm, or the packages cannot be fetched.
pub(crate) fn broadcast_bench() -> Result<()> {
    installed(&place::broadcast_bench())
}

fn installed(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .or_say(format_args!("the lock file in {} cannot be read", folder.display()))?;
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = place::program(&["npm"], &[]).ok_or_else(|| {
        Trouble::new("npm is not installed")
            .remedy("install Node 20 or newer with npm (Debian: `apt-get install nodejs npm`)")
    })?;
    step::say(format_args!("Fetching npm packages into {}", folder.join("node_modules").display()));
    // Scripts of packages stay unrun: none is needed, and Playwright's would download browsers.
    step::run(
        Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder),
    )?;
    fs::write(&stamp, lock).or_say("node_modules cannot be written")
}
