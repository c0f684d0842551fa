//! The browser's part, then the binary that holds it.

mod assets;
mod fingerprint;
mod shell;

use std::path::PathBuf;
use std::thread;

use assets::Flavour;

use crate::step::{self, Result, Trouble};
use crate::{place, setup};

/// The name that Leptos expects the browser's files under; it is compiled into the server.
const OUTPUT_NAME: (&str, &str) = ("LEPTOS_OUTPUT_NAME", "daybook");

/// The self-contained release binary.
///
/// # Errors
/// Something is missing and cannot be set up, or does not compile.
pub(crate) fn release() -> Result<PathBuf> {
    setup::for_building()?;
    let wasm = assets::compile(Flavour::Release)?;
    // The binary holds the site, so it comes after, and the site has to stay meanwhile.
    let _site = assets::lay_out(&wasm, Flavour::Release)?;
    server(&["--release"])?;
    Ok(place::root().join("target/release/daybook"))
}

/// A server that reads its site from disk and is quick to build.
///
/// # Errors
/// Something does not compile.
pub(crate) fn debug() -> Result<PathBuf> {
    let wasm = assets::compile(Flavour::Debug)?;
    let (site, server) = thread::scope(|scope| {
        let site = scope.spawn(|| assets::lay_out(&wasm, Flavour::Debug));
        let server = server(&[]);
        (site.join(), server)
    });
    server?;
    drop(site.unwrap_or_else(|_| Err(Trouble::new("the site could not be laid out")))?);
    Ok(place::root().join("target/debug/daybook"))
}

fn server(profile: &[&str]) -> Result<()> {
    step::say("Building the server");
    let mut cargo = place::cargo("build");
    step::run(cargo.args(["--package", "server"]).args(profile).env(OUTPUT_NAME.0, OUTPUT_NAME.1))
}
