//! A week plan: its states, and what is changed after its approval (S63, S64, D7).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Builder;

use crate::change::Revision;
use crate::id::{ClientId, KindId, MeetingId, PersonId, PlanId};
use crate::permission::{Action, Actor};
use crate::refusal::{Field, bounded_text, required_text};
use crate::time::{IsoWeek, When};
use crate::{Refusal, Refused};

/// Which plan: whose, and of which week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanKey {
    pub owner: PersonId,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
    pub week: IsoWeek,
}

impl PlanKey {
    /// The plan's id, a UUID of version 8 (RFC 9562 section 5.8) made from the key, so that it is known before
    /// anybody has touched the plan.
    pub fn id(&self) -> PlanId {
        // FNV-1a: nobody chooses both halves of the key freely, so it need not withstand an attack.
        let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        for byte in self.owner.0.as_bytes().iter().chain(self.week.to_string().as_bytes()) {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        PlanId(Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid())
    }
}

/// Where a plan is in its life (S63).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    #[default]
    Draft,
    /// A draft again, with a comment of the supervisor.
    Returned,
    Submitted,
    Approved,
    /// Approved, and its week has begun. A plan is kept as approved; which of both it is, the date tells.
    InExecution,
    /// The supervisor has closed the week.
    Reviewed,
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signed {
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// What somebody said along with what they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remark {
    pub signed: Signed,
    /// May be empty.
    pub text: String,
}

/// What a plan promises of one meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Commitment {
    /// What the meeting was called; another name is no other promise.
    pub subject: String,
    pub when: When,
    pub kind: KindId,
    pub client: Option<ClientId>,
}

impl Commitment {
    /// Whether it is the same promise: the same kind of meeting with the same client at the same time.
    pub fn keeps(&self, other: &Self) -> bool {
        self.when == other.when && self.kind == other.kind && self.client == other.client
    }
}

/// What a plan promises.
pub type Content = BTreeMap<MeetingId, Commitment>;

/// The frozen plan (D7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Approval {
    pub signed: Signed,
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Commitment>))]
    pub content: Content,
}

/// A change of an approved plan (изменение плана, S64).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amendment {
    /// Under which it happened. With the meeting it names the amendment.
    pub revision: Revision,
    pub meeting: MeetingId,
    pub at: DateTime<Utc>,
    /// `None` when Daybook itself did it.
    pub by: Option<PersonId>,
    pub what: Amended,
    /// Empty until somebody gives it.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Amended {
    /// A meeting that was not planned.
    Added {
        to: Commitment,
    },
    Changed {
        from: Commitment,
        to: Commitment,
    },
    /// Cancelled, removed, given to somebody else, or moved to another week.
    Dropped {
        from: Commitment,
    },
}

/// The plan of somebody's week. Without a row it is a draft that nobody has touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeekPlan {
    pub key: PlanKey,
    pub version: Revision,
    /// As it is kept; see [`WeekPlan::state_on`].
    pub state: PlanState,
    /// With which it was submitted last.
    /// With which it was submitted last.
    pub submission: Option<Remark>,
    /// With which it was returned last.
    pub returned: Option<Remark>,
    pub approval: Option<Approval>,
    pub review: Option<Remark>,
    /// By revision. There are none without an approval.
    pub amendments: Vec<Amendment>,
}

impl WeekPlan {
    pub fn untouched(key: PlanKey) -> Self {
        Self {
            key,
            version: Revision::default(),
            state: PlanState::Draft,
            submission: None,
            returned: None,
            approval: None,
            review: None,
            amendments: Vec::new(),
        }
    }

    /// The state on a date of the owner's calendar: an approved plan is in execution from its Monday on.
    pub fn state_on(&self, today: NaiveDate) -> PlanState {
        match self.state {
            PlanState::Approved if today >= self.key.week.monday() => PlanState::InExecution,
            state => state,
        }
    }

    /// The owner hands the plan to the supervisor, with a note that may be empty.
    pub fn submit(&mut self, actor: &Actor, note: &str, now: DateTime<Utc>) -> Result<(), Refused> {
        self.require(actor, Action::KeepPlan, &[PlanState::Draft, PlanState::Returned])?;
        Refused::unless_empty(bounded_text(note, Field::Note, LONGEST_REMARK).into_iter().collect())?;
        self.submission = Some(remark(actor, note, now));
        self.state = PlanState::Submitted;
        Ok(())
    }

