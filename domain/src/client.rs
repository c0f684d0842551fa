//! Clients (контрагенты), the people who work for them and their offices.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{AddressId, ClientId, ContactId, InterestId, Named, PersonId};
use crate::location::{Location, Position};
use crate::people::{Individual, check_email};
use crate::refusal::{Field, bounded_text, required_text};
use crate::{Refusal, Refused};

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
        let reasons = [
            required_text(&self.name, Field::Name, 300),
            bounded_text(&self.tax_number, Field::TaxNumber, 50),
            bounded_text(&self.phone, Field::Phone, 50),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }

    /// Makes somebody the one to meet (S20).
    pub fn make_main_contact(&mut self, contact: &Contact) -> Result<(), Refused> {
        if contact.client != self.id {
            return Err(Refusal::ContactOfAnotherClient.into());
        }
        if contact.archived {
            return Err(Refusal::Archived { field: Field::Contact }.into());
        }
        self.main_contact = Some(contact.id);
        Ok(())
    }

    /// Makes an office the one where meetings are (S57).
    pub fn make_main_address(&mut self, address: &Address) -> Result<(), Refused> {
        if address.client != self.id {
            return Err(Refusal::Unknown { field: Field::Address }.into());
        }
        if address.archived {
            return Err(Refusal::Archived { field: Field::Address }.into());
        }
        self.main_address = Some(address.id);
        Ok(())
    }

    /// Takes over what others have changed `before` into `now` where nobody changed it here. Answers the fields that both
    /// have changed, into something else each: those stay as they are here.
    pub fn follow(&mut self, before: &Self, now: &Self) -> Vec<Field> {
        let apart = [
            follow(&mut self.name, &before.name, &now.name).then_some(Field::Name),
            follow(&mut self.tax_number, &before.tax_number, &now.tax_number).then_some(Field::TaxNumber),
            follow(&mut self.phone, &before.phone, &now.phone).then_some(Field::Phone),
            follow(&mut self.responsible, &before.responsible, &now.responsible)
                .then_some(Field::Responsible),
        ];
        // What has a press of its own is as it was pressed last.
        follow(&mut self.main_contact, &before.main_contact, &now.main_contact);
        follow(&mut self.main_address, &before.main_address, &now.main_address);
        follow(&mut self.archived, &before.archived, &now.archived);
        apart.into_iter().flatten().collect()
    }

    /// The first contact is the main one until another is chosen, and who has left is it no longer.
    pub fn take_in_contact(&mut self, contact: &Contact) {
        take_in(&mut self.main_contact, contact.id, contact.archived);
    }

    /// The same of offices.
    pub fn take_in_address(&mut self, address: &Address) {
        take_in(&mut self.main_address, address.id, address.archived);
    }
}

/// Whether both have changed it, into something else each.
fn follow<T: Clone + PartialEq>(here: &mut T, before: &T, now: &T) -> bool {
    if here == before {
        here.clone_from(now);
    }
    here != now && before != now
}

fn take_in<Id: PartialEq>(main: &mut Option<Id>, one: Id, archived: bool) {
    if archived {
        *main = main.take().filter(|main| *main != one);
    } else {
        main.get_or_insert(one);
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

impl Contact {
    /// As [`Client::follow`].
    pub fn follow(&mut self, before: &Self, now: &Self) -> Vec<Field> {
        let apart = [
            follow(&mut self.name, &before.name, &now.name).then_some(Field::Name),
            follow(&mut self.position, &before.position, &now.position).then_some(Field::Position),
            follow(&mut self.phone, &before.phone, &now.phone).then_some(Field::Phone),
            follow(&mut self.email, &before.email, &now.email).then_some(Field::Email),
        ];
        follow(&mut self.archived, &before.archived, &now.archived);
        apart.into_iter().flatten().collect()
    }
}

impl Address {
    /// As [`Client::follow`]; where it is told from the text by whoever types it.
    pub fn follow(&mut self, before: &Self, now: &Self) -> Vec<Field> {
        let apart = follow(&mut self.text, &before.text, &now.text).then_some(Field::Address);
        follow(&mut self.archived, &before.archived, &now.archived);
        apart.into_iter().collect()
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

/// Everything that is written down when a client is created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewClient {
    pub client: Client,
    /// Who is met there, and where.
    pub contact: Option<Contact>,
    pub address: Option<Address>,
}

/// Which clients somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientFilter {
    /// Beginnings of words of the name, the taxpayer number, or the name or e-mail address of a contact; or digits of
    /// a phone number.
    pub find: String,
    /// Looked after by this person.
    pub responsible: Option<PersonId>,
    /// Only those in the archive, or only those that are not; `None` for all.
    pub archived: Option<bool>,
    /// Nobody has met them since this day, and nobody is about to.
    pub unmet_since: Option<NaiveDate>,
}

impl ClientFilter {
    /// Those without a meeting for so many weeks before a day.
    #[must_use]
    pub fn unmet_for(self, weeks: Option<u32>, today: NaiveDate) -> Self {
        let since = |weeks: u32| today.checked_sub_days(Days::new(u64::from(weeks.min(MOST_WEEKS)) * 7));
        Self { unmet_since: weeks.and_then(since), ..self }
    }
}

/// Ten years.
const MOST_WEEKS: u32 = 520;

/// A client as it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLine {
    pub client: Client,
    pub contact: Option<Named<ContactId>>,
    pub responsible: Option<Named<PersonId>>,
    pub met: Met,
}

/// When a client was met and will be: days on the clocks by which the meetings were planned. Everybody may know that
/// much, so that nobody writes to a client of whom another has just come; private meetings are those of their owner alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Met {
    /// Of the last meeting that took place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<NaiveDate>,
    /// Of the next one that is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NaiveDate>,
}

