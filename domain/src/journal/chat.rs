//! The conversation about a week plan (S62, D9).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{PlanKey, Signed};
use crate::change::Revision;
use crate::id::{ClientId, MeetingId, MessageId, Named, PersonId};
use crate::meeting::State;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, bounded_text};
use crate::time::When;
use crate::{Refusal, Refused};

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    pub id: MessageId,
    pub plan: PlanKey,
    /// Its place in the conversation: the order in which the server heard.
    pub posted: Revision,
    /// The revision of its last change.
    pub version: Revision,
    pub author: PersonId,
    pub at: DateTime<Utc>,
    /// Empty when it was deleted, or when the suggestion says it all.
    pub text: String,
    pub mentions: BTreeSet<PersonId>,
    /// What of the plan it is about.
    pub anchor: Option<Anchor>,
    /// The message that it answers, which answers none.
    pub thread: Option<MessageId>,
    pub suggestion: Option<Suggestion>,
    pub edited: Option<DateTime<Utc>>,
    pub deleted: Option<DateTime<Utc>>,
    /// Set on the first message of a thread that is settled.
    pub resolved: Option<Signed>,
}

/// What of a plan a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum Anchor {
    Meeting(MeetingId),
    Day(NaiveDate),
}

/// A change that the owner makes with one press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    pub what: Suggested,
    pub applied: Option<Signed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Suggested {
    Move {
        meeting: MeetingId,
        to: When,
    },
    Cancel {
        meeting: MeetingId,
    },
    /// `meeting` is the id that the visit will have.
    Visit {
        meeting: MeetingId,
        subject: String,
        when: When,
        client: Option<ClientId>,
    },
}

impl Suggested {
    pub fn meeting(&self) -> MeetingId {
        match self {
            Self::Move { meeting, .. } | Self::Cancel { meeting } | Self::Visit { meeting, .. } => *meeting,
        }
    }
}

/// What somebody is about to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Saying {
    pub text: String,
    pub mentions: BTreeSet<PersonId>,
    pub anchor: Option<Anchor>,
    pub thread: Option<MessageId>,
    pub suggestion: Option<Suggested>,
}

/// What the rules have to know of what a message points to. Whoever asks reads it beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointsTo {
    /// Those who may read the conversation.
    pub audience: BTreeSet<PersonId>,
    /// Meetings that are, or were, in the plan.
    pub meetings: BTreeSet<MeetingId>,
    /// Whether `thread` is the first message of a thread of this conversation.
    pub thread: bool,
}

/// How long a message can be changed.
pub const EDITABLE: TimeDelta = TimeDelta::minutes(15);

const LONGEST_MESSAGE: u32 = 4_000;

impl Message {
    /// A new message. Who mentions somebody mentions one who may read it.
    pub fn say(
        actor: &Actor,
        id: MessageId,
        plan: PlanKey,
        saying: Saying,
        points_to: &PointsTo,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        actor.require_with_plan(Action::DiscussPlan, plan.owner)?;
        saying.check(plan, points_to)?;
        let Saying { text, mentions, anchor, thread, suggestion } = saying;
        Ok(Self {
            id,
            plan,
            posted: Revision::default(),
            version: Revision::default(),
            author: actor.person,
            at: now,
            text: text.trim().to_owned(),
            mentions,
            anchor,
            thread,
            suggestion: suggestion.map(|what| Suggestion { what, applied: None }),
            edited: None,
            deleted: None,
            resolved: None,
        })
    }

