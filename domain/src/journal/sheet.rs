//! What is shown of week plans: one of them, and those of a team side by side.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::check::journeys_on;
use super::{Commitment, Content, FactLine, Finding, Outcome, PlanState, WeekPlan};
use crate::change::Revision;
use crate::id::{ClientId, DepartmentId, KindId, MeetingId, Named, PersonId};
use crate::journey::{Basis, Journey, Way, Ways};
use crate::kind::{EventType, Hue, Predefined};
use crate::location::Position;
use crate::meeting::State;
use crate::permission::{Action, Actor};
use crate::time::{IsoWeek, Span, When};

/// A meeting as the journal needs it. A plan is no private matter: it stands here in full even where it is private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalItem {
    pub meeting: MeetingId,
    pub version: Revision,
    pub subject: String,
    pub when: When,
    pub span: Span,
    pub kind: Named<KindId>,
    /// For the kinds that Daybook comes with, which the screens call by their own word.
    pub predefined: Option<Predefined>,
    pub event_type: EventType,
    pub color: Option<Hue>,
    /// What closing it earns, or has earned (S51).
    pub points: u32,
    pub client: Option<Named<ClientId>>,
    pub contact: Option<String>,
    /// Where a visit is.
    pub address: Option<String>,
    /// Degrees north and east (WGS 84), where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<(f64, f64)>))]
    pub position: Option<Position>,
    pub state: State,
}

impl JournalItem {
    /// What a plan promises of it.
    pub fn commitment(&self) -> Commitment {
        Commitment {
            subject: self.subject.clone(),
            when: self.when.clone(),
            kind: self.kind.id,
            client: self.client.as_ref().map(|client| client.id),
        }
    }

    pub fn minutes(&self) -> u32 {
        match self.when {
            When::Timed { minutes, .. } => minutes,
            When::AllDay { .. } => 0,
        }
    }
}

/// What these meetings promise; what is cancelled promises nothing.
pub fn content(items: &[JournalItem]) -> Content {
    let standing = items.iter().filter(|item| item.state != State::Cancelled);
    standing.map(|item| (item.meeting, item.commitment())).collect()
}

/// What a week adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    pub meetings: u32,
    /// Meetings outside.
    pub visits: u32,
    pub minutes: u32,
    /// Points that all of it earns.
    pub points: u32,
    pub done: u32,
    pub points_earned: u32,
    pub missed: u32,
    pub moved: u32,
    pub unplanned: u32,
    pub dropped: u32,
    /// On the way from one visit to the next, as far as it is known where they are.
    pub metres: u32,
}

impl Totals {
    pub fn of(lines: &[FactLine], ways: &dyn Ways) -> Self {
        let mut totals = Self::default();
        for line in lines {
            totals.add(line);
        }
        totals.metres = journeys(lines, ways).iter().map(|journey| journey.way.metres).sum();
        totals
    }

    fn add(&mut self, line: &FactLine) {
        let gone = line.is_gone();
        self.dropped += u32::from(gone);
        let Some(item) = line.item.as_ref().filter(|_| !gone) else { return };
        self.meetings += 1;
        self.visits += u32::from(item.event_type == EventType::External);
        self.minutes += item.minutes();
        self.points += item.points;
        if line.outcome == Outcome::Done {
            self.done += 1;
            self.points_earned += item.points;
        }
        self.missed += u32::from(line.outcome == Outcome::Missed);
        self.moved += u32::from(line.origin == super::Origin::Moved);
        self.unplanned += u32::from(line.origin == super::Origin::Unplanned);
    }
}

/// From each visit of a day to the next, of all that is to take place.
fn journeys(lines: &[FactLine], ways: &dyn Ways) -> Vec<Journey> {
    let there = || lines.iter().filter(|line| !line.is_gone()).filter_map(|line| line.item.as_ref());
    let dates: BTreeSet<NaiveDate> = there().map(|item| item.when.first_day()).collect();
    dates.into_iter().flat_map(|date| journeys_on(date, there(), ways)).collect()
}

/// The way that a plan has between two meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanWay {
    pub from: MeetingId,
    pub to: MeetingId,
    pub way: Way,
}

impl PlanWay {
    pub fn of(lines: &[FactLine], ways: &dyn Ways) -> Vec<Self> {
        let way = |Journey { from, to, way, .. }| Self { from, to, way };
        journeys(lines, ways).into_iter().map(way).collect()
    }
}

/// What the one who looks may do with a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanPermits {
    pub submit: bool,
    pub withdraw: bool,
    pub approve: bool,
    pub give_back: bool,
    pub close: bool,
    pub explain: bool,
}

impl PlanPermits {
    pub fn of(actor: &Actor, plan: &WeekPlan, today: NaiveDate) -> Self {
        let state = plan.state_on(today);
        let mine = actor.may_with_plan(Action::KeepPlan, plan.key.owner);
        let decide = actor.may_with_plan(Action::DecidePlan, plan.key.owner);
        Self {
            submit: mine && matches!(state, PlanState::Draft | PlanState::Returned),
            withdraw: mine && state == PlanState::Submitted,
            approve: decide && state == PlanState::Submitted,
            give_back: decide && state == PlanState::Submitted,
            close: decide && state == PlanState::InExecution,
            explain: mine,
        }
    }
}

