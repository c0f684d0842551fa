//! The address of the journal: a week, and whose plan of it is opened.

use std::time::Duration;

use domain::id::PersonId;
use domain::journal::chat::Conversation;
use domain::journal::{PlanKey, PlanSheet, Weekly};
use domain::time::IsoWeek;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::head::Head;
use super::plan::Plan;
use super::team::Team;
use crate::api::{Failure, conversation, week_plan, weekly};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::state::clock;
use crate::state::live::{News, use_live};
use crate::text;
use crate::ui::arriving::Arriving;
use crate::ui::later::Later;
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::sheet::LaterStyles;

/// Leads to this week, which is also where an address leads that cannot be read.
#[component]
pub fn JournalHome() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let week = IsoWeek::of(session().rules.date(clock::now()));
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path=format!("/journal/{week}") options=options /> }.into_any()
}

/// What the address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub week: IsoWeek,
    /// Whose plan is opened, if the address says so.
    pub person: Option<PersonId>,
}

impl Address {
    pub(super) fn path(self) -> String {
        match self.person {
            Some(person) => format!("/journal/{}?person={person}", self.week),
            None => format!("/journal/{}", self.week),
        }
    }
}

/// `/journal/{iso-week}`, with `?person=` for the plan of somebody.
#[component]
pub(super) fn JournalPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let (params, query) = (use_params_map(), use_query_map());
    let named = Memo::new(move |_| {
        let week = params.read().get("week")?.parse().ok()?;
        let person = query.read().get("person").and_then(|person| person.parse().ok());
        Some(Address { week, person })
    });
    let readable = Memo::new(move |_| named.get().is_some());
    (move || {
        if readable.get() {
            view! { <Page named=named /> }.into_any()
        } else {
            view! { <JournalHome /> }.into_any()
        }
    })
    .into_any()
}

/// Everything that an address shows.
#[derive(Clone, Serialize, Deserialize)]
struct Loaded {
    weekly: Weekly,
    opened: Option<Result<(PlanSheet, Conversation), Failure>>,
}

#[component]
fn Page(named: Memo<Option<Address>>) -> impl IntoView {
    let me = session().person.id;
    let this_week = Address { week: IsoWeek::of(session().rules.date(clock::now())), person: None };
    // While the page goes away the address names something else; what was shown stays until then.
    let address =
        Memo::new(move |before: Option<&Address>| named.get().or(before.copied()).unwrap_or(this_week));
    let loaded = asked_before(move || address.get(), move |address| read(address, me));
    let title = format!("{} · {}", text!(journal.title), text!(common.daybook));
    view! {
        <LaterStyles />
        <Title text=title />
        <main class="page journal-page later" id="page" tabindex="-1">
            <Head address=address />
            <Arriving
                what=loaded
                show=move |loaded| view! { <Week loaded=loaded address=address /> }.into_any()
            />
        </main>
    }
}

async fn read(address: Address, me: PersonId) -> Result<Loaded, Failure> {
    let Address { week, person } = address;
    let weekly = weekly(week).await?;
    let owner = match person {
        Some(person) => Some(person),
        // Who leads nobody has come for their own week.
        None => weekly.team.is_empty().then_some(me),
    };
    let opened = match owner {
        Some(owner) => Some(open(PlanKey { owner, week }).await),
        None => None,
    };
    Ok(Loaded { weekly, opened })
}

async fn open(plan: PlanKey) -> Result<(PlanSheet, Conversation), Failure> {
    let sheet = week_plan(plan).await?;
    Ok((sheet, conversation(plan, None).await?))
}

#[component]
fn Week(loaded: Loaded, address: Memo<Address>) -> impl IntoView {
    let Loaded { weekly: first, opened } = loaded;
    let week = first.week;
    let live = use_live();
    live.continue_from(first.revision);
    let leads = !first.team.is_empty();
    let team = RwSignal::new(first);
    if leads {
        let plans = team.with_untracked(|weekly| {
            let owners = weekly.team.iter().map(|row| PlanKey { owner: row.owner.id, week });
            owners.take(MOST_PLANS).collect()
        });
        live.watch_plans(plans);
        let later = Later::default();
        live.listen(move |notice| {
            if concerns_plans(&notice.news) {
                later.run(PAUSE, move || {
                    spawn_local(async move {
                        if let Ok(weekly) = crate::api::weekly(week).await {
                            // The page may have been left meanwhile.
                            team.try_set(weekly);
                        }
                    });
                });
            }
        });
    }
    let gone = || {
        view! { <crate::plain::Absent title=text!(journal.gone) words=text!(journal.gone_text) /> }.into_any()
    };
    let opened = match opened {
        Some(Ok((sheet, conversation))) => {
            view! { <Opened sheet=sheet conversation=conversation /> }.into_any()
        }
        Some(Err(Failure::Gone)) => gone(),
        Some(Err(failure)) => {
            view! { <Reasons reasons=Signal::stored(use_explain().failure(&failure)) /> }.into_any()
        }
        None => view! { <p class="hint journal-hint">{text!(journal.choose)}</p> }.into_any(),
    };
    view! {
        {leads.then(|| view! { <Team team=team address=address /> })}
        {opened}
    }
}

/// A plan beside its conversation.
#[component]
fn Opened(sheet: PlanSheet, conversation: Conversation) -> impl IntoView {
    let key = sheet.plan.key;
    let live = use_live();
    live.continue_from(sheet.revision);
    live.watch_plans(vec![key]);
    let sheet = RwSignal::new(sheet);
    let later = Later::default();
    live.listen(move |notice| {
        if concerns_plans(&notice.news) {
            later.run(PAUSE, move || {
                spawn_local(async move {
                    if let Ok(again) = week_plan(key).await {
                        // The plan may have been left meanwhile.
                        sheet.try_set(again);
                    }
                });
            });
        }
    });
    // A router answers in a moment or not for a while.
    let waits = Memo::new(move |_| sheet.with(PlanSheet::waits_for_router));
    let ask_again = move || {
        if waits.try_get_untracked() == Some(true) {
            spawn_local(async move {
                if let Ok(again) = week_plan(key).await {
                    sheet.try_set(again);
                }
            });
        }
    };
    // Only a browser waits.
    Effect::new(move |_| ASK_ROUTER.iter().for_each(|after| set_timeout(ask_again, *after)));
    let talk = super::chat::Talk::new(conversation);
    view! {
        <div class="journal-opened">
            <Plan sheet=sheet talk=talk />
            <Chat sheet=sheet talk=talk />
        </div>
    }
}

/// A plan consists of meetings, so news of a meeting may be news of a plan.
fn concerns_plans(news: &News) -> bool {
    matches!(
        news,
        News::Entry { .. } | News::Gone { .. } | News::Plan { .. } | News::Directory | News::Reload
    )
}

/// Milliseconds in which several changes are read together.
const PAUSE: u64 = 120;
/// When a plan is read again whose ways the router had not told.
const ASK_ROUTER: [Duration; 2] = [Duration::from_millis(1_500), Duration::from_secs(8)];
/// As many as a socket watches.
const MOST_PLANS: usize = 480;
