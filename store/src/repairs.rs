//! What could be done instead of a booking that was refused (D4), and for how many dates of a series which room is free.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Refused;
use domain::availability::repair::{self, FARTHEST_DATE, LONGEST_SHIFT, Room, Wanted};
use domain::id::{MeetingId, PlaceId};
use domain::meeting::Draft;
use domain::place::Place;
use domain::time::{Span, ZoneRules};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all};
use crate::error::{Error, Result};
use crate::zones;

/// A booking that somebody wants.
pub(crate) struct Asked<'a> {
    pub(crate) draft: &'a Draft,
    /// The dates of a series; none of a meeting alone.
    pub(crate) dates: &'a [NaiveDate],
    pub(crate) people: u32,
    /// Whose bookings are given up for it.
    pub(crate) own: &'a [MeetingId],
    pub(crate) now: DateTime<Utc>,
}

/// So many rooms are looked at, the smallest that will do first.
const MOST_ROOMS: usize = 40;

/// What the rules answered; if all that is wrong is the room, with what could be done instead.
pub(crate) async fn with_repairs<T>(tx: &mut Tx, asked: Asked<'_>, answer: Result<T, Refused>) -> Result<T> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(refused) if refused.is_about_the_place() => {
            let repairs = find(tx, &asked).await?;
            Err(refused.with_repairs(repairs).into())
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn find(tx: &mut Tx, asked: &Asked<'_>) -> Result<Vec<repair::Repair>> {
    let Asked { draft, dates, people, own, now } = *asked;
    let Some(rules) = zones::rules(draft.when.zone()) else { return Ok(Vec::new()) };
    let places = crate::places::every(tx).await?;
    let Some(here) = places.iter().find(|place| Some(place.id) == draft.place) else { return Ok(Vec::new()) };
    let mut others = repair::suitable(here, people, &places);
    others.truncate(MOST_ROOMS);

    let slack = TimeDelta::minutes(LONGEST_SHIFT.into());
    let wanted: Vec<_> = match dates {
        [] => vec![widened(draft.when.span(&rules), slack)],
        dates => dates.iter().map(|date| draft.when.on(*date).span(&rules)).collect(),
    };
    let around = match dates {
        [] => wanted.clone(),
        _ => wanted.iter().map(|span| widened(*span, TimeDelta::days(FARTHEST_DATE + 1))).collect(),
    };
    let mut taken = taken_in(tx, &[here.id], &around, own).await?;
    let ids: Vec<_> = others.iter().map(|place| place.id).collect();
    taken.extend(taken_in(tx, &ids, &wanted, own).await?);

    let zones = Zones::of(&places);
    let mut room =
        |place| Room { place, rules: zones.rules(place), taken: taken.remove(&place.id).unwrap_or_default() };
    let (here, others) = (room(here), others.into_iter().map(&mut room).collect::<Vec<_>>());
    Ok(repair::repairs(&Wanted { draft, dates, people, rules: &rules, now }, &here, &others))
}

/// The clocks of the rooms.
pub(crate) struct Zones {
    by_place: BTreeMap<PlaceId, Arc<ZoneRules>>,
    utc: ZoneRules,
}

impl Zones {
    pub(crate) fn of(places: &[Place]) -> Self {
        let rules = |place: &Place| Some((place.id, zones::rules(&place.bookable.as_ref()?.zone)?));
        Self { by_place: places.iter().filter_map(rules).collect(), utc: ZoneRules::utc() }
    }

    pub(crate) fn rules(&self, place: &Place) -> &ZoneRules {
        self.by_place.get(&place.id).map_or(&self.utc, |rules| rules)
    }
}

/// When these rooms are taken within any of the spans, by time; bookings of `but` left out.
pub(crate) async fn taken_in(
    tx: &mut Tx,
    places: &[PlaceId],
    spans: &[Span],
    but: &[MeetingId],
) -> Result<BTreeMap<PlaceId, Vec<Span>>> {
    let mut taken: BTreeMap<PlaceId, Vec<Span>> = BTreeMap::new();
    if places.is_empty() || spans.is_empty() {
        return Ok(taken);
    }
    let wanted = spans.iter().map(|span| [span.start().timestamp(), span.end().timestamp()]);
    let wanted: Vec<_> = wanted.collect();
    let ids = Ids(places.iter().map(|place| place.0).collect());
    let rows: Vec<TakenRow> = all!(tx, TAKEN, Json(wanted), ids, Ids::of(but))?;
    for row in rows {
        let span = Span::new(row.starts, row.ends).ok_or_else(|| Error::unreadable("an empty occurrence"))?;
        taken.entry(PlaceId(row.place)).or_default().push(span);
    }
    Ok(taken)
}

fn widened(span: Span, by: TimeDelta) -> Span {
    Span::new(span.start() - by, span.end() + by).unwrap_or(span)
}

#[derive(sqlx::FromRow)]
struct TakenRow {
    place: Uuid,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
}

/// The bookings of a room do not overlap, so of those that begin before a span only the last one can reach into it.
macro_rules! taken {
    ($wanted:literal, $places:literal, $among:literal) => {
        concat!(
            "SELECT DISTINCT occurrence.place, occurrence.starts, occurrence.ends
            FROM (",
            $wanted,
            ") AS wanted CROSS JOIN (",
            $places,
            ") AS room CROSS JOIN occurrence
            WHERE occurrence.place = room.id AND occurrence.blocks
                AND occurrence.starts < wanted.ends AND occurrence.ends > wanted.starts
                AND occurrence.starts >= coalesce((
                    SELECT max(earlier.starts) FROM occurrence AS earlier
                    WHERE earlier.place = room.id AND earlier.blocks AND earlier.starts <= wanted.starts
                ), wanted.starts)
                AND NOT (occurrence.meeting ",
            $among,
            ")
            ORDER BY occurrence.place, occurrence.starts"
        )
    };
}

const TAKEN: Differs = Differs {
    sqlite: taken!(
        "SELECT value ->> 0 AS starts, value ->> 1 AS ends FROM json_each($1)",
        "SELECT unhex(value) AS id FROM json_each($2)",
        "IN (SELECT unhex(value) FROM json_each($3))"
    ),
    postgres: taken!(
        "SELECT to_timestamp((value ->> 0)::bigint) AS starts, to_timestamp((value ->> 1)::bigint) AS ends
        FROM jsonb_array_elements($1)",
        "SELECT unnest($2) AS id",
        "= ANY ($3)"
    ),
};
