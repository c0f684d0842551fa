//! The checklist is ticked on the card (S42, D22).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Meeting;
use crate::attachment::Attachment;
use crate::change::Act;
use crate::checklist::{Done, Note};
use crate::id::TemplateItemId;
use crate::permission::{Action, Actor};
use crate::refusal::{Field, bounded_text};
use crate::{Refusal, Refused};

/// What somebody says of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tick {
    /// It is done, with a note where the item asks for one.
    Done {
        note: Option<Note>,
    },
    Undone,
}

impl Meeting {
    /// Whoever takes part ticks. Who was first stays the one who did it: the same again changes nothing. `files` are
    /// those of the meeting.
    pub fn tick(
        &mut self,
        actor: &Actor,
        item: TemplateItemId,
        tick: Tick,
        files: &[Attachment],
        now: DateTime<Utc>,
    ) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::TickChecklist, self)?;
        self.require_open()?;
        // What was done while the meeting was of another kind is on record only.
        let found = self.checklist.iter_mut().find(|each| each.id == item && !each.former);
        let Some(found) = found else { return Err(Refusal::Unknown { field: Field::Checklist }.into()) };
        let text = found.text.clone();
        match tick {
            Tick::Undone => {
                let was_done = found.done.take();
                Ok(was_done.map(|_| Act::Unticked { text }).into_iter().collect())
            }
            Tick::Done { note } => {
                if let Some(Note::Text(text)) = &note
                    && let Some(too_long) = bounded_text(text, Field::Checklist, LONGEST_NOTE)
                {
                    return Err(too_long.into());
                }
                let asks = found.asks;
                let note = asks.accepts(note, files).map_err(|_| Refusal::ItemAsks { item, asks })?;
                if found.done.as_ref().is_some_and(|done| done.note == note) {
                    return Ok(Vec::new());
                }
                found.done = Some(Done { by: actor.person, at: now, note: note.clone() });
                Ok(vec![Act::Ticked { text, note }])
            }
        }
    }

    /// Whether every item is done, so that it is offered to finish (S44). Without a checklist nothing is offered.
    pub fn is_ticked_off(&self) -> bool {
        let mut asked = self.checklist.iter().filter(|item| !item.former).peekable();
        asked.peek().is_some() && asked.all(|item| item.done.is_some())
    }
}

const LONGEST_NOTE: u32 = 2_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Asks;
    use crate::meeting::State;
    use crate::meeting::stories::{AGENDA, ANNA, BORIS, DECISIONS, HEADS, OSCAR, actor, draft, planned};
    use crate::number::Number;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
    const TICKED: Tick = Tick::Done { note: None };

    fn text(text: &str) -> Tick {
        Tick::Done { note: Some(Note::Text(text.to_owned())) }
    }

    #[test]
    fn whoever_takes_part_ticks_and_the_first_one_is_remembered() {
        let mut meeting = planned(draft());
        let acts = meeting.tick(&actor(BORIS), AGENDA, TICKED, &[], NOW).unwrap();
        assert_eq!(acts, [Act::Ticked { text: "Send the agenda".to_owned(), note: None }]);
        assert!(meeting.tick(&actor(ANNA), AGENDA, TICKED, &[], NOW).unwrap().is_empty());
        assert_eq!(meeting.checklist[0].done.as_ref().map(|done| done.by), Some(BORIS));
        let acts = meeting.tick(&actor(ANNA), AGENDA, Tick::Undone, &[], NOW).unwrap();
        assert_eq!(acts, [Act::Unticked { text: "Send the agenda".to_owned() }]);
        assert!(meeting.tick(&actor(ANNA), AGENDA, Tick::Undone, &[], NOW).unwrap().is_empty());
    }

    #[test]
    fn whoever_has_nothing_to_do_with_it_does_not_tick() {
        let refused = planned(draft()).tick(&actor(OSCAR), AGENDA, TICKED, &[], NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::NotPermitted { action: Action::TickChecklist }]);
    }

    #[test]
    fn an_item_that_asks_for_a_text_is_not_done_without_one() {
        let mut meeting = planned(draft());
        let refused = meeting.tick(&actor(ANNA), DECISIONS, TICKED, &[], NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::ItemAsks { item: DECISIONS, asks: Asks::Text }]);
        meeting.tick(&actor(ANNA), DECISIONS, text(" Buy "), &[], NOW).unwrap();
        meeting.tick(&actor(BORIS), DECISIONS, text("Sell"), &[], NOW).unwrap();
        let done = meeting.checklist[1].done.clone().unwrap();
        assert_eq!(
            (done.by, done.note),
            (BORIS, Some(Note::Text("Sell".into()))),
            "another note is another act"
        );
    }

    #[test]
    fn what_is_over_is_ticked_no_more() {
        let mut meeting = planned(draft());
        meeting.state = State::Closed;
        let refused = meeting.tick(&actor(ANNA), AGENDA, TICKED, &[], NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::WrongState { state: State::Closed }]);
    }

    #[test]
    fn the_last_tick_makes_it_ticked_off() {
        let mut meeting = planned(draft());
        meeting.tick(&actor(ANNA), AGENDA, TICKED, &[], NOW).unwrap();
        meeting.tick(&actor(ANNA), DECISIONS, text("Buy"), &[], NOW).unwrap();
        assert!(!meeting.is_ticked_off());
        let note = Number::of(4.0).map(Note::Number);
        meeting.tick(&actor(ANNA), HEADS, Tick::Done { note }, &[], NOW).unwrap();
        assert!(meeting.is_ticked_off());
        meeting.checklist.clear();
        assert!(!meeting.is_ticked_off(), "there is nothing to finish by ticking");
    }

    #[test]
    fn what_is_on_record_only_is_not_ticked() {
        let mut meeting = planned(draft());
        meeting.checklist[0].former = true;
        let refused = meeting.tick(&actor(ANNA), AGENDA, Tick::Undone, &[], NOW).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::Unknown { field: Field::Checklist }]);
    }
}
