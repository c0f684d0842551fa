//! Who may do what, in one table. Store verbs ask it through the rules of the domain, so every door does.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::change::Channel;
use crate::id::PersonId;
use crate::meeting::{Attendee, Meeting};
use crate::people::Role;
use crate::{Refusal, Refused};

/// Who acts: a person with what their place in the organisation lets them do, read within the
/// transaction of what they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub person: PersonId,
    pub role: Role,
    /// Everyone in the departments that this person heads, and below them.
    pub leads: BTreeSet<PersonId>,
    pub channel: Channel,
}

/// What can be permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    PlanMeeting,
    SeeMeeting,
    ChangeMeeting,
    RemoveMeeting,
    /// Accept or decline for oneself.
    AnswerInvitation,
    /// Set the answer of somebody else (S39).
    AnswerForOthers,
    /// Clients, contacts, addresses and individuals are everybody's daily work.
    KeepClients,
    /// Rooms, kinds, categories, departments, groups.
    KeepDirectory,
    /// Create, change and archive users, and set their passwords.
    KeepPeople,
}

/// How much of somebody's meeting a person may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// That the time is taken.
    Busy,
    Full,
}

/// What the person who looks at a meeting may do with it, so that a screen offers nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permits {
    pub change: bool,
    pub remove: bool,
    pub answer: bool,
    pub answer_for_others: bool,
}

/// What a person is to a meeting. One person can be several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Author,
    Responsible,
    Participant,
    /// Heads a department that the person responsible or a participant is in or below.
    Supervisor,
}

/// The table.
const fn on_meeting(action: Action) -> &'static [Relation] {
    use Relation::{Author, Participant, Responsible, Supervisor};
    match action {
        Action::SeeMeeting => &[Author, Responsible, Participant, Supervisor],
        Action::ChangeMeeting | Action::RemoveMeeting => &[Author, Responsible, Supervisor],
        Action::AnswerInvitation => &[Participant],
        Action::AnswerForOthers => &[Author, Responsible],
        Action::PlanMeeting | Action::KeepClients | Action::KeepDirectory | Action::KeepPeople => &[],
    }
}

const fn in_general(action: Action, role: Role) -> bool {
    match action {
        Action::PlanMeeting | Action::KeepClients => true,
        Action::KeepDirectory | Action::KeepPeople => matches!(role, Role::Administrator),
        Action::SeeMeeting
        | Action::ChangeMeeting
        | Action::RemoveMeeting
        | Action::AnswerInvitation
        | Action::AnswerForOthers => false,
    }
}

impl Actor {
    /// How much this person may know of a meeting. Of a private one the supervisor sees busy time only.
    pub fn sight(&self, meeting: &Meeting) -> Sight {
        if self.may(Action::SeeMeeting, meeting) { Sight::Full } else { Sight::Busy }
    }

    pub fn may(&self, action: Action, meeting: &Meeting) -> bool {
        on_meeting(action).iter().any(|relation| self.is(*relation, meeting))
    }

    pub fn permits(&self, meeting: &Meeting) -> Permits {
        Permits {
            change: self.may(Action::ChangeMeeting, meeting),
            remove: self.may(Action::RemoveMeeting, meeting),
            answer: self.may(Action::AnswerInvitation, meeting),
            answer_for_others: self.may(Action::AnswerForOthers, meeting),
        }
    }

    pub fn require(&self, action: Action) -> Result<(), Refused> {
        if in_general(action, self.role) { Ok(()) } else { Err(Refusal::NotPermitted { action }.into()) }
    }

    pub fn require_on(&self, action: Action, meeting: &Meeting) -> Result<(), Refused> {
        if self.may(action, meeting) { Ok(()) } else { Err(Refusal::NotPermitted { action }.into()) }
    }

    fn is(&self, relation: Relation, meeting: &Meeting) -> bool {
        match relation {
            Relation::Author => meeting.author == self.person,
            Relation::Responsible => meeting.responsible == self.person,
            Relation::Participant => meeting.participant(Attendee::Person(self.person)).is_some(),
            Relation::Supervisor => {
                !meeting.private
                    && (self.leads.contains(&meeting.responsible)
                        || meeting.people().any(|person| self.leads.contains(&person)))
            }
        }
    }
}
