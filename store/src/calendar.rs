//! What stands in whose calendar.
//!
//! A range is one walk over `calendar_entry`, whose key is the order in which it is read: person, tier,
//! start. It touches the rows of that person and that range, however many others there are ([`crate::tier`]).
//! It is one statement, so that what is shown, who looks and the revision are of one state of the data; what rooms are
//! called, and the like, is of that state or a later one ([`crate::registers`]).

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, TimeZone, Utc};
use domain::calendar::{Attends, Details, Entry, MyAnswer, Range, Takes};
use domain::change::Revision;
use domain::id::{CategoryId, MeetingId, PersonId, SeriesId};
use domain::location::Location;
use domain::meeting::{Answer, State};
use domain::people::Role;
use domain::permission::{Actor, Concerns, Sight};
use domain::place::Booking;
use domain::time::Span;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};
use uuid::Uuid;

use crate::db::{At, Differs, Ids, Runs, all, among_in, first};
use crate::error::{Error, Result};
use crate::kinds::count;
use crate::meetings::rows::location;
use crate::places::BookingRow;
use crate::registers::{AtHand, Registers};
use crate::tier::Reach;
use crate::words::meaning;
use crate::{Store, Who};

impl Store {
    /// The meetings of a range in which any of `people` takes part, by start, each once and with those of them whose
    /// time it takes. A meeting that all of them have declined is left out, unless the viewer is one of them. How much
    /// of each is told is the viewer's [`Sight`].
    ///
    /// All-day meetings are dates: the range holds every one that can lie within it in whichever zone the
    /// viewer is, so that one may be a date beside it.
    pub async fn calendar(
        &self,
        who: Who,
        people: &[PersonId],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Range> {
        let (from, to) = (foreseeable(from), foreseeable(to));
        let reach = Reach::into(from, to);
        let mut reader = self.db.reader().await?;
        macro_rules! range {
            ($sql:expr, $people:expr) => {
                all!(
                    reader,
                    $sql,
                    who.person.0,
                    $people,
                    At(from),
                    At(to),
                    At(reach.hours),
                    At(reach.days),
                    At(reach.week),
                    At(reach.year),
                    At(reach.all_day_from),
                    At(reach.all_day_until),
                )
            };
        }
        let rows: Vec<SeenRow> = match people {
            [person] if *person == who.person => range!(OWN, person.0)?,
            [person] => range!(OF_ONE, person.0)?,
            people => range!(OF_SEVERAL, Ids(people.iter().map(|person| person.0).collect()))?,
        };
        let mut seen = Seen::of(rows)?;
        seen.rows.retain(|row| row.can_lie_within(from, to));
        let revision = seen.revision;
        let entries = seen.entries(who, &self.registers, &mut reader).await?;
        Ok(Range { from, to, revision, entries })
    }

    /// The meetings that await an answer of this person and are not over yet, soonest first.
    pub async fn invitations(&self, who: Who, now: DateTime<Utc>) -> Result<Vec<Entry>> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<SeenRow> = all!(reader, INVITATIONS, who.person.0, At(now))?;
        let mut seen = Seen::of(rows)?;
        seen.rows.retain(|row| matches!(meaning(&row.state), Ok(State::Planned | State::InProgress)));
        seen.entries(who, &self.registers, &mut reader).await
    }

    /// The meetings that this person is responsible for, that have ended and are neither closed nor cancelled (S2), by
    /// start; the last ones, if they are many.
    pub async fn unresolved(&self, who: Who, now: DateTime<Utc>) -> Result<Vec<Entry>> {
        let latest = (now + EAST).naive_utc().trunc_subsecs(0);
        let mut reader = self.db.reader().await?;
        let rows: Vec<SeenRow> = all!(reader, UNRESOLVED, who.person.0, At(now), latest)?;
        Seen::of(rows)?.entries(who, &self.registers, &mut reader).await
    }

    /// A meeting as it stands now, to be told to each who watches it; `None` when it is removed, or unknown.
    pub async fn posted(&self, meeting: MeetingId) -> Result<Option<Posted>> {
        let mut tx = self.db.begin_read().await?;
        let row: Option<PostedRow> = first!(tx, POSTED, meeting.0)?;
        let Some(PostedRow { registers, entry }) = row else { return Ok(None) };
        let registers = self.registers.as_of(registers, &mut tx).await?;
        let rows: Vec<(Uuid, String, bool, bool)> = all!(tx, ANSWERS, meeting.0)?;
        let mut people = Vec::with_capacity(rows.len());
        let mut seats = Vec::with_capacity(rows.len());
        for (person, answer, awaited, reminded) in rows {
            people.push(PersonId(person));
            seats.push(Seat { answer: MyAnswer { answer: meaning(&answer)?, awaited }, reminded });
        }
        let booked = crate::places::booked_by(&mut tx, meeting).await?;
        Ok(Some(Posted { standing: entry.standing(&registers)?, people, seats, booked }))
    }
}

