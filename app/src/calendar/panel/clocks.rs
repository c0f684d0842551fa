//! The second clock, and how high the hours are.

use leptos::prelude::*;

use super::super::desk::Desk;
use super::super::look::Height;
use crate::session::session;
use crate::text;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Clocks(desk: Desk) -> impl IntoView {
    let city = session().second_zone.as_ref().map(|second| second.city.clone());
    let second = match city {
        Some(city) => view! {
            <label class="side-check">
                <input
                    type="checkbox"
                    checked=desk.look.get_untracked().second_zone.is_shown()
                    prop:checked=move || desk.look.get().second_zone.is_shown()
                    on:change=move |_| desk.turn_second_zone()
                />
                <span>{text!(panel.second_zone, city = city)}</span>
            </label>
        }
        .into_any(),
        None => view! {
            <a class="side-link" href="/settings">
                <Glyph icon=Icon::CLOCK />
                {text!(panel.choose_second_zone)}
            </a>
        }
        .into_any(),
    };
    let step =
        move |label: &'static str, sign: &'static str, at_end: Height, change: fn(Height) -> Height| {
            view! {
                <button
                    type="button"
                    class="button small icon"
                    aria-label=label
                    disabled=move || desk.look.get().hours == at_end
                    on:click=move |_| desk.set_height(change)
                >
                    {sign}
                </button>
            }
        };
    view! {
        <fieldset class="side-section">
            <legend class="side-title">{text!(panel.hours)}</legend>
            {second}
            <div class="side-row">
                <span>{text!(panel.hour_height)}</span>
                {step(text!(panel.lower), "\u{2212}", Height::Low, Height::lower)}
                {step(text!(panel.higher), "+", Height::High, Height::higher)}
            </div>
        </fieldset>
    }
}
