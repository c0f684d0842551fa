//! Time zones to choose from.

use domain::time::ZoneName;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
use super::wire::Wire;

/// A time zone as people know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneChoice {
    pub name: ZoneName,
    /// Its best known city, in the reader's language.
    pub city: String,
    /// East of UTC at present.
    pub minutes: i32,
}

/// One zone for each place whose clocks differ from others', from west to east.
#[server(name = AskZones, prefix = "/fn", endpoint = "zones", input = Wire, output = Wire)]
pub async fn zones() -> Result<Vec<ZoneChoice>, Failure> {
    let super::door::Door { now, .. } = super::door::door()?;
    let language = expect_context::<crate::context::Request>().language;
    Ok(known::zones(language, now))
}

/// What a zone is called in the reader's language.
#[cfg(feature = "ssr")]
pub(crate) fn city(language: domain::people::Language, zone: &ZoneName) -> String {
    known::city(language, zone)
}

#[cfg(feature = "ssr")]
mod known {
    use std::collections::HashMap;

    use chrono::{DateTime, Utc};
    use domain::people::Language;
    use domain::time::ZoneName;
    use icu_datetime::NoCalendarFormatter;
    use icu_datetime::fieldsets::zone::ExemplarCity;
    use icu_locale_core::Locale;
    use icu_time::zone::iana::IanaParserExtended;

    use super::ZoneChoice;

    /// What a zone is called: by its best known city, or by its own name where it has none.
    pub(super) fn city(language: Language, zone: &ZoneName) -> String {
        let locale: Locale = language.tag().parse().unwrap_or(Locale::UNKNOWN);
        let cities = NoCalendarFormatter::try_new((&locale).into(), ExemplarCity);
        let known = IanaParserExtended::new().parse(zone.as_str()).time_zone;
        let name = cities.ok().map(|cities| cities.format(&known.without_offset()).to_string());
        name.filter(|_| zone.as_str().contains('/')).unwrap_or_else(|| zone.to_string())
    }

    pub(super) fn zones(language: Language, now: DateTime<Utc>) -> Vec<ZoneChoice> {
        let locale: Locale = language.tag().parse().unwrap_or(Locale::UNKNOWN);
        let Ok(cities) = NoCalendarFormatter::try_new((&locale).into(), ExemplarCity) else {
            return Vec::new();
        };
        let offsets: HashMap<&str, i32> = store::zones::offsets(now).collect();
        let parser = IanaParserExtended::new();
        // Zones such as "Etc/GMT+5" have no city.
        let places =
            parser.iter().filter(|zone| zone.canonical.contains('/') && !zone.canonical.starts_with("Etc/"));
        let mut zones: Vec<ZoneChoice> = places
            .filter_map(|zone| {
                let minutes = offsets.get(zone.canonical)? / 60;
                let city = cities.format(&zone.time_zone.without_offset()).to_string();
                Some(ZoneChoice { name: ZoneName(zone.canonical.to_owned()), city, minutes })
            })
            .collect();
        zones.sort_by(|one, other| (one.minutes, &one.city).cmp(&(other.minutes, &other.city)));
        zones
    }

    #[cfg(test)]
    mod tests {
        use chrono::TimeZone;

        use super::*;

        #[test]
        fn zones_are_named_by_their_city() {
            let now = Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap();
            let russian = zones(Language::Russian, now);
            let moscow = russian.iter().find(|zone| zone.name.as_str() == "Europe/Moscow").unwrap();
            assert_eq!((moscow.city.as_str(), moscow.minutes), ("Москва", 180));
            assert!(russian.is_sorted_by_key(|zone| zone.minutes));
            assert!(zones(Language::English, now).iter().any(|zone| zone.city == "New York"));
        }
    }
}
