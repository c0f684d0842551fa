//! What could be done instead of a booking that was refused, each one press away (D4).

use chrono::NaiveDate;
use domain::availability::Repair;
use domain::availability::repair::OtherDate;
use domain::meeting::Draft;
use domain::refusal::Refusal;
use domain::time::{Recurrence, When};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dates::{Dates, use_dates};

/// A way out of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    Repair(Repair),
    /// The room is too small, and that is known from now on.
    Crowd,
}

impl Remedy {
    /// For a refusal for these reasons.
    pub(crate) fn of(reasons: &[Refusal], repairs: &[Repair]) -> Vec<Self> {
        let crowd = !reasons.is_empty()
            && reasons.iter().all(|reason| matches!(reason, Refusal::PlaceTooSmall { .. }));
        let crowd = crowd.then_some(Self::Crowd);
        repairs.iter().cloned().map(Self::Repair).chain(crowd).collect()
    }

    pub(crate) fn is_of_dates(&self) -> bool {
        matches!(self, Self::Repair(repair) if repair.is_of_dates())
    }

    /// What is wanted, put right.
    pub(crate) fn applied_to(
        &self,
        draft: Draft,
        recurrence: Option<Recurrence>,
    ) -> (Draft, Option<Recurrence>) {
        match self {
            Self::Repair(repair) => repair.applied_to(draft, recurrence),
            Self::Crowd => (Draft { crowded: true, ..draft }, recurrence),
        }
    }
}

/// A button for each. `wanted` is what was refused, so that the words can say what would be instead.
#[component]
pub(crate) fn Remedies(
    #[prop(into)] remedies: Signal<Vec<Remedy>>,
    wanted: Callback<(), Option<When>>,
    choose: Callback<Remedy>,
) -> impl IntoView {
    let (locale, dates) = (locale(), StoredValue::new(use_dates()));
    let button = move |remedy: Remedy, wanted: Option<&When>| {
        let words = dates.with_value(|dates| words(locale, dates, &remedy, wanted));
        view! {
            <li>
                <button type="button" class="button small" on:click=move |_| choose.run(remedy.clone())>
                    {words}
                </button>
            </li>
        }
    };
    let title = text!(refusal.instead);
    view! {
        <Show when=move || !remedies.read().is_empty()>
            <div class="remedies" role="group" aria-label=title>
                <span class="remedies-title">{title}</span>
                <ul>
                    {move || {
                        let wanted = untrack(|| wanted.run(()));
                        remedies.get().into_iter().map(|remedy| button(remedy, wanted.as_ref())).collect_view()
                    }}
                </ul>
            </div>
        </Show>
    }
}

fn words(locale: Locale, dates: &Dates, remedy: &Remedy, wanted: Option<&When>) -> String {
    match remedy {
        Remedy::Repair(repair) => repair_words(locale, dates, repair, wanted),
        Remedy::Crowd => td_string!(locale, refusal.crowd).to_owned(),
    }
}

/// What would be instead of the time that was `wanted`.
pub(crate) fn repair_words(locale: Locale, dates: &Dates, repair: &Repair, wanted: Option<&When>) -> String {
    let times = || times(dates, wanted, repair);
    match repair {
        Repair::Shift { minutes } if *minutes > 0 => {
            td_string!(locale, refusal.later, minutes = minutes, times = times())
        }
        Repair::Shift { minutes } => {
            td_string!(locale, refusal.earlier, minutes = -minutes, times = times())
        }
        Repair::OtherPlace { place, seats } => {
            td_string!(locale, refusal.other_place, place = place.name.as_str(), seats = seats)
        }
        Repair::Shorten { .. } => td_string!(locale, refusal.shorter, times = times()),
        Repair::Skip { dates: skipped } => {
            td_string!(
                locale,
                refusal.skip,
                dates = some(locale, skipped.iter().map(|date| day(dates, *date)))
            )
        }
        Repair::Move { dates: moved } => {
            let each = moved
                .iter()
                .map(|OtherDate { from, to }| format!("{}\u{a0}→ {}", day(dates, *from), day(dates, *to)));
            td_string!(locale, refusal.move_dates, dates = some(locale, each))
        }
    }
}

fn day(dates: &Dates, date: NaiveDate) -> String {
    dates.day_month(date)
}

/// The times on the clock of the zone of what was wanted.
fn times(dates: &Dates, wanted: Option<&When>, repair: &Repair) -> String {
    let when = wanted.map(|wanted| repair.when(wanted.clone()));
    let Some(When::Timed { start, minutes, .. }) = when else { return String::new() };
    dates.times(start.time(), (start + chrono::TimeDelta::minutes(minutes.into())).time())
}

/// The first ones, and how many more there are.
fn some(locale: Locale, all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(MOST_TOLD);
    let told = all.take(MOST_TOLD).collect::<Vec<_>>().join(", ");
    if more == 0 { told } else { td_string!(locale, refusal.and_more, told = told, more = more) }
}

const MOST_TOLD: usize = 3;
