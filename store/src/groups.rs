//! Groups of users that are invited together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::id::{GroupId, PersonId};
use domain::people::Group;
use domain::permission::Action;
use domain::refusal::Field;
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all, among, one, run};
use crate::error::Result;
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// Every group with its members in their order, by name, the archived ones last.
    pub async fn groups(&self, who: Who) -> Result<Vec<Group>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let groups: Vec<(Uuid, String, bool)> = all!(tx, LIST)?;
        let rows: Vec<(Uuid, Uuid)> = all!(tx, MEMBERS)?;
        let mut members: BTreeMap<Uuid, Vec<PersonId>> = BTreeMap::new();
        for (group, person) in rows {
            members.entry(group).or_default().push(PersonId(person));
        }
        let group = |(id, name, archived)| Group {
            id: GroupId(id),
            name,
            members: members.remove(&id).unwrap_or_default(),
            archived,
        };
        Ok(groups.into_iter().map(group).collect())
    }

    /// Creates a group, or makes an existing one what is given. Nobody is in it twice.
    pub async fn save_group(&self, who: Who, mut group: Group, now: DateTime<Utc>) -> Result<Group> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        group.check()?;
        group.name = group.name.trim().to_owned();
        let mut seen = BTreeSet::new();
        group.members.retain(|person| seen.insert(*person));
        let members = Ids(group.members.iter().map(|person| person.0).collect());
        let (known,): (i64,) = one!(write.tx, KNOWN_PEOPLE, members)?;
        if known != group.members.len() as i64 {
            return Err(Refusal::Unknown { field: Field::Participants }.into());
        }
        put(&mut write.tx, &group).await?;
        write.commit_directory().await?;
        Ok(group)
    }
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put(tx: &mut Tx, group: &Group) -> Result<()> {
    run!(tx, PUT, group.id.0, group.name.as_str(), folded(&[&group.name]), group.archived)?;
    run!(tx, CLEAR, group.id.0)?;
    for (ordinal, person) in (0_i32..).zip(&group.members) {
        run!(tx, ADD, group.id.0, ordinal, person.0)?;
    }
    Ok(())
}

const LIST: &str = "SELECT id, name, archived FROM person_group ORDER BY archived, folded, id";

const MEMBERS: &str = "SELECT person_group, person FROM group_member ORDER BY person_group, ordinal";

const KNOWN_PEOPLE: Differs = among!("SELECT count(*) FROM person WHERE id ", "$1", "");

const PUT: &str = "
    INSERT INTO person_group (id, name, folded, archived) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, archived = excluded.archived";

const CLEAR: &str = "DELETE FROM group_member WHERE person_group = $1";

const ADD: &str = "INSERT INTO group_member (person_group, ordinal, person) VALUES ($1, $2, $3)";
