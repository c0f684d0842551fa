//! Where an address is, and what stands at a position, as far as somebody can be asked (S58, S59).

use app::api::{Found, Sought};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use domain::location::{Location, Position};
use domain::people::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::Query;
use crate::Daybook;
use crate::error::{Code, Problem};
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(look_up))
}

/// One of both.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Whereabouts {
    /// What an address may be known by, as somebody would type it.
    text: Option<String>,
    /// Degrees north and east (WGS 84): what stands there is asked.
    #[param(value_type = Option<String>, example = "51.454500, -2.587900")]
    position: Option<String>,
}

impl Whereabouts {
    fn sought(self) -> Result<Sought, Problem> {
        match (self.text, self.position) {
            (Some(text), None) if !text.trim().is_empty() => Ok(Sought::Text { text }),
            (None, Some(position)) => {
                let position = position.parse::<Position>();
                position
                    .map(|position| Sought::Position { position })
                    .map_err(|why| Problem::malformed(why.to_string()))
            }
            _ => Err(Problem::malformed("either `text` or `position` has to say what is sought")),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct Places {
    /// The likeliest first; none where nothing of that kind is known.
    items: Vec<Location>,
}

/// Looks an address up at the service that is configured, in the language of who asks. Without one, when it does not let
/// Daybook in, has been asked too often or does not answer, the problem says so; an address can be given all the same.
#[utoipa::path(get, path = "/addresses", tag = "clients", params(Whereabouts),
    responses((status = OK, body = Places), Problem))]
async fn look_up(
    State(daybook): State<Daybook>,
    asks: Asks,
    headers: HeaderMap,
    Query(whereabouts): Query<Whereabouts>,
) -> Result<Json<Places>, Problem> {
    let sought = whereabouts.sought()?;
    let tags = headers.get(header::ACCEPT_LANGUAGE).and_then(|tags| tags.to_str().ok());
    let language = asks.signed_in.person.preferences.language;
    let language = language.or_else(|| Language::preferred(tags.unwrap_or_default())).unwrap_or_default();
    let problem = |code, detail: &str| Err(Problem::new(code).because(detail));
    match daybook.geocoding.find(sought, language).await {
        Found::Places { places } => Ok(Json(Places { items: places })),
        Found::NotConfigured => problem(
            Code::NotConfigured,
            "neither a key for Yandex Maps (DAYBOOK_YANDEX_MAPS_KEY) nor a Nominatim server (DAYBOOK_NOMINATIM_URL) is \
             configured",
        ),
        Found::Refused => {
            problem(Code::NotConfigured, "the map service does not accept the key that is configured")
        }
        Found::Quota => problem(Code::TooMany, "the map service has been asked as often as was agreed on"),
        Found::Unreachable => problem(Code::Unreachable, "the map service does not answer"),
    }
}
