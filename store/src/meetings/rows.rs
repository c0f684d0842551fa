//! Meetings as rows, and rows as meetings.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use domain::change::Revision;
use domain::id::{
    CategoryId, ClientId, ContactId, IndividualId, KindId, MeetingId, Named, PersonId, PlaceId,
};
use domain::kind::Category;
use domain::meeting::{Attendee, Meeting, Participant, ParticipantLine, Reply, Sheet, State};
use domain::permission::Actor;
use domain::time::{Span, When, ZoneName};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{At, Differs, Tx, all, first, run};
use crate::error::{Error, Result};
use crate::kinds::{count, hue, number};
use crate::people::about;
use crate::tier::Tier;
use crate::words::{meaning, word};
use crate::zones;

/// A meeting as it is kept, with the names behind its ids.
pub(super) struct Stored {
    pub(super) meeting: Meeting,
    pub(super) removed: bool,
    names: Names,
    lines: Vec<ParticipantLine>,
}

struct Names {
    kind: String,
    place: Option<String>,
    author: String,
    responsible: String,
    client: Option<String>,
    contact: Option<String>,
    category: Option<Category>,
}

impl Stored {
    /// The card as it shows to `actor`.
    pub(super) fn sheet(self, actor: &Actor) -> Sheet {
        let Self { meeting, names, lines, .. } = self;
        Sheet {
            kind: Named { id: meeting.kind, name: names.kind },
            place: named(meeting.place, names.place),
            author: Named { id: meeting.author, name: names.author },
            responsible: Named { id: meeting.responsible, name: names.responsible },
            client: named(meeting.client, names.client),
            contact: named(meeting.contact, names.contact),
            category: names.category,
            participants: lines,
            permits: actor.permits(&meeting),
            meeting,
        }
    }
}

fn named<Id>(id: Option<Id>, name: Option<String>) -> Option<Named<Id>> {
    id.zip(name).map(|(id, name)| Named { id, name })
}

pub(super) async fn read(tx: &mut Tx, id: MeetingId) -> Result<Option<Stored>> {
    let row: Option<MeetingRow> = first!(tx, MEETING, id.0)?;
    let Some(row) = row else { return Ok(None) };
    let participants: Vec<ParticipantRow> = all!(tx, PARTICIPANTS, id.0)?;
    row.stored(participants).map(Some)
}

pub(super) async fn insert(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    let (all_day, wall_start, length) = columns_of(&meeting.when)?;
    run!(
        tx,
        INSERT,
        meeting.id.0,
        meeting.version.0,
        meeting.subject.as_str(),
        meeting.kind.0,
        all_day,
        wall_start,
        length,
        meeting.when.zone().as_str(),
        meeting.place.map(|place| place.0),
        meeting.author.0,
        meeting.responsible.0,
        meeting.client.map(|client| client.0),
        meeting.contact.map(|contact| contact.0),
        meeting.category.map(|category| category.0),
        meeting.description.as_str(),
        meeting.private,
        word(&meeting.state)?,
    )?;
    insert_participants(tx, meeting).await?;
    insert_occurrence(tx, meeting).await?;
    run!(tx, FILL_CALENDARS, meeting.id.0)
}

/// Writes what differs.
pub(super) async fn update(tx: &mut Tx, before: &Meeting, meeting: &Meeting) -> Result<()> {
    let (all_day, wall_start, length) = columns_of(&meeting.when)?;
    run!(
        tx,
        UPDATE,
        meeting.id.0,
        meeting.version.0,
        meeting.subject.as_str(),
        meeting.kind.0,
        all_day,
        wall_start,
        length,
        meeting.when.zone().as_str(),
        meeting.place.map(|place| place.0),
        meeting.responsible.0,
        meeting.client.map(|client| client.0),
        meeting.contact.map(|contact| contact.0),
        meeting.category.map(|category| category.0),
        meeting.description.as_str(),
        meeting.private,
        word(&meeting.state)?,
    )?;
    let other_people = before.participants != meeting.participants;
    let other_time = before.when != meeting.when
        || before.place != meeting.place
        || holds_its_room(before.state) != holds_its_room(meeting.state);
    if other_people {
        run!(tx, CLEAR_PARTICIPANTS, meeting.id.0)?;
        insert_participants(tx, meeting).await?;
    }
    if other_time {
        // The calendars' rows go with it.
        run!(tx, CLEAR_OCCURRENCES, meeting.id.0)?;
        insert_occurrence(tx, meeting).await?;
    } else if other_people {
        run!(tx, CLEAR_CALENDARS, meeting.id.0)?;
    }
    if other_people || other_time {
        run!(tx, FILL_CALENDARS, meeting.id.0)?;
    }
    Ok(())
}

