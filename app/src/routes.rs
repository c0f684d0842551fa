//! Which address shows which screen.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::calendar::{CalendarHome, CalendarPage};
use crate::frame::Frame;
use crate::meeting::{MeetingPage, NewMeetingPage};
use crate::plain::NotFound;
use crate::session::{SignInPage, Visit};
use crate::settings::SettingsPage;
use crate::settings::keep::{
    AttributesPage, CategoriesPage, DepartmentsPage, GroupsPage, KindsPage, PlacesPage, UsersPage,
};
use crate::texts::Locale;
use crate::work::WorkPage;

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visit = SharedValue::new(visit_here).into_inner();
    #[cfg(not(feature = "ssr"))]
    crate::state::clock::set_by(visit.made);
    provide_context(Locale::from(visit.language));
    if let Some(session) = &visit.session {
        provide_context(session.clone());
    }
    crate::ui::dates::provide_dates(&visit.tag);
    crate::ui::toast::provide_toasts();
    provide_context(Arc::new(visit));

    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=WorkPage ssr=SsrMode::Async />
                    <Route path=path!("/calendar") view=CalendarHome ssr=SsrMode::Async />
                    <Route path=path!("/calendar/:view/:date") view=CalendarPage ssr=SsrMode::Async />
                    <Route path=path!("/meetings/new") view=NewMeetingPage ssr=SsrMode::Async />
                    <Route path=path!("/meetings/:id") view=MeetingPage ssr=SsrMode::Async />
                    <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/places") view=PlacesPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/categories") view=CategoriesPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/kinds") view=KindsPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/departments") view=DepartmentsPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/groups") view=GroupsPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/attributes") view=AttributesPage ssr=SsrMode::Async />
                    <Route path=path!("/settings/users") view=UsersPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

#[cfg(feature = "ssr")]
fn visit_here() -> Visit {
    Visit::of_request()
}

/// The browser reads the visit from the page; it never makes one.
#[cfg(not(feature = "ssr"))]
fn visit_here() -> Visit {
    unreachable!("the server wrote the visit into the page")
}
