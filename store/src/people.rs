//! The users of Daybook.

use chrono::{DateTime, Utc};
use domain::availability::WorkingHours;
use domain::id::{ContactId, DepartmentId, IndividualId, PersonId};
use domain::meeting::{Attendance, Attendee, ParticipantLine, Reply};
use domain::people::{Person, Preferences, Role};
use domain::permission::Action;
use domain::refusal::Field;
use domain::time::ZoneName;
use domain::{Refusal, Refused};
use sqlx::types::Json;
use uuid::Uuid;

use crate::changes::Write;
use crate::db::{Differs, Ids, Tx, all, among, first, one, run};
use crate::error::{Error, Result};
use crate::words::{Sought, folded, meaning, word};
use crate::{Listed, Page, Store, Who, zones};

impl Store {
    /// Users by name, those who have left last. `find` is the beginnings of words of the name, the address or
    /// the position.
    pub async fn people(&self, who: Who, page: Page, find: &str) -> Result<Listed<Person>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let sought = Sought::by(find);
        let [a, b, c, d] = sought.words();
        let rows: Vec<PersonRow> = all!(tx, LIST, a, b, c, d, page.cursor(), page.rows())?;
        let people = rows.into_iter().map(PersonRow::person).collect::<Result<Vec<_>>>()?;
        Ok(page.of(people, |person| person.id.0))
    }

    pub async fn person(&self, who: Who, id: PersonId) -> Result<Person> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        find(&mut tx, id).await?.ok_or(Error::Gone)
    }

    /// These users in their order, those who have left too; who is not there is left out.
    pub async fn these_people(&self, who: Who, people: &[PersonId]) -> Result<Vec<Person>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let ids = Ids(people.iter().map(|person| person.0).collect());
        let rows: Vec<PersonRow> = all!(tx, THESE, ids)?;
        let mut found = rows.into_iter().map(PersonRow::person).collect::<Result<Vec<_>>>()?;
        found.sort_by_key(|person| people.iter().position(|id| *id == person.id));
        Ok(found)
    }

    /// Every user who has not left, by name, with the department they are in.
    pub async fn placed(&self, who: Who) -> Result<Vec<(PersonId, Option<DepartmentId>)>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let rows: Vec<(Uuid, Option<Uuid>)> = all!(tx, PLACED)?;
        Ok(rows.into_iter().map(|(id, there)| (PersonId(id), there.map(DepartmentId))).collect())
    }

    /// Every user, for the command line.
    pub async fn users(&self) -> Result<Vec<Person>> {
        let rows: Vec<PersonRow> = all!(self.db.reader().await?, USERS)?;
        rows.into_iter().map(PersonRow::person).collect()
    }

    /// Creates a user, who cannot sign in before a password is set, or makes an existing one what is given.
    /// Whoever is archived is signed out everywhere.
    pub async fn save_person(&self, who: Who, person: Person, now: DateTime<Utc>) -> Result<Person> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepPeople)?;
        let person = save(&mut write, person).await?;
        write.commit_directory().await?;
        Ok(person)
    }

    /// Keeps how a person wants to see Daybook; everyone keeps their own. No change tells of it: it is nobody
    /// else's business.
    pub async fn save_preferences(
        &self,
        who: Who,
        preferences: Preferences,
        now: DateTime<Utc>,
    ) -> Result<Person> {
        let (mut write, _) = self.write(who, now).await?;
        let person = find(&mut write.tx, who.person).await?.ok_or(Error::Gone)?;
        let person = Person { preferences, ..person };
        Refused::unless_empty(unknown_zone(&person).into_iter().collect())?;
        put(&mut write.tx, &person).await?;
        write.commit_untold().await?;
        Ok(person)
    }

    /// Whoever can take part in a meeting and is found by the beginnings of words of name, address or
    /// position: users first, then clients' contacts, then individuals, each by name. Nobody who is archived.
    pub async fn find_people(&self, who: Who, text: &str, limit: u32) -> Result<Vec<ParticipantLine>> {
        let mut tx = self.db.begin_read().await?;
        crate::actor::belongs(&mut tx, who).await?;
        let sought = Sought::by(text);
        let [a, b, c, d] = sought.words();
        let limit = i64::from(limit.clamp(1, 100));
        let rows: Vec<(i32, Uuid, String, String, String, String)> =
            all!(tx, FIND_ANYBODY, a, b, c, d, limit)?;
        let line =
            |(rank, id, name, position, client, email): (i32, Uuid, String, String, String, String)| {
                ParticipantLine {
                    attendee: match rank {
                        1 => Attendee::Person(PersonId(id)),
                        2 => Attendee::Contact(ContactId(id)),
                        _ => Attendee::Individual(IndividualId(id)),
                    },
                    name,
                    about: about(&position, &client),
                    email,
                    attendance: Attendance::default(),
                    reply: Reply::default(),
                }
            };
        Ok(rows.into_iter().map(line).collect())
    }
}

