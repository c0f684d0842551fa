//! Points (баллы, S51, S65, S66, D23): what somebody has earned in a period, against what is expected of them, each
//! number traced to its meetings.
//!
//! A meeting earns the points of its kind for the person responsible when it is closed, and counts for the day that it
//! was planned for, on the clock it was planned by, as in a week plan. What it has earned stays with it when its kind
//! comes to be worth something else; who reopens it takes the points back.
//!
//! [`period`] says over what is counted, [`target`] what is expected, [`mod@line`] what a meeting is worth and what is odd
//! about it, [`sheet`] what is shown.

pub mod line;
pub mod period;
pub mod sheet;
pub mod target;

pub use line::{Course, Oddity, PointsLine, Standing};
pub use period::{Length, Period};
pub use sheet::{
    Effectiveness, KindWorth, PointsRow, PointsSheet, Sum, TeamPoints, TrendPoint, VisitsOfClient, trend,
};
pub use target::{Aim, Next, Target, target_of};
