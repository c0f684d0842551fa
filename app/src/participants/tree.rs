//! The tree in which colleagues are found: departments with who is in them, then the groups. As rows, so that the
//! arrows are arithmetic (the tree pattern of WAI-ARIA).

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{DepartmentId, GroupId};
use domain::meeting::{Attendee, ParticipantLine};
use domain::people::{Circle, Depth};

use crate::api::Roster;

/// Something in the tree that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    Department(DepartmentId),
    /// Everybody who is in no department.
    Unplaced,
    Group(GroupId),
}

impl Node {
    /// Who stands right below it.
    pub(super) fn circle(self) -> Circle {
        match self {
            Self::Department(id) => Circle::Department { id, depth: Depth::Alone },
            Self::Unplaced => Circle::Unplaced,
            Self::Group(id) => Circle::Group { id },
        }
    }
}

/// A place in the tree. Somebody can stand in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Spot {
    Node(Node),
    Person(Node, Attendee),
}

/// A line of the tree as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub spot: Spot,
    /// From 1 on.
    pub level: usize,
    pub name: String,
    pub note: String,
    /// `None` for somebody, who cannot be opened.
    pub open: Option<bool>,
    /// Its place among its siblings, from 1 on, and how many they are.
    pub place: (usize, usize),
}

/// Whom the nodes that were opened hold.
pub(super) type Held = BTreeMap<Node, Vec<ParticipantLine>>;

/// The rows of the tree from top to bottom. Who was not read yet is not there.
pub(super) fn rows(roster: &Roster, unplaced: &str, open: &BTreeSet<Node>, held: &Held) -> Vec<Row> {
    let mut rows = Vec::new();
    let known = |id: DepartmentId| roster.departments.iter().any(|department| department.id == id);
    // What is below a department that is archived stands at the top.
    let tops = roster.departments.iter().filter(|it| it.parent.is_none_or(|parent| !known(parent)));
    let tops: Vec<_> = tops.map(|department| (Node::Department(department.id), &*department.name)).collect();
    let groups = roster.groups.iter().map(|group| (Node::Group(group.id), &*group.name));
    let tops: Vec<_> = tops.into_iter().chain(groups).chain([(Node::Unplaced, unplaced)]).collect();
    let count = tops.len();
    for (index, (node, name)) in tops.into_iter().enumerate() {
        lay(&mut rows, roster, open, held, (node, name), 1, (index + 1, count));
    }
    rows
}

fn lay(
    rows: &mut Vec<Row>,
    roster: &Roster,
    open: &BTreeSet<Node>,
    held: &Held,
    (node, name): (Node, &str),
    level: usize,
    place: (usize, usize),
) {
    let is_open = open.contains(&node);
    let spot = Spot::Node(node);
    rows.push(Row { spot, level, name: name.to_owned(), note: String::new(), open: Some(is_open), place });
    // Departments do not stand below themselves; a tree that did would end here.
    if !is_open || level > DEEPEST {
        return;
    }
    let below: Vec<_> = match node {
        Node::Department(id) => roster.departments.iter().filter(|it| it.parent == Some(id)).collect(),
        Node::Unplaced | Node::Group(_) => Vec::new(),
    };
    let people = held.get(&node).map(Vec::as_slice).unwrap_or_default();
    let count = below.len() + people.len();
    for (index, line) in people.iter().enumerate() {
        rows.push(Row {
            spot: Spot::Person(node, line.attendee),
            level: level + 1,
            name: line.name.clone(),
            note: line.about.clone(),
            open: None,
            place: (index + 1, count),
        });
    }
    for (index, department) in below.into_iter().enumerate() {
        let child = (Node::Department(department.id), &*department.name);
        lay(rows, roster, open, held, child, level + 1, (people.len() + index + 1, count));
    }
}

/// No organisation is deeper.
const DEEPEST: usize = 30;

/// What a key asks of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Move {
    To(Spot),
    Open(Node),
    Shut(Node),
}

