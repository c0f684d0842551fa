//! How people's days are filled (S29), and who of them is free when a meeting is proposed (D21).

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::id::{MeetingId, PersonId};
use crate::meeting::Answer;
use crate::time::Span;

/// What takes a person's time on one day, as far as whoever looks may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Load {
    pub person: PersonId,
    pub name: String,
    pub position: String,
    pub email: String,
    /// When the person works on that day, by the clock of their own zone; absent on a day off.
    pub works: Option<Span>,
    /// By start; they may overlap each other and reach beyond the day.
    pub busy: Vec<Busy>,
}

/// A time that is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Busy {
    pub meeting: MeetingId,
    pub span: Span,
    pub firmness: Firmness,
    /// Absent where whoever looks may know only that the time is taken.
    pub subject: Option<String>,
}

/// How sure it is that a time is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Firmness {
    /// The invitation is not accepted: *Maybe* blocks time softly.
    Soft,
    /// Accepted.
    Firm,
}

impl Firmness {
    /// How an answer takes time; declined, it takes none.
    pub fn of(answer: Answer) -> Option<Self> {
        match answer {
            Answer::Accepted => Some(Self::Firm),
            Answer::Maybe => Some(Self::Soft),
            Answer::Declined => None,
        }
    }
}

/// How free somebody is at a proposed time: the freest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Freedom {
    Free,
    /// Nothing is in the way, but the person does not work then, or not all of the time.
    OffHours,
    /// What is in the way is not certain yet.
    Soft,
    Busy,
}

impl Load {
    /// What is in the way of a meeting at this time. `but` is that meeting itself, if it is there already.
    pub fn conflicts(&self, proposed: Span, but: Option<MeetingId>) -> impl Iterator<Item = &Busy> {
        self.busy.iter().filter(move |busy| busy.span.overlaps(&proposed) && Some(busy.meeting) != but)
    }

    pub fn freedom(&self, proposed: Span, but: Option<MeetingId>) -> Freedom {
        match self.conflicts(proposed, but).map(|busy| busy.firmness).max() {
            Some(Firmness::Firm) => Freedom::Busy,
            Some(Firmness::Soft) => Freedom::Soft,
            None if self.works_through(proposed) => Freedom::Free,
            None => Freedom::OffHours,
        }
    }

    fn works_through(&self, span: Span) -> bool {
        self.works.is_some_and(|works| works.start() <= span.start() && span.end() <= works.end())
    }

    /// How much of a day is taken, what overlaps counted once.
    pub fn taken(&self, day: Span) -> TimeDelta {
        let mut upto = day.start();
        let mut taken = TimeDelta::zero();
        // They are sorted by start.
        for Busy { span, .. } in &self.busy {
            let (start, end) = (span.start().max(upto), span.end().min(day.end()));
            if start < end {
                taken += end - start;
                upto = end;
            }
        }
        taken
    }
}

/// Puts those first who are free at the proposed time, and of them those who have least on that day (D21).
pub fn by_freedom(loads: &mut [Load], day: Span, proposed: Option<Span>, but: Option<MeetingId>) {
    loads.sort_by_cached_key(|load| {
        let freedom = proposed.map(|proposed| load.freedom(proposed, but));
        (freedom, load.taken(day), load.name.to_lowercase())
    });
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeZone, Utc};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn at(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 24, 0, 0, 0).unwrap() + TimeDelta::hours(hour.into())
    }

    fn span(from: u32, to: u32) -> Span {
        Span::new(at(from), at(to)).unwrap()
    }

    fn meeting(number: u128) -> MeetingId {
        MeetingId(Uuid::from_u128(number))
    }

    fn busy(number: u128, from: u32, to: u32, firmness: Firmness) -> Busy {
        Busy { meeting: meeting(number), span: span(from, to), firmness, subject: None }
    }

    fn load(name: &str, busy: Vec<Busy>) -> Load {
        Load {
            person: PersonId(Uuid::from_u128(1)),
            name: name.to_owned(),
            position: String::new(),
            email: String::new(),
            works: Some(span(9, 18)),
            busy,
        }
    }

    #[test]
    fn what_touches_is_not_in_the_way_and_a_meeting_is_not_in_its_own() {
        let day = load("Anna", vec![busy(1, 9, 10, Firmness::Firm), busy(2, 10, 11, Firmness::Firm)]);
        assert_eq!(day.freedom(span(11, 12), None), Freedom::Free);
        assert_eq!(day.freedom(span(10, 11), None), Freedom::Busy);
        assert_eq!(day.freedom(span(10, 11), Some(meeting(2))), Freedom::Free);
        assert_eq!(day.conflicts(span(9, 11), None).count(), 2);
    }

    #[test]
    fn an_invitation_that_is_not_accepted_is_in_the_way_softly() {
        let day = load("Anna", vec![busy(1, 9, 10, Firmness::Soft)]);
        assert_eq!(day.freedom(span(9, 10), None), Freedom::Soft);
        assert_eq!(day.freedom(span(17, 19), None), Freedom::OffHours);
        assert_eq!(Load { works: None, ..day }.freedom(span(11, 12), None), Freedom::OffHours);
    }

    #[test]
    fn who_is_free_then_comes_first_and_of_them_who_has_least() {
        let mut loads = vec![
            load("Busy", vec![busy(1, 10, 11, Firmness::Firm)]),
            load("Perhaps", vec![busy(1, 10, 11, Firmness::Soft)]),
            load("Much", vec![busy(1, 12, 16, Firmness::Firm)]),
            load("Little", vec![busy(1, 12, 13, Firmness::Firm)]),
            load("away", vec![]),
        ];
        loads[4].works = None;
        by_freedom(&mut loads, span(0, 24), Some(span(10, 11)), None);
        let names: Vec<_> = loads.iter().map(|load| load.name.as_str()).collect();
        assert_eq!(names, ["Little", "Much", "away", "Perhaps", "Busy"]);
    }

    proptest! {
        #[test]
        fn what_overlaps_is_taken_once(hours in prop::collection::vec((0_u32..30, 1_u32..6), 0..12)) {
            let mut spans: Vec<_> = hours.iter().map(|(from, length)| busy(1, *from, from + length, Firmness::Firm)).collect();
            spans.sort_by_key(|busy| busy.span);
            let whole = span(0, 24);
            let taken = load("Anna", spans.clone()).taken(whole);
            let by_the_hour = (0..24).filter(|hour| spans.iter().any(|busy| busy.span.contains(at(*hour)))).count();
            prop_assert_eq!(taken.num_hours(), by_the_hour as i64);
        }
    }
}
