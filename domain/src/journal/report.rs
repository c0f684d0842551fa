//! Plan against fact over a period (S64): what was promised and what became of it, by whom, where, for whom or when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FactLine, Origin, Outcome};
use crate::change::Revision;
use crate::id::{ClientId, DepartmentId, KindId, Named, PersonId};
use crate::points::Period;
use crate::time::IsoWeek;

/// By what meetings are counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    #[default]
    Person,
    Department,
    Client,
    Week,
}

impl By {
    pub const ALL: [Self; 4] = [Self::Person, Self::Department, Self::Client, Self::Week];
}

/// Which meetings are looked at; what is not named is not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub period: Period,
    pub person: Option<PersonId>,
    /// People in it, and below it.
    pub department: Option<DepartmentId>,
    pub client: Option<ClientId>,
}

/// A meeting of somebody's plan, with what it is counted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnedLine {
    pub owner: Named<PersonId>,
    pub department: Option<Named<DepartmentId>>,
    pub client: Option<Named<ClientId>>,
    pub kind: Named<KindId>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
    pub week: IsoWeek,
    /// What closing it earns, or has earned; of what was dropped, nothing.
    pub points: u32,
    pub line: FactLine,
}

/// Everything that a report is made from, by person, date and time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanFact {
    /// As of this revision all of it is true.
    pub revision: Revision,
    /// Whose plans were looked at, whether anything stands in them or not.
    pub people: Vec<PersonId>,
    pub lines: Vec<OwnedLine>,
}

/// What was promised, and what became of it. A meeting that was promised is one of kept, moved, missed, cancelled, dropped
/// and ahead; `unplanned` ones come on top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    pub planned: u32,
    /// Done as they were promised.
    pub kept: u32,
    /// Done, though not as they were promised.
    pub moved: u32,
    pub missed: u32,
    pub cancelled: u32,
    /// Taken out of the plan.
    pub dropped: u32,
    /// Their time has not come, or they are in progress.
    pub ahead: u32,
    /// Not promised, and in the plan now.
    pub unplanned: u32,
    /// Those of them that are done.
    pub unplanned_done: u32,
    /// Points of what is in the plan now.
    pub points: u32,
    pub earned: u32,
}

impl Tally {
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a OwnedLine>) -> Self {
        let mut tally = Self::default();
        for line in lines {
            tally.add(line);
        }
        tally
    }

    /// Everything that is done.
    pub fn done(&self) -> u32 {
        self.kept + self.moved + self.unplanned_done
    }

    fn add(&mut self, OwnedLine { line, points, .. }: &OwnedLine) {
        let gone = matches!(line.outcome, Outcome::Cancelled | Outcome::Dropped);
        if !gone {
            self.points += points;
        }
        if line.outcome == Outcome::Done {
            self.earned += points;
        }
        if line.origin == Origin::Unplanned {
            // What came on top and went again was never promised.
            self.unplanned += u32::from(!gone);
            self.unplanned_done += u32::from(line.outcome == Outcome::Done);
            return;
        }
        self.planned += 1;
        let count = match (line.outcome, line.origin) {
            (Outcome::Done, Origin::Moved) => &mut self.moved,
            (Outcome::Done, _) => &mut self.kept,
            (Outcome::Missed, _) => &mut self.missed,
            (Outcome::Cancelled, _) => &mut self.cancelled,
            (Outcome::Dropped, _) => &mut self.dropped,
            (Outcome::Ahead | Outcome::InProgress, _) => &mut self.ahead,
        };
        *count += 1;
    }
}

/// What meetings were counted together by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Group {
    Person {
        id: PersonId,
    },
    /// Without an id: who is in no department.
    Department {
        id: Option<DepartmentId>,
    },
    /// Without an id: meetings with no client.
    Client {
        id: Option<ClientId>,
    },
    Week {
        #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
        week: IsoWeek,
    },
}

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRow {
    pub group: Group,
    /// Empty where the group has none, and of weeks.
    pub name: String,
    pub tally: Tally,
}

/// A report as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// As of this revision all of it is true.
    pub revision: Revision,
    pub whole: Tally,
    pub rows: Vec<ReportRow>,
}

impl Report {
    pub fn of(fact: &PlanFact, by: By) -> Self {
        Self { revision: fact.revision, whole: Tally::of(&fact.lines), rows: report(&fact.lines, by) }
    }
}

/// Counts what belongs together: weeks by time, everything else by name, what has no name last.
pub fn report(lines: &[OwnedLine], by: By) -> Vec<ReportRow> {
    let mut groups: BTreeMap<Group, (String, Vec<&OwnedLine>)> = BTreeMap::new();
    for line in lines {
        let (group, name) = line.group(by);
        groups.entry(group).or_insert_with(|| (name.to_owned(), Vec::new())).1.push(line);
    }
    let mut rows: Vec<_> = groups
        .into_iter()
        .map(|(group, (name, lines))| ReportRow { group, name, tally: Tally::of(lines) })
        .collect();
    if by != By::Week {
        rows.sort_by(|one, other| {
            (one.name.is_empty(), one.name.to_lowercase())
                .cmp(&(other.name.is_empty(), other.name.to_lowercase()))
        });
    }
    rows
}

