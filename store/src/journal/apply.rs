//! Doing what a message suggests (D9), by the rules and permissions of the verbs of meetings.

use domain::attribute::Particulars;
use domain::change::{About, Act};
use domain::id::PersonId;
use domain::journal::chat::Suggested;
use domain::kind::Predefined;
use domain::meeting::{Draft, Meeting};
use domain::permission::Actor;

use crate::changes::Write;
use crate::error::Result;
use crate::meetings::{cancelled, in_whole_seconds, put, references, rows, visible};

/// Within the write that notes the suggestion as applied: both happen, or neither.
/// `reason` is asked for by what needs one.
pub(super) async fn apply(write: &mut Write, actor: &Actor, what: Suggested, reason: &str) -> Result<()> {
    match what {
        Suggested::Move { meeting, to } => {
            let to = in_whole_seconds(to);
            let before = visible(&mut write.tx, actor, meeting).await?.meeting;
            let draft = before.rescheduled(to.clone(), before.place);
            let known = references::of(&mut write.tx, actor, meeting, &draft).await?;
            let mut moved = before.clone();
            let acts = moved.reschedule(actor, to, before.place, &known)?;
            if !acts.is_empty() {
                put(write, &before, moved, acts).await?;
            }
            Ok(())
        }
        Suggested::Cancel { meeting } => {
            let (before, cancelled, acts) = cancelled(write, actor, meeting, reason).await?;
            if !acts.is_empty() {
                put(write, &before.meeting, cancelled, acts).await?;
            }
            Ok(())
        }
        Suggested::Visit { meeting, subject, when, client } => {
            let draft = Draft {
                subject,
                kind: Predefined::MeetingAtClient.id(),
                when: in_whole_seconds(when),
                place: None,
                address: None,
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
            let people: Vec<PersonId> = planned.people().collect();
            write.append(planned.version, About::Meeting(meeting), &[Act::Planned], &people).await
        }
    }
}
