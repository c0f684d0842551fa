//! The project's measurements.

use crate::place;
use crate::postgres::{Cluster, Durability, TEST_POSTGRES};
use crate::setup::packages;
use crate::step::{self, Result};

/// Runs the benchmarks, or only those named; each prints its tables.
///
/// # Errors
/// One cannot be built or fails.
pub(crate) fn bench(names: &[String]) -> Result<()> {
    packages::postgres()?;
    step::say("Starting a PostgreSQL to measure");
    let cluster = Cluster::start(Durability::Full)?;
    step::say("Measuring");
    let mut cargo = place::cargo("bench");
    cargo.args(["--package", "bench"]).env(TEST_POSTGRES, cluster.url());
    for name in names {
        cargo.args(["--bench", name]);
    }
    step::run(&mut cargo)
}
