//! What Daybook itself does with series as time goes on.

use chrono::{DateTime, TimeDelta, Utc};
use domain::change::{Act, Channel};
use domain::id::{MeetingId, SeriesId};
use domain::meeting::{Attendee, Draft, Series, Standing};

use super::rows;
use super::{add, commit, expand, horizon, is_complete};
use crate::changes::Write;
use crate::error::{Error, Result};
use crate::meetings::references::standings;
use crate::{Store, places, zones};

impl Store {
    /// Plans the occurrences of every series that have come within the horizon, and answers how many.
    ///
    /// A room that is taken by then is not booked: the occurrence is planned without it, and its history says so.
    /// Who has left is not invited any more. A series whose responsible has left waits until somebody takes it
    /// over. Several processes may do this at once: each finds what the others have left.
    pub async fn extend_series(&self, now: DateTime<Utc>) -> Result<u32> {
        // East of UTC tomorrow has begun already; that one day is planned a few hours later.
        let farthest = now.date_naive() + TimeDelta::days(super::HORIZON);
        let (mut planned, mut after, mut failed) = (0, None, Ok(()));
        loop {
            let ids = rows::to_extend(&mut self.db.reader().await?, farthest, after).await?;
            let Some(last) = ids.last() else { return failed.map(|()| planned) };
            after = Some(*last);
            for id in ids {
                let write = self.write_as(None, Channel::System, now).await?;
                match extend(write, id, now).await {
                    Ok(count) => planned += count,
                    // One series that cannot go on does not keep the others from it.
                    Err(error) => failed = Err(error),
                }
            }
        }
    }
}

async fn extend(mut write: Write, id: SeriesId, now: DateTime<Utc>) -> Result<u32> {
    let Some(mut kept) = rows::read(&mut write.tx, id).await? else { return Ok(0) };
    let rules = zones::rules(kept.series.card.when.zone());
    let rules = rules.ok_or_else(|| Error::unreadable("a series in an unknown zone"))?;
    let through = horizon(now, &rules);
    if kept.removed || kept.complete || through <= kept.through {
        return Ok(0);
    }
    let known = standings(&mut write.tx, &kept.series.card).await?;
    if known.responsible != Standing::Active {
        return Ok(0);
    }
    let series = &kept.series;
    let of_rule = expand::dates(&series.recurrence.rule, series.first(), through)?;
    let dates = series.recurrence.dates(of_rule).into_iter();
    let dates: Vec<_> = dates.filter(|date| *date > kept.through && *date <= through).collect();
    let spans: Vec<_> = dates.iter().map(|date| series.card.when.on(*date).span(&rules)).collect();

    let here = |attendee: Attendee| {
        known.participants.iter().any(|(known, standing)| *known == attendee && *standing == Standing::Active)
    };
    let participants = series.card.participants.iter().filter(|invitee| here(invitee.attendee));
    let card = Draft { participants: participants.copied().collect(), ..series.card.clone() };
    let as_it_is = Series { card, ..series.clone() };
    let mut taken = match series.card.place {
        Some(place) if known.place == Some(Standing::Active) => {
            places::taken(&mut write.tx, place, &spans, &[]).await?
        }
        // What is archived takes no new bookings.
        Some(_) => spans.clone(),
        None => Vec::new(),
    };
    let (mut occurrences, mut told) = (Vec::new(), Vec::new());
    for (date, span) in dates.into_iter().zip(spans) {
        let mut meeting = as_it_is.occurrence(MeetingId::generate(now), date, &known.checklist);
        let mut acts = vec![Act::Planned];
        match meeting.place.take_if(|_| taken.iter().any(|other| other.overlaps(&span))) {
            Some(place) => acts.push(Act::PlaceLost { place }),
            None => taken.push(span),
        }
        told.push((meeting.id, acts));
        occurrences.push((meeting, date, span));
    }

    kept.complete = is_complete(&kept.series, through)?;
    kept.through = through;
    if occurrences.is_empty() {
        rows::update(&mut write.tx, &kept).await?;
        write.commit_untold().await?;
        return Ok(0);
    }
    let revision = write.next_revision().await?;
    kept.series.version = revision;
    rows::update(&mut write.tx, &kept).await?;
    add(&mut write.tx, id, revision, &occurrences).await?;
    for (meeting, date, _) in
        occurrences.iter().filter(|(meeting, ..)| meeting.place != kept.series.card.place)
    {
        rows::mark(&mut write.tx, meeting.id, id, *date, true).await?;
    }
    let count = occurrences.len() as u32;
    let people = occurrences.iter().flat_map(|(meeting, ..)| meeting.people()).collect();
    commit(write, id, revision, vec![Act::SeriesExtended { occurrences: count }], told, people).await?;
    Ok(count)
}
