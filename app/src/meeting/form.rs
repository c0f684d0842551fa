//! What is typed on a card until it is saved.

use domain::attribute::Particulars;
use domain::client::{Contact, Interest};
use domain::id::{CategoryId, ClientId, ContactId, KindId, Named, PersonId, PlaceId};
use domain::location::{Location, Position};
use domain::meeting::{Attendance, Attendee, Draft, Invitee, ParticipantLine, Reply, Sheet};
use domain::people::Person;
use domain::refusal::Field;
use domain::time::{Recurrence, ZoneRules};
use domain::{Refusal, Refused};
use leptos::prelude::*;

use super::address::words as position_words;
use super::times::Times;
use crate::api::Offices;

/// The fields of a card, one signal each.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub subject: RwSignal<String>,
    pub kind: RwSignal<KindId>,
    pub times: RwSignal<Times>,
    /// How it recurs, with the whole series where it belongs to one.
    pub recurrence: RwSignal<Option<Recurrence>>,
    pub place: RwSignal<Option<PlaceId>>,
    /// Instead of a place, while the kind is one of meetings outside; each keeps what it holds until it is saved.
    pub address: RwSignal<String>,
    /// Where that is, as it is typed.
    pub position: RwSignal<String>,
    pub responsible: RwSignal<Named<PersonId>>,
    pub client: RwSignal<Option<Named<ClientId>>>,
    pub contact: RwSignal<Option<ContactId>>,
    pub category: RwSignal<Option<CategoryId>>,
    pub description: RwSignal<String>,
    pub private: RwSignal<bool>,
    pub particulars: RwSignal<Particulars>,
    pub people: RwSignal<Vec<ParticipantLine>>,
    /// Who works for the client, to choose the contact from.
    pub contacts: RwSignal<Vec<Contact>>,
    /// The client's offices, to choose the address from.
    pub offices: RwSignal<Offices>,
    /// The client's sales opportunities.
    pub interests: RwSignal<Vec<Interest>>,
    /// The clock of the zone that the meeting is planned in.
    pub rules: StoredValue<ZoneRules>,
}

/// What the fields hold at one moment.
#[derive(Clone, PartialEq)]
pub(super) struct Held {
    pub subject: String,
    pub kind: KindId,
    pub times: Times,
    pub recurrence: Option<Recurrence>,
    pub place: Option<PlaceId>,
    pub address: String,
    pub position: String,
    pub responsible: Named<PersonId>,
    pub client: Option<Named<ClientId>>,
    pub contact: Option<ContactId>,
    pub category: Option<CategoryId>,
    pub description: String,
    pub private: bool,
    pub particulars: Particulars,
    pub people: Vec<ParticipantLine>,
}

impl Held {
    pub(super) fn of(sheet: &Sheet, rules: &ZoneRules) -> Self {
        let Sheet { meeting, responsible, client, participants, .. } = sheet;
        Self {
            subject: meeting.subject.clone(),
            kind: meeting.kind,
            times: Times::of(&meeting.when, rules),
            recurrence: sheet.series.as_ref().map(|series| series.recurrence.clone()),
            place: meeting.place,
            address: meeting.address.as_ref().map(|address| address.text.clone()).unwrap_or_default(),
            position: position_words(meeting.address.as_ref().and_then(|address| address.position)),
            responsible: responsible.clone(),
            client: client.clone(),
            contact: meeting.contact,
            category: meeting.category,
            description: meeting.description.clone(),
            private: meeting.private,
            particulars: meeting.particulars.clone(),
            people: participants.clone(),
        }
    }
}

impl Form {
    pub(super) fn new(
        held: Held,
        contacts: Vec<Contact>,
        interests: Vec<Interest>,
        offices: Offices,
        rules: ZoneRules,
    ) -> Self {
        Self {
            subject: RwSignal::new(held.subject),
            kind: RwSignal::new(held.kind),
            times: RwSignal::new(held.times),
            recurrence: RwSignal::new(held.recurrence),
            place: RwSignal::new(held.place),
            address: RwSignal::new(held.address),
            position: RwSignal::new(held.position),
            responsible: RwSignal::new(held.responsible),
            client: RwSignal::new(held.client),
            contact: RwSignal::new(held.contact),
            category: RwSignal::new(held.category),
            description: RwSignal::new(held.description),
            private: RwSignal::new(held.private),
            particulars: RwSignal::new(held.particulars),
            people: RwSignal::new(held.people),
            contacts: RwSignal::new(contacts),
            offices: RwSignal::new(offices),
            interests: RwSignal::new(interests),
            rules: StoredValue::new(rules),
        }
    }

