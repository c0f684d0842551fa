//! Passwords: hashed slowly, one after another, off the threads that answer.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use axum::extract::State;
use axum::response::Response;
use domain::id::PersonId;
pub use domain::people::check_password as check_new;
use domain::permission::Action;
use domain::{Refusal, Refused};
use serde::Deserialize;
use store::{SignedIn, Who};
use tokio::sync::Semaphore;

use super::sign_in::{Credentials, back_to, refused_for, sign_in_page};
use super::throttle::Failures;
use super::{Client, Form, Visitor};
use crate::Daybook;
use crate::error::{Code, Problem};
use crate::live::Ended;
use crate::local_path::LocalPath;

/// Hashes and compares passwords (argon2id, 19 MiB, two passes: OWASP's first choice). So many at a time as
/// there are processors, and a short queue: whoever floods the sign-in finds it busy, and the memory stays.
#[derive(Clone)]
pub struct Hashing {
    running: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// A password was not hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashingFailed {
    #[error("too many passwords are being hashed")]
    Busy,
    #[error("a password cannot be hashed: {0}")]
    Broken(String),
}

impl Hashing {
    /// What is kept of a password, in the PHC string format.
    ///
    /// # Errors
    /// When too many are waiting.
    pub async fn hash(&self, password: &str) -> Result<String, HashingFailed> {
        let password = password.to_owned();
        self.take_turn(move || {
            Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| HashingFailed::Broken(error.to_string()))
    }

    /// Whether the password is the one that was hashed. Without a hash it is not, and that takes as long.
    pub(super) async fn matches(&self, password: &str, hash: Option<String>) -> Result<bool, HashingFailed> {
        let password = password.to_owned();
        self.take_turn(move || {
            let kept = hash.as_deref().unwrap_or(NOBODYS_HASH);
            let same = PasswordHash::new(kept)
                .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok());
            same && hash.is_some()
        })
        .await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let _place = self.queue.try_acquire().map_err(|_| HashingFailed::Busy)?;
        let _turn = self.running.acquire().await.map_err(|_| HashingFailed::Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|error| HashingFailed::Broken(error.to_string()))
    }
}

impl Default for Hashing {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            running: Arc::new(Semaphore::new(processors)),
            queue: Arc::new(Semaphore::new(processors * QUEUE_FOR_EACH)),
        }
    }
}

impl From<HashingFailed> for Problem {
    fn from(failed: HashingFailed) -> Self {
        match failed {
            HashingFailed::Busy => Code::Busy.into(),
            HashingFailed::Broken(cause) => {
                tracing::error!(cause, "a password could not be hashed");
                Code::Broken.into()
            }
        }
    }
}

/// About a second of waiting.
const QUEUE_FOR_EACH: usize = 32;

/// Compared with when there is no account, so that the answer takes the same time. It has the settings of
/// every other hash, and no password is known for it.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[derive(Deserialize)]
pub(super) struct Change {
    present: String,
    new: String,
}

/// Changes one's own password and ends one's other sessions. Guessing the present one is slowed down like
/// signing in.
pub(super) async fn by_form(
    State(daybook): State<Daybook>,
    client: Client,
    Visitor(signed_in): Visitor,
    Form(change): Form<Change>,
) -> Result<Response, Problem> {
    let settings = LocalPath::or_home("/settings");
    let Some(signed_in) = signed_in else {
        return refused_for(&sign_in_page(&settings), Code::NotSignedIn.into());
    };
    match exchange(&daybook, client, &signed_in, change).await {
        Ok(()) => Ok(back_to(&settings.with("done", "password"))),
        Err(problem) => refused_for(&settings, problem),
    }
}

async fn exchange(
    daybook: &Daybook,
    client: Client,
    signed_in: &SignedIn,
    Change { present, new }: Change,
) -> Result<(), Problem> {
    let now = daybook.clock.now();
    let person = signed_in.person.id;
    check_new(&new)?;
    let failures = Failures::of(&signed_in.person.email, client);
    let attempt = daybook.door.throttle.admit(&daybook.store, failures, now).await?;
    let hash = daybook.store.person_credential(person).await?;
    if !daybook.door.hashing.matches(&present, hash).await? {
        attempt.failed(&daybook.store, now).await?;
        return Err(Refusal::WrongPassword.into());
    }
    attempt.succeeded(&daybook.store).await?;
    let hash = daybook.door.hashing.hash(&new).await?;
    daybook.store.set_password_hash(person, &hash, now).await?;
    let here = Some(signed_in.session);
    daybook.store.end_sessions(person, here).await?;
    daybook.hub.end(Ended::Person { person, except: here });
    Ok(())
}

/// A password was not set for somebody else.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSet {
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<NotSet> for Problem {
    fn from(why: NotSet) -> Self {
        match why {
            NotSet::Hashing(failed) => failed.into(),
            NotSet::Store(error) => error.into(),
        }
    }
}

/// Sets somebody else's password, as only who keeps people may; that signs them out everywhere.
pub(crate) async fn reset(
    daybook: &Daybook,
    who: Who,
    person: PersonId,
    password: &str,
) -> Result<(), NotSet> {
    let hash = hash_for_another(daybook, who, password).await?;
    daybook.store.reset_password(who, person, &hash, daybook.clock.now()).await?;
    daybook.hub.end(Ended::Person { person, except: None });
    Ok(())
}

/// Whoever may not set it does not keep the processor busy with hashing it.
pub(crate) async fn hash_for_another(daybook: &Daybook, who: Who, password: &str) -> Result<String, NotSet> {
    let refused = |refused: Refused| NotSet::Store(refused.into());
    daybook.store.actor(who).await?.require(Action::KeepPeople).map_err(refused)?;
    check_new(password).map_err(refused)?;
    Ok(daybook.door.hashing.hash(password).await?)
}

/// What the form says, checked as for every other password.
impl Credentials {
    pub(super) fn check_new(&self) -> Result<(), Refused> {
        check_new(&self.password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_that_was_hashed_matches() {
        let hashing = Hashing::default();
        let hash = hashing.hash("correct horse battery").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(hashing.matches("correct horse battery", Some(hash.clone())).await.unwrap());
        assert!(!hashing.matches("correct horse batter", Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn without_an_account_the_same_work_is_done() {
        let hashing = Hashing::default();
        assert!(!hashing.matches("whatever it may be", None).await.unwrap());
        let settings = |hash: &str| PasswordHash::new(hash).unwrap().params.to_string();
        assert_eq!(settings(NOBODYS_HASH), settings(&hashing.hash("any password").await.unwrap()));
    }
}