    /// The owner takes a submission back.
    pub fn withdraw(&mut self, actor: &Actor) -> Result<(), Refused> {
        self.require(actor, Action::KeepPlan, &[PlanState::Submitted])?;
        self.submission = None;
        self.state = if self.returned.is_some() { PlanState::Returned } else { PlanState::Draft };
        Ok(())
    }

    /// The supervisor gives the plan back; the comment says why.
    pub fn give_back(&mut self, actor: &Actor, comment: &str, now: DateTime<Utc>) -> Result<(), Refused> {
        self.require(actor, Action::DecidePlan, &[PlanState::Submitted])?;
        let wrong = required_text(comment, Field::Comment, LONGEST_REMARK);
        Refused::unless_empty(wrong.into_iter().collect())?;
        self.returned = Some(remark(actor, comment, now));
        self.state = PlanState::Returned;
        Ok(())
    }

    /// The supervisor approves what is there: it is frozen as `content` (D7).
    pub fn approve(&mut self, actor: &Actor, content: Content, now: DateTime<Utc>) -> Result<(), Refused> {
        self.require(actor, Action::DecidePlan, &[PlanState::Submitted])?;
        self.approval = Some(Approval { signed: Signed { by: actor.person, at: now }, content });
        self.state = PlanState::Approved;
        Ok(())
    }

    /// The supervisor closes the week, once it has begun.
    pub fn close(
        &mut self,
        actor: &Actor,
        words: &str,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), Refused> {
        actor.require_with_plan(Action::DecidePlan, self.key.owner)?;
        match self.state_on(today) {
            PlanState::InExecution => {}
            state => return Err(Refusal::WrongPlanState { state }.into()),
        }
        Refused::unless_empty(bounded_text(words, Field::Comment, LONGEST_REMARK).into_iter().collect())?;
        self.review = Some(remark(actor, words, now));
        self.state = PlanState::Reviewed;
        Ok(())
    }

    /// Notes what a meeting is now in the plan, or that it is not in it any more. Nothing is noted before the approval,
    /// and nothing when the promise is kept.
    pub fn amend(
        &mut self,
        meeting: MeetingId,
        there: Option<Commitment>,
        reason: &str,
        signed: (Option<PersonId>, DateTime<Utc>),
        revision: Revision,
    ) -> Option<&Amendment> {
        let before = self.content()?.remove(&meeting);
        let what = match (before, there) {
            (None, None) => return None,
            (None, Some(to)) => Amended::Added { to },
            (Some(from), None) => Amended::Dropped { from },
            (Some(from), Some(to)) if from.keeps(&to) => return None,
            (Some(from), Some(to)) => Amended::Changed { from, to },
        };
        let (by, at) = signed;
        let reason = reason.trim().to_owned();
        self.amendments.push(Amendment { revision, meeting, at, by, what, reason });
        self.amendments.last()
    }

    /// The owner says why something was changed.
    pub fn explain(
        &mut self,
        actor: &Actor,
        revision: Revision,
        meeting: MeetingId,
        reason: &str,
    ) -> Result<(), Refused> {
        actor.require_with_plan(Action::KeepPlan, self.key.owner)?;
        let wrong = required_text(reason, Field::Reason, LONGEST_REASON);
        Refused::unless_empty(wrong.into_iter().collect())?;
        let mut amendments = self.amendments.iter_mut();
        let amendment = amendments.find(|it| it.revision == revision && it.meeting == meeting);
        let amendment = amendment.ok_or(Refusal::Unknown { field: Field::Meeting })?;
        reason.trim().clone_into(&mut amendment.reason);
        Ok(())
    }

    /// The frozen plan with its amendments; `None` before the approval.
    pub fn content(&self) -> Option<Content> {
        let mut content = self.approval.as_ref()?.content.clone();
        for amendment in &self.amendments {
            match &amendment.what {
                Amended::Added { to } | Amended::Changed { to, .. } => {
                    content.insert(amendment.meeting, to.clone());
                }
                Amended::Dropped { .. } => {
                    content.remove(&amendment.meeting);
                }
            }
        }
        Some(content)
    }

    /// The amendments whose reason nobody has given yet. What is added needs none: it is called unplanned.
    pub fn unexplained(&self) -> impl Iterator<Item = &Amendment> {
        let amendments = self.amendments.iter();
        amendments.filter(|it| it.reason.is_empty() && !matches!(it.what, Amended::Added { .. }))
    }

