//! Absences, and who stands in meanwhile (S69).

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::id::{AbsenceId, PersonId};
use crate::refusal::Field;
use crate::time::ZoneName;
use crate::{Refusal, Refused};

/// Days on which somebody is away. While it lasts, the substitute leads whom the absent person leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Absence {
    pub id: AbsenceId,
    pub person: PersonId,
    pub first: NaiveDate,
    /// The last day away.
    pub last: NaiveDate,
    /// Where the days begin and end.
    pub zone: ZoneName,
    pub substitute: Option<PersonId>,
}

/// An absence, with what a list says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceLine {
    #[serde(flatten)]
    pub absence: Absence,
    /// Whose it is.
    pub name: String,
    pub substitute_name: Option<String>,
    /// Whether it has begun and is not over.
    pub in_force: bool,
}

impl Absence {
    /// Who is away for longer has no week plans to be stood in for.
    pub const LONGEST: u32 = 366;

    pub fn check(&self) -> Result<(), Refused> {
        let length = self.last - self.first;
        let too_long = length >= TimeDelta::days(Self::LONGEST.into());
        let reasons = [
            (length < TimeDelta::zero()).then_some(Refusal::EndsBeforeStart),
            too_long.then_some(Refusal::TooLong { field: Field::Duration, max: Self::LONGEST }),
            (self.substitute == Some(self.person)).then_some(Refusal::OwnSubstitute),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn absence(first: &str, last: &str) -> Absence {
        Absence {
            id: AbsenceId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
            zone: ZoneName::utc(),
            substitute: None,
        }
    }

    #[test]
    fn an_absence_ends_after_it_has_begun_and_within_a_year() {
        assert_eq!(absence("2026-11-24", "2026-11-24").check(), Ok(()));
        assert_eq!(absence("2026-11-24", "2027-11-24").check(), Ok(()));
        let reasons = |first, last| absence(first, last).check().unwrap_err().into_reasons();
        assert_eq!(reasons("2026-11-24", "2026-11-23"), [Refusal::EndsBeforeStart]);
        let too_long = Refusal::TooLong { field: Field::Duration, max: 366 };
        assert_eq!(reasons("2026-11-24", "2027-11-25"), [too_long]);
    }

    #[test]
    fn nobody_stands_in_for_themselves() {
        let mut absence = absence("2026-11-24", "2026-11-25");
        absence.substitute = Some(absence.person);
        assert_eq!(absence.check().unwrap_err().into_reasons(), [Refusal::OwnSubstitute]);
    }
}
