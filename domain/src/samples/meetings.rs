//! The meetings of a made-up organisation, a working day at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days as DayCount, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::dice::Dice;
use super::lives::Lives;
use super::particulars::Sayings;
use super::words::{Words, words};
use super::{Organisation, Size};
use crate::change::Revision;
use crate::client::{Address, Client};
use crate::id::{DepartmentId, MeetingId, PersonId, PlaceId};
use crate::kind::Predefined;
use crate::meeting::{Answer, Attendance, Attendee, Meeting, Outcome, Participant, Reply, State};
use crate::people::Person;
use crate::time::{Span, WeekStart, When, ZoneRules};

/// A meeting, the time it takes and when it was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its version is still to be set.
    pub meeting: Meeting,
    pub span: Span,
    pub planned_at: DateTime<Utc>,
}

/// The meetings of one working day after the other.
#[derive(Debug)]
pub struct Days<'a> {
    organisation: &'a Organisation,
    words: &'static Words,
    rules: &'a ZoneRules,
    today: NaiveDate,
    dice: Dice,
    lives: Lives<'a>,
    sayings: Sayings<'a>,
    colleagues: BTreeMap<Option<DepartmentId>, Vec<usize>>,
    workdays: Vec<NaiveDate>,
    next: usize,
    meetings: u32,
}

/// A day is planned from 8 to 19 o'clock in quarters of an hour, a bit each; the hour before 9 is for what recurs.
const FIRST_HOUR: u32 = 8;
const QUARTERS: u32 = 44;

