//! Finds where an address is and what is at a position (S58, S59): by Yandex, by whatever speaks as Nominatim does, or by
//! nobody, which is said and not hidden.
//!
//! To add another service: a file here with a type that is a [`Geocoder`], and a line in [`Geocoding::of`].

mod nominatim;
mod yandex;

use std::pin::Pin;
use std::sync::Arc;

use app::api::{Found, Sought};
use domain::location::{Location, Position};
use domain::people::Language;

use crate::ask::{Asking, Trouble};
use crate::config::GeocodingSettings;
use nominatim::Nominatim;
use yandex::Yandex;

/// What a service answered.
pub(crate) type Answer<'a> = Pin<Box<dyn Future<Output = Result<Vec<Location>, Trouble>> + Send + 'a>>;

/// A service that knows addresses. It is asked in the language of who asks.
pub(crate) trait Geocoder: Send + Sync {
    /// What a text may mean, the likeliest first; nothing where it means nothing.
    fn find<'a>(&'a self, text: &'a str, language: Language) -> Answer<'a>;

    /// What stands at a position, the nearest first.
    fn at(&self, position: Position, language: Language) -> Answer<'_>;
}

/// The service that was configured, if one was. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Geocoding {
    by: Option<Arc<dyn Geocoder>>,
}

impl Geocoding {
    /// Yandex where there is a key, else the service at the address that is given.
    pub(crate) fn of(settings: &GeocodingSettings) -> Self {
        let key = settings.yandex_maps_key.as_deref().map(str::trim).filter(|key| !key.is_empty());
        let url = settings.nominatim_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let by: Option<Arc<dyn Geocoder>> = match (key, url) {
            (Some(key), _) => {
                Some(Arc::new(Yandex::new(Asking::default(), settings.yandex_geocoder_url.clone(), key)))
            }
            (None, Some(url)) => Some(Arc::new(Nominatim::new(Asking::default(), url))),
            (None, None) => None,
        };
        Self { by }
    }

    pub(crate) async fn find(&self, sought: Sought, language: Language) -> Found {
        let Some(service) = &self.by else { return Found::NotConfigured };
        let answer = match &sought {
            Sought::Text { text } if text.trim().is_empty() => return Found::Places { places: Vec::new() },
            Sought::Text { text } => service.find(text.trim(), language).await,
            Sought::Position { position } => service.at(*position, language).await,
        };
        match answer {
            Ok(places) => Found::Places { places },
            Err(trouble) => {
                tracing::warn!(%trouble, "an address was not looked up");
                match trouble {
                    Trouble::Quota => Found::Quota,
                    Trouble::Refused => Found::Refused,
                    Trouble::Unreachable | Trouble::Unreadable => Found::Unreachable,
                }
            }
        }
    }
}

/// As many as one looks through.
const MOST: usize = 7;

fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en_US",
        Language::Russian => "ru_RU",
    }
}
