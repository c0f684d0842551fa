//! The people of the organisation, their departments and groups, and individuals outside it.

use serde::{Deserialize, Serialize};

use crate::availability::WorkingHours;
use crate::id::{DepartmentId, GroupId, IndividualId, PersonId, TeamId};
use crate::refusal::{Field, bounded_text, required_text};
use crate::time::{WeekStart, ZoneName};
use crate::{Refusal, Refused};

/// A user (пользователь). One who has left is archived: history keeps the name, and nobody signs in by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub position: String,
    pub phone: String,
    pub department: Option<DepartmentId>,
    pub role: Role,
    pub preferences: Preferences,
    pub hours: WorkingHours,
    pub archived: bool,
}

impl Person {
    pub fn check(&self) -> Result<(), Refused> {
        let reasons = [
            required_text(&self.name, Field::Name, 200),
            check_email(&self.email),
            bounded_text(&self.position, Field::Position, 200),
            bounded_text(&self.phone, Field::Phone, 50),
        ];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }
}

/// Characters that a password has at least.
pub const SHORTEST_PASSWORD: u32 = 10;

const LONGEST_PASSWORD: u32 = 1_000;

/// Refuses what is too short to be a password, and what nobody types.
///
/// # Errors
/// [`Refusal::PasswordTooShort`], or [`Refusal::TooLong`].
pub fn check_password(password: &str) -> Result<(), Refused> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD as usize {
        return Err(Refusal::PasswordTooShort { min: SHORTEST_PASSWORD }.into());
    }
    if length > LONGEST_PASSWORD as usize {
        return Err(Refusal::TooLong { field: Field::Password, max: LONGEST_PASSWORD }.into());
    }
    Ok(())
}

/// What a person is to Daybook. Leading a department is not a role: the department names its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    /// Manages people, rooms, kinds and settings; sees no more of others' meetings than a colleague.
    Administrator,
}

/// How a person wants to see Daybook. `None`: as the device has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preferences {
    pub language: Option<Language>,
    pub theme: Option<Theme>,
    pub zone: Option<ZoneName>,
    /// Whose hours stand beside one's own in the calendar; `None`: none.
    #[serde(default)]
    pub second_zone: Option<ZoneName>,
    pub week_start: Option<WeekStart>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[serde(rename = "en")]
    #[default]
    English,
    #[serde(rename = "ru")]
    Russian,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// The first of these two languages that an `Accept-Language` list or a tag names.
    pub fn preferred(tags: &str) -> Option<Self> {
        tags.split(',').find_map(|tag| match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ru" => Some(Self::Russian),
            _ => None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    Light,
    Dark,
}

/// A department (подразделение). Its head is the supervisor of everyone in it and below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
    pub parent: Option<DepartmentId>,
    pub head: Option<PersonId>,
    pub archived: bool,
}

impl Department {
    pub fn check(&self) -> Result<(), Refused> {
        Refused::unless_empty(required_text(&self.name, Field::Name, 200).into_iter().collect())
    }
}

/// The departments that are not archived in the order of their tree, each with how far below the top it stands, and with
/// itself and everything below it. What stands below an archived one is told where that one would be.
pub fn as_tree(departments: &[Department]) -> Vec<(&Department, u32, Vec<DepartmentId>)> {
    fn descend<'a>(
        all: &'a [Department],
        parent: Option<DepartmentId>,
        depth: u32,
        told: &mut Vec<(&'a Department, u32, Vec<DepartmentId>)>,
    ) -> Vec<DepartmentId> {
        let mut below = Vec::new();
        let is_known = |id: DepartmentId| all.iter().any(|each| each.id == id);
        let here = all.iter().filter(|each| each.parent.filter(|parent| is_known(*parent)) == parent);
        for department in here {
            let place = told.len();
            if !department.archived {
                told.push((department, depth, Vec::new()));
            }
            let deeper = if department.archived { depth } else { depth + 1 };
            let mut whole = vec![department.id];
            whole.extend(descend(all, Some(department.id), deeper, told));
            if !department.archived {
                told[place].2.clone_from(&whole);
            }
            below.extend(whole);
        }
        below
    }
    let mut told = Vec::new();
    descend(departments, None, 0, &mut told);
    told
}

/// A group of users that is invited together (группа пользователей).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    pub members: Vec<PersonId>,
    pub archived: bool,
}

impl Group {
    pub fn check(&self) -> Result<(), Refused> {
        Refused::unless_empty(required_text(&self.name, Field::Name, 200).into_iter().collect())
    }
}

