//! What is expected of people, by their position.

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::id::TargetId;
use domain::permission::Action;
use domain::points::Target;
use domain::refusal::Field;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Tx, all, run};
use crate::error::Result;
use crate::kinds::{count, number};
use crate::words::folded;
use crate::{Store, Who};

impl Store {
    /// Every target, by position, that of everybody first and the archived ones last.
    pub async fn targets(&self, who: Who) -> Result<Vec<Target>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        read(&mut tx).await
    }

    /// Sets a target, or makes an existing one what is given. A position has one.
    pub async fn save_target(&self, who: Who, target: Target, now: DateTime<Utc>) -> Result<Target> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepDirectory)?;
        let position = target.position.split_whitespace().collect::<Vec<_>>().join(" ");
        let target = Target { position, ..target };
        target.check()?;
        let others = read(&mut write.tx).await?.into_iter().filter(|other| other.id != target.id);
        let same = |other: &Target| !other.archived && other.is_for(&target.position);
        if !target.archived && others.into_iter().any(|other| same(&other)) {
            return Err(Refusal::Duplicate { field: Field::Position }.into());
        }
        put(&mut write.tx, &target).await?;
        write.commit_directory().await?;
        Ok(target)
    }
}

pub(super) async fn read(tx: &mut Tx) -> Result<Vec<Target>> {
    let rows: Vec<TargetRow> = all!(tx, TARGETS)?;
    rows.into_iter().map(TargetRow::target).collect()
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put(tx: &mut Tx, target: &Target) -> Result<()> {
    run!(
        tx,
        PUT,
        target.id.0,
        target.position.as_str(),
        folded(&[&target.position]),
        number(target.week)?,
        number(target.month)?,
        number(target.quarter)?,
        Json(&target.steps),
        target.archived,
    )
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    id: Uuid,
    position: String,
    week: i32,
    month: i32,
    quarter: i32,
    steps: Json<Vec<u32>>,
    archived: bool,
}

impl TargetRow {
    fn target(self) -> Result<Target> {
        Ok(Target {
            id: TargetId(self.id),
            position: self.position,
            week: count(self.week)?,
            month: count(self.month)?,
            quarter: count(self.quarter)?,
            steps: self.steps.0,
            archived: self.archived,
        })
    }
}

const TARGETS: &str = "
    SELECT id, position, week, month, quarter, steps, archived FROM points_target ORDER BY archived, folded, id";

const PUT: &str = "
    INSERT INTO points_target (id, position, folded, week, month, quarter, steps, archived)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, folded = excluded.folded, week = excluded.week,
        month = excluded.month, quarter = excluded.quarter, steps = excluded.steps, archived = excluded.archived";