/// The meetings with a client before or after now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Over; the last one first.
    Past,
    /// Under way or to come; the next one first.
    ToCome,
}

/// Somebody who belongs to no client and took part in meetings with one (S33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guest {
    pub individual: Individual,
    /// In how many of the meetings that the viewer may know of.
    pub meetings: u32,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn client() -> Client {
        Client {
            id: ClientId(Uuid::from_u128(1)),
            name: "Alder".into(),
            tax_number: String::new(),
            phone: String::new(),
            main_contact: None,
            main_address: None,
            responsible: None,
            archived: false,
        }
    }

    fn contact(number: u128) -> Contact {
        Contact {
            id: ContactId(Uuid::from_u128(number)),
            client: client().id,
            name: "Anna".into(),
            position: String::new(),
            email: String::new(),
            phone: String::new(),
            archived: false,
        }
    }

    #[test]
    fn the_first_contact_is_the_main_one_until_another_is_chosen() {
        let (mut client, anna, boris) = (client(), contact(2), contact(3));
        client.take_in_contact(&anna);
        client.take_in_contact(&boris);
        assert_eq!(client.main_contact, Some(anna.id));
        client.make_main_contact(&boris).expect("he works there");
        assert_eq!(client.main_contact, Some(boris.id));
    }

    #[test]
    fn what_is_typed_follows_others_but_where_both_changed_the_same() {
        let (vera, gleb) = (PersonId(Uuid::from_u128(5)), PersonId(Uuid::from_u128(6)));
        let before = Client { phone: "1".into(), ..client() };
        let now = Client {
            name: "Alder Ltd".into(),
            phone: "2".into(),
            responsible: Some(gleb),
            main_contact: Some(contact(2).id),
            ..before.clone()
        };
        let typed =
            Client { tax_number: "77".into(), phone: "3".into(), responsible: Some(gleb), ..before.clone() };
        let mut mine = typed.clone();
        assert_eq!(mine.follow(&before, &now), [Field::Phone]);
        assert_eq!(mine, Client { tax_number: "77".into(), phone: "3".into(), ..now.clone() });
        let mut mine = Client { responsible: Some(vera), ..typed };
        assert_eq!(mine.follow(&before, &now), [Field::Phone, Field::Responsible]);
        assert_eq!(mine.responsible, Some(vera));

        let (anna, typed) = (contact(2), Contact { email: "a@alder.example".into(), ..contact(2) });
        let now = Contact { email: "anna@alder.example".into(), position: "Buyer".into(), ..anna.clone() };
        let mut mine = typed;
        assert_eq!(mine.follow(&anna, &now), [Field::Email]);
        assert_eq!((mine.position.as_str(), mine.email.as_str()), ("Buyer", "a@alder.example"));
    }

    #[test]
    fn who_has_left_is_not_the_main_contact() {
        let (mut client, anna) = (client(), contact(2));
        client.take_in_contact(&anna);
        let left = Contact { archived: true, ..anna };
        client.take_in_contact(&left);
        assert_eq!(client.main_contact, None);
        assert_eq!(client.make_main_contact(&left), Err(Refusal::Archived { field: Field::Contact }.into()));
        let elsewhere = Contact { client: ClientId(Uuid::from_u128(9)), archived: false, ..left };
        assert_eq!(client.make_main_contact(&elsewhere), Err(Refusal::ContactOfAnotherClient.into()));
    }

    #[test]
    fn weeks_without_a_meeting_are_counted_back_from_today() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let since = |weeks| ClientFilter::default().unmet_for(weeks, today).unmet_since;
        assert_eq!(since(Some(4)), NaiveDate::from_ymd_opt(2026, 10, 27));
        assert_eq!(since(None), None);
        assert!(since(Some(u32::MAX)).is_some());
    }
}
