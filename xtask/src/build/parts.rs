//! Takes the browser's program apart: what every screen needs, and parts that come when they are first used.
//!
//! Where it comes apart is said in `app`, by `#[lazy]` and `#[lazy_route]`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::step::{OrSay as _, Result, Trouble};

/// The program without its parts, which wasm-bindgen has yet to make glue for.
pub(super) const MAIN: &str = "main.wasm";

/// The script that fetches the parts.
pub(super) const LOADER: &str = "parts.js";

/// The files that each part consists of, without their extension, by the name that the server knows it by.
pub(super) type Parts = BTreeMap<String, Vec<String>>;

/// Takes `program` apart into the folder `into`. The script of the parts asks the module `glue` for the memory that all
/// of them share.
///
/// # Errors
/// The program has no relocations, or the files cannot be written.
pub(super) fn take_apart(program: &[u8], glue: &str, into: &Path) -> Result<Parts> {
    let (main, loader, glue) = (into.join(MAIN), format!("./{LOADER}"), format!("./{glue}"));
    let mut options = Options::new(program);
    options.output_dir = into;
    options.main_out_path = &main;
    options.link_name = &loader;
    options.main_module = &glue;
    options.emit_dwarf = false;
    let split = transform(options).or_say("the browser's program cannot be taken apart")?;

    let loader = into.join(LOADER);
    let cannot = format!("{} cannot be read", loader.display());
    let patient = patient(&fs::read_to_string(&loader).or_say(cannot)?)?;
    fs::write(&loader, patient).or_say("the script of the parts cannot be written")?;
    Ok(split.prefetch_map.into_iter().collect())
}

/// Lets the script wait out a lost connection, and load the page anew when its parts are gone.
fn patient(script: &str) -> Result<String> {
    if !script.contains(FETCH) && script.contains("makeLoad(() => {") {
        return Err(Trouble::new("the script of the parts does not fetch them as expected"));
    }
    Ok(format!("{}{FETCH_PART}", script.replace(FETCH, "fetchPart(new URL(")))
}

const FETCH: &str = "fetch(new URL(";

/// A part that cannot be had would stop the program: no part is worth what somebody has typed. One that is not there any
/// more belonged to an older build than the server has by now.
const FETCH_PART: &str = r#"
async function fetchPart(address) {
    for (let pause = 500; ; pause = Math.min(2 * pause, 15000)) {
        try {
            const answer = await fetch(address);
            if (answer.ok) return answer;
            if (answer.status === 404) {
                location.reload();
                return await new Promise(() => {});
            }
        } catch {}
        await new Promise((resolve) => setTimeout(resolve, pause));
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_fetched_with_patience() {
        let script = "makeLoad(() => {\n    const src = fetch(new URL(\"./a.wasm\", import.meta.url));\n";
        let patient = patient(script).unwrap();
        assert!(patient.contains("const src = fetchPart(new URL(\"./a.wasm\", import.meta.url));"));
        assert!(super::patient("makeLoad(() => {\n    load(\"./a.wasm\");\n").is_err());
    }
}
