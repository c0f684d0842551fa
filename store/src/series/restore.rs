//! Taking back that several occurrences of a series were removed at once.

use chrono::{DateTime, Utc};
use domain::change::{About, Act};
use domain::id::{MeetingId, PersonId};
use domain::{Refusal, Refused};

use super::{rows, standing_series};
use crate::error::{Error, Result};
use crate::meetings::{once_more_if_double_booked, references, rows as meetings, visible_or_removed};
use crate::{Store, Who};

impl Store {
    /// Takes back, as they were, all the occurrences that were removed together with this one; the series goes on as it
    /// did before. Of an occurrence that stands, nothing changes. All of it or nothing: refused where the room of one
    /// has been taken meanwhile.
    ///
    /// [`Error::Conflict`] when the series was changed since; then each can still be taken back by itself
    /// ([`Store::restore_meeting`]).
    pub async fn restore_occurrences(&self, who: Who, id: MeetingId, now: DateTime<Utc>) -> Result<()> {
        once_more_if_double_booked(|| self.try_restore_occurrences(who, id, now)).await
    }

    async fn try_restore_occurrences(&self, who: Who, id: MeetingId, now: DateTime<Utc>) -> Result<()> {
        let (mut write, actor) = self.write(who, now).await?;
        let pivot = visible_or_removed(&mut write.tx, &actor, id).await?;
        if !pivot.removed {
            return Ok(());
        }
        let series = pivot.membership.as_ref().ok_or(Refusal::NotInSeries)?.id;
        let removal = pivot.meeting.version;
        let current = standing_series(&mut write.tx, series).await?;
        let before = rows::read_before(&mut write.tx, current, removal).await?;
        let Some(mut kept) = before else {
            // It was removed by itself.
            drop(write);
            return self.restore_meeting(who, id, now).await.map(drop);
        };
        if kept.series.version != removal {
            return Err(Error::Conflict { current: kept.series.version });
        }

        let mut back = Vec::new();
        let mut reasons: Vec<Refusal> = Vec::new();
        for id in rows::removed_at(&mut write.tx, series, removal).await? {
            let Some(stored) = meetings::read(&mut write.tx, id).await? else { continue };
            let meeting = stored.meeting;
            let known = references::of(&mut write.tx, &actor, id, &meeting.draft()).await?;
            match meeting.restore(&actor, &known) {
                Ok(acts) => back.push((meeting, acts)),
                Err(refused) => {
                    for reason in refused.into_reasons() {
                        if !reasons.contains(&reason) {
                            reasons.push(reason);
                        }
                    }
                }
            }
        }
        Refused::unless_empty(reasons)?;

        let revision = write.next_revision().await?;
        kept.series.version = revision;
        rows::bring_back(&mut write.tx, &kept).await?;
        for (meeting, _) in &mut back {
            meeting.version = revision;
            meetings::restore(&mut write.tx, meeting).await?;
        }
        let acts = vec![Act::SeriesRestored { occurrences: back.len() as u32 }];
        let mut people: Vec<PersonId> = back.iter().flat_map(|(meeting, _)| meeting.people()).collect();
        people.sort_unstable();
        people.dedup();
        let told: Vec<_> = back.into_iter().map(|(meeting, acts)| (meeting.id, acts)).collect();
        write.tell_each(revision, &told).await?;
        write.commit(revision, About::Series(series), acts, people).await
    }
}
