//! What could be done with a meeting whose room is taken at the time to which it was moved (D4): a button each beside the
//! refusal.

use domain::availability::Repair;
use domain::calendar::Takes;
use domain::refusal::Refusal;
use domain::time::When;

use super::acts::{Acts, OtherRoom, Refused};
use crate::api::Failure;
use crate::meeting::remedies::repair_words;
use crate::ui::toast::Action;

/// The dates of a series are put right on its card.
pub(super) fn offers(acts: Acts, refused: Refused, failure: &Failure) -> Vec<Action> {
    let Some(no) = failure.refused() else { return Vec::new() };
    let Some(taken) = no.reasons().iter().find_map(Refusal::place) else { return Vec::new() };
    let offer = |repair: &Repair| {
        let (words, to, room) = acts.with_words(|words| {
            let wanted = refused.takes.when(words.rules());
            let room = match repair {
                Repair::Shift { .. } | Repair::Shorten { .. } => None,
                Repair::OtherPlace { place, .. } => Some(OtherRoom { from: taken, to: place.id }),
                Repair::Skip { .. } | Repair::Move { .. } => return None,
            };
            let to = match repair.when(wanted.clone()) {
                when @ When::Timed { .. } => Takes::Time { span: when.span(words.rules()) },
                When::AllDay { first, days, .. } => Takes::Days { first, days },
            };
            Some((repair_words(words.locale, &words.dates, repair, Some(&wanted)), to, room))
        })?;
        Some((words, leptos::prelude::Callback::new(move |()| acts.move_instead(refused, to, room))))
    };
    no.repairs().iter().filter_map(offer).collect()
}
