//! The grid: a head with the hours, and a row a room.

use std::fmt::Write;

use domain::grid::board::Axis;
use domain::grid::day::{DAY_MINUTES, minute_of};
use domain::id::PlaceId;
use domain::place::Place;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::board::Board;
use super::held::{Stale, View};
use super::{hand, keys, pencil, row};
use crate::text;

/// So many rows are drawn at once; the others follow, a part in each frame.
const AT_ONCE: usize = 16;

#[component]
pub(super) fn Grid(board: Board) -> impl IntoView {
    let html = untrack(|| row::rows(board, board.axis.get(), &board.with(|held| held.rooms.clone())));
    // What was held until now is in it.
    board.take_stale();
    Effect::new(move |_| {
        board.redraw.track();
        redraw(board);
    });
    Effect::new(move |_| {
        board.filter.track();
        board.chosen.track();
        board.dates.track();
        board.axis.track();
        if hand::at_rest() {
            refresh(board);
        }
    });
    begin_at_work(board);
    let style = move || {
        let axis = board.axis.get();
        format!("--hours:{};--days:{}", axis.width(), axis.days())
    };
    view! {
        <p class="visually-hidden" id="rooms-hint">
            {text!(rooms.keyboard_hint)}
        </p>
        <div
            class="rooms-grid"
            style=style
            data-view=move || if board.shown.get().view == View::Week { "week" } else { "day" }
            role="grid"
            tabindex="0"
            aria-label=text!(rooms.grid)
            aria-describedby="rooms-hint"
            aria-busy=move || board.waiting.get().then_some("true")
            node_ref=board.grid
            on:pointerdown=move |event| hand::down(board, &event)
            on:pointermove=move |event| hand::moved(board, &event)
            on:pointerup=move |event| hand::up(board, &event)
            on:pointercancel=move |event| hand::cancel(board, &event)
            on:touchstart=move |event| hand::touched(board, &event)
            on:touchmove=move |event| hand::touch_moved(&event)
            on:contextmenu=move |event| hand::context_menu(&event)
            on:dragstart=move |event| event.prevent_default()
            on:click:capture=move |event| hand::clicked(board, &event)
            on:keydown=move |event| keys::on_grid(board, &event)
        >
            <div class="rooms-head" role="row">
                <div class="rooms-corner" role="columnheader">
                    {text!(rooms.room)}
                </div>
                <div
                    class="rooms-scale"
                    role="columnheader"
                    aria-label=text!(calendar.hours)
                    inner_html=move || scale(board, board.axis.get())
                ></div>
            </div>
            <div class="rooms-rows" role="rowgroup">
                <div class="rooms-list" role="presentation" node_ref=board.rows inner_html=html></div>
                <div class="rooms-layer" aria-hidden="true" node_ref=board.layer></div>
                <NowLine board=board />
            </div>
        </div>
        <p class="visually-hidden" role="status" aria-live="polite">
            {move || board.aloud.get()}
        </p>
    }
}

/// Where one begins to look: a little before what is chosen, or before work begins; in a week, on the day of today.
fn first_in_sight(board: Board) -> f32 {
    let (axis, today) = (board.axis.get_untracked(), board.now.today.get_untracked());
    board.words.with_value(|words| {
        let chosen = board.chosen.get_untracked().map(|chosen| words.rules().wall(chosen.span.start()));
        let at = chosen.filter(|chosen| axis.dates().any(|date| date == chosen.date()));
        let date = if axis.dates().any(|date| date == today) { today } else { axis.first() };
        let work = || words.hours_on(date).map_or(MORNING, |hours| minute_of(hours.start));
        let (date, minute) = at.map_or_else(|| (date, work()), |at| (at.date(), minute_of(at.time())));
        axis.fraction(date, minute.saturating_sub(BEFORE))
    })
}

/// Minute of a day off at which one begins to look.
const MORNING: u16 = 9 * 60;
/// Minutes that are in sight before that.
const BEFORE: u16 = 45;

/// What a browser has made itself has not been scrolled by the server's page.
fn begin_at_work(board: Board) {
    Effect::new(move |before: Option<Option<View>>| {
        let view = board.shown.get().view;
        let grid = board.grid.get()?;
        let scale = grid.query_selector(".rooms-scale").ok().flatten();
        if before.flatten() != Some(view)
            && grid.scroll_left() == 0
            && let Some(scale) = scale.and_then(|scale| scale.dyn_into::<HtmlElement>().ok())
        {
            grid.set_scroll_left((f64::from(scale.offset_width()) * f64::from(first_in_sight(board))) as i32);
        }
        Some(view)
    });
}

/// Scrolls while the page is being read: what comes after hydration would be seen to jump.
#[cfg(feature = "ssr")]
fn scroll_at_once(board: Board) -> String {
    let Some(nonce) = leptos::nonce::use_nonce() else { return String::new() };
    let at = first_in_sight(board);
    format!(
        "<script nonce=\"{nonce}\">{{let s=document.currentScript.parentNode;\
         s.closest('[role=grid]').scrollLeft=s.offsetWidth*{at}}}</script>"
    )
}