/// The present state of a meeting, from which the entry of anybody's calendar can be made.
#[derive(Clone, Debug)]
pub struct Posted {
    standing: Standing,
    people: Vec<PersonId>,
    /// In the order of `people`.
    seats: Vec<Seat>,
    booked: Option<BookingRow>,
}

impl Posted {
    /// As it stands in the calendars of several people that this person looks at, by the rules of
    /// [`Store::calendar`].
    pub fn entry_among(&self, actor: &Actor, is_watched: impl Fn(PersonId) -> bool) -> Entry {
        let attends = self
            .people
            .iter()
            .zip(&self.seats)
            .map(|(person, seat)| Attends { person: *person, answer: seat.answer.answer });
        let watched = attends.filter(|each| {
            is_watched(each.person) && (each.answer != Answer::Declined || each.person == actor.person)
        });
        let mut of: Vec<_> = watched.collect();
        of.sort_unstable_by_key(|each| each.person);
        Entry { of, ..self.entry(actor) }
    }

    /// As it stands in this person's own calendar.
    pub fn entry(&self, actor: &Actor) -> Entry {
        let mine = self.people.iter().position(|person| *person == actor.person);
        let parties = Parties {
            author: self.standing.author,
            responsible: self.standing.responsible,
            private: self.standing.private,
            viewer: mine.map(|_| actor.person),
            led: self.people.iter().any(|person| actor.leads.contains(person)),
        };
        self.standing.clone().entry(actor, &parties, mine.map(|index| self.seats[index]))
    }

    /// Whether it stands in one of the watched calendars when this person looks, by the rules of
    /// [`Store::calendar`].
    pub fn stands_for(&self, actor: &Actor, is_watched: impl Fn(PersonId) -> bool) -> bool {
        let mut watched = self.people.iter().zip(&self.seats).filter(|(person, _)| is_watched(**person));
        watched.any(|(person, seat)| seat.answer.answer != Answer::Declined || *person == actor.person)
            && (!self.standing.state.is_over() || self.entry(actor).details.is_some())
    }

    /// The room that it takes, as far as this person may know.
    pub fn booking(&self, actor: &Actor) -> Result<Option<Booking>> {
        let takes_part = self.people.contains(&actor.person);
        self.booked.clone().map(|row| row.told_to(actor, takes_part)).transpose()
    }

    /// The users who take part: in their calendars it stands.
    pub fn people(&self) -> &[PersonId] {
        &self.people
    }
}

/// What one viewer has to know of a meeting's people for the permission table to tell what they may.
pub(crate) struct Parties {
    pub(crate) author: PersonId,
    pub(crate) responsible: PersonId,
    pub(crate) private: bool,
    /// The viewer, if they take part.
    pub(crate) viewer: Option<PersonId>,
    /// Whether anybody takes part whom the viewer leads.
    pub(crate) led: bool,
}

impl Concerns for Parties {
    fn author(&self) -> PersonId {
        self.author
    }

    fn responsible(&self) -> PersonId {
        self.responsible
    }

    fn is_private(&self) -> bool {
        self.private
    }

    fn involves(&self, person: PersonId) -> bool {
        self.viewer == Some(person)
    }

    fn involves_any(&self, _: &BTreeSet<PersonId>) -> bool {
        self.led
    }
}

/// What somebody looks at, by start, and as of which revision.
pub(crate) struct Seen {
    revision: Revision,
    /// How often what the meetings point to had been written.
    registers: i64,
    role: Role,
    pub(crate) rows: Vec<EntryRow>,
}

impl Seen {
    /// [`Error::Gone`] without a row: there is no such viewer.
    pub(crate) fn of(seen: Vec<SeenRow>) -> Result<Self> {
        let SeenRow { revision, registers, role, .. } = seen.first().ok_or(Error::Gone)?;
        let (revision, registers, role) = (Revision(*revision), *registers, meaning(role)?);
        let mut rows: Vec<_> = seen.into_iter().filter_map(|row| row.entry).collect();
        rows.sort_unstable_by_key(|row| (row.starts, row.id, row.attends));
        Ok(Self { revision, registers, role, rows })
    }

