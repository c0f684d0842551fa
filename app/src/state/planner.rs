//! The calendar that a browser holds: which meetings stand on which day, as of which revision.
//!
//! Days come in ranges from the server and stay true through the notices of the live socket. Whoever draws a
//! day is told when that day is different, and nobody else is: a change redraws the days it touches.

use std::collections::VecDeque;
use std::mem;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::calendar::{Entry, Range, Takes};
use domain::change::Revision;
use domain::grid::day::on_the_wall;
use domain::id::{MeetingId, PersonId};
use domain::time::{Span, ZoneRules};
use leptos::prelude::*;
use litemap::LiteMap;

use super::live::{News, Notice};
use super::roads::Roads;
use crate::session::session;

/// Holds the calendar. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Planner {
    held: StoredValue<Held>,
    /// Who draws the hours of a date listens to it here.
    hours: StoredValue<LiteMap<NaiveDate, ArcTrigger>>,
    /// Whole days are drawn in one row.
    whole_days: Trigger,
    /// How one gets from one visit to the next.
    pub roads: Roads,
}

/// A meeting as it is to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub entry: Arc<Entry>,
    /// Shown as it is about to be, and not yet saved.
    pub pending: bool,
}

/// Holds the calendar for as long as the frame of the screens stands.
pub fn provide_planner() {
    provide_context(Planner {
        held: StoredValue::new(Held::new(session().rules.clone(), vec![session().person.id])),
        hours: StoredValue::new(LiteMap::new_vec()),
        whole_days: Trigger::new(),
        roads: Roads::new(&session()),
    });
}

pub fn use_planner() -> Planner {
    expect_context()
}

impl Planner {
    /// The meetings that take time on a date. Whoever asks within an effect is told when they are different.
    pub fn hours(self, date: NaiveDate) -> Vec<Standing> {
        let trigger = self.hours.try_update_value(|hours| hours.entry(date).or_default().clone());
        if let Some(trigger) = trigger {
            trigger.track();
        }
        self.held.with_value(|held| held.on(date, |day| &day.timed))
    }

    /// The meetings of whole days from `first` on, each once. Whoever asks within an effect is told when they
    /// are different.
    pub fn whole_days(self, first: NaiveDate, days: u32) -> Vec<Standing> {
        self.whole_days.track();
        self.held.with_value(|held| {
            let shown = held.between(dates(first, days));
            let meetings: Meetings =
                shown.flat_map(|day| day.whole.iter().map(|(meeting, ())| (*meeting, ()))).collect();
            meetings.keys().filter_map(|meeting| held.standing(*meeting)).collect()
        })
    }

    /// Whether all of these days are held.
    pub fn holds(self, first: NaiveDate, days: u32) -> bool {
        self.held.with_value(|held| held.between(dates(first, days)).count() == days as usize)
    }

    /// The instants between which these days lie.
    pub fn bounds(self, first: NaiveDate, days: u32) -> (DateTime<Utc>, DateTime<Utc>) {
        let span = self.held.with_value(|held| held.rules.days(first, days));
        (span.start(), span.end())
    }

    pub fn find(self, meeting: MeetingId) -> Option<Arc<Entry>> {
        self.held.with_value(|held| held.entries.get(&meeting).cloned())
    }

    /// The version of a meeting that the server last told of: whoever saves names it.
    pub fn version(self, meeting: MeetingId) -> Option<Revision> {
        self.held
            .try_with_value(|held| {
                let known = held.before.get(&meeting).or_else(|| held.entries.get(&meeting));
                known.map(|entry| entry.version)
            })
            .flatten()
    }

    /// The revision up to which everything held is known.
    pub fn revision(self) -> Revision {
        self.held.with_value(|held| held.revision)
    }

    /// Takes what the server has for these days in place of what was held of them.
    pub fn take(self, range: Range, first: NaiveDate, days: u32) {
        self.redraw(|held| held.take(range, first, days));
    }

    /// Keeps what is held true.
    pub fn apply(self, notice: &Notice) {
        self.redraw(|held| held.apply(notice));
    }

    /// Holds the calendars of these people from now on; those of others are forgotten. Says whether they are others.
    pub fn turn_to(self, people: &[PersonId]) -> bool {
        let turned = self.held.try_update_value(|held| held.turn_to(people));
        turned == Some(true)
    }

    /// Forgets every day, so that each is read again when it is shown; what is drawn stays until then.
    pub fn forget(self) {
        self.held.update_value(|held| held.days.clear());
    }