/// Writes the reply of one participant.
pub(super) async fn answer(tx: &mut Tx, meeting: &Meeting, attendee: Attendee) -> Result<()> {
    let participant = meeting.participants.iter().zip(0_i32..).find(|(each, _)| each.attendee == attendee);
    let Some((Participant { reply, .. }, ordinal)) = participant else { return Ok(()) };
    let answer = word(&reply.answer)?;
    run!(
        tx,
        ANSWER,
        meeting.id.0,
        ordinal,
        answer.as_str(),
        reply.reason.as_str(),
        reply.given.map(|(by, _)| by.0),
        reply.given.map(|(_, at)| at),
    )?;
    if let Some(person) = attendee.person() {
        run!(tx, ANSWER_IN_CALENDAR, meeting.id.0, person.0, answer.as_str(), reply.is_awaited())?;
    }
    run!(tx, SET_VERSION, meeting.id.0, meeting.version.0)
}

pub(super) async fn remove(tx: &mut Tx, id: MeetingId, version: Revision, at: DateTime<Utc>) -> Result<()> {
    run!(tx, SET_REMOVED, id.0, version.0, Some(at))?;
    run!(tx, HOLD_ROOMS, id.0, false)?;
    run!(tx, CLEAR_CALENDARS, id.0)
}

pub(super) async fn restore(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    run!(tx, SET_REMOVED, meeting.id.0, meeting.version.0, None::<DateTime<Utc>>)?;
    run!(tx, HOLD_ROOMS, meeting.id.0, holds_its_room(meeting.state))?;
    run!(tx, FILL_CALENDARS, meeting.id.0)
}

async fn insert_participants(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    let rows = (0_i32..).zip(&meeting.participants).map(|(ordinal, each)| NewParticipant::of(ordinal, each));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    run!(tx, INSERT_PARTICIPANTS, meeting.id.0, Json(&rows))
}

async fn insert_occurrence(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    let span = span(&meeting.when)?;
    run!(
        tx,
        INSERT_OCCURRENCE,
        meeting.id.0,
        0_i32,
        At(span.start()),
        At(span.end()),
        Tier::of(&meeting.when, &span) as i32,
        meeting.place.map(|place| place.0),
        holds_its_room(meeting.state),
    )
}

/// When a meeting is, by the rules of its own zone, which the domain has found to exist.
fn span(when: &When) -> Result<Span> {
    let rules = zones::rules(when.zone()).ok_or_else(|| Error::unreadable("a meeting in an unknown zone"))?;
    Ok(when.span(&rules))
}

fn holds_its_room(state: State) -> bool {
    state != State::Cancelled
}

pub(crate) fn columns_of(when: &When) -> Result<(bool, NaiveDateTime, i32)> {
    Ok(match when {
        When::Timed { start, minutes, .. } => (false, *start, number(*minutes)?),
        When::AllDay { first, days, .. } => (true, first.and_time(NaiveTime::MIN), number(*days)?),
    })
}

#[derive(sqlx::FromRow)]
struct MeetingRow {
    id: Uuid,
    version: i64,
    subject: String,
    kind: Uuid,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    zone: String,
    place: Option<Uuid>,
    author: Uuid,
    responsible: Uuid,
    client: Option<Uuid>,
    contact: Option<Uuid>,
    category: Option<Uuid>,
    description: String,
    private: bool,
    state: String,
    removed: bool,
    kind_name: String,
    place_name: Option<String>,
    author_name: String,
    responsible_name: String,
    client_name: Option<String>,
    contact_name: Option<String>,
    category_name: Option<String>,
    category_color: Option<i32>,
    category_archived: Option<bool>,
}