    /// As they stand in the calendars of whoever looks. Whom they lead is told row by row ([`EntryRow::led`]).
    pub(crate) async fn entries(
        self,
        who: Who,
        registers: &AtHand,
        on: &mut impl Runs,
    ) -> Result<Vec<Entry>> {
        let Self { registers: written, role, rows, .. } = self;
        let registers = registers.as_of(written, on).await?;
        let actor = Actor { person: who.person, role, leads: BTreeSet::new(), channel: who.channel };
        let mut entries: Vec<Entry> = Vec::with_capacity(rows.len());
        for row in rows {
            let attends = row.attends()?;
            // Where several take part there is a row for each, next to one another.
            if let (Some(attends), Some(last)) = (attends, entries.last_mut())
                && last.meeting.0 == row.id
            {
                last.of.push(attends);
                continue;
            }
            let mine = match &row.my_answer {
                Some(answer) => {
                    let answer = MyAnswer { answer: meaning(answer)?, awaited: row.awaited };
                    Some(Seat { answer, reminded: row.reminded })
                }
                None => None,
            };
            let parties = Parties {
                author: PersonId(row.author),
                responsible: PersonId(row.responsible),
                private: row.private,
                viewer: mine.map(|_| actor.person),
                led: row.led,
            };
            let standing = row.standing(&registers)?;
            let over = standing.state.is_over();
            let entry = Entry { of: attends.into_iter().collect(), ..standing.entry(&actor, &parties, mine) };
            // Nobody's time is taken by what was closed or cancelled; whoever may see it sees that it was.
            if entry.details.is_some() || !over {
                entries.push(entry);
            }
        }
        Ok(entries)
    }
}

/// No zone is further from UTC, west or east.
const WEST: TimeDelta = TimeDelta::hours(12);
const EAST: TimeDelta = TimeDelta::hours(14);

/// Meetings are in the years of the zone tables; beyond them every range is empty, and some databases fail.
pub(crate) fn foreseeable(instant: DateTime<Utc>) -> DateTime<Utc> {
    let year = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().unwrap_or_default();
    instant.clamp(year(1900), year(2200))
}

#[derive(sqlx::FromRow)]
pub(crate) struct EntryRow {
    id: Uuid,
    version: i64,
    all_day: bool,
    wall_start: NaiveDateTime,
    length: i32,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    subject: String,
    state: String,
    author: Uuid,
    responsible: Uuid,
    private: bool,
    kind: Uuid,
    category: Option<Uuid>,
    place: Option<Uuid>,
    address: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    client: Option<String>,
    series: Option<Uuid>,
    /// The viewer's own, if they take part.
    my_answer: Option<String>,
    awaited: bool,
    /// Whether the viewer wants to be told before it begins.
    reminded: bool,
    /// In whose calendar it is, and their answer, where others' calendars are read.
    #[sqlx(default)]
    attends: Option<Uuid>,
    #[sqlx(default)]
    their_answer: Option<String>,
    /// Whether it is not private and somebody takes part whom the viewer leads.
    led: bool,
}

impl EntryRow {
    /// Whether a date of an all-day meeting lies within the range wherever the viewer is. Of the others the
    /// database has told it.
    fn can_lie_within(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let last_instant = to - TimeDelta::seconds(1);
        let (first, last) = ((from - WEST).date_naive(), (last_instant + EAST).date_naive());
        !self.all_day || (self.first_date() <= last && self.last_date() >= first)
    }

    fn attends(&self) -> Result<Option<Attends>> {
        let Some((person, answer)) = self.attends.zip(self.their_answer.as_ref()) else { return Ok(None) };
        Ok(Some(Attends { person: PersonId(person), answer: meaning(answer)? }))
    }

    fn first_date(&self) -> NaiveDate {
        self.wall_start.date()
    }

    fn last_date(&self) -> NaiveDate {
        let further = u64::try_from(self.length).unwrap_or_default().saturating_sub(1);
        self.first_date().checked_add_days(Days::new(further)).unwrap_or(NaiveDate::MAX)
    }

