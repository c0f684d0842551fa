//! Looking at where something is.

use domain::location::{Location, Position};
use leptos::prelude::*;

use super::canvas::{Canvas, Purpose};
use crate::text;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};

/// A button that shows an address; nothing while nobody knows where it is.
#[component]
pub(crate) fn OnMap(location: Signal<Option<Location>>) -> impl IntoView {
    let open = RwSignal::new(None::<Location>);
    let words = text!(map.open);
    let button = move || {
        let location = location.get().filter(|location| location.position.is_some())?;
        let view = view! {
            <button type="button" class="button small" on:click=move |_| open.set(Some(location.clone()))>
                <Glyph icon=Icon::PLACE />
                {words}
            </button>
        };
        Some(view.into_any())
    };
    let shown = move || {
        let Location { text, position } = open.get()?;
        let position = position?;
        let view = view! {
            <Dialog title=text title_id="map-title" wide=true on_close=move |()| open.set(None)>
                <div class="map-body later">
                    <Canvas purpose=Purpose::Look(position) />
                    <p class="map-where">{position.to_string()}</p>
                </div>
            </Dialog>
        };
        Some(view.into_any())
    };
    view! {
        {button}
        {shown}
    }
}

/// Where one is when, and how one gets on from there.
#[derive(Clone, PartialEq)]
pub(crate) struct Stop {
    pub position: Position,
    pub what: String,
    pub about: String,
    /// To the next one, in words.
    pub way: Option<String>,
}

/// A day's visits in their order, on the map and as a list.
#[component]
pub(crate) fn Stops(title: String, stops: Vec<Stop>, on_close: Callback<()>) -> impl IntoView {
    let positions = stops.iter().map(|stop| stop.position).collect();
    let line = |Stop { what, about, way, .. }: Stop| {
        view! {
            <li>
                <strong>{what}</strong>
                <span class="hint">
                    {about} {way.map(|way| format!(" · {}", text!(map.way_on, way = way.as_str())))}
                </span>
            </li>
        }
    };
    view! {
        <Dialog title=title title_id="map-title" wide=true on_close=on_close>
            <div class="map-body later">
                <Canvas purpose=Purpose::Follow(positions) />
                <ol class="map-stops">{stops.into_iter().map(line).collect_view()}</ol>
            </div>
        </Dialog>
    }
}
