//! Looking up where an address is, and what is at a position.

use domain::location::{Location, Position};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::door;
use super::wire::Wire;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Sought {
    Text { text: String },
    Position { position: Position },
}

/// What came of it. That nobody could be asked is no failure of ours: it is said, and an address can still be typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Found {
    /// The likeliest first.
    Places {
        places: Vec<Location>,
    },
    /// No service is configured.
    NotConfigured,
    /// The service has been asked as often as was agreed on.
    Quota,
    /// The service does not accept the key.
    Refused,
    Unreachable,
}

/// Asks the service that is configured, in the language of who asks.
#[server(prefix = "/fn", endpoint = "look_up", input = Wire, output = Wire)]
pub async fn look_up(sought: Sought) -> Result<Found, Failure> {
    door()?;
    let language = expect_context::<crate::context::Request>().language;
    Ok(expect_context::<crate::context::Geocoding>().find(sought, language).await)
}
