//! Filling an empty database with a made-up organisation, as fast as the engine takes rows.
//!
//! The rows are those that the verbs would have written one by one; what the verbs check, the generator in
//! [`domain::samples`] holds by construction, and the constraints of the database check it again.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::change::{Act, Channel};
use domain::id::PersonId;
use domain::meeting::{Attendee, Meeting, Participant};
use domain::samples::{Organisation, Sample, Size};
use domain::time::{Span, ZoneRules};
use sqlx::types::Json;
use uuid::Uuid;

use crate::changes::Write;
use crate::db::{At, bulk, one, run};
use crate::error::{Error, Result};
use crate::meetings::rows::columns_of;
use crate::tier::Tier;
use crate::words::word;
use crate::{Store, clients, departments, groups, individuals, kinds, people, places};

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
        for day in size.meetings(&organisation, rules.date(now), rules) {
            for samples in day.chunks(AT_ONCE) {
                filling.meetings(samples).await?;
                done += samples.len() as u32;
                progress(Progress { meetings: done, of: size.meetings });
            }
        }
        run!(filling.write.tx, FILL_CALENDARS)?;
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
            kinds::put(tx, kind).await?;
        }
        for category in &made.categories {
            kinds::put_category(tx, category).await?;
        }
        Ok(())
    }

    async fn meetings(&mut self, samples: &[Sample]) -> Result<()> {
        let tx = &mut self.write.tx;
        let count = samples.len() as i64;
        let (last,): (i64,) = one!(tx, NEXT_REVISIONS, count)?;
        let numbered = samples.iter().zip(last - count + 1..);
        let rows =
            numbered.map(|(sample, revision)| Row::of(sample, revision)).collect::<Result<Vec<_>>>()?;
        bulk!(tx, MEETINGS, &rows, |row| [
            row.meeting.id.0,
            row.revision,
            row.meeting.subject.as_str(),
            row.meeting.kind.0,
            row.all_day,
            row.wall_start,
            row.length,
            row.meeting.when.zone().as_str(),
            row.meeting.place.map(|place| place.0),
            row.meeting.author.0,
            row.meeting.responsible.0,
            row.meeting.client.map(|client| client.0),
            row.meeting.contact.map(|contact| contact.0),
            row.meeting.category.map(|category| category.0),
            row.meeting.description.as_str(),
            row.meeting.private,
            row.state.as_str(),
        ])?;
        let seats: Vec<Seat<'_>> = rows.iter().flat_map(Row::seats).collect::<Result<_>>()?;
        bulk!(tx, PARTICIPANTS, &seats, |seat| [
            seat.meeting,
            seat.ordinal,
            seat.person,
            seat.contact,
            seat.individual,
            seat.attendance.as_str(),
            seat.answer.as_str(),
            seat.participant.reply.reason.as_str(),
            seat.participant.reply.given.map(|(by, _)| by.0),
            seat.participant.reply.given.map(|(_, at)| at),
        ])?;
        bulk!(tx, OCCURRENCES, &rows, |row| [
            row.meeting.id.0,
            0_i32,
            At(row.span.start()),
            At(row.span.end()),
            Tier::of(&row.meeting.when, &row.span) as i32,
            row.meeting.place.map(|place| place.0),
            true,
        ])?;
        bulk!(tx, CHANGES, &rows, |row| [
            row.revision,
            row.planned_at,
            row.meeting.author.0,
            "screen",
            "meeting",
            row.meeting.id.0,
            Json([Act::Planned]),
            Json(row.meeting.people().collect::<Vec<PersonId>>()),
        ])
    }
}

/// A meeting as its row holds it.
struct Row<'a> {
    meeting: &'a Meeting,
    span: Span,
    planned_at: DateTime<Utc>,
    revision: i64,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    state: String,
}

impl<'a> Row<'a> {
    fn of(sample: &'a Sample, revision: i64) -> Result<Self> {
        let Sample { meeting, span, planned_at } = sample;
        let (all_day, wall_start, length) = columns_of(&meeting.when)?;
        let state = word(&meeting.state)?;
        Ok(Self {
            meeting,
            span: *span,
            planned_at: *planned_at,
            revision,
            all_day,
            wall_start,
            length,
            state,
        })
    }

    fn seats(&self) -> impl Iterator<Item = Result<Seat<'a>>> {
        let meeting = self.meeting;
        (0..)
            .zip(&meeting.participants)
            .map(move |(ordinal, participant)| Seat::of(meeting, ordinal, participant))
    }
}

/// A participant as its row holds it.
struct Seat<'a> {
    meeting: Uuid,
    ordinal: i32,
    person: Option<Uuid>,
    contact: Option<Uuid>,
    individual: Option<Uuid>,
    attendance: String,
    answer: String,
    participant: &'a Participant,
}

impl<'a> Seat<'a> {
    fn of(meeting: &Meeting, ordinal: i32, participant: &'a Participant) -> Result<Self> {
        let (person, contact, individual) = match participant.attendee {
            Attendee::Person(person) => (Some(person.0), None, None),
            Attendee::Contact(contact) => (None, Some(contact.0), None),
            Attendee::Individual(individual) => (None, None, Some(individual.0)),
        };
        let (attendance, answer) = (word(&participant.attendance)?, word(&participant.reply.answer)?);
        let meeting = meeting.id.0;
        Ok(Self { meeting, ordinal, person, contact, individual, attendance, answer, participant })
    }
}

const ANYBODY: &str = "SELECT EXISTS (SELECT 1 FROM person)";

const NEXT_REVISIONS: &str = "UPDATE counter SET revision = revision + $1 WHERE id = 1 RETURNING revision";

const CREDENTIALS: &str = "INSERT INTO credential (person, password_hash, set_at) ";

const MEETINGS: &str = "
    INSERT INTO meeting (id, version, subject, kind, all_day, wall_start, length, zone, place, author, responsible,
        client, contact, category, description, private, state) ";

const PARTICIPANTS: &str = "
    INSERT INTO participant (meeting, ordinal, person, contact, individual, attendance, answer, reason, given_by,
        given_at) ";

const OCCURRENCES: &str = "INSERT INTO occurrence (meeting, ordinal, starts, ends, tier, place, blocks) ";

const CHANGES: &str = "INSERT INTO change (revision, at, done_by, channel, about, meeting, acts, affected) ";

/// In the order of the key, so that the table is written from one end to the other.
const FILL_CALENDARS: &str = "
    INSERT INTO calendar_entry (person, tier, starts, meeting, ordinal, ends, answer, awaited)
    SELECT participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal,
        occurrence.ends, participant.answer, participant.answer = 'maybe' AND participant.given_by IS NULL
    FROM occurrence JOIN participant ON participant.meeting = occurrence.meeting
    WHERE participant.person IS NOT NULL
    ORDER BY participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal";
