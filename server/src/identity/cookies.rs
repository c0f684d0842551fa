//! The cookies that Daybook sets, and what it reads of them.

use std::fmt;

use app::calendar::Look;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponseParts, ResponseParts};
use chrono::TimeDelta;
use domain::people::{Language, Theme};

use super::preferences::theme;
use super::token::Token;
use crate::config::Scheme;
use crate::error::{Code, Problem};

/// A cookie to be set. Scripts cannot read it, other sites cannot make a browser send it along with a form,
/// and behind https it never travels in the clear.
#[derive(Clone)]
pub(super) struct Cookie {
    name: &'static str,
    /// Made of characters that need no quoting (RFC 6265 section 4.1.1).
    value: String,
    lasts: TimeDelta,
    scheme: Scheme,
}

impl Cookie {
    /// The session's token.
    pub(super) fn session(token: &Token, lasts: TimeDelta, scheme: Scheme) -> Self {
        Self { name: session_name(scheme), value: token.text(), lasts, scheme }
    }

    /// Takes the session's cookie away.
    pub(super) fn no_session(scheme: Scheme) -> Self {
        Self { name: session_name(scheme), value: String::new(), lasts: TimeDelta::zero(), scheme }
    }

    /// How somebody who is not signed in wants to see the sign-in page; `None`: as the device has it.
    pub(super) fn preference(name: &'static str, value: Option<&'static str>, scheme: Scheme) -> Self {
        let lasts = if value.is_some() { PREFERENCES_LAST } else { TimeDelta::zero() };
        Self { name, value: value.unwrap_or_default().to_owned(), lasts, scheme }
    }
}

impl fmt::Display for Cookie {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, lasts, scheme } = self;
        write!(formatter, "{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax", lasts.num_seconds())?;
        match scheme {
            Scheme::Http => Ok(()),
            Scheme::Https => formatter.write_str("; Secure"),
        }
    }
}

impl IntoResponseParts for Cookie {
    type Error = Problem;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Problem> {
        let value = HeaderValue::try_from(self.to_string()).map_err(|_| Code::Broken)?;
        parts.headers_mut().append(header::SET_COOKIE, value);
        Ok(parts)
    }
}

pub(super) const LANGUAGE: &str = "daybook_language";
pub(super) const THEME: &str = "daybook_theme";
/// The zone of the device; the page's first script writes it.
pub(super) const ZONE: &str = "daybook_zone";

const PREFERENCES_LAST: TimeDelta = TimeDelta::days(365);

/// The language that was chosen at this browser while nobody was signed in.
pub(crate) fn language_of_browser(headers: &HeaderMap) -> Option<Language> {
    named(headers, LANGUAGE).and_then(Language::preferred)
}

/// How the calendar was left at this browser; its own script writes it.
pub(crate) fn look_of_browser(headers: &HeaderMap) -> Look {
    named(headers, app::calendar::COOKIE).map(Look::of_words).unwrap_or_default()
}

/// Likewise the theme.
pub(crate) fn theme_of_browser(headers: &HeaderMap) -> Option<Theme> {
    named(headers, THEME).and_then(theme)
}

/// The value of a cookie, as it was sent.
pub(super) fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lists = headers.get_all(header::COOKIE).iter().filter_map(|list| list.to_str().ok());
    let mut pairs = lists.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Whether a session's cookie comes along, of either name.
pub(crate) fn has_cookie(headers: &HeaderMap) -> bool {
    [Scheme::Http, Scheme::Https].into_iter().any(|scheme| named(headers, session_name(scheme)).is_some())
}

pub(super) fn session_name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Http => "daybook_session",
        // RFC 6265bis section 4.1.3.2: only this very host can have set it, over https.
        Scheme::Https => "__Host-daybook_session",
    }
}
