//! Finding meetings.

use axum::Json;
use axum::extract::State;
use domain::calendar::Found;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Query, rules};
use super::meetings::Occurrence;
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(search))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Sought {
    /// Beginnings of words, in any case: of the subject, the client, the place, or the name of somebody who takes part.
    /// All of them have to be found.
    text: String,
    /// At most so many.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct Finds {
    /// The nearest to now first, past and to come.
    items: Vec<Find>,
}

#[derive(Serialize, ToSchema)]
struct Find {
    meeting: Occurrence,
    /// The names of the participants that were sought.
    people: Vec<String>,
}

/// Finds meetings that one may see.
#[utoipa::path(get, path = "/search", tag = "meetings", params(Sought),
    responses((status = OK, body = Finds), Problem))]
async fn search(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Sought { text, limit }): Query<Sought>,
) -> Result<Json<Finds>, Problem> {
    let rules = rules(&asks.signed_in.zone)?;
    let found = daybook.store.search(asks.who, &text, limit.unwrap_or(USUAL), daybook.clock.now()).await?;
    let items = found
        .into_iter()
        .map(|Found { entry, people }| Find { meeting: Occurrence::of(entry, &rules), people });
    Ok(Json(Finds { items: items.collect() }))
}

const USUAL: u32 = 20;