/// People whose calendars somebody looks at together, kept under a name for this one alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    /// In the order in which they are shown.
    pub people: Vec<PersonId>,
}

impl Team {
    /// More people than this cannot be told apart on one grid.
    pub const MOST_PEOPLE: usize = 30;

    pub fn check(&self) -> Result<(), Refused> {
        let people = match self.people.len() {
            0 => Some(Refusal::Empty { field: Field::Participants }),
            count if count > Self::MOST_PEOPLE => {
                Some(Refusal::TooManyPeople { max: Self::MOST_PEOPLE as u32 })
            }
            _ => None,
        };
        let reasons = [required_text(&self.name, Field::Name, 100), people];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }
}

/// Users who can be asked together: a department with or without those below it (S34, D21), everybody who is in
/// none, or a group (S28).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Circle {
    Department { id: DepartmentId, depth: Depth },
    Unplaced,
    Group { id: GroupId },
}

/// How far down the tree of departments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// The department alone.
    Alone,
    /// With everything below it.
    #[default]
    Whole,
}

/// A natural person outside the organisation who belongs to no client (физическое лицо, S33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Individual {
    pub id: IndividualId,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub archived: bool,
}

impl Individual {
    pub fn check(&self) -> Result<(), Refused> {
        let email = if self.email.is_empty() { None } else { check_email(&self.email) };
        let reasons =
            [required_text(&self.name, Field::Name, 200), email, bounded_text(&self.phone, Field::Phone, 50)];
        Refused::unless_empty(reasons.into_iter().flatten().collect())
    }
}

/// Refuses somebody outside the organisation whom nobody could tell of a meeting: without an address and without a
/// number.
pub fn check_reachable(email: &str, phone: &str) -> Option<Refusal> {
    (email.trim().is_empty() && phone.trim().is_empty()).then_some(Refusal::Unreachable)
}

/// Refuses what no mail server would take: one `@`, something before it, and a domain after it.
/// Longer than 254 octets no address is (RFC 5321 section 4.5.3.1.3).
pub fn check_email(email: &str) -> Option<Refusal> {
    if email.is_empty() {
        return Some(Refusal::Empty { field: Field::Email });
    }
    let well_formed = email.len() <= 254
        && !email.chars().any(|character| character.is_whitespace() || character.is_control())
        && email
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'));
    (!well_formed).then_some(Refusal::Malformed { field: Field::Email })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_daybook_speaks_is_taken() {
        assert_eq!(Language::preferred("ru-RU,ru;q=0.9,en;q=0.8"), Some(Language::Russian));
        assert_eq!(Language::preferred("de, en-GB;q=0.7"), Some(Language::English));
        assert_eq!(Language::preferred("de,fr"), None);
    }

    #[test]
    fn departments_are_told_as_a_tree() {
        let id = |number| DepartmentId(uuid::Uuid::from_u128(number));
        let department = |number, name: &str, parent: Option<u128>, archived| Department {
            id: id(number),
            name: name.to_owned(),
            parent: parent.map(id),
            head: None,
            archived,
        };
        let all = [
            department(1, "Company", None, false),
            department(2, "Old branch", Some(1), true),
            department(3, "Sales", Some(2), false),
            department(4, "Key accounts", Some(3), false),
            department(5, "Lost", Some(99), false),
        ];
        let told: Vec<_> =
            as_tree(&all).into_iter().map(|(it, depth, below)| (it.name.as_str(), depth, below)).collect();
        assert_eq!(
            told,
            [
                ("Company", 0, vec![id(1), id(2), id(3), id(4)]),
                ("Sales", 1, vec![id(3), id(4)]),
                ("Key accounts", 2, vec![id(4)]),
                ("Lost", 0, vec![id(5)]),
            ]
        );
    }

    #[test]
    fn short_passwords_are_refused() {
        let too_short = Refusal::PasswordTooShort { min: SHORTEST_PASSWORD };
        assert_eq!(check_password("ninechars"), Err(too_short.into()));
        assert_eq!(check_password("десятьбукв"), Ok(()));
        assert!(check_password(&"x".repeat(1_001)).is_err());
    }

    #[test]
    fn addresses_that_no_mail_server_takes_are_refused() {
        for wrong in ["anna", "@example.org", "anna@", "anna petrova@example.org", "a@b@c"] {
            assert_eq!(check_email(wrong), Some(Refusal::Malformed { field: Field::Email }), "{wrong}");
        }
        assert_eq!(check_email("anna@example.org"), None);
    }
}
