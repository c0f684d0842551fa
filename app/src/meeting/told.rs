//! Tells what somebody did, in a sentence.

use std::collections::HashMap;

use domain::calendar::Takes;
use domain::change::Act;
use domain::id::{KindId, Named};
use domain::meeting::{Answer, Attendee};
use domain::refusal::Field;
use domain::time::When;
use leptos_i18n::td_string;
use uuid::Uuid;

use super::particulars::value_words;
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
            Act::Rescheduled { to, .. } => td_string!(locale, meeting.told_rescheduled, to = self.when(to)),
            Act::PlaceChanged { to, .. } => self.changed(Field::Place, to.map(|id| id.0)),
            Act::TextChanged { field: Field::Subject, to, .. } => self.said(Field::Subject, to),
            Act::TextChanged { field, .. } => {
                td_string!(locale, meeting.told_changed, field = field_name(locale, *field))
            }
            Act::KindChanged { to, .. } => self.said(Field::Kind, &self.kind(*to)),
            Act::ClientChanged { to, .. } => self.changed(Field::Client, to.map(|id| id.0)),
            Act::ContactChanged { to, .. } => self.changed(Field::Contact, to.map(|id| id.0)),
            Act::CategoryChanged { to, .. } => self.changed(Field::Category, to.map(|id| id.0)),
            Act::InterestChanged { to, .. } => self.changed(Field::Interest, to.map(|id| id.0)),
            Act::DepartmentChanged { to, .. } => self.changed(Field::Department, to.map(|id| id.0)),
            Act::AttributeChanged { attribute, to: Some(value), .. } => {
                let value = value_words(locale, &self.dates, value);
                td_string!(locale, meeting.told_set, field = self.name(attribute.0), value = value)
            }
            Act::AttributeChanged { attribute, to: None, .. } => {
                td_string!(locale, meeting.told_cleared, field = self.name(attribute.0))
            }
            Act::PrivacyChanged { private: true } => td_string!(locale, meeting.told_private).to_owned(),
            Act::PrivacyChanged { private: false } => td_string!(locale, meeting.told_public).to_owned(),
            Act::Reassigned { to, .. } => self.said(Field::Responsible, self.name(to.0)),
            Act::Invited { attendee } => {
                td_string!(locale, meeting.told_invited, name = self.name(uuid(attendee)))
            }
            Act::Uninvited { attendee } => {
                td_string!(locale, meeting.told_uninvited, name = self.name(uuid(attendee)))
            }
            Act::Responded { attendee, to, reason, .. } => self.answer(attendee, *to, reason),
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
            Act::SeriesExtended { occurrences } => {
                td_string!(locale, meeting.told_series_extended, count = occurrences)
            }
            Act::RuleChanged { .. } => td_string!(locale, meeting.told_rule_changed).to_owned(),
            Act::PlaceLost { place } => {
                td_string!(locale, meeting.told_place_lost, name = self.name(place.0))
            }
            Act::ClocksChanged => td_string!(locale, meeting.told_clocks_changed).to_owned(),
            Act::DirectoryKept => String::new(),
        }
    }

    /// What a field says now; or that it is empty now.
    fn changed(&self, field: Field, to: Option<Uuid>) -> String {
        match to {
            Some(to) => self.said(field, self.name(to)),
            None => td_string!(self.locale, meeting.told_cleared, field = field_name(self.locale, field)),
        }
    }

    fn said(&self, field: Field, value: &str) -> String {
        td_string!(self.locale, meeting.told_set, field = field_name(self.locale, field), value = value)
    }

    fn answer(&self, attendee: &Attendee, answer: Answer, reason: &str) -> String {
        let answer = words::answer_name(self.locale, answer);
        let told =
            td_string!(self.locale, meeting.told_answered, name = self.name(uuid(attendee)), answer = answer);
        if reason.is_empty() { told } else { format!("{told} ({reason})") }
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

fn uuid(attendee: &Attendee) -> Uuid {
    match attendee {
        Attendee::Person(id) => id.0,
        Attendee::Contact(id) => id.0,
        Attendee::Individual(id) => id.0,
    }
}
