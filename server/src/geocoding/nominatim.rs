//! Whatever speaks as Nominatim does: `/search?q&format=jsonv2` and `/reverse?lat&lon&format=jsonv2`.

use domain::location::{Location, Position};
use domain::people::Language;
use serde::Deserialize;

use super::{Answer, Geocoder, MOST};
use crate::ask::{Asking, Trouble, address};

pub(super) struct Nominatim {
    asking: Asking,
    url: String,
}

impl Nominatim {
    pub(super) fn new(asking: Asking, url: &str) -> Self {
        Self { asking, url: url.trim_end_matches('/').to_owned() }
    }

    async fn search(&self, text: &str, language: Language) -> Result<Vec<Location>, Trouble> {
        let most = MOST.to_string();
        let query =
            [("q", text), ("format", "jsonv2"), ("limit", &most), ("accept-language", language.tag())];
        let places: Vec<Place> = self.asking.json(&address(&format!("{}/search", self.url), &query)?).await?;
        Ok(places.into_iter().filter_map(Place::location).take(MOST).collect())
    }

    async fn reverse(&self, position: Position, language: Language) -> Result<Vec<Location>, Trouble> {
        let (north, east) = (position.north().to_string(), position.east().to_string());
        let query =
            [("lat", &*north), ("lon", &*east), ("format", "jsonv2"), ("accept-language", language.tag())];
        let answer: Reverse = self.asking.json(&address(&format!("{}/reverse", self.url), &query)?).await?;
        Ok(match answer {
            Reverse::Place(place) => place.location().into_iter().collect(),
            Reverse::Nothing {} => Vec::new(),
        })
    }
}

impl Geocoder for Nominatim {
    fn find<'a>(&'a self, text: &'a str, language: Language) -> Answer<'a> {
        Box::pin(self.search(text, language))
    }

    fn at(&self, position: Position, language: Language) -> Answer<'_> {
        Box::pin(self.reverse(position, language))
    }
}

/// Where nothing is, as in the middle of a sea, it says so in an object of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Reverse {
    Place(Place),
    Nothing {},
}

#[derive(Deserialize)]
struct Place {
    lat: String,
    lon: String,
    display_name: String,
}

impl Place {
    fn location(self) -> Option<Location> {
        let position = Position::degrees(self.lat.parse().ok()?, self.lon.parse().ok()?)?;
        Some(Location { text: self.display_name, position: Some(position) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::tests::{Service, impatient};

    const COLLEGE_GREEN: &str = r#"[{"place_id":259,"licence":"ODbL","osm_type":"way","osm_id":23740384,
        "lat":"51.4526520","lon":"-2.6013512","category":"place","type":"square","place_rank":25,"importance":0.2,
        "addresstype":"square","name":"College Green","display_name":"College Green, Bristol, England",
        "boundingbox":["51.4517","51.4536","-2.6030","-2.5996"]}]"#;

    fn college_green() -> Location {
        let position = Position::degrees(51.452_652, -2.601_351);
        Location { text: "College Green, Bristol, England".to_owned(), position }
    }

    #[tokio::test]
    async fn an_address_is_found_with_its_position() {
        let service = Service::answering(200, COLLEGE_GREEN).await;
        let nominatim = Nominatim::new(impatient(), &format!("{}/", service.address));
        assert_eq!(nominatim.find("college green", Language::English).await, Ok(vec![college_green()]));
        assert_eq!(service.asked(), ["q=college+green&format=jsonv2&limit=7&accept-language=en"]);
    }

    #[tokio::test]
    async fn what_is_at_a_position_is_told_and_in_the_sea_is_nothing() {
        let one = COLLEGE_GREEN.trim_start_matches('[').trim_end_matches(']');
        let service = Service::answering(200, one).await;
        let nominatim = Nominatim::new(impatient(), &service.address);
        let position = Position::degrees(51.452_652, -2.601_351).expect("on the earth");
        assert_eq!(nominatim.at(position, Language::Russian).await, Ok(vec![college_green()]));
        assert_eq!(service.asked(), ["lat=51.452652&lon=-2.601351&format=jsonv2&accept-language=ru"]);
        let sea = Service::answering(200, r#"{"error":"Unable to geocode"}"#).await;
        let nominatim = Nominatim::new(impatient(), &sea.address);
        assert_eq!(nominatim.at(position, Language::English).await, Ok(vec![]));
    }
}
