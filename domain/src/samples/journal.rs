//! The week plans of a made-up sales department, and what is said about them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::dice::Dice;
use super::words::{JournalWords, words};
use super::{Known, Organisation, Size};
use crate::change::{Channel, Revision};
use crate::id::{MessageId, PersonId};
use crate::journal::chat::{Anchor, Suggested};
use crate::journal::sheet::content;
use crate::journal::{JournalItem, PlanKey, WeekPlan};
use crate::people::{Person, Role};
use crate::permission::Actor;
use crate::time::{IsoWeek, When, ZoneRules};

/// A plan and its conversation, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplePlan {
    /// Its version and the revisions of its amendments are still to be set.
    pub plan: WeekPlan,
    pub head: PersonId,
    pub said: Vec<Said>,
}

/// Something that was said about a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub id: MessageId,
    pub by: PersonId,
    pub at: DateTime<Utc>,
    pub text: String,
    pub anchor: Option<Anchor>,
    pub suggestion: Option<Suggested>,
    /// It answers the one before it.
    pub answers: bool,
    /// Everybody has read it.
    pub read: bool,
}

/// A large organisation has its plans too, but nobody looks through thousands of them.
const MOST_PLANS: usize = 60;

pub(super) fn of(
    size: &Size,
    organisation: &Organisation,
    week: IsoWeek,
    meetings: &BTreeMap<PersonId, Vec<JournalItem>>,
    today: NaiveDate,
    rules: &ZoneRules,
) -> Vec<SamplePlan> {
    let Some(head) = organisation.people.iter().find(|person| person.email == Known::Head.email()) else {
        return Vec::new();
    };
    let led: Vec<&Person> = led(organisation, head).into_iter().take(MOST_PLANS).collect();
    let leads: BTreeSet<PersonId> = led.iter().map(|person| person.id).collect();
    let number = u64::from(week.monday().num_days_from_ce().unsigned_abs());
    let mut dice = Dice::new(size.seed ^ number, 7);
    let words = &words(size.language).journal;
    let actor = |person, leads| Actor { person, role: Role::Member, leads, channel: Channel::Screen };
    let plan = |(place, person): (usize, &&Person)| {
        let mut maker = Maker {
            dice: &mut dice,
            words,
            rules,
            items: meetings.get(&person.id).map_or(&[], Vec::as_slice),
            owner: actor(person.id, BTreeSet::new()),
            head: actor(head.id, leads.clone()),
            over: today >= week.plus(1).monday(),
        };
        maker.make(PlanKey { owner: person.id, week }, Fate::of(person, place))
    };
    led.iter().enumerate().map(plan).collect()
}

/// Everybody in the departments that somebody heads, and below them.
fn led<'a>(organisation: &'a Organisation, head: &Person) -> Vec<&'a Person> {
    let mut below = BTreeSet::new();
    // Parents stand before their children.
    for department in &organisation.departments {
        let above = department.parent.is_some_and(|parent| below.contains(&parent));
        if department.head == Some(head.id) || above {
            below.insert(department.id);
        }
    }
    let people = organisation.people.iter().filter(|person| person.id != head.id);
    people.filter(|person| person.department.is_some_and(|department| below.contains(&department))).collect()
}

/// How far a plan of this week has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    Submitted,
    Returned,
    Approved,
}

impl Fate {
    fn of(person: &Person, place: usize) -> Self {
        match place % 4 {
            // The two whom scripts and tests rely on wait for the head, and are at it.
            _ if person.email == Known::Rep1.email() => Self::Submitted,
            _ if person.email == Known::Rep2.email() => Self::Approved,
            0 => Self::Approved,
            1 => Self::Submitted,
            2 => Self::Returned,
            _ => Self::Draft,
        }
    }
}

struct Maker<'a> {
    dice: &'a mut Dice,
    words: &'static JournalWords,
    rules: &'a ZoneRules,
    items: &'a [JournalItem],
    owner: Actor,
    head: Actor,
    /// The week is over.
    over: bool,
}

