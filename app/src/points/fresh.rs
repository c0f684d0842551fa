//! Figures stay true: when something that they are made of is different, they are made again.

use chrono::NaiveDate;
use domain::change::Revision;
use domain::id::PersonId;
use domain::journal::PlanKey;
use domain::points::Period;
use domain::time::IsoWeek;

use crate::state::live::{News, use_live};
use crate::ui::later::Seldom;

/// Calls `again` when a plan of these people in this period is different, or who they are; soon at first, and then at most
/// every other second, since it is work to add all of it up.
pub(crate) fn keep_true(
    revision: Revision,
    period: Period,
    people: &[PersonId],
    today: NaiveDate,
    again: impl Fn() + Send + Sync + 'static,
) {
    let live = use_live();
    live.continue_from(revision);
    live.watch_plans(watched(&period.weeks(), people, IsoWeek::of(today)));
    let again = Seldom::new(SOON, REST, again);
    live.listen(move |notice| {
        let concerns = matches!(
            notice.news,
            News::Entry { .. } | News::Gone { .. } | News::Plan { .. } | News::Directory | News::Reload
        );
        if concerns {
            again.ask();
        }
    });
}

/// The weeks of these people, those around today first: further ones than a socket watches are the least likely to change.
fn watched(weeks: &[IsoWeek], people: &[PersonId], this: IsoWeek) -> Vec<PlanKey> {
    let mut weeks = weeks.to_vec();
    weeks.sort_by_key(|week| (week.monday() - this.monday()).num_days().abs());
    let of_week = |week: IsoWeek| people.iter().map(move |owner| PlanKey { owner: *owner, week });
    weeks.into_iter().flat_map(of_week).take(MOST_PLANS).collect()
}

/// Milliseconds in which several changes are read together.
const SOON: u64 = 200;
/// Milliseconds between two readings.
const REST: u64 = 2_000;
/// As many as a socket watches.
const MOST_PLANS: usize = 480;

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn of_a_long_time_and_many_people_the_weeks_around_today_are_watched() {
        let people: Vec<PersonId> = (1..=60).map(|number| PersonId(Uuid::from_u128(number))).collect();
        let quarter: Period = "2026-Q4".parse().unwrap();
        let this: IsoWeek = "2026-W48".parse().unwrap();
        let watched = watched(&quarter.weeks(), &people, this);
        assert_eq!(watched.len(), MOST_PLANS);
        assert!(watched[..60].iter().all(|key| key.week == this));
        let nearby = |key: &PlanKey| (key.week.monday() - this.monday()).num_days().abs() <= 28;
        assert!(watched.iter().all(nearby));
    }
}
