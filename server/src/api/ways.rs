//! How far it is from one address to another (D10).

use axum::Json;
use axum::extract::State;
use domain::journey::Way;
use domain::location::Position;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::Query;
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(way))
}

/// Degrees north and east (WGS 84).
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Between {
    #[param(example = "51.454500, -2.587900")]
    from: String,
    #[param(example = "51.381100, -2.359000")]
    to: String,
}

/// The way between two positions, as far as it is known by now: by road where a router is configured and has told it,
/// and estimated otherwise. A router that has not told it yet is asked meanwhile (`not_answered`).
#[utoipa::path(get, path = "/ways", tag = "clients", params(Between),
    responses((status = OK, body = Way), Problem))]
async fn way(
    State(daybook): State<Daybook>,
    _asks: Asks,
    Query(Between { from, to }): Query<Between>,
) -> Result<Json<Way>, Problem> {
    let position = |text: &str| {
        text.parse::<Position>().map_err(|why| Problem::malformed(format!("`{text}` is no position: {why}")))
    };
    Ok(Json(daybook.store.ways().way(position(&from)?, position(&to)?)))
}
