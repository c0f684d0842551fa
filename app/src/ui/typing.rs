//! Whether keys are meant for what is being typed.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Whether somebody types into a field, so that a letter is a letter and no command.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let on = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    on.is_some_and(|on| {
        on.is_content_editable() || matches!(on.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