    fn standing(self, registers: &Registers) -> Result<Standing> {
        let takes = if self.all_day {
            Takes::Days { first: self.first_date(), days: count(self.length)? }
        } else {
            let span = Span::new(self.starts, self.ends);
            Takes::Time { span: span.ok_or_else(|| Error::unreadable("an empty occurrence"))? }
        };
        Ok(Standing {
            meeting: MeetingId(self.id),
            version: Revision(self.version),
            takes,
            subject: self.subject,
            state: meaning(&self.state)?,
            author: PersonId(self.author),
            responsible: PersonId(self.responsible),
            private: self.private,
            event_type: registers.event_type(self.kind)?,
            category: self.category.map(CategoryId),
            color: self.category.map(|category| registers.color(category)).transpose()?,
            place: self.place.map(|place| registers.place(place)).transpose()?,
            address: location(self.address, self.latitude, self.longitude)?,
            client: self.client,
            series: self.series.map(SeriesId),
        })
    }
}

#[derive(sqlx::FromRow)]
struct PostedRow {
    registers: i64,
    #[sqlx(flatten)]
    entry: EntryRow,
}

/// How somebody takes part.
#[derive(Clone, Copy, Debug)]
struct Seat {
    answer: MyAnswer,
    /// They want to be told before it begins.
    reminded: bool,
}

/// A meeting as its entry needs it, whoever looks.
#[derive(Clone, Debug)]
struct Standing {
    meeting: MeetingId,
    version: Revision,
    takes: Takes,
    subject: String,
    state: State,
    author: PersonId,
    responsible: PersonId,
    private: bool,
    event_type: domain::kind::EventType,
    category: Option<CategoryId>,
    color: Option<domain::kind::Hue>,
    place: Option<String>,
    address: Option<Location>,
    client: Option<String>,
    series: Option<SeriesId>,
}

impl Standing {
    fn entry(self, actor: &Actor, parties: &Parties, mine: Option<Seat>) -> Entry {
        let details = (actor.sight(parties) == Sight::Full).then(|| Details {
            subject: self.subject,
            state: self.state,
            event_type: self.event_type,
            category: self.category,
            color: self.color,
            place: self.place,
            address: self.address,
            client: self.client,
            responsible: self.responsible,
            private: self.private,
            series: self.series,
            my_answer: mine.map(|seat| seat.answer),
            reminded: mine.is_some_and(|seat| seat.reminded),
            permits: actor.permits(parties),
        });
        Entry { meeting: self.meeting, version: self.version, takes: self.takes, details, of: Vec::new() }
    }
}

/// An [`EntryRow`], if there is one, beside what there always is.
pub(crate) struct SeenRow {
    revision: i64,
    registers: i64,
    role: String,
    entry: Option<EntryRow>,
}

impl<'r, R> FromRow<'r, R> for SeenRow
where
    R: Row,
    &'static str: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
    EntryRow: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let meeting: Option<Uuid> = row.try_get("id")?;
        Ok(Self {
            revision: row.try_get("revision")?,
            registers: row.try_get("registers")?,
            role: row.try_get("role")?,
            entry: meeting.map(|_| EntryRow::from_row(row)).transpose()?,
        })
    }
}

/// The columns of an [`EntryRow`] but for those that are about the viewer.
macro_rules! columns {
    () => {
        "meeting.id, meeting.version, meeting.all_day, meeting.wall_start, meeting.length, entry.starts,
        entry.ends, meeting.subject, meeting.state, meeting.author, meeting.responsible, meeting.private,
        meeting.kind, meeting.category, meeting.place, meeting.address, meeting.latitude, meeting.longitude,
        client.name AS client, meeting.series, "
    };
}

/// What an `entry` is of.
macro_rules! joins {
    () => {
        " LEFT JOIN meeting ON meeting.id = entry.meeting
        LEFT JOIN client ON client.id = meeting.client "
    };
}

/// The rows of one tier that overlap the range and that not everyone asked for has declined.
macro_rules! tier {
    ($columns:literal, $people:expr, $tier:literal, $reach:literal, $until:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM calendar_entry WHERE person ",
            $people,
            " AND tier = ",
            $tier,
            " AND starts > ",
            $reach,
            " AND starts < ",
            $until,
            " AND ends > ",
            $from,
            " AND (answer <> 'declined' OR person = $1)"
        )
    };
}

/// What there always is to see.
macro_rules! viewer {
    () => {
        "SELECT counter.revision, counter.registers, viewer.role, "
    };
}

