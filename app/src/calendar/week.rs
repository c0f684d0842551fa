//! The grid: a head with the days, the row of whole days, and the hours.

use std::cell::Cell as Kept;
use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use domain::grid::bars::lines;
use domain::grid::day::{DAY_MINUTES, Share, fraction, minute_of, oddity};
use domain::time::Change;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlDivElement};

use super::ahead;
use super::desk::Desk;
use super::draw::Cell;
use super::faces::Faces;
use super::hand;
use super::now::NowLine;
use super::paint::{as_texts, paint};
use super::second;
use super::shown::View;
use super::surface::Surface;
use super::ways::ways;
use crate::state::planner::last_of;
use crate::text;
use crate::ui::escape;

/// The columns are rebuilt when their number changes, and otherwise stay and show other dates.
#[component]
pub(super) fn Week(desk: Desk) -> impl IntoView {
    let shape = Memo::new(move |_| (desk.shown.get().days(), desk.bands()));
    move || {
        let (days, bands) = shape.get();
        let class = match (days, bands) {
            (1, 1) => "week single",
            (1, _) => "week single banded",
            (_, 1) => "week",
            _ => "week banded",
        };
        view! {
            <Surface desk=desk class=class style=format!("--days:{days};--bands:{bands}")>
                {head(desk, days, bands)}
                {whole_days(desk, days)}
                {hours(desk, days, bands)}
            </Surface>
        }
        .into_any()
    }
}

fn head(desk: Desk, days: u32, bands: usize) -> impl IntoView {
    // Whoever has the focus on a day has it on the day that takes its place.
    let heads = move || (0..days).map(|column| day_head(desk, column, days, bands)).collect();
    let (row, drawn) = as_texts(heads, "data-column");
    view! {
        <div class="week-head" role="row">
            <div class="week-corner" role="columnheader">
                <span class="visually-hidden">{text!(calendar.hours)}</span>
                {second::corner(desk)}
            </div>
            <div class="day-heads" node_ref=row inner_html=drawn></div>
        </div>
    }
}

fn day_head(desk: Desk, column: u32, days: u32, bands: usize) -> String {
    let date = last_of(desk.shown.get().first, column + 1);
    let weekend = if is_weekend(date) { " data-weekend" } else { "" };
    let (marked, current) = match date == desk.now.today.get() {
        true => (" data-today", " aria-current=\"date\""),
        false => ("", ""),
    };
    let (name, month) = desk.words.with_value(|words| {
        let dates = &words.dates;
        let name = if days == 1 { dates.weekday(date) } else { dates.weekday_short(date) };
        (name, dates.month(date))
    });
    let mut html = String::new();
    // Writing to a string does not fail; the locale's own words hold no markup. The month is what the title of the
    // page says to the eye.
    let _ = write!(
        html,
        "<div class=\"day-head\" role=\"columnheader\"{marked}{weekend}>\
         <a class=\"day-link\" data-column=\"{column}\"{current} href=\""
    );
    escape::push(&mut html, &desk.address_of(View::Day, date));
    let _ = write!(
        html,
        "\"><span class=\"day-name\">{name}</span><span class=\"day-number\">{}</span>\
         <span class=\"visually-hidden\">, {month} {}</span></a>",
        date.day(),
        date.year()
    );
    if bands > 1 {
        desk.faces.with(|faces| band_heads(faces, &mut html));
    }
    html.push_str("</div>");
    html
}

/// Who has which band of a day.
fn band_heads(faces: &Faces, html: &mut String) {
    html.push_str("<span class=\"band-heads\">");
    for face in faces.iter() {
        // Likewise.
        let _ =
            write!(html, "<span class=\"band-head\" style=\"--hue:var(--person-{})\" title=\"", face.color);
        escape::push(html, &face.name);
        html.push_str("\"><b aria-hidden=\"true\">");
        escape::push(html, &face.initials);
        html.push_str("</b><span>");
        escape::push(html, &face.name);
        html.push_str("</span></span>");
    }
    html.push_str("</span>");
}

