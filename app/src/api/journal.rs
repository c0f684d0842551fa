//! The meeting journal: week plans, what became of them, and what is said about them.

#[cfg(feature = "ssr")]
use chrono::{DateTime, Utc};
use domain::change::Revision;
use domain::id::{MeetingId, MessageId, PersonId};
use domain::journal::chat::{Conversation, Saying, Spoken, Unread};
use domain::journal::{PlanKey, PlanSheet, Weekly};
use domain::time::IsoWeek;
use leptos::prelude::*;

use super::Failure;
#[cfg(feature = "ssr")]
use super::door::{Door, door, rules};
use super::wire::Wire;

/// The plans of a week that one leads.
#[server(name = AskWeekly, prefix = "/fn", endpoint = "weekly", input = Wire, output = Wire)]
pub async fn weekly(week: IsoWeek) -> Result<Weekly, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.weekly(who, week, rules().date(now), now).await?)
}

/// One's own plan, or that of somebody whom one leads.
#[server(name = AskPlan, prefix = "/fn", endpoint = "week_plan", input = Wire, output = Wire)]
pub async fn week_plan(plan: PlanKey) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.plan_sheet(who, plan, rules().date(now), now).await?)
}

#[server(prefix = "/fn", endpoint = "submit_plan", input = Wire, output = Wire)]
pub async fn submit_plan(plan: PlanKey, note: String) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    store.submit_plan(who, plan, &note, now).await?;
    shown(&store, who, plan, now).await
}

#[server(prefix = "/fn", endpoint = "withdraw_plan", input = Wire, output = Wire)]
pub async fn withdraw_plan(plan: PlanKey) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    store.withdraw_plan(who, plan, now).await?;
    shown(&store, who, plan, now).await
}

/// Approves the edition that was seen.
#[server(prefix = "/fn", endpoint = "approve_plan", input = Wire, output = Wire)]
pub async fn approve_plan(plan: PlanKey, edition: String) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    store.approve_plan(who, plan, &edition, now).await?;
    shown(&store, who, plan, now).await
}

/// Approves the plans of these people in which nothing is found wanting; answers of how many.
#[server(prefix = "/fn", endpoint = "approve_clean", input = Wire, output = Wire)]
pub async fn approve_clean(week: IsoWeek, people: Vec<PersonId>) -> Result<u32, Failure> {
    let Door { store, who, now } = door()?;
    let approved = store.approve_clean(who, week, &people, rules().date(now), now).await?;
    Ok(approved.len() as u32)
}

#[server(prefix = "/fn", endpoint = "return_plan", input = Wire, output = Wire)]
pub async fn return_plan(plan: PlanKey, comment: String) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    store.return_plan(who, plan, &comment, now).await?;
    shown(&store, who, plan, now).await
}

#[server(prefix = "/fn", endpoint = "close_week", input = Wire, output = Wire)]
pub async fn close_week(plan: PlanKey, comment: String) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    store.close_week(who, plan, &comment, rules().date(now), now).await?;
    shown(&store, who, plan, now).await
}

/// Says why a meeting of the approved plan was changed.
#[server(prefix = "/fn", endpoint = "explain_amendment", input = Wire, output = Wire)]
pub async fn explain_amendment(
    plan: PlanKey,
    meeting: MeetingId,
    reason: String,
) -> Result<PlanSheet, Failure> {
    let Door { store, who, now } = door()?;
    store.explain_amendment(who, plan, meeting, &reason, now).await?;
    shown(&store, who, plan, now).await
}

/// Notes that the amendments up to a revision have been seen.
#[server(prefix = "/fn", endpoint = "look_at_plan", input = Wire, output = Wire)]
pub async fn look_at_plan(plan: PlanKey, upto: Revision) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.look_at_plan(who, plan, upto, now).await?)
}

/// A part of the conversation about a plan: the newest, or what is before a revision.
#[server(name = AskConversation, prefix = "/fn", endpoint = "conversation", input = Wire, output = Wire)]
pub async fn conversation(plan: PlanKey, before: Option<Revision>) -> Result<Conversation, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.conversation(who, plan, before, MESSAGES_AT_ONCE).await?)
}

#[cfg(feature = "ssr")]
const MESSAGES_AT_ONCE: u32 = 50;

/// Says something; the same id again says nothing anew.
#[server(prefix = "/fn", endpoint = "say", input = Wire, output = Wire)]
pub async fn say(plan: PlanKey, id: MessageId, saying: Saying) -> Result<Spoken, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.say(who, plan, id, saying, now).await?)
}

#[server(prefix = "/fn", endpoint = "edit_message", input = Wire, output = Wire)]
pub async fn edit_message(id: MessageId, text: String) -> Result<Spoken, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.edit_message(who, id, &text, now).await?)
}

#[server(prefix = "/fn", endpoint = "delete_message", input = Wire, output = Wire)]
pub async fn delete_message(id: MessageId) -> Result<Spoken, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.delete_message(who, id, now).await?)
}

#[server(prefix = "/fn", endpoint = "resolve_message", input = Wire, output = Wire)]
pub async fn resolve_message(id: MessageId, resolved: bool) -> Result<Spoken, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.resolve_message(who, id, resolved, now).await?)
}

/// Does what is suggested; what is cancelled is so for this reason, or for what the message says.
#[server(prefix = "/fn", endpoint = "apply_suggestion", input = Wire, output = Wire)]
pub async fn apply_suggestion(id: MessageId, reason: String) -> Result<Spoken, Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.apply_suggestion(who, id, &reason, now).await?)
}

/// Notes up to which message a conversation has been read.
#[server(prefix = "/fn", endpoint = "read_conversation", input = Wire, output = Wire)]
pub async fn read_conversation(plan: PlanKey, upto: Revision) -> Result<(), Failure> {
    let Door { store, who, now } = door()?;
    Ok(store.read_conversation(who, plan, upto, now).await?)
}

/// The conversations in which something waits to be read.
#[server(name = AskUnread, prefix = "/fn", endpoint = "unread", input = Wire, output = Wire)]
pub async fn unread() -> Result<Vec<Unread>, Failure> {
    let Door { store, who, .. } = door()?;
    Ok(store.unread(who).await?)
}

#[cfg(feature = "ssr")]
async fn shown(
    store: &store::Store,
    who: store::Who,
    plan: PlanKey,
    now: DateTime<Utc>,
) -> Result<PlanSheet, Failure> {
    Ok(store.plan_sheet(who, plan, rules().date(now), now).await?)
}
