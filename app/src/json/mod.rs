//! How values travel between server and browser: as JSON (RFC 8259).
//!
//! serde makes a reader for each pair of a type and a format. Text becomes a tree once, and types are read from the
//! tree by [`tree`], which makes the smallest readers there can be; they cross the network to every tablet.

mod tree;

use std::future::Future;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use tree::Unreadable;

/// # Errors
/// The text is no JSON, or says something else than a `T`.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    tree::read(serde_json::from_str(text).map_err(|_| Unreadable)?)
}

/// What Leptos writes into a page, and reads from it, by this module.
#[derive(Debug)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Unreadable> {
        read(text)
    }
}

/// A value that the server asks for before it answers with the page, and the browser when `source` changes. Screens use
/// this one: the `Resource` of Leptos has readers of its own.
pub fn asked_before<S, T, Answer>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> Answer + Send + Sync + 'static,
) -> Resource<T, Json>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Answer: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, ask, true)
}
