//! Tells in the browser that a meeting is about to begin (S24), on whichever screen one is.

use std::time::Duration;

use domain::change::News;
use domain::reminder::Due;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use crate::api::reminders_due;
use crate::calendar::reminders;
use crate::meeting::words::length;
use crate::session::session;
use crate::state::clock::now;
use crate::state::live::use_live;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::later::Later;

/// How often it is looked whether one is due.
const TICK: Duration = Duration::from_secs(5);
/// How often they are read again, whatever happens.
const AGAIN: Duration = Duration::from_secs(10 * 60);

/// Milliseconds after a change.
const SOON: u64 = 1_000;

#[component]
pub(crate) fn Reminded() -> impl IntoView {
    let coming = RwSignal::new(Vec::<Due>::new());
    let told = RwSignal::new(Vec::<Due>::new());
    let closed = StoredValue::new(Vec::<String>::new());
    let read = move || {
        spawn_local(async move {
            // What cannot be read now is read again soon.
            if let Ok(due) = reminders_due().await {
                coming.try_set(due);
            }
        });
    };
    let look = move || {
        let now = now();
        let due = coming.with_untracked(|coming| {
            let due = coming
                .iter()
                .filter(|due| due.is_now(now) && !closed.with_value(|it| it.contains(&name(due))));
            due.cloned().collect::<Vec<_>>()
        });
        if told.with_untracked(|told| *told != due) {
            told.set(due);
        }
    };
    let later = Later::default();
    use_live().listen(move |notice| {
        if matches!(notice.news, News::Entry { .. } | News::Gone { .. } | News::Reload) {
            // Many meetings that change at once are one reason to read.
            later.run(SOON, read);
        }
    });
    // Only a browser tells.
    Effect::new(move |_| {
        closed.set_value(kept());
        read();
        for (period, act) in
            [(TICK, Callback::new(move |()| look())), (AGAIN, Callback::new(move |()| read()))]
        {
            if let Ok(timer) = set_interval_with_handle(move || act.run(()), period) {
                on_cleanup(move || timer.clear());
            }
        }
    });
    Effect::new(move |_| {
        coming.track();
        look();
    });
    let close = Callback::new(move |due: Due| {
        closed.update_value(|closed| {
            closed.push(name(&due));
            keep(closed);
        });
        look();
    });
    let any = Memo::new(move |_| !told.read().is_empty());
    view! {
        <div class="reminded" role="status" aria-live="assertive">
            {move || any.get().then(|| Suspend::new(reminders(told, close)))}
        </div>
    }
}

#[component]
pub(crate) fn Reminders(told: RwSignal<Vec<Due>>, close: Callback<Due>) -> impl IntoView {
    view! {
        <For each=move || told.get() key=name let:due>
            <Told due=due close=close />
        </For>
    }
}

#[component]
fn Told(due: Due, close: Callback<Due>) -> impl IntoView {
    let (locale, dates, session) = (locale(), use_dates(), session());
    let wall = session.rules.wall(due.starts);
    let when = format!("{} · {}", begins(locale, &due), dates.time(wall.time()));
    let to = format!("/meetings/{}", due.meeting);
    let also = due.clone();
    view! {
        <div class="toast" data-kind="done">
            <Glyph icon=Icon::BELL />
            <p>
                <strong>{due.subject.clone()}</strong>
                <br />
                {when}
                {due.place.clone().map(|place| format!(" · {place}"))}
            </p>
            <a class="toast-action" href=to on:click=move |_| close.run(also.clone())>
                {text!(reminders.open)}
            </a>
            <button
                type="button"
                class="toast-close"
                aria-label=text!(common.close)
                on:click=move |_| close.run(due.clone())
            >
                <Glyph icon=Icon::CLOSE />
            </button>
        </div>
    }
}

fn begins(locale: Locale, due: &Due) -> String {
    let minutes = (due.starts - now()).num_seconds() / 60;
    match u32::try_from(minutes) {
        Ok(minutes) if minutes > 0 => {
            td_string!(locale, reminders.begins_in, length = length(locale, minutes))
        }
        _ => td_string!(locale, reminders.begins_now).to_owned(),
    }
}

/// Names a reminder in what is kept of those that were closed; a meeting that moves is another one.
fn name(due: &Due) -> String {
    format!("{}/{}/{}", due.meeting, due.starts.timestamp(), due.minutes_before)
}

const KEPT: &str = "daybook-reminded";
/// More than anybody closes in a day.
const MOST_KEPT: usize = 100;

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn kept() -> Vec<String> {
    let text = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    text.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
}

fn keep(closed: &[String]) {
    let last = &closed[closed.len().saturating_sub(MOST_KEPT)..];
    if let Some(storage) = storage() {
        // A browser that keeps nothing tells it again after a reload.
        let _ = storage.set_item(KEPT, &last.join("\n"));
    }
}
