//! Recognising who is signed in.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::TimeDelta;
use domain::change::Channel;
use domain::id::{PersonId, SessionId};
use domain::time::ZoneName;
use store::{NewSession, SignedIn, Who};

use super::cookies;
use super::token::Token;
use crate::Daybook;
use crate::config::Scheme;
use crate::error::{Code, Problem};
use crate::local_path::percent_decoded;

/// Who asks a program's question, through REST or the live socket.
#[derive(Clone, Debug)]
pub(crate) struct Asks {
    pub(crate) signed_in: SignedIn,
    pub(crate) who: Who,
}

/// Who looks at a page; perhaps nobody known.
#[derive(Clone, Debug)]
pub(crate) struct Visitor(pub(crate) Option<SignedIn>);

/// How long a session lasts from signing in.
pub(crate) const LASTS: TimeDelta = TimeDelta::days(30);

/// By which way the token comes. One that was given out for one way opens nothing on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Cookie,
    Bearer,
}

/// Begins a session for somebody whose password was right, or who needs none.
pub(super) async fn start(
    daybook: &Daybook,
    person: PersonId,
    way: Way,
    zone: Option<ZoneName>,
) -> Result<Token, store::Error> {
    let now = daybook.clock.now();
    let token = Token::generate();
    let id = SessionId::generate(now);
    let bearer = way == Way::Bearer;
    let session = NewSession { id, person, token_hash: token.hash(), bearer, expires: now + LASTS, now };
    daybook.store.start_session(session).await?;
    if let Some(zone) = zone.filter(|zone| store::zones::rules(zone).is_some()) {
        daybook.store.set_session_zone(id, &zone).await?;
    }
    Ok(token)
}

/// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// What a client presented. It opens the door as long as the session lasts.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    hash: [u8; 32],
    way: Way,
}

impl Key {
    /// A header that the program wrote itself outweighs the cookie.
    pub(crate) fn presented(headers: &HeaderMap, scheme: Scheme) -> Option<Self> {
        let cookie = || cookies::named(headers, cookies::session_name(scheme));
        let (token, way) = match bearer(headers) {
            Some(token) => (token, Way::Bearer),
            None => (cookie()?, Way::Cookie),
        };
        Some(Self { hash: Token::read(token)?.hash(), way })
    }

    /// Whose session it is, as of now.
    pub(crate) async fn signed_in(&self, daybook: &Daybook) -> Result<Option<SignedIn>, store::Error> {
        let found = daybook.store.session(&self.hash, daybook.clock.now()).await?;
        Ok(found.filter(|signed_in| signed_in.bearer == (self.way == Way::Bearer)))
    }
}

async fn recognise(daybook: &Daybook, headers: &HeaderMap) -> Result<Option<SignedIn>, store::Error> {
    match Key::presented(headers, daybook.config.base_url.scheme()) {
        Some(key) => key.signed_in(daybook).await,
        None => Ok(None),
    }
}

impl FromRequestParts<Daybook> for Asks {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, daybook: &Daybook) -> Result<Self, Problem> {
        let signed_in = recognise(daybook, &parts.headers).await?.ok_or(Code::NotSignedIn)?;
        let who = Who { person: signed_in.person.id, channel: Channel::Rest };
        Ok(Self { signed_in, who })
    }
}

impl FromRequestParts<Daybook> for Visitor {
    type Rejection = Problem;

    /// Also notices when a device has come into another zone.
    async fn from_request_parts(parts: &mut Parts, daybook: &Daybook) -> Result<Self, Problem> {
        let Some(mut signed_in) = recognise(daybook, &parts.headers).await? else { return Ok(Self(None)) };
        if signed_in.person.preferences.zone.is_none()
            && let Some(zone) = zone_of_device(&parts.headers)
            && zone != signed_in.zone
        {
            daybook.store.set_session_zone(signed_in.session, &zone).await?;
            signed_in.zone = zone;
        }
        Ok(Self(Some(signed_in)))
    }
}

fn zone_of_device(headers: &HeaderMap) -> Option<ZoneName> {
    let zone = ZoneName(percent_decoded(cookies::named(headers, cookies::ZONE)?)?);
    store::zones::rules(&zone).is_some().then_some(zone)
}
