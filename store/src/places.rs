//! Rooms, and for when they are booked.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::availability::{BookableHours, Closure};
use domain::change::Revision;
use domain::id::{MeetingId, PersonId, PlaceId};
use domain::permission::{Action, Actor, Sight};
use domain::place::{Booking, Occupancy, Place};
use domain::refusal::{Collision, Field};
use domain::time::{Span, When, ZoneRules};
use sqlx::types::Json;
use uuid::Uuid;

use crate::calendar::Parties;
use crate::db::{At, Differs, Ids, Tx, all, first, one, run};
use crate::error::{Error, Result};
use crate::kinds::{count, number};
use crate::tier::Reach;
use crate::words::folded;
use crate::{Store, Who, zones};

impl Store {
    /// Every room, by name, the archived ones last.
    pub async fn places(&self, who: Who) -> Result<Vec<Place>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        every(&mut tx).await
    }

    /// Creates a room, or makes an existing one what is given.
    pub async fn save_place(&self, who: Who, place: Place, now: DateTime<Utc>) -> Result<Place> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        place.check()?;
        let zone = place.bookable.as_ref().map(|bookable| &bookable.zone);
        if zone.is_some_and(|zone| zones::rules(zone).is_none()) {
            return Err(Refusal::Unknown { field: Field::Zone }.into());
        }
        let place = Place { name: place.name.trim().to_owned(), ..place };
        put(&mut write.tx, &place).await?;
        write.commit_directory().await?;
        Ok(place)
    }

    /// The rooms, and for what they are booked within a span (S14). Of a private meeting whoever does not take part
    /// sees only that the room is busy.
    pub async fn occupancy(&self, who: Who, within: Span) -> Result<Occupancy> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let (revision,) = one!(tx, crate::changes::REVISION)?;
        let rooms = every(&mut tx).await?;
        let order: HashMap<_, _> = rooms.iter().enumerate().map(|(order, room)| (room.id, order)).collect();
        let rooms: Vec<Place> = rooms.into_iter().filter(|room| !room.archived).collect();
        let reach = Reach::into(within.start(), within.end());
        let rows: Vec<BookingRow> = all!(
            tx,
            OCCUPANCY,
            actor.person.0,
            At(within.start()),
            At(within.end()),
            At(reach.hours),
            At(reach.days),
            At(reach.week),
            At(reach.year),
        )?;
        let mut bookings = rows.into_iter().map(|row| row.booking(&actor)).collect::<Result<Vec<_>>>()?;
        // The engines would sort whole rows by the names of their rooms.
        bookings.sort_unstable_by_key(|booking| (order.get(&booking.place), booking.span.start()));
        Ok(Occupancy { revision: Revision(revision), closed: closed(&rooms, within), rooms, bookings })
    }
}

