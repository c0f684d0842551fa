//! Plans and conversations of the demo organisation.

use domain::change::{About, Act, PlanVerb, Revision};
use domain::id::{MeetingId, PersonId};
use domain::journal::chat::{Message, Suggestion};
use domain::journal::{Amended, WeekPlan};
use domain::samples::{Said, SamplePlan};

use super::{chat, rows};
use crate::changes::Write;
use crate::error::Result;

/// Writes the rows that the verbs would have written one by one.
pub(crate) async fn fill(write: &mut Write, sample: SamplePlan) -> Result<()> {
    let SamplePlan { mut plan, head, said } = sample;
    let id = plan.key.id();
    plan.version = write.next_revision().await?;
    for amendment in &mut plan.amendments {
        amendment.revision = plan.version;
    }
    rows::put(&mut write.tx, &plan).await?;
    rows::hold(&mut write.tx, id, &held(&plan)).await?;
    rows::insert_amendments(&mut write.tx, id, &plan.amendments).await?;
    let people = [plan.key.owner, head];
    let verb = if plan.approval.is_some() { PlanVerb::Approved } else { PlanVerb::Submitted };
    let act = Act::PlanActed { verb, words: String::new() };
    write.append_alone(plan.version, About::Plan(id), &[act], &people).await?;
    talk(write, &plan, said, people).await
}

/// The meetings that are, or were, in it.
fn held(plan: &WeekPlan) -> Vec<MeetingId> {
    let approved = plan.approval.iter().flat_map(|approval| approval.content.keys().copied());
    let added = plan.amendments.iter().filter(|it| matches!(it.what, Amended::Added { .. }));
    approved.chain(added.map(|it| it.meeting)).collect()
}

async fn talk(write: &mut Write, plan: &WeekPlan, said: Vec<Said>, people: [PersonId; 2]) -> Result<()> {
    let (mut read, mut root) = (Revision::default(), None);
    for Said { id, by, at, text, anchor, suggestion, answers, read: is_read } in said {
        let posted = write.next_revision().await?;
        let message = Message {
            id,
            plan: plan.key,
            posted,
            version: posted,
            author: by,
            at,
            text,
            mentions: Default::default(),
            anchor,
            thread: root.filter(|_| answers),
            suggestion: suggestion.map(|what| Suggestion { what, applied: None }),
            edited: None,
            deleted: None,
            resolved: None,
        };
        chat::insert(&mut write.tx, &message).await?;
        write.append_alone(posted, About::Message(id), &[Act::Discussed], &people).await?;
        if !answers {
            root = Some(id);
        }
        if is_read {
            read = posted;
        }
    }
    for person in people {
        chat::note_read(&mut write.tx, person, plan.key, read).await?;
    }
    Ok(())
}
