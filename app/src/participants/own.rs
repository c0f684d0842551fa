//! What stands in one's own way at a time that is being chosen: shown before it is saved, and never forbidden.

use std::time::Duration;

use domain::availability::Load;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Proposed, conflict_words};
use crate::api::loads;
use crate::session::session;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// Shows nothing while nothing is in the way, or no time is proposed.
#[component]
pub fn OwnConflict(proposed: Signal<Option<Proposed>>) -> impl IntoView {
    let (locale, dates, me) = (locale(), use_dates(), session().person.id);
    let mine = RwSignal::new(None::<Load>);
    let asked = StoredValue::new(0_u32);
    let day = Memo::new(move |_| {
        proposed.with(|it| it.as_ref().map(|proposed| (proposed.day, proposed.rules.name().clone())))
    });
    Effect::new(move |_| {
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let Some((day, zone)) = day.get() else { return mine.set(None) };
        let is_last = move || asked.try_get_value() == Some(number);
        set_timeout(
            move || {
                if !is_last() {
                    return;
                }
                spawn_local(async move {
                    // What cannot be read now is not shown: it would forbid nothing.
                    let read = loads(vec![me], day, zone).await.unwrap_or_default();
                    if is_last() {
                        mine.set(read.into_iter().next());
                    }
                });
            },
            PAUSE,
        );
    });
    let words = Memo::new(move |_| {
        let (proposed, mine) = (proposed.get(), mine.get());
        let Some((proposed, mine)) = proposed.zip(mine) else { return Vec::new() };
        conflict_words(locale, &dates, &proposed, &mine)
    });
    let title = text!(people.conflict_mine);
    view! {
        <div role="status">
            <Show when=move || !words.read().is_empty()>
                <div class="notice clash">
                    <Glyph icon=Icon::Warning />
                    <div>
                        <strong>{title}</strong>
                        {move || words.get().into_iter().map(|words| view! { <span>{words}</span> }).collect_view()}
                    </div>
                </div>
            </Show>
        </div>
    }
}

/// Long enough that somebody who goes on changing is not asked for.
const PAUSE: Duration = Duration::from_millis(200);
