//! What the things of the journal are called.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::journal::{Outcome, PlanState};
use domain::time::{When, ZoneRules};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::meeting::words::period;
use crate::texts::{Locale, locale};
use crate::ui::dates::{Dates, use_dates};
use crate::ui::icon::{Glyph, Icon};

pub(super) const STATES: [PlanState; 6] = [
    PlanState::Draft,
    PlanState::Submitted,
    PlanState::Returned,
    PlanState::Approved,
    PlanState::InExecution,
    PlanState::Reviewed,
];

pub(super) fn state_name(locale: Locale, state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => td_string!(locale, journal.state_draft),
        PlanState::Returned => td_string!(locale, journal.state_returned),
        PlanState::Submitted => td_string!(locale, journal.state_submitted),
        PlanState::Approved => td_string!(locale, journal.state_approved),
        PlanState::InExecution => td_string!(locale, journal.state_in_execution),
        PlanState::Reviewed => td_string!(locale, journal.state_reviewed),
    }
}

/// What the style sheet calls a state, and the value of its choice.
pub(super) fn state_word(state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => "draft",
        PlanState::Returned => "returned",
        PlanState::Submitted => "submitted",
        PlanState::Approved => "approved",
        PlanState::InExecution => "in-execution",
        PlanState::Reviewed => "reviewed",
    }
}

fn state_icon(state: PlanState) -> Icon {
    match state {
        PlanState::Draft => Icon::EDIT,
        PlanState::Returned => Icon::UNDO,
        PlanState::Submitted => Icon::CLOCK,
        PlanState::Approved => Icon::ACCEPTED,
        PlanState::InExecution => Icon::IN_PROGRESS,
        PlanState::Reviewed => Icon::CLOSED,
    }
}

/// Where a plan is in its life.
#[component]
pub(super) fn PlanBadge(state: PlanState) -> impl IntoView {
    view! {
        <span class="badge" data-plan=state_word(state)>
            <Glyph icon=state_icon(state) />
            {state_name(locale(), state)}
        </span>
    }
}

pub(crate) fn outcome_name(locale: Locale, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ahead => td_string!(locale, journal.outcome_ahead),
        Outcome::InProgress => td_string!(locale, journal.outcome_in_progress),
        Outcome::Done => td_string!(locale, journal.outcome_done),
        Outcome::Missed => td_string!(locale, journal.outcome_missed),
        Outcome::Cancelled => td_string!(locale, journal.outcome_cancelled),
        Outcome::Dropped => td_string!(locale, journal.outcome_dropped),
    }
}

pub(crate) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ahead => "ahead",
        Outcome::InProgress => "in-progress",
        Outcome::Done => "done",
        Outcome::Missed => "missed",
        Outcome::Cancelled => "cancelled",
        Outcome::Dropped => "dropped",
    }
}

/// Says times in the reader's language and on the reader's clock. It can be kept for event handlers.
#[derive(Clone)]
pub(super) struct Words {
    pub locale: Locale,
    pub dates: Dates,
    pub rules: ZoneRules,
    pub today: NaiveDate,
}

pub(super) fn use_words() -> Words {
    let rules = crate::session::session().rules.clone();
    let today = rules.date(crate::state::clock::now());
    Words { locale: locale(), dates: use_dates(), rules, today }
}

impl Words {
    /// When something happened.
    pub(super) fn moment(&self, at: DateTime<Utc>) -> String {
        let wall = self.rules.wall(at);
        if wall.date() == self.today {
            self.dates.time(wall.time())
        } else {
            format!("{}, {}", self.dates.day_month(wall.date()), self.dates.time(wall.time()))
        }
    }

    pub(super) fn time(&self, at: DateTime<Utc>) -> String {
        self.dates.time(self.rules.wall(at).time())
    }

    /// "Tuesday, November 24".
    pub(super) fn day(&self, date: NaiveDate) -> String {
        format!(
            "{}, {}",
            crate::ui::dates::capitalised(&self.dates.weekday(date)),
            self.dates.day_month(date)
        )
    }

    /// On the clock that the meeting was planned by.
    pub(super) fn when(&self, when: &When) -> String {
        match when {
            When::AllDay { first, days, .. } => {
                crate::meeting::words::days(&self.dates, *first, *days, self.today)
            }
            When::Timed { start, minutes, .. } => {
                period(&self.dates, *start, *start + TimeDelta::minutes((*minutes).into()), self.today)
            }
        }
    }

    /// The times alone, on the clock that the meeting was planned by.
    pub(super) fn times(&self, when: &When) -> String {
        match when {
            When::AllDay { .. } => td_string!(self.locale, common.all_day).to_owned(),
            When::Timed { start, minutes, .. } => {
                let end = *start + TimeDelta::minutes((*minutes).into());
                self.dates.times(start.time(), end.time())
            }
        }
    }
}
