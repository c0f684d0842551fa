//! Taking a meeting out of the calendar as if it had never been planned, and back.

use super::{Meeting, References};
use crate::Refused;
use crate::change::Act;
use crate::permission::{Action, Actor};

impl Meeting {
    /// Only a meeting that is still open can be removed; what took place stays on record.
    pub fn remove(&self, actor: &Actor) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::RemoveMeeting, self)?;
        self.require_open()?;
        Ok(vec![Act::Removed])
    }

    /// Takes a removed meeting back as it was, by whoever may remove it. Its room may have been taken meanwhile.
    pub fn restore(&self, actor: &Actor, references: &References) -> Result<Vec<Act>, Refused> {
        actor.require_on(Action::RemoveMeeting, self)?;
        self.require_open()?;
        self.draft().check(references, Some(self))?;
        Ok(vec![Act::Restored])
    }
}
