//! How calls travel: as JSON, read from text.
//!
//! `server_fn`'s own JSON reads from bytes, and what the server writes into a page is read from text: for each
//! type the browser would carry both readers.

use std::fmt;
use std::str::Utf8Error;

use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Arguments and answers in the body of a `POST`.
pub(super) type Wire = Post<Text>;

/// JSON, as RFC 8259 has it.
pub struct Text;

impl ContentType for Text {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Text {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Text {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_string(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Text {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        let text = std::str::from_utf8(&bytes).map_err(Unreadable::NotText)?;
        serde_json::from_str(text).map_err(Unreadable::NotWhatWasAsked)
    }
}

/// What arrived is no such value.
#[derive(Debug)]
pub enum Unreadable {
    NotText(Utf8Error),
    NotWhatWasAsked(serde_json::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText(error) => error.fmt(formatter),
            Self::NotWhatWasAsked(error) => error.fmt(formatter),
        }
    }
}
