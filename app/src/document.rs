//! The HTML document around every screen.

use std::collections::HashMap;

use domain::people::Theme;
use leptos::WasmSplitManifest;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::context::{Assets, Request, Tiles};

/// The whole page. Needs [`Assets`], [`Tiles`] and [`Request`] in the context.
pub fn document() -> impl IntoView {
    let request = expect_context::<Request>();
    let assets = expect_context::<Assets>();
    let parts = (assets.program.clone(), HashMap::clone(&assets.parts), LOADER.to_owned());
    // A page that a part of the program draws says so, and the browser fetches it along with the rest.
    provide_context(WasmSplitManifest(ArcStoredValue::new(parts)));
    let theme = request.theme.map(|theme| match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    });
    let start = match request.signed_in {
        Some(_) => format!(
            "import start from \"{}\";await start({{module_or_path:\"{}\"}});",
            assets.js, assets.wasm
        ),
        None => NOTHING_TO_START.to_owned(),
    };
    // What a map needs stands here for whoever opens one (`crate::map`).
    let Tiles { url: tiles, by: tiles_by } = expect_context();
    let at_home = request.signed_in.is_some();
    let (map, map_styles) = (at_home.then(|| assets.map.clone()), at_home.then(|| assets.map_styles.clone()));
    // The service worker comes last: what it keeps for later must not delay what is wanted now.
    let start = start + "navigator.serviceWorker?.register(\"/sw.js\");";
    // At the door nothing runs yet; while somebody types, what comes next is fetched.
    let (wasm, script) =
        if request.signed_in.is_some() { ("preload", "modulepreload") } else { ("prefetch", "prefetch") };
    view! {
        <!DOCTYPE html>
        <html
            lang=request.language.tag()
            data-theme=theme
            data-later=assets.later.clone()
            data-map=map
            data-map-styles=map_styles
            data-tiles=tiles.filter(|_| at_home)
            data-tiles-by=tiles_by.filter(|_| at_home)
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                {theme_color("light", DESK_LIGHT)}
                {theme_color("dark", DESK_DARK)}
                <meta name="mobile-web-app-capable" content="yes" />
                <meta name="apple-mobile-web-app-title" content="Daybook" />
                <link rel="stylesheet" href=assets.css.clone() />
                <link rel=wasm href=assets.wasm.clone() r#as="fetch" crossorigin="" />
                <link rel=script href=assets.js.clone() />
                <link rel=script href=assets.loader.clone() />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="icon" href="/icons/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
                <script nonce=use_nonce()>{TELL_ZONE}</script>
                <script type="module" nonce=use_nonce()>{start}</script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The colour of the frame that a tablet draws around the page.
fn theme_color(scheme: &str, color: &'static str) -> impl IntoView {
    let media = format!("(prefers-color-scheme: {scheme})");
    leptos::html::meta().name("theme-color").content(color).attr("media", media)
}

/// The zone of the device goes along with every request, so that the first page is in it already and a
/// journey into another zone is noticed.
const TELL_ZONE: &str = "try{document.cookie='daybook_zone='+encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)+';path=/;max-age=31536000;samesite=lax'+(location.protocol==='https:'?';secure':'')}catch{}";

/// The colour of the desk (`--desk`).
const DESK_LIGHT: &str = "#f3f6f4";
const DESK_DARK: &str = "#101413";

/// What `xtask` calls the script that fetches parts.
const LOADER: &str = "parts.js";

/// A page for somebody who is not signed in is plain HTML: it answers at once.
const NOTHING_TO_START: &str = "document.documentElement.dataset.awake=\"\";";
