//! Clients, the people who work for them and their offices.

use axum::Json;
use axum::extract::State;
use domain::Refusal;
use domain::client::{Address, Client, Contact, Interest};
use domain::id::{AddressId, ClientId, ContactId, InterestId, PersonId};
use domain::location::Position;
use domain::refusal::Field;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, Path, Query, check_id};
use super::list::{Find, List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_clients, create_client))
        .routes(routes!(show_client, replace_client))
        .routes(routes!(list_contacts, create_contact))
        .routes(routes!(replace_contact))
        .routes(routes!(list_interests, create_interest))
        .routes(routes!(replace_interest))
        .routes(routes!(create_address))
        .routes(routes!(replace_address))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClientFields {
    id: Option<ClientId>,
    name: String,
    #[serde(default)]
    tax_number: String,
    #[serde(default)]
    phone: String,
    /// Who a meeting with the client is held with unless another is named.
    main_contact: Option<ContactId>,
    main_address: Option<AddressId>,
    /// Who looks after the client.
    responsible: Option<PersonId>,
    #[serde(default)]
    archived: bool,
}

impl ClientFields {
    fn client(self, id: ClientId) -> Client {
        Client {
            id,
            name: self.name,
            tax_number: self.tax_number,
            phone: self.phone,
            main_contact: self.main_contact,
            main_address: self.main_address,
            responsible: self.responsible,
            archived: self.archived,
        }
    }
}

/// A client with everyone who works there and every office.
#[derive(Serialize, ToSchema)]
struct ClientCard {
    #[serde(flatten)]
    client: Client,
    contacts: Vec<Contact>,
    addresses: Vec<Address>,
}

/// Clients by name, archived ones last.
#[utoipa::path(get, path = "/clients", tag = "clients", params(Find, Part),
    responses((status = OK, body = List<Client>), Problem))]
async fn list_clients(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Find { find }): Query<Find>,
    Query(part): Query<Part>,
) -> Result<Json<List<Client>>, Problem> {
    Ok(Json(daybook.store.clients(asks.who, part.into(), &find).await?.into()))
}

#[utoipa::path(get, path = "/clients/{id}", tag = "clients", params(("id" = ClientId, Path)),
    responses((status = OK, body = ClientCard), Problem))]
async fn show_client(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientCard>, Problem> {
    let store::ClientCard { client, contacts, addresses } = daybook.store.client(asks.who, id).await?;
    Ok(Json(ClientCard { client, contacts, addresses }))
}

#[utoipa::path(post, path = "/clients", tag = "clients", request_body = ClientFields,
    responses((status = CREATED, body = Client), Problem))]
async fn create_client(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<ClientFields>,
) -> Result<Created<Client>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| ClientId::generate(now));
    Ok(created("clients", id, daybook.store.save_client(asks.who, fields.client(id), now).await?))
}

/// Changes or archives a client.
#[utoipa::path(put, path = "/clients/{id}", tag = "clients", params(("id" = ClientId, Path)),
    request_body = ClientFields, responses((status = OK, body = Client), Problem))]
async fn replace_client(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
    Body(fields): Body<ClientFields>,
) -> Result<Json<Client>, Problem> {
    let id = check_id(fields.id, id)?;
    let client = fields.client(id);
    Ok(Json(daybook.store.save_client(asks.who, client, daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactFields {
    id: Option<ContactId>,
    client: ClientId,
    name: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    archived: bool,
}

impl ContactFields {
    fn contact(self, id: ContactId) -> Contact {
        let Self { id: _, client, name, position, email, phone, archived } = self;
        Contact { id, client, name, position, email, phone, archived }
    }
}

/// The people who work for clients.
#[utoipa::path(get, path = "/contacts", tag = "clients", params(Find, Part),
    responses((status = OK, body = List<Contact>), Problem))]
async fn list_contacts(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Find { find }): Query<Find>,
    Query(part): Query<Part>,
) -> Result<Json<List<Contact>>, Problem> {
    Ok(Json(daybook.store.contacts(asks.who, part.into(), &find).await?.into()))
}

#[utoipa::path(post, path = "/contacts", tag = "clients", request_body = ContactFields,
    responses((status = CREATED, body = Contact), Problem))]
async fn create_contact(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<ContactFields>,
) -> Result<Created<Contact>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| ContactId::generate(now));
    Ok(created("contacts", id, daybook.store.save_contact(asks.who, fields.contact(id), now).await?))
}