/// What a line says about a participant: the position of a user or contact; of a contact also the client.
pub(crate) fn about(position: &str, client: &str) -> String {
    match (position, client) {
        (position, "") => position.to_owned(),
        ("", client) => client.to_owned(),
        (position, client) => format!("{position}, {client}"),
    }
}

pub(crate) async fn find(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    let row: Option<PersonRow> = first!(tx, PERSON, id.0)?;
    row.map(PersonRow::person).transpose()
}

/// Keeps the rules that need the other people, and writes.
pub(crate) async fn save(write: &mut Write, person: Person) -> Result<Person> {
    person.check()?;
    let person = Person { name: person.name.trim().to_owned(), ..person };
    let mut reasons: Vec<Refusal> = unknown_zone(&person).into_iter().collect();
    if let Some(department) = person.department {
        let known: Option<(bool,)> = first!(write.tx, DEPARTMENT_KNOWN, department.0)?;
        reasons.extend(known.is_none().then_some(Refusal::Unknown { field: Field::Department }));
    }
    let same_address: Option<(Uuid,)> =
        first!(write.tx, SAME_ADDRESS, person.email.to_lowercase(), person.id.0)?;
    reasons.extend(same_address.map(|_| Refusal::Duplicate { field: Field::Email }));
    if person.archived || person.role != Role::Administrator {
        let (is_one, others): (bool, bool) = one!(write.tx, ADMINISTRATORS, person.id.0)?;
        reasons.extend((is_one && !others).then_some(Refusal::LastAdministrator));
    }
    Refused::unless_empty(reasons)?;

    put(&mut write.tx, &person).await?;
    if person.archived {
        run!(write.tx, SIGN_OUT, person.id.0)?;
    }
    Ok(person)
}

fn unknown_zone(person: &Person) -> Option<Refusal> {
    let Preferences { zone, second_zone, .. } = &person.preferences;
    let unknown = [zone, second_zone].into_iter().flatten().any(|zone| zones::rules(zone).is_none());
    unknown.then_some(Refusal::Unknown { field: Field::Zone })
}

/// Writes it as it is; the rules are the verb's.
pub(crate) async fn put(tx: &mut Tx, person: &Person) -> Result<()> {
    let preferences = &person.preferences;
    run!(
        tx,
        PUT,
        person.id.0,
        person.name.as_str(),
        person.email.as_str(),
        person.email.to_lowercase(),
        person.position.as_str(),
        person.phone.as_str(),
        person.department.map(|department| department.0),
        word(&person.role)?,
        preferences.language.as_ref().map(word).transpose()?,
        preferences.theme.as_ref().map(word).transpose()?,
        preferences.zone.as_ref().map(ZoneName::as_str),
        preferences.week_start.as_ref().map(word).transpose()?,
        Json(&person.hours),
        folded(&[&person.name, &person.email, &person.position]),
        person.archived,
        preferences.second_zone.as_ref().map(ZoneName::as_str),
    )
}

#[derive(sqlx::FromRow)]
pub(crate) struct PersonRow {
    id: Uuid,
    name: String,
    email: String,
    position: String,
    phone: String,
    department: Option<Uuid>,
    role: String,
    language: Option<String>,
    theme: Option<String>,
    zone: Option<String>,
    second_zone: Option<String>,
    week_start: Option<String>,
    hours: Json<WorkingHours>,
    archived: bool,
}