fn whole_days(desk: Desk, days: u32) -> impl IntoView {
    let events = NodeRef::<Div>::new();
    let now = Memo::new(move |_| desk.now.among(desk.shown.get().first, days));
    let cells = move || {
        let (first, now) = (desk.shown.get().first, now.get());
        let standing = desk.whole_days(first, days);
        desk.faces.with(|faces| desk.brush.rows(standing, first, days as u16, now, faces))
    };
    let drawn = untrack(cells);
    let html = desk.brush.html(&drawn);
    let lanes = RwSignal::new(lines(drawn.iter().filter_map(Cell::bar)));
    let mut at_first = Some(drawn);
    Effect::new(move |before: Option<Vec<_>>| {
        let before = before.or_else(|| at_first.take()).unwrap_or_default();
        let after = cells();
        lanes.set(lines(after.iter().filter_map(Cell::bar)));
        repaint(events, &before, &after, desk, None);
        after
    });
    view! {
        <div class="allday" role="row">
            <div class="allday-label" role="rowheader">
                {text!(common.all_day)}
            </div>
            <div
                class="allday-days"
                role="gridcell"
                aria-colspan=days.to_string()
                style=move || format!("--lanes:{}", lanes.get())
            >
                {(0..days)
                    .map(|column| view! { <div class="allday-day" style=format!("--column:{column}")></div> })
                    .collect_view()}
                <div class="allday-events" node_ref=events inner_html=html></div>
                <div class="drag-layer" aria-hidden="true" node_ref=desk.days_layer></div>
            </div>
        </div>
    }
}

fn hours(desk: Desk, days: u32, bands: usize) -> impl IntoView {
    view! {
        <div class="hours" role="row">
            <div class="gutter" role="rowheader" aria-label=text!(calendar.hours)>
                {second::hours(desk)}
                <div class="gutter-hours" inner_html=gutter(desk)></div>
            </div>
            {(0..days).map(|column| day(desk, column, days, bands)).collect_view()}
            <div class="drag-layer" aria-hidden="true" node_ref=desk.hours_layer></div>
            <NowLine desk=desk />
        </div>
    }
}

fn day(desk: Desk, column: u32, columns: u32, bands: usize) -> impl IntoView {
    let date = column_date(desk, column);
    let work = move || {
        if bands > 1 {
            // Each band has the hours of its person.
            return "--work-start:0;--work-end:1".to_owned();
        }
        let Some(hours) = desk.words.with_value(|words| words.hours_on(date.get())) else {
            return String::new();
        };
        format!("--work-start:{};--work-end:{}", Share(minute_of(hours.start)), Share(minute_of(hours.end)))
    };
    view! {
        <div
            class="day"
            role="gridcell"
            data-date=move || date.get().to_string()
            style=work
        >
            {move || clock_change(desk, date.get())}
            {(0..bands).map(|index| band(desk, date, index, columns, bands)).collect_view()}
            {ways(desk, date)}
        </div>
    }
}

/// On a day of 23 or 25 hours, the hour that does not happen or comes twice.
fn clock_change(desk: Desk, date: NaiveDate) -> Option<impl IntoView> {
    let (change, stretch) = desk.words.with_value(|words| oddity(date, words.rules()))?;
    let (name, said) = match change {
        Change::Forward => ("skipped", text!(calendar.clocks_forward)),
        Change::Back => ("twice", text!(calendar.clocks_back)),
    };
    let style = format!("--start:{};--length:{}", Share(stretch.start()), Share(stretch.minutes()));
    Some(view! {
        <div class="clock-change" data-change=name style=style title=said>
            {said}
        </div>
    })
}