/// A plan as it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanSheet {
    /// As of this revision all of it is true.
    pub revision: Revision,
    pub now: DateTime<Utc>,
    pub owner: Named<PersonId>,
    pub position: String,
    pub plan: WeekPlan,
    pub state: PlanState,
    /// What the one who looks has in front of them ([`WeekPlan::edition`]).
    pub edition: String,
    pub lines: Vec<FactLine>,
    pub totals: Totals,
    /// From one visit to the next (D10), by date and time.
    pub ways: Vec<PlanWay>,
    pub findings: Vec<Finding>,
    /// Everybody whom the plan names.
    pub people: Vec<Named<PersonId>>,
    /// Up to where the one who looks has seen the amendments.
    pub looked: Revision,
    pub permits: PlanPermits,
}

impl PlanSheet {
    /// Whether some of the ways are estimated for now, for the router has not answered.
    pub fn waits_for_router(&self) -> bool {
        self.ways.iter().any(|way| way.way.basis == Basis::NotAnswered)
    }

    /// How somebody whom the plan names is called.
    pub fn name(&self, person: PersonId) -> &str {
        self.people.iter().find(|known| known.id == person).map_or("", |known| known.name.as_str())
    }
}

/// A week of a person in a list of a team's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamRow {
    pub owner: Named<PersonId>,
    pub position: String,
    pub department: Option<Named<DepartmentId>>,
    /// This department and those that it stands below, itself first.
    pub within: Vec<DepartmentId>,
    /// Whom the plan has meetings with.
    pub clients: Vec<ClientId>,
    pub state: PlanState,
    pub edition: String,
    /// From Monday to Sunday.
    pub days: [DayCount; 7],
    pub totals: Totals,
    /// What the checks found; of an approved plan it no longer counts.
    pub findings: u32,
    /// Amendments after the last look of the one who asks.
    pub news: u32,
    /// Messages that the one who asks has not read.
    pub unread: u32,
    pub permits: PlanPermits,
}

impl TeamRow {
    /// Waits for approval, and nothing is to be said against it.
    pub fn is_clean(&self) -> bool {
        self.permits.approve && self.findings == 0
    }
}

/// What stands on a day of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayCount {
    pub meetings: u32,
    pub done: u32,
    pub missed: u32,
}

/// The plans of a week that somebody leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Weekly {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
    pub week: IsoWeek,
    /// The date of the one who asks.
    pub today: NaiveDate,
    pub revision: Revision,
    /// By name.
    pub team: Vec<TeamRow>,
    /// The departments that these people are in or below, as far as the one who asks leads them; by name.
    pub departments: Vec<Named<DepartmentId>>,
    /// Whom these plans have meetings with, by name.
    pub clients: Vec<Named<ClientId>>,
}

#[cfg(test)]
pub(crate) mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::time::{ZoneName, ZoneRules};

    /// On a day of November 2026.
    pub(crate) fn on(day: u32, hour: u32, minutes: u32) -> When {
        let start = NaiveDate::from_ymd_opt(2026, 11, day).and_then(|date| date.and_hms_opt(hour, 0, 0));
        When::Timed { start: start.unwrap(), minutes, zone: ZoneName::utc() }
    }

    /// A visit with which nothing is wrong.
    pub(crate) fn item(number: u128, when: When) -> JournalItem {
        let kind = Predefined::MeetingAtClient;
        JournalItem {
            meeting: MeetingId(Uuid::from_u128(number)),
            version: Revision(1),
            subject: format!("Visit {number}"),
            span: when.span(&ZoneRules::utc()),
            when,
            kind: Named { id: kind.id(), name: "Visit".to_owned() },
            predefined: Some(kind),
            event_type: EventType::External,
            color: None,
            points: 5,
            client: None,
            contact: Some("Olga".to_owned()),
            address: Some("Main street 1".to_owned()),
            position: None,
            state: State::Planned,
        }
    }

    #[test]
    fn a_week_adds_up_what_stands_and_counts_what_is_gone_apart() {
        let lines = [State::Planned, State::Closed, State::Cancelled].map(|state| {
            let item = JournalItem { state, ..item(1, on(24, 9, 90)) };
            let outcome = match state {
                State::Closed => Outcome::Done,
                State::Cancelled => Outcome::Cancelled,
                _ => Outcome::Ahead,
            };
            FactLine {
                meeting: item.meeting,
                origin: super::super::Origin::Unplanned,
                outcome,
                planned: None,
                item: Some(item),
                reason: String::new(),
                unexplained: false,
            }
        });
        let totals = Totals::of(&lines, &crate::journey::Pace::default());
        assert_eq!((totals.meetings, totals.visits, totals.minutes), (2, 2, 180));
        assert_eq!((totals.points, totals.points_earned, totals.done, totals.dropped), (10, 5, 1, 1));
    }
}
