//! What time it is: the server's clock, in the browser too, so that a tablet whose clock is wrong still
//! draws the line of now where it belongs.

use chrono::{DateTime, Utc};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// The present instant.
#[cfg(feature = "ssr")]
pub fn now() -> DateTime<Utc> {
    expect_context::<crate::context::Clock>().now()
}

/// The present instant by the server's clock.
#[cfg(not(feature = "ssr"))]
pub fn now() -> DateTime<Utc> {
    let behind = BEHIND.with(std::cell::Cell::get);
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64 + behind).unwrap_or_default()
}

/// Notes how far the device's clock is behind the server's, which made the page at `made`. Called once,
/// when the browser takes the page over.
#[cfg(not(feature = "ssr"))]
pub(crate) fn set_by(made: DateTime<Utc>) {
    // The page was made about when the browser asked for it, not when its script came to run.
    let asked = web_sys::window().and_then(|window| window.performance()).map_or(0.0, |it| it.now());
    let asked_at = js_sys::Date::now() - asked;
    BEHIND.with(|behind| behind.set(made.timestamp_millis() - asked_at as i64));
}

#[cfg(not(feature = "ssr"))]
thread_local! {
    /// Milliseconds that the device's clock is behind the server's.
    static BEHIND: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}
