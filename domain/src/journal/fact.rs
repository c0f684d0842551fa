//! What became of a plan (S64): planned against done, meeting by meeting.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Amended, Amendment, Commitment, JournalItem, WeekPlan};
use crate::id::MeetingId;
use crate::meeting::State;

/// One meeting of a week: as it was promised, as it is, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactLine {
    pub meeting: MeetingId,
    pub origin: Origin,
    pub outcome: Outcome,
    /// As it was approved, if it was.
    pub planned: Option<Commitment>,
    /// As it is now; absent when it is not in this plan any more.
    pub item: Option<JournalItem>,
    /// Why it is not as it was planned; empty where nothing is to be explained, or nobody has yet.
    pub reason: String,
    /// The reason is still asked for: under which revision it changed.
    pub unexplained: bool,
}

impl FactLine {
    /// The date under which it stands: where it is, or else where it was promised.
    pub fn date(&self) -> Option<NaiveDate> {
        let when = self.item.as_ref().map(|item| &item.when);
        when.or(self.planned.as_ref().map(|planned| &planned.when)).map(|when| when.first_day())
    }

    /// It is not to take place any more, or not within this plan.
    pub fn is_gone(&self) -> bool {
        matches!(self.outcome, Outcome::Cancelled | Outcome::Dropped)
    }

    pub fn subject(&self) -> &str {
        let of_item = self.item.as_ref().map(|item| item.subject.as_str());
        of_item.or(self.planned.as_ref().map(|planned| planned.subject.as_str())).unwrap_or_default()
    }
}

/// How a meeting came to be in the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// As it was approved, or in a plan that is not approved yet.
    Planned,
    /// Approved, and changed since.
    Moved,
    /// Added after the approval.
    Unplanned,
}

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its time has not come, or is not over.
    Ahead,
    InProgress,
    Done,
    /// Its time is over, and nobody began it (S2).
    Missed,
    Cancelled,
    /// Taken out of the plan: removed, given to somebody else, or moved to another week.
    Dropped,
}

/// Every meeting of the week, by the date under which it stands and its time. `items` are those that belong to it now,
/// the cancelled ones too.
pub fn lines(plan: &WeekPlan, items: &[JournalItem], now: DateTime<Utc>) -> Vec<FactLine> {
    let mut promised: BTreeMap<MeetingId, Commitment> =
        plan.approval.as_ref().map(|approval| approval.content.clone()).unwrap_or_default();
    let approved = plan.approval.is_some();
    let last = |meeting| plan.amendments.iter().rev().find(|it| it.meeting == meeting);
    let mut lines: Vec<_> = items
        .iter()
        .map(|item| {
            let planned = promised.remove(&item.meeting);
            let origin = match &planned {
                Some(planned) if planned.keeps(&item.commitment()) => Origin::Planned,
                Some(_) => Origin::Moved,
                None if approved => Origin::Unplanned,
                None => Origin::Planned,
            };
            let (reason, unexplained) = reason(last(item.meeting));
            FactLine {
                meeting: item.meeting,
                origin,
                outcome: outcome(item, now),
                planned,
                item: Some(item.clone()),
                reason,
                unexplained,
            }
        })
        // What was cancelled before the approval is none of the plan's business.
        .filter(|line| line.planned.is_some() || line.outcome != Outcome::Cancelled)
        .collect();
    lines.extend(promised.into_iter().map(|(meeting, planned)| {
        let (reason, unexplained) = reason(last(meeting));
        FactLine {
            meeting,
            origin: Origin::Planned,
            outcome: Outcome::Dropped,
            planned: Some(planned),
            item: None,
            reason,
            unexplained,
        }
    }));
    lines.sort_by_key(|line| {
        let start = line.item.as_ref().map(|item| item.span.start());
        (line.date(), start.is_some(), start, line.meeting)
    });
    lines
}

fn reason(last: Option<&Amendment>) -> (String, bool) {
    let reason = last.map(|it| it.reason.clone()).unwrap_or_default();
    let asks = last.is_some_and(|it| it.reason.is_empty() && !matches!(it.what, Amended::Added { .. }));
    (reason, asks)
}

fn outcome(item: &JournalItem, now: DateTime<Utc>) -> Outcome {
    match item.state {
        State::Closed => Outcome::Done,
        State::Cancelled => Outcome::Cancelled,
        State::InProgress => Outcome::InProgress,
        State::Planned if item.span.end() <= now => Outcome::Missed,
        State::Planned => Outcome::Ahead,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};

    use super::*;
    use crate::change::Revision;
    use crate::journal::sheet::tests::{item, on};
    use crate::journal::{Content, PlanKey};
    use crate::meeting::stories::{ANNA, HELEN, actor};

    fn approved(items: &[JournalItem]) -> WeekPlan {
        let mut plan = WeekPlan::untouched(PlanKey { owner: ANNA, week: "2026-W48".parse().unwrap() });
        let now = DateTime::UNIX_EPOCH;
        plan.submit(&actor(ANNA), "", now).unwrap();
        let content: Content = items.iter().map(|item| (item.meeting, item.commitment())).collect();
        plan.approve(&actor(HELEN), content, now).unwrap();
        plan
    }

    #[test]
    fn each_meeting_of_a_week_has_its_fate() {
        let wednesday = chrono::Utc.with_ymd_and_hms(2026, 11, 25, 12, 0, 0).unwrap();
        let mut items: Vec<_> = (1..=6).map(|number| item(number, on(24, 8 + number as u32, 60))).collect();
        let mut plan = approved(&items[..5]);
        items[0].state = State::Closed;
        items[2] = item(3, on(26, 9, 60));
        let signed = (Some(ANNA), wednesday);
        plan.amend(items[2].meeting, Some(items[2].commitment()), "ill", signed, Revision(1));
        items[3].state = State::Cancelled;
        plan.amend(items[3].meeting, None, "", signed, Revision(2));
        let removed = items.remove(4);
        plan.amend(removed.meeting, None, "", signed, Revision(3));
        let told: Vec<_> = lines(&plan, &items, wednesday)
            .into_iter()
            .map(|line| (line.meeting.0.as_u128(), line.origin, line.outcome, line.unexplained))
            .collect();
        let expected = [
            (5, Origin::Planned, Outcome::Dropped, true),
            (1, Origin::Planned, Outcome::Done, false),
            (2, Origin::Planned, Outcome::Missed, false),
            (4, Origin::Planned, Outcome::Cancelled, true),
            (6, Origin::Unplanned, Outcome::Missed, false),
            (3, Origin::Moved, Outcome::Ahead, false),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn in_a_draft_everything_is_planned_and_what_was_cancelled_is_left_out() {
        let mut items: Vec<_> = (1..=2).map(|number| item(number, on(24, 9, 60))).collect();
        items[1].state = State::Cancelled;
        let plan = WeekPlan::untouched(PlanKey { owner: ANNA, week: "2026-W48".parse().unwrap() });
        let before = items[0].span.start() - TimeDelta::hours(1);
        let told = lines(&plan, &items, before);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].origin, told[0].outcome), (Origin::Planned, Outcome::Ahead));
    }
}
