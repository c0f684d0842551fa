//! What somebody's place in the organisation lets them do, read anew for every verb.

use std::collections::BTreeSet;

use domain::id::PersonId;
use domain::permission::Actor;
use uuid::Uuid;

use crate::db::{Tx, all, first};
use crate::error::{Error, Result};
use crate::words::meaning;
use crate::{Store, Who};

impl Store {
    /// Who acts, with role and everyone they lead. [`Error::Gone`] for who is not, or no longer, in the
    /// organisation.
    pub async fn actor(&self, who: Who) -> Result<Actor> {
        read(&mut self.db.begin_read().await?, who).await
    }
}

pub(crate) async fn read(tx: &mut Tx, who: Who) -> Result<Actor> {
    let found: Option<(String, bool)> = first!(tx, ACTOR, who.person.0)?;
    let Some((role, heads)) = found else { return Err(Error::Gone) };
    let leads = if heads { leads(tx, who.person).await? } else { BTreeSet::new() };
    Ok(Actor { person: who.person, role: meaning(&role)?, leads, channel: who.channel })
}

/// Lets everyone in the organisation through, for what needs no more than that.
pub(crate) async fn belongs(tx: &mut Tx, who: Who) -> Result<()> {
    let found: Option<(String, bool)> = first!(tx, ACTOR, who.person.0)?;
    found.map(drop).ok_or(Error::Gone)
}

/// Everyone in the departments that this person acts as the head of, and below them; not whom they stand in for there.
async fn leads(tx: &mut Tx, person: PersonId) -> Result<BTreeSet<PersonId>> {
    let rows: Vec<(Uuid,)> = all!(tx, LEADS, person.0)?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

const ACTOR: &str = "
    SELECT role, EXISTS (SELECT 1 FROM led_department WHERE leader = $1)
    FROM person WHERE id = $1 AND NOT archived";

const LEADS: &str = "
    SELECT DISTINCT person.id FROM led_department AS led JOIN person ON person.department = led.department
    WHERE led.leader = $1 AND person.id <> $1 AND person.id <> led.instead_of";
