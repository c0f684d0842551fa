//! Meetings that recur: planning a series, and changing several of its occurrences at once.

use domain::change::Revision;
use domain::id::MeetingId;
#[cfg(feature = "ssr")]
use domain::id::SeriesId;
use domain::meeting::{Answer, Attendee, Draft, Outlook, Prospect, Scope, Sheet};
use domain::time::Recurrence;
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door};
use super::wire::Wire;

/// Plans a series (S12); its first occurrence has this id. The same id sent twice plans it once.
#[server(prefix = "/fn", endpoint = "plan_series", input = Wire, output = Wire)]
pub async fn plan_series(id: MeetingId, draft: Draft, recurrence: Recurrence) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.plan_series(who, SeriesId(id.0), draft, recurrence, now).await?)
}

/// The next dates of a schedule, and what is in the way on each.
#[server(prefix = "/fn", endpoint = "foresee_series", input = Wire, output = Wire)]
pub async fn foresee_series(
    draft: Draft,
    recurrence: Recurrence,
    instead_of: Option<MeetingId>,
) -> Result<Prospect, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.preview_series(who, draft, recurrence, instead_of, now).await?)
}

/// Makes several occurrences what the card of one says.
#[server(prefix = "/fn", endpoint = "revise_series", input = Wire, output = Wire)]
pub async fn revise_series(
    id: MeetingId,
    seen: Revision,
    scope: Scope,
    draft: Draft,
    recurrence: Option<Recurrence>,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.revise_occurrences(who, id, seen, scope, draft, recurrence, now).await?)
}

/// Exactly what [`revise_series`] would do.
#[server(prefix = "/fn", endpoint = "foresee_revision", input = Wire, output = Wire)]
pub async fn foresee_revision(
    id: MeetingId,
    scope: Scope,
    draft: Draft,
    recurrence: Option<Recurrence>,
) -> Result<Outlook, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.preview_revision(who, id, scope, draft, recurrence, now).await?)
}

/// Takes several occurrences out of the calendar.
#[server(prefix = "/fn", endpoint = "remove_series", input = Wire, output = Wire)]
pub async fn remove_series(id: MeetingId, seen: Revision, scope: Scope) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.remove_occurrences(who, id, seen, scope, now).await?)
}

/// Takes back what [`remove_series`] did.
#[server(prefix = "/fn", endpoint = "restore_series", input = Wire, output = Wire)]
pub async fn restore_series(id: MeetingId) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.restore_occurrences(who, id, now).await?)
}

/// Exactly what [`remove_series`] would do.
#[server(prefix = "/fn", endpoint = "foresee_removal", input = Wire, output = Wire)]
pub async fn foresee_removal(id: MeetingId, scope: Scope) -> Result<Outlook, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.preview_removal(who, id, scope, now).await?)
}

/// Answers every occurrence that is open and not over, and those still to come.
#[server(prefix = "/fn", endpoint = "respond_in_series", input = Wire, output = Wire)]
pub async fn respond_in_series(
    id: MeetingId,
    attendee: Attendee,
    answer: Answer,
    reason: String,
) -> Result<Sheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.respond_in_series(who, id, attendee, answer, reason, now).await?)
}
