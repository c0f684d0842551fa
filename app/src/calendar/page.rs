//! The page of the calendar.

use std::time::Duration;

use domain::change::News;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map};
use leptos_router::{LazyRoute, NavigateOptions};

use super::acts::use_acts;
use super::desk::Desk;
use super::draw::use_brush;
use super::head::Head;
use super::help::Help;
use super::home::CalendarHome;
use super::now::use_now;
use super::parts::{Rows, draw_rows};
use super::peek::Peek;
use super::pencil::{self, Look};
use super::quick::{Quick, read_kinds};
use super::shown::{Shown, View};
use super::week::{Week, first_in_sight};
use super::words::use_words;
use super::{hand, keys};
use crate::api::{Failure, calendar};
use crate::json::asked_before;
use crate::session::session;
use crate::state::live::{Line, use_live};
use crate::state::planner::{Planner, use_planner};
use crate::text;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// `/calendar/{view}/{date}`. What is drawn of it by another part of the program is loaded before the page is taken over.
pub struct CalendarRoute;

impl LazyRoute for CalendarRoute {
    fn data() -> Self {
        Self
    }

    async fn view(_: Self) -> AnyView {
        CalendarPage().into_any()
    }

    #[cfg(not(feature = "ssr"))]
    async fn preload() {
        let view = use_params_map().with_untracked(|params| params.get("view"));
        match view.and_then(|view| View::of_word(&view)).map(Grid::of) {
            Some(Grid::Rows(_)) => super::parts::load_rows().await,
            Some(Grid::Hours) | None => {}
        }
    }
}

/// The calendar at the day or week that the address names.
#[component]
fn CalendarPage() -> impl IntoView {
    let params = use_params_map();
    let week_start = session().week_start;
    let named = Memo::new(move |_| {
        let params = params.read();
        Shown::of_address(&params.get("view")?, &params.get("date")?, week_start)
    });
    let readable = Memo::new(move |_| named.get().is_some());
    move || if readable.get() { page(named).into_any() } else { view! { <CalendarHome /> }.into_any() }
}

fn page(named: Memo<Option<Shown>>) -> impl IntoView {
    let now = use_now();
    let today = Shown::new(View::Week, now.today.get_untracked(), session().week_start);
    // While the page goes away the address names something else; what was shown stays until then.
    let shown = Memo::new(move |before: Option<&Shown>| named.get().or(before.copied()).unwrap_or(today));
    let navigate = use_navigate();
    let desk = Desk {
        shown,
        now,
        planner: use_planner(),
        acts: use_acts(),
        brush: use_brush(),
        words: StoredValue::new(use_words()),
        grid: NodeRef::<Div>::new(),
        hours_layer: NodeRef::new(),
        days_layer: NodeRef::new(),
        cursor: RwSignal::new(None),
        quick: RwSignal::new(None),
        selected: RwSignal::new(None),
        peek: RwSignal::new(None),
        aloud: RwSignal::new(String::new()),
        help: RwSignal::new(false),
        go: Callback::new(move |to: String| {
            navigate(&to, NavigateOptions { scroll: false, ..Default::default() });
        }),
        waiting: RwSignal::new(false),
    };
    keys::use_shortcuts(desk);
    read_kinds();
    keep_reading(desk);
    show_selection(desk);
    show_selected(desk);

    // The server reads the range before it renders; the browser shows the grid at once and reads behind.
    let at_first = asked_before(
        || (),
        move |()| async move {
            if cfg!(feature = "ssr") { Some(read(desk.planner, shown.get_untracked()).await) } else { None }
        },
    );
    let week = move || {
        Suspend::new(async move {
            if let Some(Ok(range)) = at_first.await {
                let shown = shown.get_untracked();
                use_live().continue_from(range.revision);
                desk.planner.take(range, shown.first, shown.days());
            }
            let grid = Memo::new(move |_| Grid::of(desk.shown.get().view));
            move || match grid.get() {
                Grid::Hours => view! { <Week desk=desk /> }.into_any(),
                Grid::Rows(kind) => draw_rows(desk, kind),
            }
        })
    };
    view! {
        <main class="page calendar-page" id="page" tabindex="-1">
            <Head desk=desk />
            <Interrupted />
            <Suspense>{week}</Suspense>
            <Quick desk=desk />
            <Peek desk=desk />
            <p class="visually-hidden" role="status" aria-live="polite">
                {move || desk.aloud.get()}
            </p>
            <Help desk=desk />
        </main>
    }
}

/// What the days of a view are drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grid {
    Hours,
    Rows(Rows),
}

impl Grid {
    fn of(view: View) -> Self {
        match view {
            View::Day | View::WorkWeek | View::Week => Self::Hours,
            View::Month => Self::Rows(Rows::Month),
            View::Agenda => Self::Rows(Rows::List),
        }
    }
}

