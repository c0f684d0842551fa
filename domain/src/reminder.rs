//! Being told before a meeting begins (оповещения, S24). Everybody sets their own.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::MeetingId;
use crate::meeting::Meeting;
use crate::permission::{Action, Actor};
use crate::refusal::Field;
use crate::{Refusal, Refused};

/// How long before, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reminder {
    pub minutes_before: u32,
    pub through: Through,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// In the browser, while Daybook is open.
    #[default]
    Screen,
    Mail,
    Push,
}

impl Reminder {
    /// Four weeks.
    pub const EARLIEST_MINUTES: u32 = 28 * 24 * 60;
    pub const MOST: u32 = 10;

    /// Whoever sees a meeting can be reminded of it. Each wish counts once.
    pub fn check(actor: &Actor, meeting: &Meeting, reminders: Vec<Self>) -> Result<BTreeSet<Self>, Refused> {
        actor.require_on(Action::SeeMeeting, meeting)?;
        let reminders: BTreeSet<_> = reminders.into_iter().collect();
        let too_early = reminders.iter().any(|reminder| reminder.minutes_before > Self::EARLIEST_MINUTES);
        let reasons = [
            too_early.then_some(Refusal::TooLong { field: Field::Reminders, max: Self::EARLIEST_MINUTES }),
            (reminders.len() > Self::MOST as usize)
                .then_some(Refusal::TooLong { field: Field::Reminders, max: Self::MOST }),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())?;
        Ok(reminders)
    }
}

/// A meeting that somebody wants to be told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Due {
    pub meeting: MeetingId,
    pub subject: String,
    pub place: Option<String>,
    pub starts: DateTime<Utc>,
    pub minutes_before: u32,
}

impl Due {
    /// When it is to be told.
    pub fn at(&self) -> DateTime<Utc> {
        self.starts - TimeDelta::minutes(self.minutes_before.into())
    }

    /// Whether it is told now: from its moment on until the meeting has begun for a while.
    pub fn is_now(&self, now: DateTime<Utc>) -> bool {
        self.at() <= now && now < self.starts + TOO_LATE
    }
}

/// After so long nobody needs to be told any more that a meeting begins.
const TOO_LATE: TimeDelta = TimeDelta::minutes(5);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::stories::{BORIS, OSCAR, actor, draft, planned};

    fn before(minutes_before: u32) -> Reminder {
        Reminder { minutes_before, through: Through::Screen }
    }

    #[test]
    fn whoever_sees_the_meeting_sets_their_own_each_once() {
        let meeting = planned(draft());
        let set = Reminder::check(&actor(BORIS), &meeting, vec![before(15), before(0), before(15)]);
        assert_eq!(set.unwrap().into_iter().collect::<Vec<_>>(), [before(0), before(15)]);
        assert!(Reminder::check(&actor(OSCAR), &meeting, vec![before(15)]).is_err());
        let refused = Reminder::check(&actor(BORIS), &meeting, vec![before(99_999)]).unwrap_err();
        let max = Reminder::EARLIEST_MINUTES;
        assert_eq!(refused.reasons(), [Refusal::TooLong { field: Field::Reminders, max }]);
        let many = (0..20).map(before).collect();
        assert!(Reminder::check(&actor(BORIS), &meeting, many).is_err());
    }

    #[test]
    fn it_is_told_from_its_moment_on_until_it_is_too_late() {
        let starts = DateTime::UNIX_EPOCH + TimeDelta::hours(1);
        let meeting = planned(draft()).id;
        let due = Due { meeting, subject: String::new(), place: None, starts, minutes_before: 15 };
        let told = [44, 45, 60, 64, 65]
            .map(|minutes| due.is_now(DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)));
        assert_eq!(told, [false, true, true, true, false]);
    }
}
