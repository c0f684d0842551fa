//! The HTML document around every screen.

use domain::people::Theme;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::context::{Assets, Request};

/// The whole page. Needs [`Assets`] and [`Request`] in the context.
pub fn document() -> impl IntoView {
    let request = expect_context::<Request>();
    let assets = expect_context::<Assets>();
    let theme = request.theme.map(|theme| match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    });
    // The service worker comes last: what it keeps for later must not delay what is wanted now.
    let start = format!(
        "import start from \"{}\"; await start({{ module_or_path: \"{}\" }}); navigator.serviceWorker?.register(\"/sw.js\");",
        assets.js, assets.wasm
    );
    view! {
        <!DOCTYPE html>
        <html lang=request.language.tag() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                {theme_color("light", DESK_LIGHT)}
                {theme_color("dark", DESK_DARK)}
                <meta name="mobile-web-app-capable" content="yes" />
                <meta name="apple-mobile-web-app-title" content="Daybook" />
                <link rel="stylesheet" href=assets.css.clone() />
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" crossorigin="" />
                <link rel="modulepreload" href=assets.js.clone() />
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
