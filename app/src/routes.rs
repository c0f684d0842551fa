//! Which address shows which screen.

use std::sync::Arc;

use leptos::children::ToChildren;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, MatchNestedRoutes, SsrMode, path};

use crate::calendar::{CalendarHome, CalendarRoute};
use crate::frame::Frame;
use crate::journal::{JournalHome, JournalRoute, PointsRoute, ReportsRoute};
use crate::json::Json;
use crate::meeting::{MeetingRoute, NewMeetingRoute};
use crate::plain::NotFound;
use crate::rooms::{RoomsHome, RoomsRoute};
use crate::session::{SignInPage, Visit};
use crate::settings::{ClientRoute, ClientsRoute, KeepRoute, NewClientRoute, SettingsRoute};
use crate::texts::Locale;
use crate::work::WorkRoute;

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visit = SharedValue::<Visit, Json>::new_with_encoding(visit_here).into_inner();
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
            <Routes fallback=NotFound children=ToChildren::to_children(screens) />
        </Router>
    }
}

/// Each address with its screen. What is not seen at once is [`Lazy`]: a part of the program that is loaded when it is
/// first opened.
fn screens() -> impl MatchNestedRoutes + Clone + Send + 'static {
    view! {
        <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
        <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
            <Route path=path!("/") view={Lazy::<WorkRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/calendar") view=CalendarHome ssr=SsrMode::Async />
            <Route path=path!("/calendar/:view/:date") view={Lazy::<CalendarRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/meetings/new") view={Lazy::<NewMeetingRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/meetings/:id") view={Lazy::<MeetingRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/journal") view=JournalHome ssr=SsrMode::Async />
            <Route path=path!("/journal/:week") view={Lazy::<JournalRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/points") view={Lazy::<PointsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/reports") view={Lazy::<ReportsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/rooms") view=RoomsHome ssr=SsrMode::Async />
            <Route path=path!("/rooms/:date") view={Lazy::<RoomsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/clients") view={Lazy::<ClientsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/clients/new") view={Lazy::<NewClientRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/clients/:id") view={Lazy::<ClientRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/settings") view={Lazy::<SettingsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/settings/:things") view={Lazy::<KeepRoute>::new()} ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

/// Loads the parts of the program that draw the screen at this path: a page that the server has drawn is taken over in
/// one go.
#[cfg(not(feature = "ssr"))]
pub async fn load_parts(path: &str) {
    use leptos::reactive::computed::ScopedFuture;
    use leptos_router::params::ParamsMap;
    use leptos_router::{ChooseView, MatchInterface, MatchParams, RouteDefs};

    let Some(found) = RouteDefs::new(screens()).match_route(path) else { return };
    let (_, Some(screen)) = found.into_view_and_child() else { return };
    let params: ParamsMap = screen.to_params().into_iter().collect();
    let (view, _) = screen.into_view_and_child();
    let owner = Owner::new();
    let load = owner.with(|| {
        provide_context(ArcMemo::new(move |_| params.clone()));
        ScopedFuture::new(view.preload())
    });
    load.await;
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
