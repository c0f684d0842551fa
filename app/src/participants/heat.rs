//! The load of a whole circle (D21): how many are free by the half hour, and below it everybody, the freest first.

use chrono::{NaiveTime, TimeDelta};
use domain::availability::Load;
use domain::time::Span;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::strip::{Hours, Strip, freedom_name, freedom_word};
use super::{Picking, Proposed, line_of};
use crate::text;
use crate::texts::locale;
use crate::ui::avatar::Avatar;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// `loads` in the order in which they are to be shown.
#[component]
pub(super) fn Heat(picking: Picking, loads: Vec<Load>, proposed: Proposed) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let hours = Hours::around(&proposed, &loads);
    let all = loads.len();
    let cells = hours.halves(&proposed).into_iter().map(|(minute, half)| {
        let free = free_within(&loads, half, &proposed);
        let time = dates.time(NaiveTime::MIN + TimeDelta::minutes(minute.into()));
        let words = td_string!(locale, people.share_free, time = time, free = free, all = all);
        let share = 1.0 - free as f32 / all.max(1) as f32;
        let wanted = proposed.span.is_some_and(|span| span.overlaps(&half));
        view! {
            <span
                class="heat-cell"
                style=format!("--share:{share:.3}")
                data-proposed=wanted.then_some("")
                title=words
            ></span>
        }
    });
    let cells: Vec<_> = cells.collect();
    let then = proposed.span.map_or_else(String::new, |span| {
        let (from, to) = domain::grid::day::on_the_wall(&span, &proposed.rules);
        let times = dates.times(from.time(), to.time());
        let free = free_within(&loads, span, &proposed);
        td_string!(locale, people.share_free, time = times, free = free, all = all)
    });
    let row = |load: Load| view! { <Row picking=picking load=load proposed=proposed.clone() hours=hours /> };
    let rows: Vec<_> = loads.into_iter().map(row).collect();
    view! {
        <div class="heat">
            <div class="heat-head">
                <span class="heat-words">{then.clone()}</span>
                <div class="heat-cells" role="img" aria-label=then>
                    {cells}
                </div>
            </div>
            <ol class="heat-rows" aria-label=text!(people.freest_first) tabindex="0">
                {rows}
            </ol>
        </div>
    }
}

fn free_within(loads: &[Load], span: Span, proposed: &Proposed) -> usize {
    loads.iter().filter(|load| load.conflicts(span, proposed.meeting).next().is_none()).count()
}

#[component]
fn Row(picking: Picking, load: Load, proposed: Proposed, hours: Hours) -> impl IntoView {
    let locale = locale();
    let line = line_of(&load);
    let (attendee, person) = (line.attendee, load.person);
    let freedom = proposed.span.map(|span| load.freedom(span, proposed.meeting));
    let then = freedom.map(|freedom| freedom_name(locale, freedom)).unwrap_or_default();
    let (name, choose) = (load.name.clone(), text!(people.choose_name, name = load.name.as_str()));
    let takes_part = move || picking.takes_part(attendee);
    view! {
        <li class="heat-row" data-freedom=freedom.map(freedom_word) data-load=person.to_string()>
            <Avatar name=name.clone() size="small" />
            <span class="heat-who">
                <span class="heat-name">{name}</span>
                <span class="heat-then">{then}</span>
            </span>
            <Strip load=load proposed=proposed hours=hours />
            <button
                type="button"
                class="button quiet icon small"
                aria-label=choose
                disabled=takes_part
                on:click=move |_| picking.add(vec![line.clone()])
            >
                {move || view! { <Glyph icon=if takes_part() { Icon::CHECK } else { Icon::PLUS } /> }}
            </button>
        </li>
    }
}
