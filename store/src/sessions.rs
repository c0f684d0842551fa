//! Who may sign in, who is signed in, and who failed to.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Refusal;
use domain::availability::WorkingHours;
use domain::change::Channel;
use domain::id::{PersonId, SessionId};
use domain::people::{Person, Preferences, Role};
use domain::permission::Action;
use domain::time::ZoneName;
use uuid::Uuid;

use crate::changes::Write;
use crate::db::{first, one, run};
use crate::error::{Error, Result};
use crate::people::PersonRow;
use crate::{Store, Who};

/// What somebody signs in by.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub person: PersonId,
    /// In the PHC string format.
    pub password_hash: String,
}

/// A session to begin.
#[derive(Clone)]
pub struct NewSession {
    pub id: SessionId,
    pub person: PersonId,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// A token of the REST interface rather than a browser's cookie.
    pub bearer: bool,
    pub expires: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub session: SessionId,
    pub person: Person,
    /// The zone that the person prefers, or else the one the device has told, or else UTC.
    pub zone: ZoneName,
    pub bearer: bool,
}

impl Store {
    /// Makes the first person, an administrator; refused once there is anybody, and of several at the same
    /// time all but one.
    pub async fn first_administrator(
        &self,
        name: &str,
        email: &str,
        password_hash: &str,
        now: DateTime<Utc>,
    ) -> Result<PersonId> {
        let mut write = self.write_as(None, Channel::Screen, now).await?;
        let (somebody,): (bool,) = one!(write.tx, SOMEBODY)?;
        if somebody {
            return Err(Refusal::NotPermitted { action: Action::KeepPeople }.into());
        }
        let person = Person {
            id: PersonId::generate(now),
            name: name.to_owned(),
            email: email.to_owned(),
            position: String::new(),
            phone: String::new(),
            department: None,
            role: Role::Administrator,
            preferences: Preferences::default(),
            hours: WorkingHours::default(),
            archived: false,
        };
        add(write, person, password_hash).await
    }

    /// Creates a user who can sign in at once; `by` is nobody on the command line.
    pub async fn add_user(
        &self,
        by: Option<Who>,
        person: Person,
        password_hash: &str,
        now: DateTime<Utc>,
    ) -> Result<PersonId> {
        let write = match by {
            Some(who) => {
                let (write, actor) = self.write(who, now).await?;
                actor.require(Action::KeepPeople)?;
                write
            }
            None => self.write_as(None, Channel::CommandLine, now).await?,
        };
        add(write, person, password_hash).await
    }

    /// What the person with this address signs in by, whatever the case of its letters. `None` for who has no
    /// password or is archived.
    pub async fn credential(&self, email: &str) -> Result<Option<Credential>> {
        let row: Option<(Uuid, String)> = first!(self.db.reader().await?, CREDENTIAL, email.to_lowercase())?;
        Ok(row.map(|(person, password_hash)| Credential { person: PersonId(person), password_hash }))
    }

    /// The hash of a person's password; `None` for who has none or is archived.
    pub async fn person_credential(&self, person: PersonId) -> Result<Option<String>> {
        let row: Option<(String,)> = first!(self.db.reader().await?, PERSON_CREDENTIAL, person.0)?;
        Ok(row.map(|(hash,)| hash))
    }

    /// Sets a person's password. Sessions go on; see [`Store::end_sessions`].
    pub async fn set_password_hash(&self, person: PersonId, hash: &str, now: DateTime<Utc>) -> Result<()> {
        let mut write = self.write_as(None, Channel::System, now).await?;
        crate::people::find(&mut write.tx, person).await?.ok_or(Error::Gone)?;
        run!(write.tx, SET_CREDENTIAL, person.0, hash, write.at)?;
        write.commit_untold().await
    }

