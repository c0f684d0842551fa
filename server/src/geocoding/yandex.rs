//! The geocoder of Yandex Maps, version 1: `?apikey&geocode&lang&format=json`. Positions are east before north.

use domain::location::{Location, Position};
use domain::people::Language;
use serde::Deserialize;

use super::{Answer, Geocoder, MOST, tag};
use crate::ask::{Asking, Trouble, address};

pub(super) struct Yandex {
    asking: Asking,
    url: String,
    key: String,
}

impl Yandex {
    pub(super) fn new(asking: Asking, url: String, key: &str) -> Self {
        Self { asking, url, key: key.to_owned() }
    }

    async fn ask(
        &self,
        geocode: &str,
        language: Language,
        further: &[(&str, &str)],
    ) -> Result<Vec<Location>, Trouble> {
        let most = MOST.to_string();
        let query = [
            ("apikey", &*self.key),
            ("geocode", geocode),
            ("lang", tag(language)),
            ("format", "json"),
            ("results", &most),
        ];
        let answer: Reply = self.asking.json(&address(&self.url, &[&query[..], further].concat())?).await?;
        let members = answer.response.collection.members.into_iter();
        Ok(members.filter_map(|member| member.object.location()).take(MOST).collect())
    }
}

impl Geocoder for Yandex {
    fn find<'a>(&'a self, text: &'a str, language: Language) -> Answer<'a> {
        Box::pin(self.ask(text, language, &[]))
    }

    fn at(&self, position: Position, language: Language) -> Answer<'_> {
        let point = format!("{},{}", position.east(), position.north());
        Box::pin(async move { self.ask(&point, language, &[("kind", "house")]).await })
    }
}

#[derive(Deserialize)]
struct Reply {
    response: Response,
}

#[derive(Deserialize)]
struct Response {
    #[serde(rename = "GeoObjectCollection")]
    collection: Collection,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "featureMember")]
    members: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    #[serde(rename = "GeoObject")]
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "metaDataProperty")]
    about: About,
    #[serde(rename = "Point")]
    point: Point,
}

#[derive(Deserialize)]
struct About {
    #[serde(rename = "GeocoderMetaData")]
    geocoder: Words,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

#[derive(Deserialize)]
struct Point {
    /// "37.611347 55.757789"
    pos: String,
}

impl Object {
    fn location(self) -> Option<Location> {
        let (east, north) = self.point.pos.split_once(' ')?;
        let position = Position::degrees(north.trim().parse().ok()?, east.trim().parse().ok()?)?;
        Some(Location { text: self.about.geocoder.text, position: Some(position) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::tests::{Service, impatient};

    /// As the service answers, but for what nobody reads here.
    const TVERSKAYA: &str = r#"{"response":{"GeoObjectCollection":{
        "metaDataProperty":{"GeocoderResponseMetaData":{"request":"Тверская 7","results":"7","found":"1"}},
        "featureMember":[{"GeoObject":{
            "metaDataProperty":{"GeocoderMetaData":{"precision":"exact","text":"Россия, Москва, Тверская улица, 7",
                "kind":"house","Address":{"country_code":"RU","formatted":"Россия, Москва, Тверская улица, 7"}}},
            "name":"Тверская улица, 7","description":"Москва, Россия",
            "boundedBy":{"Envelope":{"lowerCorner":"37.603135 55.753158","upperCorner":"37.619558 55.762421"}},
            "uri":"ymapsbm1://geo","Point":{"pos":"37.611347 55.757789"}}}]}}}"#;

    fn tverskaya() -> Location {
        let position = Position::degrees(55.757_789, 37.611_347);
        Location { text: "Россия, Москва, Тверская улица, 7".to_owned(), position }
    }

    #[tokio::test]
    async fn an_address_is_found_with_its_position() {
        let service = Service::answering(200, TVERSKAYA).await;
        let yandex = Yandex::new(impatient(), service.address.clone(), "secret");
        assert_eq!(yandex.find("Tverskaya 7", Language::Russian).await, Ok(vec![tverskaya()]));
        let query = "apikey=secret&geocode=Tverskaya+7&lang=ru_RU&format=json&results=7";
        assert_eq!(service.asked(), [query]);
    }

    #[tokio::test]
    async fn a_position_is_told_east_first() {
        let service = Service::answering(200, TVERSKAYA).await;
        let yandex = Yandex::new(impatient(), format!("{}/v1/", service.address), "secret");
        let position = Position::degrees(55.757_789, 37.611_347).expect("on the earth");
        assert_eq!(yandex.at(position, Language::English).await, Ok(vec![tverskaya()]));
        assert!(service.asked()[0].contains("geocode=37.611347%2C55.757789&lang=en_US"));
        assert!(service.asked()[0].ends_with("kind=house"));
    }

    #[tokio::test]
    async fn what_means_nothing_finds_nothing() {
        let nothing = r#"{"response":{"GeoObjectCollection":{"metaDataProperty":{},"featureMember":[]}}}"#;
        let service = Service::answering(200, nothing).await;
        let yandex = Yandex::new(impatient(), service.address.clone(), "secret");
        assert_eq!(yandex.find("nowhere", Language::English).await, Ok(vec![]));
    }
}
