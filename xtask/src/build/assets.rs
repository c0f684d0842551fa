//! Everything that a browser fetches, laid out below `target/site` as the server serves it.

use std::fs;
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

/// Builds what is out of date.
///
/// # Errors
/// Something does not compile, or the files cannot be written.
pub(crate) fn lay_out(flavour: Flavour) -> Result<()> {
    step::say("Building the browser's part");
    let wasm = compile(flavour)?;

    let record = place::scratch().join("site.fingerprint");
    let fingerprint = Fingerprint::of(&[
        wasm.clone(),
        place::root().join("style"),
        place::root().join("public"),
        place::root().join("xtask/src/build"),
        place::build_tools().join("package-lock.json"),
        place::build_tools().join("css.mjs"),
        place::build_tools().join("compress.mjs"),
    ])?;
    if fingerprint.is_recorded_in(&record) && place::site().join("manifest.json").is_file() {
        return Ok(());
    }

    let site = empty_folder(&place::scratch().join("site"))?;
    let css = bundle_styles(&site)?;
    let (js, wasm) = bind(&wasm, flavour, &site)?;
    let addresses = Addresses { css, js, wasm };
    copy_public(&site, &addresses)?;
    write(
        &site.join("manifest.json"),
        serde_json::to_string(&addresses).or_say("the manifest cannot be written")?,
    )?;
    if flavour == Flavour::Release {
        compress(&site)?;
    }
    take_place(&site, &place::site())?;
    fingerprint.record_in(&record)
}

fn compile(flavour: Flavour) -> Result<PathBuf> {
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

/// One style sheet; its address.
fn bundle_styles(site: &Path) -> Result<String> {
    let bundled = place::scratch().join("daybook.css");
    let mut node = Command::new("node");
    node.arg(place::build_tools().join("css.mjs")).arg(place::root().join("style/index.css")).arg(&bundled);
    step::run(&mut node)?;
    lay_hashed(site, &read(&bundled)?, "css")
}

/// Makes the glue between the page and the program, and shrinks the program; their addresses.
fn bind(wasm: &Path, flavour: Flavour, site: &Path) -> Result<(String, String)> {
    let bound = empty_folder(&place::scratch().join("bound"))?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("daybook")
        .typescript(false)
        // The page says where the program is; its name carries a hash.
        .omit_default_module_path(true)
        .remove_name_section(flavour == Flavour::Release)
        .remove_producers_section(flavour == Flavour::Release);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(&bound)).or_say("wasm-bindgen failed")?;

    let program = bound.join("daybook_bg.wasm");
    if flavour == Flavour::Release {
        shrink(&program)?;
    }
    // Pieces of JavaScript that crates bring along; the glue imports them by these names.
    let snippets = bound.join("snippets");
    if snippets.is_dir() {
        copy_below(&snippets, &site.join("assets/snippets"))?;
    }
    let glue = lay_hashed(site, &read(&bound.join("daybook.js"))?, "js")?;
    let program = lay_hashed(site, &read(&program)?, "wasm")?;
    Ok((glue, program))
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

/// Puts a finished folder where the former one is.
fn take_place(finished: &Path, place: &Path) -> Result<()> {
    drop(fs::remove_dir_all(place));
    fs::rename(finished, place).or_say(format_args!("{} cannot be written", place.display()))
}

fn empty_folder(folder: &Path) -> Result<PathBuf> {
    drop(fs::remove_dir_all(folder));
    fs::create_dir_all(folder).or_say(format_args!("{} cannot be made", folder.display()))?;
    Ok(folder.to_owned())
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
