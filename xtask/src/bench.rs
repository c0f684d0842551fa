//! The project's measurements.

use crate::step::{self, Result};
use crate::{place, setup};

/// Runs the benchmarks, or only those named; each prints its tables.
///
/// # Errors
/// One cannot be built or fails.
pub(crate) fn bench(names: &[String]) -> Result<()> {
    setup::for_building()?;
    step::say("Benchmarks");
    let mut cargo = place::cargo("bench");
    cargo.args(["--package", "bench"]);
    for name in names {
        cargo.args(["--bench", name]);
    }
    step::run(&mut cargo)
}
