//! What runs in the browser: it takes over the page that the server has rendered, and nothing else.

// A page is one type, as deep as its markup.
#![recursion_limit = "256"]

use std::time::Duration;

use js_sys::{Function, Promise};
use leptos::mount::hydrate_body;
use leptos::prelude::{document, location, request_animation_frame, set_timeout};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Called by the page's script once the program is loaded.
#[wasm_bindgen(start)]
pub fn hydrate() {
    // A debug build says on the console why it stopped.
    if cfg!(debug_assertions) {
        std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    }
    spawn_local(async {
        let painted = painted();
        app::load_parts(&location().pathname().unwrap_or_default()).await;
        // It never fails.
        let _ = JsFuture::from(painted).await;
        hydrate_body(app::App);
        // What the screens do first is done before the next frame; from then on the page answers, and whoever waits for
        // that can see it.
        request_animation_frame(|| {
            if let Some(root) = document().document_element() {
                // Refused only for a name that is none.
                let _ = root.set_attribute("data-awake", "");
            }
        });
    });
}

/// Comes true once what the server has drawn is seen: taking it over would hold that up. At once where nobody looks, for a
/// hidden page has no frames.
fn painted() -> Promise {
    Promise::new(&mut |done: Function, _| {
        let done = move || drop(done.call0(&JsValue::UNDEFINED));
        if document().hidden() {
            done();
        } else {
            request_animation_frame(|| set_timeout(done, Duration::ZERO));
        }
    })
}
