//! When people have time.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::availability::hours::Hours;
use domain::id::PersonId;
use domain::time::{Span, ZoneName};
use serde::{Deserialize, Serialize};
use store::Firmness;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Query, check_range, instant, listed, rules};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(free_busy)).routes(routes!(load))
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
    #[schema(value_type = String, example = "firm")]
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
    busy: Vec<Busy>,
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
    let span = rules(&zone)?.day(day);
    let hours = daybook.store.person(asks.who, person).await?.hours.on(day);
    let times = daybook.store.free_busy(asks.who, &[person], span.start(), span.end()).await?;
    let busy = times.into_iter().flat_map(|time| busy(time.busy)).collect();
    Ok(Json(Load { person, day, zone, hours, busy }))
}

fn busy(times: Vec<(Span, Firmness)>) -> Vec<Busy> {
    let busy = |(span, firmness): (Span, Firmness)| Busy { start: span.start(), end: span.end(), firmness };
    times.into_iter().map(busy).collect()
}
