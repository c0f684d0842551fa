//! What runs in the browser: it takes over the page that the server has rendered, and nothing else.

// A page is one type, as deep as its markup.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the program is loaded.
#[wasm_bindgen(start)]
pub fn hydrate() {
    // A debug build says on the console why it stopped.
    if cfg!(debug_assertions) {
        std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    }
    leptos::mount::hydrate_body(app::App);
}
