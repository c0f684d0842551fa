//! What is done to the meetings of approved plans becomes an amendment, whichever verb does it (S64, D7).

use domain::change::{About, Act, PlanVerb, Revision};
use domain::id::MeetingId;
use domain::journal::{Amended, WeekPlan};

use super::{items, rows};
use crate::changes::Write;
use crate::error::Result;

/// Compares meetings that a write has touched with the approved plans that they are, or were, in, and notes what is
/// different there. Without such a plan it reads twice and writes nothing.
pub(crate) async fn amend(write: &mut Write, meetings: &[MeetingId], acts: &[Act]) -> Result<()> {
    if meetings.is_empty() {
        return Ok(());
    }
    let promised = items::promised(&mut write.tx, meetings).await?;
    let keys = promised.iter().filter_map(|(_, there)| there.as_ref());
    let mut plans: Vec<_> = keys.map(|(key, _)| key.id()).collect();
    plans.sort_unstable();
    plans.dedup();
    let approved = rows::read_approved(&mut write.tx, &plans, meetings).await?;
    for mut plan in approved {
        let known = plan.amendments.len();
        for (meeting, there) in &promised {
            let here = there.as_ref().filter(|(key, _)| *key == plan.key);
            let here = here.map(|(_, commitment)| commitment.clone());
            let signed = (write.by(), write.at);
            plan.amend(*meeting, here, reason(acts), signed, Revision::default());
        }
        if plan.amendments.len() > known {
            note(write, plan, known).await?;
        }
    }
    Ok(())
}

/// Writes the amendments after those that are known, as a change of the plan.
async fn note(write: &mut Write, mut plan: WeekPlan, known: usize) -> Result<()> {
    plan.version = write.next_revision().await?;
    let id = plan.key.id();
    let new = &mut plan.amendments[known..];
    for amendment in new.iter_mut() {
        amendment.revision = plan.version;
    }
    let added = new.iter().filter(|it| matches!(it.what, Amended::Added { .. }));
    let added: Vec<_> = added.map(|it| it.meeting).collect();
    rows::insert_amendments(&mut write.tx, id, new).await?;
    rows::hold(&mut write.tx, id, &added).await?;
    rows::put(&mut write.tx, &plan).await?;
    let act = Act::PlanActed { verb: PlanVerb::Amended, words: String::new() };
    let affected = rows::concerned(&mut write.tx, plan.key).await?;
    write.append_alone(plan.version, About::Plan(id), &[act], &affected).await
}

/// The reason that was given along with what was done.
fn reason(acts: &[Act]) -> &str {
    let given = acts.iter().find_map(|act| match act {
        Act::Cancelled { reason } | Act::Reopened { reason } => Some(reason.as_str()),
        _ => None,
    });
    given.unwrap_or_default()
}