/// The meetings of a day, or those of one person of it.
fn band(desk: Desk, date: Memo<NaiveDate>, index: usize, columns: u32, bands: usize) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    let one = bands > 1;
    let now = Memo::new(move |_| desk.now.among(date.get(), 1));
    let cells = move || column(desk, date.get(), index, (columns, bands), now.get());
    let drawn = untrack(cells);
    let html = desk.brush.html(&drawn);
    let mut at_first = Some((date.get_untracked(), drawn));
    Effect::new(move |before: Option<(NaiveDate, Vec<_>)>| {
        let (of, before) = before.or_else(|| at_first.take()).unwrap_or_default();
        let (date, after) = (date.get(), cells());
        if date != of {
            take_focus(desk);
        }
        repaint(node, &before, &after, desk, Some((date, index)));
        (date, after)
    });
    let works = move || {
        let face = desk.faces.with(|faces| faces.get(index).cloned())?;
        desk.words.with_value(|words| face.works(date.get(), words.rules()))
    };
    let style = move || {
        one.then(|| {
            let (start, end) = works().map_or((ALL_DAY, ALL_DAY), |(start, end)| (Share(start), Share(end)));
            format!("--band:{index};--work-start:{start};--work-end:{end}")
        })
    };
    let class = if one { "day-events band" } else { "day-events" };
    view! { <div class=class style=style node_ref=node inner_html=html></div> }
}

/// What is to be drawn of a date, in one of so many columns; where each has several bands, in one of these.
pub(super) fn column(
    desk: Desk,
    date: NaiveDate,
    index: usize,
    (columns, bands): (u32, usize),
    now: DateTime<Utc>,
) -> Vec<Cell> {
    desk.faces.with(|faces| {
        let person = faces.get(index).filter(|_| bands > 1).map(|face| face.person);
        let columns = match (columns, bands) {
            (_, 1) => columns,
            (1, bands) => (bands as u32).min(BANDS_OF_A_DAY),
            (columns, bands) => (columns * bands as u32).min(BANDS_OF_A_WEEK),
        };
        desk.brush.hours(desk.hours(date), date, columns, now, faces, person)
    })
}

/// As many bands as are in sight at once: they have a least width, and scroll (style/team.css).
const BANDS_OF_A_DAY: u32 = 8;
const BANDS_OF_A_WEEK: u32 = 16;

/// Where a meeting has the focus that goes with its days, the grid has it from then on; and before the first of them is
/// drawn over, for a browser that has to take the focus away lays out all that is drawn by then.
fn take_focus(desk: Desk) {
    let focused = document().active_element().filter(|focused| focused.has_attribute("data-event"));
    if let (Some(grid), Some(focused)) = (desk.grid.get_untracked(), focused)
        && grid.contains(Some(&focused))
    {
        desk.focus_grid();
    }
}

/// Draws `after` where `before` is drawn; a column of hours may have been drawn ahead.
pub(super) fn repaint(
    node: NodeRef<Div>,
    before: &[Cell],
    after: &[Cell],
    desk: Desk,
    of: Option<ahead::Column>,
) {
    if before != after
        && let Some(node) = node.get_untracked()
    {
        paint(&node, before, after, desk.brush, of);
        if let Some(selected) = desk.selected.get_untracked() {
            hand::mark(&node, selected, "data-selected", true);
        }
        if let Some(moving) = hand::moving() {
            hand::mark(&node, moving, "data-moving", true);
        }
    }
}

/// The whole hours between midnight and midnight. In the server's page they are followed by what puts the
/// working hours in sight before anything is painted.
fn gutter(desk: Desk) -> String {
    let mut html = String::new();
    desk.words.with_value(|words| {
        for hour in 1..24_u16 {
            let start = Share(hour * 60);
            let time = words.dates.hour(hour.into());
            // Writing to a string does not fail; the locale's own words hold no markup.
            let _ = write!(html, "<span class=\"hour\" style=\"--start:{start}\">{time}</span>");
        }
    });
    #[cfg(feature = "ssr")]
    html.push_str(&scroll_at_once(desk));
    html
}

