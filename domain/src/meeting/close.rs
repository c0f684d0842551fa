//! A meeting is finished (S44, S54, S70).

use chrono::{DateTime, Utc};

use super::{Meeting, Significance, State};
use crate::change::Act;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, bounded_text};
use crate::time::When;
use crate::{Refusal, Refused};

impl Meeting {
    /// → Closed, with what came of it and the time it took. Refused with the list while a mandatory item is open.
    /// What took place and was never started is closed straight away. The same again changes nothing.
    pub fn close(
        &mut self,
        actor: &Actor,
        significance: Significance<'_>,
        result: String,
        minutes_spent: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::CloseMeeting, self)?;
        let result = result.trim().to_owned();
        if self.state == State::Closed
            && self.outcome.result == result
            && self.outcome.minutes_spent == minutes_spent
        {
            return Ok(Vec::new());
        }
        self.require_open()?;
        let too_long = minutes_spent.filter(|minutes| *minutes > When::LONGEST_MINUTES);
        let mut reasons = vec![
            bounded_text(&result, Field::Result, LONGEST_RESULT),
            too_long.map(|_| Refusal::TooLong { field: Field::TimeSpent, max: When::LONGEST_MINUTES }),
        ];
        reasons.extend(self.open_mandatory().map(Some));
        let reasons = reasons.into_iter().flatten().collect();
        Refused::unless_also(reasons, self.require_significant(significance))?;

        self.state = State::Closed;
        self.outcome.ended = Some(now);
        self.outcome.result.clone_from(&result);
        self.outcome.minutes_spent = minutes_spent;
        Ok(vec![Act::Closed { result, minutes_spent }])
    }

    fn open_mandatory(&self) -> impl Iterator<Item = Refusal> {
        let open = self.checklist.iter().filter(|item| item.mandatory && !item.former && item.done.is_none());
        open.map(|item| Refusal::ItemOpen { item: item.id, text: item.text.clone() })
    }
}

const LONGEST_RESULT: u32 = 20_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Note;
    use crate::kind::EventType;
    use crate::meeting::Tick;
    use crate::meeting::stories::{ANNA, BORIS, DECISIONS, HELEN, INTERNAL, OSCAR, actor, draft, planned};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
    const EXTERNAL: Significance<'static> = Significance { event_type: EventType::External, attributes: &[] };

    fn ready() -> Meeting {
        let mut meeting = planned(draft());
        meeting.start(&actor(ANNA), INTERNAL, NOW).unwrap();
        let note = Some(Note::Text("Buy".to_owned()));
        meeting.tick(&actor(ANNA), DECISIONS, Tick::Done { note }, &[], NOW).unwrap();
        meeting
    }

    fn close(meeting: &mut Meeting, result: &str) -> Result<Vec<Act>, Refused> {
        meeting.close(&actor(ANNA), INTERNAL, result.to_owned(), Some(45), NOW)
    }

    #[test]
    fn with_optional_items_left_it_is_closed_by_hand() {
        let mut meeting = ready();
        let acts = close(&mut meeting, " Signed ").unwrap();
        let told = Act::Closed { result: "Signed".to_owned(), minutes_spent: Some(45) };
        assert_eq!(acts, [told]);
        assert_eq!((meeting.state, meeting.outcome.ended), (State::Closed, Some(NOW)));
        assert!(close(&mut meeting, "Signed").unwrap().is_empty(), "the same command twice happens once");
        let refused = close(&mut meeting, "Other").unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::WrongState { state: State::Closed }]);
    }

    #[test]
    fn a_mandatory_item_that_is_open_refuses_it_by_name() {
        let mut meeting = ready();
        meeting.tick(&actor(BORIS), DECISIONS, Tick::Undone, &[], NOW).unwrap();
        let refused = close(&mut meeting, "Signed").unwrap_err();
        let text = "Write down what was decided".to_owned();
        assert_eq!(refused.reasons(), [Refusal::ItemOpen { item: DECISIONS, text }]);
        assert_eq!(meeting.state, State::InProgress);
    }

    #[test]
    fn what_was_never_started_is_closed_straight_away_unless_fields_are_empty() {
        let mut meeting = ready();
        meeting.state = State::Planned;
        let visit = meeting.close(&actor(ANNA), EXTERNAL, String::new(), None, NOW);
        assert_eq!(visit.unwrap_err().reasons(), [Refusal::Empty { field: Field::Client }]);
        assert!(close(&mut meeting, "").is_ok());
    }

    #[test]
    fn only_who_leads_it_closes_it() {
        for person in [BORIS, OSCAR] {
            let refused = ready().close(&actor(person), INTERNAL, String::new(), None, NOW);
            let no = Refusal::NotPermitted { action: Action::CloseMeeting };
            assert_eq!(refused.unwrap_err().reasons(), [no]);
        }
        assert!(ready().close(&actor(HELEN), INTERNAL, String::new(), None, NOW).is_ok());
    }
}
