//! The meeting journal (Журнал встреч, S61 to S65, D7 to D9): the plan of somebody's week, what became of it, and
//! what is said about it.
//!
//! A plan consists of the meetings that its owner is responsible for, whose kind is planned in the journal (S49) and
//! that begin in its week, on the clock that each was planned by. Nobody writes them down a second time: until the
//! approval a plan is whatever these meetings are. The approval freezes them, and from then on what is there is the
//! frozen plan with its amendments.
//!
//! [`plan`] holds the states and the amendments, [`check`] what is wrong with a plan before it is submitted, [`fact`]
//! what became of it, [`sheet`] what is shown of it, [`report`] plan against fact over longer, [`chat`] the conversation.

pub mod chat;
pub mod check;
pub mod fact;
pub mod plan;
pub mod report;
pub mod sheet;

pub use check::{Finding, findings};
pub use fact::{FactLine, Origin, Outcome, lines};
pub use plan::{
    Amended, Amendment, Approval, Commitment, Content, PlanKey, PlanState, Remark, Signed, WeekPlan,
};
pub use sheet::{DayCount, JournalItem, PlanPermits, PlanSheet, PlanWay, TeamRow, Totals, Weekly};
