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
    /// Everyone in the departments that this person heads or stands in for the head of, and below them.
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
    StartMeeting,
    TickChecklist,
    CloseMeeting,
    CancelMeeting,
    ReopenMeeting,
    AttachFile,
    /// Accept or decline for oneself.
    AnswerInvitation,
    /// Set the answer of somebody else (S39).
    AnswerForOthers,
    /// Clients, contacts, addresses and individuals are everybody's daily work.
    KeepClients,
    /// Rooms, kinds, categories, departments, groups, targets of points.
    KeepDirectory,
    /// Create, change and archive users, and set their passwords.
    KeepPeople,
    /// Read somebody's week plan and what is said about it.
    SeePlan,
    /// Submit a week plan, take it back, give the reasons of what was changed, apply what was suggested.
    KeepPlan,
    /// Approve a week plan, return it, close the week (S63).
    DecidePlan,
    /// Take part in the conversation about a week plan (S62).
    DiscussPlan,
    /// Read what somebody has earned, and by what (S66).
    SeePoints,
    /// Say when somebody is away and who stands in for them (S69).
    KeepAbsence,
}

impl Action {
    /// Every one, so that a table of them is whole.
    pub const ALL: [Self; 21] = [
        Self::PlanMeeting,
        Self::SeeMeeting,
        Self::ChangeMeeting,
        Self::RemoveMeeting,
        Self::StartMeeting,
        Self::TickChecklist,
        Self::CloseMeeting,
        Self::CancelMeeting,
        Self::ReopenMeeting,
        Self::AttachFile,
        Self::AnswerInvitation,
        Self::AnswerForOthers,
        Self::KeepClients,
        Self::KeepDirectory,
        Self::KeepPeople,
        Self::SeePlan,
        Self::KeepPlan,
        Self::DecidePlan,
        Self::DiscussPlan,
        Self::SeePoints,
        Self::KeepAbsence,
    ];
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

/// How far the person who looks at a meeting may lead it through its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Steps {
    pub start: bool,
    pub tick: bool,
    pub close: bool,
    pub cancel: bool,
    pub reopen: bool,
    pub attach: bool,
}

/// What a person is to a meeting. One person can be several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Author,
    Responsible,
    Participant,
    /// Heads a department that the person responsible or a participant is in or below.
    Supervisor,
    /// Heads a department that the person responsible is in or below.
    SupervisorOfResponsible,
}

/// What the table looks at: the people of a meeting. Whoever holds less than a whole [`Meeting`] can tell it too.
pub trait Concerns {
    fn author(&self) -> PersonId;
    fn responsible(&self) -> PersonId;
    fn is_private(&self) -> bool;
    fn involves(&self, person: PersonId) -> bool;
    fn involves_any(&self, people: &BTreeSet<PersonId>) -> bool;
}

impl Concerns for Meeting {
    fn author(&self) -> PersonId {
        self.author
    }

    fn responsible(&self) -> PersonId {
        self.responsible
    }

    fn is_private(&self) -> bool {
        self.private
    }

    fn involves(&self, person: PersonId) -> bool {
        self.participant(Attendee::Person(person)).is_some()
    }

    fn involves_any(&self, people: &BTreeSet<PersonId>) -> bool {
        !people.is_empty() && self.people().any(|person| people.contains(&person))
    }
}

/// The table.
const fn on_meeting(action: Action) -> &'static [Relation] {
    use Relation::{Author, Participant, Responsible, Supervisor, SupervisorOfResponsible};
    match action {
        Action::SeeMeeting | Action::TickChecklist | Action::AttachFile => {
            &[Author, Responsible, Participant, Supervisor]
        }
        Action::ChangeMeeting
        | Action::RemoveMeeting
        | Action::StartMeeting
        | Action::CloseMeeting
        | Action::CancelMeeting => &[Author, Responsible, Supervisor],
        Action::ReopenMeeting => &[Responsible, SupervisorOfResponsible],
        Action::AnswerInvitation => &[Participant],
        Action::AnswerForOthers => &[Author, Responsible],
        Action::PlanMeeting
        | Action::KeepClients
        | Action::KeepDirectory
        | Action::KeepPeople
        | Action::SeePlan
        | Action::KeepPlan
        | Action::DecidePlan
        | Action::DiscussPlan
        | Action::SeePoints
        | Action::KeepAbsence => &[],
    }
}

