//! When people have time.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::availability::hours::Hours;
use domain::availability::{Firmness, by_freedom};
use domain::id::{DepartmentId, MeetingId, PersonId};
use domain::people::{Circle, Depth};
use domain::time::{Span, ZoneName};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Path, Query, check_range, instant, listed, perhaps_instant, rules};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(free_busy)).routes(routes!(load)).routes(routes!(department_load))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// Ids, separated by commas.
    #[serde(deserialize_with = "listed")]
    #[param(value_type = String)]
    people: Vec<PersonId>,
    #[serde(deserialize_with = "instant")]
    from: DateTime<Utc>,
    #[serde(deserialize_with = "instant")]
    to: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
struct FreeBusy {
    /// In the order in which they were asked for.
    items: Vec<PersonsTime>,
}

#[derive(Serialize, ToSchema)]
struct PersonsTime {
    person: PersonId,
    busy: Vec<Busy>,
}

/// A time that is taken. Whose meeting it is, is told elsewhere, to those who may know.
#[derive(Serialize, ToSchema)]
struct Busy {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// `firm`: accepted. `soft`: not answered yet.
    firmness: Firmness,
}

/// When these people have no time.
#[utoipa::path(get, path = "/free-busy", tag = "availability", params(Whose),
    responses((status = OK, body = FreeBusy), Problem))]
async fn free_busy(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Whose { people, from, to }): Query<Whose>,
) -> Result<Json<FreeBusy>, Problem> {
    check_range(from, to)?;
    if people.len() > MOST_PEOPLE {
        return Err(Problem::malformed(format!("at most {MOST_PEOPLE} people are told at once")));
    }
    let items = daybook.store.free_busy(asks.who, &people, from, to).await?;
    let items = items.into_iter().map(|time| PersonsTime { person: time.person, busy: busy(time.busy) });
    Ok(Json(FreeBusy { items: items.collect() }))
}

/// A whole company.
const MOST_PEOPLE: usize = 2_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PersonsDay {
    /// Oneself, if left out.
    person: Option<PersonId>,
    /// Such as `2026-11-24`.
    day: NaiveDate,
    /// In which the day begins and ends; without it, that of the session.
    zone: Option<ZoneName>,
}

#[derive(Serialize, ToSchema)]
struct Load {
    person: PersonId,
    day: NaiveDate,
    zone: ZoneName,
    /// When this person works on such a day, on the wall clock; absent on a day off.
    hours: Option<Hours>,
    busy: Vec<TakenTime>,
}

/// A time that is taken; by which meeting, only for those who may see it.
#[derive(Serialize, ToSchema)]
struct TakenTime {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// `firm`: accepted. `soft`: not answered yet.
    firmness: Firmness,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting: Option<MeetingId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
}

/// How a person's day is filled (S29).
#[utoipa::path(get, path = "/load", tag = "availability", params(PersonsDay),
    responses((status = OK, body = Load), Problem))]
async fn load(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(PersonsDay { person, day, zone }): Query<PersonsDay>,
) -> Result<Json<Load>, Problem> {
    let person = person.unwrap_or(asks.who.person);
    let zone = zone.unwrap_or(asks.signed_in.zone);
    let hours = daybook.store.person(asks.who, person).await?.hours.on(day);
    let rules = rules(&zone)?;
    let loads = daybook.store.loads(asks.who, &[person], day, &rules).await?;
    let busy = loads.into_iter().flat_map(|load| taken(load.busy)).collect();
    Ok(Json(Load { person, day, zone, hours, busy }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DepartmentsDay {
    /// Such as `2026-11-24`.
    day: NaiveDate,
    /// In which the day begins and ends; without it, that of the session.
    zone: Option<ZoneName>,
    /// `whole`: with the departments below it, as without saying so. `alone`: without them.
    #[serde(default)]
    #[param(inline)]
    depth: Depth,
    /// A time that is proposed: who is free from `start` to `end` comes first.
    #[serde(default, deserialize_with = "perhaps_instant")]
    start: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "perhaps_instant")]
    end: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
struct DepartmentLoad {
    day: NaiveDate,
    zone: ZoneName,
    items: Vec<PersonsLoad>,
}

#[derive(Serialize, ToSchema)]
struct PersonsLoad {
    person: PersonId,
    name: String,
    position: String,
    /// When this person works on that day; absent on a day off.
    works: Option<Span>,
    busy: Vec<TakenTime>,
}

/// How the day of everybody in a department is filled (D21). Who is free at the proposed time comes first, then who
/// has least.
#[utoipa::path(get, path = "/departments/{id}/load", tag = "availability",
    params(("id" = DepartmentId, Path), DepartmentsDay), responses((status = OK, body = DepartmentLoad), Problem))]
async fn department_load(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<DepartmentId>,
    Query(DepartmentsDay { day, zone, depth, start, end }): Query<DepartmentsDay>,
) -> Result<Json<DepartmentLoad>, Problem> {
    let proposed = match (start, end) {
        (Some(start), Some(end)) => {
            Some(Span::new(start, end).ok_or_else(|| Problem::malformed("`end` has to be after `start`"))?)
        }
        (None, None) => None,
        _ => return Err(Problem::malformed("either both of `start` and `end`, or none")),
    };
    let zone = zone.unwrap_or(asks.signed_in.zone);
    let rules = rules(&zone)?;
    let circle = Circle::Department { id, depth };
    let mut loads = daybook.store.loads_of(asks.who, circle, day, &rules).await?;
    by_freedom(&mut loads, rules.day(day), proposed, None);
    let items = loads.into_iter().map(|load| PersonsLoad {
        person: load.person,
        name: load.name,
        position: load.position,
        works: load.works,
        busy: taken(load.busy),
    });
    Ok(Json(DepartmentLoad { day, zone, items: items.collect() }))
}

fn taken(busy: Vec<domain::availability::Busy>) -> Vec<TakenTime> {
    let taken = |busy: domain::availability::Busy| TakenTime {
        start: busy.span.start(),
        end: busy.span.end(),
        firmness: busy.firmness,
        meeting: busy.subject.is_some().then_some(busy.meeting),
        subject: busy.subject,
    };
    busy.into_iter().map(taken).collect()
}

fn busy(times: Vec<(Span, Firmness)>) -> Vec<Busy> {
    let busy = |(span, firmness): (Span, Firmness)| Busy { start: span.start(), end: span.end(), firmness };
    times.into_iter().map(busy).collect()
}