/// Scrolls while the page is being read: what comes after hydration would be seen to jump.
#[cfg(feature = "ssr")]
fn scroll_at_once(desk: Desk) -> String {
    let Some(nonce) = leptos::nonce::use_nonce() else { return String::new() };
    let (start, column) = first_in_sight(desk);
    format!(
        "<script nonce=\"{nonce}\">{{let g=document.currentScript.closest('.gutter'),h=g.parentNode,w=h.parentNode;\
         w.scrollTop=h.offsetHeight*{start};w.scrollLeft=(h.offsetWidth-g.offsetWidth)*{column}}}</script>"
    )
}

thread_local! {
    /// How far down the hours were looked at last, as a part of the day: whatever is opened later begins there.
    static TOP: Kept<Option<f64>> = const { Kept::new(None) };
    /// To where they are about to be brought back.
    static BACK: Kept<Option<f64>> = const { Kept::new(None) };
}

/// The hours have been scrolled.
pub(super) fn scrolled(desk: Desk) {
    let (grid, layer) = (desk.grid.get_untracked(), desk.hours_layer.get_untracked());
    if desk.shown.get_untracked().view != View::Month
        && BACK.get().is_none()
        && let Some((grid, layer)) = grid.zip(layer)
        && layer.offset_height() > 0
    {
        TOP.set(Some(f64::from(grid.scroll_top()) / f64::from(layer.offset_height())));
    }
}

/// What sticks to the top of the grid is in sight wherever the hours are; a browser that brings what has the focus
/// into sight scrolls to where it would be otherwise.
pub(super) fn focused(desk: Desk, event: &FocusEvent) {
    let on = event.target().and_then(|on| on.dyn_into::<Element>().ok());
    let sticks = on.is_some_and(|on| on.closest(".week-head, .allday").ok().flatten().is_some());
    if !sticks {
        return;
    }
    // Scrolling is told of later: what is kept is from before the focus came.
    let top = BACK.get().or(TOP.get()).unwrap_or_else(|| first_in_sight(desk).0.into());
    BACK.set(Some(top));
    request_animation_frame(move || {
        BACK.set(None);
        let (grid, layer) = (desk.grid.try_get_untracked(), desk.hours_layer.try_get_untracked());
        if let (Some(grid), Some(layer)) = (grid.flatten(), layer.flatten()) {
            grid.set_scroll_top((f64::from(layer.offset_height()) * top).round() as i32);
        }
    });
}

/// Puts a grid that has been drawn anew to where the hours were looked at last.
pub(super) fn scroll_to_last(desk: Desk, grid: &HtmlDivElement) {
    let Some(layer) = desk.hours_layer.get_untracked() else { return };
    let (top, left) = first_in_sight(desk);
    let width = f64::from(grid.scroll_width()) - f64::from(layer.offset_left());
    let top = TOP.get().unwrap_or_else(|| f64::from(top));
    grid.set_scroll_top((f64::from(layer.offset_height()) * top).round() as i32);
    grid.set_scroll_left((width * f64::from(left)) as i32);
}

/// Where the grid begins to be looked at: a little before work, and on a phone the column of today. Both as
/// fractions.
fn first_in_sight(desk: Desk) -> (f32, f32) {
    let shown = desk.shown.get_untracked();
    let start = desk.words.with_value(|words| {
        let starts =
            shown.dates().filter_map(|date| words.hours_on(date)).map(|hours| minute_of(hours.start));
        starts.min().unwrap_or(DEFAULT_START).saturating_sub(BEFORE_WORK)
    });
    let today = desk.now.today.get_untracked();
    let column = if shown.contains(today) { (today - shown.first).num_days() } else { 0 };
    (fraction(start.min(DAY_MINUTES)), column as f32 / shown.days() as f32)
}

/// Of a day off, whose hours are all shaded.
const ALL_DAY: Share = Share(DAY_MINUTES);

/// Minutes of the day at which a day off is looked at first.
const DEFAULT_START: u16 = 9 * 60;
/// Minutes that are in sight before work begins.
const BEFORE_WORK: u16 = 45;

fn column_date(desk: Desk, column: u32) -> Memo<NaiveDate> {
    Memo::new(move |_| {
        let first = desk.shown.get().first;
        last_of(first, column + 1)
    })
}

pub(super) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
