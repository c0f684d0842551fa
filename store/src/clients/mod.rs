//! Clients, who works for them, and their offices.

mod keys;
mod list;
mod meetings;
mod rows;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::alike::{Alike, Doubles, Sign};
use domain::change::Revision;
use domain::client::{Address, Client, Contact, Interest, Met, NewClient};
use domain::id::{AddressId, ClientId, ContactId, Named};
use domain::permission::Action;
use domain::refusal::Field;
use domain::{Refusal, Refused};
use uuid::Uuid;

use crate::changes::Write;
use crate::db::{Tx, all, first, run};
use crate::error::{Error, Result};
use crate::words::{Sought, beginnings};
use crate::{Listed, Page, Store, Who};

pub(crate) use keys::write_keys;
use rows::{AddressRow, ClientRow, ContactRow, client, contact};
pub(crate) use rows::{put_address, put_client, put_contact};

/// A client with everyone who works for it, every office and every interest, by name, the archived ones last.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientCard {
    /// Of the client, its contacts and its addresses.
    pub version: Revision,
    pub client: Client,
    pub contacts: Vec<Contact>,
    pub addresses: Vec<Address>,
    pub interests: Vec<Interest>,
}

/// What is written down now, and the version of its client.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept<T> {
    pub kept: T,
    pub version: Revision,
}

