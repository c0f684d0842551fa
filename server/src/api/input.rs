//! What a request says, read so that what cannot be read is a problem like every other.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use domain::change::Revision;
use domain::time::{ZoneName, ZoneRules};
use domain::{Refusal, refusal::Field};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;

use crate::error::{Code, Problem};

/// A JSON body.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub(super) struct Body<T>(pub(super) T);

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub(super) struct Query<T>(pub(super) T);

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub(super) struct Path<T>(pub(super) T);

/// The version that the client has seen (RFC 9110 section 13.1.1). It has to say so: [`Code::VersionRequired`].
pub(super) struct IfMatch(pub(super) Revision);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let tag = parts.headers.get(header::IF_MATCH).ok_or(Code::VersionRequired)?;
        let number = tag.to_str().ok().and_then(|tag| tag.trim().trim_matches('"').parse().ok());
        let number = number.ok_or_else(|| Problem::malformed("If-Match has to be an ETag such as \"12\""))?;
        Ok(Self(Revision(number)))
    }
}

/// The same of a client that may also say nothing of it.
pub(super) struct MaybeIfMatch(pub(super) Option<Revision>);

impl<S: Sync> FromRequestParts<S> for MaybeIfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if !parts.headers.contains_key(header::IF_MATCH) {
            return Ok(Self(None));
        }
        let IfMatch(seen) = IfMatch::from_request_parts(parts, state).await?;
        Ok(Self(Some(seen)))
    }
}

/// A JSON body of which every part may be left out, and so may all of it.
pub(super) struct MaybeBody<T>(pub(super) T);

impl<T: Default + DeserializeOwned, S: Send + Sync> FromRequest<S> for MaybeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Option::<axum::Json<T>>::from_request(request, state).await? {
            Some(axum::Json(body)) => Ok(Self(body)),
            None => Ok(Self(T::default())),
        }
    }
}

/// An instant in a query. The plus of `+03:00` may come as the space that it means in a form.
pub(super) fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    let text = String::deserialize(deserializer)?.replace(' ', "+");
    let instant = DateTime::parse_from_rfc3339(&text);
    instant.map(|instant| instant.to_utc()).map_err(|_| {
        serde::de::Error::custom(format_args!("\"{text}\" is not an instant such as 2026-11-24T09:00:00Z"))
    })
}

/// The same where it may be left out.
pub(super) fn perhaps_instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    instant(deserializer).map(Some)
}

/// Tells a field that is `null` from one that is left out.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A list in a query: `a,b,c`.
pub(super) fn listed<'de, T: std::str::FromStr, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    let read = |item: &str| item.parse().map_err(|_| format!("\"{item}\" is not an id"));
    items.map(read).collect::<Result<_, _>>().map_err(serde::de::Error::custom)
}

/// The clock on the wall of a zone.
pub(super) fn rules(zone: &ZoneName) -> Result<Arc<ZoneRules>, Problem> {
    store::zones::rules(zone).ok_or_else(|| Refusal::Unknown { field: Field::Zone }.into())
}

/// A range that is not backwards and not longer than anybody looks at.
pub(super) fn check_range(from: DateTime<Utc>, to: DateTime<Utc>) -> Result<(), Problem> {
    if from >= to {
        return Err(Problem::malformed("`to` has to be after `from`"));
    }
    if (to - from).num_days() > LONGEST_RANGE {
        return Err(Problem::malformed(format!("at most {LONGEST_RANGE} days are told at once")));
    }
    Ok(())
}

/// Days.
const LONGEST_RANGE: i64 = 400;

/// The id that a body names for the thing at an address, if any, is that thing's.
pub(super) fn check_id<Id: PartialEq>(named: Option<Id>, id: Id) -> Result<Id, Problem> {
    match named {
        Some(named) if named != id => Err(Problem::malformed("`id` is not the one of this address")),
        _ => Ok(id),
    }
}
