//! Clients (контрагенты), the people who work for them and their offices.

use serde::{Deserialize, Serialize};

use crate::Refused;
use crate::id::{AddressId, ClientId, ContactId, InterestId, PersonId};
use crate::location::{Location, Position};
use crate::people::check_email;
use crate::refusal::{Field, bounded_text, required_text};

/// A client. The main contact is who a meeting with the client is held with unless another is named (S20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    /// Taxpayer number (ИНН), or empty.
    pub tax_number: String,
    pub phone: String,
    pub main_contact: Option<ContactId>,
    /// The main address for meetings (основной адрес для встреч, S57).
    pub main_address: Option<AddressId>,
    /// Who looks after the client.
    pub responsible: Option<PersonId>,
    pub archived: bool,
}

impl Client {
    pub fn check(&self) -> Result<(), Refused> {
        let reasons =
            [required_text(&self.name, Field::Name, 300), bounded_text(&self.phone, Field::Phone, 50)];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }
}

/// A person who works for a client (контактное лицо).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    pub client: ClientId,
    pub name: String,
    pub position: String,
    pub email: String,
    pub phone: String,
    pub archived: bool,
}

impl Contact {
    pub fn check(&self) -> Result<(), Refused> {
        let email = if self.email.is_empty() { None } else { check_email(&self.email) };
        let reasons = [
            required_text(&self.name, Field::Name, 200),
            email,
            bounded_text(&self.position, Field::Position, 200),
            bounded_text(&self.phone, Field::Phone, 50),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }
}

/// A sales opportunity of a client (Интерес), to which meetings are linked (S26).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Interest {
    pub id: InterestId,
    pub client: ClientId,
    pub name: String,
    /// Won, lost or no longer pursued; meetings that were linked to it stay so.
    pub archived: bool,
}

impl Interest {
    pub fn check(&self) -> Result<(), Refused> {
        Refused::unless_empty(required_text(&self.name, Field::Name, 300).into_iter().collect())
    }
}

/// An office of a client (LOCATION and GEO of iCalendar).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    pub id: AddressId,
    pub client: ClientId,
    pub text: String,
    /// Degrees north and east (WGS 84).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<(f64, f64)>))]
    pub position: Option<Position>,
    pub archived: bool,
}

impl Address {
    pub fn check(&self) -> Result<(), Refused> {
        Refused::unless_empty(self.location().check().into_iter().collect())
    }

    /// What a meeting there keeps of it.
    pub fn location(&self) -> Location {
        Location { text: self.text.clone(), position: self.position }
    }
}