    /// Forgets what is too far from these days to be looked at soon.
    pub fn keep_near(self, first: NaiveDate) {
        self.held.update_value(|held| held.keep_near(first));
    }

    /// Shows a meeting as it is about to be, or as gone already, until [`Planner::believe`], [`Planner::let_go`] or
    /// [`Planner::take_back`].
    pub fn pretend(self, meeting: MeetingId, takes: Option<Takes>) {
        self.redraw(|held| held.pretend(meeting, takes));
    }

    /// Shows a meeting as the server has it.
    pub fn believe(self, entry: Entry) {
        self.redraw(|held| {
            held.before.remove(&entry.meeting);
            held.put(Arc::new(entry))
        });
    }

    /// Takes back what was only pretended.
    pub fn take_back(self, meeting: MeetingId) {
        self.redraw(|held| match held.before.remove(&meeting) {
            Some(was) => held.put(was),
            None => Touched::default(),
        });
    }

    /// Shows that its reader is to be reminded of a meeting, or no more: of that no change tells.
    pub fn remind(self, meeting: MeetingId, reminded: bool) {
        self.redraw(|held| held.remind(meeting, reminded));
    }

    /// Drops what was taken out of the calendar for good.
    pub fn let_go(self, meeting: MeetingId) {
        self.redraw(|held| {
            held.before.remove(&meeting);
            held.remove(meeting)
        });
    }

    fn redraw(self, change: impl FnOnce(&mut Held) -> Touched) {
        // The frame may be gone by the time the server answers.
        let Some(touched) = self.held.try_update_value(change) else { return };
        let triggers = self.hours.with_value(|hours| {
            let touched = touched.hours.iter().filter_map(|date| hours.get(date));
            touched.cloned().collect::<Vec<_>>()
        });
        for trigger in triggers {
            trigger.notify();
        }
        if touched.whole_days {
            self.whole_days.notify();
        }
    }
}

struct Held {
    rules: ZoneRules,
    /// Whose calendars.
    people: Vec<PersonId>,
    entries: LiteMap<MeetingId, Arc<Entry>>,
    /// The dates that are known in full, with what stands on each.
    days: LiteMap<NaiveDate, Day>,
    /// What the server last said of the meetings that are shown as they are about to be.
    before: LiteMap<MeetingId, Arc<Entry>>,
    revision: Revision,
    /// The last notices: an answer that was under way meanwhile is behind them.
    recent: VecDeque<Notice>,
}

#[derive(Default)]
struct Day {
    timed: Meetings,
    whole: Meetings,
}

/// A set of them.
type Meetings = LiteMap<MeetingId, ()>;

/// What has to be drawn again.
#[derive(Default)]
struct Touched {
    /// A date may stand here more than once.
    hours: Vec<NaiveDate>,
    whole_days: bool,
}

impl Held {
    fn new(rules: ZoneRules, people: Vec<PersonId>) -> Self {
        Self {
            rules,
            people,
            entries: LiteMap::new_vec(),
            days: LiteMap::new_vec(),
            before: LiteMap::new_vec(),
            revision: Revision::default(),
            recent: VecDeque::new(),
        }
    }

    fn turn_to(&mut self, people: &[PersonId]) -> bool {
        if self.people == people {
            return false;
        }
        self.people = people.to_vec();
        self.days.clear();
        self.entries.clear();
        self.before.clear();
        // They were about calendars that are not held any more.
        self.recent.clear();
        true
    }

    fn on(&self, date: NaiveDate, which: fn(&Day) -> &Meetings) -> Vec<Standing> {
        let meetings = self.days.get(&date).map(which).into_iter().flat_map(|meetings| meetings.keys());
        meetings.filter_map(|meeting| self.standing(*meeting)).collect()
    }

