//! A small card about the meeting under the mouse, or under a finger that held it: what it is, and what can be done
//! with it without opening it.

use std::sync::Arc;
use std::time::Duration;

use domain::calendar::{Details, Entry};
use domain::id::MeetingId;
use domain::meeting::{Answer, State};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, PointerEvent};

use super::desk::Desk;
use super::hand;
use super::measure::edges;
use super::parts::{Tool, tool};
use super::ways::way_to;
use crate::meeting::{AnswerSign, MissedBadge, StateBadge, hue_style, signs};
use crate::session::session;
use crate::state::clock;
use crate::text;
use crate::texts::locale;
use crate::ui::icon::{Glyph, Icon};

/// Shown while the mouse rests on a meeting or on the card itself.
#[component]
pub(super) fn Peek(desk: Desk) -> impl IntoView {
    watch(desk);
    let entry = Memo::new(move |_| desk.peek.get().and_then(|meeting| desk.planner.find(meeting)));
    move || {
        let entry = entry.get()?;
        let place = beside(desk, entry.meeting)?;
        entry.details.is_some().then(|| Suspend::new(tool(Tool::Card(desk, entry, place))))
    }
}

/// Long enough that a mouse that passes by opens nothing.
const REST: Duration = Duration::from_millis(550);
/// Long enough for the way from the meeting to the card.
const LEAVE: Duration = Duration::from_millis(250);