impl MeetingRow {
    fn stored(self, participants: Vec<ParticipantRow>) -> Result<Stored> {
        let (length, zone) = (count(self.length)?, ZoneName(self.zone));
        let when = if self.all_day {
            When::AllDay { first: self.wall_start.date(), days: length, zone }
        } else {
            When::Timed { start: self.wall_start, minutes: length, zone }
        };
        let category = match (self.category, self.category_name, self.category_color, self.category_archived)
        {
            (Some(id), Some(name), Some(color), Some(archived)) => {
                Some(Category { id: CategoryId(id), name, color: hue(color)?, archived })
            }
            _ => None,
        };
        let lines = participants.into_iter().map(ParticipantRow::line).collect::<Result<Vec<_>>>()?;
        let participant = |line: &ParticipantLine| Participant {
            attendee: line.attendee,
            attendance: line.attendance,
            reply: line.reply.clone(),
        };
        Ok(Stored {
            meeting: Meeting {
                id: MeetingId(self.id),
                version: Revision(self.version),
                subject: self.subject,
                kind: KindId(self.kind),
                when,
                place: self.place.map(PlaceId),
                author: PersonId(self.author),
                responsible: PersonId(self.responsible),
                client: self.client.map(ClientId),
                contact: self.contact.map(ContactId),
                category: self.category.map(CategoryId),
                description: self.description,
                private: self.private,
                state: meaning(&self.state)?,
                participants: lines.iter().map(participant).collect(),
            },
            removed: self.removed,
            names: Names {
                kind: self.kind_name,
                place: self.place_name,
                author: self.author_name,
                responsible: self.responsible_name,
                client: self.client_name,
                contact: self.contact_name,
                category,
            },
            lines,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ParticipantRow {
    person: Option<Uuid>,
    contact: Option<Uuid>,
    individual: Option<Uuid>,
    attendance: String,
    answer: String,
    reason: String,
    given_by: Option<Uuid>,
    given_at: Option<DateTime<Utc>>,
    name: String,
    position: String,
    client: String,
    email: String,
}

impl ParticipantRow {
    fn line(self) -> Result<ParticipantLine> {
        let attendee = match (self.person, self.contact, self.individual) {
            (Some(person), None, None) => Attendee::Person(PersonId(person)),
            (None, Some(contact), None) => Attendee::Contact(ContactId(contact)),
            (None, None, Some(individual)) => Attendee::Individual(IndividualId(individual)),
            _ => return Err(Error::unreadable("a participant who is not exactly one of three")),
        };
        Ok(ParticipantLine {
            attendee,
            name: self.name,
            about: about(&self.position, &self.client),
            email: self.email,
            attendance: meaning(&self.attendance)?,
            reply: Reply {
                answer: meaning(&self.answer)?,
                reason: self.reason,
                given: self.given_by.map(PersonId).zip(self.given_at),
            },
        })
    }
}

/// A participant as [`INSERT_PARTICIPANTS`] takes it; ids without hyphens, as both engines read them.
#[derive(Serialize)]
struct NewParticipant<'a> {
    ordinal: i32,
    person: Option<String>,
    contact: Option<String>,
    individual: Option<String>,
    attendance: String,
    answer: String,
    reason: &'a str,
    given_by: Option<String>,
    given_at: Option<String>,
}

impl<'a> NewParticipant<'a> {
    fn of(ordinal: i32, participant: &'a Participant) -> Result<Self> {
        let id = |id: Uuid| Some(id.simple().to_string());
        let (person, contact, individual) = match participant.attendee {
            Attendee::Person(person) => (id(person.0), None, None),
            Attendee::Contact(contact) => (None, id(contact.0), None),
            Attendee::Individual(individual) => (None, None, id(individual.0)),
        };
        let reply = &participant.reply;
        Ok(Self {
            ordinal,
            person,
            contact,
            individual,
            attendance: word(&participant.attendance)?,
            answer: word(&reply.answer)?,
            reason: &reply.reason,
            given_by: reply.given.and_then(|(by, _)| id(by.0)),
            given_at: reply.given.map(|(_, at)| at.to_rfc3339()),
        })
    }
}

const MEETING: &str = "
    SELECT meeting.id, meeting.version, meeting.subject, meeting.kind, meeting.all_day, meeting.wall_start,
        meeting.length, meeting.zone, meeting.place, meeting.author, meeting.responsible, meeting.client,
        meeting.contact, meeting.category, meeting.description, meeting.private, meeting.state,
        meeting.removed_at IS NOT NULL AS removed,
        kind.name AS kind_name, place.name AS place_name, author.name AS author_name,
        responsible.name AS responsible_name, client.name AS client_name, contact.name AS contact_name,
        category.name AS category_name, category.color AS category_color,
        category.archived AS category_archived
    FROM meeting
    JOIN kind ON kind.id = meeting.kind
    JOIN person AS author ON author.id = meeting.author
    JOIN person AS responsible ON responsible.id = meeting.responsible
    LEFT JOIN place ON place.id = meeting.place
    LEFT JOIN client ON client.id = meeting.client
    LEFT JOIN contact ON contact.id = meeting.contact
    LEFT JOIN category ON category.id = meeting.category
    WHERE meeting.id = $1";

const PARTICIPANTS: &str = "
    SELECT participant.person, participant.contact, participant.individual, participant.attendance,
        participant.answer, participant.reason, participant.given_by, participant.given_at,
        coalesce(person.name, contact.name, individual.name) AS name,
        coalesce(person.position, contact.position, '') AS position,
        coalesce(client.name, '') AS client,
        coalesce(person.email, contact.email, individual.email) AS email
    FROM participant
    LEFT JOIN person ON person.id = participant.person
    LEFT JOIN contact ON contact.id = participant.contact
    LEFT JOIN client ON client.id = contact.client
    LEFT JOIN individual ON individual.id = participant.individual
    WHERE participant.meeting = $1 ORDER BY participant.ordinal";

const INSERT: &str = "
    INSERT INTO meeting (id, version, subject, kind, all_day, wall_start, length, zone, place, author, responsible,
        client, contact, category, description, private, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

const UPDATE: &str = "
    UPDATE meeting SET version = $2, subject = $3, kind = $4, all_day = $5, wall_start = $6, length = $7,
        zone = $8, place = $9, responsible = $10, client = $11, contact = $12, category = $13,
        description = $14, private = $15, state = $16
    WHERE id = $1";

const SET_VERSION: &str = "UPDATE meeting SET version = $2 WHERE id = $1";

const SET_REMOVED: &str = "UPDATE meeting SET version = $2, removed_at = $3 WHERE id = $1";

const INSERT_PARTICIPANTS: Differs = Differs {
    sqlite: "
        INSERT INTO participant (meeting, ordinal, person, contact, individual, attendance, answer, reason,
            given_by, given_at)
        SELECT $1, value ->> 'ordinal', unhex(value ->> 'person'), unhex(value ->> 'contact'),
            unhex(value ->> 'individual'), value ->> 'attendance', value ->> 'answer', value ->> 'reason',
            unhex(value ->> 'given_by'), value ->> 'given_at'
        FROM json_each($2)",
    postgres: "
        INSERT INTO participant (meeting, ordinal, person, contact, individual, attendance, answer, reason,
            given_by, given_at)
        SELECT $1, ordinal, person, contact, individual, attendance, answer, reason, given_by, given_at
        FROM jsonb_to_recordset($2) AS given (ordinal integer, person uuid, contact uuid, individual uuid,
            attendance text, answer text, reason text, given_by uuid, given_at timestamptz)",
};

const CLEAR_PARTICIPANTS: &str = "DELETE FROM participant WHERE meeting = $1";

const ANSWER: &str = "
    UPDATE participant SET answer = $3, reason = $4, given_by = $5, given_at = $6
    WHERE meeting = $1 AND ordinal = $2";

const ANSWER_IN_CALENDAR: &str =
    "UPDATE calendar_entry SET answer = $3, awaited = $4 WHERE meeting = $1 AND person = $2";

const INSERT_OCCURRENCE: &str = "
    INSERT INTO occurrence (meeting, ordinal, starts, ends, tier, place, blocks)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const CLEAR_OCCURRENCES: &str = "DELETE FROM occurrence WHERE meeting = $1";

const HOLD_ROOMS: &str = "UPDATE occurrence SET blocks = $2 WHERE meeting = $1";

const FILL_CALENDARS: &str = "
    INSERT INTO calendar_entry (person, tier, starts, meeting, ordinal, ends, answer, awaited)
    SELECT participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal,
        occurrence.ends, participant.answer, participant.answer = 'maybe' AND participant.given_by IS NULL
    FROM occurrence JOIN participant ON participant.meeting = occurrence.meeting
    WHERE occurrence.meeting = $1 AND participant.person IS NOT NULL";

const CLEAR_CALENDARS: &str = "DELETE FROM calendar_entry WHERE meeting = $1";