    /// What would be saved now, of a meeting outside or of another; refused while time or position are unfinished.
    pub(super) fn draft(&self, outside: bool) -> Result<Draft, Refused> {
        let when = self.rules.with_value(|rules| self.times.read().when(rules))?;
        Ok(Draft {
            subject: self.subject.get(),
            kind: self.kind.get(),
            when,
            place: self.place.get().filter(|_| !outside),
            address: if outside { self.location()? } else { None },
            responsible: self.responsible.read().id,
            client: self.client.read().as_ref().map(|client| client.id),
            contact: self.contact.get(),
            category: self.category.get(),
            description: self.description.get(),
            private: self.private.get(),
            particulars: self.particulars.get(),
            participants: invitees(&self.people.read()),
            crowded: false,
        })
    }

    /// The address as it stands there; `None` while it says nothing.
    fn location(&self) -> Result<Option<Location>, Refused> {
        let (text, position) = (self.address.get(), self.position.get());
        let position = match position.trim() {
            "" => None,
            typed => {
                let unreadable = |_| Refusal::Malformed { field: Field::Coordinates };
                Some(typed.parse::<Position>().map_err(unreadable)?)
            }
        };
        let said = !text.trim().is_empty() || position.is_some();
        Ok(said.then_some(Location { text, position }))
    }

    /// To an office of the client, or to what was looked up.
    pub(super) fn go_to(&self, location: &Location) {
        self.address.set(location.text.clone());
        self.position.set(position_words(location.position));
    }

    /// To the client's main address (S57), unless somebody has said where.
    pub(super) fn go_to_main_office(&self) {
        let main = self.offices.with_untracked(|offices| offices.main_office().cloned());
        if let Some(main) = main.filter(|_| self.address.with_untracked(|said| said.trim().is_empty())) {
            self.go_to(&main.location());
        }
    }

    /// The offices of another client, or of none. What was chosen among those before goes with them; what was typed
    /// stays.
    pub(super) fn know_offices(&self, offices: Offices) {
        let said = self.address.get_untracked();
        if self.offices.with_untracked(|before| before.addresses.iter().any(|office| office.text == said)) {
            self.address.set(String::new());
            self.position.set(String::new());
        }
        self.offices.set(offices);
    }

    /// Shows what was saved.
    pub(super) fn show(&self, now: Held) {
        self.subject.set(now.subject);
        self.kind.set(now.kind);
        self.times.set(now.times);
        self.recurrence.set(now.recurrence);
        self.place.set(now.place);
        self.address.set(now.address);
        self.position.set(now.position);
        self.responsible.set(now.responsible);
        self.client.set(now.client);
        self.contact.set(now.contact);
        self.category.set(now.category);
        self.description.set(now.description);
        self.private.set(now.private);
        self.particulars.set(now.particulars);
        self.people.set(now.people);
    }

    /// Whether something was typed that is not in `held`. Answers are given, not typed.
    pub(super) fn differs(&self, held: &Held) -> bool {
        *self.subject.read() != held.subject
            || *self.kind.read() != held.kind
            || *self.times.read() != held.times
            || *self.recurrence.read() != held.recurrence
            || *self.place.read() != held.place
            || *self.address.read() != held.address
            || *self.position.read() != held.position
            || self.responsible.read().id != held.responsible.id
            || self.client.read().as_ref().map(|it| it.id) != held.client.as_ref().map(|it| it.id)
            || *self.contact.read() != held.contact
            || *self.category.read() != held.category
            || *self.description.read() != held.description
            || *self.private.read() != held.private
            || *self.particulars.read() != held.particulars
            || invitees(&self.people.read()) != invitees(&held.people)
    }

    /// Takes over what others changed in the fields that are as they were; what was typed stays.
    pub(super) fn follow(&self, before: &Held, now: &Held) {
        follow(self.subject, &before.subject, &now.subject);
        follow(self.kind, &before.kind, &now.kind);
        follow(self.times, &before.times, &now.times);
        follow(self.recurrence, &before.recurrence, &now.recurrence);
        follow(self.place, &before.place, &now.place);
        follow(self.address, &before.address, &now.address);
        follow(self.position, &before.position, &now.position);
        follow(self.responsible, &before.responsible, &now.responsible);
        follow(self.client, &before.client, &now.client);
        follow(self.contact, &before.contact, &now.contact);
        follow(self.category, &before.category, &now.category);
        follow(self.description, &before.description, &now.description);
        follow(self.private, &before.private, &now.private);
        follow(self.particulars, &before.particulars, &now.particulars);
        self.people.update(|people| {
            if invitees(people) == invitees(&before.people) {
                people.clone_from(&now.people);
                return;
            }
            // Who takes part is being changed here; what they answered is news all the same.
            for line in people {
                if let Some(known) = now.people.iter().find(|known| known.attendee == line.attendee) {
                    line.reply.clone_from(&known.reply);
                }
            }
        });
    }

