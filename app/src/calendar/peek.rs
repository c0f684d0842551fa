//! A small card about the meeting under the mouse, or under a finger that held it: what it is, and what can be done
//! with it without opening it.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use domain::calendar::{Details, Entry};
use domain::id::MeetingId;
use domain::meeting::{Answer, State};
use leptos::ev::{self, SubmitEvent};
use leptos::html::{Aside, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, PointerEvent};

use super::acts::movable;
use super::desk::{Desk, Peeked};
use super::hand;
use super::measure::edges;
use super::parts::{Tool, tool};
use super::ways::way_to;
use crate::meeting::{AnswerSign, MissedBadge, StateBadge, hue_style, signs};
use crate::session::session;
use crate::state::clock;
use crate::state::planner::days_of;
use crate::text;
use crate::texts::locale;
use crate::ui::focus::give;
use crate::ui::icon::{Glyph, Icon};

/// Shown while the mouse rests on a meeting or on the card itself.
#[component]
pub(super) fn Peek(desk: Desk) -> impl IntoView {
    watch(desk);
    let entry = Memo::new(move |_| desk.peek.get().and_then(|peeked| desk.planner.find(peeked.meeting)));
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
        let shown = desk.peek.get_untracked();
        let here = if on_card { shown.map(|peeked| peeked.meeting) } else { meeting };
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
                // What a key has opened stays while the mouse goes where nothing is.
                let kept = desk.peek.try_get_untracked().flatten().is_some_and(|peeked| peeked.by_key);
                if over.try_get_value() == Some((here, number))
                    && !(busy && here.is_some() || kept && here.is_none())
                {
                    desk.peek.try_set(here.map(Peeked::by_hand));
                }
            },
            pause,
        );
    };
    let close_outside = move |event: &Event| {
        let on = event.target().and_then(|on| on.dyn_into::<Element>().ok());
        let inside = on.is_some_and(|on| on.closest(".peek").ok().flatten().is_some());
        if !inside && desk.peek.get_untracked().is_some() {
            desk.peek.set(None);
        }
    };
    let handles = [
        window_event_listener(ev::pointerover, moved),
        window_event_listener(ev::pointerdown, move |event| close_outside(&event)),
        window_event_listener(ev::keydown, move |event| match event.key().as_str() {
            "Escape" => dismiss(desk),
            _ => close_outside(&event),
        }),
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

/// Closes the card; what a key has opened gives the focus back to its meeting.
fn dismiss(desk: Desk) {
    let Some(Peeked { meeting, by_key }) = desk.peek.get_untracked() else { return };
    desk.peek.set(None);
    if by_key {
        focus_on(desk, meeting);
    }
}

/// Gives the focus to a meeting where it is drawn, or to the grid.
fn focus_on(desk: Desk, meeting: MeetingId) {
    match drawn(desk, meeting).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        Some(element) => give(&element),
        None => desk.focus_grid(),
    }
}

fn drawn(desk: Desk, meeting: MeetingId) -> Option<Element> {
    let grid = desk.grid.get_untracked()?;
    grid.query_selector(&format!("[data-event=\"{meeting}\"]")).ok().flatten()
}

/// Below the meeting, or above it where there is more room.
fn beside(desk: Desk, meeting: MeetingId) -> Option<String> {
    let here = edges(&drawn(desk, meeting)?);
    let (width, height) = (window().inner_width().ok()?.as_f64()?, window().inner_height().ok()?.as_f64()?);
    let x = here.left.clamp(MARGIN, (width - WIDE - MARGIN).max(MARGIN)) as i32;
    Some(if here.bottom + TALL < height {
        format!("left:{x}px;top:{}px", (here.bottom + GAP) as i32)
    } else {
        format!("left:{x}px;bottom:{}px", (height - here.top + GAP).max(MARGIN) as i32)
    })
}

/// Pixels: how wide the card is (style/peek.css), how high it gets, and what stays free around it.
const WIDE: f64 = 352.0;
const TALL: f64 = 320.0;
const MARGIN: f64 = 12.0;
const GAP: f64 = 6.0;

