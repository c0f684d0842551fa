//! Identities. Whoever creates a thing chooses its id, so that the same command sent twice happens once.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

/// Declares an identity of its own type, so that a room can never stand where a person belongs.
macro_rules! identity {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(#[serde(deserialize_with = "read")] pub Uuid);

        impl $name {
            /// A new identity (UUIDv7, RFC 9562 section 5.7): unique, and sorted by when it was made.
            pub fn generate(now: DateTime<Utc>) -> Self {
                Self(version_7(now))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

identity! {
    /// A user of Daybook.
    PersonId,
    DepartmentId,
    /// A group of users that is picked together.
    GroupId,
    /// A set of people that somebody looks at together.
    TeamId,
    /// A natural person outside the organisation who belongs to no client (физическое лицо).
    IndividualId,
    ClientId,
    /// A person who works for a client.
    ContactId,
    /// An office of a client.
    AddressId,
    /// A sales opportunity of a client (интерес).
    InterestId,
    /// What an administrator wants to be asked of meetings.
    AttributeId,
    /// A room of one's own organisation.
    PlaceId,
    CategoryId,
    /// An interaction kind (вид взаимодействия).
    KindId,
    /// An item of an interaction kind's checklist template.
    TemplateItemId,
    /// What the template of a kind said at one time.
    ChecklistId,
    MeetingId,
    /// A file that belongs to a meeting.
    AttachmentId,
    /// Meetings that recur by one rule.
    SeriesId,
    /// The plan of somebody's week; it follows from whose and which week ([`crate::journal::PlanKey::id`]).
    PlanId,
    /// A message in the conversation about a week plan.
    MessageId,
    /// What is expected of everybody in a position.
    TargetId,
    /// Days on which somebody is away.
    AbsenceId,
    /// A signed-in browser or token.
    SessionId,
}

/// Reads an identity. What exactly is wrong with one that cannot be read would be told by code that every browser loads.
fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Uuid, D::Error> {
    struct Text;

    impl Visitor<'_> for Text {
        type Value = Uuid;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a UUID")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Uuid, E> {
            Uuid::try_parse(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
        }
    }

    from.deserialize_str(Text)
}

fn version_7(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

/// A thing and what it is called, for a screen that must not ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named<Id> {
    pub id: Id,
    pub name: String,
}
