//! Accepting and declining (S36 to S39).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Attendee, Meeting};
use crate::change::Act;
use crate::id::PersonId;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, bounded_text};
use crate::{Refusal, Refused};

/// Whether somebody comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// «Может быть» (S35): TENTATIVE, and NEEDS-ACTION as long as nobody has answered.
    #[default]
    Maybe,
    Accepted,
    Declined,
}

/// An answer with who gave it and when. The default is that of somebody who has yet to answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reply {
    pub answer: Answer,
    /// Why somebody declined (S38); empty where no reason was given.
    pub reason: String,
    /// Who gave the answer, and when: the participant, or the organiser after a phone call (S39).
    pub given: Option<(PersonId, DateTime<Utc>)>,
}

impl Reply {
    /// Whoever calls a meeting takes part in it.
    pub const ORGANISER: Self = Self { answer: Answer::Accepted, reason: String::new(), given: None };

    /// Whether an answer is still awaited.
    pub fn is_awaited(&self) -> bool {
        self.answer == Answer::Maybe && self.given.is_none()
    }
}

impl Meeting {
    /// Records an answer: one's own (S37, S38), or the organiser's for somebody else (S39).
    pub fn respond(
        &mut self,
        actor: &Actor,
        attendee: Attendee,
        answer: Answer,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Vec<Act>, Refused> {
        let own = attendee == Attendee::Person(actor.person);
        actor.require_on(if own { Action::AnswerInvitation } else { Action::AnswerForOthers }, self)?;
        self.require_open()?;
        if let Some(too_long) = bounded_text(&reason, Field::Reason, LONGEST_REASON) {
            return Err(too_long.into());
        }
        let participant = self.participants.iter_mut().find(|each| each.attendee == attendee);
        let Some(participant) = participant else { return Err(Refusal::NotParticipant.into()) };

        let reason = reason.trim().to_owned();
        if participant.reply.answer == answer
            && participant.reply.reason == reason
            && !participant.reply.is_awaited()
        {
            return Ok(Vec::new());
        }
        let reply = Reply { answer, reason: reason.clone(), given: Some((actor.person, now)) };
        let from = std::mem::replace(&mut participant.reply, reply).answer;
        Ok(vec![Act::Responded { attendee, from, to: answer, reason }])
    }
}

const LONGEST_REASON: u32 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, draft, planned};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn answer(by: PersonId, of: PersonId, answer: Answer) -> Result<Reply, Refused> {
        let mut meeting = planned(draft());
        let of = Attendee::Person(of);
        meeting.respond(&actor(by), of, answer, " Away ".to_owned(), NOW)?;
        Ok(meeting.participant(of).unwrap().reply.clone())
    }

    #[test]
    fn the_one_invited_answers_and_can_give_a_reason() {
        let reply = answer(BORIS, BORIS, Answer::Declined).unwrap();
        assert_eq!(
            reply,
            Reply { answer: Answer::Declined, reason: "Away".to_owned(), given: Some((BORIS, NOW)) }
        );
    }

    #[test]
    fn the_organiser_answers_for_somebody_and_it_is_told_who_did() {
        assert_eq!(answer(ANNA, BORIS, Answer::Accepted).unwrap().given, Some((ANNA, NOW)));
    }

    #[test]
    fn a_considered_maybe_is_an_answer() {
        assert!(!answer(BORIS, BORIS, Answer::Maybe).unwrap().is_awaited());
    }

    #[test]
    fn nobody_else_answers_for_somebody() {
        let for_others = Refusal::NotPermitted { action: Action::AnswerForOthers };
        for person in [OSCAR, HELEN] {
            assert_eq!(
                answer(person, BORIS, Answer::Accepted).unwrap_err().reasons(),
                std::slice::from_ref(&for_others)
            );
        }
        let uninvited = Refusal::NotPermitted { action: Action::AnswerInvitation };
        assert_eq!(answer(OSCAR, OSCAR, Answer::Accepted).unwrap_err().reasons(), [uninvited]);
        assert_eq!(answer(ANNA, OSCAR, Answer::Accepted).unwrap_err().reasons(), [Refusal::NotParticipant]);
    }

    #[test]
    fn the_same_answer_again_changes_nothing() {
        let mut meeting = planned(draft());
        let boris = Attendee::Person(BORIS);
        let mut accept =
            || meeting.respond(&actor(BORIS), boris, Answer::Accepted, String::new(), NOW).unwrap();
        assert_eq!((accept().len(), accept().len()), (1, 0));
    }
}