impl Store {
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
        let Written { version, client, contacts, addresses } =
            written(&mut tx, id).await?.ok_or(Error::Gone)?;
        let interests = crate::interests::of(&mut tx, id).await?;
        Ok(ClientCard { version, client, contacts, addresses, interests })
    }

    /// When a client was met and will be; `wall` is now on the clock of `who`.
    pub async fn client_met(&self, who: Who, id: ClientId, wall: NaiveDateTime) -> Result<Met> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        require_there(&mut tx, id).await?;
        list::met(&mut tx, who, id, wall).await
    }

    /// The clients that share one of these signs, those most alike first; `client` itself is not like itself.
    pub async fn alike(&self, who: Who, client: ClientId, signs: &[Sign]) -> Result<Vec<Alike>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        keys::alike(&mut tx, client, signs).await
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

    /// Creates a client with the first of its people and its offices, all of it or nothing. Refused while there are
    /// clients like it, unless they are known.
    pub async fn add_client(
        &self,
        who: Who,
        new: NewClient,
        doubles: Doubles,
        now: DateTime<Utc>,
    ) -> Result<ClientCard> {
        let NewClient { mut client, contact, address } = new;
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        let mine = |of: ClientId| of == client.id;
        if !contact.iter().map(|it| it.client).chain(address.iter().map(|it| it.client)).all(mine) {
            return Err(Refusal::Unknown { field: Field::Client }.into());
        }
        let also = contact.as_ref().map(Contact::signs).unwrap_or_default();
        let before = written(&mut write.tx, client.id).await?;
        if let Some(Written { client: known, .. }) = &before {
            client.main_contact = client.main_contact.or(known.main_contact);
            client.main_address = client.main_address.or(known.main_address);
        }
        let mut client = keep_client(&mut write, client, also, doubles).await?;
        let contact = match contact {
            Some(contact) => Some(keep_contact(&mut write, contact, Doubles::Known).await?),
            None => None,
        };
        let address = match address {
            Some(address) => Some(keep_address(&mut write, address).await?),
            None => None,
        };
        contact.iter().for_each(|contact| client.take_in_contact(contact));
        address.iter().for_each(|address| client.take_in_address(address));
        let version = commit(write, client.id, before).await?;
        let (contacts, addresses) = (contact.into_iter().collect(), address.into_iter().collect());
        Ok(ClientCard { version, client, contacts, addresses, interests: Vec::new() })
    }

    /// Creates a client, or makes an existing one what is given. Its main contact and address have to be its
    /// own. What makes it like other clients, and was not so before, is refused unless they are known.
    /// [`Error::Conflict`] unless `seen` is the present version of the client, its contacts and its addresses; with
    /// `None` whatever it is.
    pub async fn keep_client(
        &self,
        who: Who,
        client: Client,
        seen: Option<Revision>,
        doubles: Doubles,
        now: DateTime<Utc>,
    ) -> Result<Kept<Client>> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        let before = seen_of(&mut write.tx, client.id, seen).await?;
        let client = keep_client(&mut write, client, Vec::new(), doubles).await?;
        let version = commit(write, client.id, before).await?;
        Ok(Kept { kept: client, version })
    }

    /// The same, whatever it is like and has become.
    pub async fn save_client(&self, who: Who, client: Client, now: DateTime<Utc>) -> Result<Client> {
        Ok(self.keep_client(who, client, None, Doubles::Known, now).await?.kept)
    }

    /// Creates a contact, or makes an existing one what is given. The first one of a client is its main contact, and
    /// who is archived is it no longer. Refused as [`Store::keep_client`].
    pub async fn keep_contact(
        &self,
        who: Who,
        contact: Contact,
        seen: Option<Revision>,
        doubles: Doubles,
        now: DateTime<Utc>,
    ) -> Result<Kept<Contact>> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        let before = seen_of(&mut write.tx, contact.client, seen).await?;
        let contact = keep_contact(&mut write, contact, doubles).await?;
        let version = commit(write, contact.client, before).await?;
        Ok(Kept { kept: contact, version })
    }

    /// The same, whomever the contact is like and whatever has become of it.
    pub async fn save_contact(&self, who: Who, contact: Contact, now: DateTime<Utc>) -> Result<Contact> {
        Ok(self.keep_contact(who, contact, None, Doubles::Known, now).await?.kept)
    }

    /// Creates an office of a client, or makes an existing one what is given. The first one is where meetings are.
    /// Refused as [`Store::keep_client`] where somebody else was faster.
    pub async fn keep_address(
        &self,
        who: Who,
        address: Address,
        seen: Option<Revision>,
        now: DateTime<Utc>,
    ) -> Result<Kept<Address>> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        let before = seen_of(&mut write.tx, address.client, seen).await?;
        let address = keep_address(&mut write, address).await?;
        let version = commit(write, address.client, before).await?;
        Ok(Kept { kept: address, version })
    }

    /// The same, whatever has become of it.
    pub async fn save_address(&self, who: Who, address: Address, now: DateTime<Utc>) -> Result<Address> {
        Ok(self.keep_address(who, address, None, now).await?.kept)
    }

    /// Makes somebody who works for a client its main contact (S20), and leaves everything else of it as it is.
    pub async fn choose_main_contact(
        &self,
        who: Who,
        client: ClientId,
        contact: ContactId,
        now: DateTime<Utc>,
    ) -> Result<Client> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        let before = written(&mut write.tx, client).await?;
        let mut client = before.as_ref().ok_or(Error::Gone)?.client.clone();
        let contact: Option<ContactRow> = first!(write.tx, CONTACT, contact.0)?;
        let contact = contact.ok_or(Refusal::Unknown { field: Field::Contact })?.contact();
        client.make_main_contact(&contact)?;
        put_client(&mut write.tx, &client).await?;
        commit(write, client.id, before).await?;
        Ok(client)
    }

    /// Makes an office of a client the one where meetings are (S57), and leaves everything else of it as it is.
    pub async fn choose_main_address(
        &self,
        who: Who,
        client: ClientId,
        address: AddressId,
        now: DateTime<Utc>,
    ) -> Result<Client> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        let before = written(&mut write.tx, client).await?;
        let mut client = before.as_ref().ok_or(Error::Gone)?.client.clone();
        let address: Option<AddressRow> = first!(write.tx, ADDRESS, address.0)?;
        let address = address.ok_or(Refusal::Unknown { field: Field::Address })?.address()?;
        client.make_main_address(&address)?;
        put_client(&mut write.tx, &client).await?;
        commit(write, client.id, before).await?;
        Ok(client)
    }
}

/// What is written down of a client, of one version.
#[derive(PartialEq)]
struct Written {
    version: Revision,
    client: Client,
    contacts: Vec<Contact>,
    addresses: Vec<Address>,
}

async fn written(tx: &mut Tx, id: ClientId) -> Result<Option<Written>> {
    let client: Option<ClientRow> = first!(tx, CLIENT, id.0)?;
    let Some(client) = client else { return Ok(None) };
    let contacts: Vec<ContactRow> = all!(tx, CONTACTS_OF, id.0)?;
    let addresses: Vec<AddressRow> = all!(tx, ADDRESSES_OF, id.0)?;
    Ok(Some(Written {
        version: client.version(),
        client: client.client(),
        contacts: contacts.into_iter().map(ContactRow::contact).collect(),
        addresses: addresses.into_iter().map(AddressRow::address).collect::<Result<_>>()?,
    }))
}

