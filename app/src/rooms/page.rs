//! `/rooms/{date}`: the booking grid as a page, on which a booking starts a meeting.

use chrono::{Days, NaiveDate};
use domain::time::WeekStart;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

use super::board::{Board, Choice, Made};
use super::choice::ChoiceBar;
use super::filter::Filters;
use super::grid::Grid;
use super::held::{Shown, View};
use super::live;
use crate::calendar::{use_now, use_words};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::state::clock;
use crate::state::live::use_live;
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::LaterStyles;

/// Leads to today, which is also where an address leads that cannot be read.
#[component]
pub fn RoomsHome() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let today = session().rules.date(clock::now());
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path=address(View::Day, today) options=options /> }.into_any()
}

/// `/rooms/{date}`, a part of the program that is loaded when it is first opened.
pub struct RoomsRoute;

#[lazy_route]
impl LazyRoute for RoomsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        RoomsPage().into_any()
    }
}

#[component]
fn RoomsPage() -> impl IntoView {
    if visit().session.is_none() {
        return ().into_any();
    }
    let (params, query) = (use_params_map(), use_query_map());
    let week_start = session().week_start;
    let named = Memo::new(move |_| {
        let view = match query.read().get("view").as_deref() {
            Some("week") => View::Week,
            _ => View::Day,
        };
        Some(shown(params.read().get("date")?.parse().ok()?, view, week_start))
    });
    let readable = Memo::new(move |_| named.get().is_some());
    let page =
        move || if readable.get() { page(named).into_any() } else { view! { <RoomsHome /> }.into_any() };
    page.into_any()
}

fn page(named: Memo<Option<Shown>>) -> impl IntoView {
    let (now, week_start) = (use_now(), session().week_start);
    let today = shown(now.today.get_untracked(), View::Day, week_start);
    // While the page goes away the address names something else; what was shown stays until then.
    let shown = Memo::new(move |before: Option<&Shown>| named.get().or(before.copied()).unwrap_or(today));
    let navigate = use_navigate();
    let go = {
        let navigate = navigate.clone();
        move |to: Shown| {
            let options = NavigateOptions { scroll: false, ..Default::default() };
            navigate(&address(to.view, to.date), options);
        }
    };
    let rules = session().rules.clone();
    let start = move |Choice { place, span }: Choice| {
        let start = rules.wall(span.start());
        let minutes = span.length().num_minutes();
        let at = start.format("%Y-%m-%dT%H:%M");
        navigate(
            &format!("/meetings/new?start={at}&minutes={minutes}&place={place}"),
            NavigateOptions::default(),
        );
    };
    let board = Board::new(Made {
        shown: shown.into(),
        now,
        words: use_words(),
        own: None,
        chosen: None,
        minutes: USUAL_MINUTES,
        links: true,
        unnamed: Signal::stored(false),
        go: Callback::new(go),
        confirm: Callback::new(start),
    });
    live::keep_true(board);
    let at_first = asked_before(|| (), move |()| async move { live::read(shown.get_untracked()).await });
    let grid = move || {
        Suspend::new(async move {
            if let Some(read) = at_first.await {
                use_live().continue_from(read.revision);
                board.take(shown.get_untracked(), read);
            }
            view! {
                <div class="rooms-tools">
                    <Filters board=board />
                </div>
                <Grid board=board />
            }
        })
    };
    view! {
        <LaterStyles />
        <main class="page rooms-page later" id="page" tabindex="-1">
            <Head board=board />
            <Suspense>{grid}</Suspense>
            <ChoiceBar board=board confirm=text!(common.new_meeting) />
        </main>
    }
}

#[component]
fn Head(board: Board) -> impl IntoView {
    let shown = board.shown;
    let title = move || {
        let shown = shown.get();
        board.words.with_value(|words| match shown.view {
            View::Day => words.dates.full(shown.first),
            View::Week => {
                let last = crate::state::planner::last_of(shown.first, shown.days());
                format!("{}\u{a0}– {}", words.dates.day_month(shown.first), words.dates.day_month(last))
            }
        })
    };
    let step = |shown: Shown| match shown.view {
        View::Day => [text!(calendar.previous_day), text!(calendar.next_day)],
        View::Week => [text!(calendar.previous_week), text!(calendar.next_week)],
    };
    let steps = [View::Day, View::Week].map(|view| step(Shown { view, ..shown.get_untracked() }));
    let step = move || steps[usize::from(shown.get().view == View::Week)];
    let segment = move |(view, label): (View, &'static str)| {
        view! {
            <a
                class="segment"
                href=move || address(view, shown.get().date)
                aria-current=move || (shown.get().view == view).then_some("page")
            >
                {label}
            </a>
        }
    };
    let views = [(View::Day, text!(calendar.day)), (View::Week, text!(calendar.week))];
    view! {
        <Title text=move || format!("{} · {}", title(), text!(rooms.title)) />
        <header class="page-head calendar-head">
            <h1 class="page-title">
                <span class="visually-hidden">{text!(rooms.title)}": "</span>
                {title}
            </h1>
            <div class="page-actions">
                <a class="button" href=move || address(shown.get().view, board.now.today.get())>
                    {text!(calendar.today)}
                </a>
                <div class="stepper">
                    <a
                        class="button icon"
                        href=move || address(shown.get().view, other(shown.get(), -1))
                        aria-label=move || step()[0]
                    >
                        <Glyph icon=Icon::PREVIOUS />
                    </a>
                    <a
                        class="button icon"
                        href=move || address(shown.get().view, other(shown.get(), 1))
                        aria-label=move || step()[1]
                    >
                        <Glyph icon=Icon::NEXT />
                    </a>
                </div>
            </div>
            <nav class="segmented" aria-label=text!(calendar.view)>
                {views.map(segment)}
            </nav>
        </header>
    }
}

/// As many days later, or earlier, as are shown.
pub(super) fn other(shown: Shown, sign: i64) -> NaiveDate {
    let days = Days::new(shown.days().into());
    let date = shown.date;
    if sign < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) }.unwrap_or(date)
}

fn shown(date: NaiveDate, view: View, week_start: WeekStart) -> Shown {
    let first = match view {
        View::Day => date,
        View::Week => week_start.week_of(date)[0],
    };
    Shown { date, first, view }
}

fn address(view: View, date: NaiveDate) -> String {
    match view {
        View::Day => format!("/rooms/{date}"),
        View::Week => format!("/rooms/{date}?view=week"),
    }
}

/// What a press takes when nobody has said how long.
pub(super) const USUAL_MINUTES: u32 = 60;
