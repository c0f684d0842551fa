//! The browser's part, then the binary that holds it.

mod assets;
mod budget;
mod fingerprint;
mod parts;
mod program;
mod seam;
mod shell;
mod unused;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use fingerprint::files_below;
use program::Flavour;

use crate::step::{self, OrSay as _, Result, Trouble};
use crate::{place, setup};

pub(crate) use budget::Budget;

/// The name that Leptos expects the browser's files under; it is compiled into the server.
const OUTPUT_NAME: (&str, &str) = ("LEPTOS_OUTPUT_NAME", "daybook");

/// What a release build has made.
pub(crate) struct Release {
    /// The self-contained binary.
    pub daybook: PathBuf,
    /// What its pages cost on the wire.
    pub budget: Budget,
}

/// The self-contained release binary.
///
/// # Errors
/// Something is missing and cannot be set up, or does not compile.
pub(crate) fn release() -> Result<Release> {
    setup::for_building()?;
    let compiled = program::compile(Flavour::Release)?;
    // The binary holds the site, so it comes after, and the site has to stay meanwhile.
    let site = assets::lay_out(&compiled.wasm, Flavour::Release)?;
    let budget = Budget::of(&place::site(), &site.addresses, compiled.library)?;
    println!("{budget}");
    server(&["--release"])?;
    Ok(Release { daybook: place::root().join("target/release/daybook"), budget })
}

/// A server that reads its site from disk and is quick to build.
///
/// # Errors
/// Something does not compile.
pub(crate) fn debug() -> Result<PathBuf> {
    let compiled = program::compile(Flavour::Debug)?;
    let (site, server) = thread::scope(|scope| {
        let site = scope.spawn(|| assets::lay_out(&compiled.wasm, Flavour::Debug));
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

fn copy_below(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let inside = file.strip_prefix(from).or_say("a file lies outside its folder")?;
        write(&to.join(inside), read(&file)?)?;
    }
    Ok(())
}

fn empty_folder(folder: &Path) -> Result<()> {
    drop(fs::remove_dir_all(folder));
    fs::create_dir_all(folder).or_say(format_args!("{} cannot be made", folder.display()))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).or_say(format_args!("{} cannot be read", file.display()))
}

fn write(file: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    let cannot = format!("{} cannot be written", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).or_say(&cannot)?;
    }
    fs::write(file, bytes).or_say(cannot)
}
