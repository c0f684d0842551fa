//! Clients, the people who work for them and their offices.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::Refusal;
use domain::alike::{Alike, Doubles};
use domain::calendar::Entry;
use domain::change::Revision;
use domain::client::{
    Address, Client, ClientFilter, ClientLine, Contact, Guest, Interest, Met, NewClient, Side,
};
use domain::id::{AddressId, ClientId, ContactId, InterestId, Named, PersonId};
use domain::location::Position;
use domain::refusal::Field;
use serde::{Deserialize, Serialize};
use store::Listed;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Body, MaybeIfMatch, Path, Query, check_id, rules};
use super::list::{Find, List, Part};
use super::{Created, created};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_clients, create_client))
        .routes(routes!(list_alike))
        .routes(routes!(show_client, replace_client))
        .routes(routes!(list_client_meetings))
        .routes(routes!(choose_main_contact))
        .routes(routes!(choose_main_address))
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

/// A new client with the first of its people and offices.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClientFields {
    id: Option<ClientId>,
    name: String,
    #[serde(default)]
    tax_number: String,
    #[serde(default)]
    phone: String,
    main_contact: Option<ContactId>,
    main_address: Option<AddressId>,
    /// Who looks after the client.
    responsible: Option<PersonId>,
    #[serde(default)]
    archived: bool,
    /// Who is met there; its main contact.
    contact: Option<NewContactFields>,
    /// Where meetings are; its main address.
    address: Option<AddressFields>,
    /// Refuse it (`alike`) while there are clients with the same name, taxpayer number, phone or e-mail address.
    #[serde(default)]
    refuse_alike: bool,
}

impl NewClientFields {
    fn client(self, id: ClientId, now: DateTime<Utc>) -> Result<NewClient, Refusal> {
        let Self {
            id: _, name, tax_number, phone, main_contact, main_address, responsible, archived, ..
        } = self;
        let address = |fields: AddressFields| {
            let address = fields.id.unwrap_or_else(|| AddressId::generate(now));
            fields.address(address, id)
        };
        Ok(NewClient {
            client: Client { id, name, tax_number, phone, main_contact, main_address, responsible, archived },
            contact: self.contact.map(|contact| contact.contact(id, now)),
            address: self.address.map(address).transpose()?,
        })
    }
}

/// A client with everyone who works there, every office, and what came of it so far.
#[derive(Serialize, ToSchema)]
struct ClientCard {
    #[serde(flatten)]
    client: Client,
    contacts: Vec<Contact>,
    addresses: Vec<Address>,
    interests: Vec<Interest>,
    /// Individuals who took part in the meetings with the client that you may know of.
    individuals: Vec<Guest>,
    met: Met,
}

/// A client as the list has it; what there is not is left out.
#[derive(Serialize, ToSchema)]
struct ListedClient {
    #[serde(flatten)]
    client: Client,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible_name: Option<String>,
    #[serde(flatten)]
    met: Met,
}

impl From<ClientLine> for ListedClient {
    fn from(ClientLine { client, contact, responsible, met }: ClientLine) -> Self {
        let contact_name = contact.map(|Named { name, .. }| name);
        Self { client, contact_name, responsible_name: responsible.map(|Named { name, .. }| name), met }
    }
}

/// Which clients.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Looked after by this person.
    responsible: Option<PersonId>,
    /// Only those in the archive, or only those that are not. Without it, all, archived ones last.
    archived: Option<bool>,
    /// Without a meeting that took place in so many weeks, or is planned.
    #[param(minimum = 1, maximum = 520)]
    unmet_weeks: Option<u32>,
}

/// Now on the clock of who asks.
fn wall(daybook: &Daybook, asks: &Asks) -> Result<NaiveDateTime, Problem> {
    Ok(rules(&asks.signed_in.zone)?.wall(daybook.clock.now()))
}

/// Clients by name. `find` are beginnings of words of the name, the taxpayer number or a contact's name or e-mail
/// address, or digits of a phone number.
#[utoipa::path(get, path = "/clients", tag = "clients", params(Find, Which, Part),
    responses((status = OK, body = List<ListedClient>), Problem))]
