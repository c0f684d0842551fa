//! Who asks.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::change::Channel;
use domain::time::ZoneRules;
use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::{Store, Who};

use super::Failure;
use crate::context::{Clock, Request};

/// What a call needs: the store, who acts, and when.
pub(super) struct Door {
    pub store: Store,
    pub who: Who,
    pub now: DateTime<Utc>,
}

/// Refuses whoever is not signed in.
pub(super) fn door() -> Result<Door, Failure> {
    let request = expect_context::<Request>();
    let signed_in = request.signed_in.ok_or(Failure::SignedOut)?;
    Ok(Door {
        store: expect_context(),
        who: Who { person: signed_in.person.id, channel: Channel::Screen },
        now: expect_context::<Clock>().now(),
    })
}

/// The zone that whoever asks is in.
pub(super) fn rules() -> Arc<ZoneRules> {
    let zone = expect_context::<Request>().signed_in.map(|signed_in| signed_in.zone);
    zone.and_then(|zone| store::zones::rules(&zone)).unwrap_or_else(|| Arc::new(ZoneRules::utc()))
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let (failure, status) = match error {
            store::Error::Refused(refused) => (refused.into(), StatusCode::UNPROCESSABLE_ENTITY),
            store::Error::Conflict { current } => (Self::Conflict { current }, StatusCode::CONFLICT),
            store::Error::Gone => (Self::Gone, StatusCode::NOT_FOUND),
            other => (Self::broken(&other), StatusCode::INTERNAL_SERVER_ERROR),
        };
        // Without it every no would stand in the log and the metrics as a server that broke.
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(status);
        }
        failure
    }
}

impl Failure {
    /// What nobody foresaw: the log is told what it was, the person which request to name.
    fn broken(error: &store::Error) -> Self {
        leptos::logging::error!("a call failed: {error}");
        Self::Broken { request: use_context::<Request>().map(|request| request.id).unwrap_or_default() }
    }
}
