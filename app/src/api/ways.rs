//! The ways between visits (D10).

use domain::journey::{Leg, Way};
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::door;
use super::wire::Wire;

/// More than a browser shows journeys at once.
pub const MOST_LEGS: usize = 100;

/// How one gets along each of these, in their order and as far as that is known by now; of more than [`MOST_LEGS`] the
/// first.
#[server(prefix = "/fn", endpoint = "ways", input = Wire, output = Wire)]
pub async fn ways(legs: Vec<Leg>) -> Result<Vec<Way>, Failure> {
    let store = door()?.store;
    Ok(legs.into_iter().take(MOST_LEGS).map(|(from, to)| store.ways().way(from, to)).collect())
}
