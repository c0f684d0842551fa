//! The browser's program: compiled, taken apart, bound to the page, shrunk.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use super::fingerprint::files_below;
use super::parts::{self, take_apart};
use super::{copy_below, empty_folder, read, seam, unused, write};
use crate::place;
use crate::setup::wasm_target;
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
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Debug => "debug",
        }
    }
}

/// The program as the compiler leaves it.
pub(crate) struct Compiled {
    pub wasm: PathBuf,
    pub library: Library,
}

/// The standard library in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    /// Built along with the program, without what the browser has no use for.
    Small,
    AsShipped,
}

/// Compiles the program, if it is out of date.
///
/// # Errors
/// It does not compile.
pub(crate) fn compile(flavour: Flavour) -> Result<Compiled> {
    step::say("Building the browser's part");
    let mut cargo = place::cargo("build");
    cargo.args(["--package", "frontend", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--profile", flavour.profile()]);
    let source = match flavour {
        Flavour::Release => wasm_target::source(),
        Flavour::Debug => None,
    };
    let library = match source {
        Some(_) => {
            with_small_library(&mut cargo);
            Library::Small
        }
        None => Library::AsShipped,
    };
    step::run(&mut cargo)?;
    drop(source);
    let wasm = place::root().join("target/wasm32-unknown-unknown").join(flavour.folder());
    Ok(Compiled { wasm: wasm.join("frontend.wasm"), library })
}

/// Half of what the standard library brings to a small program is what a panic says and how; in the browser nobody
/// hears it. Only the library's own source can be compiled without: cargo builds it along, which the stable compiler
/// does when it is asked as its own bootstrap asks.
fn with_small_library(cargo: &mut Command) {
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    cargo.env("RUSTC_BOOTSTRAP", "1");
    // Besides them what .cargo/config.toml says for everything: cargo takes either.
    let flags = [
        "--cfg",
        "erase_components",
        // A panic stops the program without a word.
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zlocation-detail=none",
        "-Zfmt-debug=none",
        // Functions that are the same would share one name, and what is never called might be one of them. wasm-opt
        // merges them.
        "-Zmerge-functions=disabled",
    ];
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")).env_remove("RUSTFLAGS");
}

/// Takes the program apart, makes the glue between it and the page, and shrinks it.
///
/// # Errors
/// A tool refuses its input, or the files cannot be written.
pub(super) fn bind(wasm: &Path, flavour: Flavour, into: &Path) -> Result<()> {
    let apart = place::scratch().join("apart").join(flavour.folder());
    empty_folder(&apart)?;
    let parts = take_apart(&read(wasm)?, GLUE, &apart)?;

    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(apart.join(parts::MAIN))
        .out_name(NAME)
        .typescript(false)
        // The page says where the program is.
        .omit_default_module_path(true)
        // What the parts share with it.
        .keep_lld_exports(true)
        // wasm-opt orders functions by their names before it strips them.
        .remove_producers_section(flavour == Flavour::Release);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(into)).or_say("wasm-bindgen failed")?;
    std::fs::remove_file(apart.join(parts::MAIN)).or_say("a file that is not needed any more stays")?;
    copy_below(&apart, into)?;
    write(&into.join(PARTS), serde_json::to_string(&parts).or_say("the parts cannot be listed")?)?;

    if flavour == Flavour::Release {
        let [program, glue, loader] = [MAIN, GLUE, parts::LOADER].map(|file| into.join(file));
        seam::shorten(&program, &glue, &loader)?;
        for file in files_below(into)? {
            if file.extension().is_some_and(|extension| extension == "wasm") {
                unused::empty(&file)?;
                shrink(&file)?;
            }
        }
        seam::tighten(&program, &glue, &loader)?;
    }
    Ok(())
}

fn shrink(program: &Path) -> Result<()> {
    let mut wasm_opt = Command::new("node");
    wasm_opt.arg(place::build_tools().join("node_modules/binaryen/bin/wasm-opt"));
    wasm_opt.args([
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        // A larger function that is called once costs more where it is called than on its own.
        "--one-caller-inline-max-function-size=14",
        // What is alike has names that are alike, and compresses well side by side.
        "--reorder-functions-by-name",
        "--strip-debug",
        "--strip-producers",
    ]);
    wasm_opt.arg(program).arg("-o").arg(program);
    step::run(&mut wasm_opt)
}

const NAME: &str = "daybook";
/// What wasm-bindgen calls its files.
pub(super) const GLUE: &str = "daybook.js";
pub(super) const MAIN: &str = "daybook_bg.wasm";
/// What parts there are.
pub(super) const PARTS: &str = "parts.json";
