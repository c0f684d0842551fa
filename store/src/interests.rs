//! Interests: the sales opportunities of clients, to which meetings are linked (S26).

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::client::Interest;
use domain::id::{ClientId, InterestId};
use domain::permission::Action;
use domain::refusal::Field;
use uuid::Uuid;

use crate::db::{Tx, all, first, run};
use crate::error::Result;
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// The interests of a client, by name, the archived ones last.
    pub async fn interests(&self, who: Who, client: ClientId) -> Result<Vec<Interest>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        of(&mut tx, client).await
    }

    /// Creates an interest of a client, or makes an existing one what is given. It never goes over to another client:
    /// the meetings that are linked to it are this one's.
    pub async fn save_interest(&self, who: Who, interest: Interest, now: DateTime<Utc>) -> Result<Interest> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepClients)?;
        interest.check()?;
        let interest = Interest { name: interest.name.trim().to_owned(), ..interest };
        let client: Option<(bool,)> = first!(write.tx, CLIENT_KNOWN, interest.client.0)?;
        if client.is_none() {
            return Err(Refusal::Unknown { field: Field::Client }.into());
        }
        let of_client: Option<(Uuid,)> = first!(write.tx, CLIENT_OF, interest.id.0)?;
        if of_client.is_some_and(|(client,)| client != interest.client.0) {
            return Err(Refusal::InterestOfAnotherClient.into());
        }
        put(&mut write.tx, &interest).await?;
        write.commit_directory().await?;
        Ok(interest)
    }
}

pub(crate) async fn put(tx: &mut Tx, interest: &Interest) -> Result<()> {
    let Interest { id, client, name, archived } = interest;
    run!(tx, PUT, id.0, client.0, name.as_str(), folded(&[name]), *archived)
}

pub(crate) async fn of(tx: &mut Tx, client: ClientId) -> Result<Vec<Interest>> {
    let rows: Vec<(Uuid, String, bool)> = all!(tx, OF_CLIENT, client.0)?;
    let interest = |(id, name, archived)| Interest { id: InterestId(id), client, name, archived };
    Ok(rows.into_iter().map(interest).collect())
}

const OF_CLIENT: &str =
    "SELECT id, name, archived FROM interest WHERE client = $1 ORDER BY archived, folded, id";

const CLIENT_KNOWN: &str = "SELECT archived FROM client WHERE id = $1";

const CLIENT_OF: &str = "SELECT client FROM interest WHERE id = $1";

const PUT: &str = "
    INSERT INTO interest (id, client, name, folded, archived) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, archived = excluded.archived";
