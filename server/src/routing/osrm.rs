//! Whatever speaks as OSRM does: `/route/v1/driving/EAST,NORTH;EAST,NORTH?overview=false`, metres and seconds.

use domain::journey::{Basis, Way};
use domain::location::Position;
use serde::Deserialize;

use super::{Answer, Router};
use crate::ask::{Asking, Trouble, address};

pub(super) struct Osrm {
    asking: Asking,
    url: String,
}

impl Osrm {
    pub(super) fn new(asking: Asking, url: &str) -> Self {
        Self { asking, url: url.trim_end_matches('/').to_owned() }
    }

    async fn route(&self, from: Position, to: Position) -> Result<Option<Way>, Trouble> {
        let [here, there] = [from, to].map(|point| format!("{},{}", point.east(), point.north()));
        let path = format!("{}/route/v1/driving/{here};{there}", self.url);
        // One way is enough, and its shape is not looked at.
        let query = [("overview", "false"), ("alternatives", "false"), ("steps", "false")];
        let reply: Reply = self.asking.json_even_of_400(&address(&path, &query)?).await?;
        match reply {
            Reply::Found { routes } => {
                let way = routes.into_iter().next().and_then(Route::way);
                way.map(Some).ok_or(Trouble::Unreadable)
            }
            Reply::NoRoute | Reply::NoSegment => Ok(None),
        }
    }
}

impl Router for Osrm {
    fn way(&self, from: Position, to: Position) -> Answer<'_> {
        Box::pin(self.route(from, to))
    }
}

#[derive(Deserialize)]
#[serde(tag = "code")]
enum Reply {
    #[serde(rename = "Ok")]
    Found { routes: Vec<Route> },
    /// Such as to an island.
    NoRoute,
    /// No road is anywhere near.
    NoSegment,
}

#[derive(Deserialize)]
struct Route {
    /// Metres.
    distance: f64,
    /// Seconds.
    duration: f64,
}

impl Route {
    fn way(self) -> Option<Way> {
        let whole = |number: f64| (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32);
        let (metres, minutes) = (whole(self.distance.round())?, whole((self.duration / 60.0).ceil())?);
        Some(Way { metres, minutes, basis: Basis::Road })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::tests::{Service, impatient};

    const BATH: &str = r#"{"code":"Ok","routes":[{"legs":[{"steps":[],"weight":1500.1,"summary":"","duration":1486.2,
        "distance":21034.6}],"weight_name":"routability","weight":1500.1,"duration":1486.2,"distance":21034.6}],
        "waypoints":[{"hint":"aA","location":[-2.5879,51.4545],"name":"King Street","distance":3.1},
        {"hint":"bB","location":[-2.359,51.3811],"name":"Mill Lane","distance":1.9}]}"#;

    fn at(north: f64, east: f64) -> Position {
        Position::degrees(north, east).expect("a position")
    }

    async fn asked(service: &Service) -> Result<Option<Way>, Trouble> {
        Osrm::new(impatient(), &format!("{}/", service.address))
            .way(at(51.4545, -2.5879), at(51.3811, -2.359))
            .await
    }

    #[tokio::test]
    async fn a_way_by_road_is_read() {
        let service = Service::answering(200, BATH).await;
        let way = Way { metres: 21_035, minutes: 25, basis: Basis::Road };
        assert_eq!(asked(&service).await, Ok(Some(way)));
        assert_eq!(service.asked(), ["overview=false&alternatives=false&steps=false"]);
        assert_eq!(
            service.paths(),
            ["/route/v1/driving/-2.5879,51.4545;-2.359,51.3811"],
            "east before north"
        );
    }

    #[tokio::test]
    async fn where_no_road_leads_there_is_none() {
        for body in [
            r#"{"code":"NoRoute","message":"Impossible route between points"}"#,
            r#"{"code":"NoSegment","message":"Could not find a matching segment for coordinate 0"}"#,
        ] {
            let service = Service::answering(400, body).await;
            assert_eq!(asked(&service).await, Ok(None), "{body}");
        }
    }

    #[tokio::test]
    async fn what_is_no_answer_is_none() {
        for body in [
            r#"{"code":"Ok","routes":[]}"#,
            r#"{"code":"InvalidQuery"}"#,
            "<html>",
            r#"{"code":"Ok","routes":[{"distance":-1,"duration":5}]}"#,
        ] {
            let service = Service::answering(200, body).await;
            assert_eq!(asked(&service).await, Err(Trouble::Unreadable), "{body}");
        }
        let silent = Service::with(|_| None).await;
        assert_eq!(asked(&silent).await, Err(Trouble::Unreachable));
    }
}
