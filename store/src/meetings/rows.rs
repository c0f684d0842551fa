//! Meetings as rows, and rows as meetings.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use domain::attachment::Attachment;
use domain::attribute::{Particulars, Value};
use domain::change::Revision;
use domain::id::{
    AttributeId, CategoryId, ChecklistId, ClientId, ContactId, DepartmentId, IndividualId, InterestId,
    KindId, MeetingId, Named, PersonId, PlaceId, SeriesId,
};
use domain::kind::{Category, EventType};
use domain::location::{Location, Position};
use domain::meeting::{
    AttachmentLine, Attendee, Meeting, Member, Membership, Outcome, Participant, ParticipantLine, Reply,
    Sheet, State,
};
use domain::permission::Actor;
use domain::time::{Recurrence, Span, When, ZoneName};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::checklists::{self, Line};
use crate::db::{At, Differs, Ids, Tx, all, among, bulk, first, run};
use crate::error::{Error, Result};
use crate::kinds::{Present, count, hue, number};
use crate::people::about;
use crate::tier::Tier;
use crate::words::{folded, meaning, word};
use crate::zones;

/// A meeting as it is kept, with the names behind its ids.
pub(crate) struct Stored {
    pub(crate) meeting: Meeting,
    pub(crate) removed: bool,
    /// Set for an occurrence of a series.
    pub(crate) membership: Option<Membership>,
    /// That of its kind.
    pub(crate) event_type: EventType,
    attachments: Vec<(Attachment, String)>,
    /// Who did each item of the checklist.
    done_by: Vec<Option<String>>,
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
    interest: Option<String>,
    department: Option<String>,
}

impl Stored {
    /// The meeting's files.
    pub(super) fn files(&self) -> impl Iterator<Item = &Attachment> {
        self.attachments.iter().map(|(attachment, _)| attachment)
    }

    /// The card as it shows to `actor`.
    pub(crate) fn sheet(self, actor: &Actor) -> Sheet {
        let Self { meeting, membership, event_type, attachments, done_by, names, lines, .. } = self;
        let line = |(attachment, added_by_name)| AttachmentLine { attachment, added_by_name };
        let attachments = attachments.into_iter().map(line);
        Sheet {
            kind: Named { id: meeting.kind, name: names.kind },
            event_type,
            place: named(meeting.place, names.place),
            author: Named { id: meeting.author, name: names.author },
            responsible: Named { id: meeting.responsible, name: names.responsible },
            client: named(meeting.client, names.client),
            contact: named(meeting.contact, names.contact),
            category: names.category,
            interest: named(meeting.particulars.interest, names.interest),
            department: named(meeting.particulars.department, names.department),
            done_by,
            participants: lines,
            attachments: attachments.collect(),
            series: membership,
            permits: actor.permits(&meeting),
            steps: actor.steps(&meeting),
            meeting,
        }
    }
}

fn named<Id>(id: Option<Id>, name: Option<String>) -> Option<Named<Id>> {
    id.zip(name).map(|(id, name)| Named { id, name })
}

pub(crate) async fn read(tx: &mut Tx, id: MeetingId) -> Result<Option<Stored>> {
    let row: Option<MeetingRow> = first!(tx, MEETING, id.0)?;
    let Some(row) = row else { return Ok(None) };
    let participants: Vec<ParticipantRow> = all!(tx, PARTICIPANTS, id.0)?;
    let checklist = checklists::of(tx, id).await?;
    let mut stored = row.stored(participants, checklist)?;
    stored.attachments = crate::attachments::of(tx, id).await?;
    Ok(Some(stored))
}

