//! Users who are asked together: a department, those without one, a group.

use domain::id::PersonId;
use domain::people::{Circle, Depth, Person};
use uuid::Uuid;

use crate::db::{Tx, all};
use crate::error::Result;
use crate::people::{PersonRow, columns};
use crate::{Store, Who};

impl Store {
    /// Who belongs to a circle: of a group in its order, otherwise by name. Nobody who is archived, and nobody
    /// twice (S34).
    pub async fn circle(&self, who: Who, circle: Circle) -> Result<Vec<Person>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        members(&mut tx, circle).await
    }
}

pub(crate) async fn members(tx: &mut Tx, circle: Circle) -> Result<Vec<Person>> {
    let rows: Vec<PersonRow> = match circle {
        Circle::Department { id, depth: Depth::Alone } => all!(tx, IN_DEPARTMENT, id.0)?,
        Circle::Department { id, depth: Depth::Whole } => all!(tx, IN_DEPARTMENT_AND_BELOW, id.0)?,
        Circle::Unplaced => all!(tx, UNPLACED)?,
        Circle::Group { id } => all!(tx, IN_GROUP, id.0)?,
    };
    rows.into_iter().map(PersonRow::person).collect()
}

/// Of these the users who are not archived, by name.
pub(crate) async fn users(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Person>> {
    let ids = crate::db::Ids(people.iter().map(|person| person.0).collect::<Vec<Uuid>>());
    let rows: Vec<PersonRow> = all!(tx, USERS, ids)?;
    rows.into_iter().map(PersonRow::person).collect()
}

const IN_DEPARTMENT: &str =
    concat!("SELECT ", columns!(), " FROM person WHERE department = $1 AND NOT archived ORDER BY folded, id");

const UNPLACED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM person WHERE department IS NULL AND NOT archived ORDER BY folded, id"
);

const IN_DEPARTMENT_AND_BELOW: &str = concat!(
    "WITH RECURSIVE below (id) AS (
        SELECT id FROM department WHERE id = $1
        UNION
        SELECT department.id FROM department JOIN below ON department.parent = below.id
    )
    SELECT ",
    columns!(),
    " FROM person JOIN below ON person.department = below.id WHERE NOT person.archived
    ORDER BY person.folded, person.id"
);

const IN_GROUP: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM group_member JOIN person ON person.id = group_member.person
    WHERE group_member.person_group = $1 AND NOT person.archived ORDER BY group_member.ordinal"
);

const USERS: crate::db::Differs = crate::db::among!(
    concat!("SELECT ", columns!(), " FROM person WHERE NOT archived AND id "),
    "$1",
    " ORDER BY folded, id"
);