impl OwnedLine {
    fn group(&self, by: By) -> (Group, &str) {
        fn known<Id: Copy>(named: Option<&Named<Id>>) -> (Option<Id>, &str) {
            named.map_or((None, ""), |named| (Some(named.id), named.name.as_str()))
        }
        match by {
            By::Person => (Group::Person { id: self.owner.id }, &self.owner.name),
            By::Department => {
                let (id, name) = known(self.department.as_ref());
                (Group::Department { id }, name)
            }
            By::Client => {
                let (id, name) = known(self.client.as_ref());
                (Group::Client { id }, name)
            }
            By::Week => (Group::Week { week: self.week }, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::journal::sheet::tests::{item, on};
    use crate::kind::Predefined;

    fn line(owner: u128, client: Option<u128>, origin: Origin, outcome: Outcome) -> OwnedLine {
        let item = item(1, on(24, 9, 60));
        let named =
            |number: u128| Named { id: ClientId(Uuid::from_u128(number)), name: format!("Client {number}") };
        OwnedLine {
            owner: Named { id: PersonId(Uuid::from_u128(owner)), name: format!("Person {owner}") },
            department: None,
            client: client.map(named),
            kind: Named { id: Predefined::Call.id(), name: "Call".to_owned() },
            week: "2026-W48".parse().unwrap(),
            points: 5,
            line: FactLine {
                meeting: item.meeting,
                origin,
                outcome,
                planned: (origin != Origin::Unplanned).then(|| item.commitment()),
                item: (outcome != Outcome::Dropped).then_some(item),
                reason: String::new(),
                unexplained: false,
            },
        }
    }

    fn week() -> Vec<OwnedLine> {
        vec![
            line(2, Some(1), Origin::Planned, Outcome::Done),
            line(2, None, Origin::Moved, Outcome::Done),
            line(2, Some(1), Origin::Moved, Outcome::Missed),
            line(1, Some(1), Origin::Planned, Outcome::Cancelled),
            line(1, Some(1), Origin::Planned, Outcome::Dropped),
            line(1, Some(2), Origin::Unplanned, Outcome::Done),
            line(1, Some(2), Origin::Unplanned, Outcome::Cancelled),
        ]
    }

    #[test]
    fn what_was_promised_and_what_became_of_it_is_counted() {
        let tally = Tally::of(&week());
        let expected = Tally {
            planned: 5,
            kept: 1,
            moved: 1,
            missed: 1,
            cancelled: 1,
            dropped: 1,
            ahead: 0,
            unplanned: 1,
            unplanned_done: 1,
            points: 20,
            earned: 15,
        };
        assert_eq!((tally, tally.done()), (expected, 3));
    }

    #[test]
    fn rows_stand_by_name_and_what_has_none_last() {
        let told = |by| {
            let rows = report(&week(), by);
            rows.into_iter().map(|row| (row.name, row.tally.planned)).collect::<Vec<_>>()
        };
        assert_eq!(told(By::Person), [("Person 1".to_owned(), 2), ("Person 2".to_owned(), 3)]);
        let clients = [("Client 1".to_owned(), 4), ("Client 2".to_owned(), 0), (String::new(), 1)];
        assert_eq!(told(By::Client), clients);
        assert_eq!(
            (told(By::Department), told(By::Week)),
            (vec![(String::new(), 5)], vec![(String::new(), 5)])
        );
    }

    proptest! {
        /// However it is counted, nothing is left out and nothing comes twice.
        #[test]
        fn the_rows_of_a_report_add_up_to_the_whole(
            made in proptest::collection::vec((0_u128..4, proptest::option::of(0_u128..4), 0..3, 0..6), 0..40),
        ) {
            let origins = [Origin::Planned, Origin::Moved, Origin::Unplanned];
            let outcomes = [Outcome::Ahead, Outcome::InProgress, Outcome::Done, Outcome::Missed, Outcome::Cancelled, Outcome::Dropped];
            let lines: Vec<_> = made
                .into_iter()
                .map(|(owner, client, origin, outcome)| line(owner, client, origins[origin as usize], outcomes[outcome as usize]))
                .collect();
            let whole = Tally::of(&lines);
            let Tally { planned, kept, moved, missed, cancelled, dropped, ahead, .. } = whole;
            prop_assert_eq!(planned, kept + moved + missed + cancelled + dropped + ahead);
            for by in By::ALL {
                let rows = report(&lines, by);
                let sum = |of: fn(&Tally) -> u32| rows.iter().map(|row| of(&row.tally)).sum::<u32>();
                prop_assert_eq!(sum(|it| it.planned), planned);
                prop_assert_eq!(sum(|it| it.unplanned), whole.unplanned);
                prop_assert_eq!(sum(|it| it.earned), whole.earned);
                prop_assert_eq!(sum(Tally::done), whole.done());
            }
        }
    }
}