impl<'a> Days<'a> {
    pub(super) fn new(
        size: &Size,
        organisation: &'a Organisation,
        today: NaiveDate,
        rules: &'a ZoneRules,
    ) -> Self {
        let mut colleagues: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, person) in organisation.people.iter().enumerate() {
            colleagues.entry(person.department).or_default().push(index);
        }
        let first = first_monday(size, today);
        let days = first.iter_days().take(size.weeks.max(1) as usize * 7);
        Self {
            organisation,
            words: words(size.language),
            rules,
            today,
            dice: Dice::new(size.seed, 6),
            lives: Lives::new(Dice::new(size.seed, 8), size.language, organisation, today, rules),
            sayings: Sayings::new(Dice::new(size.seed, 12), organisation),
            colleagues,
            workdays: days.filter(|date| date.weekday().num_days_from_monday() < 5).collect(),
            next: 0,
            meetings: size.meetings - super::series::occurrences(size, organisation, today),
        }
    }

    /// How many meetings fall up to and including this working day, so that the sum is what was asked for.
    fn due_by(&self, day: usize) -> u64 {
        u64::from(self.meetings) * (day as u64 + 1) / self.workdays.len() as u64
    }

    fn plan(&mut self, date: NaiveDate, day: &mut Day) -> Sample {
        let organiser = self.dice.below(self.organisation.people.len());
        if self.dice.percent(1) {
            return self.whole_days(date, organiser);
        }
        let kind = match self.dice.below(100) {
            0..42 => Predefined::Meeting,
            42..70 => Predefined::MeetingAtClient,
            70..90 => Predefined::Call,
            _ => Predefined::Presentation,
        };
        let quarters = match kind {
            Predefined::Meeting => *self.dice.pick(&[2, 2, 3, 4, 4, 4, 6, 8]),
            Predefined::MeetingAtClient => *self.dice.pick(&[4, 6, 6, 8]),
            Predefined::Call => *self.dice.pick(&[1, 2, 2, 3]),
            Predefined::Presentation => *self.dice.pick(&[4, 4, 6]),
        };
        let guests = match kind {
            Predefined::Meeting => self.dice.between(1, 4),
            Predefined::Call => 0,
            _ => usize::from(self.dice.percent(30)),
        };
        let people = self.invite(organiser, guests);
        let start = self.free_start(day, &people, quarters);
        let taken = mask(start, quarters);
        for person in &people {
            day.people[*person] |= taken;
        }
        let place = match kind {
            Predefined::Meeting => self.free_room(day, taken, people.len()),
            _ => None,
        };
        let wall = date.and_time(at_quarter(start));
        let when = When::Timed { start: wall, minutes: quarters * 15, zone: self.rules.name().clone() };
        let client = match kind {
            Predefined::Meeting => None,
            _ => Some(self.dice.below(self.organisation.clients.len())),
        };
        self.meeting(kind, when, &people, place, client)
    }

    fn whole_days(&mut self, date: NaiveDate, organiser: usize) -> Sample {
        let days = *self.dice.pick(&[1, 1, 2, 3]);
        let guests = self.dice.below(3);
        let people = self.invite(organiser, guests);
        let when = When::AllDay { first: date, days, zone: self.rules.name().clone() };
        let mut sample = self.meeting(Predefined::Meeting, when, &people, None, None);
        sample.meeting.subject = (*self.dice.pick(self.words.whole_days)).to_owned();
        sample
    }

    /// The organiser and some colleagues, mostly of the same department; nobody twice.
    fn invite(&mut self, organiser: usize, guests: usize) -> Vec<usize> {
        let department = self.organisation.people[organiser].department;
        let mut people = vec![organiser];
        for _ in 0..guests {
            let near = self.colleagues.get(&department).filter(|near| near.len() > 2);
            let guest = match near {
                Some(near) if self.dice.percent(80) => *self.dice.pick(near),
                _ => self.dice.below(self.organisation.people.len()),
            };
            if !people.contains(&guest) {
                people.push(guest);
            }
        }
        people
    }

    /// A start at which nobody has anything else, if a few tries find one; real calendars overlap as well.
    fn free_start(&mut self, day: &Day, people: &[usize], quarters: u32) -> u32 {
        let latest = QUARTERS - quarters;
        let mut start = 0;
        for _ in 0..8 {
            // Meetings begin on the hour or the half hour, and seldom before nine.
            start = (self.dice.between(2, (latest / 2) as usize) * 2) as u32;
            let wanted = mask(start, quarters);
            if people.iter().all(|person| day.people[*person] & wanted == 0) {
                break;
            }
        }
        start
    }

    /// A free room that is big enough.
    fn free_room(&mut self, day: &mut Day, taken: u64, people: usize) -> Option<PlaceId> {
        let rooms = &self.organisation.places;
        let first = self.dice.below(rooms.len());
        let index = (0..rooms.len())
            .map(|step| (first + step) % rooms.len())
            .find(|index| rooms[*index].capacity as usize >= people && day.rooms[*index] & taken == 0)?;
        day.rooms[index] |= taken;
        Some(rooms[index].id)
    }

    fn meeting(
        &mut self,
        kind: Predefined,
        when: When,
        people: &[usize],
        place: Option<PlaceId>,
        client: Option<usize>,
    ) -> Sample {
        let span = when.span(self.rules);
        let ahead = TimeDelta::minutes(self.dice.between(24 * 60, 14 * 24 * 60) as i64);
        let now = self.rules.instant(self.today.and_time(NaiveTime::MIN));
        let planned_at = (span.start() - ahead).min(now);
        // The main offices stand in the order of their clients.
        let office = client.map(|index| &self.organisation.addresses[index]);
        let outside = matches!(kind, Predefined::MeetingAtClient | Predefined::Presentation);
        let address = office.filter(|_| outside).map(Address::location);
        let client = client.map(|index| &self.organisation.clients[index]);
        let responsible = self.organisation.people[people[0]].id;
        let contact = client.and_then(|client| client.main_contact);
        let mut participants = vec![Participant {
            attendee: Attendee::Person(responsible),
            attendance: Attendance::Required,
            reply: Reply::ORGANISER,
        }];
        for person in &people[1..] {
            let person = self.organisation.people[*person].id;
            participants.push(self.guest(person, span.start() < now, planned_at));
        }
        participants.extend(contact.map(|contact| Participant {
            attendee: Attendee::Contact(contact),
            attendance: Attendance::Required,
            reply: Reply::default(),
        }));
        let category = match kind {
            Predefined::Meeting => 3,
            _ => *self.dice.pick(&[0, 0, 1, 1, 2]),
        };
        let mut meeting = Meeting {
            id: MeetingId(self.dice.id(planned_at)),
            version: Revision::default(),
            subject: self.subject(kind, client),
            kind: kind.id(),
            when,
            place,
            address,
            author: responsible,
            responsible,
            client: client.map(|client| client.id),
            contact,
            category: self.dice.percent(75).then(|| self.organisation.categories[category].id),
            description: if self.dice.percent(35) {
                (*self.dice.pick(self.words.descriptions)).to_owned()
            } else {
                String::new()
            },
            private: self.dice.percent(2),
            particulars: Default::default(),
            state: State::Planned,
            outcome: Outcome::default(),
            checklist: self.lives.checklist(kind.id()),
            participants,
        };
        self.sayings.say(&mut meeting);
        self.lives.live(&mut meeting, span);
        Sample { meeting, span, planned_at }
    }

    fn guest(&mut self, person: PersonId, over: bool, planned_at: DateTime<Utc>) -> Participant {
        let answer = match self.dice.below(100) {
            0..68 => Answer::Accepted,
            68..76 => Answer::Declined,
            _ if over => Answer::Accepted,
            _ => Answer::Maybe,
        };
        let reply = match answer {
            Answer::Maybe => Reply::default(),
            answer => Reply {
                answer,
                reason: match answer {
                    Answer::Declined => (*self.dice.pick(self.words.excuses)).to_owned(),
                    _ => String::new(),
                },
                given: Some((person, planned_at)),
            },
        };
        Participant { attendee: Attendee::Person(person), attendance: Attendance::Required, reply }
    }

    fn subject(&mut self, kind: Predefined, client: Option<&Client>) -> String {
        let phrases = match kind {
            Predefined::Meeting => self.words.internal,
            Predefined::MeetingAtClient => self.words.external,
            Predefined::Call => self.words.calls,
            Predefined::Presentation => self.words.presentations,
        };
        let phrase = self.dice.pick(phrases);
        match client {
            Some(client) => format!("{phrase}: {}", client.name),
            None => (*phrase).to_owned(),
        }
    }
}

