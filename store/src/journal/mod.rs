//! The meeting journal: week plans, what became of them, and what is said about them.
//!
//! A plan has no list of its own: [`items`] reads the meetings that it consists of. What is decided about them is in
//! [`rows`]; [`mod@amend`] notes what is done to them after the approval, whichever verb does it. [`chat`] keeps the
//! conversation, [`apply`] does what was suggested there.

mod amend;
mod apply;
mod chat;
mod demo;
mod fact;
mod items;
mod rows;
mod team;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Refusal;
use domain::change::{About, Act, PlanVerb, Revision};
use domain::id::{MeetingId, PersonId};
use domain::journal::sheet::content;
use domain::journal::{
    PlanKey, PlanPermits, PlanSheet, PlanState, PlanWay, Totals, WeekPlan, findings, lines,
};
use domain::journey::Ways;
use domain::permission::{Action, Actor};
use domain::refusal::Field;

use crate::changes::Write;
use crate::db::{Tx, one, run};
use crate::error::{Error, Result};
use crate::{Store, Who, changes};

pub(crate) use amend::amend;
pub(crate) use demo::fill;
pub(crate) use items::of_several as items_of;

impl Store {
    /// A plan as it is opened; `today` is the date of who looks. [`Error::Gone`] for who is neither its owner nor
    /// above.
    pub async fn plan_sheet(
        &self,
        who: Who,
        key: PlanKey,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PlanSheet> {
        let mut tx = self.db.begin_read().await?;
        let actor = crate::actor::read(&mut tx, who).await?;
        let plan = visible(&mut tx, &actor, key).await?;
        sheet(&mut tx, &actor, plan, &*self.ways, today, now).await
    }

    /// The owner submits the plan. The same again answers the same.
    pub async fn submit_plan(&self, who: Who, key: PlanKey, note: &str, now: DateTime<Utc>) -> Result<()> {
        let (write, actor, mut plan) = self.about_to(who, key, now).await?;
        let same = |it: &domain::journal::Remark| it.signed.by == who.person && it.text == note.trim();
        if plan.state == PlanState::Submitted && plan.submission.as_ref().is_some_and(same) {
            return Ok(());
        }
        plan.submit(&actor, note, write.at)?;
        done(write, plan, PlanVerb::Submitted, note).await
    }

    /// The owner takes the submission back.
    pub async fn withdraw_plan(&self, who: Who, key: PlanKey, now: DateTime<Utc>) -> Result<()> {
        let (write, actor, mut plan) = self.about_to(who, key, now).await?;
        actor.require_with_plan(Action::KeepPlan, key.owner)?;
        if matches!(plan.state, PlanState::Draft | PlanState::Returned) {
            return Ok(());
        }
        plan.withdraw(&actor)?;
        done(write, plan, PlanVerb::Withdrawn, "").await
    }

    /// The supervisor gives the plan back with a comment. The same again answers the same.
    pub async fn return_plan(&self, who: Who, key: PlanKey, comment: &str, now: DateTime<Utc>) -> Result<()> {
        let (write, actor, mut plan) = self.about_to(who, key, now).await?;
        let same = |it: &domain::journal::Remark| it.signed.by == who.person && it.text == comment.trim();
        if plan.state == PlanState::Returned && plan.returned.as_ref().is_some_and(same) {
            return Ok(());
        }
        plan.give_back(&actor, comment, write.at)?;
        done(write, plan, PlanVerb::Returned, comment).await
    }

    /// The supervisor approves what they have seen: [`Error::Conflict`] when plan or meetings are another edition by
    /// now. Once they have approved it, again is well.
    pub async fn approve_plan(&self, who: Who, key: PlanKey, seen: &str, now: DateTime<Utc>) -> Result<()> {
        let (mut write, actor, mut plan) = self.about_to(who, key, now).await?;
        let approved = plan.approval.as_ref().is_some_and(|approval| approval.signed.by == who.person);
        if plan.state == PlanState::Approved && approved {
            return Ok(());
        }
        actor.require_with_plan(Action::DecidePlan, key.owner)?;
        let items = items::of_one(&mut write.tx, key).await?;
        let content = content(&items);
        if plan.state == PlanState::Submitted && plan.edition(&content) != seen {
            let (current,) = one!(write.tx, changes::REVISION)?;
            return Err(Error::Conflict { current: Revision(current) });
        }
        let meetings: Vec<MeetingId> = content.keys().copied().collect();
        plan.approve(&actor, content, write.at)?;
        rows::put(&mut write.tx, &plan).await?;
        rows::hold(&mut write.tx, key.id(), &meetings).await?;
        done(write, plan, PlanVerb::Approved, "").await
    }

    /// The supervisor closes the week. Once it is closed, again is well.
    pub async fn close_week(
        &self,
        who: Who,
        key: PlanKey,
        words: &str,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (write, actor, mut plan) = self.about_to(who, key, now).await?;
        let mine = plan.review.as_ref().is_some_and(|review| review.signed.by == who.person);
        if plan.state == PlanState::Reviewed && mine {
            return Ok(());
        }
        plan.close(&actor, words, today, write.at)?;
        done(write, plan, PlanVerb::Reviewed, words).await
    }

    /// The owner says why a meeting of the approved plan was changed.
    pub async fn explain_amendment(
        &self,
        who: Who,
        key: PlanKey,
        meeting: MeetingId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut write, actor, mut plan) = self.about_to(who, key, now).await?;
        let last = plan.amendments.iter().rev().find(|it| it.meeting == meeting);
        let unknown = Refusal::Unknown { field: Field::Meeting };
        let (revision, before) = last.map(|it| (it.revision, it.reason.clone())).ok_or(unknown)?;
        plan.explain(&actor, revision, meeting, reason)?;
        if before == reason.trim() {
            return Ok(());
        }
        rows::explain(&mut write.tx, key.id(), revision, meeting, reason.trim()).await?;
        done(write, plan, PlanVerb::Explained, reason).await
    }

