//! The agenda: the meetings of the next days, one below the other, for reading on a phone and on paper.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::calendar::{Entry, Takes};
use leptos::html::Div;
use leptos::prelude::*;

use super::desk::Desk;
use super::faces::Tint;
use super::shown::View;
use super::{hand, keys};
use crate::meeting::{MeetingList, TellWhose, Whose};
use crate::state::clock;
use crate::text;
use crate::ui::dates::capitalised;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Agenda(desk: Desk) -> impl IntoView {
    let node: NodeRef<Div> = desk.grid;
    let (title, hint) = (text!(calendar.nothing_planned), text!(calendar.nothing_planned_hint));
    let days = move || {
        let planned: Vec<(NaiveDate, Vec<Entry>)> = desk
            .shown
            .get()
            .dates()
            .map(|date| (date, on(desk, date)))
            .filter(|(_, entries)| !entries.is_empty())
            .collect();
        if planned.is_empty() && !desk.waiting.get() {
            return view! {
                <div class="empty">
                    <Glyph icon=Icon::EMPTY />
                    <p class="empty-title">{title}</p>
                    <p class="hint">{hint}</p>
                </div>
            }
            .into_any();
        }
        planned.into_iter().map(|(date, entries)| day(desk, date, entries)).collect_view().into_any()
    };
    view! {
        <div
            class="agenda-page"
            node_ref=node
            aria-busy=move || desk.waiting.get().then_some("true")
            on:pointerdown=move |event| hand::down(desk, &event)
            on:pointermove=move |event| hand::moved(desk, &event)
            on:pointerup=move |event| hand::up(desk, &event)
            on:pointercancel=move |event| hand::cancel(desk, &event)
            on:contextmenu=move |event| hand::context_menu(&event)
            on:click:capture=move |event| hand::clicked(desk, &event)
            on:keydown=move |event| keys::on_grid(desk, &event)
        >
            {days}
        </div>
    }
}

fn day(desk: Desk, date: NaiveDate, entries: Vec<Entry>) -> impl IntoView {
    let (weekday, day) =
        desk.words.with_value(|words| (capitalised(&words.dates.weekday(date)), words.dates.day_month(date)));
    let today = desk.now.today.get() == date;
    view! {
        <section class="agenda-section" data-date=date.to_string() data-today=today.then_some("")>
            <h2 class="agenda-head">
                <a href=desk.address_of(View::Day, date) aria-current=today.then_some("date")>
                    <strong>{day}</strong>
                    " "
                    <span>{weekday}</span>
                </a>
            </h2>
            <MeetingList day=date now=clock::now() entries=entries whose=whose(desk) />
        </section>
    }
}

/// Whose meetings they are, where they are not one's own alone.
fn whose(desk: Desk) -> TellWhose {
    Arc::new(move |entry| {
        let (tint, _) = desk.faces.with(|faces| faces.tint(entry, None, desk.me))?;
        let Tint { color, names, .. } = tint?;
        Some(Whose { names, color })
    })
}

/// What stands on a date: whole days first, then in the order of time.
fn on(desk: Desk, date: NaiveDate) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        desk.whole_days(date, 1).into_iter().map(|each| Entry::clone(&each.entry)).collect();
    entries.extend(desk.hours(date).into_iter().map(|each| Entry::clone(&each.entry)));
    desk.faces.with(|faces| entries.retain(|entry| faces.tint(entry, None, desk.me).is_some()));
    entries.sort_by_key(|entry| match entry.takes {
        Takes::Days { first, .. } => (None, Some(first), entry.meeting),
        Takes::Time { span } => (Some((span.start(), span.end())), None, entry.meeting),
    });
    entries
}
