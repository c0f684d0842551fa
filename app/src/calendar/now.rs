//! The line of now, which moves with the minutes.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::grid::day::{Share, minute_of};
use leptos::prelude::*;

use super::desk::Desk;
use crate::state::clock;

/// What the clock on the wall shows, minute by minute.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    at: Signal<DateTime<Utc>>,
    pub wall: Memo<NaiveDateTime>,
    pub today: Memo<NaiveDate>,
}

pub(crate) fn use_now() -> Now {
    let session = crate::session::session();
    let now = RwSignal::new(clock::now());
    #[cfg(not(feature = "ssr"))]
    tick(now);
    let wall = Memo::new(move |_| session.rules.wall(now.get()));
    Now { at: now.into(), wall, today: Memo::new(move |_| wall.get().date()) }
}

impl Now {
    /// The present moment for who draws so many days: it goes on by minutes only while one of them is today.
    pub(super) fn among(self, first: NaiveDate, days: u32) -> DateTime<Utc> {
        let today = self.today.get();
        let since = today.signed_duration_since(first).num_days();
        match since {
            // Nothing that is still to come is over.
            ..0 => DateTime::<Utc>::MIN_UTC,
            _ if since < i64::from(days) => self.at.get(),
            // What goes on past midnight is drawn there, too.
            _ => crate::session::session().rules.days(today, 1).start(),
        }
    }
}

/// Looks at the clock when a minute begins, and when a device wakes up.
#[cfg(not(feature = "ssr"))]
fn tick(now: RwSignal<DateTime<Utc>>) {
    use std::time::Duration;

    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};

    fn wait(now: RwSignal<DateTime<Utc>>, waiting: StoredValue<Option<TimeoutHandle>>) {
        let passed = u64::try_from(clock::now().timestamp_millis().rem_euclid(60_000)).unwrap_or_default();
        let next = set_timeout_with_handle(
            move || {
                if now.try_set(clock::now()).is_none() {
                    wait(now, waiting);
                }
            },
            Duration::from_millis(60_010 - passed),
        );
        waiting.set_value(next.ok());
    }

    let waiting = StoredValue::<Option<TimeoutHandle>>::new(None);
    let begin = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        now.set(clock::now());
        wait(now, waiting);
    };
    Effect::new(move |_| wait(now, waiting));
    let visible = window_event_listener_untyped("visibilitychange", move |_| begin());
    on_cleanup(move || {
        visible.remove();
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    });
}

/// The line across the hours, strong in the column of today; none to be seen where today is not shown.
#[component]
pub(super) fn NowLine(desk: Desk) -> impl IntoView {
    let now = desk.now;
    let visible = Memo::new(move |_| desk.shown.get().contains(now.today.get()));
    let style = move || {
        let column = (now.today.get() - desk.shown.get().first).num_days();
        format!("--start:{};--column:{column}", Share(minute_of(now.wall.get().time())))
    };
    let time = move || desk.words.with_value(|words| words.dates.time(now.wall.get().time()));
    view! {
        <div class="now" aria-hidden="true" hidden=move || !visible.get() style=style>
            <span class="now-time">{time}</span>
        </div>
    }
}
