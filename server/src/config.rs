//! The settings of the process: flags and environment variables.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use clap::builder::FalseyValueParser;
use clap::value_parser;
use domain::journey::Pace;

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// Where meetings are kept: sqlite://PATH or postgres://USER@HOST/NAME
    #[arg(
        long,
        env = "DAYBOOK_DATABASE_URL",
        default_value = "sqlite://data/daybook.db",
        hide_env_values = true
    )]
    pub database_url: String,
}

/// Where the files of meetings are.
#[derive(Args, Clone, Debug)]
pub struct DataSettings {
    /// The folder for attachments
    #[arg(long, env = "DAYBOOK_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
}

/// How people get from one visit to the next.
#[derive(Args, Clone, Debug)]
pub struct JourneySettings {
    /// How much longer a way is than the straight line, from 1 to 10
    #[arg(long, env = "DAYBOOK_JOURNEY_DETOUR", default_value = "1.3", value_parser = percent)]
    pub journey_detour: u32,

    /// Kilometres an hour on the way, all told
    #[arg(long, env = "DAYBOOK_JOURNEY_SPEED", default_value_t = 40, value_parser = value_parser!(u32).range(1..=1_000))]
    pub journey_speed: u32,

    /// A router that speaks as OSRM does, by which ways are known by road
    #[arg(long, env = "DAYBOOK_ROUTER_URL")]
    pub router_url: Option<String>,
}

impl JourneySettings {
    pub fn pace(&self) -> Pace {
        // Both are within what a pace can be.
        Pace::new(self.journey_detour, self.journey_speed).unwrap_or_default()
    }
}

/// Who is asked where an address is.
#[derive(Args, Clone, Debug)]
pub struct GeocodingSettings {
    /// The key with which addresses are looked up at Yandex Maps
    #[arg(long, env = "DAYBOOK_YANDEX_MAPS_KEY", hide_env_values = true)]
    pub yandex_maps_key: Option<String>,

    /// The geocoder of Yandex Maps
    #[arg(long, env = "DAYBOOK_YANDEX_GEOCODER_URL", default_value = "https://geocode-maps.yandex.ru/v1")]
    pub yandex_geocoder_url: String,

    /// A server that looks addresses up as Nominatim does, where there is no key for Yandex Maps
    #[arg(long, env = "DAYBOOK_NOMINATIM_URL")]
    pub nominatim_url: Option<String>,
}

/// What maps are made of.
#[derive(Args, Clone, Debug, Default)]
pub struct MapSettings {
    /// Where the pictures of maps are, such as `https://tiles.example.org/{z}/{x}/{y}.png`; without it a map is empty paper
    #[arg(long, env = "DAYBOOK_MAP_TILES")]
    pub map_tiles: Option<TileSource>,

    /// Whose map it is, said on every map
    #[arg(long, env = "DAYBOOK_MAP_ATTRIBUTION")]
    pub map_attribution: Option<String>,
}

/// Where the pictures of a map come from: one origin, which browsers are then allowed to fetch pictures from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileSource {
    url: String,
    origin: String,
}

impl TileSource {
    /// With `{z}`, `{x}` and `{y}`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// As a Content-Security-Policy names it.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[derive(Debug, thiserror::Error)]
#[error(
    "the pictures of maps are at http:// or https:// with one host and {{z}}, {{x}} and {{y}} in the path, \
     such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
)]
pub struct NotATileSource;

impl std::str::FromStr for TileSource {
    type Err = NotATileSource;

    fn from_str(text: &str) -> Result<Self, NotATileSource> {
        let url = text.trim();
        let (scheme, rest) = url.split_once("://").ok_or(NotATileSource)?;
        let (host, path) = rest.split_once('/').ok_or(NotATileSource)?;
        let whole = ["{z}", "{x}", "{y}"].iter().all(|number| path.contains(number));
        // A host with a number in it would be many origins.
        let origin: BaseUrl = format!("{scheme}://{host}").parse().map_err(|_| NotATileSource)?;
        if !whole || url.contains(char::is_whitespace) {
            return Err(NotATileSource);
        }
        Ok(Self { url: url.to_owned(), origin: origin.origin })
    }
}

/// A factor in per cent.
fn percent(text: &str) -> Result<u32, String> {
    let factor = text.trim().parse::<f64>().ok().filter(|factor| (1.0..=10.0).contains(factor));
    factor.map(|factor| (factor * 100.0).round() as u32).ok_or_else(|| "a number from 1 to 10".to_owned())
}

/// What `serve` is told.
#[derive(Args, Clone, Debug)]
pub struct ServeSettings {
    /// Where to listen
    #[arg(long, env = "DAYBOOK_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    #[command(flatten)]
    pub database: DatabaseSettings,

    #[command(flatten)]
    pub data: DataSettings,

    /// The largest attachment in megabytes
    #[arg(long, env = "DAYBOOK_MAX_ATTACHMENT_MB", default_value_t = 25)]
    pub max_attachment_mb: u32,

    /// The address people open, such as `https://daybook.example.org` [default: http:// and the listening address]
    #[arg(long, env = "DAYBOOK_BASE_URL")]
    pub base_url: Option<BaseUrl>,