    /// Whoever is responsible takes part (S19).
    pub(super) fn reassign(&self, person: &Person) {
        self.responsible.set(Named { id: person.id, name: person.name.clone() });
        self.invite(ParticipantLine {
            attendee: Attendee::Person(person.id),
            name: person.name.clone(),
            about: person.position.clone(),
            email: person.email.clone(),
            attendance: Attendance::Required,
            reply: Reply::ORGANISER,
        });
    }

    /// Somebody of the client; who was to come before does not come instead of them (S20, S21).
    pub(super) fn meet(&self, contact: Option<&Contact>) {
        let before = self.contact.get_untracked();
        self.contact.set(contact.map(|contact| contact.id));
        if before != contact.map(|contact| contact.id)
            && let Some(before) = before
        {
            self.uninvite(Attendee::Contact(before));
        }
        let Some(contact) = contact else { return };
        let client = self.client.with_untracked(|client| client.as_ref().map(|client| client.name.clone()));
        let about = [Some(contact.position.clone()), client].into_iter().flatten();
        let about: Vec<String> = about.filter(|part| !part.is_empty()).collect();
        self.invite(ParticipantLine {
            attendee: Attendee::Contact(contact.id),
            name: contact.name.clone(),
            about: about.join(", "),
            email: contact.email.clone(),
            attendance: Attendance::Required,
            reply: Reply::default(),
        });
    }

    /// Adds somebody; nobody is twice.
    pub(super) fn invite(&self, line: ParticipantLine) {
        self.people.update(|people| {
            if !people.iter().any(|there| there.attendee == line.attendee) {
                people.push(line);
            }
        });
    }

    pub(super) fn uninvite(&self, attendee: Attendee) {
        self.people.update(|people| people.retain(|line| line.attendee != attendee));
    }

    pub(super) fn set_attendance(&self, attendee: Attendee, attendance: Attendance) {
        self.people.update(|people| {
            let line = people.iter_mut().find(|line| line.attendee == attendee);
            if let Some(line) = line {
                line.attendance = attendance;
            }
        });
    }

    /// Whether somebody takes part by being responsible (S19) or the client's contact (S21).
    pub(super) fn belongs(&self, attendee: Attendee) -> bool {
        match attendee {
            Attendee::Person(person) => self.responsible.read().id == person,
            Attendee::Contact(contact) => self.contact.get() == Some(contact),
            Attendee::Individual(_) => false,
        }
    }
}

fn invitees(people: &[ParticipantLine]) -> Vec<Invitee> {
    let invitee = |line: &ParticipantLine| Invitee { attendee: line.attendee, attendance: line.attendance };
    people.iter().map(invitee).collect()
}

