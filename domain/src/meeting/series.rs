//! Meetings that recur (S12, D16).
//!
//! Every occurrence is a meeting of its own: state, checklist, replies, result and points belong to it. Kind, rule
//! and people belong to the series, whose card says what a new occurrence is. Whoever changes several occurrences
//! at once changes in each what they changed on the card of one; what they left alone stays as each has it. So
//! an occurrence that was moved by itself keeps its time when a subject changes, and gives it up when the time does.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Answer, Attendee, Draft, Invitee, Meeting, Outcome, Participant, Reply, State};
use crate::Refusal;
use crate::availability::Repair;
use crate::change::{Act, Revision};
use crate::checklist::laid_out;
use crate::id::{MeetingId, PersonId, SeriesId};
use crate::kind::TemplateItem;
use crate::location::is_elsewhere;
use crate::refusal::Collision;
use crate::time::{Recurrence, Span, When};

/// Which occurrences of a series somebody means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    This,
    #[serde(rename = "following")]
    ThisAndFollowing,
    All,
}

/// Meetings that recur by one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub id: SeriesId,
    /// The revision of its last change.
    pub version: Revision,
    pub author: PersonId,
    /// What a new occurrence is. Its `when` is that of the first date, from which the rule counts.
    pub card: Draft,
    pub recurrence: Recurrence,
    /// The answers that were given for the series, and hold for what is still to come.
    pub replies: Vec<(Attendee, Reply)>,
}

impl Series {
    /// The first date of the rule.
    pub fn first(&self) -> NaiveDate {
        self.card.when.first_day()
    }

    /// A new occurrence, with the checklist that its kind has now.
    pub fn occurrence(&self, id: MeetingId, date: NaiveDate, checklist: &[TemplateItem]) -> Meeting {
        let card = self.card.clone();
        let reply = |attendee| {
            let given = self.replies.iter().find(|(known, _)| *known == attendee);
            given.map_or_else(Reply::default, |(_, reply)| reply.clone())
        };
        let participant = |Invitee { attendee, attendance }: Invitee| Participant {
            attendee,
            attendance,
            reply: reply(attendee),
        };
        let mut meeting = Meeting {
            id,
            version: Revision::default(),
            subject: card.subject,
            kind: card.kind,
            when: card.when.on(date),
            place: card.place,
            address: card.address,
            author: self.author,
            responsible: card.responsible,
            client: card.client,
            contact: card.contact,
            category: card.category,
            description: card.description,
            private: card.private,
            particulars: card.particulars,
            state: State::Planned,
            outcome: Outcome::default(),
            checklist: laid_out(checklist),
            participants: card.participants.into_iter().map(participant).collect(),
        };
        meeting.invite_who_belongs();
        meeting
    }

    /// Keeps an answer for what is still to come.
    pub fn keep_reply(&mut self, attendee: Attendee, reply: Reply) {
        match self.replies.iter_mut().find(|(known, _)| *known == attendee) {
            Some((_, kept)) => *kept = reply,
            None => self.replies.push((attendee, reply)),
        }
    }
}

/// How a meeting belongs to a series, for its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    pub id: SeriesId,
    pub recurrence: Recurrence,
    /// The date that the rule gave it, by which it is known (RECURRENCE-ID).
    pub date: NaiveDate,
    /// It was changed by itself and is not what the series says.
    pub altered: bool,
}

/// An occurrence, with what the series knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub meeting: Meeting,
    /// RECURRENCE-ID
    pub date: NaiveDate,
    pub altered: bool,
    pub span: Span,
}

impl Member {
    /// Why it stays as it is whatever becomes of its series.
    pub fn stays(&self, now: DateTime<Utc>) -> Option<Because> {
        match self.meeting.state {
            State::Closed => Some(Because::Closed),
            State::Cancelled => Some(Because::Cancelled),
            State::Planned | State::InProgress if self.span.end() <= now => Some(Because::Over),
            State::Planned | State::InProgress => None,
        }
    }
}

/// What becomes of an occurrence when the dates of its series are others. The numbers count the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Stay {
        member: usize,
        because: Because,
    },
    /// It has this date now, mostly the one that it had.
    Have {
        member: usize,
        date: NaiveDate,
    },
    Remove {
        member: usize,
    },
    Add {
        date: NaiveDate,
    },
}