impl Iterator for Days<'_> {
    type Item = Vec<Sample>;

    fn next(&mut self) -> Option<Vec<Sample>> {
        let date = *self.workdays.get(self.next)?;
        let before = if self.next == 0 { 0 } else { self.due_by(self.next - 1) };
        let count = self.due_by(self.next) - before;
        self.next += 1;
        let mut day = Day::new(&self.organisation.people, self.organisation.places.len());
        Some((0..count).map(|_| self.plan(date, &mut day)).collect())
    }
}

/// This week is in the middle.
pub(super) fn first_monday(size: &Size, today: NaiveDate) -> NaiveDate {
    let monday = WeekStart::Monday.week_of(today)[0];
    let before = u64::from((size.weeks.max(1) - 1) / 2) * 7;
    monday.checked_sub_days(DayCount::new(before)).unwrap_or(monday)
}

/// Who and what is taken when on one day: a bit for each quarter of an hour.
struct Day {
    people: Vec<u64>,
    rooms: Vec<u64>,
}

impl Day {
    fn new(people: &[Person], rooms: usize) -> Self {
        Self { people: vec![0; people.len()], rooms: vec![0; rooms] }
    }
}

fn mask(start: u32, quarters: u32) -> u64 {
    ((1 << quarters) - 1) << start
}

fn at_quarter(quarter: u32) -> NaiveTime {
    let minutes = quarter * 15;
    NaiveTime::from_hms_opt(FIRST_HOUR + minutes / 60, minutes % 60, 0).unwrap_or_default()
}
