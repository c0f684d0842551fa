//! Where things lie.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    // xtask is built where it is used.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// What the server serves: hashed assets, icons, the service worker.
pub(crate) fn site() -> PathBuf {
    root().join("target/site")
}

/// What xtask keeps for itself between two runs.
pub(crate) fn scratch() -> PathBuf {
    root().join("target/xtask")
}

/// The npm packages that the build uses.
pub(crate) fn build_tools() -> PathBuf {
    root().join("xtask/npm")
}

/// The browser tests and their npm packages.
pub(crate) fn browser_tests() -> PathBuf {
    root().join("end2end")
}

/// What is measured in a browser, and its npm packages.
pub(crate) fn browser_bench() -> PathBuf {
    root().join("bench/browser")
}

/// The bare server that conversations are measured beside, and its npm packages.
pub(crate) fn broadcast_bench() -> PathBuf {
    root().join("bench/broadcast")
}

/// The very cargo that runs us, in the project's folder.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.arg(subcommand).current_dir(root());
    command
}

/// The compiler that cargo uses.
pub(crate) fn rustc() -> OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"))
}

/// The first of `names` that is a program in one of the PATH's folders or in `besides`.
pub(crate) fn program(names: &[&str], besides: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(besides.iter().cloned()).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}