/// Changes or archives a contact.
#[utoipa::path(put, path = "/contacts/{id}", tag = "clients", params(("id" = ContactId, Path)),
    request_body = ContactFields, responses((status = OK, body = Contact), Problem))]
async fn replace_contact(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ContactId>,
    Body(fields): Body<ContactFields>,
) -> Result<Json<Contact>, Problem> {
    let id = check_id(fields.id, id)?;
    let contact = fields.contact(id);
    Ok(Json(daybook.store.save_contact(asks.who, contact, daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InterestFields {
    id: Option<InterestId>,
    name: String,
    #[serde(default)]
    archived: bool,
}

impl InterestFields {
    fn interest(self, id: InterestId, client: ClientId) -> Interest {
        let Self { id: _, name, archived } = self;
        Interest { id, client, name, archived }
    }
}

/// The sales opportunities of a client, to which meetings are linked.
#[utoipa::path(get, path = "/clients/{id}/interests", tag = "clients", params(("id" = ClientId, Path), Part),
    responses((status = OK, body = List<Interest>), Problem))]
async fn list_interests(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(client): Path<ClientId>,
    Query(part): Query<Part>,
) -> Result<Json<List<Interest>>, Problem> {
    daybook.store.client(asks.who, client).await?;
    Ok(part.of(daybook.store.interests(asks.who, client).await?, |interest| interest.id.to_string()))
}

/// Adds a sales opportunity to a client.
#[utoipa::path(post, path = "/clients/{id}/interests", tag = "clients", params(("id" = ClientId, Path)),
    request_body = InterestFields, responses((status = CREATED, body = Interest), Problem))]
async fn create_interest(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(client): Path<ClientId>,
    Body(fields): Body<InterestFields>,
) -> Result<Created<Interest>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| InterestId::generate(now));
    let interest = daybook.store.save_interest(asks.who, fields.interest(id, client), now).await?;
    Ok(created(&format!("clients/{client}/interests"), id, interest))
}

/// Changes or archives a sales opportunity.
#[utoipa::path(put, path = "/clients/{id}/interests/{interest}", tag = "clients",
    params(("id" = ClientId, Path), ("interest" = InterestId, Path)),
    request_body = InterestFields, responses((status = OK, body = Interest), Problem))]
async fn replace_interest(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((client, id)): Path<(ClientId, InterestId)>,
    Body(fields): Body<InterestFields>,
) -> Result<Json<Interest>, Problem> {
    let id = check_id(fields.id, id)?;
    let interest = fields.interest(id, client);
    Ok(Json(daybook.store.save_interest(asks.who, interest, daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressFields {
    id: Option<AddressId>,
    text: String,
    /// Degrees north and east (WGS 84).
    position: Option<(f64, f64)>,
    #[serde(default)]
    archived: bool,
}

impl AddressFields {
    fn address(self, id: AddressId, client: ClientId) -> Result<Address, Refusal> {
        let Self { id: _, text, position, archived } = self;
        let not_on_earth = |_| Refusal::Malformed { field: Field::Address };
        let position = position.map(Position::try_from).transpose().map_err(not_on_earth)?;
        Ok(Address { id, client, text, position, archived })
    }
}

/// Adds an office to a client.
#[utoipa::path(post, path = "/clients/{id}/addresses", tag = "clients", params(("id" = ClientId, Path)),
    request_body = AddressFields, responses((status = CREATED, body = Address), Problem))]
async fn create_address(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(client): Path<ClientId>,
    Body(fields): Body<AddressFields>,
) -> Result<Created<Address>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| AddressId::generate(now));
    let address = daybook.store.save_address(asks.who, fields.address(id, client)?, now).await?;
    Ok(created(&format!("clients/{client}/addresses"), id, address))
}

/// Changes or archives an office.
#[utoipa::path(put, path = "/clients/{id}/addresses/{address}", tag = "clients",
    params(("id" = ClientId, Path), ("address" = AddressId, Path)),
    request_body = AddressFields, responses((status = OK, body = Address), Problem))]
async fn replace_address(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((client, id)): Path<(ClientId, AddressId)>,
    Body(fields): Body<AddressFields>,
) -> Result<Json<Address>, Problem> {
    let id = check_id(fields.id, id)?;
    let address = fields.address(id, client)?;
    Ok(Json(daybook.store.save_address(asks.who, address, daybook.clock.now()).await?))
}
