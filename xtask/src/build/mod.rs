//! The browser's part, then the binary that holds it.

pub(crate) mod assets;
mod fingerprint;
mod shell;

use std::path::PathBuf;

pub(crate) use assets::Flavour;

use crate::step::{self, Result};
use crate::{place, setup};

/// The name that Leptos expects the browser's files under; it is compiled into the server.
const OUTPUT_NAME: (&str, &str) = ("LEPTOS_OUTPUT_NAME", "daybook");

/// The self-contained release binary.
///
/// # Errors
/// Something is missing and cannot be set up, or does not compile.
pub(crate) fn release() -> Result<PathBuf> {
    setup::for_building()?;
    assets::lay_out(Flavour::Release)?;
    step::say("Building the server");
    step::run(
        place::cargo("build").args(["--release", "--package", "server"]).env(OUTPUT_NAME.0, OUTPUT_NAME.1),
    )?;
    Ok(place::root().join("target/release/daybook"))
}

/// A server that reads its assets from disk and is quick to build.
///
/// # Errors
/// Something is missing and cannot be set up, or does not compile.
pub(crate) fn debug() -> Result<PathBuf> {
    assets::lay_out(Flavour::Debug)?;
    debug_server()
}

/// # Errors
/// It does not compile.
pub(crate) fn debug_server() -> Result<PathBuf> {
    step::say("Building the server");
    step::run(place::cargo("build").args(["--package", "server"]).env(OUTPUT_NAME.0, OUTPUT_NAME.1))?;
    Ok(place::root().join("target/debug/daybook"))
}
