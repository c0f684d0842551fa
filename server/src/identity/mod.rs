//! Who somebody is: signing in and out, sessions, passwords.

mod address;
mod cookies;
mod first_administrator;
mod password;
mod preferences;
mod session;
mod sign_in;
mod sign_out;
mod throttle;
mod token;

use axum::Router;
use axum::extract::FromRequest;
use axum::routing::post;

use crate::Daybook;
use crate::error::Problem;

pub(crate) use address::Client;
pub(crate) use cookies::{has_cookie, language_of_browser, look_of_browser, theme_of_browser};
pub(crate) use session::{Asks, Key, Visitor, Way, bearer};
pub(crate) use sign_in::{Credentials, sign_in, sign_in_page};

pub use password::{Hashing, HashingFailed, check_new as check_new_password};
pub(crate) use password::{NotSet, hash_for_another, reset as reset_password};

use throttle::Throttle;

/// The fields of a plain form.
#[derive(FromRequest)]
#[from_request(via(axum::Form), rejection(Problem))]
struct Form<T>(T);

/// What keeps the door: the hashing of passwords, and the count of failures.
#[derive(Clone, Default)]
pub(crate) struct Door {
    pub(crate) hashing: Hashing,
    pub(crate) throttle: Throttle,
}

/// The plain forms, which work before the page's program is there, and without it.
pub(crate) fn router() -> Router<Daybook> {
    Router::new()
        .route("/sign-in", post(sign_in::by_form))
        .route("/demo-sign-in", post(sign_in::as_demo_person))
        .route("/first-administrator", post(first_administrator::by_form))
        .route("/sign-out", post(sign_out::here))
        .route("/sign-out-everywhere", post(sign_out::everywhere))
        .route("/password", post(password::by_form))
        .route("/preferences", post(preferences::by_form))
}
