//! What things are called, whatever they are.

use domain::id::Named;
use uuid::Uuid;

use crate::db::{Differs, Ids, all, among};
use crate::{Result, Store, Who};

impl Store {
    /// The names of people, contacts, individuals, clients, rooms, kinds, categories, interests,
    /// departments and attributes by their ids,
    /// archived ones too: history speaks of them. What has no name is left out; the order is none.
    pub async fn names(&self, who: Who, ids: &[Uuid]) -> Result<Vec<Named<Uuid>>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<(Uuid, String)> = all!(tx, NAMES, Ids(ids.to_vec()))?;
        Ok(rows.into_iter().map(|(id, name)| Named { id, name }).collect())
    }
}

const NAMES: Differs = among!(
    "SELECT id, name FROM person WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM contact WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM individual WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM client WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM place WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM kind WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM category WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM interest WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM department WHERE id ",
    "$1",
    " UNION ALL SELECT id, name FROM attribute WHERE id ",
    "$1",
    "",
);