fn watch(desk: Desk) {
    // What the mouse is over, and how often that has changed: a timer that is late is for nothing.
    let over = StoredValue::new((None::<MeetingId>, 0_u32));
    let moved = move |event: PointerEvent| {
        if event.pointer_type() != "mouse" {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on_card = target.as_ref().is_some_and(|on| on.closest(".peek").ok().flatten().is_some());
        let meeting = target.and_then(|on| on.closest("[data-event]").ok().flatten());
        let meeting = meeting.and_then(|element| element.get_attribute("data-event")?.parse().ok());
        let here = if on_card { desk.peek.get_untracked() } else { meeting };
        let Some((before, number)) = over.try_get_value() else { return };
        if before == here {
            return;
        }
        let number = number.wrapping_add(1);
        over.set_value((here, number));
        let pause = if here.is_some() { REST } else { LEAVE };
        set_timeout(
            move || {
                let busy = desk.quick.try_get_untracked().flatten().is_some() || !hand::at_rest();
                if over.try_get_value() == Some((here, number)) && !(busy && here.is_some()) {
                    desk.peek.try_set(here);
                }
            },
            pause,
        );
    };
    let close = move |on: Option<Node>| {
        let inside =
            on.and_then(|on| on.dyn_into::<Element>().ok()).and_then(|on| on.closest(".peek").ok().flatten());
        if inside.is_none() && desk.peek.get_untracked().is_some() {
            desk.peek.set(None);
        }
    };
    let handles = [
        window_event_listener(ev::pointerover, moved),
        window_event_listener(ev::pointerdown, move |event| {
            close(event.target().and_then(|on| on.dyn_into().ok()))
        }),
        window_event_listener(ev::keydown, move |_| close(None)),
    ];
    on_cleanup(move || {
        for handle in handles {
            handle.remove();
        }
    });
    // Where one has gone on to other days it has nothing to tell.
    Effect::new(move |_| {
        desk.shown.track();
        desk.peek.set(None);
    });
}

/// Below the meeting, or above it where there is more room.
fn beside(desk: Desk, meeting: MeetingId) -> Option<String> {
    let grid = desk.grid.get_untracked()?;
    let element = grid.query_selector(&format!("[data-event=\"{meeting}\"]")).ok().flatten()?;
    let here = edges(&element);
    let (width, height) = (window().inner_width().ok()?.as_f64()?, window().inner_height().ok()?.as_f64()?);
    let x = here.left.clamp(MARGIN, (width - WIDE - MARGIN).max(MARGIN)) as i32;
    Some(if here.bottom + TALL < height {
        format!("left:{x}px;top:{}px", (here.bottom + GAP) as i32)
    } else {
        format!("left:{x}px;bottom:{}px", (height - here.top + GAP).max(MARGIN) as i32)
    })
}

/// Pixels: how wide the card is (style/peek.css), how high it gets, and what stays free around it.
const WIDE: f64 = 320.0;
const TALL: f64 = 260.0;
const MARGIN: f64 = 12.0;
const GAP: f64 = 6.0;

#[component]
pub(super) fn Card(desk: Desk, entry: Arc<Entry>, place: String) -> impl IntoView {
    let Entry { meeting, takes, details, .. } = Entry::clone(&entry);
    let details = details?;
    let way = desk.words.with_value(|words| way_to(desk.planner, words, &entry));
    let particular: Vec<_> = signs(&details, locale()).collect();
    let Details {
        subject, state, color, place: room, address, client, my_answer, permits, responsible, ..
    } = details;
    let name = subject.clone();
    let when = desk.words.with_value(|words| words.when(&takes));
    let fact = |icon: Icon, words: String| {
        view! {
            <p class="peek-fact">
                <Glyph icon=icon />
                <span>{words}</span>
            </p>
        }
    };
    let missed = desk.words.with_value(|words| state.needs_result(takes.end(words.rules()), clock::now()));
    let particular = particular.into_iter().map(|(icon, word)| fact(icon, word.to_owned())).collect_view();
    let open = matches!(state, State::Planned | State::InProgress);
    let asked = open && permits.answer && my_answer.is_some() && responsible != session().person.id;
    let answer = move |answer: Answer| {
        desk.peek.set(None);
        desk.acts.answer(meeting, answer);
    };
    let pressed =
        move |answer| if my_answer.is_some_and(|mine| mine.answer == answer) { "true" } else { "false" };
    let answers = asked.then(|| {
        view! {
            <div class="peek-answers">
                <button
                    type="button"
                    class="button small accept"
                    aria-pressed=pressed(Answer::Accepted)
                    on:click=move |_| answer(Answer::Accepted)
                >
                    {text!(meeting.accept)}
                </button>
                <button
                    type="button"
                    class="button small decline"
                    aria-pressed=pressed(Answer::Declined)
                    on:click=move |_| answer(Answer::Declined)
                >
                    {text!(meeting.decline)}
                </button>
            </div>
        }
    });
    let remove = (open && permits.remove).then(|| {
        view! {
            <button
                type="button"
                class="button quiet small icon danger"
                aria-label=text!(meeting.remove)
                on:click=move |_| {
                    desk.peek.set(None);
                    desk.acts.remove(meeting);
                }
            >
                <Glyph icon=Icon::DELETE />
            </button>
        }
    });
    Some(view! {
        <aside class="peek" style=format!("{place};{}", hue_style(color).unwrap_or_default()) aria-label=name>
            <div class="peek-head">
                <strong class="peek-subject">{subject}</strong>
                {match state {
                    State::Planned if missed => view! { <MissedBadge /> }.into_any(),
                    State::Planned => ().into_any(),
                    state => view! { <StateBadge state=state /> }.into_any(),
                }}
            </div>
            {fact(Icon::CLOCK, when)}
            {room.map(|room| fact(Icon::PLACE, room))}
            {client.map(|client| fact(Icon::CLIENT, client))}
            {address.map(|address| fact(Icon::PLACE, address.text))}
            {way.map(|(words, in_time)| fact(if in_time { Icon::PLACE } else { Icon::WARNING }, words))}
            {particular}
            {my_answer.filter(|_| !asked).map(|mine| view! { <AnswerSign answer=mine.answer /> })}
            {answers}
            {(missed && permits.change)
                .then(|| {
                    view! {
                        <a class="button small primary" href=format!("/meetings/{meeting}")>
                            <Glyph icon=Icon::CLOSED />
                            {text!(life.write_result)}
                        </a>
                    }
                })}
            <div class="peek-foot">
                <a class="button small" href=format!("/meetings/{meeting}")>
                    {text!(calendar.open)}
                </a>
                <button
                    type="button"
                    class="button quiet small"
                    on:click=move |_| {
                        desk.peek.set(None);
                        let later = desk.words.with_value(|words| {
                            domain::grid::drag::moved(takes, 7, 0, words.rules())
                        });
                        desk.acts.copy(meeting, later);
                    }
                >
                    {text!(calendar.copy_to_next_week)}
                </button>
                <span class="spacer"></span>
                {remove}
            </div>
        </aside>
    })
}
