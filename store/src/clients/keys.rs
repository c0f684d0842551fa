//! What clients are found by, and what two of them are alike by.
//!
//! Each client, and each of those who work for it, holds keys: the places at which its texts can be entered by their
//! beginnings, and the signs by which `domain::alike` compares. They are written with what they are keys of.

use std::collections::BTreeMap;

use domain::alike::{Alike, Likeness, Sign};
use domain::client::{Client, Contact};
use domain::id::{ClientId, Named};
use uuid::Uuid;

use super::rows::{ClientRow, ContactRow, client, contact};
use crate::db::{Db, Tx, all, bulk, run};
use crate::error::Result;
use crate::words::{entrances, entrances_of_digits, meaning, word};

/// A kind of key with its value.
type Key = (String, String);

const WORD: &str = "word";

pub(super) async fn put_of_client(tx: &mut Tx, client: &Client) -> Result<()> {
    let words = [entrances(&client.name), entrances(&client.tax_number), entrances_of_digits(&client.phone)];
    put(tx, client.id.0, client.id, keys(words.concat(), client.signs())?).await
}

pub(super) async fn put_of_contact(tx: &mut Tx, contact: &Contact) -> Result<()> {
    let words = [entrances(&contact.name), entrances(&contact.email), entrances_of_digits(&contact.phone)];
    put(tx, contact.id.0, contact.client, keys(words.concat(), contact.signs())?).await
}

fn keys(words: Vec<String>, signs: Vec<Sign>) -> Result<Vec<Key>> {
    let mut keys: Vec<Key> = words.into_iter().map(|value| (WORD.to_owned(), value)).collect();
    for Sign { of, key } in signs {
        keys.push((word(&of)?, key));
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

async fn put(tx: &mut Tx, holder: Uuid, client: ClientId, keys: Vec<Key>) -> Result<()> {
    run!(tx, CLEAR, holder)?;
    bulk!(tx, INSERT, keys, |key| [key.0.as_str(), key.1.as_str(), holder, client.0])
}

/// The other clients that have one of these signs, those most alike first.
pub(super) async fn alike(tx: &mut Tx, client: ClientId, signs: &[Sign]) -> Result<Vec<Alike>> {
    let mut found: BTreeMap<ClientId, Alike> = BTreeMap::new();
    for Sign { of, key } in signs {
        let rows: Vec<(Uuid, String, bool)> = all!(tx, SHARING, word(of)?, key.as_str(), client.0)?;
        for (id, name, archived) in rows {
            let client = Named { id: ClientId(id), name };
            let alike = found.entry(client.id).or_insert_with(|| Alike { client, archived, by: Vec::new() });
            alike.by.push(*of);
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    for alike in &mut found {
        alike.by.sort_unstable();
        alike.by.dedup();
    }
    found.sort_by_key(|alike| (std::cmp::Reverse(alike.by.len()), alike.archived));
    found.truncate(MOST_ALIKE);
    Ok(found)
}

/// The signs that somebody holds already, whom nobody has to be asked about again.
pub(super) async fn signs_of(tx: &mut Tx, holder: Uuid) -> Result<Vec<Sign>> {
    let rows: Vec<(String, String)> = all!(tx, SIGNS, holder)?;
    rows.into_iter().map(|(of, key)| Ok(Sign { of: meaning::<Likeness>(&of)?, key })).collect()
}

/// As many as one looks at before one decides.
const MOST_ALIKE: usize = 8;

/// Writes the keys of what was there before there were any.
pub(crate) async fn write_keys(db: &Db) -> Result<()> {
    loop {
        let mut tx = db.begin_write().await?;
        let clients: Vec<ClientRow> = all!(tx, UNKEYED_CLIENTS)?;
        let contacts: Vec<ContactRow> = all!(tx, UNKEYED_CONTACTS)?;
        if clients.is_empty() && contacts.is_empty() {
            return Ok(());
        }
        for client in clients.into_iter().map(ClientRow::client) {
            put_of_client(&mut tx, &client).await?;
            run!(tx, CLIENT_KEYED, client.id.0)?;
        }
        for contact in contacts.into_iter().map(ContactRow::contact) {
            put_of_contact(&mut tx, &contact).await?;
            run!(tx, CONTACT_KEYED, contact.id.0)?;
        }
        tx.commit().await?;
    }
}

const CLEAR: &str = "DELETE FROM client_key WHERE holder = $1";

const INSERT: &str = "INSERT INTO client_key (kind, value, holder, client) ";

const SHARING: &str = "
    SELECT DISTINCT client.id, client.name, client.archived
    FROM client_key JOIN client ON client.id = client_key.client
    WHERE client_key.kind = $1 AND client_key.value = $2 AND client_key.client <> $3 LIMIT 50";

const SIGNS: &str = "SELECT kind, value FROM client_key WHERE holder = $1 AND kind <> 'word'";

const UNKEYED_CLIENTS: &str = concat!(client!(), " WHERE NOT keyed LIMIT 1000");

const UNKEYED_CONTACTS: &str = concat!(contact!(), " WHERE NOT keyed LIMIT 1000");

const CLIENT_KEYED: &str = "UPDATE client SET keyed = TRUE WHERE id = $1";

const CONTACT_KEYED: &str = "UPDATE contact SET keyed = TRUE WHERE id = $1";
