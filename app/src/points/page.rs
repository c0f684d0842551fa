//! The address of points: a period, and whose points are opened.

use domain::id::PersonId;
use domain::points::{Length, Period, PointsSheet, TeamPoints};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::chart::Trend;
use super::fresh::keep_true;
use super::head::PeriodHead;
use super::how_well::HowWell;
use super::ledger::{Ledger, Shown};
use super::team::Team;
use super::what_if::WhatIf;
use crate::api::{Failure, points, team_points};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::state::clock;
use crate::text;
use crate::ui::arriving::Arriving;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::sheet::LaterStyles;

/// What the address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub period: Period,
    /// Whose points are opened; without it, one's own.
    pub person: Option<PersonId>,
}

impl Address {
    pub(super) fn path(self) -> String {
        match self.person {
            Some(person) => format!("/points?period={}&person={person}", self.period),
            None => format!("/points?period={}", self.period),
        }
    }
}

/// Everything that an address shows.
#[derive(Clone, Serialize, Deserialize)]
struct Loaded {
    team: TeamPoints,
    opened: Result<PointsSheet, Failure>,
}

/// `/points`, with `?period=` and `?person=`.
#[component]
pub(crate) fn PointsPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let query = use_query_map();
    let me = session().person.id;
    let today = session().rules.date(clock::now());
    let address = Memo::new(move |_| {
        let query = query.read();
        let period = query.get("period").and_then(|period| period.parse().ok());
        Address {
            period: period.unwrap_or_else(|| Period::of(Length::Week, today)),
            person: query.get("person").and_then(|person| person.parse().ok()),
        }
    });
    let period = Memo::new(move |_| address.get().period);
    let to = Callback::new(move |period| Address { period, ..address.get() }.path());
    let loaded = asked_before(move || address.get(), move |address| read(address, me));
    view! {
        <LaterStyles />
        <Title text=format!("{} · {}", text!(points.title), text!(common.daybook)) />
        <main class="page journal-page later" id="page" tabindex="-1">
            <PeriodHead title=text!(points.title_team) period=period today=today to=to>
                <a class="button" href="/journal">
                    <Glyph icon=Icon::JOURNAL />
                    {text!(points.journal)}
                </a>
            </PeriodHead>
            <Arriving
                what=loaded
                show=move |loaded| view! { <Opened loaded=loaded address=address /> }.into_any()
            />
        </main>
    }
    .into_any()
}

async fn read(address: Address, me: PersonId) -> Result<Loaded, Failure> {
    let team = team_points(address.period).await?;
    let opened = points(address.person.unwrap_or(me), address.period).await;
    Ok(Loaded { team, opened })
}

#[component]
fn Opened(loaded: Loaded, address: Memo<Address>) -> impl IntoView {
    let Loaded { team: first, opened } = loaded;
    let (period, revision) = (first.period, first.revision);
    let leads = !first.team.is_empty();
    let owner = opened.as_ref().ok().map(|sheet| sheet.owner.id);
    let team = RwSignal::new(first);
    let opened = match opened {
        Ok(sheet) => Ok(RwSignal::new(sheet)),
        Err(failure) => Err(failure),
    };
    let sheet = opened.as_ref().ok().copied();
    let led = team.with_untracked(|team| team.team.iter().map(|row| row.owner.id).collect::<Vec<_>>());
    let people: Vec<PersonId> = owner.into_iter().chain(led).collect();
    keep_true(revision, period, &people, session().rules.date(clock::now()), move || {
        spawn_local(async move {
            // The page may have been left meanwhile.
            if leads && let Ok(again) = team_points(period).await {
                team.try_set(again);
            }
            if let (Some(owner), Some(sheet)) = (owner, sheet)
                && let Ok(again) = points(owner, period).await
            {
                sheet.try_set(again);
            }
        });
    });
    let account = match opened {
        Ok(sheet) => view! { <Whole sheet=sheet /> }.into_any(),
        Err(Failure::Gone) => {
            view! { <crate::plain::Absent title=text!(points.gone) words=text!(points.gone_text) /> }
                .into_any()
        }
        Err(failure) => {
            view! { <Reasons reasons=Signal::stored(use_explain().failure(&failure)) /> }.into_any()
        }
    };
    view! {
        {leads.then(|| view! { <Team team=team address=address /> })}
        {account}
    }
}

/// One person's points.
#[component]
fn Whole(sheet: RwSignal<PointsSheet>) -> impl IntoView {
    let shown = RwSignal::new(Shown::All);
    view! {
        <Account sheet=sheet shown=shown />
        <div class="points-pair">
            <Trend sheet=sheet />
            <WhatIf sheet=sheet />
        </div>
        <div class="points-pair">
            <Ledger sheet=sheet shown=shown />
            <HowWell sheet=sheet shown=shown />
        </div>
    }
}
