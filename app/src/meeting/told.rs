//! Tells what somebody did, in a sentence.

use std::collections::HashMap;

use domain::attribute::Value;
use domain::calendar::Takes;
use domain::change::Act;
use domain::id::{KindId, Named};
use domain::location::Location;
use domain::meeting::{Answer, Attendee};
use domain::refusal::Field;
use domain::time::When;
use leptos_i18n::td_string;
use uuid::Uuid;

use super::attribute::value_words;
use super::words;
use crate::session::session;
use crate::state::clock::now;
use crate::texts::{Locale, locale};
use crate::ui::dates::{Dates, use_dates};
use crate::ui::refusals::field_name;

/// Knows what things are called.
pub(super) struct Teller {
    locale: Locale,
    dates: Dates,
    today: chrono::NaiveDate,
    names: HashMap<Uuid, String>,
}

impl Teller {
    pub(super) fn new(names: Vec<Named<Uuid>>) -> Self {
        Self {
            locale: locale(),
            dates: use_dates(),
            today: session().rules.date(now()),
            names: names.into_iter().map(|named| (named.id, named.name)).collect(),
        }
    }

    pub(super) fn tell(&self, act: &Act) -> String {
        let locale = self.locale;
        match act {
            Act::Planned => td_string!(locale, meeting.told_planned).to_owned(),
            Act::Rescheduled { from, to } => {
                td_string!(locale, life.told_moved, from = self.when(from), to = self.when(to))
            }
            Act::PlaceChanged { from, to } => {
                self.changed(Field::Place, from.map(|id| id.0), to.map(|id| id.0))
            }
            Act::AddressChanged { from, to } => self.went(from.as_ref(), to.as_ref()),
            Act::TextChanged { field, from, to } => self.was_and_is(*field, &shortened(from), &shortened(to)),
            Act::KindChanged { from, to } => self.was_and_is(Field::Kind, &self.kind(*from), &self.kind(*to)),
            Act::ClientChanged { from, to } => {
                self.changed(Field::Client, from.map(|id| id.0), to.map(|id| id.0))
            }
            Act::ContactChanged { from, to } => {
                self.changed(Field::Contact, from.map(|id| id.0), to.map(|id| id.0))
            }
            Act::CategoryChanged { from, to } => {
                self.changed(Field::Category, from.map(|id| id.0), to.map(|id| id.0))
            }
            Act::InterestChanged { from, to } => {
                self.changed(Field::Interest, from.map(|id| id.0), to.map(|id| id.0))
            }
            Act::DepartmentChanged { from, to } => {
                self.changed(Field::Department, from.map(|id| id.0), to.map(|id| id.0))
            }
            Act::AttributeChanged { attribute, from, to } => {
                let words = |value: &Option<Value>| {
                    value.as_ref().map(|value| value_words(locale, &self.dates, value)).unwrap_or_default()
                };
                self.was_and_is_called(self.name(attribute.0), &words(from), &words(to))
            }
            Act::PrivacyChanged { private: true } => td_string!(locale, meeting.told_private).to_owned(),
            Act::PrivacyChanged { private: false } => td_string!(locale, meeting.told_public).to_owned(),
            Act::Reassigned { from, to } => {
                self.was_and_is(Field::Responsible, self.name(from.0), self.name(to.0))
            }
            Act::Invited { attendee } => {
                td_string!(locale, meeting.told_invited, name = self.name(uuid(attendee)))
            }
            Act::Uninvited { attendee } => {
                td_string!(locale, meeting.told_uninvited, name = self.name(uuid(attendee)))
            }
            Act::Responded { attendee, from, to, reason } => self.answer(attendee, *from, *to, reason),
            Act::Attached { name } => td_string!(locale, files.told_attached, name = name.as_str()),
            Act::Detached { name } => td_string!(locale, files.told_detached, name = name.as_str()),
            Act::Started => td_string!(locale, life.told_started).to_owned(),
            Act::Ticked { text, note: None } => td_string!(locale, life.told_ticked, item = text.as_str()),
            Act::Ticked { text, note: Some(note) } => {
                td_string!(locale, life.told_noted, item = text.as_str(), note = words::note(locale, note))
            }
            Act::Unticked { text } => td_string!(locale, life.told_unticked, item = text.as_str()),
            Act::Closed { result, minutes_spent } => self.closed(result, *minutes_spent),
            Act::Cancelled { reason } => td_string!(locale, life.told_cancelled, reason = reason.as_str()),
            Act::Reopened { reason } => td_string!(locale, life.told_reopened, reason = reason.as_str()),
            Act::Removed => td_string!(locale, meeting.told_removed).to_owned(),
            Act::Restored => td_string!(locale, meeting.told_restored).to_owned(),
            Act::SeriesPlanned { occurrences } => {
                td_string!(locale, meeting.told_series_planned, count = occurrences)
            }
            Act::SeriesRevised { occurrences, .. } => {
                td_string!(locale, meeting.told_series_revised, count = occurrences)
            }
            Act::SeriesRemoved { occurrences, .. } => {
                td_string!(locale, meeting.told_series_removed, count = occurrences)
            }
            Act::SeriesRestored { occurrences } => {
                td_string!(locale, meeting.told_series_restored, count = occurrences)
            }
            Act::SeriesExtended { occurrences } => {
                td_string!(locale, meeting.told_series_extended, count = occurrences)
            }
            Act::RuleChanged { .. } => td_string!(locale, meeting.told_rule_changed).to_owned(),
            Act::PlaceLost { place } => {
                td_string!(locale, meeting.told_place_lost, name = self.name(place.0))
            }
            Act::ClocksChanged => td_string!(locale, meeting.told_clocks_changed).to_owned(),
            Act::PlanActed { .. } | Act::Discussed | Act::DirectoryKept => String::new(),
        }
    }

