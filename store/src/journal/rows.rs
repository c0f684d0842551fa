//! Plans as rows, and rows as plans.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::change::Revision;
use domain::id::{MeetingId, Named, PersonId, PlanId};
use domain::journal::{Amended, Amendment, Approval, PlanKey, Remark, WeekPlan};
use domain::time::IsoWeek;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{Differs, Ids, Tx, all, among, bulk, first, run};
use crate::error::{Error, Result};
use crate::words::{meaning, word};

/// The plan of somebody's week, touched or not. [`Error::Gone`] without such a person.
pub(super) async fn read(tx: &mut Tx, key: PlanKey) -> Result<WeekPlan> {
    let row: Option<PlanRow> = first!(tx, PLAN, key.id().0)?;
    let Some(row) = row else {
        crate::people::find(tx, key.owner).await?.ok_or(Error::Gone)?;
        return Ok(WeekPlan::untouched(key));
    };
    let mut plans = with_amendments(tx, vec![row]).await?;
    plans.pop().ok_or(Error::Gone)
}

/// The plans of the weeks from one to another that somebody has touched.
pub(super) async fn read_all(
    tx: &mut Tx,
    owners: &[PersonId],
    from: IsoWeek,
    to: IsoWeek,
) -> Result<Vec<WeekPlan>> {
    let owners = Ids(owners.iter().map(|owner| owner.0).collect());
    let rows: Vec<PlanRow> = all!(tx, PLANS, from.to_string(), to.to_string(), owners)?;
    with_amendments(tx, rows).await
}

/// The approved plans among these, and those that hold, or held, one of these meetings.
pub(super) async fn read_approved(
    tx: &mut Tx,
    plans: &[PlanId],
    meetings: &[MeetingId],
) -> Result<Vec<WeekPlan>> {
    let plans = Ids(plans.iter().map(|plan| plan.0).collect());
    let rows: Vec<PlanRow> = all!(tx, APPROVED, plans, Ids::of(meetings))?;
    with_amendments(tx, rows).await
}

/// Writes a plan but for its amendments.
pub(crate) async fn put(tx: &mut Tx, plan: &WeekPlan) -> Result<()> {
    run!(
        tx,
        PUT,
        plan.key.id().0,
        plan.key.owner.0,
        plan.key.week.to_string(),
        plan.version.0,
        word(&plan.state)?,
        plan.submission.as_ref().map(Json),
        plan.returned.as_ref().map(Json),
        plan.approval.as_ref().map(Json),
        plan.review.as_ref().map(Json),
    )
}

/// Lets there be a row, for what points to it.
pub(super) async fn ensure(tx: &mut Tx, key: PlanKey) -> Result<()> {
    run!(tx, ENSURE, key.id().0, key.owner.0, key.week.to_string())
}

/// Notes that an approved plan holds these meetings.
pub(super) async fn hold(tx: &mut Tx, plan: PlanId, meetings: &[MeetingId]) -> Result<()> {
    for meeting in meetings {
        run!(tx, HOLD, meeting.0, plan.0)?;
    }
    Ok(())
}

pub(super) async fn insert_amendments(tx: &mut Tx, plan: PlanId, amendments: &[Amendment]) -> Result<()> {
    bulk!(tx, AMENDMENTS, amendments, |row| [
        plan.0,
        row.revision.0,
        row.meeting.0,
        row.at,
        row.by.map(|person| person.0),
        Json(row.what.clone()),
        row.reason.as_str(),
    ])
}

pub(super) async fn explain(
    tx: &mut Tx,
    plan: PlanId,
    revision: Revision,
    meeting: MeetingId,
    reason: &str,
) -> Result<()> {
    run!(tx, EXPLAIN, plan.0, revision.0, meeting.0, reason)
}

/// Up to where somebody has seen the amendments of a plan.
pub(super) async fn looked(tx: &mut Tx, key: PlanKey, person: PersonId) -> Result<Revision> {
    let row: Option<(i64,)> = first!(tx, LOOKED, key.id().0, person.0)?;
    Ok(Revision(row.map_or(0, |(revision,)| revision)))
}

pub(super) async fn names(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Named<PersonId>>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let people = Ids(people.iter().map(|person| person.0).collect());
    let rows: Vec<(Uuid, String)> = all!(tx, NAMES, people)?;
    Ok(rows.into_iter().map(|(id, name)| Named { id: PersonId(id), name }).collect())
}

