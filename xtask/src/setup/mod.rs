//! What a machine may lack, one kind a file. Each looks first and is quick when nothing is missing.

pub(crate) mod node;
pub(crate) mod packages;
pub(crate) mod wasm_target;

use crate::step::Result;

/// # Errors
/// Something is missing and cannot be set up; the sentence names the remedy.
pub(crate) fn for_building() -> Result<()> {
    wasm_target::present()?;
    node::build_tools()
}

/// # Errors
/// Something is missing and cannot be set up; the sentence names the remedy.
pub(crate) fn everything() -> Result<()> {
    for_building()?;
    node::browser_tests()?;
    packages::postgres()?;
    packages::chromium().map(drop)
}
