//! The element that a map is, and how it comes to the page.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::location::Position;
use leptos::prelude::*;
use leptos_meta::Stylesheet;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::CustomEvent;

use crate::text;
use crate::ui::icon::{Glyph, Icon};

/// What is done with a map.
#[derive(Clone)]
pub(super) enum Purpose {
    /// One place, which is shown.
    Look(Position),
    /// Several in their order, and the way between them.
    Follow(Vec<Position>),
    /// The pin is put somewhere.
    Choose {
        /// Where it is, as it is typed; nothing where it is nowhere yet.
        pin: Signal<String>,
        /// Where one begins to look while there is no pin.
        near: Option<Position>,
        put: Callback<String>,
        take: Callback<()>,
    },
}

#[component]
pub(super) fn Canvas(purpose: Purpose) -> impl IntoView {
    let (missing, blank) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| fetch(missing));
    let nothing = if told("data-tiles").is_empty() { text!(map.no_tiles) } else { "" };
    let gone = text!(map.blank);
    let (hand, keys) = match purpose {
        Purpose::Choose { .. } => (text!(map.tap), text!(map.keys)),
        _ => (text!(map.look), text!(map.looking_keys)),
    };
    let (not_loaded, again) = (text!(map.not_loaded), text!(map.try_again));
    view! {
        <Stylesheet href=told("data-map-styles") />
        {element(purpose, blank)}
        <p class="hint map-hint" id="map-keys">
            {hand}
            " "
            <span class="map-keys">{keys}</span>
            " "
            {move || if blank.get() { gone } else { nothing }}
        </p>
        <Show when=move || missing.get()>
            <div class="refusal" role="alert">
                <Glyph icon=Icon::WARNING />
                <div>
                    <strong class="refusal-title">{not_loaded}</strong>
                    <div class="remedies">
                        <button type="button" class="button small" on:click=move |_| fetch(missing)>
                            {again}
                        </button>
                    </div>
                </div>
            </div>
        </Show>
    }
}

fn element(purpose: Purpose, blank: RwSignal<bool>) -> AnyView {
    let (label, closer, farther) = (text!(map.map), text!(map.closer), text!(map.farther));
    let went_blank = move |_: CustomEvent| blank.set(true);
    match purpose {
        Purpose::Choose { pin, near, put, take } => {
            // What is half typed is nowhere.
            let pin = move || pin.get().parse::<Position>().map(|pin| pin.to_string()).ok();
            view! {
                <daybook-map
                    tabindex="0"
                    role="application"
                    aria-label=label
                    aria-describedby="map-keys"
                    data-choosing=""
                    data-pin=pin
                    data-near=near.map(|near| near.to_string())
                    data-closer=closer
                    data-farther=farther
                    on:pin=move |event: CustomEvent| put.run(event.detail().as_string().unwrap_or_default())
                    on:take=move |_: CustomEvent| take.run(())
                    on:blank=went_blank
                ></daybook-map>
            }
            .into_any()
        }
        Purpose::Look(pin) => shown(Some(pin.to_string()), None, went_blank),
        Purpose::Follow(stops) => {
            let stops: Vec<_> = stops.into_iter().map(|stop| stop.to_string()).collect();
            shown(None, Some(stops.join(";")), went_blank)
        }
    }
}

fn shown(pin: Option<String>, way: Option<String>, went_blank: impl FnMut(CustomEvent) + 'static) -> AnyView {
    view! {
        <daybook-map
            tabindex="0"
            role="application"
            aria-label=text!(map.map)
            aria-describedby="map-keys"
            data-pin=pin
            data-way=way
            data-closer=text!(map.closer)
            data-farther=text!(map.farther)
            on:blank=went_blank
        ></daybook-map>
    }
    .into_any()
}

/// Lets the browser fetch the element, unless it has it.
fn fetch(missing: RwSignal<bool>) {
    missing.set(false);
    let document = document();
    let (Ok(script), Some(head)) = (document.create_element("script"), document.head()) else { return };
    // A browser does not ask again for a module that did not come.
    let address = match FAILED.load(Ordering::Relaxed) {
        0 => told("data-map"),
        times => format!("{}?{times}", told("data-map")),
    };
    let failed = Closure::<dyn FnMut()>::once(move || {
        FAILED.fetch_add(1, Ordering::Relaxed);
        missing.try_set(true);
    });
    // Refused are only names that are none.
    let _ = script.set_attribute("type", "module");
    let _ = script.set_attribute("src", &address);
    let _ = script.add_event_listener_with_callback("error", failed.into_js_value().unchecked_ref());
    let _ = head.append_child(&script);
}

static FAILED: AtomicU32 = AtomicU32::new(0);

/// What the document says of maps ([`crate::document`] on the server).
fn told(what: &str) -> String {
    if cfg!(feature = "ssr") {
        return String::new();
    }
    document().document_element().and_then(|html| html.get_attribute(what)).unwrap_or_default()
}
