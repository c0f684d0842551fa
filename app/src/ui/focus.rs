//! Where the keyboard is, after the page has changed.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Runs once what has changed is drawn, and before the next key is heard: a quick second key finds the focus where the
/// first has led.
pub fn once_drawn(then: impl FnOnce() + 'static) {
    spawn_local(async move {
        tick().await;
        then();
    });
}

/// Gives the focus to the element with this id, where there is one.
pub fn focus(id: &str) {
    take(document().get_element_by_id(id));
}

/// Gives the focus to the first field that is marked as wrong within what this selector finds.
pub fn focus_first_wrong(within: &str) {
    take(document().query_selector(&format!("{within} [aria-invalid=true]")).ok().flatten());
}

/// Gives the focus to an element, and scrolls it into sight.
pub fn give(element: &HtmlElement) {
    // An element that cannot take the focus leaves it where it is.
    let _ = element.focus();
}

/// Gives the focus to an element; what is in sight stays there.
pub fn give_in_place(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // Likewise.
    let _ = element.focus_with_options(&options);
}

fn take(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        give(&element);
    }
}
