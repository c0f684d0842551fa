//! Clients, who works for them, and their offices.

use chrono::{DateTime, Utc};
use domain::client::{Address, Client, Contact};
use domain::id::{AddressId, ClientId, ContactId, Named, PersonId};
use domain::location::Position;
use domain::permission::Action;
use domain::refusal::Field;
use domain::{Refusal, Refused};
use uuid::Uuid;

use crate::db::{Tx, all, first, run};
use crate::error::{Error, Result};
use crate::meetings::rows::position;
use crate::words::{Sought, beginnings, folded};
use crate::{Listed, Page, Store, Who};

/// A client with everyone who works for it and every office, by name, the archived ones last.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientCard {
    pub client: Client,
    pub contacts: Vec<Contact>,
    pub addresses: Vec<Address>,
}

impl Store {
    /// Clients by name, the archived ones last. `find` is the beginnings of words of the name or the taxpayer
    /// number.
    pub async fn clients(&self, who: Who, page: Page, find: &str) -> Result<Listed<Client>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let sought = Sought::by(find);
        let [a, b, c, d] = sought.words();
        let rows: Vec<ClientRow> = all!(tx, CLIENTS, a, b, c, d, page.cursor(), page.rows())?;
        Ok(page.of(rows.into_iter().map(ClientRow::client).collect(), |client| client.id.0))
    }

    /// The active clients of whose names a word begins like one of the first words of a line, ends apart: what
    /// somebody may mean who types a meeting in one line.
    pub async fn clients_meant(&self, who: Who, line: &str) -> Result<Vec<Named<ClientId>>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let [a, b, c, d, e, f, g, h] = &beginnings(line);
        let rows: Vec<(Uuid, String)> = all!(tx, CLIENTS_MEANT, a, b, c, d, e, f, g, h)?;
        Ok(rows.into_iter().map(|(id, name)| Named { id: ClientId(id), name }).collect())
    }

    pub async fn client(&self, who: Who, id: ClientId) -> Result<ClientCard> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let client: Option<ClientRow> = first!(tx, CLIENT, id.0)?;
        let client = client.ok_or(Error::Gone)?.client();
        let contacts: Vec<ContactRow> = all!(tx, CONTACTS_OF, id.0)?;
        let addresses: Vec<AddressRow> = all!(tx, ADDRESSES_OF, id.0)?;
        Ok(ClientCard {
            client,
            contacts: contacts.into_iter().map(ContactRow::contact).collect(),
            addresses: addresses.into_iter().map(AddressRow::address).collect::<Result<_>>()?,
        })
    }

    /// Contacts of all clients by name, the archived ones last. `find` is the beginnings of words of the
    /// name, the address or the position.
    pub async fn contacts(&self, who: Who, page: Page, find: &str) -> Result<Listed<Contact>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let sought = Sought::by(find);
        let [a, b, c, d] = sought.words();
        let rows: Vec<ContactRow> = all!(tx, CONTACTS, a, b, c, d, page.cursor(), page.rows())?;
        Ok(page.of(rows.into_iter().map(ContactRow::contact).collect(), |contact| contact.id.0))
    }

    /// Creates a client, or makes an existing one what is given. Its main contact and address have to be its
    /// own.
    pub async fn save_client(&self, who: Who, client: Client, now: DateTime<Utc>) -> Result<Client> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        client.check()?;
        let client = Client { name: client.name.trim().to_owned(), ..client };
        check_references(&mut write.tx, &client).await?;
        put_client(&mut write.tx, &client).await?;
        write.commit_directory().await?;
        Ok(client)
    }

    /// Creates a contact, or makes an existing one what is given.
    pub async fn save_contact(&self, who: Who, contact: Contact, now: DateTime<Utc>) -> Result<Contact> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        contact.check()?;
        let contact = Contact { name: contact.name.trim().to_owned(), ..contact };
        require_client(&mut write.tx, contact.client).await?;
        require_still_own(&mut write.tx, MAIN_CONTACT_OF_ANOTHER, contact.id.0, contact.client).await?;
        put_contact(&mut write.tx, &contact).await?;
        write.commit_directory().await?;
        Ok(contact)
    }

    /// Creates an office of a client, or makes an existing one what is given.
    pub async fn save_address(&self, who: Who, address: Address, now: DateTime<Utc>) -> Result<Address> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        address.check()?;
        let address = Address { text: address.text.trim().to_owned(), ..address };
        require_client(&mut write.tx, address.client).await?;
        require_still_own(&mut write.tx, MAIN_ADDRESS_OF_ANOTHER, address.id.0, address.client).await?;
        put_address(&mut write.tx, &address).await?;
        write.commit_directory().await?;
        Ok(address)
    }
}

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
    )
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
    )
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

async fn check_references(tx: &mut Tx, client: &Client) -> Result<()> {
    let mut reasons = Vec::new();
    if let Some(contact) = client.main_contact {
        let works_for: Option<(Uuid,)> = first!(tx, CLIENT_OF_CONTACT, contact.0)?;
        match works_for {
            None => reasons.push(Refusal::Unknown { field: Field::Contact }),
            Some((other,)) if other != client.id.0 => reasons.push(Refusal::ContactOfAnotherClient),
            Some(_) => {}
        }
    }
    if let Some(address) = client.main_address {
        let office_of: Option<(Uuid,)> = first!(tx, CLIENT_OF_ADDRESS, address.0)?;
        if office_of != Some((client.id.0,)) {
            reasons.push(Refusal::Unknown { field: Field::Address });
        }
    }
    if let Some(person) = client.responsible
        && crate::people::find(tx, person).await?.is_none()
    {
        reasons.push(Refusal::Unknown { field: Field::Responsible });
    }
    Refused::unless_empty(reasons)?;
    Ok(())
}