/// Says that what is shown may be out of date, once that has lasted.
#[component]
fn Interrupted() -> impl IntoView {
    let line = use_live().line();
    let (interrupted, signed_out) = (text!(calendar.interrupted), text!(calendar.signed_out));
    view! {
        <Show when=move || line.get() != Line::Open>
            <div class="offline-bar" role="status">
                <Glyph icon=Icon::Offline />
                <span>{move || if line.get() == Line::SignedOut { signed_out } else { interrupted }}</span>
            </div>
        </Show>
    }
}

async fn read(planner: Planner, shown: Shown) -> Result<domain::calendar::Range, Failure> {
    let (from, to) = planner.bounds(shown.first, shown.days());
    calendar(from, to).await
}

/// Reads what is shown and not held, and then its neighbours, so that the next week is there at once.
fn keep_reading(desk: Desk) {
    let Desk { shown, planner, .. } = desk;
    let (live, toasts, explain) = (use_live(), use_toasts(), StoredValue::new(use_explain()));
    let again = Trigger::new();
    let retry = text!(calendar.try_again);
    let reload = move || {
        planner.forget();
        again.notify();
    };
    live.listen(move |notice| {
        if notice.news == News::Reload {
            reload();
        }
    });
    Effect::new(move |first: Option<()>| {
        desk.acts.stale().track();
        if first.is_some() {
            reload();
        }
    });
    Effect::new(move |_| {
        again.track();
        let here = shown.get();
        planner.keep_near(here.first);
        let missing = !planner.holds(here.first, here.days());
        desk.waiting.set(missing);
        spawn_local(async move {
            if missing {
                match read(planner, here).await {
                    Ok(range) => {
                        live.continue_from(range.revision);
                        planner.take(range, here.first, here.days());
                    }
                    Err(failure) => {
                        let Some(why) = explain.try_with_value(|explain| explain.failure(&failure)) else {
                            return;
                        };
                        toasts.offer(Tone::Error, why.join(" "), retry, move || again.notify());
                    }
                }
                if shown.try_get_untracked() == Some(here) {
                    desk.waiting.set(false);
                }
            }
            for neighbour in [here.next(), here.previous()] {
                after_a_while(move || read_ahead(desk, here, neighbour));
            }
        });
    });
}

/// Reads a neighbour of what is shown, unless its reader has gone on meanwhile.
fn read_ahead(desk: Desk, here: Shown, neighbour: Shown) {
    let Desk { shown, planner, .. } = desk;
    let still_here = move || shown.try_get_untracked() == Some(here);
    if !still_here() || planner.holds(neighbour.first, neighbour.days()) {
        return;
    }
    spawn_local(async move {
        // What cannot be read ahead is read when it is shown, and then it is said if that fails.
        if let Ok(range) = read(planner, neighbour).await {
            planner.take(range, neighbour.first, neighbour.days());
        }
    });
}

/// First what one looks at, then what one might look at.
fn after_a_while(read: impl FnOnce() + 'static) {
    set_timeout(read, Duration::from_millis(150));
}

/// Draws what is chosen, unless a hand is drawing.
fn show_selection(desk: Desk) {
    Effect::new(move |_| {
        let (selection, _, week) = (desk.selection(), desk.shown.get(), desk.grid.get());
        if week.is_none() || !hand::at_rest() {
            return;
        }
        match selection {
            Some(takes) => pencil::draw(desk, &takes, &Look::default()),
            None => pencil::clear(desk),
        }
    });
    // What a browser has made itself has not been scrolled by the server's page.
    Effect::new(move |before: Option<Option<u32>>| {
        let days = desk.shown.get().days();
        let week = desk.grid.get()?;
        if before.flatten() != Some(days)
            && week.scroll_top() == 0
            && let Some(layer) = desk.hours_layer.get_untracked()
        {
            let (top, left) = first_in_sight(desk);
            let width = f64::from(week.scroll_width()) - f64::from(layer.offset_left());
            let height = f64::from(layer.offset_height());
            week.set_scroll_top((height * f64::from(top)) as i32);
            week.set_scroll_left((width * f64::from(left)) as i32);
        }
        Some(days)
    });
}

/// Marks the meeting whose ends a finger can grip.
fn show_selected(desk: Desk) {
    Effect::new(move |before: Option<Option<domain::id::MeetingId>>| {
        let selected = desk.selected.get();
        if let Some(week) = desk.grid.get() {
            if let Some(before) = before.flatten() {
                hand::mark(&week, before, "data-selected", false);
            }
            if let Some(selected) = selected {
                hand::mark(&week, selected, "data-selected", true);
            }
        }
        selected
    });
}