async fn list_clients(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(Find { find }): Query<Find>,
    Query(Which { responsible, archived, unmet_weeks }): Query<Which>,
    Query(part): Query<Part>,
) -> Result<Json<List<ListedClient>>, Problem> {
    let wall = wall(&daybook, &asks)?;
    let filter = ClientFilter { find, responsible, archived, unmet_since: None };
    let filter = filter.unmet_for(unmet_weeks, wall.date());
    let Listed { items, next } = daybook.store.client_lines(asks.who, part.into(), &filter, wall).await?;
    Ok(Json(List { items: items.into_iter().map(ListedClient::from).collect(), next }))
}

/// What a client would be known by.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct KnownBy {
    #[serde(default)]
    name: String,
    #[serde(default)]
    tax_number: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    /// The client itself, which is not like itself.
    except: Option<ClientId>,
}

/// The clients that have the same name, taxpayer number, phone or e-mail address, however they are written; those
/// most alike first, at most eight.
#[utoipa::path(get, path = "/clients/alike", tag = "clients", params(KnownBy),
    responses((status = OK, body = List<Alike>), Problem))]
async fn list_alike(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(KnownBy { name, tax_number, phone, email, except }): Query<KnownBy>,
) -> Result<Json<List<Alike>>, Problem> {
    let now = daybook.clock.now();
    let id = except.unwrap_or_else(|| ClientId::generate(now));
    let client = Client {
        id,
        name,
        tax_number,
        phone,
        main_contact: None,
        main_address: None,
        responsible: None,
        archived: false,
    };
    let contact = Contact {
        id: ContactId::generate(now),
        client: id,
        name: String::new(),
        position: String::new(),
        email,
        phone: String::new(),
        archived: false,
    };
    let signs = [client.signs(), contact.signs()].concat();
    let items = daybook.store.alike(asks.who, id, &signs).await?;
    Ok(Json(List { items, next: None }))
}

/// The ETag is that of the client, its contacts and its addresses.
#[utoipa::path(get, path = "/clients/{id}", tag = "clients", params(("id" = ClientId, Path)),
    responses((status = OK, body = ClientCard, headers(("etag"))), Problem))]
async fn show_client(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
) -> Result<Tagged<ClientCard>, Problem> {
    let (who, wall) = (asks.who, wall(&daybook, &asks)?);
    let card = daybook.store.client(who, id).await?;
    let store::ClientCard { version, client, contacts, addresses, interests } = card;
    let individuals = daybook.store.client_guests(who, id, daybook.clock.now()).await?;
    let met = daybook.store.client_met(who, id, wall).await?;
    Ok(tagged(version, ClientCard { client, contacts, addresses, interests, individuals, met }))
}

/// Creates a client; with its first contact and office, if they are given.
#[utoipa::path(post, path = "/clients", tag = "clients", request_body = NewClientFields,
    responses((status = CREATED, body = Client), Problem))]
async fn create_client(
    State(daybook): State<Daybook>,
    asks: Asks,
    Body(fields): Body<NewClientFields>,
) -> Result<Created<Client>, Problem> {
    let now = daybook.clock.now();
    let id = fields.id.unwrap_or_else(|| ClientId::generate(now));
    let doubles = if fields.refuse_alike { Doubles::Refused } else { Doubles::Known };
    let card = daybook.store.add_client(asks.who, fields.client(id, now)?, doubles, now).await?;
    Ok(created("clients", id, card.client))
}

/// Which meetings with a client.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OnSide {
    /// `past`, the last one first, or `to_come`, the next one first.
    #[param(inline)]
    side: Side,
}

/// The meetings with a client that you may know of, the nearest first.
#[utoipa::path(get, path = "/clients/{id}/meetings", tag = "clients", params(("id" = ClientId, Path), OnSide, Part),
    responses((status = OK, body = List<Entry>), Problem))]
