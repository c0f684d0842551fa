//! What the server lays down for each render and each call.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use domain::people::{Language, Theme};
use store::Who;

use crate::api::{Failure, Found, Sought};
use crate::calendar::Look;
use crate::session::DemoPerson;

/// Tells what time it is, so that nothing here reads the system's clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    pub fn new(read: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clock")
    }
}

/// Sets passwords: how they are hashed, the server knows.
#[derive(Clone)]
pub struct Passwords(Arc<SetPassword>);

type Setting = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;
type SetPassword = dyn Fn(Who, PersonId, String) -> Setting + Send + Sync;

impl Passwords {
    pub fn new(set: impl Fn(Who, PersonId, String) -> Setting + Send + Sync + 'static) -> Self {
        Self(Arc::new(set))
    }

    pub(crate) async fn set(&self, who: Who, person: PersonId, password: String) -> Result<(), Failure> {
        (self.0)(who, person, password).await
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passwords")
    }
}

/// Looks addresses up: who is asked for them, the server knows.
#[derive(Clone)]
pub struct Geocoding(Arc<LookUp>);

type LookingUp = Pin<Box<dyn Future<Output = Found> + Send>>;
type LookUp = dyn Fn(Sought, Language) -> LookingUp + Send + Sync;

impl Geocoding {
    pub fn new(find: impl Fn(Sought, Language) -> LookingUp + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    pub(crate) async fn find(&self, sought: Sought, language: Language) -> Found {
        (self.0)(sought, language).await
    }
}

impl fmt::Debug for Geocoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Geocoding")
    }
}

/// Where the pictures that a map is made of come from; without it a map is empty paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tiles {
    /// With `{z}`, `{x}` and `{y}` where the numbers of a picture go.
    pub url: Option<String>,
    /// Whose map it is, as it is said on it.
    pub by: Option<String>,
}

/// Where the browser finds what it needs; the names carry a hash of the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    pub css: String,
    /// The styles of screens that are not seen at once.
    pub later: String,
    pub js: String,
    pub wasm: String,
    /// The script that fetches parts of the program.
    pub loader: String,
    /// The map's module and its styles.
    pub map: String,
    pub map_styles: String,
    /// The folder of the program and its parts.
    pub program: String,
    /// The files of each part in that folder, by the name that `#[lazy]` gives it.
    pub parts: Arc<HashMap<String, Vec<String>>>,
}

/// Who asks, and how they want to be answered.
#[derive(Clone, Debug)]
pub struct Request {
    /// Names the request in the log and to a person whom something went wrong for.
    pub id: String,
    pub signed_in: Option<store::SignedIn>,
    pub language: Language,
    /// The BCP 47 tag by which dates are written: the browser's own for this language, else the language's.
    pub tag: String,
    pub theme: Option<Theme>,
    /// How this device shows the calendar.
    pub look: Look,
    pub entrance: Entrance,
}

/// What the sign-in page has to know.
#[derive(Clone, Debug, Default)]
pub struct Entrance {
    /// The people of the demo organisation, if they are offered.
    pub demo: Vec<DemoPerson>,
    /// Nobody has an account yet: the first visitor becomes the administrator.
    pub first_run: bool,
}