fn follow<T: Clone + PartialEq + Send + Sync + 'static>(field: RwSignal<T>, before: &T, now: &T) {
    if before != now && field.with_untracked(|typed| typed == before) {
        field.set(now.clone());
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone, Utc};
    use domain::kind::Predefined;
    use domain::meeting::Answer;
    use domain::time::{When, ZoneName};

    use super::*;

    fn person(number: i64, name: &str) -> Named<PersonId> {
        let born = Utc.timestamp_opt(number, 0).unwrap();
        Named { id: PersonId::generate(born), name: name.to_owned() }
    }

    fn line(attendee: Attendee, name: &str) -> ParticipantLine {
        ParticipantLine {
            attendee,
            name: name.to_owned(),
            about: String::new(),
            email: String::new(),
            attendance: Attendance::Required,
            reply: Reply::default(),
        }
    }

    fn annas_meeting() -> Held {
        let anna = person(1, "Anna");
        let start = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(10, 0, 0).unwrap();
        let when = When::Timed { start, minutes: 60, zone: ZoneName::utc() };
        Held {
            subject: "Roadmap".to_owned(),
            kind: Predefined::Meeting.id(),
            times: Times::of(&when, &ZoneRules::utc()),
            recurrence: None,
            place: None,
            address: String::new(),
            position: String::new(),
            people: vec![line(Attendee::Person(anna.id), "Anna")],
            responsible: anna,
            client: None,
            contact: None,
            category: None,
            description: String::new(),
            private: false,
            particulars: Particulars::default(),
        }
    }

    fn form(held: &Held) -> Form {
        Form::new(held.clone(), Vec::new(), Vec::new(), Offices::default(), ZoneRules::utc())
    }

    #[test]
    fn what_others_changed_is_taken_over_and_what_was_typed_stays() {
        let _owner = Owner::new_root(None);
        let before = annas_meeting();
        let form = form(&before);
        assert!(!form.differs(&before));

        form.subject.set("Roadmap for 2027".to_owned());
        let now =
            Held { subject: "Plans".to_owned(), description: "Bring figures".to_owned(), ..before.clone() };
        form.follow(&before, &now);
        assert_eq!(form.subject.get(), "Roadmap for 2027");
        assert_eq!(form.description.get(), "Bring figures");
        assert!(form.differs(&now));
    }

    #[test]
    fn an_answer_is_news_even_while_people_are_being_invited() {
        let _owner = Owner::new_root(None);
        let boris = Attendee::Person(person(2, "Boris").id);
        let mut before = annas_meeting();
        before.people.push(line(boris, "Boris"));
        let form = form(&before);
        form.invite(line(Attendee::Person(person(3, "Clara").id), "Clara"));

        let mut now = before.clone();
        now.people[1].reply = Reply { answer: Answer::Declined, ..Reply::default() };
        form.follow(&before, &now);
        let answers: Vec<_> =
            form.people.get().iter().map(|line| (line.name.clone(), line.reply.answer)).collect();
        let expected = [("Anna", Answer::Maybe), ("Boris", Answer::Declined), ("Clara", Answer::Maybe)];
        assert_eq!(answers, expected.map(|(name, answer)| (name.to_owned(), answer)));
    }

    #[test]
    fn the_contact_comes_and_goes_with_the_client() {
        let _owner = Owner::new_root(None);
        let form = form(&annas_meeting());
        let born = |number| Utc.timestamp_opt(number, 0).unwrap();
        let contact = |number, name: &str| Contact {
            id: ContactId::generate(born(number)),
            client: ClientId::generate(born(9)),
            name: name.to_owned(),
            position: "Director".to_owned(),
            email: String::new(),
            phone: String::new(),
            archived: false,
        };
        let names = || form.people.get().into_iter().map(|line| line.name).collect::<Vec<_>>();
        let (dmitri, elena) = (contact(4, "Dmitri"), contact(5, "Elena"));
        form.meet(Some(&dmitri));
        assert_eq!(names(), ["Anna", "Dmitri"]);
        assert!(form.belongs(Attendee::Contact(dmitri.id)));
        form.meet(Some(&elena));
        assert_eq!(names(), ["Anna", "Elena"]);
        form.meet(None);
        assert_eq!(names(), ["Anna"]);
    }

    #[test]
    fn the_office_comes_and_goes_with_the_client_and_what_was_typed_stays() {
        let _owner = Owner::new_root(None);
        let form = form(&annas_meeting());
        let born = |number| Utc.timestamp_opt(number, 0).unwrap();
        let office = |number, text: &str| domain::client::Address {
            id: domain::id::AddressId::generate(born(number)),
            client: ClientId::generate(born(9)),
            text: text.to_owned(),
            position: Position::degrees(51.5, -2.5),
            archived: false,
        };
        let mill = office(6, "Mill Lane 3");
        form.know_offices(Offices { main: Some(mill.id), addresses: vec![mill] });
        form.go_to_main_office();
        let said = |outside| form.draft(outside).unwrap().address;
        assert_eq!(said(true).unwrap().position, Position::degrees(51.5, -2.5));
        assert_eq!(said(false), None, "within the house there is no address");
        form.know_offices(Offices::default());
        assert_eq!(said(true), None);
        form.address.set("Behind the station".to_owned());
        form.know_offices(Offices { main: None, addresses: vec![office(7, "King Street 1")] });
        form.go_to_main_office();
        assert_eq!(said(true).unwrap().text, "Behind the station");
        form.position.set("here".to_owned());
        let refused = form.draft(true).unwrap_err();
        assert_eq!(refused.reasons(), [Refusal::Malformed { field: Field::Coordinates }]);
        assert!(form.draft(false).is_ok(), "what is not asked cannot be wrong");
    }
}