    /// Sets somebody else's password; they are signed out everywhere.
    pub async fn reset_password(
        &self,
        who: Who,
        person: PersonId,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut write, actor) = self.write(who, now).await?;
        actor.require(Action::KeepPeople)?;
        crate::people::find(&mut write.tx, person).await?.ok_or(Error::Gone)?;
        run!(write.tx, SET_CREDENTIAL, person.0, hash, write.at)?;
        run!(write.tx, END_ALL, person.0, None::<Uuid>)?;
        write.commit_untold().await
    }

    /// Begins a session, and forgets those that have expired.
    pub async fn start_session(&self, session: NewSession) -> Result<()> {
        let mut writer = self.db.writer().await?;
        run!(writer, END_EXPIRED, session.now)?;
        run!(
            writer,
            START,
            session.id.0,
            session.person.0,
            session.token_hash.as_slice(),
            session.bearer,
            session.now,
            session.expires,
        )
    }

    /// Who holds the token with this hash, unless the session has expired or the person is archived.
    pub async fn session(&self, token_hash: &[u8; 32], now: DateTime<Utc>) -> Result<Option<SignedIn>> {
        let row: Option<SessionRow> = first!(self.db.reader().await?, SESSION, token_hash.as_slice(), now)?;
        let Some(SessionRow { session, bearer, session_zone, person }) = row else { return Ok(None) };
        let person = person.person()?;
        let zone = person.preferences.zone.clone().or(session_zone.map(ZoneName));
        let zone = zone.unwrap_or_else(ZoneName::utc);
        Ok(Some(SignedIn { session: SessionId(session), person, zone, bearer }))
    }

    /// Keeps where the device of a session is.
    pub async fn set_session_zone(&self, session: SessionId, zone: &ZoneName) -> Result<()> {
        run!(self.db.writer().await?, SET_ZONE, session.0, zone.as_str())
    }

    /// Signs out here.
    pub async fn end_session(&self, session: SessionId) -> Result<()> {
        run!(self.db.writer().await?, END, session.0)
    }

    /// Signs a person out everywhere, but for one session that may go on.
    pub async fn end_sessions(&self, person: PersonId, except: Option<SessionId>) -> Result<()> {
        run!(self.db.writer().await?, END_ALL, person.0, except.map(|session| session.0))
    }

    /// How often signing in has failed since then; `key` is a hash of the account or the address.
    pub async fn failures(&self, key: &str, since: DateTime<Utc>) -> Result<u32> {
        let (failures,): (i64,) = one!(self.db.reader().await?, FAILURES, key, since)?;
        Ok(u32::try_from(failures).unwrap_or(u32::MAX))
    }

    /// Notes that signing in failed, and forgets what failed more than a day ago.
    pub async fn note_failure(&self, key: &str, at: DateTime<Utc>) -> Result<()> {
        let mut writer = self.db.writer().await?;
        run!(writer, FORGET_FAILURES, at - TimeDelta::days(1))?;
        run!(writer, NOTE_FAILURE, key, at)
    }

    /// Forgets the failures of a key: somebody has signed in.
    pub async fn clear_failures(&self, key: &str) -> Result<()> {
        run!(self.db.writer().await?, CLEAR_FAILURES, key)
    }
}

async fn add(mut write: Write, person: Person, password_hash: &str) -> Result<PersonId> {
    let person = crate::people::save(&mut write, person).await?;
    run!(write.tx, SET_CREDENTIAL, person.id.0, password_hash, write.at)?;
    write.commit_directory().await?;
    Ok(person.id)
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    session: Uuid,
    bearer: bool,
    session_zone: Option<String>,
    #[sqlx(flatten)]
    person: PersonRow,
}

const SOMEBODY: &str = "SELECT EXISTS (SELECT 1 FROM person)";

const CREDENTIAL: &str = "
    SELECT person.id, password_hash FROM person JOIN credential ON credential.person = person.id
    WHERE email_folded = $1 AND NOT archived";

const PERSON_CREDENTIAL: &str = "
    SELECT password_hash FROM person JOIN credential ON credential.person = person.id
    WHERE person.id = $1 AND NOT archived";

const SET_CREDENTIAL: &str = "
    INSERT INTO credential (person, password_hash, set_at) VALUES ($1, $2, $3)
    ON CONFLICT (person) DO UPDATE SET password_hash = excluded.password_hash, set_at = excluded.set_at";

const START: &str = "
    INSERT INTO session (id, person, token_hash, bearer, started_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";

const SESSION: &str = concat!(
    "SELECT session.id AS session, session.bearer, session.zone AS session_zone, ",
    crate::people::columns!(),
    " FROM session JOIN person ON person.id = session.person
    WHERE token_hash = $1 AND expires_at > $2 AND NOT archived"
);

const SET_ZONE: &str = "UPDATE session SET zone = $2 WHERE id = $1";

const END: &str = "DELETE FROM session WHERE id = $1";

const END_ALL: &str = "DELETE FROM session WHERE person = $1 AND ($2 IS NULL OR id <> $2)";

const END_EXPIRED: &str = "DELETE FROM session WHERE expires_at <= $1";

const FAILURES: &str = "SELECT count(*) FROM sign_in_failure WHERE key = $1 AND at > $2";

const NOTE_FAILURE: &str = "INSERT INTO sign_in_failure (key, at) VALUES ($1, $2)";

const FORGET_FAILURES: &str = "DELETE FROM sign_in_failure WHERE at < $1";

const CLEAR_FAILURES: &str = "DELETE FROM sign_in_failure WHERE key = $1";
