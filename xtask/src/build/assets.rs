//! Everything that a browser fetches, laid out below `target/site` as the server serves it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::fingerprint::{Fingerprint, content_hash, folder_hash};
use super::parts::{LOADER, Parts};
use super::program::{Flavour, GLUE, MAIN, PARTS, bind};
use super::{copy_below, empty_folder, read, shell, write};
use crate::place;
use crate::step::{self, OrSay as _, Result};

/// The addresses under which the page's files are found, as `manifest.json` has them.
#[derive(Deserialize, Serialize)]
pub(crate) struct Addresses {
    pub css: String,
    /// The styles of screens that are not seen at once.
    pub later: String,
    pub js: String,
    pub wasm: String,
    /// The script that fetches parts of the program.
    pub loader: String,
    /// The map's module and its styles, fetched when a map is opened.
    pub map: String,
    pub map_styles: String,
    /// Where the program lies with its parts.
    pub program: String,
    /// What each part consists of, by the name that the screens know it by.
    pub parts: Parts,
}

/// The site of a build, in its place for as long as this value lives: whoever builds at the same time waits.
pub(crate) struct Site {
    pub addresses: Addresses,
    _turn: File,
}

/// Makes the site of a compiled program, as far as it is out of date, and puts it into its place.
///
/// # Errors
/// A tool refuses its input, or the files cannot be written.
pub(crate) fn lay_out(wasm: &Path, flavour: Flavour) -> Result<Site> {
    let _turn = turn()?;
    let tools = [place::root().join("xtask/src/build"), place::build_tools().join("package-lock.json")];

    let program = place::scratch().join("program").join(flavour.folder());
    let inputs = [&[wasm.to_owned(), place::build_tools().join("script.mjs")], &tools[..]].concat();
    make(&program, &inputs, || bind(wasm, flavour, &program))?;

    let site = place::scratch().join("site").join(flavour.folder());
    let scripts = ["css.mjs", "bundle.mjs", "compress.mjs"].map(|script| place::build_tools().join(script));
    let sources = ["style", "public", MAP].map(|folder| place::root().join(folder));
    let inputs = [std::slice::from_ref(&program), &tools, &scripts, &sources].concat();
    make(&site, &inputs, || assemble(&site, &program, flavour))?;

    make(&place::site(), std::slice::from_ref(&site), || copy_below(&site, &place::site()))?;
    let manifest = read(&place::site().join(MANIFEST))?;
    let addresses = serde_json::from_slice(&manifest).or_say("the manifest cannot be read")?;
    Ok(Site { addresses, _turn })
}

/// Makes a folder anew, unless it was made from the same inputs.
fn make(folder: &Path, inputs: &[PathBuf], how: impl FnOnce() -> Result<()>) -> Result<()> {
    let record = folder.with_extension("fingerprint");
    let fingerprint = Fingerprint::of(inputs)?;
    if folder.is_dir() && fingerprint.is_recorded_in(&record) {
        return Ok(());
    }
    // What is cut off in the middle has no record.
    drop(fs::remove_file(&record));
    empty_folder(folder)?;
    how()?;
    fingerprint.record_in(&record)
}

fn turn() -> Result<File> {
    fs::create_dir_all(place::scratch()).or_say("target/xtask cannot be made")?;
    let turn = File::create(place::scratch().join("turn")).or_say("target/xtask cannot be written")?;
    turn.lock().or_say("the site cannot be locked")?;
    Ok(turn)
}

/// Lays out everything under the names by which the server serves it.
fn assemble(site: &Path, made: &Path, flavour: Flavour) -> Result<()> {
    let parts = fs::read(made.join(PARTS)).or_say("the list of parts is missing")?;
    let parts: Parts = serde_json::from_slice(&parts).or_say("the list of parts cannot be read")?;
    // The parts find each other by their names, so the folder they lie in carries the hash, for all of them.
    let program = format!("/assets/daybook.{}", folder_hash(made)?);
    copy_below(made, &site.join(program.trim_start_matches('/')))?;
    let of_program = |file: &str| format!("{program}/{file}");
    let addresses = Addresses {
        css: lay_hashed(site, &bundled_styles("index.css")?, "css")?,
        later: lay_hashed(site, &bundled_styles("later.css")?, "css")?,
        map: lay_hashed(site, &bundled_script(MAP)?, "js")?,
        map_styles: lay_hashed(site, &bundled_styles("map.css")?, "css")?,
        js: of_program(GLUE),
        wasm: of_program(MAIN),
        loader: of_program(LOADER),
        parts,
        program,
    };
    copy_public(site, &addresses)?;
    let manifest = serde_json::to_string(&addresses).or_say("the manifest cannot be written")?;
    write(&site.join(MANIFEST), manifest)?;
    if flavour == Flavour::Release {
        compress(site)?;
    }
    Ok(())
}

/// One style sheet of the many that `sheet` imports.
fn bundled_styles(sheet: &str) -> Result<Vec<u8>> {
    bundled("css.mjs", &place::root().join("style").join(sheet))
}

/// One module of those that `script` imports, the packages of npm among them.
fn bundled_script(script: &str) -> Result<Vec<u8>> {
    bundled("bundle.mjs", &place::root().join(script))
}

fn bundled(by: &str, from: &Path) -> Result<Vec<u8>> {
    let into = place::scratch().join("bundled");
    step::run(Command::new("node").arg(place::build_tools().join(by)).arg(from).arg(&into))?;
    read(&into)
}

/// Icons, the web app's manifest, the offline page, the service worker.
fn copy_public(site: &Path, addresses: &Addresses) -> Result<()> {
    copy_below(&place::root().join("public"), site)?;
    // A map is of no use without a network.
    let Addresses { css, later, js, wasm, loader, .. } = addresses;
    rewrite(&site.join("offline.html"), |page| shell::offline_page(page, css))?;
    rewrite(&site.join("sw.js"), |worker| shell::service_worker(worker, &[css, later, js, wasm, loader]))
}

fn rewrite(file: &Path, change: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let text = fs::read_to_string(file).or_say(format_args!("{} cannot be read", file.display()))?;
    write(file, change(&text)?)
}

/// Browsers get the smallest form they take, and nobody compresses it again for each of them.
fn compress(site: &Path) -> Result<()> {
    step::run(Command::new("node").arg(place::build_tools().join("compress.mjs")).arg(site))
}

/// Writes an asset under a name that changes with its content, and tells its address.
fn lay_hashed(site: &Path, bytes: &[u8], extension: &str) -> Result<String> {
    let address = format!("/assets/daybook.{}.{extension}", content_hash(bytes));
    write(&site.join(address.trim_start_matches('/')), bytes)?;
    Ok(address)
}

/// The element that a map is.
const MAP: &str = "app/src/map/element.js";

/// Tells the server what is where.
const MANIFEST: &str = "manifest.json";
