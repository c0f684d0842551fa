//! The weekly meetings of a made-up organisation.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::dice::Dice;
use super::lives::Lives;
use super::meetings::first_monday;
use super::words::words;
use super::{Organisation, Sample, Size};
use crate::change::Revision;
use crate::id::{MeetingId, PersonId, SeriesId};
use crate::kind::Predefined;
use crate::meeting::{Answer, Attendance, Attendee, Draft, Invitee, Meeting, Reply, Series};
use crate::people::Department;
use crate::time::{Ends, Every, Recurrence, Rule, WeekStart, Weekdays, When, ZoneRules};

/// A series with its occurrences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSeries {
    /// Its version is still to be set.
    pub series: Series,
    /// By date, which is that of the rule.
    pub occurrences: Vec<Sample>,
    pub planned_at: DateTime<Utc>,
    /// The last date for which it was planned.
    pub through: NaiveDate,
}

/// Series are planned so many days ahead.
const AHEAD: u64 = 400;

/// Of all meetings, at most every so manieth recurs.
const SHARE: u32 = 4;

/// Half an hour, at eight or at half past.
const MINUTES: u32 = 30;
const STARTS: [(u32, u32); 2] = [(8, 30), (8, 0)];

/// More people than this are no team.
const MOST_INVITED: usize = 20;

pub(super) fn of(
    size: &Size,
    organisation: &Organisation,
    today: NaiveDate,
    rules: &ZoneRules,
) -> Vec<SampleSeries> {
    let mut dice = Dice::new(size.seed, 7);
    let mut lives = Lives::new(Dice::new(size.seed, 9), size.language, organisation, today, rules);
    let teams = teams(size, organisation, today).into_iter().enumerate();
    let mut weekly =
        |(number, team)| weekly(size, organisation, today, rules, &mut dice, &mut lives, number, team);
    teams.map(&mut weekly).collect()
}

/// How many of the meetings belong to a series.
pub(super) fn occurrences(size: &Size, organisation: &Organisation, today: NaiveDate) -> u32 {
    let teams = teams(size, organisation, today).len() as u32;
    teams * weeks(size, today)
}

/// The departments that meet every week: as many as there is room for among so few meetings.
fn teams<'a>(
    size: &Size,
    organisation: &'a Organisation,
    today: NaiveDate,
) -> Vec<(&'a Department, PersonId)> {
    let most = size.meetings / SHARE / weeks(size, today).max(1);
    let led = organisation.departments.iter().filter_map(|department| Some((department, department.head?)));
    led.take(most as usize).collect()
}

/// From the first week on, as far ahead as any of its days is planned.
fn weeks(size: &Size, today: NaiveDate) -> u32 {
    let days = (last_day(today) - first_monday(size, today)).num_days();
    // Whichever day of the week it is, the last week may be cut off.
    u32::try_from(days / 7).unwrap_or_default()
}

fn last_day(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(AHEAD)).unwrap_or(today)
}

#[expect(clippy::too_many_arguments, reason = "where, when and by which chance")]
fn weekly(
    size: &Size,
    organisation: &Organisation,
    today: NaiveDate,
    rules: &ZoneRules,
    dice: &mut Dice,
    lives: &mut Lives<'_>,
    number: usize,
    (department, head): (&Department, PersonId),
) -> SampleSeries {
    // Each has a time and a room of its own, as long as there are any.
    let rooms = organisation.places.len().max(1);
    let (room, slot) = (number % rooms, number / rooms);
    let (day, start) = (slot % 5, slot / 5);
    let place = STARTS.get(start).and(organisation.places.get(room)).map(|place| place.id);
    let (hour, minute) = STARTS[start.min(STARTS.len() - 1)];
    let first = first_monday(size, today).checked_add_days(Days::new(day as u64)).unwrap_or(today);
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let when = When::Timed { start: first.and_time(time), minutes: MINUTES, zone: rules.name().clone() };
    let ahead = TimeDelta::days(dice.between(2, 20) as i64);
    let now = rules.instant(today.and_time(NaiveTime::MIN));
    let planned_at = (when.span(rules).start() - ahead).min(now);

    let colleagues = organisation.people.iter().filter(|person| person.department == Some(department.id));
    let invited = colleagues.map(|person| person.id).filter(|person| *person != head).take(MOST_INVITED);
    let people = [head].into_iter().chain(invited);
    let participants =
        people.map(|person| Invitee { attendee: Attendee::Person(person), attendance: Attendance::Required });
    let card = Draft {
        subject: format!("{}: {}", words(size.language).weekly, department.name),
        kind: Predefined::Meeting.id(),
        when,
        place,
        address: None,
        responsible: head,
        client: None,
        contact: None,
        category: organisation.categories.get(3).map(|category| category.id),
        description: String::new(),
        private: false,
        particulars: Default::default(),
        participants: participants.collect(),
        crowded: false,
    };
    let every = Every::Week { on: [chrono::Datelike::weekday(&first)].into_iter().collect::<Weekdays>() };
    let rule = Rule { every, interval: 1, ends: Ends::Never, week_start: WeekStart::Monday };
    let mut series = Series {
        id: SeriesId(dice.id(planned_at)),
        version: Revision::default(),
        author: head,
        card,
        recurrence: Recurrence::of(rule),
        replies: Vec::new(),
    };
    for invitee in series.card.participants.clone() {
        let person = invitee.attendee.person().filter(|person| *person != head && dice.percent(85));
        if let Some(person) = person {
            let given = Some((person, planned_at));
            series.keep_reply(
                invitee.attendee,
                Reply { answer: Answer::Accepted, reason: String::new(), given },
            );
        }
    }
    let checklist = lives.template(series.card.kind);
    let dates = first.iter_weeks().take(weeks(size, today) as usize);
    let occurrences: Vec<_> = dates
        .enumerate()
        .map(|(week, date)| {
            // The first one has the id of the series.
            let id = if week == 0 { series.id.0 } else { dice.id(planned_at) };
            let mut meeting: Meeting = series.occurrence(MeetingId(id), date, checklist);
            let span = meeting.when.span(rules);
            lives.live(&mut meeting, span);
            Sample { span, meeting, planned_at }
        })
        .collect();
    let through = occurrences.last().map_or(first, |last| last.meeting.when.first_day());
    SampleSeries { series, occurrences, planned_at, through }
}
