//! What can be said of the code without running it.

mod dependencies;
mod licences;

use crate::step::{self, Result};
use crate::tally::Tally;
use crate::{place, setup};

type Check = fn() -> Result<()>;

const WASM: [&str; 4] = ["--package", "frontend", "--target", "wasm32-unknown-unknown"];

/// Each check is counted; all are made.
///
/// # Errors
/// Somebody asked to stop.
pub(crate) fn all() -> Result<Tally> {
    setup::wasm_target::present()?;
    let checks: [(&str, Check); 7] = [
        ("The format of the code", format),
        ("Lints of what runs on the server", lints_of_the_server),
        ("Lints of what runs in the browser", lints_of_the_browser),
        ("The documentation and its links", documentation),
        ("The direction of dependencies", dependencies::point_the_right_way),
        ("Licences and sources of dependencies", licences::are_allowed),
        ("Known vulnerabilities", advisories),
    ];
    let mut sum = Tally::default();
    for (name, check) in checks {
        step::say(name);
        match check() {
            Ok(()) => sum += Tally::PASSED,
            Err(trouble) if step::interrupted() => return Err(trouble),
            Err(trouble) => {
                println!("{name}: {trouble}.");
                sum += Tally::FAILED;
            }
        }
    }
    Ok(sum)
}

fn format() -> Result<()> {
    step::run(place::cargo("fmt").args(["--all", "--check"]))
        .map_err(|trouble| trouble.remedy("`cargo fmt --all` mends it"))
}

fn lints_of_the_server() -> Result<()> {
    let selection = ["--workspace", "--exclude", "frontend", "--all-targets", "--locked"];
    step::run(place::cargo("clippy").args(selection).args(["--", "--deny", "warnings"]))
}

fn lints_of_the_browser() -> Result<()> {
    step::run(place::cargo("clippy").args(WASM).args(["--locked", "--", "--deny", "warnings"]))
}

fn documentation() -> Result<()> {
    let selection =
        ["--workspace", "--exclude", "frontend", "--no-deps", "--document-private-items", "--locked"];
    // Private items are documented too, so a link to one leads somewhere.
    let lints = "--deny warnings --allow rustdoc::private_intra_doc_links";
    step::run(place::cargo("doc").args(selection).env("RUSTDOCFLAGS", lints))
}

/// Needs cargo-deny and its copy of the advisory database; a machine without either checks the rest.
fn advisories() -> Result<()> {
    if place::program(&["cargo-deny"], &[]).is_none() {
        println!("cargo-deny is not installed; advisories are left to machines that have it");
        return Ok(());
    }
    step::run(place::cargo("deny").args(["check", "advisories"]))
}