impl Maker<'_> {
    fn make(&mut self, key: PlanKey, fate: Fate) -> SamplePlan {
        let fate = if self.over { Fate::Approved } else { fate };
        // On the Friday before.
        let friday = |hour: u32| {
            let time = NaiveTime::from_hms_opt(hour, 20, 0).unwrap_or_default();
            self.rules.instant((key.week.monday() - TimeDelta::days(3)).and_time(time))
        };
        let (at_two, at_four, at_five) = (friday(14), friday(16), friday(17));
        let mut plan = WeekPlan::untouched(key);
        let mut said = Vec::new();
        let made = self.run(&mut plan, fate, [at_two, at_four]);
        debug_assert!(made.is_some(), "a sample follows the rules");
        if fate != Fate::Draft {
            said = self.talk(key, at_four, fate);
        }
        if fate == Fate::Approved {
            self.amend(&mut plan, at_five);
        }
        if self.over {
            let review = *self.dice.pick(self.words.reviews);
            let friday = at_four + TimeDelta::days(7);
            // Nothing is wrong with a sample.
            let _ = plan.close(&self.head, review, key.week.days()[4], friday);
        }
        SamplePlan { plan, head: self.head.person, said }
    }

    /// By the verbs that people use; `None` when a rule says no.
    fn run(
        &mut self,
        plan: &mut WeekPlan,
        fate: Fate,
        [submitted, decided]: [DateTime<Utc>; 2],
    ) -> Option<()> {
        if fate == Fate::Draft {
            return Some(());
        }
        let note = *self.dice.pick(self.words.notes);
        plan.submit(&self.owner, note, submitted).ok()?;
        match fate {
            Fate::Returned => {
                let comment = *self.dice.pick(self.words.comments);
                plan.give_back(&self.head, comment, decided).ok()
            }
            Fate::Approved => {
                let mut approved = content(self.items);
                // One meeting was planned for another hour, and one was not planned at all.
                if let Some(moved) = approved.values_mut().next() {
                    moved.when = an_hour_earlier(&moved.when);
                }
                if approved.len() > 2 {
                    approved.pop_last();
                }
                plan.approve(&self.head, approved, decided).ok()
            }
            Fate::Draft | Fate::Submitted => Some(()),
        }
    }

    /// Notes what differs from what was approved.
    fn amend(&mut self, plan: &mut WeekPlan, at: DateTime<Utc>) {
        let there = content(self.items);
        for (meeting, commitment) in there {
            let reason = if self.dice.percent(70) { *self.dice.pick(self.words.reasons) } else { "" };
            let signed = (Some(self.owner.person), at);
            plan.amend(meeting, Some(commitment), reason, signed, Revision::default());
        }
    }

    fn talk(&mut self, key: PlanKey, at: DateTime<Utc>, fate: Fate) -> Vec<Said> {
        let mut said = Vec::new();
        let (owner, head) = (self.owner.person, self.head.person);
        let after = |minutes| at + TimeDelta::minutes(minutes);
        let ids: [MessageId; 4] =
            std::array::from_fn(|place| MessageId(self.dice.id(after(2 + place as i64))));
        let line = |place: usize, by, at, text: &str| Said {
            id: ids[place],
            by,
            at,
            text: text.to_owned(),
            anchor: None,
            suggestion: None,
            answers: false,
            read: true,
        };
        if let Some(item) = self.items.first() {
            let (question, answer) = *self.dice.pick(self.words.talk);
            let anchor = Some(Anchor::Meeting(item.meeting));
            said.push(Said { anchor, ..line(0, head, after(2), question) });
            said.push(Said { answers: true, ..line(1, owner, after(9), answer) });
        }
        let taken: BTreeSet<NaiveDate> = self.items.iter().map(|item| item.when.first_day()).collect();
        let empty = key.week.days().into_iter().take(5).find(|date| !taken.contains(date));
        if let Some(date) = empty {
            let anchor = Some(Anchor::Day(date));
            said.push(Said { anchor, ..line(2, head, after(14), self.words.empty_day) });
        }
        if let (Some(item), Fate::Submitted) = (self.items.last(), fate) {
            let suggestion = Some(Suggested::Move { meeting: item.meeting, to: later(&item.when) });
            let anchor = Some(Anchor::Meeting(item.meeting));
            let words = self.words.suggestion;
            said.push(Said { anchor, suggestion, read: false, ..line(3, head, after(21), words) });
        }
        said
    }
}

fn an_hour_earlier(when: &When) -> When {
    shifted(when, -1)
}

fn later(when: &When) -> When {
    shifted(when, 2)
}

fn shifted(when: &When, hours: i64) -> When {
    match when {
        When::Timed { start, minutes, zone } => {
            When::Timed { start: *start + TimeDelta::hours(hours), minutes: *minutes, zone: zone.clone() }
        }
        all_day @ When::AllDay { .. } => all_day.clone(),
    }
}
