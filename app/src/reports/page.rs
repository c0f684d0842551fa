//! The page of plan against fact.

use domain::journal::report::{By, Scope};
use domain::points::{Length, Period};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::filter::Address;
use super::meetings::Meetings;
use super::table::Table;
use super::words::by_name;
use crate::api::{PlanFactReport, plan_fact};
use crate::json::asked_before;
use crate::points::{PeriodHead, keep_true};
use crate::session::{session, visit};
use crate::state::clock;
use crate::text;
use crate::texts::locale;
use crate::ui::arriving::Arriving;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::LaterStyles;

#[component]
pub(crate) fn ReportsPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let query = use_query_map();
    let today = session().rules.date(clock::now());
    let this_month = Period::of(Length::Month, today);
    let address = Memo::new(move |_| Address::of(&query.read(), this_month));
    let period = Memo::new(move |_| address.get().scope.period);
    let to = Callback::new(move |period| {
        let address = address.get();
        Address { scope: Scope { period, ..address.scope }, ..address }.path()
    });
    let loaded = asked_before(move || address.get(), |Address { scope, by }| plan_fact(scope, by));
    view! {
        <LaterStyles />
        <Title text=format!("{} · {}", text!(reports.title), text!(common.daybook)) />
        <main class="page journal-page later" id="page" tabindex="-1">
            <PeriodHead title=text!(reports.title) period=period today=today to=to>
                <Grouping address=address />
            </PeriodHead>
            <Arriving
                what=loaded
                show=move |loaded| view! { <Shown loaded=loaded address=address /> }.into_any()
            />
        </main>
    }
    .into_any()
}

/// By what is counted.
#[component]
fn Grouping(address: Memo<Address>) -> impl IntoView {
    let locale = locale();
    let choice = move |by: By| {
        view! {
            <a
                class="segment"
                href=move || Address { by, ..address.get() }.path()
                aria-current=move || (address.get().by == by).then_some("page")
            >
                {by_name(locale, by)}
            </a>
        }
    };
    view! {
        <nav class="segmented" aria-label=text!(reports.by)>
            {By::ALL.into_iter().map(choice).collect_view()}
        </nav>
    }
}

#[component]
fn Shown(loaded: PlanFactReport, address: Memo<Address>) -> impl IntoView {
    let here = address.get_untracked();
    let language = visit().language.tag();
    let PlanFactReport { report, people, person, department, client, lines } = loaded;
    let (scope, by) = (here.scope, here.by);
    let (revision, report, lines) = (report.revision, RwSignal::new(report), RwSignal::new(lines));
    keep_true(revision, scope.period, &people, session().rules.date(clock::now()), move || {
        spawn_local(async move {
            // The page may have been left meanwhile.
            if let Ok(again) = plan_fact(scope, by).await {
                report.try_set(again.report);
                lines.try_set(again.lines);
            }
        });
    });
    // Drawn again only where it reads differently.
    let figures = Memo::new(move |_| report.with(|report| (report.whole, report.rows.clone())));
    let lines = Memo::new(move |_| lines.get());
    let widened = [
        scope.person.map(|_| (person, Scope { person: None, ..scope })),
        scope.department.map(|_| (department, Scope { department: None, ..scope })),
        scope.client.map(|_| (client, Scope { client: None, ..scope })),
    ];
    let chip = move |(name, scope): (Option<String>, Scope)| {
        let name = name.unwrap_or_else(|| text!(reports.this_one).to_owned());
        view! {
            <a class="button small" href=Address { scope, ..here }.path()>
                {text!(reports.narrowed, name = name)}
                <span class="visually-hidden">{text!(reports.widen)}</span>
                <Glyph icon=Icon::CLOSE />
            </a>
        }
    };
    let chips = widened.into_iter().flatten().map(chip).collect_view();
    let any = Memo::new(move |_| figures.with(|(whole, _)| whole.planned + whole.unplanned > 0));
    let nothing = text!(reports.nothing);
    let table = move || {
        let (whole, rows) = figures.get();
        match rows.is_empty() {
            true => view! { <p class="hint">{nothing}</p> }.into_any(),
            false => view! { <Table whole=whole rows=rows address=here /> }.into_any(),
        }
    };
    view! {
        <section class="panel team" aria-label=text!(reports.title)>
            <header class="panel-head">
                {chips}
                <div class="team-filters">
                    <a class="button small" href=here.file("plan-fact", language) download rel="external">
                        {text!(reports.export)}
                    </a>
                    <a class="button small" href=here.file("meetings", language) download rel="external">
                        {text!(reports.export_meetings)}
                    </a>
                </div>
                <span class="hint">{text!(reports.hint)}</span>
            </header>
            {table}
        </section>
        {move || any.get().then(|| view! { <Meetings lines=lines.get() /> })}
    }
}
