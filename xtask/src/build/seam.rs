//! Makes the seam between the program and its script small: what wasm-bindgen writes is made to be read.
//!
//! The names by which both know each other carry hashes, which no compression makes smaller; the script brings along
//! what the program has no use for any more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use walrus::Module;

use super::{read, write};
use crate::place;
use crate::step::{self, OrSay as _, Result, Trouble};

/// What the program calls its script.
const SCRIPT: &str = "./daybook_bg.js";

/// Gives short names to what the program and its script ask of each other, and lets both forget what neither asks for.
/// What `loader` asks of the program keeps its name.
///
/// # Errors
/// One of the files cannot be read or written.
pub(super) fn shorten(program: &Path, script: &Path, loader: &Path) -> Result<()> {
    let mut module = Module::from_file(program).or_say(cannot("read", program))?;
    let text = without_classes(&text(script)?)?;
    let asked = self::text(loader)?;
    let words: BTreeSet<&str> = words(&asked).chain(text.lines().filter_map(exported_function)).collect();

    let unasked: Vec<_> = module
        .exports
        .iter()
        .filter(|export| export.name.to_lowercase().contains(STREAM))
        .map(|export| export.id())
        .collect();
    for export in unasked {
        module.exports.delete(export);
    }

    let mut names = BTreeMap::new();
    let imported =
        module.imports.iter_mut().filter(|import| import.module == SCRIPT).map(|import| &mut import.name);
    let exported = module.exports.iter_mut().map(|export| &mut export.name);
    for name in imported.chain(exported).filter(|name| !words.contains(name.as_str())) {
        let next = format!("${:x}", names.len());
        let short = names.entry(name.clone()).or_insert(next);
        name.clone_from(short);
    }
    module.emit_wasm_file(program).or_say(cannot("written", program))?;
    write(script, renamed(&text, &names))
}

/// Takes out of the script what the finished program does not ask for, and writes it and `loader` as short as they get.
///
/// # Errors
/// One of the files cannot be read or written, or a script is none.
pub(super) fn tighten(program: &Path, script: &Path, loader: &Path) -> Result<()> {
    let module = Module::from_file(program).or_say(cannot("read", program))?;
    let asked: BTreeSet<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
    write(script, only_asked(&text(script)?, &asked))?;
    let mut node = Command::new("node");
    step::run(node.arg(place::build_tools().join("script.mjs")).args([script, loader]))
}

/// Streams are read and written by objects that the program could give to a page. Nothing of ours is one.
const STREAM: &str = "intounderlying";

/// The script without the classes of such objects, each with what wasm-bindgen writes after it and about its end.
fn without_classes(script: &str) -> Result<String> {
    let mut left = String::with_capacity(script.len());
    let mut lines = script.lines();
    while let Some(line) = lines.next() {
        let last = match line {
            line if line.starts_with("export class IntoUnderlying") => "if (Symbol.dispose)",
            line if line.starts_with("const IntoUnderlying") => "    : new FinalizationRegistry",
            _ => {
                left.push_str(line);
                left.push('\n');
                continue;
            }
        };
        if !lines.any(|line| line.starts_with(last)) {
            return Err(Trouble::new("the program's script is not what wasm-bindgen is known to write"));
        }
    }
    Ok(left)
}

/// `script` without the functions that `asked` does not name among those that it offers to the program.
fn only_asked(script: &str, asked: &BTreeSet<&str>) -> String {
    let mut left = String::with_capacity(script.len());
    let mut skipped = false;
    for line in script.lines() {
        if let Some(name) = offered_function(line) {
            skipped = !asked.contains(name);
        }
        if !skipped {
            left.push_str(line);
            left.push('\n');
        }
        skipped &= line != "        },";
    }
    left
}

/// The name of the function for the program that begins here.
fn offered_function(line: &str) -> Option<&str> {
    line.strip_prefix("        ")?
        .split_once(": function(")
        .map(|(name, _)| name)
        .filter(|name| is_word(name))
}

/// The name of the function for pages that begins here.
fn exported_function(line: &str) -> Option<&str> {
    line.strip_prefix("export function ")?.split_once('(').map(|(name, _)| name)
}

fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let mut left = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|each| is_of_word(each) != is_of_word(first)).unwrap_or(rest.len());
        let (piece, further) = rest.split_at(end);
        left.push_str(names.get(piece).map_or(piece, String::as_str));
        rest = further;
    }
    left
}

fn words(script: &str) -> impl Iterator<Item = &str> {
    script.split(|each| !is_of_word(each)).filter(|word| !word.is_empty())
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_of_word)
}

fn is_of_word(each: char) -> bool {
    each.is_ascii_alphanumeric() || each == '_' || each == '$'
}

fn text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?).or_say(cannot("read", file))
}

fn cannot(what: &str, file: &Path) -> String {
    format!("{} cannot be {what}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
export class IntoUnderlyingSink {
    close() { return wasm.intounderlyingsink_close(this.__wbg_ptr); }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;

export function hydrate() {
    wasm.hydrate();
}
    const import0 = {
        __wbg_get_d7176cfb76d71114: function(arg0) {
            return arg0.__wbg_get_d7176cfb76d71114x;
        },
        __wbg_set_82cddc614107eb45: function(arg0) {
            if (arg0) {
            }
        },
    };
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_intounderlyingsink_free(ptr, 1));
let wasm;
";

    #[test]
    fn nothing_is_left_of_streams() {
        let left = without_classes(SCRIPT).unwrap();
        assert!(!left.to_lowercase().contains(STREAM), "{left}");
        assert!(
            left.contains("export function hydrate() {\n    wasm.hydrate();\n}\n    const import0 = {\n")
        );
        assert!(left.ends_with("    };\nlet wasm;\n"), "{left}");
        assert!(without_classes("export class IntoUnderlyingSink {\n}\n").is_err());
    }

    #[test]
    fn what_the_program_does_not_ask_for_is_left_out() {
        let left = only_asked(SCRIPT, &BTreeSet::from(["__wbg_set_82cddc614107eb45"]));
        assert!(!left.contains("return arg0"), "{left}");
        assert!(
            left.contains("    const import0 = {\n        __wbg_set_82cddc614107eb45: function(arg0) {\n"),
            "{left}"
        );
        assert!(left.contains("            }\n        },\n    };\n"), "{left}");
    }

    #[test]
    fn only_whole_names_are_shortened() {
        let names = BTreeMap::from([("__wbg_get_d7176cfb76d71114".to_owned(), "$0".to_owned())]);
        let left = renamed(SCRIPT, &names);
        assert!(left.contains(
            "        $0: function(arg0) {\n            return arg0.__wbg_get_d7176cfb76d71114x;\n"
        ));
        assert_eq!(left.len(), SCRIPT.len() - "__wbg_get_d7176cfb76d71114".len() + "$0".len());
    }
}