/// Draws what is different since it was drawn last.
fn redraw(board: Board) {
    let Some(list) = board.rows.get_untracked() else { return };
    let axis = board.axis.get_untracked();
    match board.take_stale() {
        Stale::Everything => {
            let drawn = board.drawn.get_value() + 1;
            board.drawn.set_value(drawn);
            let rooms = board.with(|held| held.rooms.clone());
            let (first, rest) = rooms.split_at(rooms.len().min(AT_ONCE));
            list.set_inner_html(&row::rows(board, axis, first));
            draw_rest(board, drawn, rest.to_vec());
        }
        Stale::Rooms(rooms) => {
            for place in rooms {
                let room = board.with(|held| held.room(place).cloned());
                if let Some((room, times)) = room.zip(times_of(&list, place)) {
                    times.set_inner_html(&row::times(board, axis, &room));
                }
            }
        }
    }
    refresh(board);
}

/// No frame waits for a hundred rooms.
fn draw_rest(board: Board, drawn: u32, rooms: Vec<Place>) {
    if rooms.is_empty() {
        return;
    }
    request_animation_frame(move || {
        if board.drawn.try_get_value() != Some(drawn) {
            return;
        }
        let Some(list) = board.rows.get_untracked() else { return };
        let (now, later) = rooms.split_at(rooms.len().min(AT_ONCE));
        let html = row::rows(board, board.axis.get_untracked(), now);
        // The position is one of the four that there are.
        let _ = list.insert_adjacent_html("beforeend", &html);
        refresh(board);
        draw_rest(board, drawn, later.to_vec());
    });
}

/// Hides what does not pass the filter, and shows what is chosen.
fn refresh(board: Board) {
    let Some(list) = board.rows.get_untracked() else { return };
    let visible: std::collections::BTreeSet<_> = board.visible().into_iter().collect();
    let dates = board.dates.get_untracked();
    let mut child = list.first_element_child();
    while let Some(row) = child {
        let place = place_of(&row);
        let hides = place.is_none_or(|place| !visible.contains(&place));
        if row.has_attribute("hidden") != hides {
            // The name is a valid one.
            let _ = row.toggle_attribute_with_force("hidden", hides);
        }
        if let Some(words) = row.query_selector(".room-dates").ok().flatten() {
            let free = place.zip(dates.as_ref()).map(|(place, dates)| {
                let taken = dates.taken.iter().find(|taken| taken.place == place);
                let free = dates.dates - taken.map_or(0, |taken| taken.dates);
                board.words.with_value(|words| {
                    leptos_i18n::td_string!(words.locale, rooms.free_on, free = free, dates = dates.dates)
                })
            });
            let free = free.unwrap_or_default();
            if words.text_content().unwrap_or_default() != free {
                words.set_text_content(Some(&free));
            }
        }
        child = row.next_element_sibling();
    }
    pencil::draw(board);
}

pub(super) fn place_of(row: &Element) -> Option<PlaceId> {
    row.get_attribute("data-place")?.parse().ok()
}

pub(super) fn row_of(list: &Element, place: PlaceId) -> Option<HtmlElement> {
    let row = list.query_selector(&format!("[data-place=\"{place}\"]")).ok().flatten()?;
    row.dyn_into().ok()
}

/// Where the times of a room are drawn.
pub(super) fn times_of(list: &Element, place: PlaceId) -> Option<HtmlElement> {
    row_of(list, place)?.last_element_child()?.dyn_into().ok()
}

/// The hours above the rows; of several days their names too.
fn scale(board: Board, axis: Axis) -> String {
    let mut html = String::new();
    let every = if axis.days() == 1 { 1 } else { HOURS_BETWEEN };
    let hours = axis.hours();
    board.words.with_value(|words| {
        for date in axis.dates() {
            if axis.days() > 1 {
                let start = axis.fraction(date, 0);
                let name = format!("{} {}", words.dates.weekday_short(date), words.dates.day_month(date));
                let today = if date == board.now.today.get_untracked() { " data-today" } else { "" };
                // Writing to a string does not fail; the locale's own words hold no markup.
                let _ = write!(
                    html,
                    "<span class=\"rooms-day\" data-date=\"{date}\" style=\"--start:{start}\"{today}>{name}</span>"
                );
            }
            for hour in (hours.start() / 60..hours.end() / 60).step_by(every) {
                let start = axis.fraction(date, hour * 60);
                let time = words.dates.hour(hour.into());
                let _ = write!(html, "<span class=\"rooms-hour\" style=\"--start:{start}\">{time}</span>");
            }
        }
    });
    #[cfg(feature = "ssr")]
    html.push_str(&scroll_at_once(board));
    html
}

/// Of a week every hour would be too close to the next.
const HOURS_BETWEEN: usize = 3;

/// Where now is, if that is shown.
#[component]
fn NowLine(board: Board) -> impl IntoView {
    let at = Memo::new(move |_| {
        let (axis, wall) = (board.axis.get(), board.now.wall.get());
        let (date, minute) = (wall.date(), minute_of(wall.time()));
        let shown = axis.dates().any(|shown| shown == date)
            && (axis.hours().start()..=axis.hours().end()).contains(&minute);
        shown.then(|| axis.fraction(date, minute.min(DAY_MINUTES)))
    });
    view! {
        <Show when=move || at.get().is_some()>
            <div
                class="rooms-now"
                aria-hidden="true"
                style=move || format!("--start:{}", at.get().unwrap_or_default())
            ></div>
        </Show>
    }
}