/// Every occurrence of a series that is not removed, by date.
pub(crate) async fn read_members(tx: &mut Tx, series: SeriesId) -> Result<Vec<Member>> {
    let rows: Vec<MeetingRow> = all!(tx, MEMBERS, series.0)?;
    let participants: Vec<ParticipantRow> = all!(tx, MEMBERS_PARTICIPANTS, series.0)?;
    let mut participants_of: BTreeMap<Uuid, Vec<ParticipantRow>> = BTreeMap::new();
    for row in participants {
        participants_of.entry(row.meeting).or_default().push(row);
    }
    let mut checklists = checklists::of_members(tx, series).await?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        let participants = participants_of.remove(&row.id).unwrap_or_default();
        let checklist = checklists.remove(&row.id).unwrap_or_default();
        let Stored { meeting, membership, .. } = row.stored(participants, checklist)?;
        let Some(Membership { date, altered, .. }) = membership else { continue };
        let span = span(&meeting.when)?;
        members.push(Member { meeting, date, altered, span });
    }
    Ok(members)
}

pub(crate) async fn insert(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
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
        found_by(meeting),
        meeting.particulars.interest.map(|interest| interest.0),
        meeting.particulars.department.map(|department| department.0),
        Json(&meeting.particulars.attributes),
        text_of(meeting),
        north_of(meeting),
        east_of(meeting),
    )?;
    insert_participants(tx, meeting).await?;
    insert_occurrence(tx, meeting).await?;
    run!(tx, FILL_CALENDARS, meeting.id.0)
}

/// A meeting that is written together with others.
pub(crate) struct NewMeeting<'a> {
    pub(crate) meeting: &'a Meeting,
    pub(crate) version: Revision,
    pub(crate) span: Span,
    /// For an occurrence, of which series it is and by which date it is known.
    pub(crate) recurs: Option<(SeriesId, NaiveDate)>,
}

/// Writes new meetings by few statements; [`fill_calendars`] is left to do.
pub(crate) async fn insert_all(tx: &mut Tx, new: &[NewMeeting<'_>]) -> Result<()> {
    let kinds = crate::kinds::present(tx).await?;
    let rows = new.iter().map(|new| NewRow::of(new, &kinds)).collect::<Result<Vec<_>>>()?;
    let ticked = rows.iter().filter_map(|row| Some((row.meeting, row.checklist?)));
    checklists::insert_ticks(tx, ticked).await?;
    bulk!(tx, MEETINGS, &rows, |row| [
        row.meeting.id.0,
        row.version.0,
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
        row.recurs.map(|(series, _)| series.0),
        row.recurs.map(|(_, date)| date),
        row.checklist.map(|checklist| checklist.0),
        row.meeting.outcome.started,
        row.meeting.outcome.ended,
        row.meeting.outcome.result.as_str(),
        row.minutes_spent,
        row.meeting.outcome.cancelled_because.as_str(),
        found_by(row.meeting),
        row.meeting.particulars.interest.map(|interest| interest.0),
        row.meeting.particulars.department.map(|department| department.0),
        Json(&row.meeting.particulars.attributes),
        row.earned,
        text_of(row.meeting),
        north_of(row.meeting),
        east_of(row.meeting),
    ])?;
    let seats: Vec<Seat<'_>> = rows.iter().flat_map(NewRow::seats).collect::<Result<_>>()?;
    bulk!(tx, SEATS, &seats, |seat| [
        seat.meeting,
        seat.ordinal,
        seat.person,
        seat.contact,
        seat.individual,
        seat.attendance.as_str(),
        seat.answer.as_str(),
        seat.reply.reason.as_str(),
        seat.reply.given.map(|(by, _)| by.0),
        seat.reply.given.map(|(_, at)| at),
    ])?;
    insert_occurrences(tx, new.iter().map(|new| (new.meeting, new.span))).await
}

/// Writes the times that meetings take, and the rooms that they hold then.
pub(crate) async fn insert_occurrences<'a>(
    tx: &mut Tx,
    meetings: impl Iterator<Item = (&'a Meeting, Span)>,
) -> Result<()> {
    let meetings: Vec<_> = meetings.collect();
    bulk!(tx, OCCURRENCES, &meetings, |row| [
        row.0.id.0,
        0_i32,
        At(row.1.start()),
        At(row.1.end()),
        Tier::of(&row.0.when, &row.1) as i32,
        row.0.place.map(|place| place.0),
        holds_its_room(row.0.state),
    ])
}

/// Takes the times of meetings away, and their rows in the calendars with them.
pub(crate) async fn clear_occurrences(tx: &mut Tx, meetings: &[MeetingId]) -> Result<()> {
    run!(tx, CLEAR_ALL_OCCURRENCES, Ids::of(meetings))
}

/// Lets meetings stand in the calendars of those who take part.
pub(crate) async fn fill_calendars(tx: &mut Tx, meetings: &[MeetingId]) -> Result<()> {
    run!(tx, FILL_ALL_CALENDARS, Ids::of(meetings))
}

/// Takes several meetings out of every calendar.
pub(crate) async fn remove_all(
    tx: &mut Tx,
    meetings: &[MeetingId],
    version: Revision,
    at: DateTime<Utc>,
) -> Result<()> {
    run!(tx, SET_ALL_REMOVED, Ids::of(meetings), version.0, at)?;
    run!(tx, RELEASE_ALL_ROOMS, Ids::of(meetings), false)?;
    run!(tx, CLEAR_ALL_CALENDARS, Ids::of(meetings))
}

/// A meeting as its row holds it.
struct NewRow<'a> {
    meeting: &'a Meeting,
    version: Revision,
    recurs: Option<(SeriesId, NaiveDate)>,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    state: String,
    checklist: Option<ChecklistId>,
    minutes_spent: Option<i32>,
    earned: Option<i32>,
}

