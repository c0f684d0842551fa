//! Where something is on the earth: in words, and as a point (LOCATION and GEO, RFC 5545 sections 3.8.1.7 and 3.8.1.6).

use serde::{Deserialize, Serialize};

use crate::refusal::{Field, Refusal, required_text};

/// An address as a meeting keeps it: what becomes of the client's card later does not rewrite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Location {
    pub text: String,
    /// Degrees north and east (WGS 84), where they are known.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<(f64, f64)>))]
    pub position: Option<Position>,
}

impl Location {
    /// Why it is none.
    pub fn check(&self) -> Option<Refusal> {
        required_text(&self.text, Field::Address, LONGEST)
    }

    /// The same without the space around its words.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { text: self.text.trim().to_owned(), ..self }
    }

    /// Whether whoever set out for the one would not come to the other. Where a pin was put to known words, or moved to
    /// another door, everybody still comes to the same house.
    pub fn is_elsewhere(&self, other: &Self) -> bool {
        let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        let apart =
            self.position.zip(other.position).is_some_and(|(here, there)| here.metres_to(there) > A_DOOR);
        apart || words(&self.text) != words(&other.text)
    }
}

/// Whether somebody who set out for what was before has to be told of what is now.
pub fn is_elsewhere(before: Option<&Location>, now: Option<&Location>) -> bool {
    match (before, now) {
        (Some(before), Some(now)) => before.is_elsewhere(now),
        (before, now) => before != now,
    }
}

/// Characters.
const LONGEST: u32 = 500;
/// Metres between two doors of one house.
const A_DOOR: u32 = 150;

/// A point on the earth (WGS 84), to a millionth of a degree, which is about a tenth of a metre. It travels as degrees
/// north and east.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct Position {
    north: i32,
    east: i32,
}

impl Position {
    /// `None` for what is not on the earth.
    pub fn degrees(north: f64, east: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east);
        let millionths = |degrees: f64| (degrees * MILLION).round() as i32;
        on_earth.then(|| Self { north: millionths(north), east: millionths(east) })
    }

    pub fn north(self) -> f64 {
        f64::from(self.north) / MILLION
    }

    pub fn east(self) -> f64 {
        f64::from(self.east) / MILLION
    }

    /// As the crow flies, on a sphere: at most half a per cent from the truth.
    pub fn metres_to(self, other: Self) -> u32 {
        let half = |one: f64, other: f64| ((other - one).to_radians() / 2.0).sin().powi(2);
        let (here, there) = (self.north().to_radians().cos(), other.north().to_radians().cos());
        let haversine = half(self.north(), other.north()) + here * there * half(self.east(), other.east());
        (2.0 * EARTH_METRES * haversine.sqrt().min(1.0).asin()).round() as u32
    }
}

const MILLION: f64 = 1e6;
/// The mean radius of the earth.
const EARTH_METRES: f64 = 6_371_009.0;

/// Not a point on the earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("degrees north are from -90 to 90 and degrees east from -180 to 180")]
pub struct NotOnEarth;

impl TryFrom<(f64, f64)> for Position {
    type Error = NotOnEarth;

    fn try_from((north, east): (f64, f64)) -> Result<Self, NotOnEarth> {
        Self::degrees(north, east).ok_or(NotOnEarth)
    }
}

impl From<Position> for (f64, f64) {
    fn from(position: Position) -> Self {
        (position.north(), position.east())
    }
}

/// "55.751244, 37.618423", as maps write it and as it is typed.
impl std::fmt::Display for Position {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |number: i32| {
            let (sign, number) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
            format!("{sign}{}.{:06}", number / 1_000_000, number % 1_000_000)
        };
        write!(formatter, "{}, {}", part(self.north), part(self.east))
    }
}

/// Two numbers with a comma, a semicolon or a space between them.
impl std::str::FromStr for Position {
    type Err = NotOnEarth;

    fn from_str(text: &str) -> Result<Self, NotOnEarth> {
        let numbers = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
        let numbers = numbers.map(|part| part.parse::<f64>().map_err(|_| NotOnEarth));
        match numbers.collect::<Result<Vec<_>, _>>()?.as_slice() {
            [north, east] => Self::degrees(*north, *east).ok_or(NotOnEarth),
            _ => Err(NotOnEarth),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn anywhere() -> impl Strategy<Value = Position> {
        (-90.0..=90.0, -180.0..=180.0).prop_map(|(north, east)| Position::degrees(north, east).unwrap())
    }

    fn at(north: f64, east: f64) -> Position {
        Position::degrees(north, east).unwrap()
    }

    fn office(text: &str, position: Option<Position>) -> Location {
        Location { text: text.to_owned(), position }
    }

    #[test]
    fn known_distances_come_out() {
        let (moscow, petersburg) = (at(55.7558, 37.6173), at(59.9386, 30.3141));
        assert!((633_000..636_000).contains(&moscow.metres_to(petersburg)));
        let (bristol, bath) = (at(51.4545, -2.5879), at(51.3811, -2.359));
        assert!((17_500..18_500).contains(&bristol.metres_to(bath)));
        assert!((19_900_000..20_100_000).contains(&at(90.0, 0.0).metres_to(at(-90.0, 0.0))));
    }

    #[test]
    fn what_is_not_on_the_earth_is_no_position() {
        for (north, east) in [(90.1, 0.0), (0.0, -180.5), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(Position::degrees(north, east), None);
        }
        for text in ["", "here", "55.7", "55.7, 37.6, 3", "91, 0"] {
            assert_eq!(text.parse::<Position>(), Err(NotOnEarth), "{text}");
        }
        assert_eq!("55.7512;37.6184".parse(), Ok(at(55.7512, 37.6184)));
    }

    #[test]
    fn another_door_is_not_elsewhere_and_another_street_is() {
        let (here, next_door, far) = (at(51.4545, -2.5879), at(51.4549, -2.5879), at(51.46, -2.5879));
        let mill = office("Mill Lane 3", Some(here));
        assert!(!mill.is_elsewhere(&office("mill  lane 3", None)), "a pin was put, nothing more");
        assert!(!mill.is_elsewhere(&office("Mill Lane 3", Some(next_door))));
        assert!(mill.is_elsewhere(&office("Mill Lane 3", Some(far))), "another Mill Lane");
        assert!(mill.is_elsewhere(&office("Mill Lane 5", Some(here))));
        assert!(is_elsewhere(None, Some(&mill)) && !is_elsewhere(None, None));
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_both_ways_and_no_detour_is_shorter(
            a in anywhere(), b in anywhere(), c in anywhere(),
        ) {
            prop_assert_eq!(a.metres_to(b), b.metres_to(a));
            prop_assert_eq!(a.metres_to(a), 0);
            // Each is rounded.
            prop_assert!(a.metres_to(c) <= a.metres_to(b) + b.metres_to(c) + 2);
        }

        #[test]
        fn a_position_comes_back_from_the_wire_and_from_words(position in anywhere()) {
            let sent = serde_json::to_string(&position).unwrap();
            prop_assert_eq!(serde_json::from_str::<Position>(&sent).unwrap(), position);
            prop_assert_eq!(position.to_string().parse::<Position>().unwrap(), position);
        }
    }
}
