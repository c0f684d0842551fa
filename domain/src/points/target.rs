//! What is expected of somebody in a role: points a week, a month and a quarter, and the thresholds on the way.

use serde::{Deserialize, Serialize};

use super::Length;
use crate::id::TargetId;
use crate::refusal::{Field, bounded_text};
use crate::{Refusal, Refused};

/// What is expected of everybody in a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Target {
    pub id: TargetId,
    /// As it stands with the people; empty for everybody who has no target of their own.
    pub position: String,
    /// Points; 0 where nothing is expected.
    pub week: u32,
    pub month: u32,
    pub quarter: u32,
    /// In percent of the target, ascending. The target itself is always one.
    pub steps: Vec<u32>,
    pub archived: bool,
}

impl Target {
    pub fn check(&self) -> Result<(), Refused> {
        let points = [self.week, self.month, self.quarter].into_iter().max().unwrap_or_default();
        let too_many = points > MOST_POINTS || self.steps.iter().any(|step| *step > MOST_PERCENT);
        let malformed = self.steps.contains(&0)
            || !self.steps.is_sorted_by(|one, next| one < next)
            || self.steps.len() > MOST_STEPS;
        let reasons = [
            bounded_text(&self.position, Field::Position, 200),
            too_many.then_some(Refusal::TooLong { field: Field::Points, max: MOST_POINTS }),
            malformed.then_some(Refusal::Malformed { field: Field::Points }),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }

    /// What is expected in a period of this length; `None` where nothing is.
    pub fn aim(&self, length: Length) -> Option<Aim> {
        let target = match length {
            Length::Week => self.week,
            Length::Month => self.month,
            Length::Quarter => self.quarter,
        };
        (target > 0).then(|| Aim { target, steps: self.steps.clone() })
    }

    /// Whether both are for the same people.
    pub fn is_for(&self, position: &str) -> bool {
        let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        words(&self.position) == words(position)
    }
}

/// Nobody earns more in a quarter.
const MOST_POINTS: u32 = 1_000_000;
const MOST_PERCENT: u32 = 1_000;
const MOST_STEPS: usize = 10;

/// That of the position, or else that of everybody.
pub fn target_of<'a>(targets: &'a [Target], position: &str) -> Option<&'a Target> {
    let mut kept = targets.iter().filter(|target| !target.archived);
    let everybody = kept.clone().find(|target| target.is_for(""));
    kept.find(|target| target.is_for(position)).or(everybody)
}

/// What is expected in one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Aim {
    /// At least 1.
    pub target: u32,
    /// As [`Target::steps`].
    pub steps: Vec<u32>,
}

/// A threshold that is ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Next {
    pub percent: u32,
    /// The points at which it is reached.
    pub at: u32,
    pub missing: u32,
}

impl Aim {
    /// Each threshold in percent with its points, ascending; the target is one of them.
    pub fn thresholds(&self) -> Vec<(u32, u32)> {
        let mut percents = self.steps.clone();
        percents.push(100);
        percents.sort_unstable();
        percents.dedup();
        percents.into_iter().map(|percent| (percent, self.at(percent))).collect()
    }

    /// Whole percent of the target, rounded down, so that 100 is reached and not nearly so.
    pub fn percent(&self, points: u32) -> u32 {
        let percent = u64::from(points) * 100 / u64::from(self.target.max(1));
        u32::try_from(percent).unwrap_or(u32::MAX)
    }

    /// The next threshold; `None` beyond the last.
    pub fn next(&self, points: u32) -> Option<Next> {
        let mut thresholds = self.thresholds().into_iter();
        let (percent, at) = thresholds.find(|(_, at)| *at > points)?;
        Some(Next { percent, at, missing: at - points })
    }

    /// The last threshold that is reached, in percent.
    pub fn reached(&self, points: u32) -> Option<u32> {
        let reached = self.thresholds().into_iter().rfind(|(_, at)| *at <= points);
        reached.map(|(percent, _)| percent)
    }

    fn at(&self, percent: u32) -> u32 {
        let at = (u64::from(self.target) * u64::from(percent)).div_ceil(100);
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn target(position: &str, week: u32) -> Target {
        Target {
            id: TargetId(Uuid::from_u128(week.into())),
            position: position.to_owned(),
            week,
            month: 0,
            quarter: 0,
            steps: vec![50, 80],
            archived: false,
        }
    }

    #[test]
    fn a_position_has_its_own_target_or_that_of_everybody() {
        let targets =
            [target("", 10), target("Sales  manager", 30), Target { archived: true, ..target("Head", 40) }];
        let week = |position| target_of(&targets, position).map(|target| target.week);
        assert_eq!((week("sales Manager"), week("Head"), week("")), (Some(30), Some(10), Some(10)));
        assert_eq!(target_of(&targets[1..], "Engineer"), None);
        assert_eq!(targets[0].aim(Length::Month), None, "nothing is expected of a month");
    }

    #[test]
    fn what_is_missing_leads_to_the_next_threshold() {
        let aim = target("", 33).aim(Length::Week).unwrap();
        assert_eq!(aim.thresholds(), [(50, 17), (80, 27), (100, 33)]);
        assert_eq!(aim.next(16), Some(Next { percent: 50, at: 17, missing: 1 }));
        assert_eq!(aim.next(17), Some(Next { percent: 80, at: 27, missing: 10 }));
        assert_eq!((aim.reached(16), aim.reached(26), aim.reached(40)), (None, Some(50), Some(100)));
        assert_eq!((aim.next(33), aim.percent(32), aim.percent(33)), (None, 96, 100));
    }

    #[test]
    fn thresholds_are_ascending_percents() {
        for steps in [vec![0], vec![80, 50], vec![50, 50]] {
            let refused = Target { steps, ..target("", 10) }.check().unwrap_err();
            assert_eq!(refused.reasons(), [Refusal::Malformed { field: Field::Points }]);
        }
        assert!(Target { steps: vec![1_001], ..target("", 10) }.check().is_err());
        assert!(Target { quarter: 2_000_000, ..target("", 10) }.check().is_err());
        assert!(target("", 10).check().is_ok());
    }

    proptest! {
        /// Whoever earns what is missing has reached the threshold, and not one point earlier.
        #[test]
        fn what_is_missing_is_just_enough(
            target in 1_u32..100_000,
            steps in proptest::collection::btree_set(1_u32..1_000, 0..10),
            points in 0_u32..200_000,
        ) {
            let aim = Aim { target, steps: steps.into_iter().collect() };
            let Some(next) = aim.next(points) else {
                prop_assert_eq!(aim.reached(points), aim.thresholds().last().map(|(percent, _)| *percent));
                return Ok(());
            };
            prop_assert_eq!(points + next.missing, next.at);
            prop_assert!(aim.reached(next.at) >= Some(next.percent));
            prop_assert!(aim.reached(next.at - 1) < Some(next.percent));
        }
    }
}
