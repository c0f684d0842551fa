//! The styles of screens that are not seen at once: one sheet, fetched when the first of them is opened.

use leptos::prelude::*;
use leptos_meta::Stylesheet;

/// Stands in such a screen; what waits for the sheet carries the class `later`.
#[component]
pub fn LaterStyles() -> impl IntoView {
    view! { <Stylesheet href=address() /> }
}

#[cfg(feature = "ssr")]
fn address() -> String {
    expect_context::<crate::context::Assets>().later
}

/// As the document says ([`crate::document`] on the server).
#[cfg(not(feature = "ssr"))]
fn address() -> String {
    let html = document().document_element();
    html.and_then(|html| html.get_attribute("data-later")).unwrap_or_default()
}