    /// What a supervisor has in front of them: it is different as soon as the plan, or a promise in it, is. Whoever
    /// approves names the one they have seen.
    pub fn edition(&self, content: &Content) -> String {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut mix = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        for (meeting, commitment) in content {
            mix(&meeting.to_string());
            mix(&commitment.kind.to_string());
            mix(&commitment.client.map(|client| client.to_string()).unwrap_or_default());
            mix(&format!("{:?}", commitment.when));
        }
        format!("{}-{hash:016x}", self.version.0)
    }

    fn require(&self, actor: &Actor, action: Action, states: &[PlanState]) -> Result<(), Refused> {
        actor.require_with_plan(action, self.key.owner)?;
        if states.contains(&self.state) {
            Ok(())
        } else {
            Err(Refusal::WrongPlanState { state: self.state }.into())
        }
    }
}

fn remark(actor: &Actor, text: &str, now: DateTime<Utc>) -> Remark {
    Remark { signed: Signed { by: actor.person, at: now }, text: text.trim().to_owned() }
}

const LONGEST_REMARK: u32 = 2_000;
const LONGEST_REASON: u32 = 1_000;

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::kind::Predefined;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, at};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn plan() -> WeekPlan {
        WeekPlan::untouched(PlanKey { owner: ANNA, week: "2026-W48".parse().unwrap() })
    }

    fn submitted() -> WeekPlan {
        let mut plan = plan();
        plan.submit(&actor(ANNA), "", NOW).unwrap();
        plan
    }

    fn approved(content: Content) -> WeekPlan {
        let mut plan = submitted();
        plan.approve(&actor(HELEN), content, NOW).unwrap();
        plan
    }

    fn meeting(number: u128) -> MeetingId {
        MeetingId(Uuid::from_u128(number))
    }

    fn visit(hour: u32) -> Commitment {
        Commitment {
            subject: "Visit".to_owned(),
            when: at(hour),
            kind: Predefined::MeetingAtClient.id(),
            client: None,
        }
    }

    #[test]
    fn a_plan_goes_from_draft_to_reviewed() {
        let mut plan = plan();
        plan.submit(&actor(ANNA), " all of it ", NOW).unwrap();
        plan.give_back(&actor(HELEN), "Friday is empty", NOW).unwrap();
        assert_eq!(plan.state, PlanState::Returned);
        plan.submit(&actor(ANNA), "", NOW).unwrap();
        plan.approve(&actor(HELEN), Content::new(), NOW).unwrap();
        let monday = plan.key.week.monday();
        assert_eq!(plan.state_on(monday - TimeDelta::days(1)), PlanState::Approved);
        assert_eq!(plan.state_on(monday), PlanState::InExecution);
        plan.close(&actor(HELEN), "well done", monday, NOW).unwrap();
        assert_eq!(plan.state_on(monday), PlanState::Reviewed);
    }

    #[test]
    fn every_state_refuses_what_does_not_belong_to_it() {
        let wrong = |state| Err(Refused::from(Refusal::WrongPlanState { state }));
        let mut draft = plan();
        assert_eq!(draft.approve(&actor(HELEN), Content::new(), NOW), wrong(PlanState::Draft));
        assert_eq!(draft.withdraw(&actor(ANNA)), wrong(PlanState::Draft));
        let mut plan = submitted();
        assert_eq!(plan.submit(&actor(ANNA), "", NOW), wrong(PlanState::Submitted));
        plan.approve(&actor(HELEN), Content::new(), NOW).unwrap();
        assert_eq!(plan.give_back(&actor(HELEN), "no", NOW), wrong(PlanState::Approved));
        let before = plan.key.week.monday() - TimeDelta::days(1);
        assert_eq!(plan.close(&actor(HELEN), "", before, NOW), wrong(PlanState::Approved));
    }

    #[test]
    fn only_the_owner_submits_and_only_the_supervisor_decides() {
        for stranger in [BORIS, OSCAR, HELEN] {
            assert!(plan().submit(&actor(stranger), "", NOW).is_err());
            assert!(submitted().withdraw(&actor(stranger)).is_err());
        }
        for stranger in [ANNA, BORIS, OSCAR] {
            assert!(submitted().approve(&actor(stranger), Content::new(), NOW).is_err());
            assert!(submitted().give_back(&actor(stranger), "no", NOW).is_err());
        }
    }

    #[test]
    fn a_plan_is_not_returned_without_a_word() {
        let refused = submitted().give_back(&actor(HELEN), "  ", NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::Empty { field: Field::Comment }]);
    }

    #[test]
    fn before_the_approval_nothing_is_an_amendment() {
        let mut plan = submitted();
        assert_eq!(plan.amend(meeting(1), Some(visit(9)), "", (None, NOW), Revision(1)), None);
        assert_eq!(plan.content(), None);
    }

    #[test]
    fn a_new_name_is_no_amendment_and_a_new_hour_is_one_that_wants_a_reason() {
        let mut plan = approved(Content::from([(meeting(1), visit(9))]));
        let renamed = Commitment { subject: "Another name".to_owned(), ..visit(9) };
        assert_eq!(plan.amend(meeting(1), Some(renamed), "", (Some(ANNA), NOW), Revision(1)), None);
        plan.amend(meeting(1), Some(visit(11)), "", (Some(ANNA), NOW), Revision(2));
        assert_eq!(plan.unexplained().count(), 1);
        let refused = plan.explain(&actor(HELEN), Revision(2), meeting(1), "ill").unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::KeepPlan }]);
        plan.explain(&actor(ANNA), Revision(2), meeting(1), "the client was ill").unwrap();
        assert_eq!(plan.unexplained().count(), 0);
    }

    #[test]
    fn an_unplanned_meeting_needs_no_reason() {
        let mut plan = approved(Content::new());
        plan.amend(meeting(1), Some(visit(9)), "", (Some(ANNA), NOW), Revision(1));
        assert_eq!((plan.amendments.len(), plan.unexplained().count()), (1, 0));
    }

    #[test]
    fn an_edition_differs_as_soon_as_a_promise_does() {
        let one = Content::from([(meeting(1), visit(9))]);
        let other = Content::from([(meeting(1), visit(10))]);
        assert_eq!(plan().edition(&one), plan().edition(&one.clone()));
        assert_ne!(plan().edition(&one), plan().edition(&other));
    }

    #[test]
    fn plans_of_neighbouring_people_and_weeks_have_ids_of_their_own() {
        let mut ids = std::collections::BTreeSet::new();
        for number in 0..50 {
            for weeks in 0..60 {
                let week = "2026-W48".parse::<IsoWeek>().unwrap().plus(weeks);
                ids.insert(PlanKey { owner: PersonId(Uuid::from_u128(number)), week }.id());
            }
        }
        assert_eq!(ids.len(), 3_000);
    }

    /// What somebody does with one of five meetings.
    #[derive(Clone, Debug)]
    enum Deed {
        Put(u128, u32),
        Rename(u128),
        Take(u128),
        Approve,
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let deed = prop_oneof![
            4 => (0..5_u128, 8..18_u32).prop_map(|(meeting, hour)| Deed::Put(meeting, hour)),
            1 => (0..5_u128).prop_map(Deed::Rename),
            2 => (0..5_u128).prop_map(Deed::Take),
            1 => Just(Deed::Approve),
        ];
        prop::collection::vec(deed, 0..60)
    }

    proptest! {
        /// Whatever happens before and after the approval: the frozen plan with its amendments is what is there.
        #[test]
        fn plan_and_amendments_are_what_is_there(deeds in deeds()) {
            let (mut there, mut plan) = (Content::new(), submitted());
            for (deed, revision) in deeds.into_iter().zip(1..) {
                let touched = match deed {
                    Deed::Put(number, hour) => {
                        there.insert(meeting(number), visit(hour));
                        number
                    }
                    Deed::Rename(number) => {
                        if let Some(it) = there.get_mut(&meeting(number)) {
                            it.subject.push('!');
                        }
                        number
                    }
                    Deed::Take(number) => {
                        there.remove(&meeting(number));
                        number
                    }
                    Deed::Approve => {
                        let _ = plan.approve(&actor(HELEN), there.clone(), NOW);
                        continue;
                    }
                };
                let now = there.get(&meeting(touched)).cloned();
                plan.amend(meeting(touched), now, "", (Some(ANNA), NOW), Revision(revision));
                if let Some(content) = plan.content() {
                    prop_assert_eq!(content.len(), there.len());
                    for (meeting, promise) in &content {
                        prop_assert!(promise.keeps(&there[meeting]));
                    }
                } else {
                    prop_assert!(plan.amendments.is_empty());
                }
            }
        }
    }
}