/// Who follows the conversation about a plan.
pub(super) async fn readers(tx: &mut Tx, key: PlanKey) -> Result<Vec<PersonId>> {
    let rows: Vec<(Uuid,)> = all!(tx, READERS, key.id().0)?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// Who is told of what happens to a plan wherever they are: its owner, those who follow its conversation, and the
/// head next above, with who stands in for them.
pub(super) async fn concerned(tx: &mut Tx, key: PlanKey) -> Result<Vec<PersonId>> {
    let mut people = readers(tx, key).await?;
    people.push(key.owner);
    people.extend(next_above(tx, key.owner).await?);
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// The heads of somebody's department and of those above it, the next one first, and with each who stands in for them.
pub(super) async fn above(tx: &mut Tx, person: PersonId) -> Result<Vec<PersonId>> {
    let rows: Vec<(Uuid, i32)> = all!(tx, ABOVE, person.0)?;
    let mut heads: Vec<PersonId> = Vec::new();
    for (head, _) in rows {
        if !heads.contains(&PersonId(head)) {
            heads.push(PersonId(head));
        }
    }
    Ok(heads)
}

/// The head next above, and who stands in for them.
async fn next_above(tx: &mut Tx, person: PersonId) -> Result<Vec<PersonId>> {
    let rows: Vec<(Uuid, i32)> = all!(tx, ABOVE, person.0)?;
    let next = rows.first().map(|(_, step)| *step);
    Ok(rows.into_iter().filter(|(_, step)| Some(*step) == next).map(|(head, _)| PersonId(head)).collect())
}

async fn with_amendments(tx: &mut Tx, rows: Vec<PlanRow>) -> Result<Vec<WeekPlan>> {
    let approved = rows.iter().filter(|row| row.approval.is_some()).map(|row| row.id).collect::<Vec<_>>();
    let amended: Vec<AmendmentRow> =
        if approved.is_empty() { Vec::new() } else { all!(tx, AMENDED, Ids(approved))? };
    let mut amendments: BTreeMap<Uuid, Vec<Amendment>> = BTreeMap::new();
    for row in amended {
        amendments.entry(row.plan).or_default().push(row.amendment());
    }
    let plan = |row: PlanRow| {
        let of_it = amendments.remove(&row.id).unwrap_or_default();
        row.plan(of_it)
    };
    rows.into_iter().map(plan).collect()
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    id: Uuid,
    owner: Uuid,
    week: String,
    version: i64,
    state: String,
    submission: Option<Json<Remark>>,
    returned: Option<Json<Remark>>,
    approval: Option<Json<Approval>>,
    review: Option<Json<Remark>>,
}

impl PlanRow {
    fn plan(self, amendments: Vec<Amendment>) -> Result<WeekPlan> {
        let week = self.week.parse().map_err(|_| Error::unreadable("a plan of no week"))?;
        Ok(WeekPlan {
            key: PlanKey { owner: PersonId(self.owner), week },
            version: Revision(self.version),
            state: meaning(&self.state)?,
            submission: self.submission.map(|it| it.0),
            returned: self.returned.map(|it| it.0),
            approval: self.approval.map(|it| it.0),
            review: self.review.map(|it| it.0),
            amendments,
        })
    }
}

#[derive(sqlx::FromRow)]
struct AmendmentRow {
    plan: Uuid,
    revision: i64,
    meeting: Uuid,
    at: DateTime<Utc>,
    done_by: Option<Uuid>,
    what: Json<Amended>,
    reason: String,
}

impl AmendmentRow {
    fn amendment(self) -> Amendment {
        Amendment {
            revision: Revision(self.revision),
            meeting: MeetingId(self.meeting),
            at: self.at,
            by: self.done_by.map(PersonId),
            what: self.what.0,
            reason: self.reason,
        }
    }
}

/// The columns of a [`PlanRow`].
macro_rules! plan {
    () => {
        "SELECT id, owner, week, version, state, submission, returned, approval, review FROM week_plan "
    };
}

const PLAN: &str = concat!(plan!(), "WHERE id = $1");

/// Weeks as ISO 8601 writes them follow each other as texts do.
const PLANS: Differs = among!(concat!(plan!(), "WHERE week >= $1 AND week <= $2 AND owner "), "$3", "");

const APPROVED: Differs = among!(
    concat!(plan!(), "WHERE approval IS NOT NULL AND (id "),
    "$1",
    " OR id IN (SELECT plan FROM plan_meeting WHERE meeting ",
    "$2",
    ")) ORDER BY id",
);

const PUT: &str = "
    INSERT INTO week_plan (id, owner, week, version, state, submission, returned, approval, review)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state,
        submission = excluded.submission, returned = excluded.returned, approval = excluded.approval,
        review = excluded.review";

const ENSURE: &str = "
    INSERT INTO week_plan (id, owner, week, version, state) VALUES ($1, $2, $3, 0, 'draft')
    ON CONFLICT (id) DO NOTHING";

const HOLD: &str = "INSERT INTO plan_meeting (meeting, plan) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const AMENDMENTS: &str = "INSERT INTO plan_amendment (plan, revision, meeting, at, done_by, what, reason) ";

const AMENDED: Differs = among!(
    "SELECT plan, revision, meeting, at, done_by, what, reason FROM plan_amendment WHERE plan ",
    "$1",
    " ORDER BY plan, revision, meeting",
);

const EXPLAIN: &str =
    "UPDATE plan_amendment SET reason = $4 WHERE plan = $1 AND revision = $2 AND meeting = $3";

const LOOKED: &str = "SELECT revision FROM plan_look WHERE plan = $1 AND person = $2";

const NAMES: Differs = among!("SELECT id, name FROM person WHERE id ", "$1", " ORDER BY folded, id");

const READERS: &str = "SELECT person FROM plan_reader WHERE plan = $1";

/// An archived department has no head, but what is below it stays below what is above it.
const ABOVE: &str = "
    WITH RECURSIVE above (id, step) AS (
        SELECT department, 0 FROM person WHERE id = $1
        UNION ALL
        SELECT department.parent, above.step + 1 FROM department JOIN above ON department.id = above.id
        WHERE department.parent IS NOT NULL AND above.step < 100
    )
    SELECT acting_head.head, above.step FROM above
    JOIN acting_head ON acting_head.department = above.id
    JOIN person ON person.id = acting_head.head AND NOT person.archived
    WHERE acting_head.head <> $1 AND acting_head.instead_of <> $1
    ORDER BY above.step, acting_head.head <> acting_head.instead_of";
