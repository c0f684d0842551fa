//! Rooms, and when they are taken.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::availability::BookableHours;
use domain::id::PlaceId;
use domain::place::{Booking, Place};
use domain::time::ZoneName;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id, rules};
use super::list::{List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_places, create_place))
        .routes(routes!(occupancy))
        .routes(routes!(replace_place))
}

/// A room. Capacity is how many people fit in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlaceFields {
    id: Option<PlaceId>,
    name: String,
    capacity: u32,
    #[serde(default)]
    equipment: Vec<String>,
    /// When it can be booked; left out, at any time. `week` is from Monday to Sunday.
    #[serde(default)]
    bookable: Option<BookableHours>,
    #[serde(default)]
    archived: bool,
}

impl PlaceFields {
    fn place(self, id: PlaceId) -> Place {
        let Self { id: _, name, capacity, equipment, bookable, archived } = self;
        Place { id, name, capacity, equipment, bookable, archived }
    }
}

/// The rooms, archived ones last.
#[utoipa::path(get, path = "/places", tag = "places", params(Part),
    responses((status = OK, body = List<Place>), Problem))]
async fn list_places(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Place>>, Problem> {
    Ok(part.of(daybook.store.places(asks.who).await?, |place| place.id.to_string()))
}

/// Adds a room. Only administrators do.
#[utoipa::path(post, path = "/places", tag = "places", request_body = PlaceFields,
    responses((status = CREATED, body = Place), Problem))]
async fn create_place(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<PlaceFields>,
) -> Result<Created<Place>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| PlaceId::generate(now));
    let place = daybook.store.save_place(asks.who, fields.place(id), now).await?;
    Ok(created("places", id, place))
}

/// Changes or archives a room. Only administrators do.
#[utoipa::path(put, path = "/places/{id}", tag = "places", params(("id" = PlaceId, Path)), request_body = PlaceFields,
    responses((status = OK, body = Place), Problem))]
async fn replace_place(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<PlaceId>,
    Body(fields): Body<PlaceFields>,
) -> Result<Json<Place>, Problem> {
    let id = check_id(fields.id, id)?;
    Ok(Json(daybook.store.save_place(asks.who, fields.place(id), daybook.clock.now()).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Day {
    /// Such as `2026-11-24`.
    day: NaiveDate,
    /// In which the day begins and ends; without it, that of the session.
    zone: Option<ZoneName>,
}

#[derive(Serialize, ToSchema)]
struct Occupancy {
    day: NaiveDate,
    zone: ZoneName,
    items: Vec<Booking>,
}

/// When which room is taken on a day.
#[utoipa::path(get, path = "/places/occupancy", tag = "places", params(Day),
    responses((status = OK, body = Occupancy), Problem))]
async fn occupancy(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Day { day, zone }): Query<Day>,
) -> Result<Json<Occupancy>, Problem> {
    let zone = zone.unwrap_or(asks.signed_in.zone);
    let items = daybook.store.occupancy(asks.who, rules(&zone)?.day(day)).await?.bookings;
    Ok(Json(Occupancy { day, zone, items }))
}