    /// Fill an empty database with the demo organisation and let anybody sign in as one of its people
    #[arg(long, env = "DAYBOOK_DEMO", value_parser = FalseyValueParser::new())]
    pub demo: bool,

    #[command(flatten)]
    pub journeys: JourneySettings,

    #[command(flatten)]
    pub geocoding: GeocodingSettings,

    #[command(flatten)]
    pub map: MapSettings,

    /// Lets whoever knows it read /metrics from elsewhere than this machine
    #[arg(long, env = "DAYBOOK_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
}

/// What the running server has to know of its settings.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    pub most_attachment_bytes: u64,
    pub base_url: BaseUrl,
    pub demo: Demo,
    pub metrics_token: Option<String>,
    pub geocoding: GeocodingSettings,
    pub map: MapSettings,
}

/// Whether the sign-in page offers the people of the demo organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    Off,
    Offered,
}

impl Config {
    /// `addr` is where the server really listens.
    pub fn new(settings: &ServeSettings, addr: SocketAddr) -> Self {
        Self {
            data_dir: settings.data.data_dir.clone(),
            most_attachment_bytes: u64::from(settings.max_attachment_mb) * 1024 * 1024,
            base_url: settings.base_url.clone().unwrap_or_else(|| BaseUrl::listening_on(addr)),
            demo: if settings.demo { Demo::Offered } else { Demo::Off },
            metrics_token: settings.metrics_token.clone().filter(|token| !token.is_empty()),
            geocoding: settings.geocoding.clone(),
            map: settings.map.clone(),
        }
    }
}

/// The address that people open. It has a scheme of the web and a host, and no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
}

impl BaseUrl {
    pub fn listening_on(addr: SocketAddr) -> Self {
        Self { origin: format!("http://{addr}") }
    }

    /// As a browser writes it into an `Origin` header (RFC 6454 section 6.2).
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether browsers come by https, so that cookies travel by https alone.
    pub fn scheme(&self) -> Scheme {
        if self.origin.starts_with("https://") { Scheme::Https } else { Scheme::Http }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    /// A proxy in front of this process ends TLS.
    Https,
}

#[derive(Debug, thiserror::Error)]
#[error(
    "the base URL must be http:// or https:// with a host and no path, such as https://daybook.example.org"
)]
pub struct NotABaseUrl;

impl std::str::FromStr for BaseUrl {
    type Err = NotABaseUrl;

    fn from_str(text: &str) -> Result<Self, NotABaseUrl> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let uri: axum::http::Uri = text.parse().map_err(|_| NotABaseUrl)?;
        let scheme =
            uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme)).ok_or(NotABaseUrl)?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.ok_or(NotABaseUrl)?;
        if uri.path_and_query().is_some_and(|path| path.as_str() != "/") {
            return Err(NotABaseUrl);
        }
        let host = match (scheme, authority.port_u16()) {
            ("http", Some(80)) | ("https", Some(443)) => authority.host(),
            _ => authority.as_str(),
        };
        Ok(Self { origin: format!("{scheme}://{host}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_the_origin_that_a_browser_names() {
        let origin = |text: &str| text.parse::<BaseUrl>().map(|url| url.origin().to_owned()).ok();
        assert_eq!(origin("https://Daybook.example.org/"), Some("https://daybook.example.org".to_owned()));
        assert_eq!(origin("https://daybook.example.org:443"), Some("https://daybook.example.org".to_owned()));
        assert_eq!(origin("http://10.0.0.7:3000"), Some("http://10.0.0.7:3000".to_owned()));
        for wrong in ["daybook.example.org", "ftp://daybook.example.org", "https://example.org/daybook", ""] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_pictures_of_a_map_come_from_one_origin() {
        let origin = |text: &str| text.parse::<TileSource>().map(|tiles| tiles.origin().to_owned()).ok();
        let tiles = "https://Tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=1";
        assert_eq!(origin(tiles), Some("https://tiles.example.org:8443".to_owned()));
        assert_eq!(tiles.parse::<TileSource>().unwrap().url(), tiles);
        for wrong in [
            "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}.png",
            "tiles.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org; script-src *//{z}/{x}/{y}.png",
            "javascript://tiles/{z}/{x}/{y}",
            "",
        ] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_way_is_not_shorter_than_the_straight_line() {
        assert_eq!((percent("1.3"), percent("1"), percent(" 2.05 ")), (Ok(130), Ok(100), Ok(205)));
        for wrong in ["0.9", "11", "far", "NaN", ""] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
        let settings = JourneySettings { journey_detour: 130, journey_speed: 40, router_url: None };
        assert_eq!(settings.pace(), Pace::default());
    }

    #[test]
    fn only_https_makes_cookies_secure() {
        let listening = BaseUrl::listening_on(SocketAddr::from(([127, 0, 0, 1], 3000)));
        assert_eq!((listening.origin(), listening.scheme()), ("http://127.0.0.1:3000", Scheme::Http));
        let public: BaseUrl = "https://daybook.example.org".parse().unwrap();
        assert_eq!(public.scheme(), Scheme::Https);
    }
}
