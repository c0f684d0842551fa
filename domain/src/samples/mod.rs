//! A believable organisation of any size: the demo's, and the one that tests and benchmarks run on.
//!
//! Everything comes from a seed: the same [`Size`] on the same day gives the same people, clients and
//! meetings, ids included.

mod dice;
mod journal;
mod lives;
mod meetings;
mod organisation;
mod particulars;
mod series;
mod words;

pub use journal::{Said, SamplePlan};
pub use meetings::{Days, Sample};
pub use organisation::Organisation;
pub use series::SampleSeries;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::PersonId;
use crate::journal::JournalItem;
use crate::people::Language;
use crate::time::{IsoWeek, ZoneRules};

/// How big the organisation is, and what is spoken there.
#[derive(Clone, Debug)]
pub struct Size {
    /// At least [`FEWEST_PEOPLE`].
    pub people: u32,
    /// How many weeks the meetings are spread over; this week is in the middle.
    pub weeks: u32,
    /// The occurrences of series among them.
    pub meetings: u32,
    pub seed: u64,
    pub language: Language,
}

/// The people who always exist, and somebody to meet.
pub const FEWEST_PEOPLE: u32 = 10;

/// The people whom scripts and tests may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Administrator.
    Admin,
    /// Head of Sales.
    Head,
    /// In Sales, below the head.
    Rep1,
    /// In Sales, below the head.
    Rep2,
    /// In Engineering, not below the head of Sales.
    Other,
}

impl Known {
    pub const ALL: [Self; 5] = [Self::Head, Self::Rep1, Self::Rep2, Self::Other, Self::Admin];

    pub fn email(self) -> &'static str {
        match self {
            Self::Admin => "admin@demo.example",
            Self::Head => "head@demo.example",
            Self::Rep1 => "rep1@demo.example",
            Self::Rep2 => "rep2@demo.example",
            Self::Other => "other@demo.example",
        }
    }
}

/// Everybody's password in the demo organisation.
pub const PASSWORD: &str = "daybook-demo";

impl Size {
    /// Small enough to be there at once, big enough to look lived in.
    pub const fn demo(language: Language) -> Self {
        Self { people: 24, weeks: 8, meetings: 1_300, seed: 1, language }
    }

    /// The organisation without its meetings.
    pub fn organisation(&self) -> Organisation {
        Organisation::new(self)
    }

    /// The weekly meetings of its departments, as far ahead as series are planned.
    pub fn series(
        &self,
        organisation: &Organisation,
        today: NaiveDate,
        rules: &ZoneRules,
    ) -> Vec<SampleSeries> {
        series::of(self, organisation, today, rules)
    }

    /// The plans of last week and this one of those whom the head of Sales leads, made from the meetings that each has in
    /// a week.
    pub fn plans(
        &self,
        organisation: &Organisation,
        week: IsoWeek,
        meetings: &BTreeMap<PersonId, Vec<JournalItem>>,
        today: NaiveDate,
        rules: &ZoneRules,
    ) -> Vec<SamplePlan> {
        journal::of(self, organisation, week, meetings, today, rules)
    }

