//! Rooms, and for when they are booked.

use chrono::{DateTime, Utc};
use domain::id::{MeetingId, PersonId, PlaceId};
use domain::permission::{Action, Actor, Sight};
use domain::place::{Booking, Place};
use domain::refusal::Collision;
use domain::time::Span;
use sqlx::types::Json;
use uuid::Uuid;

use crate::calendar::Parties;
use crate::db::{At, Tx, all, run};
use crate::error::{Error, Result};
use crate::kinds::{count, number};
use crate::tier::Reach;
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// Every room, by name, the archived ones last.
    pub async fn places(&self, who: Who) -> Result<Vec<Place>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<PlaceRow> = all!(tx, LIST)?;
        rows.into_iter().map(PlaceRow::place).collect()
    }

    /// Creates a room, or makes an existing one what is given.
    pub async fn save_place(&self, who: Who, place: Place, now: DateTime<Utc>) -> Result<Place> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        place.check()?;
        let place = Place { name: place.name.trim().to_owned(), ..place };
        put(&mut write.tx, &place).await?;
        write.commit_directory().await?;
        Ok(place)
    }

    /// For when the rooms are booked within a span (S14), by room and time. Of a private meeting whoever does
    /// not take part sees only that the room is busy.
    pub async fn occupancy(&self, who: Who, day: Span) -> Result<Vec<Booking>> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let reach = Reach::into(day.start(), day.end());
        let rows: Vec<BookingRow> = all!(
            tx,
            OCCUPANCY,
            actor.person.0,
            At(day.start()),
            At(day.end()),
            At(reach.hours),
            At(reach.days),
            At(reach.week),
            At(reach.year),
        )?;
        rows.into_iter().map(|row| row.booking(&actor)).collect()
    }
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
    )
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
    let collision = |row: BookingRow| {
        let Booking { meeting, span, subject, organiser, .. } = row.booking(actor)?;
        Ok(Collision { meeting, subject, organiser, span })
    };
    rows.into_iter().map(collision).collect()
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    id: Uuid,
    name: String,
    capacity: i32,
    equipment: Json<Vec<String>>,
    archived: bool,
}

impl PlaceRow {
    fn place(self) -> Result<Place> {
        Ok(Place {
            id: PlaceId(self.id),
            name: self.name,
            capacity: count(self.capacity)?,
            equipment: self.equipment.0,
            archived: self.archived,
        })
    }
}

#[derive(sqlx::FromRow)]
struct BookingRow {
    place: Uuid,
    meeting: Uuid,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    subject: String,
    organiser: String,
    author: Uuid,
    responsible: Uuid,
    private: bool,
    /// Whether the viewer takes part in a private one.
    takes_part: bool,
}

impl BookingRow {
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
        Ok(Booking {
            place: PlaceId(self.place),
            meeting: MeetingId(self.meeting),
            span: Span::new(self.starts, self.ends)
                .ok_or_else(|| Error::unreadable("an empty occurrence"))?,
            subject: told.then_some(self.subject),
            organiser: told.then_some(self.organiser),
        })
    }
}

const LIST: &str = "SELECT id, name, capacity, equipment, archived FROM place ORDER BY archived, folded, id";

const PUT: &str = "
    INSERT INTO place (id, name, folded, capacity, equipment, archived) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, capacity = excluded.capacity,
        equipment = excluded.equipment, archived = excluded.archived";

/// A [`BookingRow`] of each `booked` occurrence.
macro_rules! booking {
    ($booked:expr) => {
        concat!(
            "SELECT booked.place, booked.meeting, booked.starts, booked.ends, meeting.subject,
                organiser.name AS organiser, meeting.author, meeting.responsible, meeting.private,
                meeting.private AND EXISTS (
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

/// The rows of one tier that overlap the span.
macro_rules! tier {
    ($tier:literal, $reach:literal) => {
        concat!(
            "SELECT meeting, place, starts, ends FROM occurrence WHERE blocks AND place IS NOT NULL AND tier = ",
            $tier, " AND starts > ", $reach, " AND starts < $3 AND ends > $2"
        )
    };
}

const OCCUPANCY: &str = concat!(
    booking!(concat!(
        "(",
        tier!("0", "$4"),
        " UNION ALL ",
        tier!("1", "$5"),
        " UNION ALL ",
        tier!("2", "$6"),
        " UNION ALL ",
        tier!("3", "$7"),
        ")"
    )),
    " JOIN place ON place.id = booked.place ORDER BY place.archived, place.folded, place.id, booked.starts"
);
