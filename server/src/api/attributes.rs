//! Additional attributes of meetings.

use axum::Json;
use axum::extract::State;
use domain::attribute::{Attribute, Form};
use domain::id::{AttributeId, KindId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id};
use super::list::{List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new().routes(routes!(list_attributes, create_attribute)).routes(routes!(replace_attribute))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttributeFields {
    id: Option<AttributeId>,
    name: String,
    form: Form,
    /// Of meetings of which kinds it is asked; of all, if none is named.
    #[serde(default)]
    kinds: Vec<KindId>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    archived: bool,
}

impl AttributeFields {
    fn attribute(self, id: AttributeId) -> Attribute {
        let Self { id: _, name, form, kinds, required, archived } = self;
        Attribute { id, name, form, kinds, required, archived }
    }
}

/// What is asked of meetings beside their own fields.
#[utoipa::path(get, path = "/attributes", tag = "kinds", params(Part),
    responses((status = OK, body = List<Attribute>), Problem))]
async fn list_attributes(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Attribute>>, Problem> {
    Ok(part.of(daybook.store.attributes(asks.who).await?, |attribute| attribute.id.to_string()))
}

/// Defines an attribute. Only administrators do.
#[utoipa::path(post, path = "/attributes", tag = "kinds", request_body = AttributeFields,
    responses((status = CREATED, body = Attribute), Problem))]
async fn create_attribute(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<AttributeFields>,
) -> Result<Created<Attribute>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| AttributeId::generate(now));
    Ok(created("attributes", id, daybook.store.save_attribute(asks.who, fields.attribute(id), now).await?))
}

/// Changes or archives an attribute; the values that meetings have stay. Only administrators do.
#[utoipa::path(put, path = "/attributes/{id}", tag = "kinds", params(("id" = AttributeId, Path)),
    request_body = AttributeFields, responses((status = OK, body = Attribute), Problem))]
async fn replace_attribute(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<AttributeId>,
    Body(fields): Body<AttributeFields>,
) -> Result<Json<Attribute>, Problem> {
    let id = check_id(fields.id, id)?;
    let attribute = fields.attribute(id);
    Ok(Json(daybook.store.save_attribute(asks.who, attribute, daybook.clock.now()).await?))
}