impl PersonRow {
    pub(crate) fn person(self) -> Result<Person> {
        Ok(Person {
            id: PersonId(self.id),
            name: self.name,
            email: self.email,
            position: self.position,
            phone: self.phone,
            department: self.department.map(DepartmentId),
            role: meaning(&self.role)?,
            preferences: Preferences {
                language: self.language.as_deref().map(meaning).transpose()?,
                theme: self.theme.as_deref().map(meaning).transpose()?,
                zone: self.zone.map(ZoneName),
                second_zone: self.second_zone.map(ZoneName),
                week_start: self.week_start.as_deref().map(meaning).transpose()?,
            },
            hours: self.hours.0,
            archived: self.archived,
        })
    }
}

/// The columns of a [`PersonRow`].
macro_rules! columns {
    () => {
        "person.id, person.name, person.email, person.position, person.phone, person.department, person.role, \
         person.language, person.theme, person.zone, person.second_zone, person.week_start, person.hours, person.archived"
    };
}
pub(crate) use columns;

const PERSON: &str = concat!("SELECT ", columns!(), " FROM person WHERE id = $1");

const THESE: Differs = among!(concat!("SELECT ", columns!(), " FROM person WHERE id "), "$1", "");

const PLACED: &str = "SELECT id, department FROM person WHERE NOT archived ORDER BY folded, id";

const USERS: &str = concat!("SELECT ", columns!(), " FROM person ORDER BY archived, folded, id");

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM person
    WHERE instr(folded, $1) > 0 AND instr(folded, $2) > 0 AND instr(folded, $3) > 0 AND instr(folded, $4) > 0
        AND ($5 IS NULL OR (archived, folded, id) > (SELECT archived, folded, id FROM person WHERE id = $5))
    ORDER BY archived, folded, id LIMIT $6"
);

const FIND_ANYBODY: &str = "
    SELECT * FROM (
        SELECT * FROM (
            SELECT 1 AS rank, id, name, position, '' AS client, email, folded FROM person
            WHERE NOT archived AND instr(folded, $1) > 0 AND instr(folded, $2) > 0
                AND instr(folded, $3) > 0 AND instr(folded, $4) > 0
            ORDER BY folded, id LIMIT $5
        ) AS users
        UNION ALL
        SELECT * FROM (
            SELECT 2, contact.id, contact.name, position, client.name, email, contact.folded
            FROM contact JOIN client ON client.id = contact.client
            WHERE NOT contact.archived AND NOT client.archived
                AND instr(contact.folded, $1) > 0 AND instr(contact.folded, $2) > 0
                AND instr(contact.folded, $3) > 0 AND instr(contact.folded, $4) > 0
            ORDER BY contact.folded, contact.id LIMIT $5
        ) AS contacts
        UNION ALL
        SELECT * FROM (
            SELECT 3, id, name, '', '', email, folded FROM individual
            WHERE NOT archived AND instr(folded, $1) > 0 AND instr(folded, $2) > 0
                AND instr(folded, $3) > 0 AND instr(folded, $4) > 0
            ORDER BY folded, id LIMIT $5
        ) AS individuals
    ) AS found
    ORDER BY rank, folded, id LIMIT $5";

const DEPARTMENT_KNOWN: &str = "SELECT archived FROM department WHERE id = $1";

const SAME_ADDRESS: &str = "SELECT id FROM person WHERE email_folded = $1 AND id <> $2";

/// Whether this person is an administrator, and whether somebody else is.
const ADMINISTRATORS: &str = "
    SELECT
        EXISTS (SELECT 1 FROM person WHERE role = 'administrator' AND NOT archived AND id = $1),
        EXISTS (SELECT 1 FROM person WHERE role = 'administrator' AND NOT archived AND id <> $1)";

const SIGN_OUT: &str = "DELETE FROM session WHERE person = $1";

const PUT: &str = "
    INSERT INTO person (id, name, email, email_folded, position, phone, department, role, language, theme, zone,
        week_start, hours, folded, archived, second_zone)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email,
        email_folded = excluded.email_folded, position = excluded.position, phone = excluded.phone,
        department = excluded.department, role = excluded.role, language = excluded.language,
        theme = excluded.theme, zone = excluded.zone, week_start = excluded.week_start, hours = excluded.hours,
        folded = excluded.folded, archived = excluded.archived,
        second_zone = excluded.second_zone";
