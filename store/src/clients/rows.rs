//! Clients, contacts and offices as rows.

use domain::change::Revision;
use domain::client::{Address, Client, Contact};
use domain::id::{AddressId, ClientId, ContactId, PersonId};
use domain::location::Position;
use uuid::Uuid;

use super::keys;
use crate::db::{Tx, run};
use crate::error::Result;
use crate::meetings::rows::position;
use crate::words::folded;

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put_client(tx: &mut Tx, client: &Client) -> Result<()> {
    run!(
        tx,
        PUT_CLIENT,
        client.id.0,
        client.name.as_str(),
        client.tax_number.as_str(),
        client.phone.as_str(),
        client.main_contact.map(|contact| contact.0),
        client.main_address.map(|address| address.0),
        client.responsible.map(|person| person.0),
        folded(&[&client.name, &client.tax_number]),
        client.archived,
    )?;
    keys::put_of_client(tx, client).await
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put_contact(tx: &mut Tx, contact: &Contact) -> Result<()> {
    run!(
        tx,
        PUT_CONTACT,
        contact.id.0,
        contact.client.0,
        contact.name.as_str(),
        contact.position.as_str(),
        contact.email.as_str(),
        contact.phone.as_str(),
        folded(&[&contact.name, &contact.email, &contact.position]),
        contact.archived,
    )?;
    keys::put_of_contact(tx, contact).await
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put_address(tx: &mut Tx, address: &Address) -> Result<()> {
    run!(
        tx,
        PUT_ADDRESS,
        address.id.0,
        address.client.0,
        address.text.as_str(),
        address.position.map(Position::north),
        address.position.map(Position::east),
        address.archived,
    )
}

#[derive(sqlx::FromRow)]
pub(super) struct ClientRow {
    id: Uuid,
    name: String,
    tax_number: String,
    phone: String,
    main_contact: Option<Uuid>,
    main_address: Option<Uuid>,
    responsible: Option<Uuid>,
    archived: bool,
    version: i64,
}

impl ClientRow {
    pub(super) fn version(&self) -> Revision {
        Revision(self.version)
    }

    pub(super) fn client(self) -> Client {
        Client {
            id: ClientId(self.id),
            name: self.name,
            tax_number: self.tax_number,
            phone: self.phone,
            main_contact: self.main_contact.map(ContactId),
            main_address: self.main_address.map(AddressId),
            responsible: self.responsible.map(PersonId),
            archived: self.archived,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct ContactRow {
    id: Uuid,
    client: Uuid,
    name: String,
    position: String,
    email: String,
    phone: String,
    archived: bool,
}

impl ContactRow {
    pub(super) fn contact(self) -> Contact {
        Contact {
            id: ContactId(self.id),
            client: ClientId(self.client),
            name: self.name,
            position: self.position,
            email: self.email,
            phone: self.phone,
            archived: self.archived,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct AddressRow {
    id: Uuid,
    client: Uuid,
    text: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    archived: bool,
}

impl AddressRow {
    pub(super) fn address(self) -> Result<Address> {
        Ok(Address {
            id: AddressId(self.id),
            client: ClientId(self.client),
            text: self.text,
            position: position(self.latitude, self.longitude)?,
            archived: self.archived,
        })
    }
}

macro_rules! client {
    () => {
        "SELECT id, name, tax_number, phone, main_contact, main_address, responsible, archived, version FROM client"
    };
}

macro_rules! contact {
    () => {
        "SELECT id, client, name, position, email, phone, archived FROM contact"
    };
}

const PUT_CLIENT: &str = "
    INSERT INTO client (id, name, tax_number, phone, main_contact, main_address, responsible, folded, archived,
        keyed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, TRUE)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, tax_number = excluded.tax_number, phone = excluded.phone,
        main_contact = excluded.main_contact, main_address = excluded.main_address,
        responsible = excluded.responsible, folded = excluded.folded, archived = excluded.archived,
        keyed = TRUE";

const PUT_CONTACT: &str = "
    INSERT INTO contact (id, client, name, position, email, phone, folded, archived, keyed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE)
    ON CONFLICT (id) DO UPDATE SET client = excluded.client, name = excluded.name, position = excluded.position,
        email = excluded.email, phone = excluded.phone, folded = excluded.folded, archived = excluded.archived,
        keyed = TRUE";

const PUT_ADDRESS: &str = "
    INSERT INTO address (id, client, text, latitude, longitude, archived) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET client = excluded.client, text = excluded.text, latitude = excluded.latitude,
        longitude = excluded.longitude, archived = excluded.archived";

pub(super) use {client, contact};