    /// Notes that somebody has seen the amendments up to a revision.
    pub async fn look_at_plan(
        &self,
        who: Who,
        key: PlanKey,
        upto: Revision,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut write, _, plan) = self.about_to(who, key, now).await?;
        if plan.version == Revision::default() {
            return Ok(());
        }
        run!(write.tx, LOOK, key.id().0, who.person.0, upto.0)?;
        write.commit_untold().await
    }

    /// Begins a write to a plan that who acts may see.
    async fn about_to(&self, who: Who, key: PlanKey, now: DateTime<Utc>) -> Result<(Write, Actor, WeekPlan)> {
        let (mut write, actor) = self.write(who, now).await?;
        let plan = visible(&mut write.tx, &actor, key).await?;
        Ok((write, actor, plan))
    }
}

/// Whoever may not see a plan does not learn whether it is there.
async fn visible(tx: &mut Tx, actor: &Actor, key: PlanKey) -> Result<WeekPlan> {
    if actor.may_with_plan(Action::SeePlan, key.owner) { rows::read(tx, key).await } else { Err(Error::Gone) }
}

/// Writes what a verb has made of a plan, and commits.
async fn done(mut write: Write, mut plan: WeekPlan, verb: PlanVerb, words: &str) -> Result<()> {
    plan.version = write.next_revision().await?;
    rows::put(&mut write.tx, &plan).await?;
    let act = Act::PlanActed { verb, words: words.trim().to_owned() };
    let affected = rows::concerned(&mut write.tx, plan.key).await?;
    write.commit(plan.version, About::Plan(plan.key.id()), vec![act], affected).await
}

async fn sheet(
    tx: &mut Tx,
    actor: &Actor,
    plan: WeekPlan,
    ways: &(dyn Ways + Send + Sync),
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<PlanSheet> {
    let (revision,) = one!(tx, changes::REVISION)?;
    let owner = crate::people::find(tx, plan.key.owner).await?.ok_or(Error::Gone)?;
    let items = items::of_one(tx, plan.key).await?;
    let lines = lines(&plan, &items, now);
    let findings = findings(plan.key.week, &items, &owner.hours, ways);
    Ok(PlanSheet {
        revision: Revision(revision),
        now,
        owner: domain::id::Named { id: owner.id, name: owner.name },
        position: owner.position,
        state: plan.state_on(today),
        edition: plan.edition(&content(&items)),
        totals: Totals::of(&lines, ways),
        ways: PlanWay::of(&lines, ways),
        lines,
        findings,
        people: rows::names(tx, &named_in(&plan)).await?,
        looked: rows::looked(tx, plan.key, actor.person).await?,
        permits: PlanPermits::of(actor, &plan, today),
        plan,
    })
}

/// Everybody whom a plan names.
fn named_in(plan: &WeekPlan) -> Vec<PersonId> {
    let remarks = [&plan.submission, &plan.returned, &plan.review].into_iter().flatten();
    let mut people: Vec<_> = remarks.map(|remark| remark.signed.by).collect();
    people.extend(plan.approval.as_ref().map(|approval| approval.signed.by));
    people.extend(plan.amendments.iter().filter_map(|amendment| amendment.by));
    people.sort_unstable();
    people.dedup();
    people
}

const LOOK: &str = "
    INSERT INTO plan_look (plan, person, revision) VALUES ($1, $2, $3)
    ON CONFLICT (plan, person) DO UPDATE SET revision = excluded.revision
    WHERE plan_look.revision < excluded.revision";
