//! Doing what a message suggests (D9), by the rules and permissions of the verbs of meetings.

use domain::attribute::Particulars;
use domain::change::{About, Act, Revision};
use domain::id::PersonId;
use domain::journal::chat::Suggested;
use domain::kind::Predefined;
use domain::meeting::{Draft, Meeting};
use domain::permission::Actor;

use crate::changes::Write;
use crate::error::Result;
use crate::meetings::{in_whole_seconds, references, rows, visible};

/// Within the write that notes the suggestion as applied: both happen, or neither.
pub(super) async fn apply(write: &mut Write, actor: &Actor, what: Suggested) -> Result<()> {
    match what {
        Suggested::Move { meeting, to } => {
            let to = in_whole_seconds(to);
            let before = visible(&mut write.tx, actor, meeting).await?.meeting;
            let draft = before.rescheduled(to.clone(), before.place);
            let known = references::of(&mut write.tx, actor, meeting, &draft).await?;
            let mut moved = before.clone();
            let acts = moved.reschedule(actor, to, before.place, &known)?;
            if acts.is_empty() {
                return Ok(());
            }
            moved.version = write.next_revision().await?;
            rows::update(&mut write.tx, &before, &moved).await?;
            tell(write, &before, &moved, &acts).await
        }
        Suggested::Cancel { meeting } => {
            let stored = visible(&mut write.tx, actor, meeting).await?;
            let acts = stored.meeting.remove(actor)?;
            let revision = write.next_revision().await?;
            rows::remove(&mut write.tx, meeting, revision, write.at).await?;
            if let Some(membership) = &stored.membership {
                crate::series::take_out(&mut write.tx, membership, revision).await?;
            }
            let gone = Meeting { version: revision, ..stored.meeting.clone() };
            tell(write, &stored.meeting, &gone, &acts).await
        }
        Suggested::Visit { meeting, subject, when, client } => {
            let draft = Draft {
                subject,
                kind: Predefined::MeetingAtClient.id(),
                when: in_whole_seconds(when),
                place: None,
                responsible: actor.person,
                client,
                contact: None,
                category: None,
                description: String::new(),
                private: false,
                particulars: Particulars::default(),
                participants: Vec::new(),
                crowded: false,
            };
            let known = references::of(&mut write.tx, actor, meeting, &draft).await?;
            let mut planned = Meeting::plan(actor, meeting, draft, &known)?;
            planned.version = write.next_revision().await?;
            rows::insert(&mut write.tx, &planned).await?;
            let before = planned.clone();
            tell(write, &before, &planned, &[Act::Planned]).await
        }
    }
}

async fn tell(write: &mut Write, before: &Meeting, after: &Meeting, acts: &[Act]) -> Result<()> {
    let mut affected: Vec<PersonId> = before.people().chain(after.people()).collect();
    affected.sort_unstable();
    affected.dedup();
    let revision: Revision = after.version;
    write.append(revision, About::Meeting(after.id), acts, &affected).await
}
