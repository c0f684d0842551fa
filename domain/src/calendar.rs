//! What a calendar shows of meetings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::change::Revision;
use crate::id::{CategoryId, MeetingId, PersonId, SeriesId};
use crate::journey::Visit;
use crate::kind::{EventType, Hue};
use crate::location::Location;
use crate::meeting::{Answer, State};
use crate::permission::Permits;
use crate::time::{Span, When, ZoneRules};

/// A meeting as it stands in a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    pub meeting: MeetingId,
    pub version: Revision,
    pub takes: Takes,
    /// `None` where the viewer may know only that the time is busy.
    pub details: Option<Details>,
    /// In whose calendars it stands, of those that were asked for; empty where that was one's own alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Attends>,
}

impl Entry {
    /// When and where the viewer has to be; `None` of what they do not go out for.
    pub fn visit(&self) -> Option<Visit> {
        let Takes::Time { span } = self.takes else { return None };
        let details = self.details.as_ref()?;
        let goes = details.my_answer.is_some_and(|mine| mine.answer != Answer::Declined);
        let outside = details.event_type == EventType::External && details.state != State::Cancelled;
        let position = details.address.as_ref().and_then(|address| address.position);
        (goes && outside).then_some(Visit { meeting: self.meeting, span, position })
    }
}

/// Somebody whose time a meeting takes. Everyone in the organisation may know that much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attends {
    pub person: PersonId,
    pub answer: Answer,
}

/// The time that an entry takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case", try_from = "Written")]
pub enum Takes {
    Time {
        span: Span,
    },
    /// `days` from `first` on, in every zone alike.
    Days {
        first: NaiveDate,
        days: u32,
    },
}

/// [`Takes`] as it is written. What serde makes by itself for an enum that is told by a field reads it in two ways, and
/// so everything in it: the browser would have to bring both.
#[derive(Deserialize)]
struct Written {
    #[serde(rename = "type")]
    kind: WrittenKind,
    span: Option<Span>,
    first: Option<NaiveDate>,
    days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenKind {
    Time,
    Days,
}

impl TryFrom<Written> for Takes {
    type Error = &'static str;

    fn try_from(Written { kind, span, first, days }: Written) -> Result<Self, &'static str> {
        Ok(match kind {
            WrittenKind::Time => Self::Time { span: span.ok_or("`span` is missing")? },
            WrittenKind::Days => Self::Days {
                first: first.ok_or("`first` is missing")?,
                days: days.ok_or("`days` is missing")?,
            },
        })
    }
}

impl Takes {
    /// What a meeting takes that is planned for `when`, by the clock of `rules`.
    pub fn of(when: &When, rules: &ZoneRules) -> Self {
        match when {
            When::AllDay { first, days, .. } => Self::Days { first: *first, days: *days },
            When::Timed { .. } => Self::Time { span: when.span(rules) },
        }
    }

    /// When a meeting is that takes this time, on the wall clock of `rules`.
    pub fn when(self, rules: &ZoneRules) -> When {
        match self {
            Self::Time { span } => When::timed(span, rules),
            Self::Days { first, days } => When::AllDay { first, days, zone: rules.name().clone() },
        }
    }

    /// When it is over; whole days are by the clock of `rules`.
    pub fn end(self, rules: &ZoneRules) -> DateTime<Utc> {
        match self {
            Self::Time { span } => span.end(),
            Self::Days { first, days } => rules.days(first, days).end(),
        }
    }
}

/// What may be told of a meeting to whoever sees more than busy time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Details {
    pub subject: String,
    pub state: State,
    pub event_type: EventType,
    /// Its category; of it only the colour is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    pub color: Option<Hue>,
    pub place: Option<String>,
    /// Where it is, outside the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Location>,
    pub client: Option<String>,
    pub responsible: PersonId,
    pub private: bool,
    /// Set for an occurrence of a series.
    pub series: Option<SeriesId>,
    /// The viewer's own answer, if invited.
    pub my_answer: Option<MyAnswer>,
    /// The viewer takes part and wants to be told before it begins.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
    pub permits: Permits,
}

/// How the viewer stands to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyAnswer {
    pub answer: Answer,
    /// Nobody has answered yet: it stands among the invitations to answer.
    pub awaited: bool,
}

/// The entries of a range, true as of a revision: changes after it come over the live socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Range {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub revision: Revision,
    pub entries: Vec<Entry>,
}

/// What a search found: a meeting, and which of its people the search was about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    pub entry: Entry,
    /// The names of the participants that were sought.
    pub people: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_reads_as_it_is_written() {
        let written = [
            "{\"type\":\"time\",\"span\":{\"start\":\"2026-11-24T09:00:00Z\",\"end\":\"2026-11-24T10:00:00Z\"}}",
            "{\"type\":\"days\",\"first\":\"2026-11-24\",\"days\":2}",
        ];
        for written in written {
            let read: Takes = serde_json::from_str(written).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), written);
        }
        let missing =
            serde_json::from_str::<Takes>("{\"type\":\"days\",\"first\":\"2026-11-24\"}").unwrap_err();
        assert_eq!(missing.to_string(), "`days` is missing");
    }
}