/// Leads the members of a series, by date, to the dates that it is to have. Who has one of them keeps it; of the
/// others, each takes the next date that is not farther away than `reach` days, so that what is known of an
/// occurrence moves along with it.
///
/// `begins` says whether a date still has to be planned: what is over is not added.
pub fn next_steps(
    members: &[Member],
    dates: &[NaiveDate],
    reach: i64,
    now: DateTime<Utc>,
    mut begins: impl FnMut(NaiveDate) -> bool,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut left = Vec::new();
    for (index, member) in members.iter().enumerate() {
        match member.stays(now) {
            Some(because) => steps.push((member.date, Step::Stay { member: index, because })),
            None if dates.binary_search(&member.date).is_ok() => {
                steps.push((member.date, Step::Have { member: index, date: member.date }));
            }
            None => left.push(index),
        }
    }
    let is_taken = |date: NaiveDate| members.iter().any(|member| member.date == date);
    let free: Vec<_> = dates.iter().copied().filter(|date| !is_taken(*date) && begins(*date)).collect();
    let mut free = free.into_iter().peekable();
    for index in left {
        let from = members[index].date;
        while let Some(date) = free.next_if(|date| (from - *date).num_days() > reach) {
            steps.push((date, Step::Add { date }));
        }
        match free.next_if(|date| (*date - from).num_days() <= reach) {
            Some(date) => steps.push((date, Step::Have { member: index, date })),
            None => steps.push((from, Step::Remove { member: index })),
        }
    }
    steps.extend(free.map(|date| (date, Step::Add { date })));
    steps.sort_by_key(|(date, _)| *date);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// What somebody changed on the card of one occurrence, to be changed in others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    before: Draft,
    after: Draft,
}

impl Edit {
    pub fn between(before: Draft, after: Draft) -> Self {
        Self { before, after }
    }

    /// Whether time or length changed, or the zone.
    pub fn moves(&self) -> bool {
        self.before.when != self.after.when
    }

    /// Whether everybody has to be asked again.
    pub fn asks_again(&self) -> bool {
        let Self { before, after } = self;
        self.moves()
            || before.place != after.place
            || is_elsewhere(before.address.as_ref(), after.address.as_ref())
    }

    /// What the card of another occurrence says after the same change, if it is to be on `date`; `stays` if that
    /// is where the series had it already.
    pub fn applied_to(&self, card: Draft, date: NaiveDate, stays: bool) -> Draft {
        let Self { before, after } = self;
        let when = match (self.moves(), stays) {
            (true, _) => after.when.on(date),
            (false, true) => card.when,
            (false, false) => card.when.on(date),
        };
        let pick = |changed: bool, new: &str, own: String| if changed { new.to_owned() } else { own };
        let invitees = self.invited_to(card.participants);
        Draft {
            subject: pick(before.subject != after.subject, &after.subject, card.subject),
            kind: if before.kind == after.kind { card.kind } else { after.kind },
            when,
            place: if before.place == after.place { card.place } else { after.place },
            address: if before.address == after.address { card.address } else { after.address.clone() },
            responsible: if before.responsible == after.responsible {
                card.responsible
            } else {
                after.responsible
            },
            client: if before.client == after.client { card.client } else { after.client },
            contact: if before.contact == after.contact { card.contact } else { after.contact },
            category: if before.category == after.category { card.category } else { after.category },
            description: pick(before.description != after.description, &after.description, card.description),
            private: if before.private == after.private { card.private } else { after.private },
            particulars: card.particulars.changed_like(&before.particulars, &after.particulars),
            participants: invitees,
            crowded: after.crowded,
        }
    }

    /// Who was invited by the change comes along, who was uninvited goes; the others stay.
    fn invited_to(&self, mut invitees: Vec<Invitee>) -> Vec<Invitee> {
        let find = |among: &[Invitee], attendee| among.iter().find(|each| each.attendee == attendee).copied();
        for gone in &self.before.participants {
            if find(&self.after.participants, gone.attendee).is_none() {
                invitees.retain(|each| each.attendee != gone.attendee);
            }
        }
        for now in &self.after.participants {
            if find(&self.before.participants, now.attendee).as_ref() == Some(now) {
                continue;
            }
            match invitees.iter_mut().find(|each| each.attendee == now.attendee) {
                Some(each) => each.attendance = now.attendance,
                None => invitees.push(*now),
            }
        }
        invitees
    }
}

/// Exactly what a change of several occurrences would do, and what stands in its way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outlook {
    /// By date.
    pub occurrences: Vec<Foreseen>,
    pub refusals: Vec<Refusal>,
    /// What would not be refused for these reasons.
    pub repairs: Vec<Repair>,
}