/// What a person is to somebody's week plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlanRelation {
    Owner,
    /// Heads a department that the owner is in or below.
    Supervisor,
}

/// The table for week plans, points and absences. A plan is no private matter, even where a meeting in it is.
const fn on_plan(action: Action) -> &'static [PlanRelation] {
    use PlanRelation::{Owner, Supervisor};
    match action {
        Action::SeePlan | Action::DiscussPlan | Action::SeePoints | Action::KeepAbsence => {
            &[Owner, Supervisor]
        }
        Action::KeepPlan => &[Owner],
        Action::DecidePlan => &[Supervisor],
        _ => &[],
    }
}

const fn in_general(action: Action, role: Role) -> bool {
    match action {
        Action::PlanMeeting | Action::KeepClients => true,
        Action::KeepDirectory | Action::KeepPeople => matches!(role, Role::Administrator),
        Action::SeeMeeting
        | Action::ChangeMeeting
        | Action::RemoveMeeting
        | Action::StartMeeting
        | Action::TickChecklist
        | Action::CloseMeeting
        | Action::CancelMeeting
        | Action::ReopenMeeting
        | Action::AttachFile
        | Action::AnswerInvitation
        | Action::AnswerForOthers
        | Action::SeePlan
        | Action::KeepPlan
        | Action::DecidePlan
        | Action::DiscussPlan
        | Action::SeePoints
        | Action::KeepAbsence => false,
    }
}

impl Actor {
    /// How much this person may know of a meeting. Of a private one the supervisor sees busy time only.
    pub fn sight(&self, meeting: &impl Concerns) -> Sight {
        if self.may(Action::SeeMeeting, meeting) { Sight::Full } else { Sight::Busy }
    }

    pub fn may(&self, action: Action, meeting: &impl Concerns) -> bool {
        on_meeting(action).iter().any(|relation| self.is(*relation, meeting))
    }

    pub fn permits(&self, meeting: &impl Concerns) -> Permits {
        Permits {
            change: self.may(Action::ChangeMeeting, meeting),
            remove: self.may(Action::RemoveMeeting, meeting),
            answer: self.may(Action::AnswerInvitation, meeting),
            answer_for_others: self.may(Action::AnswerForOthers, meeting),
        }
    }

    pub fn steps(&self, meeting: &impl Concerns) -> Steps {
        Steps {
            start: self.may(Action::StartMeeting, meeting),
            tick: self.may(Action::TickChecklist, meeting),
            close: self.may(Action::CloseMeeting, meeting),
            cancel: self.may(Action::CancelMeeting, meeting),
            reopen: self.may(Action::ReopenMeeting, meeting),
            attach: self.may(Action::AttachFile, meeting),
        }
    }

    pub fn require(&self, action: Action) -> Result<(), Refused> {
        if in_general(action, self.role) { Ok(()) } else { Err(Refusal::NotPermitted { action }.into()) }
    }

    pub fn require_on(&self, action: Action, meeting: &impl Concerns) -> Result<(), Refused> {
        if self.may(action, meeting) { Ok(()) } else { Err(Refusal::NotPermitted { action }.into()) }
    }

    /// What this person may do with the week plan, the points and the absences of `owner`.
    pub fn may_with_plan(&self, action: Action, owner: PersonId) -> bool {
        on_plan(action).iter().any(|relation| match relation {
            PlanRelation::Owner => owner == self.person,
            PlanRelation::Supervisor => self.leads.contains(&owner),
        })
    }

    pub fn require_with_plan(&self, action: Action, owner: PersonId) -> Result<(), Refused> {
        if self.may_with_plan(action, owner) { Ok(()) } else { Err(Refusal::NotPermitted { action }.into()) }
    }