    /// Says it in other words; the author, within [`EDITABLE`]. Answers whether that changed anything.
    pub fn edit(&mut self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<bool, Refused> {
        self.require_mine(actor)?;
        if now - self.at > EDITABLE {
            return Err(Refusal::TooLateToEdit { minutes: EDITABLE.num_minutes() as u32 }.into());
        }
        let text = text.trim();
        Refused::unless_empty(wrong_text(text, self.suggestion.is_some()).into_iter().collect())?;
        if self.text == text {
            return Ok(false);
        }
        text.clone_into(&mut self.text);
        self.edited = Some(now);
        Ok(true)
    }

    /// Takes back what was said; that something was said stays. Answers whether that changed anything.
    pub fn delete(&mut self, actor: &Actor, now: DateTime<Utc>) -> Result<bool, Refused> {
        actor.require_with_plan(Action::DiscussPlan, self.plan.owner)?;
        if self.author != actor.person {
            return Err(Refusal::NotPermitted { action: Action::DiscussPlan }.into());
        }
        if self.deleted.is_some() {
            return Ok(false);
        }
        self.deleted = Some(now);
        self.text.clear();
        self.mentions.clear();
        // What was applied stays on record.
        self.suggestion.take_if(|suggestion| suggestion.applied.is_none());
        Ok(true)
    }

    /// Settles a thread, or opens it again. Answers whether that changed anything.
    pub fn resolve(&mut self, actor: &Actor, resolved: bool, now: DateTime<Utc>) -> Result<bool, Refused> {
        actor.require_with_plan(Action::DiscussPlan, self.plan.owner)?;
        if self.thread.is_some() {
            return Err(Refusal::Unknown { field: Field::Message }.into());
        }
        if self.resolved.is_some() == resolved {
            return Ok(false);
        }
        self.resolved = resolved.then_some(Signed { by: actor.person, at: now });
        Ok(true)
    }

    /// The owner does what is suggested. What is to be done is answered, unless it was done already.
    pub fn apply(&mut self, actor: &Actor, now: DateTime<Utc>) -> Result<Option<Suggested>, Refused> {
        actor.require_with_plan(Action::KeepPlan, self.plan.owner)?;
        let Some(suggestion) = &mut self.suggestion else { return Err(Refusal::NothingSuggested.into()) };
        if suggestion.applied.is_some() {
            return Ok(None);
        }
        suggestion.applied = Some(Signed { by: actor.person, at: now });
        Ok(Some(suggestion.what.clone()))
    }

    /// Why its suggestion is followed: what the owner says, or else what the message says.
    pub fn reason<'a>(&'a self, given: &'a str) -> &'a str {
        let given = given.trim();
        if given.is_empty() { self.text.trim() } else { given }
    }

    /// The meeting that it is about or would change.
    pub fn about(&self) -> Option<MeetingId> {
        match (&self.suggestion, self.anchor) {
            (Some(suggestion), _) => Some(suggestion.what.meeting()),
            (None, Some(Anchor::Meeting(meeting))) => Some(meeting),
            (None, _) => None,
        }
    }

    /// Whether it can be answered in a thread of this conversation.
    pub fn starts_thread(&self, plan: PlanKey) -> bool {
        self.thread.is_none() && self.plan == plan
    }

    fn require_mine(&self, actor: &Actor) -> Result<(), Refused> {
        actor.require_with_plan(Action::DiscussPlan, self.plan.owner)?;
        if self.author != actor.person {
            return Err(Refusal::NotPermitted { action: Action::DiscussPlan }.into());
        }
        if self.deleted.is_some() { Err(Refusal::MessageDeleted.into()) } else { Ok(()) }
    }
}

impl Saying {
    fn check(&self, plan: PlanKey, points_to: &PointsTo) -> Result<(), Refused> {
        let known = |meeting: &MeetingId| points_to.meetings.contains(meeting);
        let unknown = |is_known: bool, field| (!is_known).then_some(Refusal::Unknown { field });
        let mut reasons: Vec<_> =
            wrong_text(self.text.trim(), self.suggestion.is_some()).into_iter().collect();
        reasons.extend(unknown(self.mentions.is_subset(&points_to.audience), Field::Mentions));
        reasons.extend(match &self.anchor {
            Some(Anchor::Meeting(meeting)) => unknown(known(meeting), Field::Meeting),
            Some(Anchor::Day(date)) => unknown(plan.week.contains(*date), Field::Start),
            None => None,
        });
        reasons.extend(unknown(self.thread.is_none() || points_to.thread, Field::Message));
        match &self.suggestion {
            Some(Suggested::Move { meeting, to }) => {
                reasons.extend(unknown(known(meeting), Field::Meeting));
                reasons.extend(to.check());
            }
            Some(Suggested::Cancel { meeting }) => reasons.extend(unknown(known(meeting), Field::Meeting)),
            Some(Suggested::Visit { subject, when, .. }) => {
                reasons.extend(crate::refusal::required_text(subject, Field::Subject, 300));
                reasons.extend(when.check());
            }
            None => {}
        }
        Refused::unless_empty(reasons)
    }
}

fn wrong_text(text: &str, may_be_empty: bool) -> Option<Refusal> {
    if text.is_empty() && !may_be_empty {
        Some(Refusal::Empty { field: Field::Message })
    } else {
        bounded_text(text, Field::Message, LONGEST_MESSAGE)
    }
}

/// A message as a conversation shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spoken {
    pub message: Message,
    pub author: String,
    /// The meeting that it is about or would change, as it stands now.
    pub about: Option<AboutMeeting>,
}

/// A meeting as a card in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AboutMeeting {
    pub meeting: MeetingId,
    pub subject: String,
    pub when: When,
    pub state: State,
    pub removed: bool,
}

/// A part of a conversation, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    pub plan: PlanKey,
    /// As of this revision all of it is true.
    pub revision: Revision,
    pub messages: Vec<Spoken>,
    /// There are older ones: the next part is before this.
    pub earlier: Option<Revision>,
    /// Up to where the one who asks has read.
    pub read: Revision,
    /// Who may read it and can be mentioned.
    pub audience: Vec<Named<PersonId>>,
}