/// Where a key leads from a place in the tree; the first letter of a name leads to the next of that name.
pub(super) fn step(rows: &[Row], from: Option<Spot>, key: &str) -> Option<Move> {
    let here = from.and_then(|from| rows.iter().position(|row| row.spot == from));
    let to = |index: usize| rows.get(index).map(|row| Move::To(row.spot));
    let Some(here) = here else { return matches!(key, "ArrowDown" | "Home").then(|| to(0)).flatten() };
    let row = &rows[here];
    match key {
        "ArrowDown" => to(here + 1),
        "ArrowUp" => to(here.checked_sub(1)?),
        "Home" => to(0),
        "End" => to(rows.len().checked_sub(1)?),
        "ArrowRight" => match (row.spot, row.open) {
            (Spot::Node(node), Some(false)) => Some(Move::Open(node)),
            (Spot::Node(_), Some(true)) => {
                rows.get(here + 1).filter(|next| next.level > row.level).map(|next| Move::To(next.spot))
            }
            _ => None,
        },
        "ArrowLeft" => match (row.spot, row.open) {
            (Spot::Node(node), Some(true)) => Some(Move::Shut(node)),
            _ => rows[..here].iter().rev().find(|above| above.level < row.level).map(|it| Move::To(it.spot)),
        },
        letter if letter.chars().count() == 1 && letter != " " => {
            let begins = |row: &&Row| row.name.to_lowercase().starts_with(&letter.to_lowercase());
            let after = rows[here + 1..].iter().chain(&rows[..here]);
            after.clone().find(begins).map(|row| Move::To(row.spot))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::id::PersonId;
    use domain::meeting::{Attendance, Reply};
    use domain::people::{Department, Group};
    use uuid::Uuid;

    use super::*;

    fn department(number: u128, name: &str, parent: Option<u128>) -> Department {
        Department {
            id: DepartmentId(Uuid::from_u128(number)),
            name: name.to_owned(),
            parent: parent.map(|parent| DepartmentId(Uuid::from_u128(parent))),
            head: None,
            archived: false,
        }
    }

    fn roster() -> Roster {
        let group = Group {
            id: GroupId(Uuid::from_u128(9)),
            name: "Fair".to_owned(),
            members: Vec::new(),
            archived: false,
        };
        Roster {
            departments: vec![
                department(1, "Company", None),
                department(2, "Sales", Some(1)),
                department(3, "Team", Some(2)),
                department(4, "Left over", Some(99)),
            ],
            groups: vec![group],
        }
    }

    fn node(number: u128) -> Node {
        Node::Department(DepartmentId(Uuid::from_u128(number)))
    }

    fn anna() -> ParticipantLine {
        ParticipantLine {
            attendee: Attendee::Person(PersonId(Uuid::from_u128(50))),
            name: "Anna".to_owned(),
            about: "Seller".to_owned(),
            email: String::new(),
            attendance: Attendance::Required,
            reply: Reply::default(),
        }
    }

    fn drawn(open: &[Node]) -> Vec<Row> {
        let held = Held::from([(node(2), vec![anna()])]);
        rows(&roster(), "Without a department", &open.iter().copied().collect(), &held)
    }

    #[test]
    fn what_is_open_shows_its_people_and_then_what_is_below_it() {
        let rows = drawn(&[node(1), node(2)]);
        let lines: Vec<_> = rows.iter().map(|row| (row.level, &*row.name, row.place)).collect();
        assert_eq!(
            lines,
            [
                (1, "Company", (1, 4)),
                (2, "Sales", (1, 1)),
                (3, "Anna", (1, 2)),
                (3, "Team", (2, 2)),
                (1, "Left over", (2, 4)),
                (1, "Fair", (3, 4)),
                (1, "Without a department", (4, 4)),
            ]
        );
    }

    #[test]
    fn arrows_go_through_what_is_shown_and_open_and_shut() {
        let rows = drawn(&[node(1)]);
        let step = |from, key| step(&rows, Some(Spot::Node(from)), key);
        assert_eq!(step(node(1), "ArrowDown"), Some(Move::To(Spot::Node(node(2)))));
        assert_eq!(step(node(1), "ArrowRight"), Some(Move::To(Spot::Node(node(2)))));
        assert_eq!(step(node(2), "ArrowRight"), Some(Move::Open(node(2))));
        assert_eq!(step(node(2), "ArrowLeft"), Some(Move::To(Spot::Node(node(1)))));
        assert_eq!(step(node(1), "ArrowLeft"), Some(Move::Shut(node(1))));
        assert_eq!(step(node(1), "ArrowUp"), None);
        assert_eq!(step(node(1), "End"), Some(Move::To(Spot::Node(Node::Unplaced))));
        assert_eq!(step(node(2), "c"), Some(Move::To(Spot::Node(node(1)))));
        assert_eq!(super::step(&rows, None, "ArrowDown"), Some(Move::To(Spot::Node(node(1)))));
    }
}
