//! The page of the calendar.

use std::time::Duration;

use domain::change::News;
use domain::id::PersonId;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions};
use litemap::LiteMap;

use super::acts::use_acts;
use super::desk::Desk;
use super::draw::use_brush;
use super::faces::Faces;
use super::filter::Filter;
use super::head::Head;
use super::help::Help;
use super::home::CalendarHome;
use super::now::use_now;
use super::panel::Panel;
use super::parts::{Rows, draw_rows, in_words};
use super::peek::Peek;
use super::pencil::{self, Look};
use super::quick::{Quick, expect_choices};
use super::shown::{Shown, View};
use super::week::{Week, scroll_to_last};
use super::which::AskWhich;
use super::words::use_words;
use super::{ahead, hand, keys, left, second, swipe};
use crate::api::{Failure, calendar, members as get_members};
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
    let (params, query) = (use_params_map(), use_query_map());
    let week_start = session().week_start;
    let named = Memo::new(move |_| {
        let params = params.read();
        let shown = Shown::of_address(&params.get("view")?, &params.get("date")?, week_start)?;
        Some((shown, Filter::of_query(&query.read())))
    });
    let readable = Memo::new(move |_| named.get().is_some());
    move || if readable.get() { page(named).into_any() } else { view! { <CalendarHome /> }.into_any() }
}

fn page(named: Memo<Option<(Shown, Filter)>>) -> impl IntoView {
    let now = use_now();
    let today = Shown::new(View::Week, now.today.get_untracked(), session().week_start);
    // While the page goes away the address names something else; what was shown stays until then.
    let shown = Memo::new(move |before: Option<&Shown>| {
        named.with(|named| named.as_ref().map(|(shown, _)| *shown)).or(before.copied()).unwrap_or(today)
    });
    let filter = Memo::new(move |before: Option<&Filter>| {
        let named = named.with(|named| named.as_ref().map(|(_, filter)| filter.clone()));
        named.or_else(|| before.cloned()).unwrap_or_default()
    });
    let members = RwSignal::new(LiteMap::new_vec());
    let faces =
        Memo::new(move |_| filter.with(|filter| members.with(|known| Faces::of(&filter.people, known))));
    let (look, navigate) = (RwSignal::new(session().look), use_navigate());
    let desk = Desk {
        shown,
        filter,
        faces,
        members,
        look,
        drawer: RwSignal::new(false),
        me: session().person.id,
        now,
        planner: use_planner(),
        acts: use_acts(),
        brush: use_brush(look),
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
    left::keep(desk);
    swipe::expect();
    follow_people(desk);
    expect_choices();
    keep_reading(desk);
    show_selection(desk);
    show_selected(desk);

    // The server reads the range before it renders; the browser shows the grid at once and reads behind.
    let at_first = asked_before(
        || (),
        move |()| async move {
            if !cfg!(feature = "ssr") {
                return None;
            }
            let people = filter.with_untracked(|filter| filter.people.clone());
            let known = if people.is_empty() { Ok(Vec::new()) } else { get_members(people.clone()).await };
            Some((read(desk.planner, shown.get_untracked(), people).await, known.unwrap_or_default()))
        },
    );
    let week = move || {
        Suspend::new(async move {
            if let Some((range, known)) = at_first.await {
                desk.know(known);
                if let Ok(range) = range {
                    let shown = shown.get_untracked();
                    use_live().continue_from(range.revision);
                    desk.planner.take(range, shown.first, shown.days());
                }
            }
            let grid = Memo::new(move |_| Grid::of(desk.shown.get().view));
            move || match grid.get() {
                Grid::Hours => view! { <Week desk=desk /> }.into_any(),
                Grid::Rows(kind) => draw_rows(desk, kind),
            }
        })
    };
    view! {
        <main
            class="page calendar-page"
            id="page"
            tabindex="-1"
            data-hours=move || desk.look.get().hours.word()
            data-second=move || second::is_shown(desk).then_some("")
        >
            <Head desk=desk />
            <Interrupted />
            <div class="calendar-body">
                <Panel desk=desk />
                <div
                    class="calendar-main"
                    inert=move || desk.drawer.get()
                    on:touchstart=move |event| swipe::begun(desk, &event)
                    on:touchmove=move |event| swipe::moved(&event)
                    on:touchend=move |event| swipe::ended(desk, &event)
                    on:touchcancel=move |_| swipe::cancelled()
                >
                    <Suspense>{week}</Suspense>
                </div>
            </div>
            <Quick desk=desk />
            <Peek desk=desk />
            <AskWhich desk=desk />
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
                <Glyph icon=Icon::OFFLINE />
                <span>{move || if line.get() == Line::SignedOut { signed_out } else { interrupted }}</span>
            </div>
        </Show>
    }
}

async fn read(
    planner: Planner,
    shown: Shown,
    people: Vec<PersonId>,
) -> Result<domain::calendar::Range, Failure> {
    let (from, to) = planner.bounds(shown.first, shown.days());
    calendar(from, to, people).await
}

/// Holds, and hears of, the calendars of whoever is shown; afterwards those of the reader alone again.
fn follow_people(desk: Desk) {
    let (planner, live, me) = (desk.planner, use_live(), desk.me);
    let turn = move |people: &[PersonId]| {
        planner.turn_to(people);
        live.watch_people(people);
    };
    // Before anything is drawn of what the browser holds.
    turn(&desk.filter.with_untracked(|filter| filter.whose(me)));
    Effect::new(move |_| {
        let people = desk.filter.with(|filter| filter.people.clone());
        turn(&desk.filter.with(|filter| filter.whose(me)));
        spawn_local(desk.name(people));
    });
    on_cleanup(move || turn(&[me]));
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
        let (here, people) = (shown.get(), desk.filter.with(|filter| filter.people.clone()));
        planner.turn_to(&desk.filter.with(|filter| filter.whose(desk.me)));
        planner.keep_near(here.first);
        let missing = !planner.holds(here.first, here.days());
        desk.waiting.set(missing);
        spawn_local(async move {
            if missing {
                match read(planner, here, people.clone()).await {
                    Ok(range) if desk.shows_still(&people) => {
                        live.continue_from(range.revision);
                        planner.take(range, here.first, here.days());
                    }
                    Ok(_) => return,
                    Err(failure) => {
                        let Some(explain) = explain.try_get_value() else { return };
                        let why = in_words(explain, failure).await;
                        toasts.offer(Tone::Error, why.join(" "), retry, move || again.notify());
                    }
                }
                if shown.try_get_untracked() == Some(here) {
                    desk.waiting.set(false);
                }
            }
            for neighbour in [here.next(), here.previous()] {
                let people = people.clone();
                after_a_while(move || read_ahead(desk, here, neighbour, people));
            }
        });
    });
}

