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

/// One line that is there from the beginning: what is read later moves nothing that a hand is about to press. It opens to
/// all that is in the way; while no time is proposed it says nothing.
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
    let known = move || mine.with(Option::is_some) && proposed.with(Option::is_some);
    let (title, free) = (text!(people.conflict_mine), text!(people.free_mine));
    view! {
        <div class="own-way" role="status">
            {move || {
                let words = words.get();
                if words.is_empty() {
                    return known().then(|| view! { <span class="hint">{free}</span> }.into_any());
                }
                let all = words.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view();
                Some(
                    view! {
                        <details>
                            <summary>
                                <Glyph icon=Icon::WARNING />
                                <span>
                                    <strong>{title}</strong>
                                    " "
                                    {words.join("; ")}
                                </span>
                            </summary>
                            <ul>{all}</ul>
                        </details>
                    }
                        .into_any(),
                )
            }}
        </div>
    }
}

/// Long enough that somebody who goes on changing is not asked for.
const PAUSE: Duration = Duration::from_millis(200);