/// What would become of one occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Foreseen {
    /// `None` for one that is added.
    pub meeting: Option<MeetingId>,
    pub before: Option<When>,
    /// `None` for one that is removed.
    pub after: Option<When>,
    pub fate: Fate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Fate {
    Added,
    /// Time or place change, so that everybody is asked again.
    Moved {
        acts: Vec<Act>,
    },
    /// Something else changes.
    Changed {
        acts: Vec<Act>,
    },
    Removed,
    Kept {
        because: Because,
    },
}

/// Why an occurrence stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Because {
    Over,
    Closed,
    Cancelled,
    /// It says so already.
    Unchanged,
}

impl Fate {
    /// What the acts of a verb amount to.
    pub fn of(acts: Vec<Act>) -> Self {
        match acts {
            acts if acts.is_empty() => Self::Kept { because: Because::Unchanged },
            acts if acts.iter().any(Act::asks_again) => Self::Moved { acts },
            acts => Self::Changed { acts },
        }
    }
}

/// The dates that a series would have, before it is planned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prospect {
    /// The next ones.
    pub dates: Vec<ProspectiveDate>,
    /// How many would be planned at once; the others follow as they come nearer.
    pub total: u32,
    /// Why the series would be refused.
    pub refusals: Vec<Refusal>,
}

/// A date, and what is in the way then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProspectiveDate {
    pub date: NaiveDate,
    pub span: Span,
    /// What else the room is booked for.
    pub collisions: Vec<Collision>,
    /// Who has something else.
    pub busy: Vec<Clash>,
}

