//! Interaction kinds and categories.

use axum::Json;
use axum::extract::State;
use domain::checklist;
use domain::id::{CategoryId, KindId, TemplateItemId};
use domain::kind::{Category, EventType, Hue, Kind, Predefined, TemplateItem};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Builder;

use super::input::{Body, Path, Query, check_id};
use super::list::{List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_kinds, create_kind))
        .routes(routes!(replace_kind))
        .routes(routes!(list_categories, create_category))
        .routes(routes!(replace_category))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KindFields {
    id: Option<KindId>,
    name: String,
    #[serde(default)]
    purpose: String,
    event_type: EventType,
    #[serde(default)]
    in_journal: bool,
    /// Minutes that choosing the kind gives a meeting.
    default_minutes: u32,
    #[serde(default)]
    points: u32,
    #[serde(default)]
    checklist: Vec<ItemFields>,
    #[serde(default)]
    archived: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ItemFields {
    id: Option<TemplateItemId>,
    text: String,
    /// Whether a meeting can be closed without it.
    #[serde(default)]
    mandatory: bool,
    /// What the item is done with.
    #[serde(default)]
    asks: checklist::Asks,
}

impl KindFields {
    fn kind(self, id: KindId) -> Kind {
        let item = |(place, ItemFields { id: named, text, mandatory, asks })| {
            let id = named.unwrap_or_else(|| item_id(id, place, &text));
            TemplateItem { id, text, mandatory, asks }
        };
        Kind {
            id,
            name: self.name,
            predefined: Predefined::ALL.into_iter().find(|predefined| predefined.id() == id),
            purpose: self.purpose,
            event_type: self.event_type,
            in_journal: self.in_journal,
            default_minutes: self.default_minutes,
            points: self.points,
            checklist: self.checklist.into_iter().enumerate().map(item).collect(),
            archived: self.archived,
        }
    }
}

/// Of an item that comes without one: the same request sent twice names the same items.
fn item_id(kind: KindId, place: usize, text: &str) -> TemplateItemId {
    let hash = Sha256::digest(format!("{kind} {place} {text}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    TemplateItemId(Builder::from_custom_bytes(bytes).into_uuid())
}

/// The interaction kinds with their checklist templates.
#[utoipa::path(get, path = "/kinds", tag = "kinds", params(Part),
    responses((status = OK, body = List<Kind>), Problem))]
async fn list_kinds(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Kind>>, Problem> {
    Ok(part.of(daybook.store.kinds(asks.who).await?, |kind| kind.id.to_string()))
}

/// Adds a kind. Only administrators do.
#[utoipa::path(post, path = "/kinds", tag = "kinds", request_body = KindFields,
    responses((status = CREATED, body = Kind), Problem))]
async fn create_kind(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<KindFields>,
) -> Result<Created<Kind>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| KindId::generate(now));
    Ok(created("kinds", id, daybook.store.save_kind(asks.who, fields.kind(id), now).await?))
}

/// Changes or archives a kind; the checklists of existing meetings stay as they are. Only administrators do.
#[utoipa::path(put, path = "/kinds/{id}", tag = "kinds", params(("id" = KindId, Path)),
    request_body = KindFields, responses((status = OK, body = Kind), Problem))]
async fn replace_kind(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<KindId>,
    Body(fields): Body<KindFields>,
) -> Result<Json<Kind>, Problem> {
    let id = check_id(fields.id, id)?;
    Ok(Json(daybook.store.save_kind(asks.who, fields.kind(id), daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CategoryFields {
    id: Option<CategoryId>,
    name: String,
    color: Hue,
    #[serde(default)]
    archived: bool,
}

impl CategoryFields {
    fn category(self, id: CategoryId) -> Category {
        let Self { id: _, name, color, archived } = self;
        Category { id, name, color, archived }
    }
}

/// The categories of meetings with their colours.
#[utoipa::path(get, path = "/categories", tag = "kinds", params(Part),
    responses((status = OK, body = List<Category>), Problem))]
async fn list_categories(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(part): Query<Part>,
) -> Result<Json<List<Category>>, Problem> {
    Ok(part.of(daybook.store.categories(asks.who).await?, |category| category.id.to_string()))
}

/// Adds a category. Only administrators do.
#[utoipa::path(post, path = "/categories", tag = "kinds", request_body = CategoryFields,
    responses((status = CREATED, body = Category), Problem))]
async fn create_category(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<CategoryFields>,
) -> Result<Created<Category>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| CategoryId::generate(now));
    Ok(created("categories", id, daybook.store.save_category(asks.who, fields.category(id), now).await?))
}

/// Changes or archives a category. Only administrators do.
#[utoipa::path(put, path = "/categories/{id}", tag = "kinds", params(("id" = CategoryId, Path)),
    request_body = CategoryFields, responses((status = OK, body = Category), Problem))]
async fn replace_category(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<CategoryId>,
    Body(fields): Body<CategoryFields>,
) -> Result<Json<Category>, Problem> {
    let id = check_id(fields.id, id)?;
    let category = fields.category(id);
    Ok(Json(daybook.store.save_category(asks.who, category, daybook.clock.now()).await?))
}