    /// The other meetings, day by day, for an organisation of this size. `rules` are the clock on the wall of its
    /// offices.
    pub fn meetings<'a>(
        &self,
        organisation: &'a Organisation,
        today: NaiveDate,
        rules: &'a ZoneRules,
    ) -> Days<'a> {
        Days::new(self, organisation, today, rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_organisation_and_meetings() {
        let size = Size { people: 40, weeks: 4, meetings: 500, seed: 7, language: Language::English };
        let rules = ZoneRules::utc();
        let (one, two) = (size.organisation(), size.organisation());
        assert_eq!(one.people, two.people);
        let meetings = |organisation: &Organisation| -> Vec<Sample> {
            size.meetings(organisation, today(), &rules).flatten().collect()
        };
        assert_eq!(meetings(&one), meetings(&two));
        let series = |organisation: &Organisation| size.series(organisation, today(), &rules);
        assert_eq!(series(&one), series(&two));
        let other = Size { seed: 8, ..size.clone() };
        assert_ne!(other.organisation().people, one.people);
    }

    #[test]
    fn there_are_as_many_meetings_as_asked_for_and_no_room_is_booked_twice() {
        for (people, meetings) in [(10, 50), (24, 1_300), (200, 5_000)] {
            let size = Size { people, weeks: 8, meetings, seed: 1, language: Language::Russian };
            let organisation = size.organisation();
            assert_eq!(organisation.people.len() as u32, people);
            let rules = ZoneRules::utc();
            let mut bookings: BTreeMap<_, Vec<Span>> = BTreeMap::new();
            let series = size.series(&organisation, today(), &rules);
            assert_eq!(series.is_empty(), people == 10, "there is no room for one among fifty meetings");
            let recurring = series.into_iter().flat_map(|series| series.occurrences);
            let mut count = 0;
            for sample in recurring.chain(size.meetings(&organisation, today(), &rules).flatten()) {
                count += 1;
                assert!(!sample.meeting.subject.is_empty());
                if let Some(place) = sample.meeting.place {
                    bookings.entry(place).or_default().push(sample.span);
                }
            }
            assert_eq!(count, meetings, "{people} people");
            for spans in bookings.values_mut() {
                spans.sort();
                assert!(spans.windows(2).all(|pair| !pair[0].overlaps(&pair[1])));
            }
        }
    }

    #[test]
    fn what_is_behind_is_mostly_closed_as_the_rules_would_have_it() {
        use crate::meeting::State;
        let size = Size::demo(Language::English);
        let (organisation, rules) = (size.organisation(), ZoneRules::utc());
        let series = size.series(&organisation, today(), &rules).into_iter().flat_map(|one| one.occurrences);
        let now = rules.instant(today().and_time(chrono::NaiveTime::MIN));
        let (mut behind, mut closed, mut ahead_closed) = (0, 0, 0);
        for Sample { meeting, span, .. } in
            series.chain(size.meetings(&organisation, today(), &rules).flatten())
        {
            let is_closed = meeting.state == State::Closed;
            assert_eq!(meeting.outcome.ended.is_some(), meeting.state.is_over());
            assert!(
                !is_closed || meeting.checklist.iter().all(|item| !item.mandatory || item.done.is_some())
            );
            behind += u32::from(span.end() <= now);
            closed += u32::from(is_closed);
            ahead_closed += u32::from(is_closed && span.start() > now);
        }
        assert!((60..95).contains(&(closed * 100 / behind)), "{closed} of {behind}");
        assert_eq!(ahead_closed, 0);
    }

    #[test]
    fn everybody_whom_scripts_rely_on_is_there() {
        let organisation = Size::demo(Language::English).organisation();
        let find = |known: Known| organisation.people.iter().find(|person| person.email == known.email());
        assert!(Known::ALL.iter().all(|known| find(*known).is_some()));
        let head = find(Known::Head).unwrap();
        let led: Vec<_> =
            organisation.departments.iter().filter(|department| department.head == Some(head.id)).collect();
        assert!(led.iter().any(|department| Some(department.id) == find(Known::Rep1).unwrap().department));
        assert!(led.iter().all(|department| Some(department.id) != find(Known::Other).unwrap().department));
    }

    #[test]
    fn nobody_shares_an_address_however_many_they_are() {
        let size = Size { people: 2_000, weeks: 1, meetings: 0, seed: 1, language: Language::Russian };
        let organisation = size.organisation();
        let addresses: std::collections::BTreeSet<_> =
            organisation.people.iter().map(|person| person.email.clone()).collect();
        assert_eq!(addresses.len(), 2_000);
        assert!(organisation.people.iter().all(|person| person.check().is_ok()));
        assert!(organisation.clients.iter().all(|client| client.check().is_ok()));
        assert!(organisation.contacts.iter().all(|contact| contact.check().is_ok()));
    }
}