async fn list_client_meetings(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
    Query(OnSide { side }): Query<OnSide>,
    Query(part): Query<Part>,
) -> Result<Json<List<Entry>>, Problem> {
    let now = daybook.clock.now();
    Ok(Json(daybook.store.client_meetings(asks.who, id, side, part.into(), now).await?.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MainContact {
    contact: ContactId,
}

/// Makes somebody who works there the main contact.
#[utoipa::path(put, path = "/clients/{id}/main-contact", tag = "clients", params(("id" = ClientId, Path)),
    request_body = MainContact, responses((status = OK, body = Client), Problem))]
async fn choose_main_contact(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
    Body(MainContact { contact }): Body<MainContact>,
) -> Result<Json<Client>, Problem> {
    Ok(Json(daybook.store.choose_main_contact(asks.who, id, contact, daybook.clock.now()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MainAddress {
    address: AddressId,
}

/// Makes an office the one where meetings are.
#[utoipa::path(put, path = "/clients/{id}/main-address", tag = "clients", params(("id" = ClientId, Path)),
    request_body = MainAddress, responses((status = OK, body = Client), Problem))]
async fn choose_main_address(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
    Body(MainAddress { address }): Body<MainAddress>,
) -> Result<Json<Client>, Problem> {
    Ok(Json(daybook.store.choose_main_address(asks.who, id, address, daybook.clock.now()).await?))
}

/// Changes or archives a client. With the ETag that was seen it is refused (`conflict`) if somebody was faster; without it
/// the client becomes what is given whatever it was.
#[utoipa::path(put, path = "/clients/{id}", tag = "clients",
    params(("id" = ClientId, Path), ("if-match" = Option<String>, Header, description = "The ETag that was seen")),
    request_body = ClientFields, responses((status = OK, body = Client, headers(("etag"))), Problem))]
async fn replace_client(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ClientId>,
    MaybeIfMatch(seen): MaybeIfMatch,
    Body(fields): Body<ClientFields>,
) -> Result<Tagged<Client>, Problem> {
    let id = check_id(fields.id, id)?;
    let (client, now) = (fields.client(id), daybook.clock.now());
    let kept = daybook.store.keep_client(asks.who, client, seen, Doubles::Known, now).await?;
    Ok(tagged(kept.version, kept.kept))
}

/// What is answered with the version of its client.
type Tagged<T> = ([(HeaderName, String); 1], Json<T>);

fn tagged<T>(Revision(version): Revision, answer: T) -> Tagged<T> {
    ([(header::ETAG, format!("\"{version}\""))], Json(answer))
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

/// The first contact of a client that is being created.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContactFields {
    id: Option<ContactId>,
    name: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
}

impl NewContactFields {
    fn contact(self, client: ClientId, now: DateTime<Utc>) -> Contact {
        let Self { id, name, position, email, phone } = self;
        let id = id.unwrap_or_else(|| ContactId::generate(now));
        Contact { id, client, name, position, email, phone, archived: false }
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

/// Changes or archives a contact. With the ETag of its client it is refused (`conflict`) if somebody was faster.
#[utoipa::path(put, path = "/contacts/{id}", tag = "clients",
    params(("id" = ContactId, Path), ("if-match" = Option<String>, Header, description = "The ETag of its client")),
    request_body = ContactFields, responses((status = OK, body = Contact, headers(("etag"))), Problem))]
async fn replace_contact(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<ContactId>,
    MaybeIfMatch(seen): MaybeIfMatch,
    Body(fields): Body<ContactFields>,
) -> Result<Tagged<Contact>, Problem> {
    let id = check_id(fields.id, id)?;
    let (contact, now) = (fields.contact(id), daybook.clock.now());
    let kept = daybook.store.keep_contact(asks.who, contact, seen, Doubles::Known, now).await?;
    Ok(tagged(kept.version, kept.kept))
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

/// Changes or archives an office. With the ETag of its client it is refused (`conflict`) if somebody was faster.
#[utoipa::path(put, path = "/clients/{id}/addresses/{address}", tag = "clients",
    params(("id" = ClientId, Path), ("address" = AddressId, Path),
        ("if-match" = Option<String>, Header, description = "The ETag of its client")),
    request_body = AddressFields, responses((status = OK, body = Address, headers(("etag"))), Problem))]
async fn replace_address(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((client, id)): Path<(ClientId, AddressId)>,
    MaybeIfMatch(seen): MaybeIfMatch,
    Body(fields): Body<AddressFields>,
) -> Result<Tagged<Address>, Problem> {
    let id = check_id(fields.id, id)?;
    let (address, now) = (fields.address(id, client)?, daybook.clock.now());
    let kept = daybook.store.keep_address(asks.who, address, seen, now).await?;
    Ok(tagged(kept.version, kept.kept))
}
