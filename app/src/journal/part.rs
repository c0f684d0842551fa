//! The screens of what was promised, done and earned: one part of the program, since who opens one soon opens another.

use leptos::prelude::*;

use super::page::JournalPage;
use crate::points::PointsPage;
use crate::reports::ReportsPage;

/// `/journal/{iso-week}`.
pub struct JournalRoute;

/// `/points`.
pub struct PointsRoute;

/// `/reports`.
pub struct ReportsRoute;

enum Screen {
    Journal,
    Points,
    Reports,
}

/// Loaded when one of them is first opened.
#[lazy]
fn journal_screen(screen: Screen) -> AnyView {
    match screen {
        Screen::Journal => JournalPage().into_any(),
        Screen::Points => PointsPage().into_any(),
        Screen::Reports => ReportsPage().into_any(),
    }
}

lazy_screen!(JournalRoute, journal_screen(Screen::Journal), __preload_journal_screen);
lazy_screen!(PointsRoute, journal_screen(Screen::Points), __preload_journal_screen);
lazy_screen!(ReportsRoute, journal_screen(Screen::Reports), __preload_journal_screen);