/// What one has not read of the conversation about a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    pub plan: PlanKey,
    pub owner: String,
    pub messages: u32,
    /// How many of them mention the one who asks.
    pub mentions: u32,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, at};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
    const VISIT: MeetingId = MeetingId(Uuid::from_u128(1));

    fn plan() -> PlanKey {
        PlanKey { owner: ANNA, week: "2026-W48".parse().unwrap() }
    }

    fn points_to() -> PointsTo {
        PointsTo { audience: BTreeSet::from([ANNA, HELEN]), meetings: BTreeSet::from([VISIT]), thread: false }
    }

    fn say(person: PersonId, saying: Saying) -> Result<Message, Refused> {
        Message::say(&actor(person), MessageId(Uuid::from_u128(9)), plan(), saying, &points_to(), NOW)
    }

    fn text(text: &str) -> Saying {
        Saying { text: text.to_owned(), ..Saying::default() }
    }

    fn suggestion() -> Saying {
        let what = Suggested::Move { meeting: VISIT, to: at(14) };
        Saying { suggestion: Some(what), ..Saying::default() }
    }

    #[test]
    fn only_the_owner_and_the_chain_above_talk() {
        assert!(say(ANNA, text("hello")).is_ok() && say(HELEN, text("hello")).is_ok());
        for person in [BORIS, OSCAR] {
            let refused = say(person, text("hello")).unwrap_err();
            assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::DiscussPlan }]);
        }
    }

    #[test]
    fn a_message_says_something_and_points_to_what_is_there() {
        let unknown = |field| vec![Refusal::Unknown { field }];
        let other = MeetingId(Uuid::from_u128(2));
        let next_week = plan().week.plus(1).monday();
        let table = [
            (text("  "), vec![Refusal::Empty { field: Field::Message }]),
            (Saying { mentions: BTreeSet::from([OSCAR]), ..text("x") }, unknown(Field::Mentions)),
            (Saying { anchor: Some(Anchor::Meeting(other)), ..text("x") }, unknown(Field::Meeting)),
            (Saying { anchor: Some(Anchor::Day(next_week)), ..text("x") }, unknown(Field::Start)),
            (Saying { thread: Some(MessageId(Uuid::nil())), ..text("x") }, unknown(Field::Message)),
        ];
        for (saying, reasons) in table {
            assert_eq!(say(ANNA, saying.clone()).unwrap_err().into_reasons(), reasons, "{saying:?}");
        }
        assert!(say(HELEN, suggestion()).is_ok(), "a suggestion needs no words");
    }

    #[test]
    fn an_author_changes_a_message_for_a_quarter_of_an_hour() {
        let mut message = say(ANNA, text("helo")).unwrap();
        assert!(message.edit(&actor(HELEN), "hello", NOW).is_err());
        assert_eq!(message.edit(&actor(ANNA), "hello", NOW + EDITABLE), Ok(true));
        let late = message.edit(&actor(ANNA), "hi", NOW + EDITABLE + TimeDelta::seconds(1)).unwrap_err();
        assert_eq!(late.reasons(), [Refusal::TooLateToEdit { minutes: 15 }]);
    }

    #[test]
    fn what_is_deleted_leaves_a_trace_and_no_words() {
        let mut message = say(ANNA, text("secret")).unwrap();
        assert!(message.delete(&actor(HELEN), NOW).is_err());
        assert_eq!(message.delete(&actor(ANNA), NOW), Ok(true));
        assert_eq!((message.text.as_str(), message.deleted), ("", Some(NOW)));
        assert_eq!(message.delete(&actor(ANNA), NOW), Ok(false));
        assert_eq!(
            message.edit(&actor(ANNA), "again", NOW).unwrap_err().reasons(),
            [Refusal::MessageDeleted]
        );
    }

    #[test]
    fn only_the_owner_applies_a_suggestion_and_only_once() {
        let mut message = say(HELEN, suggestion()).unwrap();
        let refused = message.apply(&actor(HELEN), NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::KeepPlan }]);
        assert!(message.apply(&actor(ANNA), NOW).unwrap().is_some());
        assert_eq!(message.apply(&actor(ANNA), NOW), Ok(None));
        let mut plain = say(HELEN, text("x")).unwrap();
        assert_eq!(plain.apply(&actor(ANNA), NOW).unwrap_err().reasons(), [Refusal::NothingSuggested]);
    }

    #[test]
    fn the_reason_is_the_owners_or_else_what_the_message_says() {
        let message = say(HELEN, text(" They are on holiday ")).unwrap();
        assert_eq!(message.reason("  "), "They are on holiday");
        assert_eq!(message.reason("Ill "), "Ill");
    }

    #[test]
    fn a_thread_is_settled_and_opened_again() {
        let mut message = say(HELEN, text("why?")).unwrap();
        assert_eq!(message.resolve(&actor(ANNA), true, NOW), Ok(true));
        assert_eq!(message.resolve(&actor(ANNA), true, NOW), Ok(false));
        assert_eq!(message.resolve(&actor(HELEN), false, NOW), Ok(true));
        assert!(message.resolve(&actor(OSCAR), true, NOW).is_err());
    }
}
