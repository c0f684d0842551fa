//! Filling an empty database with a made-up organisation, as fast as the engine takes rows.
//!
//! The rows are those that the verbs would have written one by one; what the verbs check, the generator in
//! [`domain::samples`] holds by construction, and the constraints of the database check it again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::change::{Act, Channel, Revision};
use domain::id::PersonId;
use domain::journal::JournalItem;
use domain::meeting::{Meeting, Series, State};
use domain::samples::{Organisation, Sample, SampleSeries, Size};
use domain::time::{IsoWeek, ZoneRules};
use sqlx::types::Json;

use crate::changes::Write;
use crate::db::{bulk, one, run};
use crate::error::{Error, Result};
use crate::meetings::rows::{NewMeeting, insert_all};
use crate::series::rows::{self, Kept};
use crate::{
    Store, attributes, clients, departments, groups, individuals, interests, journal, kinds, people, places,
    points,
};

/// How far the filling has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub meetings: u32,
    pub of: u32,
}

impl Store {
    /// Fills an empty database with the organisation of this size, its meetings around today on the clock of
    /// `rules`; everybody's password is the one behind `password_hash`. All of it or, on a failure, nothing.
    ///
    /// Refused as [`Error::Unsupported`] when there is anybody already.
    pub async fn fill(
        &self,
        size: &Size,
        rules: &ZoneRules,
        password_hash: &str,
        now: DateTime<Utc>,
        mut progress: impl FnMut(Progress),
    ) -> Result<()> {
        let organisation = size.organisation();
        let write = self.write_as(None, Channel::CommandLine, now).await?;
        let mut filling = Filling { write };
        if filling.anybody().await? {
            return Err(Error::Unsupported("only an empty database is filled with the demo organisation"));
        }
        filling.directory(&organisation, password_hash).await?;
        let mut done = 0;
        progress(Progress { meetings: 0, of: size.meetings });
        for series in size.series(&organisation, rules.date(now), rules) {
            filling.series(&series).await?;
            done += series.occurrences.len() as u32;
        }
        for day in size.meetings(&organisation, rules.date(now), rules) {
            for samples in day.chunks(AT_ONCE) {
                filling.meetings(samples).await?;
                done += samples.len() as u32;
                progress(Progress { meetings: done, of: size.meetings });
            }
        }
        run!(filling.write.tx, FILL_CALENDARS)?;
        filling.journal(size, &organisation, rules, now).await?;
        filling.write.commit_directory().await?;
        self.db.analyze().await
    }
}

/// Meetings that are made rows together: many enough that statements are few, few enough that they fit.
const AT_ONCE: usize = 2_000;

struct Filling {
    write: Write,
}

impl Filling {
    async fn anybody(&mut self) -> Result<bool> {
        let (anybody,): (bool,) = one!(self.write.tx, ANYBODY)?;
        Ok(anybody)
    }

    /// Everything that meetings point to, each thing before what points to it; the references that go round are
    /// checked at the commit.
    async fn directory(&mut self, made: &Organisation, password_hash: &str) -> Result<()> {
        let at = self.write.at;
        let tx = &mut self.write.tx;
        for department in &made.departments {
            departments::put(tx, department).await?;
        }
        for person in &made.people {
            people::put(tx, person).await?;
        }
        departments::note_leaders(tx).await?;
        bulk!(tx, CREDENTIALS, &made.people, |person| [person.id.0, password_hash, at])?;
        for group in &made.groups {
            groups::put(tx, group).await?;
        }
        for individual in &made.individuals {
            individuals::put(tx, individual).await?;
        }
        for client in &made.clients {
            clients::put_client(tx, client).await?;
        }
        for contact in &made.contacts {
            clients::put_contact(tx, contact).await?;
        }
        for address in &made.addresses {
            clients::put_address(tx, address).await?;
        }
        for place in &made.places {
            places::put(tx, place).await?;
        }
        for kind in &made.kinds {
            kinds::put(tx, kind, at).await?;
        }
        for category in &made.categories {
            kinds::put_category(tx, category).await?;
        }
        for target in &made.targets {
            points::put_target(tx, target).await?;
        }
        for attribute in &made.attributes {
            attributes::put(tx, attribute).await?;
        }
        for interest in &made.interests {
            interests::put(tx, interest).await?;
        }
        Ok(())
    }

    /// The plans of last week and this one, with what is said about them.
    async fn journal(
        &mut self,
        size: &Size,
        made: &Organisation,
        rules: &ZoneRules,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let today = rules.date(now);
        let people: Vec<PersonId> = made.people.iter().map(|person| person.id).collect();
        for weeks in [-1, 0] {
            let week = IsoWeek::of(today).plus(weeks);
            let mut meetings: BTreeMap<PersonId, Vec<JournalItem>> = BTreeMap::new();
            for (owner, item) in journal::items_of(&mut self.write.tx, &people, week).await? {
                meetings.entry(owner).or_default().push(item);
            }
            for sample in size.plans(made, week, &meetings, today, rules) {
                journal::fill(&mut self.write, sample).await?;
            }
        }
        Ok(())
    }

