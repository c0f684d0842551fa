//! The screens of what is kept: one part of the program, since they are made of the same things. Clients, which everybody
//! keeps; what administrators keep; and one's own settings.

use leptos::prelude::*;

use super::SettingsPage;
use super::keep::KeepPage;
use crate::clients::{ClientPage, ClientsPage, NewClientPage};

/// `/settings`.
pub struct SettingsRoute;

/// `/settings/{things}`.
pub struct KeepRoute;

/// `/clients`.
pub struct ClientsRoute;

/// `/clients/new`.
pub struct NewClientRoute;

/// `/clients/{id}`.
pub struct ClientRoute;

enum Screen {
    Mine,
    Kept,
    Clients,
    NewClient,
    Client,
}

/// Loaded when one of them is first opened.
#[lazy]
fn kept_screen(screen: Screen) -> AnyView {
    match screen {
        Screen::Mine => SettingsPage().into_any(),
        Screen::Kept => KeepPage().into_any(),
        Screen::Clients => ClientsPage().into_any(),
        Screen::NewClient => NewClientPage().into_any(),
        Screen::Client => ClientPage().into_any(),
    }
}

lazy_screen!(SettingsRoute, kept_screen(Screen::Mine), __preload_kept_screen);
lazy_screen!(KeepRoute, kept_screen(Screen::Kept), __preload_kept_screen);
lazy_screen!(ClientsRoute, kept_screen(Screen::Clients), __preload_kept_screen);
lazy_screen!(NewClientRoute, kept_screen(Screen::NewClient), __preload_kept_screen);
lazy_screen!(ClientRoute, kept_screen(Screen::Client), __preload_kept_screen);