/// Reads a neighbour of what is shown and draws it, unless its reader has gone on meanwhile.
fn read_ahead(desk: Desk, here: Shown, neighbour: Shown, people: Vec<PersonId>) {
    let Desk { shown, planner, .. } = desk;
    if shown.try_get_untracked() != Some(here) || !desk.shows_still(&people) {
        return;
    }
    spawn_local(async move {
        if !planner.holds(neighbour.first, neighbour.days()) {
            // What cannot be read ahead is read when it is shown, and then it is said if that fails.
            let Ok(range) = read(planner, neighbour, people.clone()).await else { return };
            if !desk.shows_still(&people) {
                return;
            }
            planner.take(range, neighbour.first, neighbour.days());
        }
        if Grid::of(here.view) == Grid::Hours {
            ahead::draw(desk, here, neighbour);
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
            Some(takes) => pencil::draw(desk, &takes, &Look::of_selection(desk)),
            None => pencil::clear(desk),
        }
    });
    // What a browser has made itself has not been scrolled by the server's page.
    Effect::new(move |before: Option<Option<(u32, usize)>>| {
        let shape = (desk.shown.get().days(), desk.bands());
        let grid = desk.grid.get()?;
        let hours = Grid::of(desk.shown.get_untracked().view) == Grid::Hours;
        if hours && before.flatten() != Some(shape) && grid.scroll_top() == 0 {
            scroll_to_last(desk, &grid);
        }
        Some(shape)
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