    /// From one address to another; of one that only got another pin, that it did.
    fn went(&self, from: Option<&Location>, to: Option<&Location>) -> String {
        let words = |it: Option<&Location>| it.map(|it| shortened(&it.text)).unwrap_or_default();
        let (was, is) = (words(from), words(to));
        if was != is {
            return self.was_and_is(Field::Address, &was, &is);
        }
        let place = |it: Option<&Location>| super::address::words(it.and_then(|it| it.position));
        self.was_and_is(Field::Coordinates, &place(from), &place(to))
    }

    /// What a field pointed to, and what it points to now.
    fn changed(&self, field: Field, from: Option<Uuid>, to: Option<Uuid>) -> String {
        let name = |id: Option<Uuid>| id.map_or("", |id| self.name(id));
        self.was_and_is(field, name(from), name(to))
    }

    /// What a field said, and what it says now.
    fn was_and_is(&self, field: Field, from: &str, to: &str) -> String {
        self.was_and_is_called(field_name(self.locale, field), from, to)
    }

    fn was_and_is_called(&self, field: &str, from: &str, to: &str) -> String {
        let locale = self.locale;
        match (from, to) {
            ("", to) => td_string!(locale, meeting.told_set, field = field, value = to),
            (from, "") => td_string!(locale, life.told_taken_out, field = field, from = from),
            (from, to) => td_string!(locale, life.told_from_to, field = field, from = from, to = to),
        }
    }

    fn answer(&self, attendee: &Attendee, from: Answer, to: Answer, reason: &str) -> String {
        let (locale, name) = (self.locale, self.name(uuid(attendee)));
        let (was, is) = (words::answer_name(locale, from), words::answer_name(locale, to));
        let told = if from == to {
            td_string!(locale, meeting.told_answered, name = name, answer = is)
        } else {
            td_string!(locale, life.told_answer, name = name, from = was, to = is)
        };
        if reason.is_empty() { told } else { format!("{told} ({reason})") }
    }

    fn closed(&self, result: &str, minutes_spent: Option<u32>) -> String {
        let locale = self.locale;
        let told = if result.is_empty() {
            td_string!(locale, life.told_closed).to_owned()
        } else {
            td_string!(locale, life.told_closed_with, result = result)
        };
        match minutes_spent {
            Some(minutes) => {
                let length = words::length(locale, minutes);
                td_string!(locale, life.told_spent, told = told, length = length)
            }
            None => told,
        }
    }

    /// On the clock that the meeting was planned by.
    fn when(&self, when: &When) -> String {
        match when {
            When::AllDay { first, days, .. } => {
                let takes = Takes::Days { first: *first, days: *days };
                words::takes(self.locale, &self.dates, &takes, &session().rules, self.today)
            }
            When::Timed { start, minutes, .. } => {
                let end = *start + chrono::TimeDelta::minutes((*minutes).into());
                words::period(&self.dates, *start, end, self.today)
            }
        }
    }

    fn kind(&self, id: KindId) -> String {
        words::kind_name(self.locale, id, self.name(id.0))
    }

    fn name(&self, id: Uuid) -> &str {
        self.names.get(&id).map_or("…", String::as_str)
    }
}

/// As much of a text as a line of history holds.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST_LETTERS {
        return line;
    }
    let shown: String = line.chars().take(MOST_LETTERS - 1).collect();
    format!("{}…", shown.trim_end())
}

const MOST_LETTERS: usize = 120;

fn uuid(attendee: &Attendee) -> Uuid {
    match attendee {
        Attendee::Person(id) => id.0,
        Attendee::Contact(id) => id.0,
        Attendee::Individual(id) => id.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_told_by_its_beginning() {
        assert_eq!(shortened(" one\n two "), "one two");
        let long = shortened(&"слово ".repeat(50));
        assert!(long.ends_with('…') && long.chars().count() <= MOST_LETTERS);
    }
}