    fn is(&self, relation: Relation, meeting: &impl Concerns) -> bool {
        match relation {
            Relation::Author => meeting.author() == self.person,
            Relation::Responsible => meeting.responsible() == self.person,
            Relation::Participant => meeting.involves(self.person),
            Relation::Supervisor => {
                !meeting.is_private()
                    && (self.leads.contains(&meeting.responsible()) || meeting.involves_any(&self.leads))
            }
            Relation::SupervisorOfResponsible => {
                !meeting.is_private() && self.leads.contains(&meeting.responsible())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::Draft;
    use crate::meeting::stories::{ANNA, BORIS, HELEN, OSCAR, actor, administrator, draft, planned};

    /// Author and responsible, participant, supervisor, outsider.
    const PEOPLE: [PersonId; 4] = [ANNA, BORIS, HELEN, OSCAR];

    #[test]
    fn who_may_do_what_with_a_meeting() {
        let meeting = planned(draft());
        let table = [
            (Action::SeeMeeting, [true, true, true, false]),
            (Action::ChangeMeeting, [true, false, true, false]),
            (Action::RemoveMeeting, [true, false, true, false]),
            (Action::StartMeeting, [true, false, true, false]),
            (Action::TickChecklist, [true, true, true, false]),
            (Action::CloseMeeting, [true, false, true, false]),
            (Action::CancelMeeting, [true, false, true, false]),
            (Action::ReopenMeeting, [true, false, true, false]),
            (Action::AttachFile, [true, true, true, false]),
            (Action::AnswerInvitation, [true, true, false, false]),
            (Action::AnswerForOthers, [true, false, false, false]),
        ];
        for (action, allowed) in table {
            assert_eq!(PEOPLE.map(|person| actor(person).may(action, &meeting)), allowed, "{action:?}");
        }
    }

    #[test]
    fn who_may_do_what_with_a_week_plan() {
        let table = [
            (Action::SeePlan, [true, false, true, false]),
            (Action::DiscussPlan, [true, false, true, false]),
            (Action::SeePoints, [true, false, true, false]),
            (Action::KeepAbsence, [true, false, true, false]),
            (Action::KeepPlan, [true, false, false, false]),
            (Action::DecidePlan, [false, false, true, false]),
            (Action::ChangeMeeting, [false; 4]),
        ];
        for (action, allowed) in table {
            let may = PEOPLE.map(|person| actor(person).may_with_plan(action, ANNA));
            assert_eq!(may, allowed, "{action:?}");
        }
        assert!(!administrator().may_with_plan(Action::SeePlan, ANNA));
    }

    #[test]
    fn only_the_responsible_and_those_above_reopen() {
        let mut meeting = planned(draft());
        meeting.responsible = BORIS;
        // Anna planned it and still takes part; Helen leads Anna, and not Boris.
        let may = PEOPLE.map(|person| actor(person).may(Action::ReopenMeeting, &meeting));
        assert_eq!(may, [false, true, false, false]);
    }

    #[test]
    fn a_private_meeting_is_busy_time_to_the_supervisor() {
        let meeting = planned(Draft { private: true, ..draft() });
        let sight = PEOPLE.map(|person| actor(person).sight(&meeting));
        assert_eq!(sight, [Sight::Full, Sight::Full, Sight::Busy, Sight::Busy]);
    }

    #[test]
    fn an_administrator_keeps_the_directory_and_sees_no_more_of_others_meetings() {
        let meeting = planned(draft());
        let administrator = administrator();
        assert!(administrator.require(Action::KeepPeople).is_ok());
        assert!(administrator.require(Action::KeepDirectory).is_ok());
        assert_eq!(administrator.sight(&meeting), Sight::Busy);
        assert_eq!(administrator.permits(&meeting), Permits::default());
    }

    #[test]
    fn a_member_keeps_clients_and_plans_but_keeps_no_directory() {
        let member = actor(ANNA);
        assert!(member.require(Action::PlanMeeting).is_ok() && member.require(Action::KeepClients).is_ok());
        for action in [Action::KeepDirectory, Action::KeepPeople] {
            assert_eq!(member.require(action), Err(Refusal::NotPermitted { action }.into()));
        }
    }
}