/// What a meeting is to the viewer beside their answer. Who leads nobody, or has no reminders, is not asked about each
/// meeting: of an `AND` SQLite may compute both sides, of a `CASE` only what is needed.
macro_rules! to_viewer {
    () => {
        "CASE WHEN NOT meeting.private AND EXISTS (SELECT 1 FROM led_department WHERE leader = $1) THEN EXISTS (
            SELECT 1 FROM participant JOIN person ON person.id = participant.person
            JOIN led_department AS led ON led.leader = $1 AND led.department = person.department
                AND led.instead_of <> person.id
            WHERE participant.meeting = meeting.id AND participant.person <> $1
        ) ELSE FALSE END AS led,
        CASE WHEN EXISTS (SELECT 1 FROM reminder WHERE person = $1) THEN EXISTS (
            SELECT 1 FROM reminder WHERE reminder.person = $1 AND reminder.meeting = meeting.id
        ) ELSE FALSE END AS reminded
        FROM counter JOIN person AS viewer ON viewer.id = $1 AND NOT viewer.archived "
    };
}

/// A range of the calendars of `$people`; `$mine` has the viewer's own answer, `$others` what is told of others'.
macro_rules! seen {
    ($people:expr, $columns:literal, $others:literal, $mine:literal, $join:literal) => {
        concat!(
            viewer!(),
            columns!(),
            $others,
            $mine,
            ".answer AS my_answer, coalesce(",
            $mine,
            ".awaited, FALSE) AS awaited, ",
            to_viewer!(),
            "LEFT JOIN (",
            tier!($columns, $people, "0", "$5", "$4", "$3"),
            " UNION ALL ",
            tier!($columns, $people, "1", "$6", "$4", "$3"),
            " UNION ALL ",
            tier!($columns, $people, "2", "$7", "$10", "$9"),
            " UNION ALL ",
            tier!($columns, $people, "3", "$8", "$10", "$9"),
            ") AS entry ON TRUE",
            joins!(),
            $join
        )
    };
}

pub(crate) use {columns, joins, to_viewer, viewer};

/// The viewer's own calendar.
const OWN: &str = seen!("= $2", "meeting, starts, ends, answer, awaited", "", "entry", "");

/// Others' calendars. The viewer's own entry of a meeting has the same key but for the person.
macro_rules! seen_of_others {
    ($people:expr) => {
        seen!(
            $people,
            "person, answer, meeting, tier, starts, ordinal, ends",
            "entry.person AS attends, entry.answer AS their_answer, ",
            "mine",
            "LEFT JOIN calendar_entry AS mine ON mine.person = $1 AND mine.tier = entry.tier
                AND mine.starts = entry.starts AND mine.meeting = entry.meeting
                AND mine.ordinal = entry.ordinal"
        )
    };
}

const OF_ONE: &str = seen_of_others!("= $2");

const OF_SEVERAL: Differs = among_in!(seen_of_others, "$2");

const INVITATIONS: &str = concat!(
    viewer!(),
    columns!(),
    "entry.answer AS my_answer, coalesce(entry.awaited, FALSE) AS awaited, ",
    to_viewer!(),
    "LEFT JOIN calendar_entry AS entry ON entry.person = $1 AND entry.awaited AND entry.ends > $2",
    joins!(),
);

/// The index `meeting_open` is in this order; what began in the last hours may not have ended. Who is responsible takes
/// part.
const UNRESOLVED: &str = concat!(
    viewer!(),
    columns!(),
    "entry.answer AS my_answer, coalesce(entry.awaited, FALSE) AS awaited, ",
    to_viewer!(),
    "LEFT JOIN (
        SELECT theirs.meeting, theirs.tier, theirs.starts, theirs.ordinal, theirs.ends, theirs.answer,
            theirs.awaited
        FROM meeting AS open
        JOIN calendar_entry AS theirs ON theirs.meeting = open.id AND theirs.person = $1
        WHERE open.responsible = $1 AND open.wall_start <= $3 AND open.state IN ('planned', 'in_progress')
            AND open.removed_at IS NULL AND theirs.ends <= $2
        ORDER BY open.wall_start DESC LIMIT 100
    ) AS entry ON TRUE",
    joins!(),
);

const POSTED: &str = concat!(
    "SELECT counter.registers, ",
    columns!(),
    "NULL AS my_answer, FALSE AS awaited, FALSE AS reminded, FALSE AS led
    FROM counter CROSS JOIN occurrence AS entry",
    joins!(),
    "WHERE entry.meeting = $1 AND meeting.removed_at IS NULL ORDER BY entry.ordinal LIMIT 1"
);

const ANSWERS: &str = "
    SELECT person, answer, answer = 'maybe' AND given_by IS NULL, EXISTS (
        SELECT 1 FROM reminder WHERE reminder.person = participant.person AND reminder.meeting = $1
    ) FROM participant
    WHERE meeting = $1 AND person IS NOT NULL ORDER BY ordinal";
