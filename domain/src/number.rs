//! A number that somebody says: of an item of a checklist, or of an additional attribute.

use serde::{Deserialize, Serialize};

/// A number that is one: neither infinite nor undefined.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "f64", into = "f64")]
pub struct Number(f64);

// What is finite is equal to itself.
impl Eq for Number {}

impl Number {
    pub fn of(number: f64) -> Option<Self> {
        // There is one zero.
        number.is_finite().then_some(Self(number + 0.0))
    }

    pub fn get(self) -> f64 {
        self.0
    }
}

/// It is infinite or undefined.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number")]
pub struct NotANumber;

impl TryFrom<f64> for Number {
    type Error = NotANumber;

    fn try_from(number: f64) -> Result<Self, NotANumber> {
        Self::of(number).ok_or(NotANumber)
    }
}

impl From<Number> for f64 {
    fn from(Number(number): Number) -> Self {
        number
    }
}
