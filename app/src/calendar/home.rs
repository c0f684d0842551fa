//! The way into the calendar.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;

use super::shown::{View, address};
use crate::session::session;
use crate::state::clock;

/// Leads to the week of today, which is also where an address leads that cannot be read.
#[component]
pub fn CalendarHome() -> impl IntoView {
    let today = session().rules.date(clock::now());
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path=address(View::Week, today) options=options /> }
}
