//! What could be done with a meeting whose room is taken at the time to which it was moved (D4): a button each beside the
//! refusal.

use domain::availability::Repair;
use domain::calendar::Takes;
use domain::meeting::Scope;
use domain::refusal::Refusal;
use domain::time::ZoneRules;
use leptos::prelude::*;

use super::acts::{Acts, OtherRoom, Refused};
use crate::api::{Failure, Goal};
use crate::meeting::remedies::{Remedy, repair_words};
use crate::ui::toast::Action;

/// What is offered beside a refusal that came after all.
pub(super) fn offers(acts: Acts, refused: &Refused, failure: &Failure) -> Vec<Action> {
    let Some(no) = failure.refused() else { return Vec::new() };
    let Some(taken) = no.reasons().iter().find_map(Refusal::place) else { return Vec::new() };
    let offer = |repair: &Repair| {
        let (meeting, scope) = (refused.meeting, refused.scope);
        // One alone has no dates.
        if scope == Scope::This && repair.is_of_dates() {
            return None;
        }
        let (words, goal) = acts.with_words(|words| {
            let wanted = refused.goal.takes.when(words.rules());
            let goal = put_right(refused.goal.clone(), Remedy::Repair(repair.clone()), words.rules());
            (repair_words(words.locale, &words.dates, repair, Some(&wanted)), goal)
        });
        let room = goal.place.map(|to| OtherRoom { from: taken, to });
        let act = move |()| match scope {
            Scope::This => acts.move_alone(meeting, goal.takes, room),
            Scope::ThisAndFollowing | Scope::All => acts.move_series(meeting, goal.clone(), room, scope),
        };
        Some((words, Callback::new(act)))
    };
    no.repairs().iter().filter_map(offer).collect()
}

/// Where a meeting is to go after a remedy was chosen. `rules` are those of any clock: a repair moves by minutes.
pub(super) fn put_right(goal: Goal, remedy: Remedy, rules: &ZoneRules) -> Goal {
    match remedy {
        Remedy::Crowd => Goal { crowded: true, ..goal },
        Remedy::Repair(Repair::OtherPlace { place, .. }) => Goal { place: Some(place.id), ..goal },
        Remedy::Repair(repair @ (Repair::Shift { .. } | Repair::Shorten { .. })) => {
            Goal { takes: Takes::of(&repair.when(goal.takes.when(rules)), rules), ..goal }
        }
        Remedy::Repair(repair @ (Repair::Skip { .. } | Repair::Move { .. })) => {
            let Goal { mut dates, .. } = goal;
            dates.push(repair);
            Goal { dates, ..goal }
        }
    }
}
