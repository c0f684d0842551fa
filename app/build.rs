//! Turns the texts of `locales/` into code, so that a missing text or argument is a compile error.
//!
//! `leptos_i18n`'s own macro makes no strings of texts with arguments, and its build crate brings the
//! whole of ICU's data; its parser and generator alone are enough.

use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

/// A file of `locales/{en,ru}` each, named for the screen it belongs to.
const NAMESPACES: [&str; 21] = [
    "calendar",
    "clients",
    "common",
    "files",
    "journal",
    "keeping",
    "life",
    "map",
    "meeting",
    "panel",
    "people",
    "points",
    "refusal",
    "reminders",
    "reports",
    "rooms",
    "schedule",
    "session",
    "settings",
    "visits",
    "work",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let config = Config::new("en").map_err(told)?;
    let config = config.add_locale("ru").map_err(told)?.add_namespaces(NAMESPACES).map_err(told)?;
    let config = config.parse_options(ParseOptions::new().interpolate_display(true));
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let texts = parse_locales(Some(here), config).map_err(told)?;
    let code = leptos_i18n_codegen::gen_code(&texts, None, true, None, false).map_err(told)?;
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("i18n.rs"), code.to_string())?;
    Ok(())
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}