    /// The days that are held among these dates.
    fn between(&self, dates: RangeInclusive<NaiveDate>) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(move |(date, _)| dates.contains(date)).map(|(_, day)| day)
    }

    fn between_mut(&mut self, dates: RangeInclusive<NaiveDate>) -> impl Iterator<Item = &mut Day> {
        self.days.iter_mut().filter(move |(date, _)| dates.contains(date)).map(|(_, day)| day)
    }

    fn standing(&self, meeting: MeetingId) -> Option<Standing> {
        let entry = self.entries.get(&meeting)?.clone();
        Some(Standing { entry, pending: self.before.contains_key(&meeting) })
    }

    fn take(&mut self, range: Range, first: NaiveDate, days: u32) -> Touched {
        let mut touched = Touched { whole_days: true, ..Touched::default() };
        let mut old = Meetings::new_vec();
        for date in first.iter_days().take(days as usize) {
            let day = self.days.entry(date).or_default();
            old.extend(mem::take(&mut day.timed));
            old.extend(mem::take(&mut day.whole));
            touched.hours.push(date);
        }
        for entry in range.entries {
            old.remove(&entry.meeting);
            touched.add(self.put_unless_older(Arc::new(entry)));
        }
        for (meeting, ()) in old {
            // What is about to come stays; the rest is gone, or no longer in these days.
            match self.entries.get(&meeting) {
                Some(_) if self.before.contains_key(&meeting) => self.place(meeting),
                _ => touched.add(self.remove(meeting)),
            }
        }
        self.revision = self.revision.max(range.revision);
        let missed: Vec<Notice> =
            self.recent.iter().filter(|notice| notice.revision > range.revision).cloned().collect();
        for notice in &missed {
            touched.add(self.hear(&notice.news));
        }
        touched
    }

    fn apply(&mut self, notice: &Notice) -> Touched {
        self.revision = self.revision.max(notice.revision);
        if matches!(notice.news, News::Entry { .. } | News::Gone { .. }) {
            if self.recent.len() == MOST_RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(notice.clone());
        }
        self.hear(&notice.news)
    }

    fn hear(&mut self, news: &News) -> Touched {
        match news {
            News::Entry { entry } => self.put_unless_older(Arc::new(entry.clone())),
            News::Gone { meeting } => {
                self.before.remove(meeting);
                self.remove(*meeting)
            }
            News::Plan { .. }
            | News::Message { .. }
            | News::Present { .. }
            | News::Typing { .. }
            | News::Booked { .. }
            | News::Freed { .. }
            | News::Rooms
            | News::Directory
            | News::Reload
            | News::Nothing => Touched::default(),
        }
    }

    fn put_unless_older(&mut self, entry: Arc<Entry>) -> Touched {
        let id = entry.meeting;
        let known = self.before.get(&id).or_else(|| self.entries.get(&id));
        if known.is_some_and(|known| known.version > entry.version) {
            self.place(id);
            return Touched::default();
        }
        if let Some(before) = self.before.get_mut(&id) {
            // What is shown is about to come; what would come back if it did not is this.
            *before = entry;
            self.place(id);
            return Touched::default();
        }
        self.put(entry)
    }

    fn put(&mut self, entry: Arc<Entry>) -> Touched {
        let id = entry.meeting;
        // The answer to one's own act does not tell in whose other calendars it stands: there it stays.
        let entry = match self.entries.get(&id) {
            Some(known) if entry.of.is_empty() && !known.of.is_empty() => {
                Arc::new(Entry { of: known.of.clone(), ..Entry::clone(&entry) })
            }
            _ => entry,
        };
        let mut touched = self.displace(id);
        touched.add(self.touched_by(&entry.takes));
        self.entries.insert(id, entry);
        self.place(id);
        touched
    }

    fn remove(&mut self, meeting: MeetingId) -> Touched {
        let touched = self.displace(meeting);
        self.entries.remove(&meeting);
        touched
    }

    fn pretend(&mut self, meeting: MeetingId, takes: Option<Takes>) -> Touched {
        let Some(shown) = self.entries.get(&meeting).cloned() else { return Touched::default() };
        self.before.entry(meeting).or_insert_with(|| shown.clone());
        match takes {
            Some(takes) => self.put(Arc::new(Entry { takes, ..Entry::clone(&shown) })),
            None => self.remove(meeting),
        }
    }

    fn remind(&mut self, meeting: MeetingId, reminded: bool) -> Touched {
        let Some(entry) = self.entries.get(&meeting) else { return Touched::default() };
        let touched = self.touched_by(&entry.takes);
        for held in [self.entries.get_mut(&meeting), self.before.get_mut(&meeting)].into_iter().flatten() {
            // Who takes no part is not reminded.
            let details = Arc::make_mut(held).details.as_mut();
            if let Some(details) = details.filter(|details| details.my_answer.is_some()) {
                details.reminded = reminded;
            }
        }
        touched
    }

    fn keep_near(&mut self, first: NaiveDate) {
        if self.days.len() <= MOST_DAYS {
            return;
        }
        let near = TimeDelta::days(MOST_DAYS as i64 / 4);
        self.days.retain(|date, _| (*date - first).abs() <= near);
        let mut held = Meetings::new_vec();
        for (_, day) in &self.days {
            held.extend(day.timed.iter().chain(day.whole.iter()).map(|(meeting, ())| (*meeting, ())));
        }
        self.entries.retain(|meeting, _| held.contains_key(meeting));
    }

    /// Writes a meeting down on the days that it takes, as far as they are held.
    fn place(&mut self, meeting: MeetingId) {
        let Some(entry) = self.entries.get(&meeting) else { return };
        let whole = matches!(entry.takes, Takes::Days { .. });
        let (first, last) = days_of(&entry.takes, &self.rules);
        for day in self.between_mut(first..=last) {
            if whole { &mut day.whole } else { &mut day.timed }.insert(meeting, ());
        }
    }

    fn displace(&mut self, meeting: MeetingId) -> Touched {
        let Some(entry) = self.entries.get(&meeting) else { return Touched::default() };
        let takes = entry.takes;
        let (first, last) = days_of(&takes, &self.rules);
        for day in self.between_mut(first..=last) {
            day.timed.remove(&meeting);
            day.whole.remove(&meeting);
        }
        self.touched_by(&takes)
    }

    fn touched_by(&self, takes: &Takes) -> Touched {
        let (first, last) = days_of(takes, &self.rules);
        match takes {
            Takes::Days { .. } => Touched { whole_days: true, ..Touched::default() },
            Takes::Time { .. } => {
                let hours = self.days.keys().filter(|date| (first..=last).contains(date)).copied().collect();
                Touched { hours, whole_days: false }
            }
        }
    }
}