    async fn series(&mut self, sample: &SampleSeries) -> Result<()> {
        let SampleSeries { series, occurrences, planned_at, through } = sample;
        let version = self.write.next_revision().await?;
        let series = Series { version, ..series.clone() };
        let id = series.id;
        let kept = Kept { series, through: *through, complete: false, removed: false };
        rows::insert(&mut self.write.tx, &kept).await?;
        let lives = self.lives(occurrences.iter().map(|sample| &sample.meeting)).await?;
        let new: Vec<_> = occurrences
            .iter()
            .zip(&lives)
            .map(|(Sample { meeting, span, .. }, life)| NewMeeting {
                meeting,
                version: life.as_ref().map_or(version, |life| life.revision),
                span: *span,
                recurs: Some((id, meeting.when.first_day())),
            })
            .collect();
        insert_all(&mut self.write.tx, &new).await?;
        self.tell(&lives.into_iter().flatten().collect::<Vec<_>>()).await?;
        let told: Vec<_> = occurrences.iter().map(|sample| (sample.meeting.id, vec![Act::Planned])).collect();
        self.write.tell_each(version, &told).await?;
        let people = kept.series.card.participants.iter().filter_map(|invitee| invitee.attendee.person());
        let planned = Act::SeriesPlanned { occurrences: occurrences.len() as u32 };
        run!(
            self.write.tx,
            SERIES_CHANGE,
            version.0,
            *planned_at,
            kept.series.author.0,
            id.0,
            Json([planned]),
            Json(people.collect::<Vec<_>>()),
        )
    }

    async fn meetings(&mut self, samples: &[Sample]) -> Result<()> {
        let first = self.revisions(samples.len()).await?;
        let planned = samples.iter().zip(first..).map(|(sample, revision)| Step {
            revision: Revision(revision),
            at: sample.planned_at,
            meeting: &sample.meeting,
            act: Act::Planned,
        });
        let planned: Vec<_> = planned.collect();
        let lives = self.lives(samples.iter().map(|sample| &sample.meeting)).await?;
        let rows = samples.iter().zip(planned.iter().zip(&lives));
        let new: Vec<_> = rows
            .map(|(Sample { meeting, span, .. }, (planned, life))| NewMeeting {
                meeting,
                version: life.as_ref().map_or(planned.revision, |life| life.revision),
                span: *span,
                recurs: None,
            })
            .collect();
        insert_all(&mut self.write.tx, &new).await?;
        self.tell(&planned).await?;
        self.tell(&lives.into_iter().flatten().collect::<Vec<_>>()).await
    }

    /// How far each of these meetings got, if it went on after it was planned.
    async fn lives<'a>(
        &mut self,
        meetings: impl Iterator<Item = &'a Meeting>,
    ) -> Result<Vec<Option<Step<'a>>>> {
        let mut lives: Vec<_> = meetings.map(Step::last_of).collect();
        let count = lives.iter().flatten().count();
        let first = self.revisions(count).await?;
        for (life, revision) in lives.iter_mut().flatten().zip(first..) {
            life.revision = Revision(revision);
        }
        Ok(lives)
    }

    /// Takes so many revisions in a row, and answers the first.
    async fn revisions(&mut self, count: usize) -> Result<i64> {
        let count = count as i64;
        let (last,): (i64,) = one!(self.write.tx, NEXT_REVISIONS, count)?;
        Ok(last - count + 1)
    }

    async fn tell(&mut self, steps: &[Step<'_>]) -> Result<()> {
        bulk!(self.write.tx, CHANGES, steps, |row| [
            row.revision.0,
            row.at,
            row.meeting.responsible.0,
            "screen",
            "meeting",
            row.meeting.id.0,
            Json([row.act.clone()]),
            Json(row.meeting.people().collect::<Vec<PersonId>>()),
        ])
    }
}

/// One change of one meeting.
struct Step<'a> {
    revision: Revision,
    at: DateTime<Utc>,
    meeting: &'a Meeting,
    act: Act,
}

impl<'a> Step<'a> {
    /// What happened to it last; its revision is still to be set.
    fn last_of(meeting: &'a Meeting) -> Option<Self> {
        let outcome = &meeting.outcome;
        let (at, act) = match meeting.state {
            State::Planned => return None,
            State::InProgress => (outcome.started?, Act::Started),
            State::Closed => {
                let (result, minutes_spent) = (outcome.result.clone(), outcome.minutes_spent);
                (outcome.ended?, Act::Closed { result, minutes_spent })
            }
            State::Cancelled => {
                (outcome.ended?, Act::Cancelled { reason: outcome.cancelled_because.clone() })
            }
        };
        Some(Self { revision: Revision::default(), at, meeting, act })
    }
}

const ANYBODY: &str = "SELECT EXISTS (SELECT 1 FROM person)";

const NEXT_REVISIONS: &str = "UPDATE counter SET revision = revision + $1 WHERE id = 1 RETURNING revision";

const CREDENTIALS: &str = "INSERT INTO credential (person, password_hash, set_at) ";

const CHANGES: &str = "INSERT INTO change (revision, at, done_by, channel, about, meeting, acts, affected) ";

const SERIES_CHANGE: &str = "
    INSERT INTO change (revision, at, done_by, channel, about, series, acts, affected)
    VALUES ($1, $2, $3, 'screen', 'series', $4, $5, $6)";

/// In the order of the key, so that the table is written from one end to the other.
const FILL_CALENDARS: &str = "
    INSERT INTO calendar_entry (person, tier, starts, meeting, ordinal, ends, answer, awaited)
    SELECT participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal,
        occurrence.ends, participant.answer, participant.answer = 'maybe' AND participant.given_by IS NULL
    FROM occurrence JOIN participant ON participant.meeting = occurrence.meeting
    WHERE participant.person IS NOT NULL
    ORDER BY participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal";
