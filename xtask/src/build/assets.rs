//! Everything that a browser fetches, laid out below `target/site` as the server serves it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;
use wasm_bindgen_cli_support::Bindgen;

use super::fingerprint::{Fingerprint, content_hash, files_below};
use super::shell;
use crate::place;
use crate::step::{self, OrSay as _, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Small: it crosses the network to every tablet.
    Release,
    /// Quick to build.
    Debug,
}

impl Flavour {
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            // The very one of the server's debug build: what both are built with is built once.
            Self::Debug => "dev",
        }
    }

    /// What cargo calls the folder of the profile.
    fn folder(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Debug => "debug",
        }
    }
}

/// The addresses under which the page's files are found, as `manifest.json` has them.
#[derive(Serialize)]
struct Addresses {
    css: String,
    js: String,
    wasm: String,
}

/// The browser's program as the compiler leaves it, built if it is out of date.
///
/// # Errors
/// It does not compile.
pub(crate) fn compile(flavour: Flavour) -> Result<PathBuf> {
    step::say("Building the browser's part");
    let mut cargo = place::cargo("build");
    cargo.args([
        "--package",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        flavour.profile(),
    ]);
    step::run(&mut cargo)?;
    Ok(place::root().join("target/wasm32-unknown-unknown").join(flavour.folder()).join("frontend.wasm"))
}

/// The site of a build, in its place for as long as this value lives: whoever builds at the same time waits.
pub(crate) struct Site {
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
    let inputs = [&[wasm.to_owned()], &tools[..]].concat();
    make(&program, &inputs, || bind(wasm, flavour, &program))?;

    let site = place::scratch().join("site").join(flavour.folder());
    let scripts = ["css.mjs", "compress.mjs"].map(|script| place::build_tools().join(script));
    let sources = ["style", "public"].map(|folder| place::root().join(folder));
    let inputs = [std::slice::from_ref(&program), &tools, &scripts, &sources].concat();
    make(&site, &inputs, || assemble(&site, &program, flavour))?;

    make(&place::site(), std::slice::from_ref(&site), || copy_below(&site, &place::site()))?;
    Ok(Site { _turn })
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

/// Makes the glue between the page and the program, and shrinks the program.
fn bind(wasm: &Path, flavour: Flavour, into: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("daybook")
        .typescript(false)
        // The page says where the program is; its name carries a hash.
        .omit_default_module_path(true)
        .remove_name_section(flavour == Flavour::Release)
        .remove_producers_section(flavour == Flavour::Release);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(into)).or_say("wasm-bindgen failed")?;
    match flavour {
        Flavour::Release => shrink(&into.join(PROGRAM)),
        Flavour::Debug => Ok(()),
    }
}

fn shrink(program: &Path) -> Result<()> {
    let mut wasm_opt = Command::new("node");
    wasm_opt.arg(place::build_tools().join("node_modules/binaryen/bin/wasm-opt"));
    wasm_opt.args([
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--strip-debug",
        "--strip-producers",
    ]);
    wasm_opt.arg(program).arg("-o").arg(program);
    step::run(&mut wasm_opt)
}

/// Lays out everything under the names by which the server serves it.
fn assemble(site: &Path, program: &Path, flavour: Flavour) -> Result<()> {
    // Pieces of JavaScript that crates bring along; the glue imports them by these names.
    let snippets = program.join("snippets");
    if snippets.is_dir() {
        copy_below(&snippets, &site.join("assets/snippets"))?;
    }
    let addresses = Addresses {
        css: lay_hashed(site, &bundled_styles()?, "css")?,
        js: lay_hashed(site, &read(&program.join(GLUE))?, "js")?,
        wasm: lay_hashed(site, &read(&program.join(PROGRAM))?, "wasm")?,
    };
    copy_public(site, &addresses)?;
    let manifest = serde_json::to_string(&addresses).or_say("the manifest cannot be written")?;
    write(&site.join("manifest.json"), manifest)?;
    if flavour == Flavour::Release {
        compress(site)?;
        tell_sizes(site, &addresses)?;
    }
    Ok(())
}

/// What a first visit costs on the wire, where most of the waiting is.
fn tell_sizes(site: &Path, addresses: &Addresses) -> Result<()> {
    for address in [&addresses.wasm, &addresses.js, &addresses.css] {
        let compressed = site.join(format!("{}.br", address.trim_start_matches('/')));
        let about = fs::metadata(&compressed).or_say(format_args!("{} is missing", compressed.display()))?;
        println!("{:>6} kB  {address}", about.len().div_ceil(1000));
    }
    Ok(())
}

/// One style sheet of the many.
fn bundled_styles() -> Result<Vec<u8>> {
    let bundled = place::scratch().join("daybook.css");
    let mut node = Command::new("node");
    node.arg(place::build_tools().join("css.mjs")).arg(place::root().join("style/index.css")).arg(&bundled);
    step::run(&mut node)?;
    read(&bundled)
}

/// Icons, the web app's manifest, the offline page, the service worker.
fn copy_public(site: &Path, addresses: &Addresses) -> Result<()> {
    copy_below(&place::root().join("public"), site)?;
    let Addresses { css, js, wasm } = addresses;
    rewrite(&site.join("offline.html"), |page| shell::offline_page(page, css))?;
    rewrite(&site.join("sw.js"), |worker| shell::service_worker(worker, &[css, js, wasm]))
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

/// What wasm-bindgen calls its files.
const GLUE: &str = "daybook.js";
const PROGRAM: &str = "daybook_bg.wasm";
