//! The tree of departments.

use chrono::{DateTime, Utc};
use domain::id::{DepartmentId, PersonId};
use domain::people::Department;
use domain::permission::Action;
use domain::refusal::Field;
use domain::{Refusal, Refused};
use uuid::Uuid;

use crate::db::{Tx, all, first, one, run};
use crate::error::Result;
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// Every department, by name, the archived ones last.
    pub async fn departments(&self, who: Who) -> Result<Vec<Department>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        read_all(&mut tx).await
    }

    /// Creates a department, or makes an existing one what is given.
    pub async fn save_department(
        &self,
        who: Who,
        department: Department,
        now: DateTime<Utc>,
    ) -> Result<Department> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        department.check()?;
        let department = Department { name: department.name.trim().to_owned(), ..department };
        check_references(&mut write.tx, &department).await?;
        put(&mut write.tx, &department).await?;
        note_leaders(&mut write.tx).await?;
        write.commit_directory().await?;
        Ok(department)
    }
}

/// Every one, by name, the archived ones last.
pub(crate) async fn read_all(tx: &mut Tx) -> Result<Vec<Department>> {
    let rows: Vec<DepartmentRow> = all!(tx, LIST)?;
    Ok(rows.into_iter().map(DepartmentRow::department).collect())
}

/// Writes it as it is; the rules are the verb's, and so is [`note_leaders`].
pub(crate) async fn put(tx: &mut Tx, department: &Department) -> Result<()> {
    run!(
        tx,
        PUT,
        department.id.0,
        department.name.as_str(),
        folded(&[&department.name]),
        department.parent.map(|parent| parent.0),
        department.head.map(|head| head.0),
        department.archived,
    )
}

/// Keeps which departments each leads, after the tree or who stands in has become different.
pub(crate) async fn note_leaders(tx: &mut Tx) -> Result<()> {
    run!(tx, FORGET_LEADERS)?;
    run!(tx, NOTE_LEADERS)
}

async fn check_references(tx: &mut Tx, department: &Department) -> Result<()> {
    let mut reasons = Vec::new();
    if let Some(parent) = department.parent {
        let known: Option<(bool,)> = first!(tx, KNOWN, parent.0)?;
        let (cycle,): (bool,) = one!(tx, IS_ABOVE, department.id.0, parent.0)?;
        if parent == department.id || cycle {
            reasons.push(Refusal::DepartmentCycle);
        } else if known.is_none() {
            reasons.push(Refusal::Unknown { field: Field::Department });
        }
    }
    if let Some(head) = department.head
        && crate::people::find(tx, head).await?.is_none()
    {
        reasons.push(Refusal::Unknown { field: Field::Head });
    }
    Refused::unless_empty(reasons)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct DepartmentRow {
    id: Uuid,
    name: String,
    parent: Option<Uuid>,
    head: Option<Uuid>,
    archived: bool,
}

impl DepartmentRow {
    fn department(self) -> Department {
        Department {
            id: DepartmentId(self.id),
            name: self.name,
            parent: self.parent.map(DepartmentId),
            head: self.head.map(PersonId),
            archived: self.archived,
        }
    }
}

const LIST: &str = "SELECT id, name, parent, head, archived FROM department ORDER BY archived, folded, id";

const KNOWN: &str = "SELECT archived FROM department WHERE id = $1";

/// Whether the first department is above the second.
const IS_ABOVE: &str = "
    WITH RECURSIVE above (id) AS (
        SELECT parent FROM department WHERE id = $2
        UNION
        SELECT department.parent FROM department JOIN above ON department.id = above.id
    )
    SELECT EXISTS (SELECT 1 FROM above WHERE id = $1)";

const PUT: &str = "
    INSERT INTO department (id, name, folded, parent, head, archived) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, parent = excluded.parent,
        head = excluded.head, archived = excluded.archived";

const FORGET_LEADERS: &str = "DELETE FROM led_department";

const NOTE_LEADERS: &str = "
    INSERT INTO led_department (leader, department, instead_of)
    SELECT leader, department, instead_of FROM led_by_tree";
