//! What the address of a report names: the period, what is counted by, and what it is narrowed to.

use domain::journal::report::{By, Group, Scope};
use domain::points::{Length, Period};
use leptos_router::params::ParamsMap;

use super::words::by_word;

/// What is looked at, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub scope: Scope,
    pub by: By,
}

impl Address {
    pub(super) fn of(query: &ParamsMap, this_month: Period) -> Self {
        let asked = query.get("by");
        let by = By::ALL.into_iter().find(|by| asked.as_deref() == Some(by_word(*by)));
        let scope = Scope {
            period: query.get("period").and_then(|it| it.parse().ok()).unwrap_or(this_month),
            person: query.get("person").and_then(|it| it.parse().ok()),
            department: query.get("department").and_then(|it| it.parse().ok()),
            client: query.get("client").and_then(|it| it.parse().ok()),
        };
        Self { scope, by: by.unwrap_or_default() }
    }

    pub(super) fn path(self) -> String {
        format!("/reports?{}", self.query())
    }

    /// Where what is shown here is had as a file.
    pub(super) fn file(self, name: &str, language: &str) -> String {
        format!("/api/v1/reports/{name}.csv?{}&language={language}", self.query())
    }

    fn query(self) -> String {
        let Scope { period, person, department, client } = self.scope;
        let mut query = format!("period={period}&by={}", by_word(self.by));
        let parts = [
            ("person", person.map(|it| it.to_string())),
            ("department", department.map(|it| it.to_string())),
            ("client", client.map(|it| it.to_string())),
        ];
        for (name, id) in parts {
            if let Some(id) = id {
                query.push_str(&format!("&{name}={id}"));
            }
        }
        query
    }

    /// What a row consists of, counted by what tells most of it. Of what has no name nothing more is asked.
    pub(super) fn narrowed_to(self, group: &Group) -> Option<Self> {
        let scope = self.scope;
        Some(match group {
            Group::Person { id } => Self { scope: Scope { person: Some(*id), ..scope }, by: By::Client },
            Group::Department { id } => {
                Self { scope: Scope { department: Some((*id)?), ..scope }, by: By::Person }
            }
            Group::Client { id } => Self { scope: Scope { client: Some((*id)?), ..scope }, by: By::Person },
            Group::Week { week } => {
                let period = Period::of(Length::Week, week.monday());
                Self { scope: Scope { period, ..scope }, by: By::Person }
            }
        })
    }
}