#[component]
pub(super) fn Card(desk: Desk, entry: Arc<Entry>, place: String) -> impl IntoView {
    let Entry { meeting, takes, details, .. } = Entry::clone(&entry);
    let details = details?;
    let way = desk.words.with_value(|words| way_to(desk.planner, words, &entry));
    let another_day = another_day(desk, &entry);
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
    let join = address.as_ref().filter(|address| open && is_link(&address.text)).map(|address| {
        view! {
            <a class="button small primary" href=address.text.clone() target="_blank" rel="noopener noreferrer">
                {text!(calendar.join)}
            </a>
        }
    });
    let asked = open && permits.answer && my_answer.is_some() && responsible != session().person.id;
    let answer = move |answer: Answer| {
        dismiss(desk);
        desk.acts.answer(meeting, answer);
    };
    let choice = move |answered: Answer, class: &'static str, words: &'static str| {
        let pressed = my_answer.is_some_and(|mine| mine.answer == answered);
        view! {
            <button
                type="button"
                class=class
                aria-pressed=if pressed { "true" } else { "false" }
                on:click=move |_| answer(answered)
            >
                {words}
            </button>
        }
    };
    let answers = asked.then(|| {
        view! {
            <div class="peek-answers">
                {choice(Answer::Accepted, "button small accept", text!(meeting.accept))}
                {choice(Answer::Maybe, "button small", text!(common.answer_maybe))}
                {choice(Answer::Declined, "button small decline", text!(meeting.decline))}
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
                    dismiss(desk);
                    desk.acts.remove(meeting);
                }
            >
                <Glyph icon=Icon::DELETE />
            </button>
        }
    });
    let card = NodeRef::<Aside>::new();
    Effect::new(move |_| {
        let by_key = desk.peek.get_untracked().is_some_and(|peeked| peeked.by_key);
        let first =
            card.get().filter(|_| by_key).and_then(|card| card.query_selector("button, a").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            give(&first);
        }
    });
    Some(view! {
        <aside
            class="peek"
            style=format!("{place};{}", hue_style(color).unwrap_or_default())
            aria-label=name
            node_ref=card
        >
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
            {another_day}
            <div class="peek-foot">
                {join}
                <a class="button small" href=format!("/meetings/{meeting}")>
                    {text!(calendar.open)}
                </a>
                <span class="spacer"></span>
                {remove}
            </div>
        </aside>
    })
}

/// A meeting over the network says where it is by a link.
fn is_link(address: &str) -> bool {
    address.starts_with("https://") && !address.contains(char::is_whitespace)
}

/// Another day for the meeting, or for another one like it, at the same time.
fn another_day(desk: Desk, entry: &Entry) -> impl IntoView {
    let (meeting, takes, movable) = (entry.meeting, entry.takes, movable(entry));
    let day = desk.words.with_value(|words| days_of(&takes, words.rules()).0);
    let field = NodeRef::<Input>::new();
    let chosen = move || {
        let to: NaiveDate = field.get_untracked()?.value().parse().ok()?;
        dismiss(desk);
        let days = (to - day).num_days();
        Some(desk.words.with_value(|words| domain::grid::drag::moved(takes, days, 0, words.rules())))
    };
    let duplicate = move || {
        if let Some(to) = chosen() {
            desk.acts.copy(meeting, to);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !movable {
            duplicate();
        } else if let Some(to) = chosen() {
            desk.acts.reschedule(meeting, to);
        }
    };
    view! {
        <form class="peek-day" on:submit=submit>
            <input
                class="input"
                type="date"
                aria-label=text!(calendar.day)
                required
                value=day.to_string()
                node_ref=field
            />
            {movable.then(|| view! { <button class="button small">{text!(calendar.move_these)}</button> })}
            <button type="button" class="button small" on:click=move |_| duplicate()>
                {text!(calendar.duplicate)}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::is_link;

    #[test]
    fn only_a_secure_address_of_the_web_is_a_link() {
        assert!(is_link("https://meet.example.com/abc"));
        assert!(!is_link("http://meet.example.com/abc") && !is_link("javascript:alert(1)"));
        assert!(!is_link("https://a b") && !is_link("1 Long Street, https://"));
    }
}
