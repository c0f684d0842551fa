//! My work (Мои дела): what today asks of me (S67).

mod agenda;
mod greeting;
mod invitations;
mod unresolved;

use domain::change::News;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use crate::api::{Desk, desk};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::state::live::use_live;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Reasons, use_explain};
use crate::ui::sheet::LaterStyles;

/// `/`, a part of the program that is loaded when it is first opened.
pub struct WorkRoute;

#[lazy_route]
impl LazyRoute for WorkRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        WorkPage().into_any()
    }
}

#[component]
fn WorkPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let desk = asked_before(|| (), |()| desk());
    let explain = use_explain();
    use_live().listen(move |notice| {
        if matches!(notice.news, News::Entry { .. } | News::Gone { .. } | News::Reload) {
            desk.refetch();
        }
    });
    let page = move |loaded| match loaded {
        Ok(loaded) => {
            view! { <DeskView desk=loaded again=Callback::new(move |()| desk.refetch()) /> }.into_any()
        }
        Err(failure) => {
            let reasons = explain.failure(&failure);
            view! { <Reasons reasons=Signal::stored(reasons) /> }.into_any()
        }
    };
    view! {
        <Title text=format!("{} · {}", text!(work.title), text!(common.daybook)) />
        <LaterStyles />
        <main class="page later" id="page" tabindex="-1">
            <Transition fallback=Waiting>
                {move || {
                    let page = page.clone();
                    Suspend::new(async move { page(desk.await) })
                }}
            </Transition>
        </main>
    }
    .into_any()
}

#[component]
fn DeskView(desk: Desk, again: Callback<()>) -> impl IntoView {
    let session = session();
    let greeting = greeting::greeting(locale(), &session.person.name, session.rules.wall(desk.now));
    let date = use_dates().full(desk.today);
    let Desk { now, today, read_at, entries, invitations, unresolved } = desk;
    use_live().continue_from(read_at);
    view! {
        <header class="page-head">
            <div>
                <h1 class="page-title">{greeting}</h1>
                <p class="hint">{date}</p>
            </div>
            <div class="page-actions">
                <a class="button" href="/points">
                    <Glyph icon=Icon::REPORTS />
                    {text!(points.title)}
                </a>
            </div>
        </header>
        <div class="desk">
            <agenda::Today now=now today=today entries=entries.clone() />
            <div class="asked">
                <unresolved::Unresolved unresolved=unresolved today=today />
                <invitations::Invitations invitations=invitations today=today again=again />
            </div>
            <agenda::NextDays now=now today=today entries=entries />
        </div>
    }
}

/// Stands in while the desk is being read.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <header class="page-head">
            <span class="skeleton title"></span>
        </header>
        <div class="desk" aria-busy="true">
            <div class="panel">
                <span class="skeleton block"></span>
            </div>
            <div class="panel">
                <span class="skeleton block"></span>
            </div>
        </div>
    }
}