async fn require_client(tx: &mut Tx, client: ClientId) -> Result<()> {
    let known: Option<ClientRow> = first!(tx, CLIENT, client.0)?;
    if known.is_none() { Err(Refusal::Unknown { field: Field::Client }.into()) } else { Ok(()) }
}

/// What is a client's main contact or address cannot go over to another client.
async fn require_still_own(tx: &mut Tx, sql: &'static str, id: Uuid, client: ClientId) -> Result<()> {
    let of_another: Option<(Uuid,)> = first!(tx, sql, id, client.0)?;
    if of_another.is_some() { Err(Refusal::ContactOfAnotherClient.into()) } else { Ok(()) }
}

#[derive(sqlx::FromRow)]
struct ClientRow {
    id: Uuid,
    name: String,
    tax_number: String,
    phone: String,
    main_contact: Option<Uuid>,
    main_address: Option<Uuid>,
    responsible: Option<Uuid>,
    archived: bool,
}

impl ClientRow {
    fn client(self) -> Client {
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
struct ContactRow {
    id: Uuid,
    client: Uuid,
    name: String,
    position: String,
    email: String,
    phone: String,
    archived: bool,
}

impl ContactRow {
    fn contact(self) -> Contact {
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
struct AddressRow {
    id: Uuid,
    client: Uuid,
    text: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    archived: bool,
}

impl AddressRow {
    fn address(self) -> Result<Address> {
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
        "SELECT id, name, tax_number, phone, main_contact, main_address, responsible, archived FROM client"
    };
}

macro_rules! contact {
    () => {
        "SELECT id, client, name, position, email, phone, archived FROM contact"
    };
}

const CLIENT: &str = concat!(client!(), " WHERE id = $1");

const CLIENTS: &str = concat!(
    client!(),
    " WHERE instr(folded, $1) > 0 AND instr(folded, $2) > 0 AND instr(folded, $3) > 0 AND instr(folded, $4) > 0
        AND ($5 IS NULL OR (archived, folded, id) > (SELECT archived, folded, id FROM client WHERE id = $5))
    ORDER BY archived, folded, id LIMIT $6"
);

/// A word that is not there is in nothing.
const CLIENTS_MEANT: &str = "
    SELECT id, name FROM client WHERE NOT archived AND (
        ($1 <> '' AND instr(folded, $1) > 0) OR ($2 <> '' AND instr(folded, $2) > 0)
        OR ($3 <> '' AND instr(folded, $3) > 0) OR ($4 <> '' AND instr(folded, $4) > 0)
        OR ($5 <> '' AND instr(folded, $5) > 0) OR ($6 <> '' AND instr(folded, $6) > 0)
        OR ($7 <> '' AND instr(folded, $7) > 0) OR ($8 <> '' AND instr(folded, $8) > 0)
    ) ORDER BY folded, id LIMIT 2000";

const CONTACTS: &str = concat!(
    contact!(),
    " WHERE instr(folded, $1) > 0 AND instr(folded, $2) > 0 AND instr(folded, $3) > 0 AND instr(folded, $4) > 0
        AND ($5 IS NULL OR (archived, folded, id) > (SELECT archived, folded, id FROM contact WHERE id = $5))
    ORDER BY archived, folded, id LIMIT $6"
);

const CONTACTS_OF: &str = concat!(contact!(), " WHERE client = $1 ORDER BY archived, folded, id");

const ADDRESSES_OF: &str = "
    SELECT id, client, text, latitude, longitude, archived FROM address
    WHERE client = $1 ORDER BY archived, text, id";

const CLIENT_OF_CONTACT: &str = "SELECT client FROM contact WHERE id = $1";

const CLIENT_OF_ADDRESS: &str = "SELECT client FROM address WHERE id = $1";

const MAIN_CONTACT_OF_ANOTHER: &str = "
    SELECT client.id FROM contact JOIN client ON client.id = contact.client
    WHERE contact.id = $1 AND client.main_contact = $1 AND client.id <> $2";

const MAIN_ADDRESS_OF_ANOTHER: &str = "
    SELECT client.id FROM address JOIN client ON client.id = address.client
    WHERE address.id = $1 AND client.main_address = $1 AND client.id <> $2";

const PUT_CLIENT: &str = "
    INSERT INTO client (id, name, tax_number, phone, main_contact, main_address, responsible, folded, archived)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, tax_number = excluded.tax_number, phone = excluded.phone,
        main_contact = excluded.main_contact, main_address = excluded.main_address,
        responsible = excluded.responsible, folded = excluded.folded, archived = excluded.archived";

const PUT_CONTACT: &str = "
    INSERT INTO contact (id, client, name, position, email, phone, folded, archived)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO UPDATE SET client = excluded.client, name = excluded.name, position = excluded.position,
        email = excluded.email, phone = excluded.phone, folded = excluded.folded, archived = excluded.archived";

const PUT_ADDRESS: &str = "
    INSERT INTO address (id, client, text, latitude, longitude, archived) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET client = excluded.client, text = excluded.text, latitude = excluded.latitude,
        longitude = excluded.longitude, archived = excluded.archived";
