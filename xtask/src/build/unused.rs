//! Takes out of the program what it holds and never calls.
//!
//! The linker leaves out what nothing points to. What stands in a table for the case that it is called, it has to keep;
//! here we know better.

use std::path::Path;

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

use crate::step::{OrSay as _, Result};

/// Parts of the names of functions that are never called.
const NEVER_CALLED: [&str; 9] = [
    // Each view of Leptos can be taken over in one go or waiting for each of its parts; we load the parts beforehand
    // (`app::load_parts`) and take it over in one go.
    "hydrate_async",
    "new_with_async_value",
    // Views come from the server or are built, never from a template.
    "hydrate_from_template",
    // Routes are listed by servers.
    "generate_routes",
    // No date is written as in a mail: ours are RFC 3339.
    "parse_rfc2822",
    // What the server answers is read whole.
    "wasm_streams",
    // Of the three kinds of channels the router makes the one without bounds.
    "mpmc::zero::Channel",
    "mpmc::array::Channel",
    // Angles are those of places on the earth: none is reduced from millions of turns.
    "rem_pio2_large",
];

/// Empties them. Should one be called nevertheless, the program stops.
///
/// # Errors
/// The file is no program or cannot be written.
pub(super) fn empty(program: &Path) -> Result<()> {
    let cannot = |what: &str| format!("{} cannot be {what}", program.display());
    let mut module = Module::from_file(program).or_say(cannot("read"))?;
    let unused = |name: &str| NEVER_CALLED.iter().any(|never| name.contains(never));
    let functions: Vec<FunctionId> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Local(_)))
        .filter(|function| function.name.as_deref().is_some_and(unused))
        .map(|function| function.id())
        .collect();
    for function in functions {
        let (parameters, results) = module.types.params_results(module.funcs.get(function).ty());
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let mut body = FunctionBuilder::new(&mut module.types, &parameters, &results);
        body.func_body().unreachable();
        let arguments = parameters.iter().map(|parameter| module.locals.add(*parameter)).collect();
        module.funcs.get_mut(function).kind = FunctionKind::Local(body.local_func(arguments));
    }
    module.emit_wasm_file(program).or_say(cannot("written"))
}