/// What is written down now, if that is what was seen. Of what is new nobody can have seen a version.
async fn seen_of(tx: &mut Tx, client: ClientId, seen: Option<Revision>) -> Result<Option<Written>> {
    let there = written(tx, client).await?;
    match (&there, seen) {
        (Some(Written { version, .. }), Some(seen)) if *version != seen => {
            Err(Error::Conflict { current: *version })
        }
        _ => Ok(there),
    }
}

/// Commits a change of what is written down of a client; answers the version that it has now. What says the same as
/// `before` is the same version.
async fn commit(mut write: Write, client: ClientId, before: Option<Written>) -> Result<Revision> {
    let revision = write.next_revision().await?;
    let after = written(&mut write.tx, client).await?;
    let version = match (before, after) {
        (Some(before), Some(after)) if before == after => before.version,
        _ => {
            run!(write.tx, SET_VERSION, client.0, revision.0)?;
            revision
        }
    };
    write.commit_directory_as(revision).await?;
    Ok(version)
}

/// `also` are the signs of what is written down with it.
async fn keep_client(write: &mut Write, client: Client, also: Vec<Sign>, doubles: Doubles) -> Result<Client> {
    client.check()?;
    let client = Client { name: client.name.trim().to_owned(), ..client };
    check_references(&mut write.tx, &client).await?;
    let signs = [client.signs(), also].concat();
    refuse_alike(write, client.id.0, client.id, signs, doubles).await?;
    put_client(&mut write.tx, &client).await?;
    Ok(client)
}

async fn keep_contact(write: &mut Write, contact: Contact, doubles: Doubles) -> Result<Contact> {
    contact.check()?;
    let contact = Contact { name: contact.name.trim().to_owned(), ..contact };
    let mut client = require_client(&mut write.tx, contact.client).await?;
    require_still_own(&mut write.tx, MAIN_CONTACT_OF_ANOTHER, contact.id.0, contact.client).await?;
    refuse_alike(write, contact.id.0, contact.client, contact.signs(), doubles).await?;
    put_contact(&mut write.tx, &contact).await?;
    client.take_in_contact(&contact);
    put_client(&mut write.tx, &client).await?;
    Ok(contact)
}

async fn keep_address(write: &mut Write, address: Address) -> Result<Address> {
    address.check()?;
    let address = Address { text: address.text.trim().to_owned(), ..address };
    let mut client = require_client(&mut write.tx, address.client).await?;
    require_still_own(&mut write.tx, MAIN_ADDRESS_OF_ANOTHER, address.id.0, address.client).await?;
    put_address(&mut write.tx, &address).await?;
    client.take_in_address(&address);
    put_client(&mut write.tx, &client).await?;
    Ok(address)
}

/// Refuses the signs by which `client` would be like others, but for those that `holder` has already.
async fn refuse_alike(
    write: &mut Write,
    holder: Uuid,
    client: ClientId,
    mut signs: Vec<Sign>,
    doubles: Doubles,
) -> Result<()> {
    if doubles == Doubles::Known {
        return Ok(());
    }
    let before = keys::signs_of(&mut write.tx, holder).await?;
    signs.retain(|sign| !before.contains(sign));
    Ok(doubles.allow(keys::alike(&mut write.tx, client, &signs).await?)?)
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

async fn require_client(tx: &mut Tx, client: ClientId) -> Result<Client> {
    let known: Option<ClientRow> = first!(tx, CLIENT, client.0)?;
    Ok(known.ok_or(Refusal::Unknown { field: Field::Client })?.client())
}

/// The client that an address names.
async fn require_there(tx: &mut Tx, client: ClientId) -> Result<Client> {
    let there: Option<ClientRow> = first!(tx, CLIENT, client.0)?;
    Ok(there.ok_or(Error::Gone)?.client())
}

/// What is a client's main contact or address cannot go over to another client.
async fn require_still_own(tx: &mut Tx, sql: &'static str, id: Uuid, client: ClientId) -> Result<()> {
    let of_another: Option<(Uuid,)> = first!(tx, sql, id, client.0)?;
    if of_another.is_some() { Err(Refusal::ContactOfAnotherClient.into()) } else { Ok(()) }
}

const CLIENT: &str = concat!(client!(), " WHERE id = $1");

const SET_VERSION: &str = "UPDATE client SET version = $2 WHERE id = $1";

const CONTACT: &str = concat!(contact!(), " WHERE id = $1");

const ADDRESS: &str = "SELECT id, client, text, latitude, longitude, archived FROM address WHERE id = $1";

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