/// Somebody who has no time. Of what, is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clash {
    pub person: PersonId,
    /// To what is in the way: *Maybe* takes the time softly.
    pub answer: Answer,
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::meeting::Attendance;
    use crate::meeting::stories::{ANNA, BORIS, OSCAR, ROOM, at, draft, planned};
    use crate::time::ZoneRules;

    const NOW: &str = "2026-11-30T00:00:00Z";

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + TimeDelta::days(i64::from(day) - 1)
    }

    fn member(day: u32) -> Member {
        let meeting = Meeting { when: at(10).on(date(day)), ..planned(draft()) };
        let span = meeting.when.span(&ZoneRules::utc());
        Member { meeting, date: date(day), altered: false, span }
    }

    fn steps(members: &[Member], days: &[u32], reach: i64) -> Vec<Step> {
        let dates: Vec<_> = days.iter().map(|day| date(*day)).collect();
        let now = NOW.parse().unwrap();
        next_steps(members, &dates, reach, now, |date| date >= self::date(30))
    }

    #[test]
    fn what_is_over_closed_or_cancelled_stays() {
        let mut members = [member(24), member(31), member(38), member(45)];
        members[1].meeting.state = State::Closed;
        members[2].meeting.state = State::Cancelled;
        assert_eq!(
            steps(&members, &[], 3),
            [
                Step::Stay { member: 0, because: Because::Over },
                Step::Stay { member: 1, because: Because::Closed },
                Step::Stay { member: 2, because: Because::Cancelled },
                Step::Remove { member: 3 },
            ]
        );
    }

    #[test]
    fn an_occurrence_keeps_its_date_or_takes_the_next_one() {
        let members = [member(31), member(38), member(45)];
        let have = |member, day| Step::Have { member, date: date(day) };
        assert_eq!(steps(&members, &[31, 38, 45], 3), [have(0, 31), have(1, 38), have(2, 45)]);
        assert_eq!(steps(&members, &[32, 39, 46], 3), [have(0, 32), have(1, 39), have(2, 46)]);
        let two_weeks = [have(0, 31), Step::Remove { member: 1 }, have(2, 45)];
        assert_eq!(steps(&members, &[31, 45], 7), two_weeks);
        let more = [
            have(0, 31),
            Step::Add { date: date(33) },
            have(1, 38),
            have(2, 45),
            Step::Add { date: date(52) },
        ];
        assert_eq!(steps(&members, &[31, 33, 38, 45, 52], 3), more);
    }

    #[test]
    fn what_would_be_over_already_is_not_added() {
        assert_eq!(steps(&[], &[20, 27, 31], 3), [Step::Add { date: date(31) }]);
    }

    proptest! {
        #[test]
        fn nobody_is_lost_and_every_date_is_had_once(
            had in prop::collection::btree_set(20_u32..90, 0..12),
            wanted in prop::collection::btree_set(20_u32..90, 0..12),
            closed in 0_usize..12,
            reach in 0_i64..8,
        ) {
            let mut members: Vec<_> = had.iter().map(|day| member(*day)).collect();
            if let Some(member) = members.get_mut(closed) {
                member.meeting.state = State::Closed;
            }
            let wanted: Vec<_> = wanted.into_iter().collect();
            let steps = steps(&members, &wanted, reach);
            let mut seen: Vec<_> = steps
                .iter()
                .filter_map(|step| match step {
                    Step::Stay { member, .. } | Step::Have { member, .. } | Step::Remove { member } => Some(*member),
                    Step::Add { .. } => None,
                })
                .collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..members.len()).collect::<Vec<_>>());

            let mut dates = Vec::new();
            for step in &steps {
                match step {
                    Step::Stay { member, .. } => dates.push(members[*member].date),
                    Step::Have { member, date } => {
                        prop_assert!((*date - members[*member].date).num_days().abs() <= reach);
                        prop_assert!(wanted.iter().any(|day| self::date(*day) == *date));
                        dates.push(*date);
                    }
                    Step::Add { date } => dates.push(*date),
                    Step::Remove { .. } => {}
                }
            }
            for day in wanted.iter().filter(|day| **day >= 30) {
                prop_assert!(dates.contains(&date(*day)), "{day} of {steps:?}");
            }
            let count = dates.len();
            dates.dedup();
            prop_assert_eq!(dates.len(), count, "by date, each once: {:?}", steps);
        }
    }

    #[test]
    fn a_change_of_one_card_is_made_in_another_and_leaves_the_rest_alone() {
        let elsewhere = Draft { place: Some(ROOM), when: at(15), description: "Own".into(), ..draft() };
        let renamed = Edit::between(draft(), Draft { subject: "Prices".into(), ..draft() });
        let said = renamed.applied_to(elsewhere.clone(), at(15).first_day(), true);
        assert_eq!(said, Draft { subject: "Prices".into(), ..elsewhere.clone() });
        assert!(!renamed.asks_again());

        let later = Edit::between(draft(), Draft { when: at(11), ..draft() });
        let said = later.applied_to(elsewhere.clone(), date(31), false);
        assert_eq!(said, Draft { when: at(11).on(date(31)), ..elsewhere });
        assert!(later.asks_again());
    }

    #[test]
    fn who_is_invited_to_one_is_invited_to_all_and_others_stay() {
        let invitee =
            |person| Invitee { attendee: Attendee::Person(person), attendance: Attendance::Required };
        let optional = Invitee { attendance: Attendance::Optional, ..invitee(ANNA) };
        let before = Draft { participants: vec![invitee(ANNA), invitee(BORIS)], ..draft() };
        let guest = Invitee { attendee: Attendee::Contact(crate::meeting::stories::CLARA), ..invitee(ANNA) };
        let other = Draft { participants: vec![invitee(BORIS), guest, invitee(ANNA)], ..draft() };
        let after = Draft { participants: vec![optional, invitee(OSCAR)], ..draft() };
        let said = Edit::between(before, after).applied_to(other, date(31), true);
        assert_eq!(said.participants, [guest, optional, invitee(OSCAR)]);
    }

    #[test]
    fn an_answer_to_the_series_holds_for_what_is_to_come() {
        let card = planned(draft()).draft();
        let recurrence = Recurrence::of("FREQ=DAILY".parse().unwrap());
        let (id, version) = (SeriesId(Uuid::from_u128(5)), Revision(1));
        let mut series = Series { id, version, author: ANNA, card, recurrence, replies: Vec::new() };
        let boris = Attendee::Person(BORIS);
        let given = Reply { answer: Answer::Accepted, reason: String::new(), given: None };
        series.keep_reply(boris, Reply::default());
        series.keep_reply(boris, given.clone());
        let meeting = series.occurrence(MeetingId(Uuid::from_u128(6)), date(31), &[]);
        assert_eq!(meeting.when, at(10).on(date(31)));
        assert_eq!(meeting.participant(boris).unwrap().reply, given);
        assert_eq!(meeting.participant(Attendee::Person(ANNA)).unwrap().reply, Reply::ORGANISER);
        assert_eq!((meeting.author, meeting.state, series.replies.len()), (ANNA, State::Planned, 1));
    }
}
