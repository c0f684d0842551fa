//! What is wrong with a plan before it is submitted (D8). A finding forbids nothing; it leads to where it can be mended.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::JournalItem;
use crate::availability::WorkingHours;
use crate::id::MeetingId;
use crate::journey::{Journey, Visit, Ways, journeys};
use crate::kind::EventType;
use crate::meeting::State;
use crate::time::{IsoWeek, When};

/// Something a supervisor would ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Finding {
    /// A working day without a meeting.
    EmptyDay { date: NaiveDate },
    /// More minutes of meetings than `norm`, the working minutes of that day.
    Overload { date: NaiveDate, minutes: u32, norm: u32 },
    /// A visit of which nobody knows where it is.
    NoAddress { meeting: MeetingId },
    /// A meeting outside without anybody to meet.
    NoContact { meeting: MeetingId },
    /// From one visit to the next it takes more minutes than are free between them (D10).
    ImpossibleJourney { from: MeetingId, to: MeetingId, minutes: u32, free: u32 },
}

/// What is to be said of these meetings, day by day. Absences are for whoever calls to know.
pub fn findings(week: IsoWeek, items: &[JournalItem], hours: &WorkingHours, ways: &dyn Ways) -> Vec<Finding> {
    let standing: Vec<_> = items.iter().filter(|item| item.state != State::Cancelled).collect();
    let mut minutes: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for item in &standing {
        for date in item.days() {
            *minutes.entry(date).or_default() += item.minutes_on_a_day();
        }
    }
    let mut findings = Vec::new();
    for date in week.days() {
        let Some(working) = hours.on(date) else { continue };
        let norm = (working.end - working.start).num_minutes().clamp(0, 24 * 60) as u32;
        match minutes.get(&date) {
            None => findings.push(Finding::EmptyDay { date }),
            Some(minutes) if *minutes > norm => {
                findings.push(Finding::Overload { date, minutes: *minutes, norm });
            }
            Some(_) => {}
        }
        for item in standing.iter().filter(|item| item.when.first_day() == date) {
            findings.extend(of_one(item));
        }
        let late =
            journeys_on(date, standing.iter().copied(), ways).into_iter().filter(Journey::is_impossible);
        findings.extend(late.map(|Journey { from, to, way, free, .. }| Finding::ImpossibleJourney {
            from,
            to,
            minutes: way.minutes,
            free,
        }));
    }
    findings
}

/// From one visit of a day to the next.
pub(super) fn journeys_on<'a>(
    date: NaiveDate,
    items: impl Iterator<Item = &'a JournalItem>,
    ways: &dyn Ways,
) -> Vec<Journey> {
    journeys(
        items.filter(|item| item.when.first_day() == date).filter_map(JournalItem::visit).collect(),
        ways,
    )
}

fn of_one(item: &JournalItem) -> impl Iterator<Item = Finding> {
    let meeting = item.meeting;
    let outside = item.event_type == EventType::External;
    let no_address = outside && item.address.is_none();
    let no_contact = (outside || item.event_type == EventType::Call) && item.contact.is_none();
    let no_address = no_address.then_some(Finding::NoAddress { meeting });
    no_address.into_iter().chain(no_contact.then_some(Finding::NoContact { meeting }))
}

impl JournalItem {
    /// Where one has to be from when to when; `None` for who stays at home, and for what takes whole days.
    pub fn visit(&self) -> Option<Visit> {
        let outside = self.event_type == EventType::External && matches!(self.when, When::Timed { .. });
        outside.then_some(Visit { meeting: self.meeting, span: self.span, position: self.position })
    }

    /// The dates that it takes.
    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let days = match self.when {
            When::Timed { .. } => 1,
            When::AllDay { days, .. } => days,
        };
        self.when.first_day().iter_days().take(days as usize)
    }

    /// Whole days fill a day without being hours of work.
    fn minutes_on_a_day(&self) -> u32 {
        match self.when {
            When::Timed { minutes, .. } => minutes,
            When::AllDay { .. } => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::sheet::tests::{item, on};
    use crate::journey::Pace;

    fn week() -> IsoWeek {
        "2026-W48".parse().unwrap()
    }

    fn found(items: &[JournalItem]) -> Vec<Finding> {
        findings(week(), items, &WorkingHours::default(), &Pace::default())
    }

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn every_working_day_without_a_meeting_is_named_and_no_weekend() {
        let empty: Vec<_> = (23..=27).map(|day| Finding::EmptyDay { date: date(day) }).collect();
        assert_eq!(found(&[]), empty);
        let full: Vec<_> = (23..=27).map(|day| item(u128::from(day), on(day, 10, 60))).collect();
        assert_eq!(found(&full), []);
    }

    #[test]
    fn a_day_with_more_meetings_than_hours_is_an_overload() {
        let mut items: Vec<_> = (23..=27).map(|day| item(u128::from(day), on(day, 10, 60))).collect();
        items.push(item(99, on(24, 11, 8 * 60 + 30)));
        let overload = Finding::Overload { date: date(24), minutes: 570, norm: 540 };
        assert_eq!(found(&items), [overload]);
    }

    #[test]
    fn a_visit_needs_an_address_and_both_visit_and_call_somebody_to_meet() {
        let mut items: Vec<_> = (23..=27).map(|day| item(u128::from(day), on(day, 10, 60))).collect();
        items[0].address = None;
        items[1].contact = None;
        items[2].event_type = EventType::Call;
        items[2].contact = None;
        items[2].address = None;
        items[3].event_type = EventType::Internal;
        items[3].contact = None;
        items[3].address = None;
        let expected = [
            Finding::NoAddress { meeting: items[0].meeting },
            Finding::NoContact { meeting: items[1].meeting },
            Finding::NoContact { meeting: items[2].meeting },
        ];
        assert_eq!(found(&items), expected);
    }

    #[test]
    fn a_journey_that_takes_longer_than_is_free_is_named() {
        let mut items: Vec<_> = (23..=27).map(|day| item(u128::from(day), on(day, 10, 60))).collect();
        items.push(item(99, on(24, 11, 60)));
        let at = crate::location::Position::degrees;
        (items[1].position, items[5].position) = (at(51.4545, -2.5879), at(51.3811, -2.359));
        let [Finding::ImpossibleJourney { from, to, minutes, free: 0 }] = found(&items)[..] else {
            panic!("nobody gets there: {:?}", found(&items));
        };
        assert_eq!((from, to), (items[1].meeting, items[5].meeting));
        assert!((33..=37).contains(&minutes));
        items[5].state = State::Cancelled;
        assert_eq!(found(&items), [], "what is cancelled is no way to go");
    }

    #[test]
    fn what_is_cancelled_fills_no_day() {
        let mut items: Vec<_> = (23..=27).map(|day| item(u128::from(day), on(day, 10, 60))).collect();
        items[4].state = State::Cancelled;
        assert_eq!(found(&items), [Finding::EmptyDay { date: date(27) }]);
    }
}