/// When the rooms cannot be booked.
fn closed(rooms: &[Place], within: Span) -> Vec<(PlaceId, Span)> {
    let of_room = |room: &Place| {
        let bookable = room.bookable.as_ref()?;
        let rules = zones::rules(&bookable.zone)?;
        let id = room.id;
        Some(bookable.closed(within, &rules).into_iter().map(move |span| (id, span)))
    };
    rooms.iter().filter_map(of_room).flatten().collect()
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put(tx: &mut Tx, place: &Place) -> Result<()> {
    run!(
        tx,
        PUT,
        place.id.0,
        place.name.as_str(),
        folded(&[&place.name]),
        // More than fit on Earth fit nowhere else.
        number(place.capacity.min(i32::MAX as u32))?,
        Json(&place.equipment),
        place.archived,
        place.bookable.as_ref().map(Json),
    )?;
    crate::registers::note(tx).await
}

/// Every room, by name, the archived ones last.
pub(crate) async fn every(tx: &mut Tx) -> Result<Vec<Place>> {
    let rows: Vec<PlaceRow> = all!(tx, LIST)?;
    rows.into_iter().map(PlaceRow::place).collect()
}

/// When a room can be booked, with the clock that it goes by; `None` at any time.
pub(crate) struct Opening(Option<(BookableHours, Arc<ZoneRules>)>);

impl Opening {
    pub(crate) async fn of(tx: &mut Tx, place: PlaceId) -> Result<Self> {
        let row: Option<(Option<Json<BookableHours>>,)> = first!(tx, OPENING, place.0)?;
        let hours = row.and_then(|(hours,)| hours);
        Ok(Self(hours.and_then(|Json(hours)| {
            let rules = zones::rules(&hours.zone)?;
            Some((hours, rules))
        })))
    }

    /// Where a meeting that takes this span leaves the hours.
    pub(crate) fn closure(&self, when: &When, span: &Span) -> Option<Closure> {
        let (hours, rules) = self.0.as_ref()?;
        hours.closure_of(when, span, rules)
    }
}

/// What else a room is booked for in a span, as far as `actor` may know; some of it, if it is a lot.
pub(crate) async fn collisions(
    tx: &mut Tx,
    actor: &Actor,
    place: PlaceId,
    span: Span,
    but: MeetingId,
) -> Result<Vec<Collision>> {
    let (from, to) = (At(span.start()), At(span.end()));
    let rows: Vec<BookingRow> = all!(tx, COLLISIONS, actor.person.0, from, to, place.0, but.0)?;
    rows.into_iter().map(|row| row.collision(actor)).collect()
}

/// What else a room is booked for in any of these spans, those bookings left out, as far as `actor` may know; some
/// of it, if it is a lot.
pub(crate) async fn collisions_of_all(
    tx: &mut Tx,
    actor: &Actor,
    place: PlaceId,
    spans: &[Span],
    but: &[MeetingId],
) -> Result<Vec<Collision>> {
    let rows = booked(tx, actor.person.0, place, spans, but).await?;
    rows.into_iter().map(|row| row.collision(actor)).collect()
}

/// When a room is taken within any of these spans, for Daybook itself.
pub(crate) async fn taken(
    tx: &mut Tx,
    place: PlaceId,
    spans: &[Span],
    but: &[MeetingId],
) -> Result<Vec<Span>> {
    let rows = booked(tx, Uuid::nil(), place, spans, but).await?;
    rows.into_iter().map(|row| row.span()).collect()
}

async fn booked(
    tx: &mut Tx,
    viewer: Uuid,
    place: PlaceId,
    spans: &[Span],
    but: &[MeetingId],
) -> Result<Vec<BookingRow>> {
    if spans.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = spans.iter().map(|span| [span.start().timestamp(), span.end().timestamp()]);
    let wanted: Vec<_> = wanted.collect();
    all!(tx, COLLISIONS_OF_ALL, viewer, Json(wanted), place.0, Ids::of(but))
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    id: Uuid,
    name: String,
    capacity: i32,
    equipment: Json<Vec<String>>,
    bookable: Option<Json<BookableHours>>,
    archived: bool,
}

impl PlaceRow {
    fn place(self) -> Result<Place> {
        Ok(Place {
            id: PlaceId(self.id),
            name: self.name,
            capacity: count(self.capacity)?,
            equipment: self.equipment.0,
            bookable: self.bookable.map(|bookable| bookable.0),
            archived: self.archived,
        })
    }
}

/// The room that a meeting takes, without who looks.
pub(crate) async fn booked_by(tx: &mut Tx, meeting: MeetingId) -> Result<Option<BookingRow>> {
    first!(tx, BOOKED_BY, Uuid::nil(), meeting.0)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct BookingRow {
    place: Uuid,
    meeting: Uuid,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    subject: String,
    organiser: String,
    author: Uuid,
    responsible: Uuid,
    private: bool,
    /// Whether the viewer takes part.
    takes_part: bool,
}

impl BookingRow {
    fn span(&self) -> Result<Span> {
        Span::new(self.starts, self.ends).ok_or_else(|| Error::unreadable("an empty occurrence"))
    }

    fn collision(self, actor: &Actor) -> Result<Collision> {
        let Booking { meeting, span, subject, organiser, .. } = self.booking(actor)?;
        Ok(Collision { meeting, subject, organiser, span })
    }

    /// For somebody of whom only now it is known whether they take part.
    pub(crate) fn told_to(self, actor: &Actor, takes_part: bool) -> Result<Booking> {
        Self { takes_part, ..self }.booking(actor)
    }

    fn booking(self, actor: &Actor) -> Result<Booking> {
        let parties = Parties {
            author: PersonId(self.author),
            responsible: PersonId(self.responsible),
            private: self.private,
            viewer: self.takes_part.then_some(actor.person),
            // Whom the viewer leads counts for meetings that are not private, and those are told to everyone.
            led: false,
        };
        let told = !self.private || actor.sight(&parties) == Sight::Full;
        let yours = self.takes_part || [self.author, self.responsible].contains(&actor.person.0);
        Ok(Booking {
            place: PlaceId(self.place),
            meeting: MeetingId(self.meeting),
            span: self.span()?,
            subject: told.then_some(self.subject),
            organiser: told.then_some(self.organiser),
            yours,
        })
    }
}

const LIST: &str = "
    SELECT id, name, capacity, equipment, bookable, archived FROM place ORDER BY archived, folded, id";

const PUT: &str = "
    INSERT INTO place (id, name, folded, capacity, equipment, archived, bookable)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, capacity = excluded.capacity,
        equipment = excluded.equipment, archived = excluded.archived, bookable = excluded.bookable";

const OPENING: &str = "SELECT bookable FROM place WHERE id = $1";

/// A [`BookingRow`] of each `booked` occurrence.
macro_rules! booking {
    ($booked:expr) => {
        concat!(
            "SELECT booked.place, booked.meeting, booked.starts, booked.ends, meeting.subject,
                organiser.name AS organiser, meeting.author, meeting.responsible, meeting.private,
                EXISTS (
                    SELECT 1 FROM participant WHERE participant.meeting = meeting.id AND participant.person = $1
                ) AS takes_part
            FROM ",
            $booked,
            " AS booked
            JOIN meeting ON meeting.id = booked.meeting
            JOIN person AS organiser ON organiser.id = meeting.responsible"
        )
    };
}

const BOOKED_BY: &str = concat!(
    booking!("occurrence"),
    " WHERE booked.meeting = $2 AND booked.blocks AND booked.place IS NOT NULL ORDER BY booked.ordinal LIMIT 1"
);

/// The bookings of a room do not overlap, so of those that begin before the span only the last one can reach
/// into it.
const COLLISIONS: &str = concat!(
    booking!("occurrence"),
    " WHERE booked.place = $4 AND booked.blocks AND booked.meeting <> $5
        AND booked.starts < $3 AND booked.ends > $2
        AND booked.starts >= coalesce((
            SELECT max(earlier.starts) FROM occurrence AS earlier
            WHERE earlier.place = $4 AND earlier.blocks AND earlier.meeting <> $5 AND earlier.starts <= $2
        ), $2)
    ORDER BY booked.starts LIMIT 20"
);

/// The bookings of the room that overlap one of the spans `$wanted`, but for those `$among`. As above, each span
/// has to look at one booking that begins before it, whosever it is.
macro_rules! collisions_of_all {
    ($wanted:literal, $among:literal) => {
        concat!(
            booking!(concat!(
                "(SELECT DISTINCT occurrence.place, occurrence.meeting, occurrence.starts, occurrence.ends
                FROM (",
                $wanted,
                ") AS wanted CROSS JOIN occurrence
                WHERE occurrence.place = $3 AND occurrence.blocks
                    AND occurrence.starts < wanted.ends AND occurrence.ends > wanted.starts
                    AND occurrence.starts >= coalesce((
                        SELECT max(earlier.starts) FROM occurrence AS earlier
                        WHERE earlier.place = $3 AND earlier.blocks AND earlier.starts <= wanted.starts
                    ), wanted.starts)
                    AND NOT (occurrence.meeting ",
                $among,
                "))"
            )),
            " ORDER BY booked.starts LIMIT 1000"
        )
    };
}

const COLLISIONS_OF_ALL: Differs = Differs {
    sqlite: collisions_of_all!(
        "SELECT value ->> 0 AS starts, value ->> 1 AS ends FROM json_each($2)",
        "IN (SELECT unhex(value) FROM json_each($4))"
    ),
    postgres: collisions_of_all!(
        "SELECT to_timestamp((value ->> 0)::bigint) AS starts, to_timestamp((value ->> 1)::bigint) AS ends
        FROM jsonb_array_elements($2)",
        "= ANY ($4)"
    ),
};

/// The rows of one tier that overlap the span.
macro_rules! tier {
    ($tier:literal, $reach:literal) => {
        concat!(
            "SELECT meeting, place, starts, ends FROM occurrence WHERE blocks AND place IS NOT NULL AND tier = ",
            $tier, " AND starts > ", $reach, " AND starts < $3 AND ends > $2"
        )
    };
}

const OCCUPANCY: &str = booking!(concat!(
    "(",
    tier!("0", "$4"),
    " UNION ALL ",
    tier!("1", "$5"),
    " UNION ALL ",
    tier!("2", "$6"),
    " UNION ALL ",
    tier!("3", "$7"),
    ")"
));