impl<'a> NewRow<'a> {
    fn of(new: &NewMeeting<'a>, kinds: &BTreeMap<KindId, Present>) -> Result<Self> {
        let NewMeeting { meeting, version, recurs, .. } = *new;
        let (all_day, wall_start, length) = columns_of(&meeting.when)?;
        let kind = kinds.get(&meeting.kind).copied().unwrap_or_default();
        Ok(Self {
            meeting,
            version,
            recurs,
            all_day,
            wall_start,
            length,
            state: word(&meeting.state)?,
            checklist: kind.checklist,
            minutes_spent: meeting.outcome.minutes_spent.map(number).transpose()?,
            earned: (meeting.state == State::Closed).then_some(kind.points),
        })
    }

    fn seats(&self) -> impl Iterator<Item = Result<Seat<'a>>> + use<'a> {
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
    reply: &'a Reply,
}

impl<'a> Seat<'a> {
    fn of(meeting: &Meeting, ordinal: i32, participant: &'a Participant) -> Result<Self> {
        let (person, contact, individual) = match participant.attendee {
            Attendee::Person(person) => (Some(person.0), None, None),
            Attendee::Contact(contact) => (None, Some(contact.0), None),
            Attendee::Individual(individual) => (None, None, Some(individual.0)),
        };
        let (attendance, answer) = (word(&participant.attendance)?, word(&participant.reply.answer)?);
        let (meeting, reply) = (meeting.id.0, &participant.reply);
        Ok(Self { meeting, ordinal, person, contact, individual, attendance, answer, reply })
    }
}

/// Writes what differs.
pub(crate) async fn update(tx: &mut Tx, before: &Meeting, meeting: &Meeting) -> Result<()> {
    write(tx, before, meeting).await?;
    let other_people = before.participants != meeting.participants;
    let other_time = takes_other_time(before, meeting);
    if other_people {
        replace_participants(tx, meeting).await?;
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

/// Whether its row in `occurrence` has to be written anew.
pub(crate) fn takes_other_time(before: &Meeting, meeting: &Meeting) -> bool {
    before.when != meeting.when
        || before.place != meeting.place
        || holds_its_room(before.state) != holds_its_room(meeting.state)
}

/// Takes a meeting out of every calendar.
pub(crate) async fn clear_calendars(tx: &mut Tx, meeting: MeetingId) -> Result<()> {
    run!(tx, CLEAR_CALENDARS, meeting.0)
}

pub(crate) async fn replace_participants(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    run!(tx, CLEAR_PARTICIPANTS, meeting.id.0)?;
    insert_participants(tx, meeting).await
}

/// Writes the meeting's own row. An occurrence whose card says something else than before was changed by itself.
pub(crate) async fn write(tx: &mut Tx, before: &Meeting, meeting: &Meeting) -> Result<()> {
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
        before.draft() != meeting.draft(),
        meeting.outcome.started,
        meeting.outcome.ended,
        meeting.outcome.result.as_str(),
        meeting.outcome.minutes_spent.map(number).transpose()?,
        meeting.outcome.cancelled_because.as_str(),
        found_by(meeting),
        meeting.particulars.interest.map(|interest| interest.0),
        meeting.particulars.department.map(|department| department.0),
        Json(&meeting.particulars.attributes),
        text_of(meeting),
        north_of(meeting),
        east_of(meeting),
    )
}

/// Writes the reply of one participant.
pub(crate) async fn answer(tx: &mut Tx, meeting: &Meeting, attendee: Attendee) -> Result<()> {
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

pub(crate) async fn remove(tx: &mut Tx, id: MeetingId, version: Revision, at: DateTime<Utc>) -> Result<()> {
    run!(tx, SET_REMOVED, id.0, version.0, Some(at))?;
    run!(tx, HOLD_ROOMS, id.0, false)?;
    run!(tx, CLEAR_CALENDARS, id.0)
}

pub(crate) async fn restore(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    run!(tx, SET_REMOVED, meeting.id.0, meeting.version.0, None::<DateTime<Utc>>)?;
    // While it was away, its clocks may have come to change otherwise.
    run!(tx, CLEAR_OCCURRENCES, meeting.id.0)?;
    insert_occurrence(tx, meeting).await?;
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
pub(crate) fn span(when: &When) -> Result<Span> {
    let rules = zones::rules(when.zone()).ok_or_else(|| Error::unreadable("a meeting in an unknown zone"))?;
    Ok(when.span(&rules))
}

/// What a meeting itself is found by: its subject, and where it is outside.
fn found_by(meeting: &Meeting) -> String {
    folded(&[&meeting.subject, text_of(meeting).unwrap_or_default()])
}

fn text_of(meeting: &Meeting) -> Option<&str> {
    meeting.address.as_ref().map(|address| address.text.as_str())
}

fn north_of(meeting: &Meeting) -> Option<f64> {
    Some(meeting.address.as_ref()?.position?.north())
}

fn east_of(meeting: &Meeting) -> Option<f64> {
    Some(meeting.address.as_ref()?.position?.east())
}

/// An address as its columns hold it.
pub(crate) fn location(
    text: Option<String>,
    north: Option<f64>,
    east: Option<f64>,
) -> Result<Option<Location>> {
    let Some(text) = text else { return Ok(None) };
    Ok(Some(Location { text, position: position(north, east)? }))
}

pub(crate) fn position(north: Option<f64>, east: Option<f64>) -> Result<Option<Position>> {
    let Some((north, east)) = north.zip(east) else { return Ok(None) };
    let position = Position::degrees(north, east);
    position.map(Some).ok_or_else(|| Error::unreadable("a position that is not on the earth"))
}

fn holds_its_room(state: State) -> bool {
    !state.is_over()
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
    address: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    author: Uuid,
    responsible: Uuid,
    client: Option<Uuid>,
    contact: Option<Uuid>,
    category: Option<Uuid>,
    description: String,
    private: bool,
    state: String,
    removed: bool,
    series: Option<Uuid>,
    recurrence_id: Option<NaiveDate>,
    altered: bool,
    rule: Option<String>,
    exceptions: Option<Json<BTreeSet<NaiveDate>>>,
    additions: Option<Json<BTreeSet<NaiveDate>>>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    result: String,
    minutes_spent: Option<i32>,
    cancelled_because: String,
    event_type: String,
    kind_name: String,
    place_name: Option<String>,
    author_name: String,
    responsible_name: String,
    client_name: Option<String>,
    contact_name: Option<String>,
    category_name: Option<String>,
    category_color: Option<i32>,
    category_archived: Option<bool>,
    interest: Option<Uuid>,
    department: Option<Uuid>,
    attributes: Json<BTreeMap<AttributeId, Value>>,
    interest_name: Option<String>,
    department_name: Option<String>,
}

impl MeetingRow {
    fn stored(self, participants: Vec<ParticipantRow>, checklist: Vec<Line>) -> Result<Stored> {
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
        let membership = match (self.series, self.recurrence_id, self.rule) {
            (Some(id), Some(date), Some(rule)) => Some(Membership {
                id: SeriesId(id),
                recurrence: recurrence(&rule, self.exceptions, self.additions)?,
                date,
                altered: self.altered,
            }),
            _ => None,
        };
        let (checklist, done_by) = checklist.into_iter().unzip();
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
                address: location(self.address, self.latitude, self.longitude)?,
                author: PersonId(self.author),
                responsible: PersonId(self.responsible),
                client: self.client.map(ClientId),
                contact: self.contact.map(ContactId),
                category: self.category.map(CategoryId),
                description: self.description,
                private: self.private,
                particulars: Particulars {
                    interest: self.interest.map(InterestId),
                    department: self.department.map(DepartmentId),
                    attributes: self.attributes.0,
                },
                state: meaning(&self.state)?,
                outcome: Outcome {
                    started: self.started_at,
                    ended: self.ended_at,
                    result: self.result,
                    minutes_spent: self.minutes_spent.map(count).transpose()?,
                    cancelled_because: self.cancelled_because,
                },
                checklist,
                participants: lines.iter().map(participant).collect(),
            },
            removed: self.removed,
            membership,
            event_type: meaning(&self.event_type)?,
            // Who reads a single meeting reads them too.
            attachments: Vec::new(),
            done_by,
            names: Names {
                kind: self.kind_name,
                place: self.place_name,
                author: self.author_name,
                responsible: self.responsible_name,
                client: self.client_name,
                contact: self.contact_name,
                category,
                interest: self.interest_name,
                department: self.department_name,
            },
            lines,
        })
    }
}

/// A rule as it is kept, with its exceptions and additions.
pub(crate) fn recurrence(
    rule: &str,
    exceptions: Option<Json<BTreeSet<NaiveDate>>>,
    additions: Option<Json<BTreeSet<NaiveDate>>>,
) -> Result<Recurrence> {
    Ok(Recurrence {
        rule: rule.parse().map_err(|_| Error::unreadable(format!("no rule: {rule}")))?,
        exceptions: exceptions.map(|dates| dates.0).unwrap_or_default(),
        additions: additions.map(|dates| dates.0).unwrap_or_default(),
    })
}

#[derive(sqlx::FromRow)]
struct ParticipantRow {
    meeting: Uuid,
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

/// A [`MeetingRow`] of each meeting for which it holds.
macro_rules! meeting {
    ($where:literal) => {
        concat!("
    SELECT meeting.id, meeting.version, meeting.subject, meeting.kind, meeting.all_day, meeting.wall_start,
        meeting.length, meeting.zone, meeting.place, meeting.author, meeting.responsible, meeting.client,
        meeting.contact, meeting.category, meeting.description, meeting.private, meeting.state,
        meeting.removed_at IS NOT NULL AS removed, meeting.series, meeting.recurrence_id, meeting.altered,
        series.rule, series.exceptions, series.additions, meeting.started_at, meeting.ended_at,
        meeting.result, meeting.minutes_spent, meeting.cancelled_because, kind.event_type,
        kind.name AS kind_name, place.name AS place_name, author.name AS author_name,
        responsible.name AS responsible_name, client.name AS client_name, contact.name AS contact_name,
        category.name AS category_name, category.color AS category_color,
        category.archived AS category_archived, meeting.interest, meeting.department, meeting.attributes,
        interest.name AS interest_name, department.name AS department_name,
        meeting.address, meeting.latitude, meeting.longitude
    FROM meeting
    JOIN kind ON kind.id = meeting.kind
    JOIN person AS author ON author.id = meeting.author
    JOIN person AS responsible ON responsible.id = meeting.responsible
    LEFT JOIN place ON place.id = meeting.place
    LEFT JOIN client ON client.id = meeting.client
    LEFT JOIN contact ON contact.id = meeting.contact
    LEFT JOIN category ON category.id = meeting.category
    LEFT JOIN interest ON interest.id = meeting.interest
    LEFT JOIN department ON department.id = meeting.department
    LEFT JOIN series ON series.id = meeting.series
    WHERE ", $where)
    };
}

const MEETING: &str = meeting!("meeting.id = $1");

const MEMBERS: &str =
    meeting!("meeting.series = $1 AND meeting.removed_at IS NULL ORDER BY meeting.recurrence_id");

/// A [`ParticipantRow`] of everybody who takes part in what is found.
macro_rules! participants {
    ($where:literal) => {
        concat!("
    SELECT participant.meeting, participant.person, participant.contact, participant.individual, participant.attendance,
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
    WHERE participant.meeting ", $where, " ORDER BY participant.meeting, participant.ordinal")
    };
}

const PARTICIPANTS: &str = participants!("= $1");

const MEMBERS_PARTICIPANTS: &str =
    participants!("IN (SELECT id FROM meeting WHERE series = $1 AND removed_at IS NULL)");

const INSERT: &str = "
    INSERT INTO meeting (id, version, subject, kind, all_day, wall_start, length, zone, place, author, responsible,
        client, contact, category, description, private, state, folded, interest, department,
        attributes, address, latitude, longitude, checklist)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24, (SELECT checklist FROM kind WHERE id = $4))";

/// Another kind brings its own checklist. What is closed has earned what its kind was worth then; what is opened again has
/// earned nothing.
const UPDATE: &str = "
    UPDATE meeting SET version = $2, subject = $3, kind = $4,
        checklist = CASE WHEN kind = $4 THEN checklist
            ELSE (SELECT chosen.checklist FROM kind AS chosen WHERE chosen.id = $4) END, all_day = $5, wall_start = $6, length = $7,
        zone = $8, place = $9, responsible = $10, client = $11, contact = $12, category = $13,
        description = $14, private = $15, state = $16, altered = altered OR (series IS NOT NULL AND $17),
        started_at = $18, ended_at = $19, result = $20, minutes_spent = $21, cancelled_because = $22, folded = $23,
        interest = $24, department = $25, attributes = $26, address = $27, latitude = $28, longitude = $29,
        earned = CASE WHEN $16 <> 'closed' THEN NULL WHEN state = 'closed' THEN earned
            ELSE (SELECT chosen.points FROM kind AS chosen WHERE chosen.id = $4) END
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

const MEETINGS: &str = "
    INSERT INTO meeting (id, version, subject, kind, all_day, wall_start, length, zone, place, author, responsible,
        client, contact, category, description, private, state, series, recurrence_id, checklist, started_at,
        ended_at, result, minutes_spent, cancelled_because, folded, interest, department, attributes, earned,
        address, latitude, longitude) ";

const SEATS: &str = "
    INSERT INTO participant (meeting, ordinal, person, contact, individual, attendance, answer, reason, given_by,
        given_at) ";

const OCCURRENCES: &str = "INSERT INTO occurrence (meeting, ordinal, starts, ends, tier, place, blocks) ";

const CLEAR_ALL_OCCURRENCES: Differs = among!("DELETE FROM occurrence WHERE meeting ", "$1", "");

const CLEAR_ALL_CALENDARS: Differs = among!("DELETE FROM calendar_entry WHERE meeting ", "$1", "");

const RELEASE_ALL_ROOMS: Differs = among!("UPDATE occurrence SET blocks = $2 WHERE meeting ", "$1", "");

const SET_ALL_REMOVED: Differs =
    among!("UPDATE meeting SET version = $2, removed_at = $3 WHERE id ", "$1", "");

const FILL_ALL_CALENDARS: Differs = among!(
    "INSERT INTO calendar_entry (person, tier, starts, meeting, ordinal, ends, answer, awaited)
    SELECT participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal,
        occurrence.ends, participant.answer, participant.answer = 'maybe' AND participant.given_by IS NULL
    FROM occurrence JOIN participant ON participant.meeting = occurrence.meeting
    WHERE participant.person IS NOT NULL AND occurrence.meeting ",
    "$1",
    " ORDER BY participant.person, occurrence.tier, occurrence.starts, occurrence.meeting, occurrence.ordinal",
);