impl Touched {
    fn add(&mut self, other: Self) {
        self.hours.extend(other.hours);
        self.whole_days |= other.whole_days;
    }
}

/// The first and the last date on which something stands.
pub fn days_of(takes: &Takes, rules: &ZoneRules) -> (NaiveDate, NaiveDate) {
    match takes {
        Takes::Time { span } => days_of_span(span, rules),
        Takes::Days { first, days } => (*first, last_of(*first, *days)),
    }
}

fn days_of_span(span: &Span, rules: &ZoneRules) -> (NaiveDate, NaiveDate) {
    let (start, end) = on_the_wall(span, rules);
    (start.date(), (end - TimeDelta::nanoseconds(1)).date())
}

/// The last of so many days from `first` on.
pub fn last_of(first: NaiveDate, days: u32) -> NaiveDate {
    first.checked_add_days(Days::new(u64::from(days.max(1)) - 1)).unwrap_or(first)
}

fn dates(first: NaiveDate, days: u32) -> RangeInclusive<NaiveDate> {
    first..=last_of(first, days)
}

/// Notices that are kept for answers still under way; an answer that is behind more of them is very late.
const MOST_RECENT: usize = 256;
/// Days that are held at most, so that somebody who leafs through a year does not hold it all.
const MOST_DAYS: usize = 140;

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use domain::calendar::{Attends, Details};
    use domain::kind::EventType;
    use domain::meeting::{Answer, State};
    use domain::permission::Permits;

    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap()
    }

    fn time(day: u32, hour: u32) -> Takes {
        Takes::Time { span: Span::new(at(day, hour), at(day, hour + 1)).unwrap() }
    }

    fn meeting(number: u128) -> MeetingId {
        MeetingId(uuid::Uuid::from_u128(number))
    }

    fn entry(number: u128, version: i64, takes: Takes) -> Entry {
        let details = Details {
            subject: format!("Meeting {number}"),
            state: State::Planned,
            event_type: EventType::Internal,
            category: None,
            color: None,
            place: None,
            address: None,
            client: None,
            responsible: PersonId(uuid::Uuid::nil()),
            private: false,
            series: None,
            my_answer: None,
            reminded: false,
            permits: Permits::default(),
        };
        let (meeting, version) = (meeting(number), Revision(version));
        Entry { meeting, version, takes, details: Some(details), of: Vec::new() }
    }

    fn person(number: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(number))
    }

    fn range(revision: i64, entries: Vec<Entry>) -> Range {
        Range { from: at(23, 0), to: at(30, 0), revision: Revision(revision), entries }
    }

    fn told(revision: i64, entry: Entry) -> Notice {
        Notice { revision: Revision(revision), news: News::Entry { entry } }
    }

    /// The week of 23 November, with one meeting on Tuesday at nine.
    fn week() -> Held {
        let mut held = Held::new(ZoneRules::utc(), vec![person(1)]);
        held.take(range(5, vec![entry(1, 5, time(24, 9))]), date(23), 7);
        held
    }

    fn hours(held: &Held, day: u32) -> Vec<(u128, bool)> {
        let standing = held.on(date(day), |day| &day.timed).into_iter();
        standing.map(|each| (each.entry.meeting.0.as_u128(), each.pending)).collect()
    }

    #[test]
    fn a_change_by_somebody_else_touches_the_days_it_leaves_and_enters() {
        let mut held = week();
        let mut touched = held.apply(&told(6, entry(1, 6, time(26, 9))));
        touched.hours.sort_unstable();
        assert_eq!(touched.hours, [date(24), date(26)]);
        assert!(!touched.whole_days);
        assert_eq!((hours(&held, 24), hours(&held, 26)), (vec![], vec![(1, false)]));
        assert_eq!(held.revision, Revision(6));
    }

    #[test]
    fn what_is_older_than_what_is_shown_changes_nothing() {
        let mut held = week();
        let touched = held.apply(&told(6, entry(1, 4, time(26, 9))));
        assert!(touched.hours.is_empty());
        assert_eq!(hours(&held, 24), [(1, false)]);
    }

    #[test]
    fn an_answer_that_was_under_way_does_not_undo_what_was_told_meanwhile() {
        let mut held = week();
        held.apply(&Notice { revision: Revision(7), news: News::Gone { meeting: meeting(1) } });
        held.apply(&told(8, entry(2, 8, time(25, 10))));
        held.take(range(6, vec![entry(1, 5, time(24, 9))]), date(23), 7);
        assert_eq!((hours(&held, 24), hours(&held, 25)), (vec![], vec![(2, false)]));
    }

    #[test]
    fn what_is_missing_from_a_later_answer_is_gone() {
        let mut held = week();
        held.take(range(9, vec![]), date(23), 7);
        assert!(hours(&held, 24).is_empty() && held.entries.is_empty());
    }

    #[test]
    fn a_move_is_shown_at_once_and_can_be_taken_back() {
        let mut held = week();
        held.pretend(meeting(1), Some(time(25, 14)));
        assert_eq!((hours(&held, 24), hours(&held, 25)), (vec![], vec![(1, true)]));
        let was = held.before.remove(&meeting(1)).unwrap();
        held.put(was);
        assert_eq!((hours(&held, 24), hours(&held, 25)), (vec![(1, false)], vec![]));
    }

    #[test]
    fn a_move_that_is_not_saved_yet_stays_where_it_is_wanted() {
        let mut held = week();
        held.pretend(meeting(1), Some(time(25, 14)));
        held.apply(&told(6, entry(1, 6, time(26, 9))));
        held.take(range(7, vec![entry(1, 6, time(26, 9))]), date(23), 7);
        assert_eq!((hours(&held, 25), hours(&held, 26)), (vec![(1, true)], vec![]));
        assert_eq!(held.before[&meeting(1)].version, Revision(6), "that comes back if it is refused");
    }

    #[test]
    fn days_that_are_not_held_are_not_written_on() {
        let mut held = week();
        held.apply(&told(6, entry(3, 6, Takes::Days { first: date(28), days: 30 })));
        assert_eq!(held.days.len(), 7);
        let whole: Vec<_> = held.days.iter().filter(|(_, day)| !day.whole.is_empty()).collect();
        assert_eq!(whole.len(), 2);
    }

    #[test]
    fn the_calendars_of_others_are_read_anew() {
        let mut held = week();
        held.pretend(meeting(1), Some(time(25, 14)));
        held.apply(&told(6, entry(2, 6, time(26, 9))));
        assert!(held.turn_to(&[person(2)]));
        assert!(held.days.is_empty() && held.entries.is_empty() && held.before.is_empty());
        held.take(range(5, vec![]), date(23), 7);
        assert!(hours(&held, 26).is_empty(), "what was told of the calendars before is none of these");
        assert!(!held.turn_to(&[person(2)]));
    }

    #[test]
    fn what_one_does_oneself_does_not_change_in_whose_calendars_it_stands() {
        let mut held = week();
        let of = vec![Attends { person: person(2), answer: Answer::Accepted }];
        held.apply(&told(6, Entry { of: of.clone(), ..entry(1, 6, time(24, 9)) }));
        held.put(Arc::new(entry(1, 7, time(25, 9))));
        let there = held.entries[&meeting(1)].clone();
        assert_eq!((there.version, &there.of), (Revision(7), &of));
    }

    #[test]
    fn who_leafs_far_does_not_hold_it_all() {
        let mut held = week();
        let weeks = (0..60).map(|week| date(23) + TimeDelta::weeks(week));
        for first in weeks {
            held.take(range(5, vec![]), first, 7);
            held.keep_near(first);
        }
        assert!(held.days.len() <= MOST_DAYS + 7 && held.entries.is_empty());
    }
}
