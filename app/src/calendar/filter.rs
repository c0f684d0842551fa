//! What of the calendars is shown: whose, and which of their meetings. It stands in the address, so that a reload, the
//! way back and a copied link show the same.

use std::fmt::Write;

use domain::calendar::Entry;
use domain::id::{CategoryId, PersonId};
use domain::kind::EventType;
use domain::people::Team;
use leptos_router::params::ParamsMap;

/// The query of an address of the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Whose calendars, in their order; of nobody, one's own.
    pub people: Vec<PersonId>,
    pub arranged: Arranged,
    /// What is not shown, each once and in order.
    pub hidden: Vec<Hidden>,
    /// Whether what is closed or cancelled is shown (S45).
    pub closed: bool,
}

/// How the meetings of several people stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Arranged {
    #[default]
    Overlaid,
    /// Each day has a band for each of them.
    Beside,
}

/// Something that can be left out, as an address writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hidden(String);

impl Hidden {
    pub(super) fn category(category: Option<CategoryId>) -> Self {
        Self(category.map_or_else(|| "none".to_owned(), |category| category.to_string()))
    }

    pub(super) fn event_type(event_type: EventType) -> Self {
        let word = match event_type {
            EventType::Internal => "internal",
            EventType::External => "external",
            EventType::Call => "call",
            EventType::Other => "other",
        };
        Self(word.to_owned())
    }

    fn of_word(word: &str) -> Option<Self> {
        let known = matches!(word, "none" | "internal" | "external" | "call" | "other")
            || word.parse::<CategoryId>().is_ok();
        known.then(|| Self(word.to_owned()))
    }
}

impl Filter {
    /// What cannot be read is left out.
    pub(super) fn of_query(query: &ParamsMap) -> Self {
        let list = |name: &str| query.get(name).unwrap_or_default();
        let mut people: Vec<PersonId> = Vec::new();
        for person in list("people").split(',').filter_map(|id| id.parse().ok()) {
            if !people.contains(&person) && people.len() < Team::MOST_PEOPLE {
                people.push(person);
            }
        }
        let mut hidden: Vec<_> = list("hidden").split(',').filter_map(Hidden::of_word).collect();
        hidden.sort_unstable();
        hidden.dedup();
        Self {
            people,
            arranged: if list("arranged") == "beside" { Arranged::Beside } else { Arranged::Overlaid },
            hidden,
            closed: list("closed") == "1",
        }
    }

    /// As it follows a path: nothing, or from the question mark on.
    pub(super) fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                let mark = if query.is_empty() { '?' } else { '&' };
                // Writing to a string does not fail; ids and words need no quoting.
                let _ = write!(query, "{mark}{name}={value}");
            }
        };
        let people: Vec<_> = self.people.iter().map(PersonId::to_string).collect();
        let hidden: Vec<_> = self.hidden.iter().map(|hidden| hidden.0.as_str()).collect();
        add("people", &people.join(","));
        add("arranged", if self.arranged == Arranged::Beside { "beside" } else { "" });
        add("hidden", &hidden.join(","));
        add("closed", if self.closed { "1" } else { "" });
        query
    }

    /// Whether a meeting is shown. Of busy time nothing is known by which it could be left out.
    pub(super) fn shows(&self, entry: &Entry) -> bool {
        let Some(details) = &entry.details else { return true };
        (self.closed || !details.state.is_over())
            && (self.hidden.is_empty()
                || !(self.hidden.contains(&Hidden::category(details.category))
                    || self.hidden.contains(&Hidden::event_type(details.event_type))))
    }

    /// The same, but for something that is left out from now on, or no longer.
    pub(super) fn toggled(&self, what: &Hidden) -> Self {
        let mut toggled = self.clone();
        match toggled.hidden.binary_search(what) {
            Ok(shown) => drop(toggled.hidden.remove(shown)),
            Err(there) => toggled.hidden.insert(there, what.clone()),
        }
        toggled
    }

    /// The same calendars of other people. One's own alone needs no naming.
    pub(super) fn of(&self, people: Vec<PersonId>, me: PersonId) -> Self {
        let people = if people == [me] { Vec::new() } else { people };
        Self { people, ..self.clone() }
    }

    /// Whose calendars are shown.
    pub(super) fn whose(&self, me: PersonId) -> Vec<PersonId> {
        if self.people.is_empty() { vec![me] } else { self.people.clone() }
    }
}

#[cfg(test)]
mod tests {
    use domain::calendar::{Details, Takes};
    use domain::change::Revision;
    use domain::id::MeetingId;
    use domain::meeting::State;
    use domain::permission::Permits;
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn entry(category: Option<CategoryId>, event_type: EventType, state: State) -> Entry {
        let details = Details {
            subject: "Review".to_owned(),
            state,
            event_type,
            category,
            color: None,
            place: None,
            address: None,
            client: None,
            responsible: person(1),
            private: false,
            series: None,
            my_answer: None,
            reminded: false,
            permits: Permits::default(),
        };
        Entry {
            meeting: MeetingId(Uuid::from_u128(1)),
            version: Revision(1),
            takes: Takes::Days { first: "2026-11-24".parse().unwrap(), days: 1 },
            details: Some(details),
            of: Vec::new(),
        }
    }

    #[test]
    fn an_address_says_what_is_shown() {
        let blue = Hidden::category(Some(CategoryId(Uuid::from_u128(7))));
        let filter = Filter {
            people: vec![person(2), person(1)],
            arranged: Arranged::Beside,
            hidden: vec![blue, Hidden::event_type(EventType::Call)],
            closed: true,
        };
        let query = filter.query();
        let mut map = ParamsMap::new();
        for (name, value) in query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='))
        {
            map.insert(name.to_owned(), value.to_owned());
        }
        assert_eq!(Filter::of_query(&map), filter);
        assert_eq!(Filter::default().query(), "");
    }

    #[test]
    fn what_cannot_be_read_and_who_is_named_twice_is_left_out() {
        let mut map = ParamsMap::new();
        map.insert("people", format!("{0},nobody,{0}", person(3)));
        map.insert("hidden", "\"><script>,external".to_owned());
        let filter = Filter::of_query(&map);
        assert_eq!(filter.people, [person(3)]);
        assert_eq!(filter.query(), format!("?people={}&hidden=external", person(3)));
    }

    #[test]
    fn what_is_ticked_off_is_not_shown() {
        let category = Some(CategoryId(Uuid::from_u128(7)));
        let planned = entry(category, EventType::Internal, State::Planned);
        let shows = |filter: &Filter| filter.shows(&planned);
        let all = Filter::default();
        assert!(shows(&all));
        assert!(!shows(&all.toggled(&Hidden::category(category))));
        assert!(!shows(&all.toggled(&Hidden::event_type(EventType::Internal))));
        assert!(shows(&all.toggled(&Hidden::category(None))));
        assert_eq!(all.toggled(&Hidden::category(None)).toggled(&Hidden::category(None)), all);
        let busy = Entry { details: None, ..planned };
        assert!(all.toggled(&Hidden::event_type(EventType::Internal)).shows(&busy));
    }

    #[test]
    fn what_is_closed_is_shown_on_request() {
        for state in [State::Closed, State::Cancelled] {
            let over = entry(None, EventType::Internal, state);
            assert!(!Filter::default().shows(&over));
            assert!(Filter { closed: true, ..Filter::default() }.shows(&over));
        }
    }
}
